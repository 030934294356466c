"""An import: a publisher's file becomes figures in the workspace, with the file itself kept by its hash."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ytterby.baseline.revisions import FOLDER, Revisions
from ytterby.baseline.workspace import Workspace
from ytterby.baseline.yamlfile import load_model
from ytterby.domain.estimate import Estimate
from ytterby.errors import BadData, Fault
from ytterby.evidence.sources.contained import Span, contained_flows, contained_supply, estimates_of, span_of
from ytterby.evidence.sources.layout import Trade
from ytterby.evidence.sources.mapping import Mapping
from ytterby.evidence.sources.production import read_usgs
from ytterby.evidence.sources.publishers import (
    read_baci,
    read_comext,
    read_comtrade,
    read_estat,
    read_gacc,
    read_uscensus,
)

if TYPE_CHECKING:
    import polars as pl

TRADE: dict[str, tuple[str, Callable[[Path, Mapping], Trade]]] = {
    "baci": ("CEPII BACI", read_baci),
    "comtrade": ("UN Comtrade", read_comtrade),
    "estat": ("Trade Statistics of Japan (e-Stat)", read_estat),
    "gacc": ("General Administration of Customs of China", read_gacc),
    "comext": ("Eurostat Comext", read_comext),
    "uscensus": ("US Census Bureau, international trade", read_uscensus),
}
SOURCES = (*TRADE, "usgs")
COLUMNS = ("chain", "id", "low", "best", "high", "unit", "standing", "source", "row")


@dataclass(frozen=True)
class Official:
    """Figures of a publisher, in contained mass.

    Attributes
    ----------
    source, title : short name and name of the publisher.
    file, sha256 : name of the file, and the hash of its content.
    mapping : how it was read.
    table : of `contained_flows` or `contained_supply`.
    left_out : reason -> number of rows.
    """

    source: str
    title: str
    file: str
    sha256: str
    mapping: Mapping
    table: pl.DataFrame
    left_out: dict[str, int]

    @property
    def span(self) -> Span | str:
        """The twelve months or the year that make a figure; else why there is none."""
        return span_of(self.table["period"].to_list())

    def estimates(self) -> list[Estimate]:
        """Figures of the chain; none where the mapping does not want any, or the span is not whole."""
        span = self.span
        if not self.mapping.estimates or isinstance(span, str):
            return []
        return estimates_of(self.table, span, self.mapping, self.title, f"{self.file} sha256:{self.sha256}")


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises
    ------
    NotFound, BadData : no such file, or it was refused; all faults at once.
    """
    return load_model(Mapping, path)


def read_official(path: Path, source: str, mapping: Mapping) -> Official:
    """Read a publisher's file in its own layout, and convert it by the mapping.

    Raises
    ------
    NotFound, BadData : no such file, or it was refused; nothing is written.
    """
    part = "production" if source == "usgs" else "trade"
    if not getattr(mapping, part):
        what = f"the mapping has no {part}:, and {source} is about {part}"
        raise BadData(Fault(what, mapping.id, fix=f"name the rows under {part}:"))
    if source == "usgs":
        title, found = "US Geological Survey, Mineral Commodity Summaries", read_usgs(path, mapping)
        table, left_out = contained_supply(found, mapping), found.left_out
    else:
        title, reader = TRADE[source]
        trade = reader(path, mapping)
        table, left_out = contained_flows(trade, mapping), trade.left_out
    if table.height == 0:
        wanted = ", ".join(mapping.codes) or ", ".join(i.product for i in mapping.production)
        what = f"no row with a mass is about {wanted}" + "".join(f"; {n} rows: {why}" for why, n in left_out.items())
        raise BadData(Fault(what, str(path), fix="is it the right file, and are the codes the publisher's?"))
    return Official(source, title, path.name, sha256(path.read_bytes()).hexdigest(), mapping, table, left_out)


def keep(official: Official, path: Path, mapping_path: Path, workspace: Workspace, today: date | None = None) -> Path:
    """Write an import into a workspace: file and mapping by their hashes, figures of the chain, and a record.

    The figures of an earlier import by the same mapping are replaced; they stay in the revisions.

    Returns
    -------
    The record, in ``imports/``.
    """
    revisions = Revisions(workspace.folder / FOLDER)
    revisions.keep(path.read_bytes())
    mapping_key = revisions.keep(mapping_path.read_bytes())
    estimates = official.estimates()
    name = f"{official.source}-{official.mapping.id}"
    figures = ""
    if estimates:
        text = _csv(official.mapping.chain, estimates)
        figures = revisions.keep(text.encode())
        _write(workspace.folder / "estimates" / f"{name}.csv", text)
    record = {**record_of(official), "mapping_sha256": mapping_key, "estimates_sha256": figures,
              "imported_on": (today or date.today()).isoformat()}  # fmt: skip
    target = workspace.folder / "imports" / f"{name}-{official.sha256[:12]}.json"
    _write(target, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return target


def record_of(official: Official) -> dict[str, Any]:
    """Return what is told of an import: file, hash, periods, rows, what became figures, what was left out."""
    span = official.span
    estimates = official.estimates()
    periods = official.table["period"]
    return {
        "source": official.source, "publisher": official.title, "file": official.file, "sha256": official.sha256,
        "mapping": official.mapping.id, "chain": official.mapping.chain,
        "first": periods.min(), "last": periods.max(), "periods": periods.n_unique(), "rows": official.table.height,
        "figures": [e.id for e in estimates],
        "figures_of": span.words if estimates and isinstance(span, Span) else None,
        "no_figures_because": _why_none(official, span) if not estimates else None,
        "left_out": official.left_out,
    }  # fmt: skip


def imports_of(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the records of a workspace, newest data first."""
    found = [json.loads(p.read_text("utf-8")) for p in (workspace.folder / "imports").glob("*.json")]
    return sorted(found, key=lambda r: (r["last"], r["imported_on"], r["sha256"]), reverse=True)


def _why_none(official: Official, span: Span | str) -> str:
    return "the mapping says estimates: false" if not official.mapping.estimates else str(span)


def _csv(chain: str, estimates: list[Estimate]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for e in estimates:
        writer.writerow([chain, e.id, e.low, e.best, e.high, e.unit, str(e.standing), e.source, e.row])
    return out.getvalue()


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
