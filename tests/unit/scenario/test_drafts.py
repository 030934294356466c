"""Drafts: valid under the published schemas, with quotes and doubts, used by nothing until a person accepts them."""

from dataclasses import replace
from datetime import date

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from twins import minerals, sayings
from ytterby.baseline.yamlfile import load_model, parse_model
from ytterby.cli.schema import schema_of
from ytterby.controls.library import link
from ytterby.domain.regime import Instrument
from ytterby.errors import BadData
from ytterby.evidence.documents.build import build
from ytterby.evidence.extract import extract
from ytterby.evidence.snapshot import packed, unpacked
from ytterby.scenario.accepting import accepted, as_yaml
from ytterby.scenario.drafting import drafts
from ytterby.scenario.drafts import Draft
from ytterby.scenario.lead_times import triangular_mean
from ytterby.scenario.schema import Scenario

TODAY = date(2026, 1, 20)
TEXT = (
    "2026年1月6日,中国禁止向日本出口镓。据路透社报道,中国考虑收紧对日本的中重稀土许可审查。"
    "五角大楼花4亿美元买下稀土厂商的股份。日本承诺五年内向哈萨克斯坦稀土项目投资37亿美元。"
    "美国自2026年2月1日起对中国镓加征25%关税。日本计划储备60天的镓。"
    "稀土矿山由探矿到投产一般需要9年,最短6年3个月,最长18年。"
)


def read(text=TEXT):
    document = build(text, "a.txt", "2026-01-07")
    claims = extract(document)
    return claims, drafts(claims, {document.sha256: document}, TODAY)


def of(kind, part):
    return next(d for d in read()[1] if d.kind == kind and getattr(d, part) is not None)


def plain(draft):
    return YAML(typ="safe", pure=True).load(as_yaml(draft))


def settled(draft):
    return draft.model_copy(update={"doubts": ()})


def test_each_kind_of_draft_is_made():
    made = read()[1]
    parts = ("regime", "deal", "tariff", "reserve", "pledge", "lead_time")
    assert {p for d in made for p in parts if getattr(d, p) is not None} == set(parts)
    assert all(d.review == "needed" and d.evidence and d.evidence[0].quote for d in made)


def test_every_draft_is_valid_under_the_published_schemas():
    validators = {name: Draft202012Validator(schema_of(name)) for name in ("draft", "regime", "scenario")}
    for draft in read()[1]:
        found = plain(draft)
        validators["draft"].validate(found)
        assert parse_model(Draft, found, "x") == draft
        if draft.regime is not None:
            validators["regime"].validate(found["regime"])


def test_a_regime_draft_names_issuer_goods_destination_and_day():
    regime = of("regime", "regime").regime
    (rule,) = regime.rules
    assert (regime.issuer, rule.effective, rule.destinations.places) == ("CHN", date(2026, 1, 6), ("JPN",))
    assert rule.items.listed[0].elements == ("Ga",)
    assert (rule.role, rule.treatments[0].outcome) == ("export control", "prohibited")


def test_what_is_only_reported_is_a_rumour_with_a_probability():
    rumour = next(d for d in read()[1] if d.regime and d.regime.rules[0].role == "rumour")
    (rule,) = rumour.regime.rules
    assert rule.effective is None
    assert (rule.probability.low, rule.probability.standing) == (0.0, "assumption")


def test_a_day_that_the_text_does_not_name_is_a_doubt():
    (draft,) = read("中国禁止向日本出口镓。")[1]
    assert draft.regime.rules[0].effective == date(2026, 1, 7)
    assert any("that of the document stands" in d for d in draft.doubts)


def test_a_pledge_is_a_flow_with_a_discount():
    pledge = of("pledge", "pledge").pledge
    assert (pledge.donor, pledge.recipients, pledge.years) == ("JPN", ("KAZ",), 5.0)
    assert pledge.per_year() == pytest.approx((0.2 * 7.4e8, 0.5 * 7.4e8, 0.8 * 7.4e8))
    assert pledge.paid.standing == "assumption"


