"""Any combination of filters finds the same models as a plain filter over the records."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mmkb.api import KnowledgeBase
from mmkb.load import load_catalogue
from mmkb.store import build_store
from mmkb.vocab import Access, Design, Function, Fusion, Modality, Role, StageKind
from tests.plainfilter import Plain, dates
from tests.richtoy import rich_toy

ROOT = Path(__file__).parent.parent
VOCABULARIES: Mapping[str, list[str]] = {
    "input": [str(word) for word in Modality],
    "output": [str(word) for word in Modality],
    "fusion": [str(word) for word in Fusion],
    "function": [str(word) for word in Function],
    "design": [str(word) for word in Design],
    "access": [str(word) for word in Access],
    "stage": [str(word) for word in StageKind],
    "trained": [*(str(word) for word in Role), *(str(word).replace("-", "_") for word in Role)],
}
ONE_WORD = {"function", "design", "access"}
Opened = tuple[KnowledgeBase, Plain]
SETTINGS = settings(
    max_examples=120,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _opened(root: Path, database: Path) -> Opened:
    catalogue = load_catalogue(root / "catalog")[0]
    build_store(catalogue, database)
    return KnowledgeBase.from_file(database), Plain(catalogue)


@pytest.fixture(scope="module", params=["real", "toy"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The real catalogue, and a toy in which every kind of fact occurs."""
    folder = tmp_path_factory.mktemp("filters")
    return _opened(ROOT if request.param == "real" else rich_toy(folder / "toy"), folder / "x.sqlite")


def _filters(plain: Plain) -> st.SearchStrategy[dict[str, Any]]:
    words: dict[str, list[Any]] = {**VOCABULARIES, **plain.words()}
    signs = st.sampled_from(["", "=", ">=", "<=", ">", "<", ">= "])
    day = st.sampled_from(sorted(set(dates(plain.models)) | {"2019", "2031-01", "2023-12-31"}))
    choices: dict[str, st.SearchStrategy[Any]] = {
        name: st.sampled_from(known)
        if name in ONE_WORD
        else st.one_of(st.sampled_from(known), st.sets(st.sampled_from(known), max_size=3))
        for name, known in words.items()
    }
    compared = st.builds(lambda sign, date: f"{sign}{date}", signs, day)
    choices["released"] = st.one_of(compared, st.lists(compared, max_size=2))
    choices["open_weights"] = st.booleans()
    some = st.lists(st.sampled_from(sorted(choices)), max_size=4, unique=True)
    return some.flatmap(lambda names: st.fixed_dictionaries({name: choices[name] for name in names}))


@SETTINGS
@given(data=st.data(), derived=st.booleans(), limit=st.one_of(st.none(), st.integers(0, 5)))
def test_filters_find_what_a_plain_filter_finds(opened: Opened, data: st.DataObject, derived: bool, limit: int | None) -> None:
    kb, plain = opened
    filters = data.draw(_filters(plain))
    found = [model.id for model in kb.models(**filters, derived=derived, limit=limit)]
    tidy = {name: wanted.replace(">= ", ">=") if name == "released" and isinstance(wanted, str) else wanted
            for name, wanted in filters.items()}  # fmt: skip
    if isinstance(tidy.get("released"), list):
        tidy["released"] = [word.replace(" ", "") for word in tidy["released"]]
    assert found == plain.ids(tidy, derived)[:limit]


@SETTINGS
@given(data=st.data())
def test_a_single_filter_finds_what_a_plain_filter_finds(opened: Opened, data: st.DataObject) -> None:
    kb, plain = opened
    name, known = data.draw(st.sampled_from(sorted({**VOCABULARIES, **plain.words()}.items())))
    filters: dict[str, Any] = {name: data.draw(st.sampled_from(known))}
    for derived in (False, True):
        assert [model.id for model in kb.models(**filters, derived=derived)] == plain.ids(filters, derived)


@SETTINGS
@given(
    order=st.lists(st.sampled_from(["released", "id", "name", "function", "design", "access", "parameters"]), max_size=3),
    down=st.booleans(),
)
def test_models_are_sorted_by_what_was_asked_for(opened: Opened, order: list[str], down: bool) -> None:
    kb, _ = opened

    def value(model: Any, name: str) -> Any:
        found = getattr(model, name)
        return found[1] if name == "parameters" and found is not None else found.lower() if name == "name" else found

    models = list(kb.models(sort="id"))
    for name in reversed(order):
        known = [model for model in models if value(model, name) is not None]
        known.sort(key=lambda model: value(model, name), reverse=down)
        # A stable sort downwards would turn the equal ones around in nothing: Python keeps them as they are.
        models = known + [model for model in models if value(model, name) is None]
    asked = [f"-{name}" if down else name for name in order]
    assert [m.id for m in kb.models(sort=asked)] == [m.id for m in models]


def test_every_model_of_the_real_catalogue_is_found_by_what_it_is_built_of(tmp_path: Path) -> None:
    kb, plain = _opened(ROOT, tmp_path / "x.sqlite")
    for model in plain.models:
        summary = kb.model(model.id).summary
        for part in summary.encoders:
            assert model.id in [m.id for m in kb.models(encoder=part.id)]
        for part in summary.backbones:
            assert model.id in [m.id for m in kb.models(llm=part.name, derived=True)]
    kb.close()
