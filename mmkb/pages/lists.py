"""The lists of all entries of each kind."""

from __future__ import annotations

from collections.abc import Iterable

from mmkb.pages.escape import text
from mmkb.pages.markup import boxed, head, section, table
from mmkb.pages.paths import EXPLORE_PATH, Page, list_path
from mmkb.pages.words import DASH, capital, counted, date, label, modalities, span
from mmkb.query.answers import ComponentSummary, DatasetSummary, EntrySummary, ModelSummary, Named
from mmkb.vocab import Access, ComponentKind, Design, Function

KIND_HEADINGS = {
    ComponentKind.ENCODER: "Encoders",
    ComponentKind.PROJECTOR: "Projectors",
    ComponentKind.LLM: "Language models",
    ComponentKind.GENERATOR: "Generators",
    ComponentKind.EXPERT: "Expert models",
}
"""The groups of the list of components."""

_INTRODUCTIONS = {
    "benchmark": ("Benchmarks", "The benchmarks on which models are scored.", "Task"),
    "organisation": ("Organisations", "Who makes the models, components and datasets.", "Kind"),
    "source": ("Sources", "Every paper, repository and card that a fact of the catalogue is cited from.", "Kind"),
    "survey": ("Surveys", "Surveys whose readings the catalogue keeps and checks.", "Detail"),
    "results": ("Results tables", "Scores, grouped by the table that they were read in.", "Detail"),
}


def models_list(models: Iterable[ModelSummary]) -> str:
    """Write the list of all models, newest first.

    Args:
        models: All models.

    Returns:
        Markdown, to stand at ``models/index.md``.
    """
    page = Page(list_path("model"))
    ordered = newest(models)
    rows = [
        (
            page.link_to("model", m.id, m.name), date(m.released), _word(m.function), modalities(m.input),
            modalities(m.output), page.links(m.encoders) or DASH, page.links(m.input_projectors) or DASH,
            page.links(m.backbones) or DASH, page.links(m.generators) or DASH, _word(m.access),
        )
        for m in ordered
    ]  # fmt: skip
    columns = ("Model", "Released", "Function", "Input", "Output", "Encoder", "Input projector", "LLM", "Generator", "Access")
    told = (
        f"{counted(len(ordered), 'multimodal large language model')}, newest first. Every name leads to a page of its own, "
        "where each fact has its source. A dash stands for what the design does not have or nobody has found out: "
        f"the model's page tells which. [The explorer]({page.to(EXPLORE_PATH)}) finds models by all that is known of them.\n\n"
    )
    described = head("Models", "All models of the catalogue with their components.", hide=("toc",))
    return described + told + boxed("filterable models", table(columns, rows))


def newest(models: Iterable[ModelSummary]) -> list[ModelSummary]:
    """Models by first public day, newest first; those without a known one last."""
    by_name = sorted(models, key=lambda m: (m.name.lower(), m.id))
    return sorted(by_name, key=lambda m: m.released or "", reverse=True)


def _word(value: str | None) -> str:
    words = {str(word): word for kind in (Function, Design, Access) for word in kind}
    return DASH if value is None else f'<span title="{text(words[value].definition)}">{label(value)}</span>'


def components_list(components: Iterable[ComponentSummary]) -> str:
    """Write the list of all components, by what they are and by family.

    Args:
        components: All components.

    Returns:
        Markdown, to stand at ``components/index.md``.
    """
    page = Page(list_path("component"))
    known = list(components)
    parts = [
        head("Components", "The encoders, projectors, language models and generators that models share."),
        f"{counted(len(known), 'component')} from which the models of the catalogue are put together, each with the models "
        "that use it. A component is counted with its family; sizes of one component are its variants.\n\n",
    ]
    for kind, title in KIND_HEADINGS.items():
        of_kind = sorted(
            (c for c in known if kind in c.kinds), key=lambda c: (c.family is None, c.family or "", c.name.lower(), c.id)
        )
        rows = [
            (
                text(c.family or "") or DASH, page.link_to("component", c.id, c.name), modalities(c.modalities),
                span(c.parameters), date(c.released), str(c.models),
            )
            for c in of_kind
        ]  # fmt: skip
        columns = ("Family", "Component", "Modalities", "Parameters", "Released", "Models")
        body = boxed("filterable", table(columns, rows, {3, 5}))
        parts.append(section(title, kind, f"{kind.definition}\n\n{body}") if rows else "")
    return "".join(parts)


def datasets_list(datasets: Iterable[DatasetSummary]) -> str:
    """Write the list of all datasets.

    Args:
        datasets: All datasets.

    Returns:
        Markdown, to stand at ``datasets/index.md``.
    """
    page = Page(list_path("dataset"))
    ordered = sorted(datasets, key=lambda d: (d.name.lower(), d.id))
    rows = [
        (
            page.link_to("dataset", d.id, d.name), ", ".join(label(p) for p in d.purposes), modalities(d.modalities),
            "<br>".join(f"{text(amount)} {label(unit)}" for amount, unit in d.amounts) or DASH,
            date(d.released), str(d.models),
        )
        for d in ordered
    ]  # fmt: skip
    columns = ("Dataset", "Purpose", "Modalities", "Amount", "Released", "Models")
    told = f"{counted(len(ordered), 'dataset')} that models and components of the catalogue were trained on.\n\n"
    return (
        head("Datasets", "All datasets of the catalogue.", hide=("toc",))
        + told
        + boxed("filterable", table(columns, rows, {5}))
    )


def entries_list(kind: str, entries: Iterable[EntrySummary]) -> str:
    """Write the list of all entries of a kind that has no list of its own form.

    Args:
        kind: ``benchmark``, ``organisation``, ``source``, ``survey`` or ``results``.
        entries: All entries of that kind.

    Returns:
        Markdown, to stand at the path of the kind's list.
    """
    page = Page(list_path(kind))
    title, introduction, detail = _INTRODUCTIONS[kind]
    ordered = sorted(entries, key=lambda e: (e.name.lower(), e.id))
    detailed = any(e.detail for e in ordered)
    dated = any(e.released for e in ordered)
    rows = [
        [
            page.link(Named(kind, e.id, e.name)), *([capital(text(label(e.detail or ""))) or DASH] if detailed else []),
            *([date(e.released)] if dated else []), str(e.mentions),
        ]
        for e in ordered
    ]  # fmt: skip
    columns = ["Name", *([detail] if detailed else []), *(["Released"] if dated else []), "Named by"]
    body = boxed("filterable", table(columns, rows, {len(columns) - 1})) or "None so far."
    return f"{head(title, introduction, hide=('toc',))}{introduction}\n\n{body}"
