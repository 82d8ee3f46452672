"""The site: pages written from the database, then rendered by mkdocs in a process of its own.

Nothing here imports mkdocs: it reads the finished Markdown in ``build/docs``, as any other generator could.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mmkb.api import KnowledgeBase
from mmkb.exports import ExportError, changes, write_files
from mmkb.pages.prose import ProseError
from mmkb.pages.write import PageClashError, write_docs
from mmkb.store import describe_tables


class SiteError(Exception):
    """The site could not be built; the message says why and what to do."""


def build_site(
    root: Path,
    database: Path,
    out: Path,
    tick: Callable[[int], object] | None = None,
    tell: Callable[[str], object] | None = None,
) -> int:
    """Write all pages, render them, and lay the files beside them that ``mmkb export`` writes.

    The site is rendered aside and moved into place when it is whole.

    Args:
        root: The checkout: its ``site/`` holds the prose, its ``mkdocs.yml`` the settings.
        database: The database that the pages are written from.
        out: The folder of the site.
        tick: Called now and then with the number of pages written so far.
        tell: Called with a sentence for each kind of file that had to be left out.

    Returns:
        Number of pages.

    Raises:
        SiteError: If mkdocs is missing or not content with a page, a hand-written page asks for something that is not there,
            or a file cannot be laid beside the pages.
        StoreError: If the database cannot be read.
    """
    if importlib.util.find_spec("mkdocs") is None or importlib.util.find_spec("material") is None:
        raise SiteError("Rendering the site needs mkdocs and its theme. Install them with: pip install 'mmkb[site]'")
    settings = root / "mkdocs.yml"
    if not settings.is_file():
        raise SiteError(f"There is no {settings}. The site is built in a checkout of mmkb.")
    docs = root / "build" / "docs"
    aside, files = (out.with_name(f".{out.name}.{word}") for word in ("new", "files"))
    for folder in (aside, files):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        with KnowledgeBase.from_file(database) as kb, ThreadPoolExecutor(1) as beside:
            pages = write_docs(kb, describe_tables(), root / "site", docs, tick)
            # mkdocs is a process of its own and takes most of the time; the files are written meanwhile.
            rendering = beside.submit(_render, settings, aside)
            files.mkdir(parents=True)
            markdown = {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in docs.rglob("*.md")}
            write_files(kb, files, markdown, changes=changes(kb, root), tell=tell)
            rendering.result()
        _lay_beside(files, aside)
        _swap(aside, out)
    except (ExportError, PageClashError, ProseError) as error:
        raise SiteError(str(error)) from error
    finally:
        for folder in (aside, files):
            shutil.rmtree(folder, ignore_errors=True)
    return pages


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


def _render(settings: Path, out: Path) -> None:
    """Run mkdocs.

    Raises:
        SiteError: If it fails; the message holds what it said.
    """
    # The theme's authors announce their successor on every run; that is no fault of a page.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(settings), "-d", str(out.resolve())]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if run.returncode != 0:
        shutil.rmtree(out, ignore_errors=True)
        raise SiteError(f"mkdocs is not content:\n{run.stdout}{run.stderr}".rstrip())


def _swap(aside: Path, out: Path) -> None:
    """Put a finished folder in the place of an old one, which is there or whole at every moment but one rename."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    aside.rename(out)
    shutil.rmtree(old, ignore_errors=True)
