"""Models side by side."""

from __future__ import annotations

import html
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mmkb.query.answers import ModelSummary, Named
from mmkb.query.comparable import Guard
from mmkb.query.entries import model_answer
from mmkb.query.printing import html_cell, text_table
from mmkb.query.sheet import SECTIONS, Cell, Line, Part, Sheet, SheetScore
from mmkb.query.sheetfacts import Facts
from mmkb.query.summaries import model_summaries
from mmkb.records.architecture import uses
from mmkb.store import Store


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """One fact of several models.

    Attributes:
        fact: Name of the fact.
        values: What is known of it, model by model; ``not disclosed``, ``not applicable`` or ``not looked up yet`` where
            nothing is.
        differs: Whether the values are not all the same.
        section: The group of facts that it belongs to, such as ``Architecture``.
        cells: The same values with the entries in them and the places where they are written.
        comparable: Whether the values can stand side by side; scores that were measured otherwise cannot.
    """

    fact: str
    values: tuple[str, ...]
    differs: bool
    section: str
    cells: tuple[Cell, ...]
    comparable: bool


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """Models side by side.

    Attributes:
        models: The models, in the order asked for.
        rows: The facts.
        scores: The scores: for each benchmark that two of the models share those that can stand side by side (same metric,
            split, shots, flags and measurer), then those that cannot; last the scores on benchmarks that only one has.

    Example:
        >>> comparison = kb.compare("llava", "blip-2")
        >>> [row.values for row in comparison.rows if row.fact == "design"]
        [('end-to-end', 'end-to-end')]
    """

    models: tuple[ModelSummary, ...]
    rows: tuple[ComparedFact, ...]
    scores: tuple[ComparedFact, ...]

    @property
    def differences(self) -> tuple[ComparedFact, ...]:
        """The facts in which the models differ.

        Example:
            >>> [row.fact for row in kb.compare("llava", "llava-1.5").differences][:2]
            ['released', 'organisations']
        """
        return tuple(row for row in self.rows if row.differs)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The facts as plain data: ``fact``, ``differs`` and a value for each model, by its id.

        Example:
            >>> kb.compare("llava", "blip-2").to_dicts()[0]
            {'fact': 'released', 'differs': True, 'llava': '2023-04-17', 'blip-2': '2023-01-26'}
        """
        ids = [model.id for model in self.models]
        return [{"fact": row.fact, "differs": row.differs, **dict(zip(ids, row.values, strict=True))} for row in self.rows]

    def __str__(self) -> str:
        """The facts as a text table; an asterisk stands before those in which the models differ."""
        rows = [(f"{'*' if row.differs else ' '} {row.fact}", *row.values) for row in self.rows]
        return text_table(("  fact", *(model.name for model in self.models)), rows, 40, wrap=True)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The facts as a table for a notebook; those in which the models differ are marked."""
        head = "".join(f'<th scope="col">{html_cell("", _named(model))}</th>' for model in self.models)
        body = ""
        for row in self.rows:
            values = (f"<mark>{html.escape(v)}</mark>" if row.differs else html.escape(v) for v in row.values)
            cells = "".join(f"<td>{value}</td>" for value in values)
            body += f'<tr><th scope="row">{html.escape(row.fact)}{" *" if row.differs else ""}</th>{cells}</tr>'
        return (
            f'<table class="mmkb"><thead><tr><th scope="col">fact</th>{head}</tr></thead><tbody>{body}</tbody>'
            "<caption>* and marked: the models differ</caption></table>"
        )


def _named(model: ModelSummary) -> Named:
    return Named("model", model.id, model.name)


_VARIANTS: Final = """
SELECT component_id, id, name FROM component_variant WHERE component_id IN (SELECT value FROM json_each(?))
"""


