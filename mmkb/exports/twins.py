"""The Markdown twin of a page: the same words and links in plain Markdown, for whoever reads no HTML."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection
from typing import Final

from mmkb.pages.paths import built

_FRONT: Final = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_FENCE: Final = re.compile(r"(?ms)^(```|~~~)[^\n]*\n.*?^\1[^\n]*$")
_FIGURE: Final = re.compile(r"<figure\b.*?</figure>|<p class=\"(?:edit|actions)\".*?</p>|<fieldset\b.*?</fieldset>", re.DOTALL)
_PRE: Final = re.compile(r"<pre(?: class=\"(\w+)\")?><code>(.*?)</code></pre>", re.DOTALL)
_CODE: Final = re.compile(r"<code>(.*?)</code>", re.DOTALL)
_LINK: Final = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL)
_SPAN: Final = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?>")
_ATTRIBUTES: Final = re.compile(r"(?m)(?:^\{ [^{}\n]* \}$\n?| \{ [^{}\n]* \}$)")
_REFERENCE: Final = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-z]+);")
_ACTIVE: Final = frozenset("&<>*_[]|\\`~#{}")
"""Characters that Markdown reads anything into, so that a backslash has to stand before them."""

_APART: Final = (
    (re.compile(r"(<span class=\"modality[^<]*</span>) (?=<span class=\"modality)"), r"\1, "),
    (re.compile(r"</span> (?=<span class=\"state-count)"), "</span>, "),
    (re.compile(r"(?<=</span>)(?=<span class=\"division\")"), ", "),
    (re.compile(r"</span>\s+(?=<span class=\"locator)"), "</span>; "),
    (re.compile(r"</a>\s+(?=<a href=\"#source-)"), "</a>, "),
    (re.compile(r"</span> (?=<span class=\"of-catalogue)"), "</span> / catalogue: "),
    (re.compile(r"<li\b[^>]*>"), "- "),
    (re.compile(r"(?m)(?<=[^|\n])<br>(?=[^|\n])"), "; "),
)
"""What parts neighbours that a style sheet parts on the page."""


def twin(path: str, markdown: str, pages: Collection[str]) -> str:
    """The Markdown twin of a page.

    Diagrams, front matter and everything that only the site's theme understands are left out; links lead to other twins.

    Args:
        path: Path of the page below the folder of pages.
        markdown: What the site is made from.
        pages: Paths of all pages.

    Returns:
        Markdown that no reader needs HTML for, with one line end after it.
    """
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"\x00{len(kept) - 1}\x00"

    text = _FRONT.sub("", markdown.replace("\x00", ""))
    text = _FIGURE.sub("", text)
    text = _PRE.sub(lambda m: keep(f"```{m[1] or ''}\n{html.unescape(m[2])}\n```"), text)
    text = _FENCE.sub(lambda m: keep(m[0]), text)
    text = _CODE.sub(lambda m: keep(_code(m[1])), text)
    text = _SPAN.sub(lambda m: keep(m[0]), text)
    for what, put in _APART:
        text = what.sub(put, text)
    text = _LINK.sub(lambda m: _link(m[1], m[2], path, pages), text)
    text = _TAG.sub("", text)
    text = _ATTRIBUTES.sub("", text)
    text = _REFERENCE.sub(_decoded, text)
    text = re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m[1])], text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?m)[ \t]+$", "", text)).strip() + "\n"


def _decoded(reference: re.Match[str]) -> str:
    """The character of a reference, harmless in Markdown."""
    character = html.unescape(reference[0])
    return f"\\{character}" if character in _ACTIVE else character


def _code(body: str) -> str:
    """A span of code; a bar in it would part the cells of a table."""
    text = html.unescape(_TAG.sub("", body)).replace("|", "\\|")
    marks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{marks} {text} {marks}" if len(marks) > 1 else f"`{text}`"


def _link(href: str, label: str, path: str, pages: Collection[str]) -> str:
    """A link in Markdown; the mark of a source stays a mark."""
    address = html.unescape(href)
    if address.startswith("#"):
        return f"&#91;{label}&#93;"
    if not address.startswith("https:"):
        plain, _, anchor = address.partition("#")
        target = posixpath.normpath(posixpath.join(built(path) or ".", plain))
        found = [page for page in (f"{target}.md", f"{target}/index.md", "index.md" if target == "." else "") if page in pages]
        if not found:
            return label
        address = posixpath.relpath(found[0], posixpath.dirname(path) or ".") + (f"#{anchor}" if anchor else "")
    safe = address.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
    return f"[{_TAG.sub('', label).strip()}]({safe})"
