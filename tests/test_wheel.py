"""The wheel carries the database of the catalogue, and answers outside a checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a wheel is built from."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("mmkb", "catalog"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, copy / name)
    return copy


def build(checkout: Path, out: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    return subprocess.run(words, cwd=checkout, check=False, capture_output=True, text=True)


def test_an_installed_package_answers_from_its_own_database(checkout: Path, tmp_path: Path) -> None:
    assert build(checkout, tmp_path / "dist").returncode == 0
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site-packages")
    assert (tmp_path / "site-packages" / "mmkb" / "py.typed").is_file()
    (tmp_path / "elsewhere").mkdir()
    asked = "import mmkb; print(mmkb.__file__); print(mmkb.open().model('llava').name)"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site-packages"), "PYTHONSAFEPATH": "1"}
    answer = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path / "elsewhere", env=environment, check=True, capture_output=True, text=True
    )
    assert answer.stdout.splitlines() == [str(tmp_path / "site-packages" / "mmkb" / "__init__.py"), "LLaVA"]


def test_no_wheel_is_built_from_a_catalogue_with_errors(checkout: Path, tmp_path: Path) -> None:
    path = checkout / "catalog" / "models" / "llava.yaml"
    good = path.read_text("utf-8")
    path.write_text(good.replace("id: llava\n", "id: lava\n", 1), "utf-8")
    try:
        result = build(checkout, tmp_path / "dist")
    finally:
        path.write_text(good, "utf-8")
    assert result.returncode != 0
    assert "id-not-file-name" in result.stdout + result.stderr
    assert not list((tmp_path).glob("dist/*.whl"))
