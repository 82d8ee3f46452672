"""How long questions take in Python, beside the same SQL by hand, at several sizes of the catalogue.

By hand means: the standard library's sqlite3, on a connection that is open already, one statement with the same rows and
columns as the answer (lists put together by SQLite), documents read by json. Records, types and frozen answers come on top.

    python benchmarks/query.py [--sizes 155 1000 10000] [--runs 5]

Every figure is the best of the runs; both ways take turns. Importing is measured as CPU time of a process of its own, less
that of bare Python.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import write_catalogue, write_scores

import mmkb
from mmkb.api import KnowledgeBase
from mmkb.load import load_catalogue
from mmkb.store import build_store

GOAL = 3.0
"""Largest ratio of a filtered query to the same SQL by hand, at the largest size."""
GOAL_IMPORT = 0.1
"""Most seconds of CPU that ``import mmkb`` takes beyond bare Python."""

WHOLE = """
SELECT m.id, m.name, m.description, m.released, m.function, m.design, m.access,
 (SELECT group_concat(name, '|') FROM (SELECT n.name FROM entry_name AS n
  WHERE n.kind = 'model' AND n.entry_id = m.id AND n.position > 0 ORDER BY n.position)),
 (SELECT group_concat(id || ' ' || name, '|') FROM (SELECT o.id, o.name FROM model_organisation AS x
  JOIN organisation AS o ON o.id = x.organisation_id WHERE x.model_id = m.id ORDER BY x.position)),
 (SELECT group_concat(direction || ' ' || modality, '|') FROM (SELECT x.direction, x.modality FROM model_modality AS x
  WHERE x.model_id = m.id ORDER BY x.direction, x.position)),
 (SELECT group_concat(fusion, '|') FROM (SELECT x.fusion FROM model_fusion AS x WHERE x.model_id = m.id ORDER BY x.position)),
 (SELECT group_concat(role || ' ' || id || ' ' || name, '|') FROM (SELECT x.role, c.id, c.name FROM component_use AS x
  JOIN component AS c ON c.id = x.component_id WHERE x.model_id = m.id ORDER BY x.role, x.position, x.part)),
 (SELECT group_concat(kind, '|') FROM (SELECT x.kind FROM stage AS x WHERE x.model_id = m.id ORDER BY x.position)),
 (SELECT min(x.parameters) || ' ' || max(x.parameters) FROM model_variant AS x WHERE x.model_id = m.id)
FROM model AS m WHERE {where} ORDER BY m.released, m.id
"""
"""Models as rows with everything that a summary holds."""

FEW = (
    "m.id IN (SELECT model_id FROM component_use WHERE role = 'encoder' AND component_id = 'encoder-7') "
    "AND m.released >= '2023-05'"
)
MANY = (
    "m.id IN (SELECT u.model_id FROM component_use AS u JOIN component AS c ON c.id = u.component_id "
    "WHERE u.role = 'encoder' AND c.family = 'clip') AND m.released >= '2023-05'"
)
SEARCH = """
SELECT kind, id, name, description, bm25(search, 0.0, 8.0, 10.0, 8.0, 2.0, 1.0) AS rank FROM search
WHERE search MATCH '"model"* "77"*' ORDER BY rank, kind, id LIMIT 20
"""
BOARD = """
SELECT s.model_id, s.model, s.variant, s.metric, s.unit, s.split, s.printed, s.value, s.shots, s.source_id, s.locator, s.note,
 (SELECT group_concat(f.flag, ' ') FROM score_flag AS f WHERE f.results_id = s.results_id AND f.score = s.score) AS flags
