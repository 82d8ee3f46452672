"""Scores, each beside what is needed to compare it; never ranked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mmkb.pages.escape import text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import table
from mmkb.pages.paths import Page
from mmkb.pages.words import DASH, label, terms
from mmkb.query.answers import ScoreAnswer
from mmkb.vocab import ScoreFlag

COMPARE = (
    "Scores stand as printed, in alphabetical order and not ranked: split, metric, number of examples in the prompt and "
    "what a model saw in training differ from row to row."
)
"""What a reader must know before comparing scores."""

_FLAGS = {str(flag): flag for flag in ScoreFlag}
_UNITS = {"percent": "%", "points": "points", "ratio": "", "cider": "CIDEr", "distance": ""}


def measure(score: ScoreAnswer) -> str:
    """The metric of a score with its unit, where that says more."""
    unit = _UNITS.get(score.unit, label(score.unit))
    return f"{text(score.metric)} ({unit})" if unit and unit.lower() != score.metric.lower() else text(score.metric)


def _row_label(score: ScoreAnswer) -> str:
    return text(score.row or score.variant or "") or DASH


def _order(score: ScoreAnswer) -> tuple[str, ...]:
    return (
        score.benchmark.name.lower(), score.benchmark.id, score.metric, score.split or "", score.model.name.lower(),
        score.model.id, score.variant or "", score.row or "", score.source.id, score.locator, score.printed,
    )  # fmt: skip


def score_table(
    page: Page, scores: Iterable[ScoreAnswer], notes: Footnotes, leave_out: Sequence[str] = (), table_links: bool = True
) -> str:
    """A table of scores in alphabetical order.

    Args:
        page: The page on which it stands.
        scores: The scores.
        notes: Footnotes of the page.
        leave_out: Which of the columns ``model`` and ``benchmark`` the page itself stands for.
        table_links: Whether rows link to the page of the results table that they stand in.

    Returns:
        Markdown; nothing if there is no score.
    """
    columns = [name for name in ("Model", "Benchmark") if name.lower() not in leave_out]
    columns += ["Score", "Row", "Metric", "Split", "Shots", "Flags", "Note"]
    columns += ["Read in"] if table_links else []
    rows = []
    for score in sorted(scores, key=_order):
        cells = [page.link(score.model)] if "model" not in leave_out else []
        cells += [page.link(score.benchmark)] if "benchmark" not in leave_out else []
        shots = DASH if score.shots is None else str(score.shots)
        flags = terms(_FLAGS[flag] for flag in score.flags) or DASH
        mark = notes.cite_place(score.source, score.locator)
        cells += [f"{text(score.printed)}{mark}", _row_label(score), measure(score), text(score.split or "") or DASH, shots]
        cells += [flags, text(score.note or "") or DASH]
        cells += [page.link(score.table)] if table_links else []
        rows.append(cells)
    optional = [i for i, name in enumerate(columns) if name in ("Row", "Flags", "Note")]
    return table(columns, rows, (columns.index("Score"), columns.index("Shots")), optional)
