"""What leaves the house: the marking of the workspace on every object, own names masked if the server is told so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ytterby.baseline.shelf import current
from ytterby.baseline.workspace import current_workspace

if TYPE_CHECKING:
    from ytterby.report.redaction import Redactor


def marking() -> str | None:
    """Return the marking of the workspace in use, None where none is stated."""
    workspace = current_workspace()
    stated = workspace.settings.marking if workspace else None
    return str(stated) if stated else None


def own_files() -> str:
    """Hash of the workspace's own files: what they name is masked from the next request on."""
    from ytterby.runs.address import digest  # brings the engine's arrays, which no first answer waits for

    files = current().files.values()
    return digest({item.name: item.sha256 for item in files if item.origin == "workspace"})


def shown(content: Mapping[str, Any], redact: bool) -> dict[str, Any]:
    """Return an object with the marking of the workspace in use, and masked if asked."""
    found = marking()
    marked = {**content, "marking": found} if found else dict(content)
    if not redact:
        return marked
    masks = redactor()
    if "changed" in marked and "paired" in marked:
        return masks.comparison(marked)
    return masks.run(marked) if "fill_rate" in marked else {**masks.plain(marked), "redacted": True}


def redactor() -> Redactor:
    """Return what masks the names of the workspace in use."""
    from ytterby.report.redaction import Redactor, own_names

    workspace = current_workspace()
    found = Redactor(workspace.folder if workspace else None)
    own_names(found)
    return found
