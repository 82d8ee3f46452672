"""The data of the explorer: all models in columns, each column a dictionary of sets and the place of each model's set in it.

It is read in the browser by ``site/assets/js/explore/data.js``, which tells what it looks like from there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from mmkb.figures.families import family_names
from mmkb.pages.words import capital, label
from mmkb.query import Questions
from mmkb.query.exploring import FILTER_OF, Exploration, ExploredModel, exploration
from mmkb.records.facts import FACTS, STAGE_FACTS
from mmkb.vocab import Access, Design, Function, Fusion, Modality, Role, StageKind, State, Word

H = TypeVar("H", bound=Hashable)

DATA: Final = "explore/models.json"
"""Path of the data, below the folder of pages."""

_VOCABULARIES: Final[Mapping[str, type[Word]]] = {
    "modality": Modality,
    "function": Function,
    "design": Design,
    "access": Access,
    "fusion": Fusion,
    "stage": StageKind,
    "role": Role,
}
_TABLE_OF: Final[Mapping[str, str]] = {
    "input": "modality",
    "output": "modality",
    "function": "function",
    "design": "design",
    "access": "access",
    "fusion": "fusion",
    "stage": "stage",
    "trained": "role",
    **dict.fromkeys(FILTER_OF.values(), "component"),
    "organisation": "organisation",
    "dataset": "dataset",
    "licence": "licence",
    "code_licence": "licence",
    "released": "year",
    "gap": "gap",
}
"""The columns, and the table in which the words of each stand."""

_FACT_NAMES: Final[Mapping[str, str]] = {
    "stage datasets": "training data",
    "stage parts": "what a stage trains",
    "stage kind": "kind of a stage",
    "backbones": "LLM backbone",
}
_GAP_NAMES: Final[Mapping[str, str]] = {
    State.NOT_DISCLOSED: "not disclosed",
    State.NOT_APPLICABLE: "none by design",
    "absent": "nobody has looked",
}


def explore_data(kb: Questions) -> Iterator[tuple[str, str]]:
    """Write the data of the explorer.

    Args:
        kb: The knowledge base.

    Yields:
        Its path below the folder of pages, and its JSON.
    """
    found = exploration(kb.store)
    names = {**found.names["component"], **{f: n for f, n in family_names(kb.components()).items() if f in found.families}}
    known = {**found.names, "component": names}
    tables = _Tables(known)
    columns: dict[str, Any] = {name: _column(found.models, name, tables) for name in _TABLE_OF}
    columns["component_families"] = _families(kb, tables)
    columns["parameters"] = _sizes(found.models)
    data = {
        "version": kb.store.meta["data_version"],
        **_names(found.models),
        "released_on": [model.released or "" for model in found.models],
        "built_on": _built_on(found),
        "columns": columns,
        "tables": tables.written(),
    }
    yield DATA, json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


class _Tables:
    """The words of the columns, each with its place in its table, given out as they are met."""

    def __init__(self, names: Mapping[str, Mapping[str, str]]) -> None:
        self._names = names
        self._places: dict[str, dict[str, int]] = {}

    def place(self, table: str, word: str) -> int:
        """The place of a word."""
        places = self._places.setdefault(table, {})
        return places.setdefault(word, len(places))

    def written(self) -> dict[str, list[list[str]]]:
        """The tables: id, label (left out where it is the id) and meaning (left out where there is none)."""
        return {table: [self._row(table, word) for word in words] for table, words in self._places.items()}

    def _row(self, table: str, word: str) -> list[str]:
        if table in _VOCABULARIES:
            vocabulary = _VOCABULARIES[table]
            return [word, capital(label(word)), vocabulary(word).definition]
        if table == "gap":
            return [word, _gap_name(word)]
        if table == "licence":
            return [word, word.removeprefix("LicenseRef-")] if word.startswith("LicenseRef-") else [word]
        name = self._names.get(table, {}).get(word, word)
        return [word, name] if name != word else [word]


_FACTS_BY_SLUG: Final = {fact.replace(" ", "-"): fact for fact in (*FACTS, *STAGE_FACTS)}


def _gap_name(word: str) -> str:
    slug, _, state = word.partition(":")
    fact = _FACTS_BY_SLUG[slug]
    return f"{capital(_FACT_NAMES.get(fact, fact))}: {_GAP_NAMES[state]}"


def _coded(values: Sequence[H]) -> tuple[list[H], list[int]]:
    """The different values by how often they occur, most first, and the place of each value among them."""
    counts = Counter(values)
    order = sorted(counts, key=lambda value: (-counts[value], repr(value)))
    place = {value: i for i, value in enumerate(order)}
    return order, [place[value] for value in values]


def _column(models: Sequence[ExploredModel], name: str, tables: _Tables) -> dict[str, Any]:
    """A column: of each set the things, and where they differ the words that find them and those that do so by descent."""
    table = _TABLE_OF[name]
    parts, rows = _coded([model.part(name) for model in models])
    sets = []
    for part in parts:
        ids, words, derived = ([tables.place(table, word) for word in some] for some in part)
        sets.append([ids, words, derived] if derived else [ids, words] if sorted(ids) != sorted(words) else [ids])
    return {"table": table, "sets": sets, "rows": rows}


def _families(kb: Questions, tables: _Tables) -> list[list[int]]:
    """The components whose family is another word: their places, and those of their families."""
    pairs = sorted((c.id, c.family) for c in kb.components() if c.family is not None and c.family != c.id and c.models)
    return [[tables.place("component", one), tables.place("component", family)] for one, family in pairs]


def _sizes(models: Sequence[ExploredModel]) -> dict[str, Any]:
    """Stated numbers of parameters, or why there is none."""
    sets, rows = _coded([model.sizes or model.size_gap for model in models])
    return {"sets": sets, "rows": rows}


def slug_of(name: str) -> str:
    """The id that a name suggests; the script makes the same of it, so that ids of this form need not be sent."""
    # Only ASCII: what is a lower-case letter elsewhere, two languages see differently.
    return re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-") if name.isascii() else ""


def _names(models: Sequence[ExploredModel]) -> dict[str, Any]:
    """Names, ids where they are not what the name suggests, and aliases."""
    return {
        "names": [model.name for model in models],
        "ids": {str(i): m.id for i, m in enumerate(models) if m.id != slug_of(m.name)},
        "aliases": [_short(model.aliases) for model in models],
    }


def _built_on(found: Exploration) -> list[Any]:
    """The models that each model names as built on, by their places: a number for one, a list for several, 0 for none."""
    places = {model.id: place for place, model in enumerate(found.models, 1)}
    return [_short([places[parent] for parent in model.part("built_on").ids]) for model in found.models]


def _short(values: Sequence[Any]) -> Any:
    """A list for JSON: the value itself where it is one, 0 where there is none."""
    return list(values) if len(values) > 1 else values[0] if values else 0
