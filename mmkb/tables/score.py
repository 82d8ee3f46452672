"""Tables of benchmarks, and of the scores on them."""

from __future__ import annotations

from mmkb.records.base import Citation, Entry
from mmkb.records.benchmark import Benchmark, Metric, Split
from mmkb.records.results import Results, Score
from mmkb.tables.base import Row, column, described, optional, points


class BenchmarkRow(Row, table=True):
    """Tasks with data and metrics on which models are scored."""

    id: str = column(described(Entry, "id"), key=True)
    name: str = column(described(Entry, "name"))
    description: str | None = optional(described(Entry, "description"))
    task: str = column(described(Benchmark, "task"), index=True)
    released: str | None = optional(described(Benchmark, "released"))
    paper_id: str | None = optional(described(Benchmark, "paper"), to="source.id", index=True)
    url: str | None = optional(described(Benchmark, "url"))


class BenchmarkModalityRow(Row, table=True):
    """Modalities of a benchmark's inputs."""

    benchmark_id: str = column("The benchmark.", key=True, to="benchmark.id")
    position: int = column("Place in the entry, from 0.", key=True)
    modality: str = column("The modality.", index=True)


class BenchmarkMetricRow(Row, table=True):
    """How a benchmark is scored."""

    benchmark_id: str = column("The benchmark.", key=True, to="benchmark.id")
    id: str = column(described(Metric, "id"), key=True)
    position: int = column("Place in the entry, from 0; 0 is the usual metric.")
    name: str = column(described(Metric, "name"))
    unit: str = column(described(Metric, "unit"))
    minimum: float = column(described(Metric, "minimum"))
    maximum: float | None = optional(described(Metric, "maximum"))
    direction: str = column(described(Metric, "direction"))


class BenchmarkSplitRow(Row, table=True):
    """Parts of a benchmark that scores are reported on."""

    benchmark_id: str = column("The benchmark.", key=True, to="benchmark.id")
    id: str = column(described(Split, "id"), key=True)
    position: int = column("Place in the entry, from 0.")
    name: str = column(described(Split, "name"))


class ResultsTableRow(Row, table=True):
    """Tables of sources that scores were read in."""

    beside = (points("survey_id place_id", "survey_place", "survey_id id"),)

    id: str = column(described(Entry, "id"), key=True)
    name: str = column(described(Entry, "name"))
    description: str | None = optional(described(Entry, "description"))
    source_id: str = column(described(Citation, "source"), to="source.id", index=True)
    locator: str = column(described(Citation, "locator"))
    survey_id: str | None = optional("The survey whose table this transcribes; empty: a table of a primary source.")
    place_id: str | None = optional("The survey's table, by its id there.")
    setting: str | None = optional(described(Results, "setting"))


class ResultsOrganisationRow(Row, table=True):
    """Who measured the scores of a table."""

    results_id: str = column("The table.", key=True, to="results_table.id")
    position: int = column("Place in the entry, from 0.", key=True)
    organisation_id: str = column("The organisation.", to="organisation.id", index=True)


class ScoreRow(Row, table=True):
    """Scores of models on benchmarks."""

    beside = (
        points("model_id variant", "model_variant", "model_id id"),
        points("benchmark_id metric", "benchmark_metric", "benchmark_id id"),
        points("benchmark_id split", "benchmark_split", "benchmark_id id"),
    )

    results_id: str = column("The table.", key=True, to="results_table.id")
    position: int = column("Place in the table, from 0.", key=True)
    model_id: str = column(described(Score, "model"), to="model.id", index=True)
    variant: str | None = optional(described(Score, "variant"))
    row_label: str | None = optional(described(Score, "row"))
    benchmark_id: str = column(described(Score, "benchmark"), to="benchmark.id", index=True)
    metric: str | None = optional(described(Score, "metric"))
    split: str | None = optional(described(Score, "split"))
    value: float = column("The score as a number.")
    printed: str = column(described(Score, "score"))
    shots: int | None = optional(described(Score, "shots"))
    note: str | None = optional(described(Score, "note"))


class ScoreFlagRow(Row, table=True):
    """What keeps a score from being compared plainly."""

    beside = (points("results_id score", "score", "results_id position"),)

    results_id: str = column("The table.", key=True)
    score: int = column("Position of the score.", key=True)
    position: int = column("Place among the flags, from 0.", key=True)
    flag: str = column("The flag.", index=True)
