"""Sources as readers cite them: a line of a list, and BibTeX."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mmkb.pages.escape import external, text
from mmkb.records import Source
from mmkb.vocab import SourceKind

_LATEX: Final = {
    ord(c): s
    for c, s in {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }.items()
}  # fmt: skip
_SMALL: Final = frozenset(
    ("a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "the", "to", "via", "with")
)
_OF_AN_ID = re.compile(r"https://(?:arxiv\.org/(?:abs|pdf)|(?:dx\.)?doi\.org)/")


def latex(value: str) -> str:
    """Escape a text for a BibTeX field; letters beyond ASCII stay as they are."""
    return " ".join(value.split()).translate(_LATEX)


def _plain(value: str) -> str:
    """The ASCII letters and digits of a text, accents taken off, in lower case."""
    ascii_only = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", ascii_only.lower())


def bibtex_key(source: Source) -> str:
    """The key of a source: family name of the first author, year, first word of weight in the title.

    Sources without an author, or without a letter of ASCII in the name, have their id as the key.
    """
    family = _plain(source.authors[0].split()[-1]) if source.authors else ""
    if not family:
        return source.id
    words = (_plain(word) for word in re.split(r"[\s:,-]+", source.name))
    first = next((word for word in words if word and word not in _SMALL), "")
    return f"{family}{(source.released or '')[:4]}{first}"


def _author(name: str) -> str:
    """A name as BibTeX reads it; one with a comma or the word and is kept in one piece."""
    written = latex(name)
    return f"{{{written}}}" if "," in name or re.search(r"\band\b", name) else written


def address(source: Source) -> str | None:
    """Where a source is found: its own address, else that of its DOI, else of its arXiv id."""
    if source.url is not None:
        return source.url
    if source.doi is not None:
        return f"https://doi.org/{source.doi}"
    return f"https://arxiv.org/abs/{source.arxiv}" if source.arxiv is not None else None


def bibtex(source: Source) -> str:
    """The BibTeX entry of a source, without a line end after its last brace."""
    fields: list[tuple[str, str]] = [("title", f"{{{latex(source.name)}}}")]
    if source.authors:
        fields.append(("author", " and ".join(_author(name) for name in source.authors)))
    if source.released is not None:
        fields.append(("year", source.released[:4]))
        if len(source.released) >= 7:
            fields.append(("month", str(int(source.released[5:7]))))
    if source.venue is not None:
        fields.append(("howpublished", latex(source.venue)))
    if source.arxiv is not None:
        fields += [("eprint", source.arxiv), ("archivePrefix", "arXiv")]
    if source.doi is not None:
        fields.append(("doi", latex(source.doi)))
    where = address(source)
    if where is not None:
        # Braces would end the field early; an address may hold them in their percent form.
        fields.append(("url", where.replace("{", "%7B").replace("}", "%7D")))
    if source.version is not None:
        fields.append(("note", latex(f"Read at version {source.version}")))
    width = max(len(name) for name, _ in fields)
    lines = [f"  {name:<{width}} = {{{value}}}," for name, value in fields]
    return "\n".join([f"@misc{{{bibtex_key(source)},", *lines, "}"])


def authors(source: Source, most: int = 3) -> str:
    """The authors of a source, not escaped; more than ``most`` become the first and "et al."."""
    if len(source.authors) > most:
        return f"{source.authors[0]} et al."
    return ", ".join(source.authors)


def own_address(source: Source) -> str | None:
    """The address of a source, where it says more than its arXiv id or DOI."""
    told = source.url is not None and (source.arxiv or source.doi) and _OF_AN_ID.match(source.url)
    return None if told else source.url


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


def version(source: Source) -> str | None:
    """The version that was read, not escaped; a long commit hash is cut to twelve digits."""
    if source.version is None:
        return None
    return source.version[:12] if re.fullmatch(r"[0-9a-f]{40}", source.version) else source.version


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
