"""Shares over time as a grid, drawn by matplotlib: axes for each thing, a bar for each half-year, the counts beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from mmkb.analysis.shares import Change, Share
from mmkb.figures.figure import NARROW, Canvas
from mmkb.figures.lettering import escape, wrap
from mmkb.figures.style import StyleSheet

if TYPE_CHECKING:
    from mmkb.figures.plot import Plot

_CELL: Final = 84.0
_LEFT: Final = 178.0
_RIGHT: Final = 190.0
_BAR: Final = 36.0
_TALL: Final = 62.0

SHEET: Final = StyleSheet(
    "shares",
    "& .row{font-size:12px;font-weight:600}& .small{font-size:10px;fill-opacity:.75}& .pc{font-size:11px}"
    "& .bar{fill:var(--mm-main)}& .few{fill:none;stroke:var(--mm-main);stroke-width:1.3;stroke-dasharray:3 2}"
    "& .ground{stroke:currentColor;stroke-opacity:.35}& .said{font-size:12px}& .verdict{font-size:13px;font-weight:700}"
    "& .rose,& .fell{font-size:12px;font-weight:700}& .open{font-size:11px;fill-opacity:.8}",
    ("main",),
)
"""The style sheet of its drawings."""


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


class _Text(NamedTuple):
    """A text of the drawing outside of all axes."""

    x: float
    y: float
    text: str
    css: str
    anchor: str = "start"


def _bars(plot: Plot, line: Line, x: float, y: float, cell: float) -> None:
    """A line's bars with percents and counts; a broken outline for a small sample, a dash where nothing is known."""
    axes = plot.axes(x, y + 14, cell * len(line.shares), _BAR)
    axes.set_axis_off()
    axes.set_xlim(-0.5, len(line.shares) - 0.5)
    axes.set_ylim(0, 1)
    for i, share in enumerate(line.shares):
        told_so = _tooltip(share)
        ((middle, top), (_, base)) = plot.spots(axes, [(i, share.share), (i, 0)])
        (ground,) = axes.plot((i - 0.5 + 4 / cell, i + 0.5 - 4 / cell), (0, 0))
        plot.name(ground, "ground")
        if not share.known:
            plot.text(axes, middle, base - 4, "–", "small", "middle")
            continue
        if share.having:
            (bar,) = axes.bar(i, share.share, 22 / cell)
            plot.name(bar, "few" if share.small else "bar", (told_so,))
        plot.text(axes, middle, top - 4, percent(share), "pc", "middle", told_so)
        plot.text(axes, middle, base + 11, str(share.having), "small", "middle", told_so)


def _tooltip(share: Share) -> Callable[[str], str]:
    title = f"<title>{escape(f'{share.having} of {share.known} models, {share.period}')}</title>"
    return lambda mark: f"<g>{title}{mark}</g>"


def _word(change: Change) -> tuple[str, str]:
    """What is said of a change, and its class."""
    word = {"rose": "▲ rose", "fell": "▼ fell"}.get(change.word, "not settled")
    return word, change.word if word[0] in "▲▼" else "open"


def _change(change: Change, x: float, y: float, room: float) -> list[_Text]:
    before, after = percent(change.before), percent(change.after)
    lines = wrap(f"{before} of {change.before.known} to {after} of {change.after.known}", room, 10, lines=2)
    return [_Text(x, y, *_word(change)), *(_Text(x, y + 14 + 12 * i, line, "small") for i, line in enumerate(lines))]


def _paragraph(css: str, text: str, y: float, room: float, size: float, *, bold: bool = False) -> tuple[list[_Text], float]:
    lines = wrap(text, room, size, lines=16, bold=bold)
    step = size + 4.5
    return [_Text(4, y + i * step, line, css) for i, line in enumerate(lines)], y + len(lines) * step


def _above(said: Sequence[str], verdict: str, room: float) -> tuple[list[_Text], float]:
    """What was said and what follows, above the grid; and where that may begin."""
    texts: list[_Text] = []
    y = 14.0
    for text in said:
        more, y = _paragraph("said", text, y, room, 12)
        texts += more
        y += 3
    if verdict:
        judged, _, why = verdict.partition(". ")
        first, y = _paragraph("verdict", f"{judged}.", y + 4, room, 13, bold=True)
        then, y = _paragraph("said", why, y, room, 12)
        texts += first + then
        y += 10
    return texts, y


def _heads(shares: Sequence[Share], left: float, cell: float, y: float) -> Iterator[_Text]:
    """The half-years and how many models each has."""
    for i, share in enumerate(shares):
        for j, words in enumerate((share.period, f"of {share.known}" if share.known else "")):
            if words:
                yield _Text(left + (i + 0.5) * cell, y + 12 * j, words, "small", "middle")


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
    about = canvas.narrow, tuple(lines), verdict, tuple(said), note
    return canvas.keep("share grid", about, partial(_grid, *about))


def _grid(narrow: bool, lines: Sequence[Line], verdict: str, said: Sequence[str], note: str) -> tuple[str, float, float]:
    from mmkb.figures.plot import plotting

    periods = lines[0].shares if lines else ()
    left = 0.0 if narrow else _LEFT
    cell = (NARROW - 4) / max(1, len(periods)) if narrow else _CELL
    wide = NARROW if narrow else max(_LEFT + _CELL * len(periods) + _RIGHT, 640.0)
    end = left + len(periods) * cell + 12
    texts, y = _above(said, verdict, wide - 8)
    texts += _heads(periods, left, cell, y)
    if not narrow and lines:
        texts.append(_Text(end, y, "earlier to later half", "small"))
    y += 20
    tops = []
    for line in lines:
        if narrow:
            texts += (_Text(4, y + 14, line.label, "row"), _Text(NARROW - 4, y + 14, *_word(line.change), "end"))
            y += 20
        else:
            parts = wrap(line.label, _LEFT - 12, 12, lines=2, bold=True)
            texts += [_Text(4, y + 34 + 14 * i, part, "row") for i, part in enumerate(parts)]
            texts += _change(line.change, end, y + 30, _RIGHT - 16)
        tops.append(y)
        y += _TALL + (6 if narrow else 8)
    if note:
        more, y = _paragraph("small", note, y + 12, wide - 8, 10)
        texts += more
    with plotting(wide, y) as plot:
        for line, top in zip(lines, tops, strict=True):
            _bars(plot, line, left, top, cell)
        for text in texts:
            plot.text(None, *text)
        return plot.body(), wide, y
