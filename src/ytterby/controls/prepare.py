"""From a checked bill to what the evaluator asks: goods, origins, recipients, shares."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ytterby.controls.bill import Bill, place_names
from ytterby.controls.content import Shares, shares
from ytterby.controls.facts import ASSEMBLY, MAYBE, NO, YES, Goods, Line, Query
from ytterby.controls.library import Entry, Library
from ytterby.controls.parties import on_list, plain
from ytterby.controls.scope import counted
from ytterby.controls.vocabulary import goods_named
from ytterby.domain.regime import Reading

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.int64]

READINGS = (Reading.ONCE, Reading.CASCADE)
_PAIR = re.compile(r"^([a-z_]+)=([0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]{1,2})?)$")
_CLASS = re.compile(r"^([A-Z]{3}):(\S+)$")


@dataclass(frozen=True)
class Unresolved:
    """A line that cannot be judged as it stands: what is not understood, and suggestions."""

    index: int
    line: str
    row: int
    part: str
    what: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Prepared:
    """A bill with each column as codes into its distinct values.

    Attributes
    ----------
    goods, origins, technologies, recipients : distinct values.
    goods_at, origin_at, technology_at, recipients_at : (line,) codes.
    content : shares of every line by (rule id, reading).
    unresolved : lines that cannot be judged, in the order of the file.
    """

    bill: Bill
    goods: tuple[Goods, ...]
    goods_at: Codes
    origins: tuple[str, ...]
    origin_at: Codes
    technologies: tuple[tuple[str, ...] | None, ...]
    technology_at: Codes
    recipients: tuple[tuple[str, ...], ...]
    recipients_at: Codes
    content: dict[tuple[str, Reading], Shares]
    unresolved: tuple[Unresolved, ...]
    shipped_from: str = ""

    def line(self, i: int) -> Line:
        """Return one line as the evaluator takes it."""
        return Line(
            self.bill.frame["line"][i],
            self.goods[self.goods_at[i]],
            self.origins[self.origin_at[i]],
            self.technologies[self.technology_at[i]],
            self.shipped_from,
            self.recipients[self.recipients_at[i]],
            {key: s.at(i) for key, s in self.content.items()},
        )


def prepare(bill: Bill, library: Library, query: Query, shipped_from: str = "", *, brief: bool = False) -> Prepared:
    """Work out everything that does not depend on the day: names, trees, shares.

    `brief` leaves out what can move no answer (makers on no list, customs codes no list has): with it a
    million lines have few distinct facts, but the reasons name fewer of them.
    """
    goods, goods_at, odd_goods = _goods(bill, library if brief else None)
    origins, origin_at, odd_places = _origins(bill)
    technologies, technology_at, odd_tech = _technologies(bill)
    recipients, recipients_at = _recipients(bill, _interesting(library, query) if brief else None)
    content = {}
    for entry in library.content_rules():
        for reading in READINGS:
            content[entry.rule.id, reading] = _content(entry, bill, goods, goods_at, origins, origin_at, query, reading)
    odd = sorted((*odd_goods, *odd_places, *odd_tech), key=lambda u: u.index)
    return Prepared(
        bill, goods, goods_at, origins, origin_at, technologies, technology_at, recipients, recipients_at,
        content, tuple(odd), shipped_from,
    )  # fmt: skip


def _distinct(frame: pl.DataFrame, columns: list[str]) -> tuple[list[tuple[str, ...]], Codes]:
    """Return the distinct rows of some columns, and for every line the place of its row among them."""
    joined = frame.select(pl.concat_str(columns, separator="\x1f").cast(pl.Categorical)).to_series()
    _, first, codes = np.unique(joined.to_physical().to_numpy(), return_index=True, return_inverse=True)
    return frame.select(columns)[first.tolist()].rows(), codes.reshape(-1).astype(np.int64)


def _odd(bill: Bill, at: Codes, code: int, what: str, suggestions: tuple[str, ...]) -> list[Unresolved]:
    found = np.flatnonzero(at == code)
    frame = bill.frame
    return [
        Unresolved(int(i), frame["line"][int(i)], frame["row"][int(i)], frame["part"][int(i)], what, suggestions)
        for i in found
    ]


def _goods(bill: Bill, library: Library | None) -> tuple[tuple[Goods, ...], Codes, list[Unresolved]]:
    inner = np.zeros(bill.parent.size, dtype=bool)
    inner[bill.parent[bill.parent >= 0]] = True
    frame = bill.frame.with_columns(pl.Series("inner", np.where(inner, "1", "")))
    # a customs code says nothing once the material is named, and nothing of an assembly
    decided = (pl.col("material") != "") | (pl.col("inner") != "")
    frame = frame.with_columns(pl.when(decided).then(pl.lit("")).otherwise(pl.col("hs")).alias("hs"))
    if library is not None:
        frame = frame.with_columns(_known_codes(frame, library))
    keys, at = _distinct(frame, ["material", "hs", "code", "properties", "inner"])
    out: list[Goods] = []
    odd: list[Unresolved] = []
    for code, (material, hs, classes, properties, parts) in enumerate(keys):
        goods, what, near = _one_good(material, hs, classes, properties, bool(parts))
        out.append(goods)
        if what:
            odd += _odd(bill, at, code, what, near)
    return tuple(out), at, odd


def _known_codes(frame: pl.DataFrame, library: Library) -> pl.Series:
    listed = {h for e in library.entries.values() for x in (*e.listed, *e.counted) for h in x.hs}
    starts = {h[:n] for h in listed for n in (4, 6, 8, 10)}
    distinct = frame["hs"].unique().to_list()
    other = {h: h if not h or h in starts or any(h[:n] in listed for n in (4, 6, 8, 10)) else "00" for h in distinct}
    return frame["hs"].replace_strict(other)


def _interesting(library: Library, query: Query) -> Callable[[str], bool]:
    """Return whether a party could matter: some list may name it, or someone's holding does."""
    held = {plain(x) for h in query.holdings for x in (h.owner, h.owned)}
    lists = [e.rule.parties for e in library.entries.values() if e.rule.parties]
    return lambda name: plain(name) in held or any(on_list(name, parties).result for parties in lists)


