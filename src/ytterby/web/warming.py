"""What is made ready in the background once the page is served."""

from __future__ import annotations

from ytterby.web.first import SCENARIO
from ytterby.web.house import House


def warm(house: House) -> None:
    """Read, balance and simulate the first scenario once: what is imported and compiled on the way is kept."""
    from ytterby.preview import central
    from ytterby.web.asking import stored

    with house.at_work():
        scenario = stored(SCENARIO)
        central(house.previews.ground(scenario), scenario)
