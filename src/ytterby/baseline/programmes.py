"""Loader of the bundled programmes, or of a user's own file."""

from __future__ import annotations

from pathlib import Path

from ytterby.baseline.tables import FOLDER, places
from ytterby.baseline.yamlfile import load_model
from ytterby.domain.programme import ProgrammeBook
from ytterby.errors import BadData, Fault, did_you_mean

BUNDLED = FOLDER / "programmes.yaml"


def load_programmes(path: Path = BUNDLED) -> ProgrammeBook:
    """Read programmes from a YAML file.

    Parameters
    ----------
    path : the file; the bundled one if not given.

    Raises
    ------
    NotFound : no such file.
    BadData : not of the form, or a place nobody knows; all faults at once.
    """
    book = load_model(ProgrammeBook, path)
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
