"""What a run says of itself: what it was made from, by which versions, by whom, and when."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from ytterby import __version__

MATTERS = ("numpy", "scipy", "numba", "polars")
"""Libraries whose arithmetic is in the numbers of a run."""
Sha256 = str


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Inputs(_Frozen):
    """SHA-256 of everything the numbers depend on, part by part, so that two runs can be told apart by name."""

    scenario: Sha256
    """Of the scenario as parsed."""
    chain: Sha256
    """Of the chain as parsed, with the controller of the scenario."""
    data: Mapping[str, Sha256]
    """Packaged table or file, by name."""
    rules: Mapping[str, Sha256]
    """Regime file, by the id of its instrument."""
    version: str
    """Version of this package."""


class Size(_Frozen):
    """The ensemble: how many futures, how long, from which sequence."""

    draws: int = Field(ge=1)
    """Number of futures."""
    months: int = Field(ge=1)
    """Length of each."""
    seed: int = Field(ge=0)
    """Of the luck of every draw."""
    branches: tuple[str, ...] = Field(min_length=1)
    """Ways in which unknown law may have been continued; the first one is the run's own."""

    @classmethod
    def of(cls, draws: int, months: int, seed: int, branches: Iterable[str]) -> Size:
        """Return the size of an ensemble."""
        return cls(draws=draws, months=months, seed=seed, branches=tuple(str(b) for b in branches))


class Remarks(_Frozen):
    """What people say of a run; none of it is part of its address."""

    who: str = Field(default_factory=getpass.getuser)
    """Who ran it."""
    reviewer: str = ""
    """Who has looked at it, if anybody."""
    note: str = ""
    """What it was run for."""


class Manifest(_Frozen):
    """A run's record of itself, kept as ``manifest.json`` in its folder."""

    form: Literal["ytterby/run/1"] = Field(default="ytterby/run/1", alias="schema")
    run: str
    """Name: the scenario's id and the first eight digits of the address."""
    address: Sha256
    """Hash of `inputs` and `size`: one question, one address."""
    inputs: Inputs
    size: Size
    versions: Mapping[str, str]
    """Python and the libraries in `MATTERS`."""
    remarks: Remarks
    finished: AwareDatetime
    """When the last number was found."""
    elapsed_s: float = Field(ge=0)
    """Time it took, resumed parts not counted twice [s]."""


def versions() -> dict[str, str]:
    """Return the versions of Python, this package and the libraries that count."""
    return {"python": platform.python_version(), "ytterby": __version__, **{name: version(name) for name in MATTERS}}


def manifest_of(run: str, address: Sha256, inputs: Inputs, size: Size) -> Manifest:
    """Put together the manifest of a run; how long it took and remarks come later."""
    return Manifest(
        run=run, address=address, inputs=inputs, size=size, versions=versions(), remarks=Remarks(),
        finished=datetime.now(UTC), elapsed_s=0.0,
    )  # fmt: skip
