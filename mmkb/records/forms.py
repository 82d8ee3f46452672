"""The forms of texts, with the rule of each and what is said of a text that does not have it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

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
