"""What a brief says of a run, in six languages."""

from __future__ import annotations

import pytest
from brief_facts import actions, facts_of, made_up

from ytterby.domain.place import LANGUAGES
from ytterby.report.brief import brief_of
from ytterby.report.brief.check import check_document, check_html
from ytterby.report.brief.html import as_html
from ytterby.report.brief.spans import Bullets, Heading, Para, Table, lines_of, plain
from ytterby.report.brief.tongue import words_of

DEPTHS = {"defence": 0.62, "ev-traction": 0.22, "auto-other": 0.15}
STARTS = {"ev-traction": 4, "auto-other": 7}


def run(**changes):
    made = made_up.make_run(depths=DEPTHS, starts=STARTS, measures=(made_up.BAN, made_up.LICENCE), **changes)
    return made | {"sources": made_up.make_sources(), "moved": made_up.make_moved()}


def told(blocks):
    return [plain(line) for line in lines_of(tuple(blocks))]


def lead_of(document):
    return next(plain(b.line) for b in document.director if isinstance(b, Para) and b.kind == "lead")


@pytest.mark.parametrize(("lang", "lead"), [
    ("en", "Japan: defence users run short first, in Mar\u00a02026."),
    ("ja", "日本：最初に不足するのは防衛需要、2026年3月。"),
    ("zh-Hans", "日本：最先短缺的是国防用户，时间为2026年3月。"),
    ("zh-Hant", "日本：最先短缺的是國防用戶，時間為2026年3月。"),
    ("ko", "일본: 가장 먼저 부족해지는 것은 국방 수요, 2026년 3월."),
    ("vi", "Nhật Bản: khách hàng quốc phòng thiếu trước tiên, vào tháng 3/2026."),
])  # fmt: skip
def test_the_first_sentence(lang, lead):
    document = brief_of(facts_of(run()), lang)
    assert lead_of(document) == lead
    assert check_document(document, facts_of(run())) > 300


def test_golden_facts_of_the_directors_page():
    lines = told(brief_of(facts_of(run()), "en").director)
    table = lines[lines.index("End use") :]
    assert table[:12] == [
        "End use", "First month short", "In 9 of 10 futures", "Futures short", "Lowest demand met", "Days of cover",
        "Defence users", "Mar\u00a02026", "Feb\u00a02026 to May\u00a02026", "98\u00a0%",
        "38\u00a0% · Mar\u00a02026", "40 (30–50)",
    ]  # fmt: skip
    text = " ".join(lines)
    assert "3 of 8 end uses run short in at least half of the futures." in text
    assert "In 9 of 10 simulated futures the first month short is Feb\u00a02026 to May\u00a02026." in text
    assert "balancing moved 2 by more than a quarter" in text and "of 40 figures from sources" in text
    assert "Defence users move most with days of stock: defence users (57\u00a0% of the spread, estimate)." in text
    assert "30\u00a0% of what spreads the first month short comes from assumptions" in text
    assert "M-1 (denied, defence, from 2026-01-06)" in text and "M-2 (under licence, civil, from 2026-01-06)" in text


def test_three_actions_with_cost_and_lead_time():
    lines = told(brief_of(facts_of(run()), "en").director)
    at = lines.index("Action")
    assert lines[at : at + 16] == [
        "Action", "Cost", "Lead time", "Standing of its source",
        "Talks", "USD\u00a010 million", "2 to 8 months, best 4", "assumption",
        "A stock", "USD\u00a020,000 for each day of use", "3 to 12 months, best 6", "assumption",
        "A stake", "USD\u00a0385 million", "that of its projects", "assumption",
    ]  # fmt: skip


def test_actions_of_a_plan_say_what_they_are_worth():
    plan = actions() | {"by": "plan", "budget": 2e9, "with": 1.85e9, "without": 3.55e9}
    text = " ".join(told(brief_of(facts_of(run(), actions=plan), "ja").director))
    assert (
        "予算20億ドルの計画で選び、効果をモデルでシミュレーションした。期待損失は35.5億ドルから18.5億ドルへ。" in text
    )
    assert "備蓄：A stock" in text


def test_without_levers_the_brief_says_so():
    text = " ".join(told(brief_of(facts_of(run(), actions=None), "en").director))
    assert "No lever with cost and lead time is on file" in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("draws", [1, 64, 199])
