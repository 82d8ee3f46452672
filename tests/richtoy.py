"""The toy catalogue with a row in every table: what the toy itself leaves out is added to a copy."""

from __future__ import annotations

from pathlib import Path

from tests.toycatalogue import change, copy_of_toy


def rich_toy(folder: Path) -> Path:
    """A copy of the toy checkout in which every table of the database has a row."""
    root = copy_of_toy(folder)
    vlm = "models/toy-vlm"
    change(root, vlm, "    layer: penultimate layer\n", "    layer: penultimate layer\n    model_variants: [8x1b]\n")
    change(root, vlm, "    scale: 300\n", "    scale: 300\n    resolution: [448x448, native]\n    model_variants: [1b]\n")
    change(root, vlm, "tuning: peft, method: lora, note", "tuning: peft, method: lora, modalities: [text], note")
    change(root, "components/toy-lm", "parameters: 1.1B}", "parameters: 1.1B, resolution: [224x224]}")
    change(root, "datasets/toy-instruct", "modalities: [image, text]\n", "modalities: [image, text]\nmembers: [toy-captions]\n")
    checked = "{what: [architecture], repository: toy-lab/toy-vlm, revision: %s, date: 2026-01-02, by: '@reader'}" % ("a1" * 20)
    path = root / "catalog" / f"{vlm}.yaml"
    path.write_text(f"{path.read_text('utf-8')}verified:\n- {checked}\n", "utf-8")
    return root
