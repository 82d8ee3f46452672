"""How long the site takes, beside a bare mkdocs-material build of the same Markdown in the same run.

Compared is the way from the finished Markdown to the finished site: our build of all pages against mkdocs with the theme alone
(no navigation but the front page, no plugins but search) over exactly as many pages of the same text. The whole of
``mmkb site``, which also asks the database, draws and writes the files of the export, is told beside it: the first time, and
again after one entry changed.

    python benchmarks/site.py [--sizes 155 1000 5000 10000] [--bare 1000]

Seconds are those of the processor, mkdocs' process included, so that other work on the machine counts for little; each figure
is from a process of its own, without the start of the interpreter and imports.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import change_one, write_catalogue, write_scores

from mmkb.cli.checkout import Checkout
from mmkb.cli.judging import build_database

GOALS = {"render": 0.2, "site again": 0.25}
"""Largest ratio: of our rendering to the bare build at 1,000 models and more, of the second whole site to the first."""

_HERE = Path(__file__).parent.parent


def _bare(root: Path) -> Callable[[], int]:
    """A bare mkdocs-material over the Markdown that our build left."""
    work = root / "bare"
    shutil.rmtree(work, ignore_errors=True)
    for path in (root / "build" / "docs").rglob("*.md"):
        target = work / "docs" / path.relative_to(root / "build" / "docs")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    settings = {
        "site_name": "Bare", "theme": {"name": "material", "font": False}, "nav": ["index.md"], "plugins": ["search"],
        "markdown_extensions": ["attr_list", "md_in_html", "tables", {"toc": {"permalink": True}}],
        "validation": {"links": {"not_found": "ignore", "anchors": "ignore"}, "nav": {"omitted_files": "ignore"}},
    }  # fmt: skip
    (work / "mkdocs.yml").write_text(yaml.safe_dump(settings), "utf-8")

    def work_() -> int:
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(work / "mkdocs.yml"), "-d", str(work / "site")]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
        return sum(1 for _ in (work / "site").rglob("index.html"))

    return work_


def _render(root: Path) -> Callable[[], int]:
    """Our way from the Markdown to the pages, links looked at, search and sitemap written; nothing kept but the database."""
    from mmkb.api import KnowledgeBase
    from mmkb.site.build import render_site

    def work() -> int:
        out = root / "rendered"
        for folder in (out, root / "build" / "shells"):
            shutil.rmtree(folder, ignore_errors=True)
        with KnowledgeBase.from_file(Checkout(root).database) as kb:
            render_site(kb, root, root / "build" / "docs", out)
        return sum(1 for _ in out.rglob("index.html"))

    return work


def _site(root: Path) -> Callable[[], int]:
    """The whole of ``mmkb site`` from a database that is built."""
    from mmkb.site import build_site

    def work() -> int:
        return build_site(root, Checkout(root).database, root / "build" / "site")

    return work


WORK: dict[str, Callable[[Path], Callable[[], int]]] = {"bare": _bare, "render": _render, "site": _site}


def _work(what: str, root: Path) -> dict[str, float]:
    work = WORK[what](root)
    begun, cpu, children = time.perf_counter(), time.process_time(), _children()
    pages = work()
    return {
        "pages": pages,
        "cpu": time.process_time() - cpu + _children() - children,
        "seconds": time.perf_counter() - begun,
        "memory": max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024,
    }


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(what: str, root: Path) -> dict[str, float]:
    """One piece of work in a process of its own: pages, seconds of the processor and of the clock, the most memory in MB."""
    run = subprocess.run([sys.executable, __file__, "--work", what, str(root)], check=False, capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(run.stderr)
    found: dict[str, float] = json.loads(run.stdout)
    return found


def _database(root: Path) -> None:
    errors = build_database(Checkout(root), Checkout(root).database)
    if errors:
        raise SystemExit("\n".join(problem.text() for problem in errors[:5]))


def _prose(root: Path) -> None:
    """The project's own settings, theme and scripts; of hand-written pages, which speak of real entries, only the heads."""
    shutil.copytree(_HERE / "site", root / "site")
    for path in (root / "site").rglob("*.md"):
        path.write_text(f"# {path.stem}\n", "utf-8")
    shutil.copyfile(_HERE / "mkdocs.yml", root / "mkdocs.yml")


def figures(root: Path, size: int, bare: bool) -> dict[str, Any]:
    """All figures of one size."""
    catalog = write_catalogue(root, size)
    write_scores(catalog, size)
    _prose(root)
    _database(root)
    found: dict[str, Any] = {"site": measured("site", root)}
    pages = [path.stat().st_size for path in (root / "build" / "site" / "models").rglob("index.html")]
    found["bytes"] = sum(pages) / len(pages)
    found["search"] = (root / "build" / "site" / "search" / "search_index.json").stat().st_size
    found["render"] = measured("render", root)
    if bare:
        found["bare"] = measured("bare", root)
    change_one(catalog)
    _database(root)
    found["site again"] = measured("site", root)
    return found


def report(size: int, found: dict[str, Any]) -> bool:
    """Print the figures of one size; tell whether all goals are met."""
    met = True
    print(f"{size:,} models, {found['site']['pages']:,.0f} pages; a model's page {found['bytes']:,.0f} bytes")
    for what in ("bare", "render", "site", "site again"):
        if what not in found:
            continue
        one = found[what]
        told = ""
        beside = {"render": "bare", "site again": "site"}.get(what, "")
        if beside in found:
            ratio = one["cpu"] / found[beside]["cpu"]
            wanted = GOALS[what] if what != "render" or size >= 1000 else None
            met = met and (wanted is None or ratio <= wanted)
            told = f"  {ratio:5.2f} of {beside}" + (f" (goal {wanted})" if wanted is not None else "")
        each = one["cpu"] / one["pages"] * 1e3
        print(f"  {what:<11}{one['cpu']:8.2f} s  {each:6.2f} ms a page  {one['memory']:6.0f} MB{told}", flush=True)
    return met


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[155, 1000, 5000, 10_000], help="numbers of models")
    parser.add_argument("--bare", type=int, default=1000, help="the most models of which a bare mkdocs renders the pages, too")
    parser.add_argument("--work", nargs=2, metavar=("WHAT", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        print(json.dumps(_work(given.work[0], Path(given.work[1]))))
        return
    met = True
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            met = report(size, figures(Path(folder), size, size <= given.bare)) and met
    print("all goals are met" if met else "not all goals are met")


if __name__ == "__main__":
    main()
