"""The architecture of a model's entry from the design of its checkpoint."""

from __future__ import annotations

from typing import Any, Final

from mmkb.hub.blocks import CONFIG
from mmkb.hub.checkpoint import Checkpoint
from mmkb.hub.drafts import Citation, Drafts, cite
from mmkb.hub.found import Design, Fact, Part, Projector
from mmkb.hub.matching import Components, Match, in_words
from mmkb.hub.parts import component_of, projector_component
from mmkb.vocab import MEDIA, Fusion, Modality

_DISCRETE: Final = Fusion.EARLY_FUSION_DISCRETE
_SCOPES: Final = {Modality.IMAGE: "image", Modality.VIDEO: "frame", Modality.AUDIO: "audio", Modality.SPEECH: "audio"}


class _Builder:
    """Builds the blocks of one architecture."""

    def __init__(
        self, design: Design, drafts: Drafts, components: Components, model: tuple[str, str], source: str, todo: list[str]
    ) -> None:
        self.design, self.drafts, self.components = design, drafts, components
        self.model, self.source, self.todo = model, source, todo

    def cite(self, *locators: str) -> list[Citation]:
        """Citations of the checkpoint."""
        return cite(self.source, *locators)

    def read(self) -> list[Citation]:
        """Citation of the class in which the family was read."""
        reading = self.design.reading
        return cite(self.drafts.package(), reading.locator) if reading is not None else []

    def part(self, part: Part, more: tuple[str, ...] = ()) -> Match:
        """The component of a part; what is left to do about it is noted."""
        found, todo = component_of(part, self.drafts, self.components, self.model, self.source, more)
        self.todo += todo
        return found

    def none(self, note: str) -> dict[str, Any]:
        """A gap: the design has none."""
        return {"state": "not-applicable", "note": note, "sources": [*self.cite(f"{CONFIG}: model_type"), *self.read()]}

    def encoder(self, part: Part, found: Match) -> dict[str, Any]:
        """The use of an encoder."""
        use: dict[str, Any] = {"component": found.component}
        if found.variant is not None:
            use["variant"] = found.variant
        use["modalities"] = [str(m) for m in part.modalities]
        if part.resolution is not None and set(part.modalities) & {Modality.IMAGE, Modality.VIDEO}:
            use["resolution"] = [part.resolution.value]
        if part.bins is not None:
            use["sampling"] = f"{part.bins.value} mel bins"
        if part.layer is not None:
            use["layer"] = part.layer.value
        told = in_words(part)
        if told:
            use["note"] = told
        return {**use, "sources": self.cite(*part.locators())}

    def projector(self, projector: Projector, takes: list[str]) -> dict[str, Any] | None:
        """The use of a projector; None where its parts are not known."""
        if projector.parts is None:
            return None
        place = projector.locators[0] if projector.locators else f"{CONFIG}: model_type"
        ids = [projector_component(word, self.drafts, self.components, self.source, place) for word in projector.parts]
        use: dict[str, Any] = {"components": ids, "modalities": [str(m) for m in projector.modalities]}
        if takes:
            use["takes"] = takes
        if projector.tokens is not None:
            use["tokens"] = {"count": projector.tokens.value, "per": _SCOPES.get(projector.modalities[0], "input")}
        notes = [f"{projector.depth} layers"] if projector.depth is not None else []
        notes += [f"activation {projector.activation.value}"] if projector.activation is not None else []
        if notes:
            use["note"] = ", ".join(notes)
        facts: tuple[Fact[Any] | None, ...] = (projector.tokens, projector.activation)
        places = [fact.locator for fact in facts if fact is not None and not fact.locator.startswith("models/")]
        sources = self.cite(*projector.locators, *places)
        if projector.reading is not None:
            sources += cite(self.drafts.package(), projector.reading.locator)
        return {**use, "sources": sources}


def modalities_of(design: Design) -> tuple[list[str], list[str]]:
    """Input and output modalities in the order of the vocabulary."""
    order = list(Modality)
    given = ({fact.value for fact in facts} for facts in (design.inputs, design.outputs))
    first, second = (sorted(values, key=order.index) for values in given)
    return [str(m) for m in first], [str(m) for m in second]


