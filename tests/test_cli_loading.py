"""What commands load: nothing that draws, builds or speaks to models unless it is what was asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = frozenset(
    ("matplotlib", "networkx", "mkdocs", "sqlalchemy", "sqlmodel", "ruamel", "mcp", "pandas", "polars", "pyarrow")
)


def loaded_by(*words: str) -> set[str]:
    """The packages loaded after a command has run."""
    script = (
        "import sys\nfrom mmkb.cli.main import mmkb\n"
        f"mmkb({list(words)!r}, standalone_mode=False)\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "words",
    [
        ["query", "--llm", "toy-lm", "--format", "csv"], ["show", "toy-vlm"], ["compare", "toy-vlm", "toy-any"],
        ["search", "toy"], ["leaderboard", "toyqa"], ["sql", "SELECT 1"], ["cite", "toy-vlm"], ["gaps"], ["stats"],
        ["lineage"], ["used-by", "toy-vit"], ["timeline", "--format", "md"], ["sources", "toy-vlm"],
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_asking_loads_nothing_that_draws_or_builds(toy_database: Path, words: list[str]) -> None:
    assert not loaded_by(*words, "--db", str(toy_database)) & HEAVY


def test_graphs_load_networkx_and_only_charts_and_pictures_load_matplotlib(toy_database: Path, tmp_path: Path) -> None:
    assert "networkx" in loaded_by("graph", "lineage", "--db", str(toy_database))
    assert "matplotlib" not in loaded_by("graph", "lineage", "--db", str(toy_database))
    assert "matplotlib" not in loaded_by("graph", "taxonomy", "--format", "svg", "--db", str(toy_database))
    assert "matplotlib" not in loaded_by("figure", "timeline", "--format", "svg", "--db", str(toy_database))
    assert "matplotlib" not in loaded_by("figure", "--db", str(toy_database))
    assert "matplotlib" in loaded_by("figure", "scores-over-time", "--format", "svg", "--db", str(toy_database))
    picture = ("figure", "timeline", "--out", str(tmp_path / "timeline.png"))
    assert "matplotlib" in loaded_by(*picture, "--db", str(toy_database))


def test_the_command_line_itself_loads_no_records() -> None:
    assert not loaded_by("--version") & (HEAVY | {"pydantic", "yaml"})
