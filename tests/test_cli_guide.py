"""The guides to the shell and to language models: every line that they show runs, and nothing they list is missing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mmkb.api import KnowledgeBase
from mmkb.cli.main import COMMANDS
from mmkb.load import load_catalogue
from mmkb.mcp.tools import SECONDS, TOOLS, answered
from mmkb.mcp.wanted import MOST_ROWS, GetModel
from mmkb.store import build_store

ROOT = Path(__file__).parent.parent
SHELL = (ROOT / "site" / "how-to" / "use-the-shell.md").read_text("utf-8")
MODELS = (ROOT / "site" / "how-to" / "use-with-language-models.md").read_text("utf-8")
LINES = [line for block in re.findall(r"^```sh\n(.*?)^```$", SHELL, re.MULTILINE | re.DOTALL) for line in block.splitlines()]
MAKE = (
    "export", "mcp", "new", "from-issue", "verify", "check", "fmt", "stale", "links", "diff", "log", "schema", "build", "site",
    "serve",
)  # fmt: skip
"""Commands that make things or wait; they have guides of their own."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the catalogue and its database, and a program mmkb."""
    root = tmp_path_factory.mktemp("shell")
    (root / "catalog").symlink_to(ROOT / "catalog")
    build_store(load_catalogue(ROOT / "catalog")[0], root / "build" / "mmkb.sqlite")
    program = root / "bin" / "mmkb"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -W error -m mmkb "$@"\n')
    program.chmod(0o755)
    return root


@pytest.mark.catalogue
@pytest.mark.parametrize("line", LINES)
def test_every_line_of_the_guide_answers(checkout: Path, line: str) -> None:
    path = f"{checkout / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=checkout, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") >= 1


def test_every_command_that_asks_is_shown() -> None:
    shown = {line.split()[1] for line in LINES}
    assert shown == set(COMMANDS) - set(MAKE)


def test_every_tool_is_listed_with_its_limits() -> None:
    assert re.findall(r"^\| `(\w+)` \| ", MODELS.split("## The tools")[1].split("Every answer")[0], re.MULTILINE) == [
        tool.name for tool in TOOLS
    ]
    assert f"in {SECONDS:g} seconds and {MOST_ROWS} rows at most" in MODELS


def test_every_field_of_an_answer_is_listed(toy_kb: KnowledgeBase) -> None:
    (tool,) = (tool for tool in TOOLS if tool.name == "get_model")
    fields = re.findall(r"^\| `(\w+)` \| ", MODELS.split("Every answer is JSON")[1], re.MULTILINE)
    assert fields == list(answered(toy_kb, tool, GetModel(model="toy-vlm")))
