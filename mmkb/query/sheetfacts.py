"""The facts of a model, read from its record, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from mmkb.query.answers import ModelAnswer, Named
from mmkb.query.printing import shown
from mmkb.query.sheet import Cell, Line, Part, Place, SheetFact
from mmkb.records.architecture import SLOTS, BackboneUse, EncoderUse, GeneratorUse, ProjectorUse, SingleUse, Use
from mmkb.records.availability import Artefact
from mmkb.records.base import Cited, Gap
from mmkb.records.component import DatasetUse
from mmkb.records.model import LineageEdge
from mmkb.records.training import Stage, StagePart, Training
from mmkb.vocab import Tuning, spoken

T = TypeVar("T")
Variants = Mapping[tuple[str, str], str]
"""Names of variants of components, by the ids of both."""

_ABSENT: Final = Cell(state="absent")
_NONE: Final = Cell(state="none")


class Facts:
    """Reads the facts of one model."""

    def __init__(self, answer: ModelAnswer, variants: Variants) -> None:
        """Read from an answer.

        Args:
            answer: Everything about the model.
            variants: Names of the variants of its components.
        """
        self._answer = answer
        self._record = answer.record
        self._variants = variants

    def all(self) -> Iterator[SheetFact]:
        """Yield every fact, in the order in which they are told."""
        for fact, cell in self._glance():
            yield SheetFact("At a glance", fact, cell, "variants" if fact == "parameters" else "at-a-glance")
        for fact, cell in self._modalities():
            yield SheetFact("Modalities", fact, cell, "at-a-glance")
        for fact, cell in self._architecture():
            yield SheetFact("Architecture", fact, cell, "architecture")
        yield SheetFact("Training", "training stages", self._kinds(), "training")
        for number, stage in enumerate(self._stages(), 1):
            for fact, cell in self._stage(number, stage):
                yield SheetFact("Training", fact, cell, f"stage-{number}")
        yield SheetFact("Lineage", "built on", self._parents(), "lineage")
        yield SheetFact("Lineage", "later models built on it", self._children(), "lineage")

    def rest(self) -> Cell:
        """What stands for a training stage that others have and this model has not."""
        kinds = self._kinds()
        return _NONE if kinds.state == "known" else Cell(state=kinds.state)

    def _places(self, *blocks: object) -> tuple[Place, ...]:
        """Where a fact is written: the innermost block with sources, outermost first, is the one that holds."""
        holding = next((b.sources for b in reversed(blocks) if isinstance(b, Cited) and b.sources), ())
        return tuple((self._answer.named("source", c.source), c.locator) for c in holding)

    def _cell(self, value: T | Gap | None, show: Callable[[T], Iterable[Line]], *around: object) -> Cell:
        """A fact: its value, its gap, or that nobody has looked for it."""
        if value is None:
            return _ABSENT
        if isinstance(value, Gap):
            return Cell((), str(value.state), value.note, self._places(*around, value))
        lines = tuple(show(value))
        return Cell(lines) if lines else _NONE

    def _word(self, value: object, *around: object) -> Cell:
        """A fact of one word or of several."""
        return self._cell(value, lambda known: [Line((shown("", known),), self._places(*around, known))], *around)

    def _glance(self) -> Iterator[tuple[str, Cell]]:
        record, had = self._record, self._record.availability
        yield "released", self._cell(record.release, lambda r: [Line((r.date,), self._places(r))])
        yield (
            "organisations",
            self._cell(
                record.organisations,
                lambda a: [Line(_joined([self._answer.named("organisation", m) for m in a.members]), self._places(a))],
            ),
        )
        yield "access", self._word(had.access, had) if had is not None else _ABSENT
        size = self._answer.summary.parameters
        told = [v for v in record.variants if v.parameters is not None]
        gaps = [v.parameters for v in told if isinstance(v.parameters, Gap)]
        if size is not None:
            places = dict.fromkeys(p for v in told if not isinstance(v.parameters, Gap) for p in self._places(v, v.parameters))
            yield "parameters", Cell((Line((shown("parameters", size),), tuple(places)),))
        elif gaps and len(gaps) == len(record.variants):
            yield "parameters", self._cell(gaps[0], lambda _: (), *told[:1])
        else:
            yield "parameters", Cell(state="not-stated")
        yield "code licence", self._licence(had.code if had is not None else None, had)
        weights = had.weights if had is not None else None
        of_variants = [v.weights for v in record.variants if isinstance(v.weights, Artefact)]
        if weights is None and of_variants:
            cells = [self._licence(artefact, had) for artefact in of_variants]
            lines = {line.text: line for cell in cells for line in cell.lines}
            yield "weights licence", Cell(tuple(lines.values())) if lines else cells[0]
        else:
            yield "weights licence", self._licence(weights, had)

    def _licence(self, value: Artefact | Gap | None, had: object) -> Cell:
        if isinstance(value, Artefact):
            return self._word(value.licence, had, value)
        return self._cell(value, lambda _: (), had)

    def _modalities(self) -> Iterator[tuple[str, Cell]]:
        modes, function = self._record.modalities, self._answer.summary.function
        given = self._word(modes.output, modes)
        unknown = Cell((), given.state, given.note, given.places)
        yield "function", Cell((Line((function,)),)) if function is not None else unknown
        yield "input", self._word(modes.input, modes)
        yield "output", given

    def _architecture(self) -> Iterator[tuple[str, Cell]]:
        built = self._record.architecture
        yield "design", self._word(built.design, built)
        yield "fusion", self._word(built.fusion, built)
        for slot in SLOTS:
            value: tuple[Use, ...] | Gap | None = getattr(built, slot)
            if value is None and slot == "experts":
                # Few designs call experts: that nobody wrote them down is no gap that a reader waits for.
                yield slot, _NONE
                continue
            many = isinstance(value, tuple) and len({use.modalities for use in value}) > 1
            yield (
                slot.replace("_", " "),
                self._cell(value, lambda uses, m=many: [self._use(use, m) for use in uses], built),  # type: ignore[misc]
            )

    def _use(self, use: Use, many: bool) -> Line:
        """A use of a component with its details; what it serves is told where that differs from use to use."""
        names = [self._answer.named("component", component) for component in use.component_ids()]
        details = [f"for {', '.join(map(spoken, use.modalities))}"] if many and use.modalities else []
        details += list(_details(use, self._variants))
        if use.model_variants:
            known = {variant.id: variant.name for variant in self._record.variants}
            details.append(f"only in {', '.join(known.get(v, v) for v in use.model_variants)}")
        after = (f" ({', '.join(details)})",) if details else ()
        return Line((*_joined(names, " + "), *after), self._places(self._record.architecture, use))

    def _stages(self) -> tuple[Stage, ...]:
        training = self._record.training
        return training.stages if isinstance(training, Training) and isinstance(training.stages, tuple) else ()

    def _kinds(self) -> Cell:
        training = self._record.training
        if not isinstance(training, Training):
            return self._cell(training, lambda _: ())
        return self._cell(
            training.stages,
            lambda stages: [
                Line((", ".join("?" if isinstance(s.kind, Gap) else str(s.kind) for s in stages),), self._places(training))
            ],
            training,
        )

    def _stage(self, number: int, stage: Stage) -> Iterator[tuple[str, Cell]]:
        whole = self._record.training
        about = f"{stage.name} ({stage.kind})" if not isinstance(stage.kind, Gap) else stage.name
        if stage.scale is not None and not isinstance(stage.scale, Gap):
            about += f", {stage.scale.printed} {_unit(stage.scale_unit)}".rstrip()
        if stage.model_variants:
            known = {variant.id: variant.name for variant in self._record.variants}
            about += f", only {', '.join(known.get(v, v) for v in stage.model_variants)}"
        yield f"stage {number}", Cell((Line((about,), self._places(whole, stage)),))
        for verb, frozen in (("trained", False), ("frozen", True)):
            yield (
                f"{verb} in stage {number}",
                self._cell(
                    stage.parts,
                    lambda parts, f=frozen: self._tuned(stage, parts, f),  # type: ignore[misc]
                    whole,
                    stage,
                ),
            )
        yield (
            f"data of stage {number}",
            self._cell(stage.datasets, lambda uses: [self._dataset(use, whole, stage) for use in uses], whole, stage),
        )

    def _tuned(self, stage: Stage, parts: Sequence[StagePart], frozen: bool) -> Iterator[Line]:
        """The parts that a stage trains or leaves as they are, in one line; a gap stands among the trained."""
        told: dict[str, None] = {}
        places: dict[Place, None] = {}
        for part in parts:
            if (part.tuning is Tuning.FROZEN) is frozen:
                how = _tuning(part)
                one = {_tuning(other) for other in parts if other.role == part.role}
                which = part.role.replace("-", " ")
                # Where a stage treats two components of a role unlike, the role alone would say too much.
                which += f" {self._answer.named('component', part.component).name}" if len(one) > 1 else ""
                told[f"{which}{how}"] = None
                places |= dict.fromkeys(self._places(self._record.training, stage, part))
        if told:
            yield Line((", ".join(told),), tuple(places))

    def _dataset(self, use: DatasetUse, *around: object) -> Line:
        amount: tuple[str, ...] = ()
        if isinstance(use.amount, Gap):
            amount = (f" (amount {str(use.amount.state).replace('-', ' ')})",)
        elif use.amount is not None:
            unit = f" {_unit(use.unit)}" if use.unit is not None else ""
            amount = (f" ({use.amount.printed}{unit})",)
        return Line((self._answer.named("dataset", use.dataset), *amount), self._places(*around, use))

    def _parents(self) -> Cell:
        return self._cell(self._record.lineage, lambda edges: map(self._parent, edges))

    def _parent(self, edge: LineageEdge) -> Line:
        kind, entry = next(
            (kind, entry)
            for kind, entry in (("model", edge.model), ("component", edge.component), ("source", edge.work))
            if entry is not None
        )
        return Line((f"{edge.relation} ", self._answer.named(kind, entry)), self._places(edge))

    def _children(self) -> Cell:
        lines = tuple(Line((line.child, f" ({line.relation})")) for line in self._answer.descendants)
        return Cell(lines) if lines else _NONE


def _joined(names: Sequence[Named], between: str = ", ") -> tuple[Part, ...]:
    """Entries with something between them."""
    return tuple(part for i, name in enumerate(names) for part in ((between, name) if i else (name,)))


def _unit(unit: str | None) -> str:
    """The unit of an amount in plain writing: ``image-text-pairs`` is ``image-text pairs``."""
    if unit is None:
        return ""
    return f"{unit.removesuffix('-pairs')} pairs" if unit.endswith("-pairs") else unit.replace("-", " ")


def _tuning(part: StagePart) -> str:
    """How a part is trained, where it is not trained as a whole."""
    if isinstance(part.tuning, Gap):
        return f" ({str(part.tuning.state).replace('-', ' ')})"
    return "" if part.tuning in (Tuning.TRAINED, Tuning.FROZEN) else f" ({part.method or part.tuning})"


def _details(use: Use, variants: Variants) -> Iterator[str]:
    """Variants, resolutions, tokens and frames of a use of a component."""
    if isinstance(use, SingleUse) and use.variant is not None:
        yield variants.get((use.component, use.variant), use.variant)
    if isinstance(use, BackboneUse):
        yield from (variants.get((use.component, variant), variant) for variant in use.variants)
        if use.experts is not None:
            yield f"{use.experts} experts in a layer"
    if isinstance(use, EncoderUse | GeneratorUse) and use.resolution:
        yield from use.resolution
    if isinstance(use, EncoderUse) and use.frames is not None:
        yield f"{use.frames} frames"
    if isinstance(use, EncoderUse | ProjectorUse | GeneratorUse) and use.tokens is not None:
        yield f"{use.tokens.number} per {use.tokens.per.replace('-', ' ')}"
    if isinstance(use, ProjectorUse) and use.parameters is not None:
        yield f"{use.parameters.printed} parameters"
