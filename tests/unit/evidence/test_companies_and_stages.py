"""Firms keep their own names, and output has the stage it is of."""

import pytest

from ytterby.evidence.documents.build import text_document
from ytterby.evidence.extract import extract


def claims(text: str):
    return extract(text_document(text, "note.txt"))


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("Toyota Tsusho plans to build a stockpile of 200 tonnes of dysprosium by 2028.", "Toyota Tsusho"),
        ("Panasonic cut its use of cobalt by 20 percent in 2024.", "Panasonic"),
        ("2024年，紫金矿业的钴产量为3000吨。", "Zijin"),
        ("デンソーは2028年までにジスプロシウムを200トン備蓄する計画だ。", "Denso"),
    ],
)
def test_a_firm_is_not_taken_for_another_of_its_country(text, firm):
    assert {c.subject.partition("@")[0] for c in claims(text)} == {firm}


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("2024年，中国占全球稀土精炼产量的92%。", "refining"),
        ("2024年，中国占全球稀土冶炼分离产量的92%。", "separation"),
        ("2024年，中国占全球稀土产量的70%。", "mining"),
    ],
)
def test_output_has_the_stage_it_is_of(text, stage):
    assert {c.stage for c in claims(text)} == {stage}
