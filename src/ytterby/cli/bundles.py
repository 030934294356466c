"""`ytterby data bundle`, `unpack` and `key`: signed bundles for networks without a connection."""

from __future__ import annotations

from pathlib import Path

import click

from ytterby.cli.output import say, say_json, say_marking, writing


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", "key_file", required=True, type=click.Path(path_type=Path), help="Private key (Ed25519, PEM).")
@click.option("--note", default="", help="What it is for; stands in its list of contents.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def bundle(file: Path, key_file: Path, note: str, as_json: bool) -> None:
    """Write the workspace's rules, figures, imports and revisions into FILE, signed."""
    from ytterby.baseline.bundles import make_bundle, told
    from ytterby.baseline.workspace import current_workspace
    from ytterby.errors import Fault, UsageError

    workspace = current_workspace()
    if workspace is None:
        raise UsageError(Fault("there is no workspace to carry", "ytterby data bundle", fix="--workspace FOLDER"))
    with writing("FILE", file):
        found = told(make_bundle(workspace, file, key_file, note))
    if as_json:
        say_json({"bundle": str(file), **found})
        return
    say_marking()
    say(f"{file}: {found['files']} files, {found['bytes']:,} bytes, signed with {key_file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", multiple=True, type=click.Path(path_type=Path), help="Public key (PEM); may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def unpack(file: Path, trust: tuple[Path, ...], as_json: bool) -> None:
    """Verify FILE by a trusted key and put what it holds into the workspace; nothing is written before."""
    from ytterby.baseline.bundles import told, unpack_bundle
    from ytterby.baseline.workspace import DEFAULT, current_workspace, open_workspace

    workspace = current_workspace() or open_workspace(DEFAULT)
    keys = [*trust, *(workspace.folder / k for k in workspace.settings.trusted_keys)]
    contents, by, changed = unpack_bundle(file, workspace, keys)
    if as_json:
        say_json({"bundle": str(file), **told(contents), "signed_by": str(by), "changed": changed})
        return
    say_marking()
    say(f"{file}: signed by {by}, {len(contents.files)} files, {len(changed)} new or changed in {workspace.folder}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def key(file: Path, as_json: bool) -> None:
    """Make a pair of keys: FILE keeps the private one, FILE with the ending .pub.pem the one to hand out."""
    from ytterby.baseline.signing import make_key

    with writing("FILE", file):
        public = make_key(file)
    if as_json:
        say_json({"private": str(file), "public": str(public)})
        return
    say(f"Private key {file} (keep it), public key {public} (hand it out by another way than the bundles).")
