"""Building: the same text gives the same bytes, the old file stays whole, and nothing points to nothing."""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

import mmkb
from mmkb.cache import Cache
from mmkb.load import Catalogue, EntryFile, load_catalogue
from mmkb.records import KINDS
from mmkb.store import SCHEMA_VERSION, StoreError, aside, build_store, open_store, server
from mmkb.store import build as building
from mmkb.store.rows import entry_rows
from mmkb.store.sqlite import NewFile
from mmkb.store.views import VIEWS
from mmkb.tables import METADATA
from tests.richtoy import rich_toy
from tests.toycatalogue import TOY, change, copy_of_toy

ROOT = Path(__file__).parent.parent


def toy(root: Path = TOY) -> Catalogue:
    catalogue, problems = load_catalogue(root / "catalog")
    assert problems == []
    return catalogue


def built(catalogue: Catalogue, out: Path, **more: Any) -> bytes:
    build_store(catalogue, out, **more)
    return out.read_bytes()


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class Counting:
    """Makes rows, and remembers for which entries."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, entry: EntryFile) -> dict[str, list[Any]]:
        self.made.append(entry.id)
        return dict(entry_rows(entry))


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    one = built(toy(), tmp_path / "one.sqlite")
    assert built(toy(), tmp_path / "two.sqlite") == one
    assert built(toy(), tmp_path / "one.sqlite") == one


def test_the_order_in_which_entries_come_makes_no_difference(tmp_path: Path) -> None:
    turned = toy()
    turned.entries = {kind: dict(reversed(ids.items())) for kind, ids in reversed(turned.entries.items())}
    assert built(turned, tmp_path / "turned.sqlite") == built(toy(), tmp_path / "straight.sqlite")


def test_the_number_of_entries_stored_at_once_makes_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = built(toy(), tmp_path / "usual.sqlite")
    monkeypatch.setattr(building, "_BATCH", 3)
    assert built(toy(), tmp_path / "small.sqlite") == usual


def test_other_text_gives_another_data_version_and_other_bytes(tmp_path: Path) -> None:
    changed = copy_of_toy(tmp_path)
    change(changed, "models/toy-vlm", "answers questions", "answers some questions")
    one, two = tmp_path / "one.sqlite", tmp_path / "two.sqlite"
    assert built(toy(), one) != built(toy(changed), two)
    with open_store(one) as before, open_store(two) as after:
        assert before.meta["data_version"] != after.meta["data_version"]


def test_rows_of_unchanged_entries_are_taken_over_and_the_bytes_are_those_of_a_fresh_build(tmp_path: Path) -> None:
    root, out = copy_of_toy(tmp_path), tmp_path / "build" / "kb.sqlite"
    cache = Cache(tmp_path / "cache.sqlite")
    build_store(toy(root), out, cache=cache)
    cache.flush()
    change(root, "models/toy-vlm", "A small", "A tiny")
    change(root, "results/toy-vlm-table-2", "'70.0'", "'70.5'")
    (root / "catalog/organisations/new-lab.yaml").write_text(
        (root / "catalog/organisations/toy-university.yaml").read_text("utf-8").replace("toy-university", "new-lab"), "utf-8"
    )
    change(root, "components/toy-diffusion", "organisations: [toy-lab]", "organisations: [new-lab]")
    rows = Counting()
    again = built(toy(root), out, rows=rows, cache=cache)
    assert rows.made == ["toy-diffusion", "toy-vlm", "new-lab", "toy-vlm-table-2"]
    assert again == built(toy(root), tmp_path / "fresh.sqlite")
    cache.close()


def test_entries_that_are_gone_leave_no_row_behind(tmp_path: Path) -> None:
    root, out = copy_of_toy(tmp_path), tmp_path / "kb.sqlite"
    cache = Cache(tmp_path / "cache.sqlite")
    build_store(toy(root), out, cache=cache)
    cache.flush()
    for gone in ("results/toy-vlm-table-2", "results/toy-survey-table-2", "benchmarks/toyqa"):
        (root / "catalog" / f"{gone}.yaml").unlink()
    rows = Counting()
    again = built(toy(root), out, rows=rows, cache=cache)
    assert rows.made == []
    assert again == built(toy(root), tmp_path / "fresh.sqlite")
    with open_store(out) as store:
        assert store.rows("SELECT 1 FROM score UNION SELECT 1 FROM score_flag UNION SELECT 1 FROM benchmark") == []
    cache.close()


def spoil_cell(out: Path) -> None:
    connection = sqlite3.connect(out)
    connection.execute("UPDATE model SET design = 'tool-using'")
    connection.commit()
    connection.close()


def spoil_byte(out: Path) -> None:
    raw = bytearray(out.read_bytes())
    raw[raw.index(b"A small vision-language model")] ^= 1
    out.write_bytes(raw)


def spoil_whole(out: Path) -> None:
    out.write_bytes(b"SQLite format 3\0" + b"rubbish" * 1000)


def take_away(out: Path) -> None:
    out.unlink()


@pytest.mark.parametrize("spoil", [spoil_cell, spoil_byte, spoil_whole, take_away])
def test_an_old_file_that_is_not_what_was_built_is_not_taken_over(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    out, cache = tmp_path / "kb.sqlite", Cache(tmp_path / "cache.sqlite")
    whole = built(toy(), out, cache=cache)
    cache.flush()
    spoil(out)
    rows = Counting()
    assert built(toy(), out, rows=rows, cache=cache) == whole
    assert len(rows.made) == len(toy())
    cache.close()


def without_benchmark(root: Path) -> Catalogue:
    catalogue = toy(root)
    del catalogue.entries["benchmark"]["toyqa"]
    return catalogue


def without_a_variant_that_is_used(root: Path) -> Catalogue:
    change(root, "components/toy-lm", "- {id: 8x1b, name: Toy LM 8x1B, parameters: 8B, active_parameters: 2B}\n", "")
    return toy(root)


def with_an_encoder_that_is_nowhere(root: Path) -> Catalogue:
    change(root, "models/toy-any", "- {component: toy-vit, modalities", "- {component: toy-vitt, modalities")
    change(root, "models/toy-any", "takes: [toy-vit]", "takes: [toy-vitt]")
    return toy(root)


@pytest.mark.parametrize("spoil", [without_benchmark, without_a_variant_that_is_used, with_an_encoder_that_is_nowhere])
def test_what_points_to_nothing_after_a_change_is_found_when_rows_are_taken_over(
    tmp_path: Path, spoil: Callable[[Path], Catalogue]
) -> None:
    root, out, cache = copy_of_toy(tmp_path / "root"), tmp_path / "kb.sqlite", Cache(tmp_path / "cache.sqlite")
    whole = built(toy(root), out, cache=cache)
    cache.flush()
    with pytest.raises(StoreError, match="Something points to nothing"):
        build_store(spoil(root), out, cache=cache)
    assert out.read_bytes() == whole
    cache.close()


def test_an_old_file_that_only_the_cache_knows_elsewhere_is_not_taken_over(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    build_store(toy(), tmp_path / "one.sqlite", cache=cache)
    cache.flush()
    (tmp_path / "two.sqlite").write_bytes((tmp_path / "one.sqlite").read_bytes())
    rows = Counting()
    build_store(toy(), tmp_path / "two.sqlite", rows=rows, cache=cache)
    assert len(rows.made) == len(toy())
    cache.close()


def test_every_table_has_rows(tmp_path: Path) -> None:
    out = tmp_path / "kb.sqlite"
    build_store(toy(rich_toy(tmp_path)), out)
    with open_store(out) as store:
        assert [name for name in [*METADATA.tables, "search"] if not store.rows(f"SELECT 1 FROM {name} LIMIT 1")] == []


def test_the_database_knows_its_versions_and_counts(tmp_path: Path) -> None:
    out = tmp_path / "kb.sqlite"
    build_store(toy(), out)
    with open_store(out) as store:
        meta = dict(store.meta)
        assert meta.pop("schema_version") == str(SCHEMA_VERSION)
        assert meta.pop("mmkb_version") == mmkb.__version__
        assert len(meta.pop("data_version")) == 64
        assert meta == {"entries": str(len(toy()))} | {f"entries.{kind}": str(len(toy().entries[kind])) for kind in KINDS}


def test_the_file_of_every_entry_is_told(tmp_path: Path) -> None:
    out = tmp_path / "kb.sqlite"
    build_store(toy(), out)
    with open_store(out) as store:
        for kind, entry_id, path, content in store.rows("SELECT * FROM entry_file"):
            assert (TOY / "catalog" / path).is_file()
            assert content == toy().entries[kind][entry_id].key.hex()


def test_the_pages_of_the_database_are_in_order(tmp_path: Path) -> None:
    out = tmp_path / "kb.sqlite"
    build_store(toy(), out)
    with open_store(out) as store:
        assert store.rows("PRAGMA integrity_check") == [("ok",)]
        assert store.rows("PRAGMA foreign_key_check") == []
        assert store.rows("PRAGMA journal_mode") == [("delete",)]
        assert store.rows("SELECT count(*) > 0 FROM sqlite_stat1") == [(1,)]


def test_foreign_keys_hold_in_the_built_file(tmp_path: Path) -> None:
    out = tmp_path / "kb.sqlite"
    build_store(toy(), out)
    connection = sqlite3.connect(out)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("INSERT INTO model_organisation VALUES ('toy-vlm', 9, 'nowhere')")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        connection.commit()
    connection.close()


def test_what_points_to_nothing_is_named_and_nothing_is_built(tmp_path: Path) -> None:
    catalogue = toy()
    del catalogue.entries["benchmark"]["toyqa"]
    out = tmp_path / "kb.sqlite"
    build_store(toy(), out)
    old = out.read_bytes()
    with pytest.raises(StoreError, match=r"score \('toy-vlm-table-2', 0\) names benchmark 'toyqa'.*mmkb check"):
        build_store(catalogue, out)
    assert out.read_bytes() == old
    assert left_in(tmp_path) == ["kb.sqlite"]


def test_a_file_that_is_no_database_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear reader")
    with pytest.raises(StoreError, match="holds something else than a database"):
        build_store(toy(), tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text() == "dear reader"
    (tmp_path / "empty").touch()
    build_store(toy(), tmp_path / "empty")
    assert left_in(tmp_path) == ["empty", "letter.txt"]


def test_a_variant_that_is_not_there_is_named(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "models/toy-vlm", "variants: [1b, 8x1b]", "variants: [1b, 2b]")
    with pytest.raises(
        StoreError, match=r"component_use_variant \('toy-vlm', 'backbone', 0, 0, 1\) names component_variant 'toy-lm' '2b'"
    ):
        build_store(toy(root), tmp_path / "kb.sqlite")


def test_a_number_too_large_for_a_database_is_told(tmp_path: Path) -> None:
    def huge(entry: EntryFile) -> dict[str, list[Any]]:
        rows = entry_rows(entry)
        return {
            table: [(10**20, *line[1:]) for line in lines] if table == "stage" else list(lines) for table, lines in rows.items()
        }

    with pytest.raises(StoreError, match="A row of stage cannot be stored"):
        build_store(toy(), tmp_path / "kb.sqlite", rows=huge)


def test_a_count_too_large_for_a_database_is_a_problem_of_its_entry(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "models/toy-vlm", "batch_size: 32", f"batch_size: {10**20}")
    assert [p.code for p in load_catalogue(root / "catalog")[1]] == ["bad-value"]


def test_one_key_twice_is_told(tmp_path: Path) -> None:
    def twice(entry: EntryFile) -> dict[str, list[Any]]:
        return {table: [*lines, *lines] for table, lines in entry_rows(entry).items()}

    with pytest.raises(StoreError, match=r"do not fit into the table entry: UNIQUE constraint failed"):
        build_store(toy(), tmp_path / "kb.sqlite", rows=twice)


def test_a_full_disk_is_told_and_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: NewFile, *_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    out = tmp_path / "kb.sqlite"
    whole = built(toy(), out)
    monkeypatch.setattr(NewFile, "finish", full)
    with pytest.raises(StoreError, match=r"disk is full\. The old one stays"):
        build_store(toy(), out)
    assert out.read_bytes() == whole
    assert left_in(tmp_path) == ["kb.sqlite"]


def test_a_build_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def fail(entry: EntryFile) -> dict[str, list[Any]]:
        raise RuntimeError(entry.id)

    out = tmp_path / "kb.sqlite"
    whole = built(toy(), out)
    with pytest.raises(RuntimeError):
        build_store(toy(), out, rows=fail)
    assert out.read_bytes() == whole
    assert left_in(tmp_path) == ["kb.sqlite"]
    assert gc.isenabled()


def test_the_folder_is_made_and_the_file_has_the_usual_permissions(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b" / "kb.sqlite"
    build_store(toy(), out)
    usual = tmp_path / "usual"
    usual.touch()
    assert out.stat().st_mode == usual.stat().st_mode


def test_progress_is_told_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(building, "_BATCH", 6)
    build_store(toy(), tmp_path / "kb.sqlite", tick=told.append)
    assert told == [6, 12, 18]


KILLED = """
import os, sys, time
from pathlib import Path
from mmkb.load import load_catalogue
from mmkb.store import build_store, build
from mmkb.store.rows import entry_rows
from mmkb.store.sqlite import NewFile

