"""The descriptions of the tables say what the database has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.dialects import sqlite

from mmkb.load import load_catalogue
from mmkb.store import Store, TableDescription, build_store, describe_tables, layout, open_store
from tests.toycatalogue import TOY

DESCRIPTIONS = describe_tables()
TABLES = [d for d in DESCRIPTIONS if d.kind == "table"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("toy") / "kb.sqlite"
    build_store(load_catalogue(TOY / "catalog")[0], path)
    with open_store(path) as opened:
        yield opened


def by_name(description: TableDescription) -> str:
    return description.name


def test_every_table_and_view_of_the_database_is_described(store: Store) -> None:
    rows = store.rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")
    hidden = {f"search_{part}" for part in ("data", "idx", "content", "docsize", "config")}
    assert {name for (name,) in rows} - hidden == {d.name for d in DESCRIPTIONS}
    assert len({d.name for d in DESCRIPTIONS}) == len(DESCRIPTIONS)


@pytest.mark.parametrize("described", DESCRIPTIONS, ids=by_name)
def test_everything_described_is_told_in_a_sentence(described: TableDescription) -> None:
    assert described.description.endswith(".")
    assert described.columns
    for column in described.columns:
        assert column.description.endswith("."), column.name


@pytest.mark.parametrize("described", DESCRIPTIONS, ids=by_name)
def test_the_columns_described_are_those_of_the_database(store: Store, described: TableDescription) -> None:
    info = store.rows(f"PRAGMA table_info({described.name})")
    assert [column.name for column in described.columns] == [row[1] for row in info]
    if described.kind == "table":
        assert [(c.type, not c.optional, c.key) for c in described.columns] == [(r[2], r[3] == 1, r[5] > 0) for r in info]


@pytest.mark.parametrize("described", TABLES, ids=by_name)
def test_the_foreign_keys_described_are_those_of_the_database(store: Store, described: TableDescription) -> None:
    found: dict[int, tuple[str, list[str], list[str]]] = {}
    for number, _, table, mine, theirs, *_ in store.rows(f"PRAGMA foreign_key_list({described.name})"):
        found.setdefault(number, (table, [], []))[1].append(mine)
        found[number][2].append(theirs)
    expected = sorted((tuple(mine), table, tuple(theirs)) for table, mine, theirs in found.values())
    assert [(p.columns, p.table, p.targets) for p in described.pointers] == expected


@pytest.mark.parametrize("described", TABLES, ids=by_name)
def test_the_indexes_described_are_those_of_the_database(store: Store, described: TableDescription) -> None:
    own = [name for _, name, _, origin, _ in store.rows(f"PRAGMA index_list({described.name})") if origin == "c"]
    found = sorted(tuple(row[2] for row in store.rows(f"PRAGMA index_info({name})")) for name in own)
    assert list(described.indexes) == found


def test_what_is_asked_for_most_is_indexed() -> None:
    indexes = {(d.name, index[0]) for d in TABLES for index in d.indexes}
    assert {
        ("component_use", "component_id"),
        ("stage_dataset", "dataset_id"),
        ("score", "model_id"),
        ("score", "benchmark_id"),
        ("model_organisation", "organisation_id"),
        ("citation", "source_id"),
        ("reference", "target_kind"),
        ("model_modality", "modality"),
        ("model", "released"),
        ("entry_name", "name"),
    } <= indexes


def test_a_view_shows_the_query_that_it_stands_for() -> None:
    views = [d for d in DESCRIPTIONS if d.kind == "view"]
    assert len(views) >= 6
    assert all(view.query.startswith("SELECT ") and "\n" not in view.query for view in views)


def test_rows_of_a_table_belong_to_entries_of_one_kind_or_name_their_kind() -> None:
    owners = {table.name: table.owner for table in layout.table_layouts(sqlite.dialect())}
    assert owners["results_table"] == "results"
    assert owners["stage_part"] == "model"
    assert owners["entry"] == owners["citation"] == ""
    assert "meta" not in owners


def test_a_table_whose_rows_belong_to_no_kind_of_entry_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "KINDS", {"model": None})
    with pytest.raises(ValueError, match=r"rows of no kind of entry: .*benchmark"):
        layout.table_layouts(sqlite.dialect())
