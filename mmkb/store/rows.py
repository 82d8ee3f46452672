"""Rows: what one record becomes in the tables, whatever the other entries say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final

from mmkb.digest import Reference, references
from mmkb.load import EntryFile
from mmkb.records import Entry
from mmkb.store.cells import Rows
from mmkb.store.rows_component import add_component
from mmkb.store.rows_dataset import add_dataset
from mmkb.store.rows_entry import add_entry
from mmkb.store.rows_model import add_model
from mmkb.store.rows_score import add_benchmark, add_results
from mmkb.store.rows_source import add_organisation, add_source
from mmkb.store.rows_survey import add_survey

_ADDERS: Final[dict[str, Callable[[Rows, Any], None]]] = {
    "model": add_model,
    "component": add_component,
    "dataset": add_dataset,
    "benchmark": add_benchmark,
    "results": add_results,
    "organisation": add_organisation,
    "source": add_source,
    "survey": add_survey,
}


def rows_of(kind: str, record: Entry, found: Iterable[Reference] | None = None) -> Rows:
    """Make the rows of one entry.

    Args:
        kind: Kind of the entry.
        record: Its record.
        found: The ids of other entries that it names, where they are at hand.

    Returns:
        Rows by table, cells in the order of the columns; plain text and numbers that JSON can hold. Tables in which the
        entry has no row may be missing.
    """
    rows: Rows = defaultdict(list)
    add_entry(rows, kind, record, references(record) if found is None else found)
    _ADDERS[kind](rows, record)
    return {table: lines for table, lines in rows.items() if lines}


def entry_rows(entry: EntryFile) -> Rows:
    """Make the rows of one file of the catalogue; see :func:`rows_of`."""
    return rows_of(entry.kind, entry.record, entry.digest.references)
