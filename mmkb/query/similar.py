"""Models that are like a model, and why: what both are built of, trained on, take in and give out, and how they are related.

The models that share something are found by an index from each part to its models, so that a catalogue of any size is asked
in about the same time; rare parts say more than common ones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nsmallest
from math import log
from typing import Final, NamedTuple

from mmkb.query.named import Named
from mmkb.store import Store
from mmkb.vocab import Relation, Role

WINDOW: Final = 128
"""Of a part that more models share, only so many are looked at: those nearest in time."""

_CLOSER: Final = 24
"""So many of the models that share most are compared in full."""

_WEIGHTS: Final[Mapping[str, float]] = {
    Role.ENCODER: 3.0,
    Role.INPUT_PROJECTOR: 1.5,
    Role.BACKBONE: 3.0,
    Role.OUTPUT_PROJECTOR: 1.0,
    Role.GENERATOR: 3.0,
    Role.EXPERT: 2.0,
}
_FAMILY: Final = 0.4
_DATASET, _MOST_OF_DATASETS = 0.8, 5.0
_DIRECT, _SAME_ORIGIN = 4.0, 1.5
_MODALITIES, _FUSION = 1.5, 0.5
_COMMON: Final = 0.35
"""What is left of a weight where every model has the part."""

_ROLES: Final[Mapping[str, str]] = {
    Role.ENCODER: "encoder",
    Role.INPUT_PROJECTOR: "input projector",
    Role.BACKBONE: "LLM",
    Role.OUTPUT_PROJECTOR: "output projector",
    Role.GENERATOR: "generator",
    Role.EXPERT: "expert",
}
_FORWARDS: Final[Mapping[str, str]] = {
    Relation.INITIALISED_FROM: "{0} was initialised from {1}",
    Relation.EXTENDS: "{0} extends {1}",
    Relation.SAME_RECIPE: "{0} takes over the recipe of {1}",
    Relation.DISTILLED_FROM: "{0} was distilled from {1}",
    Relation.SUCCEEDS: "{0} succeeds {1}",
}

Feature = tuple[str, str]
"""What models can share: a role, ``dataset``, ``origin`` or ``kin``, and the id of the other entry."""


class Kinship(NamedTuple):
    """A line of lineage between two models.

    Attributes:
        relation: A word of :class:`mmkb.vocab.Relation`.
        child: The later model.
        parent: The earlier one.
    """

    relation: str
    child: Named
    parent: Named


@dataclass(frozen=True, slots=True)
class SimilarModel:
    """A model that is like another.

    Attributes:
        model: The model.
        released: Its first public day; None where not known.
        score: How much both share; it orders the answers and means nothing else.
        reason: Why, in words.
        parts: The components that both use, with their roles.
        families: Families of which both use different components, with the roles.
        datasets: The datasets that both were trained on.
        kinship: The lines of lineage between both.
        origins: What both were built on.
    """

    model: Named
    released: str | None
    score: float
    reason: str
    parts: tuple[tuple[str, Named], ...]
    families: tuple[tuple[str, str], ...]
    datasets: tuple[Named, ...]
    kinship: tuple[Kinship, ...]
    origins: tuple[Named, ...]


def _joined(words: Iterable[str], most: int | None = None) -> str:
    """Words as a list in a sentence."""
    found = list(words)
    if most is not None and len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} more"]
    return " and ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))


def reason(similar: SimilarModel, show: Callable[[Named], str] = lambda entry: entry.name) -> str:
    """Why a model is like another, in words.

    Args:
        similar: The model and what it shares.
        show: Writes the name of an entry.
    """
    return "; ".join(_reasons(similar, show))


def _reasons(similar: SimilarModel, show: Callable[[Named], str]) -> Iterator[str]:
    for line in similar.kinship:
        yield _FORWARDS[line.relation].format(show(line.child), show(line.parent))
    by_role: dict[str, list[str]] = defaultdict(list)
    for role, part in similar.parts:
        by_role[role].append(show(part))
    same = [f"{_ROLES[role]} {_joined(by_role.pop(role))}" for role in (Role.ENCODER, Role.BACKBONE) if role in by_role]
    if same:
        yield f"same {_joined(same)}"
    for role, family in similar.families:
        yield f"{_ROLES[role]}s of the {family} family"
    for role, parts in by_role.items():
        yield f"both by the {_ROLES[role]} {_joined(parts)}" if "projector" in role else f"same {_ROLES[role]} {_joined(parts)}"
    if similar.datasets:
        yield f"both trained on {_joined(map(show, similar.datasets), 3)}"
    if similar.origins:
        yield f"both built on {_joined(map(show, similar.origins), 3)}"


@dataclass(slots=True)
class _Build:
    """What is compared of a model."""

    model: Named
    released: str | None
    place: int
    features: set[Feature] = field(default_factory=set)
    families: set[tuple[str, str]] = field(default_factory=set)
    modalities: dict[str, set[str]] = field(default_factory=lambda: {"input": set(), "output": set()})
    fusion: set[str] = field(default_factory=set)


_PARTS = """
SELECT DISTINCT u.model_id, u.role, c.id, c.name, c.family FROM component_use AS u JOIN component AS c ON c.id = u.component_id
"""
_DATASETS = """
SELECT DISTINCT u.model_id, d.id, d.name FROM stage_dataset AS u JOIN dataset AS d ON d.id = u.dataset_id
"""
_LINES = """
SELECT l.model_id, l.relation, l.parent_model_id, l.parent_component_id, m.name, c.name FROM lineage AS l
LEFT JOIN model AS m ON m.id = l.parent_model_id LEFT JOIN component AS c ON c.id = l.parent_component_id
WHERE l.parent_source_id IS NULL ORDER BY l.model_id, l.position
"""


class Likeness:
    """All models by what they are built of, read once; answers for one model after the other."""

    def __init__(self, store: Store) -> None:
        """Read what is compared from ``store``."""
        rows = store.rows("SELECT id, name, released FROM model ORDER BY released IS NULL, released, id")
        self._builds = {i: _Build(Named("model", i, name), day, place) for place, (i, name, day) in enumerate(rows)}
        self._ordered = list(self._builds.values())
        self._names: dict[Feature, Named] = {}
        self._lines: dict[frozenset[str], list[Kinship]] = defaultdict(list)
        for model, role, part, name, family in store.rows(_PARTS):
            self._have(model, role, Named("component", part, name))
            if family is not None:
                self._builds[model].families.add((role, family))
        for model, dataset, name in store.rows(_DATASETS):
            self._have(model, "dataset", Named("dataset", dataset, name))
        self._read_lines(store)
        for model, way, modality in store.rows("SELECT model_id, direction, modality FROM model_modality"):
            self._builds[model].modalities[way].add(modality)
        for model, fusion in store.rows("SELECT model_id, fusion FROM model_fusion"):
            self._builds[model].fusion.add(fusion)
        self._index: dict[Feature, list[int]] = defaultdict(list)
        families: dict[tuple[str, str], int] = defaultdict(int)
        for build in self._ordered:
            for feature in build.features:
                self._index[feature].append(build.place)
            for family in build.families:
                families[family] += 1
        whole = log(len(self._ordered) + 1) or 1.0
        counts: dict[tuple[str, str], int] = {**{f: len(places) for f, places in self._index.items()}}
        self._rarity = {one: 1 - log(count) / whole for one, count in counts.items()}
        self._family = {one: 1 - log(count) / whole for one, count in families.items()}

    def _have(self, model: str, sort: str, entry: Named) -> None:
        feature = sort, entry.id
        self._names[feature] = entry
        self._builds[model].features.add(feature)

    def _read_lines(self, store: Store) -> None:
        for child, relation, model, component, model_name, component_name in store.rows(_LINES):
            parent = Named("model", model, model_name) if model is not None else Named("component", component, component_name)
            self._have(child, f"origin {parent.kind}", parent)
            if model is not None:
                # Both ends have the line, so that each finds the other by it.
                line, found = Kinship(relation, self._builds[child].model, parent), self._lines[frozenset((child, model))]
                if line not in found:
                    found.append(line)
                for end in (child, model):
                    self._builds[end].features.add(("kin", min(child, model) + " " + max(child, model)))

    def _weight(self, feature: Feature) -> float:
        sort = feature[0]
        if sort == "kin":
            return _DIRECT
        most = _WEIGHTS.get(sort) or (_DATASET if sort == "dataset" else _SAME_ORIGIN)
        return most * (_COMMON + (1 - _COMMON) * self._rarity[feature])

    def _near(self, places: list[int], place: int) -> list[int]:
        """Of the models that share a part, those nearest in time."""
        if len(places) <= WINDOW:
            return places
        start = max(0, min(bisect_left(places, place) - WINDOW // 2, len(places) - WINDOW))
        return places[start : start + WINDOW]

    def of(self, model: str, limit: int) -> tuple[SimilarModel, ...]:
        """The models that are most like one.

        Args:
            model: Its id.
            limit: How many at most.
        """
        build, found = self._builds[model], defaultdict[int, float](float)
        for feature in sorted(build.features):
            weight = self._weight(feature)
            for place in self._near(self._index[feature], build.place):
                found[place] += weight
        found.pop(build.place, None)
        closer = nsmallest(max(_CLOSER, 2 * limit), found, key=lambda place: (-found[place], place))
        scored = [(self._score(build, self._ordered[place]), self._ordered[place]) for place in closer]
        best = nsmallest(limit, scored, key=lambda one: (-one[0], abs(one[1].place - build.place), one[1].place))
        return tuple(self._told(build, other, score) for score, other in best)

    def _score(self, one: _Build, other: _Build) -> float:
        shared = one.features & other.features
        weights = {"dataset": 0.0, "else": 0.0}
        for feature in sorted(shared):
            weights["dataset" if feature[0] == "dataset" else "else"] += self._weight(feature)
        score = weights["else"] + min(weights["dataset"], _MOST_OF_DATASETS)
        for family in self._families(one, other):
            score += _WEIGHTS[family[0]] * _FAMILY * (_COMMON + (1 - _COMMON) * self._family[family])
        for way in ("input", "output"):
            mine, its = one.modalities[way], other.modalities[way]
            score += _MODALITIES * len(mine & its) / max(1, len(mine | its))
        return round(score + (_FUSION if one.fusion & other.fusion else 0.0), 3)

    def _families(self, one: _Build, other: _Build) -> list[tuple[str, str]]:
        """Families that both use in a role in which they share no component."""
        common = {role for role, _ in one.features & other.features}
        order = list(_WEIGHTS)
        both = ((role, family) for role, family in one.families & other.families if role not in common)
        return sorted((one for one in both if "projector" not in one[0]), key=lambda one: (order.index(one[0]), one[1]))

    def _told(self, one: _Build, other: _Build, score: float) -> SimilarModel:
        shared, order = one.features & other.features, list(_WEIGHTS)
        # What is rarest says most, so it is named first.
        rare = sorted(shared - {f for f in shared if f[0] == "kin"}, key=lambda f: (-self._rarity[f], self._names[f].name, f))
        parts = sorted(((f[0], self._names[f]) for f in rare if f[0] in _WEIGHTS), key=lambda part: order.index(part[0]))
        made = SimilarModel(
            model=other.model,
            released=other.released,
            score=score,
            reason="",
            parts=tuple(parts),
            families=tuple(self._families(one, other)),
            datasets=tuple(self._names[f] for f in rare if f[0] == "dataset"),
            kinship=tuple(self._lines.get(frozenset((one.model.id, other.model.id)), ())),
            origins=tuple(self._names[f] for f in rare if f[0].startswith("origin")),
        )
        object.__setattr__(made, "reason", reason(made))
        return made
