"""Writing all files: into a folder that is there, or aside and swapped in as a whole."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from mmkb.changes import NO_HISTORY, Past
from mmkb.citing import bibliography
from mmkb.exports.data import to_json
from mmkb.exports.datasette import datasette_metadata
from mmkb.exports.errors import ExportError
from mmkb.exports.feeds import CHANGED_ENTRIES, CORRECTIONS, NEW_MODELS, changes_feed, corrections_feed, models_feed
from mmkb.exports.folder import Folder, strangers
from mmkb.exports.jsonapi import api_files
from mmkb.exports.llms import llms_text, title_of
from mmkb.exports.openapi import OPENAPI_PATH, openapi
from mmkb.exports.tables import can_write_parquet, contents, csv_text, parquet_bytes
from mmkb.exports.twins import twin
from mmkb.figures.files import figure_files
from mmkb.figures.png import NO_PNG, can_draw_pixels
from mmkb.kept import made
from mmkb.pages.every import all_pages, catalogue_of, names_of
from mmkb.pages.jsonld import LICENCE
from mmkb.pages.paths import SITE
from mmkb.pages.prose import ProseError
from mmkb.pages.write import prose_files, prose_page
from mmkb.query import Questions
from mmkb.records import KINDS, Source
from mmkb.records.base import SLUG_PATTERN
from mmkb.schemas import schema_of, schema_texts
from mmkb.store import TableDescription, describe_tables
from mmkb.store.packing import packed

NO_FEEDS: Final = "The feeds of changed entries and of corrections were left out."
NO_PARQUET: Final = "Parquet was left out: writing it needs pyarrow. Install it with: pip install 'mmkb[export]'"


def _quiet(_: object) -> None:
    """Say nothing."""


def write_exports(
    kb: Questions,
    out: Path,
    tick: Callable[[int], object] | None = None,
    *,
    prose: Path | None = None,
    site: str = SITE,
    past: Past | str = NO_HISTORY,
    tell: Callable[[str], object] | None = None,
) -> int:
    """Write every form in which the knowledge base is given away, into a folder of its own.

    The folder is written aside and takes the place of an earlier one when it is whole. The same data give the same bytes.

    Args:
        kb: The knowledge base.
        out: The folder; new, empty, or one that an earlier export wrote and nobody put anything into.
        tick: Called now and then with the number of files written so far.
        prose: Folder with the hand-written pages, whose Markdown is given away as well.
        site: Where the site is published, with a slash at its end.
        past: The history of the catalogue, for the feeds of what changed; or why it cannot be told.
        tell: Called with a sentence for everything that had to be left out.

    Returns:
        Number of files.

    Raises:
        ExportError: If the folder holds something else, the database is none that mmkb built, or a hand-written page asks
            for something that is not there.
        OSError: If a file cannot be written.
    """
    out = out.resolve()
    if out.exists() and not out.is_dir():
        raise ExportError(f"{out} is no folder. Name a new or empty one.")
    foreign = strangers(out)
    if foreign:
        raise ExportError(
            f"{out} holds something that no export wrote, such as {foreign[0]}. Name a new or empty folder, or move that away."
        )
    _look_at_ids(kb)
    out.parent.mkdir(parents=True, exist_ok=True)
    aside, old = (out.with_name(f".{out.name}.{os.getpid()}.{word}") for word in ("new", "old"))
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        number = write_files(kb, aside, all_markdown(kb, prose, site, past), tick, site=site, past=past, tell=tell)
        if out.exists():
            out.rename(old)
        aside.rename(out)
    finally:
        if old.exists() and not out.exists():
            old.rename(out)
        for left in (aside, old):
            shutil.rmtree(left, ignore_errors=True)
    return number


def write_files(
    kb: Questions,
    folder: Path,
    pages: Mapping[str, str],
    tick: Callable[[int], object] | None = None,
    *,
    site: str = SITE,
    past: Past | str = NO_HISTORY,
    tell: Callable[[str], object] | None = None,
) -> int:
    """Write the files of an export into an empty folder that is there.

    Args:
        kb: The knowledge base.
        folder: The folder.
        pages: The Markdown of every page of the site, by path.
        tick: Called now and then with the number of files written so far.
        site: Where the site is published, with a slash at its end.
        past: The history of the catalogue, for the feeds of what changed; or why it cannot be told.
        tell: Called with a sentence for everything that had to be left out.

    Returns:
        Number of files.

    Raises:
        ExportError: If the database is none that mmkb built.
        OSError: If a file cannot be written.
    """
    _look_at_ids(kb)
    tables = describe_tables()
    tell = tell if tell is not None else _quiet
    into = Folder(folder, tick)
    titles = {}
    # One after the other: pages may come from files, so that not all of them are held at once.
    for path in sorted(pages):
        words = twin(path, pages[path], pages)
        titles[path] = title_of(words)
        into.write(path, words)
    for path, content in _small(kb, tables, site):
        into.write(path, content)
    for path, content in api_files(kb):
        into.write(path, content)
    if not can_draw_pixels():
        tell(NO_PNG)
    for path, content in figure_files(kb):
        into.write(path, content)
    if not can_write_parquet():
        tell(NO_PARQUET)
    for path, content in _tables(kb, tables):
        into.write(path, content)
    if isinstance(past, str):
        tell(f"{NO_FEEDS} {past}")
    else:
        names = names_of(kb)
        into.write(CHANGED_ENTRIES, changes_feed(past, names, site))
        into.write(CORRECTIONS, corrections_feed(past, names, site))
    into.write("llms.txt", llms_text(kb, titles, into.sums, site))
    schemas = {kind: schema_of(kind) for kind in KINDS}
    described = [table.name for table in tables if table.kind != "search"]
    into.write(OPENAPI_PATH, to_json(openapi(schemas, described, into.sums)))
    return into.finish()


def _look_at_ids(kb: Questions) -> None:
    """Look whether every entry is of a kind and has an id that can be the name of a file; a database may come from anywhere.

    Raises:
        ExportError: If one does not.
    """
    for kind, entry_id in kb.store.rows("SELECT kind, id FROM entry ORDER BY kind, id"):
        if kind not in KINDS or not re.fullmatch(SLUG_PATTERN, entry_id) or "\n" in entry_id or len(entry_id) > 80:
            raise ExportError(f"{kind} {entry_id!r} is no entry of ours. Is {kb.store.path} a database that mmkb build wrote?")


def all_markdown(
    kb: Questions, prose: Path | None, site: str = SITE, past: Past | str = NO_HISTORY
) -> dict[str, str]:  # fmt: skip
    """The Markdown of every page, generated and hand-written, by path.

    Args:
        kb: The knowledge base.
        prose: Folder with the hand-written pages, if there are any.
        site: Where the site is published, with a slash at its end.
        past: The history of the catalogue; or why it cannot be told.

    Raises:
        ExportError: If a live part of a hand-written page asks for something that is not there.
    """
    pages = dict(all_pages(kb, describe_tables(), drawings=False, site=site, past=past))  # twins are words and tables
    if prose is not None:
        files = [path for path in prose_files(prose) if path.suffix == ".md"]
        try:
            pages |= {path.relative_to(prose).as_posix(): prose_page(kb, prose, path) for path in files}
        except ProseError as error:
            raise ExportError(str(error)) from error
    return pages


def _small(kb: Questions, tables: Sequence[TableDescription], site: str) -> Iterator[tuple[str, str | bytes]]:
    """The files that there is one of."""
    documents = kb.store.rows("SELECT document FROM entry WHERE kind = 'source' ORDER BY id")
    sources = [Source.model_validate_json(document) for (document,) in documents]
    yield "mmkb.sqlite", kb.store.path.read_bytes()
    yield "mmkb.sqlite.gz", packed(kb.store.path)
    yield "datasette-metadata.yaml", datasette_metadata(tables, LICENCE)
    yield "references.bib", bibliography(sources) + "\n"
    yield "dataset.jsonld", to_json(catalogue_of(kb, kb.counts(), site))
    yield NEW_MODELS, models_feed(kb.models(), site)
    for name, text in schema_texts().items():
        yield f"schema/{name}", text


def _tables(kb: Questions, tables: Sequence[TableDescription]) -> Iterator[tuple[str, str | bytes]]:
    """Every table and view, in CSV and, where that can be written, in Parquet."""
    parquet = can_write_parquet()

    def write(table: TableDescription) -> list[tuple[str, str | bytes]]:
        files: list[tuple[str, str | bytes]] = []
        for found in contents(kb, (table,)):
            files.append((f"csv/{found.name}.csv", csv_text(found)))
            if parquet:
                files.append((f"parquet/{found.name}.parquet", parquet_bytes(found)))
        return files

    for table in tables:
        yield from made(kb.store, "table", (table.name, parquet), partial(write, table))
