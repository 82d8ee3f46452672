"""The lanes of an architecture diagram: which modality goes through which boxes.

The way in and the way out of the language model are mirror images: modalities, outer boxes (encoders or generators),
inner boxes (projectors). One lane leads one modality through one outer and one inner box, or past them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mmkb.figures.parts import Box, Reader
from mmkb.figures.tuning import why_unstaged
from mmkb.query.answers import ModelAnswer
from mmkb.records.base import Gap
from mmkb.records.training import Stage
from mmkb.vocab import WRITTEN_AS_TEXT, Design, Fusion, Modality, Role, State, spoken

_AKIN = {
    Modality.SPEECH: (Modality.AUDIO,),
    Modality.MUSIC: (Modality.AUDIO,),
    Modality.AUDIO: (Modality.SPEECH, Modality.MUSIC),
    Modality.VIDEO: (Modality.IMAGE,),
    Modality.RETRIEVED_IMAGE: (Modality.IMAGE,),
}


@dataclass(frozen=True, slots=True)
class Lane:
    """One modality's way between the border of the diagram and the language model.

    Attributes:
        modality: The modality; None for a box that none of the model's modalities reaches.
        outer: Place of the encoder or generator among the outer boxes; None past them.
        inner: Place of the projector among the inner boxes; None past them.
        tools: Whether the way leads to the experts and not to the language model.
        certain: Whether the entry says that this is the way.
    """

    modality: str | None
    outer: int | None = None
    inner: int | None = None
    tools: bool = False
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Side:
    """The way in or the way out.

    Attributes:
        outer: Encoders, or generators.
        inner: Input projectors, or output projectors.
        lanes: The lanes; those that carry text or what is written as text last.
        unknown: Whether the modalities are not disclosed.
    """

    outer: tuple[Box, ...] = ()
    inner: tuple[Box, ...] = ()
    lanes: tuple[Lane, ...] = ()
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """What an architecture diagram shows.

    Attributes:
        way_in: Encoders and input projectors.
        way_out: Output projectors and generators.
        llm: The language model, or the model itself where it has none of its own.
        experts: Experts that are called as tools, one box each.
        stages: Stages of training.
        unstaged: Why none is known; empty where some are.
        above: Whether the other modalities enter the language model by cross-attention.
        beside: Whether they enter it as tokens among the text.
    """

    way_in: Side
    way_out: Side
    llm: Box
    experts: tuple[Box, ...] = ()
    stages: tuple[Stage, ...] = ()
    unstaged: str = ""
    above: bool = False
    beside: bool = True


def _matching(boxes: Sequence[Box], modality: str, among: Iterable[int]) -> list[int]:
    """Places of the boxes that serve a modality: by its name, else by one akin, else those that name none."""
    places = list(among)
    exact = [i for i in places if modality in boxes[i].modalities]
    akin = [i for i in places if set(_AKIN.get(Modality(modality), ())).intersection(boxes[i].modalities)]
    whatever = [] if modality in WRITTEN_AS_TEXT else [i for i in places if not boxes[i].modalities]
    return exact or akin or whatever


def _component(box: Box) -> str:
    return box.parts[0].component or ""


def _together(one: Box, other: Box) -> bool:
    """Whether some variant of the model has both boxes."""
    return not one.variants or not other.variants or bool(one.variants & other.variants)


def _projectors(outer: Box | None, inner: Sequence[Box], modality: str | None) -> list[int]:
    """Places of the projectors behind an outer box (or behind none) for a modality."""
    if outer is None:
        open_to = [i for i, box in enumerate(inner) if not box.takes]
    else:
        named = [i for i, box in enumerate(inner) if _component(outer) in box.takes]
        open_to = named or [i for i, box in enumerate(inner) if not box.takes and _together(outer, box)]
    return _matching(inner, modality, open_to) if modality else [i for i in open_to if inner[i].takes]


def _lanes(modality: str, outer: Sequence[Box], inner: Sequence[Box]) -> list[Lane]:
    lanes = []
    for i in _matching(outer, modality, range(len(outer))):
        behind = _projectors(outer[i], inner, modality)
        lanes += [Lane(modality, i, j) for j in behind] or [Lane(modality, i)]
    return lanes or [Lane(modality, None, j) for j in _projectors(None, inner, modality)]


def _left_over(modalities: Sequence[str], outer: Sequence[Box], inner: Sequence[Box], lanes: list[Lane]) -> list[Lane]:
    """Lanes for the boxes that none of the lanes reaches, so that every box is drawn."""
    media = [m for m in modalities if m not in WRITTEN_AS_TEXT]
    more: list[Lane] = []
    for i, box in enumerate(outer):
        if all(lane.outer != i for lane in lanes):
            ways: list[str | None] = [m for m in media if not box.modalities]
            for modality in ways or [None]:
                behind = _projectors(box, inner, modality)
                more += [Lane(modality, i, j) for j in behind] or [Lane(modality, i)]
    reached = {lane.inner for lane in (*lanes, *more)}
    return more + [Lane(None, None, j) for j in range(len(inner)) if j not in reached]


def _ordered(lanes: Sequence[Lane], modalities: Sequence[str]) -> tuple[Lane, ...]:
    """Lanes in an order that keeps those of one box together; bare lanes last, text at the end."""
    rank: dict[str | None, int] = {m: i for i, m in enumerate(sorted(modalities, key=lambda m: m == Modality.TEXT))}
    last = len(rank)

    def key(lane: Lane) -> tuple[int, ...]:
        outer, inner = -1 if lane.outer is None else lane.outer, -1 if lane.inner is None else lane.inner
        if outer < 0 and inner < 0:
            return (1, lane.modality in WRITTEN_AS_TEXT, lane.modality == Modality.TEXT, rank.get(lane.modality, last))
        behind = {one.inner for one in lanes if one.outer == lane.outer}
        before = {one.outer for one in lanes if one.inner == lane.inner}
        # The box with more neighbours is the hub: its lanes stand together, those of its neighbours inside.
        by_inner = outer < 0 or (inner >= 0 and len(before) > len(behind))
        hub = [one for one in lanes if (one.inner == lane.inner if by_inner else one.outer == lane.outer)]
        start = min(rank.get(one.modality, last) for one in hub)
        places = (inner, outer) if by_inner else (outer, inner)
        return (0, start, int(by_inner), *places, rank.get(lane.modality, last))

    return _untangled(sorted(lanes, key=key))


def _tangled(lanes: Sequence[Lane]) -> int:
    """How many lanes stand between lanes of a box that they do not belong to: nothing crosses where none does."""
    foreign = 0
    for place in ("outer", "inner"):
        rows: dict[int, list[int]] = {}
        for row, lane in enumerate(lanes):
            box = getattr(lane, place)
            if box is not None:
                rows.setdefault(box, []).append(row)
        foreign += sum(own[-1] - own[0] + 1 - len(own) for own in rows.values())
    return foreign


def _untangled(lanes: list[Lane]) -> tuple[Lane, ...]:
    """Move single lanes, as long as that untangles them; lanes that are not tangled stay in their order."""
    while _tangled(lanes):
        through = [i for i, lane in enumerate(lanes) if lane.outer is not None or lane.inner is not None]
        moved = [[*(rest := [*lanes[:i], *lanes[i + 1 :]])[:j], lanes[i], *rest[j:]] for i in through for j in through]
        best = min(moved, key=_tangled)
        if _tangled(best) >= _tangled(lanes):
            break
        lanes = best
    return tuple(lanes)


def _side(
    modalities: Gap | Sequence[str],
    outer: tuple[Box, ...],
    inner: tuple[Box, ...],
    experts: Sequence[Box],
    *,
    tools: bool,
    none: bool,
) -> Side:
    """One way, in or out.

    Args:
        modalities: The model's modalities on this side.
        outer: Encoders or generators.
        inner: Projectors.
        experts: Experts.
        tools: Whether the experts stand between other modalities and the language model.
        none: Whether the design has no outer boxes, so that raw media meet the language model.
    """
    if isinstance(modalities, Gap):
        named = dict.fromkeys(m for box in (*outer, *inner) for m in box.modalities)
        known: tuple[str, ...] = tuple(named)
    else:
        known = tuple(modalities)
    lanes: list[Lane] = []
    for modality in known:
        through = _lanes(modality, outer, inner)
        called = modality not in WRITTEN_AS_TEXT and bool(
            experts and (tools or any(_matching([box], modality, [0]) for box in experts if box.modalities))
        )
        straight = not through or modality == Modality.TEXT
        lanes += through
        lanes += [Lane(modality, tools=called, certain=called or none or modality in WRITTEN_AS_TEXT)] * straight
    lanes += _left_over(known, outer, inner, lanes)
    unknown = isinstance(modalities, Gap) and modalities.state is State.NOT_DISCLOSED
    if unknown and all(lane.modality for lane in lanes):
        lanes.append(Lane(None))
    return Side(outer, inner, _ordered(lanes, known), unknown)


def diagram(model: ModelAnswer) -> Diagram:
    """Read what the diagram of a model shows.

    Args:
        model: The model.
    """
    reader, record = Reader(model), model.record
    built, fusion = record.architecture, record.architecture.fusion
    experts = reader.singles(Role.EXPERT, built.experts)
    tools = built.design is Design.TOOL_USING
    words = frozenset(fusion) if isinstance(fusion, tuple) else frozenset()
    above = Fusion.CROSS_ATTENTION in words
    return Diagram(
        way_in=_side(
            record.modalities.input,
            reader.singles(Role.ENCODER, built.encoders),
            reader.projectors(Role.INPUT_PROJECTOR, built.input_projectors),
            experts,
            tools=tools,
            none=isinstance(built.encoders, Gap),
        ),
        way_out=_side(
            record.modalities.output,
            reader.singles(Role.GENERATOR, built.generators),
            reader.projectors(Role.OUTPUT_PROJECTOR, built.output_projectors),
            experts,
            tools=tools,
            none=isinstance(built.generators, Gap),
        ),
        llm=reader.llm(),
        experts=tuple(replace(box, notes=()) for box in experts),
        stages=reader.stages,
        unstaged=why_unstaged(record),
        above=above,
        beside=not above or bool(words - {Fusion.CROSS_ATTENTION, Fusion.TOOLS}),
    )


def ways(diagram: Diagram) -> Iterator[str]:
    """Say every lane as a sentence, for readers who do not see the drawing."""
    for side, outward in ((diagram.way_in, False), (diagram.way_out, True)):
        for lane in side.lanes:
            stops = [spoken(lane.modality)] if lane.modality else []
            stops += [side.outer[lane.outer].parts[0].name] if lane.outer is not None else []
            if lane.inner is not None:
                parts = [part.name for part in side.inner[lane.inner].parts]
                stops.append(" then ".join(parts))
            stops.append("experts" if lane.tools else " or ".join(part.name for part in diagram.llm.parts))
            yield " to ".join(reversed(stops) if outward else stops)
