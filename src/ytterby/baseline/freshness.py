"""How old the data are, and when the rules were last checked: what a reader must know before quoting a number."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date

OLD_DATA_DAYS = 90
UNCHECKED_RULES_DAYS = 14
_SHOWN = 4


def day_of(vintage: str) -> date | None:
    """Return the last day a vintage speaks of; None where it names no day, month or year alone.

    Examples
    --------
    >>> day_of("2026-11-21"), day_of("2026-02"), day_of("2024"), day_of("Babel 2.18.0")
    (datetime.date(2026, 11, 21), datetime.date(2026, 2, 28), datetime.date(2024, 12, 31), None)
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", vintage.strip())
    if not found:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    try:
        return date(year, month, int(found[3]) if found[3] else monthrange(year, month)[1])
    except ValueError:
        return None


def age_days(vintage: str, today: date | None = None) -> int | None:
    """Return the age of a vintage [d]; None where it names no day."""
    day = day_of(vintage)
    return None if day is None else ((today or date.today()) - day).days


def old_data(vintages: Mapping[str, str], today: date | None = None) -> list[str]:
    """Say which data are older than 90 days: one sentence, or none.

    Parameters
    ----------
    vintages : table or import -> day, month or year it speaks of.
    today : the day of asking.
    """
    ages = {name: age_days(vintage, today) for name, vintage in vintages.items()}
    old = sorted((n for n, a in ages.items() if a is not None and a > OLD_DATA_DAYS), key=lambda n: -(ages[n] or 0))
    if not old:
        return []
    which = ", ".join(f"{n} ({vintages[n]})" for n in old[:_SHOWN]) + _more(len(old))
    return [f"data older than {OLD_DATA_DAYS} days: {which}; `ytterby data import` brings newer ones"]


def unchecked_rules(checked: Mapping[str, date], today: date | None = None) -> list[str]:
    """Say which rules nobody has checked for 14 days: one sentence, or none.

    Parameters
    ----------
    checked : instrument -> day on which its reading was last checked.
    today : the day of asking.
    """
    now = today or date.today()
    old = sorted((i for i, d in checked.items() if (now - d).days > UNCHECKED_RULES_DAYS), key=lambda i: checked[i])
    if not old:
        return []
    which = ", ".join(f"{i} ({checked[i]})" for i in old[:_SHOWN]) + _more(len(old))
    return [f"rules not checked for {UNCHECKED_RULES_DAYS} days: {which}; check them against their sources"]


def _more(count: int) -> str:
    return f" and {count - _SHOWN} more" if count > _SHOWN else ""
