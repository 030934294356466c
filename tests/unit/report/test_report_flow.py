"""The chain figure: nothing overlaps, widths are the numbers, nothing is lost by merging."""

from __future__ import annotations

import itertools

import pytest

from ytterby.report import RunView
from ytterby.report.figures.flow import flow_figure, widths
from ytterby.report.figures.flow_layout import HEIGHT, LEAST_NODE, TOP, Band, layout


@pytest.fixture
def placed(plain_run):
    return layout(RunView.from_json(plain_run()))


def test_nodes_of_a_column_do_not_overlap(placed):
    for column in range(5):
        nodes = sorted((n for n in placed.nodes if n.key[0] == column), key=lambda n: n.y)
        assert all(a.y + a.height < b.y for a, b in itertools.pairwise(nodes))
        assert all(node.height >= LEAST_NODE for node in nodes)
        assert not nodes or nodes[-1].y + nodes[-1].height <= TOP + HEIGHT + 1e-6


def test_small_places_are_summed_not_dropped(plain_run):
    run = RunView.from_json(plain_run())
    drawn = sum(band.before for band in layout(run).bands if band.target[0] == 4)
    given = sum(flow.before_t_mo for flow in run.flows if flow.to_stage == "first-use")
    assert drawn == pytest.approx(given, rel=0.002)


def test_focus_and_controller_keep_their_names(placed):
    assert {"JPN", "CHN"} <= {node.key[2] for node in placed.nodes if node.key[0] == 4}


def test_bands_stay_within_their_nodes(placed):
    nodes = {node.key: node for node in placed.nodes}
    for band in placed.bands:
        half = band.widest * placed.scale / 2
        for y, key in ((band.y0, band.source), (band.y1, band.target)):
            node = nodes[key]
            assert node.y - 1e-6 <= y - half
            assert y + half <= node.y + node.height + 1e-6


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (10.0, (0.0, 20.0, "same")),
        (4.0, (20.0, 8.0, "lost")),
        (15.0, (30.0, 20.0, "gained")),
        (0.0, (20.0, 0.0, "lost")),
    ],
)
def test_widths_are_the_numbers(now, expected):
    band = Band((0, "", "A"), (1, "", "B"), 10.0, (now,))
    assert widths(band, 2.0, 0) == expected


def test_flows_out_of_the_chain_are_counted_and_in_the_table(plain_run):
    figure = flow_figure(RunView.from_json(plain_run()))
    assert figure.missing == 1
    assert any(row[3] == "Other than magnets" for row in figure.rows)


def test_scrap_stands_left_of_what_it_feeds(placed):
    scrap = {node.key for node in placed.nodes if node.key[1] == "scrap"}
    assert (0, "scrap", "CHN") in scrap


def test_no_flows_no_figure(plain_run):
    assert flow_figure(RunView.from_json(plain_run() | {"flows": []})) is None
