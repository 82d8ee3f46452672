"""Escaping: text of entries made harmless in Markdown, in raw HTML, in attributes and in front matter alike.

One way serves everywhere: every character that Markdown, its extensions, a table or HTML could read as anything but
itself becomes a numeric character reference. Python-Markdown leaves references alone, browsers show the character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_SPECIAL: Final = {ord(c): f"&#{ord(c)};" for c in "&<>\"'*_[]|\\`#{}~^=!$@:+"}
_SPACE = re.compile(r"\s+")
_RUNS = re.compile(r"-{2,}|/{2,}|\.{3,}")
_LEADS = re.compile(r"[-?]|\d+(?=[.)](?:\s|$))")
_LINK = re.compile(r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d{1,5})?(?:/[!-~]*)?")


def _visible(text: str) -> str:
    """The text with characters that steer instead of show (controls, overrides of direction) replaced by U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cs") or c in _STEERING else c for c in text
    )


def _references(run: re.Match[str]) -> str:
    """The characters of a run as references."""
    return "".join(f"&#{ord(c)};" for c in run[0])


_STEERING: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2028\u2029\u2066\u2067\u2068\u2069\ufeff")


# Names and definitions recur on page after page.
@lru_cache(maxsize=1 << 15)
def text(value: str) -> str:
    """Escape a text for one line of Markdown, a table cell, raw HTML or a double-quoted attribute.

    Args:
        value: Any text; runs of white space become one space.

    Returns:
        Text that every one of these shows as it came and reads nothing into.
    """
    line = _RUNS.sub(_references, _visible(_SPACE.sub(" ", value).strip()).translate(_SPECIAL))
    lead = _LEADS.match(line)
    if lead is None:
        return line
    end = lead.end()
    if line[0] in "-?":
        return f"&#{ord(line[0])};{line[end:]}"
    return f"{line[:end]}&#{ord(line[end])};{line[end + 1 :]}"


def paragraphs(value: str) -> str:
    """Escape a text of several sentences; an empty line in it parts paragraphs."""
    return "\n\n".join(text(part) for part in re.split(r"\n\s*\n", value) if part.strip())


def preformatted(value: str) -> str:
    """Escape a text whose lines and spaces stand as they are, for ``<pre>``."""
    return "\n".join(_visible(line).translate(_SPECIAL) for line in value.split("\n"))


def is_link(url: str) -> bool:
    """Whether an address is an absolute https address without user part or white space."""
    return _LINK.fullmatch(url) is not None


def external(url: str, label: str | None = None) -> str:
    """A link to another site.

    Args:
        url: Its address; anything but a plain https address is shown and not linked.
        label: Text of the link, not escaped yet; the address without its scheme if left out.

    Returns:
        Inline HTML.
    """
    shown = text(url.removeprefix("https://").rstrip("/") if label is None else label)
    if not is_link(url):
        return shown
    return f'<a class="external" href="{text(url)}" rel="noopener">{shown}</a>'


def front_matter(fields: Mapping[str, str | tuple[str, ...] | dict[str, bool]]) -> str:
    """Write front matter whose values are escaped for HTML, as themes put them into pages unescaped.

    Args:
        fields: Values by key; keys are plain words, and so are the words of a tuple and the keys of switches.

    Returns:
        The block with its fences and the empty line after it.
    """
    lines = [f"{key}: {_front(value)}" for key, value in fields.items()]
    return "\n".join(["---", *lines, "---", "", ""])


def _front(value: str | tuple[str, ...] | dict[str, bool]) -> str:
    """A value of front matter, in YAML's flow style."""
    if isinstance(value, str):
        return f'"{text(value)}"'
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    return f"{{{', '.join(f'{key}: {str(on).lower()}' for key, on in value.items())}}}"
