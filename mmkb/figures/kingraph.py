"""The whole lineage in one drawing: time from left to right, families as bands; on the site it can be searched and followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log1p
from typing import Final, NamedTuple

import networkx as nx

from mmkb.analysis.kinship import ancestors, descendants, families
from mmkb.figures.figure import NARROW, Canvas, Drawn
from mmkb.figures.kinlines import RULES, WORDS, legend
from mmkb.figures.lettering import escape, n, shorten, width
from mmkb.figures.style import StyleSheet
from mmkb.graph import lineage_graph
from mmkb.query import Questions
from mmkb.query.answers import Named

WIDE: Final = 1110.0
_ROW: Final = 20.0
_LEFT: Final = 12.0
_ROOM: Final = 120.0
_ARCS: Final = 104.0
_SIZE: Final = 11.0
SHEET: Final = StyleSheet(
    "lineage-whole",
    RULES + f"& .name{{font-size:{_SIZE}px;paint-order:stroke;stroke:var(--md-default-bg-color,var(--mm-paper));"
    "stroke-width:3px;stroke-linejoin:round}& .kin{stroke-opacity:.6}& .band{fill:currentColor;fill-opacity:.045}"
    "& .off{opacity:.08}"
    "& .hit .name{font-weight:700}& .lit{stroke-opacity:1;stroke-width:2.4}& .month{stroke:currentColor;stroke-opacity:.13}"
    "&.narrow .kin:not(.lit){stroke-width:1;stroke-opacity:.5}",
    (*WORDS, "paper"),
)
"""The style sheet of its drawings."""


class Spot(NamedTuple):
    """Where a node stands: its dot, and its label."""

    x: float
    y: float
    label: str


class Band(NamedTuple):
    """The rows of a family: its name and its upper and lower edge."""

    name: str
    top: float
    bottom: float


def months(graph: nx.MultiDiGraph[str], released: Mapping[str, str]) -> dict[str, str]:
    """The month of each node: of a model its own, of a component or work that of the first model that was built on it."""
    found = {
        node: released[data["id"]][:7]
        for node, data in graph.nodes(data=True)
        if data["kind"] == "model" and released.get(data["id"])
    }
    for node in graph:
        if node not in found:
            found[node] = min((found[child] for child in graph.successors(node) if child in found), default="")
    return found


def _bands(graph: nx.MultiDiGraph[str], released: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The nodes of each family, what only one family was built on with it, and all others last."""
    found = families(graph, released)
    bands = [(str(graph.nodes[f.founder]["label"]), list(f.tree)) for f in found]
    of = {node: i for i, (_, nodes) in enumerate(bands) for node in nodes}
    rest = []
    for node in graph:
        if node not in of:
            near = {of.get(child, -1) for child in graph.successors(node)} if graph.nodes[node]["kind"] != "model" else set()
            if len(near) == 1 and min(near) >= 0:
                bands[min(near)][1].append(node)
            else:
                rest.append(node)
    return [*bands, ("Others", rest)] if rest else bands


def placed(
    graph: nx.MultiDiGraph[str], released: Mapping[str, str], top: float
) -> tuple[dict[str, Spot], list[Band], dict[str, float]]:
    """Place every node: by month from left to right, in the band of its family, where its label has room.

    Args:
        graph: The lineage.
        released: First public day of models by id.
        top: Where the first band begins.

    Returns:
        The spots, the bands, and where each month begins.
    """
    month = months(graph, released)
    used = sorted(set(month.values()))
    weights = {one: 1.0 + sum(m == one for m in month.values()) ** 0.5 for one in used}
    scale = (WIDE - _LEFT - _ROOM) / (sum(weights.values()) or 1)
    starts: dict[str, float] = {}
    x = _LEFT
    for one in used:
        starts[one] = round(x, 1)
        x += weights[one] * scale
    spots: dict[str, Spot] = {}
    bands: list[Band] = []
    for name, nodes in _bands(graph, released):
        rows: list[float] = []
        # A component stands just before the models of its month.
        order = sorted(nodes, key=lambda one: (month[one], graph.nodes[one]["kind"] == "model", released.get(one[6:], ""), one))
        for node in order:
            label = shorten(str(graph.nodes[node]["label"]), _ROOM - 14, _SIZE)
            near = [spots[parent].y for parent in graph.predecessors(node) if parent in spots]
            aim = (sum(near) / len(near) - top - 18) / _ROW if near else 0.0
            start = starts[month[node]]
            free = [row for row, end in enumerate(rows) if end <= start] or [len(rows)]
            row = min(free, key=lambda one: (abs(one - aim), one))
            if row == len(rows):
                rows.append(0.0)
            rows[row] = start + width(label, _SIZE) + 20
            spots[node] = Spot(start, top + 18 + (row + 0.5) * _ROW, label)
        bands.append(Band(name, top, top + 20 + len(rows) * _ROW))
        top += 28 + len(rows) * _ROW
    return spots, bands, starts


def _node(canvas: Canvas, graph: nx.MultiDiGraph[str], node: str, spot: Spot, day: str) -> str:
    data = graph.nodes[node]
    mark = (
        f'<circle class="node" cx="{n(spot.x)}" cy="{n(spot.y)}" r="3"/>'
        if data["kind"] == "model"
        else f'<rect class="node" x="{n(spot.x - 3)}" y="{n(spot.y - 3)}" width="6" height="6"/>'
    )
    up, down = len(ancestors(graph, node)), len(descendants(graph, node))
    told = f"{data['label']}{f', {day}' if day else ''}: built on {up}, {down} built on it, directly or by way of others"
    body = (
        f"<title>{escape(told)}</title>{mark}"
        f'<text class="name" x="{n(spot.x + 7)}" y="{n(spot.y + 3.8)}">{escape(spot.label)}</text>'
    )
    return canvas.link(data["kind"], data["id"], body, "kin-node", {"node": node})


