"""Forms of what the page sends: bodies and queries, refused as a whole if they do not fit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=120)]
"""Compared with lists of what there is; never part of a path that was not found there."""
Text = Annotated[str, StringConstraints(max_length=100_000)]
"""A scenario of a hundred kilobytes is thirty times the longest bundled one."""
Moved = Annotated[dict[Id, Annotated[float, Field(allow_inf_nan=False)]], Field(max_length=20)]
_Number = Annotated[float, Field(allow_inf_nan=False)]
_Short = Annotated[str, StringConstraints(max_length=300)]
MOST_DRAWS, MOST_MONTHS = 10_000, 600


class _Form(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True, defer_build=True
    )


class Nothing(_Form):
    """A query without fields."""


class YamlForm(_Form):
    """A scenario as text."""

    yaml: Text


class Asked(_Form):
    """A scenario, with its sliders moved."""

    scenario: Id | None = None
    """Id of a scenario; or give `yaml`."""
    yaml: Text | None = None
    """A scenario as text."""
    moved: Moved = Field(default_factory=dict)
    """Slider -> value."""

    @model_validator(mode="after")
    def _one(self) -> Asked:
        if (self.scenario is None) == (self.yaml is None):
            raise ValueError("give either scenario or yaml")
        return self


class Question(Asked):
    """What may follow month by month, for so long."""

    months: int | None = Field(default=None, ge=1, le=MOST_MONTHS)
    """Length; the scenario's own if left out."""


class PreviewForm(Question):
    """One future in the middle of all ranges."""

    whole: bool = False
    """True gives every key of a run; false leaves out the slow ones (programmes, embodied, value, sources, moved)."""


class RunForm(Question):
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
    """Refused: `ytterby compare --effects` asks again with each change alone, a run for each."""


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
    changes: Annotated[
        dict[Annotated[str, StringConstraints(max_length=40)], _Number | _Short | None], Field(max_length=20)
    ] = Field(default_factory=dict)
    """With `correct`: other fields, such as unit, period or material."""
    note: Annotated[str, StringConstraints(max_length=2000)] = ""
    by: Annotated[str, StringConstraints(max_length=120)] = ""
    """Who decides; the user of this machine if left out."""


class DraftForm(_Form):
    """A document whose measures become drafts."""

    document: Annotated[str, StringConstraints(min_length=1, max_length=80)]


class LeversQuery(_Form):
    """Whose levers."""

    scenario: Id = "japan-2026"


class PlanForm(Asked):
    """What a plan may cost, and what it is to do."""

    budget: Annotated[str, StringConstraints(max_length=40)]
    """With its unit, such as 2 GUSD."""
    per_year: Annotated[str, StringConstraints(max_length=40)] | None = None
    criterion: Literal["expected", "cvar", "regret"] = "expected"
    """What is made least: mean cost, mean of the worst tenth, or largest regret."""
    floor: float = Field(default=0.0, ge=0, le=1)
    """Share of demand in the focus to be met in every future."""
    required: tuple[Id, ...] = Field(default=(), max_length=50)
    """Levers that must be in the plan."""
    futures: int = Field(default=40, ge=5, le=500)
    seed: int = Field(default=1, ge=0, le=2**32 - 1)
    tries: int = Field(default=6, ge=0, le=50)
    """Runs of the engine spent on neighbours of the proposal."""
    points: int = Field(default=8, ge=2, le=40)
    """Of the frontier."""
    attended: bool = True
