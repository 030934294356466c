"""The magnet chain of 2024 as arrays: balance, capacities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ytterby import baseline
from ytterby.assessment.indices.arrays import Floats
from ytterby.errors import Fault, NotFound, did_you_mean

MATERIALS = ("dytb", "ndpr")
STAGES = ("mine", "separation", "metal", "magnet")
FLOWS = ("feed", "oxide", "metal", "magnet")
YEAR = 2024
UNION = {"DEU": "EUU", "EST": "EUU", "FRA": "EUU"}
"""First use is known for the Union as a whole, so its members are counted inside it and nowhere else (§2)."""


@dataclass(frozen=True)
class Chain:
    """Output, need and known flows of one material.

    Attributes
    ----------
    material : `ndpr` or `dytb`.
    places : axis.
    output : (stage, place) [t/a oxide equivalent]; recycling counts as separation.
    scrap : (place,) [t/a] oxide recovered from scrap, part of separation.
    use : (place,) [t/a] first use of magnets.
    known : (stage, place, place) [t/a] flows on record after each stage.
    """

    material: str
    places: tuple[str, ...]
    output: Floats
    scrap: Floats
    use: Floats
    known: Floats


def read(material: str) -> Chain:
    """Read one material of the packaged chain.

    Raises
    ------
    NotFound
        No such material in the chain.
    """
    if material not in MATERIALS:
        fix = did_you_mean(material, MATERIALS)
        raise NotFound(Fault(f'no chain of "{material}"', "--material", choices=MATERIALS, fix=fix))
    merged = {name: pl.col(name).replace(UNION) for name in ("place", "counterpart")}
    frame = baseline.table("chain_magnet_rare_earths").filter(
        (pl.col("material") == material)
        & (pl.col("year") == YEAR)
        & (pl.col("basis") == "oxide")
        & (pl.col("place") != "WLD")
        & (pl.col("counterpart").fill_null("") != "WLD")
    )
    frame = frame.with_columns(**merged)
    places = tuple(sorted(frame.filter(pl.col("kind") != "stock")["place"].unique().to_list()))
    at = {place: n for n, place in enumerate(places)}
    supply = _amounts(frame.filter(pl.col("kind") == "supply"), at)
    scrap = supply.get("recycling", np.zeros(len(at)))
    output = np.array([supply.get(stage, np.zeros(len(at))) for stage in STAGES])
    output[STAGES.index("separation")] += scrap
    use = frame.filter((pl.col("kind") == "demand") & (pl.col("end_use") == "all"))
    flows = frame.filter((pl.col("kind") == "flow") & pl.col("best").is_not_null())
    known = np.zeros((len(FLOWS), len(at), len(at)))
    for stage, origin, buyer, best in flows.select("stage", "place", "counterpart", "best").iter_rows():
        known[FLOWS.index(stage), at[origin], at[buyer]] += best
    return Chain(material, places, output, scrap, _amounts(use, at)["first-use"], known)


def _amounts(frame: pl.DataFrame, at: dict[str, int]) -> dict[str, Floats]:
    out: dict[str, Floats] = {}
    for stage, place, best in frame.select("stage", "place", "best").iter_rows():
        out.setdefault(stage, np.zeros(len(at)))[at[place]] += best or 0.0
    return out


def balance(material: str) -> Iterator[tuple[str, float, float]]:
    """Place, output and first use of magnets [t/a], for every place that uses some."""
    chain = read(material)
    for place, made, used in zip(chain.places, chain.output[-1], chain.use, strict=True):
        if used > 0:
            yield place, float(made), float(used)


def largest(chain: Chain) -> str:
    """Place with the largest share of any one stage: whom to ask about when nobody is named."""
    share = (chain.output / chain.output.sum(axis=1, keepdims=True)).max(axis=0)
    return chain.places[int(share.argmax())]


def position(places: Sequence[str], place: str) -> int:
    """Position of a place.

    Raises
    ------
    NotFound
        The place is not in the chain.
    """
    if place not in places:
        fix = did_you_mean(place, places)
        raise NotFound(Fault(f'"{place}" has no part in this chain', "--controller", choices=tuple(places), fix=fix))
    return list(places).index(place)