def _lines(graph: nx.MultiDiGraph[str], spots: Mapping[str, Spot], narrow: bool) -> Iterator[str]:
    for parent, child, relation in graph.edges(keys=True):
        a, b = spots[parent], spots[child]
        if parent == child:
            continue
        if narrow:
            deep = 6 + (_ARCS - 32) * min(1.0, log1p(abs(b.y - a.y) / 15) / log1p(110))
            way = f"M{n(a.x - 5)} {n(a.y)}C{n(a.x - deep * 1.3)} {n(a.y)} {n(b.x - deep * 1.3)} {n(b.y)} {n(b.x - 5)} {n(b.y)}"
        else:
            bend = max(18.0, (b.x - a.x) * 0.5)
            way = f"M{n(a.x)} {n(a.y + 4)}C{n(a.x + bend * 0.4)} {n(b.y)} {n(b.x - bend)} {n(b.y)} {n(b.x - 5)} {n(b.y)}"
        yield f'<path class="kin {relation}" data-from="{escape(parent)}" data-to="{escape(child)}" d="{way}"/>'


def _wide(graph: nx.MultiDiGraph[str], released: Mapping[str, str], edge: float) -> tuple[dict[str, Spot], list[str], float]:
    """Time from left to right."""
    spots, bands, starts = placed(graph, released, edge + 16)
    bottom = bands[-1].bottom if bands else edge
    ground = [
        f'<rect class="band" x="2" y="{n(band.top)}" width="{n(WIDE - 4)}" height="{n(band.bottom - band.top)}" rx="4"/>'
        f'<text class="head" x="{n(WIDE - 10)}" y="{n(band.top + 15)}" text-anchor="end">{escape(band.name)}</text>'
        for band in bands
    ]
    last = -100.0
    for month, x in starts.items():
        if x - last > 46 and month:
            ground.append(f'<path class="month" d="M{n(x)} {n(edge + 14)}V{n(bottom)}"/>')
            ground.append(f'<text class="small" x="{n(x)}" y="{n(edge + 10)}">{month}</text>')
            last = x
    return spots, ground, bottom + 4


def _narrow(graph: nx.MultiDiGraph[str], released: Mapping[str, str], edge: float) -> tuple[dict[str, Spot], list[str], float]:
    """A list by time, with arcs before it."""
    month = months(graph, released)
    order = sorted(graph, key=lambda one: (month[one], graph.nodes[one]["kind"] == "model", released.get(one[6:], ""), one))
    spots: dict[str, Spot] = {}
    ground: list[str] = []
    y, before = edge + 8, ""
    for node in order:
        y += 15.5
        label = shorten(str(graph.nodes[node]["label"]), NARROW - _ARCS - 66, _SIZE)
        spots[node] = Spot(_ARCS, round(y, 1), label)
        if month[node] != before:
            ground.append(f'<text class="small" x="{n(NARROW - 4)}" y="{n(y + 3.6)}" text-anchor="end">{month[node]}</text>')
            before = month[node]
    return spots, ground, y + 12


def draw(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the whole lineage."""
    graph = lineage_graph(kb.lineage())
    released = {model.id: model.released or "" for model in kb.models()}
    wide = NARROW if canvas.narrow else WIDE
    relations = {relation for *_, relation in graph.edges(keys=True)}
    key, edge = legend(relations, 4, 14, wide - 4)
    spots, ground, bottom = (_narrow if canvas.narrow else _wide)(graph, released, edge)
    nodes = (_node(canvas, graph, node, spot, released.get(graph.nodes[node]["id"], "")) for node, spot in spots.items())
    body = "\n".join([key, *ground, *_lines(graph, spots, canvas.narrow), *nodes])
    models = [node for node, data in graph.nodes(data=True) if data["kind"] == "model"]
    ranked = sorted(models, key=lambda node: (-len(descendants(graph, node)), node))[:5]
    said = ", ".join(f"{graph.nodes[node]['label']} ({len(descendants(graph, node))})" for node in ranked)
    alone = len(released) - len(models)
    caption = (
        f"{graph.number_of_edges()} lines of descent between {len(models)} models, and the components and works that they name "
        f"(squares), from the earlier to the later. Most descendants, those by way of others included: {said}. {alone} models "
        "neither name what they were built on nor were built on."
        if models
        else "No model of the catalogue was built on another."
    )
    told = (
        f"A graph of {graph.number_of_nodes()} nodes and {graph.number_of_edges()} lines; its table lists every line. {caption}"
    )
    rows = tuple(
        (
            _named(graph, child),
            released.get(graph.nodes[child]["id"]) or None,
            relation,
            _named(graph, parent),
            data["note"] or None,
        )
        for parent, child, relation, data in graph.edges(keys=True, data=True)
    )
    svg = canvas.svg(wide, round(bottom, 1), body, sheet=SHEET, told=told)
    return Drawn(caption, svg, ("model", "released", "relation", "built_on", "note"), rows, told)


def _named(graph: nx.MultiDiGraph[str], node: str) -> Named:
    data = graph.nodes[node]
    return Named(data["kind"], data["id"], str(data["label"]))
