import re

from ytterby.baseline import table
from ytterby.report.figures.world_map import legend, shade, world_map


def test_every_country_has_one_outline_on_the_sheet():
    frame = table("outlines")
    codes = [c for c in frame["iso3"].to_list() if c]
    assert len(codes) == len(set(codes)) and {"JPN", "TWN", "HKG", "SGP", "COD", "USA", "CHN"} <= set(codes)
    for path in frame["path"].drop_nulls():
        for start in re.findall(r"M(-?[\d.]+) (-?[\d.]+)l", path):
            assert 0 <= float(start[0]) <= 1000 and 0 <= float(start[1]) <= 487
        for part in path.split("M")[1:]:  # no line runs across the sheet
            assert max(abs(float(x)) for x in re.findall(r"[l ]?(-?[\d.]+)", part.split("l")[1])) < 200


def test_the_union_counts_for_its_members_and_the_controller_is_marked():
    drawn = str(world_map({"EUU": 0.9, "JPN": 0.1, "SGP": 0.5, "FRA": 0.3}, "CHN", "a map"))
    assert 'class="controller"' in drawn and "<title>Germany: 90" in drawn
    assert "<title>France: 30" in drawn and "<title>Japan: 10" in drawn
    assert re.search(r"<circle[^>]*class=\"shade-2\"[^>]*><title>Singapore", drawn)
    assert "a map" in drawn


def test_shades_and_legend_agree():
    assert [shade(x) for x in (0.0, 0.19, 0.2, 0.59, 0.8, 1.0)] == [0, 0, 1, 2, 4, 4]
    assert [c for c, _ in legend()] == [f"shade-{k}" for k in range(5)]
