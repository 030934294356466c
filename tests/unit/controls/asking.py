"""Cases of the evaluator asked through the whole way: text columns, checks, shares, evaluator, batch."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from ytterby.controls.bill import COLUMNS, OPTIONAL, check_bill
from ytterby.controls.facts import Holding, Query
from ytterby.controls.library import load_library
from ytterby.controls.screening import Screening, screen
from ytterby.domain.regime import Branch, Reading

CASES = Path(__file__).parents[2] / "golden" / "cases_controls.yaml"


def cases() -> list[dict[str, Any]]:
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(CASES.read_text("utf-8"))


def table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    names = (*COLUMNS, *OPTIONAL)
    columns = {n: [str(r.get(n, "") or "") for r in rows] for n in names}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
    return frame.with_columns(pl.int_range(2, len(rows) + 2, dtype=pl.UInt32, eager=True).alias("row"))


def rows_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    own = ("origin", "technology", "hs", "code", "properties")
    top = {"line": "1", "part": "item", "material": case.get("goods"), "value_usd": case.get("value")}
    top |= {k: case.get(k) for k in own}
    if case.get("recipients"):
        outer = {
            "line": "0",
            "part": "outer",
            "origin": case["to"],
            "maker": case["recipients"],
            "value_usd": 1e9,
        }
        rows = [outer, top | {"parent": "0"}]
    else:
        rows = [top]
    for i, part in enumerate(case.get("parts", [])):
        inner = {"line": f"1.{i}", "parent": "1", "part": "inner", "material": part.get("goods")}
        inner |= {"value_usd": part.get("value")} | {k: part.get(k) for k in own}
        rows.append(inner)
    return rows


def query_of(case: dict[str, Any]) -> Query:
    on = case["on"]
    name, _, figure = (case.get("uses") or "").partition(":")
    return Query(
        to=case["to"],
        on=on if isinstance(on, date) else date.fromisoformat(on),
        end_use=case.get("end_use"),
        end_user=case.get("end_user", ""),
        uses=((name, float(figure) if figure else None),) if name else (),
        holdings=tuple(Holding(o[0], o[1], o[2], tuple(o[3:])) for o in case.get("owners", [])),
        branch=Branch(case["branch"]) if case.get("branch") else None,
        reading=Reading(case["reading"]) if case.get("reading") else None,
        assumed=frozenset([case["assume"]] if case.get("assume") else []),
    )


def ask(case: dict[str, Any]) -> Screening:
    bill = check_bill(table(rows_of(case)), "case")
    return screen(load_library(), bill, query_of(case), case.get("from", ""))


def item(screening: Screening):
    return next(j for j in screening.judged if j.part == "item")
