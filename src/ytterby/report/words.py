"""Codes and numbers as words a reader knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import floor

from ytterby.baseline import places

NBSP = "\u00a0"
FEWEST_DRAWS = 200
"""Below this many draws a 5 to 95 % range is not shown: its ends would rest on ten draws or fewer."""

END_USES = {
    "ev-traction": "electric-car motors",
    "wind": "wind turbines",
    "industrial-motors": "industrial motors",
    "consumer-electronics": "consumer electronics",
    "hvac": "air conditioners",
    "auto-other": "other car parts",
    "defence": "defence users",
    "other": "other uses",
    "non-magnet": "uses other than magnets",
}
STAGES = {
    "host": "Host metal",
    "mine": "Mine",
    "separation": "Separation",
    "refining": "Refining",
    "recycling": "Recycling",
    "metal": "Metal",
    "magnet": "Magnet",
    "intermediate": "Intermediate",
    "first-use": "First use",
    "non-magnet": "Other than magnets",
    "spread-use": "Use known for the world only",
    "unreported": "Unreported",
}
MATERIALS = {
    "ndpr": "NdPr", "dytb": "Dy+Tb", "ga": "Gallium", "ge": "Germanium", "sb": "Antimony", "w": "Tungsten",
    "co": "Cobalt", "dcs": "Dichlorosilane",
}  # fmt: skip
STANDINGS = ("verified", "reported", "derived", "estimate", "assumption", "memory_unverified")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# English puts an article before names that are common nouns, whoever bears them.
_ARTICLE = re.compile(
    r"^rest of|\b(?:States|Kingdom|Union|Republic|Islands|Emirates|Federation)\b|^(?:Netherlands|Philippines)$"
)


def place_name(code: str) -> str:
    """Return the English name of a place, or the code where it is not known.

    Examples
    --------
    >>> place_name("JPN"), place_name("nowhere")
    ('Japan', 'nowhere')
    """
    found = places().get(code)
    return found.name("en") if found else code


def route_name(code: str | None) -> str:
    """Return a place, or two places joined by a hyphen, in words.

    Examples
    --------
    >>> route_name("CHN-JPN"), route_name(None)
    ('China → Japan', '')
    """
    return " → ".join(place_name(part) for part in code.split("-")) if code else ""


def in_place(code: str) -> str:
    """Return the name of a place as it stands after "in".

    Examples
    --------
    >>> in_place("USA")
    'the United States'
    """
    name = place_name(code)
    return f"the {name}" if _ARTICLE.search(name) else name


def use_label(end_use: str) -> str:
    """Return an end use in words.

    Examples
    --------
    >>> use_label("wind"), use_label("hard-disks")
    ('wind turbines', 'hard disks')
    """
    return END_USES.get(end_use, end_use.replace("-", " ").replace("_", " "))


def stage_label(stage: str) -> str:
    """Return a stage in words, with a capital."""
    return STAGES.get(stage, stage.replace("-", " ").replace("_", " ").capitalize())


def material_label(material: str) -> str:
    """Return a material in words: chains name theirs by short codes.

    Examples
    --------
    >>> material_label("dytb"), material_label("magnets 850511")
    ('Dy+Tb', 'magnets 850511')
    """
    return MATERIALS.get(material, material)


def standing_label(standing: str) -> str:
    """Return a standing in words.

    Examples
    --------
    >>> standing_label("memory_unverified")
    'from memory, unverified'
    """
    return "from memory, unverified" if standing == "memory_unverified" else standing.replace("_", " ")


def capital(text: str) -> str:
    """Return the text with a capital first letter and the rest as it is."""
    return text[:1].upper() + text[1:]


def month_label(month: str) -> str:
    r"""Return a month in words.

    Examples
    --------
    >>> month_label("2026-03")
    'Mar\xa02026'
    """
    year, number = month.split("-")[:2]
    return f"{_MONTHS[int(number) - 1]}{NBSP}{year}"


def month_range(first: str, last: str) -> str:
    r"""Return two months as a range, the year once where it is the same.

    Examples
    --------
    >>> month_range("2026-02", "2026-05")
    'Feb–May\xa02026'
    """
    if first == last:
        return month_label(first)
    if first[:4] == last[:4]:
        return f"{month_label(first).split(NBSP)[0]}–{month_label(last)}"
    return f"{month_label(first)} – {month_label(last)}"


def percent(share: float) -> str:
    r"""Return a share as percent; nearly all and nearly nothing keep a decimal, so that 99.6 is not 100.

    Examples
    --------
    >>> percent(0.613), percent(0.9962), percent(0.9999), percent(0.004)
    ('61\xa0%', '99.6\xa0%', '100\xa0%', '0.4\xa0%')
    """
    fine = 0.99 <= share < 0.9995 or 0.0005 <= share < 0.01
    return f"{share * 100:.{1 if fine else 0}f}{NBSP}%"


def floor_percent(share: float) -> str:
    r"""Return a share as percent, rounded down: fit for "at least".

    Examples
    --------
    >>> floor_percent(0.9997), floor_percent(0.978)
    ('99.9\xa0%', '97\xa0%')
    """
    steps = 10 if share >= 0.99 else 1
    return f"{floor(share * 100 * steps + 1e-6) / steps:g}{NBSP}%"


def quantity(value: float | None) -> str:
    """Return a number with three significant digits and a comma at thousands; a dash for none.

    Examples
    --------
    >>> quantity(1234.5), quantity(0.0421), quantity(12.0), quantity(None)
    ('1,230', '0.0421', '12', '–')
    """
    if value is None:
        return "–"
    if value == 0:
        return "0"
    digits = float(f"{value:.3g}")
    return f"{digits:,.0f}" if abs(digits) >= 100 else f"{digits:.3g}" if abs(digits) >= 1e-4 else f"{digits:.0e}"


def joined(parts: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    Examples
    --------
    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def counted(number: int, noun: str) -> str:
    """Return a number and its noun, plural where it is not one.

    Examples
    --------
    >>> counted(1, "use"), counted(3, "use")
    ('1 use', '3 uses')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
