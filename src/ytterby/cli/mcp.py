"""`ytterby mcp`: answer an agent over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--runs", default="ytterby-runs", show_default=True, type=click.Path(path_type=Path),
              help="Folder of runs; the only thing that is written.")  # fmt: skip
@click.option("--most-draws", default=1000, show_default=True, type=click.IntRange(8, 100_000),
              help="Futures one question may ask for.")  # fmt: skip
@click.option("--redact", is_flag=True, help="Mask own firms, parts and stocks in every answer.")
@click.option("--stays-here", is_flag=True,
              help="You vouch that client and model run on this machine; a confidential workspace asks for this or "
              "--redact.")  # fmt: skip
def mcp(runs: Path, most_draws: int, redact: bool, stays_here: bool) -> None:
    """Serve the Model Context Protocol on standard input and output: tools that read, never the network.

    A client starts this command itself; in a terminal it only waits. Needs the extra mcp.
    """
    from ytterby.baseline.workspace import current_workspace
    from ytterby.errors import Fault, UsageError
    from ytterby.runs.writable import refuse_unwritable

    try:
        from ytterby.mcp.server import server_of
    except ModuleNotFoundError as missing:
        if str(missing.name).startswith("ytterby"):
            raise
        what = f"the package {missing.name} is not installed"
        raise UsageError(Fault(what, "ytterby mcp", fix="pip install 'ytterby[mcp]'")) from None
    from ytterby.mcp.house import open_house

    refuse_unwritable(runs)
    server_of(open_house(runs, current_workspace(), redact, stays_here, most_draws)).run("stdio")
