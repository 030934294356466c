"""A bill of materials as checked columns: every fault of a file is told at once, nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ytterby.baseline.shelf import Item, current
from ytterby.controls.tables import read_table
from ytterby.controls.vocabulary import goods_named
from ytterby.errors import BadData, Fault, NotFound, did_you_mean

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import polars as pl

COLUMNS = (
    "line", "parent", "part", "quantity", "material", "mass_g", "value_usd", "origin", "technology", "hs",
    "maker",
)  # fmt: skip
OPTIONAL = ("code", "properties", "source", "standing", "note")
NUMBERS = ("quantity", "mass_g", "value_usd")
TEMPLATE = (
    ",".join(COLUMNS)
    + "\n1,,actuator,1,,,250,JPN,,,\n1.1,1,magnet,1,ndfeb with dy,8,0.30,CHN,CHN,8505111000,\n"
    + "1.2,1,housing,1,aluminium alloy,400,20,JPN,,,\n"
)
# not \d, which is a digit of any script; three digits of exponent would leave what a float can hold
_NUMBER = r"^(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?$"


@dataclass(frozen=True)
class Bill:
    """Checked lines.

    Attributes
    ----------
    frame : one row per line: ``row line part material origin technology hs maker code properties`` as text
        (empty: not known) and ``quantity_low quantity_high value_usd_low value_usd_high mass_g_low
        mass_g_high`` as numbers (null: not known); quantity is pieces in one piece of the parent, value and
        mass are those of one piece.
    parent : (line,) index of the parent, -1 at the top.
    depth : (line,) levels above the line.
    """

    frame: pl.DataFrame
    parent: npt.NDArray[np.int64]
    depth: npt.NDArray[np.int64]


def load_bill(source: str, encoding: str = "utf-8") -> Bill:
    """Read a bill from a file, or by name one that is bundled or of the workspace.

    Parameters
    ----------
    source : path of a .csv or .xlsx file, or a name such as ``actuator``.
    encoding : of a text file.

    Raises
    ------
    NotFound, BadData : no such bill, or it was refused; all faults at once.
    """
    path = Path(source)
    if not path.suffix and not path.exists():
        names = bundled_bills()
        if source not in names:
            fix = did_you_mean(source, names) or "or give the path of a .csv or .xlsx file"
            raise NotFound(Fault(f'there is no bundled bill "{source}"', choices=names, fix=fix))
        path = current().item(f"bills/{source}.csv").path
    return check_bill(read_table(path, encoding), str(path))


NAMED = {"part": "part", "firm": "maker", "line": "line", "material": "material", "note": "note"}
"""Kind of name -> column of a bill."""


class Namer(Protocol):
    """Gives names that may leave the house for those that may not."""

    def name(self, kind: str, name: str) -> str:
        """Return the pseudonym of a name."""


def without_names(bill: Bill, namer: Namer) -> Bill:
    """Return a bill whose parts, and lines that are no numbers, have other names; makers are judged by theirs."""
    import polars as pl

    parts = [namer.name("part", p) for p in bill.frame["part"]]
    lines = [x if x.replace(".", "").isdigit() else namer.name("line", x) for x in bill.frame["line"]]
    return Bill(bill.frame.with_columns(pl.Series("part", parts), pl.Series("line", lines)), bill.parent, bill.depth)


def names_in(path: Path, encoding: str = "utf-8") -> dict[str, tuple[str, ...]]:
    """Return the names a bill holds, by kind, even where the bill would be refused: a refusal quotes it."""
    try:
        table = read_table(path, encoding)
    except (BadData, NotFound, LookupError):
        # not a table: every cell of a text may be a name
        text = path.read_bytes().decode(encoding, "replace") if path.is_file() and path.suffix != ".xlsx" else ""
        return {"part": tuple(dict.fromkeys(c.strip(' "') for c in re.split(r"[,;\t\r\n]", text) if c.strip()))}
    found = {
        kind: tuple(x.strip() for x in table[column].unique().sort() if x)
        for kind, column in NAMED.items()
        if column in table.columns
    }
    known = {kind: tuple(x for x in names if not x.replace(".", "").isdigit()) for kind, names in found.items()}
    return {**known, "material": tuple(m for m in known.get("material", ()) if goods_named(m).goods is None)}


def bundled_bills() -> tuple[str, ...]:
    """Return the names of the bills that are bundled or of the workspace."""
    return current().names("bills")


def check_bill(table: pl.DataFrame, where: str) -> Bill:
    """Check the text columns of a bill and return them typed.

    Raises
    ------
    BadData : all faults, each with row, column and reason.
    """
    import polars as pl

    _refuse_columns(table, where)
    table = table.with_columns(pl.lit("").alias(c) for c in (*COLUMNS, *OPTIONAL) if c not in table.columns)
    texts = [c for c in (*COLUMNS, *OPTIONAL) if c in table.columns]
    table = table.with_columns(pl.col(c).fill_null("").str.strip_chars() for c in texts)
    table = table.with_columns(
        pl.when(pl.col("quantity") == "").then(pl.lit("1")).otherwise(pl.col("quantity")).alias("quantity"),
        pl.col("origin").str.to_uppercase(),
        pl.col("technology").str.to_uppercase(),
    )
    faults = _cell_faults(table, where)
    if faults:
        raise BadData(*faults)
    table = table.with_columns(
        pl.col("hs").str.replace_all(r"[ .]", ""), *(x for c in NUMBERS for x in _bounds(table, c))
    )
    faults = _bound_faults(table, where)
    parent, depth = _tree(table, where, faults)
    if faults:
        raise BadData(*faults)
    return Bill(table.drop(*NUMBERS), parent, depth)


def _refuse_columns(table: pl.DataFrame, where: str) -> None:
    names = [c for c in table.columns if c != "row"]
    unknown = [c for c in names if c not in (*COLUMNS, *OPTIONAL)]
    every = (*COLUMNS, *OPTIONAL)
    faults = [
        Fault(f'"{c}" is not a column of a bill', f"{where}: row 1", choices=every, fix=did_you_mean(c, every))
        for c in unknown
    ]
    fix = "`ytterby screen --template` prints a bill to start from"
    faults += [Fault(f'the column "{c}" is missing', f"{where}: row 1", fix=fix) for c in ("line",) if c not in names]
    if faults:
        raise BadData(*faults)


def _cell_faults(table: pl.DataFrame, where: str) -> list[Fault]:
    import polars as pl

    checks: list[tuple[str, pl.Expr, str, str]] = [
        ("line", pl.col("line") == "", "a line needs an id", ""),
        (
            "line",
            pl.col("line").is_duplicated() & (pl.col("line") != ""),
            "this id is there twice",
            "one id, one line",
        ),
        (
            "hs",
            (pl.col("hs") != "") & ~pl.col("hs").str.contains(r"^[0-9]{2,}([ .][0-9]{2,})*$"),
            "is no customs code",
            "a customs code is text of digits; a number such as 8.5E+09 has lost some",
        ),
        (
            "hs",
            pl.col("hs").str.contains(r"^[0-9 .]+$")
            & ~pl.col("hs").str.replace_all(r"[ .]", "").str.len_chars().is_in([4, 6, 8, 10]),
            "has no length of a customs code",
            "4, 6, 8 or 10 digits; a leading zero may be lost",
        ),
    ]
    odd = table.filter(_not_plain())
    for c in NUMBERS:
        low, high = pl.col(c).str.split("..").list.first(), pl.col(c).str.split("..").list.last()
        good = (pl.col(c) == "") | (low.str.contains(_NUMBER) & high.str.contains(_NUMBER))
        checks.append((c, pl.col(c).str.contains(r"^\s*-"), "is negative", "not below zero"))
        comma = pl.col(c).str.contains(r"^[0-9]+(,[0-9]+)+(\.[0-9]+)?$")
        checks.append((c, comma, "has a comma", "write 1.5 or 1500: a comma can mean either"))
        checks.append((c, ~good & ~comma & ~pl.col(c).str.contains(r"^\s*-"), "is not a number", "1.5 or 0.2..0.5"))
    faults = []
    for column, bad, what, rule in checks:
        hit = (odd if column in NUMBERS else table).filter(bad).select("row", column)
        faults += [Fault(f'"{v}" {what}', f"{where}: row {r}, column {column}", rule) for r, v in hit.head(100).rows()]
        if hit.height > 100:
            faults.append(Fault(f"{hit.height - 100} more rows of this kind", f"{where}: column {column}"))
    return faults


def _not_plain() -> pl.Expr:
    """Rows where some number is not plainly one: only these are looked at in detail."""
    import polars as pl

    numbers = [pl.col(c).cast(pl.Float64, strict=False) for c in NUMBERS]
    plain = [
        (pl.col(c) == "") | (x.is_finite() & (x > 0)).fill_null(False) for c, x in zip(NUMBERS, numbers, strict=True)
    ]
    return ~pl.all_horizontal(plain)


def _bounds(table: pl.DataFrame, column: str) -> tuple[pl.Expr, pl.Expr]:
    import polars as pl

    low = high = pl.col(column)
    if table[column].str.contains("..", literal=True).any():
        low, high = pl.col(column).str.split("..").list.first(), pl.col(column).str.split("..").list.last()
    return (
        low.cast(pl.Float64, strict=False).alias(f"{column}_low"),
        high.cast(pl.Float64, strict=False).alias(f"{column}_high"),
    )


def _bound_faults(table: pl.DataFrame, where: str) -> list[Fault]:
    import polars as pl

    faults = []
    for c in NUMBERS:
        hit = table.filter(pl.col(f"{c}_low") > pl.col(f"{c}_high")).select("row", c).head(100)
        faults += [Fault(f'"{v}" runs downwards', f"{where}: row {r}, column {c}", "low..high") for r, v in hit.rows()]
    return faults


def _tree(table: pl.DataFrame, where: str, faults: list[Fault]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    import numpy as np
    import polars as pl

    index = pl.DataFrame({"line": table["line"], "at": pl.int_range(table.height, eager=True)})
    at = table.select("parent").join(index, left_on="parent", right_on="line", how="left", maintain_order="left")["at"]
    lost = table.filter((pl.col("parent") != "") & at.is_null()).select("row", "parent").head(100)
    faults += [
        Fault(f'there is no line "{p}"', f"{where}: row {r}, column parent", "a parent is the id of a line")
        for r, p in lost.rows()
    ]
    parent = at.fill_null(-1).to_numpy().astype(np.int64)
    # pointer jumping: after k rounds a line sees 2^k levels up, so whatever still climbs runs in a circle
    above, depth = parent.copy(), (parent >= 0).astype(np.int64)
    for _ in range(max(1, int(table.height).bit_length())):
        climbing = above >= 0
        if not climbing.any():
            break
        depth[climbing] += depth[above[climbing]]
        above[climbing] = above[above[climbing]]
    ring = np.flatnonzero(above >= 0)
    for i in ring[:100]:
        row, line = table["row"][int(i)], table["line"][int(i)]
        faults.append(Fault(f'line "{line}" lies within itself', f"{where}: row {row}, column parent", "no circles"))
    return parent, depth


def place_names() -> dict[str, str]:
    """Return the English name of each place code."""
    return _place_names(current().item("tables/places.csv"))


@lru_cache(maxsize=4)
def _place_names(item: Item) -> dict[str, str]:
    import csv

    with item.path.open(encoding="utf-8", newline="") as handle:
        return {row["iso3"]: row["name_en"] for row in csv.DictReader(handle)}
