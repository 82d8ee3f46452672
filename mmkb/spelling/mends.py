"""Mends: the spellings in the text of an entry, each put right at its place, all else left as it stands."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mmkb.locator import Locator
from mmkb.records import KINDS
from mmkb.records.base import Record
from mmkb.records.shape import block_in, form_in
from mmkb.rules import Path
from mmkb.spelling import meaning, spelt
from mmkb.yamltext import NOWHERE, Position, parse


class Mend(NamedTuple):
    """One value that is spelt in another way than the catalogue spells it.

    Attributes:
        path: Where in the entry.
        begin: Where its text begins.
        end: First character after it.
        came: The value as it is written, without quotes.
        meant: The value as it should be written.
    """

    path: Path
    begin: Position
    end: Position
    came: str
    meant: str


def _formed(block: type[Record], data: dict[str, Any], path: Path = ()) -> Iterator[tuple[Path, str, Any]]:
    """Yield the place, form and value of every single value below a block whose field asks for a form."""
    for key, value in data.items():
        form = form_in(block, key)
        for at, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
            where = (*path, key) if at is None else (*path, key, at)
            inner = block_in(block, key, item)
            if inner is not None:
                yield from _formed(inner, item, where)
            elif form and isinstance(item, (str, int, float)) and not isinstance(item, bool):
                yield where, form, item


_BARE = re.compile(r"[A-Za-z](?:[A-Za-z0-9./:+_%~=-]| (?=[A-Za-z]))*(?<!:)|\d{4}-\d\d(?:-\d\d)?", re.ASCII)
"""Text that needs no quotes anywhere."""


def _written(value: str) -> str:
    return value if _BARE.fullmatch(value) else "'" + value.replace("'", "''") + "'"


def _found(kind: str, raw: bytes, data: dict[str, Any], lines: list[str]) -> Iterator[Mend]:
    locator: Locator | None = None
    for path, form, value in _formed(KINDS[kind], data):
        if isinstance(value, str) and spelt(form, value) is None:
            continue
        locator = locator or Locator(raw)
        begin = locator.value(path)
        end = locator.end(begin)
        if end == NOWHERE or end.line != begin.line:
            continue
        # A bare number is taken by its digits: 2304.10130 has lost one as a number.
        came = value if isinstance(value, str) else lines[begin.line - 1][begin.column - 1 : end.column - 1]
        meant = spelt(form, came) if isinstance(value, str) else meaning(form, came)
        if meant is not None:
            yield Mend(path, begin, end, came, meant)


def mended(kind: str, raw: bytes) -> tuple[bytes, tuple[Mend, ...]]:
    """Put right the spellings in an entry of which there is no doubt what they mean.

    Args:
        kind: Kind of the entry.
        raw: The bytes of its file.

    Returns:
        The bytes with the values put right, in the order of the text; ``raw`` itself if it cannot be read.
    """
    data = parse(raw).data
    if data is None:
        return raw, ()
    text = raw.decode()
    lines = text.split("\n")
    if re.search("\r(?!\n)|\x85", text):  # breaks of lines that only YAML counts
        return raw, ()
    mends = tuple(sorted(_found(kind, raw, data, lines), key=lambda mend: mend.begin))
    wanted = copy.deepcopy(data) if mends else data
    for mend in reversed(mends):
        line = lines[mend.begin.line - 1]
        head, tail = line[: mend.begin.column - 1], line[mend.end.column - 1 :]
        lines[mend.begin.line - 1] = f"{head}{_written(mend.meant)}{tail}"
        block = wanted
        for step in mend.path[:-1]:
            block = block[step]  # type: ignore[index]
        block[mend.path[-1]] = mend.meant  # type: ignore[index]
    new = "\n".join(lines).encode()
    return (new, mends) if mends and parse(new).data == wanted else (raw, ())
