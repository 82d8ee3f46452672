"""The guide's ten questions: Python, shell and SQL, run on the real catalogue, give the same answers."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import mmkb
from mmkb.api import KnowledgeBase
from mmkb.load import load_catalogue
from mmkb.query.rowtypes import entry_of
from mmkb.store import build_store

pytestmark = pytest.mark.catalogue

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "site" / "how-to" / "ten-questions.md"
USE = ROOT / "site" / "how-to" / "use-python.md"
_BLOCK = re.compile(r"^```(python|sh|sql)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(text: str) -> list[tuple[str, str]]:
    return [(kind, code) for kind, code in _BLOCK.findall(text)]


def _questions() -> list[tuple[str, dict[str, str]]]:
    sections = re.split(r"^## (?=\d+\. )", GUIDE.read_text("utf-8").split("## On from there")[0], flags=re.MULTILINE)[1:]
    return [(section.partition("\n")[0], dict(_blocks(section))) for section in sections]


QUESTIONS = _questions()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the catalogue and its database, and no more."""
    root = tmp_path_factory.mktemp("guide")
    (root / "catalog").symlink_to(ROOT / "catalog")
    build_store(load_catalogue(ROOT / "catalog")[0], root / "build" / "mmkb.sqlite")
    return root


@pytest.fixture(scope="module")
def real(checkout: Path) -> Iterator[KnowledgeBase]:
    with mmkb.open(checkout) as kb:
        yield kb


def _shell(code: str, checkout: Path) -> list[dict[str, str]]:
    bash = shutil.which("bash")
    if bash is None:
        if os.environ.get("MMKB_NO_SKIP"):
            pytest.fail("bash is missing")
        pytest.skip("bash is missing")
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([bash, "-euo", "pipefail", "-c", code], cwd=checkout, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = done.stdout if "," in done.stdout or "--no-header" not in code else f"id\n{done.stdout}"
    return list(csv.DictReader(io.StringIO(lines)))


def _python(code: str, real: KnowledgeBase) -> Any:
    names: dict[str, Any] = {"kb": real}
    exec(compile(code, str(GUIDE), "exec"), names)
    return names["answer"]


Reduced = list[tuple[str, ...]]
"""The heart of an answer, sorted, so that answers of three kinds can be compared."""


def _about(answer: Sequence[Any]) -> Reduced:
    return sorted((entry[1],) for entry in map(entry_of, answer) if entry is not None)


def _cells(*columns: str) -> Callable[[list[dict[str, str]]], Reduced]:
    return lambda rows: sorted(tuple(row[column] for column in columns) for row in rows)


def _same(*columns: str) -> tuple[Callable[[list[dict[str, str]]], Reduced], Callable[[Sequence[Any]], Reduced]]:
    def first(rows: Sequence[Any]) -> Reduced:
        return sorted(tuple(str(cell) for cell in row[: len(columns)]) for row in rows)

    return _cells(*columns), first


def _compared(answer: Any) -> Reduced:
    rows = {row.fact: row.values for row in answer.rows}
    ids = [model.id for model in answer.models]
    return sorted(zip(ids, rows["released"], rows["design"], strict=True))


def _compared_csv(rows: list[dict[str, str]]) -> Reduced:
    facts = {row["fact"]: row for row in rows}
    ids = [column for column in rows[0] if column not in ("fact", "differs")]
    return sorted((entry, facts["released"][entry], facts["design"][entry]) for entry in ids)


HEARTS: list[tuple[Callable[[Any], Reduced], Callable[[list[dict[str, str]]], Reduced], Callable[[Sequence[Any]], Reduced]]] = [
    (_about, *_same("id")),
    (lambda answer: sorted((use.model.id, use.role) for use in answer), *_same("model", "role")),
    (_about, *_same("id")),
    (_about, *_same("id")),
    (_about, *_same("user")),
    (_compared, _compared_csv, lambda rows: sorted((row[0], row[1], row[4]) for row in rows)),
    (
        lambda answer: sorted((s.score.model.id, s.score.printed) for g in answer.groups for s in g.scores),
        *_same("model", "printed"),
    ),
    (
        lambda answer: sorted((line.child.id, line.relation, line.parent.id) for line in answer),
        *_same("child", "relation", "parent"),
    ),
    (lambda answer: sorted((c.path, c.source.id, c.locator) for c in answer), *_same("path", "source", "locator")),
    (lambda answer: sorted((gap.model.id, gap.fact, gap.path) for gap in answer), *_same("model", "fact", "path")),
]


def test_the_guide_asks_ten_questions_each_in_three_ways() -> None:
    assert len(QUESTIONS) == len(HEARTS) == 10
    assert all(set(blocks) == {"python", "sh", "sql"} for _, blocks in QUESTIONS)


@pytest.mark.parametrize("number", range(10), ids=[re.sub(r"\W+", "-", title)[:40] for title, _ in QUESTIONS])
def test_python_shell_and_sql_give_the_same_answer(
    number: int, real: KnowledgeBase, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = QUESTIONS[number][1]
    of_python, of_shell, of_sql = HEARTS[number]
    answer = of_python(_python(blocks["python"], real))
    assert answer
    assert capsys.readouterr().out.strip()
    assert of_sql(real.sql(blocks["sql"]).rows) == answer
    assert of_shell(_shell(blocks["sh"], checkout)) == answer


@pytest.mark.parametrize("page", [GUIDE, USE], ids=lambda page: page.stem)
def test_all_python_of_a_page_runs_in_its_order(
    page: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout)
    names: dict[str, Any] = {}
    for kind, code in _blocks(page.read_text("utf-8")):
        if kind == "python":
            exec(compile(code, str(page), "exec"), names)
    assert capsys.readouterr().out.strip()
