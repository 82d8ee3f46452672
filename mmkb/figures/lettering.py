"""Lettering: how wide a text is, how it is broken over lines, how it is written into XML.

A figure is laid out before it is known which font will show it. Widths are therefore those of DejaVu Sans, among the
widest of the common sans-serif fonts: what fits by them fits in a reader's font as well.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_FALLBACK: Final = 0.7
_WIDE: Final = 1.05
_BOLD: Final = 1.13

# Thousandths of the font size, characters from space to tilde.
_ASCII: Final = (
    318,
    401,
    460,
    838,
    636,
    950,
    780,
    275,
    390,
    390,
    500,
    838,
    318,
    361,
    318,
    337,
    636,
    636,
    636,
    636,
    636,
    636,
    636,
    636,
    636,
    636,
    337,
    337,
    838,
    838,
    838,
    531,
    1000,
    684,
    686,
    698,
    770,
    632,
    575,
    775,
    752,
    295,
    295,
    656,
    557,
    863,
    748,
    787,
    603,
    787,
    695,
    635,
    611,
    732,
    684,
    989,
    685,
    611,
    685,
    390,
    337,
    390,
    838,
    500,
    500,
    613,
    635,
    550,
    635,
    615,
    352,
    635,
    634,
    278,
    278,
    579,
    278,
    974,
    634,
    612,
    635,
    635,
    411,
    521,
    392,
    634,
    592,
    818,
    592,
    592,
    525,
    636,
    337,
    636,
    838,
)


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text.

    Args:
        text: The text.
        size: Font size in pixels.
        bold: Whether it is set in bold type.

    Returns:
        The width in pixels, rather too wide than too narrow.
    """
    em = sum(_ASCII[ord(c) - 32] / 1000 if " " <= c <= "~" else _other(c) for c in text)
    return em * size * (_BOLD if bold else 1)


def _other(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _FALLBACK


def shorten(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Cut a text to ``room`` pixels, with an ellipsis where something was cut."""
    if width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width(f"{kept}…", size, bold=bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _pieces(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """Where a long word may be broken: after hyphens, and after slashes where that is not enough."""
    pieces: list[str] = []
    for piece in re.findall(r"[^-]+-*|-+", word):
        fits = width(piece, size, bold=bold) <= room
        pieces += [piece] if fits else re.findall(r"[^/]+/*|/+", piece)
    return pieces


def wrap(text: str, room: float, size: float, *, lines: int, bold: bool = False) -> tuple[str, ...]:
    """Break a text into at most ``lines`` lines of ``room`` pixels: at spaces, long words at hyphens and slashes too.

    What does not fit is cut; the last line then ends in an ellipsis.
    """
    done: list[str] = []
    line = ""
    for word in text.split():
        whole = width(word, size, bold=bold) <= room
        for i, piece in enumerate([word] if whole else _pieces(word, room, size, bold=bold)):
            longer = line + (" " if line and i == 0 else "") + piece
            if line and width(longer, size, bold=bold) > room:
                done.append(line)
                longer = piece
            line = longer
    done += [line] if line else []
    if len(done) > lines:
        rest = done[lines - 1 :]
        done[lines - 1 :] = ["".join(one if one[-1] in "-/" else f"{one} " for one in rest).strip()]
    return tuple(shorten(one, room, size, bold=bold) for one in done)


_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """Write a text so that it can stand in XML, in an element as in an attribute."""
    text = _FORBIDDEN.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def n(value: float) -> str:
    """A coordinate: one digit after the point, where it is not a whole number."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written
