"""GeoPolRisk: concentration of world supply times the political risk of one's imports (§16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ytterby.assessment.indices.arrays import Floats, Ints, amounts, ratio
from ytterby.assessment.indices.treatment import Treatment

COPPER = 0.409412948
"""Mean score x price of copper, OECD countries 2017-2021 [USD/kg]: Koyamparambath et al. (2024)."""


@dataclass(frozen=True)
class Imports:
    """Rows of bilateral trade by position on the axes of a `World`.

    Attributes
    ----------
    material, year, origin, buyer : (row,) positions.
    tonnes : (row,) [t/a] NaN where the weight is unknown.
    value : (row,) [kUSD]
    """

    material: Ints
    year: Ints
    origin: Ints
    buyer: Ints
    tonnes: Floats
    value: Floats


@dataclass(frozen=True)
class World:
    """What GeoPolRisk needs to know.

    Attributes
    ----------
    materials, years, places, names : axes; `names` are the places in words.
    concentration : (material, year) [1] of world production.
    production : (material, year, place) [t/a]
    governance : (year, place) [0..1] 1 is the least stable; NaN where undefined.
    imports : rows of trade.
    unions : members of each union, (place,) of bool.
    """

    materials: tuple[str, ...]
    years: tuple[int, ...]
    places: tuple[str, ...]
    names: tuple[str, ...]
    concentration: Floats
    production: Floats
    governance: Floats
    imports: Imports
    unions: Mapping[str, NDArray[np.bool_]]


@dataclass(frozen=True)
class Scores:
    """GeoPolRisk of every material, year and economy.

    Attributes
    ----------
    economies, names : the places, then the unions.
    score, import_risk : (material, year, economy) [1]
    price : (material, year, economy) [USD/kg] import value over weight.
    concentration : (material, year) [1]
    """

    economies: tuple[str, ...]
    names: tuple[str, ...]
    score: Floats
    import_risk: Floats
    price: Floats
    concentration: Floats

    @property
    def factor(self) -> Floats:
        """Characterisation factor, (material, year, economy) [USD/kg]."""
        return np.asarray(self.score * self.price)

    @property
    def factor_copper(self) -> Floats:
        """The same in kg of copper per kg, as the published program prints it."""
        return np.asarray(self.factor / COPPER)


def import_risk(governance: ArrayLike, imports: ArrayLike, production: ArrayLike) -> Floats:
    """Share of supply that comes from abroad, each part weighted by its origin's instability.

    Parameters
    ----------
    governance : (..., origin) [0..1]
    imports : (..., origin) [t/a]
    production : (...) [t/a]

    Notes
    -----
    R = sum_i g_i f_i / (p + F), F = sum_i f_i                    conventions §16

    Examples
    --------
    >>> round(float(import_risk([0.58, 0.50, 0.46, 0.50], [0.719, 0.154, 0.060, 0.067], 0)), 5)
    0.55512
    """
    f = amounts(imports, "imports")
    return ratio(
        (amounts(governance, "governance") * f).sum(axis=-1),
        amounts(production, "production") + f.sum(axis=-1),
    )


def geopolrisk(concentration: ArrayLike, risk: ArrayLike) -> Floats:
    """Score = concentration x import risk.

    Examples
    --------
    >>> round(float(geopolrisk(0.8494, 0.55512)), 5)
    0.47152
    """
    return np.asarray(amounts(concentration, "concentration") * amounts(risk, "import risk"))


def assess(world: World, treatment: Treatment | None = None) -> Scores:
    """Score every material, year and economy at once.

    Parameters
    ----------
    world : see `World`.
    treatment : the switches; ours by default.

    Returns
    -------
    Scores

    References
    ----------
    Gemechu et al. (2016), doi:10.1111/jiec.12279; Koyamparambath et al. (2024), the program
    geopolrisk-py 2.0.1, which `AS_PUBLISHED` reproduces.
    """
    how = treatment or Treatment()
    parts = [_sums(world, how, None), *(_sums(world, how, members) for members in world.unions.values())]
    risked, weight, value, priced = (np.concatenate([p[i] for p in parts], axis=2) for i in range(4))
    output = [world.production]
    output += [world.production[:, :, m].sum(axis=2, keepdims=True) for m in world.unions.values()]
    risk = ratio(risked, weight + np.concatenate(output, axis=2))
    price = ratio(value, priced)
    if how.nothing == "zero":
        # 0 where nothing is known is a choice; an undefined governance score stays undefined.
        risk = np.where(weight + np.concatenate(output, axis=2) == 0, 0.0, risk)
        price = np.where(priced == 0, 0.0, price)
    union_names = tuple(world.unions)
    return Scores(
        world.places + union_names,
        world.names + union_names,
        geopolrisk(world.concentration[:, :, None], risk),
        risk,
        price,
        world.concentration,
    )


def _sums(world: World, how: Treatment, members: NDArray[np.bool_] | None) -> tuple[Floats, Floats, Floats, Floats]:
    """Risked tonnes, tonnes, value and priced tonnes, each (material, year, buyer or 1)."""
    rows = world.imports
    keep = np.ones(rows.tonnes.shape, bool) if members is None else members[rows.buyer]
    inside = rows.origin == rows.buyer if members is None else members[rows.origin]
    if how.intra_union == "excluded":
        keep = keep & ~inside
    wide = len(world.places) if members is None else 1
    shape = (len(world.materials), len(world.years), wide)
    cell = (rows.material * shape[1] + rows.year) * wide + (rows.buyer if members is None else 0)
    known = np.nan_to_num(rows.tonnes)
    risk = np.where(inside, 0.0, world.governance[rows.year, rows.origin]) * known
    value = rows.value if how.unweighed == "counted" else np.where(known > 0, rows.value, 0.0)
    total, money = _binned(cell, keep, known, shape), _binned(cell, keep, value, shape)
    return _binned(cell, keep, risk, shape), total, money, total


def _binned(cell: Ints, keep: NDArray[np.bool_], weight: Floats, shape: tuple[int, int, int]) -> Floats:
    sums = np.bincount(cell[keep], weight[keep], minlength=int(np.prod(shape)))
    return sums.astype(np.float64, copy=False).reshape(shape)
