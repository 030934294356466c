"""Every error this package raises on purpose.

::

    YtterbyError                 exit 1
    |-- UsageError               exit 2   the command was called wrongly
    |-- BadInput                 exit 3   a file, a number or a name was refused
    |   |-- BadScenario          exit 3
    |   |-- BadData              exit 3
    |   |-- BadUnit              exit 3
    |   `-- LookAhead            exit 3   a backtest asked for a figure of after its date
    |-- Infeasible               exit 3   sources contradict each other beyond their ranges
    |-- NotFound                 exit 2   no such run, scenario, number or chain
    |-- WorkLost                 exit 1   workers, or those who lead them, were lost; what is finished is kept
    `-- ThresholdCrossed         exit 4   a `--fail-if` threshold was crossed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Fault:
    """One fault: what is wrong, where, by which rule, what would be right.

    Attributes
    ----------
    what : the value and what is wrong with it.
    where : file and field, or the option.
    rule : the convention broken, with its paragraph.
    choices : what is allowed.
    fix : what to do.
    """

    what: str
    where: str = ""
    rule: str = ""
    choices: tuple[str, ...] = ()
    fix: str = ""

    def text(self) -> str:
        """One line to read."""
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.choices:
            parts.append("choices are " + ", ".join(self.choices))
        if self.rule:
            parts.append(f"rule: {self.rule}")
        if self.fix:
            parts.append(self.fix)
        return "; ".join(parts)


class YtterbyError(Exception):
    """Something went wrong that the user can act on.

    Attributes
    ----------
    faults : every fault found, each with where it is, the rule, the choices and the fix.
    code, exit_code : as `--json` prints it, and as the command leaves.
    """

    code = "failed"
    exit_code = 1

    def __init__(self, *faults: Fault | str) -> None:
        self.faults = tuple(Fault(f) if isinstance(f, str) else f for f in faults)
        super().__init__("\n".join(f.text() for f in self.faults))


class UsageError(YtterbyError):
    """The command was called wrongly."""

    code, exit_code = "usage", 2


class NotFound(YtterbyError):
    """No such run, scenario, number or chain."""

    code, exit_code = "not-found", 2


class BadInput(YtterbyError):
    """A file, a number or a name was refused."""

    code, exit_code = "bad-input", 3


class BadScenario(BadInput):
    """A scenario file was refused."""

    code = "bad-scenario"


class BadData(BadInput):
    """A data file was refused."""

    code = "bad-data"


class BadUnit(BadInput):
    """A unit was refused."""

    code = "bad-unit"


class LookAhead(BadInput):
    """A backtest asked for a figure that was not known on its date."""

    code = "look-ahead"


class Infeasible(YtterbyError):
    """Sources contradict each other beyond their ranges."""

    code, exit_code = "infeasible", 3


class WorkLost(YtterbyError):
    """Workers, or those who lead them, were lost; what is finished is kept."""

    code = "work-lost"


class ThresholdCrossed(YtterbyError):
    """A threshold given with `--fail-if` was crossed."""

    code, exit_code = "threshold", 4


def did_you_mean(word: str, choices: Sequence[str]) -> str:
    """Return ``Did you mean "x"?`` for the nearest choice, or an empty string.

    Examples
    --------
    >>> did_you_mean("smelting", ["melting", "mine"])
    'Did you mean "melting"?'
    """
    near = get_close_matches(word, choices, n=1, cutoff=0.6)
    return f'Did you mean "{near[0]}"?' if near else ""
