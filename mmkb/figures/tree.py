"""Where everything of a tree of models stands: branches from left to right and models in columns, or an outline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import networkx as nx

from mmkb.figures.flow import Place, flow
from mmkb.figures.lettering import shorten, width, wrap

ROW: Final = 22.0
LINE: Final = 12.5
SIZES: Final = {1: 13.0, 2: 13.0, 3: 11.5}
"""Type of the levels of branches; the root is set as the first."""
MODEL, SMALL = 12.0, 10.0
COLUMN: Final = 148.0
"""Width of a column of models that most names fit into."""

LABEL: Final = 186.0
"""Width that the name of a branch may have."""

ROOM: Final = 136.0
"""Width of the words below a branch."""

_GAP: Final = 14.0
_MARGIN: Final = 14.0
_BEHIND: Final = 32.0
_DOT_ROOM: Final = 9.0


class Branch(NamedTuple):
    """A branch with its place; its label begins at ``x`` and stands on the middle ``y``."""

    node: str
    level: int
    x: float
    y: float
    words: tuple[str, ...] = ()


class Leaf(NamedTuple):
    """A model: its dot at ``x``, ``y``, its name behind it."""

    node: str
    x: float
    y: float
    room: float


class Block(NamedTuple):
    """The models of one branch: a bar from ``top`` to ``bottom``."""

    branch: str
    top: float
    bottom: float


def full_name(data: dict[str, Any]) -> str:
    """A model's name with its qualifiers, as one line."""
    return f"{data['label']} ({data['qualifiers']})" if data["qualifiers"] else str(data["label"])


def label(data: dict[str, Any]) -> tuple[str, str]:
    """What is printed for a branch: its name, cut where it is long, and its number of models; nothing for no name."""
    name = str(data["label"])
    if data["kind"] in ("function", "design"):
        name = name[:1].upper() + name[1:]
    return (shorten(name, LABEL, SIZES[1], bold=True), f"{data['count']}") if name else ("", "")


def size(level: int) -> float:
    """Size of the type of a branch."""
    return SIZES[max(1, level)]


