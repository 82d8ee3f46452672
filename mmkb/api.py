"""The front door: :func:`mmkb.open` and the knowledge base that it gives."""

from __future__ import annotations

import base64
import html
import os
import tempfile
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from mmkb.problems import did_you_mean
from mmkb.query import Questions
from mmkb.query.answers import ModelAnswer
from mmkb.query.errors import NotFoundError
from mmkb.records import FOLDERS
from mmkb.store import StoreError

if TYPE_CHECKING:
    import networkx

    from mmkb.figures.figure import Figure, Link

GRAPHS: Final = ("taxonomy", "lineage", "components", "datasets")
"""Graphs of the whole catalogue."""

DATABASE: Final = "mmkb.sqlite"
"""Name of the database's file, wherever one is made."""


@dataclass(frozen=True, slots=True, repr=False)
class DrawnModelAnswer(ModelAnswer):
    """Everything about one model, and a drawing of it.

    Example:
        >>> answer = kb.model("llava")
        >>> answer.diagram().startswith("<svg")
        True
    """

    def diagram(self) -> str:
        """The architecture as an SVG text of its own.

        Example:
            >>> "Vicuna" in kb.model("llava").diagram()
            True
        """
        from mmkb.figures.architecture import architecture_svg

        return architecture_svg(self, lambda kind, entry: f"#{kind}-{entry}")

    def _repr_html_(self) -> str:
        """The diagram and the facts for a notebook."""
        # As a picture, so that its styles stay its own.
        data = base64.b64encode(self.diagram().encode()).decode()
        label = html.escape(f"Architecture of {self.name}")
        # Slots make a class anew, so that super() without arguments would not find it.
        return f'<img alt="{label}" src="data:image/svg+xml;base64,{data}">{ModelAnswer._repr_html_(self)}'


class KnowledgeBase(Questions):
    """Answers questions about multimodal large language models, and draws graphs of them.

    In the examples of its methods ``kb`` is ``mmkb.open()``.

    Example:
        >>> import mmkb
        >>> kb = mmkb.open()
        >>> kb.model("llava").record.architecture.encoders[0].component
        'clip-vit-l-14'
    """

    _borrowed: tempfile.TemporaryDirectory[str] | None = None

    def close(self) -> None:
        """Close the database; one that was fetched is thrown away."""
        super().close()
        if self._borrowed is not None:
            self._borrowed.cleanup()

    def model(self, name: str) -> DrawnModelAnswer:
        """Everything about one model, with a diagram of its architecture.

        Args:
            name: Its id, its name, or any other name that it goes by.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.

        Example:
            >>> kb.model("BLIP-2").summary.released
            '2023-01-26'
            >>> kb.model("llavaa")
            Traceback (most recent call last):
            mmkb.query.errors.NotFoundError: no model 'llavaa'; did you mean llava or llavar or omg-llava?
        """
        answer = super().model(name)
        return DrawnModelAnswer(**{field.name: getattr(answer, field.name) for field in fields(answer)})

    def graph(self, name: str) -> networkx.DiGraph[str]:
        """A graph of the whole catalogue.

        Args:
            name: ``taxonomy`` (function, input to output, design, models), ``lineage`` (models by what they were built on),
                ``components`` (models and the components they use) or ``datasets`` (models, components and what they were
                trained on, and datasets made from others).

        Returns:
            A networkx graph; nodes have ``kind``, ``id`` and ``label``.

        Raises:
            NotFoundError: If there is no such graph.

        Example:
            >>> graph = kb.graph("components")
            >>> sorted(graph.successors("model:pandagpt"))
            ['component:imagebind', 'component:linear', 'component:vicuna']
        """
        from mmkb import graph

        if name == "taxonomy":
            return graph.taxonomy_graph(self.models())
        if name == "lineage":
            return graph.lineage_graph(self.lineage())
        if name == "components":
            return graph.component_graph(self.models())
        if name == "datasets":
            return graph.dataset_graph(self.dataset_lines())
        raise NotFoundError("graph", name, GRAPHS)

    def figure(
        self, name: str, entry: str = "", *, style: str = "site", width: str = "wide", link: Link | None = None
    ) -> Figure:  # fmt: skip
        """A figure, drawn from the entries.

        Args:
            name: Its name; :data:`mmkb.figures.registry.FIGURES` lists them, as ``mmkb figure`` does.
            entry: The entry that it is about, by any of its names; only for figures that are about one.
            style: ``site`` (colours of the page around it, light or dark) or ``paper`` (fixed colours on white, no links).
            width: ``wide``, ``narrow`` (for a telephone) or ``poster``, as far as the figure has it.
            link: Gives the address of the entry of a kind and id; without, nothing is a link.

        Returns:
            The figure: ``svg``, ``caption``, ``data``, ``to_frame()``, ``save(path)``; a notebook shows it.

        Raises:
            NotFoundError: If there is no such figure, entry, style or width; the message says what was probably meant.
            ValueError: If an entry is named for a figure of the whole catalogue, or none for one that is about an entry.

        Example:
            >>> figure = kb.figure("taxonomy", style="paper")
            >>> figure.title
            'What are MM-LLMs for, what do they take in and give out, and how are they designed?'
            >>> kb.figure("architecture-of", "BLIP-2").file
            'architecture-of-blip-2'
        """
        from mmkb.figures.figure import Look, nowhere
        from mmkb.figures.registry import make_figure

        return make_figure(self, name, entry, Look(style, width, link or nowhere))

    def suggest(self, word: str) -> str:
        """A hint at entries whose ids or names are near a word; empty if none is.

        Args:
            word: The word.

        Example:
            >>> kb.suggest("imagebnd")
            '; did you mean imagebind...'
        """
        names = [name for (name,) in self.store.rows("SELECT id FROM entry UNION SELECT name FROM entry_name")]
        hint = did_you_mean(word, names) if len(names) > 20 else ""
        return f"; {hint}" if hint else ""


