"""Commands that answer: show."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mmkb.api import KnowledgeBase, open_knowledge_base
from mmkb.cli.describing import describe
from mmkb.query import NotFoundError
from mmkb.query.answers import Named
from mmkb.records import KINDS
from mmkb.store import StoreError


def _one(kb: KnowledgeBase, name: str, kind: str | None) -> Named:
    """The one entry that is meant.

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
    if len(found) > 1:
        choices = ", ".join(f"--kind {entry.kind} ({entry.name})" for entry in found)
        raise click.UsageError(f"{name!r} is the name of several entries: {choices}.")
    return found[0]


@click.command()
@click.argument("name", metavar="ID")
@click.option("--kind", type=click.Choice(list(KINDS)), help="Kind of the entry, where several have the name.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole entry as JSON.")
@click.pass_obj
def show(root: Path | None, name: str, kind: str | None, as_json: bool) -> None:
    """Show the entry with an id, name or alias."""
    try:
        with open_knowledge_base(root=root) as kb:
            entry = _one(kb, name, kind)
            if as_json:
                click.echo(json.dumps(kb.as_json(entry.kind, entry.id), indent=1, ensure_ascii=False))
            else:
                click.echo(describe(kb, entry))
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    except NotFoundError as error:
        raise click.UsageError(str(error)) from error
