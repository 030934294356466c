"""Each kind of fault in a table is caught, named and placed; a good table has none."""

from __future__ import annotations

import polars as pl
import pytest

from ytterby import baseline
from ytterby.baseline.rules import MOST
from ytterby.errors import BadData, NotFound

CHAIN, TRADE = "chain_magnet_rare_earths", "trade"
JAPAN = "demand/ndpr/first-use/JPN/ev-traction/2024"


def chain(where: str = JAPAN, **cells: object) -> pl.DataFrame:
    """Give the packaged chain with some cells of one row replaced."""
    frame = baseline.table(CHAIN)
    hit = pl.col("id") == where
    return frame.with_columns(
        pl.when(hit).then(pl.lit(v, frame.schema[k])).otherwise(pl.col(k)).alias(k) for k, v in cells.items()
    )


def texts(frame: pl.DataFrame, name: str = CHAIN) -> list[str]:
    return [f.text() for f in baseline.check_frame(frame, name)]


def line() -> int:
    return baseline.table(CHAIN)["id"].to_list().index(JAPAN) + 2


def test_good_frames_have_no_fault():
    assert texts(baseline.table(CHAIN)) == []
    assert texts(baseline.table(TRADE).head(500), TRADE) == []


def test_duplicated_id():
    frame = baseline.table(CHAIN)
    found = texts(pl.concat([frame, frame.filter(id="supply/ndpr/mine/CHN/2024")]))
    assert len(found) == 1
    assert "supply/ndpr/mine/CHN/2024" in found[0] and "occurs again" in found[0]


def test_unknown_place():
    faults = baseline.check_frame(chain(place="JPX"), CHAIN)
    fault = next(f for f in faults if "JPX" in f.what)
    assert fault.where == f"{CHAIN}:{line()} place"
    assert "conventions §2" in fault.rule
    assert "JPN" in fault.choices and fault.fix.startswith("Did you mean")


@pytest.mark.parametrize("unit", ["t/month", "kg", "T/A", "tonnes"])
def test_wrong_unit(unit):
    faults = baseline.check_frame(chain(unit=unit), CHAIN)
    assert [f.what for f in faults] == [f'"{unit}" is refused']
    assert "t/a" in faults[0].choices


def test_negative_value():
    found = texts(chain(low=-1.0))
    assert len(found) == 1 and "-1.0" in found[0] and "not below 0" in found[0]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_number_that_is_not_finite(value):
    assert any("finite" in t for t in texts(chain("supply/ndpr/mine/CHN/2024", high=value)))


def test_low_above_best():
    found = texts(chain(low=900.0))
    assert len(found) == 1 and "is above best" in found[0]


def test_low_above_high_without_best():
    found = texts(chain("supply/ndpr/mine/CHN/2024", low=9e5, best=None))
    assert any("is above high" in t for t in found)


def test_hs_code_read_as_number_in_a_frame():
    frame = baseline.table(TRADE).head(20).with_columns(pl.col("hs").cast(pl.Int64))
    found = texts(frame, TRADE)
    assert len(found) == 1 and "an HS code was read as a number" in found[0]


@pytest.mark.parametrize("code", ["81110", "284690.0", "2846.90", "2.8469e5"])
def test_hs_code_that_a_spreadsheet_spoiled(code):
    frame = baseline.table(TRADE).head(1).with_columns(hs=pl.lit(code))
    found = texts(frame, TRADE)
    assert len(found) == 1 and "text of six digits" in found[0]


def test_empty_required_cell():
    assert any("a value is required" in t for t in texts(chain(standing=None)))


def test_word_outside_the_vocabulary():
    faults = baseline.check_frame(chain(standing="verifed"), CHAIN)
    assert faults[0].fix == 'Did you mean "verified"?'


def test_missing_and_unknown_column():
    found = texts(baseline.table(CHAIN).rename({"standing": "status"}))
    assert any('"standing" is missing' in t for t in found)
    assert any('"status" is unknown' in t for t in found)


def test_sum_that_does_not_close():
    found = texts(chain("demand/ndpr/first-use/JPN/all/2024", low=1.0, best=2000.0, high=3000.0))
    assert len(found) == 1
    assert "ndpr, JPN add up to 3816" in found[0] and "the total says 2000" in found[0]


def test_many_faults_are_counted():
    frame = baseline.table(CHAIN).with_columns(unit=pl.lit("lb"))
    faults = baseline.check_frame(frame, CHAIN)
    units = [f for f in faults if "lb" in f.what or f.where.endswith(" unit")]
    assert len(units) == MOST + 1
    assert f"{frame.height - MOST} more rows" in units[-1].what


def test_text_where_a_number_is_wanted(tmp_path):
    path = tmp_path / "mine.csv"
    baseline.table(CHAIN).with_columns(best=pl.col("best").cast(pl.String).str.replace("865.0", "about 865")).write_csv(
        path
    )
    faults = baseline.check_file(path, CHAIN)
    assert any('"about 865"' in f.what and f.where.endswith(" best") for f in faults)


def test_file_without_fault(tmp_path):
    path = tmp_path / "mine.csv"
    baseline.table(CHAIN).write_csv(path)
    assert baseline.check_file(path, CHAIN) == []


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "empty"), (b" \n", "empty"), (b"a,b\n\0\1\2", "binary"), (b"\xff\xfe\xfa\xc3\x28", "readable")],
)
def test_file_that_is_no_table(tmp_path, content, word):
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(BadData, match=word):
        baseline.check_file(path, CHAIN)


def test_file_that_is_not_there(tmp_path):
    with pytest.raises(BadData, match="cannot be read"):
        baseline.check_file(tmp_path / "none.csv", CHAIN)


def test_unknown_schema(tmp_path):
    with pytest.raises(NotFound):
        baseline.check_file(tmp_path / "none.csv", "nonsense")


def test_changed_and_missing_files_are_caught(tmp_path):
    (tmp_path / "tables").mkdir()
    found = baseline.resource("baskets")
    assert "is missing" in baseline.check(["baskets"], tmp_path)[0].what
    (tmp_path / found.path).write_text("deposit\nX\n")
    assert "SHA-256" in baseline.check(["baskets"], tmp_path)[0].rule
