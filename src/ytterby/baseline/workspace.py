"""A workspace: the user's folder of own rules, chains, figures and imports, with its marking.

Nothing is ever written into the package. A folder is a workspace even without ``workspace.yaml``; that file states its
name, its marking and where its evidence lies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ytterby.baseline.shelf import Shelf, bundled_shelf, using
from ytterby.baseline.yamlfile import load_model
from ytterby.errors import Fault, NotFound, UsageError

DEFAULT = Path("ytterby-workspace")
VARIABLE = "YTTERBY_WORKSPACE"
SETTINGS = "workspace.yaml"


class Marking(StrEnum):
    """How far what comes out of a workspace may travel."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"


def strictest(*markings: str | None) -> str | None:
    """Return the strictest of some markings: a run made in a confidential workspace stays confidential elsewhere."""
    order = [None, *map(str, Marking)]
    return max(markings, key=lambda m: order.index(m) if m in order else len(order))


class Settings(BaseModel):
    """What a workspace says of itself, in ``workspace.yaml``."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True, serialize_by_alias=True
    )

    form: Literal["ytterby/workspace/1"] = Field(default="ytterby/workspace/1", alias="schema")
    name: str = ""
    """Shown beside the marking."""
    marking: Marking | None = None
    """Stands on every output; `confidential` also refuses addresses outside this machine."""
    evidence: str = ""
    """Folder, .sqlite file or PostgreSQL URL of the claims; empty means this folder."""
    trusted_keys: tuple[str, ...] = ()
    """Files with public keys (PEM) whose bundles may be unpacked here; paths from this folder."""
    note: str = ""


@dataclass(frozen=True)
class Workspace:
    """A folder with its settings.

    Attributes
    ----------
    folder : where it is.
    settings : what its ``workspace.yaml`` says.
    """

    folder: Path
    settings: Settings

    @cached_property
    def shelf(self) -> Shelf:
        """The bundled files with those of the workspace laid over them."""
        return bundled_shelf().over(self.folder)

    @property
    def evidence(self) -> str:
        """Where the claims are kept."""
        own = self.settings.evidence
        if not own or "://" in own:
            return own or str(self.folder)
        return str(self.folder / own)

    @property
    def headline(self) -> str:
        """The marking as it stands above an output; empty where none is stated."""
        marking, name = self.settings.marking, self.settings.name
        return "" if marking is None else marking.value.upper() + (f" · {name}" if name else "")


def open_workspace(folder: Path) -> Workspace:
    """Open a folder as a workspace; it need not exist yet.

    Parameters
    ----------
    folder : of own rules, chains, figures and imports.

    Raises
    ------
    UsageError : it is a file.
    BadData : its ``workspace.yaml`` was refused; all faults at once.
    """
    if folder.is_file():
        raise UsageError(Fault(f"{folder} is a file, not a folder", "--workspace", fix="name a folder"))
    settings = folder / SETTINGS
    return Workspace(folder, load_model(Settings, settings) if settings.exists() else Settings())


def find_workspace(given: Path | None = None, may_be_new: bool = False) -> Workspace | None:
    """Return the workspace that was named, or that of the variable, or the current folder, or `DEFAULT`.

    The current folder is one where it holds a ``workspace.yaml``: who works inside works under its marking.
    `DEFAULT` is one where it exists.

    Parameters
    ----------
    given : as named by the user.
    may_be_new : True for what makes a workspace if there is none.

    Raises
    ------
    NotFound : the one that was named does not exist.
    """
    named = given or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is None and Path(SETTINGS).is_file():
        return open_workspace(Path())
    if named is None:
        return open_workspace(DEFAULT) if may_be_new or DEFAULT.is_dir() else None
    if not named.exists() and not may_be_new:
        where = "--workspace" if given else VARIABLE
        raise NotFound(Fault(f"there is no workspace {named}", where, fix=f"`ytterby init {named}` makes one"))
    return open_workspace(named)


def current_workspace() -> Workspace | None:
    """Return the workspace in use, None where there is none."""
    return _CURRENT.get()


@contextmanager
def working_in(workspace: Workspace | None) -> Iterator[Workspace | None]:
    """Use a workspace within a block: its files count, its marking holds.

    Parameters
    ----------
    workspace : as `open_workspace` gives it; None for the bundled files alone.

    Examples
    --------
    >>> with working_in(None):
    ...     is_confidential()
    False
    """
    token = _CURRENT.set(workspace)
    try:
        with using(workspace.shelf if workspace else bundled_shelf()):
            yield workspace
    finally:
        _CURRENT.reset(token)


def is_confidential() -> bool:
    """True while the workspace in use is marked confidential."""
    workspace = current_workspace()
    return workspace is not None and workspace.settings.marking is Marking.CONFIDENTIAL


_CURRENT: ContextVar[Workspace | None] = ContextVar("workspace", default=None)
