"""Verifying: an entry compared with the files of a checkpoint, fact by fact."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.hub.checkpoint import Checkpoint
from mmkb.hub.comparison import Comparison, Outcome, compared, licence, parameters, variant_of
from mmkb.hub.found import Design, Fact, Part
from mmkb.hub.kinds import PROJECTORS
from mmkb.hub.matching import Components, candidates, contradicts, families_of, in_words, match, shape
from mmkb.hub.reading import read_design
from mmkb.records import Component, Model
from mmkb.records.architecture import BackboneUse, EncoderUse, ProjectorUse
from mmkb.records.base import Gap
from mmkb.rules import Path
from mmkb.vocab import Modality, Role, State, Verifiable


class _Verifier:
    """Compares one entry with one checkpoint."""

    def __init__(self, model: Model, checkpoint: Checkpoint, components: Components, variant: str) -> None:
        self.model, self.checkpoint, self.components = model, checkpoint, components
        self.design: Design = read_design(checkpoint.config, checkpoint.preprocessor)
        self.variant = variant_of(model, checkpoint, variant)

    def holds(self, variants: tuple[str, ...]) -> bool:
        """Whether a use holds for the variant that the checkpoint is, as far as that is known."""
        return not variants or self.variant is None or self.variant.id in variants

    def modalities(self) -> Iterator[Comparison]:
        """Compare input and output."""
        for name, facts in (("input", self.design.inputs), ("output", self.design.outputs)):
            known = getattr(self.model.modalities, name)
            said = set() if isinstance(known, Gap) else set(known)
            for fact in facts:
                wider = fact.value in said or (fact.value is Modality.AUDIO and said & {Modality.SPEECH, Modality.MUSIC})
                wider = wider or (fact.value in (Modality.SPEECH, Modality.MUSIC) and Modality.AUDIO in said)
                yield compared(
                    f"{name} modality {fact.value}", ("modalities", name), ", ".join(map(str, said and sorted(said))),
                    Fact(str(fact.value), fact.locator), bool(wider),
                    "" if wider else "the checkpoint has a part or token for it; was it trained to use it?",
                )  # fmt: skip

    def fusion(self) -> Iterator[Comparison]:
        """Compare the fusion."""
        known, found = self.model.architecture.fusion, self.design.fusion
        said = set(known) if isinstance(known, tuple) else set()
        given = Fact(", ".join(found.value), found.locator) if found is not None else None
        equal = found is not None and bool(said & set(found.value))
        yield compared("fusion", ("architecture", "fusion"), ", ".join(sorted(said)), given, equal)

    def encoders(self) -> Iterator[Comparison]:
        """Compare the encoders with those of the checkpoint that serve the same modalities."""
        known = self.model.architecture.encoders
        if isinstance(known, Gap):
            if self.design.raw:
                none = Fact("none (raw patches)", "config.json: model_type")
                equal = known.state is State.NOT_APPLICABLE
                yield compared("encoder", ("architecture", "encoders"), str(known.state), none, equal)
            for part in self.design.encoders:
                said = Fact(part.kind.value if part.kind else part.key, (part.locators() or [""])[0])
                yield compared("encoder", ("architecture", "encoders"), str(known.state), said, False)
            return
        uses = [(i, use) for i, use in enumerate(known or ()) if self.holds(use.model_variants)]
        taken: set[int] = set()
        for part in self.design.encoders:
            place = self._best(part, [(i, use) for i, use in uses if i not in taken])
            if place is None:
                said = Fact(_said(part), (part.locators() or ["config.json"])[0])
                yield compared("encoder", ("architecture", "encoders"), "none that serves this", said, False)
                continue
            taken.add(place[0])
            yield from self._encoder(part, *place)
        for i, use in uses:
            if i not in taken:
                yield compared(
                    f"encoder {use.component}", ("architecture", "encoders", i, "component"), use.component, None, False,
                    "the configuration has no block for it",
                )  # fmt: skip

    def _best(self, part: Part, uses: list[tuple[int, EncoderUse]]) -> tuple[int, EncoderUse] | None:
        """The use that a part most likely is: of its modalities and family, else of its modalities alone."""
        wanted = set(part.modalities) | ({Modality.AUDIO, Modality.SPEECH} if Modality.AUDIO in part.modalities else set())
        serving = [(i, use) for i, use in uses if not use.modalities or wanted & set(use.modalities)]
        named = match(part, self.components)
        for i, use in serving:
            if named is not None and use.component == named.component:
                return i, use
        for i, use in serving:
            record = self.components.records.get(use.component)
            if record is not None and record.family in families_of(part):
                return i, use
        return serving[0] if serving else None

    def _encoder(self, part: Part, i: int, use: EncoderUse) -> Iterator[Comparison]:
        path: Path = ("architecture", "encoders", i)
        record = self.components.records.get(use.component)
        hits = [(name, hit) for name in part.names if (hit := self.components.named(name.value, Role.ENCODER)) is not None]
        named = [(name, hit) for name, hit in hits if not contradicts(part, self.components.records[hit[0]])]
        if named:
            name, hit = named[0]
            yield compared("encoder", (*path, "component"), use.component, name, hit[0] == use.component)
        elif record is not None and part.kind is not None:
            family = record.family or ""
            equal = family in families_of(part)
            own = part.family not in {one.family for one in self.components.records.values()}
            if own and not equal:  # a class of the family's own says nothing of where its weights are from
                note = f"the family's own class {part.kind.value} does not tell"
                yield compared("encoder", (*path, "component"), use.component, None, False, note)
            else:
                note = f"{use.component} is of the family {family or 'unknown'}"
                yield compared("encoder family", (*path, "component"), use.component, part.kind, equal, note)
        if record is not None:
            yield from self._shape(part, path, record)
        if part.resolution is not None:
            said = [r for r in use.resolution if r != "native"]
            note = "the entry says native" if use.resolution and not said else ""
            equal = part.resolution.value in said
            yield compared(
                "resolution", (*path, "resolution"), ", ".join(said), part.resolution, equal, note or "preprocessing may tile"
            )  # fmt: skip

    def _shape(self, part: Part, path: Path, record: Component) -> Iterator[Comparison]:
        width, layers, patch = shape(record)
        note = f"from the entry of the component {record.id}"
        for fact, entry, given, slack in (
            ("width", width, part.width, 0), ("layers", layers, part.layers, 1), ("patch", patch, part.patch, 0),
        ):  # fmt: skip
            if entry is not None and given is not None:
                equal = entry - slack <= given.value <= entry
                told = f"{note}; the last layer is left away" if equal and given.value < entry else note
                yield compared(f"encoder {fact}", (*path, "component"), str(entry), given, equal, told)

    def projectors(self) -> Iterator[Comparison]:
        """Compare the input projectors by the families of their parts."""
        known = self.model.architecture.input_projectors
        if isinstance(known, Gap) or known is None:
            said = str(known.state) if isinstance(known, Gap) else ""
            for projector in self.design.projectors:
                given = Fact("+".join(projector.parts), projector.locators[0]) if projector.parts else None
                yield compared("input projector", ("architecture", "input_projectors"), said, given, False)
            return
        uses = [(i, use) for i, use in enumerate(known) if self.holds(use.model_variants)]
        for projector in self.design.projectors:
            serving = [
                (i, use) for i, use in uses if not use.modalities or set(use.modalities) & set(projector.modalities)
            ] or uses  # fmt: skip
            if projector.parts is None or not serving:
                yield compared("input projector", ("architecture", "input_projectors"), "", None, False)
                continue
            wanted = [PROJECTORS[word].family for word in projector.parts]
            i, use = next(((i, use) for i, use in serving if self._same(use, wanted)), serving[0])
            locator = projector.reading.locator if projector.reading is not None else (*projector.locators, "")[0]
            yield compared(
                "input projector", ("architecture", "input_projectors", i, "components"), "+".join(use.components),
                Fact("+".join(projector.parts), locator), self._same(use, wanted),
            )  # fmt: skip
            if projector.tokens is not None and use.tokens is not None:
                number = use.tokens.count or use.tokens.at_most
                yield compared(
                    "tokens", ("architecture", "input_projectors", i, "tokens"), str(number or ""), projector.tokens,
                    number == projector.tokens.value,
                )  # fmt: skip

    def _same(self, use: ProjectorUse, wanted: list[str]) -> bool:
        """Whether the parts are of the same families; linear layers and ways of joining neighbours may go unnamed."""
        had = [r.family for one in use.components if (r := self.components.records.get(one)) is not None]
        weak = {"linear", "pixel-shuffle", "average-pooling"}
        strong = [family for family in wanted if family not in weak]
        return set(strong) <= set(had) and {one for one in had if one not in weak} <= set(strong) and (
            bool(strong) or bool(set(had) & set(wanted))
        )  # fmt: skip

    def backbone(self) -> Iterator[Comparison]:
        """Compare the language model."""
        part, known = self.design.backbone, self.model.architecture.backbones
        if part is None or isinstance(known, Gap) or not known:
            return
        uses = [(i, use) for i, use in enumerate(known) if self.holds(use.model_variants)]
        names = [*part.names, *(Fact(name, "README.md: base_model") for name in self.checkpoint.card.base_model)]
        named = [(n, hit) for n in names if (hit := self.components.named(n.value, Role.BACKBONE)) is not None]
        found = [(n, hit) for n, hit in named if not contradicts(part, self.components.records[hit[0]], hit[1])]
        path: Path = ("architecture", "backbones")
        said = ", ".join(use.component for _, use in uses)
        if found:
            name, (component, variant) = found[0]
            at = next(((i, use) for i, use in uses if use.component == component), None)
            where = (*path, at[0], "component") if at is not None else path
            yield compared("language model", where, said, name, at is not None)
            if at is not None and variant is not None and at[1].variants:
                yield self._version(at, variant, name)
        elif part.kind is not None and part.family:
            families = {r.family for _, use in uses if (r := self.components.records.get(use.component)) is not None}
            note = f"of the family {', '.join(sorted(filter(None, families)))}" if any(families) else ""
            equal = part.family in families
            own = not candidates(part, self.components)
            if not equal and (own or part.family == "llama"):
                note = f"the class {part.kind.value} is the family's own" if own else "many families use the class llama"
                yield compared("language model family", path, said, None, False, note)
            else:
                yield compared("language model family", path, said, part.kind, equal, note)

    @staticmethod
    def _version(at: tuple[int, BackboneUse], variant: str, name: Fact[str]) -> Comparison:
        i, use = at
        path: Path = ("architecture", "backbones", i, "variants")
        return compared("version of the language model", path, ", ".join(use.variants), name, variant in use.variants)

    def others(self) -> Iterator[Comparison]:
        """Compare parameters and licence."""
        yield parameters(self.model, self.checkpoint, self.variant)
        yield licence(self.model, self.checkpoint, self.variant)


def _said(part: Part) -> str:
    kind = part.kind.value if part.kind is not None else part.names[0].value if part.names else part.key
    told = in_words(part)
    return f"{kind} ({told})" if told else kind


def compare(model: Model, checkpoint: Checkpoint, components: Components, variant: str = "") -> list[Comparison]:
    """Compare an entry with a checkpoint.

    Args:
        model: The entry.
        checkpoint: The checkpoint.
        components: The components of the catalogue.
        variant: The variant of the model that the checkpoint is; empty where the checkpoint's address tells.

    Returns:
        Every fact that the entry or the checkpoint has, and how the two stand.

    Raises:
        HubError: If the checkpoint is none of a multimodal model, or the model has no such variant.
    """
    one = _Verifier(model, checkpoint, components, variant)
    steps = (one.modalities, one.fusion, one.encoders, one.projectors, one.backbone, one.others)
    return [comparison for step in steps for comparison in step()]


def agreed(found: list[Comparison]) -> list[Verifiable]:
    """What was compared and agrees as a whole: nothing disagrees, and what the name promises was compared.

    An architecture counts as compared where an encoder and the language model, or what joins them, agree.
    """
    whole = []
    for what in Verifiable:
        outcomes = {one.outcome for one in found if one.what is what}
        if Outcome.AGREES in outcomes and Outcome.DISAGREES not in outcomes:
            whole.append(what)
    agreeing = [one.fact for one in found if one.outcome is Outcome.AGREES]
    encoder = any(fact.startswith("encoder") for fact in agreeing)
    joined = any(fact.startswith(("language model", "version of the language model", "input projector")) for fact in agreeing)
    return [what for what in whole if what is not Verifiable.ARCHITECTURE or (encoder and joined)]
