"""`ytterby data import` and `ytterby data against`: official figures into the workspace, and beside a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ytterby.cli.output import say, say_json, say_marking

if TYPE_CHECKING:
    from ytterby.evidence.sources.importing import Official

SOURCES = ("baci", "comtrade", "usgs", "estat", "gacc", "comext", "uscensus")
_MOST = 12


def of_a_publisher(command: Callable[..., None]) -> Callable[..., None]:
    """Add what both commands ask: file, publisher, mapping."""
    for add in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        click.option(
            "--mapping", "mapping_file", required=True, type=click.Path(path_type=Path),
            help="YAML: what each code is, and how much it contains, with its citation.",
        ),
        click.option("--source", required=True, type=click.Choice(SOURCES), help="Whose layout the file has."),
        click.argument("file", type=click.Path(path_type=Path)),
    ):  # fmt: skip
        command = add(command)
    return command


@click.command("import")
@of_a_publisher
@click.option("--check", is_flag=True, help="Say what would be imported; write nothing.")
def import_data(file: Path, source: str, mapping_file: Path, check: bool, as_json: bool) -> None:
    """Bring FILE of a publisher into the workspace, in contained mass by the mapping.

    The file is kept by its hash. Twelve months without a gap, or a year, become figures of the chain where the mapping
    says `estimates: true`; runs with this workspace use them, and `ytterby explain` leads back to the file.
    """
    from ytterby.baseline.workspace import DEFAULT, current_workspace, open_workspace
    from ytterby.evidence.sources.importing import keep, record_of

    official = _read(file, source, mapping_file)
    told: dict[str, Any] = {**record_of(official), "replaces": _replaced(official)}
    if not check:
        told["record"] = str(keep(official, file, mapping_file, current_workspace() or open_workspace(DEFAULT)))
    if as_json:
        say_json(told)
        return
    say_marking()
    say(f"{file}: {told['rows']} figures of {told['first']} to {told['last']}, {official.title}")
    for reason, count in told["left_out"].items():
        say(f"  left out, {count} rows: {reason}")
    if told["no_figures_because"]:
        say(f"  no figure of the chain: {told['no_figures_because']}")
    for row in told["replaces"][:_MOST]:
        was = "new" if row["before"] is None else f"was {row['before']:,g}"
        say(f"  {row['id']}: {row['low']:,.4g} to {row['high']:,.4g} t/a, best {row['best']:,.4g} ({was})")
    say(f"Kept: {told['record']}" if "record" in told else "Nothing was written (--check).")


@click.command("against")
@of_a_publisher
@click.option("--run", "run", help="A stored run; the latest of the mapping's chain if left out.")
@click.option(
    "--runs", default="ytterby-runs", show_default=True, type=click.Path(path_type=Path), help="Folder of runs."
)
def against(file: Path, source: str, mapping_file: Path, run: str | None, runs: Path, as_json: bool) -> None:
    """Set the official figures of FILE beside a run, month by month; nothing is kept."""
    from ytterby.errors import Fault, UsageError
    from ytterby.network.chain import load_chain
    from ytterby.outcomes.against import against as beside

    if source == "usgs":
        raise UsageError(Fault("a run is set against trade, not production", "--source", choices=SOURCES[:2]))
    official = _read(file, source, mapping_file)
    result = _run(run, runs, official.mapping.chain)
    stages = {c.split("/")[0]: str(x.stage) for c, x in load_chain(official.mapping.chain).commodities.items()}
    told = {
        "run": result["run"], "file": official.file, "sha256": official.sha256, "publisher": official.title,
        "mapping": official.mapping.id, **beside(official.table.to_dicts(), stages, result),
    }  # fmt: skip
    if as_json:
        say_json(told)
        return
    say_marking()
    _show_against(told)


def _read(file: Path, source: str, mapping_file: Path) -> Official:
    from ytterby.evidence.sources.contained import refuse_unknown_goods
    from ytterby.evidence.sources.importing import read_mapping, read_official
    from ytterby.network.chain import load_chain

    mapping = read_mapping(mapping_file)
    chain = load_chain(mapping.chain)
    kinds = set(chain.commodities) | {c.split("/")[0] for c in chain.commodities}
    refuse_unknown_goods(mapping, chain.materials, kinds, str(mapping_file))
    return read_official(file, source, mapping)


def _replaced(official: Official) -> list[dict[str, Any]]:
    """Figures an import makes, beside what the chain's own table says."""
    from ytterby.network.chain import load_chain
    from ytterby.network.estimates import chain_estimates

    base = chain_estimates(load_chain(official.mapping.chain))
    return [
        {"id": e.id, "low": e.low, "best": e.best, "high": e.high, "before": base[e.id].best if e.id in base else None}
        for e in official.estimates()
    ]


def _run(name: str | None, runs: Path, chain: str) -> dict[str, Any]:
    from ytterby.errors import Fault, NotFound
    from ytterby.runs.folder import read_run

    if name is not None:
        return read_run(name, runs).result
    newest = sorted(runs.glob("*/run.json"), key=lambda p: -p.stat().st_mtime)
    for path in newest:
        if (found := read_run(str(path.parent)).result)["chain"] == chain:
            return found
    fix = "run a scenario first, or name a run with --run"
    raise NotFound(Fault(f"there is no run of the chain {chain}", str(runs), fix=fix))


def _show_against(told: dict[str, Any]) -> None:
    whole = told["summary"]
    say(f"{told['run']} beside {told['publisher']} ({told['file']}), contained mass by mapping {told['mapping']}")
    if whole is None:
        say("Nothing is in both: other places, or other months.")
    else:
        say(_pair("In all", whole))
    for pair in told["pairs"][:_MOST]:
        say("  " + _pair(f"{pair['from']} to {pair['to']}, {pair['stage']}", pair))
    for row in told["rows"][:60]:
        sign = "within" if row["within"] else "outside"
        where = f"{row['period']} {row['from']}-{row['to']} {row['stage']}"
        what = f"official {row['official_t']:>10,.1f} ({row['official_low_t']:,.1f} to {row['official_high_t']:,.1f})"
        say(f"    {where}: {what}, model {row['model_t']:>10,.1f} t, {sign}")
    if len(told["rows"]) > 60:
        say(f"    ... {len(told['rows']) - 60} more rows: --json")
    for side, words in (("official_only", "only official"), ("model_only", "only in the model")):
        if rows := told["apart"][side]:
            shown = ", ".join(f"{r['from']}-{r['to']} {r['stage']} {r['t']:,.1f} t" for r in rows[:6])
            say(f"  {words}: {shown}" + (f" and {len(rows) - 6} more" if len(rows) > 6 else ""))


def _pair(words: str, row: dict[str, Any]) -> str:
    ratio = "" if row["ratio"] is None else f" ({100 * (row['ratio'] - 1):+.0f} %)"
    return (
        f"{words}: official {row['official_t']:,.1f} t, model {row['model_t']:,.1f} t, difference "
        f"{row['difference_t']:+,.1f} t{ratio} over {row['periods']} periods; {row['within']} within the official range"
    )
