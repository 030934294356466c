"""The address of a run: the hash of everything its numbers depend on (conventions §15)."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import ytterby
from ytterby.baseline.shelf import current
from ytterby.network.chain import Chain
from ytterby.runs.manifest import MATTERS, Inputs, Size
from ytterby.scenario.schema import Scenario

_PACKAGE = Path(ytterby.__file__).parent
_HASHED_APART = ("regimes/", "chains/")
"""Folders of what is hashed by itself: rules and chain."""


def digest(content: object) -> str:
    """SHA-256 of the canonical JSON of plain data, in hex.

    Examples
    --------
    >>> digest({"b": 1, "a": [1.0, "x"]}) == digest({"a": [1.0, "x"], "b": 1})
    True
    """
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def address_of(inputs: Inputs, size: Size) -> str:
    """Address of a run: of what it is made from, and of the size of the ensemble.

    The scenario's words (title, question) count too: two runs with one address print the same report.
    """
    return digest({"inputs": inputs.model_dump(mode="json"), "size": size.model_dump(mode="json")})


def inputs_of(scenario: Scenario, chain: Chain) -> Inputs:
    """Return the hash of every part that the numbers of a run depend on."""
    return Inputs(
        scenario=digest(scenario.model_dump(mode="json", by_alias=True)),
        chain=digest(chain.model_dump(mode="json", by_alias=True)),
        data=data_hashes(),
        rules=rule_hashes(),
        version=code_version(),
    )


def data_hashes() -> Mapping[str, str]:
    """Hash of every table and other file of data, bundled or of the workspace, by its name."""
    return {n: h for n, h in current().listing().items() if not n.startswith(_HASHED_APART)}


def rule_hashes() -> Mapping[str, str]:
    """Hash of every regime file, by the id of its instrument."""
    return {Path(n).stem: h for n, h in current().listing().items() if n.startswith("regimes/")}


def data_hash() -> str:
    """Hash of every file that answers may stand on: the fingerprint by which a replay finds them again."""
    return current().fingerprint()


@cache
def code_version() -> str:
    """Version of this package, with twelve digits of the hash of its code: unreleased code is a version too."""
    text = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        text.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{ytterby.__version__}+{text.hexdigest()[:12]}"


def stamp() -> dict[str, str]:
    """What must be the same wherever futures of one run are simulated."""
    libraries = {name: version(name) for name in MATTERS}
    return {"ytterby": code_version(), "python": ".".join(platform.python_version_tuple()[:2]), **libraries}
