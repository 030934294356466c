"""Read files into documents, by what they hold; each refusal says why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISREG

from ytterby.domain.document import Document
from ytterby.errors import BadData, Fault, NotFound
from ytterby.evidence.documents.build import text_document
from ytterby.evidence.documents.encoding import decode

MOST_BYTES = 32_000_000
_TEXT_FIELDS = ("text", "body", "content", "raw_content", "article")
_SKIPPED = {".py", ".zip", ".gz", ".exe", ".db", ".sqlite", ".png", ".jpg", ".jpeg", ".gif"}


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files under `paths`, folders walked, in order; hidden files are left out.

    Raises
    ------
    NotFound
        For a path that does not exist.
    """
    out: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NotFound(Fault("no such file or folder", str(path)))
        if path.is_dir():
            found = (p for p in sorted(path.rglob("*")) if p.is_file() and not p.name.startswith("."))
            out += [p for p in found if p.suffix.lower() not in _SKIPPED]
        else:
            out.append(path)
    return out


def content_of(path: Path) -> bytes:
    """Return the bytes of a file, looked at before they are taken in.

    Raises
    ------
    BadData
        For what is too large, and what is no file of its own: a device or a pipe may never end.
    """
    found = path.stat()
    if not S_ISREG(found.st_mode):
        raise BadData(Fault("is no ordinary file", str(path), fix="Save it as a file first."))
    if found.st_size > MOST_BYTES:
        what = f"has {found.st_size:,} bytes"
        raise BadData(Fault(what, str(path), f"at most {MOST_BYTES:,} bytes are read", fix="Split it."))
    return path.read_bytes()


def documents_in(raw: bytes, path: Path) -> list[Document]:
    """Return the documents that the content of a file holds: one, or one for each line of JSON Lines.

    Raises
    ------
    BadData
        For what cannot be read safely: archives, binary files, no text.
    """
    suffix = path.suffix.lower()
    if raw.startswith(b"%PDF") or suffix == ".pdf":
        from ytterby.evidence.documents.pdf import pdf_document

        return [pdf_document(raw, str(path))]
    if suffix in (".jsonl", ".ndjson"):
        return list(_lines(decode(raw, str(path)), str(path)))
    text = decode(raw, str(path))
    if suffix in (".html", ".htm", ".xhtml") or text[:400].lstrip("\ufeff \n\r\t").lower().startswith(
        ("<!doctype html", "<html")
    ):
        from ytterby.evidence.documents.html import html_document

        return [html_document(text, str(path))]
    return [text_document(text, str(path))]


def _lines(text: str, path: str) -> Iterator[Document]:
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            yield _line(json.loads(line), where)
        except (ValueError, RecursionError) as error:
            faults.append(Fault(f"is no JSON object ({type(error).__name__})", where))
        except BadData as error:
            faults += error.faults
    if faults:
        raise BadData(*faults)


def _line(row: object, where: str) -> Document:
    if not isinstance(row, dict):
        raise BadData(Fault("is no JSON object", where, "each line is an object with a text", _TEXT_FIELDS))
    text = next((row[name] for name in _TEXT_FIELDS if isinstance(row.get(name), str)), None)
    if text is None:
        raise BadData(Fault("has no text", where, "each line is an object with a text", _TEXT_FIELDS))
    title = row.get("title")
    if isinstance(title, str) and title.strip() and not text.lstrip().startswith(title.strip()):
        text = f"{title.strip()}\n\n{text}"
    published = str(row.get("published") or row.get("date") or "")[:10]
    place = row.get("path") or row.get("url") or where
    return text_document(text, str(place), published if published[:4].isdigit() else "")
