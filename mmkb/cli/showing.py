"""The command show."""

from __future__ import annotations

import click

from mmkb.api import KnowledgeBase
from mmkb.cli.asking import asks
from mmkb.cli.completing import ids
from mmkb.cli.describing import describe
from mmkb.cli.output import as_json, emit
from mmkb.query.answers import Named
from mmkb.records import KINDS


def _meant(kb: KnowledgeBase, name: str, kind: str | None) -> tuple[Named, ...]:
    """The entry that is meant, and after it others of the same id: a model that others use as a part is both.

    Raises:
        click.UsageError: If there is none, or several.
    """
    found = [entry for entry in kb.find(name) if kind in (None, entry.kind)]
    exact = [entry for entry in found if entry.id == name]
    found = exact or found
    if not found:
        hits = [hit.entry for hit in kb.search(name, 5) if kind in (None, hit.entry.kind)]
        near = "; did you mean " + " or ".join(f"{hit.id} ({hit.kind})" for hit in hits) + "?" if hits else ""
        raise click.UsageError(f"Nothing is called {name!r}{near or kb.suggest(name)}")
    if len(found) > 1 and not exact:
        choices = ", ".join(f"--kind {entry.kind} ({entry.name})" for entry in found)
        raise click.UsageError(f"{name!r} is the name of several entries: {choices}.")
    return tuple(found)


@click.command()
@click.argument("name", metavar="ID", shell_complete=ids())
@click.option("--kind", type=click.Choice(list(KINDS)), help="Kind of the entry, where several have the name.")
@click.option("--json", "as_data", is_flag=True, help="Print the whole entry as JSON.")
@asks
def show(kb: KnowledgeBase, name: str, kind: str | None, as_data: bool) -> None:
    """Show the entry with an id, name or alias."""
    entry, *others = _meant(kb, name, kind)
    if as_data:
        emit(as_json(kb.as_json(entry.kind, entry.id)) + "\n")
        return
    also = "".join(f"\nalso a {other.kind}: mmkb show {other.id} --kind {other.kind}" for other in others)
    emit(f"{describe(kb, entry)}{also}\n")
