"""What every publisher's reader has in common: a table of text, its columns, numbers, and refusals by row."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ytterby.errors import BadData, Fault, NotFound, did_you_mean
from ytterby.evidence.sources.mapping import Mapping
from ytterby.evidence.sources.places import SKIP, Lookup, resolved

if TYPE_CHECKING:
    import polars as pl

MOST_BYTES = 2_000_000_000
MOST_FAULTS = 20
UNITS = {"kg": 1.0, "kgs": 1.0, "kilogram": 1.0, "kilograms": 1.0, "千克": 1.0, "公斤": 1.0, "t": 1000.0, "mt": 1000.0,
         "吨": 1000.0, "metric tons": 1000.0, "metric ton": 1000.0, "thousand metric tons": 1e6,
         "million metric tons": 1e9, "g": 0.001, "gm": 0.001, "克": 0.001}  # fmt: skip
"""Unit, in small letters -> kg."""


@dataclass
class Trade:
    """Rows of trade as read, in columns: period, from, to, code, kg, value, row; and what was left out.

    Attributes
    ----------
    rows : period is ``2026-05`` or ``2024``; kg is empty where no mass is given; row is that of the file.
    left_out : reason -> number of rows.
    """

    rows: pl.DataFrame
    left_out: dict[str, int] = field(default_factory=dict)


def read_text_table(path: Path, columns: tuple[str, ...], encodings: tuple[str, ...] = ("utf-8-sig",)) -> pl.DataFrame:
    """Read a CSV as text with the row of the file in `row`, and refuse it where a column is missing.

    Raises
    ------
    NotFound : no such file.
    BadData : too large, empty, in no known encoding, not a CSV, or without a column; all faults at once.
    """
    import polars as pl

    if not path.is_file():
        raise NotFound(Fault(f"there is no file {path}", fix="check the path"))
    if path.stat().st_size > MOST_BYTES:
        raise BadData(Fault("more than 2 GB are too many", str(path), fix="cut out the codes you need"))
    try:
        frame = pl.read_csv(io.BytesIO(_decoded(path, encodings)), infer_schema=False, truncate_ragged_lines=False)
    except pl.exceptions.PolarsError as failure:
        reason = " ".join(str(failure).split())[:120]
        raise BadData(
            Fault(f"it is not a readable CSV: {reason}", str(path), fix="save it as the publisher does")
        ) from None
    frame = frame.rename({c: c.strip() for c in frame.columns}).with_row_index("row", offset=2)
    missing = [c for c in columns if c not in frame.columns]
    if missing:
        have = tuple(c for c in frame.columns if c != "row")
        named_so = ", ".join(missing)
        what = f"the columns {named_so} are missing" if len(missing) > 1 else f"the column {named_so} is missing"
        fix = did_you_mean(missing[0], have) or "is this another publisher's file? see --source"
        raise BadData(Fault(what, str(path), choices=have[:12], fix=fix))
    return frame.with_columns(pl.col(c).fill_null("").str.strip_chars().str.strip_chars("'\"") for c in columns)


def of_codes(frame: pl.DataFrame, column: str, mapping: Mapping) -> pl.DataFrame:
    """Keep the rows whose code is one of the mapping's, or begins with one."""
    import polars as pl

    return frame.filter(pl.any_horizontal(pl.col(column).str.starts_with(c) for c in mapping.codes))


def placed(frame: pl.DataFrame, column: str, lookup: Lookup, mapping: Mapping, path: Path) -> pl.DataFrame:
    """Replace a column of codes or names by places; sums over places become `SKIP`.

    Raises
    ------
    BadData : a text nobody knows; all at once.
    """
    import polars as pl

    found, unknown = resolved(frame[column].unique().sort().to_list(), lookup, mapping.partners)
    if unknown:
        raise BadData(*(
            Fault(f'nobody knows the place "{text}"', f"{path}: {column}", "a place is never guessed",
                  fix=f'say what it is in the mapping, under partners: {{"{text}": CHN}}, or skip')
            for text in unknown[:MOST_FAULTS]
        ))  # fmt: skip
    return frame.with_columns(pl.col(column).replace_strict(found, return_dtype=pl.String))


