"""Own names under other names: stable, whole words, in every text."""

from __future__ import annotations

import json

import pytest

from ytterby.baseline.workspace import open_workspace, working_in
from ytterby.baseline.yamlfile import bundled
from ytterby.report.redaction import Redactor, own_names, scenario_names
from ytterby.study import load_scenario


def test_a_name_is_masked_wherever_it_is_a_word_of_its_own():
    r = Redactor()
    assert r.name("part", "Gyro-77") == "part 1" and r.name("part", "Gyro-78") == "part 2"
    assert r.text("Gyro-77, GYRO-78 and Gyro-779; (gyro-77)") == "part 1, part 2 and Gyro-779; (part 1)"
    plain = {"Gyro-77": ["x Gyro-78", 1, None, {"a": "gyro-77"}]}
    assert r.plain(plain) == {"part 1": ["x part 2", 1, None, {"a": "part 1"}]}


def test_the_longest_name_goes_first():
    r = Redactor()
    r.names("firm", ["Vale", "Vale Works KK"])
    assert r.text("Vale Works KK buys of Vale") == "firm 2 buys of firm 1"


def test_words_of_the_model_and_numbers_are_not_masked_in_running_text():
    r = Redactor()
    assert [r.name("part", n) for n in ("JPN", "1.2", "ab")] == ["part 1", "part 2", "part 3"]
    assert r.text("JPN 1.2 ab") == "JPN 1.2 ab"


def test_pseudonyms_last_in_a_workspace(tmp_path):
    assert Redactor(tmp_path).name("part", "Gyro") == "part 1"
    again = Redactor(tmp_path)
    assert again.name("part", "Other") == "part 2" and again.name("part", "Gyro") == "part 1"
    assert json.loads((tmp_path / "pseudonyms.json").read_text()) == {"part": {"Gyro": 1, "Other": 2}}


def test_names_of_the_workspace_and_of_a_scenario(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "m.yaml").write_text(
        "schema: ytterby/own/1\nchain: magnet-rare-earths\nfirms: [Hidden KK]\nparts: [Gyro-77]\n"
        "stocks:\n  - { id: vault-nine, place: JPN, stage: first-use, days: 30 }\n"
    )
    r = Redactor()
    with working_in(open_workspace(tmp_path)):
        own_names(r)
    assert r.text("Hidden KK puts Gyro-77 into vault-nine") == "firm 1 puts part 1 into stock 1"
    scenario = load_scenario("japan-2026")
    stocked = scenario.model_validate(
        {**scenario.model_dump(mode="json", by_alias=True),
         "levers": {"stocks": [{"id": "my-shed", "place": "JPN", "stage": "first-use", "days": 10}]}}
    )  # fmt: skip
    scenario_names(r, stocked)
    assert r.text("my-shed") == "stock 2"


def test_a_redacted_run_goes_without_what_is_the_users_own():
    r = Redactor()
    r.name("part", "Gyro-77")
    own = {"levers": [{"days": 10}], "inputs": {"own/x.yaml": "1"}}
    shown = r.run({"title": "Does Gyro-77 run short?", "draws": 8, **own})
    assert shown == {"title": "Does part 1 run short?", "draws": 8, "redacted": True}


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("Weißmetall GmbH", "the Weißmetall GmbH, WEISSMETALL GMBH", "the firm 1, firm 1"),
        ("İstanbul Maden", "İstanbul Maden sells", "firm 1 sells"),
        ("Übermetall", "U\u0308bermetall and \u00dcbermetall", "firm 1 and firm 1"),
        ("東芝", "東芝向けの磁石", "firm 1向けの磁石"),
        ("Hidden KK", "磁石はHidden KK向け", "磁石はfirm 1向け"),
        ("Hidden", "bill_hidden_v2.csv", "bill_firm 1_v2.csv"),
        ("ｶﾅﾘｱ", "カナリア社", "firm 1社"),
        ("Vale", "Valé and Valerie", "Valé and Valerie"),
    ],
)
def test_a_name_is_masked_however_it_is_written(name, text, shown):
    r = Redactor()
    r.name("firm", name)
    assert r.text(text) == shown


def test_a_redacted_comparison_tells_neither_amounts_nor_own_files():
    r = Redactor()
    r.name("stock", "vault-nine")
    rows = [
        {"kind": "assumption", "id": "levers.stocks[vault-nine]", "before": None, "after": {"days": 42}},
        {"kind": "assumption", "id": "own/secret-supplier.yaml", "before": None, "after": "f" * 64},
        {"kind": "rule", "id": "regimes/CN-2026-1.yaml", "before": "a", "after": "b"},
        {"kind": "code", "id": "ytterby", "before": "1", "after": "2"},
    ]
    told = r.comparison({"paired": [], "changed": rows})
    assert [(x["id"], x["before"], x["after"]) for x in told["changed"]] == [
        ("levers.stocks[stock 1]", None, "masked"),
        ("own/own file", None, "f" * 64),
        ("regimes/CN-2026-1.yaml", "a", "b"),
        ("ytterby", "1", "2"),
    ]
    assert told["redacted"]


def test_stocks_of_the_workspaces_scenarios_are_own_names(tmp_path):
    (tmp_path / "scenarios").mkdir()
    text = bundled("scenarios", "japan-2026").read_text("utf-8").replace("id: japan-2026", "id: japan-2026-ours")
    stocks = "  stocks:\n    - { id: vault-nine, place: JPN, stage: first-use, days: 30 d }\n"
    assert "levers:\n" in text
    (tmp_path / "scenarios" / "japan-2026-ours.yaml").write_text(text.replace("levers:\n", f"levers:\n{stocks}"))
    (tmp_path / "scenarios" / "broken.yaml").write_text("nothing: of this\n")
    r = Redactor()
    with working_in(open_workspace(tmp_path)):
        own_names(r)
    assert r.text("levers.stocks[vault-nine]") == "levers.stocks[stock 1]"
