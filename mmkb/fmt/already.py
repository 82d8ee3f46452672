"""Already canonical: what a look at the text can tell for sure, many times faster than writing it anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from mmkb.load import schema_line
from mmkb.records import KINDS
from mmkb.records.base import Record
from mmkb.records.shape import block_in, key_order

try:
    from yaml import CSafeLoader as _Loader
except ImportError:
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_UNSURE = re.compile(r'["\t\r\x7f-\x9f\ud800-\udfff\U00010000-\U0010ffff]|\s#|[ \n]\n|.{10000}')
"""What the look leaves to the writer: comments, empty lines, quotes and characters that it may write in another way."""
_PLAIN = re.compile(
    r"(?!(?:null|true|false|yes|no|on|off|y|n)\Z)[A-Za-z].*|true|false|0|[1-9]\d{0,15}|\d{4}-\d\d|[12]\d{3}-\d\d-\d\d"
    r"|[1-9][^:]* [^:]*|(?:[1-9]|0\.)[0-9.]*[A-DF-Za-df-z][^:]*",
    re.ASCII,
)
_NOT_IN_BRACKETS: Final = frozenset(",?[]{}")


class _UnsureError(Exception):
    """The writer has to be asked."""


def _next(events: Iterator[Any], text: str, flow: bool, folded: bool = False) -> tuple[Any, str]:
    """The next event, and its text if it is a single value."""
    event = next(events)
    if not hasattr(event, "value"):
        return event, ""
    piece = text[event.start_mark.index : event.end_mark.index]
    if folded and event.style == ">" and piece.startswith(">-\n"):
        return event, piece.rstrip("\n")
    if "\n" in piece or not piece or event.style not in ("", "'", None):
        raise _UnsureError
    plain = not event.style
    if plain and (_PLAIN.fullmatch(piece) is None or (flow and not _NOT_IN_BRACKETS.isdisjoint(piece))):
        raise _UnsureError
    return event, piece


def _flow(event: Any, events: Iterator[Any], text: str) -> str:
    """A block in brackets, whose first event came, as it is written."""
    pieces: list[str] = []
    mapping = isinstance(event, yaml.MappingStartEvent)
    while True:
        inner, piece = _next(events, text, True)
        if isinstance(inner, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            return f"{{{', '.join(pieces)}}}" if mapping else f"[{', '.join(pieces)}]"
        if mapping:
            inner, value = _next(events, text, True)
            pieces.append(f"{piece}: {value or _flow(inner, events, text)}")
        else:
            pieces.append(piece or _flow(inner, events, text))


def _block(event: Any, events: Iterator[Any], text: str, indent: int) -> str:
    """An open block, whose first event came, as it is written; its first line without indent."""
    lines: list[str] = []
    mapping, space = isinstance(event, yaml.MappingStartEvent), " " * indent
    while True:
        inner, piece = _next(events, text, False)
        if isinstance(inner, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            return f"\n{space}".join(lines)
        if not mapping:
            if isinstance(inner, yaml.SequenceStartEvent) and not inner.flow_style:
                raise _UnsureError
            lines.append(f"- {piece or _any(inner, events, text, indent + 2)}")
            continue
        inner, value = _next(events, text, False, folded=True)
        if value.startswith(">"):
            begin = f"{space}  "
            if not all(line.startswith(begin) and line[len(begin)] != " " for line in value.split("\n")[1:]):
                raise _UnsureError
        if value or inner.flow_style:
            lines.append(f"{piece}: {value or _flow(inner, events, text)}")
        else:
            deeper = indent if isinstance(inner, yaml.SequenceStartEvent) else indent + 2
            lines.append(f"{piece}:\n{' ' * deeper}{_block(inner, events, text, deeper)}")


def _any(event: Any, events: Iterator[Any], text: str, indent: int) -> str:
    return _flow(event, events, text) if event.flow_style else _block(event, events, text, indent)


def _in_order(block: type[Record], data: dict[str, Any]) -> bool:
    """Whether the keys of a block, and of all blocks in it, stand in the order of the schema."""
    known = key_order(block)
    if list(data) != sorted(data, key=lambda key: known.index(key) if key in known else len(known)):
        return False
    for key, value in data.items():
        for item in value if isinstance(value, list) else [value]:
            inner = block_in(block, key, item)
            if inner is not None and not _in_order(inner, item):
                return False
    return True


def surely_canonical(kind: str, raw: bytes, data: dict[str, Any]) -> bool:
    """Whether the layout of an entry is canonical for sure.

    Args:
        kind: Kind of the entry.
        raw: The bytes of its file.
        data: What they mean.

    Returns:
        True if it is; False if it is not, or only writing it anew can tell.
    """
    head, _, text = raw.decode().partition("\n")
    if head != schema_line(kind) or _UNSURE.search(text) is not None or not _in_order(KINDS[kind], data):
        return False
    events = iter(yaml.parse(text, Loader=_Loader))
    try:
        next(events), next(events)
        return f"{_any(next(events), events, text, 0)}\n" == text
    except _UnsureError:
        return False
