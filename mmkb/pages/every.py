"""All pages of the site, made one after the other from what the knowledge base answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from mmkb.changes import NO_HISTORY, Past
from mmkb.figures.architecture import architecture_svg
from mmkb.figures.taxonomy import part_graph
from mmkb.graph import taxonomy_graph
from mmkb.pages.benchmark import benchmark_page, results_page
from mmkb.pages.cards import GENERAL, card_path, carded, with_image
from mmkb.pages.compare import PATH as COMPARE_PATH
from mmkb.pages.compare import compare_page
from mmkb.pages.component import component_page
from mmkb.pages.dataset import dataset_page
from mmkb.pages.dates import newest
from mmkb.pages.explore import explore_page
from mmkb.pages.figures import MOVED, Extra, figure_pages, moved_page
from mmkb.pages.home import home_page
from mmkb.pages.jsonld import Data, catalogue_jsonld, entry_jsonld, with_jsonld
from mmkb.pages.kin import kin_drawings, lineage_of_all, lines_table
from mmkb.pages.lists import components_list, datasets_list, entries_list, models_list
from mmkb.pages.model import model_page
from mmkb.pages.news import entry_history, news_page
from mmkb.pages.organisation import organisation_page
from mmkb.pages.overviews import coverage_page
from mmkb.pages.pairs import pair_lists
from mmkb.pages.paths import EXPLORE_PATH, NEWS_PATH, SITE, Page, entry_path, list_path, place_path
from mmkb.pages.ready import ready_questions
from mmkb.pages.reference import RULES_PATH, VOCABULARY_PATH, rules_page, vocabulary_page
from mmkb.pages.seen import Contamination
from mmkb.pages.source import source_page
from mmkb.pages.sql import SQL_PATH, sql_page
from mmkb.pages.survey import corrections_page, survey_page
from mmkb.pages.surveytables import survey_table_page
from mmkb.pages.tables import TABLES_PATH, tables_page
from mmkb.pages.tree import folding_tree
from mmkb.query import Questions
from mmkb.query.answers import (
    BenchmarkAnswer,
    ComponentSummary,
    Counts,
    EntryAnswer,
    EntrySummary,
    ModelSummary,
    Named,
    OrganisationAnswer,
)
from mmkb.query.leaderboards import Leaderboard, leaderboard
from mmkb.query.standing import standings

if TYPE_CHECKING:
    from mmkb.store import TableDescription

A = TypeVar("A", bound=EntryAnswer[Any])

Written = tuple[str, str]
"""A page: its path below the folder of pages, and its Markdown."""

Boards = Mapping[str, tuple[BenchmarkAnswer, Leaderboard]]
"""All benchmarks by id with their leaderboards, read once: pages of benchmarks and of models need them."""

EXTRAS: Final[dict[str, Extra]] = {
    "taxonomy": lambda kb, page: folding_tree(taxonomy_graph(kb.models()), page),
    "taxonomy-by-projector": lambda kb, page: folding_tree(part_graph(kb, "projector"), page),
    "taxonomy-by-encoder": lambda kb, page: folding_tree(part_graph(kb, "encoder"), page),
    "taxonomy-by-llm": lambda kb, page: folding_tree(part_graph(kb, "llm"), page),
    "lineage-whole": lines_table,
    "encoders-by-llms": lambda kb, page: pair_lists(kb, page, "encoders-by-llms"),
    "projectors-by-llms": lambda kb, page: pair_lists(kb, page, "projectors-by-llms"),
    "encoders-by-projectors": lambda kb, page: pair_lists(kb, page, "encoders-by-projectors"),
}
"""What the pages of some figures have besides."""

_OTHER_LISTS: Final[dict[str, Callable[[Questions], tuple[EntrySummary, ...]]]] = {
    "benchmark": Questions.benchmarks,
    "organisation": Questions.organisations,
    "source": Questions.sources,
    "survey": Questions.surveys,
    "results": Questions.results_tables,
}


def all_pages(
    kb: Questions,
    tables: Sequence[TableDescription],
    *,
    drawings: bool = True,
    site: str = SITE,
    past: Past | str = NO_HISTORY,
    cards: bool = False,
) -> Iterator[Written]:
    """Write every generated page.

    Args:
        kb: The knowledge base.
        tables: Descriptions of the database's tables.
        drawings: Whether drawings are made; without them the words are the same.
        site: Where the site will be, with a slash at its end.
        past: The history of the catalogue; or why it cannot be told.
        cards: Whether there will be cards that pages can name.

    Yields:
        Path below the folder of pages, and Markdown, one page after the other.
    """
    own = {entry_path("model", model): card_path(model) for model in carded(kb.models())} if cards else {}
    for path, markdown in _all(kb, tables, drawings, site, past):
        yield path, with_image(markdown, own.get(path, GENERAL)) if cards else markdown


def _all(
    kb: Questions, tables: Sequence[TableDescription], drawings: bool, site: str, past: Past | str
) -> Iterator[Written]:  # fmt: skip
    """Every generated page, without its card."""
    models = kb.models()
    counts = kb.counts()
    names = names_of(kb)
    ends = _Ends(site, past, names)
    yield "index.md", with_jsonld(home_page(counts, models, kb.store.meta["data_version"]), catalogue_of(kb, counts, site))
    yield EXPLORE_PATH, explore_page(models)
    yield COMPARE_PATH, compare_page(kb)
    yield NEWS_PATH, news_page(past, models, names)
    yield from figure_pages(kb, EXTRAS, ("wide", "narrow") if drawings else ("wide",))
    yield MOVED, moved_page()
    answers = [kb.benchmark(summary.id) for summary in kb.benchmarks()]
    boards = {one.id: (one, leaderboard(kb.store, Named("benchmark", one.id, one.name), known=one.scores)) for one in answers}
    yield from _models(kb, models, boards, drawings, ends)
    seen = Contamination(kb)
    yield from _shared(kb, models, seen, ends)
    yield from _others(kb, boards, seen, ends)
    yield from _survey_tables(kb)
    yield "corrections.md", corrections_page(kb.corrections())
    yield RULES_PATH, rules_page()
    yield VOCABULARY_PATH, vocabulary_page()
    yield TABLES_PATH, tables_page(tables)
    yield SQL_PATH, sql_page(ready_questions())


def names_of(kb: Questions) -> dict[tuple[str, str], str]:
    """The name of every entry, by kind and id."""
    return {(kind, entry): name for kind, entry, name in kb.store.rows("SELECT kind, id, name FROM entry")}


def _models(
    kb: Questions, models: tuple[ModelSummary, ...], boards: Boards, drawings: bool, ends: _Ends
) -> Iterator[Written]:  # fmt: skip
    """The list of models, their pages, and the coverage, which counts what the pages show."""
    yield list_path("model"), models_list(models)
    by_model: dict[Named, Counter[str]] = {}
    kin = lineage_of_all(kb)
    stand = standings(board for _, board in boards.values())
    for summary in models:
        answer = kb.model(summary.id)
        by_model[Named("model", answer.id, answer.name)] = Counter(fact.state for fact in answer.states)
        path = entry_path("model", answer.id)
        diagram = architecture_svg(answer, Page(path).entry_href) if drawings else ""
        drawn = kin_drawings(kin, answer.id) if drawings else ("", "")
        written = model_page(answer, diagram, drawn, kb.similar(answer.id), stand.get(answer.id, ()))
        yield path, ends.put("model", answer, written)
    yield "coverage.md", coverage_page(kb.coverage(), by_model)


def _shared(kb: Questions, models: tuple[ModelSummary, ...], seen: Contamination, ends: _Ends) -> Iterator[Written]:
    """Components and datasets."""
    components, families = kb.components(), dict[str | None, list[ComponentSummary]]()
    for component in components:
        families.setdefault(component.family, []).append(component)
    yield list_path("component"), components_list(components)
    for component in components:
        family = families[component.family] if component.family is not None else ()
        yield _page("component", kb.component(component.id), partial(component_page, family=family), ends)
    released = {model.id: model.released for model in models}
    datasets = kb.datasets()
    yield list_path("dataset"), datasets_list(datasets)
    for dataset in datasets:
        yield _page("dataset", kb.dataset(dataset.id), partial(dataset_page, released=released, seen=seen), ends)


def _others(kb: Questions, boards: Boards, seen: Contamination, ends: _Ends) -> Iterator[Written]:
    """Benchmarks, organisations, sources, surveys and results tables."""
    pages: dict[str, Callable[[str], Written]] = {
        "benchmark": lambda i: _page("benchmark", boards[i][0], partial(benchmark_page, board=boards[i][1], seen=seen), ends),
        "organisation": lambda i: _organisation(kb, kb.organisation(i), ends),
        "source": lambda i: _page("source", kb.source(i), source_page, ends),
        "survey": lambda i: _page("survey", kb.survey(i), survey_page, ends),
        "results": lambda i: _page("results", kb.results(i), results_page, ends),
    }
    for kind, listed in _OTHER_LISTS.items():
        entries = listed(kb)
        yield list_path(kind), entries_list(kind, entries)
        for entry in entries:
            yield pages[kind](entry.id)


def _organisation(kb: Questions, answer: OrganisationAnswer, ends: _Ends) -> Written:
    """The page of an organisation; of one with parts, with their models."""
    of_parts = kb.models(organisation=answer.id) if answer.parts else ()
    return _page("organisation", answer, partial(organisation_page, of_parts=of_parts), ends)


def _survey_tables(kb: Questions) -> Iterator[Written]:
    """The tables, figures and pages of every survey."""
    for summary in kb.surveys():
        for place in kb.survey(summary.id).record.places:
            yield place_path(summary.id, place.id), survey_table_page(kb.survey_table(summary.id, place.id), place.id)


def _page(kind: str, answer: A, write: Callable[[A], str], ends: _Ends) -> Written:
    """The page of an entry."""
    return entry_path(kind, answer.id), ends.put(kind, answer, write(answer))


class _Ends:
    """What the page of every entry begins and ends with: what it tells machines, and its history."""

    def __init__(self, site: str, past: Past | str, names: dict[tuple[str, str], str]) -> None:
        self._site = site
        self._past = past
        self._names = names

    def put(self, kind: str, answer: EntryAnswer[Any], written: str) -> str:
        """The page with both."""
        if isinstance(self._past, Past):
            history = entry_history(Page(entry_path(kind, answer.id)), self._past, kind, answer.id, self._names)
            written = f"{written.rstrip()}\n\n{history}"
        return with_jsonld(written, entry_jsonld(kind, answer, self._site))


def catalogue_of(kb: Questions, counts: Counts, site: str = SITE) -> Data:
    """What the first page tells machines of the whole."""
    return catalogue_jsonld(counts, kb.store.meta["data_version"], newest(kb)[:10], site)
