"""The reader of the other program's files, on a miniature of them that holds every trap."""

import dataclasses
import sqlite3

import numpy as np
import pytest

from ytterby.assessment.answers.geopolrisk import geopolrisk
from ytterby.assessment.indices.geopolrisk import assess
from ytterby.assessment.indices.geopolrisk_files import read_library
from ytterby.assessment.indices.treatment import AS_PUBLISHED, Treatment
from ytterby.errors import BadData

PLACES = [
    ("156", "China", "CHN"),
    ("276", "Germany", "DEU"),
    ("280", "Dem. Rep. of Germany (...1990)", "DEU"),
    ("328", "Guyana", "GUY"),
    ("490", "Other Asia, nes", "S19"),
]
GOVERNANCE = [  # French Guiana comes first and is called Guyana
    ("Guyana", "GUY", "0.4", "0.4", "328"),
    ("Guyana", "GUY", "0.5", "0.5", "328"),
    ("Taiwan, China", "TWN", "0.3", "0.3", "NA"),
    ("China", "CHN", "nan", "0.6", "156"),
    ("Germany", "DEU", "0.2", "0.2", "276"),
]
MAP = [
    ("Gold", "Precious", "Gold", "Processing", "Au", "", "", 0.0, "710812", "261690", ""),
    ("Natural Gas", "Fuel", "Natural gas", "Extraction", "Gas", "", "", 0.0, None, "271121", ""),
    ("Potash", "Minerals", "Potash", None, None, "", "", 0.0, None, "Not Available", ""),
]
OUTPUT = {
    "Gold": [
        ("French Guiana", "328", 1000.7, 1000.0, "kg"),
        ("Guyana", "328", 9000.0, None, "kg"),
        ("China", "156", 1.6, 1.0, "kg"),
        ("Total", "DELETE", 10002.3, 1001.0, "kg"),
    ],
    "Natural Gas": [("China", "156", 2.0, 2.0, "Mio m3"), ("Total", "DELETE", 2.0, 2.0, "Mio m3")],
}
TRADE = [
    ("2018", "156", "276", 261690, "10", " 2"),
    ("2018", "328", "276", 710812, "4", None),
    ("2018", "490", "276", 261690, "10", "2"),
    ("2018", "276", "156", 271121, "1", "1600"),
    ("2019", "328", "276", 261690, "10", "3"),
]


@pytest.fixture
def folder(tmp_path):
    with sqlite3.connect(tmp_path / "baci.db") as baci:
        baci.execute("create table country_codes_V202401b (country_code, country_name, country_iso3)")
        baci.executemany("insert into country_codes_V202401b values (?,?,?)", PLACES)
        baci.execute('create table Normalized ("Country/Territory", Code, "2018", "2019", country_code)')
        baci.executemany("insert into Normalized values (?,?,?,?,?)", GOVERNANCE)
        baci.execute("create table baci_trade (t text, i text, j text, k integer, v text, q text)")
        baci.executemany("insert into baci_trade values (?,?,?,?,?,?)", TRADE)
    baci.close()
    with sqlite3.connect(tmp_path / "world_mining_data.db") as mining:
        mining.execute("create table Country_ISO (ISO text, Country text)")
        mining.executemany("insert into Country_ISO values (?,?)", [p[:2] for p in PLACES])
        mining.execute(
            'create table "HS Code Map" ("Sheet_name", "Category", "Reference ID", "Stage", "Symbol",'
            ' "Geology", "Reference", "EoL", "HS Code - Complementary", "HS Code", "Description")'
        )
        mining.executemany(f'insert into "HS Code Map" values ({",".join("?" * 11)})', MAP)
        for name, rows in OUTPUT.items():
            mining.execute(f'create table "{name}" (Country, Country_Code, "2018" real, "2019" real, unit)')
            mining.executemany(f'insert into "{name}" values (?,?,?,?,?)', rows)
    mining.close()
    return tmp_path


