"""A chain by hand: a mine feeds a metal plant feeds a use, three futures, four periods of a quarter."""

import numpy as np

from ytterby.planning.choice import Option
from ytterby.planning.flow import OUTSIDE, Activity, FlowModel

MINE, METAL = 0, 1
ORE, METAL_MARKET = 0, 1  # markets: ore bought by the metal plant, metal bought by the user


def toy(mine=30.0, metal=10.0, imports=(100.0, 40.0, 0.0), odds=(0.7, 0.2, 0.1), worth=1.0, periods=4, store=0.0):
    """Demand 100 a period; the controller sends `imports` of metal in each future; own metal at most `metal`."""
    futures = len(odds)

    def filled(values):
        return np.repeat(np.broadcast_to(np.asarray(values, float), (futures, len(values)))[:, :, None], periods, 2)

    limit = filled([1e3, 1e3, 0.0])
    limit[:, 2, :] = np.asarray(imports)[:, None]
    return FlowModel(
        months=np.full(periods, 3.0), odds=np.array(odds), offers=("ore", "metal"), markets=("ore", "metal"),
        activities=(Activity("mine", {0: 1.0}, {}), Activity("metal", {1: 1.0}, {0: 1.0})),
        links=((0, 0), (1, 1), (OUTSIDE, 1)), uses=(METAL_MARKET,), stores=(ORE, METAL_MARKET),
        capacity=filled([mine, metal]), limit=limit, served=filled([100.0]), store=filled([store, store]),
        worth=np.full((1, periods), worth),
    )  # fmt: skip


def lever(model, name, family, member, amount, net, whole=True, most=1.0, year=0, first=0):
    """An option that raises one member's limit by `amount` from period `first` on."""
    columns = np.array([model.column(family, member, t) for t in range(first, model.periods)])
    change = np.full((model.futures, columns.size), float(amount))
    cash = np.zeros(3)
    cash[year] = net
    return Option(name, year, most, whole, cash, net, columns, change)


def chain_levers(model):
    return (
        lever(model, "mine", "capacity", MINE, 50.0, 10.0),
        lever(model, "metal", "capacity", METAL, 20.0, 10.0),
        lever(model, "oxide-stock", "store", 0, 100.0, 5.0),
        lever(model, "metal-stock", "store", 1, 100.0, 30.0, whole=False),
    )
