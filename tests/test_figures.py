"""What all figures have in common: names, files, looks, links that resolve, the same bytes always."""

from __future__ import annotations

import csv
import io
import re
import struct
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner

from mmkb.api import KnowledgeBase
from mmkb.cli.main import mmkb as command
from mmkb.exports.write import all_markdown
from mmkb.figures.figure import Figure, Look
from mmkb.figures.files import figure_files, picture_scale
from mmkb.figures.registry import FIGURES, make_figure
from mmkb.pages.every import EXTRAS
from mmkb.pages.figures import figure_path
from mmkb.pages.paths import Page
from mmkb.query import NotFoundError
from mmkb.query.cells import csv_text
from mmkb.query.named import Named
from tests.figureanswers import SVG

WHOLE = [name for name, kind in FIGURES.items() if not kind.about]
LOOKS = [(name, width) for name in WHOLE for width in FIGURES[name].widths]


def size(png: bytes) -> tuple[int, ...]:
    """Width and height as a PNG tells them."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def judged(figure: Figure) -> ET.Element:
    """A drawing that passed what every drawing has to pass."""
    root = ET.fromstring(figure.svg)
    assert len(figure.svg.encode()) < 300_000
    assert not re.search(r"<script|javascript:|<image|@import|url\(|https?://(?!www\.w3\.org)", figure.svg)
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    assert figure.title
    assert figure.title.endswith("?")
    assert figure.caption.endswith(".")
    assert figure.alternative
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert [root.get("aria-labelledby"), root.get("aria-describedby")] == ids[:2]
    words = set(re.findall(r"var\(--mm-([a-z0-9-]+)", figure.svg))
    given = set(re.findall(r"--mm-([a-z0-9-]+):", figure.svg))
    assert words <= given
    return root


@pytest.mark.parametrize(("name", "width"), LOOKS)
def test_every_figure_of_the_toy_catalogue_is_sound(toy_kb: KnowledgeBase, name: str, width: str) -> None:
    figure = make_figure(toy_kb, name, look=Look(width=width, link=lambda kind, entry: f"../../{kind}/{entry}/"))
    root = judged(figure)
    entries = set(toy_kb.store.rows("SELECT kind, id FROM entry"))
    given = [a.get("href", "") for a in root.iter(f"{SVG}a")]
    # What leads to a place of the figure's own page is followed there.
    addresses = [re.fullmatch(r"\.\./\.\./([a-z]+)/([a-z0-9.-]+)/", href) for href in given if not href.startswith("#")]
    assert all(found is not None and found.groups() in entries for found in addresses)
    again = make_figure(toy_kb, name, look=Look(width=width, link=lambda kind, entry: f"../../{kind}/{entry}/"))
    assert again == figure


@pytest.mark.catalogue
@pytest.mark.parametrize(("name", "width"), LOOKS)
def test_every_figure_of_the_real_catalogue_is_sound_and_quick(real_kb: KnowledgeBase, name: str, width: str) -> None:
    begun = time.process_time()
    figure = make_figure(real_kb, name, look=Look(width=width, link=lambda kind, entry: f"../../{kind}/{entry}/"))
    assert time.process_time() - begun < 20
    entries = {f"../../{kind}/{entry}/" for kind, entry in real_kb.store.rows("SELECT kind, id FROM entry")}
    linked = {a.get("href", "") for a in judged(figure).iter(f"{SVG}a")}
    own = {address[1:] for address in linked if address.startswith("#")}
    more = EXTRAS[name](real_kb, Page(figure_path(name))) if own else ""
    assert own <= set(re.findall(r'\bid="([^"]+)"', more))
    assert {address for address in linked if not address.startswith("#")} <= entries


@pytest.mark.parametrize(("name", "width"), LOOKS)
def test_on_paper_nothing_depends_on_the_page_or_leads_anywhere(toy_kb: KnowledgeBase, name: str, width: str) -> None:
    figure = toy_kb.figure(name, style="paper", width=width, link=lambda kind, entry: "/x/")
    judged(figure)
    assert not re.search(r"<a\b|href|var\(|currentColor|@media|:hover|--m[md]-|/x/", figure.svg)
    wide, high = (float(part) for part in figure.svg.split('viewBox="0 0 ')[1].split('"')[0].split())
    assert f'<rect width="{wide:g}" height="{high:g}" fill="#fff"/>' in figure.svg
    assert all(abs(a - b) <= 1 for a, b in zip(size(figure.png()), (2 * wide, 2 * high), strict=True))


@pytest.mark.parametrize("name", WHOLE)
def test_the_csv_holds_the_rows(toy_kb: KnowledgeBase, name: str) -> None:
    figure = toy_kb.figure(name)
    read = list(csv.reader(io.StringIO(figure.csv())))
    assert tuple(read[0]) == figure.data.columns
    assert len(read) == len(figure.data.rows) + 1
    for cells, row in zip(read[1:], figure.data.rows, strict=True):
        assert all(cell == value.id for cell, value in zip(cells, row, strict=True) if isinstance(value, Named))
    assert figure.csv() == csv_text(figure.data.columns, figure.data.rows)
    assert list(figure.to_frame("pandas").columns) == list(figure.data.columns)


def test_every_figure_has_a_page_with_its_caption_files_and_words(toy_kb: KnowledgeBase, toy_pages: dict[str, str]) -> None:
    files = dict(figure_files(toy_kb))
    for name in WHOLE:
        page = toy_pages[figure_path(name)]
        assert page.count("<svg") == len(set(FIGURES[name].widths) - {"poster"})
        for form in ("svg", "png", "csv"):
            assert f'href="../{name}.{form}"' in page
            assert files[f"figures/{name}.{form}"]
        assert "## In words" in page
        assert f"({name}.md)" in toy_pages["figures/index.md"]
    posters = [name for name in WHOLE if "poster" in FIGURES[name].widths]
    assert all(f'href="../{name}-poster.svg"' in toy_pages[figure_path(name)] for name in posters)
    expected = [f"figures/{name}.{form}" for name in WHOLE for form in ("svg", "png", "csv")]
    assert sorted(files) == sorted([*expected, *(f"figures/{name}-poster.svg" for name in posters)])


def test_a_picture_has_a_largest_size() -> None:
    usual, high = (f'<svg viewBox="0 0 1100 {height}">' for height in ("1700.5", "190000"))
    assert picture_scale(usual) == 2
    assert 0 < picture_scale(high) < 1
    assert 1100 * 190_000 * picture_scale(high) ** 2 == pytest.approx(40e6)


def test_ids_of_one_page_are_told_apart(toy_pages: dict[str, str]) -> None:
    for name in WHOLE:
        ids = re.findall(r'\bid="([^"]+)"', toy_pages[figure_path(name)])
        assert len(ids) == len(set(ids)), name


def test_the_old_address_of_the_taxonomy_leads_on(toy_pages: dict[str, str]) -> None:
    assert 'redirect: "figures/taxonomy/"' in toy_pages["taxonomy.md"]


def test_markdown_twins_of_figures_are_words_and_tables(toy_kb: KnowledgeBase) -> None:
    assert set(map(figure_path, WHOLE)) <= set(all_markdown(toy_kb, None))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("taxonmy",), "no figure 'taxonmy'; did you mean taxonomy"),
        (("architecture-of",), "the figure architecture-of is about one model: name it"),
        (("taxonomy", "toy-vlm"), "the figure taxonomy is of the whole catalogue: name no entry"),
        (("architecture-of", "toy-vln"), "no model 'toy-vln'; did you mean toy-vlm"),
        (("architecture-of", "toy-vlm", "--poster"), "no width of architecture-of 'poster'"),
        (("--out", "all.svg"), "All figures go into a folder"),
        (("taxonomy", "--out", "a.svg", "--format", "csv"), "a.svg ends in .svg, and the format is csv"),
    ],
)
def test_what_cannot_be_drawn_is_told(toy_database: Path, arguments: tuple[str, ...], message: str) -> None:
    result = CliRunner().invoke(command, ["figure", *arguments, "--db", str(toy_database)])
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_unknown_style_is_answered_with_those_that_there_are(toy_kb: KnowledgeBase) -> None:
    with pytest.raises(NotFoundError, match="no style 'papers'; did you mean paper"):
        toy_kb.figure("taxonomy", style="papers")


def test_without_a_name_the_figures_are_listed(toy_database: Path) -> None:
    result = CliRunner().invoke(command, ["figure", "--db", str(toy_database)])
    assert result.exit_code == 0
    for name, kind in FIGURES.items():
        assert name in result.output
        assert kind.title in result.output


def test_the_command_writes_what_python_gives(toy_kb: KnowledgeBase, toy_database: Path, tmp_path: Path) -> None:
    run, base = CliRunner(), ["figure", "--db", str(toy_database), "--style", "paper"]
    figure = toy_kb.figure("taxonomy", style="paper")
    assert run.invoke(command, [*base, "taxonomy", "--out", str(tmp_path / "new")]).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["taxonomy.csv", "taxonomy.png", "taxonomy.svg"]
    for form in ("svg", "png", "csv"):
        assert (tmp_path / "new" / f"taxonomy.{form}").read_bytes() == figure.content(form)
        assert run.invoke(command, [*base, "taxonomy", "--format", form]).stdout_bytes == figure.content(form)
    assert run.invoke(command, [*base, "taxonomy", "--out", str(tmp_path / "x.png")]).exit_code == 0
    assert (tmp_path / "x.png").read_bytes() == figure.png()
    assert run.invoke(command, [*base, "--out", str(tmp_path / "all"), "--format", "csv"]).exit_code == 0
    assert sorted(path.stem for path in (tmp_path / "all").iterdir()) == sorted(WHOLE)


def test_a_figure_saves_itself_by_the_ending_and_shows_itself(toy_kb: KnowledgeBase, tmp_path: Path) -> None:
    figure = toy_kb.figure("architecture-of", "toy-vlm")
    figure.save(tmp_path / "a.SVG")
    assert (tmp_path / "a.SVG").read_text("utf-8") == figure.svg == figure._repr_svg_()
    assert repr(figure).startswith("<Figure architecture-of-toy-vlm: ")
    with pytest.raises(ValueError, match=r"saved as svg, png or csv, not as '.*a\.pdf'"):
        figure.save(tmp_path / "a.pdf")
