"""Who trades with whom, from trade values: how readily a commodity moves between two places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from ytterby.baseline import resource, table
from ytterby.baseline.shelf import Item, current
from ytterby.domain.place import EU_MEMBERS

_LEAST, _MOST = 0.02, 20.0


def trade_affinity(
    codes: tuple[str, ...], year: int, makers: frozenset[str], users: frozenset[str]
) -> Mapping[tuple[str, str], float]:
    """Compare observed trade values with what the sizes of both ends alone would give.

    Parameters
    ----------
    codes, year : HS codes whose values count (values, not weights: weights are wrong for some exporters), and when.
    makers, users : places with a node of their own on the two sides; other members of the Union count as `EUU`
        where the Union is a node, everything else as `XRW`.

    Returns
    -------
    (from, to) -> factor
        a_ij = v_ij v / (v_i v_j), kept between .02 and 20.              conventions §4
    """
    return _affinity(current().item(resource("trade").path), codes, year, makers, users) if codes else {}


@cache
def _affinity(
    _: Item, codes: tuple[str, ...], year: int, makers: frozenset[str], users: frozenset[str]
) -> Mapping[tuple[str, str], float]:
    import polars as pl

    rows = table("trade").filter((pl.col("year") == year) & pl.col("hs").is_in(codes))
    value: dict[tuple[str, str], float] = defaultdict(float)
    for exporter, importer, amount in rows.select("exporter", "importer", "value").iter_rows():
        value[_node(exporter, makers), _node(importer, users)] += amount or 0.0
    out: dict[str, float] = defaultdict(float)
    into: dict[str, float] = defaultdict(float)
    for (i, j), v in value.items():
        out[i] += v
        into[j] += v
    total = sum(value.values())
    return {(i, j): min(max(v * total / (out[i] * into[j]), _LEAST), _MOST) for (i, j), v in value.items() if v > 0}


def _node(place: str, nodes: frozenset[str]) -> str:
    if place in nodes:
        return place
    return "EUU" if place in EU_MEMBERS and "EUU" in nodes else "XRW"
