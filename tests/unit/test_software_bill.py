"""The software bill: what the lock says, told in CycloneDX, the same for the same commit."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import software_bill  # noqa: E402 - tools are no package


@pytest.fixture(scope="module")
def packages():
    return software_bill.locked()


def test_every_locked_package_is_read_with_its_hashes(packages):
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert len(packages) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE))
    assert all(p.hashes for p in packages.values())


def test_the_bill_holds_what_running_needs_and_not_what_we_develop_with(packages):
    bill = software_bill.bill(packages, "0.1.0", "2026-01-01T00:00:00Z")
    assert json.dumps(bill) == json.dumps(software_bill.bill(packages, "0.1.0", "2026-01-01T00:00:00Z"))
    names = {c["name"] for c in bill["components"]}
    assert {"numba", "numpy", "polars"} <= names
    assert not {"pytest", "ruff", "mypy"} & names
    refs = {c["bom-ref"] for c in bill["components"]} | {"ytterby"}
    assert all({d["ref"], *d["dependsOn"]} <= refs for d in bill["dependencies"])
    required = [c for c in bill["components"] if c["scope"] == "required"]
    assert all(c["licenses"] for c in required)


def test_a_licence_is_an_expression(packages):
    said = {software_bill.licence(key) for key, p in packages.items() if p.needed == "run"}
    assert "" not in said
    assert all(re.fullmatch(r"[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+|[() ])*.*", text) for text in said)


def test_packaged_tables_are_listed(packages):
    page = software_bill.page(packages)
    assert "| production | public-domain-US |" in page and "Apache-2.0" in page
