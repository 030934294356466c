"""What a report is made from: the plain objects of `ytterby run --json`, read into frozen form.

Keys this version does not know are left aside: the contract of `run --json` lets other versions add keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from ytterby.errors import BadData, Fault
from ytterby.forms import fault_of
from ytterby.report.evidence_view import EvidenceView

MonthText = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(
        extra="ignore", frozen=True, populate_by_name=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


class UseRange(_Frozen):
    """A range over the draws for one end use at one place; an empty quantile means never or not known."""

    place: str
    end_use: str
    demand_class: str = Field(alias="class")
    p05: float | None = None
    p50: float | None = None
    p95: float | None = None


class FillPoint(UseRange):
    """Share of demand met in one month."""

    month: MonthText


class FirstShort(_Frozen):
    """First month short of one end use; an empty quantile means not short in it."""

    place: str
    end_use: str
    demand_class: str = Field(alias="class")
    p05: MonthText | None = None
    p50: MonthText | None = None
    p95: MonthText | None = None
    probability: float = Field(ge=0, le=1)


class Cover(_Frozen):
    """Days of cover at one stage."""

    place: str
    end_use: str | None = None
    stage: str
    p05: float | None = None
    p50: float | None = None
    p95: float | None = None
    stock_source: str | None = None


class MeasureView(_Frozen):
    """A rule as the scenario assumed it."""

    id: str
    citation: str = ""
    from_: str = Field(alias="from", pattern=r"^\d{4}-\d{2}")
    until: str | None = None
    permission: str
    origin: str
    destinations: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    commodities: tuple[str, ...] = ()
    volume: float | None = None
    reach: str | None = None


class FlowView(_Frozen):
    """What moves from place to place out of a stage, all its commodities together."""

    stage: str
    from_: str = Field(alias="from")
    to: str
    to_stage: str
    before_t_mo: float = Field(ge=0)
    mean_t_mo: tuple[float, ...]


class LowestFill(_Frozen):
    """Lowest median fill rate of a use in a run."""

    place: str
    end_use: str
    class_: str = Field(alias="class")
    p50: float


class BranchView(_Frozen):
    """What one thing that may have followed an expired suspension means."""

    branch: str
    rules: tuple[str, ...]
    first_short: tuple[FirstShort, ...]
    lowest_fill: tuple[LowestFill, ...]


class RunView(_Frozen):
    """One run, as `ytterby run --json` prints it."""

    run: str
    hash: str = ""
    scenario: str
    title: str = ""
    question: str = ""
    draws: int = Field(ge=1)
    seed: int | None = None
    months: tuple[MonthText, ...] = Field(min_length=1)
    elapsed_s: float | None = None
    shortage_below: float | None = None
    """A use is short in a month when it gets less than this share of its demand."""
    fill_rate: tuple[FillPoint, ...]
    first_short: tuple[FirstShort, ...]
    cover_days: tuple[Cover, ...] = ()
    time_to_survive: tuple[UseRange, ...] = ()
    time_to_recover: tuple[UseRange, ...] = ()
    undelivered_t: tuple[UseRange, ...] = ()
    demand_destroyed_t: tuple[UseRange, ...] = ()
    as_of: dict[str, str | None] = Field(default_factory=dict)
    assumption_share: float | None = None
    warnings: tuple[str, ...] = ()
    measures: tuple[MeasureView, ...] = ()
    flows: tuple[FlowView, ...] = ()
    focus: tuple[str, ...] = ()
    controller: str = ""
    rule_branches: tuple[BranchView, ...] = ()
    evidence: EvidenceView | None = None

    @model_validator(mode="after")
    def _months_agree(self) -> RunView:
        for flow in self.flows:
            if len(flow.mean_t_mo) != len(self.months):
                raise ValueError(
                    f"flow {flow.stage} {flow.from_}-{flow.to} has {len(flow.mean_t_mo)} months, "
                    f"the run has {len(self.months)}"
                )
        return self

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> RunView:
        """Read one object of `ytterby run --json`.

        Raises
        ------
        BadData
            A key is missing or holds what it may not; all faults are named.
        """
        try:
            return cls.model_validate(plain)
        except ValidationError as error:
            raise BadData(*_faults(error)) from None

    @property
    def name(self) -> str:
        """Title, or the scenario's id where there is none."""
        return self.title or self.scenario


class SourceView(_Frozen):
    """One figure the runs rest on."""

    id: str
    what: str = ""
    place: str | None = None
    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str = ""
    standing: str
    source: str = ""
    row: str = ""


class MovedView(_Frozen):
    """A reported flow that balancing moved by more than a quarter (conventions §4)."""

    id: str
    reported: float | None = None
    balanced: float | None = None
    unit: str = ""
    ratio: float | None = None
    cause: str = ""
    standing: str = ""
    source: str = ""


class ReportInput(_Frozen):
    """Everything a report shows: the runs side by side, their sources, the flows balancing moved.

    Attributes
    ----------
    runs : at least one.
    sources, moved : what the runs rest on.
    """

    runs: tuple[RunView, ...] = Field(min_length=1)
    sources: tuple[SourceView, ...] = ()
    moved: tuple[MovedView, ...] = ()

    @classmethod
    def of(
        cls,
        runs: Sequence[Mapping[str, Any]],
        sources: Sequence[Mapping[str, Any]] | None = None,
        moved: Sequence[Mapping[str, Any]] | None = None,
    ) -> ReportInput:
        """Read plain objects of `ytterby run --json`.

        Parameters
        ----------
        runs : one object for each run.
        sources, moved : what the runs rest on; gathered from the runs' own `sources` and `moved` if not given.

        Raises
        ------
        BadData
            A key is missing or holds what it may not; all faults are named.
        """
        given = {
            "runs": runs,
            "sources": _gathered(runs, "sources") if sources is None else sources,
            "moved": _gathered(runs, "moved") if moved is None else moved,
        }
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise BadData(*_faults(error)) from None


def _gathered(runs: Sequence[Mapping[str, Any]], key: str) -> list[Mapping[str, Any]]:
    """Return the entries that runs carry under a key, each id once: runs of one chain share their figures."""
    found: dict[str, Mapping[str, Any]] = {}
    for run in runs:
        for entry in run.get(key, ()):
            found.setdefault(str(entry.get("id")), entry)
    return list(found.values())


def _faults(error: ValidationError) -> list[Fault]:
    """Name the innermost faults: a list is also called too short when one of its entries is refused."""
    entries = error.errors(include_url=False)
    inner = {entry["loc"][:depth] for entry in entries for depth in range(len(entry["loc"]))}
    fix = "give what `ytterby run --json` printed"
    return [fault_of(entry, fix=fix) for entry in entries if entry["loc"] not in inner]
