"""The line on standard error that says how much of today's law nobody can place."""

from __future__ import annotations

from datetime import date

from ytterby.cli.output import say

SOON_DAYS = 120


def tell_law_of_today(counted: frozenset[str] | None = None, by: str = "") -> None:
    """Say how many rules have unknown status today, how many of them count, and the next dates.

    Parameters
    ----------
    counted : rules that a scenario counts as law; None: all that are loaded.
    by : id of the scenario.
    """
    line = law_of_today(date.today(), counted, by)
    if line:
        say(line, err=True)


def law_of_today(today: date, counted: frozenset[str] | None = None, by: str = "") -> str:
    """Return the line; empty when every rule is known and no date is near."""
    from datetime import timedelta

    from ytterby.controls.docket import coming_dates, docket
    from ytterby.controls.library import load_library

    library = load_library()
    unknown = docket(library, today).unknown
    parts = []
    if unknown:
        verb = "rule has" if len(unknown) == 1 else "rules have"
        parts.append(f"{len(unknown)} {verb} unknown status today, {today}")
        if counted is not None:
            parts[0] += f", {len(counted.intersection(unknown)) or 'none'} of them counted by {by}"
    soon = coming_dates(library, today + timedelta(days=1), today + timedelta(days=SOON_DAYS))
    if soon:
        parts.append("next: " + ", ".join(f"{c.on} {c.rule} {c.what}" for c in soon[:2]))
    return "; ".join(parts) + (" (ytterby screen --calendar)" if parts else "")
