"""The rule that every fact has a source."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.records.base import Cited, Record
from mmkb.rules import Fault, Path, rule

WITHOUT_SOURCE = rule(
    "fact-without-source",
    "Every block that states a fact, a gap included, names its sources or stands in a block that does.",
    "Add sources: [{source: ..., locator: ...}] to the block, naming what was read.",
)


def unsourced(record: Record, sourced: bool = False, path: Path = ()) -> Iterator[Fault]:
    """Yield the outermost blocks below ``record`` that state facts and have no source of their own or around them."""
    if isinstance(record, Cited):
        sourced = sourced or bool(record.sources)
        if not sourced and any(
            getattr(record, name) is not None and name != "sources" and not _holds_blocks(getattr(record, name))
            for name in record.model_fields_set
        ):
            yield WITHOUT_SOURCE.fault("no source here or around", *path)
            return
    if sourced:
        return
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            yield from unsourced(value, sourced, (*path, name))
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, Record):
                    yield from unsourced(item, sourced, (*path, name, i))


def _holds_blocks(value: object) -> bool:
    """Whether a value is a block, or a list of blocks, that answers for its own sources."""
    return isinstance(value, Cited) or (isinstance(value, tuple) and bool(value) and isinstance(value[0], Cited))
