"""Every public thing of the Python API has an example, and every example is true of the real catalogue."""

from __future__ import annotations

import doctest
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import mmkb
from mmkb.api import DrawnModelAnswer, KnowledgeBase
from mmkb.figures.figure import Figure
from mmkb.load import load_catalogue
from mmkb.query import Rows, Table
from mmkb.query.comparing import Comparison
from mmkb.query.leaderboards import Leaderboard, ScoreGroup
from mmkb.query.stats import Stats
from mmkb.store import build_store

pytestmark = pytest.mark.catalogue

ROOT = Path(__file__).parent.parent
MODULES = (
    "mmkb", "mmkb.api", "mmkb.figures.figure", "mmkb.query.across", "mmkb.query.answers", "mmkb.query.comparing",
    "mmkb.query.leaderboards",
    "mmkb.query.lists", "mmkb.query.nearby", "mmkb.query.rows", "mmkb.query.singles", "mmkb.query.sqltable", "mmkb.query.stats",
)  # fmt: skip
PUBLIC = (KnowledgeBase, DrawnModelAnswer, Rows, Table, Comparison, Leaderboard, ScoreGroup, Stats, Figure)
PLUMBING = {"from_file", "close"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("real")
    (root / "catalog").symlink_to(ROOT / "catalog")
    build_store(load_catalogue(ROOT / "catalog")[0], root / "build" / "mmkb.sqlite")
    return root / "build" / "mmkb.sqlite"


@pytest.fixture(scope="module")
def real(database: Path) -> Iterator[KnowledgeBase]:
    with mmkb.open(database) as kb:
        yield kb


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_are_true(module: str, real: KnowledgeBase, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(database.parent.parent)
    options = doctest.ELLIPSIS
    result = doctest.testmod(importlib.import_module(module), extraglobs={"kb": real}, optionflags=options)
    assert result.attempted > 0
    assert result.failed == 0


def _public() -> Iterator[tuple[str, str]]:
    for owner in PUBLIC:
        for name, member in inspect.getmembers(owner):
            if name.startswith("_") or name in PLUMBING or not (callable(member) or isinstance(member, property)):
                continue
            if name in ("index", "count"):
                continue  # as of any tuple
            yield f"{owner.__name__}.{name}", inspect.getdoc(member) or ""


@pytest.mark.parametrize(("name", "told"), list(_public()), ids=[name for name, _ in _public()])
def test_everything_public_has_an_example(name: str, told: str) -> None:
    assert ">>> " in told, name


@pytest.mark.parametrize(("name", "told"), list(_public()), ids=[name for name, _ in _public()])
def test_every_parameter_is_told_of(name: str, told: str) -> None:
    owner, _, member = name.partition(".")
    found = getattr(next(one for one in PUBLIC if one.__name__ == owner), member)
    if isinstance(found, property):
        return
    for parameter in inspect.signature(found).parameters.values():
        assert parameter.name in ("self", "cls") or f"{parameter.name}:" in told, (name, parameter.name)
