"""Malformed bills are answered with row, column and reason; nothing is evaluated half-way."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner

from ytterby.cli.screen import screen
from ytterby.controls.bill import TEMPLATE, bundled_bills, load_bill
from ytterby.controls.owners import read_owners
from ytterby.controls.tables import read_table
from ytterby.errors import BadData, NotFound, UsageError

HEADER, FIRST, MAGNET, HOUSING = TEMPLATE.rstrip("\n").split("\n")


def write(tmp_path: Path, text: str | bytes, name: str = "bill.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def workbook(path: Path, rows: list[list[object]], merged: str = "") -> Path:
    cells = []
    for r, row in enumerate(rows, 1):
        inner = ""
        for c, value in enumerate(row):
            at = f"{chr(65 + c)}{r}"
            if isinstance(value, str):
                inner += f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            elif value is not None:
                inner += f'<c r="{at}"><v>{value}</v></c>'
        cells.append(f'<row r="{r}">{inner}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    join = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override '
        f'PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="bill" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(cells)}</sheetData>'
        f"{join}</worksheet>",
    }
    with zipfile.ZipFile(path, "w") as book:
        for name, text in files.items():
            book.writestr(name, text)
    return path


def test_the_template_is_a_bill(tmp_path):
    bill = load_bill(str(write(tmp_path, TEMPLATE)))
    assert bill.parent.tolist() == [-1, 0, 0]
    assert bill.depth.tolist() == [0, 1, 1]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_separators(tmp_path, delimiter):
    bill = load_bill(str(write(tmp_path, TEMPLATE.replace(",", delimiter))))
    assert bill.frame["value_usd_low"].to_list() == [250.0, 0.3, 20.0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings(tmp_path, encoding):
    text = TEMPLATE.replace("magnet", "磁石").encode(encoding)
    assert load_bill(str(write(tmp_path, text))).frame["part"][1] == "磁石"


@pytest.mark.parametrize("tail", ["\n\n", ",,,,,,,,,,\n", "\r\n"])
def test_empty_rows_are_no_lines(tmp_path, tail):
    assert load_bill(str(write(tmp_path, TEMPLATE + tail))).frame.height == 3


@pytest.mark.parametrize("quoted", ["", '"x"'])
def test_a_row_that_was_cut_off(tmp_path, quoted):
    with pytest.raises(BadData) as told:
        load_bill(str(write(tmp_path, TEMPLATE.replace("actuator", quoted or "actuator") + "1.3,1,shaft")))
    assert "3 cells in a table of 11 columns" in told.value.faults[0].what
    assert "row 5" in told.value.faults[0].where


def test_another_encoding_is_told_and_can_be_named(tmp_path):
    path = write(tmp_path, TEMPLATE.replace("magnet", "磁石").encode("cp932"))
    with pytest.raises(BadData) as told:
        load_bill(str(path))
    assert "row 3" in told.value.faults[0].where
    assert load_bill(str(path), "cp932").frame["part"][1] == "磁石"
    with pytest.raises(BadData, match="not an encoding"):
        load_bill(str(path), "klingon")


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (("0.30", '"0,30"'), "row 3, column value_usd", "comma"),
        (("250", "-250"), "row 2, column value_usd", "negative"),
        (("250", "nan"), "row 2, column value_usd", "not a number"),
        (("250", "many"), "row 2, column value_usd", "not a number"),
        (("250", "9..3"), "row 2, column value_usd", "downwards"),
        (("8505111000", "8.505E+09"), "row 3, column hs", "no customs code"),
        (("8505111000", "850511100"), "row 3, column hs", "no length"),
        (("1.1,1,magnet", "1.1,9,magnet"), "row 3, column parent", 'no line "9"'),
        (("1,,actuator", "1,1.1,actuator"), "row 2, column parent", "lies within itself"),
        (("1.2,1,housing", "1.1,1,housing"), "row 3, column line", "twice"),
        (("1.2,1,housing", ",1,housing"), "row 4, column line", "needs an id"),
        (("0.30", "0,30"), "row 3", "12 cells"),
        (("quantity", "count"), "row 1", '"count" is not a column'),
        (("part,", "part,part,"), "row 1", "twice"),
        (("line,", "lines,"), "row 1", '"line" is missing'),
    ],
)
def test_faults_are_told_with_place_and_reason(tmp_path, change, where, what):
    path = write(tmp_path, TEMPLATE.replace(*change, 1))
    with pytest.raises(BadData) as told:
        load_bill(str(path))
    hits = [f for f in told.value.faults if where in f.where and what in f.what]
    assert hits, told.value


def test_all_faults_are_told_at_once(tmp_path):
    text = TEMPLATE.replace("250", "-250").replace("0.30", '"0,30"').replace("8505111000", "8E9")
    with pytest.raises(BadData) as told:
        load_bill(str(write(tmp_path, text)))
    assert len(told.value.faults) == 3


@pytest.mark.parametrize("text", [b"", b"\n\n", HEADER.encode(), b"\x00\x01\x02", b'line,part\n1,"open\n'])
def test_no_tables(tmp_path, text):
    with pytest.raises(BadData):
        load_bill(str(write(tmp_path, text)))


def test_sizes_and_kinds_and_absence(tmp_path):
    big = tmp_path / "big.csv"
    with big.open("wb") as handle:
        handle.truncate(600_000_000)  # a sparse file: refused by its size, never read
    with pytest.raises(BadData, match="too many"):
        read_table(big)
    large = tmp_path / "large.xlsx"
    with large.open("wb") as handle:
        handle.truncate(200_000_000)
    with pytest.raises(BadData, match=r"save it as \.csv"):
        read_table(large)
    with pytest.raises(BadData, match="not read"):
        read_table(write(tmp_path, "x", "bill.doc"))
    with pytest.raises(NotFound):
        load_bill(str(tmp_path / "none.csv"))
    with pytest.raises(NotFound, match="actuator"):
        load_bill("actuater")


ROWS = [HEADER.split(","), ["1", "", "actuator", 1, "", "", 250, "JPN", "", "", ""]]
LINE = ["1.1", "1", "magnet", 1, "ndfeb with dy", 8, 0.3, "CHN", "CHN", "8505111000", ""]


def test_a_workbook(tmp_path):
    bill = load_bill(str(workbook(tmp_path / "b.xlsx", [*ROWS, LINE])))
    assert bill.frame["hs"].to_list() == ["", "8505111000"]
    assert bill.frame["value_usd_low"].to_list() == [250.0, 0.3]
    assert bill.parent.tolist() == [-1, 0]


def test_a_workbook_with_a_code_stored_as_number(tmp_path):
    line = [*LINE[:9], 8505111000, ""]
    with pytest.raises(BadData) as told:
        load_bill(str(workbook(tmp_path / "b.xlsx", [*ROWS, line])))
    fault = told.value.faults[0]
    assert "row 3, column hs" in fault.where
    assert "number" in fault.what


def test_a_workbook_with_merged_cells(tmp_path):
    with pytest.raises(BadData) as told:
        load_bill(str(workbook(tmp_path / "b.xlsx", [*ROWS, LINE], merged="A2:A3")))
    assert "merged cells" in told.value.faults[0].what
    assert "row 2, column 1 to row 3, column 1" in told.value.faults[0].where


def test_no_workbook(tmp_path):
    with pytest.raises(BadData, match="not a workbook"):
        read_table(write(tmp_path, b"PK\x03\x04 broken", "b.xlsx"))


def test_owners(tmp_path):
    path = write(tmp_path, "owner,owned,share,listed_on\nA,B,0.5,US-entity-list\nB,C,0.5,\n", "o.csv")
    assert [(h.owner, h.share, h.listed_on) for h in read_owners(path)] == [
        ("A", 0.5, ("US-entity-list",)),
        ("B", 0.5, ()),
    ]
    with pytest.raises(BadData) as told:
        read_owners(write(tmp_path, "owner,owned,share\nA,,50\n", "o.csv"))
    assert len(told.value.faults) == 2


def test_a_bad_bill_writes_nothing(tmp_path):
    bad = write(tmp_path, TEMPLATE.replace("250", "-250"))
    page = tmp_path / "page.html"
    done = CliRunner().invoke(screen, [str(bad), "--to", "JPN", "--html", str(page)])
    assert isinstance(done.exception, BadData)
    assert not page.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bill.csv"]


def test_bundled_bills_name_a_source_for_every_line():
    assert bundled_bills() == ("actuator", "ev-traction-motor", "semiconductor-gas", "wind-generator")
    for name in bundled_bills():
        frame = load_bill(name).frame
        assert frame["source"].str.len_chars().min() > 0
        assert set(frame["standing"]) <= {"verified", "reported", "derived", "estimate", "assumption"}


def test_bare_carriage_returns_end_rows(tmp_path):
    assert load_bill(str(write(tmp_path, TEMPLATE.replace("\n", "\r")))).frame.height == 3


@pytest.mark.parametrize("number", ["２５０", "٢٥٠", "1e400", "1_000", "0x10"])
def test_numbers_that_are_none_are_told(tmp_path, number):
    with pytest.raises(BadData) as told:
        load_bill(str(write(tmp_path, TEMPLATE.replace("250", number))))
    assert "row 2, column value_usd" in told.value.faults[0].where
    assert "is not a number" in told.value.faults[0].what


def test_line_ids_stored_as_numbers(tmp_path):
    head = [*ROWS[:1], [1, "", "actuator", 1, "", "", 250, "JPN", "", "", ""]]
    assert load_bill(str(workbook(tmp_path / "whole.xlsx", [*head, [2, 1, *LINE[2:]]]))).parent.tolist() == [-1, 0]
    with pytest.raises(BadData) as told:
        load_bill(str(workbook(tmp_path / "b.xlsx", [*head, [1.1, 1, *LINE[2:]]])))
    assert "row 3, column line" in told.value.faults[0].where


def test_errors_of_cells_and_names_that_look_like_them(tmp_path):
    good = workbook(tmp_path / "a.xlsx", [*ROWS, ["1.1", "1", "#A12", *LINE[3:]]])
    assert load_bill(str(good)).frame["part"][1] == "#A12"
    with pytest.raises(BadData, match="the error #N/A"):
        load_bill(str(workbook(tmp_path / "b.xlsx", [*ROWS, ["1.1", "1", "#N/A", *LINE[3:]]])))


@pytest.mark.parametrize(("name", "text"), [("b.xlsm", b"PK"), ("b.xls", b"\xd0\xcf\x11\xe0")])
def test_other_workbooks_are_told_what_to_do(tmp_path, name, text):
    with pytest.raises(BadData, match="without macros"):
        read_table(write(tmp_path, text, name))


def test_a_workbook_with_a_password(tmp_path):
    with pytest.raises(BadData, match="password"):
        read_table(write(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "b.xlsx"))


def test_a_place_that_cannot_be_written_to_is_told_before_anything_is_read(tmp_path):
    (tmp_path / "none").write_text("a file")
    page = tmp_path / "none" / "page.html"
    done = CliRunner().invoke(screen, [str(tmp_path / "no.csv"), "--to", "JPN", "--html", str(page)])
    assert isinstance(done.exception, UsageError)
    assert "is a file, not a folder" in str(done.exception) and "--html" in str(done.exception)


def test_a_page_has_the_rights_of_any_new_file(tmp_path):
    page, other = tmp_path / "page.html", write(tmp_path, "x", "other.txt")
    done = CliRunner().invoke(screen, ["actuator", "--to", "JPN", "--html", str(page)])
    assert done.exit_code == 0
    assert page.stat().st_mode == other.stat().st_mode
