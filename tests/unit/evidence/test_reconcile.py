"""Claims become estimates; what does not fit is shown."""

from dataclasses import replace

import pytest

from ytterby.evidence.anchors import anchor
from ytterby.evidence.documents.build import build
from ytterby.evidence.export import annotation, cut, prov, rows
from ytterby.evidence.extract import extract
from ytterby.evidence.flags import flagged
from ytterby.evidence.modality import likelihood_of
from ytterby.evidence.reconcile import reconcile


def read(*texts):
    documents = [build(t, f"{i}.txt") for i, t in enumerate(texts)]
    return documents, [c for d in documents for c in extract(d)]


def shares(fused):
    return [
        (f.estimate.low, f.estimate.best, f.estimate.high, f.method, f.roots)
        for f in fused
        if "/share/" in f.estimate.id
    ]


def test_a_bound_stays_a_bound():
    documents, claims = read("中国掌控全球85%以上的稀土精炼产能。")
    assert shares(reconcile(claims, documents)) == [(85.0, 92.5, 100.0, "lower bound", 1)]


def test_disagreement_sets_the_range():
    documents, claims = read("中国占全球镓产量的98%。", "中国占全球镓产量的80%。")
    (fused,) = reconcile(claims, documents)
    assert (fused.estimate.low, fused.estimate.best, fused.estimate.high) == (80.0, 89.0, 98.0)
    assert len(fused.disagree) == 1
    assert fused.estimate.standing == "reported"


def test_one_root_is_one_vote():
    documents, claims = read(
        "据路透社报道,中国占全球镓产量的98%。", "另据路透社报道,中国占全球镓产量的90%。", "中国占全球镓产量的80%。"
    )
    (fused,) = reconcile(claims, documents)
    assert fused.roots == 2


def test_copies_collapse_to_their_cluster():
    documents, claims = read("中国占全球镓产量的98%。", "中国占全球镓产量的98%。 ")
    twins = [replace(d, cluster=documents[0].sha256) for d in documents]
    assert [f.roots for f in reconcile(claims, documents)] == [2]
    assert [f.roots for f in reconcile(claims, twins)] == [1]


def test_plans_forecasts_and_comments_stand_aside():
    documents, claims = read("中国占全球镓产量的98%。", "中国占全球镓产量的比例可能达到50%。")
    (fused,) = reconcile(claims, documents)
    assert (fused.estimate.low, fused.estimate.high) == (98.0, 98.0)


def test_exports_share_is_no_dependence():
    documents, claims = read("韩国买走的钨占中国出口近三成。", "韩国对中国钨的依赖度为72%。")
    names = {f.estimate.id: f.estimate.best for f in reconcile(claims, documents)}
    assert [v for k, v in names.items() if "import_dependence_on" in k] == [72.0]


def test_a_source_naming_least_typical_and_most_spans_them():
    text = "据路透社报道,稀土矿山由探矿到投产一般需要9年,最短6年3个月,最长18年。"
    documents, claims = read(text)
    (fused,) = [f for f in reconcile(claims, documents) if "/lead_time/" in f.estimate.id]
    assert (fused.estimate.low, fused.estimate.best, fused.estimate.high, fused.roots) == (6.25, 9.0, 18.0, 1)


def test_contradicting_statements_flag_each_other():
    _, claims = read("中国占全球镓产量的98%。", "中国占全球镓产量的80%。")
    a, b = flagged(claims)
    assert (a.flags, b.flags) == ((f"against:{b.id}",), (f"against:{a.id}",))


def test_two_dates_for_one_event_flag_each_other():
    _, claims = read("2025年10月20日,美国与澳大利亚签署稀土协议。", "2025年10月22日,美国与澳大利亚签署稀土协议。")
    assert [[f.partition(":")[0] for f in c.flags] for c in flagged(claims)] == [["dates"], ["dates"]]


@pytest.mark.parametrize(("last", "flags"), [("45亿", ()), ("35亿", ("sum",))])
def test_a_sum_that_does_not_add_up(last, flags):
    _, claims = read(f"德法两国为稀土回收准备85亿美元,其中柏林出25亿,巴黎出15亿,银行出{last}。")
    assert flagged(claims)[0].flags == flags


def test_a_share_above_one_hundred_is_of_the_wrong_scale():
    _, claims = read("中国占全球镓产量的980%。")
    assert flagged(claims)[0].flags == ("scale",)


def test_anchors_are_exact_or_orphans():
    assert anchor("a 5% b 5%", "5%") is None
    assert anchor("a 5% b 5%", "5%", prefix="b ") == (7, 9)
    assert anchor("a 5% b", "5 %") is None


def test_exports_cut_quotes_and_keep_positions():
    documents, claims = read("China refines 92% of the rare earths.")
    note = annotation(claims[0], documents[0])
    assert [s["type"] for s in note["target"]["selector"]] == ["TextQuoteSelector", "TextPositionSelector"]
    assert len(list(rows(claims))) == len(claims)
    trail = prov(claims, documents)
    assert len(trail["wasDerivedFrom"]) == len(claims)
    assert len(cut("x" * 500)) == 200


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("very likely", (0.80, 0.95)),
        ("很可能", (0.80, 0.95)),
        ("可能性が高い", (0.55, 0.80)),
        ("unlikely", (0.20, 0.45)),
        ("may", None),
    ],
)
def test_likelihood_words_are_ranges(words, span):
    assert likelihood_of(words) == span
