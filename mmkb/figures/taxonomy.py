"""The taxonomy of models as a clickable tree, drawn by matplotlib from :func:`mmkb.graph.taxonomy_graph`."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import networkx as nx
from matplotlib import rc_context
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from mmkb.figures.figure import Canvas, Drawn
from mmkb.figures.lettering import shorten, width, wrap
from mmkb.figures.paper import on_paper
from mmkb.figures.style import FUNCTION_COLOURS
from mmkb.figures.svg import Lettering, finished
from mmkb.graph import taxonomy_graph
from mmkb.query import Questions
from mmkb.query.named import Named
from mmkb.vocab import Design

WIDTH: Final = 1100.0
"""Width of the figure in pixels; its height grows with the models."""

_ROW: Final = 22.0
_BLOCK_GAP: Final = 14.0
_MARGIN: Final = 14.0
_COLUMNS: Final = 3
_LEVELS: Final = {"root": 30.0, "function": 34.0, "group": 30.0, "design": 34.0}
_SIZES: Final = {"root": 13.0, "function": 13.0, "group": 13.0, "design": 11.5, "model": 12.0, "small": 10.0}
_WORDS: Final = 136.0
_LINE: Final = 12.5
_DOT: Final = 7.5
_SAMPLES: Final = 14
_OPTIONS: Final = {
    "svg.fonttype": "none",
    "svg.hashsalt": "mmkb",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "path.simplify": False,
}

_Point = tuple[float, float]


class _Leaf(NamedTuple):
    """A model's name and dot."""

    node: str
    x: float
    y: float


@dataclass(slots=True)
class _Block:
    """The models of one branch, in rows of several columns."""

    design: str
    leaves: list[_Leaf] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0


def _name(data: dict[str, str]) -> str:
    """A model's name with its qualifiers, as one line."""
    return f"{data['label']} ({data['qualifiers']})" if data["qualifiers"] else data["label"]


class _Tree:
    """The tree with the place of every node."""

    def __init__(self, graph: nx.DiGraph[str]) -> None:
        self.graph = graph
        self.x = _columns(graph)
        self.column = (WIDTH - self.x["model"] - 4.0) / _COLUMNS
        self.blocks: list[_Block] = []
        self.y: dict[str, float] = {}
        edge = _MARGIN
        for function in graph.successors("root"):
            for group in graph.successors(function):
                edge = self._group(group, edge)
            self.y[function] = self._middle(function)
            edge += _BLOCK_GAP / 2
        self.height = max(edge, 3 * _ROW)
        self.y["root"] = self._middle("root") if self.blocks else self.height / 2

    def _group(self, group: str, top: float) -> float:
        """Place one group with everything below it.

        Returns:
            Where the next one may begin.
        """
        edge = top
        for design in self.graph.successors(group):
            block = self._fill(design, edge)
            self.blocks.append(block)
            self.y[design] = (block.top + block.bottom) / 2
            edge = block.bottom + _BLOCK_GAP
        self.y[group] = self._middle(group)
        # The words below a group's notation need room of their own, above and below the middle.
        need = (1 + len(_words(self.graph.nodes[group]["words"]))) * _LINE + _BLOCK_GAP
        missing = need - (edge - top)
        if missing > 0:
            for block in self.blocks[-self.graph.out_degree(group) :]:
                block.top, block.bottom = block.top + missing / 2, block.bottom + missing / 2
                block.leaves = [leaf._replace(y=leaf.y + missing / 2) for leaf in block.leaves]
                self.y[block.design] += missing / 2
            self.y[group] += missing / 2
            edge += missing
        return edge

    def room(self, columns: int) -> float:
        """Width that a name has in so many columns."""
        return columns * self.column - 18.0

    def _fill(self, design: str, top: float) -> _Block:
        """Set the models of a branch in rows; a long name takes several columns."""
        block, row, column = _Block(design, top=top), 0, 0
        for node in self.graph.successors(design):
            wide = width(_name(self.graph.nodes[node]), _SIZES["model"])
            takes = next((n for n in range(1, _COLUMNS) if wide <= self.room(n)), _COLUMNS)
            if column + takes > _COLUMNS:
                row, column = row + 1, 0
            block.leaves.append(_Leaf(node, self.x["model"] + column * self.column, top + (row + 0.5) * _ROW))
            column += takes
        block.bottom = top + (row + 1) * _ROW
        return block

    def end(self, node: str) -> float:
        """Where the lines behind the label of a node begin."""
        data = self.graph.nodes[node]
        return self.x[data["kind"]] + _label_width(data) + 6

    def _middle(self, node: str) -> float:
        below = [self.y[child] for child in self.graph.successors(node)]
        return (below[0] + below[-1]) / 2


