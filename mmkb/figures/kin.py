"""The kin of one model: what it was built on and what was built on it, two steps each way.

A drawing for every model page: written as text from the lineage that is read once, without a layout library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import networkx as nx

from mmkb.figures.figure import NARROW, Canvas, Drawn
from mmkb.figures.kinlines import RULES, WORDS, legend
from mmkb.figures.lettering import escape, n, shorten, width
from mmkb.figures.style import StyleSheet
from mmkb.graph import lineage_graph
from mmkb.query import Questions
from mmkb.query.answers import Named

STEPS: Final = 2
"""How far kin goes."""

MOST: Final = 16
"""Names that stand in one column at most; of more the last line tells the number."""

_ROW: Final = 20.0
_ROOM: Final = 150.0
_BETWEEN: Final = 54.0
_TOP: Final = 30.0

HEADS: Final = {-2: "behind these", -1: "built on", 0: "this model", 1: "built on it", 2: "built on these"}
"""What each generation is called."""

SHEET: Final = StyleSheet("kin", RULES + "& .me .name{font-weight:700}", WORDS)
"""The style sheet of its drawings."""


class Generation(NamedTuple):
    """All kin at one distance.

    Attributes:
        distance: Below 0 for what came before.
        nodes: The nodes that are drawn, in order.
        more: How many there are besides.
    """

    distance: int
    nodes: tuple[str, ...]
    more: int


def generations(graph: nx.MultiDiGraph[str], node: str) -> tuple[Generation, ...]:
    """The kin of a model by distance; each node stands at its shortest distance, the nearest side first.

    Args:
        graph: The lineage of all models.
        node: The model.

    Returns:
        The generations that there are, the furthest ancestors first.
    """
    found: list[Generation] = []
    taken = {node}
    for distance in (-1, 1, -2, 2):
        side = graph.reverse(copy=False) if distance < 0 else graph
        reached = nx.single_source_shortest_path_length(side, node, cutoff=STEPS)
        nodes = sorted(one for one, steps in reached.items() if steps == abs(distance) and one not in taken)
        taken.update(nodes)
        if nodes:
            # Those that have most to do with the model's other kin stay when there are too many.
            ranked = sorted(nodes, key=lambda one: (-graph.out_degree(one), one))[:MOST]
            found.append(Generation(distance, tuple(one for one in nodes if one in ranked), len(nodes) - len(ranked)))
    found.append(Generation(0, (node,), 0))
    return tuple(sorted(found))


def _ordered(graph: nx.MultiDiGraph[str], found: Sequence[Generation]) -> list[Generation]:
    """Each generation in the order of its neighbours nearer the model, so that few lines cross."""
    places: dict[str, float] = {}
    made: dict[int, Generation] = {}

    def wanted(one: str) -> tuple[float, str]:
        near = [places[other] for other in nx.all_neighbors(graph, one) if other in places]
        return (sum(near) / len(near) if near else 0.0, str(graph.nodes[one]["label"]).casefold())

    for generation in sorted(found, key=lambda g: (abs(g.distance), g.distance)):
        nodes = tuple(sorted(generation.nodes, key=wanted))
        places.update({one: (i + 0.5) / len(nodes) for i, one in enumerate(nodes)})
        made[generation.distance] = generation._replace(nodes=nodes)
    return [made[distance] for distance in sorted(made)]


def _name(canvas: Canvas, graph: nx.MultiDiGraph[str], one: str, x: float, y: float, room: float, css: str = "") -> str:
    """A name with its dot; components and works have a square."""
    data = graph.nodes[one]
    label = str(data["label"])
    mark = (
        f'<circle class="node" cx="{n(x)}" cy="{n(y)}" r="3.2"/>'
        if data["kind"] == "model"
        else f'<rect class="node" x="{n(x - 3)}" y="{n(y - 3)}" width="6" height="6"/>'
    )
    text = f'<text class="name" x="{n(x + 8)}" y="{n(y + 4)}">{escape(shorten(label, room, 12))}</text>'
    return canvas.link(data["kind"], data["id"], f"<title>{escape(label)}</title>{mark}{text}", css)


def _columns(canvas: Canvas, graph: nx.MultiDiGraph[str], found: Sequence[Generation], top: float) -> tuple[str, float, float]:
    """Generations side by side, oldest left.

    Returns:
        The drawing, its width and its height.
    """
    rows = max(len(g.nodes) + bool(g.more) for g in found)
    places: dict[str, Place] = {}
    drawn: list[str] = []
    x = 8.0
    for generation in found:
        labels = [shorten(str(graph.nodes[one]["label"]), _ROOM, 12) for one in generation.nodes]
        head = HEADS[generation.distance]
        wide = max(width(text, 12, bold=not generation.distance) for text in (*labels, head))
        first = top + _TOP + (rows - len(generation.nodes) - bool(generation.more)) * _ROW / 2
        drawn.append(f'<text class="small" x="{n(x - 3)}" y="{n(top + 10)}">{head}</text>')
        for i, one in enumerate(generation.nodes):
            own = width(labels[i], 12, bold=not generation.distance)
            places[one] = Place(x, first + i * _ROW, x + 12 + own, x + 12 + wide)
        if generation.more:
            y = first + len(generation.nodes) * _ROW + 4
            drawn.append(f'<text class="small" x="{n(x + 8)}" y="{n(y)}">and {generation.more} more</text>')
        x += 8 + wide + _BETWEEN
    drawn += _curves(graph, places)
    me = next(generation.nodes[0] for generation in found if not generation.distance)
    drawn += [_name(canvas, graph, one, at, y, _ROOM, "me" if one == me else "") for one, (at, y, *_) in places.items()]
    return "\n".join(drawn), x - _BETWEEN + 4, top + _TOP + rows * _ROW - 4


class Place(NamedTuple):
    """Where a name stands: its dot, where its label ends, and where the labels of its column end."""

    x: float
    y: float
    end: float
    edge: float


def _curves(graph: nx.MultiDiGraph[str], places: Mapping[str, Place]) -> Iterator[str]:
    """Lines between names in different columns; between two names one each, side by side, for several relations."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for parent, child, relation in graph.out_edges(places, keys=True):
        if child in places and places[parent].x < places[child].x:
            pairs.setdefault((parent, child), []).append(relation)
    for (parent, child), relations in sorted(pairs.items()):
        one, other = places[parent], places[child]
        # Straight on until all names of the column are passed, so that no line runs through one.
        end, bend = other.x - 6, (one.edge + other.x - 6) / 2
        for i, relation in enumerate(sorted(relations)):
            off = 3.5 * (i - (len(relations) - 1) / 2)
            y, to_y = one.y + off, other.y + off
            note = graph.edges[parent, child, relation]["note"]
            told = f"{graph.nodes[child]['label']}: {relation.replace('-', ' ')} {graph.nodes[parent]['label']}"
            yield (
                f'<path class="kin {relation}" d="M{n(one.end)} {n(y)}H{n(one.edge)}C{n(bend)} {n(y)} {n(bend)} {n(to_y)} '
                f'{n(end)} {n(to_y)}"><title>{escape(f"{told} ({note})" if note else told)}</title></path>'
            )


