"""The EU study of 2017, recomputed from what it prints; what ours and theirs have in common."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ytterby import baseline
from ytterby.assessment.answers.form import Answer, Row, packaged, row
from ytterby.assessment.indices import eu

SCOPE = {"GS + EUS": "both", "GS only": "global", "EUS only": "eu"}


def study_2017() -> Answer:
    """Supply risk of 2017 from its printed inputs; `value` is ours, `published` theirs."""
    rows: list[Row] = []
    nothing = float("nan")
    for r in baseline.table("eu_crm_2017").iter_rows(named=True):
        inputs = (r["import_reliance"], r["recycling_input_rate"], r["substitution_risk"])
        scope = SCOPE[r["supply_data"]]
        if None in inputs or r["concentration_world"] is None:
            continue
        value = eu.supply_risk(
            r["concentration_world"],
            nothing if r["concentration_eu"] is None else r["concentration_eu"],
            *(np.array(inputs) / (100, 100, 1)),
            scope=scope,
        )
        parts = {
            "published": r["supply_risk"],
            "error": float(value) - r["supply_risk"],
            "scope": scope,
            "economic_importance": r["economic_importance"],
            "critical": bool(eu.critical(r["supply_risk"], r["economic_importance"])),
        }
        rows.append(row(r["material"], r["stage"], "EUU", 2017, float(value), **parts))
    note = "inputs are printed with one decimal, so the last digit of the result is theirs"
    return Answer("eu-supply-risk", tuple(rows), packaged("eu_crm_2017"), (note,))


def agreement(answer: Answer) -> Mapping[str, float]:
    """How well ours and theirs agree: number, rank correlation, mean and worst error."""
    from scipy import stats

    pairs = [(r["value"], r["published"]) for r in answer.rows if r["published"] is not None]
    ours, theirs = np.array(pairs, dtype=np.float64).T
    error = np.abs(ours - theirs)
    rank = float(stats.spearmanr(ours, theirs).statistic)
    return {
        "compared": float(len(pairs)),
        "rank_correlation": rank,
        "mean_error": float(error.mean()),
        "worst_error": float(error.max()),
    }
