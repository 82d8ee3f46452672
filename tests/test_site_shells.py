"""Shells are found exactly or not at all, links lead somewhere, and the policy comes before all that it holds for."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mmkb.api import KnowledgeBase
from mmkb.pages.every import all_pages
from mmkb.pages.paths import built
from mmkb.pages.write import prose_files
from mmkb.site.body import body_of
from mmkb.site.errors import SiteError
from mmkb.site.frontmatter import parted
from mmkb.site.gfm import _frees, html_of
from mmkb.site.links import check_links, links_of
from mmkb.site.shell import shell_of
from mmkb.store import describe_tables
from tests.conftest import ROOT
from tests.dom import nodes

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
_GAPS = {
    "<!--mmkb:policy-->": "policy",
    "mmkb_gap_description": "description",
    '<link rel="canonical"': "canonical",
    "<!--mmkb:head-->": "head",
    "<!--mmkb:styles-->": "styles",
    "<!--mmkb:content-->": "content",
    "<!--mmkb:scripts-->": "scripts",
    "<!--mmkb:config ": "config",
    "mmkb_gap_title": "title",
    'href="#mmkb_gap_first"': "first",
    ' data-md-type="navigation" hidden': "hide_navigation",
    ' data-md-type="toc" hidden': "hide_toc",
    "<!--mmkb:toc-->": "toc",
}


@pytest.mark.parametrize(("there", "gap"), _GAPS.items())
def test_a_gap_that_the_theme_moved_is_an_error(toy_site: Path, there: str, gap: str) -> None:
    path = "models/mmkb_shell.md"
    html = (toy_site.parent / "shells" / "site" / "models" / "mmkb_shell" / "index.html").read_text("utf-8")
    assert gap in {*shell_of(path, html).gaps, "config"}
    with pytest.raises(SiteError, match=rf"{path} has the place for '{gap}'"):
        shell_of(path, html.replace(there, "moved", 1))


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("../gone/", "models/a/ links to ../gone/, but there is no such page"),
        ("../b/#gone", "models/a/ links to ../b/#gone, but there is no place #gone on that page"),
        ("#gone", "models/a/ links to #gone, but there is no place #gone on that page"),
        ("../gone.md", "models/a/ links to ../gone.md, but there is no such page"),
    ],
)
def test_a_broken_link_is_told_with_page_and_link(link: str, told: str) -> None:
    good = '<h2 id="x"></h2><a href="../b/#x">b</a> <a href="#x">here</a> <a href="../b.md">Markdown</a>'
    pages = {"models/a/": links_of(good), "models/b/": links_of(good)}
    check_links(pages)
    with pytest.raises(SiteError) as raised:
        check_links({**pages, "models/a/": links_of(f'{good}<a href="{link}">gone</a>')})
    assert str(raised.value) == f"Links lead nowhere:\n{told}"


def test_the_policy_stands_first_in_the_head_of_every_page_and_is_wider_for_sql_alone(toy_site: Path) -> None:
    first = {}
    for path in sorted(toy_site.rglob("*.html")):
        found = nodes(path.read_text("utf-8"))
        name = path.relative_to(toy_site).as_posix()
        first[name] = found[found.index(("start", "head", ())) + 1]
        assert sum("Content-Security-Policy" in str(node) for node in found if node[:2] == ("start", "meta")) == 1, name
    assert len(first) > 80
    for name, node in first.items():
        policy = _POLICY.replace("'self';", "'self' 'wasm-unsafe-eval';", 1) if name == "sql/index.html" else _POLICY
        assert node == ("start", "meta", (("content", policy), ("http-equiv", "Content-Security-Policy"))), name


def test_what_the_parser_took_is_freed() -> None:
    assert html_of("| a |\n|---|\n| <b>é</b> |\n").startswith("<table>")
    assert "_leave" not in {getattr(free, "__name__", "") for free in _frees()}


def _as_mkdocs_renders(docs: dict[str, str], chosen: list[str], folder: Path) -> Iterator[tuple[str, str]]:
    """The content of chosen pages as mkdocs renders their Markdown with the project's settings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from mkdocs.config import load_config
        from mkdocs.structure.files import File, Files
        from mkdocs.structure.pages import Page

        config: Any = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(folder), site_dir=str(folder.parent / "site"))
        files = Files([File(path, str(folder), str(folder.parent / "site"), use_directory_urls=True) for path in docs])
        for path in chosen:
            file = files.get_file_from_path(path)
            assert file is not None
            page = Page(None, file, config)
            page.markdown = parted(path, docs[path])[1]
            page.render(config, files)
            assert page.content is not None
            yield path, page.content


@pytest.mark.catalogue
def test_pages_of_the_catalogue_are_rendered_as_python_markdown_renders_them(real_kb: KnowledgeBase, tmp_path: Path) -> None:
    # Drawings are raw HTML, which costs time and tells nothing.
    docs = dict(all_pages(real_kb, describe_tables(), drawings=False))
    chosen = sorted(docs)[::9]
    assert len(chosen) > 150
    for file in prose_files(ROOT / "site"):
        docs.setdefault(file.relative_to(ROOT / "site").as_posix(), "")
    (tmp_path / "docs").mkdir()
    for path, content in _as_mkdocs_renders(docs, chosen, tmp_path / "docs"):
        address = f"https://example.org/{built(path)}"
        assert nodes(body_of(path, parted(path, docs[path])[1]).html, address) == nodes(content, address), path
