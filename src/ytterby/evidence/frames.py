"""Claim frames: what one sentence claims, with a number and without."""

from __future__ import annotations

import re

from ytterby.domain.claim import Statement
from ytterby.evidence import kinds, scope
from ytterby.evidence.modality import likelihood_of, modality_of
from ytterby.evidence.places import is_topic, places_of
from ytterby.evidence.predicates import predicate_of
from ytterby.evidence.quantities import Quantity
from ytterby.evidence.reading import Carried, Cue, Reading

Span = tuple[int, int]
# Kinds without a number, in the order in which they are tried.
_ORDER = (
    "legal_basis",
    "milestone",
    "delay",
    "corridor",
    "deal",
    "policy",
    "event",
    "programme",
    "target",
    "capability",
    "comparison",
    "stock",
    "fund",
    "structure",
    "forecast",
    "opinion",
    "attribution",
)
_RANK = {name: i for i, name in enumerate(_ORDER)}
_NEEDS_MATTER = frozenset(
    {
        "structure",
        "capability",
        "forecast",
        "opinion",
        "stock",
        "fund",
        "comparison",
        "target",
        "programme",
        "milestone",
    }
)
_RISE_TO = re.compile(r"(?:至|到|升|涨|から|to |lên |xuống |에서)[^,。.]{0,8}$")
_AND = re.compile(r"[与和及、]|\band\b|と|や|와|과|및|và")
_EVERY = ("mat", "weapon", "dom")


def found_in(reading: Reading) -> list[Statement]:
    """Return the claims of one sentence: those with a number first, then one for each other clause."""
    out: list[Statement] = []
    if "q" not in reading.by and not reading.quantities:
        return out
    for q, kind, material in _assigned(reading):
        found = _valued(reading, q, kind, material)
        out += _coordinated(reading, found) if kind == "delay" else [found]
    triggers: dict[Span, list[Cue]] = {}
    for mark in reading.by.get("q", ()):
        triggers.setdefault(reading.clause(mark[0]), []).append(mark)
    if triggers:
        taken = {f.start for f in out}
        for clause, marks in triggers.items():
            plain = _plain(reading, clause, marks) if clause[0] not in taken else None
            if plain is not None:
                out.append(plain)
    return out


def _coordinated(reading: Reading, found: Statement) -> list[Statement]:
    """Return one claim for each programme that shares a delay ("A and B slip by two years")."""
    armed = [m for m in reading.within("weapon", (found.start, found.end)) if m[0] < found.end]
    names = list(dict.fromkeys(m[2] for m in armed))
    between = reading.folded[armed[0][1] : armed[-1][0]] if len(names) > 1 else ""
    if len(names) > 1 and len(between) < 24 and _AND.search(between):
        return [found._replace(subject=name) for name in names]
    return [found]


def carried(reading: Reading) -> Carried:
    """Return what the next sentence of the paragraph inherits from this one."""
    before = reading.before
    materials = reading.by.get("mat")
    topic = reading.language == "ja" and len(reading.clauses) > 1 and is_topic(reading.folded, reading.clauses[0])
    opening = reading.clauses[1][0] if topic else reading.start
    places = places_of(reading, opening) if reading.anywhere("place") else ()
    money = [q.unit for q in reading.quantities if q.dimension == "money"]
    return Carried(
        material=materials[-1][2].replace("+", ";") if materials else before.material,
        places=places[:2] or before.places,
        subject=before.subject,
        currency=money[-1] if money else "",
        reported=False,
        pair=places if 2 <= len(places) <= 4 else before.pair,
    )


def _assigned(reading: Reading) -> list[tuple[Quantity, str, str | None]]:
    """Return the quantities that claim something, with kind and the material a list assigns to each."""
    out: list[tuple[Quantity, str, str | None]] = []
    currency, price = reading.before.currency, ""
    for q in reading.quantities:
        if q.dimension == "money":
            currency = q.unit
            if price.startswith(q.unit + "/") and _RISE_TO.search(
                reading.folded[max(reading.start, q.start - 12) : q.start]
            ):
                q = q._replace(dimension="price", unit=price)  # noqa: PLW2901 - the second of "from 3 a kilo to 5"
        elif q.dimension == "price":
            price = q.unit
        elif q.dimension == "bare":
            if not currency:
                continue
            q = q._replace(dimension="money", unit=currency)  # noqa: PLW2901 - "25亿" after "85亿美元"
        if q.dimension == "count" and not _countable(reading, q):
            continue
        kind = kinds.kind_of(reading, q)
        if kind:
            out.append((q, kind, None))
    return _distributed(reading, out)


