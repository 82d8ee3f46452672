"""The general architecture: choices counted by hand, texts that stand in their boxes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from mmkb.api import KnowledgeBase
from mmkb.figures.choices import PARTS, choices
from mmkb.vocab import Role
from tests.boxes import Box, hold_apart
from tests.figureanswers import SVG, texts

SIZES = {"name": 13.0, "choice": 11.0, "small": 10.0, "number": 10.5, "group": 10.5, "side": 11.0}


def test_every_choice_is_counted_once_a_model(toy_kb: KnowledgeBase) -> None:
    found = choices(toy_kb)
    models = toy_kb.models()
    assert found.models == len(models)
    fields = ("encoders", "input_projectors", "backbones", "output_projectors", "generators")
    for part, role, field in zip(found.parts, PARTS, fields, strict=True):
        users: dict[str, set[str]] = {}
        for model in models:
            for component in getattr(model, field):
                users.setdefault(component.id, set()).add(model.id)
        assert part.role is role
        assert part.components == len(users)
        assert part.models == len(set().union(*users.values()))
        if len(part.groups) == 1 and not part.groups[0][0]:
            assert {choice.component.id: choice.models for choice in part.groups[0][2]} == {c: len(m) for c, m in users.items()}
    assert dict(found.given)["text"] == sum("text" in model.input for model in models)
    assert dict(found.taken).get("image", 0) == sum("image" in model.output for model in models)
    assert dict(found.fusion) == {
        word: sum(word in model.fusion for model in models) for model in models for word in model.fusion
    }


def test_training_is_counted_by_stage_and_a_mixture_counts_as_some(toy_kb: KnowledgeBase) -> None:
    expected: dict[tuple[str, str], list[int]] = {}
    rows = toy_kb.sql(
        "SELECT s.kind, p.role, p.model_id, p.tuning FROM stage_part p JOIN stage s ON s.model_id = p.model_id "
        "AND s.position = p.stage WHERE p.tuning IS NOT NULL"
    ).rows
    by_model: dict[tuple[str, str, str], set[str]] = {}
    for kind, role, model, tuning in rows:
        by_model.setdefault((kind, role, model), set()).add(tuning)
    for (kind, role, _), words in by_model.items():
        place = 0 if words == {"trained"} else 2 if words == {"frozen"} else 1
        expected.setdefault((kind, role), [0, 0, 0])[place] += 1
    assert expected
    found = {(kind, str(part.role)): counts for part in choices(toy_kb).parts for kind, counts in part.tuning if any(counts)}
    assert {key: list(counts) for key, counts in found.items()} == {
        key: counts
        for key, counts in expected.items()
        if key[0] in ("pre-training", "instruction-tuning") and key[1] != "expert"
    }


def place(text: ET.Element, css: str) -> Box:
    """Where a text stands, measured with matplotlib's own font."""
    weight = "bold" if css in ("name", "group", "side") else "normal"
    words = "".join(text.itertext()).replace("$", r"\$")
    box = TextPath((0, 0), words, size=SIZES[css], prop=FontProperties(family="DejaVu Sans", weight=weight)).get_extents()
    x, y = float(text.get("x", "nan")), float(text.get("y", "nan"))
    x -= box.x1 if css == "number" else box.width / 2 if css == "side" else 0
    return x + box.x0, y - box.y1, x + box.x1, y - box.y0


@pytest.mark.catalogue
@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_no_text_stands_over_another_or_outside(real_kb: KnowledgeBase, width: str) -> None:
    root = ET.fromstring(real_kb.figure("architecture", width=width).svg)
    boxes = [(place(t, t.get("class") or "choice"), "".join(t.itertext())) for t in root.iter(f"{SVG}text")]
    assert len(boxes) > 100
    hold_apart(root, boxes)


def test_every_choice_is_a_link_and_numbers_are_those_counted(toy_kb: KnowledgeBase) -> None:
    figure = toy_kb.figure("architecture", link=lambda kind, entry: f"{kind}/{entry}")
    root = ET.fromstring(figure.svg)
    linked = {a.get("href", "") for a in root.iter(f"{SVG}a")}
    rows = {(row[0], row[2].id): row[3] for row in figure.data.rows}
    assert linked
    assert linked <= {f"component/{entry}" for _, entry in rows}
    for title in re.findall(r"<title>([^<]+): (\d+) models?</title>", figure.svg):
        assert any(row[2].name == title[0] and row[3] == int(title[1]) for row in figure.data.rows)
    assert any(row[0] == Role.BACKBONE for row in figure.data.rows)
    assert "Multimodal understanding" in texts(root)
