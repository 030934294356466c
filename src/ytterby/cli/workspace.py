"""The option `--workspace`, which every verb that reads files or makes results has."""

from __future__ import annotations

from pathlib import Path

import click

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
        help="Folder of own rules, figures and imports; ytterby-workspace where it exists, or YTTERBY_WORKSPACE.",
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


def default_store() -> str:
    """Return where the claims of the workspace in use are kept; a new workspace is begun where there is none."""
    from ytterby.baseline.workspace import DEFAULT, current_workspace

    workspace = current_workspace()
    return workspace.evidence if workspace else str(DEFAULT)
