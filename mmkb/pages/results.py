"""The results of a model: where its scores stand among those that they can be compared with, and every score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mmkb.pages.escape import text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import boxed, folded, section, table
from mmkb.pages.paths import Page, entry_path
from mmkb.pages.scores import COMPARE, measure, score_table
from mmkb.pages.words import DASH, counted, ordinal
from mmkb.query.answers import ModelAnswer, ScoreAnswer
from mmkb.query.standing import Standing

LEAST = 5
"""Among fewer scores a rank says little and is not told."""

_OPEN = 12
"""Up to so many scores stand open on the page of a model."""


def results(page: Page, answer: ModelAnswer, standings: Sequence[Standing], notes: Footnotes) -> str:
    """The section on the results of a model.

    Args:
        page: The page that it stands on.
        answer: The model.
        standings: Where its scores stand.
        notes: Footnotes of the page.
    """
    if not answer.scores:
        return section("Results", "results", "No results table with this model has been read in yet.")
    tables = {score.table for score in answer.scores}
    told = f"{counted(len(answer.scores), 'score')} from {counted(len(tables), 'table')}."
    own = [score for score in answer.scores if score.source.id == answer.record.paper]
    others = [score for score in answer.scores if score.source.id != answer.record.paper]
    parts = [f"{told}\n\n", _standings(page, standings, notes), f"{COMPARE}\n\n"]
    parts.append(_scores(page, own, notes, "in the model's own paper", aside=False))
    where = "in other sources" if own else "in sources other than its own paper"
    parts.append(_scores(page, others, notes, where, aside=bool(own)))
    return section("Results", "results", "".join(parts))


def _scores(page: Page, scores: Sequence[ScoreAnswer], notes: Footnotes, where: str, *, aside: bool) -> str:
    """The scores of some sources, folded where there are many."""
    if not scores:
        return ""
    shown = boxed("filterable unsorted", score_table(page, scores, notes, ("model",)))
    words = f"{counted(len(scores), 'score')} printed {where}"
    return folded(text(words), shown, aside=aside) if len(scores) > _OPEN else f"{text(words)}:\n\n{shown}"


def _standings(page: Page, standings: Iterable[Standing], notes: Footnotes) -> str:
    """Of every benchmark the largest group of comparable scores in which the model stands, and its place there."""
    largest: dict[str, Standing] = {}
    for standing in standings:
        before = largest.get(standing.benchmark.id)
        if standing.of >= LEAST and (before is None or standing.models > before.models):
            largest[standing.benchmark.id] = standing
    rows = [_standing(page, standing, notes) for standing in largest.values()]
    if not rows:
        return ""
    told = (
        "Its best score in the largest group of scores that can be compared, where that holds at least "
        f"{LEAST}; the place leads to the group.\n\n"
    )
    return told + boxed("standings", table(("Benchmark", "Score", "Place", "Of models", "Measure", "Measured"), rows, (1, 3)))


def _standing(page: Page, standing: Standing, notes: Footnotes) -> tuple[str, ...]:
    score = standing.score
    leads = page.to(entry_path("benchmark", standing.benchmark.id), f"group-{standing.group}")
    row = score.row or score.variant
    by_row = f'<br><span class="why">{text(row)}</span>' if row and row != score.model.name else ""
    settings = [measure(score), *([f"split {text(score.split)}"] if score.split is not None else [])]
    settings += [f"{score.shots} shots"] if score.shots is not None else []
    return (
        page.link(standing.benchmark) + by_row,
        f"{text(score.printed)}{notes.cite_place(score.source, score.locator)}",
        f"[{ordinal(standing.rank)} of {standing.of}]({leads})",
        str(standing.models),
        ", ".join(settings) or DASH,
        text(standing.measured),
    )
