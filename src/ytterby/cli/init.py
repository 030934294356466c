"""`ytterby init`: make a workspace."""

from __future__ import annotations

import json
from pathlib import Path

import click

MARKINGS = ("public", "internal", "confidential")
FOLDERS = ("regimes", "own", "chains", "tables", "programmes", "projects", "scenarios", "estimates")


@click.command()
@click.argument("folder", default="ytterby-workspace", type=click.Path(path_type=Path))
@click.option("--marking", type=click.Choice(MARKINGS), help="Stands on every output; confidential keeps work offline.")
@click.option("--name", default="", help="Shown beside the marking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def init(folder: Path, marking: str | None, name: str, as_json: bool) -> None:
    """Make FOLDER a workspace: a place for own rules, chains, stocks, suppliers, programmes and imported figures.

    It holds commented templates, which count for nothing until they are copied, and schemas by which an editor checks.
    """
    from ytterby.baseline.workspace import DEFAULT, SETTINGS, Marking, Settings, open_workspace
    from ytterby.cli.output import say, say_json, write_text
    from ytterby.errors import Fault, UsageError

    open_workspace(folder)  # refuses a file in its place, and settings that cannot be read
    target = folder / SETTINGS
    if target.exists():
        raise UsageError(Fault(f"{target} is there already", "ytterby init", fix="edit it, or name another folder"))
    for inner in FOLDERS:
        (folder / inner).mkdir(parents=True, exist_ok=True)
    settings = Settings(name=name, marking=Marking(marking) if marking else None)
    write_text(
        target,
        _yaml({"schema": settings.form, **settings.model_dump(mode="json", by_alias=True, exclude_defaults=True)}),
    )
    _fill(folder)
    if as_json:
        say_json({"workspace": str(folder), "settings": str(target), "marking": marking})
        return
    say(f"Workspace {folder}: {folder / 'templates' / 'README.md'} says which template goes where; see {target}.")
    say(f"Work in it: `cd {folder}`" + ("" if folder == DEFAULT else f", or --workspace {folder}") + ".")


def _fill(folder: Path) -> None:
    """Write templates, and the schemas their first lines name; what is there already stays."""
    from ytterby.baseline.shelf import BUNDLED
    from ytterby.cli.output import write_text
    from ytterby.cli.schema import MODELS, schema_of

    texts = {f"templates/{p.name}": p.read_text("utf-8") for p in sorted((BUNDLED / "templates").iterdir())}
    for name in MODELS:
        texts[f"schemas/{name}.schema.json"] = json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"
    for name, text in texts.items():
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        if not target.exists():
            write_text(target, text)


def _yaml(plain: dict[str, object]) -> str:
    import io

    from ruamel.yaml import YAML

    out = io.StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.dump(plain, out)
    return out.getvalue()
