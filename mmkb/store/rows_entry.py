"""Rows of what every entry has: text, names, citations, references, gaps."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from mmkb.digest import Reference
from mmkb.records.base import Cited, Entry, Gap, Record
from mmkb.store.cells import Line, Rows, listed


def _records(annotation: Any) -> Iterable[type[Record]]:
    """The record classes that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    elif get_origin(annotation) in (Annotated, tuple, Union, types.UnionType):
        for argument in get_args(annotation):
            yield from _records(argument)


def _cites(record: type[Record], above: frozenset[type[Record]] = frozenset()) -> bool:
    """Whether a block of this class, or one inside it, can have citations."""
    if issubclass(record, Cited):
        return True
    return any(
        _cites(inner, above | {record})
        for field in record.model_fields.values()
        for inner in _records(field.annotation)
        if inner not in above and inner is not record
    )


@cache
def _ways(record: type[Record]) -> tuple[str, ...]:
    """The fields of a class in which blocks with citations or gaps can stand."""
    return tuple(
        name
        for name, field in record.model_fields.items()
        if any(_cites(inner) for inner in _records(field.annotation))
    )  # fmt: skip


def _walk(record: Record, key: tuple[str, str], path: str, citations: list[Line], gaps: list[Line]) -> None:
    """Collect the citations and gaps of a block and of all blocks inside it."""
    values: Mapping[str, Any] = record.__dict__
    for i, citation in enumerate(values.get("sources", ())):
        citations.append((*key, path, i, citation.source, citation.locator))
    if isinstance(record, Gap):
        gaps.append((*key, path, record.state.value, record.note))
        return
    start = f"{path}." if path else ""
    for name in _ways(type(record)):
        value = values[name]
        if isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, Record):
                    _walk(item, key, f"{start}{name}.{i}", citations, gaps)
        elif isinstance(value, Record):
            _walk(value, key, start + name, citations, gaps)


def _references(key: tuple[str, str], found: Iterable[Reference]) -> Iterable[Line]:
    """One row for each thing named, with the place of its first naming and how often it is named."""
    first: dict[tuple[str, str, str], Reference] = {}
    times: dict[tuple[str, str, str], int] = {}
    for reference in found:
        named = (reference.kind, reference.id, reference.detail)
        first.setdefault(named, reference)
        times[named] = times.get(named, 0) + 1
    for i, (named, reference) in enumerate(first.items()):
        kind, target, detail = named
        yield (*key, i, ".".join(map(str, reference.path)), times[named], kind, target, detail or None)


def add_entry(rows: Rows, kind: str, entry: Entry, found: Iterable[Reference]) -> None:
    """Add the rows that every entry has.

    Args:
        rows: Rows by table, added to.
        kind: Kind of the entry.
        entry: The record.
        found: Everything that it names.
    """
    key = (kind, entry.id)
    gone = entry.deprecated
    reason, instead = (gone.reason, gone.replaced_by) if gone is not None else (None, None)
    rows["entry"].append((*key, entry.name, entry.description, reason, instead, document_of(entry)))
    rows["entry_name"] += listed(key, (entry.name, *entry.aliases))
    _walk(entry, key, "", rows["citation"], rows["gap"])
    rows["reference"] += _references(key, found)


def document_of(entry: Entry) -> str:
    """The entry as compact JSON that reads back to the equal record; what is at its default is left out."""
    return entry.model_dump_json(exclude_defaults=True)
