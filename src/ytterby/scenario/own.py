"""What a workspace adds to every scenario of a chain: own suppliers, stocks and reserves."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.yamlfile import load_model
from ytterby.errors import BadScenario, Fault
from ytterby.scenario.levers import Reserve, ThirdCountry
from ytterby.scenario.schema import ExtraStock, Scenario


class OwnBook(BaseModel):
    """Own suppliers and stocks of one chain: a file in ``own/`` of a workspace."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)

    form: Literal["ytterby/own/1"] = Field(alias="schema")
    chain: str
    """Scenarios of this chain have them."""
    firms: tuple[str, ...] = ()
    """Names that `--redact` masks, beside the ids of the entries below."""
    parts: tuple[str, ...] = ()
    """Names of parts that `--redact` masks."""
    suppliers: tuple[ThirdCountry, ...] = ()
    stocks: tuple[ExtraStock, ...] = ()
    reserves: tuple[Reserve, ...] = ()


def own_books() -> tuple[OwnBook, ...]:
    """Return the books of the workspace in use.

    Raises
    ------
    BadData : a book was refused; all its faults at once.
    """
    return tuple(_book(current().item(f"own/{name}.yaml")) for name in current().names("own"))


def with_own(scenario: Scenario) -> Scenario:
    """Return a scenario with what the workspace adds to those of its chain.

    Raises
    ------
    BadScenario : an id is given twice.
    """
    books = [b for b in own_books() if b.chain == scenario.chain]
    if not books:
        return scenario
    levers = scenario.levers
    more: dict[str, tuple[Any, ...]] = {
        "third_country": (*levers.third_country, *(s for b in books for s in b.suppliers)),
        "stocks": (*levers.stocks, *(s for b in books for s in b.stocks)),
        "reserves": (*levers.reserves, *(r for b in books for r in b.reserves)),
    }
    faults = []
    for field, entries in more.items():
        ids = [e.id for e in entries]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            what = f"given twice: {', '.join(twice)}"
            faults.append(Fault(what, f"{scenario.id}: levers.{field} with the workspace's own", "one id, one entry"))
    if faults:
        raise BadScenario(*faults)
    return scenario.model_copy(update={"levers": levers.model_copy(update=more)})


@cache
def _book(item: Item) -> OwnBook:
    return load_model(OwnBook, item.path)
