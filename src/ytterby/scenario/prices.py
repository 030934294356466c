"""Prices that clear a zone, and how demand follows them (conventions §13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

RETENTION = 0.75 ** (1 / 12)
"""Share of the distance to long-run demand that is left after a month: a quarter is gone after a year."""
_FURTHEST = 100.0  # of ln r: a price 10^43 times the old one is no price
_HALVINGS = 80
_STEEPEST = 5.0  # largest elasticity by amount; keeps every power within float64


@dataclass(frozen=True)
class TariffEffect:
    """What a tariff does, over the state before it.

    Attributes
    ----------
    buyer : price buyers pay; home sellers get it too.
    foreign_seller : price foreign sellers keep after the tariff.
    quantity : amount bought.
    imported : amount imported.
    """

    buyer: Floats
    foreign_seller: Floats
    quantity: Floats
    imported: Floats


@dataclass(frozen=True)
class ZonePrices:
    """Prices inside and outside a controlling state, over the price before.

    Attributes
    ----------
    inside, outside : price of each zone.
    exports : amount that leaves, in the unit of the supplies.
    wedge : outside over inside; 1 where the limit does not bind.
    """

    inside: Floats
    outside: Floats
    exports: Floats
    wedge: Floats


def clearing_ratio(
    supply_share: ArrayLike, demand_elasticity: ArrayLike, supply_elasticity: ArrayLike, cap: ArrayLike = np.inf
) -> Floats:
    """Return the price, over the old one, at which demand meets what suppliers offer.

    Parameters
    ----------
    supply_share : (..., supplier) or one number [share]
        What each supplier would offer at the old price, over demand at the old price.
    demand_elasticity : (...) below 0, the one of the short run.
    supply_elasticity : (..., supplier) from 0.
    cap : (..., supplier) [share]
        Most each supplier can offer at any price, over demand at the old price.

    Returns
    -------
    (...)
        r; infinite where nothing can be offered.

    Raises
    ------
    ValueError : a share or cap below 0, an elasticity of the wrong sign or beyond 5, a value that is not a number.

    Notes
    -----
    D0 r^e_d = sum_s min(S0_s r^e_s, cap_s)                                                        conventions §13
    """
    offered, limit = _suppliers(supply_share), _suppliers(cap)
    rise = np.asarray(supply_elasticity, dtype=np.float64)
    demand = _checked(demand_elasticity, rise)
    if not (np.all(offered >= 0) and np.all(np.isfinite(offered)) and np.all(limit >= 0)):
        raise ValueError("supply shares must be finite, caps numbers, both not negative")
    shape = np.broadcast_shapes(demand.shape, np.broadcast_shapes(offered.shape, rise.shape, limit.shape)[:-1])

    def excess(x: Floats) -> Floats:
        supply = np.minimum(offered * np.exp(rise * x[..., None]), limit).sum(axis=-1)
        return np.asarray(supply - np.exp(demand * x))

    return _clear(excess, shape)


def demand_response(
    price_ratio: ArrayLike, long_run: ArrayLike, retention: float = RETENTION, before: ArrayLike = 1.0
) -> Floats:
    """Return demand over its baseline, month by month, as it follows prices with a lag.

    Parameters
    ----------
    price_ratio : (..., month) price over the baseline's, above 0.
    long_run : (...) elasticity after all adjustment, not above 0.
    retention : [share] of the distance left after a month.
    before : (...) h at the start.

    Returns
    -------
    (..., month)
        h at the end of each month.

    Raises
    ------
    ValueError : a price that is not positive and finite, an elasticity above 0, a retention outside 0..1.

    Notes
    -----
    ln h <- l ln h + (1-l) e_LR ln(p/p0): one elasticity, reached slowly, not two.                conventions §13
    """
    price, elasticity = np.asarray(price_ratio, dtype=np.float64), np.asarray(long_run, dtype=np.float64)
    if not (np.all(price > 0) and np.all(np.isfinite(price)) and np.all(elasticity <= 0) and 0 <= retention <= 1):
        raise ValueError("prices must be positive and finite, the elasticity at most 0, the retention from 0 to 1")
    target = elasticity[..., None] * np.log(price)
    out = np.empty_like(target)
    level = np.broadcast_to(np.log(np.asarray(before, dtype=np.float64)), target.shape[:-1])
    for month in range(target.shape[-1]):
        level = retention * level + (1.0 - retention) * target[..., month]
        out[..., month] = level
    return np.asarray(np.exp(out))


def tariff_effect(
    tariff: ArrayLike, imported_share: ArrayLike, demand_elasticity: ArrayLike, supply_elasticity: ArrayLike
) -> TariffEffect:
    """Return what an import tariff does to prices and amounts in one zone.

    Parameters
    ----------
    tariff : [share of the value at the border], not negative.
    imported_share : [share] of use that is imported before the tariff.
    demand_elasticity, supply_elasticity : as in `clearing_ratio`; home and foreign sellers have the same.

    Raises
    ------
    ValueError : a tariff below 0, a share outside 0..1, an elasticity of the wrong sign or beyond 5.

    Notes
    -----
    r^e_d = (1-m) r^e_s + m (r/(1+t))^e_s, so r = ((1-m) + m (1+t)^-e_s)^(-1/(e_s - e_d))         conventions §13
    """
    factor, share = 1.0 + np.asarray(tariff, dtype=np.float64), np.asarray(imported_share, dtype=np.float64)
    rise = np.asarray(supply_elasticity, dtype=np.float64)
    demand = _checked(demand_elasticity, rise)
    if not (np.all(factor >= 1) and np.all(np.isfinite(factor)) and np.all((share >= 0) & (share <= 1))):
        raise ValueError("a tariff must be finite and not negative, an imported share from 0 to 1")
    buyer = ((1.0 - share) + share * factor**-rise) ** (-1.0 / (rise - demand))
    seller = buyer / factor
    return TariffEffect(*map(np.asarray, (buyer, seller, buyer**demand, seller**rise)))


def zone_prices(
    inside: tuple[ArrayLike, ArrayLike],
    outside: tuple[ArrayLike, ArrayLike],
    allowed: ArrayLike,
    demand_elasticity: ArrayLike,
    supply_elasticity: ArrayLike,
) -> ZonePrices:
    """Return the prices inside and outside a state that lets out at most a volume.

    Parameters
    ----------
    inside, outside : (supply, demand) at the old price, in one unit; each number or (...).
    allowed : (...) most that may leave, in the same unit.
    demand_elasticity, supply_elasticity : as in `clearing_ratio`, the same in both zones.

    Raises
    ------
    ValueError : an amount below 0, a zone without demand, an elasticity of the wrong sign or beyond 5.

    Notes
    -----
    Outside D r^e_d = S r^e_s + x and inside D r^e_d = S r^e_s - x with x = min(allowed, what would leave if both zones
    were one); where the limit does not bind both prices are the same.                              conventions §13
    """
    (s_in, d_in), (s_out, d_out) = ([np.asarray(v, dtype=np.float64) for v in zone] for zone in (inside, outside))
    limit, rise = np.asarray(allowed, dtype=np.float64), np.asarray(supply_elasticity, dtype=np.float64)
    fall = _checked(demand_elasticity, rise)
    if not all(np.all(np.isfinite(v) & (v >= 0)) for v in (s_in, s_out, limit)):
        raise ValueError("supplies and the volume allowed must be finite and not negative")
    if not all(np.all(np.isfinite(v) & (v > 0)) for v in (d_in, d_out)):
        raise ValueError("each zone needs a demand above 0")
    shape = np.broadcast_shapes(*(v.shape for v in (s_in, d_in, s_out, d_out, limit, rise, fall)))

    def surplus(supply: Floats, demand: Floats, x: Floats) -> Floats:
        return np.asarray(supply * np.exp(rise * x) - demand * np.exp(fall * x))

    one = _clear(lambda x: surplus(s_in + s_out, d_in + d_out, x), shape)
    with np.errstate(divide="ignore", invalid="ignore"):  # an infinite price: nothing is supplied anywhere
        leaving = np.where(np.isfinite(one), s_in * one**rise - d_in * one**fall, 0.0)
    exports = np.clip(leaving, 0.0, limit)
    bound = leaving > limit
    inner = np.where(bound, _clear(lambda x: surplus(s_in, d_in, x) - exports, shape), one)
    outer = np.where(bound, _clear(lambda x: surplus(s_out, d_out, x) + exports, shape), one)
    wedge = np.divide(outer, inner, out=np.ones(shape), where=bound)
    return ZonePrices(inner, outer, exports, wedge)


def _clear(excess: Callable[[Floats], Floats], shape: tuple[int, ...]) -> Floats:
    """Find the price at which a rising excess of supply is zero, by halving an interval of its logarithm."""
    low, high = np.full(shape, -_FURTHEST), np.full(shape, _FURTHEST)
    short, glut = excess(high) < 0, excess(low) > 0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        under = excess(middle) < 0
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return np.where(short, np.inf, np.where(glut, 0.0, np.exp(0.5 * (low + high))))


def _suppliers(value: ArrayLike) -> Floats:
    """Give one number an axis of one supplier."""
    array = np.asarray(value, dtype=np.float64)
    return array[None] if array.ndim == 0 else array


def _checked(demand_elasticity: ArrayLike, supply_elasticity: Floats) -> Floats:
    demand = np.asarray(demand_elasticity, dtype=np.float64)
    if not (np.all((demand < 0) & (demand >= -_STEEPEST))):
        raise ValueError(f"a demand elasticity must be below 0 and not beyond {-_STEEPEST:g}")
    if not np.all((supply_elasticity >= 0) & (supply_elasticity <= _STEEPEST)):
        raise ValueError(f"a supply elasticity must be from 0 to {_STEEPEST:g}")
    return demand
