"""Files of every form, damaged and hostile ones included."""

import json
import os
import zipfile
import zlib
from pathlib import Path

import pytest

from ytterby.errors import BadData, NotFound
from ytterby.evidence.documents.build import text_document
from ytterby.evidence.documents.encoding import decode
from ytterby.evidence.documents.read import content_of, documents_in, files_of
from ytterby.evidence.extract import extract
from ytterby.evidence.ingest import ingest, take_file
from ytterby.evidence.store import Store

SENTENCE = "中国占全球镓产量的98%,日本对中国的依赖度超过85%。"


def read_path(path):
    return documents_in(content_of(path), path)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SENTENCE * 3, "gb18030"),
        ("中國佔全球鎵產量的98%,這是商務部的數字。" * 3, "big5"),
        ("日本はガリウムの輸入の約7割を中国に頼っている。" * 3, "shift_jis"),
        ("日本はガリウムの輸入の約7割を中国に頼っている。" * 3, "euc_jp"),
        ("중국은 갈륨 생산의 98%를 차지하고 있다." * 3, "cp949"),
        (SENTENCE, "utf-16"),
        (SENTENCE, "utf-8-sig"),
    ],
)
def test_old_encodings(text, encoding):
    assert decode(text.encode(encoding), "x") == text


def test_a_few_bad_bytes_do_not_spoil_a_utf8_file():
    raw = (SENTENCE * 5).encode() + b"\xff\xfe\xff"
    assert decode(raw, "x").startswith(SENTENCE)


@pytest.mark.parametrize("raw", [b"PK\x03\x04rest", b"\x1f\x8brest", b"a\0b\0\0c" * 50])
def test_archives_and_binaries_are_refused(raw):
    with pytest.raises(BadData):
        decode(raw, "x")


def test_json_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [
        {"title": "镓", "text": SENTENCE, "published": "2026-01-05", "url": "https://example.org/1"},
        {"body": SENTENCE},
    ]
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    first, second = read_path(path)
    assert (first.path, first.published, second.path) == ("https://example.org/1", "2026-01-05", f"{path}:2")
    assert extract(second)


def test_all_bad_lines_are_named_at_once(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "稀土"}\nnot json\n[1]\n{"x": 1}\n' + "[" * 100_000 + "\n", "utf-8")
    with pytest.raises(BadData) as caught:
        read_path(path)
    assert [f.where.rpartition(":")[2] for f in caught.value.faults] == ["2", "3", "4", "5"]


def test_lone_surrogates_in_json_are_replaced(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "\\ud800 稀土出口下降75%。"}', "utf-8")
    (document,) = read_path(path)
    document.text.encode()


def test_html_article_without_its_frame(tmp_path):
    path = tmp_path / "a.html"
    body = (
        "<p>"
        + "</p><p>".join(["China refines 92% of the world's rare earths, and Japan wants other suppliers."] * 6)
        + "</p>"
    )
    path.write_text(
        "<html><head><title>Rare earths</title></head><body><nav>Home | News</nav>"
        f"<article>{body}</article></body></html>"
    )
    (document,) = read_path(path)
    assert "Home | News" not in document.text
    assert any(c.value == 92.0 for c in extract(document))


def test_deep_html_is_refused(tmp_path):
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 50_000 + "稀土" + "</body></html>", "utf-8")
    with pytest.raises(BadData, match="nested"):
        read_path(path)


def pdf(content: bytes, packed: bool = False) -> bytes:
    """A PDF of two pages with one line of text each."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>"]
    stream = zlib.compress(content) if packed else content
    head = b"/Filter /FlateDecode " if packed else b""
    for page in (3, 5):
        font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources %s /Contents %d 0 R >>" % (font, page + 1)
        )
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (head, len(stream), stream))
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(out),
    )  # fmt: skip


def test_pdf_keeps_its_pages(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(
        pdf(b"BT /F1 12 Tf 50 700 Td (China refines 92 percent of the rare earths used in magnets worldwide.) Tj ET")
    )
    (document,) = read_path(path)
    assert [s.page for s in document.segments] in ([1, 2], [1])
    assert any(c.value == 92.0 for c in extract(document))


@pytest.mark.parametrize("raw", [b"%PDF-1.4\ngarbage", b"%PDF", pdf(b"BT ET")])
def test_damaged_and_empty_pdf_are_refused(tmp_path, raw):
    path = tmp_path / "a.pdf"
    path.write_bytes(raw)
    with pytest.raises(BadData):
        read_path(path)


@pytest.mark.timeout(120)
def test_a_pdf_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.pdf"
    path.write_bytes(pdf(b"BT /F1 12 Tf (" + b"A" * 300_000_000 + b") Tj ET", packed=True))
    assert take_file(path).reason


def test_a_zip_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.txt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"0" * 10_000_000)
    with pytest.raises(BadData, match="archive"):
        read_path(path)


def test_a_very_long_line_is_refused(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"rare earth 5% " * 3_600_000)
    with pytest.raises(BadData, match="bytes"):
        read_path(path)


def test_a_long_line_within_the_limit_is_read():
    document = text_document("China refines 92% of the rare earths. " * 20_000, "x")
    assert len(extract(document)) == 20_000


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000, "一" * 100_000, "万亿" * 50_000, "1," * 50_000, "稀土" + "5-" * 50_000, "a" * 100_000,
        "、镓" * 50_000, "9.9.9." * 20_000, "một " * 40_000, "three " * 30_000, "稀土5%" * 20_000,
    ],
)  # fmt: skip
def test_monotonous_text_takes_no_more_than_its_length_deserves(text):
    extract(text_document(text, "x"))


def test_direction_overrides_and_control_characters_are_read_as_they_are():
    text = "\u202eChina refines 92% of the rare earths.\u202c\x07 Gallium exports fell 75%.\x1b[31m"
    found = extract(text_document(text, "x"))
    assert {c.value for c in found if c.unit} == {92.0, -75.0}
    assert all(c.quote == text[c.start : c.end] for c in found)


def test_a_missing_path_is_named(tmp_path):
    with pytest.raises(NotFound, match="nowhere"):
        files_of([tmp_path / "nowhere"])


def test_a_device_or_a_pipe_is_refused_before_it_is_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with Store(tmp_path / "w") as store:
        report = ingest([tmp_path / "pipe", Path("/dev/zero")], store)
    assert ["no ordinary file" in reason for _, reason in report.bad] == [True, True]


def test_a_file_that_is_too_large_is_refused_before_it_is_taken_in(tmp_path, monkeypatch):
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(1 << 40)  # holes only: it takes no room, but would take all memory
    (tmp_path / "a.txt").write_text("China produces 70% of the world's gallium.")
    with Store(tmp_path / "w") as store:
        for _ in range(2):  # the second time there are files to compare it with
            report = ingest([tmp_path / "a.txt", tmp_path / "large.txt"], store)
            assert "1,099,511,627,776 bytes" in report.bad[0][1]
