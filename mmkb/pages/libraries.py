"""The libraries of others that the site serves, as their lock pins them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mmkb.pages.escape import external, text
from mmkb.pages.markup import table

LOCK: Final = "npm/package-lock.json"
"""The lock, below the folder of the hand-written pages."""
MARK: Final = "<!-- libraries -->"
"""Stands on the hand-written page where the table belongs."""


@dataclass(frozen=True, slots=True)
class Library:
    """A package of the npm registry that the site serves files of.

    Attributes:
        name: Its name there.
        home: Where its makers keep it.
        purpose: What the site does with it.
        folder: Folder of its files below ``assets/vendor``.
        files: Paths in the package, and the names under which the site serves them.
    """

    name: str
    home: str
    purpose: str
    folder: str
    files: tuple[tuple[str, str], ...]


SERVED: Final = (
    Library(
        "@sqlite.org/sqlite-wasm",
        "https://github.com/sqlite/sqlite-wasm",
        "answers the questions of the SQL page",
        "sqlite",
        # As .js, since some servers know no type for .mjs and browsers then refuse the module.
        (("dist/index.mjs", "sqlite3.js"), ("dist/sqlite3.wasm", "sqlite3.wasm")),
    ),
)
"""All of them, by name."""


def with_libraries(written: str, prose: Path) -> str:
    """Put the table of libraries into a hand-written page that has a mark for it.

    Args:
        written: The page.
        prose: The folder of the hand-written pages, which holds the lock.

    Raises:
        OSError: If the lock cannot be read.
    """
    return written.replace(MARK, libraries_table(json.loads((prose / LOCK).read_text("utf-8")))) if MARK in written else written


def libraries_table(lock: dict[str, Any]) -> str:
    """The table of libraries.

    Args:
        lock: The lock of npm, read.

    Returns:
        Markdown.
    """
    rows = []
    for library in sorted(SERVED, key=lambda library: library.name):
        locked = lock["packages"][f"node_modules/{library.name}"]
        served = ", ".join(f"<code>assets/vendor/{library.folder}/{name}</code>" for _, name in library.files)
        rows.append(
            (
                external(library.home, library.name),
                text(locked["version"]),
                external(f"https://spdx.org/licenses/{locked['license']}.html", locked["license"]),
                f"{text(library.purpose)}: {served}",
                f'<span title="{text(locked["integrity"])}">{text(locked["integrity"][:19])}…</span>',
            )
        )
    return table(("Library", "Version", "Licence", "What for", "Checksum in the lock"), rows).rstrip("\n")
