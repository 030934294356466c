"""Screening, evidence, plans, borders, the bundle and the description."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from web_client import Client, serving
from ytterby.errors import BadData, UsageError
from ytterby.web import serving as serving_at
from ytterby.web.borders import check
from ytterby.web.bundle import FOLDER, files
from ytterby.web.endpoints import ENDPOINTS, PREFIX
from ytterby.web.serving import place_at

BILL = "line,part,material,origin,value_usd\n1,rotor,,JPN,100\n1.1,magnet,ndfeb with dy,CHN,5\n"


def test_a_bill_is_screened_as_by_the_verb(client: Client):
    found = client.post("/screen", {"bill": "actuator", "to": "JPN", "on": "2026-01-10", "end_use": "military"}).json
    assert found["date"] == "2026-01-10"
    assert any(line["outcome"] == "prohibited" or line["rules"] for line in found["lines"])
    assert client.post("/screen", {"bill": BILL, "to": "jpn", "on": "2026-01-10"}).status in {200, 422}


@pytest.mark.parametrize(
    "asked",
    [
        {"bill": "nothing", "to": "JPN"}, {"bill": BILL, "to": "Atlantis"},
        {"bill": BILL, "to": "JPN", "on": "tomorrow"},
        {"bill": "", "to": "JPN"}, {"bill": "a,b\n1", "to": "JPN"}, {"bill": "\0", "to": "JPN"}, {"to": "JPN"},
        {"bill": "/etc/passwd", "to": "JPN"},
    ],
)  # fmt: skip
def test_bills_that_are_refused(client: Client, asked: dict[str, str]):
    reply = client.post("/screen", asked)
    assert reply.status in {400, 422}
    assert reply.json["faults"][0]["what"]
    assert "root:" not in reply.body.decode()


def test_goods_to_choose_from(client: Client):
    found = client.get("/goods").json
    assert {"id": "JPN", "name": "Japan"} in found["places"]
    assert {b["id"] for b in found["bills"]} >= {"actuator"}
    assert found["template"].startswith("line,")


def test_documents_and_claims(client: Client):
    row = client.get("/documents").json["documents"][0]
    text = client.get(f"/documents/{row['sha256']}").json
    assert "85 percent" in "".join(s["text"] for s in text["segments"])
    listed = client.get("/claims").json
    assert listed["total"] == len(listed["claims"]) > 0
    kind = listed["claims"][0]["kind"]
    assert client.get(f"/claims?kind={kind}").json["total"] == listed["facets"]["kind"][kind]
    assert client.get("/claims?about=gallium").json["total"] >= 1
    assert client.get("/claims?page=99").json["claims"] == []
    refused = client.get("/claims?page=x")
    assert (refused.status, refused.json["detail"]) == (422, '"x" is not a whole number')
    assert refused.json["faults"][0]["where"] == "query: page" and refused.json["fix"]
    one = client.get(f"/claims/{listed['claims'][0]['id']}").json
    assert one["quote"] == listed["claims"][0]["quote"]
    assert {"before", "after", "used_by", "others", "reviews"} <= set(one)


def test_a_claim_is_reviewed(client: Client):
    claim = client.get("/claims?about=gallium").json["claims"][0]
    path = f"/claims/{claim['id']}"
    assert (
        client.post(
            f"{path}/reviews", {"decision": "correct", "value": 80, "note": "misread", "by": "A. Reader"}
        ).status
        == 201
    )
    assert client.get(path).json["reviews"][-1]["by"] == "A. Reader"
    again = next(c for c in client.get("/claims?about=gallium").json["claims"] if c["id"] == claim["id"])
    assert (again["value"], again["review"]["decision"]) == (80.0, "correct")
    assert client.post(f"{path}/reviews", {"decision": "accept", "value": 1}).status == 422
    assert client.post("/claims/none/reviews", {"decision": "accept"}).status == 404


def test_drafts_from_a_document(client: Client):
    key = client.get("/documents").json["documents"][0]["sha256"]
    found = client.post("/drafts", {"document": key}).json
    assert found["document"] == key
    assert all("schema:" in d["yaml"] for d in found["drafts"])
    assert client.post("/drafts", {"document": "none"}).status == 404


def test_without_documents_the_lists_are_empty(tmp_path):
    with serving(tmp_path / "runs") as (client, _):
        assert client.get("/documents").json["documents"] == []
        assert client.get("/claims").json["total"] == 0
        assert client.get("/claims/x").status == 404


def test_levers_and_plans_that_are_refused(client: Client):
    assert len(client.get("/levers?scenario=japan-2026").json["levers"]) > 5
    assert client.get("/levers?scenario=cobalt-drc-2025").status == 404
    assert client.post("/plans", {"scenario": "japan-2026", "budget": "2 apples"}).status == 422
    assert client.post("/plans", {"scenario": "japan-2026", "budget": "-2 GUSD"}).status == 400
    assert client.post("/plans", {"scenario": "japan-2026"}).status == 422
    longer = client.post("/plans", {"scenario": "japan-2026", "budget": "2 GUSD", "months": 6})
    assert (longer.status, "months" in longer.json["faults"][0]["where"]) == (422, True), "its length is its ladder's"
    assert client.get("/plans/none").status == 404
    assert client.get("/plans/none/events").status == 404
    assert client.ask("DELETE", "/plans/none").status == 404


def test_borders(client: Client, tmp_path):
    assert client.get("/map").json["data"] is None
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"type": "Topology", "objects": {"countries": {}}, "arcs": []}))
    check(own)
    for text in ("", "[]", "{}", '{"type": "FeatureCollection"}', '{"type": "Topology", "objects": {}, "arcs": []}'):
        own.write_text(text + " " * len(text))
        with pytest.raises(BadData):
            check(own)


def test_every_file_of_the_page_is_served(client: Client):
    assert "index.html" in files(), f"{FOLDER} holds no page: make page"
    page = client.raw("GET", "/", None, {})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for name, file in files().items():
        reply = client.raw("GET", f"/{name}", None, {})
        assert (reply.status, reply.body) == (200, file.plain)
    again = client.raw("GET", "/", None, {"If-None-Match": page.headers["etag"]})
    assert again.status == 304


def test_the_page_has_no_script_of_its_own_and_fetches_nothing_from_elsewhere():
    page = files()["index.html"].plain.decode()
    assert "<script>" not in page
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page


def test_every_route_is_described_and_there(client: Client):
    told = client.get("/openapi.json").json
    described = {(method.upper(), path) for path, methods in told["paths"].items() for method in methods}
    assert described == {(e.method, PREFIX + e.path) for e in ENDPOINTS}
    assert all(callable(e.handler) for e in ENDPOINTS)
    ids = [operation["operationId"] for methods in told["paths"].values() for operation in methods.values()]
    assert len(set(ids)) == len(ids)


def test_the_reference_lists_every_route():
    page = Path(__file__).parents[3].joinpath("docs/reference/api.md").read_text("utf-8")
    rows = [f"| `{e.method}` | `{e.path}` | {e.summary} |" for e in ENDPOINTS]
    assert [row for row in page.splitlines() if row.startswith("| `")] == rows


def test_addresses_that_are_refused(tmp_path, monkeypatch):
    with pytest.raises(UsageError, match="every address"):
        place_at("0.0.0.0", 0, tmp_path, None, None, False)
    with pytest.raises(UsageError):
        place_at("203.0.113.7", 0, tmp_path, None, None, False)
    monkeypatch.setenv("YTTERBY_TOKEN", "short")
    with pytest.raises(UsageError, match="token"):
        place_at("127.0.0.1", 0, tmp_path, None, None, False)


@pytest.mark.parametrize(
    ("host", "port", "has"),
    [
        ("LOCALHOST", 8750, "http://localhost:8750"), ("0:0:0:0:0:0:0:1", 8750, "http://[::1]:8750"),
        ("Desk.LAN", 8750, "http://desk.lan:8750"), ("2001:DB8:0::1", 8750, "http://[2001:db8::1]:8750"),
        ("127.0.0.1", 80, "http://127.0.0.1"), ("127.0.0.1", 80, "http://127.0.0.1:80"),
    ],
)  # fmt: skip
def test_names_are_those_of_browsers(host: str, port: int, has: str):
    assert has in serving_at.origins_of(host, port)


def test_a_token_is_new_each_time_and_never_in_the_part_that_is_sent(tmp_path):
    places = [place_at("127.0.0.1", 0, tmp_path, None, None, False) for _ in range(2)]
    assert places[0].settings.token != places[1].settings.token
    assert all(len(p.settings.token) >= 32 and p.address.partition("#")[0].endswith(f":{p.port}/") for p in places)
    for p in places:
        p.listener.close()


def test_a_confidential_workspace_stays_on_this_machine(tmp_path):
    from ytterby.baseline.workspace import open_workspace, working_in

    (tmp_path / "workspace.yaml").write_text("schema: ytterby/workspace/1\nmarking: confidential\n")
    with working_in(open_workspace(tmp_path)):
        with pytest.raises(UsageError, match="confidential"):
            place_at("192.0.2.1", 0, tmp_path, tmp_path, None, False)
        place_at("127.0.0.1", 0, tmp_path, tmp_path, None, False).listener.close()


def test_own_names_are_masked_where_the_server_is_told_so(tmp_path):
    own = tmp_path / "ws" / "own"
    own.mkdir(parents=True)
    (own / "ours.yaml").write_text(
        "schema: ytterby/own/1\nchain: magnet-rare-earths\nfirms: [Nagoya Gearworks]\nstocks:\n"
        "  - { id: depot-nagoya, place: JPN, stage: first-use, days: 30 d }\n"
    )
    text = "question: Dual-use"
    with serving(tmp_path / "runs", tmp_path / "ws", redact=True) as (client, _):
        yaml = (
            client.get("/scenarios/japan-2026").json["yaml"].replace(text, "question: Nagoya Gearworks asks. Dual-use")
        )
        found = client.post("/preview", {"yaml": yaml, "months": 6})
        assert found.status == 200
        assert b"Nagoya Gearworks" not in found.body
        assert b"depot-nagoya" not in found.body
        assert found.json["redacted"]
        refused = client.post("/scenarios/check", {"yaml": yaml.replace("focus: [JPN]", "focus: [depot-nagoya]")})
        assert refused.status == 422
        assert b"depot-nagoya" not in refused.body


def test_a_decision_about_a_claim_counts_from_the_next_request_on(page, tmp_path):
    from ytterby.baseline.shelf import current
    from ytterby.web.house import House
    from ytterby.web.premises import Settings

    workspace = page[1].settings.workspace
    store = next(workspace.glob("*.sqlite"))
    house = House(Settings(tmp_path, "t" * 32, frozenset(), workspace, evidence=str(store)))
    client = page[0]

    def fingerprint() -> str:
        with house.at_work():
            return current().fingerprint()

    first = fingerprint()
    assert first == fingerprint()
    claim = client.get("/claims").json["claims"][0]["id"]
    assert client.post(f"/claims/{claim}/reviews", {"decision": "reject", "by": "A. Reader"}).status == 201
    assert fingerprint() != first
    assert client.post(f"/claims/{claim}/reviews", {"decision": "accept", "by": "A. Reader"}).status == 201
