"""What the SQL page reads in the browser: the limits of a question, the tables with their descriptions, the ready questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from mmkb.pages.ready import ready_questions
from mmkb.query import Questions
from mmkb.records import FOLDERS
from mmkb.store import TableDescription, describe_tables, guarded
from mmkb.store.packing import packed

DATA_PATH: Final = "sql/data.json"
MOST_ROWS: Final = 10_000
"""Rows of an answer at most."""
MOST_SECONDS: Final = 10
"""Time that an answer takes at most; WebAssembly takes about twice that of SQLite itself."""


def sql_data(kb: Questions) -> Iterator[tuple[str, str]]:
    """Write what the SQL page reads.

    Args:
        kb: The knowledge base.

    Yields:
        Path below the folder of pages, and text.
    """
    data = {
        "limits": {
            "rows": MOST_ROWS,
            "seconds": MOST_SECONDS,
            "bytes": guarded.MOST_BYTES,
            "altogether": guarded.MOST_ALTOGETHER,
            "statement": guarded.LONGEST_STATEMENT,
            "steps": guarded.STEPS,
        },
        "allowed": {
            "pragmas": sorted(guarded.PRAGMAS),
            "virtual": list(guarded.VIRTUAL),
            "refused": sorted(guarded.REFUSED_FUNCTIONS),
        },
        "packed": len(packed(kb.store.path)),
        "folders": dict(FOLDERS),
        "tables": [_table(kb, table) for table in describe_tables()],
        "topics": [
            {"name": topic.name, "questions": [{"title": q.title, "note": q.note, "sql": q.sql} for q in topic.questions]}
            for topic in ready_questions()
        ],
    }
    yield DATA_PATH, json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _table(kb: Questions, table: TableDescription) -> dict[str, Any]:
    """A table or view: its columns as name, description and, where it has one, the table that the column points to."""
    points = {pointer.columns[0]: pointer.table for pointer in table.pointers if len(pointer.columns) == 1}
    told: dict[str, Any] = {"name": table.name, "kind": table.kind, "about": table.description}
    if table.kind == "table":
        told["rows"] = kb.store.rows(f'SELECT count(*) FROM "{table.name}"')[0][0]
    told["columns"] = [
        [column.name, column.description, *([points[column.name]] if column.name in points else [])] for column in table.columns
    ]
    return told
