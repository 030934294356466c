"""Import reliance: of the magnet chain, of the EU study of 2017, or of the user's own balance."""

from __future__ import annotations

from pathlib import Path

from ytterby import baseline
from ytterby.assessment.answers.chain import MATERIALS, YEAR, balance
from ytterby.assessment.answers.form import Answer, Row, own_table, packaged, row
from ytterby.assessment.indices import concentration
from ytterby.errors import Fault, UsageError


def import_reliance(own: Path | None = None, *, mirror: str = "net") -> Answer:
    """Import reliance by material, stage, place and year.

    Parameters
    ----------
    own : CSV with material, stage, place, year, production, imports, exports.
    mirror : see `concentration.import_reliance`. The packaged balance knows net trade only, so `gross` and
        `consumption` need a table of one's own.

    Raises
    ------
    UsageError
        A mirror the packaged tables cannot answer.
    """
    if own is not None:
        return Answer("import-reliance", _own_rows(own, mirror), ({"table": str(own)},))
    if mirror not in ("net", "net-floored"):
        why = "the packaged balance knows net imports only: imports and exports are not apart"
        fault = Fault(why, f"--mirror {mirror}", choices=("net", "net-floored"), fix="give --own FILE")
        raise UsageError(fault)
    notes = ("eu-2017: average of 2010-2014, shown as 2014",)
    tables = packaged("chain_magnet_rare_earths", "eu_crm_2017")
    return Answer("import-reliance", _chain_rows(mirror) + _study_rows(), tables, notes)


def _own_rows(own: Path, mirror: str) -> tuple[Row, ...]:
    frame = own_table(own, ("production", "imports", "exports"))
    values = concentration.import_reliance(frame["production"], frame["imports"], frame["exports"], mirror=mirror)
    return tuple(
        row(r["material"], r["stage"], r["place"], r["year"], float(v), mirror=mirror)
        for r, v in zip(frame.iter_rows(named=True), values, strict=True)
    )


def _chain_rows(mirror: str) -> tuple[Row, ...]:
    """Magnets: what a place uses and does not make must come in, net of what goes out."""
    out = []
    for material in MATERIALS:
        for place, made, used in balance(material):
            net_in, net_out = max(used - made, 0.0), max(made - used, 0.0)
            value = float(concentration.import_reliance(made, net_in, net_out, mirror=mirror))
            parts = {"production": made, "use": used, "mirror": mirror, "study": "chain"}
            out.append(row(material, "magnet", place, YEAR, value, **parts))
    return tuple(out)


def _study_rows() -> tuple[Row, ...]:
    return tuple(
        row(
            r["material"],
            r["stage"],
            "EUU",
            2014,
            r["import_reliance"] / 100,
            mirror="net-floored",
            study="eu-2017",
        )
        for r in baseline.table("eu_crm_2017").iter_rows(named=True)
        if r["import_reliance"] is not None
    )
