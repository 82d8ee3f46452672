"""The command ``mmkb`` and what all its commands share."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mmkb.cli.checking import check, fmt, schema
from mmkb.cli.making import build, serve, site
from mmkb.cli.showing import show
from mmkb.version import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A checkout of the catalogue; by default the one around the working directory.",
)
@click.version_option(__version__, "--version", prog_name="mmkb")
@click.pass_context
def mmkb(context: click.Context, root: Path | None) -> None:
    """mmkb, the open knowledge base of multimodal large language models.

    Exit codes: 0 all is well, 1 the catalogue has problems, 2 the command was used wrongly.
    """
    context.obj = root


for command in (check, fmt, schema, build, site, serve, show):
    mmkb.add_command(command)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    mmkb(prog_name="mmkb")
