"""Identifiers and addresses as people paste them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

_ARXIV_ID = r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
_ARXIV = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"(?:https?://)?(?:(?:www|export|ar5iv)\.)?(?:labs\.)?(?:ar5iv|arxiv)\.org/(?:abs|pdf|html|format|ps)/{_ARXIV_ID}"
        r"(?:\.pdf)?/?(?:[?#].*)?",
        rf"(?:https?://)?(?:www\.)?(?:huggingface\.co/papers|alphaxiv\.org/abs)/{_ARXIV_ID}/?(?:[?#].*)?",
        rf"(?:https?://)?(?:(?:dx\.)?doi\.org/)?10\.48550/arxiv\.{_ARXIV_ID}",
        rf"(?:arxiv(?: preprint)?(?: arxiv)?[: ] ?)?{_ARXIV_ID}(?: \[[a-z-]+(?:\.[a-z]{{2}})?\])?",
    )
)
_DOI = re.compile(r"(?:(?:https?://)?(?:(?:dx|www)\.)?doi\.org/|doi[: ]\s*)?(10\.\d{4,9}/\S+)", re.ASCII | re.IGNORECASE)

_HUB = re.compile(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?P<rest>#.*)?", re.I
)
_SECURE: Final = ("arxiv.org", "doi.org", "github.com", "gitlab.com", "openreview.net", "aclanthology.org", "modelscope.cn")
"""Hosts that answer by https, as their own redirections say."""
_PLAIN = re.compile(rf"(?:http://|https://)?(?:www\.)?(?P<host>{'|'.join(map(re.escape, _SECURE))})(?P<rest>[/?#].*)?", re.I)


def arxiv_id(text: str) -> str | None:
    """The arXiv id in an id, an address or a citation of a paper, without version; None if there is none."""
    for form in _ARXIV:
        match = form.fullmatch(text)
        if match is not None:
            archive, slash, number = match["id"].rpartition("/")
            name, dot, group = archive.partition(".")
            return f"{name.lower()}{dot}{group.upper()}{slash}{number}"
    return None


def doi(text: str) -> str | None:
    """The DOI in a link or with a word before it; None if there is none."""
    match = _DOI.fullmatch(text)
    if match is None:
        return None
    return unquote(match[1]) if "doi.org/" in text.lower() and not re.search(r"%(?:2[05]|[01])", match[1]) else match[1]


def link(text: str) -> str | None:
    """An address with https; one of the Hugging Face hub without what says how it was come by.

    Returns:
        The address; None where nothing is known of its host, whether it answers by https for one.
    """
    hub = _HUB.fullmatch(text)
    if hub is not None:
        path, query = hub["path"] or "", hub["query"] or ""
        if path.strip("/").count("/"):  # the query of a list says which list; that of a repository says nothing
            query = ""
        return f"https://huggingface.co{path if query else path.rstrip('/')}{query}{hub['rest'] or ''}"
    plain = _PLAIN.fullmatch(text)
    if plain is None or text.startswith("https://"):
        return None
    return f"https://{plain['host'].lower()}{plain['rest'] or ''}"
