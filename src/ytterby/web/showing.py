"""What leaves the house: the marking of the workspace on every object, own names masked if the server is told so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ytterby.baseline.workspace import current_workspace


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
    from ytterby.report.redaction import Redactor, own_names

    workspace = current_workspace()
    redactor = Redactor(workspace.folder if workspace else None)
    own_names(redactor)
    return redactor.run(marked) if "fill_rate" in marked else {**redactor.plain(marked), "redacted": True}
