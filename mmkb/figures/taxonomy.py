"""The taxonomies of models as clickable trees: by function, modalities and design, and by the families of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import networkx as nx

from mmkb.figures.families import family_graph
from mmkb.figures.figure import NARROW, Canvas, Drawn
from mmkb.figures.lettering import escape, n, shorten
from mmkb.figures.style import FUNCTION_COLOURS, StyleSheet
from mmkb.figures.tree import COLUMN, MODEL, SIZES, SMALL, Branch, Leaf, Outline, Tree, full_name, label, size
from mmkb.graph import taxonomy_graph
from mmkb.query import Questions
from mmkb.query.answers import Named
from mmkb.vocab import Design, Function

WIDE: Final = 1100.0
_SHEET: Final = 2**0.5
"""Width of a poster by its height: a sheet of paper on its side."""

MOST: Final = 40
"""Columns of models that a poster has at most."""

SHEET: Final = StyleSheet(
    "taxonomy",
    f"& .l0,& .l1{{font-size:{SIZES[1]}px;font-weight:700}}& .l2{{font-size:{SIZES[2]}px;font-weight:600}}"
    f"& .l3{{font-size:{SIZES[3]}px}}& .model{{font-size:{MODEL}px}}& .words{{font-size:{SMALL}px;fill-opacity:.75}}"
    "& tspan{font-size:.84em;font-weight:400;fill-opacity:.7}"
    "& .line{fill:none;stroke:currentColor;stroke-opacity:.4;stroke-width:1.3}",
    (),
    "& .line.WORD{stroke:var(--mm-WORD);stroke-opacity:.75}& .dot.WORD{fill:var(--mm-WORD)}"
    "& .dot.open.WORD{fill:none;stroke:var(--mm-WORD);stroke-width:1.7}",
    tuple(FUNCTION_COLOURS),
)
"""The style sheet of its drawings."""
_PART: Final = {
    "projector": ("input_projectors", "input projectors"),
    "encoder": ("encoders", "encoders"),
    "llm": ("backbones", "backbones"),
}
"""By grouping: the field of a model that holds the parts, and the fact that tells why there are none."""


def _leaf(canvas: Canvas, data: dict[str, Any], leaf: Leaf) -> str:
    """A model: its dot, its name and what is behind its name in brackets."""
    full = full_name(data)
    shown = shorten(full, leaf.room, MODEL)
    muted = f"({data['qualifiers']})" if data["qualifiers"] and shown == full else ""
    name = escape(shown.removesuffix(muted)) + (f"<tspan>{escape(muted)}</tspan>" if muted else "")
    day = f", {data['released']}" if data["released"] else ""
    tooltip = f"<title>{escape(full + day)}</title>" if shown != full or day else ""
    whole = data["design"] == Design.END_TO_END
    dot = (
        f'<circle class="dot{"" if whole else " open"} {data["function"]}" cx="{n(leaf.x)}" cy="{n(leaf.y)}" '
        f'r="{3.7 if whole else 3}"/>'
    )
    text = f'<text class="model" x="{n(leaf.x + 9)}" y="{n(leaf.y + 4.3)}">{name}</text>'
    return dot + canvas.link("model", data["id"], tooltip + text)


def _branch(data: dict[str, Any], branch: Branch, *, centred: bool) -> Iterator[str]:
    base = branch.y
    if centred:
        base += size(branch.level) * 0.36 - len(branch.words) * 12.5 / 2
    name, count = label(data)
    if name:
        text = (
            f'<text class="l{min(3, branch.level)} node" x="{n(branch.x)}" y="{n(base)}" xml:space="preserve">'
            f"{escape(name)}  <tspan>{count}</tspan></text>"
        )
        yield f"<g><title>{escape(data['label'])}</title>{text}</g>" if name.endswith("…") else text
    for i, line in enumerate(branch.words, 1):
        yield f'<text class="words" x="{n(branch.x)}" y="{n(base + i * 12.5)}">{escape(line)}</text>'


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    if abs(y1 - y2) < 0.05:
        return f"M{n(x1)} {n(y1)}H{n(x2)}"
    middle = n((x1 + x2) / 2)
    return f"M{n(x1)} {n(y1)}C{middle} {n(y1)} {middle} {n(y2)} {n(x2)} {n(y2)}"


def _lines(tree: Tree) -> Iterator[str]:
    """The lines between branches, and the bars before models; in the colour of the function, where a branch has one."""
    paths: dict[str, list[str]] = {}
    for branch in tree.branches:
        for child in tree.graph.successors(branch.node):
            if not tree.is_leaf(child):
                there = (tree.starts[branch.level + 1] - 5, tree.y[child])
                paths.setdefault(_function(child), []).append(_curve(tree.end(branch.node), branch.y, *there))
    for block in tree.blocks:
        x, y = tree.starts[-1] - 12, tree.y[block.branch]
        bar = f"M{n(tree.end(block.branch))} {n(y)}H{n(x)}M{n(x)} {n(block.top + 3)}V{n(block.bottom - 3)}"
        paths.setdefault(_function(block.branch), []).append(bar)
    for word, drawn in paths.items():
        yield f'<path class="line {word}" d="{"".join(drawn)}"/>'.replace(' "', '"')


def _function(node: str) -> str:
    """The function that a branch belongs to; empty where it belongs to none."""
    word = node.partition("/")[0]
    return word if word in FUNCTION_COLOURS else ""


def _poster(graph: nx.DiGraph[str]) -> Tree:
    """The tree over as many columns of models as make it a sheet of paper on its side."""
    columns = 3
    while (tree := Tree(graph, 560 + COLUMN * columns, columns)).width < _SHEET * tree.height and columns < MOST:
        columns += 1
    return tree


def tree_svg(graph: nx.DiGraph[str], canvas: Canvas, told: str) -> str:
    """Draw a tree of models; every model is a link.

    A dot is filled for an end-to-end model and open for any other; its colour is that of the model's function.

    Args:
        graph: A tree of :func:`mmkb.graph.taxonomy_graph` or :func:`mmkb.graph.family_graph`.
        canvas: What to draw on.
        told: The tree in words.
    """
    used = {data["function"] for _, data in graph.nodes(data=True) if data["kind"] == "model"}
    used |= {_function(node) for node in graph} - {""}
    words = [str(word) for word in FUNCTION_COLOURS if word in used]
    place: Tree | Outline
    if canvas.narrow:
        place = Outline(graph, NARROW)
        wide, lines = NARROW, []
    else:
        place = _poster(graph) if canvas.look.width == "poster" else Tree(graph, WIDE)
        wide, lines = place.width, list(_lines(place))
    drawn = [*lines]
    for branch in place.branches:
        drawn += _branch(graph.nodes[branch.node], branch, centred=not canvas.narrow)
    drawn += [_leaf(canvas, graph.nodes[leaf.node], leaf) for leaf in place.leaves]
    return canvas.svg(wide, round(place.height, 1), "\n".join(drawn), sheet=SHEET, words=words, told=told)


def in_words(graph: nx.DiGraph[str]) -> str:
    """The branches of a tree with their counts."""

    def said(node: str) -> str:
        data = graph.nodes[node]
        below = [said(child) for child in graph.successors(node) if graph.nodes[child]["kind"] != "model"]
        return f"{data.get('words') or data['label']} {data['count']}" + (f" ({', '.join(below)})" if below else "")

    branches = "; ".join(said(child) for child in graph.successors("root"))
    return f"{graph.nodes['root']['count']} models: {branches or 'none'}."


def _ways(graph: nx.DiGraph[str]) -> Iterator[tuple[list[dict[str, Any]], dict[str, Any]]]:
    """Every model with the branches above it, from the root's side."""
    for node, data in graph.nodes(data=True):
        if data["kind"] == "model":
            above, at = [], node
            while (at := next(iter(graph.predecessors(at)))) != "root":
                above.append(graph.nodes[at])
            yield above[::-1], data


