"""Forms of single texts, with the rule of each, and the marks that say what a text names or how people write it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError

from mmkb.rules import Rule, rule

BAD_DATE = rule(
    "date-form",
    "A date is YYYY-MM-DD, YYYY-MM or YYYY, and exists in the calendar; write only the precision that the source gives.",
    "Write the date as text, such as 2023-04-17, 2023-04 or '2023' (a bare year needs quotes).",
)
BAD_ARXIV = rule(
    "arxiv-form",
    "An arXiv id is YYMM.NNNNN (five digits since 2015, four before) or archive/YYMMNNN, without version or address.",
    "Take the id from the paper's arXiv page: 2304.08485, not https://arxiv.org/abs/2304.08485v2.",
)
BAD_DOI = rule(
    "doi-form", "A DOI starts with 10., a registrant and a slash.", "Write 10.18653/v1/2024.findings-acl.738, not its link."
)
BAD_LINK = rule(
    "link-form",
    "A link is an absolute https address without spaces, user or fragment-only part.",
    "Write the full address, starting with https://.",
)
BAD_QUANTITY = rule(
    "quantity-form",
    "A quantity is a positive number as printed, such as 129M, 1.4B, 3,500 or 595K; what cannot be read as one number is "
    "written as {printed: ..., value: ...}.",
    "Write the number as the source prints it, or give printed and value apart.",
)
BAD_RESOLUTION = rule(
    "resolution-form",
    "A resolution is WIDTHxHEIGHT in pixels, such as 336x336, or the word native.",
    "Write 336x336, with a plain x and no spaces.",
)
BAD_LOCATOR = rule(
    "locator-says-nothing",
    "A locator says where in the source a fact is written, so that somebody else finds it within a minute.",
    "Write the section, table, figure, page, or the file with its line or key: section 3.2, Table 1, README.md: News.",
)


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field as the id of an entry of ``kind``."""

    kind: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Say in the JSON Schema what the id is one of."""
        return {**handler(core), "x-entry-of": self.kind}


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


@dataclass(frozen=True, slots=True)
class Form:
    """Marks a field as text of a form that people write in several ways.

    Attributes:
        name: ``date``, ``arxiv``, ``doi``, ``link`` or ``licence``.
    """

    name: str


def broken_form(broken: Rule, message: str) -> PydanticCustomError:
    """The error of a text that does not have its form."""
    return PydanticCustomError(broken.code, "{message}", {"message": message})


@dataclass(frozen=True, slots=True)
class TextForm:
    """The form of a text, and what is said of one that does not have it; called, it checks a text.

    Attributes:
        rule: The rule that asks for it.
        pattern: What the whole text looks like.
        message: What is said, with ``{came}`` for what came.
    """

    rule: Rule
    pattern: re.Pattern[str]
    message: str

    def __call__(self, text: str) -> str:
        """The text itself.

        Raises:
            PydanticCustomError: If it does not have the form.
        """
        if self.pattern.fullmatch(text) is None:
            raise broken_form(self.rule, self.message.format(came=repr(text)))
        return text


DATE_FORM = TextForm(
    BAD_DATE, re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII),
    "{came} is not a date of the form YYYY-MM-DD, YYYY-MM or YYYY",
)  # fmt: skip
NO_DAY = "{came} is not a day, month or year between 1950 and 2100"
ARXIV_FORM = TextForm(
    BAD_ARXIV,
    re.compile(r"(?:\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3})", re.ASCII),
    "{came} is not an arXiv id",
)
DOI_FORM = TextForm(BAD_DOI, re.compile(r"10\.\d{4,9}/\S+", re.ASCII), "{came} is not a DOI")
LINK_FORM = TextForm(
    BAD_LINK, re.compile(r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?(?:/[!-~]*)?"),
    "{came} is not an absolute https link",
)  # fmt: skip
RESOLUTION_FORM = TextForm(
    BAD_RESOLUTION, re.compile(r"[1-9]\d{0,4}x[1-9]\d{0,4}|native", re.ASCII), "{came} is not a resolution"
)
QUANTITY_FORM = TextForm(
    BAD_QUANTITY,
    re.compile(r"~?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?(K|k|M|B|T|[Tt]housand|[Mm]illion|[Bb]illion|[Tt]rillion)?\+?", re.ASCII),
    "{came} cannot be read as one positive number",
)
LOCATOR_FORM = TextForm(
    BAD_LOCATOR,
    re.compile(
        r"(?!(?:[Tt]he |[Ss]ame |[Tt]his |[Ii]n )*(?:[Pp]aper|[Ss]ource|[Rr]epo(?:sitory)?|[Gg]it[Hh]ub|[Ww]eb(?:site| page)|"
        r"[Ss]ite|[Pp]age|[Ll]ink|[Uu][Rr][Ll]|[Bb]log|[Pp]ost|[Aa]rticle|[Tt]ext|[Hh]ere|[Aa]bove|[Bb]elow|"
        r"[Ss]ee (?:above|below|there|paper|link|source|the paper|text)|"
        r"[Ss]omewhere|[Ee]verywhere|[Vv]arious|[Ii]bid|TODO|[Tt]odo|TBD|[Tt]bd|FIXME|[Nn]/?[Aa]|[Nn]one|[Uu]nknown|"
        r"https?://\S*|[^A-Za-z0-9]*)[.!:]*$)[\s\S]*"
    ),
    "{came} does not say where in the source",
)


def _date(text: str) -> str:
    DATE_FORM(text)
    year, month, day = (int(part) for part in f"{text}-01-01".split("-")[:3])
    if not (1950 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        raise broken_form(BAD_DATE, NO_DAY.format(came=repr(text)))
    return text


PartialDate = Annotated[
    str,
    AfterValidator(_date),
    Form("date"),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "examples": ["2023-04-17", "2023-04", "2023"]}),
]
"""A date with the precision that is known: ``2023-04-17``, ``2023-04`` or ``2023``."""
ArxivId = Annotated[
    str,
    AfterValidator(ARXIV_FORM),
    Form("arxiv"),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})$",
            "examples": ["2304.08485", "cs/0112017"],
        }
    ),
]
"""The id of a paper on arXiv, without version."""
Doi = Annotated[
    str,
    AfterValidator(DOI_FORM),
    Form("doi"),
    WithJsonSchema({"type": "string", "pattern": r"^10\.\d{4,9}/\S+$", "examples": ["10.18653/v1/2024.findings-acl.738"]}),
]
"""A DOI, without address."""
Link = Annotated[
    str,
    AfterValidator(LINK_FORM),
    Form("link"),
    WithJsonSchema(
        {"type": "string", "pattern": "^https://", "format": "uri", "examples": ["https://github.com/haotian-liu/LLaVA"]}
    ),
]
"""An absolute address."""
Resolution = Annotated[
    str,
    AfterValidator(RESOLUTION_FORM),
    WithJsonSchema({"type": "string", "pattern": r"^([1-9]\d{0,4}x[1-9]\d{0,4}|native)$", "examples": ["336x336", "native"]}),
]
