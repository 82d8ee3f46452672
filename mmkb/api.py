"""The front door: :func:`mmkb.open` and the knowledge base that it gives."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from mmkb.problems import did_you_mean
from mmkb.query import Questions
from mmkb.query.errors import NotFoundError
from mmkb.records import FOLDERS
from mmkb.store import StoreError

if TYPE_CHECKING:
    import networkx

GRAPHS = ("taxonomy", "lineage", "components")


class KnowledgeBase(Questions):
    """Answers questions about multimodal large language models, and draws graphs of them.

    Example:
        >>> import mmkb
        >>> kb = mmkb.open()
        >>> kb.model("llava").record.architecture.encoders[0].component
        'clip-vit-l-14'
    """

    def graph(self, name: str) -> networkx.DiGraph[str]:
        """A graph of the whole catalogue.

        Args:
            name: ``taxonomy`` (function, input to output, design, models), ``lineage`` (models by what they were built on)
                or ``components`` (models and the components they use).

        Returns:
            A networkx graph; nodes have ``kind`` and ``label``.

        Raises:
            NotFoundError: If there is no such graph.
        """
        from mmkb import graph

        if name == "taxonomy":
            return graph.taxonomy_graph(self.models())
        if name == "lineage":
            return graph.lineage_graph(self.lineage())
        if name == "components":
            return graph.component_graph(self.models())
        raise NotFoundError("graph", name, GRAPHS)

    def suggest(self, word: str) -> str:
        """A hint at entries whose ids or names are near a word; empty if none is."""
        names = [name for (name,) in self.store.rows("SELECT id FROM entry UNION SELECT name FROM entry_name")]
        hint = did_you_mean(word, names) if len(names) > 20 else ""
        return f"; {hint}" if hint else ""


def packaged_database() -> Path | None:
    """The database that the package was installed with, if it was."""
    found = resources.files("mmkb") / "mmkb.sqlite"
    return Path(str(found)) if found.is_file() else None


def find_root(start: Path) -> Path | None:
    """The nearest folder, ``start`` included, with entries in ``catalog/``: a checkout."""
    for folder in (start, *start.parents):
        if any((folder / "catalog" / kind).is_dir() for kind in FOLDERS.values()):
            return folder
    return None


def open_knowledge_base(path: str | os.PathLike[str] | None = None, *, root: Path | None = None) -> KnowledgeBase:
    """Open the knowledge base.

    Args:
        path: A database file that ``mmkb build`` wrote.
        root: A checkout whose database is meant. Without path and root: the database of the checkout around the working
            directory; outside a checkout, the one that the package was installed with.

    Returns:
        The knowledge base; it reads and never writes.

    Raises:
        StoreError: If there is no database, or it is none of this version of mmkb; the message says what to do.
    """
    if path is not None:
        return KnowledgeBase.from_file(Path(path))
    root = root if root is not None else find_root(Path.cwd())
    if root is not None:
        built = root / "build" / "mmkb.sqlite"
        if not built.is_file() and root.joinpath("catalog").is_dir():
            raise StoreError(f"There is no database in {root} yet. Run mmkb build there.")
        return KnowledgeBase.from_file(built)
    packaged = packaged_database()
    if packaged is None:
        raise StoreError("mmkb was installed without a database. Name a file, or work in a checkout after mmkb build.")
    return KnowledgeBase.from_file(packaged)
