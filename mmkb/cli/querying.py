"""Commands that list: query, search, gaps, coverage, stats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from mmkb.cli.asking import asks
from mmkb.cli.completing import Complete, ids, listed, words_of
from mmkb.cli.output import Listing, Look, as_json, emit, listing, with_look, write
from mmkb.query.filters import GAPS
from mmkb.query.lists import SORTS
from mmkb.query.related import GAP_STATES
from mmkb.vocab import Access, Design, Function, Fusion, Modality, Role, StageKind

if TYPE_CHECKING:
    from mmkb.api import KnowledgeBase

LIMIT = click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")


class _Filter(NamedTuple):
    """A filter of ``mmkb query``: its name, its help, and what completes its words."""

    name: str
    help: str
    complete: Complete
    short: str = ""


_ROLES: Final = listed(str(role).replace("-", "_") for role in Role)
_REPEATED: Final = (
    _Filter("input", "Takes this modality.", words_of(Modality), "-i"),
    _Filter("output", "Gives this modality.", words_of(Modality), "-o"),
    _Filter("encoder", "Has this modality encoder, or one of this family.", ids("component", families=True)),
    _Filter("connector", "Has this part in its input projector.", ids("component", families=True)),
    _Filter("llm", "Has this LLM backbone, or one of this family.", ids("component", families=True)),
    _Filter("generator", "Has this modality generator, or one of this family.", ids("component", families=True)),
    _Filter("component", "Has this component in any role.", ids("component", families=True)),
    _Filter("fusion", "Fuses in this way.", words_of(Fusion)),
    _Filter("organisation", "Was made by this organisation or a part of it.", ids("organisation")),
    _Filter("dataset", "Was trained on this dataset.", ids("dataset")),
    _Filter("trained", "Some stage trains parts in this role, such as input_projector.", _ROLES),
    _Filter("stage", "Went through a training stage of this kind.", words_of(StageKind)),
    _Filter("released", "Was released then: 2023, '>=2023-06', '<2024'.", listed(())),
    _Filter("parameters", "Has a variant of so many parameters: '>=13B', 3B..8B.", listed(())),
    _Filter("licence", "Has weights under this licence, such as Apache-2.0.", listed(())),
    _Filter("code-licence", "Has code under this licence.", listed(())),
    _Filter("built-on", "Descends from this model, over however many steps.", ids("model")),
    _Filter("gap", "Lacks a fact for a reason: stage-datasets:not-disclosed.", listed(GAPS)),
)
_SINGLE: Final = (
    _Filter("function", "understanding or generation.", words_of(Function)),
    _Filter("design", "end-to-end or tool-using.", words_of(Design)),
    _Filter("access", "open-weights, api-only or closed.", words_of(Access)),
    _Filter("text", "Has these words in names, description, components or makers.", listed(())),
)


def _with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one option for each filter; those of which several may hold can be repeated."""
    for one in reversed((*_REPEATED, *_SINGLE)):
        names = [f"--{one.name}", *([one.short] if one.short else [])]
        several = one in _REPEATED
        more = " Repeatable: all must hold." if several and one.name == "input" else ""
        command = click.option(
            *names, multiple=several, metavar=one.name.upper(), help=one.help + more, shell_complete=one.complete
        )(command)
    return command


def _flat(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for given in words for word in given.split(",") if word.strip())


@click.command(context_settings={"max_content_width": 100})
@_with_filters
@click.option("--open-weights/--no-open-weights", default=None, help="The weights can, or cannot, be downloaded.")
@click.option("--derived", is_flag=True, help="A component also stands for all that derives from it: llama finds Vicuna.")
@click.option(
    "--sort", multiple=True, metavar="COLUMN", shell_complete=listed((*SORTS, *(f"-{s}" for s in SORTS))),
    help=f"By {', '.join(SORTS)}; --sort=-released descends. Repeatable.",
)  # fmt: skip
@LIMIT
@with_look
@asks
def query(
    kb: KnowledgeBase, sort: tuple[str, ...], limit: int | None, look: Look, **filters: Any
) -> None:  # fmt: skip
    """List the models for which all filters hold.

    Options can be repeated: all must hold. Components are named by id, name or family. A fact that is not known matches no
    filter. Finding nothing is an answer: it exits with 0.

    \b
    mmkb query --input audio --llm vicuna --released '>=2023-06'
    mmkb query -i image -o image --format csv --columns id,released,generators
    """  # noqa: D301
    given = {name: value for name, value in filters.items() if value not in ((), None)}
    write(listing(kb.models(**given, sort=_flat(sort) or "released", limit=limit)), look)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most so many.")
@with_look
@asks
def search(kb: KnowledgeBase, words: tuple[str, ...], limit: int, look: Look) -> None:
    """Find entries of every kind by words of their names, descriptions, components, makers or authors; best first."""
    hits = kb.search(" ".join(words), limit)
    columns = ("kind", "id", "name", "description")
    rows = [(hit.entry.kind, hit.entry.id, hit.entry.name, hit.description) for hit in hits]
    write(Listing(columns, rows, columns), look)


@click.command()
@click.argument("model", required=False, shell_complete=ids("model"))
@click.option(
    "--state", metavar="STATE", shell_complete=listed(GAP_STATES),
    help="absent (nobody has looked yet), not-disclosed or not-applicable; by default the first two.",
)  # fmt: skip
@LIMIT
@with_look
@asks
def gaps(kb: KnowledgeBase, model: str | None, state: str | None, limit: int | None, look: Look) -> None:
    """List what is not known yet, of one MODEL or of all."""
    write(listing(kb.gaps(state, model)[:limit]), look)


@click.command()
@click.argument("model", required=False, shell_complete=ids("model"))
@with_look
@asks
def coverage(kb: KnowledgeBase, model: str | None, look: Look) -> None:
    """Tell how far the facts wanted of models are known, of one MODEL or of all."""
    write(listing(kb.coverage(model)), look)


@click.command()
@with_look
@asks
def stats(kb: KnowledgeBase, look: Look) -> None:
    """Tell how much there is, and of which version."""
    found = kb.stats()
    if look.form == "json" and not look.columns:
        emit(as_json(found.to_dict()) + "\n")
        return
    rows: list[tuple[Any, ...]] = []
    for field in fields(found):
        value, topic = getattr(found, field.name), field.name.replace("_", " ")
        parts = value.items() if hasattr(value, "items") else value if isinstance(value, tuple) else [("", value)]
        rows += [(topic, name, number) for name, number in parts]
    columns = ("what", "which", "how_much")
    write(Listing(columns, rows, columns), look)