def _list(canvas: Canvas, graph: nx.MultiDiGraph[str], found: Sequence[Generation], top: float) -> tuple[str, float]:
    """Generations below each other, each name with how it stands to its nearest kin.

    Returns:
        The drawing, and its height.
    """
    drawn, y = [], top
    nearer: set[str] = set()
    ways: dict[str, tuple[str, str]] = {}
    for generation in sorted(found, key=lambda g: abs(g.distance)):
        for one in generation.nodes:
            ends = graph.out_edges(one, keys=True) if generation.distance < 0 else graph.in_edges(one, keys=True)
            near = [(r, b if a == one else a) for a, b, r in sorted(ends) if (b if a == one else a) in nearer]
            if near:
                ways[one] = near[-1]
        nearer.update(generation.nodes)
    for generation in found:
        drawn.append(f'<text class="head" x="4" y="{n(y + 12)}">{HEADS[generation.distance].capitalize()}</text>')
        y += 20
        for one in generation.nodes:
            left = 10.0
            if one in ways:
                relation, other = ways[one]
                drawn.append(f'<path class="kin {relation}" d="M4 {n(y + 9)}h24"/>')
                left = 38.0
                label = shorten(str(graph.nodes[one]["label"]), 180, 12)
                room = NARROW - left - 20 - width(label, 12)
                behind = shorten(f"through {graph.nodes[other]['label']}", room, 10) if abs(generation.distance) > 1 else ""
                at = left + 14 + width(label, 12)
                drawn.append(f'<text class="small" x="{n(at)}" y="{n(y + 13)}">{escape(behind)}</text>' if behind else "")
            drawn.append(_name(canvas, graph, one, left, y + 9, 180 if abs(generation.distance) > 1 else NARROW - left - 10))
            y += _ROW
        if generation.more:
            drawn.append(f'<text class="small" x="46" y="{n(y + 12)}">and {generation.more} more</text>')
            y += _ROW
        y += 6
    return "\n".join(filter(None, drawn)), y


