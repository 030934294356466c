"""`ytterby brief`: one page for the director and the analyst's pages behind it, every number checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ytterby.cli.output import headline_of, masked_plain, say, say_json, say_marking_of, writing
from ytterby.cli.redact import shown_as

if TYPE_CHECKING:
    from ytterby.cli.redact import Shown
    from ytterby.scenario.schema import Scenario

LANGUAGES = ("en", "ja", "zh-Hans", "zh-Hant", "ko", "vi")
FORMATS = ("html", "pdf", "md")
FILES = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("run")
@click.option("--format", "given", type=click.Choice(FORMATS),
              help="One HTML file with the page in it, PDF (needs the extra `brief`), or Markdown; by default what "
              "--out ends in, else html.")  # fmt: skip
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of its words.")
@click.option("--out", type=FILES, help="File to write; in the run's folder by default.")
@click.option("--plan", type=FILES, help="What `ytterby plan --json` printed: its actions are the three.")
@click.option("--official", type=FILES, help="What `ytterby data against --json` printed: beside the model.")
@click.option(
    "--sensitivity", type=FILES, help="What `ytterby assess sensitivity --json` printed: what turns the answer."
)
@click.option("--live/--no-live", default=True, show_default=True, help="Put the page, with sliders, behind HTML.")
@click.option("--fonts", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Folder with more fonts, for PDF; may be repeated.")  # fmt: skip
@click.option(
    "--runs", default="ytterby-runs", show_default=True, type=click.Path(path_type=Path), help="Folder of runs."
)
@click.option("--redact", is_flag=True, help="Mask own firms, parts and stocks; leave out who made it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def brief(
    run: str, given: str | None, lang: str, out: Path | None, plan: Path | None, official: Path | None,
    sensitivity: Path | None, live: bool, fonts: tuple[Path, ...], runs: Path, redact: bool, as_json: bool,
) -> None:  # fmt: skip
    """Write the brief of RUN, a stored run's name, folder or the start of its hash: a page for the director, then more.

    Every number is compared with the run when it is written; a number that is not the run's stops the writing.
    """
    from ytterby.baseline.yamlfile import load_model
    from ytterby.report.brief import Beside, brief_of, gathered, write_brief
    from ytterby.runs.damage import SCENARIO
    from ytterby.runs.folder import read_run
    from ytterby.scenario.schema import Scenario

    form = _form(given, out)
    stored = read_run(run, runs)
    path = out or stored.path / _name(form, lang, redact)
    with writing("--out", path):
        question = load_model(Scenario, stored.path / SCENARIO)
        shown = shown_as(question, redact)
        told = shown(stored.result)
        facts = gathered(stored, told, Beside(plan, official, sensitivity), masked_plain if redact else None)
        document = brief_of(facts, lang, headline_of(told))
        data = _page_data(told, question, lang, shown) if live and form == "html" else None
        written = write_brief(document, facts, path, form, data, tuple(map(str, fonts)))
    if as_json:
        say_json({"run": told["run"], "brief": str(path), "format": form, "lang": lang, "redacted": redact,
                  "checked": written.checked, "bytes": written.size, "live": written.live})  # fmt: skip
        return
    say_marking_of(told)
    say(f"Brief: {path} ({written.checked:,} numbers and quotes checked against {told['run']})")


def _form(given: str | None, out: Path | None) -> str:
    ending = "" if out is None else out.suffix.removeprefix(".").lower()
    if given and ending in FORMATS and ending != given:
        from ytterby.errors import Fault, UsageError

        raise UsageError(Fault(f"{given} does not go into a file named .{ending}", "--format", fix="leave one out"))
    return given or (ending if ending in FORMATS else "html")


def _name(form: str, lang: str, redact: bool) -> str:
    return f"brief{'' if lang == 'en' else '-' + lang}{'-redacted' if redact else ''}.{form}"


def _page_data(told: dict[str, Any], question: Scenario, lang: str, shown: Shown) -> dict[str, Any]:
    """What the page behind the brief shows, with a grid of slider positions worked out beforehand."""
    from ytterby.cli.progress import progress
    from ytterby.web.standalone import report_data

    with progress(f"sliders of {question.id}") as tell:
        return report_data(told, question, lang, shown, tell)
