"""The boxes of an architecture diagram, read from an entry: what they say, not where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mmkb.figures.tuning import Cell, Mark, known_stages, strip
from mmkb.query.answers import ModelAnswer
from mmkb.records.architecture import (
    BackboneUse,
    EncoderUse,
    GeneratorUse,
    ProjectorUse,
    SingleUse,
    Tokens,
    Use,
)
from mmkb.records.base import Gap
from mmkb.vocab import Fusion, Role, State, spoken

_FEW = 2

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Part:
    """One component in a box.

    Attributes:
        component: Its id; None for what has none (a gap, the model itself).
        name: What to print.
        details: Lines in small type.
        cells: What the stages of training do to it.
        note: What a tooltip adds.
    """

    component: str | None
    name: str
    details: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the diagram.

    Attributes:
        role: The role of what stands in it.
        parts: Its parts, in order of the data's way.
        notes: Lines in small type below them.
        modalities: Modalities that it serves; none if it serves whatever comes.
        takes: Components that it takes from or feeds, where they are named.
        gap: Whether it stands for something that is not disclosed.
        variants: Variants of the model that have it; none: all.
    """

    role: Role
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    gap: bool = False
    variants: frozenset[str] = frozenset()


def _unique(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))


def _size(variant: str) -> str:
    if re.fullmatch(r"[\d.]+", variant):
        return f"version {variant}"
    return variant.upper() if re.fullmatch(r"[\d.]+[bm]|x*[sl]", variant) else variant


def _tokens(tokens: Tokens | None, unit: str = "tokens") -> str:
    number = None if tokens is None else tokens.count or tokens.at_most
    if tokens is None or number is None:
        return ""
    some = "" if tokens.count else "≤ "
    per = "" if tokens.per in ("input", "output") else f" / {spoken(tokens.per)}"
    return f"{some}{number} {unit if number != 1 else unit.removesuffix('s')}{per}"


def _sizes(resolution: Sequence[str]) -> str:
    return ", ".join(r.replace("x", "×") for r in resolution)


def _use_details(use: Use) -> list[str]:
    """The small print of one use, most telling first."""
    lines: list[str] = []
    if isinstance(use, SingleUse) and use.variant:
        lines.append(_size(use.variant))
    if isinstance(use, (EncoderUse, GeneratorUse)) and use.resolution:
        lines.append(_sizes(use.resolution))
    if isinstance(use, EncoderUse) and use.frames:
        lines.append(f"{use.frames} frame{'s' if use.frames > 1 else ''}")
    if isinstance(use, (EncoderUse, ProjectorUse)):
        lines.append(_tokens(use.tokens))
    if isinstance(use, GeneratorUse):
        lines.append(_tokens(use.tokens, "signal tokens"))
    if isinstance(use, BackboneUse):
        lines += [", ".join(_size(v) for v in use.variants)] if use.variants else []
        lines += [f"mixture of {use.experts} experts"] if use.experts else []
    return [line for line in lines if line]


def _details(uses: Sequence[Use], all_variants: frozenset[str]) -> tuple[str, ...]:
    """The small print of uses that share a box; what only some of the variants have says which."""
    lines: list[str] = []
    for use in uses:
        own = _use_details(use)
        if len(uses) > 1 and use.modalities and any(other.modalities != use.modalities for other in uses):
            own = [f"{', '.join(spoken(m) for m in use.modalities)}: {' · '.join(own)}"] if own else []
        lines += own
    covered = {v for use in uses for v in use.model_variants}
    if all(use.model_variants for use in uses) and covered != all_variants:
        named = ", ".join(_size(v) for v in sorted(covered))
        few = len(covered) <= _FEW
        if named not in lines:
            lines.append(f"only {named}" if few else f"{len(covered)} of {len(all_variants)} variants")
    return _unique(lines)


def _notes(uses: Sequence[Use]) -> str:
    return " ".join(_unique(use.note for use in uses if use.note))


