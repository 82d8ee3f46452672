"""What cannot be although each entry says nothing wrong by itself: days to come, and papers and weights of something else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from mmkb.check.descent import before
from mmkb.check.finding import Finding
from mmkb.load import Catalogue
from mmkb.rules import rule
from mmkb.vocab import Severity, SourceKind

AHEAD = rule(
    "date-ahead",
    "Nothing was released or read again later than today.",
    "Look the date up again; a model that is only announced comes in when its paper or weights are public.",
)
OTHER_WEIGHTS = rule(
    "weights-of-another",
    "No two models have the same weights: sizes and versions of one release are variants of one model.",
    "Look which model the address belongs to; if the two are one model, join them.",
    Severity.WARNING,
)
NO_PAPER = rule(
    "paper-of-other-kind",
    "What an entry names as its paper is a paper, a report on a website or a post, or a card, and not code or a configuration.",
    "Name the paper's own source, or write not-applicable and cite the code under availability.",
)
NOT_THAT_DAY = rule(
    "release-against-paper",
    "A model that became public by its paper was released on the first public day of it, by the precision of the dates known.",
    "Look both dates up again; if weights or an announcement came first, let event say so.",
    Severity.WARNING,
)


def ahead(catalogue: Catalogue) -> Iterator[Finding]:
    """Find dates that lie ahead; a day's grace lets the earth turn."""
    latest = (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)).isoformat()
    for entry in catalogue:
        for day, path in entry.digest.days:
            if before(latest, day):
                yield Finding(AHEAD, entry, path, f"{day} is still to come")


def weights(catalogue: Catalogue) -> Iterator[Finding]:
    """Find weights that are those of another model, too."""
    owners: dict[str, str] = {}
    for entry in catalogue.entries["model"].values():
        for address, path in entry.digest.weights:
            owner = owners.setdefault(address, entry.id)
            if owner != entry.id:
                yield Finding(OTHER_WEIGHTS, entry, path, f"{address} are also the weights of the model {owner!r}")


def papers(catalogue: Catalogue) -> Iterator[Finding]:
    """Find papers that are none, and models that became public by a paper on another day than it."""
    sources = catalogue.entries["source"]
    for entry in catalogue:
        paper = sources.get(entry.digest.own_paper)
        if paper is None:
            continue
        if paper.digest.source_kind in (SourceKind.REPOSITORY, SourceKind.CONFIG, SourceKind.PACKAGE):
            yield Finding(NO_PAPER, entry, ("paper",), f"{paper.id!r} is a source of the kind {paper.digest.source_kind}")
        if entry.digest.by_paper:
            own, public = entry.digest.released, paper.digest.released
            if before(own, public) or before(public, own):
                message = f"released {own} by its paper, but {paper.id!r} was public {public}"
                yield Finding(NOT_THAT_DAY, entry, ("release", "date"), message)
