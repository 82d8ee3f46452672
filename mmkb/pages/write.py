"""Writing the folder of pages: generated Markdown and hand-written prose side by side, swapped in as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mmkb.changes import NO_HISTORY, Past
from mmkb.pages.cards import GENERAL, with_image
from mmkb.pages.data import all_data
from mmkb.pages.every import all_pages
from mmkb.pages.libraries import with_libraries
from mmkb.pages.paths import SITE
from mmkb.pages.prose import filled, is_live
from mmkb.pages.stylesheet import PATH, is_part, style_sheet
from mmkb.query import Questions

if TYPE_CHECKING:
    from mmkb.store import TableDescription

_NOT_PAGES: Final = frozenset({"npm", "overrides"})
"""Folders of the prose that are read from where they are: by npm, and by the site's theme."""


class PageClashError(ValueError):
    """A hand-written page has the path of a generated one."""


def write_docs(
    kb: Questions,
    tables: Sequence[TableDescription],
    prose: Path,
    out: Path,
    tick: Callable[[int], object] | None = None,
    *,
    site: str = SITE,
    past: Past | str = NO_HISTORY,
    cards: bool = False,
) -> int:
    """Write the folder that the site is built from.

    It is written beside ``out`` and takes its place in the end, so that no page of an earlier build stays behind and the
    earlier folder is whole until then. Files that did not change keep their time.

    Args:
        kb: The knowledge base.
        tables: Descriptions of the database's tables.
        prose: Folder with the hand-written pages, styles and scripts, and with ``overrides`` of the theme (left out).
        out: The folder to write.
        tick: Called after every generated page with the number of pages written so far.
        site: Where the site will be, with a slash at its end.
        past: The history of the catalogue; or why it cannot be told.
        cards: Whether there will be cards that pages can name.

    Returns:
        Number of pages, generated and hand-written.

    Raises:
        PageClashError: If a hand-written page would replace a generated one.
        ProseError: If a live part of a hand-written page asks for something that is not there.
        OSError: If something cannot be read or written.
    """
    aside = out.with_name(f"{out.name}.new")
    _remove(aside)
    aside.mkdir(parents=True)
    number = 0
    for path, markdown in all_pages(kb, tables, site=site, past=past, cards=cards):
        target = aside / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(markdown, encoding="utf-8", newline="\n")
        number += 1
        if tick is not None:
            tick(number)
    for path, content in all_data(kb):
        target = aside / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8", newline="\n")
    (aside / PATH).parent.mkdir(parents=True, exist_ok=True)
    (aside / PATH).write_text(style_sheet(kb.store, prose), encoding="utf-8", newline="\n")
    for source in prose_files(prose):
        target = aside / source.relative_to(prose)
        if target.exists():
            raise PageClashError(f"{source} has the path of a generated page; give it another name")
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".md":
            written = prose_page(kb, prose, source)
            target.write_text(with_image(written, GENERAL) if cards else written, encoding="utf-8", newline="\n")
            number += 1
        else:
            shutil.copyfile(source, target)
    _keep_times(out, aside)
    _swap(out, aside)
    return number


def prose_page(kb: Questions, prose: Path, file: Path) -> str:
    """The Markdown of a hand-written page, its live parts filled.

    Args:
        kb: The knowledge base.
        prose: The folder of the hand-written pages.
        file: The page's file in it.

    Raises:
        ProseError: If a live part asks for something that is not there.
        OSError: If the file cannot be read.
    """
    written = with_libraries(file.read_text("utf-8"), prose)
    return filled(kb, written, file.relative_to(prose).as_posix(), str(file)) if is_live(written) else written


def prose_files(prose: Path) -> list[Path]:
    """All files of the prose that belong among the pages."""
    found = []
    for path in sorted(prose.rglob("*")):
        inside = path.relative_to(prose)
        hidden = inside.parts[0] in _NOT_PAGES or any(part.startswith(".") for part in inside.parts)
        if path.is_file() and not hidden and not is_part(inside):
            found.append(path)
    return found


def _keep_times(old: Path, new: Path) -> None:
    """Give files that are as before the time that they had, so that nothing downstream takes them for changed."""
    for path in sorted(new.rglob("*")):
        before = old / path.relative_to(new)
        if path.is_file() and before.is_file() and before.read_bytes() == path.read_bytes():
            shutil.copystat(before, path)


def _swap(out: Path, aside: Path) -> None:
    """Put the new folder in the place of the old one."""
    old = out.with_name(f"{out.name}.old")
    _remove(old)
    if out.exists():
        out.rename(old)
    aside.rename(out)
    _remove(old)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
