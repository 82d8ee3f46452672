"""The static JSON API: an index, every kind as a list and by id, the tables of surveys, and the graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from mmkb import graph as graphs
from mmkb.exports.data import own_fields, to_data, to_json
from mmkb.exports.graphs import graph_data, graphml
from mmkb.kept import Shared, made
from mmkb.pages.dates import newest
from mmkb.pages.jsonld import LICENCE
from mmkb.query import Questions
from mmkb.query.answers import (
    BenchmarkAnswer,
    ComponentAnswer,
    ComponentSummary,
    DatasetAnswer,
    DatasetSummary,
    EntryAnswer,
    EntrySummary,
    ModelAnswer,
    ModelSummary,
    OrganisationAnswer,
    ResultsAnswer,
    SourceAnswer,
    SurveyAnswer,
)
from mmkb.records import FOLDERS

ROOT: Final = "api/v1"
"""Where version 1 of the API lies; whatever would break a reader of it gets another number."""

API_VERSION: Final = "1.0.0"
"""Version of the API: the second number grows with what is added, the third with what is mended."""

GRAPHS: Final = ("taxonomy", "lineage", "components", "datasets")

SUMMARIES: Final[dict[str, type]] = {
    **dict.fromkeys(("benchmark", "results", "organisation", "source", "survey"), EntrySummary),
    "model": ModelSummary,
    "component": ComponentSummary,
    "dataset": DatasetSummary,
}
"""The rows of the list of each kind."""

ANSWERS: Final[dict[str, type]] = {
    "model": ModelAnswer,
    "component": ComponentAnswer,
    "dataset": DatasetAnswer,
    "benchmark": BenchmarkAnswer,
    "results": ResultsAnswer,
    "organisation": OrganisationAnswer,
    "source": SourceAnswer,
    "survey": SurveyAnswer,
}
"""What is told of an entry of each kind."""

_LISTS: Final[dict[str, Callable[[Questions], tuple[Any, ...]]]] = {
    "model": lambda kb: kb.models(),
    "component": lambda kb: kb.components(),
    "dataset": lambda kb: kb.datasets(),
    "benchmark": lambda kb: kb.benchmarks(),
    "results": lambda kb: kb.results_tables(),
    "organisation": lambda kb: kb.organisations(),
    "source": lambda kb: kb.sources(),
    "survey": lambda kb: kb.surveys(),
}
_SINGLES: Final[dict[str, Callable[[Questions, str], EntryAnswer[Any]]]] = {
    "model": lambda kb, i: kb.model(i),
    "component": lambda kb, i: kb.component(i),
    "dataset": lambda kb, i: kb.dataset(i),
    "benchmark": lambda kb, i: kb.benchmark(i),
    "results": lambda kb, i: kb.results(i),
    "organisation": lambda kb, i: kb.organisation(i),
    "source": lambda kb, i: kb.source(i),
    "survey": lambda kb, i: kb.survey(i),
}


def list_file(kind: str) -> str:
    """Path of the list of a kind."""
    return f"{ROOT}/{FOLDERS[kind]}.json"


def entry_file(kind: str, entry_id: str) -> str:
    """Path of an entry."""
    return f"{ROOT}/{FOLDERS[kind]}/{entry_id}.json"


def survey_table_file(survey: str, place: str) -> str:
    """Path of a table, figure or page of a survey."""
    return f"{ROOT}/{_table_path(survey, place)}"


def _table_path(survey: str, place: str) -> str:
    return f"{FOLDERS['survey']}/{survey}/{place}.json"


def _places(kb: Questions) -> dict[str, tuple[str, ...]]:
    """The ids of the tables, figures and pages of every survey that has any."""
    found = {row.id: tuple(place.id for place in kb.survey(row.id).record.places) for row in kb.surveys()}
    return {survey: places for survey, places in found.items() if places}


def api_files(kb: Questions) -> Iterator[tuple[str, str | bytes]]:
    """Make every file of the API.

    Args:
        kb: The knowledge base.

    Yields:
        Path and content, one after the other.
    """
    yield f"{ROOT}/index.json", to_json(index(kb))
    # Each is read once, when the first entry that is made anew mentions it.
    sources = {row.id: Shared(kb.store, partial(kb.as_json, "source", row.id)) for row in kb.sources()}
    for kind, listed in _LISTS.items():
        rows = listed(kb)
        items = [{**to_data(row), "url": f"{FOLDERS[kind]}/{row.id}.json"} for row in rows]
        yield list_file(kind), to_json({"kind": kind, "count": len(items), "items": items})
        for row in rows:
            make = partial(_entry, kb, kind, row.id, sources)
            yield entry_file(kind, row.id), made(kb.store, "api", (kind, row.id), make)
    for survey, places in _places(kb).items():
        for place in places:
            make = partial(_survey_table, kb, survey, place)
            yield survey_table_file(survey, place), made(kb.store, "api", ("survey table", survey, place), make)
    for name in GRAPHS:
        graph = _graph(kb, name)
        yield f"{ROOT}/graph/{name}.json", to_json(graph_data(graph))
        yield f"{ROOT}/graph/{name}.graphml", graphml(graph)


def index(kb: Questions) -> dict[str, Any]:
    """What the API holds, in which versions; paths are relative to the index."""
    counts, meta = kb.counts(), kb.store.meta
    return {
        "api_version": API_VERSION,
        "schema_version": int(meta["schema_version"]),
        "data_version": meta["data_version"],
        "mmkb_version": meta["mmkb_version"],
        "generated_at": newest(kb),
        "license": LICENCE,
        "openapi": "../../openapi.json",
        "counts": {
            "citations": counts.facts,
            "scores": counts.scores,
            "corrections": counts.corrections,
            "states": dict(counts.states),
        },
        "kinds": {
            kind: {"count": counts.entries.get(kind, 0), "list": f"{folder}.json", "entry": f"{folder}/{{id}}.json"}
            for kind, folder in FOLDERS.items()
        },
        "survey_tables": {
            survey: {place: _table_path(survey, place) for place in places} for survey, places in _places(kb).items()
        },
        "graphs": {name: {"json": f"graph/{name}.json", "graphml": f"graph/{name}.graphml"} for name in GRAPHS},
    }


def _entry(kb: Questions, kind: str, entry_id: str, sources: dict[str, Shared[dict[str, Any]]]) -> str:
    """An entry: its record, what other entries say of it, and the names and sources of all that it mentions."""
    answer = _SINGLES[kind](kb, entry_id)
    if answer.id != entry_id:
        raise ValueError(f"{kind} {entry_id} is told as {answer.id}")
    told = {
        "kind": kind,
        "id": answer.id,
        "name": answer.name,
        "record": _record(kb.as_json(kind, entry_id)),
        **{field: to_data(getattr(answer, field)) for field in own_fields(ANSWERS[kind])},
        "mentions": [{"kind": k, "id": i, "name": name} for (k, i), name in sorted(answer.names.items())],
        "sources": {i: _record(sources[i].get()) for i in sorted(answer.sources)},
    }
    return to_json(told)


def _survey_table(kb: Questions, survey: str, place: str) -> str:
    return to_json(to_data(kb.survey_table(survey, place)))


def _record(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "entry"}


def _graph(kb: Questions, name: str) -> Any:
    if name == "taxonomy":
        return graphs.taxonomy_graph(kb.models())
    if name == "lineage":
        return graphs.lineage_graph(kb.lineage())
    return graphs.component_graph(kb.models()) if name == "components" else graphs.dataset_graph(kb.dataset_lines())
