"""Commands that go from entries to others: compare, leaderboard, lineage, used-by, sources, timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from mmkb.cli.asking import asks
from mmkb.cli.completing import ids
from mmkb.cli.output import Listing, Look, emit, listing, with_look, write

if TYPE_CHECKING:
    from mmkb.api import KnowledgeBase

_SHOWN: Final = (
    "group", "rank", "model", "variant", "printed", "metric", "split", "shots", "flags", "measured", "source", "locator",
)  # fmt: skip


@click.command()
@click.argument("models", nargs=-1, required=True, metavar="MODEL MODEL...", shell_complete=ids("model"))
@click.option("--differences", is_flag=True, help="Only the facts in which the models differ.")
@click.option("--scores", is_flag=True, help="Also the scores, those first that can stand side by side.")
@with_look
@asks
def compare(kb: KnowledgeBase, models: tuple[str, ...], differences: bool, scores: bool, look: Look) -> None:
    """Set models side by side; an asterisk marks the facts in which they differ."""
    comparison = kb.compare(*models)
    told = comparison.rows + (comparison.scores if scores else ())
    facts = tuple(fact for fact in told if fact.differs) if differences else told
    names = tuple(model.id for model in comparison.models)
    for_readers = look.form in ("table", "md")
    rows = [((("*" if f.differs else "") if for_readers else f.differs), f.fact, *f.values) for f in facts]
    columns = ("differs", "fact", *names)
    write(Listing(columns, rows, columns, frozenset(i for i, f in enumerate(facts) if f.differs)), look)


@click.command()
@click.argument("benchmark", shell_complete=ids("benchmark"))
@click.option("--metric", metavar="METRIC", help="Only this metric, by id or name.")
@click.option("--split", metavar="SPLIT", help="Only this split, by id or name.")
@with_look
@asks
def leaderboard(kb: KnowledgeBase, benchmark: str, metric: str | None, split: str | None, look: Look) -> None:
    """List the scores on a BENCHMARK, ranked only among those that can be compared.

    Scores of another metric or split, with other shots or flags, or measured by others stand in groups of their own.
    """
    from mmkb.query.leaderboards import COLUMNS

    board = kb.leaderboard(benchmark, metric, split)
    if look.form == "table" and not look.columns and look.header and board.groups:
        emit(f"{board}\n")
        return
    rows = [
        (
            number, rank, s.model, s.variant, s.row, s.printed, s.value, group.metric, group.unit, group.split, group.shots,
            group.flags, group.measured, group.by, s.source, s.locator, s.note,
        )
        for number, group in enumerate(board.groups, 1)
        for rank, s in group.scores
    ]  # fmt: skip
    write(Listing(("group", *COLUMNS), rows, _SHOWN), look)


@click.command()
@click.argument("model", required=False, shell_complete=ids("model"))
@with_look
@asks
def lineage(kb: KnowledgeBase, model: str | None, look: Look) -> None:
    """List what a MODEL was built on and what was built on it; without MODEL, the lines of all models.

    The distance is below 0 toward what the model was built on, above 0 toward what was built on it.
    """
    write(listing(kb.lineage(model)), look)


@click.command("used-by")
@click.argument("name", metavar="ID", shell_complete=ids("component", "dataset"))
@with_look
@asks
def used_by(kb: KnowledgeBase, name: str, look: Look) -> None:
    """List the models that use a component, or that were trained on a dataset."""
    write(listing(kb.used_by(name)), look)


@click.command()
@click.argument("name", metavar="ID", shell_complete=ids())
@click.argument("fact", default="")
@with_look
@asks
def sources(kb: KnowledgeBase, name: str, fact: str, look: Look) -> None:
    """List where the facts of an entry are written.

    FACT is a path in the entry, such as architecture.encoders, or a fact wanted of models, such as 'weights licence'.
    """
    write(listing(kb.sources_of(name, fact)), look)


@click.command()
@with_look
@asks
def timeline(kb: KnowledgeBase, look: Look) -> None:
    """List the models in the order of time, each with what it was built on."""
    write(listing(kb.timeline()), look)
