"""Claims move the numbers of a chain they speak of; every other claim is counted with its reason."""

from dataclasses import replace

import pytest

from twins import minerals, sayings
from twins.sayings import said
from ytterby.domain.claim import Claim
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.scenario.evidence import Informed, informed
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario
from ytterby.study import load_scenario

CHINA = "supply/ga/refining/CHN"


def ask(
    *texts: str, chain: str = "gallium", published: str = "2025-11-01", scenario: Scenario | None = None
) -> Informed:
    question = scenario or minerals.question(chain)
    return sayings.known(chain, question, said(*texts, published=published))


def reasons(known: Informed) -> list[str]:
    return list(known.unused)


def world(known: Informed, head: str = "supply/ga/refining/") -> float:
    return sum(
        e.best
        for e in sayings.known(known.chain, minerals.question("gallium"), None).estimates.items
        if e.id.startswith(head)
    )


def test_without_documents_nothing_changes():
    known = sayings.known("gallium", minerals.question("gallium"), None)
    assert [(e.id, e.low, e.best, e.high) for e in known.estimates.items] == [
        (e.id, e.low, e.best, e.high) for e in minerals.estimates("gallium").items
    ]
    assert known.numbers == ()


def test_a_share_of_world_output_becomes_tonnes_with_the_packaged_width():
    known = ask("中国占全球镓产量的93%。")
    (number,) = known.numbers
    old = minerals.estimates("gallium")[CHINA]
    total = sum(e.best for e in minerals.estimates("gallium").items if e.id.startswith("supply/ga/refining/"))
    new = known.estimates[CHINA]
    assert new.best == pytest.approx(0.93 * total)
    assert new.low == pytest.approx(new.best * old.low / old.best)
    assert new.high <= total
    assert (new.standing, number.moved, number.fused.roots) == ("reported", True, 1)


def test_disagreement_widens_the_range():
    alone, both = (
        ask("中国占全球镓产量的93%。"),
        ask("中国占全球镓产量的93%。", "China produces 70% of the world's gallium."),
    )
    (number,) = both.numbers
    assert len(number.fused.disagree) == 1
    assert both.estimates[CHINA].low < alone.estimates[CHINA].low
    assert both.estimates[CHINA].low == pytest.approx(0.70 * world(alone), rel=1e-9)
    assert "disagree" in number.note


@pytest.mark.parametrize(
    ("text", "moved", "word"),
    [
        ("中国占全球镓产量的50%以上。", False, "keeps the bound"),
        ("中国占全球镓产量的97%以上。", True, "cuts"),
        ("中国占全球镓产量的50%以下。", True, "above the bound"),
    ],
)
def test_a_bound_only_cuts(text, moved, word):
    known = ask(text)
    (number,) = known.numbers
    old, new = number.before, number.after
    assert (number.moved, word in number.note) == (moved, True)
    if word == "above the bound":
        assert new.high == pytest.approx(0.5 * world(known))
        assert new.low <= new.best <= new.high
    else:
        assert old.low <= new.low <= new.best <= new.high <= old.high


def test_a_bound_beyond_the_packaged_range_moves_it():
    known = ask("Japan accounts for at least 40% of global gallium output.")
    (number,) = known.numbers
    assert number.before.high < number.after.low == pytest.approx(0.4 * world(known))


def test_a_stock_of_one_place_adds_a_rule_for_its_civil_users():
    known = ask("日本のガリウム在庫は3カ月分だ。")
    (number,) = known.numbers
    assert (number.before.id, number.after.id) == ("cover/first-use", "cover/first-use/JPN")
    assert known.estimates["cover/first-use/JPN"].best == pytest.approx(91.3125)
    assert known.chain.cover[-1].applies == {"stage": ("first-use",), "place": ("JPN",), "class": ("civil",)}
    assert known.estimates["cover/first-use"] == minerals.estimates("gallium")["cover/first-use"]


def test_a_stock_that_the_chain_knows_is_replaced():
    known = ask(
        "The EU has magnet inventories for ten days.", chain="magnet-rare-earths", scenario=load_scenario("japan-2026")
    )
    (number,) = known.numbers
    assert (number.before.id, number.after.id, number.after.best) == (
        "cover/first-use/EUU",
        "cover/first-use/EUU",
        10.0,
    )
    assert len(known.chain.cover) == len(load_chain("magnet-rare-earths").cover)


def test_dependence_needs_a_form_and_a_second_supplier():
    question = load_scenario("japan-2026")
    known = ask("日本对中国稀土的依赖度为60%。", chain="magnet-rare-earths", scenario=question)
    assert reasons(known) == ["the chain trades it in several forms; none is named"]
    known = ask("Japan gets 60% of its antimony imports from China.", chain="antimony")
    (number,) = known.numbers
    total = sum(
        e.best
        for e in minerals.estimates("antimony").items
        if e.id.startswith("flow/sb/metal/") and e.id.endswith("-JPN")
    )
    assert number.after.id == "flow/sb/metal/CHN-JPN"
    assert number.after.best == pytest.approx(0.6 * total)


