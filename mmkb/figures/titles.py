"""What the stages of an architecture diagram are called."""

from __future__ import annotations

from typing import Final

from mmkb.figures.lanes import Diagram

_COLUMNS: Final = {
    ("in", "outer"): "Modality encoder",
    ("in", "inner"): "Input projector",
    ("out", "inner"): "Output projector",
    ("out", "outer"): "Modality generator",
}


def column_title(role: str, name: str, number: int) -> str:
    """What a column of boxes is called.

    Args:
        role: ``in`` or ``out``.
        name: ``outer`` or ``inner``.
        number: How many boxes stand in it.
    """
    words = _COLUMNS[role, name]
    return f"{words}s" if number > 1 else words


def model_title(diagram: Diagram) -> str:
    """What the language model is called; the model itself where it has none of its own."""
    if diagram.llm.parts[0].component is None and not diagram.llm.gap:
        return "Model"
    return "LLM backbones" if len(diagram.llm.parts) > 1 else "LLM backbone"
