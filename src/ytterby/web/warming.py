"""What is made ready in the background once the page is served."""

from __future__ import annotations

from ytterby.web.house import House

FIRST = "japan-2026"
"""The scenario the page opens with."""


def warm(house: House) -> None:
    """Read, balance and simulate the first scenario once: what is imported and compiled on the way is kept."""
    from ytterby.preview import central
    from ytterby.web.asking import stored

    with house.at_work():
        scenario = stored(FIRST)
        central(house.previews.ground(scenario), scenario)
