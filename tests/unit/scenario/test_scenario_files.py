"""A scenario file that cannot be meant as it stands is refused, with every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from twins import chain
from ytterby.errors import BadScenario, NotFound, YtterbyError
from ytterby.scenario.overrides import overridden
from ytterby.scenario.schema import Levers, Override, Scenario, Uncertainties
from ytterby.study import load_scenario

GOOD = """\
schema: ytterby/scenario/1
id: mine
title: A title
question: Who runs short?
start: 2026-01
months: 24
levers:
  measures:
    - id: rule
      citation: assumption
      from: 2026-01-06
      origin: CHN
      destinations: [JPN]
      permission: denied
  stocks:
    - id: store
      place: JPN
      stage: metal
      days: 90 d
uncertainties:
  content_threshold: 0.1 %
outcomes:
  focus: [JPN]
"""


def written(folder: Path, text: str | bytes) -> str:
    path = folder / "mine.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def refusal(folder: Path, text: str | bytes, kind: type[YtterbyError] = BadScenario) -> YtterbyError:
    with pytest.raises(kind) as caught:
        load_scenario(written(folder, text))
    assert caught.value.exit_code == (3 if kind is BadScenario else 2)
    assert "Traceback" not in str(caught.value)
    return caught.value


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_good_one_is_read_with_its_units(tmp_path: Path):
    scenario = load_scenario(written(tmp_path, GOOD))
    assert scenario.levers.stocks[0].days == 90
    assert scenario.uncertainties.content_threshold == pytest.approx(0.001)
    assert str(scenario.first_month) == "2026-01"


@pytest.mark.parametrize("name", chain.SCENARIOS)
def test_bundled_ones_are_read(name: str):
    assert load_scenario(name).id == name


def test_a_month_lasts(tmp_path: Path):
    text = changed("days: 90 d", "days: 3 months")
    assert load_scenario(written(tmp_path, text)).levers.stocks[0].days == pytest.approx(91.3, abs=0.5)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("months: 24", "monts: 24", ["monts", 'Did you mean "months"?']),
        (
            "      origin: CHN",
            "      orign: CHN",
            ["levers.measures[0].orign", 'Did you mean "origin"?', '"origin" is missing'],
        ),
        ("days: 90 d", "days: 90 kg", ["levers.stocks[0].days", "kg"]),
        ("days: 90 d", "days: -90 d", ["levers.stocks[0].days", "-90"]),
        ("days: 90 d", "days: .inf", ["levers.stocks[0].days"]),
        ("days: 90 d", "days: .nan", ["levers.stocks[0].days"]),
        ("months: 24", "months: 0", ["months"]),
        ("months: 24", "months: many", ["months"]),
        ("start: 2026-01", "start: 2026-13", ["start", "2026-01"]),
        ("start: 2026-01", "start: January", ["start", "January"]),
        ("[JPN]\n      permission", "[JPX]\n      permission", ["destinations[0]", "JPX", "alpha-3"]),
        ("[JPN]\n      permission", "[NO]\n      permission", ["destinations[0]", '"NO"', "alpha-3"]),
        ("[JPN]\n      permission", "[392]\n      permission", ["destinations[0]", "392", "alpha-3"]),
        ("place: JPN", "place: no", ["place", '"no"']),
        ("permission: denied", "permission: allowed", ["permission", "denied", "licence"]),
        ("permission: denied", "permission: licence\n      volume: 140 %", ["volume"]),
        ("permission: denied", "permission: denied\n      until: 2025-01-01", ["ends on 2025-01-01"]),
        ("from: 2026-01-06", "from: 2026-02-30", ["not YAML", "day"]),
        ("stage: metal", "stage: smelting", ["stage", "smelting", "separation"]),
        ("0.1 %", "0.1 t", ["content_threshold"]),
        ("id: mine", "id: My Scenario", ["id", "My Scenario"]),
        ("schema: ytterby/scenario/1", "schema: ytterby/scenario/9", ["schema"]),
        ("question: Who runs short?\n", "", ['"question" is missing']),
    ],
)
def test_refused_with_the_field_and_the_reason(tmp_path: Path, old: str, new: str, words: list[str]):
    text = str(refusal(tmp_path, changed(old, new)))
    assert [word for word in words if word not in text] == []


def test_commodity_written_as_an_hs_number_is_refused(tmp_path: Path):
    """850511 without quotes is a number; no commodity is called so."""
    text = str(refusal(tmp_path, changed("permission: denied", "permission: denied\n      commodities: [850511]")))
    assert "850511" in text
    assert "commodities[0]" in text


def test_all_faults_at_once(tmp_path: Path):
    text = (
        changed("months: 24", "monts: 24")
        .replace("90 d", "-1 d")
        .replace("[JPN]", "[JPX]")
        .replace("denied", "perhaps")
    )
    refused = refusal(tmp_path, text)
    assert len(refused.faults) >= 5
    assert all(field in str(refused) for field in ("monts", "days", "destinations", "focus", "permission"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("# only a comment\n", "empty"),
        ("- a\n- b\n", "list"),
        ("just words\n", "str"),
        ("a: [1, 2\nb: }", "not YAML"),
        ("a: 1\na: 2\n", "not YAML"),
        ("a:\tb: c\n", "not YAML"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        (b"a: b\x00c\n", "control character"),
        (b"\xff\xfea\x00", "UTF-8"),
    ],
)
def test_not_a_scenario_at_all(tmp_path: Path, text: str | bytes, words: str):
    assert words in str(refusal(tmp_path, text))


def test_too_large(tmp_path: Path):
    assert "too many" in str(refusal(tmp_path, "a: " + "b" * 5_000_001))


def test_a_folder_and_no_file(tmp_path: Path):
    (tmp_path / "folder.yaml").mkdir()
    for path, words in ((tmp_path / "folder.yaml", "is a folder"), (tmp_path / "none.yaml", "there is no file")):
        with pytest.raises(NotFound, match=words) as caught:
            load_scenario(str(path))
        assert caught.value.exit_code == 2


def test_unknown_name_names_the_choices():
    with pytest.raises(NotFound) as caught:
        load_scenario("japan-2062")
    assert "japan-2026" in str(caught.value)


def override(**changes: object) -> Scenario:
    fields = {"estimate": "cover/first-use", "low": 1, "best": 2, "high": 3, "unit": "d", "source": "test"}
    raw = chain.calm().model_dump(mode="json", by_alias=True)
    raw["uncertainties"]["overrides"] = [fields | changes]
    return Scenario.model_validate(raw)


def test_override_replaces_a_range():
    new = overridden(chain.estimates(), override())["cover/first-use"]
    assert (new.low, new.best, new.high, new.source) == (1, 2, 3, "test")
    assert chain.estimates()["cover/first-use"].best != 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"estimate": "cover/first-uses"}, 'Did you mean "cover/first-use"?'), ({"unit": "t/a"}, "unit")],
)
def test_override_of_what_is_not_there(changes: dict[str, object], words: str):
    with pytest.raises(BadScenario, match=words.replace("?", r"\?")):
        overridden(chain.estimates(), override(**changes))


@pytest.mark.parametrize(
    "changes", [{"low": -1}, {"low": 3, "best": 2}, {"high": float("nan")}, {"high": float("inf")}]
)
def test_override_with_an_impossible_range(changes: dict[str, object]):
    with pytest.raises(ValueError, match=r"must not|finite"):
        override(**changes)


def test_a_range_is_read_in_the_unit_of_its_estimate():
    """A figure with a unit of its own is converted: 12 kt/a are 12,000 t/a, not 12."""
    entry = {"estimate": "supply/ndpr/mine/CHN", "low": "10 kt/a", "best": 12_000, "high": "13,000 t/a", "source": "s"}
    found = Override.model_validate({**entry, "unit": "t/a"})
    assert (found.low, found.best, found.high) == (10_000, 12_000, 13_000)
    with pytest.raises(ValueError, match="t/a"):
        Override.model_validate({**entry, "low": "10 d", "unit": "t/a"})


@pytest.mark.parametrize("what", ["outages", "surges"])
def test_what_ends_before_it_starts_is_refused(what: str):
    own = {"end_use": "all"} if what == "surges" else {"place": "CHN", "stage": "metal"}
    entry = {"id": "e", "share": 0.1, "from": "2026-03-01", "until": "2026-01-01", "source": "s", **own}
    with pytest.raises(ValueError, match="ends on 2026-01-01, before it starts"):
        Uncertainties.model_validate({what: [entry]})


def test_prices_that_fall_are_refused():
    entry = {"id": "t", "commodity": "c", "place": "XRW", "share": 0.1, "price_low": 5, "price_high": 3, "source": "s"}
    with pytest.raises(ValueError, match="price_low 5 is above price_high 3"):
        Levers.model_validate({"third_country": [entry]})
