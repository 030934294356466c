"""Months of the calendar, counted from a start."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"^(\d{4})-(\d{2})$")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month.

    Examples
    --------
    >>> Month.parse("2026-11") + 3
    Month(year=2027, month=2)
    >>> Month(2027, 2) - Month(2026, 11)
    3
    >>> str(Month(2026, 1))
    '2026-01'
    """

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2026-01``; raises ValueError for anything else."""
        m = _FORM.match(text)
        if not m or not 1 <= int(m.group(2)) <= 12:
            raise ValueError(f'"{text}" is not a month; write it like 2026-01')
        return cls(int(m.group(1)), int(m.group(2)))

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month a day lies in."""
        return cls(day.year, day.month)

    def __add__(self, months: int) -> Month:
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __sub__(self, other: Month) -> int:
        return (self.year - other.year) * 12 + self.month - other.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
