"""Law as data: an instrument, its rules, and what one instrument does to another (conventions §8)."""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ytterby.domain.words import Standing

Place = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
HsCode = Annotated[str, StringConstraints(pattern=r"^\d{4,10}$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}(-[A-Za-z0-9]+)+(\.\d+)?$")]


class Outcome(IntEnum):
    """Answers from least to most restrictive; the largest wins."""

    NONE = 0
    REGISTER = 1
    LICENCE = 2
    CASE_BY_CASE = 3
    DENIED = 4
    PROHIBITED = 5

    @property
    def word(self) -> str:
        """The word printed for the outcome."""
        return _OUTCOME_WORDS[self]

    @classmethod
    def of(cls, word: str) -> Outcome:
        """Read the printed word back."""
        return cls(_OUTCOME_WORDS.index(word))


_OUTCOME_WORDS = ("none", "register", "licence", "case-by-case", "denied", "prohibited")
OutcomeWord = Literal["none", "register", "licence", "case-by-case", "denied", "prohibited"]


class Branch(StrEnum):
    """What is supposed of a rule whose suspension has ended with no later instrument loaded."""

    LAPSE = "lapse"
    REVIVE = "revive"
    EXTEND = "extend"


class Reading(StrEnum):
    """How a content test meets a product of many levels; public readings differ."""

    ONCE = "once"
    CASCADE = "cascade"


class Role(StrEnum):
    """What kind of act a rule is; only export controls and suspensions change an answer."""

    EXPORT_CONTROL = "export control"
    IMPORT_CASE = "import case"
    PRIORITY = "priority"
    COMMITMENT = "commitment"
    BENCHMARK = "benchmark"
    FRAMEWORK = "framework"
    SUSPENSION = "suspension"
    RUMOUR = "rumour"


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Limit(_Frozen):
    """A threshold on a property of the goods, such as purity or density."""

    property: str
    comparator: Literal["at-least", "above", "at-most", "below"]
    value: float
    unit: str = ""


class Listing(_Frozen):
    """One listed item: matched by material, or by element and form, then by its limits."""

    code: str
    """Control code or a short name of the entry."""
    materials: tuple[str, ...] = ()
    """Material ids, or families such as `gallium/`."""
    elements: tuple[str, ...] = ()
    """The goods contain at least one of these elements."""
    forms: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    hs: tuple[HsCode, ...] = ()
    """Reference codes only: a code alone never decides."""


class Items(_Frozen):
    """What a rule names: its own list, other rules' lists, or everything."""

    every: bool = False
    listed: tuple[Listing, ...] = ()
    same_as: tuple[RuleId, ...] = ()
    """The lists of these rules, whether or not those rules are live."""
    lists_of: Place | None = None
    """All dual-use items: whatever a live list of this issuer names."""
    classified_by: Place | None = None
    """Only goods that carry a control classification of this issuer."""


class Destinations(_Frozen):
    """Where the goods go; empty `places` means anywhere."""

    places: tuple[Place, ...] = ()
    other_than: tuple[Place, ...] = ()


class Nexus(_Frozen):
    """What ties the goods to the issuer."""

    kind: Literal["made-in", "technology-of", "content-of", "any"]
    places: tuple[Place, ...] = ()
    made_outside: tuple[Place, ...] = ()
    """The goods themselves must have been made outside these places."""
    licensor_is_destination: bool = False
    """The technology belongs to the destination (goods returned to a licensor)."""


class ContentTest(_Frozen):
    """Share of counted content in the goods, by value."""

    threshold: Annotated[float, Field(ge=0, le=1)]
    comparator: Literal["at-least", "above"]
    of_value: str
    """Whose value is the denominator."""
    unit_of_analysis: str
    counted: Items
    by_destination: tuple[tuple[tuple[Place, ...], Annotated[float, Field(ge=0, le=1)]], ...] = ()


class AffiliateTest(_Frozen):
    """From which share owned by listed parties a party counts as listed."""

    share: Annotated[float, Field(gt=0, le=1)]
    aggregated: bool
    indirect: bool
    note: str = ""


