"""From tonnes that do not come to value that is not added, by industry and in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.baseline.value_added import Economy, Range, ValueAdded, load_value_added
from ytterby.domain.estimate import triangular_quantile
from ytterby.network.chain import Chain
from ytterby.outcomes.fill import bands
from ytterby.scenario.sampling import uniforms

Floats = NDArray[np.float64]
Row = dict[str, Any]
UseKey = tuple[str, str, str]

IN_ALL = "all"
"""Industry of the row that holds a place's whole loss, suppliers and services included."""


@dataclass(frozen=True)
class Shortage:
    """What a run says of final uses.

    Attributes
    ----------
    uses : (place, end use, class).
    used, demand : (draw, use, month) [t].
    destroyed : (draw, use) [t] over the run: what price, budget and other designs took away.
    """

    uses: tuple[UseKey, ...]
    used: Floats
    demand: Floats
    destroyed: Floats


@dataclass(frozen=True)
class Losses:
    """Value that is not added in one place.

    Attributes
    ----------
    direct : industry -> (draw, month) [USD].
    product : (draw, month) [USD] with suppliers and services.
    gdp : (draw,) [USD/a].
    """

    direct: Mapping[str, Floats]
    product: Floats
    gdp: Floats


def short_share(shortage: Shortage, k: int, lost: Floats) -> Floats:
    """Share of a use's output that is lost (draw, month).

    Parameters
    ----------
    k : the use.
    lost : (draw,) share of what price and other designs took away that is lost output; the rest is made without.

    Notes
    -----
    (undelivered - (1 - lost) destroyed)/demand; what was destroyed is known over the run and is spread over its months
    as what was not delivered.                                                                        conventions §5
    """
    demand, missing = shortage.demand[:, k], np.maximum(shortage.demand[:, k] - shortage.used[:, k], 0.0)
    total = missing.sum(axis=1)
    made = np.divide(
        np.clip(shortage.destroyed[:, k], 0.0, total), total, out=np.zeros_like(total), where=total > 0
    )  # fmt: skip
    left = missing * (1.0 - (1.0 - lost) * made)[:, None]
    return np.asarray(np.divide(left, demand, out=np.zeros_like(left), where=demand > 0))


def losses_of(chain: Chain, shortage: Shortage, place: str, seed: int, book: ValueAdded | None = None) -> Losses | None:
    """Turn shortage into money for one place; None where nothing is known of its industries.

    Parameters
    ----------
    chain : names the industry of each use.
    shortage : what the run says.
    place, seed : whose loss, and the run's seed.

    Notes
    -----
    Of an industry that adds V a year, 1 - prod(1 - e_u s_u) is lost in a month: e_u the share made with use u, s_u the
    share of it that is short; uses of one industry hit the same products only by chance. The product loses a multiple.
    """
    book = book or load_value_added()
    economy, exposed = book.places.get(place), book.exposed.chains.get(chain.id)
    if economy is None or exposed is None:
        return None
    industry = {u.end_use: u.industry for u in chain.uses}
    mine = [k for k, u in enumerate(shortage.uses) if u[0] == place and u[1] in exposed and u[1] in industry]
    drawn = _Drawn(len(shortage.used), seed)
    gdp, lost, multiple = (drawn.of(r) for r in (economy.gdp_usd, book.lost_of_destroyed, book.multiplier))
    left: dict[str, Floats] = {}
    for k in mine:
        use = shortage.uses[k][1]
        share = drawn.triangle(f"exposed/{use}", *exposed[use])
        left.setdefault(industry[use], np.ones_like(shortage.used[:, k]))
        left[industry[use]] = left[industry[use]] * (1.0 - share[:, None] * short_share(shortage, k, lost))
    direct = {name: _monthly(economy, name, gdp, drawn) * (1.0 - rest) for name, rest in sorted(left.items())}
    total = sum(direct.values(), np.zeros((len(shortage.used), shortage.used.shape[2])))
    return Losses(direct, total * multiple[:, None], gdp)


def money_rows(chain: Chain, shortage: Shortage, focus: tuple[str, ...], seed: int) -> list[Row]:
    """Rows `value_added_usd` of a run: what each industry of the places in focus does not add, and each place in all.

    The row of a place in all stands beside what others have published for stops of the same chain, with their length.
    Published losses are shares of one year's product, however long the stop: `share_of_a_years_gdp` is the figure to
    hold beside them, `share_of_gdp` is the share of what the place makes in all the years of the run.
    """
    book = load_value_added()
    places = focus or tuple(sorted({u[0] for u in shortage.uses}))
    rows: list[Row] = []
    for place in places:
        losses = losses_of(chain, shortage, place, seed, book)
        if losses is None:
            continue
        rows += [_row(place, name, amount.sum(axis=1)) for name, amount in losses.direct.items()]
        years, of_a_year = shortage.used.shape[2] / 12.0, losses.product.sum(axis=1) / losses.gdp
        rows.append(
            {
                **_row(place, IN_ALL, losses.product.sum(axis=1)),
                "share_of_gdp": _three(of_a_year / years, 6),
                "share_of_a_years_gdp": _three(of_a_year, 6),
                "published": [
                    p.model_dump(mode="json") for p in book.published if p.place == place and p.chain == chain.id
                ],
            }
        )
    return rows


def _row(place: str, industry: str, amount: Floats) -> Row:
    return {"place": place, "industry": industry, **_three(amount, 0), "unit": "USD", "standing": "assumption"}


def _three(values: Floats, digits: int) -> dict[str, float]:
    return {n: round(float(v), digits) for n, v in zip(("p05", "p50", "p95"), bands(values), strict=True)}


def _monthly(economy: Economy, industry: str, gdp: Floats, drawn: _Drawn) -> Floats:
    share = economy.industries.get(industry)
    return (np.zeros_like(gdp) if share is None else drawn.of(share) * gdp / 12.0)[:, None]


class _Drawn:
    """Draws of ranges, each by its name: the same for every scenario."""

    def __init__(self, count: int, seed: int) -> None:
        self._count, self._seed = count, seed

    def of(self, r: Range) -> Floats:
        """Draw a range, by its source and numbers: asked again it gives the same."""
        return self.triangle(f"{r.source}/{r.best}", r.low, r.best, r.high)

    def triangle(self, name: str, low: float, best: float, high: float) -> Floats:
        """Draw a triangular quantity by name."""
        u = uniforms(self._count, [f"money/{name}"], self._seed)[:, 0]
        return triangular_quantile(u, np.float64(low), np.float64(best), np.float64(high))  # type: ignore[arg-type]
