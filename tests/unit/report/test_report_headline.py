"""Headlines are generated from numbers and measures, and say no more than they do."""

from __future__ import annotations

import re

import pytest

from ytterby.report import RunView, comparison_headline, headline

BAN = {
    "id": "M-1", "from": "2026-01-06", "permission": "denied", "origin": "CHN", "destinations": ["JPN"],
    "classes": ["defence"],
}  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def sentence(run) -> str:
    return plain(headline(RunView.from_json(run)).text)


def test_defence_only(plain_run):
    assert sentence(plain_run()) == (
        "A made-up ban: defence users in Japan run short in Mar 2026 (Feb–May 2026 in 9 of 10 simulated futures; "
        "98 % of futures run short; model error not included), because M-1 denies them the goods from China; "
        "every civil use keeps at least 99.6 % of its demand in the median future, because no measure of this "
        "scenario restricts civil trade."
    )


def test_civil_trade_under_licence_is_named(plain_run):
    licence = {**BAN, "id": "M-2", "permission": "licence", "classes": ["civil"]}
    assert "because civil trade goes on under licence (M-2)" in sentence(plain_run(measures=(BAN, licence)))


def test_nobody_short(plain_run):
    said = sentence(plain_run(depths={}))
    assert said.startswith("A made-up ban: no end use in Japan runs short in the median future within 36 months")
    assert "the lowest demand met is 99.6 % (electric-car motors, Mar 2026)" in said
    assert "because" not in said


def test_several_are_named_in_order(plain_run):
    said = sentence(
        plain_run(
            depths={"defence": 0.6, "wind": 0.3, "hvac": 0.2, "other": 0.1}, starts={"wind": 4, "hvac": 5, "other": 6}
        )
    )
    assert "defence users in Japan run short first, in Mar 2026" in said
    assert (
        "then wind turbines (May 2026, down to 70 %), air conditioners (Jun 2026, down to 80 %) and 1 more use" in said
    )
    assert "the other 4 civil uses keep at least 99.6 % of their demand" in said


def test_all_at_once(plain_run):
    uses = (
        "ev-traction",
        "wind",
        "industrial-motors",
        "consumer-electronics",
        "hvac",
        "auto-other",
        "other",
        "defence",
    )
    assert "all 8 end uses in Japan run short in Mar 2026" in sentence(plain_run(depths=dict.fromkeys(uses, 0.5)))


def test_a_shortage_in_fewer_than_half_the_futures_is_no_shortage_but_is_named(plain_run):
    run = plain_run()
    for row in run["first_short"]:
        if row["end_use"] == "defence":
            row |= {"p05": "2026-03", "p50": None, "p95": None, "probability": 0.3}
    said = sentence(run)
    assert "no end use in Japan runs short in the median future" in said
    assert "yet defence users run short in 30 % of futures" in said


def test_an_open_end_is_said_to_be_open(plain_run):
    run = plain_run()
    for row in run["first_short"]:
        if row["end_use"] == "defence":
            row |= {"p95": None, "probability": 0.8}
    assert "(Feb 2026 to not by Dec 2028 in 9 of 10 simulated futures; 80 % of futures run short" in sentence(run)


@pytest.mark.parametrize(
    ("draws", "words"),
    [(199, "(199 simulated futures, too few to show a range)"), (1, "(one simulated future: no range)")],
)
def test_few_draws_show_no_range(plain_run, draws, words):
    said = sentence(plain_run(draws=draws))
    assert words in said
    assert "9 of 10" not in said
    assert "98 %" not in said


@pytest.mark.parametrize(("share", "told"), [(0.5, False), (0.51, True), (None, False)])
def test_assumptions_are_told_above_one_half(plain_run, share, told):
    said = sentence(plain_run(assumption_share=share))
    assert ("most of the spread of the first shortage date" in said) is told
    assert not told or "51 %" in said


def test_a_shortage_without_a_measure_is_not_blamed_on_one(plain_run):
    said = sentence(plain_run(measures=()))
    assert "although no measure of this scenario restricts their trade" in said
    assert "because M-" not in said


def test_measures_that_start_after_the_run_count_as_none(plain_run):
    assert "although no measure" in sentence(plain_run(measures=({**BAN, "from": "2031-01-01"},)))


def test_at_least_is_rounded_down(plain_run):
    depths = {"defence": 0.6, "wind": 0.0249}
    assert "keeps at least 97 % of its demand" in sentence(plain_run(depths=depths))


def test_swapping_two_states_swaps_their_names_only(plain_run):
    other = {**BAN, "origin": "JPN", "destinations": ["CHN"]}
    one, two = sentence(plain_run()), sentence(plain_run(place="CHN", measures=(other,)))
    swapped = re.sub("Japan|China", lambda m: "China" if m[0] == "Japan" else "Japan", one)
    assert two == swapped


def test_unknown_places_and_uses_keep_their_ids(plain_run):
    assert "defence users in nowhere run short" in sentence(plain_run(place="nowhere", measures=()))


def test_comparison_names_counts_law_and_the_lowest(readings):
    said = plain(comparison_headline([RunView.from_json(run) for run in readings()]))
    assert said.startswith("Of 8 end uses in Japan, 1 runs short under “The made-up ban as its text reads”, 3 under")
    assert "civil trade with Japan is not restricted, under licence and denied" in said
    assert "the lowest civil demand met is 99.6 %, 78 % and 50 %" in said
    assert "at least half of the simulated futures" in said


def test_comparison_of_equal_law(plain_run):
    runs = [RunView.from_json(plain_run("a", title="A")), RunView.from_json(plain_run("b", title="B", depths={}))]
    said = plain(comparison_headline(runs))
    assert said.startswith("Of 8 end uses in Japan, 1 runs short under “A” and none under “B”")
    assert "the lowest demand met is 40 % and 99.6 %" in said


def test_later_uses_in_other_places_are_named_with_their_place(plain_run):
    here, there = plain_run(), plain_run(place="DEU", depths={"wind": 0.3}, starts={"wind": 4})
    both = {**here, "focus": ["JPN", "DEU"], **{k: [*here[k], *there[k]] for k in ("fill_rate", "first_short")}}
    said = sentence(both)
    assert "defence users in Japan run short first, in Mar 2026" in said
    assert "; then wind turbines in Germany (May 2026, down to 70 %)" in said
    assert "turbines in Japan" not in said
