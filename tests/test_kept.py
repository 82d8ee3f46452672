"""What was made from the database is kept, and never anything that would be another now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mmkb import kept
from mmkb.api import KnowledgeBase
from mmkb.exports.jsonapi import api_files
from mmkb.figures.files import figure_files
from mmkb.kept import KeepingStore, Shared, made
from mmkb.pages.every import all_pages
from mmkb.query import Questions
from mmkb.store import describe_tables


@pytest.fixture
def database(toy_kb: KnowledgeBase, tmp_path: Path) -> Path:
    """A copy of the toy's database of one's own."""
    copy = tmp_path / "mmkb.sqlite"
    copy.write_bytes(toy_kb.store.path.read_bytes())
    return copy


@contextmanager
def keeping(database: Path, file: Path | None) -> Iterator[Questions]:
    with KnowledgeBase.from_file(database) as plain, KnowledgeBase(KeepingStore(plain.store, file)) as kb:
        yield kb


def change(database: Path, sql: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute(sql)
    connection.close()


def everything(kb: Questions) -> dict[str, str | bytes]:
    return {**dict(all_pages(kb, describe_tables())), **dict(api_files(kb)), **dict(figure_files(kb))}


def names(kb: Questions, calls: list[str]) -> str:
    """Something made of the names of components."""

    def make() -> str:
        calls.append("made")
        return ", ".join(name for (name,) in kb.store.rows("SELECT name FROM component ORDER BY id"))

    return made(kb.store, "names", (), make)


def test_everything_is_the_same_whether_it_was_kept_or_not(toy_kb: KnowledgeBase, database: Path, tmp_path: Path) -> None:
    plain = everything(toy_kb)
    for _ in range(2):
        with keeping(database, tmp_path / "kept.sqlite") as kb:
            assert everything(kb) == plain


def test_after_a_change_everything_is_as_if_nothing_had_been_kept(database: Path, tmp_path: Path) -> None:
    with keeping(database, tmp_path / "kept.sqlite") as kb:
        before = everything(kb)
    change(database, "UPDATE component SET name = 'Renamed' WHERE id = (SELECT component_id FROM component_use LIMIT 1)")
    change(database, "UPDATE model SET description = 'Another description.', released = '2021-05-05'")
    change(database, "UPDATE score SET value = value / 2")
    for table in ("lineage", "stage_dataset", "dataset_member"):
        change(database, f"DELETE FROM {table}")
    with KnowledgeBase.from_file(database) as plain, keeping(database, tmp_path / "kept.sqlite") as kb:
        after = everything(kb)
        assert after == everything(plain)
    assert after != before


def test_all_models_are_read_once_for_all_that_is_made_of_them(database: Path, tmp_path: Path) -> None:
    calls: list[str] = []

    def first(kb: Questions) -> str:
        return made(kb.store, "first", (), lambda: calls.append("first") or kb.models()[0].name)  # type: ignore[func-returns-value]

    def last(kb: Questions) -> str:
        return made(kb.store, "last", (), lambda: calls.append("last") or kb.models()[-1].name)  # type: ignore[func-returns-value]

    with keeping(database, tmp_path / "kept.sqlite") as kb:
        assert [first(kb), last(kb)] == ["Toy-VLM", "Toy-Any"]
        assert kb.models()[0] is kb.models()[0]
        assert kb.models() == KnowledgeBase(kb.store).models()
    change(database, "UPDATE model SET name = 'Renamed'")
    with keeping(database, tmp_path / "kept.sqlite") as kb:
        assert [first(kb), last(kb)] == ["Renamed", "Renamed"]
    assert calls == ["first", "last"] * 2


def test_a_thing_is_made_anew_only_if_an_answer_changed(database: Path, tmp_path: Path) -> None:
    calls: list[str] = []
    for sql, times in (("SELECT 1", 1), ("UPDATE model SET name = 'x'", 1), ("UPDATE component SET name = 'x'", 2)):
        change(database, sql)
        with keeping(database, tmp_path / "kept.sqlite") as kb:
            told = names(kb, calls)
            assert told == names(kb, calls)
        assert len(calls) == times
    assert set(told.split(", ")) == {"x"}


def test_what_stands_in_something_else_makes_that_depend_on_its_answers(database: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        change(database, f"UPDATE component SET name = '{name}'")
        with keeping(database, tmp_path / "kept.sqlite") as kb:
            shared = Shared(kb.store, lambda kb=kb: kb.store.rows("SELECT name FROM component LIMIT 1")[0][0])  # type: ignore[misc]
            outer = made(kb.store, "outer", (), lambda kb=kb: f"<{names(kb, [])}>")  # type: ignore[misc]
            both = [made(kb.store, "with shared", i, lambda shared=shared: shared.get()) for i in range(2)]  # type: ignore[misc]
        assert outer.startswith(f"<{name},")
        assert both == [name, name]


def test_other_code_or_libraries_begin_anew(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    for word in ("this code", "this code", "other code"):
        monkeypatch.setattr(kept, "made_by", lambda word=word: word)
        with keeping(database, tmp_path / "kept.sqlite") as kb:
            names(kb, calls)
    assert len(calls) == 2


@pytest.mark.parametrize("damage", ["no database", "other tables", "other values", "cut off"])
def test_a_damaged_or_foreign_file_never_hurts(database: Path, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "kept.sqlite"
    with keeping(database, file) as kb:
        right = names(kb, [])
    if damage == "no database":
        file.write_bytes(b"something else")
    elif damage == "cut off":
        file.write_bytes(file.read_bytes()[:5000])
    elif damage == "other tables":
        change(file, "DROP TABLE kept")
    else:
        change(file, "UPDATE kept SET value = x'000102030405060708'")
    calls: list[str] = []
    for _ in range(2):
        with keeping(database, file) as kb:
            assert names(kb, calls) == right
    assert len(calls) == 1


def test_what_is_asked_for_no_more_goes_once_it_outweighs_the_rest(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    for first in range(0, 1000, 100):
        with keeping(database, file) as kb:
            for i in range(first, first + 100):
                made(kb.store, "number", i, lambda i=i: i)  # type: ignore[misc]
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone()[0] <= 300
    connection.close()


def test_what_cannot_be_made_is_not_kept(database: Path, tmp_path: Path) -> None:
    def fail() -> str:
        raise ValueError("no")

    with keeping(database, tmp_path / "kept.sqlite") as kb:
        with pytest.raises(ValueError, match="no"):
            made(kb.store, "room", (), fail)
        assert made(kb.store, "room", (), lambda: "yes") == "yes"