def sheet(store: Store, model: str) -> Sheet:
    """All facts of a model, as cells that can be set beside those of others.

    Raises:
        NotFoundError: If there is no such model.
    """
    answer = model_answer(store, model)
    used = {c for _, _, _, use in uses(answer.record.architecture) for c in use.component_ids()}
    variants = {(c, i): name for c, i, name in store.rows(_VARIANTS, (json.dumps(sorted(used)),))}
    facts = Facts(answer, variants)
    guard = Guard(store, "model_id", model)
    scores = tuple(
        SheetScore(
            s.benchmark, guard.place(s), s.row or s.variant or "", s.printed, guard.conditions(s), s.table,
            (s.source, s.locator),
        )
        for s in answer.scores
    )  # fmt: skip
    return Sheet(Named("model", answer.id, answer.name), tuple(facts.all()), facts.rest(), scores)


def compare(store: Store, ids: Sequence[str]) -> Comparison:
    """Models side by side, in the order of ``ids``."""
    by_id = {model.id: model for model in model_summaries(store, sorted(set(ids)))}
    sheets = [sheet(store, model) for model in ids]
    return Comparison(tuple(by_id[model] for model in ids), tuple(_facts(sheets)), tuple(_scores(sheets)))


def _facts(sheets: Sequence[Sheet]) -> Iterator[ComparedFact]:
    """The facts of several models, each with its cell of every model."""
    cells = [{fact.fact: fact.cell for fact in one.facts} for one in sheets]
    for section in SECTIONS:
        named = (fact.fact for one in sheets for fact in one.facts if fact.section == section)
        # The models with most stages bring further ones; in each model they come in order.
        for fact in dict.fromkeys(named):
            yield _compared(section, fact, [one.get(fact, sheets[i].rest) for i, one in enumerate(cells)])


def _compared(section: str, fact: str, cells: Sequence[Cell], *, comparable: bool = True) -> ComparedFact:
    values = tuple(cell.text for cell in cells)
    return ComparedFact(fact, values, len(set(values)) > 1, section, tuple(cells), comparable)


def _scores(sheets: Sequence[Sheet]) -> Iterator[ComparedFact]:
    """The scores on benchmarks that two models share, those that can stand side by side first, then each model's other ones."""
    by_benchmark: dict[Named, list[tuple[int, SheetScore]]] = defaultdict(list)
    for i, one in enumerate(sheets):
        for score in one.scores:
            by_benchmark[score.benchmark].append((i, score))
    ordered = sorted(by_benchmark.items(), key=lambda item: (item[0].name.lower(), item[0].id))
    others: list[tuple[int, SheetScore]] = []
    for benchmark, found in ordered:
        if len({i for i, _ in found}) == 1:
            others += found
            continue
        groups: dict[str, list[tuple[int, SheetScore]]] = defaultdict(list)
        for i, score in found:
            groups[score.conditions.key].append((i, score))
        several = [group for group in groups.values() if len({i for i, _ in group}) > 1]
        for group in sorted(several, key=lambda g: (g[0][1].metric, -len(g), g[0][1].conditions.title)):
            told = f"{benchmark.name}: {group[0][1].conditions.title}"
            yield _compared("Scores", told, _cells(len(sheets), group))
        side = {group[0][1].conditions.key for group in several}
        alone = [(i, score) for i, score in found if score.conditions.key not in side]
        if alone:
            told = f"{benchmark.name}: not comparable"
            yield _compared("Scores", told, _cells(len(sheets), alone), comparable=False)
    if others:
        yield _compared("Scores", "other benchmarks", _cells(len(sheets), others, named=True), comparable=False)


def _cells(number: int, scores: Sequence[tuple[int, SheetScore]], *, named: bool = False) -> list[Cell]:
    """The scores of every model; those of the same words in several tables are one line."""
    cells = []
    for model in range(number):
        lines: dict[tuple[Part, ...], list[SheetScore]] = defaultdict(list)
        for i, score in scores:
            if i == model:
                label = f" ({score.label})" if score.label else ""
                lines[(score.benchmark, f" {score.printed}{label}") if named else (f"{score.printed}{label}",)].append(score)
        told = tuple(Line(parts, tuple(s.place for s in found), tuple(found)) for parts, found in lines.items())
        cells.append(Cell(told) if told else Cell(state="no-score"))
    return cells