def test_a_lead_time_gives_the_three_numbers_of_its_distribution():
    lead = of("lead time", "lead_time").lead_time
    assert (lead.low, lead.best, lead.high) == (6.25, 9.0, 18.0)
    assert triangular_mean(lead.low, lead.best, lead.high) == pytest.approx(11.083, abs=1e-3)


def test_no_draft_reaches_a_run():
    document = build(TEXT, "a.txt", "2026-01-07")
    space = unpacked(packed("x", extract(document), [document]))
    question = minerals.question("gallium")
    known = sayings.known("gallium", question, space)
    assert not any(n.moved for n in known.numbers)
    assert question.levers == minerals.question("gallium").levers
    assert any("reviewed draft" in reason for reason in known.unused)


def test_an_accepted_measure_runs_as_an_entry_of_a_scenario(tmp_path):
    claims, _ = read()
    files = accepted(settled(of("regime", "measure")), claims, "A. Reader")
    name = next(n for n in files if n.endswith("-scenario.yaml"))
    entry = YAML(typ="safe", pure=True).load(files[name])
    base = minerals.question("gallium").model_dump(mode="json", by_alias=True)
    base["levers"] |= entry["levers"]
    (measure,) = Scenario.model_validate(base).levers.measures
    assert (measure.origin, measure.destinations, measure.permission) == ("CHN", ("JPN",), "denied")


def test_an_accepted_regime_is_a_regime_file(tmp_path):
    claims, _ = read()
    files = accepted(settled(of("regime", "measure")), claims, "A. Reader")
    name = next(n for n in files if n.startswith("CHN-DRAFT"))
    (tmp_path / name).write_text(files[name], "utf-8")
    library = link((load_model(Instrument, tmp_path / name),))
    assert [e.acting for e in library.entries.values()] == [True]


@pytest.mark.parametrize("part", ["tariff", "reserve"])
def test_an_accepted_lever_fits_into_a_scenario(part):
    claims, _ = read()
    files = accepted(settled(of("lever", part)), claims, "A. Reader")
    entry = YAML(typ="safe", pure=True).load(files[next(n for n in files if n.endswith("-scenario.yaml"))])
    base = minerals.question("gallium").model_dump(mode="json", by_alias=True)
    base["levers"] |= entry["levers"]
    Scenario.model_validate(base)


def test_acceptance_names_every_fault_at_once():
    claims, made = read()
    draft = made[0].model_copy(update={"evidence": (made[0].evidence[0].model_copy(update={"quote": "retyped"}),)})
    with pytest.raises(BadData) as caught:
        accepted(draft, claims, " ")
    words = [f.what for f in caught.value.faults]
    assert any("empty" in w for w in words)
    assert any("doubt is left" in w for w in words)
    assert any("not that of the claim" in w for w in words)
    with pytest.raises(BadData, match="not a claim of the workspace"):
        accepted(settled(made[0]), [], "A. Reader")


def test_a_draft_holds_one_object_of_its_kind():
    found = plain(of("pledge", "pledge"))
    with pytest.raises(BadData, match="holds pledge, and nothing else"):
        parse_model(Draft, {**found, "lead_time": {"low": 1, "best": 2, "high": 3, "span": "x"}}, "x")
    with pytest.raises(BadData, match="must not fall"):
        parse_model(
            Draft, {**found, "pledge": {**found["pledge"], "paid": {"low": 0.9, "best": 0.5, "high": 1.0}}}, "x"
        )


def test_comments_and_damaged_claims_give_no_draft():
    document = build(TEXT, "a.txt")
    claims = extract(document)
    known = {document.sha256: document}
    assert drafts([replace(c, credibility=6) for c in claims], known, TODAY) == []
    assert drafts([replace(c, damaged=True) for c in claims], known, TODAY) == []


@pytest.mark.parametrize("period", ["2026", "2026-02", "2026-02-30", "../2030", "2025/2027"])
def test_days_are_always_days(period):
    document = build("中国禁止向日本出口镓。", "a.txt")
    claims = [replace(c, period=period) for c in extract(document)]
    (draft,) = drafts(claims, {document.sha256: document}, TODAY)
    assert draft.measure.from_.year in (2025, 2026, 2030)
    assert any("first day stands" in d for d in draft.doubts)
