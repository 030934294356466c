"""Measures become permissions: part months, the strictest wins, classes, destinations, ends (conventions §8)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from twins import chain
from ytterby.domain.words import Label
from ytterby.scenario.course import course_table
from ytterby.scenario.law import UNLIMITED, PermissionTable, permission_table
from ytterby.scenario.schema import Growth, Levers, Measure, Uncertainties

MONTHS = 6


def measure(**changes: object) -> Measure:
    fields = {
        "id": "m", "citation": "c", "from": date(2026, 1, 1), "origin": "CHN", "destinations": ("JPN",),
        "permission": "denied",
    }  # fmt: skip
    return Measure.model_validate(fields | changes)


def compiled(*measures: Measure, months: int = MONTHS) -> PermissionTable:
    question = chain.calm().model_copy(update={"levers": Levers(measures=measures)})
    return permission_table(question, chain.network(2), months)


def links(origin: str = "CHN", to: str = "JPN", commodity: str = "", who: str = "civil") -> list[int]:
    n = chain.network(2)
    return [
        k for k in range(len(n.link_offer))
        if n.link_places(k) == (origin, to)
        and n.offers[n.link_offer[k]].commodity.startswith(commodity)
        and n.markets[n.link_market[k]].demand_class == who
    ]  # fmt: skip


def test_without_measures_everything_is_free():
    law = compiled()
    assert np.all(law.link == UNLIMITED)
    assert np.all(law.use == 1)
    assert np.all(law.since == -1)
    assert not law.changed.any()
    assert law.licensed.size == 0


def test_a_month_in_which_it_starts_counts_from_that_day():
    law = compiled(measure(**{"from": date(2026, 1, 6)}))
    got = law.link[:, links(), Label.CONDITIONED]
    assert np.all(got[0] == UNLIMITED)  # its middle is 4 January
    assert np.all(got[1:] == 0)
    assert np.all(law.link[:, :, Label.UNCONDITIONED] == UNLIMITED)


def test_an_end_within_a_month_counts_to_that_day():
    law = compiled(measure(until=date(2026, 3, 10)))
    got = law.link[:, links()[0], Label.CONDITIONED]
    assert np.all(got[: 2 * 4 + 1] == 0)
    assert np.all(got[2 * 4 + 1 :] == UNLIMITED)  # the second week of March has its middle on the 12th


@pytest.mark.parametrize(("start", "first"), [(date(2026, 4, 1), 3), (date(2025, 6, 1), 0), (date(2026, 12, 1), 6)])
def test_nothing_before_it_starts(start: date, first: int):
    law = compiled(measure(**{"from": start}))
    got = law.link[:, links()[0], Label.CONDITIONED]
    assert np.all(got[: 4 * first] == UNLIMITED)
    assert np.all(got[4 * first :] == 0)


def test_quota_gives_its_volume():
    law = compiled(measure(permission="quota", volume=0.6))
    np.testing.assert_allclose(law.link[:, links(), Label.CONDITIONED], 0.6)


def test_the_strictest_measure_wins_in_either_order():
    soft = measure(id="soft", permission="quota", volume=0.6)
    hard = measure(id="hard", **{"from": date(2026, 3, 1)})
    for pair in ((soft, hard), (hard, soft)):
        got = compiled(*pair).link[:, links()[0], Label.CONDITIONED]
        np.testing.assert_allclose(got[::4], [0.6, 0.6, 0, 0, 0, 0])


def test_only_the_named_class_destination_and_commodity_are_reached():
    law = compiled(measure(classes=("defence",), commodities=("magnet/ndfeb-dy",)))
    reached = set(np.flatnonzero(law.link[0, :, Label.CONDITIONED] < UNLIMITED).tolist())
    assert reached == set(links(commodity="magnet/ndfeb-dy", who="defence"))
    assert reached


def test_no_destination_means_every_place_but_the_origin():
    law = compiled(measure(destinations=()))
    n = chain.network(2)
    for k in range(len(n.link_offer)):
        i, j = n.link_places(k)
        assert (law.link[0, k, Label.CONDITIONED] == 0) == (i == "CHN" and j != "CHN")


def test_reach_of_exports_deliveries_and_use():
    n = chain.network(2)
    third = [k for k in range(len(n.link_offer)) if n.link_places(k)[1] == "JPN" and n.link_places(k)[0] != "CHN"]
    final = [k for k in third if n.markets[n.link_market[k]].stage in {"first-use", "non-magnet"}]
    users = [i for i, x in enumerate(n.needs) if x.place == "JPN" and x.stage in {"first-use", "non-magnet"}]
    exports, deliveries, use = (compiled(measure(reach=r)) for r in ("exports", "deliveries", "use"))
    assert np.all(exports.link[:, third, Label.CONDITIONED] == UNLIMITED)
    for law in (deliveries, use):
        assert np.all(law.link[:, final, Label.CONDITIONED] == 0)
    assert np.all(exports.use == 1)
    assert np.all(deliveries.use == 1)
    assert np.all(use.use[:, users, Label.CONDITIONED] == 0)
    assert np.all(use.use[:, :, Label.UNCONDITIONED] == 1)
    others = [i for i, x in enumerate(n.needs) if x.place != "JPN"]
    assert np.all(use.use[:, others] == 1)


def test_named_outflows_are_not_users():
    n = chain.network(2)
    hidden = [i for i, x in enumerate(n.needs) if x.stage == "unreported"]
    assert hidden
    law = compiled(measure(destinations=(), reach="use"))
    assert np.all(law.use[:, hidden] == 1)


def test_months_since_a_limit_began():
    law = compiled(measure(**{"from": date(2026, 3, 1)}, until=date(2026, 5, 31)))
    assert law.since[::4, links()[0]].tolist() == [-1, -1, 0, 1, 2, -1]
    assert np.flatnonzero(law.changed).tolist()[0] == 8


def test_growth_is_by_the_year():
    growth = Growth(end_use="wind", places=("JPN",), per_year=0.1, source="s")
    question = chain.calm().model_copy(update={"uncertainties": Uncertainties(growth=(growth,))})
    law = course_table(question, chain.network(2), 25)
    n = chain.network(2)
    hit = [i for i, x in enumerate(n.needs) if x.end_use == "wind" and x.place == "JPN"]
    np.testing.assert_allclose(law.demand[[0, 12, 24]][:, hit[0]], [1, 1.1, 1.21])
    rest = np.setdiff1d(np.arange(len(n.needs)), hit)
    assert np.all(law.demand[:, rest] == 1)


def test_a_longer_run_keeps_its_first_months():
    rule = measure(**{"from": date(2026, 2, 10)}, until=date(2026, 7, 3))
    few, many = compiled(rule, months=4), compiled(rule, months=12)
    assert np.array_equal(few.link, many.link[:16])
    assert np.array_equal(few.since, many.since[:16])


@pytest.mark.parametrize(("permission", "barred"), [("denied", True), ("licence", False), ("quota", False)])
def test_what_was_let_out_may_be_used(permission: str, barred: bool):
    """Only a ban that reaches stores bars use: under a licence or a quota what is in store was let through."""
    law = compiled(measure(permission=permission, reach="use"))
    users = [n for n, need in enumerate(chain.network(2).needs) if need.stage == "first-use" and need.place == "JPN"]
    assert np.all(law.use[:, users, Label.CONDITIONED] == (0 if barred else 1))


@pytest.mark.parametrize(("until", "running"), [(None, True), (date(2025, 11, 30), False), (date(2026, 2, 1), True)])
def test_a_regime_that_has_ended_is_not_running(until: date | None, running: bool):
    law = compiled(measure(permission="licence", until=until, **{"from": date(2025, 6, 1)}))
    assert np.all(law.running == running)
