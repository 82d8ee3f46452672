"""Building a store: every entry's rows into a fresh database."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from typing import Any, TypeAlias

from mmkb.cache import Cache
from mmkb.garbage import no_collection
from mmkb.load import Catalogue, EntryFile
from mmkb.records import FOLDERS
from mmkb.store.aside import built_aside
from mmkb.store.errors import StoreError
from mmkb.store.rows import entry_rows
from mmkb.store.shape import TableLayout
from mmkb.store.sqlite import NewFile, refuse_overwriting
from mmkb.store.versions import SCHEMA_VERSION
from mmkb.store.views import VIEWS
from mmkb.version import __version__

_BATCH = 500

RowMaker: TypeAlias = Callable[[EntryFile], Mapping[str, Sequence[Sequence[Any]]]]
Batch: TypeAlias = dict[str, list[Sequence[Any]]]


def _batches(entries: Iterable[EntryFile], rows: RowMaker, tick: Callable[[int], object]) -> Iterator[Batch]:
    """Yield the rows of all entries, some hundred entries at a time."""
    batch: Batch = {}
    for number, entry in enumerate(entries, 1):
        for table, lines in rows(entry).items():
            batch.setdefault(table, []).extend(lines)
        file = (entry.kind, entry.id, f"{FOLDERS[entry.kind]}/{entry.id}.yaml", entry.key.hex())
        batch.setdefault("entry_file", []).append(file)
        if number % _BATCH == 0:
            tick(number)
            yield batch
            batch = {}
    yield batch


def _meta(entries: Iterable[EntryFile]) -> dict[str, str]:
    """Versions of schema, data and package."""
    data = hashlib.sha256()
    for entry in entries:
        data.update(f"{entry.kind} {entry.id} {entry.key.hex()}\n".encode())
    return {"schema_version": str(SCHEMA_VERSION), "data_version": data.hexdigest(), "mmkb_version": __version__}


def _sum(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _receipt_key(out: Path) -> bytes:
    return hashlib.blake2b(str(out.absolute()).encode(), digest_size=16).digest()


def _taken_over(new: NewFile, out: Path, cache: Cache | None) -> dict[tuple[str, str], str] | None:
    """The contents of the entries in the older file, if that is byte for byte what this code wrote; else None."""
    receipt = cache.get("store", _receipt_key(out)) if cache is not None else None
    if receipt is None or not out.is_file():
        return None
    # Attached first, hashed then: a file moved into place in between is told by its sum.
    contents = new.attach(out)
    return contents if contents is not None and _sum(out) == receipt else None


_LAYOUT = bytes(16)


def _layouts(cache: Cache | None) -> tuple[TableLayout, ...]:
    """The layout of every table; kept, because SQLAlchemy takes longer to load than an unchanged catalogue to build."""
    kept = cache.get("layout", _LAYOUT) if cache is not None else None
    if kept is not None:
        return tuple(TableLayout(*one) for one in kept)
    from mmkb.store.layout import table_layouts

    made = table_layouts()
    if cache is not None:
        cache.put("layout", _LAYOUT, tuple(astuple(one) for one in made))
    return made


def _fill_file(
    aside: Path, out: Path, entries: list[EntryFile], rows: RowMaker, cache: Cache | None, tick: Callable[[int], object]
) -> None:
    with closing(NewFile(aside, _layouts(cache))) as new:
        before = _taken_over(new, out, cache)
        if before is None:
            fresh, gone = entries, None
        else:
            after = {(e.kind, e.id): e.key.hex() for e in entries}
            gone = sorted(key for key, content in before.items() if after.get(key) != content)
            fresh = [e for e in entries if before.get((e.kind, e.id)) != e.key.hex()]
        new.begin(gone)
        for batch in _batches(fresh, rows, tick):
            new.add(batch)
        new.finish((view.create() for view in VIEWS), _meta(entries))


def build_store(
    catalogue: Catalogue,
    out: Path,
    url: str | None = None,
    rows: RowMaker = entry_rows,
    *,
    cache: Cache | None = None,
    tick: Callable[[int], object] | None = None,
) -> None:
    """Build the database of a catalogue without errors.

    A file is built aside and moved into place in one step; a build that fails or is killed leaves the old one whole. The
    same entries give the same bytes, whether rows are taken over from the old file or not.

    Args:
        catalogue: The entries.
        out: The SQLite file to write; its folder is made if need be.
        url: Address of another database, as SQLAlchemy writes it, which is filled instead: our tables there are dropped and
            made anew in one transaction. An address of SQLite names a file that is built in place of ``out``.
        rows: Makes the rows of an entry.
        cache: Where it is noted which file was built, so that the next build takes over the rows of unchanged entries
            instead of making them. The caller flushes it.
        tick: Called now and then with the number of entries whose rows were made.

    Raises:
        StoreError: If something points to nothing, a value does not fit, or the other database cannot be filled.
        OSError: If the file cannot be written.
    """
    tick = tick if tick is not None else lambda _: None
    entries = sorted(catalogue, key=lambda entry: (entry.kind, entry.id))
    if url is not None:
        from mmkb.store.server import file_or_server, fill_server

        address = file_or_server(url)
        if not isinstance(address, Path):
            with no_collection():
                fill_server(address, _batches(entries, rows, tick), _meta(entries))
            return
        out = address
    refuse_overwriting(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with no_collection(), built_aside(out) as aside:
        try:
            _fill_file(aside, out, entries, rows, cache, tick)
        except sqlite3.Error as error:
            raise StoreError(f"The database {out} could not be written: {error}. The old one stays as it was.") from error
        receipt = _sum(aside) if cache is not None else b""
    if cache is not None:
        cache.put("store", _receipt_key(out), receipt)
