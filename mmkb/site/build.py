"""The site: pages written from the database, put into shells that mkdocs rendered, with the files that are given away."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from mmkb.api import KnowledgeBase
from mmkb.changes import read_past
from mmkb.exports import ExportError, write_files
from mmkb.figures.png import can_draw_pixels
from mmkb.kept import KeepingStore, kept_file
from mmkb.pages.paths import built
from mmkb.pages.prose import ProseError
from mmkb.pages.write import PageClashError, prose_files, write_docs
from mmkb.site.address import AddressError, site_address
from mmkb.site.cards import lay_cards
from mmkb.site.errors import SiteError
from mmkb.site.links import Links, check_links, links_of
from mmkb.site.markdown import PagesOnDisk
from mmkb.site.mkdocs import look_for_mkdocs, rendered
from mmkb.site.pages import Generated, filled_pages, generated_page, is_shell, prose_html, shells_of
from mmkb.site.search import entries, entry_names, index
from mmkb.site.sitemap import sitemap, zipped
from mmkb.site.vendor import bring_libraries
from mmkb.store import describe_tables

_INDEX: Final = "search/search_index.json"


def build_site(
    root: Path,
    database: Path,
    out: Path,
    tick: Callable[[int], object] | None = None,
    tell: Callable[[str], object] | None = None,
) -> int:
    """Write all pages, render them, and lay the files beside them that ``mmkb export`` writes.

    The site is put together aside and moved into place when it is whole.

    Args:
        root: The checkout: its ``site/`` holds the prose, its ``mkdocs.yml`` the settings.
        database: The database that the pages are written from.
        out: The folder of the site.
        tick: Called now and then with the number of pages written so far.
        tell: Called with a sentence for each kind of file that had to be left out.

    Returns:
        Number of pages.

    Raises:
        SiteError: If mkdocs is missing or not content with a page, a link leads nowhere, a hand-written page asks for
            something that is not there, or a file cannot be laid beside the pages.
        StoreError: If the database cannot be read.
    """
    look_for_mkdocs()
    if not (root / "mkdocs.yml").is_file():
        raise SiteError(f"There is no {root / 'mkdocs.yml'}. The site is built in a checkout of mmkb.")
    docs = root / "build" / "docs"
    aside, files = (out.with_name(f".{out.name}.{word}") for word in ("new", "files"))
    for folder in (aside, files):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        site, past = site_address(root), read_past(root, root / "build" / "changes.sqlite")
        with (
            KnowledgeBase.from_file(database) as plain,
            KnowledgeBase(KeepingStore(plain.store, kept_file(root))) as kb,
        ):
            cards = can_draw_pixels()
            number = write_docs(kb, describe_tables(), root / "site", docs, tick, site=site, past=past, cards=cards)
            bring_libraries(root, docs, tell)

            def write(markdown: Mapping[str, str]) -> None:
                files.mkdir(parents=True)
                write_files(kb, files, markdown, site=site, past=past, tell=tell)
                if cards:
                    lay_cards(kb, root / "build" / "cards", files)
                (files / "robots.txt").write_text(f"User-agent: *\nAllow: /\n\nSitemap: {site}sitemap.xml\n", "utf-8")

            render_site(kb, root, docs, aside, write)
        _lay_beside(files, aside)
        _swap(aside, out)
    except (AddressError, ExportError, PageClashError, ProseError) as error:
        raise SiteError(str(error)) from error
    finally:
        for folder in (aside, files):
            shutil.rmtree(folder, ignore_errors=True)
    return number


def render_site(
    kb: KnowledgeBase, root: Path, docs: Path, out: Path, meanwhile: Callable[[Mapping[str, str]], object] | None = None
) -> None:
    """Render all pages that are written.

    Args:
        kb: The knowledge base that they were written from.
        root: The checkout, whose ``site/`` holds the hand-written ones.
        docs: The folder of their Markdown, and of the files that belong among them.
        out: The folder of the site; it is not there yet.
        meanwhile: Called with the Markdown of every page, by path, while mkdocs works in a process of its own.

    Raises:
        SiteError: If mkdocs is not content, or a link leads nowhere.
    """
    markdown = PagesOnDisk(docs)
    prose = {path.relative_to(root / "site").as_posix() for path in prose_files(root / "site")}
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as bodies:
        files = (Path(bodies) / f"{number}.html" for number in count())
        pages = {p: generated_page(p, markdown[p], kb.store, next(files)) for p in markdown if p not in prose}
        read = {**_placeholders(docs, prose), **shells_of(pages)}
        with ThreadPoolExecutor(1) as beside:
            rendering = beside.submit(rendered, root / "mkdocs.yml", read, root / "build" / "shells")
            if meanwhile is not None:
                meanwhile(markdown)
            _put_together(kb, pages, rendering, docs, out)


def _placeholders(docs: Path, prose: set[str]) -> dict[str, bytes]:
    """What mkdocs reads besides shells: hand-written pages and their files; of other files only that they are there."""
    found = {}
    for path in _files(docs):
        name = path.relative_to(docs).as_posix()
        if name in prose:
            found[name] = path.read_bytes() if path.suffix == ".md" else b""
        elif path.suffix != ".md":
            found[name] = b""
    return found


def _put_together(kb: KnowledgeBase, pages: Mapping[str, Generated], rendering: Future[Path], docs: Path, aside: Path) -> None:
    """Write the site: pages, the theme's files, our files, the index of the search, the sitemap."""
    made = rendering.result()
    ours = {built(path) for path in pages}
    links: dict[str, Links] = {}
    config: Mapping[str, str] = {}
    for path, html, found, shell in filled_pages(pages, made):
        _write(aside / built(path) / "index.html", html)
        links[built(path)] = found
        config = shell.config
    for file in _files(made):
        name = file.relative_to(made).as_posix()
        shown = name.removesuffix("index.html")
        if name in (_INDEX, "sitemap.xml", "sitemap.xml.gz") or (
            name.endswith("index.html") and (shown in ours or is_shell(shown))
        ):
            continue
        if name.endswith(".html"):
            source = f"{shown.rstrip('/')}.md" if (docs / f"{shown.rstrip('/')}.md").is_file() else f"{shown}index.md"
            html = prose_html(source, file.read_text("utf-8"), pages)
            _write(aside / name, html)
            if name != "404.html":
                links[shown] = links_of(html)
        elif not (docs / name).is_file():
            _copy(file, aside / name)
    for file in _files(docs):
        if file.suffix != ".md":
            _copy(file, aside / file.relative_to(docs))
    check_links(links)
    told = entries(((path, page.meta) for path, page in pages.items()), entry_names(kb), config["site_name"])
    _write(aside / _INDEX, index((made / _INDEX).read_text("utf-8"), frozenset(ours), told))
    away = {built(path) for path, page in pages.items() if "redirect" in page.meta}
    map_ = sitemap(config["site_url"], links.keys() - away)
    _write(aside / "sitemap.xml", map_)
    (aside / "sitemap.xml.gz").write_bytes(zipped(map_))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def _lay_beside(files: Path, site: Path) -> None:
    """Move files into the site.

    Raises:
        SiteError: If one of them would take the place of a part of the site.
    """
    for path in sorted(files.rglob("*")):
        target = site / path.relative_to(files)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        elif target.exists():
            raise SiteError(f"The site has {path.relative_to(files).as_posix()} already; give the file in site/ another name.")
        else:
            path.rename(target)


def _swap(aside: Path, out: Path) -> None:
    """Put a finished folder in the place of an old one, which is there or whole at every moment but one rename."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    aside.rename(out)
    shutil.rmtree(old, ignore_errors=True)