def _named(data: dict[str, Any]) -> Named:
    return Named("model", data["id"], data["label"])


def draw(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the taxonomy of the survey's Figure 3: function, modalities, design."""
    graph = taxonomy_graph(kb.models())
    rows = tuple(
        (f["id"], g["label"], g["words"], d["id"], _named(m), m["released"] or None, m["qualifiers"] or None)
        for (f, g, d), m in _ways(graph)
    )
    counts = {n: graph.nodes[n]["count"] for n in graph.successors("root")}
    caption = (
        f"{counts.get(Function.UNDERSTANDING, 0)} models give text alone, {counts.get(Function.GENERATION, 0)} give media too. "
        "Below these, models stand by the modalities that they take and give (I image, V video, A/S audio or speech, 3D point "
        "clouds, T text) and by design: a filled dot is an end-to-end model, an open one calls others as tools."
    )
    told = in_words(graph)
    columns = ("function", "group", "group_in_words", "design", "model", "released", "also_gives")
    return Drawn(caption, tree_svg(graph, canvas, told), columns, rows, told)


def part_graph(kb: Questions, grouping: str) -> nx.DiGraph[str]:
    """The tree of models by the family of one kind of part.

    Args:
        kb: The knowledge base.
        grouping: ``projector``, ``encoder`` or ``llm``.
    """
    field, fact = _PART[grouping]
    models = kb.models()
    states: Mapping[str, str] = dict(kb.store.rows("SELECT model_id, state FROM knowledge WHERE fact = ?", (fact,)))
    return family_graph(models, {m.id: getattr(m, field) for m in models}, kb.components(), states)


def _by_part(kb: Questions, canvas: Canvas, grouping: str, what: str) -> Drawn:
    graph = part_graph(kb, grouping)
    rows = tuple(
        (f["label"], m["qualifiers"] or c["label"] or f["label"], _named(m), m["released"] or None, m["function"])
        for (f, c), m in _ways(graph)
    )
    largest = [graph.nodes[n] for n in graph.successors("root")][:3]
    named = ", ".join(f"{data['label']} ({data['count']})" for data in largest)
    caption = (
        f"Of {graph.nodes['root']['count']} models, the families of {what} that most use: {named}. A model with {what} of "
        "several families stands under each. Green dots are models of understanding, orange ones of generation; open dots "
        "are tool-using."
    )
    told = in_words(graph)
    return Drawn(caption, tree_svg(graph, canvas, told), ("family", "component", "model", "released", "function"), rows, told)


def draw_by_projector(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the models by the family of their input projectors."""
    return _by_part(kb, canvas, "projector", "input projectors")


def draw_by_encoder(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the models by the family of their encoders."""
    return _by_part(kb, canvas, "encoder", "encoders")


def draw_by_llm(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the models by the family of their language models."""
    return _by_part(kb, canvas, "llm", "language models")
