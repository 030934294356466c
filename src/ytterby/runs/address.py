"""The address of a run: the hash of everything its numbers depend on."""

from __future__ import annotations

import hashlib
import json

from ytterby import __version__
from ytterby.baseline.shelf import current
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


def data_hash() -> str:
    """Hash of every file answers stand on, bundled or of the workspace, by its content."""
    return current().fingerprint()


def run_hash(scenario: Scenario, chain: Chain, draws: int, months: int, seed: int) -> str:
    """Address of a run: scenario, chain, data, version, and the size of the ensemble (conventions §15).

    The scenario's words (title, question) count too: two runs with one address print the same report.
    """
    return digest(
        {
            "scenario": scenario.model_dump(mode="json", by_alias=True),
            "chain": chain.model_dump(mode="json", by_alias=True),
            "data": data_hash(),
            "version": __version__,
            "draws": draws,
            "months": months,
            "seed": seed,
        }
    )
