"""What all commands that ask have in common: which database is asked, and how what goes wrong is told."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import click

if TYPE_CHECKING:
    from mmkb.api import KnowledgeBase

P = ParamSpec("P")


@contextmanager
def answering() -> Iterator[None]:
    """Tell what goes wrong when asking: a database that cannot be read exits with 1, a question that is wrong with 2."""
    from mmkb.query import FilterError, NotFoundError
    from mmkb.store import StoreError
    from mmkb.store.guarded import SqlError

    try:
        yield
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    except (NotFoundError, FilterError, SqlError) as error:
        raise click.UsageError(str(error)) from error


@contextmanager
def opened(root: Path | None, database: Path | None) -> Iterator[KnowledgeBase]:
    """The knowledge base that a command asks, open.

    Args:
        root: The checkout named with ``--root``, if one is.
        database: The file named with ``--db``, if one is.

    Raises:
        click.ClickException: If the database cannot be read.
        click.UsageError: If the question is wrong.
    """
    from mmkb.api import open_knowledge_base

    with answering(), open_knowledge_base(database, root=root) as kb:
        yield kb


DATABASE = click.option(
    "--db", "database", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A database file; by default that of the checkout, outside of one that of the installation.",
)  # fmt: skip


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option ``--db`` and, as its first argument, the knowledge base, opened."""

    @DATABASE
    @click.pass_obj
    @functools.wraps(command)
    def wrapped(root: Path | None, /, *args: Any, database: Path | None, **more: Any) -> None:
        with opened(root, database) as kb:
            command(kb, *args, **more)

    return wrapped
