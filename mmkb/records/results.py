"""Results: scores, grouped by the table that they were read in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, StrictInt, WithJsonSchema
from pydantic_core import PydanticCustomError

from mmkb.records.base import (
    BenchmarkId,
    Citation,
    Cited,
    Entry,
    Line,
    MetricId,
    ModelId,
    ModelVariantId,
    OrganisationId,
    PlaceId,
    Record,
    SplitId,
    SurveyId,
)
from mmkb.rules import Fault, rule
from mmkb.vocab import CorrectionKind, ScoreFlag, SurveyColumn

BAD_SCORE = rule(
    "score-form",
    "A score is a plain decimal number as printed, in quotes so that no digit is lost.",
    "Write '80.0', not 80.0; leave out the percent sign, put marks such as * into flags.",
)
SCORE_TWICE = rule(
    "score-twice",
    "A table gives one score for a model, variant, benchmark, split, metric and number of shots.",
    "Remove the second one, or say in which of these it differs.",
)
NOT_OF_A_SURVEY = rule(
    "reading-outside-survey",
    "Printed words and corrections belong to scores of a table that transcribes a survey's.",
    "Add copy_of with the survey and its table, or remove them from the score.",
)
CORRECTED_TO_SAME = rule(
    "score-corrected-to-itself",
    "The correction of a score states something other than the score.",
    "Remove the correction, or state what the primary source says.",
)
_SCORE = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


def _score(text: str) -> str:
    if _SCORE.fullmatch(text) is None:
        raise PydanticCustomError("score-form", "{message}", {"message": f"{text!r} is not a plain decimal number"})
    return text


Printed = Annotated[str, AfterValidator(_score), WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"})]


class ScoreCorrection(Cited):
    """What the primary source says in place of a score that a survey prints."""

    found: Line = Field(description="What the primary source says.")
    kind: CorrectionKind = Field(description="In what way they differ.")
    note: Line | None = Field(default=None, description="Explanation, where it needs one.")


class Score(Record):
    """One cell of a results table."""

    model: ModelId = Field(description="The model.")
    variant: ModelVariantId | None = Field(default=None, description="Its variant.")
    row: Line | None = Field(default=None, description="The row's label as printed, where it says more than model and variant.")
    benchmark: BenchmarkId = Field(description="The benchmark.")
    metric: MetricId | None = Field(default=None, description="The metric; absent: the benchmark's first one.")
    split: SplitId | None = Field(default=None, description="The split.")
    score: Printed = Field(description="The score, digit by digit as printed.")
    shots: Annotated[StrictInt, Field(ge=0)] | None = Field(default=None, description="Number of examples in the prompt.")
    flags: tuple[ScoreFlag, ...] = Field(default=(), description="What keeps it from being compared plainly.")
    note: Line | None = Field(default=None, description="What a reader must know.")
    printed: Mapping[SurveyColumn, Line] = Field(
        default={}, description="In a survey's table: the words of its row, head and marks, by column, the score apart."
    )
    correction: ScoreCorrection | None = Field(
        default=None, description="In a survey's table: what the primary source says instead."
    )

    def value(self) -> float:
        """The score as a number."""
        return float(self.score)


class CopiedTable(Record):
    """The table of a survey that a results table transcribes."""

    survey: SurveyId = Field(description="The survey.")
    place: PlaceId = Field(description="Its table, by its id there.")


class Results(Entry):
    """The scores of one table of one source."""

    table: Citation = Field(description="The table that the scores were read in.")
    measured_by: tuple[OrganisationId, ...] = Field(default=(), description="Who measured, where the source says so.")
    copy_of: CopiedTable | None = Field(
        default=None, description="The survey's table that this is: what it prints are claims, which are ranked nowhere."
    )
    setting: Line | None = Field(default=None, description="Setting that holds for the whole table.")
    scores: tuple[Score, ...] = Field(min_length=1, description="The cells.")

    def faults(self) -> Iterator[Fault]:
        """Yield scores that stand in the table twice, and words of a survey where there is none."""
        seen: set[tuple[object, ...]] = set()
        for i, s in enumerate(self.scores):
            key = (s.model, s.variant, s.row, s.benchmark, s.metric, s.split, s.shots, s.flags)
            if key in seen:
                yield SCORE_TWICE.fault(f"a second score of {s.model} on {s.benchmark}", "scores", i)
            seen.add(key)
            if self.copy_of is None and (s.printed or s.correction is not None):
                yield NOT_OF_A_SURVEY.fault("the table is no survey's", "scores", i, "printed" if s.printed else "correction")
            if s.correction is not None and s.correction.found == s.score:
                yield CORRECTED_TO_SAME.fault(f"printed and found are both {s.score}", "scores", i, "correction", "found")
