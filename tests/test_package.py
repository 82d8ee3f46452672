"""The package as a whole: what importing it costs, what it shows, and what its documents promise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import mmkb

HEAVY = ("matplotlib", "networkx", "mkdocs", "sqlalchemy", "sqlmodel", "pydantic", "yaml", "click")


def loaded_after(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    return set(subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split())


def test_importing_mmkb_loads_nothing_heavy() -> None:
    assert not loaded_after("import mmkb").intersection(HEAVY)


def test_asking_loads_neither_drawing_nor_sqlalchemy() -> None:
    assert not loaded_after("import mmkb; mmkb.KnowledgeBase").intersection(
        {"matplotlib", "networkx", "mkdocs", "sqlalchemy", "sqlmodel"}
    )


def test_the_command_line_loads_what_draws_only_to_draw() -> None:
    assert not loaded_after("import mmkb.cli").intersection({"matplotlib", "networkx", "mkdocs", "sqlalchemy", "sqlmodel"})


def test_nothing_in_the_package_imports_mkdocs() -> None:
    for path in Path(mmkb.__file__).parent.rglob("*.py"):
        text = path.read_text("utf-8")
        assert "import mkdocs" not in text, path
        assert "from mkdocs" not in text, path


def test_all_is_what_is_public() -> None:
    public = {name for name in vars(mmkb) if not name.startswith("_")} - {"annotations", "os", "importlib"}
    public -= {"TYPE_CHECKING", "Any", "Final"} | {name for name in public if f"mmkb.{name}" in sys.modules}
    assert public == set(mmkb.__all__) - {"__version__"} - set(mmkb._LATER)
    assert all(getattr(mmkb, name).__name__ == name for name in mmkb._LATER)
    assert mmkb.__all__ == sorted(mmkb.__all__, key=str)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'nothing'"):
        mmkb.nothing  # noqa: B018


def test_every_module_is_small() -> None:
    for path in Path(mmkb.__file__).parent.rglob("*.py"):
        if path.name not in ("vocab.py", "answers.py"):  # lists of words and of fields
            assert len(path.read_text("utf-8").splitlines()) <= 320, path
