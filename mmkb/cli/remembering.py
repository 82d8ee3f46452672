"""The command that tells the history of the catalogue or of one entry: log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mmkb.cli.checkout import Checkout, the_checkout
from mmkb.cli.completing import ids
from mmkb.cli.output import emit
from mmkb.problems import did_you_mean
from mmkb.records import KINDS

if TYPE_CHECKING:
    from mmkb.changes import Commit, EntryChange, Past


@click.command()
@click.argument("entry", metavar="[ID]", required=False, shell_complete=ids())
@click.option("--kind", type=click.Choice(list(KINDS)), help="Kind of the entry, where several have the id.")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="Commits at most.")
@click.pass_obj
def log(root: Path | None, entry: str | None, kind: str | None, most: int) -> None:
    """Tell what commits changed, newest first: in the whole catalogue, or in the entry with an ID, fact by fact.

    Of an entry it is also told who contributed to it: the authors of its commits, as .mailmap names them.
    """
    from mmkb.changes import read_past

    checkout = the_checkout(root)
    past = read_past(checkout.root, checkout.build / "changes.sqlite")
    if isinstance(past, str):
        raise click.ClickException(past)
    lines = _entry(checkout, past, entry, kind, most) if entry is not None else _whole(past, most)
    emit("\n".join([*lines, ""]))


def _head(commit: Commit) -> str:
    return f"{commit.moment[:10]} {commit.id[:10]} {commit.message}"


def _whole(past: Past, most: int) -> list[str]:
    """The commits, with how much they did."""
    from mmkb.pages.news import numbers

    return [line for commit in past.commits[:most] for line in (_head(commit), f"    {numbers(commit.entries)}")]


def _entry(checkout: Checkout, past: Past, entry: str, kind: str | None, most: int) -> list[str]:
    """The commits that changed an entry, with what they did to it.

    Raises:
        click.UsageError: If the history knows no such entry, or several.
    """
    from mmkb.cli.states import names_of_files

    found = [key for key in past.by_entry if key[1] == entry and kind in (None, key[0])]
    if not found:
        hint = did_you_mean(entry, sorted({known for _, known in past.by_entry}))
        raise click.UsageError(f"the history has no {kind or 'entry'} {entry!r}{f'; {hint}' if hint else ''}")
    if len(found) > 1:
        raise click.UsageError(f"{entry!r} is the id of several entries: {', '.join(f'--kind {one}' for one, _ in found)}.")
    names = names_of_files(checkout)
    credit = past.contributors(*found[0])
    told = [f"contributors: {', '.join(credit)}"] if credit else []
    return told + [line for commit, change in past.by_entry[found[0]][:most] for line in _told(commit, change, names)]


def _told(commit: Commit, change: EntryChange, names: dict[tuple[str, str], str]) -> list[str]:
    from mmkb.changes import What
    from mmkb.pages.changewords import fact_lines, small_words

    lines = [_head(commit), f"    {change.event}"]
    told = fact_lines(change, change.of(What.FACT, What.CORRECTION, What.READING), names)
    lines += [f"    {line.where}: {line.told}" for line in told]
    small = small_words((change._replace(facts=change.of(What.WORDING, What.SOURCES)),))
    return [*lines, f"    {small} changed"] if small else lines
