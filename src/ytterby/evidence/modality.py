"""How a claim is put: fact, plan, forecast, opinion, reported; and how likely its words make it."""

from __future__ import annotations

from ytterby.evidence.reading import Reading

# Intelligence Community Directive 203 (2015), table of likelihood expressions.
LIKELIHOOD: tuple[tuple[str, float, float], ...] = (
    ("almost certain", 0.95, 0.99),
    ("几乎肯定", 0.95, 0.99),
    ("几乎确定", 0.95, 0.99),
    ("ほぼ確実", 0.95, 0.99),
    ("거의 확실", 0.95, 0.99),
    ("gần như chắc chắn", 0.95, 0.99),
    ("very unlikely", 0.05, 0.20),
    ("极不可能", 0.05, 0.20),
    ("highly unlikely", 0.05, 0.20),
    ("unlikely", 0.20, 0.45),
    ("不太可能", 0.20, 0.45),
    ("可能性は低い", 0.20, 0.45),
    ("가능성이 낮", 0.20, 0.45),
    ("khó có thể", 0.20, 0.45),
    ("very likely", 0.80, 0.95),
    ("highly likely", 0.80, 0.95),
    ("很可能", 0.80, 0.95),
    ("极有可能", 0.80, 0.95),
    ("rất có thể", 0.80, 0.95),
    ("可能性が極めて高い", 0.80, 0.95),
    ("probable", 0.55, 0.80),
    ("likely", 0.55, 0.80),
    ("大概率", 0.55, 0.80),
    ("有望", 0.55, 0.80),
    ("可能性が高い", 0.55, 0.80),
    ("公算が大きい", 0.55, 0.80),
    ("가능성이 높", 0.55, 0.80),
    ("có khả năng cao", 0.55, 0.80),
    ("roughly even", 0.45, 0.55),
    ("even chance", 0.45, 0.55),
    ("五五开", 0.45, 0.55),
    ("五分五分", 0.45, 0.55),
)

_CUES = frozenset({"opin", "fore", "plan"})


def modality_of(reading: Reading, clause: tuple[int, int]) -> str:
    """Return the modality of a claim made in `clause`.

    A comment is an opinion whatever it says. What media or unnamed people say is reported; a plan, a forecast
    or an opinion is told by the nearest words: those of the clause, then those of the clauses before it.
    """
    if reading.section == "comments":
        return "opinion"
    if "rep" in reading.by or reading.before.reported:
        return "reported"
    key = ("modality", clause[0])
    if key not in reading.memo:
        reading.memo[key] = _nearest(reading, clause)
    found: str = reading.memo[key]
    return found


def _nearest(reading: Reading, clause: tuple[int, int]) -> str:
    spans = [clause, *reversed([c for c in reading.clauses if c[1] <= clause[0]])]
    for span in spans:
        found = _own(reading, span)
        if found:
            return found
    return (
        "reported"
        if any(a < clause[1] or reading.language in ("ja", "ko") for a, _, _ in reading.by.get("said", ()))
        else "fact"
    )


def _own(reading: Reading, span: tuple[int, int]) -> str:
    if reading.by.keys().isdisjoint(_CUES):
        return ""
    opinion, forecast, plan = (reading.has(c, span) for c in ("opin", "fore", "plan"))
    if forecast and not (plan and not opinion and _first(reading, "plan", span) < _first(reading, "fore", span)):
        return "forecast"
    if opinion:
        return "opinion"
    return "plan" if plan else ""


def _first(reading: Reading, category: str, span: tuple[int, int]) -> int:
    return min(a for a, _, _ in reading.within(category, span))


def likelihood_of(folded: str) -> tuple[float, float] | None:
    """Return the probability range of the likelihood words in `folded` (ICD 203), or None."""
    for words, low, high in LIKELIHOOD:
        if words in folded:
            return low, high
    return None
