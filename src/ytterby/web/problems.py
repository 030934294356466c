"""Refusals as problem details: application/problem+json with every fault and its fix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ytterby.errors import BadInput, Fault, Infeasible, NotFound, UsageError, YtterbyError
from ytterby.web.answers import PROBLEM, Answer, as_bytes

Shown = Callable[[Mapping[str, Any]], Mapping[str, Any]]
_STATUS: tuple[tuple[type[YtterbyError], int], ...] = (
    (NotFound, 404), (BadInput, 422), (Infeasible, 422), (UsageError, 400),
)  # fmt: skip


class Refused(YtterbyError):
    """A request that is refused with a status of its own.

    Parameters
    ----------
    status : of HTTP.
    faults : what is wrong with it.
    """

    code = "refused"

    def __init__(self, status: int, *faults: Fault | str) -> None:
        super().__init__(*faults)
        self.status = status


def problem_of(error: YtterbyError) -> dict[str, Any]:
    """Return the problem object: the first fault in words, and all of them."""
    status = error.status if isinstance(error, Refused) else _status(error)
    faults = [_fault(f) for f in error.faults] or [_fault(Fault(error.code))]
    return {
        "type": f"urn:ytterby:{error.code}", "title": error.code.replace("-", " "), "status": status,
        "detail": faults[0]["what"], "faults": faults, "fix": faults[0]["fix"],
    }  # fmt: skip


def refusal(error: YtterbyError, shown: Shown = dict) -> Answer:
    """Return a refusal as an answer; `shown` marks and masks it."""
    told = problem_of(error)
    return Answer(int(told["status"]), as_bytes(shown(told)), {"content-type": PROBLEM})


def unexpected(error: Exception) -> YtterbyError:
    """Say a fault of the program itself in one line."""
    if isinstance(error, OSError) and error.strerror:
        return YtterbyError(Fault(error.strerror, fix="check permissions and the free space, then try again"))
    return YtterbyError(
        Fault(f"unexpected {type(error).__name__}", fix="this is a fault of the program; the server's log says more")
    )


def _status(error: YtterbyError) -> int:
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "what": fault.what, "where": fault.where, "rule": fault.rule, "choices": list(fault.choices), "fix": fault.fix,
    }  # fmt: skip
