"""What ``mmkb.open`` takes."""

from __future__ import annotations

import functools
import http.server
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import mmkb
from mmkb.store import StoreError
from tests.conftest import serving
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


@pytest.mark.parametrize("place", ["file://elsewhere/mmkb.sqlite", "s3://bucket/x"])
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


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture
def address(checkout: Path) -> Iterator[str]:
    """Address at which the build folder of a checkout is served on this machine."""
    handler = functools.partial(Handler, directory=str(checkout / "build"))
    with serving(handler) as served:
        yield served


def test_a_database_elsewhere_is_fetched_and_thrown_away_when_closed(address: str) -> None:
    with mmkb.open(f"{address}/mmkb.sqlite") as kb:
        assert [model.id for model in kb.models()] == ["toy-vlm", "toy-any"]
        assert kb.sql("SELECT count(*) FROM model").rows == ((2,),)
        place = kb.store.path
        assert place.is_file()
    assert not place.parent.exists()


def test_what_cannot_be_fetched_is_told_and_leaves_nothing(
    address: str, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(checkout))
    before = sorted(path.name for path in checkout.iterdir())
    (checkout / "build" / "text").write_text("nothing")
    for url, message in (
        (f"{address}/none.sqlite", "cannot be fetched: HTTP Error 404"),
        (f"{address}/away", "cannot be fetched"),
        (f"{address}/text", "is no database of mmkb"),
        ("http://example.org/mmkb.sqlite", "is no address of https"),
        ("http://127.0.0.1:1/mmkb.sqlite", "cannot be fetched"),
    ):
        with pytest.raises(StoreError, match=message):
            mmkb.open(url)
    monkeypatch.setattr("mmkb.store.fetching.MOST", 1000)
    with pytest.raises(StoreError, match="more than 1,000 bytes"):
        mmkb.open(f"{address}/mmkb.sqlite")
    assert sorted(path.name for path in checkout.iterdir()) == before
