"""Loading a folder: what is an entry, what is told of the rest, and what may be kept between runs."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mmkb.cache import Cache, content_key
from mmkb.check import check_catalogue
from mmkb.load import Catalogue, load_catalogue
from mmkb.records import KINDS, Model
from mmkb.yamltext import MAX_BYTES
from tests.toycatalogue import TOY, change, copy_of_toy


def load(root: Path, cache: Cache | None = None) -> tuple[Catalogue, list[tuple[str, int, int, str]]]:
    catalogue, problems = load_catalogue(root / "catalog", cache)
    found = [*problems, *check_catalogue(catalogue)]
    return catalogue, [(p.file, p.line, p.column, p.code) for p in found]


def test_the_toy_catalogue_is_without_fault_and_has_every_kind() -> None:
    catalogue, problems = load(TOY)
    assert problems == []
    assert all(catalogue.entries[kind] for kind in KINDS)
    assert len(catalogue) == sum(1 for _ in catalogue) == len(list((TOY / "catalog").rglob("*.yaml")))


def test_a_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    (root / "catalog" / "models" / "toy-any.yaml").write_bytes(b"\xff")
    catalogue, problems = load(root)
    assert [p[3] for p in problems] == ["yaml-encoding"]
    assert set(catalogue.entries["model"]) == {"toy-vlm"}
    assert catalogue.faulty["model"] == {"toy-any"}


def test_too_large_a_file_is_a_problem_of_one_line(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    (root / "catalog" / "models" / "huge.yaml").write_bytes(b"a" * (MAX_BYTES + 1))
    assert load(root)[1] == [("catalog/models/huge.yaml", 1, 1, "yaml-size")]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    (root / "catalog" / "models" / "gone.yaml").symlink_to(tmp_path / "nowhere")
    assert load(root)[1] == [("catalog/models/gone.yaml", 1, 1, "file-unreadable")]


def test_hidden_files_and_the_licence_are_no_entries(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    (root / "catalog" / ".swp").write_text("x")
    (root / "catalog" / "models" / ".toy.yaml.new").write_text("x")
    (root / "catalog" / "LICENSE").write_text("x")
    (root / "catalog" / "models" / "LICENSE").write_text("x")
    assert load(root)[1] == [("catalog/models/LICENSE", 1, 1, "unexpected-file")]


def test_windows_line_ends_are_read_the_same(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    path = root / "catalog" / "models" / "toy-vlm.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    catalogue, problems = load(root)
    assert problems == []
    assert catalogue.entries["model"]["toy-vlm"].record == load(TOY)[0].entries["model"]["toy-vlm"].record


def test_progress_is_told_while_loading() -> None:
    told: list[int] = []
    load_catalogue(TOY / "catalog", tick=told.append)
    assert told == [0]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A cache that was filled from the toy catalogue."""
    path = tmp_path / "cache.sqlite"
    cache = Cache(path)
    catalogue, _ = load(TOY, cache)
    cache.flush(entry.key for entry in catalogue)
    cache.close()
    return path


def loaded(root: Path, kept: Path) -> tuple[Catalogue, list[tuple[str, int, int, str]]]:
    """What is read with a cache."""
    with closing(Cache(kept)) as cache:
        return load(root, cache)


def digests(path: Path | None) -> dict[tuple[str, str], object]:
    catalogue, problems = loaded(TOY, path) if path else load(TOY)
    assert problems == []
    return {(entry.kind, entry.id): entry.digest for entry in catalogue}


def test_a_cached_digest_is_the_digest(kept: Path) -> None:
    assert digests(kept) == digests(None)
    entry = loaded(TOY, kept)[0].entries["model"]["toy-vlm"]
    assert isinstance(entry.record, Model)
    assert entry.record.id == "toy-vlm"


def test_the_cache_is_used_for_what_did_not_change(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmkb.load.entry.parse", lambda raw: pytest.fail("an unchanged entry was parsed again"))
    assert len(loaded(TOY, kept)[0]) == len(list((TOY / "catalog").rglob("*.yaml")))


def test_what_changed_is_read_again(kept: Path, tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(
        root,
        "models/toy-vlm",
        "modalities: [image]\n    resolution: [336x336]",
        "modalities: [imag]\n    resolution: [336x336]",
    )
    assert [p[3] for p in loaded(root, kept)[1]] == ["not-in-vocabulary"]


def test_the_same_bytes_under_another_name_are_another_entry(kept: Path, tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    (root / "catalog" / "models" / "toy-vlm.yaml").rename(root / "catalog" / "models" / "toy-two.yaml")
    assert "id-not-file-name" in [p[3] for p in loaded(root, kept)[1]]


@pytest.mark.parametrize("damage", ["value", "checksum", "other code", "truncated", "no database", "text"])
def test_a_damaged_cache_is_never_trusted(kept: Path, damage: str) -> None:
    if damage in ("value", "checksum", "text", "other code"):
        with sqlite3.connect(kept) as connection:
            rows = connection.execute("SELECT key, value FROM kept").fetchall()
            for key, value in rows:
                bad = {
                    "value": value[:-1] + bytes([value[-1] ^ 1]),
                    "checksum": bytes(8) + value[8:],
                    "text": "text",
                    "other code": value,
                }[damage]
                connection.execute("UPDATE kept SET value = ? WHERE key = ?", (bad, key))
            if damage == "other code":
                connection.execute("UPDATE made_by SET fingerprint = 'other'")
        connection.close()
    elif damage == "truncated":
        kept.write_bytes(kept.read_bytes()[:5000])
    else:
        kept.write_bytes(b"no database at all" * 1000)
    assert digests(kept) == digests(None)


def test_without_a_place_to_write_there_is_no_cache_and_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "cache.sqlite")
    assert len(load(TOY, cache)[0]) > 0
    cache.flush([])
    cache.close()


def test_a_value_is_kept_only_after_it_was_written(tmp_path: Path) -> None:
    key = content_key("model", "a", b"text")
    cache = Cache(tmp_path / "cache.sqlite")
    cache.put("room", key, (1, "a"))
    assert cache.get("room", key) is None
    cache.flush()
    assert cache.get("room", key) == (1, "a")
    assert cache.get("other room", key) is None
    assert cache.get("room", content_key("model", "b", b"text")) is None
    cache.close()


def test_what_no_entry_has_any_more_is_dropped_once_it_outweighs_the_rest(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    keys = [content_key("model", str(i), b"") for i in range(5)]
    for key in keys:
        cache.put("room", key, ("x",))
    cache.flush(keys)
    cache.flush(keys[:3])
    assert cache.get("room", keys[4]) == ("x",)
    cache.flush(keys[:2])
    assert [cache.get("room", key) for key in keys] == [("x",), ("x",), None, None, None]
    cache.close()


def test_the_cache_of_another_process_is_waited_for_or_done_without(kept: Path) -> None:
    holder = sqlite3.connect(kept, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    cache = Cache(kept)
    cache.put("room", b"k" * 16, ("x",))
    cache.flush()
    cache.close()
    holder.execute("ROLLBACK")
    holder.close()
    assert os.path.exists(kept)  # noqa: PTH110
