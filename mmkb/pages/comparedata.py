"""The files that the page of comparing reads: one of all names, and of every model one with all its facts and scores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from mmkb.query import Questions
from mmkb.query.answers import Named
from mmkb.query.sheet import SECTIONS, STATES, Cell, Place, Sheet
from mmkb.records import FOLDERS

NAMES: Final = "compare/models.json"
"""Path of the file of all names, below the folder of pages."""

_NAMES: Final = """
SELECT e.id, e.name, e.replaced_by, (SELECT json_group_array(name) FROM (SELECT n.name FROM entry_name AS n
 WHERE n.kind = 'model' AND n.entry_id = e.id AND n.position > 0 ORDER BY n.position))
FROM entry AS e WHERE e.kind = 'model' ORDER BY e.id
"""


def sheet_path(model: str) -> str:
    """Path of the file of a model, below the folder of pages."""
    return f"compare/data/{model}.json"


def compare_data(kb: Questions) -> Iterator[tuple[str, str]]:
    """Write the files.

    Args:
        kb: The knowledge base.

    Yields:
        Path below the folder of pages, and JSON: of all names first, then of model by model.
    """
    models = [[i, name, json.loads(others), *([new] if new else [])] for i, name, new, others in kb.store.rows(_NAMES)]
    yield NAMES, _json({"folders": FOLDERS, "sections": SECTIONS, "states": STATES, "models": models})
    for entry, *_ in models:
        yield sheet_path(entry), _json(sheet_data(kb.sheet(entry)))


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def sheet_data(sheet: Sheet) -> dict[str, Any]:
    """The facts and scores of a model as the page reads them.

    Sources, tables, benchmarks and conditions stand once, in lists; elsewhere their places in those lists.

    Args:
        sheet: All facts of the model.
    """
    lists: dict[str, dict[Any, int]] = {"sources": {}, "tables": {}, "benchmarks": {}, "conditions": {}}

    def at(name: str, item: Any) -> int:
        return lists[name].setdefault(item, len(lists[name]))

    def places(given: tuple[Place, ...]) -> list[Any]:
        return [[at("sources", source[1:]), locator] for source, locator in given]

    def cell(value: Cell) -> dict[str, Any]:
        if not value.lines:
            found: dict[str, Any] = {"state": value.state}
            found |= {"note": value.note} if value.note is not None else {}
            return found | ({"places": places(value.places)} if value.places else {})
        return {"lines": [[[*map(_part, line.parts)], places(line.places)] for line in value.lines]}

    facts = [[SECTIONS.index(fact.section), fact.fact, fact.anchor, cell(fact.cell)] for fact in sheet.facts]
    scores = []
    for score in sheet.scores:
        source, locator = score.place
        # Sorted here: what comes first in the alphabet is asked in Python alone.
        benchmark = at("benchmarks", (score.benchmark.id, score.benchmark.name, score.benchmark.name.lower()))
        conditions = at("conditions", (score.conditions.key, score.conditions.title))
        table = at("tables", (score.table.id, score.table.name, at("sources", source[1:]), locator))
        scores.append([benchmark, score.metric, score.label, score.printed, conditions, table])
    told = {"id": sheet.model.id, "name": sheet.model.name, "facts": facts, "rest": cell(sheet.rest), "scores": scores}
    return told | {name: list(items) for name, items in lists.items()}


def _part(part: str | Named) -> str | list[str]:
    return list(part) if isinstance(part, Named) else part
