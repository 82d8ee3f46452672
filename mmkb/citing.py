"""Sources as they are cited: in BibTeX, in a line of plain text, and where they are found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from mmkb.records import Source

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


def bibtex(source: Source, key: str | None = None) -> str:
    """The BibTeX entry of a source, without a line end after its last brace.

    Args:
        source: The source.
        key: Its key; by default :func:`bibtex_key`.
    """
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
    return "\n".join([f"@misc{{{key or bibtex_key(source)},", *lines, "}"])


def authors(source: Source, most: int = 3) -> str:
    """The authors of a source, not escaped; more than ``most`` become the first and "et al."."""
    if len(source.authors) > most:
        return f"{source.authors[0]} et al."
    return ", ".join(source.authors)


def own_address(source: Source) -> str | None:
    """The address of a source, where it says more than its arXiv id or DOI."""
    told = source.url is not None and (source.arxiv or source.doi) and _OF_AN_ID.match(source.url)
    return None if told else source.url


def version(source: Source) -> str | None:
    """The version that was read, not escaped; a long commit hash is cut to twelve digits."""
    if source.version is None:
        return None
    return source.version[:12] if re.fullmatch(r"[0-9a-f]{40}", source.version) else source.version


def bibliography(sources: Iterable[Source]) -> str:
    """The BibTeX of several sources, each once, by key; those that would have the same key get a number each.

    Returns:
        The entries, parted by empty lines, without a line end after the last brace.
    """
    by_key: dict[str, list[Source]] = {}
    for source in sorted({source.id: source for source in sources}.values(), key=lambda one: one.id):
        by_key.setdefault(bibtex_key(source), []).append(source)
    keyed = {
        key if len(alike) == 1 else f"{key}-{number}": source
        for key, alike in by_key.items()
        for number, source in enumerate(alike, 1)
    }
    return "\n\n".join(bibtex(keyed[key], key) for key in sorted(keyed))


def _initials(name: str) -> str:
    """A name as APA writes it: family name, then initials; a name of one word stays as it is."""
    *given, family = name.split()
    return f"{family}, {' '.join(f'{word[0]}.' for word in given)}" if given else family


def apa(source: Source) -> str:
    """A source in a line of plain text, as APA style has it: authors (year). Title. Venue. Address."""
    names = [_initials(name) for name in source.authors]
    if len(names) > 20:
        names = [*names[:19], f"... {names[-1]}"]
        written = ", ".join(names)
    else:
        written = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}" if names else ""
    year = (source.released or "n.d.")[:4]
    head = f"{written} ({year}). {source.name}" if written else f"{source.name} ({year})"
    end = "" if head.endswith(("?", "!", ".")) else "."
    where = address(source)
    parts = [f"{head}{end}", *([f"{source.venue}."] if source.venue else []), *([where] if where else [])]
    return " ".join(parts)
