"""Opening and reading a database."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mmkb.load import load_catalogue
from mmkb.store import SCHEMA_VERSION, Store, StoreError, build_store, open_store
from mmkb.store.fulltext import words_of
from mmkb.store.views import VIEWS, View
from tests.toycatalogue import TOY, change, copy_of_toy


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_of_toy(tmp_path_factory.mktemp("toy"))
    change(root, "organisations/toy-university", "name: Toy University", "name: Université du Jouet")
    build_store(load_catalogue(root / "catalog")[0], root / "kb.sqlite")
    return root / "kb.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with open_store(file) as opened:
        yield opened


def patched(file: Path, out: Path, at: int, value: int) -> Path:
    """A copy of a database with another number in its header."""
    raw = bytearray(file.read_bytes())
    raw[at : at + 4] = value.to_bytes(4)
    out.write_bytes(raw)
    return out


def test_a_database_that_is_not_there_says_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no database at .*/none\.sqlite\. Run mmkb build"):
        open_store(tmp_path / "none.sqlite")
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("content", [b"", b"short", b"SQLite format 3\0", b"no database\n" * 1000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kb.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"kb\.sqlite is no database of mmkb\. Name another file"):
        open_store(path)


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "kb.sqlite")
    connection.execute("CREATE TABLE meta (key, value)")
    connection.close()
    with pytest.raises(StoreError, match="is no database of mmkb"):
        open_store(tmp_path / "kb.sqlite")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read: Is a directory"):
        open_store(tmp_path)


@pytest.mark.parametrize(("version", "age"), [(SCHEMA_VERSION - 1, "older"), (SCHEMA_VERSION + 1, "newer")])
def test_another_schema_version_is_refused_with_both_versions(file: Path, tmp_path: Path, version: int, age: str) -> None:
    path = patched(file, tmp_path / "kb.sqlite", 60, version)
    told = rf"has schema version {version}, this mmkb reads {SCHEMA_VERSION}: .* {age} mmkb\. Run mmkb build again"
    with pytest.raises(StoreError, match=told):
        open_store(path)


def test_a_database_that_was_cut_short_is_refused(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite"
    path.write_bytes(file.read_bytes()[:-4096])
    with pytest.raises(StoreError, match=r"is not whole: \d+ bytes\. Run mmkb build again"):
        open_store(path)


def test_a_database_with_a_broken_inside_is_refused(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite"
    raw = file.read_bytes()
    path.write_bytes(raw[:100] + bytes(len(raw) - 100))
    with pytest.raises(StoreError, match=r"cannot be read: .*\. Run mmkb build again"):
        open_store(path)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO meta VALUES ('a', 'b')",
        "DELETE FROM model",
        "UPDATE entry SET name = 'x'",
        "DROP TABLE score",
        "CREATE TABLE more (x)",
        "INSERT INTO search (name) VALUES ('x')",
    ],
)
def test_every_write_is_refused(store: Store, file: Path, sql: str) -> None:
    before = file.read_bytes()
    for _ in range(2):
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store.rows(sql)
        store.rows("PRAGMA query_only = OFF")
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["a b.sqlite", "100%.sqlite", "what?.sqlite", "a#b.sqlite", "é.sqlite"])
def test_a_file_of_any_name_opens(file: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(file.read_bytes())
    with open_store(path) as store:
        assert store.path == path
        assert store.rows("SELECT count(*) FROM model") == [(2,)]


def test_a_file_that_nobody_can_write_opens_without_locks(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with open_store(file) as store:
        assert store.rows("PRAGMA foreign_keys") == [(1,)]
        assert store.rows("SELECT count(*) FROM model") == [(2,)]


def test_a_store_answers_from_the_old_file_when_a_new_one_takes_its_place(tmp_path: Path) -> None:
    root, out = copy_of_toy(tmp_path), tmp_path / "kb.sqlite"
    build_store(load_catalogue(root / "catalog")[0], out)
    with open_store(out) as old:
        change(root, "models/toy-vlm", "name: Toy-VLM\n", "name: Toy-VLM Two\n")
        build_store(load_catalogue(root / "catalog")[0], out)
        with open_store(out) as new:
            sql = "SELECT name FROM model WHERE id = 'toy-vlm'"
            assert (old.rows(sql), new.rows(sql)) == ([("Toy-VLM",)], [("Toy-VLM Two",)])


def test_a_closed_store_answers_no_more(file: Path) -> None:
    with open_store(file) as store:
        pass
    with pytest.raises(sqlite3.ProgrammingError):
        store.rows("SELECT 1")


def test_a_store_can_be_read_from_other_threads(store: Store) -> None:
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(store.rows("SELECT count(*) FROM entry"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[(21,)]] * 4


def test_parameters_are_given_by_place_or_by_name(store: Store) -> None:
    assert store.rows("SELECT name FROM model WHERE id = ?", ["toy-any"]) == [("Toy-Any",)]
    assert store.rows("SELECT name FROM model WHERE id = :id", {"id": "toy-any"}) == [("Toy-Any",)]


def ids(store: Store, text: str, limit: int = 20) -> list[str]:
    return [row[1] for row in store.search(text, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Toy-VLM", "toy-vlm"),
        ("toy-vlm", "toy-vlm"),
        ("ViT-Toy", "toy-vit"),
        ("questions pictures", "toy-vlm"),
        ("pict", "toy-vlm"),
        ("universite jouet", "toy-university"),
        ("Université", "toy-university"),
        ("Universite\u0301", "toy-university"),
        ("Ada Block", "arxiv-2301.00001"),
        ("diffusion any", "toy-any"),
        ("visual question answering", "toyqa"),
        ("Toy LM", "toy-lm"),
    ],
)
def test_search_finds_names_aliases_descriptions_and_what_belongs(store: Store, text: str, first: str) -> None:
    assert ids(store, text)[0] == first


def test_search_gives_kind_id_name_description_and_rank_best_first(store: Store) -> None:
    hits = store.search("toy vlm")
    assert hits[0][:4] == (
        "model", "toy-vlm", "Toy-VLM", "A small vision-language model that answers questions about pictures.",
    )  # fmt: skip
    ranks = [hit[4] for hit in hits[1:]]
    assert len(ranks) > 1
    assert ranks == sorted(ranks)
    assert all(rank < 0 for rank in ranks)


@pytest.mark.parametrize("text", ["toy vlm", "TOY-VLM", " toy.vlm "])
def test_what_goes_by_just_that_name_comes_first(store: Store, text: str) -> None:
    first, second = store.search(text, 2)
    assert first[1] == "toy-vlm"
    assert second[4] < first[4]


def test_search_wants_all_words(store: Store) -> None:
    assert ids(store, "toy") != []
    assert ids(store, "toy zebra") == []


def test_search_gives_no_more_than_asked_for(store: Store) -> None:
    assert len(ids(store, "toy", 3)) == 3
    assert ids(store, "toy", 3) == ids(store, "toy")[:3]


@pytest.mark.parametrize("text", ["", "  ", "???", '"', "*", "-", "''"])
def test_a_search_without_words_finds_nothing(store: Store, text: str) -> None:
    assert words_of(text) == []
    assert store.search(text) == []


@pytest.mark.parametrize(
    "text", ['toy" OR "x', "NEAR(toy vlm)", "name:toy", "toy AND", "toy*", "^toy", "toy; DROP TABLE x", "a_b"]
)
def test_what_people_type_is_never_a_query_language(store: Store, text: str) -> None:
    assert isinstance(store.search(text), list)


def test_the_kind_is_not_searched(store: Store) -> None:
    assert all(kind != "organisation" for kind, *_ in store.search("organisation"))


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_has_rows_and_tells_its_columns(store: Store, view: View) -> None:
    assert store.rows(f"SELECT * FROM {view.name} LIMIT 1")
    assert [row[1] for row in store.rows(f"PRAGMA table_info({view.name})")] == list(view.columns)


def test_the_views_say_what_the_entries_say(store: Store) -> None:
    components = "SELECT role, component_id FROM model_components WHERE model_id = 'toy-vlm' ORDER BY role, position, part"
    assert store.rows(components) == [
        ("backbone", "toy-lm"),
        ("encoder", "toy-vit"),
        ("input-projector", "toy-resampler"),
        ("input-projector", "linear"),
    ]
    trained = "SELECT DISTINCT component FROM model_training WHERE tuning IN ('trained', 'peft') ORDER BY component"
    assert store.rows(trained) == [("Linear layer",), ("Toy LM",), ("Toy Resampler",)]
    scores = "SELECT variant, metric, unit, printed FROM model_scores ORDER BY score"
    assert store.rows(scores) == [
        ("Toy-VLM-1B", "accuracy", "percent", "61.50"),
        ("Toy-VLM-8x1B", "accuracy", "percent", "70.0"),
        ("Toy-VLM-1B", "points", "points", "1201"),
    ]
    assert store.rows("SELECT models, first_released FROM component_users WHERE component_id = 'linear'") == [(2, "2023-01-05")]
    users = "SELECT trained_kind, trained_id, amount FROM dataset_users WHERE dataset_id = 'toy-captions' ORDER BY trained_kind"
    assert store.rows(users) == [("component", "toy-diffusion", 2000), ("model", "toy-vlm", 1500)]
    assert store.rows("SELECT model_id, parent_kind, parent_id FROM model_lineage") == [("toy-any", "model", "toy-vlm")]
    works = "SELECT kind, entry_id FROM organisation_works WHERE organisation_id = 'toy-lab' ORDER BY kind, entry_id"
    assert store.rows(works) == [
        ("component", "toy-diffusion"), ("dataset", "toy-captions"), ("model", "toy-any"), ("model", "toy-vlm"),
    ]  # fmt: skip
    gaps = "SELECT fact, state, note FROM knowledge_gaps WHERE model_id = 'toy-vlm' ORDER BY fact"
    assert store.rows(gaps) == [
        ("generators", "not-applicable", None),
        ("lineage", "not-applicable", "built on no earlier model"),
        ("output projectors", "not-applicable", None),
        ("weights licence", "not-disclosed", None),
    ]
    correction = "SELECT survey_id, place, printed, found, source_id, locator FROM survey_corrections"
    assert store.rows(correction) == [
        ("toy-survey", "Website, benchmarks", "Toy University", "Toy University and Toy Lab", "arxiv-2301.00001", "section 6"),
        ("toy-survey", "Table 1", "ViT-B", "ViT-S/16", "arxiv-2301.00001", "section 3.1"),
        ("toy-survey", "Table 2", "71.0", "70.0", "arxiv-2301.00001", "Table 2"),
    ]
    named = "SELECT kind, entry_id FROM mentions WHERE target_kind = 'benchmark' AND target_id = 'toyqa'"
    assert store.rows(named) == [("results", "toy-survey-table-2"), ("results", "toy-vlm-table-2")]
    cited = "SELECT entry, path, locator FROM cited_facts WHERE source_id = 'github-toy-vlm' ORDER BY path"
    assert store.rows(cited) == [
        ("Toy-VLM", "availability", "README.md"),
        ("Toy-VLM", "availability.code", "LICENSE"),
    ]


def test_reading_needs_neither_sqlalchemy_nor_the_records(file: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from mmkb.store import open_store\n"
        f"assert open_store(Path({str(file)!r})).rows('SELECT count(*) FROM model') == [(2,)]\n"
        "print(sorted({'sqlalchemy', 'sqlmodel', 'pydantic', 'yaml', 'mmkb.tables'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=TOY.parent.parent, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_store_tells_what_it_does_not_have() -> None:
    import mmkb.store

    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = mmkb.store.nothing
    for name in mmkb.store.__all__:
        assert getattr(mmkb.store, name) is not None
