"""The training of a model: what every stage trains and freezes, on which data."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.pages.architecture import pixels, role
from mmkb.pages.escape import paragraphs, text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import Row, absent, boxed, fact, facts, gap, heading, section, state, table
from mmkb.pages.paths import Page
from mmkb.pages.words import DASH, count, label, modalities, term
from mmkb.query.answers import ModelAnswer
from mmkb.records.base import Gap
from mmkb.records.component import DatasetUse
from mmkb.records.training import Compute, Stage, StagePart, Training
from mmkb.vocab import Modality, Role

Part = tuple[Role, str, tuple[Modality, ...]]


def training(page: Page, answer: ModelAnswer, notes: Footnotes) -> str:
    """The section on the training."""
    value = answer.record.training
    if value is None:
        return section("Training", "training", absent())
    if isinstance(value, Gap):
        return section("Training", "training", gap(value, notes))
    note = f"{paragraphs(value.note)}\n\n" if value.note is not None else ""
    if isinstance(value.stages, Gap):
        return section("Training", "training", note + gap(value.stages, notes, value))
    matrix = boxed("matrix", _matrix(page, answer, notes, value, value.stages))
    stages = "".join(_stage(page, answer, notes, value, i, stage) for i, stage in enumerate(value.stages, 1))
    return section("Training", "training", note + matrix + stages)


def _parts(stage: Stage) -> tuple[StagePart, ...]:
    return stage.parts if isinstance(stage.parts, tuple) else ()


def _key(part: StagePart) -> Part:
    return part.role, part.component, part.modalities


def _matrix(page: Page, answer: ModelAnswer, notes: Footnotes, whole: Training, stages: tuple[Stage, ...]) -> str:
    """Parts of the model down, stages across, in every cell what happens to the part's weights."""
    order = list(Role)
    keys = list(dict.fromkeys(_key(part) for stage in stages for part in _parts(stage)))
    keys.sort(key=lambda key: order.index(key[0]))
    columns = ["Role", "Part"]
    for i, stage in enumerate(stages, 1):
        mark = notes.cite(whole, stage) if isinstance(stage.parts, tuple) else ""
        columns.append(f"{i}. {text(stage.name)}{mark}")
    rows = []
    for key in keys:
        serves = f" {modalities(key[2])}" if key[2] else ""
        cells = [_cell(notes, whole, stage, key) for stage in stages]
        rows.append((role(key[0]), page.link(answer.named("component", key[1])) + serves, *cells))
    if not keys:
        rows.append((DASH, "all parts", *(_cell(notes, whole, stage, None) for stage in stages)))
    return table(columns, rows)


def _cell(notes: Footnotes, whole: Training, stage: Stage, key: Part | None) -> str:
    if stage.parts is None:
        return absent()
    if isinstance(stage.parts, Gap):
        return state(stage.parts.state) + notes.cite(whole, stage, stage.parts)
    for part in stage.parts:
        if _key(part) == key:
            return _tuning(notes, whole, stage, part)
    return f'<span title="The entry does not name this part in this stage.">{DASH}</span>'


def _tuning(notes: Footnotes, whole: Training, stage: Stage, part: StagePart) -> str:
    note = f'<br><span class="why">{text(part.note)}</span>' if part.note is not None else ""
    if isinstance(part.tuning, Gap):
        return gap(part.tuning, notes, whole, stage, part) + note
    method = f" ({term(part.method)})" if part.method is not None else ""
    tuning = f'<span class="tuning {part.tuning}" title="{text(part.tuning.definition)}">{label(part.tuning)}</span>'
    return f"{tuning}{method}{notes.cite(part)}{note}"


def _stage(page: Page, answer: ModelAnswer, notes: Footnotes, whole: Training, number: int, stage: Stage) -> str:
    title = heading(f"{number}. {stage.name}", f"stage-{number}", 3)
    note = f"{paragraphs(stage.note)}\n\n" if stage.note is not None else ""
    return title + note + facts(_stage_facts(answer, notes, whole, stage)) + _datasets(page, answer, notes, whole, stage)


def _stage_facts(answer: ModelAnswer, notes: Footnotes, whole: Training, stage: Stage) -> Iterator[Row]:
    yield "Kind", fact(stage.kind, term, notes, whole, stage)
    if stage.model_variants:
        names = {variant.id: variant.name for variant in answer.record.variants}
        yield "Only for", ", ".join(text(names.get(v, v)) for v in stage.model_variants)
    if isinstance(stage.parts, Gap):
        yield "Trained parts", gap(stage.parts, notes, whole, stage)
    if stage.scale is not None:
        unit = f" {label(stage.scale_unit)}" if stage.scale_unit is not None else ""
        yield "Amount of data", fact(stage.scale, lambda c: count(c) + unit, notes, whole, stage)
    mark = notes.cite(whole, stage)
    for name, value in (
        ("Epochs", stage.epochs),
        ("Steps", stage.steps),
        ("Batch size", stage.batch_size),
        ("Learning rate", stage.learning_rate),
        ("Resolution", pixels(stage.resolution) or None),
        ("Objective", stage.objective),
    ):
        if value is not None:
            shown = count(value) if name == "Steps" and not isinstance(value, str | int) else text(str(value))
            yield name, f"{shown}{mark}"
    if stage.compute is not None:
        yield "Compute", fact(stage.compute, _compute, notes, whole, stage)


def _compute(value: Compute) -> str:
    return ", ".join(text(part) for part in (value.hardware, value.duration) if part is not None) or DASH


def _datasets(page: Page, answer: ModelAnswer, notes: Footnotes, whole: Training, stage: Stage) -> str:
    if not isinstance(stage.datasets, tuple):
        mark = absent() if stage.datasets is None else gap(stage.datasets, notes, whole, stage)
        return f"Datasets: {mark}\n\n"
    if not stage.datasets:
        return ""
    # Datasets mostly share the sources of their stage, which are then marked once, for all of them.
    shared = notes.cite(whole, stage) if not any(use.sources for use in stage.datasets) else ""
    rows, told = [], set[str | None]()
    for use in stage.datasets:
        name = page.link(answer.named("dataset", use.dataset)) + ("" if shared else notes.cite(whole, stage, use))
        # One reason for many amounts that are not known is told at the first.
        why = use.amount.note if isinstance(use.amount, Gap) else None
        rows.append((name, amount(use, notes, whole, stage, silent=why in told), text(use.note or "")))
        told |= {why} if why is not None else set()
    return table((f"Dataset{shared}", "Amount used", "Note"), rows, optional=(2,))


def amount(use: DatasetUse, notes: Footnotes, *around: object, silent: bool = False) -> str:
    """How much of a dataset a training used; a gap is cited, a number stands under the mark of its row.

    Args:
        use: The use of the dataset.
        notes: Footnotes of the page.
        around: The blocks around it, outermost first.
        silent: Whether the note of a gap was told before.
    """
    if use.amount is None:
        return absent()
    if isinstance(use.amount, Gap):
        if silent:
            return state(use.amount.state) + notes.cite(*around, use, use.amount)
        return gap(use.amount, notes, *around, use)
    return f"{count(use.amount)} {label(use.unit)}" if use.unit is not None else count(use.amount)
