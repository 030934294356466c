"""What people write of a destination and a day, read or refused."""

from __future__ import annotations

from datetime import date

from ytterby.controls.bill import place_names
from ytterby.errors import Fault, UsageError, did_you_mean


def place_written(code: str, where: str) -> str:
    """Return the code of a place.

    Parameters
    ----------
    code : as written, in any case of letters.
    where : the option or field it came from.

    Raises
    ------
    UsageError : it is none; the nearest is named.
    """
    names = place_names()
    if code.upper() in names:
        return code.upper()
    by_name = {name.casefold(): iso for iso, name in names.items()}
    near = by_name.get(code.casefold())
    fix = f"{code} is {near}" if near else did_you_mean(code.upper(), list(names)) or "such as JPN, USA, DEU"
    raise UsageError(Fault(f'"{code}" is no place code', where, "three letters (conventions §2)", fix=fix))


def day_written(text: str | None, where: str) -> date:
    """Return a day; today if nothing is written.

    Raises
    ------
    UsageError : it is none.
    """
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(Fault(f'"{text}" is not a day', where, fix="write it like 2026-01-10")) from None
