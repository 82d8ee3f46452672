"""What all records share: identifiers, references, citations, gaps, dates, quantities."""

from __future__ import annotations

from collections.abc import Iterator
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
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from mmkb.records.forms import BAD_QUANTITY, LOCATOR_FORM, QUANTITY_FORM, broken_form
from mmkb.records.forms import ArxivId as ArxivId
from mmkb.records.forms import Detail as Detail
from mmkb.records.forms import Doi as Doi
from mmkb.records.forms import Link as Link
from mmkb.records.forms import PartialDate as PartialDate
from mmkb.records.forms import Ref as Ref
from mmkb.records.forms import Resolution as Resolution
from mmkb.rules import Fault
from mmkb.vocab import State

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
Locator = Annotated[Line, AfterValidator(LOCATOR_FORM)]
"""A place in a source, which says more than that it is in there."""
FactPath = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.([a-z_]+|\d+))*$")]
"""A place in an entry: keys and positions of lists, joined by dots."""
Prose = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^\S")]
"""A text of a few sentences."""
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
    locator: Locator = Field(
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


Count = Annotated[
    Quantity,
    BeforeValidator(
        _quantity,
        json_schema_input_type=Annotated[
            int | str | Quantity, Field(examples=["129M", "1.4B", "3,500", {"printed": "about 1.3 million", "value": 1300000}])
        ],
    ),
]
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

    id: Slug = Field(description="The entry's id, equal to its file name.", examples=["llava-1.5", "clip-vit-l-14"])
    name: Line = Field(description="The name as its makers write it.")
    aliases: tuple[Line, ...] = Field(default=(), description="Other names it goes by.")
    description: Prose | None = Field(default=None, description="What it is, in one or two sentences of our own.")
    deprecated: Deprecation | None = Field(default=None, description="Set when the entry is no longer used.")
    last_verified: LastVerified | None = Field(
        default=None, description="When a person last read the sources again and found the facts of the entry there."
    )
