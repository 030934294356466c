"""What all routes share between two requests: rooms that are made when first asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from ytterby.web.first import SCENARIO
from ytterby.web.premises import Premises

if TYPE_CHECKING:
    from ytterby.web.desk import Desk
    from ytterby.web.grounds import Grounds
    from ytterby.web.kept import Kept

LOG = logging.getLogger("ytterby.web")
Room = TypeVar("Room")
_UNASKED_S = 2.0
"""The engine is not imported before, so that it does not stand in the way of the first answer."""


@dataclass
class House(Premises):
    """The premises with their rooms.

    Attributes
    ----------
    is_warm : True once the engine is imported and compiled.
    was_asked : set once the first answer is out.
    """

    is_warm: bool = False
    was_asked: Event = field(default_factory=Event, repr=False)
    _rooms: dict[str, Any] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        """Runs under way."""
        from ytterby.web.asked_runs import left_behind
        from ytterby.web.desk import Desk

        return self._room("desk", lambda: Desk(self, left_behind(self.settings.runs)))

    @property
    def planning(self) -> Desk:
        """Plans under way; they take long, and no run waits for them."""
        from ytterby.web.desk import Desk

        return self._room("planning", lambda: Desk(self))

    @property
    def kept(self) -> Kept:
        """Stored runs as bytes."""
        from ytterby.web.kept import Kept

        return self._room("kept", lambda: Kept(self.settings.runs))

    @property
    def grounds(self) -> Grounds:
        """What no slider moves."""
        from ytterby.web.grounds import Grounds

        return self._room("grounds", Grounds)

    def warm(self) -> None:
        """Import and prepare what the next question needs, once the first is answered, or nobody asks one."""
        self.was_asked.wait(_UNASKED_S)
        try:
            self._ask_once()
        except Exception:  # a workspace that cannot be read is told of when it is asked about
            LOG.debug("warming", exc_info=True)
        else:
            self.is_warm = True

    def _ask_once(self) -> None:
        """Simulate the first scenario: what is imported and compiled on the way is kept."""
        from ytterby.preview import central
        from ytterby.web.asking import stored

        with self.at_work():
            scenario = stored(SCENARIO)
            central(self.grounds.of(scenario), scenario)

    def close(self) -> None:
        """Stop what is under way; its journal stays."""
        desks: list[Desk] = [self._rooms[name] for name in ("desk", "planning") if name in self._rooms]
        for desk in desks:
            desk.close()

    def _room(self, name: str, make: Callable[[], Room]) -> Room:
        with self._lock:
            if name not in self._rooms:
                self._rooms[name] = make()
            found: Room = self._rooms[name]
            return found
