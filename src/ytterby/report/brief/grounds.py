"""The analyst's pages, second half: what the numbers rest on, and how this came about."""

from __future__ import annotations

from collections.abc import Sequence

from ytterby.report.brief.analyst import columns
from ytterby.report.brief.phrases import classes, input_name, measure_span, opened
from ytterby.report.brief.spans import Block, Bullets, Heading, Line, Para, Plain, Table
from ytterby.report.brief.tongue import Tongue
from ytterby.report.words import STANDINGS

MOST_OFFICIAL = 20
LIMITS = ("model", "law", "stock", "words", "trace")


def grounds(tongue: Tongue) -> list[Block]:
    """Return rules, inputs, sources, moved figures, warnings, limits, provenance."""
    return [
        *_rules(tongue), *_branches(tongue), *_inputs(tongue), *_official(tongue), *_moved(tongue), *_sources(tongue),
        *_warnings(tongue), *_limits(tongue), *_provenance(tongue),
    ]  # fmt: skip


def _rules(tongue: Tongue) -> list[Block]:
    measures = tongue.facts.view.measures
    if not measures:
        return [Heading(tongue.say("brief.rules")), Para(tongue.say("brief.change.nolaw"))]
    rows = tuple(_rule(tongue, i) for i in range(len(measures)))
    head = columns(tongue, "rule", "span", "treatment", "class", "words")
    return [Heading(tongue.say("brief.rules")), Table(head, rows, widths=(14, 16, 24, 12, 34))]


def _rule(tongue: Tongue, i: int) -> tuple[Line, ...]:
    m, path = tongue.facts.view.measures[i], f"run/measures/{i}"
    places = tongue.joined([tongue.place(p, f"{path}/destinations/{k}") for k, p in enumerate(m.destinations)])
    scope = tongue.say(
        "brief.rules.scope", origin=tongue.place(m.origin), places=places or tongue.say("brief.rules.every")
    )
    how: Line = (*tongue.name("permission", m.permission, f"{path}/permission"), Plain("; "), *scope)
    if m.volume not in {None, 1.0}:
        how = (*how, Plain("; "), tongue.cite(f"{path}/volume", "percent"))
    if m.reach:
        how = (*how, Plain("; "), *tongue.name("reach", m.reach, f"{path}/reach"))
    return (
        (tongue.cite(f"{path}/id"),),
        measure_span(tongue, i),
        how,
        classes(tongue, m.classes, f"{path}/classes"),
        (tongue.quote(f"{path}/citation"),),
    )


def _branches(tongue: Tongue) -> list[Block]:
    branches = tongue.facts.view.rule_branches
    if len(branches) < 2:
        return []
    uses = [(u.place, u.end_use, u.class_) for u in branches[0].lowest_fill]
    heads = [tongue.name("branch", b.branch, f"run/rule_branches/{i}/branch") for i, b in enumerate(branches)]
    rows = tuple(
        (
            tongue.place(place),
            tongue.name("use", use, f"run/rule_branches/0/lowest_fill/{place}/{use}/{kind}/end_use"),
            *(
                (tongue.cite(f"run/rule_branches/{i}/lowest_fill/{place}/{use}/{kind}/p50", "percent"),)
                for i in range(len(branches))
            ),
        )
        for place, use, kind in uses
    )  # fmt: skip
    numeric = frozenset(range(2, 2 + len(branches)))
    return [
        Heading(tongue.say("brief.branches")), Para(tongue.say("brief.col.lowest")),
        Table((*columns(tongue, "place", "use"), *heads), rows, numeric),
    ]  # fmt: skip


def _inputs(tongue: Tongue) -> list[Block]:
    rows = []
    for u, use in enumerate(tongue.facts.rooms.get("movers", [])):
        for i, row in enumerate(use["inputs"]):
            path = f"movers/{u}/inputs/{i}"
            rows.append((
                opened(tongue.name("use", use["end_use"], f"movers/{u}/end_use")),
                input_name(tongue, row["id"], f"{path}/id"),
                (tongue.cite(f"{path}/share", "percent"),), _three(tongue, path), (tongue.cite(f"{path}/unit"),),
                tongue.name("standing", row["standing"], f"{path}/standing"),
            ))  # fmt: skip
    if not rows:
        return []
    head = (*columns(tongue, "use", "input", "share", "best"), *columns(tongue, "unit", "standing"))
    return [Heading(tongue.say("brief.inputs")),
            Table(head, tuple(rows), frozenset({2, 3}), (20, 28, 12, 20, 8, 12))]  # fmt: skip


def _three(tongue: Tongue, path: str) -> Line:
    low, best, high = (tongue.cite(f"{path}/{name}", "number") for name in ("low", "best", "high"))
    return (best,) if low.text == high.text else (best, Plain(" ("), low, Plain("–"), high, Plain(")"))


