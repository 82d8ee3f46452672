"""HTML by what it means: tags, attributes without order, decoded text without runs of white space."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

Node = tuple[object, ...]

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_KEEPS_SPACE = {"pre", "script", "style", "textarea"}
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|"
    "head|header|hr|html|legend|li|link|main|meta|nav|ol|option|p|pre|script|section|select|style|summary|svg|table|tbody|td|"
    "tfoot|th|thead|title|tr|ul"
)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self._address = address
        self.found: list[Node] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # What the theme's search leaves out is told to it alone.
        told = {name: "" if value in (None, name) else value for name, value in attrs if not name.startswith("data-search-")}
        for name in ("href", "src", "action"):
            if told.get(name):
                told[name] = urljoin(self._address, told[name])
        self.found.append(("start", tag, tuple(sorted(told.items()))))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        self.found.append(("end", tag))

    def handle_data(self, data: str) -> None:
        kept = data if _KEEPS_SPACE & set(self._open) else re.sub(r"\s+", " ", data)
        if self.found and self.found[-1][0] == "text":
            kept = f"{self.found.pop()[1]}{kept}"
        self.found.append(("text", kept))


def nodes(html: str, address: str = "https://example.org/") -> list[Node]:
    """The nodes of a document at an address, links whole; white space beside the edge of a block is no text."""
    reader = _Reader(address)
    reader.feed(html)
    reader.close()
    found = reader.found
    told: list[Node] = []
    for i, node in enumerate(found):
        if node[0] != "text":
            told.append(node)
            continue
        text = str(node[1])
        if i == 0 or _BLOCK.fullmatch(str(found[i - 1][1])):
            text = text.lstrip()
        if i + 1 == len(found) or _BLOCK.fullmatch(str(found[i + 1][1])):
            text = text.rstrip()
        if text:
            told.append(("text", text))
    return told
