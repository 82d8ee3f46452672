"""The command mcp."""

from __future__ import annotations

from pathlib import Path

import click

from mmkb.cli.asking import DATABASE, opened


@click.command()
@DATABASE
@click.pass_obj
def mcp(root: Path | None, database: Path | None) -> None:
    """Serve tools for language models on standard input and output (Model Context Protocol), until the input ends.

    Needs the extra: pip install 'mmkb[mcp]'.
    """
    try:
        from mmkb.mcp import serve
    except ImportError as error:
        raise click.ClickException(f"{error.name} is not installed: pip install 'mmkb[mcp]'") from error
    with opened(root, database) as kb:
        serve(kb)
