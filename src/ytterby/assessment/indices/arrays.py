"""What every index asks of its arrays: float64, not negative, NaN where unknown."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ytterby.errors import BadData, Fault

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def amounts(values: ArrayLike, what: str) -> Floats:
    """Read amounts and refuse negative ones.

    Parameters
    ----------
    values : any shape, any unit
        NaN means unknown and passes.
    what : the name to use in the message.

    Returns
    -------
    the same shape, float64.

    Raises
    ------
    BadData
        An amount is below zero.
    """
    read = np.asarray(values, dtype=np.float64)
    if read.size and np.nanmin(read, initial=0.0) < 0:
        at = np.unravel_index(int(np.nanargmin(read)), read.shape) if read.ndim else ()
        where = what + ("[" + ", ".join(str(i) for i in at) + "]" if at else "")
        raise BadData(Fault(f"{float(read[at]):g} is below zero", where, "amounts are not negative (conventions §1)"))
    return read


def fractions(values: ArrayLike, what: str) -> Floats:
    """Read fractions and refuse what lies outside 0..1 (percent belongs on the screen only, §1).

    Raises
    ------
    BadData
        A fraction is below zero or above one.
    """
    read = amounts(values, what)
    if read.size and np.nanmax(read, initial=0.0) > 1 + 1e-9:
        raise BadData(
            Fault(
                f"{float(np.nanmax(read)):g} is above one",
                what,
                "shares are fractions (conventions §1)",
                fix="divide percent by 100",
            )
        )
    return read


def ratio(above: ArrayLike, below: ArrayLike) -> Floats:
    """Divide; nothing divided by nothing is unknown (NaN), not zero."""
    top, bottom = np.broadcast_arrays(np.asarray(above, np.float64), np.asarray(below, np.float64))
    out = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=out, where=bottom != 0)
    return out