def in_words(graph: nx.MultiDiGraph[str], node: str, found: Sequence[Generation]) -> str:
    """The kin of a model in a sentence or some."""
    name = graph.nodes[node]["label"]
    told = []
    for generation in found:
        if generation.distance:
            more = f" and {generation.more} more" if generation.more else ""
            told.append(
                f"{HEADS[generation.distance]}: {', '.join(str(graph.nodes[one]['label']) for one in generation.nodes)}{more}"
            )
    return f"{name}: {'; '.join(told)}." if told else f"{name} is built on no earlier work, and no later model on it."


def kin_svg(graph: nx.MultiDiGraph[str], node: str, canvas: Canvas) -> str:
    """Draw the kin of a model.

    Args:
        graph: The lineage of all models, the node in it.
        node: The node of the model, ``model:ID``.
        canvas: What is drawn on.

    Returns:
        The drawing, as SVG.
    """
    found = _ordered(graph, generations(graph, node))
    shown = {one for generation in found for one in generation.nodes}
    relations = {relation for _, child, relation in graph.out_edges(shown, keys=True) if child in shown}
    wide = NARROW if canvas.narrow else max(300.0, _columns(canvas, graph, found, 0)[1])
    key, edge = legend(relations, 4, 14, wide - 4) if relations else ("", 0.0)
    if canvas.narrow:
        body, high = _list(canvas, graph, found, edge + 6)
    else:
        body, _, high = _columns(canvas, graph, found, edge + 8)
    told = in_words(graph, node, found)
    return canvas.svg(round(wide, 1), round(high, 1), f"{key}\n{body}", sheet=SHEET, told=told)


def draw_of(kb: Questions, canvas: Canvas, model: str) -> Drawn:
    """Draw the kin of one model."""
    graph = lineage_graph(kb.lineage())
    node = f"model:{model}"
    if node not in graph:
        graph.add_node(node, kind="model", id=model, label=kb.model(model).name)
    found = generations(graph, node)
    shown = {one for generation in found for one in generation.nodes}
    rows = tuple(
        (*(Named(graph.nodes[end]["kind"], graph.nodes[end]["id"], str(graph.nodes[end]["label"])) for end in (child, parent)),
         relation, data["note"] or None)
        for parent, child, relation, data in graph.edges(keys=True, data=True)
        if parent in shown and child in shown
    )  # fmt: skip
    caption = (
        f"What {graph.nodes[node]['label']} was built on, and what was built on it, two steps each way; each line's colour and "
        "stroke tell how. Dots are models, squares are components and other works."
    )
    columns = ("model", "built_on", "relation", "note")
    later = tuple((child, parent, relation, note) for child, parent, relation, note in rows)
    return Drawn(caption, kin_svg(graph, node, canvas), columns, later, in_words(graph, node, found))
