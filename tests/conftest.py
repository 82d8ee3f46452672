"""What several tests share: golden files, the toy knowledge base, its pages, its site and a browser."""

from __future__ import annotations

import contextlib
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import HealthCheck, settings

from mmkb.api import KnowledgeBase
from mmkb.load import load_catalogue
from mmkb.store import build_store, describe_tables
from tests.toycatalogue import TOY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)

# The same examples on every machine, and as much time for them as it needs.
settings.register_profile(
    "everywhere", deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip
settings.load_profile("everywhere")

Golden = Callable[[str, str], None]
"""Holds a text against a golden file, named below ``tests/golden``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files instead of comparing with them")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show at the end of a run what tests have to tell besides having passed."""
    for test in terminalreporter.getreports("passed"):
        for name, told in test.user_properties:
            if name == "told":
                terminalreporter.section(test.nodeid)
                terminalreporter.line(str(told))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with its golden file, or write that file under ``--update-golden``."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.is_file(), f"no golden file {name}; pytest --update-golden writes it"
        assert text == path.read_text("utf-8"), f"{name} differs; if that is meant, run pytest --update-golden"

    return compare


def knowledge_base_of(root: Path, database: Path) -> KnowledgeBase:
    """The knowledge base of the entries in ``root/catalog``."""
    catalogue, problems = load_catalogue(root / "catalog")
    assert not problems, [problem.text() for problem in problems]
    build_store(catalogue, database)
    return KnowledgeBase.from_file(database)


@pytest.fixture(scope="session")
def toy_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the toy catalogue."""
    path = tmp_path_factory.mktemp("toy") / "toy.sqlite"
    knowledge_base_of(TOY, path).close()
    return path


@pytest.fixture(scope="session")
def toy_kb(toy_database: Path) -> Iterator[KnowledgeBase]:
    """The toy knowledge base."""
    with KnowledgeBase.from_file(toy_database) as kb:
        yield kb


@pytest.fixture(scope="session")
def real_kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The knowledge base of the real catalogue; for tests that are marked so."""
    with knowledge_base_of(ROOT, tmp_path_factory.mktemp("real") / "mmkb.sqlite") as kb:
        yield kb


@pytest.fixture(scope="session")
def toy_pages(toy_kb: KnowledgeBase) -> dict[str, str]:
    """All pages of the toy knowledge base, by path."""
    from mmkb.pages.every import all_pages

    return dict(all_pages(toy_kb, describe_tables()))


LIVE = """---
title: Live parts
description: A page with every live part.
live: true
---

# Live parts

There are {{ SELECT count(*) FROM model }} models; [[model/toy-vlm]] is one [@arxiv-2301.00001, section 1; @github-toy-vlm,
README.md].

```mmkb
SELECT model_id, 0.5 AS share, count(*) AS parts, group_concat(DISTINCT component_id) AS component_ids FROM component_use
GROUP BY model_id ORDER BY model_id
```
"""
"""A live page that holds for the toy catalogue."""


def prose_for_toy(folder: Path) -> Path:
    """A copy of the project's own prose in which live pages, which hold for the real catalogue, hold for the toy."""
    from mmkb.pages.prose import is_live

    shutil.copytree(ROOT / "site", folder)
    for path in folder.rglob("*.md"):
        if is_live(path.read_text("utf-8")):
            path.write_text(LIVE, "utf-8")
    return folder


@pytest.fixture(scope="session")
def toy_prose(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own prose, as it holds for the toy catalogue."""
    return prose_for_toy(tmp_path_factory.mktemp("prose") / "site")


def share_packages(checkout: Path) -> None:
    """Let a checkout have the packages of npm that this one has, so that they are installed once for all tests."""
    kept = ROOT / "build" / "npm"
    kept.mkdir(parents=True, exist_ok=True)
    (checkout / "build").mkdir(exist_ok=True)
    (checkout / "build" / "npm").symlink_to(kept, target_is_directory=True)


def site_of(database: Path, folder: Path) -> Path:
    """Build the site of a database with the project's own prose and settings."""
    from mmkb.site import build_site

    prose_for_toy(folder / "site")
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    share_packages(folder)
    build_site(folder, database, folder / "build" / "site")
    return folder / "build" / "site"


@pytest.fixture(scope="session")
def toy_site(toy_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of the toy catalogue."""
    return site_of(toy_database, tmp_path_factory.mktemp("site"))


class _Server(http.server.ThreadingHTTPServer):
    # A browser asks for more at once than a queue of five holds; what finds it full comes again a second later.
    request_queue_size = 128


@contextlib.contextmanager
def serving(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve on this machine as long as the block lasts; gives the address, without a slash at its end."""
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def toy_address(toy_site: Path) -> Iterator[str]:
    """Address at which the toy site is served on this machine, at the path at which it would be published."""
    from mmkb.site.serving import handler_of, place_of

    place = place_of(toy_site)
    with serving(handler_of(toy_site, place)) as address:
        yield f"{address}{place}"


def _missing(what: str) -> NoReturn:
    """Skip for want of a tool, or fail where everything has to be there."""
    if os.environ.get("MMKB_NO_SKIP"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        _missing("playwright")
    if CHROMIUM is None:
        _missing("Chromium")
    expect.set_options(timeout=30_000)  # as long as Playwright waits for everything else: machines of others are busy
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()
