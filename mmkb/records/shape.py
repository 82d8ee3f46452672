"""The shape of records: which blocks stand in which fields, read from the annotations."""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from mmkb.records.base import Detail, Gap, Quantity, Record, Ref
from mmkb.records.forms import Form


@cache
def blocks_of(annotation: Any) -> tuple[type[Record], ...]:
    """The record classes inside an annotation, at any depth of lists, unions and marks."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return (annotation,)
    if get_origin(annotation) is Annotated:
        return blocks_of(get_args(annotation)[0])
    if get_origin(annotation) in (tuple, Union, types.UnionType):
        return tuple(block for argument in get_args(annotation) for block in blocks_of(argument))
    return ()


@cache
def marks_in(annotation: Any) -> tuple[Ref | Detail, ...]:
    """The marks of references inside a field's annotation, those of nested records left out."""
    found: list[Ref | Detail] = []
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        found += [m for m in metadata if isinstance(m, (Ref, Detail))]
        found += marks_in(inner)
    elif get_origin(annotation) in (tuple, Union, types.UnionType):
        for argument in get_args(annotation):
            found += marks_in(argument)
    return tuple(found)


@cache
def form_in(record: type[Record], field: str) -> str:
    """The form of text that a field of a record asks for, or each item of it; empty where it is of none."""
    known = record.model_fields.get(field)
    return _form(Annotated[known.annotation, *known.metadata] if known.metadata else known.annotation) if known else ""


def _form(annotation: Any) -> str:
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        return next((mark.name for mark in metadata if isinstance(mark, Form)), "") or _form(inner)
    if get_origin(annotation) in (tuple, Union, types.UnionType):
        return next(filter(None, map(_form, get_args(annotation))), "")
    return ""


@cache
def kinds_named(record: type[Record]) -> Mapping[str, str]:
    """The kinds of the entries whose ids stand in the fields of a record and of the blocks inside it, by field."""
    found: dict[str, str] = {}
    waiting, seen = [record], {record}
    while waiting:
        for name, field in waiting.pop().model_fields.items():
            annotation: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            for mark in marks_in(annotation):
                if isinstance(mark, Ref):
                    found.setdefault(name, mark.kind)
            inner = set(blocks_of(annotation)) - seen
            seen |= inner
            waiting += sorted(inner, key=lambda block: block.__name__)
    return found


def block_in(record: type[Record], field: str, data: Any) -> type[Record] | None:
    """The class of the block that ``data`` is, standing in ``field`` of ``record`` or in a list there.

    Returns:
        The class, or None if the field holds no blocks, or the data is none.
    """
    known = record.model_fields.get(field)
    if known is None or not isinstance(data, dict):
        return None
    annotation: Any = known.annotation
    possible = blocks_of(annotation)
    if Gap in possible and "state" in data:
        return Gap
    if Quantity in possible and "printed" in data and "value" in data:
        return Quantity
    rest = [block for block in possible if block not in (Gap, Quantity)]
    return rest[0] if rest else (possible[0] if possible else None)


def block_at(record: type[Record], data: Any, path: tuple[str | int, ...]) -> type[Record] | None:
    """The class of the block at ``path`` of an entry's data, beginning at ``record``; None if there is none."""
    here: type[Record] | None = record
    field = ""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
        if isinstance(step, str):
            field = step
        if here is None:
            return None
        if isinstance(data, dict):
            here = block_in(here, field, data)
    return here


_HEAD = ("id", "name", "aliases", "description", "role", "component", "components")
_TAIL = ("last_verified", "note", "sources")


@cache
def key_order(block: type[Record]) -> tuple[str, ...]:
    """The canonical order of the keys of a block: what it is, what is said of it, note and sources last."""
    fields = list(block.model_fields)
    head = [name for name in _HEAD if name in fields]
    if "component" in fields:  # the variant of a component stands beside it
        head += [name for name in ("variant", "variants") if name in fields]
    middle = [name for name in fields if name not in head and name not in _TAIL]
    return (*head, *middle, *(name for name in _TAIL if name in fields))


def in_order(block: type[Record], data: dict[str, Any]) -> dict[str, Any]:
    """Plain data of a block with its keys, and those of all blocks in it, in canonical order."""
    ordered = {}
    for key in (
        *(name for name in key_order(block) if name in data),
        *(name for name in data if name not in block.model_fields),
    ):
        value = data[key]
        if isinstance(value, list):
            ordered[key] = [_in_order(block, key, item) for item in value]
        else:
            ordered[key] = _in_order(block, key, value)
    return ordered


def _in_order(block: type[Record], field: str, value: Any) -> Any:
    inner = block_in(block, field, value)
    return in_order(inner, value) if inner is not None else value
