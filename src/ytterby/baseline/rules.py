"""The rules a table is checked by: a list of plain functions, each yielding the faults of one kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from ytterby.baseline.package import Column, TableResource
from ytterby.baseline.sums import wrong_sums
from ytterby.baseline.tables import dtypes, places
from ytterby.errors import Fault, did_you_mean

# More of one kind in one column would only repeat the message.
MOST = 5
HS_RULE = "an HS code is a text of six digits, quoted where a file could read it as a number"
Rule = Callable[[pl.DataFrame, TableResource, str], Iterator[Fault]]


def faults(frame: pl.DataFrame, found: TableResource, label: str) -> list[Fault]:
    """Return every fault of a table; value rules run only on columns that are there and have the right type.

    Parameters
    ----------
    frame : the table; text columns are read as the schema's types.
    found : what the data package says about the table.
    label : what the messages call the table.
    """
    read, wrong = typed(frame, found, label)
    return [*header(frame, found, label), *wrong, *(f for rule in RULES for f in rule(read, found, label))]


def header(frame: pl.DataFrame, found: TableResource, label: str) -> Iterator[Fault]:
    """Yield a fault for every column that is missing or unknown."""
    known = [c.name for c in found.columns]
    for name in known:
        if name not in frame.columns:
            yield Fault(f'column "{name}" is missing', label, f"the columns of {found.name}", tuple(known))
    for name in frame.columns:
        if name not in known:
            yield Fault(f'column "{name}" is unknown', label, choices=tuple(known), fix=did_you_mean(name, known))


def typed(frame: pl.DataFrame, found: TableResource, label: str) -> tuple[pl.DataFrame, list[Fault]]:
    """Return the table with the schema's types, and a fault for every cell or column that has another."""
    out: list[Fault] = []
    columns = []
    for column, wanted in zip(found.columns, dtypes(found).values(), strict=True):
        if column.name not in frame.columns:
            continue
        have = frame[column.name]
        if have.dtype in (wanted, pl.Null):
            columns.append(have.cast(wanted))
        elif have.dtype != pl.String:
            out.append(_wrong_type(column, have, label))
        else:
            cast = _read(have, wanted)
            bad = have.is_not_null() & cast.is_null()
            out += _cells(frame, bad, column.name, label, f"a {column.type} is wanted")
            columns.append(cast)
    others = [frame[name] for name in frame.columns if name not in {c.name for c in found.columns}]
    return pl.DataFrame([*columns, *others]), out


def empty_cells(frame: pl.DataFrame, found: TableResource, label: str) -> Iterator[Fault]:
    """Yield a fault for every empty cell of a required column: unknown is not zero (conventions §1)."""
    for column in _present(frame, found):
        if column.constraints.required:
            yield from _cells(frame, frame[column.name].is_null(), column.name, label, "a value is required")


def words(frame: pl.DataFrame, found: TableResource, label: str) -> Iterator[Fault]:
    """Yield a fault for every word outside its vocabulary and every text of the wrong shape."""
    for column in _present(frame, found):
        values, limits = frame[column.name], column.constraints
        if column.role == "hs" and values.dtype == pl.String:
            bad = ~values.str.contains("^[0-9]{6}$").fill_null(True)
            yield from _cells(frame, bad, column.name, label, HS_RULE, fix='Write it as text, for example "284690".')
            values = values.set(bad, None)
        elif limits.pattern:
            bad = ~values.str.contains(limits.pattern).fill_null(True)
            yield from _cells(frame, bad, column.name, label, f"the text has the form {limits.pattern}")
        if limits.enum:
            bad = ~values.is_in(list(limits.enum)).fill_null(True)
            rule = "the unit is one of the table's (conventions §1)" if column.role == "unit" else "a closed list"
            yield from _cells(frame, bad, column.name, label, rule, limits.enum)


