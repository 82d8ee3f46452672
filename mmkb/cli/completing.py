"""Completion of words in a shell: ids from the database, words of the vocabulary, columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import click
from click.shell_completion import CompletionItem, get_completion_class

from mmkb.vocab import Word

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

SHELLS: Final = ("bash", "zsh", "fish")
VARIABLE: Final = "_MMKB_COMPLETE"
"""The variable by which a shell asks for completions."""
MOST: Final = 200
"""Completions offered at most."""

_IDS: Final = "SELECT id, name FROM entry WHERE kind = ? AND substr(id, 1, length(?)) = ? ORDER BY id LIMIT ?"
_ENTRIES: Final = "SELECT id, name FROM entry WHERE substr(id, 1, length(?)) = ? ORDER BY id LIMIT ?"
_FAMILIES: Final = (
    "SELECT DISTINCT family, 'family' FROM component WHERE family IS NOT NULL AND substr(family, 1, length(?)) = ? "
    "AND family NOT IN (SELECT id FROM component) ORDER BY family LIMIT ?"
)


def _asked(context: click.Context, questions: Iterable[tuple[str, tuple[str, ...]]]) -> list[CompletionItem]:
    """What the database answers; nothing, and no word of complaint, where it cannot be asked."""
    from mmkb.api import open_knowledge_base
    from mmkb.store import StoreError

    root = context.find_root().params.get("root")
    database = context.params.get("database")
    try:
        with open_knowledge_base(Path(database) if database else None, root=Path(root) if root else None) as kb:
            found = [row for sql, given in questions for row in kb.store.rows(sql, (*given, MOST))]
    except (StoreError, OSError, sqlite3.Error):
        return []
    return [CompletionItem(str(value), help=str(name)) for value, name in dict(found).items()]


def ids(*kinds: str, families: bool = False) -> Complete:
    """Completes ids of entries of some kinds, of every kind if none is named.

    Args:
        kinds: The kinds.
        families: Whether families of components are offered, too.
    """

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        del parameter
        start = (incomplete, incomplete)
        questions = [(_IDS, (kind, *start)) for kind in kinds] if kinds else [(_ENTRIES, start)]
        return _asked(context, [*questions, (_FAMILIES, start)] if families else questions)

    return complete


def listed(words: Iterable[str]) -> Complete:
    """Completes words of a list; what stands before a last comma stays."""
    possible = tuple(words)

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        del context, parameter
        before, comma, last = incomplete.rpartition(",")
        return [CompletionItem(f"{before}{comma}{word}") for word in possible if word.startswith(last)]

    return complete


def words_of(vocabulary: type[Word]) -> Complete:
    """Completes words of a vocabulary."""
    return listed([str(word) for word in vocabulary])


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete commands, options and ids.

    \b
    bash: mmkb completion bash > ~/.local/share/bash-completion/completions/mmkb
    zsh:  mmkb completion zsh > a folder of $fpath, as the file _mmkb
    fish: mmkb completion fish > ~/.config/fish/completions/mmkb.fish
    """  # noqa: D301
    kind = get_completion_class(shell)
    assert kind is not None, shell
    click.echo(kind(context.find_root().command, {}, "mmkb", VARIABLE).source())