class PartyTest(_Frozen):
    """Met when the goods go to a military user, or to a party on one of the lists."""

    military: bool = False
    on_lists: tuple[str, ...] = ()
    """Rule ids that hold lists, or names of lists the caller fills."""
    affiliates: AffiliateTest | None = None


class UseTest(_Frozen):
    """Met when the use is this one (and its figure on this side of the bound)."""

    use: str
    at_most: float | None = None
    at_least: float | None = None
    unit: str = ""


class Treatment(_Frozen):
    """What happens to goods in scope: to all of them, or to those of some parties or uses."""

    outcome: OutcomeWord
    clause: str
    codes: tuple[str, ...] = ()
    """Only for these entries of the list; empty means all."""
    parties: PartyTest | None = None
    uses: tuple[UseTest, ...] = ()


class Exemption(_Frozen):
    """A use for which nothing has to be asked; what has to be done instead."""

    uses: tuple[str, ...]
    clause: str
    duty: str = ""


class Clock(_Frozen):
    """Time within which the issuer decides; no working days means that no time binds it."""

    working_days: int | None
    calendar: Place | None
    clause: str


class Listed(_Frozen):
    """A party named by an instrument."""

    name: str
    words: tuple[str, ...] = ()
    match: Literal["party", "units of"] = "party"
    """`units of`: some units of the group are listed, and the reading does not say which."""


class Probability(_Frozen):
    """How likely a rumoured measure is, as a range; never averaged into an answer."""

    low: Annotated[float, Field(ge=0, le=1)]
    high: Annotated[float, Field(ge=0, le=1)]
    by: date
    trigger: str
    standing: Standing = Standing.ASSUMPTION

    @model_validator(mode="after")
    def _ordered(self) -> Probability:
        if self.low > self.high:
            raise ValueError("low is above high")
        return self


class Quota(_Frozen):
    """Mass that may leave the issuer in a span."""

    since: date
    to: date
    tonnes: Annotated[float, Field(ge=0)]
    material: str


class KeyDate(_Frozen):
    """A date to watch, such as the day by which a case closes."""

    on: date
    what: str


class Rule(_Frozen):
    """One rule: when it applies, to what, for whom, and what follows."""

    id: RuleId
    role: Role
    clause: str
    summary: str
    """What the rule does, in our words."""
    announced: date | None = None
    effective: date | None = None
    """None: standing law older than the data."""
    ends: date | None = None
    """Last day on which it applies, where the instrument itself says so."""
    reach: Literal["export", "reexport", "anywhere"] = "export"
    """Leaving the issuer, moving between third places, or any transfer."""
    nexus: Nexus = Nexus(kind="any")
    destinations: Destinations = Destinations()
    items: Items = Items()
    content: ContentTest | None = None
    treatments: tuple[Treatment, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    clock: Clock | None = None
    parties: tuple[Listed, ...] = ()
    probability: Probability | None = None
    quotas: tuple[Quota, ...] = ()
    dates: tuple[KeyDate, ...] = ()
    flags: tuple[str, ...] = ()
    """What the rule also says and the product does not evaluate."""
    modelled: Literal["modelled", "flagged only"] = "modelled"
    standing: Standing | Literal["partly_verified"] | None = None
    """Where it differs from that of the instrument."""


class Act(_Frozen):
    """What an instrument does to rules of another."""

    action: Literal["suspend", "revoke", "revive"]
    on: tuple[RuleId, ...]
    since: date
    to: date | None = None
    """Last day of a suspension."""


class Instrument(_Frozen):
    """One legal act as read from public sources, with its standing and its gaps."""

    id: RuleId
    issuer: Place
    body: str
    title: str
    citation: str
    issued: date | None = None
    checked_on: date
    """Day on which the reading was last checked."""
    standing: Standing | Literal["partly_verified"]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    gaps: tuple[str, ...] = ()
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    acts: tuple[Act, ...] = ()
