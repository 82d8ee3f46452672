"""The tables of a survey, rebuilt from what the entries keep of them, with the catalogue's own words beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from mmkb.query import entries, frames
from mmkb.query.answers import CorrectionAnswer, EntryAnswer, Named
from mmkb.query.errors import NotFoundError
from mmkb.query.ownwords import own_words
from mmkb.query.printing import html_table, plain, text_table
from mmkb.query.scores import correction_answers
from mmkb.store import Store
from mmkb.vocab import SurveyColumn


class SurveyCell(NamedTuple):
    """One cell of a survey's table.

    Attributes:
        printed: The survey's words; None where it prints nothing.
        own: The catalogue's words; None where it keeps no such fact.
        correction: What a primary source says instead; None where nothing is known against it.
    """

    printed: str | None
    own: str | None
    correction: CorrectionAnswer | None


class SurveyRow(NamedTuple):
    """One row of a survey's table.

    Attributes:
        entry: What the row is about; for a score, the model.
        cells: The cells by column.
        kept_in: The entry that keeps the row: for a score, the results table; else the entry that the row is about.
        position: Place of the row there: that of the score, or of the reading.
        direction: Of a score, whether ``higher`` or ``lower`` is better; None for other rows.
    """

    entry: Named
    cells: Mapping[str, SurveyCell]
    kept_in: Named
    position: int
    direction: str | None


@dataclass(frozen=True, slots=True, repr=False)
class SurveyTable:
    """A table, figure or page of a survey, as printed and as the catalogue has it.

    Attributes:
        survey: The survey.
        place: The table, figure or page by name.
        columns: Its columns, words of :class:`mmkb.vocab.SurveyColumn`.
        rows: The rows; the scores of a results table in its order, others by date and name.

    Example:
        >>> table = kb.survey_table("mm-llms", "table-1")
        >>> row = next(row for row in table.rows if row.entry.id == "llava")
        >>> row.cells["llm_backbone"].printed
        'Vicuna-7B/13B'
    """

    survey: Named
    place: str
    columns: tuple[str, ...]
    rows: tuple[SurveyRow, ...]

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as plain data: by column, what is printed, what the catalogue says and what corrects it."""
        return [
            {
                "entry": plain(row.entry),
                **{
                    column: {
                        "printed": cell.printed,
                        "own": cell.own,
                        "found": cell.correction.found if cell.correction is not None else None,
                    }
                    for column, cell in row.cells.items()
                },
            }
            for row in self.rows
        ]

    def _lines(self, own: bool) -> list[tuple[str, ...]]:
        return [
            (row.entry.id, *((cell.own if own else cell.printed) or "" for cell in (row.cells[c] for c in self.columns)))
            for row in self.rows
        ]

    def to_frame(self, library: str | None = None, own: bool = False) -> Any:
        """The table as a data frame.

        Args:
            library: ``pandas`` or ``polars``; by default the one that is installed, pandas if both are.
            own: The catalogue's words instead of the survey's.

        Raises:
            ImportError: If neither is installed; the message says what to do.
            ValueError: If there is no such library.
        """
        return frames.frame(("entry", *self.columns), self._lines(own), library)

    def __str__(self) -> str:
        """The table as the survey prints it."""
        return text_table(("entry", *self.columns), self._lines(False))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The table as the survey prints it, for a notebook."""
        return html_table(("entry", *self.columns), self._lines(False), f"{self.survey.name}: {self.place}")


_ANSWERS: Final[Mapping[str, Callable[[Store, str], EntryAnswer[Any]]]] = {
    "model": entries.model_answer,
    "dataset": entries.dataset_answer,
    "benchmark": entries.benchmark_answer,
    "survey": entries.survey_answer,
}
_READINGS: Final = """
SELECT r.kind, r.entry_id, e.name, r.position, r.survey_column, r.printed FROM reading AS r
JOIN entry AS e ON e.kind = r.kind AND e.id = r.entry_id
WHERE r.survey_id = ? AND r.place_id = ? ORDER BY r.kind, r.entry_id, r.position
"""
_OWN_SCORES: Final = """
SELECT s.results_id, s.position, m.id, m.name, k.direction, t.name, p.printed, p.row_label, l.name, p.shots FROM score AS s
JOIN results_table AS c ON c.id = s.results_id
JOIN model AS m ON m.id = s.model_id
JOIN benchmark_metric AS f ON f.benchmark_id = s.benchmark_id AND f.position = 0
JOIN benchmark_metric AS k ON k.benchmark_id = s.benchmark_id AND k.id = coalesce(s.metric, f.id)
LEFT JOIN (score AS p JOIN results_table AS t ON t.id = p.results_id AND t.survey_id IS NULL AND t.source_id IN
  (SELECT paper_id FROM model WHERE id = p.model_id)) ON p.model_id = s.model_id AND p.variant IS s.variant
  AND p.benchmark_id = s.benchmark_id AND coalesce(p.metric, f.id) = k.id
