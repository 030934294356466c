"""Parts of sentences that several blocks of a brief share: ranges, months, inputs, measures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ytterby.report.brief.spans import Line, Plain, plain
from ytterby.report.brief.tongue import Tongue, words_of
from ytterby.report.summary import UseSummary
from ytterby.report.words import FEWEST_DRAWS

DASH: Line = (Plain("–"),)
_DIGIT = re.compile(r"\d")


def key_of(use: UseSummary) -> str:
    """Return the part of a path that names an end use."""
    return f"{use.place}/{use.end_use}/{use.demand_class}"


def ranged(tongue: Tongue) -> bool:
    """True when the run has draws enough for ranges."""
    return tongue.facts.view.draws >= FEWEST_DRAWS


def use_name(tongue: Tongue, use: UseSummary) -> Line:
    """Return an end use in words."""
    return tongue.name("use", use.end_use, f"run/first_short/{key_of(use)}/end_use")


def placed_name(tongue: Tongue, use: UseSummary) -> Line:
    """Return an end use in words, after its place where the run looks at several."""
    name = use_name(tongue, use)
    if len({u.place for u in tongue.facts.view.first_short if _in_focus(tongue, u.place)}) < 2:
        return name
    return (*tongue.place(use.place), Plain(words_of(tongue.lang)["shared.colon"]), *name)


def first_month(tongue: Tongue, use: UseSummary) -> Line:
    """Return the first month short, or that there is none."""
    path = f"run/first_short/{key_of(use)}/p50"
    return (tongue.cite(path, "month"),) if use.short else tongue.say("shared.none")


def first_range(tongue: Tongue, use: UseSummary) -> Line:
    """Return the range of the first month short in words; an open end is said to be open."""
    found, path = use.first_short, f"run/first_short/{key_of(use)}"
    if not ranged(tongue):
        return DASH
    never = tongue.say("brief.never", end=tongue.cite("run/months/-1", "month"))
    if found.p05 is None:
        return never
    if found.p05 == found.p50 == found.p95:
        return tongue.say("brief.same")
    high = (tongue.cite(f"{path}/p95", "month"),) if found.p95 else never
    return tongue.say("brief.to", low=tongue.cite(f"{path}/p05", "month"), high=high)


def spread(tongue: Tongue, path: str, form: str = "number") -> Line:
    """Return a median with its range in brackets, where there are draws enough and the ends differ."""
    row = tongue.facts.at(path)
    if row.get("p50") is None:
        return DASH
    middle = tongue.cite(f"{path}/p50", form)
    if not ranged(tongue) or row.get("p05") is None or row.get("p95") is None:
        return (middle,)
    low, high = tongue.cite(f"{path}/p05", form), tongue.cite(f"{path}/p95", form)
    return (middle,) if low.text == high.text else (middle, Plain(" ("), low, Plain("–"), high, Plain(")"))


def input_name(tongue: Tongue, id_: str, path: str) -> Line:
    """Return an input in words from its id, such as ``flow/ndpr/metal/CHN-JPN``; the id itself if it has numbers."""
    if _DIGIT.search(id_):
        return (tongue.cite(path),)
    kind, *rest = id_.split("/")
    words, colon = words_of(tongue.lang), words_of(tongue.lang)["shared.colon"]
    told = [word for part in rest if (word := _part(tongue, part))]
    first = words.get(f"shared.input.{kind}", kind)
    return (Plain(first + (colon + words["shared.join.comma"].join(told) if told else "")),)


def _part(tongue: Tongue, part: str) -> str:
    """One segment of an id in words: a stage, an end use, a place or a pair of them; a material as it is."""
    words = words_of(tongue.lang)
    for kind in ("material", "stage", "use", "kind"):
        if word := words.get(f"shared.{kind}.{part}"):
            return word
    if part == "all":
        return ""
    return plain(tongue.place(part)) if part[:3].isupper() else part


def opened(line: Line) -> Line:
    """Return a line that begins with a capital letter, where its first word is ours and the script has capitals."""
    if not line or not isinstance(line[0], Plain):
        return line
    first = line[0].text
    return (Plain(first[:1].upper() + first[1:], line[0].lang), *line[1:])


def stages(tongue: Tongue, i: int) -> Line:
    """Return the stages a flow runs between."""
    flow, path = tongue.facts.view.flows[i], f"run/flows/{i}"
    first = tongue.name("stage", flow.stage, f"{path}/stage")
    return (*first, Plain(" → "), *tongue.name("stage", flow.to_stage, f"{path}/to_stage"))


def measure_span(tongue: Tongue, i: int) -> Line:
    """Return the days a measure is in force."""
    until = tongue.facts.at(f"run/measures/{i}").get("until")
    first = tongue.cite(f"run/measures/{i}/from", "date")
    if not until:
        return tongue.say("brief.rules.from", **{"from": first})
    return tongue.say("brief.to", low=first, high=tongue.cite(f"run/measures/{i}/until", "date"))


def classes(tongue: Tongue, names: Sequence[str], path: str) -> Line:
    """Return classes of users in words; all of them where none is named."""
    if not names:
        return tongue.say("shared.all")
    return tongue.joined([tongue.name("class", name, f"{path}/{k}") for k, name in enumerate(names)])


def _in_focus(tongue: Tongue, place: str) -> bool:
    focus = tongue.facts.view.focus
    return not focus or place in focus
