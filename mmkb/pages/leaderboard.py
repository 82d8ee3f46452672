"""The leaderboard of a benchmark: ranks among scores that can be compared, and apart from them all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mmkb.figures.scoreplot import score_plot
from mmkb.pages.ending import figure
from mmkb.pages.escape import text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import boxed, folded, heading, table
from mmkb.pages.paths import Page
from mmkb.pages.scores import score_table
from mmkb.pages.words import DASH, capital, counted, date, short
from mmkb.query.answers import ScoreAnswer
from mmkb.query.leaderboards import Leaderboard, ScoreGroup

COMPARE = (
    "Ranks hold within a table only. Scores of another metric or split, with another number of examples in the prompt, with "
    "other flags (such as training images of the benchmark seen in training), or measured by someone else are never ranked "
    "against each other; even in one table prompts and settings may differ."
)
"""What a reader must know before reading ranks."""

_MOST_LISTED = 8
"""Up to so many groups are listed openly."""

_SMALL = 4
"""Groups of fewer scores are folded where there are many groups."""

_CLASSES = ((4, "up to 4B"), (9, "4B to 9B"), (20, "9B to 20B"))
_LARGEST, _UNKNOWN = "over 20B", "not known"


def leaderboard_sections(page: Page, board: Leaderboard, notes: Footnotes) -> str:
    """Write the ranked groups of a benchmark's scores, and the scores that nothing can be compared with.

    Args:
        page: The page on which they stand.
        board: The scores in groups.
        notes: Footnotes of the page.

    Returns:
        Markdown; nothing if there is no score.
    """
    ranked = board.ranked
    alone = [group.scores[0].score for group in board.groups if len(group.scores) == 1]
    total = sum(len(group.scores) for group in board.groups)
    if not total:
        return ""
    told = (
        f"{counted(total, 'score')}, {counted(len(ranked), 'group')} of scores that can be compared. {COMPARE} Sizes are those "
        "of the whole model where its makers state them, else the nominal size of its language model (marked LLM).\n\n"
    )
    numbered = list(enumerate(ranked, 1))
    made = [(len(group.scores), _group(page, number, group, notes)) for number, group in numbered]
    small = [body for size, body in made if size < _SMALL]
    fold = len(made) > _MOST_LISTED and len(small) > 1
    parts = [told, _overview(numbered), *(body for size, body in made if size >= _SMALL or not fold)]
    if fold:
        parts.append(folded(f"{len(small)} groups of fewer than {_SMALL} scores", "".join(small)))
    if alone:
        parts.append(heading("Scores that no other can be compared with", "alone", 4))
        parts.append(boxed("filterable unsorted", score_table(page, alone, notes, ("benchmark",))))
    return "".join(parts)


def _overview(groups: Sequence[tuple[int, ScoreGroup]]) -> str:
    """The groups by what their scores have in common, each with a link to it; nothing where there is one only."""
    if len(groups) < 2:
        return ""
    rows = []
    for number, group in groups:
        models = len({score.model for _, score in group.scores})
        rows.append((f"[{text(capital(group.title))}](#group-{number})", str(len(group.scores)), str(models)))
    listed = table(("Scores that can be compared", "Scores", "Models"), rows, (1, 2))
    return folded(f"All {len(groups)} groups", listed) if len(groups) > _MOST_LISTED else listed


def _group(page: Page, number: int, group: ScoreGroup, notes: Footnotes) -> str:
    # The score stands where a telephone shows it without scrolling.
    columns = ("Rank", "Model", "Score", "Variant or row", "Size", "Class", "Released", "Note", "Read in")
    rows = [list(_row(page, rank, score, notes)) for rank, score in group.scores]
    body = table(columns, rows, (0, 2, 4), (7,))
    plot = score_plot(group, page.entry_href)
    drawn = f"{figure(plot.svg, 'Scores by day of release', 'plot')}{text(plot.told)}\n\n" if plot is not None else ""
    return heading(capital(group.title), f"group-{number}", 4) + drawn + boxed("filterable", body)


def _row(page: Page, rank: int, score: ScoreAnswer, notes: Footnotes) -> Iterator[str]:
    yield str(rank)
    yield page.link(score.model)
    yield f"{text(score.printed)}{notes.cite_place(score.source, score.locator)}"
    yield text(score.row or score.variant or "") or DASH
    size = score.parameters or score.llm_parameters
    yield (short(size) + ("" if score.parameters else " LLM")) if size else DASH
    yield _size_class(size)
    yield date(score.released)
    yield text(score.note or "") or DASH
    yield page.link(score.table)


def _size_class(size: int | None) -> str:
    """The class that readers filter by."""
    if size is None:
        return _UNKNOWN
    billions = size / 10**9
    return next((words for limit, words in _CLASSES if billions <= limit), _LARGEST)