class Tree:
    """A tree with the place of every branch and model.

    Attributes:
        graph: The tree: ``root``, one or more levels of branches, models.
        width: Width of the drawing.
        height: Its height.
        branches: The branches with their places, the root first.
        leaves: The models.
        blocks: The bars before the models.
    """

    def __init__(self, graph: nx.DiGraph[str], wide: float, columns: int = 0) -> None:
        """Place everything.

        Args:
            graph: The tree.
            wide: Width of the drawing.
            columns: Columns of models; 0 for as many as have room for most names.
        """
        self.graph, self.width = graph, wide
        self.levels = dict(nx.single_source_shortest_path_length(graph, "root"))
        self.starts = self._starts()
        room = wide - self.starts[-1] - 4.0
        self.columns = columns or max(1, int(room // COLUMN))
        self.column = room / self.columns
        self.y: dict[str, float] = {}
        self.leaves: list[Leaf] = []
        self.blocks: list[Block] = []
        edge = self._place("root", 0, _MARGIN) if graph.out_degree("root") else 3 * ROW
        self.y.setdefault("root", edge / 2)
        self.height = max(edge, 3 * ROW)
        self.branches = [
            Branch(node, level, self.starts[level], self.y[node], self.words(node))
            for node, level in self.levels.items()
            if not self.is_leaf(node)
        ]

    def is_leaf(self, node: str) -> bool:
        """Whether a node is a model."""
        return bool(self.graph.nodes[node]["kind"] == "model")

    def words(self, node: str) -> tuple[str, ...]:
        """The small print below a branch, in lines."""
        return wrap(self.graph.nodes[node].get("words", ""), ROOM, SMALL, lines=3)

    def end(self, node: str) -> float:
        """Where the lines behind the label of a branch begin."""
        level = self.levels[node]
        wide = self._wide(node, level)
        return self.starts[level] + (wide + 6 if wide else -5)

    def _wide(self, node: str, level: int) -> float:
        own = width("  ".join(label(self.graph.nodes[node])).strip(), size(level), bold=level < 3)
        return max(own, *(width(line, SMALL) for line in self.words(node)), 0.0)

    def _starts(self) -> list[float]:
        """Where each level begins, behind the widest label of the one before; the models' last."""
        deepest = max((level for node, level in self.levels.items() if not self.is_leaf(node)), default=0)
        starts = [4.0]
        for level in range(deepest + 1):
            own = [self._wide(n, level) for n, its in self.levels.items() if its == level and not self.is_leaf(n)]
            starts.append(starts[-1] + max(own, default=0.0) + _BEHIND)
        return starts

    def _place(self, node: str, level: int, top: float) -> float:
        """Place a branch with everything below it.

        Returns:
            Where the next one may begin.
        """
        below = list(self.graph.successors(node))
        if self.is_leaf(below[0]):
            bottom = self._fill(node, below, top)
            self.y[node] = (top + bottom) / 2
            return bottom + _GAP
        edge, first = top, len(self.leaves)
        bar = len(self.blocks)
        for child in below:
            edge = self._place(child, level + 1, edge)
        self.y[node] = (self.y[below[0]] + self.y[below[-1]]) / 2
        # The words below a label need room of their own, above and below the middle.
        missing = (1 + len(self.words(node))) * LINE + _GAP - (edge - top)
        if missing > 0:
            self._shift(node, missing / 2, first, bar)
            edge += missing
        return edge + (_GAP / 2 if level == 1 else 0)

    def _shift(self, node: str, down: float, first: int, bar: int) -> None:
        """Move a branch and what was placed since it was begun."""
        for moved in (node, *nx.descendants(self.graph, node)):
            if moved in self.y:
                self.y[moved] += down
        self.leaves[first:] = [leaf._replace(y=leaf.y + down) for leaf in self.leaves[first:]]
        self.blocks[bar:] = [Block(b.branch, b.top + down, b.bottom + down) for b in self.blocks[bar:]]

    def _fill(self, branch: str, models: list[str], top: float) -> float:
        """Set the models of a branch in rows; a long name takes several columns.

        Returns:
            The lower edge of the rows.
        """
        bottom = top
        for node, place in flowed(self.graph, models, self.columns, self.column):
            x, y = self.starts[-1] + place.column * self.column, top + (place.row + 0.5) * ROW
            self.leaves.append(Leaf(node, x, y, place.takes * self.column - 2 * _DOT_ROOM))
            bottom = top + (place.row + 1) * ROW
        self.blocks.append(Block(branch, top, bottom))
        return bottom


def flowed(
    graph: nx.DiGraph[str], models: list[str], columns: int, column: float
) -> Iterator[tuple[str, Place]]:  # fmt: skip
    """Set models in rows of columns.

    Yields:
        The node and its place.
    """
    needs = [width(full_name(graph.nodes[node]), MODEL) + 2 * _DOT_ROOM for node in models]
    yield from zip(models, flow(needs, columns, column), strict=True)


class Outline:
    """A tree as an outline for a narrow place: every branch a line, its models in columns below it.

    Attributes:
        branches: The branches with their places.
        leaves: The models.
        height: Height of the drawing.
    """

    def __init__(self, graph: nx.DiGraph[str], wide: float) -> None:
        """Place everything in ``wide`` pixels."""
        self.graph, self.wide = graph, wide
        self.branches: list[Branch] = []
        self.leaves: list[Leaf] = []
        self.height = self._place("root", 0, 18.0) + 4

    def _place(self, node: str, level: int, y: float) -> float:
        x = 4.0 + 12 * max(0, level - 1)
        words = self.graph.nodes[node].get("words", "")
        lines = wrap(words, self.wide - x - 4, SMALL, lines=2)
        self.branches.append(Branch(node, level, x, y, lines))
        y += ROW + len(lines) * LINE * 0.96
        models = [n for n in self.graph.successors(node) if self.graph.nodes[n]["kind"] == "model"]
        if models:
            left, rows = x + 14, 0
            column = (self.wide - left) / 2
            for leaf, place in flowed(self.graph, models, 2, column):
                at = (left + place.column * column, y + place.row * ROW - 4)
                self.leaves.append(Leaf(leaf, *at, place.takes * column - 2 * _DOT_ROOM))
                rows = place.row + 1
            y += rows * ROW + 4
        for child in self.graph.successors(node):
            if self.graph.nodes[child]["kind"] != "model":
                y = self._place(child, level + 1, y)
        return y + (6 if level == 1 else 0)
