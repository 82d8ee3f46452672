"""What the explorer shows and filters by: every model with all words of every filter that find it.

The words are those of the filters of :meth:`mmkb.query.lists.Lists.models`, read in one pass instead of one question a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from mmkb.query.derivation import closure
from mmkb.query.filters import GAPS
from mmkb.query.summaries import grouped
from mmkb.store import Store
from mmkb.vocab import Role, Tuning

K = TypeVar("K", bound=Hashable)

FILTER_OF: Final[Mapping[str, str]] = {
    Role.ENCODER: "encoder",
    Role.INPUT_PROJECTOR: "connector",
    Role.BACKBONE: "llm",
    Role.OUTPUT_PROJECTOR: "output_projector",
    Role.GENERATOR: "generator",
    Role.EXPERT: "expert",
}
"""The column of the components of each role; but for output projectors and experts it is named as the filter is."""


class Parts(NamedTuple):
    """What a model has of one kind of thing.

    Attributes:
        ids: The things themselves, in the order of the entry.
        words: Words that find the model by them.
        derived: Words that find it only if what derives from a component counts for that component.
    """

    ids: tuple[str, ...]
    words: tuple[str, ...]
    derived: tuple[str, ...] = ()


NOTHING: Final = Parts((), ())


@dataclass(frozen=True, slots=True)
class ExploredModel:
    """A model as the explorer has it.

    Attributes:
        id: Its id.
        name: Its name.
        aliases: Other names.
        released: First public day; None where not known.
        parts: By name of the filter, what the model has and which words find it; a filter without any is left out.
        sizes: Stated numbers of parameters of its variants, rising.
        size_gap: Why no number is stated: ``not-disclosed``, ``not-applicable`` or ``absent``; None if one is.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    released: str | None
    parts: Mapping[str, Parts]
    sizes: tuple[int, ...]
    size_gap: str | None

    def part(self, name: str) -> Parts:
        """What it has of one kind of thing."""
        return self.parts.get(name, NOTHING)


@dataclass(frozen=True, slots=True)
class Exploration:
    """All that the explorer needs.

    Attributes:
        models: All models, newest first; those without a date last.
        names: Names of the entries that they are built of, made by or trained on, by kind and id.
        families: Ids of families that are no component's id.
    """

    models: tuple[ExploredModel, ...]
    names: Mapping[str, Mapping[str, str]]
    families: frozenset[str]


def exploration(store: Store) -> Exploration:
    """Read all that the explorer shows and filters by.

    Args:
        store: The database.
    """
    parts = [*_components(store), ("organisation", _organisations(store)), *_listed(store), *_licences(store)]
    sizes = grouped(
        store.rows(
            "SELECT DISTINCT model_id, parameters FROM model_variant WHERE parameters IS NOT NULL ORDER BY model_id, parameters"
        )
    )
    states: dict[str, str] = dict(
        store.rows("SELECT entry_id, min(state) FROM gap WHERE kind = 'model' AND path GLOB 'variants.*.parameters' GROUP BY 1")
    )
    aliases = grouped(
        store.rows("SELECT entry_id, name FROM entry_name WHERE kind = 'model' AND position > 0 ORDER BY entry_id, position")
    )
    rows = sorted(store.rows("SELECT id, name, released FROM model"), key=lambda row: (row[1].lower(), row[0]))
    models = tuple(
        ExploredModel(
            id=model,
            name=name,
            aliases=tuple(aliases.get(model, ())),
            released=released,
            parts={filter_: found[model] for filter_, found in parts if model in found},
            sizes=tuple(sizes.get(model, ())),
            size_gap=None if model in sizes else states.get(model, "absent"),
        )
        for model, name, released in sorted(rows, key=lambda row: row[2] or "", reverse=True)
    )
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, entry, name in store.rows(
        "SELECT kind, id, name FROM entry WHERE kind IN ('component', 'organisation', 'dataset') ORDER BY kind, id"
    ):
        names[kind][entry] = name
    families = {f for (f,) in store.rows("SELECT family FROM component WHERE family IS NOT NULL")}
    return Exploration(models, names, frozenset(families.difference(names["component"])))


def _meant(store: Store, kind: str) -> dict[str, set[str]]:
    """The entries of a kind that each id means as a word of a filter: itself, and what bears it as a name."""
    ids = [entry for (entry,) in store.rows("SELECT id FROM entry WHERE kind = ?", (kind,))]
    named: dict[str, set[str]] = defaultdict(set)
    for entry, name in store.rows("SELECT entry_id, name FROM entry_name WHERE kind = ?", (kind,)):
        named[name.casefold()].add(entry)
    return {word: {word} | named.get(word.casefold(), set()) for word in ids}


_Use = tuple[str, tuple[str, ...]]
"""A component, and the variants of it that are told."""


