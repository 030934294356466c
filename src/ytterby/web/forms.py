"""Forms of what the page sends: bodies and queries, refused as a whole if they do not fit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=120)]
"""Compared with lists of what there is; never part of a path that was not found there."""
Text = Annotated[str, StringConstraints(max_length=1_000_000)]
Moved = Annotated[dict[Id, Annotated[float, Field(allow_inf_nan=False)]], Field(max_length=20)]
MOST_DRAWS, MOST_MONTHS = 10_000, 600


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Nothing(_Form):
    """A query without fields."""


class YamlForm(_Form):
    """A scenario as text."""

    yaml: Text


class _Question(_Form):
    scenario: Id | None = None
    """Id of a scenario; or give `yaml`."""
    yaml: Text | None = None
    """A scenario as text."""
    moved: Moved = Field(default_factory=dict)
    """Slider -> value."""
    months: int | None = Field(default=None, ge=1, le=MOST_MONTHS)
    """Length; the scenario's own if left out."""

    @model_validator(mode="after")
    def _one(self) -> _Question:
        if (self.scenario is None) == (self.yaml is None):
            raise ValueError("give either scenario or yaml")
        return self


class PreviewForm(_Question):
    """One future in the middle of all ranges."""

    whole: bool = False
    """True gives every key of a run; false leaves out the slow ones (programmes, embodied, value, sources, moved)."""


class RunForm(_Question):
    """A run to be made."""

    draws: int = Field(default=200, ge=1, le=MOST_DRAWS)
    """Futures; ranges are shown from 200 on."""
    seed: int = Field(default=1, ge=0, le=2**32 - 1)
    attended: bool = True
    """True cancels the run when the last listener of its events leaves."""


class CompareQuery(_Form):
    """Runs to be set side by side."""

    runs: Annotated[str, StringConstraints(max_length=600)]
    """Two to four ids, with commas between them."""
    effects: bool = False
    """True asks again with each change alone: a run for each."""


class ExplainQuery(_Form):
    """A number of a run."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    """Its path, such as fill_rate/JPN/wind/civil/2026-08/p50, or the id of an estimate."""


class ScreenForm(_Form):
    """A bill of materials, and where it goes."""

    bill: Annotated[str, StringConstraints(max_length=2_000_000)]
    """Text of a CSV file, or the name of a bundled bill."""
    to: Annotated[str, StringConstraints(max_length=60)]
    on: Annotated[str, StringConstraints(max_length=20)] | None = None
    """Law of this day; today if left out."""
    from_: Annotated[str, StringConstraints(max_length=60)] = Field(default="", alias="from")
    end_use: Literal["civil", "military"] | None = None
    end_user: Annotated[str, StringConstraints(max_length=200)] = ""
    branch: Literal["lapse", "revive", "extend"] | None = None
    reading: Literal["once", "cascade"] | None = None


class ClaimsQuery(_Form):
    """Which claims are listed."""

    about: Annotated[str, StringConstraints(max_length=300)] = ""
    place: Annotated[str, StringConstraints(max_length=60)] = ""
    kind: Annotated[str, StringConstraints(max_length=60)] = ""
    document: Annotated[str, StringConstraints(max_length=80)] = ""
    page: int = Field(default=1, ge=1, le=100_000)


class ReviewForm(_Form):
    """A decision about a claim."""

    decision: Literal["accept", "reject", "correct"]
    value: float | None = Field(default=None, allow_inf_nan=False)
    """With `correct`: the right value."""
    unit: Annotated[str, StringConstraints(max_length=40)] | None = None
    note: Annotated[str, StringConstraints(max_length=2000)] = ""
    by: Annotated[str, StringConstraints(max_length=120)] = ""
    """Who decides; the user of this machine if left out."""
