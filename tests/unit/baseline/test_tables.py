"""The packaged tables load, say where they come from, and hold what the chain needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from ytterby import baseline
from ytterby.baseline.tables import FOLDER
from ytterby.domain.place import LANGUAGES
from ytterby.domain.words import Standing
from ytterby.errors import NotFound

CHAIN = "chain_magnet_rare_earths"
RED = ("Energy Institute", "Statistical Review", "shanghai metals daily", "daily oxide", "globalspark")


def test_every_table_is_without_fault():
    assert [f.text() for f in baseline.check()] == []


@pytest.mark.parametrize("name", baseline.resources())
def test_types_and_rows_are_those_of_the_descriptor(name):
    frame, found = baseline.table(name), baseline.resource(name)
    assert frame.columns == [c.name for c in found.columns]
    assert frame.height == found.rows > 0
    assert found.licenses and found.sources and found.vintage
    assert all(c.description for c in found.columns)
    numbers = [c for c in found.columns if c.type == "number"]
    assert all(c.unit for c in numbers), "every number has a unit"


def test_every_file_is_listed_and_small():
    listed = {FOLDER / baseline.resource(n).path for n in baseline.resources()}
    assert listed == set((FOLDER / "tables").iterdir())
    assert sum(p.stat().st_size for p in listed) < 6_000_000


def test_unknown_name_is_refused_with_choices():
    with pytest.raises(NotFound) as caught:
        baseline.table("trad")
    assert "trade" in caught.value.faults[0].choices
    assert caught.value.faults[0].fix == 'Did you mean "trade"?'


def test_descriptor_is_frozen():
    with pytest.raises(Exception, match="frozen"):
        baseline.descriptor().name = "other"


def test_headline_balance():
    frame = baseline.table(CHAIN).filter(pl.col("year") == 2024, pl.col("basis") == "oxide", kind="supply")
    total = dict(
        frame.group_by("material", "stage")
        .agg(pl.col("best").sum())
        .select(pl.concat_str("material", "stage", separator="/"), "best")
        .iter_rows()
    )
    assert total["ndpr/mine"] == pytest.approx(80_496)
    assert total["dytb/mine"] == pytest.approx(3_575)
    assert total["ndpr/separation"] == pytest.approx(75_257)
    assert total["dytb/separation"] == pytest.approx(2_720)
    assert total["ndpr/magnet"] == pytest.approx(65_679)
    assert total["ndpr/recycling"] == pytest.approx(27_804)


def test_one_row_keeps_its_source_row():
    row = baseline.table(CHAIN).row(
        by_predicate=pl.col("id") == "demand/ndpr/first-use/JPN/ev-traction/2024", named=True
    )
    assert (row["low"], row["best"], row["high"], row["unit"]) == (519.0, 865.0, 1297.0, "t/a")
    assert row["standing"] == "assumption"
    assert row["source_row"] == "chain_2024.csv:142"


def test_guessed_cells_are_assumptions_and_all_96_are_there():
    cells = baseline.table(CHAIN).filter(
        pl.col("place") != "WLD", pl.col("end_use") != "all", kind="demand", stage="first-use"
    )
    assert cells.height == 96
    assert set(cells["standing"]) == {"assumption"}


def test_residuals_stay_visible():
    checks = baseline.table("chain_magnet_rare_earths_checks")
    row = checks.row(by_predicate=pl.col("id") == "check/dytb/mine-separation/2024", named=True)
    assert (row["best"], row["left"], row["right"], row["residual_pct"]) == (855.0, 3575.0, 2720.0, 23.9)
    assert checks["left"].null_count() == 0


def test_oxide_tonnes_are_never_mixed_with_product_or_value():
    frame = baseline.table(CHAIN)
    assert set(frame.filter(pl.col("unit") == "t/a")["basis"]) == {"oxide"}
    assert set(frame.filter(pl.col("unit") != "t/a")["material"]) <= {"ndfeb", "rare-earths"}


def test_standings_are_the_closed_list():
    for name in baseline.resources():
        frame = baseline.table(name)
        if "standing" in frame.columns:
            assert set(frame["standing"]) <= {s.value for s in Standing}


def test_trade_codes_are_text_and_magnets_have_no_weight():
    trade = baseline.table("trade")
    assert trade.schema["hs"] == pl.String
    assert (trade["year"].min(), trade["year"].max()) == (1995, 2024)
    assert trade.filter(hs="850511")["quantity"].null_count() == trade.filter(hs="850511").height
    assert "S19" not in set(trade["exporter"]) and "TWN" in set(trade["exporter"])


def test_trade_agrees_with_the_published_japanese_total():
    """Chinese rare earths to Japan in 2010: 23,154 t by BACI (all three codes), 23,310 t by the press."""
    codes = ["280530", "284610", "284690"]
    rows = baseline.table("trade").filter(pl.col("hs").is_in(codes), year=2010, exporter="CHN", importer="JPN")
    assert rows["quantity"].sum() == pytest.approx(23_154, abs=2)


def test_magnet_exports_of_china_2024_in_value():
    rows = baseline.table("trade").filter(hs="850511", year=2024, exporter="CHN")
    assert rows["value"].sum() / 1000 == pytest.approx(3_110, rel=0.01)


def test_output_agrees_with_the_printed_summaries():
    ree = baseline.table("production").filter(material="rare-earths", quantity="output")
    one = ree.filter(edition=2024, year=2023)
    assert one.filter(place="CHN")["best"].item() == 240_000
    assert one.filter(place="WLD")["best"].item() == 350_000
    assert ree.filter(edition=2026, year=2025, place="CHN")["best"].item() == 270_000


def test_places_speak_six_languages():
    places = baseline.places()
    assert {"XRW", "EUU", "WLD", "TWN", "CHN"} <= set(places)
    for place in places.values():
        assert set(place.names) == set(LANGUAGES) and all(place.names.values())
    assert places["COD"].name("zh-Hans") == "刚果（金）"
    assert places["JPN"].name("xx") == "Japan"


def test_no_red_source_is_shipped():
    files = [FOLDER / "datapackage.json", *(FOLDER / "tables").glob("*.csv")]
    texts = {p.name: p.read_text("utf-8") for p in files}
    for name in baseline.resources():
        frame = baseline.table(name).select(pl.selectors.string())
        texts[name] = "\n".join(str(v) for column in frame.iter_columns() for v in column.unique())
    assert [f"{n}: {word}" for n, text in texts.items() for word in RED if word.lower() in text.lower()] == []
    assert baseline.table("production")["edition"].is_in([2022, 2023, 2024, 2026]).all()
    assert all("World Mining" not in s.title for n in baseline.resources() for s in baseline.resource(n).sources)


def test_prices_are_points_and_not_a_daily_series():
    per_year = baseline.table("prices").group_by("material", "form", "year", "market").len()
    assert per_year["len"].max() <= 12


def test_no_note_of_a_collection_is_carried_over():
    """A sentence would be a long text outside the citations."""
    for name in baseline.resources():
        frame = baseline.table(name).drop("source", strict=False).select(pl.selectors.string())
        if name == "outlines":  # a drawing, not words
            assert frame["path"].str.contains(r"^[Mlz0-9 .-]*$").all()
            frame = frame.drop("path")
        longest = max((frame[c].str.len_chars().max() or 0 for c in frame.columns), default=0)
        assert longest <= 130, name


def test_citations_stand_alone_and_quote_nothing():
    vague = r'"|(?i)^same$|^idem$|\bseed \d|the brief|this project|this file|README|method\.md|\brepo\b'
    for name in baseline.resources():
        frame = baseline.table(name)
        if "source" in frame.columns:
            assert frame["source"].null_count() == 0
            assert frame.filter(pl.col("source").str.contains(vague))["source"].to_list() == [], name


def test_importing_the_package_is_light():
    heavy = "('polars', 'numpy', 'pydantic')"
    code = f"import sys, ytterby.baseline; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
    assert Path(baseline.__file__).stat().st_size < 1000