def draft_architecture(
    design: Design, checkpoint: Checkpoint, drafts: Drafts, components: Components, model: tuple[str, str], source: str,
    todo: list[str],
) -> tuple[dict[str, Any], list[str], list[str]]:  # fmt: skip
    """Draft the architecture of a model.

    Args:
        design: What was found.
        checkpoint: The checkpoint.
        drafts: Where drafts of components and sources go.
        components: The components of the catalogue.
        model: Id and name of the model.
        source: Id of the checkpoint's source.
        todo: What is left to do; added to.

    Returns:
        The block, the input modalities and the output modalities.
    """
    build = _Builder(design, drafts, components, model, source, todo)
    block: dict[str, Any] = {"design": "end-to-end"}
    if design.fusion is not None:
        block["fusion"] = [str(word) for word in design.fusion.value]
    matches = [build.part(part) for part in design.encoders]
    if matches:
        block["encoders"] = [build.encoder(part, found) for part, found in zip(design.encoders, matches, strict=True)]
    elif design.raw:
        block["encoders"] = build.none("raw patches or frames go to the language model")
    _add_projectors(block, build, matches)
    if design.backbone is not None:
        block["backbones"] = [_backbone(build, design.backbone, checkpoint)]
    inputs, outputs = modalities_of(design)
    if not outputs:
        outputs = ["text"]
        todo.append("modalities.output: that the language model gives text is all that the files tell")
    elif not MEDIA & {Modality(word) for word in outputs} and design.reading is not None:
        block["output_projectors"] = block["generators"] = "not-applicable"
    if design.generators:
        block["generators"] = [
            {
                "component": build.part(part).component, "modalities": [str(m) for m in part.modalities],
                "sources": build.cite(*(part.locators() or [f"{CONFIG}: {part.key}"])),
            }
            for part in design.generators
        ]  # fmt: skip
    if design.special:
        told = "; ".join(fact.value for fact in design.special)
        block["note"] = f"Special tokens: {told}"[:300]
    place = [design.fusion.locator] if design.fusion is not None else [f"{CONFIG}: model_type"]
    block["sources"] = [*build.cite(*place, *(fact.locator for fact in design.special)), *build.read()]
    return block, inputs, outputs


def _add_projectors(block: dict[str, Any], build: _Builder, matches: list[Match]) -> None:
    """Add the input projectors; one that several encoders share is one."""
    design = build.design
    uses: list[dict[str, Any]] = []
    groups: list[list[Projector]] = []
    for projector in design.projectors:
        same = [g for g in groups if g[0].reading == projector.reading and projector.reading is not None
                and (g[0].parts, g[0].modalities) == (projector.parts, projector.modalities)]  # fmt: skip
        if same:
            same[0].append(projector)
        else:
            groups.append([projector])
    for group in groups:
        taken = [matches[one.encoder].component for one in group if one.encoder is not None]
        use = build.projector(group[0], list(dict.fromkeys(taken)) if len(matches) > 1 else [])
        if use is not None:
            uses.append(use)
    if uses:
        block["input_projectors"] = uses
    elif not design.projectors and design.encoders and design.fusion is not None and _DISCRETE in design.fusion.value:
        block["input_projectors"] = build.none("discrete tokens share the language model's embeddings")


def _backbone(build: _Builder, part: Part, checkpoint: Checkpoint) -> dict[str, Any]:
    found = build.part(part, checkpoint.card.base_model)
    use: dict[str, Any] = {"component": found.component}
    if found.variant is not None:
        use["variants"] = [found.variant]
    told = in_words(part)
    if told:
        use["note"] = told
    places = part.locators() or [f"{CONFIG}: model_type"]
    named = [name for name in checkpoint.card.base_model if found.why.endswith(name)]
    return {**use, "sources": build.cite(*places, *(["README.md: base_model"] if named else []))}
