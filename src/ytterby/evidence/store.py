"""The evidence store: append-only tables in SQLite or PostgreSQL. The one module that may see SQLAlchemy."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, Row, TextClause, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from ytterby.baseline.outside import refuse_outside
from ytterby.domain.claim import Claim
from ytterby.domain.document import Document, LabelledSpan
from ytterby.domain.review import Review
from ytterby.errors import BadData, Fault, NotFound, UsageError
from ytterby.evidence.addresses import FIRST_READ, database_url, first_line, shown
from ytterby.evidence.duplicates import BUCKETS, CROWDED, LOOKED_AT, SAME, SHARED, Hashes, resemblance
from ytterby.evidence.schema import STEPS
from ytterby.evidence.synonyms import alternatives
from ytterby.evidence.tokens import search_tokens

READER = 2
"""Version of the reader: files read by an earlier one are read again."""
_AT_ONCE = 500
# A claim is listed if the last reader of its document found it; stores of version 1 have no such records.
_LISTED = (
    "FROM claim c LEFT JOIN (SELECT document, MAX(reader) AS reader FROM reading GROUP BY document) r "
    "ON r.document = c.document WHERE (r.reader IS NULL "
    "OR EXISTS (SELECT 1 FROM found f WHERE f.claim = c.id AND f.reader = r.reader))"
)


class Store:
    """Documents, claims, reviews and twins of one workspace.

    Rows are inserted if their key is new and are never changed or removed; one document with its claims is one
    transaction, so a kill at any moment loses at most the document in hand.

    Parameters
    ----------
    where : a folder (its file is `STORE_NAME`), a ``.sqlite`` file, or the URL of a PostgreSQL database.
    create : whether a folder or file that is not there is made.

    Raises
    ------
    NotFound
        When there is no such store and `create` is false.
    UsageError
        When the database cannot be reached or its driver (extra `postgres`) is missing.
    BadData
        When the file is no evidence store, or a newer one.
    """

    def __init__(self, where: str | Path, create: bool = True) -> None:
        self.address = database_url(where, create)
        if not self.address.startswith("sqlite:"):
            refuse_outside(str(where), "--store")
        self._engine = _engine(self.address)
        self._sqlite = self._engine.dialect.name == "sqlite"
        try:
            with self._guarded():
                self._look(create)
                self._migrate()
        except BaseException:
            self.close()
            raise

    @property
    def shown(self) -> str:
        """Where it is: an absolute path, or a URL without its password."""
        place = shown(self.address)
        return place if "://" in place else str(Path(place).absolute())

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            raise UsageError(Fault(f"cannot be used: {first_line(error)}", shown(self.address))) from error
        except DatabaseError as error:
            raise BadData(Fault(f"is no evidence store: {first_line(error)}", shown(self.address))) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._guarded(), self._engine.begin() as connection:
            yield connection

    def _rows(self, sql: str, **values: str) -> Sequence[Row[*tuple[Any, ...]]]:
        with self._guarded(), self._engine.connect() as connection:
            return connection.execute(_sql(sql), values).all()

    def _look(self, create: bool) -> None:
        """Refuse a database of something else before a table is added to it."""
        tables = inspect(self._engine).get_table_names()
        if "migration" in tables:
            return
        if tables and self._sqlite:
            raise BadData(Fault("is no evidence store: it holds other tables", shown(self.address)))
        if not create:
            raise NotFound(Fault("there is no evidence store", shown(self.address), fix=FIRST_READ))

    def _migrate(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                _sql("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, title TEXT NOT NULL)")
            )
            if not self._sqlite:  # two programs may open a new database at once
                connection.execute(_sql("LOCK TABLE migration IN EXCLUSIVE MODE"))
            done = set(connection.execute(_sql("SELECT number FROM migration")).scalars())
            known = {step.number for step in STEPS}
            if done - known:
                rule = f"this version knows steps up to {max(known)}"
                raise BadData(Fault(f"was written by a newer version (step {max(done)})", shown(self.address), rule))
            for step in STEPS:
                if step.number not in done:
                    for statement in step.sqlite if self._sqlite else step.postgresql:
                        connection.execute(_sql(statement))
                    connection.execute(
                        _sql("INSERT INTO migration VALUES (:n, :t)"), {"n": step.number, "t": step.title}
                    )

    def add(
        self, document: Document, claims: Sequence[Claim], sketch: Hashes, reader: int = READER,
        finishes: tuple[str, Sequence[str]] | None = None,
    ) -> int:  # fmt: skip
        """Store a document with its claims in one transaction and return how many claims were new.

        Parameters
        ----------
        document, claims : as read.
        sketch : of the document, to find its near-duplicates.
        reader : version that read it; the claims of an earlier one stay, and are no longer listed.
        finishes : digest of the file of which this is the last document, with the keys of all its documents: it
            need not be read again.
        """
        with self._writing() as connection:
            self._add_document(connection, document)
            new = self._add_claims(connection, document.sha256, claims)
            self._add_reading(connection, document.sha256, {c.id for c in claims}, reader)
            self._add_sketch(connection, document.sha256, sketch)
            if finishes is not None:
                rows = [{"d": finishes[0], "k": key, "r": str(reader)} for key in finishes[1]]
                connection.execute(_sql("INSERT INTO file VALUES (:d, :k, :r) ON CONFLICT DO NOTHING"), rows)
        return new

    def _add_document(self, connection: Connection, d: Document) -> None:
        values = {
            "sha256": d.sha256,
            "path": d.path,
            "language": d.language,
            "script": d.script,
            "published": d.published,
            "reliability": d.reliability,
            "refused": d.refused,
            "text": d.text.replace("\0", "\ufffd"),
            "segments": json.dumps([asdict(s) for s in d.segments], ensure_ascii=False),
        }
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        connection.execute(_sql(f"INSERT INTO document ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"), values)

    def _add_claims(self, connection: Connection, document: str, claims: Sequence[Claim]) -> int:
        known = set(connection.execute(_sql("SELECT id FROM claim WHERE document = :d"), {"d": document}).scalars())
        new = {c.id: c for c in claims if c.id not in known}
        if not new:
            return 0
        rows = [{"i": c.id, "d": c.document, "k": c.kind, "s": c.start, "b": _body(c)} for c in new.values()]
        names = "(id, document, kind, start_at, body)"
        connection.execute(_sql(f"INSERT INTO claim {names} VALUES (:i, :d, :k, :s, :b) ON CONFLICT DO NOTHING"), rows)
        words = ":w" if self._sqlite else "to_tsvector('simple', :w)"
        quotes = [{"c": c.id, "w": _search_words(c)} for c in new.values()]
        connection.execute(_sql(f"INSERT INTO quote (claim, words) VALUES (:c, {words})"), quotes)
        return len(new)

    def _add_reading(self, connection: Connection, document: str, keys: set[str], reader: int) -> None:
        values = {"d": document, "r": reader}
        connection.execute(_sql("INSERT INTO reading VALUES (:d, :r) ON CONFLICT DO NOTHING"), values)
        if keys:
            rows = [{"c": key, "r": reader} for key in sorted(keys)]
            connection.execute(_sql("INSERT INTO found VALUES (:c, :r) ON CONFLICT DO NOTHING"), rows)

    def _add_sketch(self, connection: Connection, key: str, sketch: Hashes) -> None:
        """Store the sketch of a new document; only the leader of a cluster is looked for by later ones."""
        values = {"d": key, "b": json.dumps([str(h) for h in sketch.tolist()])}
        if not connection.execute(_sql("INSERT INTO sketch VALUES (:d, :b) ON CONFLICT DO NOTHING"), values).rowcount:
            return
        hashes = [str(h) for h in sketch[:BUCKETS].tolist()]
        names = {f"h{i}": h for i, h in enumerate(hashes)}
        sql = f"SELECT hash, document FROM bucket WHERE hash IN ({', '.join(f':{n}' for n in names)})"
        near = connection.execute(_sql(sql), names).all() if names else []
        leader = self._leader(connection, sketch, Counter(document for _, document in near))
        values = {"d": key, "l": leader or key}
        connection.execute(_sql("INSERT INTO twin VALUES (:d, :l) ON CONFLICT DO NOTHING"), values)
        crowd = Counter(hash_ for hash_, _ in near)
        rows = [{"h": h, "d": key} for h in hashes if crowd[h] < CROWDED]
        if rows and not leader:
            connection.execute(_sql("INSERT INTO bucket VALUES (:h, :d) ON CONFLICT DO NOTHING"), rows)

    def _leader(self, connection: Connection, sketch: Hashes, near: Counter[str]) -> str:
        """Return the leader that a document nearly repeats, or "".

        Only those that share several of the smallest hashes are looked at: pages of one site share a sentence or two.
        """
        least = min(SHARED, len(sketch))
        likely = sorted((d for d, n in near.items() if n >= least), key=lambda d: (-near[d], d))[:LOOKED_AT]
        for key in likely:
            body = connection.execute(_sql("SELECT body FROM sketch WHERE document = :d"), {"d": key}).scalar_one()
            if resemblance(sketch, np.array([int(h) for h in json.loads(body)], dtype=np.uint64)) >= SAME:
                return key
        return ""

    def read_files(self, reader: int = READER) -> dict[str, list[str]]:
        """Return the files that `reader` (its version) has read: digest to keys of documents."""
        out: dict[str, list[str]] = {}
        for digest, key in self._rows("SELECT digest, document FROM file WHERE reader = :r", r=str(reader)):
            out.setdefault(digest, []).append(key)
        return out

    def documents(self, *keys: str) -> Iterator[Document]:
        """Yield every document, or those of `keys`, by key."""
        if len(keys) > _AT_ONCE:  # databases count the values of one statement
            ordered = sorted(set(keys))
            for first in range(0, len(ordered), _AT_ONCE):
                yield from self.documents(*ordered[first : first + _AT_ONCE])
            return
        wanted = f"WHERE d.sha256 IN ({', '.join(f':k{i}' for i in range(len(keys)))}) " if keys else ""
        sql = (
            "SELECT d.sha256, d.path, d.text, d.language, d.script, d.published, d.segments, t.leader, "
            "d.reliability, d.refused "
            f"FROM document d LEFT JOIN twin t ON t.document = d.sha256 {wanted}ORDER BY d.sha256"
        )
        for row in self._rows(sql, **{f"k{i}": key for i, key in enumerate(keys)}):
            spans = tuple(LabelledSpan(**s) for s in json.loads(row[6]))
            key, path, body, language, script, published = row[:6]
            leader, reliability, refused = row[7] or key, row[8], row[9]
            yield Document(key, path, body, language, script, published, spans, leader, reliability, refused)

    def document(self, key: str) -> Document:
        """Return one document.

        Raises
        ------
        NotFound
            For an unknown key.
        """
        found = next(self.documents(key), None)
        if found is None:
            raise NotFound(Fault(f'no document "{key}"', shown(self.address)))
        return found

    def claims(self, about: str = "", reviewed: bool = True) -> list[Claim]:
        """Return the claims, or those whose quote has all words of `about`, by document and place.

        Materials and places are looked for in every language whose lexicon knows them.

        Claims that only an earlier version of the reader found are left out. `reviewed` applies the reviews:
        rejected claims are left out and corrected ones changed.
        """
        if about:
            sql, values = self._search(about)
            found = self._rows(sql, **values)
        else:
            found = self._rows(f"SELECT c.body {_LISTED} ORDER BY c.document, c.start_at, c.id")
        claims = [Claim.from_dict(json.loads(r[0])) for r in found]
        return _applied(claims, self.reviews()) if reviewed else claims

    def _search(self, about: str) -> tuple[str, dict[str, str]]:
        terms = alternatives(about)
        if not terms:
            raise UsageError(Fault(f'"{about}" has no word to look for', "--about", fix="give a word, in any language"))
        if self._sqlite:
            match = " AND ".join("(" + " OR ".join(f'"{" ".join(w)}"' for w in term) + ")" for term in terms)
            where = "c.id IN (SELECT claim FROM quote WHERE quote MATCH :m)"
        else:
            phrases = [["(" + " <-> ".join(f"'{t}'" for t in w) + ")" for w in term] for term in terms]
            match = " & ".join(f"({' | '.join(term)})" for term in phrases)
            where = "c.id IN (SELECT claim FROM quote WHERE words @@ to_tsquery('simple', :m))"
        return f"SELECT c.body {_LISTED} AND {where} ORDER BY c.document, c.start_at, c.id", {"m": match}

    def review(self, review: Review) -> None:
        """Add a review of a stored claim.

        Raises
        ------
        NotFound
            When the claim is not in the store.
        """
        if not self._rows("SELECT 1 FROM claim WHERE id = :i", i=review.claim):
            raise NotFound(Fault(f'no claim "{review.claim}"', shown(self.address)))
        with self._writing() as connection:
            values = {
                **asdict(review),
                "id": review.id,
                "correction": json.dumps(dict(review.correction), sort_keys=True),
            }
            names = ":id, :claim, :decision, :reviewer, :at, :note, :correction"
            sql = f"INSERT INTO review VALUES ({names}) ON CONFLICT DO NOTHING"
            connection.execute(_sql(sql), values)

    def reviews(self) -> list[Review]:
        """Return all reviews, oldest first."""
        sql = "SELECT claim, decision, reviewer, at, note, correction FROM review ORDER BY at, id"
        rows = ((*row[:5], tuple(sorted(json.loads(row[5]).items()))) for row in self._rows(sql))
        return [Review(*row) for row in rows]

    def content_hash(self) -> str:
        """Return the hash of everything stored, independent of order and of the database."""
        digest = sha256()
        for sql in (
            "SELECT sha256, segments, text FROM document ORDER BY sha256",
            "SELECT id, body FROM claim ORDER BY id",
            "SELECT id, decision FROM review ORDER BY id",
            "SELECT document, CAST(reader AS TEXT) FROM reading",
            "SELECT claim, CAST(reader AS TEXT) FROM found",
        ):
            for row in sorted(tuple(r) for r in self._rows(sql)):
                digest.update("\x1f".join(row).encode("utf-8", "replace") + b"\x1e")
        return digest.hexdigest()


@cache
def _sql(statement: str) -> TextClause:
    """Return a statement, parsed once: the same few are asked for with every document."""
    return text(statement)


def _body(claim: Claim) -> str:
    return json.dumps(claim.to_dict(), ensure_ascii=False, sort_keys=True).replace("\\u0000", "\ufffd")


def _search_words(c: Claim) -> str:
    return " ".join(search_tokens(" ".join((c.quote, c.subject, c.predicate, c.material or "", *c.places))))


def _applied(claims: Iterable[Claim], reviews: list[Review]) -> list[Claim]:
    last = {r.claim: r for r in reviews}
    out = []
    for claim in claims:
        found = last.get(claim.id)
        if found is None or found.decision == "accept":
            out.append(claim if found is None else replace(claim, credibility=min(claim.credibility, 2)))
        elif found.decision == "correct":
            changed = {**claim.to_dict(), **dict(found.correction), "credibility": min(claim.credibility, 2)}
            out.append(Claim.from_dict(changed))
    return out


def _engine(address: str) -> Engine:
    try:
        engine = create_engine(address)
    except (SQLAlchemyError, ImportError) as error:
        fix = 'pip install "ytterby[postgres]"'
        raise UsageError(Fault(f"cannot be opened: {first_line(error)}", shown(address), fix=fix)) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    cursor = connection.cursor()
    tables = {name for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "migration" not in tables:
        return  # of something else: it will be refused, and keeps its settings
    # The write-ahead log keeps a killed import from corrupting the file; NORMAL syncs at checkpoints.
    for line in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "wal_autocheckpoint = 8000",
        "cache_size = -65536",
        "foreign_keys = ON",
        "busy_timeout = 30000",
    ):
        cursor.execute(f"PRAGMA {line}")
    cursor.close()
