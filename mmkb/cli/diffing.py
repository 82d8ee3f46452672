"""The command that tells two states of the catalogue apart: diff."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mmkb.cli.checkout import Checkout, the_checkout
from mmkb.cli.output import emit

if TYPE_CHECKING:
    from mmkb.cli.states import State
    from mmkb.figures.effects import Effect
    from mmkb.pages.changereport import Completeness

FORMATS = ("text", "markdown", "json")


@click.command()
@click.argument("between", metavar="[BASE..HEAD]", default="HEAD")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to write it.")
@click.option("--no-completeness", is_flag=True, help="Do not count how far facts are known before and after.")
@click.option("--no-effects", is_flag=True, help="Do not look behind which figures and tables rows change; that takes longest.")
@click.pass_obj
def diff(root: Path | None, between: str, form: str, no_completeness: bool, no_effects: bool) -> None:
    """Tell what changed in the catalogue: entries, facts from what to what, with their sources, corrections, completeness.

    Also told is behind which figures, survey tables and leaderboards rows change.

    BASE..HEAD names two commits; BASE...HEAD takes for the old one the last that both have in common, as a pull request does;
    BASE alone, or nothing, tells what the files as they are change. What only is written differently is no change.
    """
    # Commands that do not need these are spared the loading.
    from mmkb.changes import GitError
    from mmkb.cli.states import names_in, states_of, told_apart
    from mmkb.pages.changereport import Report, as_data, as_markdown, as_text

    checkout = the_checkout(root)
    try:
        old, new = states_of(checkout, between)
    except GitError as error:
        raise click.UsageError(str(error)) from error
    told = told_apart(old, new)
    wanted = (not no_completeness, not no_effects and bool(told.changes))
    completeness, effects = _measured(checkout, old, new, *wanted) if any(wanted) else (None, None)
    report = Report(old.name, new.name, told.changes, told.data, names_in(old, new), told.unread, completeness, effects)
    emit({"text": as_text, "markdown": as_markdown, "json": as_data}[form](report))


def _measured(
    checkout: Checkout, old: State, new: State, completeness: bool, effects: bool
) -> tuple[Completeness | str | None, tuple[Effect, ...] | None]:
    """How far facts are known in two states, or why that cannot be told; and what is different behind figures and tables."""
    from mmkb.api import KnowledgeBase
    from mmkb.cli.states import database_of
    from mmkb.figures.effects import effects as differing
    from mmkb.figures.effects import rows_of
    from mmkb.pages.changereport import Completeness
    from mmkb.store import StoreError

    states, lines, left_out, rows = (old, new), [], [], []
    with ExitStack() as stack:
        try:
            for state in states:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mmkb-")))
                database, number = database_of(checkout, state, folder)
                kb = stack.enter_context(KnowledgeBase.from_file(database))
                lines.append(kb.coverage())
                left_out.append(number)
                if effects:
                    rows.append(rows_of(kb))
        except StoreError as error:
            told = f"cannot be told for {states[len(lines)].name}: {error}"
            return (told if completeness else None), None
    counted = Completeness(lines[0], lines[1], (left_out[0], left_out[1])) if completeness else None
    return counted, differing(*rows) if effects else None