FROM model_scores AS s WHERE s.benchmark_id = 'benchmark-3' ORDER BY s.metric, s.split, s.shots, flags, s.value DESC
"""
ENTRY = "SELECT document FROM entry WHERE kind = 'model' AND id = 'model-77'"
SOURCES = """
SELECT e.document FROM reference AS r JOIN entry AS e ON e.kind = 'source' AND e.id = r.target_id
WHERE r.kind = 'model' AND r.entry_id = 'model-77' AND r.target_kind = 'source'
"""
STATES = "SELECT fact, path, state FROM knowledge WHERE model_id = 'model-77'"
SCORES = "SELECT * FROM model_scores WHERE model_id = 'model-77'"
LINEAGE = "SELECT * FROM lineage WHERE model_id = 'model-77' OR parent_model_id = 'model-77'"
PARTS = """
SELECT s.model_id, s.position, s.name, s.kind, p.role, p.tuning, p.method FROM stage AS s
JOIN stage_part AS p ON p.model_id = s.model_id AND p.stage = s.position
WHERE s.model_id IN ('model-77', 'model-78', 'model-5')
"""

Work = Callable[[], Any]


def _entry_by_hand(file: sqlite3.Connection) -> Any:
    """What an answer about a model holds, as plain data."""
    return (
        json.loads(file.execute(ENTRY).fetchone()[0]),
        [json.loads(text) for (text,) in file.execute(SOURCES)],
        file.execute(WHOLE.format(where="m.id = 'model-77'")).fetchall(),
        [file.execute(sql).fetchall() for sql in (STATES, SCORES, LINEAGE)],
    )


def _open_by_hand(database: Path) -> None:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as file:
        dict(file.execute("SELECT key, value FROM meta"))


def questions(kb: KnowledgeBase, file: sqlite3.Connection, database: Path) -> dict[str, tuple[Work, Work]]:
    """What is measured: each question in Python and by hand."""

    def ask(sql: str) -> Work:
        return lambda: file.execute(sql).fetchall()

    three = "m.id IN ('model-77', 'model-78', 'model-5')"
    few, many = WHOLE.format(where=FEW), WHOLE.format(where=MANY)
    return {
        "open": (lambda: mmkb.open(database).close(), lambda: _open_by_hand(database)),
        "get one model": (lambda: kb.model("model-77"), lambda: _entry_by_hand(file)),
        "filter, few match": (lambda: kb.models(encoder="encoder-7", released=">=2023-05"), ask(few)),
        "filter, many match": (lambda: kb.models(encoder="clip", released=">=2023-05"), ask(many)),
        "filter, first 10": (
            lambda: kb.models(encoder="clip", released=">=2023-05", limit=10),
            ask(f"{many} LIMIT 10"),
        ),
        "all models": (kb.models, ask(WHOLE.format(where="1"))),
        "search": (lambda: kb.search("model 77"), ask(SEARCH)),
        "compare three": (
            lambda: kb.compare("model-77", "model-78", "model-5"),
            lambda: (ask(WHOLE.format(where=three))(), ask(PARTS)()),
        ),
        "leaderboard": (lambda: kb.leaderboard("benchmark-3"), ask(BOARD)),
        "sql": (lambda: kb.sql(few), ask(few)),
    }


def _seconds(work: Work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measured(database: Path, runs: int) -> dict[str, tuple[float, float]]:
    """The best seconds of every question: in Python, and by hand."""
    found: dict[str, tuple[float, float]] = {}
    with mmkb.open(database) as kb, closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as file:
        asked = questions(kb, file, database)
        for sql, filters in ((FEW, {"encoder": "encoder-7"}), (MANY, {"encoder": "clip"})):
            by_hand = [row[0] for row in file.execute(WHOLE.format(where=sql))]
            if by_hand != [model.id for model in kb.models(released=">=2023-05", **filters)]:  # type: ignore[arg-type]
                raise SystemExit("the two ways do not give the same answer")
        for what, ways in asked.items():
            times = [tuple(_seconds(way) for way in ways) for _ in range(runs)]
            found[what] = (min(t[0] for t in times), min(t[1] for t in times))
    return found


def import_seconds(code: str) -> float:
    """CPU time of a Python that runs some code and ends."""
    measure = "import resource; u = resource.getrusage(resource.RUSAGE_SELF); print(u.ru_utime + u.ru_stime)"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{measure}"], check=True, capture_output=True, text=True)
    return float(done.stdout)


def report(size: int, found: dict[str, tuple[float, float]], last: bool) -> bool:
    """Print the figures of one size; tell whether the goal is met."""
    print(f"{size:,} models")
    met = True
    for what, (ours, hand) in found.items():
        goal = ""
        if last and what.startswith("filter"):
            met = met and ours / hand <= GOAL
            goal = f" (goal {GOAL:g})"
        print(f"  {what:<19} {ours * 1e3:9.3f} ms  by hand {hand * 1e3:9.3f} ms  {ours / hand:6.2f} times{goal}")
    return met


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[155, 1000, 10_000])
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    bare = min(import_seconds("") for _ in range(given.runs))
    light = min(import_seconds("import mmkb") for _ in range(given.runs)) - bare
    whole = min(import_seconds("import mmkb.api") for _ in range(given.runs)) - bare
    print(
        f"import mmkb: {light:.3f} s of CPU beyond bare Python (goal {GOAL_IMPORT:g}); with what questions need: {whole:.3f} s"
    )
    met = light <= GOAL_IMPORT
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            catalog = write_catalogue(Path(folder), size)
            write_scores(catalog, size)
            catalogue, problems = load_catalogue(catalog)
            if problems:
                raise SystemExit("\n".join(problem.text() for problem in problems[:5]))
            database = Path(folder) / "mmkb.sqlite"
            build_store(catalogue, database)
            del catalogue
            met = report(size, measured(database, given.runs), size == max(given.sizes)) and met
    print("all goals are met" if met else "not all goals are met")


if __name__ == "__main__":
    main()
