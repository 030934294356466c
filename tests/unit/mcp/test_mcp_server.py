"""Tools: read-only, with schemas, bounded, honest about the basis of mass, closed to paths and to confidential work."""

from __future__ import annotations

import json
import sys

import anyio
import pytest
from mcp_asking import SMALL, Asker, Refused

from ytterby.baseline.workspace import open_workspace
from ytterby.errors import UsageError
from ytterby.mcp.figures import wilson
from ytterby.mcp.house import open_house, strictest

LONGEST = 120_000


def refusal(ask, tool, **given) -> dict:
    with pytest.raises(Refused) as refused:
        ask(tool, **given)
    text = str(refused.value)
    return json.loads(text[text.index("{") :])["error"]


def test_tools_are_read_only_and_say_when(ask):
    tools = ask.tools()
    assert 6 <= len(tools) <= 9
    for tool in tools:
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert not tool.annotations.open_world_hint
        assert "Use when:" in tool.description and "Do not use when:" in tool.description
        assert {"figures", "left_out", "marking"} <= set(tool.output_schema["properties"])
        figure = tool.output_schema["$defs"]["Figure"]
        assert {"id", "value", "low", "high", "interval", "unit"} <= set(figure["required"])


def test_the_marking_stands_on_every_answer(ask):
    assert ask("scenarios")["marking"] == "internal"
    assert ask("assess", index="hhi", material="ga")["marking"] == "internal"


def test_answers_are_bounded(ask):
    few = ask("run", scenario="japan-2026", most=3, **SMALL)
    assert len(few["figures"]) == 3 and few["left_out"] > 0
    most = ask("assess", index="hhi", most=100)
    assert len(most["figures"]) == 100 and most["left_out"] > 0
    assert len(json.dumps(most, ensure_ascii=False)) < LONGEST


def test_gross_weight_is_refused(ask):
    for tool, given in (("run", {"scenario": "japan-2026"}), ("assess", {"index": "chokepoints"})):
        found = refusal(ask, tool, basis="gross", **given)
        assert found["code"] == "bad-unit" and "conventions §1" in found["faults"][0]["rule"]


def test_an_amount_is_set_beside_a_number_of_its_own_kind_only(ask):
    told = ask("run", scenario="japan-2026-civil-denial", **SMALL)
    lost = next(f for f in told["figures"] if "undelivered_t" in f["id"] and f["value"])
    found = ask("explain", number=lost["id"], amount="10 t", basis="contained")["beside"]
    assert found["ratio"] == pytest.approx(10 / lost["value"])
    assert found["ratio_low"] <= found["ratio"] <= (found["ratio_high"] or float("inf"))
    assert "say which" in refusal(ask, "explain", number=lost["id"], amount="10 t")["faults"][0]["fix"]
    for amount in ("10 t", "10 t gross"):
        assert refusal(ask, "explain", number=lost["id"], amount=amount, basis="gross")["code"] == "bad-unit"
    assert refusal(ask, "explain", number=lost["id"], amount="10 t gross", basis="contained")["code"] == "bad-unit"
    assert refusal(ask, "explain", number=lost["id"], amount="30 d")["code"] == "bad-unit"


