"""Rows of benchmarks and of results."""

from __future__ import annotations

from mmkb.records.benchmark import Benchmark
from mmkb.records.results import CopiedTable, Results
from mmkb.store.cells import Rows, listed, words
from mmkb.store.rows_survey import add_survey_part
from mmkb.vocab import SurveyColumn


def add_benchmark(rows: Rows, benchmark: Benchmark) -> None:
    """Add the rows that only benchmarks have.

    Args:
        rows: Rows by table, added to.
        benchmark: The record.
    """
    b, key = benchmark, (benchmark.id,)
    rows["benchmark"].append((b.id, b.name, b.description, b.task, b.released, b.paper, b.url))
    rows["benchmark_modality"] += words(key, b.modalities)
    rows["benchmark_metric"] += [
        (*key, m.id, i, m.name, m.unit.value, m.minimum, m.maximum, m.direction.value) for i, m in enumerate(b.metrics)
    ]
    rows["benchmark_split"] += [(*key, s.id, i, s.name) for i, s in enumerate(b.splits)]
    add_survey_part(rows, "benchmark", b.id, b.survey)


def add_results(rows: Rows, results: Results) -> None:
    """Add the rows that only results have; their table is a citation of the entry too.

    Args:
        rows: Rows by table, added to.
        results: The record.
    """
    r, key = results, (results.id,)
    copied = (r.copy_of.survey, r.copy_of.place) if r.copy_of is not None else (None, None)
    rows["results_table"].append((r.id, r.name, r.description, r.table.source, r.table.locator, *copied, r.setting))
    rows["citation"].append(("results", r.id, "table", 0, r.table.source, r.table.locator))
    rows["results_organisation"] += listed(key, r.measured_by)
    rows["score"] += [
        (*key, i, s.model, s.variant, s.row, s.benchmark, s.metric, s.split, s.value(), s.score, s.shots, s.note)
        for i, s in enumerate(r.scores)
    ]
    for i, s in enumerate(r.scores):
        rows["score_flag"] += words((r.id, i), s.flags)
    if r.copy_of is not None:
        _add_survey_table(rows, r, r.copy_of)


def _add_survey_table(rows: Rows, results: Results, table: CopiedTable) -> None:
    """Add the cells of a survey's table as readings of the results, and the corrections to them."""
    for i, s in enumerate(results.scores):
        words_of_cell = {**s.printed, SurveyColumn.SCORE: s.score}
        rows["reading"] += [
            ("results", results.id, i, column.value, table.survey, table.place, printed)
            for column, printed in words_of_cell.items()
        ]
        if s.correction is not None:
            rows["correction"].append(
                (
                    "results", results.id, i, f"scores.{i}.correction", table.survey, table.place, SurveyColumn.SCORE.value,
                    s.score, s.correction.found, s.correction.kind.value, s.correction.note,
                )
            )  # fmt: skip