def test_too_few_draws_show_no_range(lang, draws):
    document = brief_of(facts_of(run(draws=draws)), lang)
    tables = [b for b in document.director if isinstance(b, Table)]
    assert all(plain(row[2]) == "–" for row in tables[0].rows)
    assert all("–" not in plain(row[5]) or plain(row[5]) == "–" for row in tables[0].rows)
    assert "200" in " ".join(told(document.director))
    check_document(document, facts_of(run(draws=draws)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_short(lang):
    calm = made_up.make_run(depths={}, measures=()) | {"sources": [], "moved": []}
    document = brief_of(facts_of(calm, actions=None, movers=[]), lang)
    check_document(document, facts_of(calm, actions=None, movers=[]))
    assert lead_of(document).strip() and "2026" not in lead_of(document)


def test_an_open_range_is_said_to_be_open():
    made = run()
    for row in made["first_short"]:
        if row["end_use"] == "defence":
            row["p95"] = None
    assert any("Feb\u00a02026 to not by Dec\u00a02028" in line for line in told(brief_of(facts_of(made)).director))


def test_several_places_are_named():
    two, other = run(), run(place="DEU")
    keys = ("fill_rate", "first_short", "cover_days", "undelivered_t", "time_to_survive", "time_to_recover",
            "demand_destroyed_t")  # fmt: skip
    both = {**two, **{k: [*two[k], *other[k]] for k in keys}, "focus": ["JPN", "DEU"]}
    document = brief_of(facts_of(both), "en")
    assert lead_of(document) == "Japan: defence users and Germany: defence users run short first, in Mar\u00a02026."
    lines = told(document.director)
    assert "Japan: defence users" in lines and "Germany: defence users" in lines


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_standing_of_an_action_is_said_to_be_that_of_its_source(lang):
    lines = told(brief_of(facts_of(run()), lang).director)
    words = words_of(lang)
    assert words["brief.col.document"] in lines and words["brief.col.document"] != words["brief.col.standing"]
    assert any(words["brief.do.standing"] in line for line in lines)
    told_of_plans = words["brief.do.plan"] + words["brief.do.book"]
    assert not [w for w in ("verif", "検証", "验证", "驗證", "검증", "kiểm chứng") if w in told_of_plans]


def test_official_figures_stand_beside_the_model():
    given = {"run": "made-up-0001", "publisher": "Customs, made up", "rows": [],
             "summary": {"periods": 12, "official_t": 1234.0, "model_t": 1100.0, "within": 9},
             "pairs": [{"stage": "magnet", "from": "CHN", "to": "JPN", "periods": 12, "official_t": 1234.0,
                        "model_t": 1100.0, "within": 9}]}  # fmt: skip
    document = brief_of(facts_of(run(), official=given), "en")
    text = " ".join(told(document.director))
    assert "over 12 figures of flows, official 1,230 t, model 1,100 t; 9 lie within the official range" in text
    assert "9 / 12" in " ".join(told(document.analyst))


def test_a_turning_value_is_named():
    flips = {"flips": [{"input": "cover/defence", "value": 90.0, "best": 30.0, "unit": "d"}]}
    text = " ".join(told(brief_of(facts_of(run(), sensitivity=flips), "en").director))
    assert "Days of stock: defence users: at 90 d instead of 30 most futures turn." in text


def test_branches_of_unknown_law_are_side_by_side():
    made = run()
    row = {"place": "JPN", "end_use": "defence", "class": "defence", "p50": 0.3}
    made["rule_branches"] = [
        {"branch": branch, "rules": ["X-1", "X-2"], "first_short": [], "lowest_fill": [row | {"p50": share}]}
        for branch, share in (("extend", 0.38), ("revive", 0.21))
    ]
    document = brief_of(facts_of(made), "en")
    text = " ".join(told(document.director))
    assert (
        "The status of 2 rules is unknown (X-1 and X-2). Lowest demand met: 38\u00a0% (defence users) if they stay"
        in text
    )
    heads = [plain(b.line) for b in document.analyst if isinstance(b, Heading)]
    assert "Branches of unknown law" in heads


def test_warnings_and_limits_are_printed():
    document = brief_of(facts_of(run(warnings=("the made-up table is old",))), "en")
    lines = told(document.analyst)
    assert "the made-up table is old" in lines and any("no legal advice" in line for line in lines)
    assert any(isinstance(b, Bullets) for b in document.analyst)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_own_titles_and_end_uses_with_digits_are_quoted(lang):
    made = run(title="Plan 9 from the desk")
    for key in ("fill_rate", "first_short", "cover_days", "undelivered_t", "time_to_survive", "time_to_recover",
                "demand_destroyed_t"):  # fmt: skip
        for r in made[key]:
            r["end_use"] = "line-7" if r["end_use"] == "defence" else r["end_use"]
    document = brief_of(facts_of(made, movers=[]), lang)
    check_document(document, facts_of(made, movers=[]))
    check_html(as_html(document), document, facts_of(made, movers=[]))
    assert plain(document.title) == "Plan 9 from the desk" and "line-7" in lead_of(document)


def test_numbers_are_explainable_by_their_path():
    paths = {c.path for c in brief_of(facts_of(run())).cited()}
    assert {"run/first_short/JPN/defence/defence/p50", "run/cover_days/JPN/defence/first-use/p50"} <= paths
