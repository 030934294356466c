"""The one shape of an answer: rows with a value and its parts, and where they come from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from ytterby import baseline
from ytterby.errors import BadData, Fault, NotFound, did_you_mean

Row = Mapping[str, Any]
KEYS = ("material", "stage", "place", "year")


@dataclass(frozen=True)
class Answer:
    """What `ytterby assess` prints.

    Attributes
    ----------
    index : name of the index.
    rows : material, stage, place, year, value, then the parts of the index.
    sources : table, title and licence of what was read.
    notes : what is missing or assumed, in sentences.
    """

    index: str
    rows: tuple[Row, ...]
    sources: tuple[Mapping[str, str], ...]
    notes: tuple[str, ...] = ()

    def only(self, **wanted: Iterable[str | int]) -> Answer:
        """Keep the rows whose keys are among the wanted ones; an empty wish keeps all.

        Raises
        ------
        NotFound
            A wish that no row of the answer has; all of them at once.
        """
        wishes = {key: {str(v).lower(): str(v) for v in values} for key, values in wanted.items()}
        self._refuse_strangers(wishes)
        rows = tuple(r for r in self.rows if all(not w or str(r.get(k)).lower() in w for k, w in wishes.items()))
        return Answer(self.index, rows, self.sources, self.notes)

    def _refuse_strangers(self, wishes: Mapping[str, Mapping[str, str]]) -> None:
        faults = []
        for key, wish in wishes.items():
            there = {str(r.get(key)).lower(): str(r.get(key)) for r in self.rows if r.get(key) is not None}
            choices = tuple(sorted(there.values()))
            faults += [
                Fault(f'no row has the {key} "{said}"', f"--{key}", choices=choices, fix=did_you_mean(said, choices))
                for low, said in wish.items()
                if low not in there
            ]
        if faults:
            raise NotFound(*faults)

    def as_object(self) -> dict[str, Any]:
        """Return the object for JSON; what is unknown becomes null."""
        return {
            "index": self.index,
            "rows": [{k: plain(v) for k, v in r.items()} for r in self.rows],
            "sources": [dict(s) for s in self.sources],
            "notes": list(self.notes),
        }


def row(material: str, stage: str, place: str, year: int | None, value: float, **parts: object) -> Row:
    """Build one row in the order of the contract."""
    return {"material": material, "stage": stage, "place": place, "year": year, "value": value, **parts}


def plain(value: object) -> object:
    """Turn an array scalar into a plain number and NaN into None.

    Examples
    --------
    >>> plain(float("nan")) is None
    True
    """
    item = getattr(value, "item", None)
    bare = item() if callable(item) else value
    return None if isinstance(bare, float) and not math.isfinite(bare) else bare


def packaged(*names: str) -> tuple[Mapping[str, str], ...]:
    """Name the packaged tables an answer rests on, with their licences."""
    found = [baseline.resource(name) for name in names]
    return tuple({"table": r.name, "title": r.title, "licence": ", ".join(x.name for x in r.licenses)} for r in found)


def own_table(path: Path, amounts: tuple[str, ...]) -> pl.DataFrame:
    """Read the user's CSV with the columns material, stage, place, year and the amounts.

    Raises
    ------
    BadData
        Not a CSV, a column is missing, an amount is no number or below zero; all faults at once.
    """
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise BadData(Fault(f"not a CSV table: {str(error).splitlines()[0]}", str(path))) from error
    needed = (*KEYS, *amounts)
    lost = [name for name in needed if name not in frame.columns]
    if lost:
        raise BadData(*(Fault(f'no column "{name}"', str(path), choices=needed) for name in lost))
    faults: list[Fault] = []
    for name in ("year", *amounts):
        read = frame[name].cast(pl.Float64, strict=False)
        wrong = (read.is_null() & frame[name].is_not_null()) | (read < 0).fill_null(value=False)
        faults += [
            Fault(f'"{frame[name][n]}" is no amount', f"{path}, row {n + 2}, {name}", "conventions §1")
            for n in wrong.arg_true().to_list()
        ]
    if faults:
        raise BadData(*faults)
    return frame.with_columns(
        pl.col("year").cast(pl.Float64).cast(pl.Int64), *(pl.col(a).cast(pl.Float64) for a in amounts)
    )
