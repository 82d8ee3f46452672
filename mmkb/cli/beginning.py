"""What the commands that begin entries share: their options, and the writing of what was drafted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import click

from mmkb.cli.checkout import Checkout
from mmkb.cli.completing import words_of
from mmkb.hub.drafts import Drafts
from mmkb.hub.errors import HubError
from mmkb.hub.writing import judge_drafts, todo_of, write_drafts
from mmkb.load import load_catalogue
from mmkb.schemas import IDS, entry_ids, write_schemas
from mmkb.vocab import Word

C = TypeVar("C", bound=Callable[..., Any])
HF = click.option("--hf", metavar="PATH_OR_ID", help="A folder with a checkpoint's files, or OWNER/NAME[@REVISION] on the hub.")
OF = click.option("--of", default="", metavar="OWNER/NAME", help="Repository (and @COMMIT) that a folder is a copy of.")
ID = click.option("--id", "entry", default="", help="Id of the entry; by default made from its name.")
DRY = click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
NAME = click.option("--name", help="Name, as its makers write it.")
BIBTEX = click.option(
    "--bibtex", type=click.File("r", encoding="utf-8"), help="A file with one BibTeX entry of the paper; - for standard input."
)
SOURCE = click.option("--source", metavar="ID", help="The source in which the facts were read.")
PLACE = click.option("--locator", metavar="TEXT", help="Where in the source: section 3, Table 1, README.md: News.")


def words_option(name: str, words: type[Word], text: str, *, multiple: bool = False) -> Callable[[C], C]:
    """An option that takes words of a vocabulary."""
    return click.option(
        name, type=click.Choice([str(word) for word in words]), multiple=multiple, help=text, shell_complete=words_of(words)
    )


def needed(**given: object) -> None:
    """Ask for the options that were left out.

    Raises:
        UsageError: If there are any; it names them all.
    """
    missing = [f"--{name}" for name, value in given.items() if not value]
    if missing:
        raise click.UsageError(f"Give {', '.join(missing)}.")


def refuse(error: HubError, code: int = 1) -> NoReturn:
    """Tell why it cannot be done, and end."""
    click.echo(f"Error: {error}", err=True)
    sys.exit(code)


def open_drafts(checkout: Checkout) -> Drafts:
    """The drafts of one command, beside the catalogue of a checkout."""
    catalogue, _ = load_catalogue(checkout.catalog)
    return Drafts(catalogue)


def write_entries(checkout: Checkout, texts: dict[str, bytes]) -> None:
    """Write new entries, and their ids to where editors complete them from, and say which files were written.

    Args:
        checkout: The checkout.
        texts: The entries by path below ``catalog/``.

    Raises:
        HubError: If one of them is there already, or cannot be written.
    """
    write_drafts(checkout.catalog, texts)
    for name in texts:
        click.echo(f"wrote {checkout.shown(checkout.catalog / name)}")
    if (checkout.schema / IDS).is_file():
        for name in write_schemas(checkout.schema, entry_ids(checkout.catalog)):
            click.echo(f"wrote {checkout.shown(checkout.schema / name)}")


def finish(checkout: Checkout, drafts: Drafts, dry_run: bool) -> None:
    """Write all drafts, or print them, and tell what is left to do."""
    texts, _ = judge_drafts(drafts)
    if dry_run:
        for name, raw in texts.items():
            click.echo(f"# catalog/{name}\n{raw.decode()}")
    else:
        write_entries(checkout, texts)
    todo = todo_of(drafts.made)
    if todo:
        click.echo(f"\nTo do ({len(todo)}), also on top of each file:", err=True)
        for one in todo:
            click.echo(f"  {one}", err=True)
