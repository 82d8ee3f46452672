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
from mmkb.kept import Shared, made
from mmkb.pages.add import ADD_PATH, add_page
from mmkb.pages.benchmark import benchmark_page, results_page
from mmkb.pages.cards import GENERAL, card_path, carded, with_image
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
from mmkb.pages.paths import COMPARE_PATH, EXPLORE_PATH, NEWS_PATH, SITE, Page, entry_path, list_path, place_path
from mmkb.pages.ready import ready_questions
from mmkb.pages.reference import RULES_PATH, VOCABULARY_PATH, rules_page, vocabulary_page
from mmkb.pages.seen import Contamination
from mmkb.pages.source import source_page
from mmkb.pages.sql import SQL_PATH, sql_page
from mmkb.pages.survey import corrections_page, survey_page
from mmkb.pages.surveytables import survey_table_page
from mmkb.pages.tables import TABLES_PATH, tables_page
from mmkb.pages.tree import folding_tree
from mmkb.pages.verified import last_verified
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
    ends = _Ends(kb, site, past, names)
    kinds = {kind for component in kb.components() for kind in component.kinds}
    home = home_page(counts, models, kb.store.meta["data_version"], kinds)
    yield "index.md", with_jsonld(home, catalogue_of(kb, counts, site))
    yield EXPLORE_PATH, explore_page(models)
    yield COMPARE_PATH, compare_page(kb)
    yield NEWS_PATH, news_page(past, models, names)
    yield from figure_pages(kb, EXTRAS, ("wide", "narrow") if drawings else ("wide",))
    yield MOVED, moved_page()
    answers = [kb.benchmark(summary.id) for summary in kb.benchmarks()]
    boards = {one.id: (one, leaderboard(kb.store, Named("benchmark", one.id, one.name), known=one.scores)) for one in answers}
    yield from _models(kb, models, boards, drawings, ends)
    seen = Shared(kb.store, lambda: Contamination(kb))
    yield from _shared(kb, seen, ends)
    yield from _others(kb, boards, seen, ends)
    yield from _survey_tables(kb)
    yield "corrections.md", corrections_page(kb.corrections())
    yield RULES_PATH, rules_page()
    yield VOCABULARY_PATH, vocabulary_page()
    yield TABLES_PATH, tables_page(tables)
    yield SQL_PATH, sql_page(ready_questions())
    yield ADD_PATH, add_page()


def names_of(kb: Questions) -> dict[tuple[str, str], str]:
    """The name of every entry, by kind and id."""
    return {(kind, entry): name for kind, entry, name in kb.store.rows("SELECT kind, id, name FROM entry")}


def _models(
    kb: Questions, models: tuple[ModelSummary, ...], boards: Boards, drawings: bool, ends: _Ends
) -> Iterator[Written]:  # fmt: skip
    """The list of models, their pages, and the coverage, which counts what the pages show."""
    yield list_path("model"), models_list(models)
    by_model: dict[Named, Counter[str]] = {}
    kin = Shared(kb.store, lambda: lineage_of_all(kb))
    stand = standings(board for _, board in boards.values())
    # Asked for outside: what is like a model seldom changes, unlike what has to be read of all models to know it.
    like = {summary.id: tuple(kb.similar(summary.id)) for summary in models}

    def write(model: str) -> tuple[str, dict[str, int]]:
        answer = kb.model(model)
        href = Page(entry_path("model", model)).entry_href
        built = (architecture_svg(answer, href), architecture_svg(answer, href, "narrow")) if drawings else ("", "")
        drawn = kin_drawings(kin.get(), model) if drawings else ("", "")
        written = model_page(answer, built, drawn, like[model], stand.get(model, ()))
        return ends.begun("model", answer, written), dict(Counter(str(fact.state) for fact in answer.states))

    for summary in models:
        about = summary.id, drawings, ends.site, stand.get(summary.id, ()), like[summary.id]
        begun, states = made(kb.store, "model page", about, partial(write, summary.id))
        by_model[Named("model", summary.id, summary.name)] = Counter(states)
        yield entry_path("model", summary.id), ends.ended("model", summary.id, begun)
    yield "coverage.md", coverage_page(kb.coverage(), by_model)


