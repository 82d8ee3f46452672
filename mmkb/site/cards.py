"""The cards of the site, drawn in pixels beside each other; one that was drawn before is kept by what it shows."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Final

from mmkb.figures.card import general_card, model_card
from mmkb.figures.png import png_bytes
from mmkb.pages.cards import GENERAL, card_path, carded
from mmkb.query import Questions

_SPARE: Final = 2
"""How many times as many cards are kept as are in use."""


def lay_cards(kb: Questions, kept: Path, out: Path) -> int:
    """Write every card into a folder.

    Args:
        kb: The knowledge base.
        kept: Folder in which cards stay between builds, each named by the sum of its drawing.
        out: Folder of the site.

    Returns:
        Number of cards that had to be drawn.

    Raises:
        ImportError: If the library that draws pixels is not installed.
        OSError: If a file cannot be read or written.
    """
    kept.mkdir(parents=True, exist_ok=True)
    by = version("resvg-py")
    places: dict[Path, list[Path]] = {}
    # The library lets go of Python while it draws, so that threads are enough.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        drawn = []
        for path, svg in _drawings(kb):
            file = kept / f"{hashlib.blake2b(f'{by} {svg}'.encode(), digest_size=16).hexdigest()}.png"
            if file not in places and not file.is_file():
                drawn.append(pool.submit(_draw, svg, file))
            places.setdefault(file, []).append(out / path)
        for one in drawn:
            one.result()
    for file, targets in places.items():
        for target in targets:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    _forget(kept, set(places))
    return len(drawn)


def _drawings(kb: Questions) -> Iterator[tuple[str, str]]:
    """The path of every card, and its drawing."""
    yield GENERAL, general_card(kb.counts())
    for model in sorted(carded(kb.models())):
        yield card_path(model), model_card(kb.model(model))


def _draw(svg: str, file: Path) -> None:
    # Whole or not at all: a build that is broken off must leave no half picture to the next.
    aside = file.with_suffix(".new")
    aside.write_bytes(png_bytes(svg, 1))
    aside.replace(file)


def _forget(kept: Path, used: set[Path]) -> None:
    """Throw away cards of earlier days once they outweigh those in use."""
    unused = [file for file in kept.iterdir() if file not in used]
    if len(unused) > _SPARE * len(used):
        for file in unused:
            file.unlink(missing_ok=True)
