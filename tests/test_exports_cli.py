"""``mmkb export``: the same from a checkout and from an installation, and plain words where it cannot be done."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mmkb.cli.main import mmkb as command
from tests.toycatalogue import copy_of_toy


def run(*words: str) -> Result:
    return CliRunner().invoke(command, words)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the toy catalogue."""
    return copy_of_toy(tmp_path / "checkout")


def test_export_builds_the_database_and_writes_files(checkout: Path, tmp_path: Path) -> None:
    done = run("--root", str(checkout), "export", str(tmp_path / "new" / "files"))
    assert done.exit_code == 0, done.output
    number = sum(path.is_file() for path in (tmp_path / "new" / "files").rglob("*"))
    assert f"wrote {number:,} files into " in done.stdout
    assert "The feeds of changed entries and of corrections were left out. There is no checkout with git" in done.stderr
    assert "Parquet" not in done.stderr
    check = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "new" / "files", capture_output=True, check=False
    )
    assert check.returncode == 0, check.stderr


def test_an_export_in_a_checkout_has_the_twins_of_guides(checkout: Path, tmp_path: Path) -> None:
    (checkout / "site" / "how-to").mkdir(parents=True)
    (checkout / "site" / "how-to" / "go.md").write_text("---\ntitle: Go\n---\n\n# Go\n", "utf-8")
    assert run("--root", str(checkout), "export", str(tmp_path / "files")).exit_code == 0
    assert (tmp_path / "files" / "how-to" / "go.md").read_text("utf-8") == "# Go\n"


def test_live_parts_of_hand_written_pages_are_filled_or_nothing_is_exported(checkout: Path, tmp_path: Path) -> None:
    page = checkout / "site" / "live.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\ntitle: Live\nlive: true\n---\n\n# Live\n\n{{ SELECT count(*) FROM model }} models\n", "utf-8")
    assert run("--root", str(checkout), "export", str(tmp_path / "files")).exit_code == 0
    assert (tmp_path / "files" / "live.md").read_text("utf-8") == "# Live\n\n2 models\n"
    page.write_text("---\ntitle: Live\nlive: true\n---\n\n# Live\n\n[[model/no-such]]\n", "utf-8")
    done = run("--root", str(checkout), "export", str(tmp_path / "others"))
    assert done.exit_code == 1
    assert f"{page}:8:1: error no model has the id 'no-such'" in done.output
    assert not (tmp_path / "others").exists()


def test_outside_a_checkout_the_installed_database_is_exported(
    toy_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mmkb.api.packaged_database", lambda: toy_database)
    done = run("export", "files")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "files" / "mmkb.sqlite").read_bytes() == toy_database.read_bytes()


def test_a_folder_with_something_else_is_refused_in_plain_words(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "thesis.tex").write_text("mine", "utf-8")
    done = run("--root", str(checkout), "export", str(tmp_path / "files"))
    assert done.exit_code == 1
    assert "holds something that no export wrote, such as thesis.tex" in done.stderr
    assert (tmp_path / "files" / "thesis.tex").read_text("utf-8") == "mine"


def test_a_file_is_no_folder(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("mine", "utf-8")
    assert run("--root", str(checkout), "export", str(tmp_path / "files")).exit_code == 2


def test_a_catalogue_with_errors_is_not_exported(checkout: Path, tmp_path: Path) -> None:
    (checkout / "catalog" / "models" / "toy-vlm.yaml").write_text("id: [", "utf-8")
    done = run("--root", str(checkout), "export", str(tmp_path / "files"))
    assert done.exit_code == 1
    assert "nothing was exported" in done.stderr
    assert not (tmp_path / "files").exists()
