"""`ytterby assess claims`: published statements as questions to the model."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import click

from ytterby.cli.output import say, say_json, say_marking

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("claims")
@click.option("--only", multiple=True, metavar="ID", help="Only this statement; may be repeated.")
@click.option("--statements", type=EXISTING_FILE, help="Your own YAML file of statements.")
@click.option("--documents", type=EXISTING_FOLDER, help="Folder of the documents, for the quotes.")
@click.option("--draws", default=64, show_default=True, type=click.IntRange(8, 4096), help="Futures of each run.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the draws.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def claim_checks(
    only: tuple[str, ...], statements: Path | None, documents: Path | None, draws: int, seed: int, as_json: bool
) -> None:
    """Check published statements: each has a definition; the answer is about what is stated, not who states it."""
    from ytterby.assessment.claims.answer import claim_rows
    from ytterby.assessment.claims.book import FILE, chosen, load_statements
    from ytterby.study import load_scenario, run_scenario

    @cache
    def results(name: str) -> dict[str, Any]:
        say(f"{name} ...", err=True)
        return run_scenario(load_scenario(name), draws, None, seed).result

    rows = claim_rows(chosen(load_statements(statements or FILE), only), results, documents)
    if as_json:
        say_json({"rows": rows})
        return
    say_marking()
    for row in rows:
        odds = "" if row["probability"] is None else f", odds {row['probability']:.2f}"
        say(f"{row['id']}  {row['outcome']}{odds}: {row['claim']}")
        say(f"         {row['definition']}")
        say(f"         {row['why']}")
