"""The sheets of the minor minerals: what their tables promise, and what the builder refuses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from twins import minerals
from ytterby.baseline import table
from ytterby.baseline.inspection import check

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"SKIPPED: the shared material is not at {SHARED}")


@pytest.fixture
def builder(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    from baseline import minerals as module

    yield module
    for name in [n for n in sys.modules if n == "baseline" or n.startswith("baseline.")]:
        del sys.modules[name]


@pytest.mark.parametrize("name", minerals.NAMES)
def test_a_table_is_faultless(name: str):
    assert check([f"chain_{name}"]) == []


def test_ids_keep_the_form_of_the_magnet_chain():
    ids = set(table("chain_gallium")["id"])
    assert {"supply/ga/refining/CHN/2024", "demand/ga/first-use/JPN/defence/2024", "flow/ga/metal/CHN-JPN/2024"} <= ids
    assert {"host/ga/alumina/CHN/2024", "capacity/ga/alumina/CHN/2024"} <= ids


def test_figures_taken_from_usgs_are_the_printed_ones():
    def best(name: str, id_: str) -> float:
        return table(f"chain_{name}").filter(id=id_)["best"].item()

    assert best("gallium", "supply/ga/refining/CHN/2024") == 839.0
    assert best("tungsten", "supply/w/mine/CHN/2024") == 67_000.0
    assert best("antimony", "supply/sb/mine/TJK/2024") == 22_000.0
    assert best("cobalt", "supply/co/mine/COD/2024") == 226_000.0
    assert best("cobalt", "host/co/copper/COD/2024") == 2_500_000.0


def test_world_mining_data_bounds_ranges_and_sets_no_best_value():
    cited = [
        (name, row["id"])
        for name in minerals.NAMES
        for row in table(f"chain_{name}").iter_rows(named=True)
        if "World Mining Data" in row["source"]
    ]
    assert len(cited) == 9
    for name, id_ in cited:
        source = table(f"chain_{name}").filter(id=id_)["source"].item()
        assert source.startswith(("USGS", "EU CRM", "BACI")), id_


def test_shares_that_do_not_add_up_are_refused(builder):
    total = {"place": "USA", "best": 10.0, "standing": "verified", "source": "x"}
    share = {"end_use": "a", "low": "0", "best": "0.9", "high": "1", "standing": "assumption", "source": "y"}
    with pytest.raises(ValueError, match=r"add up to 0\.9"):
        list(builder._cells(total, [share]))


def test_the_weaker_standing_wins(builder):
    total = {"place": "USA", "best": 10.0, "low": 9.0, "high": 11.0, "standing": "verified", "source": "x"}
    share = {"end_use": "a", "low": "0.5", "best": "1", "high": "1", "standing": "assumption", "source": "y"}
    whole, cell = builder._cells(total, [share])
    assert (whole["standing"], cell["standing"]) == ("verified", "assumption")
    assert (cell["low"], cell["best"], cell["high"]) == (5.0, 10.0, 10.0)


@needs_shared
def test_a_figure_the_shared_material_lacks_is_refused(builder):
    with pytest.raises(KeyError, match="mcs26:gallium low-purity:FRA"):
        builder.take(SHARED, "mcs26:gallium low-purity:FRA:prod_2024")


def test_no_row_is_copied_from_a_collection_whose_terms_were_not_seen():
    minor = table("chain_minor_metals")
    assert minor.height == 235
    assert minor.filter(minor["source"].str.contains("World Mining Data")).height == 0
    prices = table("prices")
    assert prices.filter(prices["source"].str.contains("raremetalblog")).height == 4
