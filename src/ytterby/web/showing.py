"""What leaves the house: the marking of the workspace on every object, own names masked if the server is told so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ytterby.baseline.shelf import current
from ytterby.baseline.workspace import current_workspace

if TYPE_CHECKING:
    from ytterby.report.redaction import Redactor
    from ytterby.scenario.schema import Scenario


def marking() -> str | None:
    """Return the marking of the workspace in use, None where none is stated."""
    workspace = current_workspace()
    stated = workspace.settings.marking if workspace else None
    return str(stated) if stated else None


def shown(content: Mapping[str, Any], redact: bool) -> dict[str, Any]:
    """Return an object with the marking of the workspace in use, and masked if asked."""
    found = marking()
    marked = {**content, "marking": found} if found else dict(content)
    if not redact:
        return marked
    masks = redactor()
    return masks.run(marked) if "fill_rate" in marked else {**masks.plain(marked), "redacted": True}


def redactor() -> Redactor:
    """Return what masks the names of the workspace in use."""
    from ytterby.report.redaction import Redactor, own_names, scenario_names

    workspace = current_workspace()
    found = Redactor(workspace.folder if workspace else None)
    own_names(found)
    for scenario in _own_scenarios():
        scenario_names(found, scenario)
    return found


def _own_scenarios() -> Iterator[Scenario]:
    """Yield the scenarios of the workspace; one that cannot be read is told of when it is asked about."""
    from ytterby.errors import YtterbyError
    from ytterby.web.asking import stored

    shelf = current()
    for name in shelf.names("scenarios"):
        if shelf.files[f"scenarios/{name}.yaml"].origin == "workspace":
            with suppress(YtterbyError):
                yield stored(name)
