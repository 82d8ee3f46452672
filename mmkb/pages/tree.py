"""A tree of models as a list that folds: plain HTML that needs no script, and the drawing's double for those who hear it."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from mmkb.figures.tree import full_name
from mmkb.pages.escape import text
from mmkb.pages.markup import section
from mmkb.pages.paths import Page


def folding_tree(graph: nx.DiGraph[str], page: Page) -> str:
    """Write a tree as a list that folds, its first level open as far as that shows further branches.

    Args:
        graph: The tree, from ``root`` to models.
        page: The page that it stands on.

    Returns:
        Markdown with its heading; nothing for a tree without models.
    """
    lines = [line for child in graph.successors("root") for line in _branch(graph, child, page, opened=_parted(graph, child))]
    # The search would take an inner list for the end of what it leaves out, if that were a list itself.
    body = "\n".join(['<nav class="tree" aria-label="The models" data-search-exclude><ul>', *lines, "</ul></nav>"])
    return section("As a list", "as-a-list", body) if lines else ""


def _parted(graph: nx.DiGraph[str], node: str) -> bool:
    """Whether there are branches with names below a branch."""
    below = (graph.nodes[child] for child in graph.successors(node))
    return any(data["kind"] != "model" and data["label"] for data in below)


def _branch(graph: nx.DiGraph[str], node: str, page: Page, *, opened: bool = False) -> Iterator[str]:
    """A branch with what is below it; one without a name of its own gives what is below it only."""
    data = graph.nodes[node]
    if data["kind"] == "model":
        day = f" <small>{data['released']}</small>" if data["released"] else ""
        yield f'<li><a href="{page.entry_href("model", data["id"])}">{text(full_name(data))}</a>{day}</li>'
        return
    below = [line for child in graph.successors(node) for line in _branch(graph, child, page)]
    if not data["label"]:
        yield from below
        return
    label = text(str(data["label"])[:1].upper() + str(data["label"])[1:])
    words = f" <small>{text(data['words'])}</small>" if data.get("words") else ""
    yield f"<li><details{' open' if opened else ''}><summary>{label} <b>{data['count']}</b>{words}</summary><ul>"
    yield from below
    yield "</ul></details></li>"
