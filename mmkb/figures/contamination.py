"""Whose training data holds a benchmark's own, as far as the catalogue can tell."""

from __future__ import annotations

from collections import Counter
from typing import Final

from mmkb.analysis.mixtures import Contact, Seen, contacts, twins
from mmkb.figures.figure import NARROW, Canvas, Drawn
from mmkb.figures.lettering import escape, n, shorten, width, wrap
from mmkb.figures.style import StyleSheet
from mmkb.query import Questions
from mmkb.query.answers import Named

WIDE: Final = 860.0
SHEET: Final = StyleSheet(
    "contamination",
    "& .name{font-size:12px;font-weight:600}& .small{font-size:10px;fill-opacity:.78}& .num{font-size:11px}"
    "& .on0{fill:var(--md-default-bg-color,var(--mm-paper));font-weight:600}"
    "& .s0{fill:var(--mm-second)}& .s1{fill:var(--mm-second);fill-opacity:.45}"
    "& .s2{fill:none;stroke:var(--mm-second);stroke-width:1.5}& .s3{fill:var(--mm-main);fill-opacity:.4}"
    "& .s4{fill:currentColor;fill-opacity:.13}",
    ("main", "second", "paper"),
)
"""The style sheet of its drawings."""
_ORDER: Final = (Seen.NAMED, Seen.DERIVED, Seen.FLAGGED, Seen.NOT_FOUND, Seen.NO_MIXTURE)

LIMITS: Final = (
    "What the catalogue cannot tell: which split of a dataset went into a mixture, so that training data of the benchmark does "
    "not mean its test questions; whether images of one collection stand in several datasets under other names; what encoders "
    "and language models had seen before; and anything of mixtures that are not named."
)
"""What a reader must know before taking a bar for a charge."""


def _legend(narrow: bool) -> tuple[str, float]:
    drawn, x, y = [], 4.0, 14.0
    right = NARROW if narrow else WIDE
    for i, seen in enumerate(_ORDER):
        wide = width(str(seen), 10) + 36
        if x + wide > right and x > 4:
            x, y = 4.0, y + 16
        drawn.append(f'<rect class="s{i}" x="{n(x + 1)}" y="{n(y - 8)}" width="12" height="9"/>')
        drawn.append(f'<text class="small" x="{n(x + 18)}" y="{n(y)}">{seen}</text>')
        x += wide
    return "".join(drawn), y + 10


def _bar(counts: Counter[Seen], x: float, y: float, scale: float) -> str:
    drawn = ""
    for i, seen in enumerate(_ORDER):
        wide = counts[seen] * scale
        if wide:
            drawn += f'<rect class="s{i}" x="{n(x + 0.75)}" y="{n(y)}" width="{n(max(1.0, wide - 1.5))}" height="16"/>'
            if wide > 14:
                middle = f'x="{n(x + wide / 2)}" y="{n(y + 12)}" text-anchor="middle"'
                drawn += f'<text class="num on{i}" {middle}>{counts[seen]}</text>'
            x += wide
    return drawn


def draw(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw how much of what was scored had a benchmark's data in its training."""
    found = [contact for contact in contacts(kb) if contact.seen is not Seen.NO_DATASET]
    names = {entry.id: entry.name for entry in kb.benchmarks()}
    models = {model.id: model.name for model in kb.models()}
    datasets = {dataset.id: dataset.name for dataset in kb.datasets()}
    counts: dict[str, Counter[Seen]] = {}
    for contact in found:
        counts.setdefault(contact.benchmark, Counter())[contact.seen] += 1
    order = sorted(counts, key=lambda b: (-sum(counts[b][seen] for seen in _ORDER[:3]), -counts[b].total(), names[b]))
    wide, left, row = (NARROW, 4.0, 40.0) if canvas.narrow else (WIDE, 170.0, 26.0)
    scale = (wide - left - 40) / max((counts[b].total() for b in order), default=1)
    key, y = _legend(canvas.narrow)
    drawn, y = [key], y + 8
    for benchmark in order:
        top = y + (18 if canvas.narrow else 4)
        name = escape(shorten(names[benchmark], wide - 8 if canvas.narrow else left - 12, 12, bold=True))
        label = f'<text class="name" x="4" y="{n(y + (12 if canvas.narrow else 16))}">{name}</text>'
        told = f"{names[benchmark]}: " + ", ".join(
            f"{counts[benchmark][seen]} {seen}" for seen in _ORDER if counts[benchmark][seen]
        )
        body = f"<title>{escape(told)}</title>{label}{_bar(counts[benchmark], left, top, scale)}"
        total = f'<text class="num" x="{n(left + counts[benchmark].total() * scale + 6)}" y="{n(top + 12)}">'
        drawn.append(canvas.link("benchmark", benchmark, f"{body}{total}{counts[benchmark].total()}</text>"))
        y += row
    known = twins(kb)
    without = [names[b] for b in sorted(names) if b not in known]
    notes = [LIMITS]
    if without:
        notes.append(f"No dataset of the catalogue bears the name of {', '.join(without)}: of these nothing can be looked for.")
    for note in notes:
        y += 12
        for line in wrap(note, wide - 8, 10, lines=20):
            drawn.append(f'<text class="small" x="4" y="{n(y)}">{escape(line)}</text>')
            y += 13.5
    told = _told(found, counts, order, names)
    svg = canvas.svg(wide, round(y + 2, 1), "\n".join(drawn), sheet=SHEET, told=f"{told} {LIMITS}")
    rows = tuple(
        (Named("benchmark", c.benchmark, names[c.benchmark]), Named("model", c.model, models[c.model]), str(c.seen),
         tuple(Named("dataset", d, datasets[d]) for d in c.ways), c.flagged, c.held_out)
        for c in found
    )  # fmt: skip
    columns = ("benchmark", "model", "what_is_known", "by_datasets", "flagged_by_a_source", "said_to_be_held_out")
    return Drawn(told, svg, columns, rows, f"{told} {LIMITS}")


def _told(found: list[Contact], counts: dict[str, Counter[Seen]], order: list[str], names: dict[str, str]) -> str:
    """What is seen, in a sentence or some."""
    if not found:
        return "No benchmark with scores bears the name of a dataset of the catalogue."
    named = sum(contact.seen in _ORDER[:3] for contact in found)
    clash = sum(contact.held_out and contact.seen in (Seen.NAMED, Seen.DERIVED) for contact in found)
    most = ", ".join(f"{names[b]} ({sum(counts[b][seen] for seen in _ORDER[:3])} of {counts[b].total()})" for b in order[:3])
    both = f" In {clash} of them a source says of a score that the data was held out." if clash else ""
    return (
        f"Of {len(found)} pairs of a model and a benchmark that it was scored on, {named} show the benchmark's own data in "
        f"training, by a dataset of its name in the mixture, by data made from that, or by a source's word; most on "
        f"{most}.{both}"
    )
