"""Sources in the lists of pages."""

from __future__ import annotations

from mmkb.citing import authors, own_address, version
from mmkb.pages.escape import external, text
from mmkb.records import Source
from mmkb.vocab import SourceKind


def _where(source: Source) -> list[str]:
    """Links to the places where a source is found, as inline HTML."""
    where = []
    if source.arxiv is not None:
        where.append(external(f"https://arxiv.org/abs/{source.arxiv}", f"arXiv {source.arxiv}"))
    if source.doi is not None:
        where.append(external(f"https://doi.org/{source.doi}", f"doi {source.doi}"))
    own = own_address(source)
    if own is not None:
        where.append(external(own))
    return where


def reference(source: Source) -> str:
    """What stands behind the title of a source in a list, as inline HTML: authors, year, venue, where, version read."""
    parts = [text(authors(source))] if source.authors else []
    if source.kind is not SourceKind.PAPER:
        parts.append(source.kind.replace("-", " "))
    if source.venue is not None:
        parts.append(text(source.venue))
    if source.released is not None:
        parts.append(source.released[:4])
    parts += _where(source)
    read = version(source)
    if read is not None:
        parts.append(f"version read&#58; {text(read)}")
    return ", ".join(parts)
