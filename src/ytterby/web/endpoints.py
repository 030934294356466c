"""The routes of the API, as one table: what is routed, what is described, and what is tested is read from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel

from ytterby.web import forms
from ytterby.web.answers import Answer, Stream

if TYPE_CHECKING:
    from ytterby.web.house import House

PREFIX = "/api/v1"
Method = Literal["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True)
class Asked:
    """A request that fits its form.

    Attributes
    ----------
    ids : the parts of the path, by name.
    query, body : of the forms of the endpoint.
    etag : what the client says it has.
    accepts_gzip : True if it reads packed answers.
    """

    ids: dict[str, str]
    query: BaseModel
    body: BaseModel | None
    etag: str = ""
    accepts_gzip: bool = False


Handler = Callable[["House", Asked], Answer | Stream]


@dataclass(frozen=True)
class Endpoint:
    """A route.

    Attributes
    ----------
    method, path : as asked; the path below `PREFIX`.
    target : ``module:function`` of this package, imported when first asked.
    summary : in one line.
    gives : status -> what it means, beside refusals.
    query, body : forms.
    most : bytes of the body that are read at all.
    """

    method: Method
    path: str
    target: str
    summary: str
    gives: tuple[tuple[int, str], ...] = ((200, "The object."),)
    query: type[BaseModel] = forms.Nothing
    body: type[BaseModel] | None = None
    most: int = 2_000_000

    @property
    def handler(self) -> Handler:
        """The function behind it."""
        module, name = self.target.split(":")
        found: Handler = getattr(import_module(f"ytterby.web.{module}"), name)
        return found


_ACCEPTED = ((202, "It is under way; Location says where."), (200, "The store has it already."))
ENDPOINTS = (
    Endpoint("GET", "/scenarios", "scenarios:listed", "Scenarios that can be asked."),
    Endpoint("GET", "/scenarios/{id}", "scenarios:one", "A scenario with its text, its parent and its sliders."),
    Endpoint("PUT", "/scenarios/{id}", "scenarios:saved", "Keep an own scenario in the workspace.",
             ((200, "Kept again."), (201, "Kept.")), body=forms.YamlForm),
    Endpoint("POST", "/scenarios/check", "scenarios:checked", "Check a scenario's text.", body=forms.YamlForm),
    Endpoint("GET", "/schemas/scenario", "scenarios:schema", "JSON Schema of a scenario."),
    Endpoint("POST", "/preview", "previews:central", "One future in the middle of all ranges.", body=forms.PreviewForm),
    Endpoint("POST", "/runs", "runs:begun", "Make a run.", _ACCEPTED, body=forms.RunForm),
    Endpoint("GET", "/runs", "runs:listed", "Runs that are stored, under way, or were stopped."),
    Endpoint("GET", "/runs/{id}", "runs:one", "A stored run.", ((200, "The run."), (304, "The client has it."))),
    Endpoint("DELETE", "/runs/{id}", "runs:cancelled", "Stop a run; what is finished is kept.",
             ((202, "It stops after the futures under way."),)),
    Endpoint("GET", "/runs/{id}/events", "runs:events", "Progress and bands, as server-sent events."),
    Endpoint("GET", "/runs/{id}/explain", "runs:explained", "Walk a number back to its sources.",
             query=forms.ExplainQuery),
    Endpoint("GET", "/compare", "runs:compared", "Stored runs side by side.", query=forms.CompareQuery),
    Endpoint("POST", "/screen", "screening:judged", "Screen a bill of materials.", body=forms.ScreenForm,
             most=4_000_000),
    Endpoint("GET", "/goods", "screening:goods", "Goods, places and bills to choose from."),
    Endpoint("GET", "/documents", "evidence:documents", "Documents of the workspace."),
    Endpoint("GET", "/documents/{id}", "evidence:document", "A document in segments, with its claims."),
    Endpoint("GET", "/claims", "evidence:claims", "Claims, page by page.", query=forms.ClaimsQuery),
    Endpoint("GET", "/claims/{id}", "evidence:claim", "A claim, its text around it, and what others say."),
    Endpoint("POST", "/claims/{id}/reviews", "evidence:reviewed", "Decide about a claim.", ((201, "Decided."),),
             body=forms.ReviewForm),
    Endpoint("POST", "/drafts", "evidence:drafted", "Drafts from a document.", body=forms.DraftForm),
    Endpoint("GET", "/levers", "plans:levers", "Levers a plan can choose from.", query=forms.LeversQuery),
    Endpoint("POST", "/plans", "plans:begun", "Make a plan.", _ACCEPTED, body=forms.PlanForm),
    Endpoint("GET", "/plans/{id}", "plans:one", "A plan."),
    Endpoint("DELETE", "/plans/{id}", "plans:cancelled", "Stop a plan; what is finished is kept.",
             ((202, "It stops, and its events say where the part that is finished is kept."),)),
    Endpoint("GET", "/plans/{id}/events", "plans:events", "Progress of a plan, as server-sent events."),
    Endpoint("GET", "/map", "borders:chosen", "Whose borders the map draws."),
    Endpoint("GET", "/openapi.json", "openapi:described", "This description."),
)  # fmt: skip
