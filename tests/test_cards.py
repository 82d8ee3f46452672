"""The cards that other sites show beside a link: of the right size, whole, drawn once, and the same on every machine."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from mmkb.api import KnowledgeBase
from mmkb.figures.card import MARK, general_card, model_card
from mmkb.figures.png import png_bytes
from mmkb.pages import cards as choice
from mmkb.pages.cards import carded, with_image
from mmkb.pages.every import all_pages
from mmkb.pages.paths import SITE
from mmkb.site.cards import lay_cards
from mmkb.store import describe_tables
from tests.conftest import ROOT


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def test_a_card_shows_name_modalities_makers_and_parts(toy_kb: KnowledgeBase) -> None:
    svg = model_card(toy_kb.model("toy-vlm"))
    words = [element.text for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    for word in ("Toy-VLM", "2023-01", "mmkb", "text", "image", "bounding box", "Toy University, Toy Lab", "Toy ViT", "Toy LM"):
        assert word in words, word
    assert "var(" not in svg
    assert "href" not in svg


def test_cards_are_1200_by_630_pixels_and_the_same_each_time(toy_kb: KnowledgeBase, tmp_path: Path) -> None:
    lay_cards(toy_kb, tmp_path / "kept", tmp_path / "site")
    found = {p.relative_to(tmp_path / "site").as_posix(): p.read_bytes() for p in (tmp_path / "site").rglob("*.png")}
    assert sorted(found) == ["cards/mmkb.png", "cards/models/toy-any.png", "cards/models/toy-vlm.png"]
    assert {size(png) for png in found.values()} == {(1200, 630)}
    assert len(set(found.values())) == 3
    assert all(len(png) < 300_000 for png in found.values())
    assert png_bytes(general_card(toy_kb.counts()), 1) == found["cards/mmkb.png"]


def test_a_card_is_drawn_once_and_forgotten_in_time(toy_kb: KnowledgeBase, tmp_path: Path) -> None:
    assert lay_cards(toy_kb, tmp_path / "kept", tmp_path / "first") == 3
    (tmp_path / "kept" / "half.new").write_bytes(b"half a picture")
    assert lay_cards(toy_kb, tmp_path / "kept", tmp_path / "second") == 0
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / f).rglob("*.png")} for f in ("first", "second"))
    assert first == second
    for i in range(9):
        (tmp_path / "kept" / f"{i}.png").write_bytes(b"old")
    lay_cards(toy_kb, tmp_path / "kept", tmp_path / "third")
    assert len(list((tmp_path / "kept").iterdir())) == 3


def test_a_long_name_and_many_modalities_find_room(toy_kb: KnowledgeBase) -> None:
    model = toy_kb.model("toy-any")
    words = ("text", "image", "video", "audio", "speech", "music", "point-cloud", "depth", "thermal", "bounding-box", "action")
    named = replace(model, record=model.record.model_copy(update={"name": "An exceedingly long name of a model " * 4}))
    svg = model_card(replace(named, summary=replace(model.summary, input=words, output=words)))
    for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect"):
        if element.get("rx") == "21":
            assert float(element.get("x", 0)) + float(element.get("width", 0)) <= 1200 - 48
    assert "…" in svg


def test_a_hostile_name_is_shown_and_does_nothing(toy_kb: KnowledgeBase) -> None:
    model = toy_kb.model("toy-any")
    name = '</text><script>alert(1)</script><image href="https://evil.example/x.png"/>\x00"'
    svg = model_card(replace(model, record=model.record.model_copy(update={"name": name})))
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}
    assert not tags & {"script", "image"}


def test_the_newest_models_have_cards_of_their_own(toy_kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    models = toy_kb.models()
    assert carded(models) == {"toy-any", "toy-vlm"}
    monkeypatch.setattr(choice, "MOST", 1)
    assert carded(models) == carded(tuple(reversed(models))) == {"toy-any"}


def test_every_page_names_its_card_where_there_are_cards(toy_kb: KnowledgeBase, toy_pages: dict[str, str]) -> None:
    pages = dict(all_pages(toy_kb, describe_tables(), drawings=False, cards=True))
    for path, markdown in pages.items():
        name = path.removesuffix(".md") if path in ("models/toy-vlm.md", "models/toy-any.md") else "mmkb"
        assert markdown.startswith(f'---\nimage: "cards/{name}.png"\n'), path
        assert "\nimage: " not in toy_pages[path]
    assert with_image("# Bare\n", "x.png") == '---\nimage: "x.png"\n---\n\n# Bare\n'


def test_the_site_has_the_cards_that_its_pages_name(toy_site: Path) -> None:
    for page, card in (
        ("models/toy-vlm/", "models/toy-vlm"),
        ("components/toy-vit/", "mmkb"),
        ("about/", "mmkb"),
        ("", "mmkb"),
    ):
        html = (toy_site / page / "index.html").read_text("utf-8")
        assert f'<meta property="og:image" content="{SITE}cards/{card}.png">' in html, page
        assert f'<meta property="og:url" content="{SITE}{page}">' in html, page
        assert '<meta property="og:title" content="' in html, page
        assert '<meta property="og:description" content="' in html, page
        assert '<meta name="twitter:card" content="summary_large_image">' in html, page
        assert size((toy_site / "cards" / f"{card}.png").read_bytes()) == (1200, 630)


def test_robots_are_led_to_the_sitemap(toy_site: Path) -> None:
    assert f"\nSitemap: {SITE}sitemap.xml\n" in (toy_site / "robots.txt").read_text("utf-8")
    assert (toy_site / "sitemap.xml").is_file()


def test_the_icons_are_there_and_show_the_mark_of_the_cards(toy_site: Path) -> None:
    html = (toy_site / "models" / "toy-vlm" / "index.html").read_text("utf-8")
    for link in ("assets/favicon.svg", "assets/img/apple-touch-icon.png", "assets/site.webmanifest"):
        assert f'href="../../{link}"' in html
        assert (toy_site / link).is_file()
    manifest = json.loads((toy_site / "assets" / "site.webmanifest").read_text("utf-8"))
    assert all((toy_site / "assets" / icon["src"]).is_file() for icon in manifest["icons"])
    assert size((toy_site / "assets" / "img" / "apple-touch-icon.png").read_bytes()) == (180, 180)
    icon = (ROOT / "site" / "assets" / "favicon.svg").read_text("utf-8")
    assert "".join(line.strip() for line in icon.splitlines()[1:-1]) == MARK
