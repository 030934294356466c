"""What bears on a number: its rules, not those on other destinations; the stock it lives from."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from ytterby.outcomes.bearing import reaches, rule_steps, stocks

ROW = {"place": "JPN", "end_use": "defence", "class": "defence", "p50": "2026-02"}


Names = tuple[str, ...]


def measure(id_: str, to: Names = (), classes: Names = (), start: str = "2026-01-06") -> dict[str, Any]:
    return {"id": id_, "citation": "text", "from": start, "until": None, "permission": "denied", "origin": "CHN",
            "destinations": list(to), "classes": list(classes)}  # fmt: skip


def result(*measures: dict[str, Any]) -> dict[str, Any]:
    flows = [("CHN", "JPN", 60.0), ("VNM", "JPN", 20.0), ("USA", "JPN", 2.0), ("JPN", "JPN", 18.0),
             ("KOR", "USA", 9.0)]  # fmt: skip
    cover = [("JPN", "defence", "first-use", "cover/defence (estimate): a"),
             ("JPN", "wind", "first-use", "cover/w (x): b"),
             ("JPN", "", "metal", "cover/metal (x): c"), ("JPN", "", "magnet", "cover/metal (x): c"),
             ("KOR", "defence", "first-use", "cover/defence/KOR (x): d")]  # fmt: skip
    return {
        "months": ["2026-01", "2026-12"], "measures": list(measures),
        "flows": [{"from": a, "to": b, "before_t_mo": t} for a, b, t in flows],
        "cover_days": [{"place": p, "end_use": u, "stage": s, "p05": 24.3, "p50": 30.9, "p95": 38.5, "stock_source": x}
                       for p, u, s, x in cover],
    }  # fmt: skip


def named(row: dict[str, Any], *measures: dict[str, Any], kind: str = "first_short") -> list[str]:
    return [step["id"] for step in rule_steps(result(*measures), row, kind)]


def test_rules_on_other_destinations_classes_and_later_months_are_left_out():
    rules = [
        measure("ours"), measure("here", ("JPN",), ("defence",)), measure("elsewhere", ("USA",)),
        measure("civil", ("JPN",), ("civil",)), measure("later", ("JPN",), start="2026-03-01"),
    ]  # fmt: skip
    assert named(ROW, *rules) == ["ours", "here"]
    assert named(ROW | {"p50": None}, *rules) == ["ours", "here", "later"]
    assert named({**ROW, "month": "2026-01"}, *rules, kind="fill_rate") == ["ours", "here"]


def test_a_rule_on_a_place_that_delivers_much_is_named_with_its_share():
    (step,) = rule_steps(result(measure("through", ("VNM",))), ROW, "first_short")
    assert "to VNM, from where 20% of its inputs come" in step["detail"]
    assert named(ROW, measure("little", ("USA",))) == []


@pytest.mark.parametrize(("to", "classes"), [*product([(), ("JPN",), ("USA",)], [(), ("civil",), ("defence",)])])
def test_reach_is_the_product_of_place_and_class(to, classes):
    assert reaches("CHN", to, classes, "JPN", "civil") == (
        ("JPN" in to or not to) and ("civil" in classes or not classes)
    )
    assert not reaches("CHN", (), classes, "CHN", "civil")


def test_the_stock_of_the_use_comes_first_then_that_of_its_makers():
    held = stocks(result(), ROW, "first_short")
    assert list(held) == ["cover/defence", "cover/metal"]
    assert held["cover/defence"] == "stock in JPN before anything happens: 31 days (24 to 38) at first-use"
    assert held["cover/metal"].endswith("31 days (24 to 38) at metal, magnet")
    assert stocks(result(), ROW, "cover_days") == {}
