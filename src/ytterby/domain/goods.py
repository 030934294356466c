"""Names of goods a control list can know: elements, form, and the words people write for them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

GoodId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$")]


class Good(BaseModel):
    """One material in one form, such as ``magnet/ndfeb-dy``; ids are those of the chains (conventions §2)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: GoodId
    form: str
    elements: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    properties: dict[str, float] = Field(default_factory=dict)
    note: str = ""


class Goods(BaseModel):
    """The vocabulary of goods."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    goods: Annotated[tuple[Good, ...], Field(min_length=1)]
