"""Sources: what facts are cited from."""

from __future__ import annotations

from collections.abc import Iterator

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
