"""The command graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from mmkb.cli.asking import asks
from mmkb.cli.completing import ids
from mmkb.cli.output import as_json, emit

if TYPE_CHECKING:
    import networkx

    from mmkb.api import KnowledgeBase

FORMATS: Final = ("dot", "mermaid", "graphml", "json", "svg")
KINDS: Final = ("taxonomy", "lineage", "components", "datasets", "architecture")
_ABOUT_ONE: Final = ("lineage", "architecture")


def _svg(kb: KnowledgeBase, kind: str, model: str | None) -> str:
    """A figure."""
    from mmkb.figures.figure import nowhere

    if kind == "taxonomy":
        return kb.figure("taxonomy").svg
    if kind == "architecture" and model is not None:
        from mmkb.figures.architecture import architecture_svg

        return architecture_svg(kb.model(model), nowhere)
    from mmkb.figures.columns import columns_svg

    return columns_svg(_graph(kb, kind, model), _TITLES[kind], nowhere)


_TITLES: Final = {
    "lineage": "Models by what they were built on",
    "components": "Models and the components they use",
    "datasets": "Datasets and the models trained on them",
}


def _graph(kb: KnowledgeBase, kind: str, model: str | None) -> networkx.DiGraph[str]:
    """The graph of a kind; the lineage of one model, if it is named."""
    if kind == "lineage" and model is not None:
        from mmkb.graph import lineage_graph

        return lineage_graph(kb.lineage(model))
    return kb.graph(kind)


def _text(graph: networkx.DiGraph[str], kind: str, form: str) -> str:
    from mmkb.cli import graphtext

    if form == "dot":
        return graphtext.dot(graph, kind)
    if form == "mermaid":
        return graphtext.mermaid(graph)
    from mmkb.exports.graphs import graph_data, graphml

    return graphml(graph).decode() if form == "graphml" else as_json(graph_data(graph)) + "\n"


@click.command()
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("model", required=False, shell_complete=ids("model"))
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to write it: svg for architecture, else dot.")
@asks
def graph(kb: KnowledgeBase, kind: str, model: str | None, form: str | None) -> None:
    """Write a graph of the catalogue.

    \b
    taxonomy      function, input to output, design, models
    lineage       models by what they were built on; of one MODEL, if it is named
    components    models and the components they use
    datasets      models and the datasets they were trained on
    architecture  the diagram of one MODEL, as svg only

    json is node-link data: networkx.node_link_graph(data, name="node", edges="edges") reads it.
    """  # noqa: D301
    if model is not None and kind not in _ABOUT_ONE:
        raise click.UsageError(f"{kind} is of the whole catalogue; {' and '.join(_ABOUT_ONE)} take a MODEL.")
    if kind == "architecture" and (model is None or form not in (None, "svg")):
        raise click.UsageError("architecture takes a MODEL and --format svg.")
    form = form or ("svg" if kind == "architecture" else "dot")
    if form == "svg":
        emit(_svg(kb, kind, model))
        return
    emit(_text(_graph(kb, kind, model), kind, form))
