"""Comments of an entry, found between its values, so that nothing that is written about an entry is lost."""

from __future__ import annotations

import re
from collections import Counter

import yaml

try:
    from yaml import CSafeLoader as _Loader  # reads what the reader of entries reads; the other one reads a little less
except ImportError:
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)


def comments(raw: bytes) -> Counter[str]:
    """Every comment of a text that can be read, without spaces at its end, and how often it stands there.

    The line that names the schema is none: it is written anew.
    """
    text = raw.decode().replace("\r\n", "\n")
    pieces, last = [], 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.ScalarEvent) and event.start_mark is not None and event.end_mark is not None:
            begin = event.start_mark.index
            pieces.append(text[last:begin])
            last = event.end_mark.index
            if event.style in ("|", ">"):  # its first line may bear a comment
                pieces.append(text[begin : text.find("\n", begin)])
    pieces.append(text[last:])
    found = Counter(match.group().rstrip() for piece in pieces for match in _COMMENT.finditer(piece))
    for comment in list(found):
        if comment.startswith("# yaml-language-server:"):
            del found[comment]
    return found