def test_paths_of_the_machine_are_closed(ask, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("secret: 1")
    assert refusal(ask, "run", scenario=str(file))["code"] == "not-found"
    assert refusal(ask, "screen", bill=str(file), to="JPN")["code"] == "not-found"
    assert refusal(ask, "compare", scenarios=["japan-2026", str(tmp_path)])["code"] == "not-found"
    assert refusal(ask, "assess", index="dependence", chain=str(file))["code"] == "not-found"
    assert refusal(ask, "explain", number=f"{tmp_path}#fill_rate/JPN")["code"] == "not-found"


def test_refusals_name_the_fix(ask):
    found = refusal(ask, "run", scenario="japan-2062")
    assert "japan-2026" in found["faults"][0]["choices"]
    assert "at most 64" in refusal(ask, "run", scenario="japan-2026", draws=100)["faults"][0]["rule"]
    assert refusal(ask, "assess", index="hhi", controller="CHN")["code"] == "not-found"
    assert refusal(ask, "claims", kind="rumour")["faults"][0]["choices"]
    with pytest.raises(Refused, match="greater than or equal to 8"):
        ask("run", scenario="japan-2026", draws=1)


def test_a_bill_of_the_callers_own(ask):
    from ytterby.controls.bill import TEMPLATE

    told = ask("screen", to="JPN", bill_csv=TEMPLATE, on="2026-01-10")
    assert told["lines"] and told["screening"].startswith("screen-")
    assert refusal(ask, "screen", to="JPN", bill_csv="part\n")["code"] == "bad-data"
    assert refusal(ask, "screen", to="JPN")["code"] == "usage"


def test_without_documents_claims_says_how_to_read_some(runs, tmp_path):
    ask = Asker(open_house(runs, open_workspace(tmp_path), redact=False, stays_here=False, most_draws=64))
    assert "ytterby read" in refusal(ask, "claims")["faults"][0]["fix"]
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def confidential(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "workspace.yaml").write_text("schema: ytterby/workspace/1\nmarking: confidential\n", "utf-8")
    (tmp_path / "own" / "ours.yaml").write_text(
        "schema: ytterby/own/1\nchain: magnet-rare-earths\nfirms: [Brightwater]\n"
        "stocks:\n  - { id: brightwater-store, place: JPN, stage: first-use, days: 40 d }\n",
        "utf-8",
    )
    return open_workspace(tmp_path)


def test_a_confidential_workspace_asks_who_listens(runs, confidential):
    with pytest.raises(UsageError, match="may be on another machine"):
        open_house(runs, confidential, redact=False, stays_here=False, most_draws=64)
    assert open_house(runs, confidential, redact=False, stays_here=True, most_draws=64).redactor is None


def test_a_redacted_server_names_nothing_of_the_house(tmp_path, confidential):
    ask = Asker(open_house(tmp_path / "runs", confidential, redact=True, stays_here=False, most_draws=64))
    told = ask("run", scenario="japan-2026", **SMALL)
    assert told["redacted"] and told["marking"] == "confidential"
    cover = [ask("explain", number=f["id"]) for f in told["figures"] if "cover_days" in f["id"]]
    assert "brightwater" not in json.dumps([told, cover]).lower()
    assert "brightwater" not in json.dumps(refusal(ask, "run", scenario="brightwater-store")).lower()


def test_a_redacted_server_masks_what_own_scenarios_name(tmp_path, confidential):
    from ytterby.baseline.yamlfile import bundled

    text = bundled("scenarios", "japan-2026").read_text("utf-8").replace("id: japan-2026", "id: ours")
    stocks = "  stocks:\n    - { id: vault-nine, place: JPN, stage: first-use, days: 42 d }\n"
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "ours.yaml").write_text(text.replace("levers:\n", f"levers:\n{stocks}"), "utf-8")
    house = open_house(tmp_path / "runs", open_workspace(tmp_path), redact=True, stays_here=False, most_draws=64)
    told = Asker(house)("compare", scenarios=["japan-2026", "ours"], **SMALL)
    assert any("levers.stocks" in c for c in told["changed"])
    assert "vault-nine" not in json.dumps(told)


def test_over_standard_input_and_output(tmp_path):
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters

    async def talk():
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "ytterby", "mcp", "--runs", str(tmp_path / "runs")], cwd=tmp_path,
            env={"PYTHONPATH": ":".join(sys.path)},
        )  # fmt: skip
        async with Client(server) as client:
            names = [t.name for t in (await client.list_tools()).tools]
            run = await client.call_tool("run", {"scenario": "japan-2026", **SMALL})
            number = run.structured_content["figures"][0]
            traced = await client.call_tool("explain", {"number": number["id"]})
            refused = await client.call_tool("run", {"scenario": "nothing"})
        return names, number, traced.structured_content, refused

    names, number, traced, refused = anyio.run(talk)
    assert "run" in names
    assert traced["number"]["value"] == number["value"] and traced["sources"]
    assert refused.is_error
    assert [p.name for p in tmp_path.iterdir()] == ["runs"]


def test_a_share_counted_in_few_futures_is_wide():
    assert wilson(0.0, 8)[0] == 0.0 and wilson(0.0, 8)[1] > 0.2
    assert wilson(0.5, 10_000)[1] - wilson(0.5, 10_000)[0] < 0.02


def test_a_run_of_a_confidential_house_stays_confidential_in_another():
    assert strictest("internal", "confidential", None) == "confidential"
    assert strictest(None, "public") == "public"
    assert strictest(None, None) is None
