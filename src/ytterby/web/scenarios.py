"""Scenarios: the list, one of them with its sliders, checking a text, keeping an own one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.workspace import current_workspace
from ytterby.baseline.yamlfile import read_yaml
from ytterby.errors import BadScenario, Fault
from ytterby.web.answers import Answer, told
from ytterby.web.endpoints import Asked
from ytterby.web.forms import YamlForm
from ytterby.web.house import House
from ytterby.web.problems import Refused

_ABSENT = None


def listed(house: House, asked: Asked) -> Answer:
    """GET /scenarios: read from the files alone, so that it is there before the engine is."""
    shelf = current()
    names = shelf.names("scenarios")
    rows = [_row(name, names, shelf.item(f"scenarios/{name}.yaml")) for name in names]
    stored = house.kept.first_of({r["id"] for r in rows})
    return told(house.shown({"scenarios": [{**r, "answer": stored.get(r["id"])} for r in rows]}))


def one(house: House, asked: Asked) -> Answer:
    """GET /scenarios/{id}."""
    from ytterby.web.asking import item_of
    from ytterby.web.asking import stored as scenario_of
    from ytterby.web.sliders import sliders_of

    item = item_of(asked.ids["id"])
    scenario = scenario_of(asked.ids["id"])
    parent = _parent(scenario.id, current().names("scenarios"))
    return told(house.shown({
        "id": scenario.id, "title": scenario.title, "locked": item.origin == "bundled", "parent": parent,
        "yaml": item.path.read_text("utf-8-sig"), "data": _plain(scenario),
        "diff_to_parent": list(_differences(_plain(scenario_of(parent)), _plain(scenario))) if parent else [],
        "sliders": [s.told() for s in sliders_of(scenario)],
    }))  # fmt: skip


def checked(house: House, asked: Asked) -> Answer:
    """POST /scenarios/check."""
    from ytterby.web.asking import parsed
    from ytterby.web.asking import stored as scenario_of
    from ytterby.web.sliders import sliders_of

    assert isinstance(asked.body, YamlForm)
    scenario = parsed(asked.body.yaml)
    parent = _parent(scenario.id, (*current().names("scenarios"), scenario.id))
    before = _plain(scenario_of(parent)) if parent else _plain(scenario)
    return told(house.shown({
        "data": _plain(scenario), "parent": parent, "diff_to_parent": list(_differences(before, _plain(scenario))),
        "sliders": [s.told() for s in sliders_of(scenario)],
    }))  # fmt: skip


def saved(house: House, asked: Asked) -> Answer:
    """PUT /scenarios/{id}: own scenarios only; the bundled ones stay as they are."""
    from ytterby.execution.journal import write_durably
    from ytterby.web.asking import parsed

    assert isinstance(asked.body, YamlForm)
    scenario, id_, workspace = parsed(asked.body.yaml), asked.ids["id"], current_workspace()
    known = current().files.get(f"scenarios/{id_}.yaml")
    if scenario.id != id_:
        raise BadScenario(Fault(f'the text says id "{scenario.id}"', "yaml: id", f'it is kept as "{id_}"'))
    if known is not None and known.origin == "bundled":
        what = f"{id_} is bundled and stays as it is"
        raise Refused(409, Fault(what, "scenario", fix=f"give it an id of its own, such as {id_}-mine"))
    if workspace is None:
        fix = "start with `ytterby serve --workspace FOLDER`; `ytterby init` makes one"
        raise Refused(409, Fault("there is no workspace to keep it in", "scenario", fix=fix))
    folder = workspace.folder / "scenarios"
    folder.mkdir(parents=True, exist_ok=True)
    # the id is of letters, digits and hyphens: the form of a scenario has seen to that
    write_durably(folder / f"{scenario.id}.yaml", asked.body.yaml.encode())
    return told(house.shown({"id": scenario.id, "locked": False}), 200 if known else 201)


def schema(house: House, asked: Asked) -> Answer:
    """GET /schemas/scenario."""
    from ytterby.scenario.schema import Scenario

    return told(Scenario.model_json_schema(by_alias=True))


def _row(name: str, names: tuple[str, ...], item: Item) -> dict[str, Any]:
    raw = _raw(item)
    outcomes = raw.get("outcomes")
    return {
        "id": name, "title": str(raw.get("title", name)), "question": str(raw.get("question", "")),
        "parent": _parent(name, names), "chain": str(raw.get("chain", "magnet-rare-earths")),
        "focus": list(outcomes.get("focus", [])) if isinstance(outcomes, Mapping) else [],
        "start": str(raw.get("start", "")), "months": raw.get("months", 60), "locked": item.origin == "bundled",
    }  # fmt: skip


@lru_cache(maxsize=256)
def _raw(item: Item) -> dict[str, Any]:
    """Fields of a scenario file; of one that is no YAML nothing, or one bad file would hide all others."""
    try:
        return read_yaml(item.path, BadScenario)
    except BadScenario as refused:
        return {"question": refused.faults[0].text()}


def _parent(id_: str, names: tuple[str, ...]) -> str | None:
    """Return the scenario whose id, with a hyphen, this one's begins with: the longest."""
    return max((n for n in names if id_.startswith(f"{n}-")), key=len, default=None)


def _plain(scenario: Any) -> dict[str, Any]:  # noqa: ANN401 - a Scenario; its module is not imported for the list
    found: dict[str, Any] = scenario.model_dump(mode="json", by_alias=True)
    return found


def _differences(before: object, after: object, path: str = "") -> Iterator[dict[str, Any]]:
    """Yield the fields that differ, leaf by leaf."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            inner = f"{path}.{key}" if path else str(key)
            yield from _differences(before.get(key, _ABSENT), after.get(key, _ABSENT), inner)
    elif isinstance(before, list) and isinstance(after, list):
        for k in range(max(len(before), len(after))):
            old = before[k] if k < len(before) else _ABSENT
            yield from _differences(old, after[k] if k < len(after) else _ABSENT, f"{path}[{k}]")
    elif before != after:
        yield {"path": path, "before": before, "after": after}
