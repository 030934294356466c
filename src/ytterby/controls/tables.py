"""Bills as files: text tables and workbooks read into columns of text, or refused with the reason."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from ytterby.errors import BadData, Fault, NotFound

if TYPE_CHECKING:
    import polars as pl

MOST_BYTES = {".csv": 512_000_000, ".tsv": 512_000_000, ".xlsx": 64_000_000}
DELIMITERS = (",", ";", "\t")
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")
# a workbook that asks for a password is a container of another kind, which begins so
_LOCKED = b"\xd0\xcf\x11\xe0"


def read_table(path: Path, encoding: str = "utf-8") -> pl.DataFrame:
    """Read a bill into a frame of text columns, with the row of the file in the column ``row``.

    Raises
    ------
    NotFound : no such file.
    BadData : not a table, wrong encoding, rows of unequal length, merged cells, numbers where text is needed.
    """
    if not path.is_file():
        raise NotFound(Fault(f"there is no file {path}", fix="check the path"))
    kind = path.suffix.lower()
    if kind not in MOST_BYTES:
        fix = "save it as .xlsx without macros, or as .csv" if kind.startswith(".xl") else "save it as .csv"
        raise BadData(Fault(f'"{path.suffix}" is not read', str(path), choices=tuple(MOST_BYTES), fix=fix))
    if (size := path.stat().st_size) > MOST_BYTES[kind]:
        most = f"at most {MOST_BYTES[kind] // 1_000_000} MB of {kind}"
        raise BadData(Fault(f"{size} bytes are too many", str(path), most, fix="split it, or save it as .csv"))
    frame = _workbook(path) if kind == ".xlsx" else _text_table(path, encoding)
    if frame.height == 0:
        raise BadData(Fault("there are no lines below the header", str(path)))
    return frame


def parse_table(text: str, where: str | Path) -> pl.DataFrame:
    """Read a bill from text that is at hand; `where` names it in messages.

    Raises
    ------
    BadData : as `read_table`.
    """
    if (at := text.find("\0")) >= 0:
        row = text.count("\n", 0, at) + 1
        raise BadData(Fault("a zero character: this is not a text table", f"{where}: row {row}"))
    frame = _table_of(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), where)
    if frame.height == 0:
        raise BadData(Fault("there are no lines below the header", str(where)))
    return frame


def _text_table(path: Path, encoding: str) -> pl.DataFrame:
    return _table_of(_decoded(path, encoding), path)


def _table_of(text: str, path: str | Path) -> pl.DataFrame:
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    if not head.strip():
        raise BadData(Fault("the first row is empty", f"{path}: row 1", "the first row names the columns"))
    names = [n.strip().lower() for n in next(csv.reader([head.strip("\r")], delimiter=delimiter))]
    _refuse_names(names, path)
    import polars as pl

    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode()), separator=delimiter, has_header=False, skip_rows=1, new_columns=names,
            infer_schema=False, raise_if_empty=False,
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        unread = [Fault("the rows cannot be read as a table", str(path), fix="is a quote left open?")]
        raise BadData(*(_uneven(text, delimiter, len(names), path) or unread)) from None
    if not _even(text, delimiter, len(names)) and (faults := _uneven(text, delimiter, len(names), path)):
        raise BadData(*faults)
    if frame.height == 0:
        return frame
    rows = pl.int_range(2, frame.height + 2, dtype=pl.UInt32, eager=True).alias("row")
    return frame.with_columns(rows).filter(~pl.all_horizontal(pl.col(names).fill_null("") == ""))


def _even(text: str, delimiter: str, width: int) -> bool:
    """Return whether every row surely has all its cells: counting separators is enough without quotes."""
    if '"' in text:
        return False
    rows = text.count("\n") + (not text.endswith("\n")) - text.count("\n\n")
    return text.count(delimiter) == (width - 1) * rows


def _decoded(path: Path, encoding: str) -> str:
    raw = path.read_bytes()
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} and encoding == "utf-8":
        encoding = "utf-16"
    try:
        text = raw.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as failure:
        row = raw.count(b"\n", 0, failure.start) + 1
        column = failure.start - raw.rfind(b"\n", 0, failure.start)
        where = f"{path}: row {row}, byte {column} of the row"
        fix = "save it as UTF-8, or name its encoding: --encoding cp932, gb18030, big5, latin-1 ..."
        raise BadData(Fault(f"this is not {encoding} text", where, "bills are text in UTF-8", fix=fix)) from None
    except LookupError:
        raise BadData(Fault(f'"{encoding}" is not an encoding', "--encoding")) from None
    if (at := text.find("\0")) >= 0:
        row = text.count("\n", 0, at) + 1
        raise BadData(Fault("a zero character: this is not a text table", f"{path}: row {row}"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_names(names: list[str], path: str | Path) -> None:
    twice = sorted({n for n in names if names.count(n) > 1 and n})
    faults = [Fault(f'the column "{n}" is there twice', f"{path}: row 1") for n in twice]
    faults += [Fault("a column has no name", f"{path}: row 1, column {i + 1}") for i, n in enumerate(names) if not n]
    if faults:
        raise BadData(*faults)


def _uneven(text: str, delimiter: str, width: int, path: str | Path) -> list[Fault]:
    faults = []
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for cells in reader:
            if cells and len(cells) != width:
                fix = "quote cells that hold the separator; write 1.5, not 1,5"
                where = f"{path}: row {reader.line_num}, column {min(len(cells), width) + 1}"
                faults.append(Fault(f"{len(cells)} cells in a table of {width} columns", where, fix=fix))
    except csv.Error as failure:
        faults.append(Fault(f"not a table: {failure}", f"{path}: row {reader.line_num}"))
    return faults[:200]


def _workbook(path: Path) -> pl.DataFrame:
    import polars as pl
    import python_calamine

    with path.open("rb") as handle:
        if handle.read(4) == _LOCKED:
            what = "not a workbook of this kind: it has a password, or is of the old kind"
            raise BadData(Fault(what, str(path), fix="take the password off and save it as .xlsx, or as .csv"))
    try:
        book = python_calamine.load_workbook(str(path))
        sheet = book.get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as failure:
        raise BadData(Fault(f"not a workbook: {failure}", str(path), fix="save it as .xlsx or .csv")) from None
    if merged:
        at = [f"{path}: row {a[0] + 1}, column {a[1] + 1} to row {b[0] + 1}, column {b[1] + 1}" for a, b in merged]
        raise BadData(*(Fault("merged cells", w, "one cell, one value", fix="unmerge and fill down") for w in at))
    if not cells:
        raise BadData(Fault("the first sheet is empty", str(path)))
    names = [str(n).strip().lower() for n in cells[0]]
    _refuse_names(names, path)
    faults: list[Fault] = []
    rows = [[_cell(v, names[c], r + 2, path, faults) for c, v in enumerate(row)] for r, row in enumerate(cells[1:])]
    if faults:
        raise BadData(*faults)
    kept = [(r + 2, row) for r, row in enumerate(rows) if any(row)]
    columns = {n: pl.Series(n, [row[c] for _, row in kept], dtype=pl.String) for c, n in enumerate(names)}
    return pl.DataFrame(columns).with_columns(pl.Series("row", [r for r, _ in kept], dtype=pl.UInt32))


def _cell(value: object, column: str, row: int, path: Path, faults: list[Fault]) -> str:
    where = f"{path}: row {row}, column {column}"
    if isinstance(value, str):
        if value.strip() in ERRORS:
            faults.append(Fault(f"the cell holds the error {value}", where, fix="mend the formula"))
        return value.strip()
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        return _number(value, column, where, faults)
    faults.append(Fault(f"{value} is a date or a time", where, fix="format the column as text"))
    return ""


def _number(value: float, column: str, where: str, faults: list[Fault]) -> str:
    """Return a number as text; columns whose digits are names may not hold numbers that lost some."""
    whole = float(value).is_integer()
    if column == "hs":
        fix = f"format the column as text and write {value:.0f} again: leading zeros may be lost"
        faults.append(Fault(f"{value:g} was stored as a number", where, "a customs code is text", fix=fix))
    elif column in ("line", "parent") and not whole:
        fix = "format the column as text and write the ids again: 1.10 has become 1.1"
        faults.append(Fault(f"{value:g} was stored as a number", where, "an id with a point is text", fix=fix))
    return f"{value:.0f}" if whole else repr(value)
