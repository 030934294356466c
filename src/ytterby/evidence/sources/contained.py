"""From gross mass to contained mass by a declared content, and from twelve months to a figure of the chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ytterby.baseline import places
from ytterby.domain.estimate import Estimate
from ytterby.domain.month import Month
from ytterby.domain.words import Standing
from ytterby.errors import BadData, Fault
from ytterby.evidence.sources.layout import Trade, named
from ytterby.evidence.sources.mapping import FlowItem, Mapping, SupplyItem
from ytterby.evidence.sources.production import Production

if TYPE_CHECKING:
    import polars as pl

_ORDER = tuple(Standing)
MONTHS = 12
EUROPEAN_UNION = frozenset(
    ["AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN", "IRL", "ITA",
     "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"]
)  # fmt: skip


@dataclass(frozen=True)
class Span:
    """The periods a figure of the chain is made of."""

    first: str
    last: str
    per_year: int

    @property
    def words(self) -> str:
        """The span in words."""
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


def contained_flows(trade: Trade, mapping: Mapping) -> pl.DataFrame:
    """Convert rows of trade into contained mass.

    Returns
    -------
    (period, from, to, kind, material) rows with gross, low, best, high [t] of each period, sorted.
    """
    import polars as pl

    rows = trade.rows
    if mapping.union:
        members = dict.fromkeys(EUROPEAN_UNION, "EUU")
        rows = rows.with_columns(pl.col("from", "to").replace(members)).filter(pl.col("from") != pl.col("to"))
    parts = [
        rows.filter(pl.any_horizontal(pl.col("code").str.starts_with(c) for c in item.codes)).select(
            "period", "from", "to", pl.lit(item.kind).alias("kind"), pl.lit(material).alias("material"),
            (pl.col("kg") / 1000.0).alias("gross"),
            *((pl.col("kg") / 1000.0 * getattr(content, end)).alias(end) for end in ("low", "best", "high")),
        )
        for item in mapping.trade
        for material, content in item.content.items()
    ]  # fmt: skip
    keys = ["period", "from", "to", "kind", "material"]
    return _added(parts, keys)


def contained_supply(production: Production, mapping: Mapping) -> pl.DataFrame:
    """Convert rows of production into contained mass: (period, place, stage, material) rows as `contained_flows`."""
    import polars as pl

    parts = [
        production.rows.filter(named("product", item.product)).select(
            "period", "place", pl.lit(str(item.stage)).alias("stage"), pl.lit(material).alias("material"),
            (pl.col("kg") / 1000.0).alias("gross"),
            *((pl.col("kg") / 1000.0 * getattr(content, end)).alias(end) for end in ("low", "best", "high")),
        )
        for item in mapping.production
        for material, content in item.content.items()
    ]  # fmt: skip
    return _added(parts, ["period", "place", "stage", "material"])


def span_of(periods: list[str]) -> Span | str:
    """Return the latest year, or the latest twelve months without a gap; else why there is none.

    Parameters
    ----------
    periods : of all rows of a file: years like 2024, or months like 2026-05.
    """
    known = sorted(set(periods))
    years = [p for p in known if len(p) == 4]
    if years:
        return Span(years[-1], years[-1], 1)
    if not known:
        return "no row of the mapping's codes"
    last = Month.parse(known[-1])
    wanted = [str(last + -k) for k in range(MONTHS)]
    missing = sorted(set(wanted) - set(known))
    if missing:
        return f"{len(missing)} of the twelve months to {known[-1]} are missing: {', '.join(missing[:4])}"
    return Span(wanted[-1], wanted[0], MONTHS)


def estimates_of(table: pl.DataFrame, span: Span, mapping: Mapping, source: str, row: str) -> list[Estimate]:
    """Add up a span to figures of the chain [t/a].

    Parameters
    ----------
    table : of `contained_flows` or `contained_supply`.
    span : of `span_of`; months without a row in a file that covers them count as none.
    mapping : whose items were read.
    source, row : who says so, and in which file.
    """
    import polars as pl

    flows = "from" in table.columns
    keys = ["material", "kind", "from", "to"] if flows else ["material", "stage", "place"]
    inside = table.filter((pl.col("period") >= span.first) & (pl.col("period") <= span.last))
    out = []
    for found in inside.group_by(keys).agg(pl.col("low", "best", "high").sum()).sort(keys).iter_rows(named=True):
        head = f"flow/{found['material']}/{found['kind']}" if flows else f"supply/{found['material']}/{found['stage']}"
        tail = f"{found['from']}-{found['to']}" if flows else found["place"]
        items: list[FlowItem | SupplyItem] = [
            i
            for i in (mapping.trade if flows else mapping.production)
            if found["material"] in i.content
            and (i.kind == found["kind"] if isinstance(i, FlowItem) else str(i.stage) == found["stage"])
        ]
        weakest = max((i.standing for i in items), key=_ORDER.index)
        out.append(
            Estimate(
                f"{head}/{tail}", round(found["low"], 6), round(found["best"], 6), round(found["high"], 6), "t/a",
                max(weakest, Standing.DERIVED, key=_ORDER.index),
                f"{source}, {span.words}; content: {'; '.join(dict.fromkeys(i.citation for i in items))}", row,
            )
        )  # fmt: skip
    return out


def refuse_unknown_goods(mapping: Mapping, materials: tuple[str, ...], kinds: set[str], where: str) -> None:
    """Refuse a mapping that names materials or commodities its chain does not have; all faults at once."""
    faults = [
        Fault(f'"{m}" is no material of {mapping.chain}', f"{where}: {m}", "conventions §1", materials)
        for item in (*mapping.trade, *mapping.production)
        for m in item.content
        if m not in materials
    ]
    faults += [
        Fault(f'"{i.commodity}" is no commodity of {mapping.chain}', f"{where}: trade", choices=tuple(sorted(kinds)))
        for i in mapping.trade
        if i.commodity not in kinds and i.kind not in kinds
    ]
    faults += [
        Fault(f'"{p}" is no place', f"{where}: partners", "conventions §2")
        for p in mapping.partners.values()
        if p != "skip" and p not in places()
    ]
    if faults:
        raise BadData(*faults)


def _added(parts: list[pl.DataFrame], keys: list[str]) -> pl.DataFrame:
    import polars as pl

    values = ["gross", "low", "best", "high"]
    if not parts:
        return pl.DataFrame(schema={**dict.fromkeys(keys, pl.String), **dict.fromkeys(values, pl.Float64)})
    return pl.concat(parts).group_by(keys).agg(pl.col(*values).sum()).sort(keys)
