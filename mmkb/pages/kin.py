"""What pages say of kinship besides drawings: the table of all lines, and the kin of one model."""

from __future__ import annotations

import networkx as nx

from mmkb.figures.figure import Canvas, Look
from mmkb.figures.kin import kin_svg
from mmkb.graph import lineage_graph
from mmkb.pages.escape import text
from mmkb.pages.markup import boxed, section, table
from mmkb.pages.paths import Page, entry_path
from mmkb.pages.words import DASH, date
from mmkb.query import Questions


def lines_table(kb: Questions, page: Page) -> str:
    """Write every line of lineage as a table, for those who cannot use the drawing.

    Args:
        kb: The knowledge base.
        page: The page that it stands on.

    Returns:
        Markdown with its heading; nothing where there is no line.
    """
    released = {model.id: model.released for model in kb.models()}
    rows = [
        (
            page.link(line.child),
            date(released.get(line.child.id)),
            line.relation.replace("-", " "),
            page.link(line.parent),
            text(line.note or "") or DASH,
        )
        for line in kb.lineage()
    ]
    body = boxed("filterable", table(("Model", "Released", "Relation", "Built on", "What is taken over"), rows))
    return section("Every line", "every-line", body)


def kin_drawings(graph: nx.MultiDiGraph[str], model: str) -> tuple[str, str]:
    """The kin of a model for its page.

    Args:
        graph: The lineage of all models.
        model: Id of the model.

    Returns:
        The drawing for a page and that for a telephone; two empty texts for a model that has no kin.
    """
    node = f"model:{model}"
    if node not in graph:
        return "", ""
    page = Page(entry_path("model", model))
    name = graph.nodes[node]["label"]
    title = f"What is {name} built on, and what on it?"
    wide, narrow = (
        kin_svg(graph, node, Canvas("lineage-of", title, Look("site", way, page.entry_href))) for way in ("wide", "narrow")
    )
    return wide, narrow


def lineage_of_all(kb: Questions) -> nx.MultiDiGraph[str]:
    """The lineage of all models, read once for many pages."""
    return lineage_graph(kb.lineage())
