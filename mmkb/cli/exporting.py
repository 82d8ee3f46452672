"""The command that gives everything away as files: export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mmkb.api import KnowledgeBase, find_root, open_knowledge_base
from mmkb.cli.checkout import Checkout, the_checkout
from mmkb.cli.judging import build_database
from mmkb.cli.progress import Progress
from mmkb.cli.report import count_words, report
from mmkb.kept import KeepingStore
from mmkb.store import StoreError


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def export(root: Path | None, folder: Path) -> None:
    """Write the whole knowledge base as files into DIR.

    JSON by kind and by id with its OpenAPI document, CSV and Parquet by table, the SQLite file, GraphML, BibTeX, Markdown,
    feeds and checksums: the same files that the site carries. DIR is new, empty, or an earlier export, which is replaced as a
    whole. In a checkout the database is built first; elsewhere it is the one that mmkb was installed with.
    """
    # The pages draw figures; commands that do not are spared the loading of what draws them.
    from mmkb.changes import NO_HISTORY, read_past
    from mmkb.exports import ExportError, write_exports
    from mmkb.pages.paths import SITE
    from mmkb.site.address import AddressError, site_address

    checkout = the_checkout(root) if root is not None or find_root(Path.cwd()) is not None else None
    notes: list[str] = []
    try:
        with (
            _knowledge_base(checkout) as plain,
            KnowledgeBase(KeepingStore(plain.store, checkout.kept if checkout is not None else None)) as kb,
            Progress("writing files") as progress,
        ):
            number = write_exports(
                kb,
                folder,
                progress,
                prose=checkout.prose if checkout is not None else None,
                site=site_address(checkout.root) if checkout is not None else SITE,
                past=read_past(checkout.root, checkout.build / "changes.sqlite") if checkout is not None else NO_HISTORY,
                tell=notes.append,
            )
    except (AddressError, ExportError, StoreError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for note in notes:
        click.echo(note, err=True)
    click.echo(f"wrote {number:,} files into {folder}")


def _knowledge_base(checkout: Checkout | None) -> KnowledgeBase:
    """The knowledge base of a checkout, built afresh; without one, the one that the package was installed with."""
    if checkout is None:
        return open_knowledge_base()
    errors = build_database(checkout, checkout.database, None)
    if errors:
        report(errors, "text")
        click.echo(f"nothing was exported: {count_words(errors)}", err=True)
        sys.exit(1)
    return open_knowledge_base(root=checkout.root)
