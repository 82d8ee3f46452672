"""What all records share: identifiers, references, citations, gaps, dates, quantities."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictInt,
    StringConstraints,
    Tag,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from mmkb.records.forms import (
    ARXIV_FORM,
    BAD_DATE,
    BAD_QUANTITY,
    DATE_FORM,
    DOI_FORM,
    LINK_FORM,
    NO_DAY,
    QUANTITY_FORM,
    RESOLUTION_FORM,
    broken_form,
)
from mmkb.rules import Fault
from mmkb.vocab import State


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field as the id of an entry of ``kind``."""

    kind: str


@dataclass(frozen=True, slots=True)
class Detail:
    """Marks a field as the id of something inside the entry that the field ``of`` beside it names.

    Attributes:
        of: The field beside it that holds the entry's id.
        kind: Kind of that entry.
        offer: The list of that entry in which the id stands.
    """

    of: str
    kind: str
    offer: str


def _date(text: str) -> str:
    DATE_FORM(text)
    year, month, day = (int(part) for part in f"{text}-01-01".split("-")[:3])
    if not (1950 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        raise broken_form(BAD_DATE, NO_DAY.format(came=repr(text)))
    return text


SLUG_PATTERN = r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$"
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
"""An id: lower-case letters, digits, ``-`` and ``.``."""

ModelId = Annotated[Slug, Ref("model")]
ComponentId = Annotated[Slug, Ref("component")]
DatasetId = Annotated[Slug, Ref("dataset")]
BenchmarkId = Annotated[Slug, Ref("benchmark")]
OrganisationId = Annotated[Slug, Ref("organisation")]
SourceId = Annotated[Slug, Ref("source")]
SurveyId = Annotated[Slug, Ref("survey")]
ComponentVariantId = Annotated[Slug, Detail("component", "component", "variants")]
ModelVariantId = Annotated[Slug, Detail("model", "model", "variants")]
MetricId = Annotated[Slug, Detail("benchmark", "benchmark", "metrics")]
SplitId = Annotated[Slug, Detail("benchmark", "benchmark", "splits")]
PlaceId = Annotated[Slug, Detail("survey", "survey", "places")]

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^\S(?:[^\n]*\S)?$")]
"""A short text of one line."""
Prose = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^\S")]
"""A text of a few sentences."""
PartialDate = Annotated[str, AfterValidator(_date), WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"})]
"""A date with the precision that is known: ``2023-04-17``, ``2023-04`` or ``2023``."""
ArxivId = Annotated[str, AfterValidator(ARXIV_FORM)]
Doi = Annotated[str, AfterValidator(DOI_FORM)]
Link = Annotated[str, AfterValidator(LINK_FORM), WithJsonSchema({"type": "string", "pattern": "^https://", "format": "uri"})]
Resolution = Annotated[
    str,
    AfterValidator(RESOLUTION_FORM),
    WithJsonSchema({"type": "string", "pattern": r"^([1-9]\d{0,4}x[1-9]\d{0,4}|native)$", "examples": ["336x336", "native"]}),
]
PositiveInt = Annotated[StrictInt, Field(gt=0, lt=2**63)]
"""A count that any database can hold."""


class Record(BaseModel):
    """A block of an entry: checked, frozen, closed to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Ruled(Record):
    """A block with rules of its own over several of its fields."""

    def faults(self) -> Iterator[Fault]:
        """Yield every rule of this block that it breaks."""
        yield from ()

    @model_validator(mode="after")
    def _judge(self) -> Self:
        found = list(self.faults())
        if found:
            raise ValidationError.from_exception_data(
                type(self).__name__,
                [
                    InitErrorDetails(
                        type=PydanticCustomError(f.code, "{message}", {"message": f.message, "hint": f.hint}),
                        loc=f.path,
                        input=None,
                    )
                    for f in found
                ],
            )
        return self


class Citation(Record):
    """Where a fact is written."""

    source: SourceId = Field(description="Id of the source entry.")
    locator: Line = Field(
        description="Where in the source: a section, table, figure, file with line or key.",
        examples=["section 3.2", "Table 1", "config.json: vision_config"],
    )


class Cited(Record):
    """A block that states facts and says where they are written."""

    sources: tuple[Citation, ...] = Field(
        default=(), description="Where the facts of this block are written; without any, those of the block around it hold."
    )


class Gap(Cited):
    """A fact without a value, with the reason."""

    state: State = Field(description="Why there is no value.")
    note: Line | None = Field(default=None, description="What was looked for, or why the design has none.")


_STATES = frozenset(str(word) for word in State)


def _is_gap(value: Any) -> str:
    if isinstance(value, str):
        return "<gap>" if value in _STATES else "<known>"
    if isinstance(value, dict):
        return "<gap>" if "state" in value else "<known>"
    return "<gap>" if isinstance(value, Gap) else "<known>"


def _gap(value: Any) -> Any:
    return {"state": value} if isinstance(value, str) else value


def _gap_schema() -> dict[str, Any]:
    """The short form of a gap for JSON Schema: the bare word."""
    return {"enum": [str(word) for word in State]}


T = TypeVar("T")
OrGap = Annotated[
    Annotated[T, Tag("<known>")] | Annotated[Gap, BeforeValidator(_gap, json_schema_input_type=State | Gap), Tag("<gap>")],
    Discriminator(_is_gap),
]
"""A fact: its value, or a gap with its reason (the bare word, or a block with note and sources)."""


_SCALE = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}


def normalise_quantity(printed: str) -> int | None:
    """Read a printed count: ``129M`` is 129000000, ``3,500`` is 3500.

    Returns:
        The count, rounded to a whole number, or None if the text is not one number.
    """
    match = QUANTITY_FORM.pattern.fullmatch(printed.strip())
    if match is None:
        return None
    whole, fraction, unit = match.groups()
    digits = whole.replace(",", "") + (fraction or "")
    scale = _SCALE[(unit or "")[:1].lower()]
    return round(Decimal(digits) * scale)


class Quantity(Record):
    """A count as the source prints it, and what it is normalised to."""

    printed: Line = Field(description="As the source prints it.", examples=["129M", "3,500"])
    value: PositiveInt = Field(description="The whole number it stands for.")


def _quantity(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return value
    printed = str(value)
    number = normalise_quantity(printed)
    if number is None or number <= 0:
        raise broken_form(BAD_QUANTITY, QUANTITY_FORM.message.format(came=repr(printed)))
    return {"printed": printed, "value": number}


Count = Annotated[Quantity, BeforeValidator(_quantity, json_schema_input_type=int | str | Quantity)]
"""A count: ``129M``, ``3500`` or ``{printed: about 1.3 million, value: 1300000}``."""


class Deprecation(Record):
    """Why an entry is no longer used; its id stays and redirects."""

    replaced_by: Slug | None = Field(default=None, description="Id of the entry of the same kind that stands in its place.")
    reason: Line = Field(description="Why.")


class LastVerified(Record):
    """When a person last read the sources of an entry again and found its facts there."""

    date: PartialDate = Field(description="When.")
    by: Line = Field(description="Who: a name, or an account on GitHub.", examples=["@octocat"])
    what: Line = Field(
        description="What was read again: all facts, or which.", examples=["all facts", "architecture and training stages"]
    )


class Entry(Ruled):
    """What every entry has."""

    id: Slug = Field(description="The entry's id, equal to its file name.")
    name: Line = Field(description="The name as its makers write it.")
    aliases: tuple[Line, ...] = Field(default=(), description="Other names it goes by.")
    description: Prose | None = Field(default=None, description="What it is, in one or two sentences of our own.")
    deprecated: Deprecation | None = Field(default=None, description="Set when the entry is no longer used.")
    last_verified: LastVerified | None = Field(
        default=None, description="When a person last read the sources again and found the facts of the entry there."
    )