def _official(tongue: Tongue) -> list[Block]:
    """Pairs of places with the largest difference first, where official figures were given."""
    pairs = (tongue.facts.rooms.get("official") or {}).get("pairs", [])[:MOST_OFFICIAL]
    rows = tuple(
        (
            tongue.name("stage", pair["stage"], f"official/pairs/{i}/stage"), tongue.place(pair["from"]),
            tongue.place(pair["to"]), (tongue.cite(f"official/pairs/{i}/official_t", "number"), Plain(" t")),
            (tongue.cite(f"official/pairs/{i}/model_t", "number"), Plain(" t")),
            (tongue.cite(f"official/pairs/{i}/within", "count"), Plain(" / "),
             tongue.cite(f"official/pairs/{i}/periods", "count")),
        )
        for i, pair in enumerate(pairs)
    )  # fmt: skip
    if not rows:
        return []
    head = columns(tongue, "stage", "from", "to", "official", "model", "within")
    return [Heading(tongue.say("brief.official")), Table(head, rows, frozenset({3, 4, 5}))]


def _moved(tongue: Tongue) -> list[Block]:
    rows = tuple(
        (
            opened(input_name(tongue, row["id"], f"run/moved/{i}/id")),
            (tongue.cite(f"run/moved/{i}/reported", "number"),),
            (tongue.cite(f"run/moved/{i}/balanced", "number"),), (tongue.cite(f"run/moved/{i}/unit"),),
            (tongue.quote(f"run/moved/{i}/cause"),), (tongue.quote(f"run/moved/{i}/source"),),
        )
        for i, row in enumerate(tongue.facts.run.get("moved", []))
    )  # fmt: skip
    if not rows:
        return []
    head = columns(tongue, "input", "reported", "model", "unit", "cause", "source")
    return [Heading(tongue.say("brief.moved")), Table(head, rows, frozenset({1, 2}), (22, 10, 10, 6, 22, 30))]


def _sources(tongue: Tongue) -> list[Block]:
    sources: Sequence[dict[str, object]] = tongue.facts.run.get("sources", [])
    standings = tongue.facts.at("found/standings")
    if not sources:
        return []
    each = [
        tongue.say("brief.sources.count", standing=tongue.name("standing", name, ""), count=tongue.cite(
            f"found/standings/{name}", "count"))
        for name in STANDINGS if name in standings
    ]  # fmt: skip
    order = sorted(range(len(sources)), key=lambda i: (_rank(str(sources[i]["standing"])), i))
    rows = tuple(
        (
            (tongue.cite(f"run/sources/{i}/id"),), _three(tongue, f"run/sources/{i}"),
            (tongue.cite(f"run/sources/{i}/unit"),),
            tongue.name("standing", str(sources[i]["standing"]), f"run/sources/{i}/standing"),
            (tongue.quote(f"run/sources/{i}/source"),),
        )
        for i in order
    )  # fmt: skip
    head = columns(tongue, "input", "best", "unit", "standing", "source")
    return [
        Heading(tongue.say("brief.sources")),
        Para(tongue.say("brief.sources.counted", each=tongue.joined(each))),
        Table(head, rows, frozenset({1}), (28, 20, 8, 12, 32), tongue.say("brief.table"), folded=True),
    ]


def _rank(standing: str) -> int:
    return STANDINGS.index(standing) if standing in STANDINGS else len(STANDINGS)


def _warnings(tongue: Tongue) -> list[Block]:
    found = tongue.facts.view.warnings
    lines = tuple((tongue.quote(f"run/warnings/{i}"),) for i in range(len(found)))
    said: Block = Bullets(lines) if lines else Para(tongue.say("brief.warnings.none"))
    return [Heading(tongue.say("brief.warnings")), said]


def _limits(tongue: Tongue) -> list[Block]:
    lines = [range_words(tongue), *(tongue.say(f"brief.limits.{name}") for name in LIMITS)]
    return [Heading(tongue.say("brief.limits")), Bullets(tuple(lines))]


def range_words(tongue: Tongue) -> Line:
    """Return how a range reads."""
    return tongue.say(
        "brief.ranges", part=tongue.cite("fixed/part", "count"), whole=tongue.cite("fixed/whole", "count")
    )


def _provenance(tongue: Tongue) -> list[Block]:
    run, made = tongue.facts.run, tongue.facts.rooms.get("made") or {}
    rows: list[tuple[str, Line]] = [
        ("run", (tongue.cite("run/run"),)), ("hash", (tongue.cite("run/hash", "start"),)),
        ("scenario", (tongue.cite("run/scenario"),)), ("draws", (tongue.cite("run/draws", "count"),)),
        ("months", (tongue.cite("run/months/0", "date"), Plain(" – "), tongue.cite("run/months/-1", "date"))),
    ]  # fmt: skip
    if run.get("seed") is not None:
        rows.append(("seed", (tongue.cite("run/seed"),)))
    for name, key in (("data", "data"), ("data_hash", "data_hash"), ("rules", "rules")):
        if run.get("as_of", {}).get(key):
            rows.append((name, (tongue.cite(f"run/as_of/{key}", "start" if key == "data_hash" else "date"),)))
    for name in ("who", "reviewer", "note"):
        if made.get(name):
            rows.append((name, (tongue.cite(f"made/{name}"),)))
    if versions := made.get("versions"):
        told = [(Plain(f"{name} "), tongue.cite(f"made/versions/{name}")) for name in versions]
        rows.append(("versions", tongue.joined(told)))
    for name in ("finished", "elapsed_s"):
        if made.get(name):
            rows.append((name.removesuffix("_s"), (tongue.cite(f"made/{name}"),)))
    table = Table((), tuple((tongue.say(f"brief.made.{name}"), line) for name, line in rows), widths=(24, 76))
    return [Heading(tongue.say("brief.provenance")), table]
