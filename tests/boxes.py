"""Boxes of what is drawn, held against each other and against the edges of the drawing."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""


def hold_apart(root: ET.Element, boxes: Sequence[tuple[Box, str]]) -> None:
    """Hold labelled boxes of a drawing inside its edges and clear of each other."""
    _, _, wide, high = (float(part) for part in root.get("viewBox", "").split())
    for i, (one, label) in enumerate(boxes):
        assert 0 <= one[0] <= one[2] <= wide, label
        assert 0 <= one[1] <= one[3] <= high, label
        for other, name in boxes[i + 1 :]:
            clear = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert clear, (label, name)