def _words(words: str) -> tuple[str, ...]:
    return wrap(words, _WORDS, _SIZES["small"], lines=3)


def _curve(start: _Point, end: _Point) -> list[_Point]:
    """Points of a smooth line that leaves and arrives level."""
    (x1, y1), (x2, y2) = start, end
    if abs(y1 - y2) < 0.01:
        return [start, end]
    steps = [i / _SAMPLES for i in range(_SAMPLES + 1)]
    return [(x1 + (x2 - x1) * t, y1 + (y2 - y1) * t * t * (3 - 2 * t)) for t in steps]


def _columns(graph: nx.DiGraph[str]) -> dict[str, float]:
    """Where each level begins: behind the widest label of the one before."""
    starts, x = {}, 4.0
    for kind, gap in _LEVELS.items():
        starts[kind] = x
        x += max((_label_width(data) for _, data in graph.nodes(data=True) if data["kind"] == kind), default=0.0) + gap
    return {**starts, "model": x}


def _label_width(data: dict[str, str]) -> float:
    wide = width(_label(data), _SIZES[data["kind"]], bold=data["kind"] != "design")
    words = _words(data["words"]) if data["kind"] == "group" else ()
    return max(wide, *(width(line, _SIZES["small"]) for line in words)) if words else wide


def _label(data: dict[str, str]) -> str:
    label = data["label"] if data["kind"] in ("root", "group") else data["label"][:1].upper() + data["label"][1:]
    return f"{label}  {data['count']}"


def _lines(tree: _Tree, function: str) -> list[Sequence[_Point]]:
    """All lines of one function: to it, within it, and the bars before its models."""
    graph, y = tree.graph, tree.y
    lines: list[Sequence[_Point]] = [_curve((tree.end("root"), y["root"]), (tree.x["function"] - 5, y[function]))]
    for group in graph.successors(function):
        lines.append(_curve((tree.end(function), y[function]), (tree.x["group"] - 5, y[group])))
        for design in graph.successors(group):
            lines.append(_curve((tree.end(group), y[group]), (tree.x["design"] - 5, y[design])))
    for block in tree.blocks:
        if block.design.startswith(f"{function}/"):
            x = tree.x["model"] - 12
            lines.append([(tree.end(block.design), y[block.design]), (x, y[block.design])])
            lines.append([(x, block.top + 3), (x, block.bottom - 3)])
    return lines


def _dots(tree: _Tree, function: str, design: str) -> list[list[_Point]]:
    """The dots before models: short thick lines with round ends, for one function and design."""
    wanted = [b for b in tree.blocks if b.design.startswith(f"{function}/") and b.design.rsplit("/", 1)[1] == design]
    return [[(leaf.x, leaf.y), (leaf.x + 0.01, leaf.y)] for block in wanted for leaf in block.leaves]


class _Canvas:
    """A matplotlib figure in pixels, y downwards; texts remember what the finished SVG makes of them."""

    def __init__(self, height: float) -> None:
        self.figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        self.figure.patch.set_visible(False)
        self.place = Affine2D().scale(1, -1).translate(0, height)
        self.letterings: dict[str, Lettering] = {}

    def lines(self, css: str, lines: Sequence[Sequence[_Point]], thickness: float) -> None:
        if lines:
            drawn = LineCollection([list(line) for line in lines], linewidths=thickness, capstyle="round")
            drawn.set_transform(self.place)
            drawn.set_gid(css)
            self.figure.add_artist(drawn)

    def text(self, x: float, y: float, lettering: Lettering, size: float, *, bold: bool = False) -> None:
        gid = f"text-{len(self.letterings)}"
        self.letterings[gid] = lettering
        text = Text(
            x, y, lettering.text, fontsize=size, fontweight="bold" if bold else "normal", va="baseline", parse_math=False
        )
        text.set_transform(self.place)
        text.set_gid(gid)
        text.set_url(lettering.address or None)
        self.figure.add_artist(text)

    def svg(self) -> str:
        out = io.StringIO()
        with warnings.catch_warnings():
            # The reader's font shows the text; what matplotlib's own font lacks does not matter.
            warnings.filterwarnings("ignore", message="Glyph .* missing from")
            self.figure.savefig(out, format="svg", metadata={"Date": None})
        return out.getvalue()


