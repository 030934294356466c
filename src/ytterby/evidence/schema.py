"""The tables of the evidence store, as plain SQL, and the steps that brought them about.

Every step is applied once, in order, in one transaction; the table `migration` says which ones were.
"""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """One migration: its number, what it does, and its statements for each database."""

    number: int
    title: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]


_FIRST = (
    "CREATE TABLE document (sha256 TEXT PRIMARY KEY, path TEXT NOT NULL, language TEXT NOT NULL, script TEXT NOT NULL, "
    "published TEXT NOT NULL, reliability TEXT NOT NULL, refused TEXT NOT NULL, "
    "segments TEXT NOT NULL, text TEXT NOT NULL)",
    "CREATE TABLE claim (id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES document (sha256), kind TEXT NOT NULL, "
    "start_at INTEGER NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX claim_document ON claim (document)",
    "CREATE TABLE review (id TEXT PRIMARY KEY, claim TEXT NOT NULL REFERENCES claim (id), decision TEXT NOT NULL, "
    "reviewer TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL, correction TEXT NOT NULL)",
)
_SECOND = (
    "CREATE TABLE file (digest TEXT NOT NULL, document TEXT NOT NULL, reader TEXT NOT NULL, "
    "PRIMARY KEY (digest, document, reader))",
    "CREATE TABLE sketch (document TEXT PRIMARY KEY REFERENCES document (sha256), body TEXT NOT NULL)",
    "CREATE TABLE bucket (hash TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (hash, document))",
    "CREATE TABLE twin (document TEXT PRIMARY KEY REFERENCES document (sha256), leader TEXT NOT NULL)",
)
_FOURTH = (
    "CREATE TABLE reading (document TEXT NOT NULL REFERENCES document (sha256), reader INTEGER NOT NULL, "
    "PRIMARY KEY (document, reader))",
    "CREATE TABLE found (claim TEXT NOT NULL REFERENCES claim (id), reader INTEGER NOT NULL, "
    "PRIMARY KEY (claim, reader))",
)
STEPS = (
    Step(1, "documents, claims and reviews", _FIRST, _FIRST),
    Step(2, "files already read, and near-duplicates", _SECOND, _SECOND),
    Step(
        3,
        "full-text search over quotes",
        ("CREATE VIRTUAL TABLE quote USING fts5 (claim UNINDEXED, words, tokenize = 'unicode61 remove_diacritics 0')",),
        (
            "CREATE TABLE quote (claim TEXT PRIMARY KEY, words TSVECTOR NOT NULL)",
            "CREATE INDEX quote_words ON quote USING GIN (words)",
        ),
    ),
    Step(4, "which version of the reader found which claim", _FOURTH, _FOURTH),
)
