"""The fields of records as a form has them: what goes into each, read from the annotations."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from pydantic import Discriminator, Tag

from mmkb.records.availability import LICENCE_FORM, Licence
from mmkb.records.base import (
    ArxivId,
    Count,
    Detail,
    Doi,
    FactPath,
    Gap,
    Line,
    Link,
    Locator,
    PartialDate,
    PositiveInt,
    Prose,
    Record,
    Ref,
    Resolution,
    Slug,
)
from mmkb.records.forms import (
    ARXIV_FORM,
    DATE_FORM,
    DOI_FORM,
    LINK_FORM,
    LOCATOR_FORM,
    QUANTITY_FORM,
    RESOLUTION_FORM,
    TextForm,
)
from mmkb.records.shape import key_order
from mmkb.vocab import Word

FORMS: Final[dict[str, TextForm]] = {
    "date": DATE_FORM, "arxiv": ARXIV_FORM, "doi": DOI_FORM, "link": LINK_FORM, "resolution": RESOLUTION_FORM,
    "count": QUANTITY_FORM, "licence": LICENCE_FORM, "locator": LOCATOR_FORM,
}  # fmt: skip
"""Texts that have a form of their own, by the names under which :class:`Shape` has them."""

_ALIASES: Final[tuple[tuple[Any, str], ...]] = (
    (PartialDate, "date"), (ArxivId, "arxiv"), (Doi, "doi"), (Link, "link"), (Resolution, "resolution"), (Count, "count"),
    (Licence, "licence"), (Locator, "locator"), (FactPath, "path"), (Slug, "slug"), (Line, "line"), (Prose, "prose"),
    (PositiveInt, "number"),
    (bool, "flag"),
)  # fmt: skip


@dataclass(slots=True)
class Shape:
    """What goes into a field.

    Attributes:
        key: Its key.
        form: ``line``, ``prose``, ``slug``, ``number``, ``flag``, a word of :data:`FORMS`, ``word``, ``block``, or ``text``.
        need: Whether a block cannot do without it.
        many: Whether it holds a list.
        least: The least number of things in that list.
        gap: Whether it can be a gap instead.
        words: The closed list of its words, for ``word``.
        block: The class of its blocks, for ``block``.
        ref: Kind of the entries whose ids it holds.
        of: The field beside it that names the entry in which its id stands.
    """

    key: str
    form: str = "text"
    need: bool = False
    many: bool = False
    least: int = 0
    gap: bool = False
    words: type[Word] | None = None
    block: type[Record] | None = None
    ref: str = ""
    of: str = ""


def _read(annotation: Any, shape: Shape) -> None:
    """Note in ``shape`` what an annotation says."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner, *marks = arguments
        for mark in marks:
            if isinstance(mark, Ref):
                shape.ref = mark.kind
            elif isinstance(mark, Detail):
                shape.of, shape.ref = mark.of, mark.kind
            elif isinstance(mark, Discriminator):
                shape.gap = True
        rest = [mark for mark in marks if not isinstance(mark, (Tag, Ref, Detail))]
        annotation = Annotated[(inner, *rest)] if rest else inner
        name = next((name for alias, name in _ALIASES if alias == annotation), "")
        if name:
            shape.form = name
        else:
            _read(inner, shape)
    elif origin is tuple:
        shape.many = True
        _read(arguments[0], shape)
    elif origin in (Union, types.UnionType):
        for argument in arguments:
            bare = get_args(argument)[0] if get_origin(argument) is Annotated else argument
            if bare not in (Gap, type(None)):
                _read(argument, shape)
    elif annotation is bool:
        shape.form = "flag"
    elif isinstance(annotation, type) and issubclass(annotation, Word):
        shape.form, shape.words = "word", annotation
    elif isinstance(annotation, type) and issubclass(annotation, Record):
        shape.form, shape.block = "block", annotation


@cache
def shapes_of(record: type[Record]) -> tuple[Shape, ...]:
    """What goes into each field of a record, in the canonical order of its keys."""
    hints = get_type_hints(record, include_extras=True)
    found = []
    for key in key_order(record):
        field = record.model_fields[key]
        shape = Shape(key, need=field.is_required())
        _read(hints[key], shape)
        shape.least = next((mark.min_length for mark in field.metadata if hasattr(mark, "min_length")), 0) if shape.many else 0
        found.append(shape)
    return tuple(found)


def records_in(record: type[Record]) -> Iterator[type[Record]]:
    """A record and the classes of all blocks in it, at any depth, each once."""
    waiting, seen = [record], {record}
    while waiting:
        one = waiting.pop(0)
        yield one
        for shape in shapes_of(one):
            if shape.block is not None and shape.block not in seen:
                seen.add(shape.block)
                waiting.append(shape.block)
