"""Benchmarks: what scores are measured on."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from mmkb.records.base import Cited, Entry, Line, Link, PartialDate, Record, Slug, SourceId
from mmkb.records.repetition import twice
from mmkb.records.sourcing import unsourced
from mmkb.records.survey import SurveyPart, survey_part_faults
from mmkb.rules import Fault, rule
from mmkb.vocab import Direction, MetricUnit, Modality

RANGE_BACKWARDS = rule(
    "range-backwards", "The lowest possible score lies below the highest.", "Exchange minimum and maximum, or mend one."
)


class Metric(Record):
    """One way in which a benchmark is scored."""

    id: Slug = Field(description="Id of the metric, unique in the benchmark.", examples=["accuracy", "f1", "cider"])
    name: Line = Field(description="Its name.")
    unit: MetricUnit = Field(description="Unit of the scores.")
    minimum: float = Field(default=0, description="Lowest possible score.")
    maximum: float | None = Field(default=None, description="Highest possible score; none where there is no bound.")
    direction: Direction = Field(default=Direction.HIGHER, description="Which scores are better.")


class Split(Record):
    """A part of a benchmark that scores are reported on."""

    id: Slug = Field(description="Id of the split, unique in the benchmark.", examples=["test-dev", "val"])
    name: Line = Field(description="Its name.")


class Benchmark(Entry, Cited):
    """A task with data and metrics on which models are scored."""

    task: Line = Field(description="What a model has to do.", examples=["visual question answering"])
    modalities: tuple[Modality, ...] = Field(min_length=1, description="Modalities of its inputs.")
    metrics: tuple[Metric, ...] = Field(min_length=1, description="How it is scored; the first is the usual one.")
    splits: tuple[Split, ...] = Field(default=(), description="Parts that scores are reported on.")
    released: PartialDate | None = Field(default=None, description="First public day.")
    paper: SourceId | None = Field(default=None, description="The paper that introduces it.")
    url: Link | None = Field(default=None, description="Its website.")
    survey: SurveyPart | None = Field(default=None, description="What surveys print about it, and corrections to it.")

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts itself in the benchmark."""
        yield from twice([m.id for m in self.metrics], "metrics")
        yield from twice([s.id for s in self.splits], "splits")
        for i, metric in enumerate(self.metrics):
            if metric.maximum is not None and metric.minimum >= metric.maximum:
                yield RANGE_BACKWARDS.fault(f"scores from {metric.minimum:g} to {metric.maximum:g}", "metrics", i, "maximum")
        yield from survey_part_faults(self.survey)
        yield from unsourced(self)
