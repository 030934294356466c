"""Which inputs move the end uses that a run is about, and how well those inputs are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ytterby.outcomes.explanation import LOWEST, ranked
from ytterby.runs.folder import StoredRun

Row = dict[str, Any]
Use = tuple[str, str, str]


def movers(run: StoredRun, uses: Sequence[Use], most: int = 5) -> list[Row]:
    """Return for each end use the inputs that explain most of the spread of its worst month, by rank.

    Parameters
    ----------
    run : a stored run.
    uses : place, end use and class of each.
    most : inputs named for each.

    Returns
    -------
    Rows with place, end_use, class and `inputs`: a source of the run each, with its `share` of the spread; none for a
    use that no input moves, or whose draws are too few to tell.
    """
    out = []
    for place, end_use, kind in uses:
        row = {"place": place, "end_use": end_use, "class": kind}
        found = [{**source, "share": share} for source, share in ranked(run, row, LOWEST) if share > 0]
        out.append({**row, "inputs": found[:most]})
    return out