def packaged_database() -> Path | None:
    """The database that the package was installed with, if it was."""
    found = resources.files("mmkb") / DATABASE
    return Path(str(found)) if found.is_file() else None


def find_root(start: Path) -> Path | None:
    """The nearest folder, ``start`` included, with entries in ``catalog/``: a checkout."""
    for folder in (start, *start.parents):
        if any((folder / "catalog" / kind).is_dir() for kind in FOLDERS.values()):
            return folder
    return None


def _of_checkout(root: Path) -> Path:
    built = root / "build" / DATABASE
    if not built.is_file() and root.joinpath("catalog").is_dir():
        raise StoreError(f"There is no database in {root} yet. Run mmkb build there.")
    return built


def _named(place: str | os.PathLike[str]) -> Path:
    """The file that a path, a folder or a ``file:`` address means.

    Raises:
        StoreError: If it is an address of another kind, or a folder without a database.
    """
    text = os.fspath(place)
    scheme = urlsplit(text).scheme
    # One letter is a drive.
    if (len(scheme) > 1 and "://" in text) or scheme == "file":
        if scheme != "file":
            raise StoreError(f"{text} is not on this machine. Download the file, and open that.")
        parts = urlsplit(text)
        if parts.netloc not in ("", "localhost"):
            raise StoreError(f"{text} is not on this machine. Download the file, and open that.")
        path = Path(url2pathname(parts.path))
    else:
        path = Path(text)
    if not path.is_dir():
        return path
    if (path / DATABASE).is_file():
        return path / DATABASE
    root = find_root(path.resolve())
    if root is None:
        raise StoreError(f"{path} is a folder without {DATABASE} and no checkout. Name a database, or a checkout.")
    return _of_checkout(root)


def _fetched(url: str) -> KnowledgeBase:
    """The knowledge base at an address, in a folder of its own that goes with it.

    Raises:
        StoreError: If it cannot be fetched, or is no database of mmkb.
    """
    from mmkb.store.fetching import fetch

    folder = tempfile.TemporaryDirectory(prefix="mmkb-")
    try:
        fetch(url, Path(folder.name) / DATABASE)
        kb = KnowledgeBase.from_file(Path(folder.name) / DATABASE)
    except BaseException:
        folder.cleanup()
        raise
    kb._borrowed = folder
    return kb


def open_knowledge_base(path: str | os.PathLike[str] | None = None, *, root: Path | None = None) -> KnowledgeBase:
    """Open the knowledge base.

    Args:
        path: A database that ``mmkb build`` wrote, by path or address (``file:``, or ``https:``, which is fetched and kept
            until the knowledge base is closed), or a folder: one that holds ``mmkb.sqlite``, or a checkout.
        root: A checkout whose database is meant. Without path and root: the database of the checkout around the working
            directory; outside a checkout, the one that the package was installed with.

    Returns:
        The knowledge base; it reads and never writes.

    Raises:
        StoreError: If there is no database, or it is none of this version of mmkb; the message says what to do.
    """
    if path is not None and urlsplit(os.fspath(path)).scheme in ("https", "http"):
        return _fetched(os.fspath(path))
    if path is not None:
        return KnowledgeBase.from_file(_named(path))
    root = root if root is not None else find_root(Path.cwd())
    if root is not None:
        return KnowledgeBase.from_file(_of_checkout(root))
    packaged = packaged_database()
    if packaged is None:
        raise StoreError("mmkb was installed without a database. Name a file, or work in a checkout after mmkb build.")
    return KnowledgeBase.from_file(packaged)
