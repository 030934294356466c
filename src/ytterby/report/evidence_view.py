"""What documents did to a run, as the report shows it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from ytterby.evidence.listing import amount, printable


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True)


class RangeView(_Frozen):
    """A range of one number."""

    low: float
    best: float
    high: float
    standing: str = ""
    source: str = ""


class NumberView(_Frozen):
    """A number that claims speak of: its range before and after."""

    estimate: str
    unit: str
    moved: bool
    before: RangeView
    after: RangeView
    how: str
    sources: int
    claims: tuple[str, ...]
    disagree: tuple[tuple[str, str], ...] = ()


class QuoteView(_Frozen):
    """A claim with its words and a little of the text around them."""

    claim: str
    quote: str
    before: str = ""
    after: str = ""
    path: str
    published: str | None = None
    language: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    period: str | None = None
    speaker: str | None = None
    modality: str = ""

    @property
    def key(self) -> str:
        """The key as it is shown."""
        return self.claim.removeprefix("c1:")[:12]

    @property
    def says(self) -> str:
        """The number as people write it."""
        return amount(self.model_dump())

    @property
    def parts(self) -> tuple[str, str, str]:
        """Text before, quote and text after, without characters that would disguise them."""
        return printable(self.before), printable(self.quote), printable(self.after)

    @property
    def origin(self) -> str:
        """Who says it, where, and when."""
        named = (self.speaker, self.path, self.period or self.published)
        return printable(", ".join(part for part in named if part))


class UnusedView(_Frozen):
    """Claims that moved nothing, under one reason."""

    reason: str
    claims: int


class EvidenceView(_Frozen):
    """The workspace of a run: numbers, quotes, and what was left aside."""

    workspace: str
    claims: int
    used: int
    numbers: tuple[NumberView, ...] = ()
    unused: tuple[UnusedView, ...] = ()
    quotes: tuple[QuoteView, ...] = ()

    @property
    def moved(self) -> tuple[NumberView, ...]:
        """Numbers that the run uses otherwise than without documents."""
        return tuple(n for n in self.numbers if n.moved)

    @property
    def kept(self) -> tuple[NumberView, ...]:
        """Numbers that the claims agree with."""
        return tuple(n for n in self.numbers if not n.moved)

    def of(self, number: NumberView) -> tuple[QuoteView, ...]:
        """Return the quotes behind a number."""
        known = {q.claim: q for q in self.quotes}
        return tuple(known[key] for key in number.claims if key in known)
