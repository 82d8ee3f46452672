"""Layout: first line, order of keys, indents and quotes of an entry; comments are kept."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from mmkb.load import schema_line
from mmkb.records import KINDS
from mmkb.records.base import Record
from mmkb.records.shape import block_in, key_order


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=2, offset=0)
    yaml.allow_unicode = True
    return yaml


def _reorder(data: Any, block: type[Record] | None, flow: bool = False) -> None:
    """Put the keys of a block, and of all blocks in it, into the order of the schema; unknown keys come last."""
    flow = flow or (isinstance(data, (CommentedMap, CommentedSeq)) and data.fa.flow_style() is True)
    if isinstance(data, CommentedSeq):
        for i, item in enumerate(data):
            data[i] = _requoted(item, flow)
    if not isinstance(data, CommentedMap):
        return
    if block is not None:
        known = key_order(block)
        order = sorted(data, key=lambda key: known.index(key) if key in known else len(known))
        if order != list(data):
            _move(data, order)
    for key, value in data.items():
        data[key] = _requoted(value, flow)
        if isinstance(value, CommentedSeq):
            _reorder(value, None, flow)
        for item in value if isinstance(value, CommentedSeq) else [value]:
            _reorder(item, block_in(block, key, item) if block is not None else None, flow)


def _requoted(value: Any, flow: bool) -> Any:
    """Text in double quotes as text in single quotes, where that says the same; inside braces, a question mark in quotes."""
    if flow and type(value) is str and "?" in value:
        # Some parsers take a bare one there for the mark of a key.
        return SingleQuotedScalarString(value)
    if isinstance(value, DoubleQuotedScalarString) and value.isprintable() and "\\" not in value:
        return SingleQuotedScalarString(str(value))
    return value


def _move(data: CommentedMap, order: list[str]) -> None:
    """Move the keys of a mapping, each with the comment that belongs to it."""
    values = {key: data[key] for key in order}
    comments = {key: data.ca.items.get(key) for key in order}
    for key in order:
        del data[key]
    for key in order:
        data[key] = values[key]
        if comments[key] is not None:
            data.ca.items[key] = comments[key]


def laid_out(kind: str, raw: bytes) -> bytes:
    """The text of an entry with its first line, keys, indents and quotes in canonical order and form.

    Args:
        kind: Kind of the entry.
        raw: The bytes of its file, which can be read.
    """
    lines = raw.decode().replace("\r\n", "\n").split("\n")
    if lines[0].startswith("# yaml-language-server:"):
        lines = lines[1:]
    yaml = _yaml()
    data = yaml.load("\n".join(line.rstrip() for line in lines))
    _reorder(data, KINDS[kind])
    out = io.StringIO()
    yaml.dump(data, out)
    return f"{schema_line(kind)}\n{out.getvalue().strip()}\n".encode()