def _write(canvas: _Canvas, tree: _Tree, link: Callable[[str, str], str]) -> None:
    graph = tree.graph
    for node, y in tree.y.items():
        data = graph.nodes[node]
        kind, x = data["kind"], tree.x[data["kind"]]
        words = _words(data["words"]) if kind == "group" else ()
        base = y + _SIZES[kind] * 0.36 - len(words) * _LINE / 2
        lettering = Lettering(f"{kind} node", _label(data), muted=str(data["count"]))
        canvas.text(x, base, lettering, _SIZES[kind], bold=kind != "design")
        for i, line in enumerate(words, 1):
            canvas.text(x, base + i * _LINE, Lettering("words", line), _SIZES["small"])
    for leaf in (leaf for block in tree.blocks for leaf in block.leaves):
        data = graph.nodes[leaf.node]
        full = _name(data)
        shown = shorten(full, tree.room(_COLUMNS), _SIZES["model"])
        muted = f"({data['qualifiers']})" if data["qualifiers"] and shown == full else ""
        told = full + (f", {data['released']}" if data["released"] else "")
        lettering = Lettering("model node", shown, muted, told, link("model", data["id"]))
        canvas.text(leaf.x + 9, leaf.y + 4.3, lettering, _SIZES["model"])


def _description(graph: nx.DiGraph[str]) -> str:
    """The branches with their counts, for readers who do not see the drawing."""
    functions = [
        f"{graph.nodes[f]['label']} {graph.nodes[f]['count']} ("
        + ", ".join(f"{graph.nodes[g]['words']} {graph.nodes[g]['count']}" for g in graph.successors(f))
        + ")"
        for f in graph.successors("root")
    ]
    return f"{graph.nodes['root']['count']} models by function, input and output, and design: {'; '.join(functions)}."


def taxonomy_svg(graph: nx.DiGraph[str], link: Callable[[str, str], str]) -> str:
    """Draw the taxonomy as a tree from left to right; every model is a link.

    Lines and dots are coloured by function; a dot is filled for an end-to-end model and open for a tool-using one.

    Args:
        graph: A graph made by :func:`mmkb.graph.taxonomy_graph`.
        link: Gives the address of the entry of a kind and id; it is asked for models only.

    Returns:
        One ``svg`` element, without XML declaration, to be put inline into a page.
    """
    tree = _Tree(graph)
    with rc_context(_OPTIONS):  # type: ignore[arg-type]
        canvas = _Canvas(tree.height)
        functions = list(graph.successors("root"))
        for function in functions:
            canvas.lines(f"branch-{function}", _lines(tree, function), 1.3)
            designs = [d.rsplit("/", 1)[1] for d in tree.y if d.startswith(f"{function}/") and d.count("/") == 2]
            for design in dict.fromkeys(designs):
                dots = _dots(tree, function, design)
                canvas.lines(f"dot-{function}", dots, _DOT)
                if design != Design.END_TO_END:
                    canvas.lines("hole-" + function, dots, _DOT - 3.4)
        _write(canvas, tree, link)
        drawn = canvas.svg()
    words = [word for word in FUNCTION_COLOURS if word in functions]
    return finished(
        drawn, canvas.letterings, words, name="taxonomy", title="Taxonomy of multimodal LLMs", description=_description(graph)
    )


def draw(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the taxonomy of all models."""
    graph = taxonomy_graph(kb.models())
    svg = taxonomy_svg(graph, canvas.look.link)
    rows = tuple((Named("model", d["id"], d["label"]),) for _, d in graph.nodes(data=True) if d["kind"] == "model")
    return Drawn(
        "Every model stands once.",
        on_paper(svg) if canvas.look.style == "paper" else svg,
        ("model",),
        rows,
        _description(graph),
    )
