"""`ytterby screen`: what the law of a day says of the lines of a bill of materials."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from ytterby.cli.output import headline, marking, say, say_json, say_marking, write_text, writing
from ytterby.errors import Fault, UsageError, did_you_mean

if TYPE_CHECKING:
    from datetime import date

    from ytterby.controls.facts import Holding, Query
    from ytterby.controls.screening import Changed, Screening
    from ytterby.report.redaction import Redactor

BRANCHES = ("lapse", "revive", "extend")
READINGS = ("once", "cascade")


@click.command()
@click.argument("bill", required=False)
@click.option("--to", metavar="PLACE", help="Destination, such as JPN.")
@click.option("--end-use", type=click.Choice(["civil", "military"]), help="Left out: not known.")
@click.option("--end-user", metavar="NAME", default="", help="Left out: taken as on no list.")
@click.option("--on", "day", metavar="DATE", help="Law of this day, such as 2026-01-10; left out: today.")
@click.option("--and", "other_day", metavar="DATE", help="What changes from --on to this day, and why.")
@click.option("--branch", type=click.Choice(BRANCHES), help="What follows an expired suspension.")
@click.option("--reading", type=click.Choice(READINGS), help="How content is tested; left out: both.")
@click.option("--use", "uses", multiple=True, metavar="USE[:FIGURE]", help="Such as logic-chip:14 or humanitarian.")
@click.option("--from", "shipped_from", metavar="PLACE", default="", help="Left out: where each line was made.")
@click.option("--owners", type=click.Path(), help="CSV: owner,owned,share,listed_on.")
@click.option("--assume", multiple=True, metavar="RULE", help="Take a rule, such as a rumour, as in force.")
@click.option("--encoding", default="utf-8", show_default=True, help="Encoding of a text bill.")
@click.option("--html", "page", type=click.Path(), help="Write a page.")
@click.option("--csv", "table", type=click.Path(), help="Write a table.")
@click.option("--calendar", is_flag=True, help="Coming dates from --on: suspensions that end, cases that close.")
@click.option("--redact", is_flag=True, help="Mask parts, makers, the end user and owners in all that is written.")
@click.option("--template", is_flag=True, help="Print a bill to start from.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def screen(bill: str | None, **options: Any) -> None:  # noqa: ANN401 - the options of the command
    """Screen a bill of materials (.csv, .xlsx, or a bundled name) against the export-control law of a day.

    Lines that cannot be judged are listed first; a bill of which none can be judged is refused (exit code 3).

    Not legal advice. Bundled bills: actuator, ev-traction-motor, semiconductor-gas, wind-generator.
    """
    from ytterby.controls.bill import TEMPLATE

    if options["template"]:
        say(TEMPLATE, nl=False)
    elif options["calendar"]:
        _calendar(_day(options["day"], "--on"), options["as_json"])
    else:
        _screen(bill, options)


def _screen(bill: str | None, options: dict[str, Any]) -> None:
    if bill is None or not options["to"]:
        what = "a bill is needed" if bill is None else "a destination is needed"
        raise UsageError(Fault(what, "ytterby screen", fix="ytterby screen actuator --to JPN --end-use civil"))
    page, table = (Path(options[name]) if options[name] else None for name in ("page", "table"))
    with writing("--html", page), writing("--csv", table):
        _judge(bill, page, table, options)


def _judge(bill: str, page: Path | None, table: Path | None, options: dict[str, Any]) -> None:
    from ytterby.cli.law_notice import tell_law_of_today
    from ytterby.controls import answers
    from ytterby.controls.bill import load_bill, without_names
    from ytterby.controls.library import load_library
    from ytterby.controls.pages import as_page
    from ytterby.controls.screening import DISCLAIMER, difference
    from ytterby.controls.screening import screen as judge

    redactor = _redactor(bill, options) if options["redact"] else None
    tell_law_of_today()
    query = _query(options)
    checked, library = load_bill(bill, options["encoding"]), load_library()
    if redactor is not None:
        checked = without_names(checked, redactor)
    start = _place(options["shipped_from"], "--from") if options["shipped_from"] else ""
    result = judge(library, checked, query, start)
    _refuse_unjudged(result, bill)
    told, text = (answers.as_object(result) if options["as_json"] else {}), ""
    if options["other_day"]:
        later = judge(library, checked, _on(query, _day(options["other_day"], "--and")), start)
        changed = difference(result, later)
        told = answers.difference_object(result, later, changed) if options["as_json"] else {}
        text = _changes(result.query.on, later.query.on, changed, later.law.notice()) + DISCLAIMER + "\n"
    if page:
        write_text(page, as_page(result, headline()))
    if table:
        write_text(table, answers.as_table(result, marking() or ""))
    if options["as_json"]:
        say_json(told)
        return
    say_marking()
    say(text or answers.as_text(result), nl=False)


def _refuse_unjudged(result: Screening, bill: str) -> None:
    """Refuse a bill of which no line could be judged: silence would read as freedom."""
    from ytterby.errors import BadData

    if result.table.height:
        return
    rule = "a line is judged by its material, its HS code, or the lines it is made of"
    raise BadData(
        *(
            Fault(
                f"{u.what}: no line of the bill could be judged", f"{bill}, row {u.row}: line {u.line} {u.part}", rule,
                fix="; ".join(u.suggestions) or "`ytterby screen --template` prints a bill to start from",
            )
            for u in result.unresolved
        )
    )  # fmt: skip


def _redactor(bill: str, options: dict[str, Any]) -> Redactor:
    """Everything this command prints goes through it, refusals of the bill included."""
    from ytterby.cli.redact import redactor
    from ytterby.controls.bill import bundled_bills, names_in
    from ytterby.controls.owners import cells_in

    found = redactor()
    if bill in bundled_bills():
        return found
    found.name("bill", Path(bill).stem)
    for kind, names in names_in(Path(bill), options["encoding"]).items():
        found.names(kind, names)
    found.name("firm", options["end_user"])
    if options["owners"]:
        found.names("firm", cells_in(Path(options["owners"]), options["encoding"]))
    return found


def _query(options: dict[str, Any]) -> Query:
    from ytterby.controls.facts import Query
    from ytterby.controls.library import load_library
    from ytterby.domain.regime import Branch, Reading

    known = load_library().entries
    for rule in options["assume"]:
        if rule not in known:
            fix = did_you_mean(rule, sorted(known))
            raise UsageError(Fault(f'there is no rule "{rule}"', "--assume", choices=tuple(sorted(known)), fix=fix))
    return Query(
        to=_place(options["to"], "--to"),
        on=_day(options["day"], "--on"),
        end_use=cast('Literal["civil", "military"] | None', options["end_use"]),
        end_user=options["end_user"],
        uses=tuple(_use(u) for u in options["uses"]),
        holdings=_holdings(options["owners"]),
        branch=Branch(options["branch"]) if options["branch"] else None,
        reading=Reading(options["reading"]) if options["reading"] else None,
        assumed=frozenset(options["assume"]),
    )


def _on(query: Query, day: date) -> Query:
    from dataclasses import replace

    return replace(query, on=day)


def _day(text: str | None, option: str) -> date:
    from ytterby.controls.queries import day_written

    return day_written(text, option)


def _place(code: str, option: str) -> str:
    from ytterby.controls.queries import place_written

    return place_written(code, option)


def _use(text: str) -> tuple[str, float | None]:
    from ytterby.controls.library import load_library

    name, _, figure = text.partition(":")
    rules = [e.rule for e in load_library().entries.values()]
    known = {u.use for r in rules for t in r.treatments for u in t.uses} | {
        u for r in rules for x in r.exemptions for u in x.uses
    }
    if name not in known:
        choices = tuple(sorted(known))
        raise UsageError(Fault(f'"{name}" is no use', "--use", choices=choices, fix=did_you_mean(name, choices)))
    try:
        return name, float(figure) if figure else None
    except ValueError:
        raise UsageError(Fault(f'"{figure}" is no number', "--use", fix="such as logic-chip:14")) from None


def _holdings(path: str | None) -> tuple[Holding, ...]:
    from ytterby.controls.owners import read_owners

    return read_owners(Path(path)) if path else ()


def _calendar(since: date, as_json: bool) -> None:
    from ytterby.controls.docket import coming_dates, docket
    from ytterby.controls.library import load_library

    library = load_library()
    notice = docket(library, since).notice()
    rows = [
        {"date": c.on.isoformat(), "rule": c.rule, "what": c.what, "issuer": c.issuer, "citation": c.citation}
        for c in coming_dates(library, since)
    ]
    if as_json:
        say_json({"since": since.isoformat(), "notice": notice, "dates": rows})
        return
    say_marking()
    say(notice)
    for r in rows:
        say(f"{r['date']}  {r['rule']}: {r['what']} ({r['issuer']}, {r['citation']})")


def _changes(before: date, after: date, changed: tuple[Changed, ...], notice: str) -> str:
    rows = [f"From {before} to {after}: {len(changed)} lines change"] + ([notice] if notice else [])
    for c in changed:
        was, now = (
            f"{w} [{r}]" if w == "unknown" else w
            for w, r in zip((c.before, c.after), c.ranges or ("", ""), strict=True)
        )
        rows.append(f"  {c.line} {c.part}: {was} -> {now}")
        rows += [f"      {rule}: {x} -> {y}" for rule, x, y in c.why]
    return "\n".join(rows) + "\n\n"
