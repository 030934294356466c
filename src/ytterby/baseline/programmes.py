"""Loader of the bundled programmes with those of the workspace, or of a user's own file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.tables import FOLDER, places
from ytterby.baseline.yamlfile import load_model, parse_model, read_yaml
from ytterby.domain.programme import ProgrammeBook
from ytterby.errors import BadData, Fault, did_you_mean

BUNDLED = FOLDER / "programmes.yaml"


def load_programmes(path: Path | None = None) -> ProgrammeBook:
    """Read programmes: the bundled ones with those of the workspace, or those of a file.

    Parameters
    ----------
    path : the file; if not given, the bundled book and every book in ``programmes/`` of the workspace.

    Raises
    ------
    NotFound : no such file.
    BadData : not of the form, or a place nobody knows; all faults at once.
    """
    if path is not None:
        return _read(path)
    own = tuple(current().item(f"programmes/{name}.yaml") for name in current().names("programmes"))
    return _joined((current().item("programmes.yaml"), *own))


@cache
def _joined(items: tuple[Item, ...]) -> ProgrammeBook:
    """One book of several; a book of the workspace may lean on the conversions of the bundled one."""
    first, *others = items
    book = _read(first.path)
    for item in others:
        raw = read_yaml(item.path)
        known = [c.model_dump(mode="json") for c in book.conversions]
        raw["conversions"] = [*known, *(raw.get("conversions") or [])]
        more = _checked(parse_model(ProgrammeBook, raw, str(item.path)), item.path)
        twice = {p.id for p in book.programmes} & {p.id for p in more.programmes}
        if twice:
            what = f"given elsewhere too: {', '.join(sorted(twice))}"
            raise BadData(Fault(what, str(item.path), "one id, one programme", fix="give yours another id"))
        book = ProgrammeBook(conversions=more.conversions, programmes=(*book.programmes, *more.programmes))
    return book


def _read(path: Path) -> ProgrammeBook:
    return _checked(load_model(ProgrammeBook, path), path)


def _checked(book: ProgrammeBook, path: Path) -> ProgrammeBook:
    faults = [
        Fault(
            f'no such place "{p.place}"', f"{path}: programmes[{k}].place",
            "a place is an ISO 3166-1 alpha-3 code (conventions §2)", fix=did_you_mean(p.place, list(places())),
        )
        for k, p in enumerate(book.programmes)
        if p.place not in places()
    ]  # fmt: skip
    if faults:
        raise BadData(*faults)
    return book
