"""The tools: each takes its arguments and gives plain data with its sources; nothing here knows the protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, TypeVar

from mmkb.api import KnowledgeBase
from mmkb.citing import address, apa
from mmkb.mcp import wanted
from mmkb.query.cited import paper_ids, source_records
from mmkb.query.printing import plain
from mmkb.records import KINDS

W = TypeVar("W", bound=wanted.Wanted)

SECONDS: Final = 5.0
"""Time that a question in SQL may take."""

Given = tuple[dict[str, Any], Iterable[str]]
"""What a tool gives: its answer, and the ids of the sources that the answer stands on."""


def sources(kb: KnowledgeBase, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Sources as plain data, by id."""
    return [
        {"id": s.id, "title": s.name, "released": s.released, "url": address(s), "citation": apa(s)}
        for s in source_records(kb.store, ids)
    ]


def _papers(kb: KnowledgeBase, entries: Iterable[tuple[str, str]]) -> set[str]:
    return set(paper_ids(kb.store, entries).values())


def search_models(kb: KnowledgeBase, given: wanted.SearchModels) -> Given:
    """The models for which all filters hold, with the parts that they are built of."""
    filters = {name: value for name, value in given if value not in ([], None) and name not in ("sort", "limit")}
    found = kb.models(**filters, sort=given.sort, limit=given.limit + 1)
    rows = found[: given.limit]
    answer = {"models": rows.to_dicts(), "more": len(found) > given.limit}
    return answer, _papers(kb, (("model", model.id) for model in rows))


def get_model(kb: KnowledgeBase, given: wanted.GetModel) -> Given:
    """Everything about one model."""
    found = kb.model(given.model)
    answer = {
        "model": kb.as_json("model", found.id),
        "not_known": [state._asdict() for state in found.states if state.state != "known"],
        "built_on_it": [
            {"model": plain(line.child), "relation": line.relation, "note": line.note} for line in found.descendants
        ],
        "benchmarks": [plain(one) for one in dict.fromkeys(score.benchmark for score in found.scores)],
    }
    return answer, found.sources


def compare_models(kb: KnowledgeBase, given: wanted.CompareModels) -> Given:
    """Models side by side, with the facts marked in which they differ."""
    comparison = kb.compare(*given.models)
    return {"facts": comparison.to_dicts()}, {s for model in comparison.models for s in kb.model(model.id).sources}


def used_by(kb: KnowledgeBase, given: wanted.UsedBy) -> Given:
    """The models that use a component, or that were trained on a dataset."""
    found = kb.used_by(given.name)
    uses = found.to_dicts()[: given.limit]
    users = {(use["kind"], use["id"]) for row in uses for key, use in row.items() if key in ("model", "user", "component")}
    return {"uses": uses, "more": len(found) > given.limit}, _papers(kb, users)


def leaderboard(kb: KnowledgeBase, given: wanted.GetLeaderboard) -> Given:
    """The scores on a benchmark in groups, ranked only within a group."""
    board = kb.leaderboard(given.benchmark, given.metric, given.split)
    groups: list[dict[str, Any]] = []
    cited: set[str] = set()
    room = given.limit
    for group in board.groups:
        scores = group.scores[:room]
        room -= len(scores)
        cited |= {score.source.id for _, score in scores}
        if scores:
            told = [
                {
                    "rank": rank, "model": plain(s.model), "variant": s.variant, "row": s.row, "printed": s.printed,
                    "value": s.value, "source": s.source.id, "locator": s.locator, "note": s.note,
                }
                for rank, s in scores
            ]  # fmt: skip
            groups.append({"comparable": group.title, "scores": told})
    answer = {
        "benchmark": plain(board.benchmark),
        "note": "Ranks hold within a group only; scores of different groups cannot be compared.",
        "groups": groups,
        "more": sum(len(group.scores) for group in board.groups) > given.limit,
    }
    return answer, cited


def lineage(kb: KnowledgeBase, given: wanted.Lineage) -> Given:
    """What a model was built on, and what was built on it."""
    found = kb.lineage(given.model)
    children = dict.fromkeys(line.child.id for line in found)
    cited = {place.source.id for child in children for place in kb.sources_of(child, "lineage")}
    return {"lines": found.to_dicts()}, cited or _papers(kb, (("model", child) for child in children))


def sql(kb: KnowledgeBase, given: wanted.Sql) -> Given:
    """What one SELECT gives; its sources are those of the entries whose ids stand in the rows."""
    table = kb.sql(given.select, given.values, limit=given.limit, seconds=SECONDS)
    texts = {value for row in table.rows for value in row if isinstance(value, str) and len(value) < 200}
    named = _papers(kb, ((kind, text) for kind in KINDS for text in texts))
    return {"columns": list(table.columns), "rows": plain(table.rows), "more": table.truncated}, named


class Tool(NamedTuple):
    """A tool.

    Attributes:
        name: Its name.
        title: Its name for people.
        description: What a language model is told of it.
        wanted: What it takes.
        run: What it does.
    """

    name: str
    title: str
    description: str
    wanted: type[wanted.Wanted]
    run: Callable[[KnowledgeBase, Any], Given]


TOOLS: Final = (
    Tool(
        "search_models", "Search models",
        "Find multimodal large language models by modalities, components, training, makers, dates or words. All filters must "
        "hold; several words of one filter must all hold. A fact that is not known matches no filter. An unknown word is "
        "answered with what was possible.",
        wanted.SearchModels, search_models,
    ),
    Tool(
        "get_model", "Get a model",
        "Everything about one model: architecture, training stages, availability, each with the source and place where it is "
        "written; and what is not known (not-disclosed: the sources do not say; absent: nobody has looked yet).",
        wanted.GetModel, get_model,
    ),
    Tool(
        "compare_models", "Compare models", "Two models or more side by side; differs marks the facts in which they differ.",
        wanted.CompareModels, compare_models,
    ),
    Tool(
        "used_by", "Used by",
        "The models that use a component (with its role, variant, resolution and tokens), or that were trained on a dataset.",
        wanted.UsedBy, used_by,
    ),
    Tool(
        "leaderboard", "Leaderboard",
        "Scores on a benchmark as printed, in groups of those that can be compared. Never rank scores of different groups "
        "against each other.",
        wanted.GetLeaderboard, leaderboard,
    ),
    Tool(
        "lineage", "Lineage",
        "What a model was built on (distance below 0) and what was built on it (above 0), with all steps between.",
        wanted.Lineage, lineage,
    ),
    Tool(
        "sql", "SQL",
        f"One SELECT on the SQLite database, read-only, {SECONDS:g} seconds and {wanted.MOST_ROWS} rows at most. Tables among "
        "others: model, component, component_use, dataset, stage, stage_dataset, benchmark, score, citation, knowledge; "
        "SELECT name, sql FROM sqlite_master tells all of them. Select ids, so that the sources can be told.",
        wanted.Sql, sql,
    ),
)  # fmt: skip


def answered(kb: KnowledgeBase, tool: Tool, given: wanted.Wanted) -> dict[str, Any]:
    """What a tool answers, with its sources and the version of the data."""
    answer, ids = tool.run(kb, given)
    meta = kb.store.meta
    return {
        "answer": answer,
        "sources": sources(kb, ids),
        "data_version": meta["data_version"],
        "mmkb_version": meta["mmkb_version"],
    }