def _variants(uses: Sequence[Use]) -> frozenset[str]:
    """The variants of the model that have one of some uses; none where one use is of all variants."""
    named = [use.model_variants for use in uses]
    return frozenset(v for some in named for v in some) if all(named) else frozenset()


def _grouped(items: Sequence[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    """Group equal items wherever they stand, in the order of their first."""
    groups: dict[K, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())


class Reader:
    """Reads the boxes of one model."""

    def __init__(self, model: ModelAnswer) -> None:
        """Take the model's record and names."""
        self.model = model
        self.record = model.record
        self.stages = known_stages(model.record)
        self.variants = frozenset(v.id for v in self.record.variants)

    def part(self, role: Role, component: str, modalities: Iterable[str], details: tuple[str, ...], note: str) -> Part:
        """A component in its place, with what the stages do to it."""
        cells = strip(self.stages, role, component, frozenset(modalities))
        if role is Role.EXPERT and all(cell.mark is Mark.NOT_STATED for cell in cells):
            cells = ()
        return Part(component, self.model.named("component", component).name, details, cells, note)

    def gap(self, role: Role, gap: Gap) -> tuple[Box, ...]:
        """A dashed box for what is not disclosed; nothing for what the design does not have."""
        if gap.state is not State.NOT_DISCLOSED:
            return ()
        return (Box(role, (Part(None, "not disclosed", (), (), gap.note or ""),), gap=True),)

    def singles(self, role: Role, value: Gap | Sequence[SingleUse] | None) -> tuple[Box, ...]:
        """One box a component (and variant of it), whatever modalities it serves."""
        if isinstance(value, Gap):
            return self.gap(role, value)
        boxes = []
        for _, group in _grouped(value or (), lambda use: (use.component, use.variant or "")):
            modalities = _unique(m for use in group for m in use.modalities)
            part = self.part(role, group[0].component, modalities, _details(group, self.variants), _notes(group))
            boxes.append(Box(role, (part,), modalities=modalities, variants=_variants(group)))
        return tuple(boxes)

    def projectors(self, role: Role, value: Gap | Sequence[ProjectorUse] | None) -> tuple[Box, ...]:
        """One box a projector; the same one in several variants of the model is one."""
        if isinstance(value, Gap):
            return self.gap(role, value)
        boxes = []
        for _, group in _grouped(value or (), lambda use: (use.components, use.modalities, use.takes)):
            use = group[0]
            parts = tuple(self.part(role, c, use.modalities, (), _notes(group)) for c in use.components)
            details = _details(group, self.variants)
            boxes.append(Box(role, parts, details, tuple(use.modalities), use.takes, variants=_variants(group)))
        return tuple(boxes)

    def llm(self) -> Box:
        """The language model; the model itself where it has none of its own or where none is known."""
        value, note = self.record.architecture.backbones, ""
        if isinstance(value, Gap):
            if value.state is State.NOT_DISCLOSED:
                return self.gap(Role.BACKBONE, value)[0]
            note = value.note or "no language model of its own"
        if not value or isinstance(value, Gap):
            return Box(Role.BACKBONE, (Part(None, self.record.name, (), (), note),), notes=self.fusion())
        parts = tuple(
            self.part(Role.BACKBONE, component, (), _details(group, self.variants), _notes(group))
            for component, group in _grouped(value, lambda use: use.component)
        )
        return Box(Role.BACKBONE, parts, notes=self.fusion())

    def fusion(self) -> tuple[str, ...]:
        """How the other modalities meet the language model, as far as arrows do not show it."""
        value = self.record.architecture.fusion
        told = {
            Fusion.VISUAL_EXPERT: "visual expert layers",
            Fusion.ENCODER_DECODER: "encoder-decoder",
            Fusion.EARLY_FUSION_DISCRETE: "early, discrete tokens",
            Fusion.EARLY_FUSION_CONTINUOUS: "early, raw patches",
        }
        return tuple(f"fusion: {told[word]}" for word in value if word in told) if isinstance(value, tuple) else ()
