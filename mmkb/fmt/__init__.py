"""The one canonical text of an entry: spellings, first line, order of keys, layout; comments are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml.error import YAMLError

from mmkb.fmt.already import surely_canonical
from mmkb.fmt.comments import comments
from mmkb.fmt.layout import laid_out
from mmkb.load.telling import shown
from mmkb.problems import Problem
from mmkb.rules import rule
from mmkb.spelling.mends import Mend, mended
from mmkb.yamltext import parse

NOT_CANONICAL = rule(
    "not-canonical",
    "An entry stands in its one canonical text: schema line first, keys in the order of the schema, two spaces of indent, "
    "single quotes where quotes are needed.",
    "Run mmkb fmt.",
)


_ROUNDS = 4


def _settled(kind: str, raw: bytes) -> bytes:
    """The canonical layout of a text that can be read; ``raw`` itself where that would lose or change something."""
    data = parse(raw).data
    if data is None or surely_canonical(kind, raw, data):
        return raw
    try:
        text = laid_out(kind, raw)
        # A comment may move when keys do, and its new place may be written in another way.
        for _ in range(_ROUNDS):
            before, text = text, laid_out(kind, text)
            if text == before:
                break
        else:
            return raw
    except (YAMLError, ValueError):  # what is more particular than our parser: 2024-02-30 is no day
        return raw
    kept = parse(text).data == data and comments(text) == comments(raw)
    return text if kept else raw


def formatted(kind: str, raw: bytes) -> tuple[bytes, tuple[Mend, ...]]:
    """The canonical text of an entry, and what was spelt in another way.

    Args:
        kind: Kind of the entry.
        raw: The bytes of its file.

    Returns:
        The canonical bytes; ``raw`` itself if the text cannot be read.
    """
    if parse(raw).data is None:
        return raw, ()
    text, mends = mended(kind, raw)
    return _settled(kind, text), mends


def canonical(kind: str, raw: bytes) -> bytes:
    """The canonical text of an entry; ``raw`` itself if it cannot be read."""
    return formatted(kind, raw)[0]


def first_difference(raw: bytes, wanted: bytes) -> int:
    """The first line, from 1, in which two texts differ."""
    for number, (one, other) in enumerate(zip(raw.split(b"\n"), wanted.split(b"\n"), strict=False), 1):
        if one != other:
            return number
    return min(raw.count(b"\n"), wanted.count(b"\n")) + 1


@dataclass(frozen=True, slots=True)
class Formatted:
    """What is not canonical in one file.

    Attributes:
        file: Its path, as problems name it.
        mends: What is spelt in another way.
        line: First line that is laid out in another way; 0: none.
        reads: What stands in that line of the canonical text.
    """

    file: str
    mends: tuple[Mend, ...]
    line: int
    reads: str

    def told(self) -> list[Problem]:
        """Everything that is not canonical, each thing as a problem."""
        found = [Problem(self.file, *m.begin, NOT_CANONICAL.code, said(m), NOT_CANONICAL.mend, NOT_CANONICAL.severity, *m.end)
                 for m in self.mends]  # fmt: skip
        if self.line:
            message = f"not the canonical text, where this line reads {shown(self.reads)}"
            found.append(Problem(self.file, self.line, 1, NOT_CANONICAL.code, message, NOT_CANONICAL.mend))
        return sorted(found)


def said(mend: Mend) -> str:
    """What a mend changes, in words."""
    where = ".".join(map(str, mend.path))
    change = f"{where}: {shown(mend.came)} is written {mend.meant}"
    version = re.search(r"\d(v\d+)\b", mend.came)
    if mend.path[-1] == "arxiv" and version is not None:
        return f"{change}; the version that was read, {version[1]}, stands under version"
    return change if mend.meant != mend.came else f"{where}: {mend.came} is written in quotes"


def format_file(kind: str, path: Path, file: str, write: bool) -> Formatted | None:
    """Put one file into its canonical text, or tell where it is not.

    Args:
        kind: Kind of the entry.
        path: The file.
        file: Its path as problems shall name it.
        write: Whether to write; the file is replaced in one step, and never if the text would mean something else or lose a
            comment.

    Returns:
        What is not canonical; None if the file is, or cannot be read at all.

    Raises:
        OSError: If the file cannot be read or written.
    """
    raw = path.read_bytes()
    wanted, mends = formatted(kind, raw)
    if wanted == raw:
        return None
    spelt = mended(kind, raw)[0] if mends else raw
    line = first_difference(spelt, wanted) if spelt != wanted else 0
    if write:
        aside = path.with_name(f".{path.name}.new")
        aside.write_bytes(wanted)
        aside.replace(path)
    lines = wanted.decode().split("\n")
    return Formatted(file, mends, line, lines[line - 1] if 0 < line <= len(lines) else "")