def limits(frame: pl.DataFrame, found: TableResource, label: str) -> Iterator[Fault]:
    """Yield a fault for every number below its minimum, above its maximum, or not finite."""
    for column in _present(frame, found):
        values, limit = frame[column.name], column.constraints
        if not values.dtype.is_numeric():
            continue
        if values.dtype.is_float():
            bad = ~values.is_finite().fill_null(True)
            yield from _cells(frame, bad, column.name, label, "a number is finite")
        if limit.minimum is not None:
            bad = (values < limit.minimum).fill_null(False)
            yield from _cells(frame, bad, column.name, label, f"not below {limit.minimum:g}")
        if limit.maximum is not None:
            bad = (values > limit.maximum).fill_null(False)
            yield from _cells(frame, bad, column.name, label, f"not above {limit.maximum:g}")


def duplicates(frame: pl.DataFrame, found: TableResource, label: str) -> Iterator[Fault]:
    """Yield a fault for every row whose key, or unique value, occurs before."""
    key = tuple(name for name in found.table_schema.primary_key if name in frame.columns)
    unique = [(c.name,) for c in _present(frame, found) if c.constraints.unique]
    for names in dict.fromkeys([key, *unique]):
        if not names:
            continue
        again = ~frame.select(pl.struct(names).is_first_distinct()).to_series()
        yield from _cells(frame, again, names[0], label, f"{' + '.join(names)} occurs once", what="occurs again")


def unknown_places(frame: pl.DataFrame, found: TableResource, label: str) -> Iterator[Fault]:
    """Yield a fault for every place that the table of places does not know (conventions §2)."""
    for column in _present(frame, found):
        if column.role == "place":
            bad = ~frame[column.name].is_in(list(places())).fill_null(True)
            rule = "a place is an ISO 3166-1 alpha-3 code, XRW, EUU or WLD (conventions §2)"
            yield from _cells(frame, bad, column.name, label, rule, tuple(places()))


def ranges(frame: pl.DataFrame, found: TableResource, label: str) -> Iterator[Fault]:
    """Yield a fault for every figure whose low, best and high are out of order."""
    name = {c.role: c.name for c in _present(frame, found) if c.role in {"low", "best", "high"}}
    for below, above in (("low", "best"), ("best", "high"), ("low", "high")):
        if below in name and above in name:
            bad = (frame[name[below]] > frame[name[above]]).fill_null(False)
            yield from _cells(frame, bad, name[below], label, "low <= best <= high", what=f"is above {name[above]}")


def sums(frame: pl.DataFrame, found: TableResource, label: str) -> Iterator[Fault]:
    """Yield a fault for every total that its parts do not add up to."""
    for rule in found.sums:
        yield from wrong_sums(frame, rule, label)


RULES: tuple[Rule, ...] = (empty_cells, words, limits, duplicates, unknown_places, ranges, sums)


def _present(frame: pl.DataFrame, found: TableResource) -> list[Column]:
    """Return the columns that are there with the schema's type: on others a value rule would only repeat."""
    wanted = dtypes(found)
    return [c for c in found.columns if c.name in frame.columns and frame[c.name].dtype == wanted[c.name]]


def _read(texts: pl.Series, wanted: pl.DataType) -> pl.Series:
    if wanted == pl.Boolean:
        return texts.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    return texts.cast(wanted, strict=False)


def _wrong_type(column: Column, have: pl.Series, label: str) -> Fault:
    if column.role == "hs":
        what = f'column "{column.name}" holds numbers ({have.dtype}), an HS code was read as a number'
        return Fault(what, label, HS_RULE, fix="Read the column as text; leading zeros are lost otherwise.")
    return Fault(f'column "{column.name}" is {have.dtype}', label, f"a {column.type} is wanted")


def _cells(
    frame: pl.DataFrame,
    bad: pl.Series,
    column: str,
    label: str,
    rule: str,
    choices: tuple[str, ...] = (),
    fix: str = "",
    what: str = "",
) -> Iterator[Fault]:
    """Yield a fault for each marked cell, and one that counts those beyond `MOST`."""
    rows = bad.arg_true().to_list()
    for row in rows[:MOST]:
        value = frame[column][row]
        text = "is empty" if value is None and not what else f'"{value}"' + (f" {what}" if what else " is refused")
        near = did_you_mean(str(value), choices) if choices else ""
        yield Fault(text, f"{label}:{row + 2} {column}", rule, choices, fix or near)
    if len(rows) > MOST:
        yield Fault(f"{len(rows) - MOST} more rows like these", f"{label} {column}", rule)
