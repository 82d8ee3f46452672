"""Loading: a folder of entries in, a catalogue and every problem of single entries out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mmkb.cache import Cache
from mmkb.garbage import no_collection
from mmkb.load.entry import EntryFile, read_entry
from mmkb.problems import Problem, entry_id
from mmkb.records import FOLDERS, KINDS
from mmkb.records.base import SLUG_PATTERN
from mmkb.rules import rule
from mmkb.yamltext import MAX_BYTES

UNEXPECTED_FILE = rule(
    "unexpected-file",
    "The catalogue holds entries, one a file, in the folder of their kind, and a licence; nothing else.",
    "Move the file to the folder of its kind and name it ID.yaml, with an id of a-z, 0-9, - and .; or take it away.",
)
_CHUNK = 1 << 16
UNREADABLE = rule("file-unreadable", "Every file can be read.", "Mend the file's permissions or the link.")


@dataclass(slots=True)
class Catalogue:
    """All entries that could be read, by kind and id.

    Attributes:
        entries: The entries, kinds in the order of :data:`mmkb.records.KINDS`, ids in alphabetical order.
        faulty: Ids of the files that could not be read, by kind.
    """

    entries: dict[str, dict[str, EntryFile]]
    faulty: dict[str, set[str]]

    def __iter__(self) -> Iterator[EntryFile]:
        """Iterate over all entries."""
        for kind in self.entries.values():
            yield from kind.values()

    def __len__(self) -> int:
        """Number of entries."""
        return sum(len(kind) for kind in self.entries.values())


def _walk(root: Path) -> Iterator[tuple[str, ...]]:
    """Yield the path of every file below ``root`` that is not hidden, as parts, in alphabetical order."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        parts = Path(folder).relative_to(root).parts
        for name in sorted(files):
            if not name.startswith("."):
                yield (*parts, name)


def _files(root: Path, shown: str, problems: list[Problem]) -> Iterator[tuple[str, str, str]]:
    """Yield kind, path and shown path of every entry below ``root``; note what is no entry."""
    kinds = {folder: kind for kind, folder in FOLDERS.items()}
    slug = re.compile(rf"{SLUG_PATTERN[1:-1]}\.yaml", re.ASCII).fullmatch
    for parts in _walk(root):
        name = f"{shown}/{'/'.join(parts)}"
        kind = kinds.get(parts[0]) if len(parts) == 2 else None
        if kind is not None and slug(parts[1]) is not None:
            yield kind, os.path.join(root, *parts), name  # noqa: PTH118 - pathlib costs more than the parsing of small entries
        elif parts not in (("LICENSE",), ("README.md",)):
            problems.append(Problem(name, 1, 1, UNEXPECTED_FILE.code, "not the file of an entry", UNEXPECTED_FILE.mend))


def load_catalogue(
    root: Path, cache: Cache | None = None, shown: str | None = None, tick: Callable[[int], object] | None = None
) -> tuple[Catalogue, list[Problem]]:
    """Read every entry below a folder.

    Args:
        root: The ``catalog`` folder.
        cache: Where the digests of entries without fault are kept between runs.
        shown: How problems name the folder; by default its name.
        tick: Called now and then with the number of entries read so far.

    Returns:
        The entries that could be read, and the problems of all others.
    """
    catalogue = Catalogue({kind: {} for kind in KINDS}, {kind: set() for kind in KINDS})
    problems: list[Problem] = []
    with no_collection():
        for number, (kind, path, name) in enumerate(_files(root, shown or root.name, problems)):
            if tick is not None and number % 100 == 0:
                tick(number)
            read = _read(kind, path, name, cache)
            if isinstance(read, EntryFile):
                catalogue.entries[kind][read.id] = read
            else:
                problems += read
                catalogue.faulty[kind].add(entry_id(name))
    return catalogue, problems


def _read(kind: str, path: str, name: str, cache: Cache | None) -> EntryFile | list[Problem]:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs as much again as the reading
            # Asked for at once, a million bytes would be set aside for every small file.
            raw = file.read(_CHUNK)
            if len(raw) == _CHUNK:
                raw += file.read(MAX_BYTES + 1 - _CHUNK)
    except OSError as error:
        return [Problem(name, 1, 1, UNREADABLE.code, error.strerror or str(error), UNREADABLE.mend)]
    return read_entry(kind, name, raw, cache)
