"""Publishers' layouts: twelve made-up months of each, in contained mass by a declared content."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ytterby.baseline.yamlfile import parse_model
from ytterby.errors import BadData, NotFound
from ytterby.evidence.sources.contained import span_of
from ytterby.evidence.sources.importing import SOURCES, read_mapping, read_official, record_of
from ytterby.evidence.sources.mapping import Mapping

OFFICIAL = Path(__file__).parents[2] / "fixtures" / "official"
MAPPING = read_mapping(OFFICIAL / "magnets.yaml")
CHINA_KG = sum(400_000 + 1000 * k for k in range(12))


def read(source: str, text: str | None = None, folder: Path | None = None, mapping: Mapping = MAPPING):
    path = OFFICIAL / f"{source}.csv"
    if text is not None and folder is not None:
        path = folder / "file.csv"
        path.write_text(text, encoding="gb18030" if source == "gacc" else "utf-8")
    return read_official(path, source, mapping)


def figures(source: str) -> dict[str, tuple[float, float, float]]:
    return {e.id: (e.low, e.best, e.high) for e in read(source).estimates()}


def raw(source: str) -> str:
    return (OFFICIAL / f"{source}.csv").read_text("gb18030" if source == "gacc" else "utf-8")


@pytest.mark.parametrize(
    ("source", "pair", "kg"),
    [
        ("estat", "CHN-JPN", CHINA_KG),
        ("comtrade", "CHN-JPN", CHINA_KG),
        ("gacc", "CHN-JPN", CHINA_KG),
        ("uscensus", "CHN-USA", CHINA_KG),
        ("comext", "CHN-EUU", CHINA_KG + 12_000),
        ("baci", "CHN-JPN", 4_866_000),
    ],
)
def test_a_year_of_magnets_in_every_layout(source, pair, kg):
    found = figures(source)
    t = kg / 1000
    assert found[f"flow/ndpr/magnet/{pair}"] == pytest.approx((0.29 * t, 0.3 * t, 0.34 * t))
    assert found[f"flow/dytb/magnet/{pair}"] == pytest.approx((0.01 * t, 0.02 * t, 0.03 * t))


def test_sums_mirrors_and_parts_of_sums_do_not_count_twice():
    found = read("comtrade")
    assert set(figures("comtrade")) == {f"flow/{m}/magnet/{p}-JPN" for m in ("ndpr", "dytb") for p in ("CHN", "AUS")}
    assert found.left_out == {
        "part of a sum that is given": 12,
        "re-export, re-import or processing": 12,
        "sum over places or left to skip": 12,
        "the exporter's report of a trade the importer reports too": 12,
    }
    assert read("comext").left_out == {"sum over a year": 1}


def test_codes_of_several_lengths_count_once(tmp_path):
    head, *rows = raw("comext").splitlines()
    at = head.split(",").index("PRODUCT_NC")
    parts = []
    for row in rows:
        cells = row.split(",")
        cells[at] = cells[at][:6]
        parts.append(",".join(cells))
    both = read("comext", "\n".join([head, *rows, *parts, ""]), tmp_path)
    alone = read("comext", "\n".join([head, *parts, ""]), tmp_path)
    assert both.table.equals(alone.table)
    assert both.left_out["part of a sum that is given"] > 0
    assert "part of a sum that is given" not in alone.left_out


def test_a_row_without_a_mass_is_left_out_and_told():
    assert read("baci").left_out == {"no mass given": 1}
    assert set(figures("baci")) == {f"flow/{m}/magnet/{p}-JPN" for m in ("ndpr", "dytb") for p in ("CHN", "USA", "TWN")}


@pytest.mark.parametrize(("source", "year", "tonnes"), [("usgs", "2024", 270_000), ("usgs-older", "2023", 240_000)])
def test_production_of_both_layouts(source, year, tonnes):
    found = read_official(OFFICIAL / f"{source}.csv", "usgs", MAPPING)
    assert found.span.words == year
    (china,) = (e for e in found.estimates() if e.id == "supply/ndpr/mine/CHN")
    assert (china.low, china.best, china.high) == pytest.approx((0.15 * tonnes, 0.2 * tonnes, 0.25 * tonnes))
    assert not any("WLD" in e.id or "COD" in e.id for e in found.estimates())


def test_withheld_production_stays_unknown():
    assert read("usgs").left_out == {"sum over places or left to skip": 1, "withheld or no figure": 2}


def test_a_figure_names_file_hash_span_and_citation():
    found = read("estat")
    estimate = found.estimates()[0]
    assert estimate.row == f"estat.csv sha256:{found.sha256}"
    assert "2025-01 to 2025-12" in estimate.source and "made up for a test" in estimate.source
    assert estimate.standing == "assumption"


def test_eleven_months_make_no_figure(tmp_path):
    text = "\n".join(line for line in raw("uscensus").splitlines() if not line.endswith("2025-04"))
    found = read("uscensus", text, tmp_path)
    assert found.estimates() == []
    assert "2025-04" in record_of(found)["no_figures_because"]


def test_the_last_twelve_of_more_months_count(tmp_path):
    more = raw("uscensus") + "5700,CHINA,DET,8505110070,700000,KG,5000,2026-01\n"
    (ndpr,) = (e for e in read("uscensus", more, tmp_path).estimates() if "ndpr" in e.id)
    assert ndpr.best == pytest.approx(0.3 * (CHINA_KG - 400_000 + 700_000) / 1000)
    assert span_of(["2025-01", "2026-01"]) != span_of(["2025-01"])


def test_months_not_yet_published_are_not_zeros(tmp_path):
    lines = raw("estat").splitlines()
    cut = [",".join([*line.split(",")[:-6], "0", "0", "0", "0", "0", "0"]) for line in lines[1:]]
    found = read("estat", "\n".join([lines[0], *cut]), tmp_path)
    assert found.table["period"].max() == "2025-10"
    assert found.estimates() == []


def test_an_import_under_control_need_not_become_a_baseline():
    only_beside = MAPPING.model_copy(update={"estimates": False})
    assert read("estat", mapping=only_beside).estimates() == []


@pytest.mark.parametrize("source", [s for s in SOURCES if s != "usgs"])
def test_the_wrong_publisher_is_refused_with_its_columns(source, tmp_path):
    with pytest.raises(BadData, match="missing"):
        read(source, "a,b\n1,2\n", tmp_path)


@pytest.mark.parametrize(
    ("source", "old", "new", "message"),
    [
        ("comtrade", "AUS", "QQQ", 'nobody knows the place "QQQ"'),
        ("estat", ",601,", ",999,", 'nobody knows the place "999"'),
        ("uscensus", "2025-03", "March", "is no period"),
        ("uscensus", ",403000,", ",-403000,", "not a number that can be a mass"),
        ("baci", "4866.0", "lots", "not a number that can be a mass"),
        ("usgs", "metric tons", "buckets", "no unit of mass"),
        ("usgs", "Burma", "Atlantis", 'nobody knows the place "Atlantis"'),
        ("gacc", "85051110", "10000000", "no row with a mass is about 850511"),
    ],
)
def test_what_is_wrong_is_named(source, old, new, message, tmp_path):
    with pytest.raises(BadData, match=message):
        read(source, raw(source).replace(old, new), tmp_path)


def test_units_and_partners_of_the_mapping_go_first(tmp_path):
    declared = MAPPING.model_copy(update={"partners": {"999": "AUS"}, "units": {"KG": 2.0}})
    found = read("estat", raw("estat").replace(",601,", ",999,"), tmp_path, declared)
    (china,) = (e for e in found.estimates() if e.id == "flow/ndpr/magnet/CHN-JPN")
    assert china.best == pytest.approx(2 * 0.3 * CHINA_KG / 1000)


def test_a_customs_export_needs_its_direction():
    with pytest.raises(BadData, match="which way"):
        read("gacc", mapping=MAPPING.model_copy(update={"flow": None}))


def test_gross_is_never_contained_silently():
    plain = {"schema": "ytterby/mapping/1", "id": "m", "chain": "c", "estimates": True}
    item = {"codes": ["850511"], "commodity": "magnet", "citation": "somebody, page 3", "standing": "estimate"}
    with pytest.raises(BadData, match="content"):
        parse_model(Mapping, {**plain, "trade": [item]}, "m.yaml")
    with pytest.raises(BadData, match="citation"):
        pure = {"ndpr": {"low": 1, "best": 1, "high": 1}}
        parse_model(Mapping, {**plain, "trade": [{**item, "content": pure, "citation": ""}]}, "m.yaml")
    with pytest.raises(BadData, match="one item only"):
        content = {"ndpr": {"low": 0.1, "best": 0.2, "high": 0.3}}
        twice = [{**item, "content": content}, {**item, "codes": ["85051110"], "content": content}]
        parse_model(Mapping, {**plain, "trade": twice}, "m.yaml")


@pytest.mark.parametrize("text", ["", "  \n", "\0\1\2"])
def test_no_table_is_refused(text, tmp_path):
    with pytest.raises(BadData):
        read("baci", text, tmp_path)
    with pytest.raises(NotFound):
        read_official(tmp_path / "none.csv", "baci", MAPPING)


def test_contained_mass_adds_up_row_by_row():
    table = read("comext").table
    gross = table.filter(pl.col("material") == "ndpr")["gross"].sum()
    assert gross == pytest.approx((CHINA_KG + 12_000) / 1000)
    assert (table["low"] <= table["best"]).all() and (table["best"] <= table["high"]).all()
