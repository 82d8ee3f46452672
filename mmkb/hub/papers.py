"""Papers: what arXiv, or a BibTeX entry, says of one, as the data of a source entry."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from typing import Any, Final
from xml.etree import ElementTree

from mmkb.hub.errors import HubError
from mmkb.hub.kinds import slug

ARXIV: Final = re.compile(
    r"(?:https?://(?:www\.)?(?:export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:)?"
    r"(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)
_API: Final = "https://export.arxiv.org/api/query?id_list="
_MOST: Final = 2_000_000
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def arxiv_id(given: str) -> str:
    """The arXiv id in an id, address or ``arXiv:`` label, without its version.

    Raises:
        HubError: If there is none.
    """
    match = ARXIV.fullmatch(given.strip())
    if match is None:
        raise HubError(f"{given!r} is no arXiv id; write it as 2304.08485.")
    return match[1]


def arxiv_source_id(given: str) -> str:
    """The id of the source entry of a paper on arXiv."""
    return slug(f"arxiv-{given.replace('/', '-')}")


def _line(text: str | None) -> str:
    return " ".join((text or "").split())[:300]


def fetch_arxiv(given: str) -> dict[str, Any]:
    """Ask arXiv for a paper.

    Args:
        given: Its arXiv id.

    Returns:
        The data of its source entry.

    Raises:
        HubError: If arXiv cannot be reached, or has no such paper.
    """
    request = urllib.request.Request(f"{_API}{given}", headers={"User-Agent": "mmkb"})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            raw = answer.read(_MOST)
    except (urllib.error.URLError, OSError, ValueError) as error:
        why = getattr(error, "reason", error)
        raise HubError(
            f"arxiv.org could not be reached for {given} ({why}). Give title and authors with --bibtex FILE instead."
        ) from None
    return parse_atom(given, raw)


def parse_atom(given: str, raw: bytes) -> dict[str, Any]:
    """Read arXiv's answer about a paper.

    Raises:
        HubError: If it holds no paper.
    """
    try:
        entry = ElementTree.fromstring(raw).find(f"{_ATOM}entry")
    except ElementTree.ParseError:
        entry = None
    title = _line(entry.findtext(f"{_ATOM}title")) if entry is not None else ""
    authors = [_line(name.text) for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")] if entry is not None else []
    if entry is None or not title or not authors:
        raise HubError(f"arXiv has no paper {given}. Is the id right?")
    address = entry.findtext(f"{_ATOM}id") or ""
    version = re.search(r"v\d+$", address)
    published = (entry.findtext(f"{_ATOM}published") or "")[:10]
    data: dict[str, Any] = {"id": arxiv_source_id(given), "name": title, "kind": "paper", "authors": authors}
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", published):
        data["released"] = published
    data["arxiv"] = given
    if version is not None:
        data["version"] = version[0]
    data["url"] = f"https://arxiv.org/abs/{given}"
    return data


def _parsed(text: str) -> dict[str, str]:
    """The fields of the one entry of a BibTeX text, names in lower case, without braces and LaTeX."""
    try:
        from bibtexparser import middlewares
        from bibtexparser.entrypoint import parse_string
    except ImportError:
        raise HubError(
            "Reading BibTeX needs bibtexparser, which is not installed: pip install 'mmkb[hub]', or in a checkout: make check."
        ) from None
    library = parse_string(text, append_middleware=[middlewares.LatexDecodingMiddleware(), middlewares.NormalizeFieldKeys()])
    if len(library.entries) != 1:
        broken = f"; {len(library.failed_blocks)} could not be read" if library.failed_blocks else ""
        raise HubError(f"The BibTeX holds {len(library.entries)} entries{broken}; give exactly one.")
    return {field.key: str(field.value) for field in library.entries[0].fields}


def _author(name: str) -> str:
    family, comma, given = name.partition(",")
    return _line(f"{given} {family}") if comma else _line(name)


def of_bibtex(text: str) -> dict[str, Any]:
    """Read the one entry of a BibTeX text.

    Returns:
        The data of its source entry; without a key where the entry says nothing of it.

    Raises:
        HubError: If there is not exactly one entry, or it names no title or authors.
    """
    fields = {key: value.replace("{", "").replace("}", "") for key, value in _parsed(text).items()}
    title, names = _line(fields.get("title")), fields.get("author", "")
    authors = [_author(name) for name in re.split(r"\s+and\s+", names) if name.strip() and name.strip() != "others"]
    if not title or not authors:
        raise HubError("The BibTeX entry has no title or no author.")
    eprint = next((m[1] for key in ("eprint", "url", "journal") if (m := ARXIV.search(fields.get(key, "")))), "")
    doi = fields.get("doi", "").removeprefix("https://doi.org/").strip()
    url = fields.get("url", "").strip()
    data: dict[str, Any] = {"id": "", "name": title, "kind": "paper", "authors": authors}
    year, month = fields.get("year", "").strip(), fields.get("month", "").strip().lower()[:3]
    if re.fullmatch(r"(?:19|20)\d\d", year):
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if re.fullmatch(r"0?[1-9]|1[0-2]", month) else 0
        data["released"] = f"{year}-{number:02}" if number else year
    venue = _line(fields.get("booktitle") or fields.get("journal"))
    if venue and "arxiv" not in venue.lower():
        data["venue"] = venue
    if eprint:
        data |= {"arxiv": eprint, "url": f"https://arxiv.org/abs/{eprint}"}
    if re.fullmatch(r"10\.\d{4,9}/\S+", doi):
        data["doi"] = doi
    if url.startswith("https://") and "url" not in data:
        data["url"] = url
    key = slug(f"doi-{doi.rpartition('/')[2]}") if "doi" in data else slug(f"web-{title[:50]}")
    data["id"] = arxiv_source_id(eprint) if eprint else key
    return data
