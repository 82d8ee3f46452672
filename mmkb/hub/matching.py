"""Matching: which component of the catalogue a part of a checkpoint is, by name, alias and shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from mmkb.hub.found import Part
from mmkb.hub.kinds import SHAPED_LIKE, VIT_SHAPES
from mmkb.load import Catalogue
from mmkb.namewords import word_key
from mmkb.records import Component
from mmkb.records.availability import Artefact
from mmkb.records.base import Quantity
from mmkb.records.component import ComponentVariant
from mmkb.vocab import ComponentKind, Role

HUB: Final = "https://huggingface.co/"
_VIT: Final = re.compile(r"\bViT[- ](Ti|S|M|B|L|So400m|H|g|G|e)/(\d+)\b")
_TUNED: Final = frozenset({"instruct", "it", "hf", "pt"})
_SIZES: Final = frozenset({"224", "256", "336", "378", "384", "448", "490", "512"})
_KINDS: Final[Mapping[Role, ComponentKind]] = {
    Role.ENCODER: ComponentKind.ENCODER, Role.BACKBONE: ComponentKind.LLM, Role.GENERATOR: ComponentKind.GENERATOR,
    Role.INPUT_PROJECTOR: ComponentKind.PROJECTOR,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A component that a part was found to be.

    Attributes:
        component: Its id.
        variant: Its size or version; None where that is not known.
        why: How it was found, in words.
        doubts: What a person has to look at, in words.
    """

    component: str
    variant: str | None
    why: str
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Components:
    """The components of a catalogue, to be found by what checkpoints say of them."""

    records: dict[str, Component] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue) -> Components:
        """The components of a catalogue."""
        records = {}
        for entry in catalogue.entries["component"].values():
            record = entry.record
            if isinstance(record, Component) and record.deprecated is None:
                records[entry.id] = record
        return cls(records)

    def of_role(self, role: Role) -> Iterator[Component]:
        """The components that can stand in a role."""
        kind = _KINDS[role]
        return (record for record in self.records.values() if kind in record.kinds)

    def named(self, name: str, role: Role) -> tuple[str, str | None] | None:
        """The component, and its variant, that a checkpoint's name means; None if there is none, or more than one."""
        components = list(self.of_role(role))
        address = f"{HUB}{name}".lower()
        found = {hit for record in components for hit in _addressed(record, address)}
        last = name.rsplit("/", 1)[-1]
        for drop in (frozenset[str](), _TUNED, _TUNED | _SIZES):
            if not found:
                words = [word for word in re.split(r"[-_ ]", last.lower()) if word not in drop]
                found = {hit for record in components for hit in _called(record, word_key(" ".join(words)))}
        return found.pop() if len(found) == 1 else None


def _addressed(record: Component, address: str) -> Iterator[tuple[str, str | None]]:
    """Where the weights of a component lie, or those of a variant."""
    if isinstance(record.weights, Artefact) and record.weights.url.lower() == address:
        yield record.id, None
    for variant in record.variants:
        if variant.weights is not None and variant.weights.url.lower() == address:
            yield record.id, variant.id


def _called(record: Component, key: str) -> Iterator[tuple[str, str | None]]:
    if not key:
        return
    for variant in record.variants:
        if key in (word_key(variant.name), word_key(f"{record.id} {variant.id}"), word_key(f"{record.name} {variant.id}")):
            yield record.id, variant.id
            return
    if any(key == word_key(name) for name in (record.id, record.name, *record.aliases)):
        yield record.id, None


def shape(record: Component) -> tuple[int | None, int | None, int | None]:
    """Width, layers and patch of an encoder, as far as its entry or the letter of its size tells."""
    facts = record.encoder
    if facts is None:
        return None, None, None
    width, layers, patch = facts.width, facts.layers, facts.patch
    vit = _VIT.search(facts.architecture or "")
    if vit is not None:
        usual = VIT_SHAPES[vit[1]]
        width, layers, patch = width or usual[0], layers or usual[1], patch or int(vit[2])
    return width, layers, patch


def contradicts(part: Part, record: Component, variant: str | None = None) -> bool:
    """Whether the shape of a part cannot be that of a component: names in configurations are often left over from others."""
    if part.role is Role.BACKBONE:
        named = variant_of(record, variant)
        stated = (
            named.parameters if named is not None else record.parameters if isinstance(record.parameters, Quantity) else None
        )
        if part.estimate is None or stated is None:
            return False
        return not stated.value / 2 <= part.estimate <= stated.value * 2
    width, layers, patch = shape(record)
    known = ((part.width, width, 0), (part.layers, layers, 1), (part.patch, patch, 0))
    return any(
        one is not None and other is not None and not other - slack <= one.value <= other for one, other, slack in known
    )  # fmt: skip


def _fits(part: Part, record: Component) -> bool:
    """Whether width and layers are known on both sides and equal, and patch where known; the last layer may be left away."""
    width, layers, _ = shape(record)
    known = part.width is not None and width is not None and part.layers is not None and layers is not None
    return known and not contradicts(part, record)


def families_of(part: Part) -> tuple[str, ...]:
    """The families that a part may be counted with, its own first."""
    return SHAPED_LIKE.get(part.family, (part.family,)) if part.family else ()


def in_words(part: Part) -> str:
    """The shape of a part in words: ``24 layers, width 1024, patch 14``."""
    facts = (
        (part.layers, "{} layers"), (part.width, "width {}"), (part.patch, "patch {}"), (part.vocabulary, "vocabulary {:,}"),
        (part.experts, "{} experts"),
    )  # fmt: skip
    return ", ".join(words.format(fact.value) for fact, words in facts if fact is not None)


def match(part: Part, components: Components, more: Iterable[str] = ()) -> Match | None:
    """Find the component that a part is.

    Args:
        part: The part.
        components: Those of the catalogue.
        more: Further names of checkpoints that it may have been taken from.

    Returns:
        The component; None where none is found, or several could be meant. A language model is never found by its shape,
        which all that were tuned from it share.
    """
    stale = []
    for name in (*(fact.value for fact in part.names), *more):
        found = components.named(name, part.role)
        if found is not None and not contradicts(part, components.records[found[0]], found[1]):
            return Match(*found, f"by the name {name}")
        if found is not None:
            stale.append(name)
    if part.role is not Role.ENCODER:
        return None
    fitting = [r for r in components.of_role(Role.ENCODER) if r.family in families_of(part) and _fits(part, r)]
    first = [record for record in fitting if record.family == part.family] or fitting
    if len(first) != 1:
        return None
    others = ", ".join(record.id for record in fitting if record is not first[0])
    shared = f"; {others} has that shape, too" if others else ""
    doubts = [f"the name {name} in the configuration is of another shape, and was not followed" for name in stale]
    doubt = f"{first[0].id} was found by its shape ({in_words(part)}){shared}: does the paper or card name it?"
    return Match(first[0].id, None, f"by its shape ({in_words(part)})", (*doubts, doubt))


def candidates(part: Part, components: Components) -> list[str]:
    """Ids of the components of a part's family, which a person may know it to be one of."""
    families = families_of(part)
    return sorted(record.id for record in components.of_role(part.role) if record.family in families)


def variant_of(record: Component, variant: str | None) -> ComponentVariant | None:
    """A variant of a component by its id."""
    return next((one for one in record.variants if one.id == variant), None)