def _one_good(material: str, hs: str, classes: str, properties: str, inner: bool) -> tuple[Goods, str, tuple[str, ...]]:
    bad = [w for w in classes.split() if not _CLASS.match(w)] + [w for w in properties.split() if not _PAIR.match(w)]
    if bad:
        return Goods(), f'"{bad[0]}" is not understood', ("code: USA:EAR99", "properties: purity=0.9999")
    codes = tuple((m[1], m[2]) for m in map(_CLASS.match, classes.split()) if m)
    known = {m[1]: float(m[2]) for m in map(_PAIR.match, properties.split()) if m}
    if material:
        named = goods_named(material)
        if named.goods is None:
            return (
                Goods(hs=hs, codes=codes),
                f'the material "{material}" is not in the vocabulary',
                named.suggestions,
            )
        pairs = tuple(sorted({**dict(named.goods.properties), **known}.items()))
        return named.goods._replace(hs=hs, codes=codes, properties=pairs), "", ()
    pairs = tuple(sorted(known.items()))
    if inner:
        return Goods(form=ASSEMBLY, hs=hs, codes=codes, properties=pairs), "", ()
    if not hs and not codes:
        return (
            Goods(),
            "neither material nor hs says what it is",
            ("fill material", "give the lines it is made of"),
        )
    return Goods(hs=hs, codes=codes, properties=pairs), "", ()


def _origins(bill: Bill) -> tuple[tuple[str, ...], Codes, list[Unresolved]]:
    keys, at = _distinct(bill.frame, ["origin"])
    odd: list[Unresolved] = []
    out = []
    for code, (origin,) in enumerate(keys):
        known = not origin or origin in place_names()
        out.append(origin if known else "")
        if not known:
            odd += _odd(bill, at, code, f'the origin "{origin}" is no place code', _near_places(origin))
    return tuple(out), at, odd


def _technologies(bill: Bill) -> tuple[tuple[tuple[str, ...] | None, ...], Codes, list[Unresolved]]:
    keys, at = _distinct(bill.frame, ["technology"])
    odd: list[Unresolved] = []
    out: list[tuple[str, ...] | None] = []
    for code, (text,) in enumerate(keys):
        words = tuple(w for w in re.split(r"[;\s/+]+", text) if w)
        bad = [w for w in words if w != "NONE" and w not in place_names()]
        out.append(None if not words or bad else tuple(w for w in words if w != "NONE"))
        if bad:
            near = _near_places(bad[0])
            odd += _odd(bill, at, code, f'the technology "{bad[0]}" is neither a place code nor "none"', near)
    return tuple(out), at, odd


def _near_places(word: str) -> tuple[str, ...]:
    names = {name.upper(): code for code, name in place_names().items()}
    near = get_close_matches(word, list(names), n=3, cutoff=0.6)
    return tuple(f"{names[n]} ({n.title()})" for n in near) + tuple(
        get_close_matches(word, list(place_names()), n=2, cutoff=0.6)
    )


def _recipients(bill: Bill, interesting: Callable[[str], bool] | None) -> tuple[tuple[tuple[str, ...], ...], Codes]:
    """Makers of the levels above a line: what goes into a part passes to the maker of that part."""
    keys, maker_at = _distinct(bill.frame, ["maker"])
    makers = [m for (m,) in keys]
    kept = [bool(m) and (interesting is None or interesting(m)) for m in makers]
    chains: dict[tuple[str, ...], int] = {(): 0}
    at = np.zeros(bill.parent.size, dtype=np.int64)
    for level in range(1, int(bill.depth.max(initial=0)) + 1):
        lines = np.flatnonzero(bill.depth == level)
        up = bill.parent[lines]
        pairs, back = np.unique(at[up] * len(makers) + maker_at[up], return_inverse=True)
        known = list(chains)
        codes = np.empty(pairs.size, dtype=np.int64)
        for k, pair in enumerate(pairs.tolist()):
            above, maker = known[pair // len(makers)], pair % len(makers)
            add = kept[maker] and makers[maker] not in above
            codes[k] = chains.setdefault((*above, makers[maker]) if add else above, len(chains))
        at[lines] = codes[back.reshape(-1)]
    return tuple(chains), at


def _content(
    entry: Entry,
    bill: Bill,
    goods: tuple[Goods, ...],
    goods_at: Codes,
    origins: tuple[str, ...],
    origin_at: Codes,
    query: Query,
    reading: Reading,
) -> Shares:
    rule = entry.rule
    test = rule.content
    if test is None:
        raise ValueError(f"{rule.id} has no content test")
    kind = np.array([counted(entry, g) for g in goods], dtype=np.int8)[goods_at]
    made = [MAYBE if not o else YES if o in rule.nexus.places else NO for o in origins]
    outside = [MAYBE if not o else NO if o in rule.nexus.made_outside else YES for o in origins]
    origin = np.array(made, dtype=np.int8)[origin_at]
    return shares(bill, kind, origin, np.array(outside, dtype=np.int8)[origin_at], test, query.to, reading)
