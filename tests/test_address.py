"""Where the site is published: the environment first, then the settings of the site, then where mmkb has its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmkb.pages.paths import SITE
from mmkb.site.address import AddressError, site_address
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MMKB_SITE_URL", raising=False)


def settings(root: Path, text: str) -> Path:
    (root / "mkdocs.yml").write_text(text, "utf-8")
    return root


def test_without_a_name_it_is_our_own(tmp_path: Path) -> None:
    assert site_address(tmp_path) == SITE
    assert site_address(settings(tmp_path, "site_name: Toys\n")) == SITE
    assert site_address(settings(tmp_path, "site_url: !ENV MMKB_SITE_URL\n")) == SITE
    assert site_address(ROOT) == SITE


def test_the_settings_of_the_site_name_it(tmp_path: Path) -> None:
    tagged = "a: !!python/name:material.extensions.emoji.twemoji\nb: !relative x\nsite_url: https://toys.example.org/kb\n"
    assert site_address(settings(tmp_path, tagged)) == "https://toys.example.org/kb/"


def test_the_environment_goes_before_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(tmp_path, 'site_url: !ENV [OTHER_URL, MMKB_SITE_URL, "https://toys.example.org/"]\n')
    assert site_address(tmp_path) == "https://toys.example.org/"
    monkeypatch.setenv("OTHER_URL", "https://other.example.org/")
    assert site_address(tmp_path) == "https://other.example.org/"
    monkeypatch.setenv("MMKB_SITE_URL", "http://127.0.0.1:8000")
    assert site_address(tmp_path) == "http://127.0.0.1:8000/"


@pytest.mark.parametrize(
    "url", ["toys", "http://toys.example.org/", "https://a b/", "javascript:alert(1)", "https://x.org/?q#a"]
)
def test_what_is_no_address_is_refused_in_plain_words(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMKB_SITE_URL", url)
    with pytest.raises(AddressError, match=r"MMKB_SITE_URL is .*; write the address of the site, such as https://mmkb"):
        site_address(tmp_path)


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(AddressError, match=r"mkdocs\.yml cannot be read: "):
        site_address(settings(tmp_path, "site_url: [\n"))
