"""The checkout that a command works in: where its catalogue and its products lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import click

from mmkb.api import find_root
from mmkb.kept import kept_file


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout of the project, or any folder with a ``catalog`` in it.

    Attributes:
        root: The folder that holds ``catalog/``.
    """

    root: Path

    @property
    def catalog(self) -> Path:
        """The entries."""
        return self.root / "catalog"

    @property
    def schema(self) -> Path:
        """The JSON Schemas, and the ids of all entries, for editors."""
        return self.root / "schema"

    @property
    def build(self) -> Path:
        """What is built from them."""
        return self.root / "build"

    @property
    def database(self) -> Path:
        """The database."""
        return self.build / "mmkb.sqlite"

    @property
    def prose(self) -> Path | None:
        """The hand-written pages, where there are any."""
        folder = self.root / "site"
        return folder if folder.is_dir() else None

    @property
    def cache(self) -> Path:
        """What is kept between runs."""
        return self.build / "cache.sqlite"

    @property
    def kept(self) -> Path:
        """What was made from the database, kept between runs."""
        return kept_file(self.root)

    def shown(self, path: Path) -> str:
        """A path as seen from the working directory."""
        return Path(os.path.relpath(path)).as_posix()


def the_checkout(root: Path | None) -> Checkout:
    """The checkout named on the command line, or the one around the working directory.

    Raises:
        click.UsageError: If there is none.
    """
    folder = find_root(Path.cwd()) if root is None else root.resolve()
    if folder is None or not (folder / "catalog").is_dir():
        where = "around the working directory" if root is None else f"in {root}"
        raise click.UsageError(f"There is no catalog/ {where}. Go into a checkout of mmkb, or name one with --root.")
    return Checkout(folder)
