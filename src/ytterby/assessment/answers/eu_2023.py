"""The EU study of 2023, recomputed as far as its printed tables reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from ytterby import baseline
from ytterby.assessment.answers.form import Answer, Row, packaged, row
from ytterby.assessment.indices import eu
from ytterby.errors import Fault, NotFound

STUDY_2017 = {
    "barytes": "baryte",
    "kaolin": "kaolin-clay",
    "phosphorous": "phosphorus",
}
"""Names of the tables of 2023 in the table of 2017."""
PUBLISHED_AS = {**STUDY_2017, "borate": "boron"}
GROUPS = {
    "lrees": ("cerium", "lanthanum", "neodymium", "praseodymium", "samarium"),
    "hrees": (
        *("dysprosium", "erbium", "europium", "gadolinium", "holmium"),
        *("lutetium", "terbium", "thulium", "ytterbium", "yttrium"),
    ),
    "pgms": ("iridium", "palladium", "platinum", "rhodium", "ruthenium"),
}
MISSING_2023 = (
    "import reliance of 2023 is not in the tables: of 2017, or 1 where that study has none",
    "end-of-life recycling input rate of 2023 is not in the tables: of 2017, or 0",
    "substitution index SI_SR of 2023 is not in the tables: of 2017, or 1",
    "which of the two supply mixes the study dropped for lack of quality is not in the tables: both are used",
    "the stage the study assessed is not in the tables: the higher one is kept",
    "vintage and year of the governance scores are not in the tables: mean of six indicators, 2021",
    "shares under .1 % are printed as such and count as .05 %; EU shares under 1 % are not printed",
    "no supply shares are printed for: bauxite; the Union's share mix has no heavy rare earths one by one",
)


@dataclass(frozen=True)
class Definitions:
    """What studies choose differently.

    Attributes
    ----------
    stage : keep the `higher` stage, or one of the two.
    scope : `both` supply mixes, or one.
    gaps : `study-2017` fills inputs not printed in 2023 from the study before; `neutral` takes full import
        reliance, no recycling, no substitute.
    vintage : of the governance scores: `wgi-2024-update`, or `wgi-geopolrisk-2.0.1` (political stability
        only).
    indicators : `mean` of the six, or one of va, pv, ge, rq, rl, cc.
    governance_year : year of the scores.
    """

    stage: Literal["higher", "extraction", "processing"] = "higher"
    scope: Literal["both", "global", "eu"] = "both"
    gaps: Literal["study-2017", "neutral"] = "study-2017"
    vintage: str = "wgi-2024-update"
    indicators: str = "mean"
    governance_year: int = 2021


def study_2023(definitions: Definitions | None = None) -> Answer:
    """Supply risk of 2023 from printed shares, trade parameters and governance scores.

    Parameters
    ----------
    definitions : what studies choose differently; those of the study if None.

    Returns
    -------
    Answer
        Groups of elements are the mean of their members; `notes` list what the study does not print.
    """
    how = definitions or Definitions()
    scores = governance(how)
    world = _weighted(baseline.table("eu_crm_global_shares"), scores)
    union = _weighted(baseline.table("eu_crm_eu_shares"), scores)
    printed = {
        r["material"]: r for r in baseline.table("eu_crm_scores").filter(pl.col("year") == 2023).iter_rows(named=True)
    }
    earlier = {r["material"]: r for r in baseline.table("eu_crm_2017").iter_rows(named=True)}
    found: dict[str, Row] = {}
    for material in sorted({m for m, _ in world} | {m for m, _ in union}):
        computed = _one(material, world, union, earlier, how)
        if computed is not None:
            found[material] = computed
    rows = [_published(r, printed.get(PUBLISHED_AS.get(m, m))) for m, r in found.items()]
    for group, members in GROUPS.items():
        values = [found[m]["value"] for m in members if m in found]
        if values:
            rows.append(_published(row(group, "group", "EUU", 2023, float(np.mean(values))), printed.get(group)))
    tables = ("eu_crm_global_shares", "eu_crm_eu_shares", "governance", "eu_crm_2017", "eu_crm_scores")
    return Answer("eu-supply-risk", tuple(rows), packaged(*tables), MISSING_2023)


def governance(how: Definitions) -> Mapping[str, float]:
    """Risk 0..10 by place. A place without scores is 5, the middle of the scale.

    Raises
    ------
    NotFound
        No such vintage, or it has no such year or indicator; the first of them.
    """
    frame = baseline.table("governance")
    asked = {"vintage": how.vintage, "year": how.governance_year, "indicator": how.indicators}
    options = {"vintage": "--vintage", "year": "--governance-year", "indicator": "--indicators"}
    for column, wanted in asked.items():
        there = frame[column].unique().sort().to_list()
        if column == "indicator":
            there = ["mean", *there]
        if wanted not in there:
            what = f'no governance scores of the {column} "{wanted}"'
            raise NotFound(Fault(what, options[column], choices=tuple(str(x) for x in there)))
        if wanted != "mean":
            frame = frame.filter(pl.col(column) == wanted)
    means = frame.group_by("place").agg(pl.col("estimate").mean())
    return dict(zip(means["place"], eu.governance_0_10(means["estimate"]).tolist(), strict=True))


def _weighted(frame: pl.DataFrame, scores: Mapping[str, float]) -> dict[tuple[str, str], float]:
    out = {}
    for (material, stage), g in frame.group_by(["material", "stage"]):
        bad = [scores.get(place, 5.0) for place in g["place"]]
        trade = g["trade_parameter"].fill_null(1.0)
        out[str(material), str(stage)] = float(eu.weighted_concentration(g["share"] / 100, bad, trade))
    return out


def _one(
    material: str,
    world: Mapping[tuple[str, str], float],
    union: Mapping[tuple[str, str], float],
    earlier: Mapping[str, Mapping[str, object]],
    how: Definitions,
) -> Row | None:
    name = STUDY_2017.get(material, material)
    before = earlier.get(name, {}) if how.gaps == "study-2017" else {}
    fallback = (("import_reliance", 100.0), ("recycling_input_rate", 0.0), ("substitution_risk", 1.0))
    read = {k: float(str(before[k])) if before.get(k) is not None else other for k, other in fallback}
    stages = ("extraction", "processing") if how.stage == "higher" else (how.stage,)
    risks = []
    for stage in stages:
        mixes = world.get((material, stage)), union.get((material, stage))
        # Where one mix is not printed the other stands for it, as in the study of 2017.
        left, right = (next((m for m in order if m is not None), np.nan) for order in (mixes, mixes[::-1]))
        rates = read["import_reliance"] / 100, read["recycling_input_rate"] / 100, read["substitution_risk"]
        risks.append(float(eu.supply_risk(left, right, *rates, scope=how.scope)))
    best = eu.riskier_stage(risks)
    if int(best.stage) < 0:
        return None
    stand_ins = [k for k, _ in fallback] if not before else [k for k, _ in fallback if before.get(k) is None]
    return row(
        material,
        stages[int(best.stage)],
        "EUU",
        2023,
        float(best.value),
        import_reliance=read["import_reliance"] / 100,
        recycling_input_rate=read["recycling_input_rate"] / 100,
        substitution_risk=read["substitution_risk"],
        neutral=", ".join(stand_ins),
    )


def _published(computed: Row, printed: Mapping[str, float | None] | None) -> Row:
    their = printed["supply_risk"] if printed else None
    error = computed["value"] - their if their is not None else None
    return {**computed, "published": their, "error": error}


def importance_2023(definitions: Definitions | None = None) -> Answer:
    """Economic importance of 2023 from printed end uses and value added of the sectors."""
    how = definitions or Definitions()
    uses = baseline.table("eu_crm_use_shares").filter(
        pl.col("value_added").is_not_null() & pl.col("share").is_not_null()
    )
    largest = float(np.max(uses["value_added"].to_numpy()))
    printed = {
        r["material"]: r["economic_importance"]
        for r in baseline.table("eu_crm_scores").filter(pl.col("year") == 2023).iter_rows(named=True)
    }
    earlier = {r["material"]: r for r in baseline.table("eu_crm_2017").iter_rows(named=True)}
    rows = []
    for (name,), g in uses.sort("material").group_by(["material"], maintain_order=True):
        material = str(name)
        before = earlier.get(STUDY_2017.get(material, material), {}) if how.gaps == "study-2017" else {}
        index = before.get("substitution_importance")
        known = float(index) if index is not None else 1.0
        value = float(eu.economic_importance(g["share"] / 100, g["value_added"], largest, known))
        their = printed.get(PUBLISHED_AS.get(material, material))
        parts = {"published": their, "error": None if their is None else value - their}
        covered = float(g["share"].sum()) / 100
        rows.append(row(material, "use", "EUU", 2023, value, **parts, substitution_importance=known, covered=covered))
    notes = (
        "substitution index SI_EI of 2023 is not in the tables: of 2017, or 1",
        f"scaled to the largest value added printed, {largest:.0f} million EUR",
        "uses without a printed sector value added are left out; `covered` is the share of use counted",
    )
    tables = ("eu_crm_use_shares", "eu_crm_2017", "eu_crm_scores")
    return Answer("eu-economic-importance", tuple(rows), packaged(*tables), notes)