moment, root, out = sys.argv[1:]
seen = 0

def stop():
    print("now", flush=True)
    time.sleep(600)

def rows(entry):
    global seen
    seen += 1
    if moment == f"entry {seen}":
        stop()
    return entry_rows(entry)

finish, sync, replace = NewFile.finish, os.fsync, Path.replace

def finishing(self, *given):
    if moment == "before filling":
        stop()
    finish(self, *given)
    if moment == "after filling":
        stop()

def syncing(fd):
    if moment == "before syncing":
        stop()
    sync(fd)

def replacing(self, target):
    if moment == "before moving":
        stop()
    replace(self, target)
    if moment == "after moving":
        stop()

NewFile.finish, os.fsync, Path.replace = finishing, syncing, replacing
build._BATCH = 4
build_store(load_catalogue(Path(root) / "catalog")[0], Path(out), rows=rows)
"""


def killed_at(moment: str, root: Path, out: Path) -> None:
    """Build in a process of its own that is killed at a moment."""
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, moment, str(root), str(out)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(300) == -signal.SIGKILL


@pytest.mark.parametrize(
    "moment", ["entry 1", "entry 13", "before filling", "after filling", "before syncing", "before moving"]
)  # fmt: skip
def test_a_build_that_is_killed_leaves_the_old_file_whole_and_its_rest_is_cleaned_up(tmp_path: Path, moment: str) -> None:
    root, out = copy_of_toy(tmp_path), tmp_path / "build" / "kb.sqlite"
    old = built(toy(root), out)
    change(root, "models/toy-vlm", "A small", "A tiny")
    killed_at(moment, root, out)
    assert out.read_bytes() == old
    assert len(left_in(out.parent)) == 2
    new = built(toy(root), out)
    assert new != old
    assert left_in(out.parent) == ["kb.sqlite"]


def test_a_build_that_is_killed_after_the_move_leaves_the_new_file_whole(tmp_path: Path) -> None:
    root, out = copy_of_toy(tmp_path), tmp_path / "build" / "kb.sqlite"
    build_store(toy(root), out)
    change(root, "models/toy-vlm", "A small", "A tiny")
    killed_at("after moving", root, out)
    assert out.read_bytes() == built(toy(root), tmp_path / "fresh.sqlite")


def test_a_build_under_way_is_not_cleaned_away_by_another(tmp_path: Path) -> None:
    out, inner = tmp_path / "kb.sqlite", Counting()

    def meanwhile(entry: EntryFile) -> dict[str, list[Any]]:
        if not inner.made:
            build_store(toy(), out, rows=inner)
            assert len(left_in(tmp_path)) == 2
        return dict(entry_rows(entry))

    build_store(toy(), out, rows=meanwhile)
    assert len(inner.made) == len(toy())
    assert left_in(tmp_path) == ["kb.sqlite"]


def test_a_file_that_was_cleaned_away_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = aside._lock
    cleaned: list[Path] = []

    def late(fd: int, *, wait: bool) -> None:
        if not cleaned:
            (left,) = tmp_path.iterdir()
            left.unlink()
            cleaned.append(left)
        lock(fd, wait=wait)

    monkeypatch.setattr(aside, "_lock", late)
    with aside.built_aside(tmp_path / "kb") as path:
        path.write_bytes(b"whole")
    assert cleaned != [path]
    assert (tmp_path / "kb").read_bytes() == b"whole"
    assert left_in(tmp_path) == ["kb"]


def test_only_what_builds_of_the_same_file_left_is_cleaned_up(tmp_path: Path) -> None:
    for name in (".[a].1-1.building", ".a.1-1.building", "[a].building", ".[a].sqlite"):
        (tmp_path / name).touch()
    with aside.built_aside(tmp_path / "[a]") as path:
        path.write_bytes(b"whole")
    assert left_in(tmp_path) == [".[a].sqlite", ".a.1-1.building", "[a]", "[a].building"]


def test_an_address_of_sqlite_names_the_file(tmp_path: Path) -> None:
    whole = built(toy(), tmp_path / "kb.sqlite")
    other = tmp_path / "other.sqlite"
    build_store(toy(), tmp_path / "unused.sqlite", f"sqlite:///{other}")
    assert other.read_bytes() == whole
    assert not (tmp_path / "unused.sqlite").exists()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "cannot be read"),
        ("sqlite://", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("nosuch+driver://me:secret@host/db", r"no driver for nosuch\+driver://me:\*\*\*@host/db"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(tmp_path: Path, url: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as error:
        build_store(toy(), tmp_path / "kb.sqlite", url)
    assert "secret" not in str(error.value)
    assert left_in(tmp_path) == []


def tables_of(path: Path, names: list[str]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    connection = sqlite3.connect(path)
    for name in names:
        yield name, sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)
    connection.close()


def by_server(catalogue: Catalogue, path: Path) -> None:
    """Fill a database the way that servers are filled."""
    entries = sorted(catalogue, key=lambda entry: (entry.kind, entry.id))
    rows = building._batches(entries, entry_rows, lambda _: None)
    server.fill_server(make_url(f"sqlite:///{path}"), rows, building._meta(entries))


def test_a_server_gets_the_same_rows_and_views_however_often_it_is_filled(tmp_path: Path) -> None:
    catalogue = toy(rich_toy(tmp_path))
    build_store(catalogue, tmp_path / "file.sqlite")
    by_server(toy(), tmp_path / "server.sqlite")
    by_server(catalogue, tmp_path / "server.sqlite")
    names = [*METADATA.tables, *(view.name for view in VIEWS)]
    assert dict(tables_of(tmp_path / "server.sqlite", names)) == dict(tables_of(tmp_path / "file.sqlite", names))


def test_a_server_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "server.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=r"could not be filled: file is not a database\. Nothing in it was changed"):
        by_server(toy(), tmp_path / "server.sqlite")


def test_a_server_is_filled_when_the_address_names_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[tuple[str, int]] = []

    def fill(url: Any, batches: Iterator[dict[str, Any]], meta: dict[str, str]) -> None:
        filled.append((url.get_backend_name(), sum(len(batch["entry"]) for batch in batches)))
        assert meta["schema_version"] == str(SCHEMA_VERSION)

    monkeypatch.setattr("mmkb.store.server.fill_server", fill)
    build_store(toy(), tmp_path / "kb.sqlite", "postgresql+psycopg://host/db")
    assert filled == [("postgresql", len(toy()))]
    assert left_in(tmp_path) == []


def test_nothing_of_a_build_depends_on_where_it_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = built(toy(), tmp_path / "kb.sqlite")
    monkeypatch.chdir(tmp_path)
    moved = copy_of_toy(tmp_path / "else")
    assert built(toy(moved), Path("here.sqlite")) == whole
    assert os.fsencode(str(tmp_path)) not in whole
