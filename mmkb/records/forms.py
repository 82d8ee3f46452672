"""Forms of single texts: dates, ids of papers, addresses, resolutions; and the marks that say what a text names."""

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
BAD_RESOLUTION = rule(
    "resolution-form",
    "A resolution is WIDTHxHEIGHT in pixels, such as 336x336, or the word native.",
    "Write 336x336, with a plain x and no spaces.",
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


def custom_error(broken: Rule, message: str) -> PydanticCustomError:
    """The error by which a validator says that a rule is broken."""
    return PydanticCustomError(broken.code, "{message}", {"message": message})


_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def _date(text: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None:
        raise custom_error(BAD_DATE, f"{text!r} is not a date of the form YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if not (1950 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        raise custom_error(BAD_DATE, f"{text!r} is not a day, month or year between 1950 and 2100")
    return text


_ARXIV = re.compile(r"(?:\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3})", re.ASCII)


def _arxiv(text: str) -> str:
    if _ARXIV.fullmatch(text) is None:
        raise custom_error(BAD_ARXIV, f"{text!r} is not an arXiv id")
    return text


_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)


def _doi(text: str) -> str:
    if _DOI.fullmatch(text) is None:
        raise custom_error(BAD_DOI, f"{text!r} is not a DOI")
    return text


_LINK = re.compile(r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?(?:/[!-~]*)?")


def _link(text: str) -> str:
    if _LINK.fullmatch(text) is None:
        raise custom_error(BAD_LINK, f"{text!r} is not an absolute https link")
    return text


_RESOLUTION = re.compile(r"[1-9]\d{0,4}x[1-9]\d{0,4}|native", re.ASCII)


def _resolution(text: str) -> str:
    if _RESOLUTION.fullmatch(text) is None:
        raise custom_error(BAD_RESOLUTION, f"{text!r} is not a resolution")
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
    AfterValidator(_arxiv),
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
    AfterValidator(_doi),
    Form("doi"),
    WithJsonSchema({"type": "string", "pattern": r"^10\.\d{4,9}/\S+$", "examples": ["10.18653/v1/2024.findings-acl.738"]}),
]
"""A DOI, without address."""
Link = Annotated[
    str,
    AfterValidator(_link),
    Form("link"),
    WithJsonSchema(
        {"type": "string", "pattern": "^https://", "format": "uri", "examples": ["https://github.com/haotian-liu/LLaVA"]}
    ),
]
"""An absolute address."""
Resolution = Annotated[
    str,
    AfterValidator(_resolution),
    WithJsonSchema({"type": "string", "pattern": r"^([1-9]\d{0,4}x[1-9]\d{0,4}|native)$", "examples": ["336x336", "native"]}),
]
