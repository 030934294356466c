"""Screening a bill of materials against the law of a day."""

from __future__ import annotations

import re

from ytterby.web.answers import Answer, told
from ytterby.web.endpoints import Asked
from ytterby.web.forms import ScreenForm
from ytterby.web.house import House

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
MOST_LINES = 2000
"""Of a bill that is screened with reasons while somebody waits."""


def judged(house: House, asked: Asked) -> Answer:
    """POST /screen."""
    from ytterby.controls import answers
    from ytterby.controls.bill import Bill, bundled_bills, check_bill, load_bill, without_names
    from ytterby.controls.facts import Query
    from ytterby.controls.library import load_library
    from ytterby.controls.queries import day_written, place_written
    from ytterby.controls.screening import screen
    from ytterby.controls.tables import parse_table
    from ytterby.domain.regime import Branch, Reading
    from ytterby.errors import BadData, Fault

    form = asked.body
    assert isinstance(form, ScreenForm)
    bill: Bill
    if _NAME.fullmatch(form.bill) and form.bill in bundled_bills():
        bill = load_bill(form.bill)
    else:
        bill = check_bill(parse_table(form.bill, "bill"), "bill")
    if bill.frame.height > MOST_LINES:
        fix = "screen it with `ytterby screen`, which has no such limit"
        what = f"{bill.frame.height} lines are too many for the page"
        raise BadData(Fault(what, "bill", f"at most {MOST_LINES}", fix=fix))
    if house.settings.redact:
        from ytterby.web.showing import redactor

        bill = without_names(bill, redactor())
    query = Query(
        to=place_written(form.to, "to"), on=day_written(form.on, "on"), end_use=form.end_use, end_user=form.end_user,
        branch=Branch(form.branch) if form.branch else None, reading=Reading(form.reading) if form.reading else None,
    )  # fmt: skip
    start = place_written(form.from_, "from") if form.from_ else ""
    return told(house.shown(answers.as_object(screen(load_library(), bill, query, start))))


def goods(house: House, asked: Asked) -> Answer:
    """GET /goods: what a bill can name, and where it can go."""
    from ytterby.controls.bill import TEMPLATE, bundled_bills, place_names
    from ytterby.controls.vocabulary import known_goods

    return told(house.shown({
        "goods": [{"id": id_, "words": list(words)} for id_, words in known_goods().items()],
        "places": [{"id": code, "name": name} for code, name in place_names().items()],
        "bills": [{"id": name, "csv": _text(name)} for name in bundled_bills()],
        "template": TEMPLATE,
    }))  # fmt: skip


def _text(name: str) -> str:
    from ytterby.baseline.shelf import current

    return current().item(f"bills/{name}.csv").path.read_text("utf-8-sig")
