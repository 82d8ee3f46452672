"""SQL of other people: it reads, within bounds, and does nothing else."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest

import mmkb
from mmkb.api import KnowledgeBase
from mmkb.load import load_catalogue
from mmkb.query import SqlError, Table
from mmkb.query.sqltable import unlike
from mmkb.store import build_store
from tests.toycatalogue import change, copy_of_toy

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT {} FROM n"


def test_a_select_is_answered_with_a_table(toy_kb: KnowledgeBase) -> None:
    table = toy_kb.sql("SELECT id, released FROM model WHERE released < :day ORDER BY id", {"day": "2023-06"})
    assert table == Table(("id", "released"), (("toy-vlm", "2023-01-05"),), False)
    assert str(table).splitlines()[2] == "toy-vlm  2023-01-05"
    assert table.to_dicts() == [{"id": "toy-vlm", "released": "2023-01-05"}]
    assert "<td>toy-vlm</td>" in table._repr_html_()
    for library in ("pandas", "polars"):
        assert list(table.to_frame(library)["id"]) == ["toy-vlm"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT name FROM model_components JOIN model ON id = model_id",
        "SELECT * FROM search WHERE search MATCH 'toy'",
        "SELECT json_extract(document, '$.id') FROM entry",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT sum(i) FROM n",
        "SELECT name FROM pragma_table_info('model')",
        "PRAGMA table_info(model)",
        "EXPLAIN QUERY PLAN SELECT * FROM model",
        "  SELECT 1;  ",
    ],
)
def test_what_only_reads_is_allowed(toy_kb: KnowledgeBase, sql: str) -> None:
    assert len(toy_kb.sql(sql)) > 0


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM model",
        "UPDATE model SET name = 'x'",
        "INSERT INTO meta VALUES ('a', 'b')",
        "REPLACE INTO meta VALUES ('a', 'b')",
        "DROP TABLE model",
        "CREATE TABLE x (a)",
        "CREATE TEMP TABLE x (a)",
        "CREATE TEMP VIEW x AS SELECT 1",
        "ATTACH ':memory:' AS other",
        "ATTACH '/etc/passwd' AS other",
        "DETACH main",
        "PRAGMA query_only = OFF",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON",
        "VACUUM",
        "VACUUM INTO '/tmp/mmkb-should-not-be'",
        "BEGIN",
        "COMMIT",
        "SAVEPOINT a",
        "REINDEX",
        "ANALYZE",
        "SELECT load_extension('x')",
        "INSERT INTO search (search) VALUES ('optimize')",
        "WITH a AS (SELECT 1) DELETE FROM model",
    ],
)
def test_what_does_more_than_reading_is_refused(toy_kb: KnowledgeBase, toy_database: Path, sql: str) -> None:
    before = toy_database.read_bytes()
    with pytest.raises(SqlError, match="Only reading is allowed"):
        toy_kb.sql(sql)
    assert toy_database.read_bytes() == before
    assert not Path("/tmp/mmkb-should-not-be").exists()
    assert toy_kb.sql("SELECT id FROM search WHERE search MATCH 'vlm'").rows


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT 1; SELECT 2", "Only one statement"),
        ("SELEC 1", "syntax error"),
        ("SELECT shape FROM model", "no such column: shape"),
        ("SELECT ?", "[Ii]ncorrect number of bindings"),
        ("", "gives no rows"),
        ("-- only a remark", "gives no rows"),
        ("SELECT 'a\0b'", "SQLite says|null"),
        ("SELECT zeroblob(2000000000)", "too big"),
        ("SELECT replace(hex(zeroblob(400000)), '00', 'abcdefgh')", "too big"),
        ("SELECT " + "1 + " * 60_000 + "1", "SQLite says"),
    ],
)
def test_what_cannot_be_answered_is_told(toy_kb: KnowledgeBase, sql: str, message: str) -> None:
    with pytest.raises(SqlError, match=message):
        toy_kb.sql(sql)
    assert toy_kb.sql("SELECT 1").rows == ((1,),)


def test_a_statement_without_end_is_stopped(toy_kb: KnowledgeBase) -> None:
    for what in ("count(*)", "max(i)"):
        begun = time.monotonic()
        with pytest.raises(SqlError, match=r"longer than 0\.2 seconds"):
            toy_kb.sql(ENDLESS.format(what), seconds=0.2)
        assert time.monotonic() - begun < 20  # of a busy machine; without the limit it would take for ever
    assert toy_kb.sql("SELECT 1").rows == ((1,),)


def test_rows_are_limited_and_more_are_told_of(toy_kb: KnowledgeBase) -> None:
    table = toy_kb.sql(ENDLESS.format("i"), limit=7)
    assert (len(table), table.truncated) == (7, True)
    assert str(table).splitlines()[-1] == "... and more rows than 7"
    assert "the first 7 rows" in table._repr_html_()
    assert not toy_kb.sql("SELECT 1", limit=1).truncated
    assert toy_kb.sql("SELECT id FROM entry").truncated is False


def test_the_whole_answer_is_limited_in_size(toy_kb: KnowledgeBase) -> None:
    with pytest.raises(SqlError, match="longer than 50,000,000"):
        toy_kb.sql(ENDLESS.format("hex(zeroblob(450000))"), limit=1000, seconds=300)


@pytest.mark.parametrize(("limit", "seconds"), [(0, 1), (-1, 1), (1, 0), (1, -1), (1, float("nan"))])
def test_limits_that_leave_nothing_are_refused(toy_kb: KnowledgeBase, limit: int, seconds: float) -> None:
    with pytest.raises(SqlError, match="leaves nothing"):
        toy_kb.sql("SELECT 1", limit=limit, seconds=seconds)


def test_parameters_are_values_and_never_sql(toy_kb: KnowledgeBase) -> None:
    assert toy_kb.sql("SELECT ? AS x", ["'; DROP TABLE model; --"]).rows == (("'; DROP TABLE model; --",),)


def test_columns_of_the_same_name_are_told_apart(toy_kb: KnowledgeBase) -> None:
    assert toy_kb.sql("SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a").to_dicts() == [{"a": 1, "a_3": 2, "a_2": 3, "a_4": 4}]
    assert unlike(("b", "b", "c")) == ("b", "b_2", "c")
    assert toy_kb.sql("SELECT x'ff' AS b").to_dicts() == [{"b": "ff"}]


def test_several_threads_can_ask_at_once(toy_kb: KnowledgeBase) -> None:
    found: list[object] = []

    def ask(number: int) -> None:
        try:
            found.append(toy_kb.sql("SELECT ?", [number]).rows[0][0])
        except Exception as error:  # pragma: no cover - what a failure shows
            found.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == sorted(range(12), key=str)


def test_a_database_built_anew_is_not_mixed_with_the_old_one(toy_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    shutil.copyfile(toy_database, path)
    root = copy_of_toy(tmp_path / "toy")
    change(root, "models/toy-vlm", "name: Toy-VLM\n", "name: Toy-VLM the Second\n")
    with mmkb.open(path) as kb:
        build_store(load_catalogue(root / "catalog")[0], path)
        with pytest.raises(SqlError, match="built anew"):
            kb.sql("SELECT 1")
        path.unlink()
        with pytest.raises(SqlError, match="cannot be read any more"):
            kb.sql("SELECT 1")
