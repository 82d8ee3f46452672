"""The first page of the site."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from mmkb.pages.architecture import PLURALS
from mmkb.pages.escape import text
from mmkb.pages.figures import INDEX as FIGURES_PATH
from mmkb.pages.lists import KIND_HEADINGS, newest
from mmkb.pages.markup import boxed, heading, state_counts, table
from mmkb.pages.paths import COMPARE_PATH, EXPLORE_PATH, KNOWLEDGE_PATH, NEWS_PATH, Page, list_path
from mmkb.pages.sql import SQL_PATH
from mmkb.pages.words import capital, counted, date, label, way
from mmkb.query.answers import Counts, ModelSummary, Named
from mmkb.vocab import ComponentKind, Function, Role

_PIECES: dict[Role, tuple[ComponentKind, Callable[[ModelSummary], tuple[Named, ...]]]] = {
    Role.ENCODER: (ComponentKind.ENCODER, lambda m: m.encoders),
    Role.INPUT_PROJECTOR: (ComponentKind.PROJECTOR, lambda m: m.input_projectors),
    Role.BACKBONE: (ComponentKind.LLM, lambda m: m.backbones),
    Role.OUTPUT_PROJECTOR: (ComponentKind.PROJECTOR, lambda m: m.output_projectors),
    Role.GENERATOR: (ComponentKind.GENERATOR, lambda m: m.generators),
}

NEWEST = 8
"""How many of the newest models the first page shows."""

_KINDS = ("model", "component", "dataset", "benchmark", "organisation", "source")


_FIND = """\
<form class="find" action="./" method="get" role="search" data-search-exclude>
<label for="find">Find a model, component, dataset or paper</label>
<div><input id="find" name="q" type="search" autocomplete="off" spellcheck="false" required><button>Search</button></div>
</form>

