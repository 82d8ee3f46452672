"""The Markdown of all pages, read when it is asked for: thousands of pages need no more memory than one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path


class PagesOnDisk(Mapping[str, str]):
    """The Markdown of the pages in a folder, by path, in the order of the paths."""

    def __init__(self, folder: Path) -> None:
        """Look which pages are in ``folder``; they are to stay as they are."""
        self._folder = folder
        self._paths = dict.fromkeys(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md")))

    def __getitem__(self, path: str) -> str:
        """The Markdown of a page."""
        if path not in self._paths:
            raise KeyError(path)
        return (self._folder / path).read_text("utf-8")

    def __contains__(self, path: object) -> bool:
        """Whether there is such a page."""
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        """The paths."""
        return iter(self._paths)

    def __len__(self) -> int:
        """Number of pages."""
        return len(self._paths)
