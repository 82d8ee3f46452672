"""Which datasets reach the most models, in which stage, and by way of which others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from mmkb.analysis.mixtures import UNKNOWN_STAGE, Datasets
from mmkb.figures.figure import NARROW, Canvas, Drawn
from mmkb.figures.lettering import escape, n, shorten
from mmkb.figures.style import StyleSheet
from mmkb.query import Questions
from mmkb.query.answers import Named
from mmkb.vocab import StageKind

WIDE: Final = 860.0
MOST: Final = 30
_ROW: Final = 23.0
STAGES: Final = (*map(str, StageKind), UNKNOWN_STAGE)
"""The kinds of stages, in the order of training."""

HEADS: Final = {
    StageKind.PRE_TRAINING: ("pre-", "train"),
    StageKind.INSTRUCTION_TUNING: ("instruct", "tune"),
    StageKind.PREFERENCE_TUNING: ("prefer", "tune"),
    StageKind.TASK_TUNING: ("task", "tune"),
    UNKNOWN_STAGE: ("not", "known"),
}
"""What the columns of the kinds of stages are headed with, in two lines."""

SHEET: Final = StyleSheet(
    "reach",
    "& .name{font-size:12px}& .small{font-size:10px;fill-opacity:.75}& .num{font-size:11px}"
    "& .own{fill:var(--mm-main)}& .way{fill:var(--mm-main);fill-opacity:.3}& .ground{fill:currentColor;fill-opacity:.04}",
    ("main",),
)
"""The style sheet of its drawings."""


class Reach(NamedTuple):
    """How far a dataset reaches.

    Attributes:
        dataset: Its id.
        direct: Models that name it, or a mixture that it is a part of.
        derived: Further models that were trained on something made from it.
        stages: Number of models of the direct ones by kind of stage.
    """

    dataset: str
    direct: frozenset[str]
    derived: frozenset[str]
    stages: Mapping[str, int]


def reaches(datasets: Datasets) -> tuple[Reach, ...]:
    """How far each dataset reaches, the furthest first.

    Args:
        datasets: The datasets and mixtures.
    """
    direct: dict[str, dict[str, set[str]]] = {}
    derived: dict[str, set[str]] = {}
    for model, stages in datasets.mixtures.items():
        for stage, named in stages.items():
            for dataset in datasets.members_of(named):
                direct.setdefault(dataset, {}).setdefault(stage, set()).add(model)
            for dataset in datasets.within(named):
                derived.setdefault(dataset, set()).add(model)
    made = []
    for dataset, reached in derived.items():
        stages_of = direct.get(dataset, {})
        own = frozenset().union(*stages_of.values())
        made.append(Reach(dataset, own, frozenset(reached - own), {s: len(m) for s, m in stages_of.items()}))
    return tuple(sorted(made, key=lambda r: (-len(r.direct) - len(r.derived), -len(r.direct), r.dataset)))


class Frame(NamedTuple):
    """Where names, bars and columns stand.

    Attributes:
        left: Where bars begin.
        scale: Pixels for each model.
        columns: Where the columns of stages begin.
        step: Width of one.
    """

    left: float
    scale: float
    columns: float
    step: float


def _row(canvas: Canvas, reach: Reach, name: str, y: float, frame: Frame, stages: Sequence[str]) -> str:
    left, scale = frame.left, frame.scale
    own, way = len(reach.direct) * scale, len(reach.derived) * scale
    top = y + (14 if canvas.narrow else 4)
    told = f"{name}: named by {len(reach.direct)} models, in data made from it of {len(reach.derived)} more"
    drawn = (
        f"<title>{escape(told)}</title>"
        f'<text class="name" x="4" y="{n(y + 15 if not canvas.narrow else y + 10)}">'
        f"{escape(shorten(name, left - 12 if left else NARROW - 8, 12))}</text>"
        f'<rect class="own" x="{n(left + 4)}" y="{n(top)}" width="{n(own)}" height="14"/>'
        f'<rect class="way" x="{n(left + 4 + own)}" y="{n(top)}" width="{n(way)}" height="14"/>'
        f'<text class="num" x="{n(left + 8 + own + way)}" y="{n(top + 11)}">{len(reach.direct)}'
        f"{f' + {len(reach.derived)}' if reach.derived else ''}</text>"
    )
    step = frame.step
    for i, stage in enumerate(stages):
        x = frame.columns + (i + 0.5) * step
        number = reach.stages.get(stage, 0)
        drawn += f'<rect class="ground" x="{n(x - step / 2 + 1)}" y="{n(top - 2)}" width="{n(step - 2)}" height="18"/>'
        if number:
            drawn += f'<text class="num" x="{n(x)}" y="{n(top + 11)}" text-anchor="middle">{number}</text>'
    return canvas.link("dataset", reach.dataset, drawn)


def draw(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the reach of the datasets."""
    datasets = Datasets(kb)
    names = {dataset.id: dataset.name for dataset in kb.datasets()}
    found = reaches(datasets)
    shown = found[:MOST]
    stages = [stage for stage in STAGES if any(stage in reach.stages for reach in shown)] or list(STAGES[:1])
    most = max((len(reach.direct) + len(reach.derived) for reach in shown), default=1)
    wide, row = (NARROW, 38.0) if canvas.narrow else (WIDE, _ROW)
    left, bars, columns = (0.0, 120.0, 184.0) if canvas.narrow else (196.0, 300.0, 580.0)
    frame = Frame(left, bars / most, columns, (wide - columns) / len(stages))
    named, made = "named, or part of what is", "only in data made from it"
    drawn = [
        f'<rect class="own" x="4" y="5" width="14" height="10"/><text class="small" x="23" y="14">{named}</text>',
        f'<rect class="way" x="178" y="5" width="14" height="10"/><text class="small" x="197" y="14">{made}</text>',
    ]
    for i, stage in enumerate(stages):
        for j, part in enumerate(HEADS[stage]):
            x = frame.columns + (i + 0.5) * frame.step
            drawn.append(f'<text class="small" x="{n(x)}" y="{n(32 + 11 * j)}" text-anchor="middle">{part}</text>')
    for i, reach in enumerate(shown):
        drawn.append(_row(canvas, reach, names[reach.dataset], 52 + i * row, frame, stages))
    trained = len(datasets.mixtures)
    first = ", ".join(f"{names[r.dataset]} ({len(r.direct)} + {len(r.derived)})" for r in shown[:3])
    caption = (
        f"{trained} of {len(kb.models())} models name {len(found)} datasets, mixtures taken apart. Furthest reach: {first}: "
        "models that name them, and behind the plus further models trained on data made from them. At the right stand the "
        "models that name them by kind of stage."
        if found
        else "No model of the catalogue names a dataset."
    )
    told = "; ".join(f"{names[r.dataset]} {len(r.direct)} and {len(r.derived)}" for r in shown)
    told = f"Models that name a dataset, and further ones trained on data made from it: {told}." if shown else caption
    rows = tuple(
        (Named("dataset", r.dataset, names[r.dataset]), len(r.direct), len(r.derived), *(r.stages.get(s, 0) for s in STAGES),
         tuple(sorted(r.direct)))
        for r in found
    )  # fmt: skip
    high = 52 + len(shown) * row + 6
    svg = canvas.svg(wide, round(high, 1), "\n".join(drawn), sheet=SHEET, told=told)
    heads = ("dataset", "models", "models_by_derived_data", *(s.replace("-", "_").replace(" ", "_") for s in STAGES), "which")
    return Drawn(caption, svg, heads, rows, told)
