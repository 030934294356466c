"""From what the page sends to a scenario: ids are looked up, texts are read, and every fault has its line."""

from __future__ import annotations

import re
from collections import OrderedDict
from threading import Lock
from typing import Any

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.yamlfile import parse_model, parse_yaml, read_yaml
from ytterby.errors import BadScenario, Fault, NotFound, did_you_mean
from ytterby.scenario.schema import Scenario
from ytterby.web.forms import Asked
from ytterby.web.sliders import with_moved

WHERE = "yaml"
DEEPEST = 50
MOST = 100
"""Scenarios that are kept as read; one whose text changes is another."""
_FIELD = re.compile(r"[^.\[\]]+")


def asked_of(form: Asked) -> Scenario:
    """Return the scenario a form asks about, with its sliders moved.

    Raises
    ------
    NotFound, BadScenario : no such scenario, or its text was refused.
    """
    scenario = stored(form.scenario) if form.scenario is not None else parsed(form.yaml or "")
    return with_moved(scenario, form.moved)


def item_of(id_: str) -> Item:
    """Return the file of a scenario.

    Raises
    ------
    NotFound : the shelf has none of that id; nothing is ever looked for by a path.
    """
    names = current().names("scenarios")
    if id_ not in names:
        fix = did_you_mean(id_, names)
        raise NotFound(Fault(f'there is no scenario "{id_[:80]}"', "scenario", choices=names, fix=fix))
    return current().item(f"scenarios/{id_}.yaml")


def stored(id_: str) -> Scenario:
    """Return a scenario of the shelf."""
    item = item_of(id_)
    key = (item.name, item.sha256)
    with _LOCK:
        if key not in _KNOWN:
            _KNOWN[key] = parse_model(Scenario, read_yaml(item.path, BadScenario), id_, BadScenario)
        _KNOWN.move_to_end(key)
        while len(_KNOWN) > MOST:
            _KNOWN.popitem(last=False)
        return _KNOWN[key]


def parsed(text: str) -> Scenario:
    """Read a scenario from its text.

    Raises
    ------
    BadScenario : not YAML, or not a scenario; every fault with the line it stands in.
    """
    _refuse_odd(text)
    raw = parse_yaml(text, WHERE, BadScenario)
    try:
        return parse_model(Scenario, raw, WHERE, BadScenario)
    except BadScenario as refused:
        raise BadScenario(*(_with_line(fault, text) for fault in refused.faults)) from None


def _refuse_odd(text: str) -> None:
    """Refuse what no scenario needs and a parser may choke on: control characters, anchors that repeat a part."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import AliasEvent

    bad = next((i for i, sign in enumerate(text) if ord(sign) < 32 and sign not in "\t\n\r"), None)
    if bad is not None:
        raise BadScenario(Fault(f"character {bad} is a control character", WHERE, fix="is this a text file?"))
    if _depth(text) > DEEPEST:
        rule = f"at most {DEEPEST} levels"
        raise BadScenario(Fault("it is nested too deeply", WHERE, rule, fix="is this what was meant?"))
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, AliasEvent):
                where = f"{WHERE}, line {event.start_mark.line + 1}"
                raise BadScenario(Fault(f"*{event.anchor} repeats another part", where, fix="write it out"))
    except (YAMLError, ValueError, RecursionError):
        return  # the reader says what is wrong with it


def _depth(text: str) -> int:
    """Return how deep brackets and dashes nest, at most: the parser's time grows with its square."""
    depth = most = 0
    for sign in text:
        if sign in "[{":
            depth += 1
            most = max(most, depth)
        elif sign in "]}":
            depth -= 1
    return max(most, *(line.count("- ") for line in text.split("\n")))


def _with_line(fault: Fault, text: str) -> Fault:
    field = fault.where.removeprefix(f"{WHERE}: ")
    line = _line(text, [int(p) if p.isdecimal() else p for p in _FIELD.findall(field)])
    return Fault(fault.what, f"{WHERE}, line {line}: {field}", fault.rule, fault.choices, fault.fix)


def _line(text: str, path: list[str | int]) -> int:
    """Return the line of the innermost field of a path that is there."""
    from ruamel.yaml import YAML

    node: Any = YAML(typ="safe", pure=True).compose(text)
    line = node.start_mark.line
    for part in path:
        inner = _inner(node, part)
        if inner is None:
            break
        line, node = inner
    return int(line) + 1


def _inner(node: Any, part: str | int) -> tuple[int, Any] | None:  # noqa: ANN401 - nodes of the parser
    if isinstance(part, int):
        if isinstance(node.value, list) and part < len(node.value) and not isinstance(node.value[part], tuple):
            return node.value[part].start_mark.line, node.value[part]
        return None
    if not isinstance(node.value, list):
        return None
    pairs = (pair for pair in node.value if isinstance(pair, tuple))
    return next(((key.start_mark.line, value) for key, value in pairs if key.value == part), None)


_KNOWN, _LOCK = OrderedDict[tuple[str, str], Scenario](), Lock()