def number(column: str) -> pl.Expr:
    """Return a column of text as numbers; thousands' commas are dropped, empty and unreadable cells are null."""
    import polars as pl

    return pl.col(column).str.replace_all(r"[, ]", "").cast(pl.Float64, strict=False)


def refuse_unreadable(frame: pl.DataFrame, columns: tuple[str, ...], path: Path) -> None:
    """Refuse rows whose cells are neither empty nor a number that is not negative."""
    import polars as pl

    faults = []
    for column in columns:
        bad = frame.filter((pl.col(column) != "") & ~(number(column) >= 0).fill_null(False))
        faults += [
            Fault(f'"{text}" is not a number that can be a mass or a value', f"{path}: row {row}, column {column}")
            for row, text in bad.select("row", column).head(MOST_FAULTS).iter_rows()
        ]
    if faults:
        raise BadData(*faults)


def named(column: str, words: str) -> pl.Expr:
    """Return where a column holds some words, in any case of letters."""
    import polars as pl

    return pl.col(column).str.to_lowercase().str.contains(words.casefold(), literal=True)


def factor_kg(column: str, mapping: Mapping) -> pl.Expr:
    """Return kg in the unit a column names; null where it names no mass."""
    import polars as pl

    known = {**UNITS, **{k.casefold(): v for k, v in mapping.units.items()}}
    return pl.col(column).str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.Float64)


def two_way(frame: pl.DataFrame, left_out: dict[str, int]) -> Trade:
    """Finish rows with reporter, partner and flow (`import` or `export`): who sends to whom.

    Sums over places, trade with oneself, rows without a mass, and rows of a code whose shorter code is given too are
    left out and counted.
    """
    import polars as pl

    out = frame.with_columns(
        pl.when(pl.col("flow") == "export").then("reporter").otherwise("partner").alias("from"),
        pl.when(pl.col("flow") == "export").then("partner").otherwise("reporter").alias("to"),
    )
    sums = (pl.col("from") == SKIP) | (pl.col("to") == SKIP)
    own = pl.col("from") == pl.col("to")
    none = pl.col("kg").is_null()
    for reason, test in (("sum over places or left to skip", sums), ("trade with oneself", ~sums & own),
                         ("no mass given", ~sums & ~own & none)):  # fmt: skip
        if count := out.filter(test).height:
            left_out[reason] = left_out.get(reason, 0) + count
    kept = _without_parts(out.filter(~sums & ~own & ~none), left_out)
    # Both sides may report one trade: what the importer says counts, as goods are checked when they come in.
    pair = ["period", "from", "to", "code"]
    bought = kept.filter(pl.col("flow") == "import")
    twice = kept.filter(pl.col("flow") == "export").join(bought, on=pair, how="semi").height
    if twice:
        reason = "the exporter's report of a trade the importer reports too"
        left_out[reason] = left_out.get(reason, 0) + twice
        kept = pl.concat([bought, kept.filter(pl.col("flow") == "export").join(bought, on=pair, how="anti")])
    return Trade(kept.select("period", "from", "to", "code", "kg", "value", "row"), left_out)


def _without_parts(rows: pl.DataFrame, left_out: dict[str, int]) -> pl.DataFrame:
    """Keep the shortest code of each trade: a publisher's six digits are the sum of its eight."""
    import polars as pl

    lengths = sorted(set(rows["code"].str.len_chars().to_list()))
    trade = ["period", "flow", "from", "to"]
    for short in lengths[:-1]:
        whole = rows.filter(pl.col("code").str.len_chars() == short).select(*trade, head="code").unique()
        part = (pl.col("code").str.len_chars() > short) & pl.col("known").fill_null(False)
        marked = rows.with_columns(head=pl.col("code").str.head(short)).join(
            whole.with_columns(known=True), on=[*trade, "head"], how="left"
        )
        kept = marked.filter(~part).select(rows.columns)
        if dropped := rows.height - kept.height:
            reason = "part of a sum that is given"
            left_out[reason] = left_out.get(reason, 0) + dropped
        rows = kept
    return rows


def _decoded(path: Path, encodings: tuple[str, ...]) -> bytes:
    content = path.read_bytes()
    if not content.strip():
        raise BadData(Fault("the file is empty", str(path)))
    for encoding in encodings:
        try:
            return content.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    raise BadData(Fault(f"it is not text in {' or '.join(encodings)}", str(path), fix="save it as UTF-8"))
