"""The command ``mmkb`` and what all its commands share."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click

from mmkb.problems import did_you_mean
from mmkb.version import __version__

COMMANDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "query": ("querying", "query"),
        "show": ("showing", "show"),
        "compare": ("following", "compare"),
        "search": ("querying", "search"),
        "leaderboard": ("following", "leaderboard"),
        "lineage": ("following", "lineage"),
        "used-by": ("following", "used_by"),
        "timeline": ("following", "timeline"),
        "sources": ("following", "sources"),
        "gaps": ("querying", "gaps"),
        "coverage": ("querying", "coverage"),
        "survey-table": ("surveying", "survey_table"),
        "corrections": ("surveying", "corrections"),
        "stats": ("querying", "stats"),
        "graph": ("drawing", "graph"),
        "figure": ("figuring", "figure"),
        "cite": ("quoting", "cite"),
        "sql": ("selecting", "sql"),
        "export": ("exporting", "export"),
        "mcp": ("speaking", "mcp"),
        "new": ("scaffolding", "new"),
        "from-issue": ("issuing", "from_issue"),
        "verify": ("verifying", "verify"),
        "check": ("checking", "check"),
        "fmt": ("checking", "fmt"),
        "stale": ("aging", "stale"),
        "links": ("linking", "links"),
        "diff": ("diffing", "diff"),
        "log": ("remembering", "log"),
        "schema": ("checking", "schema"),
        "build": ("making", "build"),
        "site": ("making", "site"),
        "serve": ("making", "serve"),
        "completion": ("completing", "completion"),
    }
)
"""Where each command is defined: module of :mod:`mmkb.cli` and name in it. A module is loaded when its command is wanted."""


class Commands(click.Group):
    """The commands, each loaded when it is wanted; a word that is none is answered with what was probably meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names: those that ask, those that make, in the order of :data:`COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"mmkb.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:  # fmt: skip
        """The command that is called, with what follows it.

        Raises:
            click.UsageError: If there is none of that name.
        """
        if args and not args[0].startswith("-") and args[0] not in COMMANDS and not ctx.resilient_parsing:
            hint = did_you_mean(args[0], COMMANDS) or "mmkb --help lists the commands"
            raise click.UsageError(f"no command {args[0]!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A checkout of the catalogue; by default the one around the working directory.",
)
@click.version_option(__version__, "--version", prog_name="mmkb")
@click.pass_context
def mmkb(context: click.Context, root: Path | None) -> None:
    """mmkb, the open knowledge base of multimodal large language models.

    Exit codes: 0 all is well (finding nothing is an answer, too), 1 the catalogue has problems or there is no database that
    can be read, 2 the command was used wrongly or a word in it is unknown.
    """
    context.obj = root


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    mmkb(prog_name="mmkb")
