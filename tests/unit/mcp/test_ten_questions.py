"""Ten questions answered through the tools, each number traced back by its id to a run, a claim, a rule or a table."""

from __future__ import annotations

import pytest
from mcp_asking import SMALL

QUESTIONS = {
    "who in Japan runs short first if civil users are denied too?": ("run", {"scenario": "japan-2026-civil-denial"}),
    "does anybody run short under the text alone?": ("run", {"scenario": "japan-2026", "place": "JPN"}),
    "how much worse is a full denial than the text?": (
        "compare", {"scenarios": ["japan-2026", "japan-2026-civil-denial"]},
    ),
    "what would the 0.1 % rule find in an actuator for a military user in Japan?": (
        "screen", {"bill": "actuator", "to": "JPN", "on": "2026-12-01", "end_use": "military"},
    ),
    "how concentrated is primary gallium?": ("assess", {"index": "hhi", "material": "ga"}),
    "how much of Japan's heavy rare earths was touched in China?": (
        "assess", {"index": "dependence", "material": "dytb", "place": "JPN", "controller": "CHN"},
    ),
    "which stage is the narrow one without China?": ("assess", {"index": "chokepoints", "material": "ndpr"}),
    "how much demand is covered without the largest supplier?": ("assess", {"index": "n-1", "material": "ndpr"}),
    "who says what about gallium?": ("claims", {"about": "ガリウム"}),
    "what does the Commission's supply risk give for gallium?": (
        "assess", {"index": "eu-supply-risk", "material": "gallium"},
    ),
}  # fmt: skip
KINDS = ("japan-2026", "c1:", "assess-", "screen-")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_number_is_traced(ask, question):
    tool, given = QUESTIONS[question]
    answer = ask(tool, **given, **(SMALL if tool in ("run", "compare") else {}))
    assert answer["figures"], question
    for figure in answer["figures"]:
        assert figure["id"].startswith(KINDS), figure["id"]
        assert figure["interval"] and figure["unit"]
        found = ask("explain", number=figure["id"])
        shown = {k: found["number"][k] for k in ("value", "low", "high")}
        assert shown == {k: figure[k] for k in shown}, figure["id"]
        assert found["path"], figure["id"]
        assert found["sources"], figure["id"]


def test_there_are_ten_of_them():
    assert len(QUESTIONS) == 10


def test_an_input_of_a_run_leads_to_its_row(ask):
    run = ask("run", scenario="japan-2026", **SMALL)["run"]
    found = ask("explain", number=f"{run}#supply/ndpr/mine/CHN")
    assert found["number"]["unit"] == "t contained/a"
    assert found["sources"][0]["row"]


@pytest.mark.nightly
def test_a_plan_is_traced(ask):
    told = ask("plan", budget="500 MUSD", futures=5, search=0)
    assert told["portfolio"] and told["figures"]
    for figure in told["figures"]:
        assert ask("explain", number=figure["id"])["number"] == figure
