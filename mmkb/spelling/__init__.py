"""Spelling: what people write for licences, dates, ids and links, and how the catalogue writes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from mmkb.records.availability import Licence
from mmkb.records.base import ArxivId, Doi, Link, PartialDate
from mmkb.spelling.dates import either_day, iso_date
from mmkb.spelling.identifiers import arxiv_id, doi, link
from mmkb.spelling.licences import licence, licence_hint

SPELLINGS: Final[dict[str, Callable[[str], str | None]]] = {
    "date": iso_date,
    "arxiv": arxiv_id,
    "doi": doi,
    "link": link,
    "licence": licence,
}
"""For each form of text that a field may ask for: the function that gives what is meant, or None where that is not sure."""


_TYPES: Final[dict[str, Any]] = {"date": PartialDate, "arxiv": ArxivId, "doi": Doi, "link": Link, "licence": Licence}


@cache
def _judge(form: str) -> TypeAdapter[str]:
    return TypeAdapter(_TYPES[form])


def meaning(form: str, text: str) -> str | None:
    """What a text means, as the catalogue writes it.

    Args:
        form: The form that the field asks for, one of :data:`SPELLINGS`.
        text: What came.

    Returns:
        What is meant, valid in such a field; None where that is not sure.
    """
    meant = SPELLINGS[form](text.strip())
    if meant is None:
        return None
    try:
        return _judge(form).validate_python(meant)
    except ValidationError:
        return None


def spelt(form: str, text: str) -> str | None:
    """What a text means where the catalogue writes it in another way; None where it does not, or where it is not sure."""
    # Most texts are as they should be, and are not judged a second time.
    return None if SPELLINGS[form](text) == text else meaning(form, text)


def spelling_hint(form: str, text: str) -> str:
    """What to do about a text that is not of a form: what is meant, or between what there is a choice; empty: not known."""
    meant = spelt(form, text)
    if meant is not None:
        return f"write {meant}; mmkb fmt does"
    if form == "date":
        return either_day(text.strip())
    return licence_hint(text) if form == "licence" else ""


__all__ = ["SPELLINGS", "arxiv_id", "doi", "iso_date", "licence", "link", "meaning", "spelling_hint", "spelt"]