class _Words:
    """The words that find a use of a component."""

    def __init__(self, store: Store) -> None:
        meant = _meant(store, "component")
        for component, family in store.rows("SELECT id, family FROM component WHERE family IS NOT NULL"):
            meant.setdefault(family, set()).add(component)
        parents: dict[str, set[str]] = {}
        for child, parent in store.rows("SELECT component_id, parent_id FROM component_parent"):
            parents.setdefault(child, set()).add(parent)
        rows = store.rows("SELECT component_id, id, parent_id FROM component_variant")
        variants = {(component, variant): parent for component, variant, parent in rows}
        self._meant = {word: (ids, closure(ids, parents, variants)) for word, ids in sorted(meant.items())}
        self._known: dict[_Use, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def of(self, use: _Use) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words of the component itself, and those of what it derives from."""
        if use not in self._known:
            own = tuple(word for word, (ids, _) in self._meant.items() if use[0] in ids)
            derived = (word for word, (_, descent) in self._meant.items() if descent.has(*use))
            self._known[use] = own, tuple(word for word in derived if word not in own)
        return self._known[use]


def _components(store: Store) -> Iterable[tuple[str, dict[str, Parts]]]:
    words = _Words(store)
    variants = defaultdict(list)
    for *key, variant in store.rows(
        "SELECT model_id, role, position, part, variant FROM component_use_variant ORDER BY 1, 2, place"
    ):
        variants[tuple(key)].append(variant)
    uses: dict[str, dict[str, list[_Use]]] = {role: defaultdict(list) for role in FILTER_OF}
    for model, role, position, part, component in store.rows(
        "SELECT model_id, role, position, part, component_id FROM component_use ORDER BY model_id, role, position, part"
    ):
        uses[role][model].append((component, tuple(variants.get((model, role, position, part), ()))))
    for role, name in FILTER_OF.items():
        known: dict[tuple[_Use, ...], Parts] = {}
        yield (
            name,
            {model: _once(known, tuple(found), lambda some: _parts_of(some, words)) for model, found in uses[role].items()},
        )


def _once(known: dict[K, Parts], key: K, make: Callable[[K], Parts]) -> Parts:
    """What is made of a key, made once: most models share a few lists."""
    found = known.get(key)
    if found is None:
        found = known[key] = make(key)
    return found


def _parts_of(uses: tuple[_Use, ...], words: _Words) -> Parts:
    own = sorted({word for use in uses for word in words.of(use)[0]})
    derived = {word for use in uses for word in words.of(use)[1]}.difference(own)
    return Parts(tuple(dict.fromkeys(component for component, _ in uses)), tuple(own), tuple(sorted(derived)))


def _organisations(store: Store) -> dict[str, Parts]:
    meant = _meant(store, "organisation")
    parts: dict[str, set[str]] = defaultdict(set)
    for part, whole in store.rows("SELECT id, parent_id FROM organisation WHERE parent_id IS NOT NULL"):
        parts[whole].add(part)
    words: dict[str, list[str]] = defaultdict(list)
    for word, ids in sorted(meant.items()):
        found, new = set(ids), set(ids)
        while new:
            new = {part for whole in new for part in parts.get(whole, ())} - found
            found |= new
        for one in found:
            words[one].append(word)
    makers = grouped(store.rows("SELECT model_id, organisation_id FROM model_organisation ORDER BY model_id, position"))
    return {
        model: Parts(tuple(found), tuple(sorted({word for maker in found for word in words[maker]})))
        for model, found in makers.items()
    }


_TRAINED = f"('{Tuning.TRAINED}', '{Tuning.PARTIAL}', '{Tuning.PEFT}')"
_LISTED: Final = {
    "input": "SELECT model_id, modality FROM model_modality WHERE direction = 'input' ORDER BY model_id, position",
    "output": "SELECT model_id, modality FROM model_modality WHERE direction = 'output' ORDER BY model_id, position",
    "fusion": "SELECT model_id, fusion FROM model_fusion ORDER BY model_id, position",
    "function": "SELECT id, function FROM model WHERE function IS NOT NULL",
    "design": "SELECT id, design FROM model WHERE design IS NOT NULL",
    "access": "SELECT id, access FROM model WHERE access IS NOT NULL",
    "released": "SELECT id, substr(released, 1, 4) FROM model WHERE released IS NOT NULL",
    "stage": "SELECT model_id, kind FROM stage WHERE kind IS NOT NULL ORDER BY model_id, position",
    "dataset": "SELECT model_id, dataset_id FROM stage_dataset ORDER BY model_id, stage, position",
    "trained": f"SELECT model_id, role FROM stage_part WHERE tuning IN {_TRAINED} ORDER BY model_id, stage, position",
    "built_on": "SELECT model_id, parent_model_id FROM lineage WHERE parent_model_id IS NOT NULL ORDER BY model_id, position",
    "gap": "SELECT model_id, replace(fact, ' ', '-') || ':' || state FROM knowledge WHERE state <> 'known'",
}


def _listed(store: Store) -> Iterable[tuple[str, dict[str, Parts]]]:
    places = {word: place for place, word in enumerate(GAPS)}
    for name, sql in _LISTED.items():
        rows: Iterable[Any] = store.rows(sql)
        if name == "gap":
            rows = sorted(rows, key=lambda row: (row[0], places[row[1]]))
        known: dict[tuple[str, ...], Parts] = {}
        yield name, {model: _once(known, tuple(words), _same) for model, words in grouped(rows).items()}


def _same(words: tuple[str, ...]) -> Parts:
    each = tuple(dict.fromkeys(words))
    return Parts(each, each)


def _licences(store: Store) -> Iterable[tuple[str, dict[str, Parts]]]:
    own = "SELECT id, {}_licence FROM model WHERE {}_licence IS NOT NULL"
    of_variants = "SELECT model_id, weights_licence FROM model_variant WHERE weights_licence IS NOT NULL"
    weights = f"{own.format('weights', 'weights')} UNION {of_variants} ORDER BY 1, 2"
    for name, sql in (("licence", weights), ("code_licence", own.format("code", "code"))):
        yield name, {
            model: Parts(tuple(found), tuple(dict.fromkeys(word for text in found for word in re.split(r" AND | OR | ", text))))
            for model, found in grouped(store.rows(sql)).items()
        }  # fmt: skip
