"""Which datasets feed which models: models in the order of time, the most used datasets beside them, stages as marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from mmkb.analysis.mixtures import UNKNOWN_STAGE, Datasets
from mmkb.figures.figure import NARROW, Canvas, Drawn
from mmkb.figures.lettering import escape, n, shorten
from mmkb.figures.reach import STAGES, reaches
from mmkb.figures.style import StyleSheet
from mmkb.graph import by_day
from mmkb.query import Questions
from mmkb.query.answers import Named
from mmkb.vocab import StageKind

WIDE: Final = 860.0
MOST: Final = 24
FEW: Final = 14
_ROW: Final = 15.0
_TOP: Final = 150.0

SHEET: Final = StyleSheet(
    "feeding",
    "& .name{font-size:11px}& .small{font-size:10px;fill-opacity:.75}& .year{font-size:11px;font-weight:700}"
    "& .ground{fill:currentColor;fill-opacity:.045}& .pre{fill:var(--mm-main)}& .inst{fill:var(--mm-second)}"
    "& .rest{fill:none;stroke:var(--mm-third);stroke-width:1.6}",
    ("main", "second", "third"),
)
"""The style sheet of its drawings."""


def mark(stages: Iterable[str], x: float, y: float) -> str:
    """The mark of the stages that a dataset is used in.

    A square at the left for pre-training, a dot at the right for instruction tuning, a ring above both for all others.
    """
    used = set(stages)
    drawn = ""
    if StageKind.PRE_TRAINING in used:
        drawn += f'<rect class="pre" x="{n(x - 5)}" y="{n(y - 2.5)}" width="5" height="5"/>'
    if StageKind.INSTRUCTION_TUNING in used:
        drawn += f'<circle class="inst" cx="{n(x + 3)}" cy="{n(y)}" r="2.8"/>'
    if used & {StageKind.PREFERENCE_TUNING, StageKind.TASK_TUNING, UNKNOWN_STAGE}:
        drawn += f'<circle class="rest" cx="{n(x)}" cy="{n(y)}" r="5"/>'
    return drawn


def _legend() -> str:
    words = ((StageKind.PRE_TRAINING, 10, "pre-training"), (StageKind.INSTRUCTION_TUNING, 98, "instruction tuning"))
    drawn = [
        f'{mark([stage], x, 10)}<text class="small" x="{x + 9}" y="14">{text}</text>' for stage, x, text in words
    ]  # fmt: skip
    return "".join(drawn) + f'{mark([UNKNOWN_STAGE], 216, 10)}<text class="small" x="227" y="14">another stage</text>'


def draw(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw which datasets feed which models."""
    datasets = Datasets(kb)
    names = {dataset.id: dataset.name for dataset in kb.datasets()}
    models = [model for model in sorted(kb.models(), key=by_day) if model.id in datasets.mixtures]
    uses = {
        model.id: {stage: datasets.members_of(named) for stage, named in datasets.mixtures[model.id].items()}
        for model in models
    }
    columns = [reach.dataset for reach in sorted(reaches(datasets), key=lambda r: (-len(r.direct), r.dataset)) if reach.direct]
    shown = columns[: FEW if canvas.narrow else MOST]
    wide, left = (NARROW, 104.0) if canvas.narrow else (WIDE, 190.0)
    step = (wide - left - 30) / max(1, len(shown))
    drawn = [_legend()]
    for i, dataset in enumerate(shown):
        x = left + (i + 0.5) * step
        label = escape(shorten(names[dataset], _TOP - 28, 11))
        if i % 2 == 0:
            high = len(models) * _ROW
            drawn.append(f'<rect class="ground" x="{n(x - step / 2)}" y="{n(_TOP)}" width="{n(step)}" height="{n(high)}"/>')
        at = f'x="{n(x + 4)}" y="{n(_TOP - 6)}" transform="rotate(-90 {n(x + 4)} {n(_TOP - 6)})"'
        drawn.append(canvas.link("dataset", dataset, f'<text class="name" {at}>{label}</text>'))
    year = ""
    for i, model in enumerate(models):
        y = _TOP + (i + 0.5) * _ROW
        if (model.released or "")[:4] != year:
            year = (model.released or "")[:4]
            drawn.append(f'<text class="year" x="{n(wide - 2)}" y="{n(y + 4)}" text-anchor="end">{year}</text>')
        name = escape(shorten(model.name, left - 12, 11))
        drawn.append(canvas.link("model", model.id, f'<text class="name" x="4" y="{n(y + 4)}">{name}</text>'))
        for j, dataset in enumerate(shown):
            stages = [stage for stage, used in uses[model.id].items() if dataset in used]
            drawn.append(mark(stages, left + (j + 0.5) * step, y))
    rows = tuple(
        (
            Named("model", model.id, model.name),
            model.released,
            stage,
            Named("dataset", dataset, names[dataset]),
            dataset in named,
        )
        for model in models
        for stage in STAGES
        for named in (datasets.mixtures[model.id].get(stage, frozenset()),)
        for dataset in sorted(uses[model.id].get(stage, ()))
    )
    caption = (
        f"The {len(shown)} datasets that most models name, against the {len(models)} models that name any, oldest first; "
        f"mixtures are taken apart as far as their members are known. {len(kb.models()) - len(models)} models name no dataset."
        if models
        else "No model of the catalogue names a dataset."
    )
    told = _told(kb, shown, names, uses) or caption
    high = _TOP + len(models) * _ROW + 6
    svg = canvas.svg(wide, round(high, 1), "\n".join(filter(None, drawn)), sheet=SHEET, told=told)
    return Drawn(caption, svg, ("model", "released", "stage", "dataset", "named_itself"), rows, told)


def _told(kb: Questions, shown: Sequence[str], names: dict[str, str], uses: dict[str, dict[str, frozenset[str]]]) -> str:
    """The matrix in words: for each dataset the models that it feeds."""
    labels = {model.id: model.name for model in kb.models()}
    parts = []
    for dataset in shown[:8]:
        fed = [labels[model] for model, stages in uses.items() if any(dataset in used for used in stages.values())]
        parts.append(f"{names[dataset]}: {', '.join(fed)}.")
    return " ".join(parts)
