"""The body of a generated page: Markdown to HTML, as mkdocs would give it, by the reference parser of GitHub's Markdown.

Generated pages keep to a small grammar (``mmkb.pages.markup``). What of it goes beyond CommonMark and tables is done here:
attribute lists of headings and paragraphs, Markdown inside of ``<div markdown="1">``, links to the Markdown of other pages,
permanent links of headings. Texts of entries come as character references, which no Markdown reads as structure, so that
nothing of the grammar can stand in one.
"""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from mmkb.pages.paths import built
from mmkb.site.gfm import html_of

TOC_DEPTH: Final = 3
"""The deepest level of headings in a table of contents, as mkdocs.yml says."""

_LIST: Final = r"\{ ([^{}\n]*) \}"
_HEADING: Final = re.compile(rf"(?m)^(#{{1,6}} .*?)(?: {_LIST})?$")
_PARAGRAPH: Final = re.compile(rf"(?m)(?<=[^\n])\n{_LIST}$")
_INSIDE: Final = re.compile(r'(?m)^(<[a-z]+\b[^<>\n]*?) markdown="1"')
_LINK: Final = re.compile(r"\]\(([^()\s:#/][^()\s:#]*)(#[^()\s]*)?\)")
_MARKED: Final = re.compile(r"<(h[1-6]|p)>(.*?)\s*<!--mm (.*?)-->(?=</\1>)")
_ATTRIBUTE: Final = re.compile(r"#([\w.-]+)|\.([\w-]+)|([\w-]+)=\"?([^\s\"]+)\"?|([\w-]+)")
_TAG: Final = re.compile(r"<[^>]*>")
_COUNTED: Final = re.compile(r"(.+)_(\d+)")


class Heading(NamedTuple):
    """A heading of a page.

    Attributes:
        level: 1 to 6.
        id: Its anchor.
        name: Its words, as HTML without tags.
    """

    level: int
    id: str
    name: str


class Body(NamedTuple):
    """The body of a page.

    Attributes:
        html: Its HTML.
        headings: Its headings, in their order.
    """

    html: str
    headings: tuple[Heading, ...]


def body_of(path: str, markdown: str) -> Body:
    """Render the body of a generated page.

    Args:
        path: Path of the page below the folder of pages.
        markdown: Its Markdown, without front matter.
    """
    text = _INSIDE.sub(r"\1", markdown)
    # The marks stand where the reader of Markdown leaves them alone: as comments at the end of the line.
    text = _HEADING.sub(lambda m: f"{m[1]} <!--mm {m[2] or ''}-->", text)
    text = _PARAGRAPH.sub(lambda m: f" <!--mm {m[1]}-->", text)
    text = _LINK.sub(lambda m: f"]({_address(path, m[1])}{m[2] or ''})", text)
    rendered = html_of(text)
    headings: list[Heading] = []
    given = {m[1] for m in re.finditer(r"<!--mm [^>]*?#([\w.-]+)", rendered)}

    def attributed(found: re.Match[str]) -> str:
        tag, inner, words = found.groups()
        attributes = _attributes(words)
        if tag == "p":
            return f"<p{_written(attributes)}>{inner}"
        name = _TAG.sub("", inner)
        if "id" not in attributes:
            attributes["id"] = _unique(slug(html.unescape(name)), given)
        headings.append(Heading(int(tag[1]), attributes["id"], name))
        link = f'<a class="headerlink" href="#{attributes["id"]}" title="Permanent link">&para;</a>'
        return f"<{tag}{_written(attributes)}>{inner}{link}"

    return Body(_MARKED.sub(attributed, rendered), tuple(headings))


@lru_cache(maxsize=65536)
def _address(path: str, link: str) -> str:
    """The address of what a page's Markdown links to, as seen from where the page is shown."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link))
    shown = built(target) if target.endswith(".md") else target
    way = posixpath.relpath(shown or ".", built(path) or ".")
    return f"{way}/" if target.endswith(".md") else way


def _attributes(words: str) -> dict[str, str]:
    """The attributes of a list such as ``#anchor .class key=value word``."""
    found: dict[str, str] = {}
    for anchor, klass, key, value, word in _ATTRIBUTE.findall(words):
        if anchor:
            found["id"] = anchor
        elif klass:
            found["class"] = f"{found['class']} {klass}" if "class" in found else klass
        elif key:
            found[key] = value
        else:
            found[word] = ""
    return found


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{html.escape(value)}"' if value else f" {name}" for name, value in attributes.items())


def slug(name: str) -> str:
    """The anchor of a heading that gives none, as Python-Markdown makes it of its words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _unique(anchor: str, taken: set[str]) -> str:
    """An anchor that no heading has yet, numbered as Python-Markdown does it."""
    if not anchor or anchor in taken:
        counted = _COUNTED.fullmatch(anchor)
        base, number = (counted[1], int(counted[2])) if counted else (anchor, 0)
        number += 1
        while f"{base}_{number}" in taken:
            number += 1
        anchor = f"{base}_{number}"
    taken.add(anchor)
    return anchor
