"""Graphs as text that other tools draw: DOT for Graphviz, flowcharts for Mermaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import networkx

_SHAPES: Final = {
    "root": "box", "function": "box", "group": "box", "design": "plaintext", "model": "ellipse", "component": "box",
    "dataset": "cylinder", "source": "note",
}  # fmt: skip
_BRACKETS: Final = {"model": ("([", "])"), "dataset": ("[(", ")]"), "source": ("[[", "]]")}
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_MERMAID: Final = {ord(c): f"#{ord(c)};" for c in '"#&<>`[]{}()|;\\*_~@'}
_LIST_ITEM: Final = re.compile(r"(\d+)[.)](?=\s|$)|[-+](?=\s|$)")


def _line(text: str) -> str:
    """A text on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def dot_text(value: object, *, label: bool = False) -> str:
    """A text in quotes as DOT reads it.

    Args:
        value: The text.
        label: Whether it is drawn: there Graphviz reads escapes and entities of HTML, which are kept from it.
    """
    text = _line(str(value)).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_ENTITY.sub("&amp;", text) if label else text}"'


def mermaid_text(value: object) -> str:
    """A text in quotes as Mermaid reads it; what could be Markdown, HTML or syntax is written as entities."""
    text = _line(str(value))
    item = _LIST_ITEM.match(text)
    escaped = text.translate(_MERMAID)
    if item is not None:
        end = item.end() - 1
        # What starts like a list would be refused by Mermaid; the text before that character holds digits only.
        escaped = f"{text[:end]}#{ord(text[end])};{text[end + 1 :].translate(_MERMAID)}"
    return f'"{escaped}"'


def _edge_word(data: dict[str, Any]) -> str:
    """What an edge says: its relation or role."""
    return str(data.get("relation") or data.get("role") or data.get("stage") or "")


def _edges(graph: networkx.DiGraph[str]) -> Iterator[tuple[str, str, str]]:
    for start, end, data in graph.edges(data=True):
        yield start, end, _edge_word(data)


def dot(graph: networkx.DiGraph[str], name: str) -> str:
    """A graph in DOT.

    Args:
        graph: The graph; nodes have ``kind`` and ``label``.
        name: Its name.

    Returns:
        The text, ending in a line end; the same for the same graph.
    """
    lines = [f"digraph {dot_text(name)} {{", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    for node, data in graph.nodes(data=True):
        shape = _SHAPES.get(data["kind"], "box")
        lines.append(
            f"  {dot_text(node)} [label={dot_text(data['label'], label=True)}, shape={shape}, class={dot_text(data['kind'])}];"
        )
    for start, end, word in _edges(graph):
        said = f" [label={dot_text(word, label=True)}]" if word else ""
        lines.append(f"  {dot_text(start)} -> {dot_text(end)}{said};")
    return "\n".join([*lines, "}", ""])


def mermaid(graph: networkx.DiGraph[str]) -> str:
    """A graph as a flowchart of Mermaid.

    Args:
        graph: The graph; nodes have ``kind`` and ``label``.

    Returns:
        The text, ending in a line end; the same for the same graph.
    """
    names = {node: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node, data in graph.nodes(data=True):
        left, right = _BRACKETS.get(data["kind"], ("[", "]"))
        lines.append(f"  {names[node]}{left}{mermaid_text(data['label'])}{right}")
    for start, end, word in _edges(graph):
        said = f"|{mermaid_text(word)}|" if word else ""
        lines.append(f"  {names[start]} -->{said} {names[end]}")
    return "\n".join([*lines, ""])
