"""The option `--workspace`, which every verb that reads files or makes results has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ytterby.baseline.workspace import Workspace

WITHOUT = frozenset(["schema", "doctor", "init", "key"])
"""Commands that use no workspace, or make one."""
MAKES = frozenset(["read", "import", "unpack"])
"""Commands that make the workspace if there is none."""


def with_workspace(command: click.Command) -> click.Command:
    """Give a command, and every command below it, the option `--workspace`."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            with_workspace(inner)
    elif command.name not in WITHOUT and not any(p.name == "workspace" for p in command.params):
        command.params.append(_option())
    return command


def _option() -> click.Option:
    return click.Option(
        ["--workspace"],
        type=click.Path(path_type=Path),
        is_eager=True,
        expose_value=False,
        callback=_open,
        help="Folder of own rules, figures and imports; else YTTERBY_WORKSPACE, this folder, or ytterby-workspace.",
    )


def _open(context: click.Context, _: click.Parameter, given: Path | None) -> None:
    from ytterby.baseline.workspace import find_workspace, working_in
    from ytterby.errors import Fault, UsageError

    if context.resilient_parsing:
        return
    if given is not None and ("://" in str(given) or ":/" in str(given) or given.suffix in {".sqlite", ".db"}):
        what = "a workspace is a folder, not a database"
        raise UsageError(Fault(what, "--workspace", fix="name the database with --store, or in workspace.yaml"))
    context.with_resource(working_in(find_workspace(given, context.info_name in MAKES)))


def store_in_use(given: str | None, option: str) -> str:
    """Return where claims are kept: the place that was named, or that of the workspace in use.

    A place inside a workspace is never used without that workspace's marking: where none is in use, it becomes the one
    in use; where another one is, that one may not be marked less strictly.

    Parameters
    ----------
    given : folder, .sqlite file or PostgreSQL URL; a folder may say in its ``workspace.yaml`` where its claims are.
    option : by which it was given.

    Raises
    ------
    UsageError : two workspaces, and the one in use is marked less strictly.
    """
    from ytterby.baseline.workspace import DEFAULT, current_workspace, open_workspace, working_in

    workspace = current_workspace()
    if given is None:
        return workspace.evidence if workspace else str(DEFAULT)
    folder = None if "://" in given else _around(Path(given))
    if folder is None:
        return given
    owner = open_workspace(folder)
    if workspace is None:
        click.get_current_context().with_resource(working_in(owner))
    elif workspace.folder.resolve() != folder.resolve():
        _refuse_laxer(workspace, owner, option)
    return owner.evidence if Path(given) == folder else given


def _around(path: Path) -> Path | None:
    """Return the workspace that a place is, or lies in; None where it is in none."""
    from ytterby.baseline.workspace import SETTINGS

    marked = next((p for p in (path, *path.absolute().parents) if (p / SETTINGS).is_file()), None)
    return marked or (path if path.is_dir() else None)


def _refuse_laxer(workspace: Workspace, owner: Workspace, option: str) -> None:
    from ytterby.baseline.workspace import strictest
    from ytterby.errors import Fault, UsageError

    of, here = owner.settings.marking, workspace.settings.marking
    if strictest(here, of) != here:
        what = f"{owner.folder} is marked {of}, the workspace in use ({workspace.folder}) {here or 'not at all'}"
        rule = "what comes out of a workspace carries its marking"
        raise UsageError(Fault(what, option, rule, fix=f"--workspace {owner.folder}"))


informing = click.option(
    "--evidence",
    default=None,
    metavar="WORKSPACE",
    help="Let what documents say move the numbers they speak of: a workspace (or its .sqlite file or PostgreSQL URL).",
)


def inform(where: str | None) -> None:
    """Lay what the documents of a workspace say on the shelf of this command; nothing is done for None."""
    from ytterby.baseline.shelf import current, using
    from ytterby.evidence.snapshot import with_evidence

    if where is not None:
        place = store_in_use(where, "--evidence")
        click.get_current_context().with_resource(using(with_evidence(current(), place)))
