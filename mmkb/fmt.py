"""The one canonical text of an entry: first line, order of keys, layout; comments are kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from mmkb.load import schema_line
from mmkb.problems import Problem
from mmkb.records import KINDS
from mmkb.records.base import Record
from mmkb.records.shape import block_in, key_order
from mmkb.rules import rule
from mmkb.yamltext import parse

NOT_CANONICAL = rule(
    "not-canonical",
    "An entry stands in its one canonical text: schema line first, keys in the order of the schema, two spaces of indent, "
    "single quotes where quotes are needed.",
    "Run mmkb fmt.",
)


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


def canonical(kind: str, raw: bytes) -> bytes:
    """The canonical text of an entry.

    Args:
        kind: Kind of the entry.
        raw: The bytes of its file.

    Returns:
        The canonical bytes; ``raw`` itself if the text cannot be read.
    """
    if parse(raw).data is None:
        return raw
    lines = raw.decode().replace("\r\n", "\n").split("\n")
    if lines[0].startswith("# yaml-language-server:"):
        lines = lines[1:]
    yaml = _yaml()
    data = yaml.load("\n".join(line.rstrip() for line in lines))
    _reorder(data, KINDS[kind])
    out = io.StringIO()
    yaml.dump(data, out)
    return f"{schema_line(kind)}\n{out.getvalue().strip()}\n".encode()


def first_difference(raw: bytes, wanted: bytes) -> int:
    """The first line, from 1, in which two texts differ."""
    for number, (one, other) in enumerate(zip(raw.split(b"\n"), wanted.split(b"\n"), strict=False), 1):
        if one != other:
            return number
    return min(raw.count(b"\n"), wanted.count(b"\n")) + 1


def format_file(kind: str, path: Path, shown: str, write: bool) -> Problem | None:
    """Put one file into its canonical text, or tell where it is not.

    Args:
        kind: Kind of the entry.
        path: The file.
        shown: Its path as the problem shall name it.
        write: Whether to write; the file is replaced in one step, and never if the text would mean something else.

    Returns:
        The problem of a file that is not canonical; None if it is, or cannot be read at all.

    Raises:
        OSError: If the file cannot be read or written.
    """
    raw = path.read_bytes()
    wanted = canonical(kind, raw)
    if wanted == raw or parse(wanted).data != parse(raw).data:
        return None
    if write:
        aside = path.with_name(f".{path.name}.new")
        aside.write_bytes(wanted)
        aside.replace(path)
    return Problem(shown, first_difference(raw, wanted), 1, NOT_CANONICAL.code, "not the canonical text", NOT_CANONICAL.mend)
