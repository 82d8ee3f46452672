"""How the site is built: entries' pages filled into shells are the pages that mkdocs would have made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dom import nodes


def plain_build(root: Path, out: Path) -> Path:
    """The site as a plain mkdocs makes it of the Markdown that a build left."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(root / "mkdocs.yml"), "-d", str(out)]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return out


@pytest.fixture(scope="module")
def plain_site(toy_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy's site as a plain mkdocs makes it."""
    return plain_build(toy_site.parent.parent, tmp_path_factory.mktemp("plain") / "site")


def pages(site: Path) -> dict[str, Path]:
    return {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*.html"))}


def test_every_page_is_the_page_that_a_plain_mkdocs_makes(toy_site: Path, plain_site: Path) -> None:
    ours, plain = pages(toy_site), pages(plain_site)
    assert set(ours) == set(plain)
    assert len(ours) > 80
    for name, path in ours.items():
        address = f"https://example.org/{name}"
        assert nodes(path.read_text("utf-8"), address) == nodes(plain[name].read_text("utf-8"), address), name


def test_the_sitemap_is_the_one_that_a_plain_mkdocs_makes(toy_site: Path, plain_site: Path) -> None:
    ours, plain = ((site / "sitemap.xml").read_text("utf-8") for site in (toy_site, plain_site))
    assert sorted(ours.split()) == sorted(plain.split())
    assert ours.count("<loc>https://mmkb.github.io/mmkb/") == len(pages(toy_site)) - 2  # 404 and one that sends on