def test_an_output_of_a_year_counts_and_exports_do_not():
    known = ask("中国2024年生产镓760吨。", "2024年中国出口镓76吨。")
    (number,) = known.numbers
    assert (number.after.id, number.after.best) == (CHINA, 760.0)
    assert reasons(known) == ["tonnes count only as the output of a year"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("中国计划占全球镓产量的50%。", "a plan moves no number"),
        ("韩国买走的镓占中国出口近三成。", "the chain has no number of the kind share/share_of_exports"),
        ("中国禁止向日本出口镓。", "a measure becomes law"),
        ("美国对中国镓加征25%关税。", "levers.tariffs"),
        ("镓价上涨了3倍。", "a price is an outcome"),
        ("中国占全球铋产量的80%。", "its material is not in this chain"),
        ("中国占全球镓、锗产量的80%。", "it names no single material"),
        ("中国占全球镓产量的980%。", "unlikely scale"),
        ("全球镓产量的80%来自冶炼副产品。", "it names no single place"),
        ("2019年中国占全球镓产量的90%。", "it speaks of a year before 2024 or after 2026"),
        ("日本的镓库存够用20年。", "a stock of more than three years is no working stock"),
        ("Poland accounts for 3% of global gallium output.", "the chain has no supply of POL at that step"),
    ],
)
def test_a_claim_that_moves_nothing_is_counted_with_its_reason(text, reason):
    known = ask(text)
    assert known.numbers == ()
    assert any(reason in r for r in reasons(known)), reasons(known)
    assert [(e.id, e.best) for e in known.estimates.items] == [
        (e.id, e.best) for e in minerals.estimates("gallium").items
    ]


def test_comments_move_nothing():
    space = said("中国占全球镓产量的93%。")
    commented = replace(space, claims=tuple(replace(c, credibility=6) for c in space.claims))
    assert reasons(sayings.known("gallium", minerals.question("gallium"), commented)) == ["comments move no number"]


def test_an_undated_claim_takes_the_date_of_its_document():
    assert ask("中国占全球镓产量的93%。", published="2018-03-01").numbers == ()
    assert len(ask("中国占全球镓产量的93%。", published="").numbers) == 1


def test_every_claim_is_used_or_counted():
    texts = (
        "中国占全球镓产量的93%。日本计划投资3亿美元。镓价上涨了3倍。",
        "中国禁止向日本出口镓。日本的镓库存够用60天。",
    )
    known = ask(*texts)
    counted = {key for keys in known.unused.values() for key in keys}
    assert not counted & set(known.used)
    assert counted | set(known.used) == {c.id for c in said(*texts).claims}


def test_a_number_the_scenario_sets_is_left_to_it():
    override = {"estimate": CHINA, "low": 1.0, "best": 2.0, "high": 3.0, "unit": "t/a", "source": "made up"}
    plain = minerals.question("gallium").model_dump(mode="json", by_alias=True)
    plain["uncertainties"]["overrides"] = [override]
    known = ask("中国占全球镓产量的93%。", scenario=Scenario.model_validate(plain))
    assert reasons(known) == ["the scenario sets that number itself"]


def test_a_figure_of_the_workspace_is_left_to_it():
    chain = load_chain("gallium")
    packaged = chain_estimates(chain)
    own = packaged.with_others({CHINA: replace(packaged[CHINA], best=packaged[CHINA].best * 1.01)})
    known = informed(chain, own, minerals.question("gallium"), said("中国占全球镓产量的93%。"))
    assert reasons(known) == ["the workspace has its own figure for that number"]
    assert known.estimates[CHINA] == own[CHINA]


def test_numbers_that_no_claim_speaks_of_keep_their_luck():
    before, after = (
        minerals.estimates("gallium"),
        ask("中国占全球镓产量的93%。", "日本のガリウム在庫は3カ月分だ。").estimates,
    )
    old, new = draw_estimates(before, 8, 1), draw_estimates(after, 8, 1)
    same = [k for k, e in enumerate(before.items) if after[e.id] == e]
    assert len(same) == len(before) - 1
    assert (old[:, same] == new[:, same]).all()


def test_the_order_of_claims_does_not_matter():
    space = said(
        "中国占全球镓产量的93%。", "China produces 70% of the world's gallium.", "日本のガリウム在庫は3カ月分だ。"
    )
    turned = replace(space, claims=space.claims[::-1])
    question = minerals.question("gallium")
    assert sayings.known("gallium", question, space).numbers == sayings.known("gallium", question, turned).numbers


def test_one_speaker_repeated_is_one_source():
    known = ask("据路透社报道,中国占全球镓产量的93%。", "另据路透社报道,中国占全球镓产量的93%。价格上涨三成。")
    (number,) = known.numbers
    assert (number.fused.roots, len(number.fused.claims)) == (1, 2)


def test_claims_are_what_they_were():
    space = said("日本のガリウム在庫は3カ月分だ。")
    sayings.known("gallium", minerals.question("gallium"), space)
    assert all(isinstance(c, Claim) and c.unit == "month" for c in space.claims)