LEFT JOIN benchmark_split AS l ON l.benchmark_id = p.benchmark_id AND l.id = p.split
WHERE c.survey_id = ? AND c.place_id = ? ORDER BY s.results_id, s.position, t.id, p.position
"""


def survey_table(store: Store, survey: Named, place: str) -> SurveyTable:
    """A table of a survey, rebuilt.

    Args:
        store: The database.
        survey: The survey.
        place: Id or name of its table, figure or page.

    Raises:
        NotFoundError: If the survey has no such place.
    """
    places = store.rows("SELECT id, name FROM survey_place WHERE survey_id = ? ORDER BY position", (survey.id,))
    wanted = place.casefold()
    # An id is meant before a name, should one place go by the id of another.
    meant = [(i, name) for i, name in places if i == wanted] or [(i, name) for i, name in places if name.casefold() == wanted]
    if not meant:
        raise NotFoundError("place", place, [i for i, _ in places])
    place_id, name = meant[0]
    columns = tuple(
        column
        for (column,) in store.rows(
            "SELECT survey_column FROM survey_place_column WHERE survey_id = ? AND place_id = ? ORDER BY position",
            (survey.id, place_id),
        )
    )
    printed: dict[tuple[str, str, str, int], dict[str, str]] = defaultdict(dict)
    for kind, entry, entry_name, position, column, words in store.rows(_READINGS, (survey.id, place_id)):
        printed[kind, entry, entry_name, position][column] = words
    make = _Making(store, survey.id, place_id, name)
    rows = [make.row(key, words, columns) for key, words in printed.items()]
    rows.sort(key=lambda pair: pair[0])
    return SurveyTable(survey, name, columns, tuple(row for _, row in rows))


class _OwnScore(NamedTuple):
    """A score in a model's own paper, with what may tell it from others there."""

    table: str
    printed: str
    row: str | None
    split: str | None
    shots: int | None


def _told(scores: Sequence[_OwnScore]) -> str | None:
    """The scores of a model's own paper in words; of several each says what the others do not have."""
    differ = {field for field in ("row", "split", "shots") if len({getattr(score, field) for score in scores}) > 1}
    told = []
    for one in scores:
        words = {"row": one.row, "split": one.split, "shots": f"{one.shots} shots" if one.shots is not None else None}
        more = [word for field, word in words.items() if field in differ and word is not None]
        told.append(f"{one.printed} ({', '.join((one.table, *more))})")
    return "; ".join(dict.fromkeys(told)) or None


class _Making:
    """Makes the rows of one table, looking each entry up once."""

    def __init__(self, store: Store, survey: str, place: str, name: str) -> None:
        self.store = store
        self.answers: dict[tuple[str, str], EntryAnswer[Any]] = {}
        self.corrections: dict[tuple[str, str, str, int | str], CorrectionAnswer] = {}
        for c in correction_answers(store, survey):
            if c.place == name:
                # Of an entry that has several rows, a correction is to those that print its words.
                which = int(c.path.split(".")[1]) if c.entry.kind == "results" else c.printed
                self.corrections[c.entry.kind, c.entry.id, c.column, which] = c
        self.scores: dict[tuple[str, int], tuple[Named, str]] = {}
        self.own_scores: dict[tuple[str, int], list[_OwnScore]] = defaultdict(list)
        for results, position, model, model_name, direction, *own in store.rows(_OWN_SCORES, (survey, place)):
            self.scores[results, position] = (Named("model", model, model_name), direction)
            if own[0] is not None:
                self.own_scores[results, position].append(_OwnScore(*own))

    def row(
        self, key: tuple[str, str, str, int], printed: Mapping[str, str], columns: tuple[str, ...]
    ) -> tuple[tuple[str, str, int], SurveyRow]:
        """A row, and what it is sorted by."""
        kind, entry, name, position = key
        if kind == "results":
            model, direction = self.scores[entry, position]
            said = _told(self.own_scores[entry, position])
            cells = {
                c: SurveyCell(
                    printed.get(c), said if c == SurveyColumn.SCORE else None, self.corrections.get((kind, entry, c, position))
                )
                for c in columns
            }
            return ("", entry, position), SurveyRow(model, cells, Named(kind, entry, name), position, direction)
        if (kind, entry) not in self.answers:
            self.answers[kind, entry] = _ANSWERS[kind](self.store, entry)
        answer = self.answers[kind, entry]
        cells = {
            c: SurveyCell(words, own_words(answer, SurveyColumn(c)), self.corrections.get((kind, entry, c, words or "")))
            for c, words in ((c, printed.get(c)) for c in columns)
        }
        about = Named(kind, entry, name)
        when = printed.get("date") or own_words(answer, SurveyColumn.DATE) or ""
        return (when, name.lower(), position), SurveyRow(about, cells, about, position, None)
