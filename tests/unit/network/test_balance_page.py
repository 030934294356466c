"""docs/reference/balance.md is what tools/moved_table.py writes, for every bundled chain."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from ytterby.baseline.yamlfile import bundled_names

ROOT = Path(__file__).parents[3]


def written() -> str:
    spec = importlib.util.spec_from_file_location("moved_table", ROOT / "tools" / "moved_table.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.page()


def test_the_page_is_up_to_date():
    assert (ROOT / "docs" / "reference" / "balance.md").read_text("utf-8") == written()


def test_the_page_has_a_section_for_every_chain():
    page = (ROOT / "docs" / "reference" / "balance.md").read_text("utf-8")
    assert len(bundled_names("chains")) >= 7
    for name in bundled_names("chains"):
        assert f"### {name}: reported figures moved by more than 25 %" in page
        assert f"### {name}: named outflows" in page
