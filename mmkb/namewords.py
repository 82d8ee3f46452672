"""Names for comparing: without case, accents and punctuation, and by their words in any order."""

from __future__ import annotations

import re
import unicodedata


def plain(name: str) -> str:
    """A name without case, accents, spaces and punctuation, for comparing; ``+`` and ``.`` between digits count."""
    folded = name.lower() if name.isascii() else unicodedata.normalize("NFKD", name).casefold()
    kept = re.sub(r"(?<!\d)\.|\.(?!\d)", "", folded)
    return "".join(c for c in kept if c.isalnum() or c in "+.")


_SHORT = {
    "large": "l", "base": "b", "small": "s", "huge": "h", "giant": "g", "tiny": "t",
    "patch": "", "px": "", "the": "", "of": "", "and": "", "for": "",
}  # fmt: skip
_WORDS = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|\+")
_VERSION = re.compile(r"(?<![^\W_])v(\d+)(?:-(\d+)(?![^\W_]))?")


def word_key(name: str) -> str:
    """A name by its words, whatever their order: ``CLIP ViT-L/14`` and ``clip-vit-large-patch14`` have one key.

    ``LLaVA-1.5``, ``LLaVA v1.5`` and ``llava-v1-5`` have one, too.
    """
    folded = name.lower() if name.isascii() else unicodedata.normalize("NFKD", name).casefold()
    folded = "".join(c for c in folded if not unicodedata.combining(c)) if not name.isascii() else folded
    folded = _VERSION.sub(lambda found: f"{found[1]}.{found[2]}" if found[2] else found[1], folded)
    words = (_SHORT.get(word, word) for word in _WORDS.findall(folded))
    return " ".join(sorted(word for word in words if word))