def test_axes(folder):
    world = read_library(folder, (2018, 2019))
    assert world.materials == ("Gold", "Natural gas")
    assert world.places == ("CHN", "DEU", "DEU-280", "GUY", "TWN")
    assert world.unions["EUU"].tolist() == [False, True, False, False, False]


def test_kilograms_and_gas_become_tonnes(folder):
    ours = read_library(folder, (2018,))
    published = read_library(folder, (2018,), AS_PUBLISHED)
    assert ours.production[0, 0, 0] == pytest.approx(0.0016)
    assert ours.production[1, 0, 0] == pytest.approx(1600)
    assert published.production[1, 0, 0] == pytest.approx(2)


def test_french_guiana_is_not_guyana(folder):
    ours = read_library(folder, (2018,))
    published = read_library(folder, (2018,), AS_PUBLISHED)
    assert (ours.production[0, 0, 3], ours.governance[0, 3]) == (pytest.approx(9.0), 0.5)
    assert (published.production[0, 0, 3], published.governance[0, 3]) == (pytest.approx(1.0007), 0.4)


def test_whole_units(folder):
    made = np.array([1000.7, 9000.0, 1.6])
    ours, published = (read_library(folder, (2018,), how).concentration[0, 0] for how in (None, AS_PUBLISHED))
    assert ours == pytest.approx((made**2).sum() / made.sum() ** 2)
    assert published == pytest.approx((np.floor(made) ** 2).sum() / np.floor(made).sum() ** 2)


def test_taiwan_has_its_own_score(folder):
    assert read_library(folder, (2018,)).governance[0, 4] == 0.3
    assert read_library(folder, (2018,), AS_PUBLISHED).governance[0, 4] == 0.5


def test_a_missing_score_is_taken_from_the_nearest_year(folder):
    assert read_library(folder, (2018,)).governance[0, 0] == 0.6
    published = read_library(folder, (2018,), AS_PUBLISHED)
    assert np.isnan(published.governance[0, 0])
    assert np.isnan(assess(published, AS_PUBLISHED).score[0, 0, 1])


def test_score_by_hand(folder):
    scores = assess(read_library(folder, (2018,)))
    made = np.array([1000.7, 9000.0, 1.6])
    risk = (2 * 0.6 + 2 * 0.3) / 4
    assert scores.import_risk[0, 0, 1] == pytest.approx(risk)
    assert scores.score[0, 0, 1] == pytest.approx((made**2).sum() / made.sum() ** 2 * risk)
    assert scores.price[0, 0, 1] == pytest.approx(20 / 4)


def test_answer_leaves_out_what_is_unknown_and_shows_it_as_published(folder):
    ours, published = geopolrisk(folder, (2018,)), geopolrisk(folder, (2018,), AS_PUBLISHED)
    assert len(published.rows) == 2 * 6
    assert 0 < len(ours.rows) < 12
    assert {r["place"] for r in ours.rows if r["material"] == "Gold"} == {"CHN", "DEU", "GUY", "EUU"}


def test_years_in_any_order_and_twice(folder):
    world = read_library(folder, (2019, 2018, 2019))
    assert world.years == (2019, 2018)
    scores = assess(world)
    assert scores.price[0, :, 1] == pytest.approx([10 / 3, 20 / 4])


def test_missing_files_are_all_named(tmp_path):
    with pytest.raises(BadData) as refused:
        read_library(tmp_path, (2018,))
    assert len(refused.value.faults) == 2


def test_a_file_that_is_no_database_is_refused(folder):
    (folder / "baci.db").write_bytes(b"not a database at all, but longer than a header" * 10)
    with pytest.raises(BadData, match="not the data"):
        read_library(folder, (2018,))


def test_a_year_that_is_not_there_is_refused(folder):
    with pytest.raises(BadData, match="2031"):
        read_library(folder, (2031,))


def test_every_switch_differs_from_the_published_one():
    ours, published = dataclasses.asdict(Treatment()), dataclasses.asdict(AS_PUBLISHED)
    assert all(ours[name] != published[name] for name in ours)
