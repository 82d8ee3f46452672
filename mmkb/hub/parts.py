"""Components of a checkpoint: those of the catalogue where they are known, drafts where they are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mmkb.hub.drafts import Draft, Drafts, cite
from mmkb.hub.found import Fact, Part
from mmkb.hub.kinds import ENCODER_DECODER, PROJECTORS, SHAPED_LIKE, VIT_SHAPES, slug
from mmkb.hub.matching import Components, Match, candidates, in_words, match
from mmkb.vocab import Role

_WORDS: Final = {Role.ENCODER: "encoder", Role.BACKBONE: "llm", Role.GENERATOR: "generator"}
_NAMES: Final = {Role.ENCODER: "encoder", Role.BACKBONE: "language model", Role.GENERATOR: "generator"}
_UNKNOWN: Final = "organisations, released, paper: who made it, when, and where it is introduced"
_SIZED: Final = frozenset({*SHAPED_LIKE, "siglip", "siglip2"})
_LABELS: Final = {"clip": "CLIP", "siglip": "SigLIP", "siglip2": "SigLIP 2"}


def component_of(
    part: Part, drafts: Drafts, components: Components, model: tuple[str, str], source: str, more: tuple[str, ...] = ()
) -> tuple[Match, list[str]]:
    """The component that a part is; one is drafted where the catalogue has none that is known to be it.

    Args:
        part: The part.
        drafts: Where a draft goes.
        components: The components of the catalogue.
        model: Id and name of the model.
        source: Id of the checkpoint's source.
        more: Further names that the part may go by.

    Returns:
        The component, and what is left to do about it in the model's entry.
    """
    found = match(part, components, more)
    if found is not None:
        return found, [f"{_place(part)}: {doubt}" for doubt in found.doubts]
    shared = drafts.blocks.get(part.key)
    if shared is not None:  # one block that is encoder and generator in one, such as a codec
        shared.data["kinds"] = [*shared.data["kinds"], _WORDS[part.role]]
        return Match(shared.id, None, "drafted"), []
    draft = Draft("component", _data(part, drafts, model, source))
    drafts.blocks[part.key] = draft
    known = candidates(part, components)
    which = f"which {_NAMES[part.role]} is it?"
    if known:
        shown = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
        which += f" The catalogue has of that family: {shown}. If it is one of them, name that one in {model[0]} and delete "
        which += "this file."
    which += "".join(f" {name.locator} names {name.value}." for name in part.names)
    draft.todo = [which, _UNKNOWN]
    drafts.add(draft)
    return Match(draft.id, None, "drafted"), [f"{_place(part)}: {draft.id} was drafted; {which[0].lower()}{which[1:]}"]


def _place(part: Part) -> str:
    return {Role.ENCODER: "architecture.encoders", Role.BACKBONE: "architecture.backbones"}.get(
        part.role, "architecture.generators"
    )


def _size(part: Part) -> str:
    """The letters of a vision transformer's size and its patch, such as ``B/16``; empty if the shape is no usual one."""
    if part.width is None or part.layers is None or part.patch is None:
        return ""
    usual = (part.width.value, part.layers.value)
    return next((f"{size}/{part.patch.value}" for size, known in VIT_SHAPES.items() if known == usual), "")


def _left_over(name: Fact[str]) -> bool:
    """Whether a name stands where configurations keep that of the checkpoint that training began from, or of another one."""
    return name.locator.endswith("_name_or_path")


def _names(part: Part, model: tuple[str, str]) -> Iterator[tuple[str, str]]:
    size = _size(part)
    for told in part.names:
        last = told.value.rsplit("/", 1)[-1]
        if part.role is Role.ENCODER and not _left_over(told) and slug(last):
            yield slug(last), last
    if part.role is Role.ENCODER and size and part.family in _SIZED:
        yield slug(f"{part.family}-vit-{size}"), f"{_LABELS.get(part.family, part.family)} ViT-{size}"
    elif part.role is Role.ENCODER and part.family and part.family not in _SIZED:
        what = "audio" if part.bins is not None or "audio" in part.key else "vision" if "vision" in part.key else ""
        yield slug(f"{part.family} {what} encoder"), " ".join(f"{part.family} {what} encoder".split())
    entry, name = model
    inner = slug(part.key.replace("_config", "").replace(".", "-").replace("_", "-"))
    yield slug(f"{entry[:56]}-{_WORDS[part.role]}"), f"{_NAMES[part.role].capitalize()} of {name}"
    yield slug(f"{entry[:40]}-{inner[:24]}-{_WORDS[part.role]}"), f"{_NAMES[part.role].capitalize()} of {name} ({part.key})"


def _data(part: Part, drafts: Drafts, model: tuple[str, str], source: str) -> dict[str, Any]:
    entry, name = drafts.free_component(_names(part, model))
    data: dict[str, Any] = {"id": entry, "name": name, "kinds": [_WORDS[part.role]]}
    if part.family:
        data["family"] = part.family
    data["modalities"] = ["text"] if part.role is Role.BACKBONE else [str(m) for m in part.modalities]
    place = part.locators() or ["config.json: model_type"]
    if part.role is Role.ENCODER:
        facts = encoder_facts(part)
        if facts:
            data["encoder"] = {**facts, "sources": cite(source, *place)}
    if part.role is Role.BACKBONE:
        facts = llm_facts(part)
        if facts:
            data["llm"] = facts
    told = in_words(part)
    if told and part.role is not Role.ENCODER:
        data["note"] = f"In the configuration of {model[1]}: {told}."
    return {**data, "sources": cite(source, *place)}


def encoder_facts(part: Part) -> dict[str, Any]:
    """What a part says of an encoder, in the form of its entry."""
    facts: dict[str, Any] = {}
    size = _size(part)
    if size and part.family in _SIZED:
        facts["architecture"] = f"ViT-{size}"
    if part.kind is not None and ("vq" in part.kind.value or part.kind.value == "mimi"):
        facts["features"] = "discrete"
    for key, fact in (("patch", part.patch), ("width", part.width), ("layers", part.layers)):
        if fact is not None:
            facts[key] = fact.value
    if part.resolution is not None:
        facts["resolution"] = [part.resolution.value]
    return facts


def llm_facts(part: Part) -> dict[str, Any]:
    """What a part says of a language model, in the form of its entry."""
    facts: dict[str, Any] = {}
    if part.family in ENCODER_DECODER:
        facts["architecture"] = "encoder-decoder"
    if part.context is not None:
        facts["context_length"] = part.context.value
    if part.experts is not None:
        facts["experts"] = part.experts.value
    return facts


def projector_component(word: str, drafts: Drafts, components: Components, source: str, locator: str) -> str:
    """The component of a part of a projector; one is drafted where the catalogue has none of that id."""
    record = components.records.get(word)
    if record is not None or any(d.kind == "component" and d.id == word for d in drafts.made):
        return word
    kind = PROJECTORS[word]
    data = {
        "id": word, "name": kind.name, "description": kind.description, "kinds": ["projector"], "family": kind.family,
        "sources": cite(source, locator),
    }  # fmt: skip
    return drafts.add(Draft("component", data, ["sources: does a paper introduce it?"]))
