"""The toy catalogue, and ways to change a copy of it."""

from __future__ import annotations

import shutil
from pathlib import Path

TOY = Path(__file__).parent / "toy"


def copy_of_toy(folder: Path) -> Path:
    """A copy of the toy checkout; its entries lie in ``catalog/``."""
    shutil.copytree(TOY / "catalog", folder / "catalog")
    return folder


def change(root: Path, entry: str, old: str, new: str) -> Path:
    """Replace a text that stands once in an entry, such as ``models/toy-vlm``."""
    path = root / "catalog" / f"{entry}.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), "utf-8")
    return path