"""
"""The theme searches for what an address asks for as ``q``."""

_WAYS: tuple[tuple[str, str, str], ...] = (
    ("Explore", EXPLORE_PATH, "filter models by parts, training, size and access"),
    ("Compare", COMPARE_PATH, "two to six models side by side"),
    ("Leaderboards", list_path("benchmark"), "scores, ranked only where they can be"),
    ("Figures", FIGURES_PATH, "timeline, taxonomy, lineage, trends"),
    ("SQL", SQL_PATH, "ask the database in your browser"),
    ("What is new", NEWS_PATH, "added, changed and corrected of late"),
)
"""Where a reader goes from the first page: what it is called, its path, and what can be done there."""


def home_page(counts: Counts, models: Sequence[ModelSummary], version: str, kinds: Collection[str]) -> str:
    """Write the first page.

    Args:
        counts: How much there is.
        models: All models.
        version: The version of the data.
        kinds: The kinds of components that there are, which are the groups of their list.

    Returns:
        Markdown, to stand at ``index.md``.
    """
    page = Page("index.md")
    parts = [
        '---\ndescription: "The knowledge base of multimodal large language models"\nhide: ["navigation", "toc"]\n---\n\n',
        "# Multimodal language models, taken apart\n\n",
        "What multimodal large language models are built of, how they were trained, what they take in and give out, and how "
        "they scored. Every fact names its source; every gap is called what it is.\n{ .lead }\n\n",
        _FIND,
        _ways(page),
        _tiles(page, counts),
        heading("Newest models", "newest"),
        _newest(page, models),
        heading("The five pieces", "pieces"),
        _pieces(page, models, kinds),
        heading("Taxonomy", "taxonomy"),
        _taxonomy(page, models),
        heading("How far it is known", "known"),
        _states(page, counts),
        heading("Made from", "made"),
        _made(page, counts, version),
    ]
    return "".join(parts)


def _ways(page: Page) -> str:
    lines = ['<ul class="ways" data-search-exclude>']
    for name, path, told in _WAYS:
        lines.append(f'<li><a href="{page.href(path)}"><b>{name}</b> <span>{told}</span></a></li>')
    return "\n".join([*lines, "</ul>", "", ""])


def _tiles(page: Page, counts: Counts) -> str:
    lines = ['<ul class="tiles" data-search-exclude>']
    for kind in _KINDS:
        number = counts.entries.get(kind, 0)
        words = counted(number, kind).partition(" ")
        lines.append(f'<li><a href="{page.href(list_path(kind))}"><b>{words[0]}</b> {words[2]}</a></li>')
    for number, one, path in (
        (counts.facts, "citation", list_path("source")),
        (counts.scores, "score", list_path("benchmark")),
        (counts.corrections, "correction", "corrections.md"),
    ):
        words = counted(number, one).partition(" ")
        lines.append(f'<li><a href="{page.href(path)}"><b>{words[0]}</b> {words[2]}</a></li>')
    return "\n".join([*lines, "</ul>", "", ""])


def _made(page: Page, counts: Counts, version: str) -> str:
    sources = f"[{counted(counts.entries.get('source', 0), 'source')}]({page.to(list_path('source'))})"
    return (
        f"{counted(counts.facts, 'citation')} of {sources}, in version {_short(version)} of the data. The data is "
        f"in the public domain (CC0-1.0), the code is free software (Apache-2.0): [what that means]({page.to('about.md')}). "
        f"The whole of it [can be taken away as files]({page.to('how-to/use-the-files.md')}).\n"
    )


def _short(version: str) -> str:
    """The first characters of a version, which are enough to tell it, with the whole as a tooltip; as inline HTML."""
    return f'<code title="{text(version)}">{text(version[:12])}</code>'


def _pieces(page: Page, models: Sequence[ModelSummary], kinds: Collection[str]) -> str:
    lines = ['<ol class="pieces">']
    for role, (kind, used) in _PIECES.items():
        number = len({part.id for model in models for part in used(model)})
        # Without an address where there is nothing to lead to.
        href = f' href="{page.href(list_path("component"), str(kind))}"' if kind in kinds else ""
        meaning = capital(role.definition.removeprefix("Modality encoder: "))
        lines.append(
            f'<li class="role-{role}"><a{href}><b>{PLURALS[role]}</b> <span>{meaning}</span> '
            f"<em>{number:,} in use</em></a></li>"
        )
    groups = ", ".join(
        f"[{title.lower()}]({page.to(list_path('component'), str(kind))})"
        for kind, title in KIND_HEADINGS.items()
        if kind in kinds and kind is not ComponentKind.EXPERT
    )
    told = f"[What each piece does and how its choice changed]({page.to(KNOWLEDGE_PATH)})"
    if groups:
        told = f"Models share them: see all {groups}. {told}"
    return "\n".join([*lines, "</ol>", "", told, "", ""])


def _newest(page: Page, models: Sequence[ModelSummary]) -> str:
    rows = [
        (date(m.released), page.link_to("model", m.id, m.name), way(m.input, m.output), page.links(m.backbones))
        for m in newest(models)[:NEWEST]
    ]
    found = table(("Released", "Model", "Input to output", "LLM backbone"), rows)
    return f"{boxed('newest', found)}[Explore all models]({page.to(EXPLORE_PATH)})\n\n"


def _taxonomy(page: Page, models: Sequence[ModelSummary]) -> str:
    items = [
        f"- **{counted(sum(m.function == function for m in models), 'model')}** of {label(function)}: {function.definition}"
        for function in Function
    ]
    return "\n".join([*items, "", f"[The taxonomy as a tree]({page.to('figures/taxonomy.md')})", "", ""])


def _states(page: Page, counts: Counts) -> str:
    shown = state_counts(counts.states, ("known", "not-disclosed", "not-applicable", "absent"))
    return f"Of the facts wanted of every model: {shown} [Coverage by fact]({page.to('coverage.md')})\n\n"
