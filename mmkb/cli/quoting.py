"""The command cite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mmkb.cli.asking import asks
from mmkb.cli.completing import ids
from mmkb.cli.output import emit

if TYPE_CHECKING:
    from mmkb.api import KnowledgeBase


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="ID...", shell_complete=ids())
@click.option("--style", type=click.Choice(("bibtex", "apa")), default="bibtex", show_default=True, help="How to write it.")
@asks
def cite(kb: KnowledgeBase, names: tuple[str, ...], style: str) -> None:
    """Cite the papers of entries, or sources themselves; each paper once."""
    if style == "bibtex":
        emit(kb.bibtex(*names) + "\n")
        return
    from mmkb.citing import apa
    from mmkb.query.cited import sources_named

    lines = sorted({apa(source) for source in sources_named(kb.store, names)}, key=str.casefold)
    emit("".join(f"{line}\n" for line in lines))
