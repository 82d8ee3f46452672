"""mkdocs, in a process of its own, over what it has to render: hand-written pages and shells.

Nothing here imports mkdocs. Its result is kept and used again as long as nothing that goes into it changed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

import yaml

from mmkb.site.errors import SiteError

_PARTS: Final = ("mkdocs", "mkdocs-material", "pymdown-extensions", "Markdown", "Jinja2", "Pygments")
_ADDRESS: Final = "MMKB_SITE_URL"
"""The variable of the environment that mkdocs.yml reads."""


def look_for_mkdocs() -> None:
    """Look whether mkdocs and its theme are there.

    Raises:
        SiteError: If not.
    """
    if importlib.util.find_spec("mkdocs") is None or importlib.util.find_spec("material") is None:
        raise SiteError("Rendering the site needs mkdocs and its theme. Install them with: pip install 'mmkb[site]'")


def rendered(settings: Path, files: Mapping[str, bytes], work: Path) -> Path:
    """The site of some pages, made by mkdocs or kept from an earlier run over the same.

    Args:
        settings: The project's ``mkdocs.yml``.
        files: What mkdocs reads, by path: Markdown of pages, and files that pages link to.
        work: A folder of its own for the pages and the result.

    Returns:
        The folder of the result; it is kept, so nothing in it may be changed.

    Raises:
        SiteError: If mkdocs is not content; the message holds what it said.
    """
    key, out = _key(settings, files), work / "site"
    if _kept(work, key):
        return out
    shutil.rmtree(work, ignore_errors=True)
    docs = work / "docs"
    for path, content in files.items():
        target = docs / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    _run(_settings(settings, docs, work), out)
    (work / "key.json").write_text(json.dumps({"key": key, "sums": _sums(out)}), "utf-8")
    return out


def _settings(settings: Path, docs: Path, work: Path) -> Path:
    """Settings over other pages than the project's own: links to pages that are not among them are looked at later."""
    ours = {
        "INHERIT": str(settings.resolve()),
        "docs_dir": str(docs.resolve()),
        "theme": {"custom_dir": str(settings.resolve().parent / "site" / "overrides")},
        "validation": {"links": {"not_found": "ignore", "anchors": "ignore"}},
    }
    path = work / "mkdocs.yml"
    path.write_text(yaml.safe_dump(ours), "utf-8")
    return path


def _run(settings: Path, out: Path) -> None:
    # The theme's authors announce their successor on every run; that is no fault of a page.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(settings), "-d", str(out.resolve())]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if run.returncode != 0:
        raise SiteError(f"mkdocs is not content:\n{run.stdout}{run.stderr}".rstrip())


def _key(settings: Path, files: Mapping[str, bytes]) -> str:
    """Tell all that goes into the result from all others."""
    sum_ = hashlib.blake2b(digest_size=16)
    sum_.update(repr((sys.version, [version(name) for name in _PARTS], os.environ.get(_ADDRESS))).encode())
    overrides = settings.parent / "site" / "overrides"
    for path in [settings, Path(__file__), *sorted(path for path in overrides.rglob("*") if path.is_file())]:
        sum_.update(f"{path.name}\0".encode() + path.read_bytes())
    for name, content in sorted(files.items()):
        sum_.update(f"{name}\0{len(content)}\0".encode() + content)
    return sum_.hexdigest()


def _sums(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest() for path in paths
    }


def _kept(work: Path, key: str) -> bool:
    """Whether the result of an earlier run over the same is there and whole."""
    try:
        found = json.loads((work / "key.json").read_text("utf-8"))
        return bool(found["key"] == key and found["sums"] == _sums(work / "site"))
    except (OSError, ValueError, TypeError, KeyError):
        return False
