"""A folder that is being filled: paths checked before anything is written, and a sum of every file kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from mmkb.exports.errors import ExportError

SUMS: Final = "SHA256SUMS"
"""The file that lists the sums of all others."""

_PART: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}", re.ASCII)


class Folder:
    """Takes files by their paths and keeps their sums.

    Attributes:
        sums: SHA-256 of every file written so far, by path.
    """

    def __init__(self, root: Path, tick: Callable[[int], object] | None = None) -> None:
        """Fill the folder at ``root``, which exists.

        Args:
            root: The folder.
            tick: Called after every file with the number of files written so far.
        """
        self._root = root.resolve()
        self._tick = tick
        self._made: set[Path] = set()
        self.sums: dict[str, str] = {}

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file that is not there yet.

        Args:
            path: Its path below the folder, parts joined by slashes.
            content: Its text, written as UTF-8, or its bytes.

        Raises:
            ExportError: If the path leads out of the folder, is no plain path, or is taken.
            OSError: If it cannot be written.
        """
        target = self._target(path)
        data = content.encode() if isinstance(content, str) else content
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        try:
            with target.open("xb") as file:
                file.write(data)
        except FileExistsError:
            raise ExportError(f"Two files want the path {path}; give one of them another name.") from None
        self.sums[path] = hashlib.sha256(data).hexdigest()
        if self._tick is not None:
            self._tick(len(self.sums))

    def _target(self, path: str) -> Path:
        """The file at a path, if that is one below the folder."""
        parts = path.split("/")
        target = self._root.joinpath(*parts)
        if not all(_PART.fullmatch(part) and not part.endswith(".") for part in parts) or not target.resolve().is_relative_to(
            self._root
        ):
            raise ExportError(f"{path!r} cannot be the path of a file. Is the database one that mmkb build wrote?")
        return target

    def finish(self) -> int:
        """Write the list of sums, as ``sha256sum --check`` reads it.

        Returns:
            Number of files, the list included.
        """
        self.write(SUMS, "".join(f"{self.sums[path]}  {path}\n" for path in sorted(self.sums)))
        return len(self.sums)


def strangers(folder: Path) -> list[str]:
    """Files in a folder that no export put there, by its list of sums; none if the folder is empty or not there."""
    if not folder.is_dir():
        return []
    listed = folder / SUMS
    known = {SUMS, *_paths(listed.read_text("utf-8", "replace").splitlines())} if listed.is_file() else set()
    found = (path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    return sorted(name for path in found if (name := path.relative_to(folder).as_posix()) not in known)


def _paths(lines: Iterable[str]) -> Iterable[str]:
    return (line[66:] for line in lines)
