"""What ``mmkb.open`` takes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import mmkb
from mmkb.store import StoreError
from tests.toycatalogue import copy_of_toy


@pytest.fixture
def checkout(tmp_path: Path, toy_database: Path) -> Path:
    root = copy_of_toy(tmp_path / "a checkout")
    (root / "build").mkdir()
    shutil.copyfile(toy_database, root / "build" / "mmkb.sqlite")
    return root


def opens(place: str | Path) -> bool:
    with mmkb.open(place) as kb:
        return [model.id for model in kb.models()] == ["toy-vlm", "toy-any"]


def test_a_file_a_folder_and_a_checkout_are_opened(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opens(checkout / "build" / "mmkb.sqlite")
    assert opens(str(checkout / "build" / "mmkb.sqlite"))
    assert opens(checkout / "build")
    assert opens(checkout)
    assert opens(checkout / "catalog" / "models")
    monkeypatch.chdir(checkout)
    assert opens("build/mmkb.sqlite")
    assert opens(".")


def test_a_file_address_is_opened(checkout: Path) -> None:
    assert opens((checkout / "build" / "mmkb.sqlite").as_uri())
    assert opens(checkout.as_uri())
    assert opens((checkout / "build" / "mmkb.sqlite").as_uri().replace("file://", "file://localhost"))
    assert "%20" in checkout.as_uri()


@pytest.mark.parametrize("place", ["https://example.org/mmkb.sqlite", "file://elsewhere/mmkb.sqlite", "s3://bucket/x"])
def test_what_is_elsewhere_is_not_fetched(place: str) -> None:
    with pytest.raises(StoreError, match=r"not on this machine\. Download the file"):
        mmkb.open(place)


def test_what_is_no_knowledge_base_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"is a folder without mmkb\.sqlite and no checkout"):
        mmkb.open(tmp_path)
    root = copy_of_toy(tmp_path / "toy")
    with pytest.raises(StoreError, match="Run mmkb build there"):
        mmkb.open(root)
    with pytest.raises(StoreError, match="There is no database at"):
        mmkb.open(tmp_path / "none.sqlite")
    (tmp_path / "text").write_text("nothing")
    with pytest.raises(StoreError, match="is no database of mmkb"):
        mmkb.open(tmp_path / "text")
