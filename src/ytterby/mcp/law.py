"""The tool that screens a product: which rule reaches which part on a day, and why."""

from __future__ import annotations

import hashlib
import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from ytterby.baseline.yamlfile import bundled_names
from ytterby.controls.answers import as_object
from ytterby.controls.bill import Bill, load_bill, place_names
from ytterby.controls.facts import Query
from ytterby.controls.library import load_library
from ytterby.controls.screening import screen as judge
from ytterby.errors import Fault, NotFound, UsageError, did_you_mean
from ytterby.mcp.figures import Figure, Frozen, Told, cut
from ytterby.mcp.house import House
from ytterby.mcp.tracing import Explained, Source, Step

MOST_CSV = 200_000
Row = dict[str, Any]


class RuleTold(Frozen):
    """A rule that reaches a line, or could."""

    rule: str
    reading: str | None
    """How content is tested: `once` on the thing itself, `cascade` at every level."""
    outcome: str
    clause: str
    window: tuple[str | None, str | None]
    """First and last day in force, as known."""
    missing: tuple[str, ...]
    """Facts that would decide what is open."""


class LineTold(Frozen):
    """One line of the bill; rules with outcome none are left out."""

    line: str
    part: str
    outcome: str
    rules: tuple[RuleTold, ...]


class ScreeningTold(Told):
    """What the law of a day says of a bill; unresolved lines could not be judged."""

    screening: str
    """Hash of the question and the rules."""
    date: str
    disclaimer: str
    counts: dict[str, int]
    """Lines by outcome: counted, not estimated."""
    unresolved: tuple[str, ...]
    lines: tuple[LineTold, ...]
    lines_left_out: int


def screen(
    house: House,
    to: Annotated[str, Field(description="Destination, ISO 3166-1 alpha-3, such as JPN.")],
    bill: Annotated[str | None, Field(description="Name of a bundled or workspace bill, such as actuator.")] = None,
    bill_csv: Annotated[str | None, Field(description="Or the bill itself as CSV, in the form of the bundled ones.",
                                          max_length=MOST_CSV)] = None,
    on: Annotated[date | None, Field(description="Law of this day; today if left out.")] = None,
    end_use: Literal["civil", "military"] | None = None,
    end_user: Annotated[str, Field(description="Left out: taken as on no list.", max_length=200)] = "",
    most: Annotated[int, Field(ge=1, le=200, description="Lines shown at most.")] = 40,
) -> ScreeningTold:  # fmt: skip
    """Screen a bill of materials against the export-control law of a day: outcome, rule and clause for each line.

    Use when: the question is whether a rule reaches a product, for a destination, user and day.
    Do not use when: the question is who runs short (`run`), or legal advice is wanted: this is a reading of public
    sources with gaps.
    """
    query = Query(to=_place(to), on=on or date.today(), end_use=end_use, end_user=end_user)
    library = load_library()
    found = as_object(judge(library, _bill(bill, bill_csv), query))
    id_ = _hash(bill, bill_csv, query)
    shown, left = cut(found["lines"], most)
    figures, traces = _figures(id_, found["lines"])
    house.keep(traces)
    kept, more = cut(figures, most)
    return ScreeningTold(
        screening=id_, date=found["date"], disclaimer=found["disclaimer"], counts=found["counts"],
        unresolved=tuple(f"line {u['line']} {u['part']}: {u['what']}" for u in found["unresolved"][:most]),
        lines=tuple(_line(x) for x in shown), lines_left_out=left, figures=kept, left_out=more,
        warnings=tuple(w for w in (found["notice"], *found["warnings"]) if w),
    )  # fmt: skip


def _bill(name: str | None, text: str | None) -> Bill:
    if (name is None) == (text is None):
        raise UsageError(Fault("give either bill or bill_csv", "screen", fix="bill names one; bill_csv holds one"))
    if text is not None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bill.csv"
            path.write_text(text, "utf-8")
            return load_bill(str(path))
    names = bundled_names("bills")
    if name not in names:  # an agent names no paths of this machine
        fix = did_you_mean(str(name), names) or "or give the bill itself as bill_csv"
        raise NotFound(Fault(f'there is no bill "{name}"', "bill", choices=names, fix=fix))
    return load_bill(str(name))


def _place(code: str) -> str:
    names = place_names()
    if code.upper() not in names:
        fix = did_you_mean(code.upper(), list(names)) or "such as JPN, USA, DEU"
        raise UsageError(Fault(f'"{code}" is no place code', "to", "three letters (conventions §2)", fix=fix))
    return code.upper()


def _hash(bill: str | None, text: str | None, query: Query) -> str:
    from ytterby.baseline.shelf import current

    asked = [bill, text, query.to, query.on.isoformat(), query.end_use, query.end_user, current().fingerprint()]
    return "screen-" + hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]


def _line(x: Row) -> LineTold:
    rules = tuple(
        RuleTold(rule=r["id"], reading=r["reading"], outcome=r["outcome"], clause=r["clause"],
                 window=tuple(r["window"]), missing=tuple(r["missing"]))
        for r in x.get("rules", ())
        if r["outcome"] != "none"
    )  # fmt: skip
    return LineTold(line=str(x["line"]), part=x["part"], outcome=x["outcome"], rules=rules)


def _figures(screening: str, lines: list[Row]) -> tuple[list[Figure], dict[str, Explained]]:
    """Shares of counted content in the value of a line, where a rule that reaches it tests them."""
    figures, traces = [], {}
    for x in lines:
        for r in x.get("rules", ()):
            share, turn = r["inputs"].get("share"), r["inputs"].get("threshold")
            if r["outcome"] == "none" or not share:
                continue
            figure = Figure(
                id=f"{screening}#{x['line']}/{r['id']}/{r['reading']}/share",
                what=f"counted content in the value of {x['part']} ({r['reading']}), {r['id']} turns at {turn}",
                value=share[0] if share[0] == share[1] else None, low=share[0], high=share[1],
                interval="least to greatest by what the bill tells", unit="share", standing="computed",
            )  # fmt: skip
            figures.append(figure)
            traces[figure.id] = _trace(figure, r)
    return figures, traces


def _trace(figure: Figure, rule: Row) -> Explained:
    inputs = rule["inputs"]
    sums = f"counted {inputs['counted_usd']} USD of {inputs['value_usd']} USD, threshold {inputs['threshold']}"
    path = (
        Step(step="content", id=rule["id"], detail=sums),
        Step(step="restrict", id=rule["id"], detail=f"{rule['outcome']}: {rule['reading']}"),
    )  # fmt: skip
    sources = (Source(id=rule["id"], source=rule["clause"], row=rule["id"]),)
    return Explained(number=figure, path=path, sources=sources)
