"""Text for XML."""

from __future__ import annotations

import re
from typing import Final

_ILLEGIBLE: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legible(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _ILLEGIBLE.sub("\N{REPLACEMENT CHARACTER}", text)
