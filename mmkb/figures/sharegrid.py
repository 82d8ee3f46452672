"""Shares over time as a grid: a line for each thing, a bar for each half-year, the counts beside every bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from mmkb.analysis.shares import Change, Share
from mmkb.figures.figure import Canvas
from mmkb.figures.kinlines import n
from mmkb.figures.lettering import escape, wrap

NARROW: Final = 344.0
_CELL: Final = 84.0
_LEFT: Final = 178.0
_RIGHT: Final = 190.0
_BAR: Final = 36.0
_TALL: Final = 62.0

STYLE: Final = (
    "& .row{font-size:12px;font-weight:600}& .small{font-size:10px;fill-opacity:.75}& .pc{font-size:11px}"
    "& .bar{fill:var(--mm-main)}& .few{fill:none;stroke:var(--mm-main);stroke-width:1.3;stroke-dasharray:3 2}"
    "& .ground{stroke:currentColor;stroke-opacity:.35}& .said{font-size:12px}& .verdict{font-size:13px;font-weight:700}"
    "& .rose,& .fell{font-size:12px;font-weight:700}& .open{font-size:11px;fill-opacity:.8}"
)


class Line(NamedTuple):
    """One thing and its shares.

    Attributes:
        label: What it is called.
        shares: Its share in each period.
        change: Its share before and after.
    """

    label: str
    shares: tuple[Share, ...]
    change: Change


def headed(name: str) -> str:
    """A name as a line is headed: with a capital letter, unless capitals are part of how it is spelled."""
    return name[:1].upper() + name[1:] if name == name.lower() else name


def percent(share: Share) -> str:
    """A share in whole percent."""
    return f"{100 * share.share:.0f} %"


def told(line: Line) -> str:
    """A line's change in words: from what to what, and whether chance would do it."""
    before, after = line.change.before, line.change.after
    span = f"{percent(before)} of {before.known} ({before.period}) to {percent(after)} of {after.known} ({after.period})"
    if line.change.word == "not settled":
        return f"{line.label}: {span}, which chance would do as well"
    return f"{line.label} {line.change.word} from {span}"


def _cell(share: Share, x: float, y: float, wide: float) -> str:
    """A bar with its percent and count; a broken outline for a small sample, a dash where nothing is known."""
    base = y + 14 + _BAR
    ground = f'<path class="ground" d="M{n(x + 4)} {n(base)}h{n(wide - 8)}"/>'
    middle = n(x + wide / 2)
    if not share.known:
        return f'{ground}<text class="small" x="{middle}" y="{n(base - 4)}" text-anchor="middle">–</text>'
    high = _BAR * share.share
    css = "few" if share.small else "bar"
    bar = f'<rect class="{css}" x="{n(x + wide / 2 - 11)}" y="{n(base - high)}" width="22" height="{n(high)}"/>' if high else ""
    return (
        f"<g><title>{escape(f'{share.having} of {share.known} models, {share.period}')}</title>{ground}{bar}"
        f'<text class="pc" x="{middle}" y="{n(base - high - 4)}" text-anchor="middle">{percent(share)}</text>'
        f'<text class="small" x="{middle}" y="{n(base + 11)}" text-anchor="middle">{share.having}</text></g>'
    )


def _change(change: Change, x: float, y: float, room: float) -> list[str]:
    word = {"rose": "▲ rose", "fell": "▼ fell"}.get(change.word, "not settled")
    css = change.word if change.word in ("rose", "fell") else "open"
    before, after = percent(change.before), percent(change.after)
    lines = wrap(f"{before} of {change.before.known} to {after} of {change.after.known}", room, 10, lines=2)
    drawn = [f'<text class="{css}" x="{n(x)}" y="{n(y)}">{word}</text>']
    drawn += [f'<text class="small" x="{n(x)}" y="{n(y + 14 + 12 * i)}">{escape(line)}</text>' for i, line in enumerate(lines)]
    return drawn


def _paragraph(css: str, text: str, y: float, room: float, size: float, *, bold: bool = False) -> tuple[list[str], float]:
    drawn = []
    for line in wrap(text, room, size, lines=16, bold=bold):
        drawn.append(f'<text class="{css}" x="4" y="{n(y)}">{escape(line)}</text>')
        y += size + 4.5
    return drawn, y


def share_grid(
    canvas: Canvas, lines: Sequence[Line], verdict: str = "", said: Sequence[str] = (), note: str = ""
) -> tuple[str, float, float]:
    """Draw shares over time.

    Args:
        canvas: What is drawn on.
        lines: What is drawn.
        verdict: What follows from it, above the grid; its first sentence stands out.
        said: What was said that the verdict is about, above it.
        note: What a reader must know, below the grid.

    Returns:
        The drawing, its width and its height.
    """
    periods = lines[0].shares if lines else ()
    narrow = canvas.narrow
    left = 0.0 if narrow else _LEFT
    cell = (NARROW - 4) / max(1, len(periods)) if narrow else _CELL
    wide = NARROW if narrow else _LEFT + _CELL * len(periods) + _RIGHT
    wide = max(wide, NARROW if narrow else 640.0)
    drawn: list[str] = []
    y = 14.0
    for text in said:
        more, y = _paragraph("said", text, y, wide - 8, 12)
        drawn += more
        y += 3
    if verdict:
        judged, _, why = verdict.partition(". ")
        more, y = _paragraph("verdict", f"{judged}.", y + 4, wide - 8, 13, bold=True)
        drawn += more
        more, y = _paragraph("said", why, y, wide - 8, 12)
        drawn += more
        y += 10
    for i, share in enumerate(lines[0].shares if lines else ()):
        x = left + (i + 0.5) * cell
        for j, words in enumerate((share.period, f"of {share.known}" if share.known else "")):
            drawn.append(f'<text class="small" x="{n(x)}" y="{n(y + 12 * j)}" text-anchor="middle">{words}</text>')
    if not narrow and lines:
        drawn.append(f'<text class="small" x="{n(left + len(periods) * cell + 12)}" y="{n(y)}">earlier to later half</text>')
    y += 20
    for line in lines:
        if narrow:
            drawn.append(f'<text class="row" x="4" y="{n(y + 14)}">{escape(line.label)}</text>')
            word = {"rose": "▲ rose", "fell": "▼ fell"}.get(line.change.word, "not settled")
            css = line.change.word if word[0] in "▲▼" else "open"
            drawn.append(f'<text class="{css}" x="{n(NARROW - 4)}" y="{n(y + 14)}" text-anchor="end">{word}</text>')
            y += 20
        else:
            for i, part in enumerate(wrap(line.label, _LEFT - 12, 12, lines=2, bold=True)):
                drawn.append(f'<text class="row" x="4" y="{n(y + 34 + 14 * i)}">{escape(part)}</text>')
            drawn += _change(line.change, left + len(periods) * cell + 12, y + 30, _RIGHT - 16)
        drawn += [_cell(share, left + i * cell, y, cell) for i, share in enumerate(line.shares)]
        y += _TALL + (6 if narrow else 8)
    if note:
        more, y = _paragraph("small", note, y + 12, wide - 8, 10)
        drawn += more
    return "\n".join(drawn), wide, y