def _shared(kb: Questions, seen: Shared[Contamination], ends: _Ends) -> Iterator[Written]:
    """Components and datasets."""
    components, families = kb.components(), dict[str | None, list[ComponentSummary]]()
    for component in components:
        families.setdefault(component.family, []).append(component)
    yield list_path("component"), components_list(components)
    for component in components:
        family = families[component.family] if component.family is not None else []
        yield ends.page("component", component.id, kb.component, partial(component_page, family=family), family)
    # Asked for on its own: pages of datasets need no more of models than this.
    released = Shared(kb.store, lambda: dict(kb.store.rows("SELECT id, released FROM model")))
    datasets = kb.datasets()
    yield list_path("dataset"), datasets_list(datasets)
    for dataset in datasets:
        yield ends.page(
            "dataset", dataset.id, kb.dataset, lambda answer: dataset_page(answer, released=released.get(), seen=seen.get())
        )


def _others(kb: Questions, boards: Boards, seen: Shared[Contamination], ends: _Ends) -> Iterator[Written]:
    """Benchmarks, organisations, sources, surveys and results tables."""

    def organisation(answer: OrganisationAnswer) -> str:
        """Of one with parts, with their models."""
        return organisation_page(answer, of_parts=kb.models(organisation=answer.id) if answer.parts else ())

    pages: dict[str, Callable[[str], Written]] = {
        "benchmark": lambda i: ends.page(
            "benchmark",
            i,
            kb.benchmark,
            lambda answer: benchmark_page(answer, board=boards[i][1], seen=seen.get()),
            boards[i][1],
        ),
        "organisation": lambda i: ends.page("organisation", i, kb.organisation, organisation),
        "source": lambda i: ends.page("source", i, kb.source, source_page),
        "survey": lambda i: ends.page("survey", i, kb.survey, survey_page),
        "results": lambda i: ends.page("results", i, kb.results, results_page),
    }
    for kind, listed in _OTHER_LISTS.items():
        entries = listed(kb)
        yield list_path(kind), entries_list(kind, entries)
        for entry in entries:
            yield pages[kind](entry.id)


def _survey_tables(kb: Questions) -> Iterator[Written]:
    """The tables, figures and pages of every survey."""

    def write(survey: str, place: str) -> str:
        return survey_table_page(kb.survey_table(survey, place), place)

    for summary in kb.surveys():
        for place in kb.survey(summary.id).record.places:
            about = summary.id, place.id
            yield place_path(*about), made(kb.store, "survey table page", about, partial(write, *about))


class _Ends:
    """What the page of every entry begins and ends with: what it tells machines, and its history."""

    def __init__(self, kb: Questions, site: str, past: Past | str, names: dict[tuple[str, str], str]) -> None:
        self._kb = kb
        self.site = site
        self._past = past
        self._names = names

    def page(
        self, kind: str, entry: str, ask: Callable[[str], A], write: Callable[[A], str], besides: object = None
    ) -> Written:  # fmt: skip
        """The page of an entry: made of what is asked of it and of what it is given besides, or kept from an earlier time."""

        def begin() -> str:
            answer = ask(entry)
            return self.begun(kind, answer, write(answer))

        begun = made(self._kb.store, "page", (kind, entry, self.site, besides), begin)
        return entry_path(kind, entry), self.ended(kind, entry, begun)

    def begun(self, kind: str, answer: EntryAnswer[Any], written: str) -> str:
        """The page with its beginning."""
        noted = last_verified(answer.record)
        written = f"{written.rstrip()}\n\n{noted}" if noted else written
        return with_jsonld(written, entry_jsonld(kind, answer, self.site))

    def ended(self, kind: str, entry: str, written: str) -> str:
        """The page with its end, which is no answer of the database."""
        if not isinstance(self._past, Past):
            return written
        history = entry_history(Page(entry_path(kind, entry)), self._past, kind, entry, self._names)
        return f"{written.rstrip()}\n\n{history}"


def catalogue_of(kb: Questions, counts: Counts, site: str = SITE) -> Data:
    """What the first page tells machines of the whole."""
    return catalogue_jsonld(counts, kb.store.meta["data_version"], newest(kb)[:10], site)
