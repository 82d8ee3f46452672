"""Sources: what facts are cited from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pydantic import Field

from mmkb.records.base import ArxivId, Doi, Entry, Line, Link, PartialDate
from mmkb.rules import Fault, rule
from mmkb.vocab import SourceKind

SOURCE_NOWHERE = rule(
    "source-nowhere", "A source can be found: it has an arXiv id, a DOI or a link.", "Add arxiv, doi or url to the source."
)
PAPER_WITHOUT_AUTHORS = rule(
    "paper-without-authors",
    "A paper names its authors, so that it can be cited.",
    "Add authors, as the paper prints them, family name last.",
)
OTHER_PAPER = rule(
    "link-of-other-paper",
    "The link of a paper on arXiv leads to the paper of its arXiv id.",
    "Look which of the two is the paper that was read, and mend the other one.",
)
ARXIV_AGAINST_DATE = rule(
    "arxiv-against-date",
    "A paper on arXiv was not public long before the month that begins its arXiv id, unless its venue was first.",
    "Look at the date of v1 on the paper's arXiv page; perhaps the id is that of another paper. If a venue was first, name it.",
)
_ON_ARXIV: Final = re.compile(r"https://(?:www\.)?arxiv\.org/(?:abs|pdf|html)/([^?#]*?\d)(?:v\d+)?(?:\.pdf)?/?")
_MONTH: Final = re.compile(r"(\d{2})(\d{2})\.\d+")


def month_of(arxiv: str) -> int | None:
    """The month that begins an arXiv id, counted in months since the year 0; None for ids of before April 2007."""
    match = _MONTH.fullmatch(arxiv)
    return (2000 + int(match[1])) * 12 + int(match[2]) - 1 if match is not None else None


class Source(Entry):
    """A paper, repository, model card, configuration, blog post or website; its name is its title."""

    kind: SourceKind = Field(description="What it is.")
    authors: tuple[Line, ...] = Field(
        default=(), description="Authors in the order printed, family name last.", examples=[["Haotian Liu", "Chunyuan Li"]]
    )
    released: PartialDate | None = Field(default=None, description="First public day.")
    venue: Line | None = Field(default=None, description="Where it was published.", examples=["NeurIPS 2023"])
    arxiv: ArxivId | None = Field(default=None, description="arXiv id, without version.")
    version: Line | None = Field(
        default=None, description="The version that was read: arXiv version, commit, tag or revision.", examples=["v2"]
    )
    doi: Doi | None = Field(default=None, description="DOI.")
    url: Link | None = Field(default=None, description="Address.")
    path: Line | None = Field(default=None, description="File or folder inside a repository.", examples=["docs/MODEL_ZOO.md"])

    def faults(self) -> Iterator[Fault]:
        """Yield what makes the source impossible to find or to cite."""
        if self.arxiv is None and self.doi is None and self.url is None:
            yield SOURCE_NOWHERE.fault("neither arxiv, doi nor url is given")
        if self.kind is SourceKind.PAPER and not self.authors:
            yield PAPER_WITHOUT_AUTHORS.fault("a paper without authors")
        yield from self._arxiv_faults()

    def _arxiv_faults(self) -> Iterator[Fault]:
        if self.arxiv is None:
            return
        link = _ON_ARXIV.fullmatch(self.url or "")
        if link is not None and link[1].lower() != self.arxiv.lower():
            yield OTHER_PAPER.fault(f"the link leads to arXiv {link[1]}, and the arXiv id is {self.arxiv}", "url")
        month = month_of(self.arxiv)
        if month is None or self.released is None or len(self.released) < 7:
            return
        year, of_year = map(int, self.released[:7].split("-"))
        if self.venue is None and year * 12 + of_year - 1 < month - 1:
            yield ARXIV_AGAINST_DATE.fault(f"released {self.released}, and its arXiv id is {self.arxiv}", "released")
