"""The address of a run: the hash of everything its numbers depend on."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from ytterby import __version__
from ytterby.baseline import descriptor
from ytterby.network.chain import Chain
from ytterby.scenario.schema import Scenario


def digest(content: object) -> str:
    """SHA-256 of the canonical JSON of plain data, in hex.

    Examples
    --------
    >>> digest({"b": 1, "a": [1.0, "x"]}) == digest({"a": [1.0, "x"], "b": 1})
    True
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def data_hash() -> str:
    """Hash of every packaged table, from the data package's own checksums."""
    return digest({r.name: r.sha256 for r in descriptor().resources})


def run_hash(
    scenario: Scenario, chain: Chain, draws: int, months: int, seed: int, evidence: object = None
) -> str:  # fmt: skip
    """Address of a run: scenario, chain, data, version, and the size of the ensemble (conventions §15).

    The scenario's words (title, question) count too: two runs with one address print the same report. So does
    `evidence`, what documents said of the chain's numbers; a run without documents has none.
    """
    return digest(
        {
            **({} if evidence is None else {"evidence": evidence}),
            "scenario": scenario.model_dump(mode="json", by_alias=True),
            "chain": chain.model_dump(mode="json", by_alias=True),
            "data": data_hash(),
            "version": __version__,
            "draws": draws,
            "months": months,
            "seed": seed,
        }
    )
