"""The command `ytterby`: a table of verbs, each imported when it is called."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import click

from ytterby import __version__
from ytterby.cli import failures
from ytterby.errors import Fault, UsageError, YtterbyError, did_you_mean


class Verb(NamedTuple):
    """Where a verb is found, and its line in the list of verbs: showing the list imports no verb."""

    target: str
    summary: str


VERBS = {
    "run": Verb("ytterby.cli.run:run", "Run a scenario: who runs short, when, how sure."),
    "compare": Verb("ytterby.cli.compare:compare", "Run scenarios side by side on the same draws."),
    "export": Verb("ytterby.cli.export:export", "Write a run as CSV, IAMC, NetCDF or Zarr."),
    "explain": Verb("ytterby.cli.explain:explain", "Walk one number of a run back to its sources."),
    "screen": Verb("ytterby.cli.screen:screen", "Screen a bill of materials against export-control rules."),
    "read": Verb("ytterby.cli.read:read", "Read documents into claims with their quotes."),
    "claims": Verb("ytterby.cli.claims:claims", "List what documents claim, and where they disagree."),
    "drafts": Verb("ytterby.cli.drafts:drafts", "Turn claims into drafts of rules and levers, and accept them."),
    "assess": Verb("ytterby.cli.assess:assess", "Indices, dependence, chokepoints."),
    "serve": Verb("ytterby.cli.serve:serve", "Open the page: move a slider, see who runs short, and why."),
    "backtest": Verb("ytterby.cli.backtest:backtest", "Score the model against what happened."),
    "plan": Verb("ytterby.cli.plan:plan", "Choose stocks, projects and agreements within a budget."),
    "data": Verb("ytterby.cli.data:data", "List, check and import data; set official figures beside a run."),
    "report": Verb("ytterby.cli.report:report", "Write the log sheet of a stored run again, redacted if asked."),
    "brief": Verb("ytterby.cli.brief:brief", "Write one page for the director, in six languages."),
    "init": Verb("ytterby.cli.init:init", "Make a workspace for own rules, stocks and figures."),
    "schema": Verb("ytterby.cli.schema:schema", "Print the JSON Schema of a file format."),
    "mcp": Verb("ytterby.cli.mcp:mcp", "Answer an agent over the Model Context Protocol."),
    "doctor": Verb("ytterby.cli.doctor:doctor", "Check this machine and this installation."),
}

FIRST_STEP = "Start with `ytterby run japan-2026`; `ytterby --help` says more."

EXIT_INTERRUPTED, EXIT_PIPE = 130, 141


class LazyGroup(click.Group):
    """A group whose commands are the rows of `VERBS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's module and return its command; None for a word that is no verb."""
        if cmd_name not in VERBS:
            return None
        module, attribute = VERBS[cmd_name].target.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        from ytterby.cli.workspace import with_workspace

        return with_workspace(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or refuse with the nearest one."""
        word = args[0]
        if not word.startswith("-") and word not in VERBS:
            fix = did_you_mean(word, list(VERBS)) or "`ytterby --help` lists the verbs."
            raise UsageError(Fault(f'"{word}" is not a verb', "ytterby", choices=tuple(VERBS), fix=fix))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs from the table alone."""
        with formatter.section("Verbs"):
            formatter.write_dl([(name, verb.summary) for name, verb in VERBS.items()])


@click.group(
    cls=LazyGroup,
    subcommand_metavar="VERB [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="ytterby", message="%(prog)s %(version)s")
def ytterby() -> None:
    """What stops, when, at what cost, and what would fix it: mineral supply security.

    Start with `ytterby run japan-2026`. `--json` prints one object on stdout. Exit codes: 0 ok, 1 failed,
    2 usage, 3 bad data or scenario, 4 a threshold given with --fail-if was crossed.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; no exception leaves this function."""
    failures.mask_with(None)
    try:
        code = _invoke(arguments)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        click.echo("ytterby: interrupted", err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        return _reader_went_away()
    except Exception as error:
        return _report(_in_our_form(error), as_json="--json" in arguments)
    return code


def _invoke(arguments: Sequence[str]) -> int:
    if not arguments:
        raise UsageError(Fault("no verb was given", "ytterby", choices=tuple(VERBS), fix=FIRST_STEP))
    # Not click's own main(): it answers a broken pipe and Ctrl-C in its own way.
    try:
        with ytterby.make_context("ytterby", list(arguments)) as context:
            ytterby.invoke(context)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    return 0


def _in_our_form(error: Exception) -> YtterbyError:
    if isinstance(error, YtterbyError):
        return error
    if isinstance(error, click.ClickException):
        return failures.from_click(error)
    if failures.wants_traceback():
        sys.stderr.write(failures.masked("".join(traceback.format_exception(error))))
    if isinstance(error, OSError) and error.errno is not None:
        return failures.from_os(error)
    return failures.from_unexpected(error)


def _report(error: YtterbyError, as_json: bool) -> int:
    try:
        if as_json:
            click.echo(failures.as_json(error), nl=False)
        else:
            click.echo(failures.as_text(error), nl=False, err=True)
    except BrokenPipeError:
        return _reader_went_away()
    return error.exit_code


def _reader_went_away() -> int:
    # As in `ytterby data list | head -1`. Python would complain again when it flushes at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_PIPE
