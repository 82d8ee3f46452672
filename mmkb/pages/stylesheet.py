"""The one style sheet that every page has: the parts in ``site/assets/css/mmkb``, and the figures' own rules and colours.

It is one file because a page waits for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mmkb.figures.inpage import figures_css
from mmkb.kept import made
from mmkb.store import Store

PATH: Final = "assets/css/mmkb.css"
"""Where it stands below the folder of pages."""

PARTS: Final = "assets/css/mmkb"
"""Folder of its parts below the folder of the prose, joined in the order of their names."""

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE: Final = re.compile(r"\s*\n\s*")


def style_sheet(store: Store, prose: Path) -> str:
    """The style sheet of every page.

    Args:
        store: What may keep the figures' part, for which all modules of figures are imported, and matplotlib with them.
        prose: Folder with the hand-written pages, styles and scripts.

    Raises:
        OSError: If a part cannot be read.
    """
    return "".join(_parts(prose)) + made(store, "style sheet of figures", (), figures_css)


def _parts(prose: Path) -> Iterator[str]:
    """The parts without comments and indentation."""
    for part in sorted((prose / PARTS).glob("*.css")):
        yield _SPACE.sub("\n", _COMMENT.sub("", part.read_text("utf-8"))).strip() + "\n"


def is_part(path: Path) -> bool:
    """Whether a file of the prose is a part of the style sheet, which readers need not get by itself.

    Args:
        path: The file's path below the folder of the prose.
    """
    return path.parent.as_posix() == PARTS