def _countable(reading: Reading, q: Quantity) -> bool:
    """Refuse "one project" and numbers inside names ("中亚五国", "C5+1")."""
    if q.value is not None and q.value < 2:
        return False
    places = reading.by.get("place", ())
    if q.unit == "countries" and any(0 <= q.start - b <= 2 or 0 <= a - q.end <= 2 for a, b, _ in places):
        return False  # the count of a list that was just given, or comes: "three countries, Thailand, ..."
    if any(a <= q.start < b for a, b, _ in reading.by.get("both", ())):
        return False  # "the two countries"
    return not any(a <= q.start < b or a < q.end <= b for a, b, _ in places)


def _distributed(
    reading: Reading, pairs: list[tuple[Quantity, str, str | None]]
) -> list[tuple[Quantity, str, str | None]]:
    """Give each number of "A and B: x and y respectively" its own material."""
    if not reading.anywhere("dist"):
        return pairs
    at = reading.by["dist"][0][0]
    clause = reading.clause(at)
    numbers = [i for i, (q, _, _) in enumerate(pairs) if q.dimension == "pct" and q.start > clause[0]]
    if not numbers:
        return pairs
    names = scope.material_of(reading, pairs[numbers[0]][0].start, pairs[numbers[0]][0].end).split(";")
    after = [i for i in numbers if pairs[i][0].start > at]
    numbers = (after if len(after) >= len(names) else numbers)[: len(names)]
    if len(names) != len(numbers):
        return pairs
    out = list(pairs)
    for index, name in zip(numbers, names, strict=True):
        out[index] = (pairs[index][0], pairs[index][1], name)
    return out


def _signed(reading: Reading, q: Quantity, kind: str) -> tuple[float | None, float | None, float | None]:
    if kind == "change" and q.dimension == "pct" and kinds.direction(reading, q) < 0:
        return tuple(None if x is None else -x for x in (q.value, q.high, q.low))  # type: ignore[return-value]
    return q.value, q.low, q.high


def _valued(reading: Reading, q: Quantity, kind: str, material: str | None) -> Statement:
    clause = reading.clause(q.start)
    if material is None:
        armed = reading.anywhere("weapon") and not reading.has("mat", clause)
        local = kind in ("delay", "tariff") or armed
        if (kind == "count" and not reading.has("mat", clause)) or (armed and kind == "delay"):
            material = ""
        else:
            material = scope.material_of(reading, q.start, q.end, inherit=not local)
    value, low, high = _signed(reading, q, kind)
    subject = scope.subject_of(reading, q.start)
    return _built(
        reading,
        (min(clause[0], q.start), max(clause[1], q.end)),
        kind,
        predicate_of(reading, kind, q.start),
        q.start,
        material,
        subject,
        (value, low, high, q.unit),
    )


def _plain(reading: Reading, clause: Span, triggers: list[Cue]) -> Statement | None:
    """Return the claim without a number that a clause makes by its triggers, if there is something to be about."""
    if clause[1] - clause[0] < 5:
        return None
    trigger = min(triggers, key=lambda t: (_RANK[t[2].partition("/")[0]], t[0]))
    kind, _, predicate = trigger[2].partition("/")
    matter = any(reading.has(c, clause) for c in _EVERY)
    who = any(reading.has(c, clause) for c in ("place", "org", "person"))
    if kind in _NEEDS_MATTER and not (reading.anywhere("mat") or reading.anywhere("weapon") or reading.anywhere("dom")):
        return None
    if not matter and not who:
        return None
    material = scope.material_of(reading, trigger[0], trigger[1], inherit=False)
    if kind == "event" and not reading.has("mat", clause):
        material = ""
    subject = scope.subject_of(reading, trigger[0])
    return _built(reading, clause, kind, predicate, trigger[0], material, subject, (None, None, None, None))


def _built(
    reading: Reading,
    span: Span,
    kind: str,
    predicate: str,
    at: int,
    material: str,
    subject: str,
    amount: tuple[float | None, float | None, float | None, str | None],
) -> Statement:
    period, damaged = scope.period_of(reading, at)
    objects = [v for a, _, v in reading.by.get("place", []) if a > at and a < span[1]]
    return Statement(
        span[0],
        span[1],
        kind,
        subject,
        predicate,
        objects[0] if objects else "",
        *amount,
        period,
        material,
        scope.stage_of(reading, at),
        places_of(reading, at, wide=amount[3] is None),
        modality_of(reading, reading.clause(at)),
        scope.speaker_of(reading),
        damaged,
        likelihood_of(reading.folded[span[0] : span[1]]) if reading.anywhere("fore") else None,
    )
