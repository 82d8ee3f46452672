"""Scores and corrections, each with all that is needed to judge it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from mmkb.query.answers import CorrectionAnswer, Named, ScoreAnswer
from mmkb.store import Store

_SCORES = """
SELECT s.results_id, s.position, m.id, m.name, v.name, s.row_label, b.id, b.name, k.name, k.unit, p.name, s.printed, s.value,
       s.shots, t.name, o.id, o.name, t.locator, s.note, m.released, v.parameters, c.parameters
FROM score AS s
JOIN results_table AS t ON t.id = s.results_id
JOIN source AS o ON o.id = t.source_id
JOIN model AS m ON m.id = s.model_id
JOIN benchmark AS b ON b.id = s.benchmark_id
LEFT JOIN model_variant AS v ON v.model_id = s.model_id AND v.id = s.variant
LEFT JOIN component_variant AS c ON c.component_id = v.backbone_id AND c.id = v.backbone_variant
JOIN benchmark_metric AS k ON k.benchmark_id = s.benchmark_id
 AND ((s.metric IS NULL AND k.position = 0) OR k.id = s.metric)
LEFT JOIN benchmark_split AS p ON p.benchmark_id = s.benchmark_id AND p.id = s.split
WHERE {where}
ORDER BY b.id, k.position, p.position, m.released, m.id, s.results_id, s.position
"""


def score_answers(store: Store, column: str, value: str) -> tuple[ScoreAnswer, ...]:
    """The scores whose ``model_id``, ``benchmark_id`` or ``results_id`` is ``value``, by benchmark, metric and split.

    What a survey's table prints is left out but where that very table is asked for: it repeats what others measured.
    """
    if column not in ("model_id", "benchmark_id", "results_id"):
        raise ValueError(f"scores are not looked up by {column}")
    where = f"s.{column} = ?" if column == "results_id" else f"s.{column} = ? AND t.survey_id IS NULL"
    flags: dict[tuple[str, int], list[str]] = defaultdict(list)
    for table, score, flag in store.rows(
        "SELECT f.results_id, f.score, f.flag FROM score_flag AS f JOIN score AS s ON s.results_id = f.results_id "
        f"AND s.position = f.score WHERE s.{column} = ? ORDER BY f.results_id, f.score, f.position",
        (value,),
    ):
        flags[table, score].append(flag)
    return tuple(
        _score(row, tuple(flags.get((row[0], row[1]), ()))) for row in store.rows(_SCORES.format(where=where), (value,))
    )


def _score(row: Sequence[Any], flags: tuple[str, ...]) -> ScoreAnswer:
    table, _, m, mname, variant, label, b, bname, metric, unit, split, printed, value, shots, tname, o, oname, *rest = row
    locator, note, released, parameters, llm_parameters = rest
    return ScoreAnswer(
        model=Named("model", m, mname),
        variant=variant,
        row=label,
        benchmark=Named("benchmark", b, bname),
        metric=metric,
        unit=unit,
        split=split,
        printed=printed,
        value=value,
        shots=shots,
        flags=flags,
        table=Named("results", table, tname),
        source=Named("source", o, oname),
        locator=locator,
        note=note,
        released=released,
        parameters=parameters,
        llm_parameters=llm_parameters,
    )


_CORRECTIONS = """
SELECT c.kind, c.entry_id, e.name, c.survey_id, v.name, p.name, c.survey_column, c.printed, c.found, c.correction_kind, c.note,
 c.path, (SELECT group_concat(printed, ', ') FROM (
  SELECT r.printed FROM reading AS r WHERE c.kind = 'results' AND r.kind = c.kind AND r.entry_id = c.entry_id
  AND r.position = c.position AND r.survey_column IN ('name', 'llm_backbone', 'benchmark') ORDER BY r.survey_column DESC
 ))
FROM correction AS c JOIN entry AS e ON e.kind = c.kind AND e.id = c.entry_id
JOIN survey AS v ON v.id = c.survey_id JOIN survey_place AS p ON p.survey_id = c.survey_id AND p.id = c.place_id
WHERE {where} ORDER BY c.kind, c.entry_id, c.position
"""


def correction_answers(store: Store, survey: str | None = None) -> tuple[CorrectionAnswer, ...]:
    """The corrections to one survey, or to all, by entry and place."""
    where, given = ("c.survey_id = ?", (survey,)) if survey is not None else ("1", ())
    evidence: dict[tuple[str, str, str], list[tuple[Named, str]]] = defaultdict(list)
    for kind, entry, path, source, name, locator in store.rows(
        "SELECT c.kind, c.entry_id, c.path, s.id, s.name, i.locator FROM correction AS c JOIN citation AS i ON i.kind = c.kind "
        "AND i.entry_id = c.entry_id AND i.path = c.path JOIN source AS s ON s.id = i.source_id "
        f"WHERE {where} ORDER BY c.kind, c.entry_id, c.position, i.position",
        given,
    ):
        evidence[kind, entry, path].append((Named("source", source, name), locator))
    rows = store.rows(_CORRECTIONS.format(where=where), given)
    return tuple(
        CorrectionAnswer(
            Named(kind, entry, name), Named("survey", v, vname), place, row, column, printed, found, sort, note,
            tuple(evidence.get((kind, entry, path), ())), path,
        )
        for kind, entry, name, v, vname, place, column, printed, found, sort, note, path, row in rows
    )  # fmt: skip
