"""`ytterby serve`: the page, on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ytterby.cli.output import headline, say, say_json
from ytterby.cli.workspace import store_in_use

if TYPE_CHECKING:
    from ytterby.web.serving import Place


@click.command()
@click.option("--port", default=None, type=click.IntRange(0, 65535), help="8750 or the next one free, if left out.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at: this machine, unless told.")
@click.option(
    "--runs",
    default="ytterby-runs",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of runs.",
)
@click.option("--open", "browser", is_flag=True, help="Open the page in a browser.")
@click.option(
    "--map", "topology", type=click.Path(path_type=Path), help="Borders of your own: a TopoJSON file of countries."
)
@click.option(
    "--evidence",
    metavar="WORKSPACE",
    help="Let reviewed claims of its documents move the numbers they speak of: folder, .sqlite file or PostgreSQL URL.",
)
@click.option("--redact", is_flag=True, help="Mask own firms, parts and stocks in every answer.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object when it is ready to be asked.")
def serve(
    port: int | None, host: str, runs: Path, browser: bool, topology: Path | None, evidence: str | None, redact: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Open the page: scenarios with sliders, comparison, screening, evidence, plans.

    Listens on this machine only, and answers only who shows the token of the printed address. Ctrl-C ends it; what was
    being computed goes on when it is asked for again.
    """
    from ytterby.baseline.workspace import current_workspace
    from ytterby.runs.writable import refuse_unwritable
    from ytterby.web.serving import place_at, serve_at

    store = store_in_use(evidence, "--evidence") if evidence is not None else None
    workspace = current_workspace()
    refuse_unwritable(runs)
    place = place_at(host, port, runs, workspace.folder if workspace else None, topology, redact, store)
    serve_at(place, lambda: _tell(place, browser, as_json))


def _tell(place: Place, browser: bool, as_json: bool) -> None:
    if as_json:
        say_json({"address": place.address, "port": place.port, "token": place.settings.token})
    else:
        if marked := headline():
            say(marked)
        say(f"The page: {place.address}")
        say("Ctrl-C ends the server.", err=True)
    if browser:
        import webbrowser

        webbrowser.open(place.address)
