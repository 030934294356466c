"""Files of levers: read, and refused with the line where they name what their chain does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from ytterby.baseline.shelf import Item
from ytterby.baseline.yamlfile import load_model, named, with_lines
from ytterby.errors import BadData, Fault, did_you_mean
from ytterby.network.chain import Chain, load_chain
from ytterby.planning.levers import LeverBook, Plant, Priority, Recycle, Stock, Substitute, Supply, Venture
from ytterby.scenario.priority import load_arrangements
from ytterby.scenario.project_list import load_projects

Named = tuple[str, str, str, Sequence[str]]


def load_levers(name: str) -> LeverBook:
    """Read the levers of a chain by its name, bundled or of the workspace, or a file of one's own by its path.

    Raises
    ------
    NotFound : no such file.
    BadData : the file is refused; every fault names its line.
    """
    return _read_levers(named("levers", name))


@cache
def _read_levers(item: Item) -> LeverBook:
    with with_lines(item.path):
        book = load_model(LeverBook, item.path)
        refuse_unknown(book, str(item.path))
    return book


def refuse_unknown(book: LeverBook, where: str) -> None:
    """Refuse levers that name what is not there.

    Raises
    ------
    BadData : processes, commodities, end uses, ventures or arrangements the chain does not have.
    NotFound : no such chain.
    """
    chain = load_chain(book.chain)
    faults = [
        Fault(f'there is no {what} "{value}"', f"{where}: levers[{k}].effect.{field}", "conventions §19",
              tuple(known), did_you_mean(value, known))
        for k, lever in enumerate(book.levers)
        for field, what, value, known in _names(lever.effect, chain)
        if value not in known
    ]  # fmt: skip
    uses = [u.end_use for u in chain.uses] + ([chain.spread_use.end_use] if chain.spread_use else [])
    faults += [
        Fault(f'there is no end use "{value}"', f"{where}: worth.at_price_uses", "conventions §19", tuple(uses),
              did_you_mean(value, uses))
        for value in (book.worth.at_price_uses if book.worth else ())
        if value not in uses
    ]  # fmt: skip
    if faults:
        raise BadData(*faults)


def _names(effect: object, chain: Chain) -> Iterator[Named]:
    uses = [u.end_use for u in chain.uses]
    if isinstance(effect, Stock):
        stages = sorted({str(p.stage) for p in chain.processes.values() if p.inputs} | {"first-use"})
        yield "stage", "stage that buys", str(effect.stage), stages
        yield from (("end_uses", "end use", u, uses) for u in effect.end_uses)
    elif isinstance(effect, Plant):
        yield "process", "process", effect.process, list(chain.processes)
    elif isinstance(effect, Supply):
        yield "commodity", "commodity", effect.commodity, list(chain.commodities)
    elif isinstance(effect, Substitute):
        yield "end_use", "end use", effect.end_use, uses
    elif isinstance(effect, Venture):
        ventures = [v.id for v in load_projects(chain.id).ventures]
        yield from (("ventures", "venture", v, ventures) for v in effect.ventures)
    elif isinstance(effect, Priority):
        yield "arrangement", "arrangement", effect.arrangement, [a.id for a in load_arrangements()]
    elif isinstance(effect, Recycle):
        yield "place", "recycling", "recycling", [str(p.stage) for p in chain.processes.values()]
