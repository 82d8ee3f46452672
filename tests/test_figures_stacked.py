"""The narrow form of architecture diagrams: all that the wide one shows, one below another in a telephone's width."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from mmkb.api import KnowledgeBase
from mmkb.figures.architecture import architecture_svg
from mmkb.figures.compose import compose
from mmkb.figures.figure import NARROW
from mmkb.figures.lanes import Diagram, diagram
from mmkb.figures.layout import Layout, Placed
from mmkb.figures.stacked import stack
from mmkb.query.answers import ModelAnswer
from tests.conftest import Golden
from tests.figureanswers import SVG, link, model, texts, toy

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

LM = [{"component": "lm"}]


def encoder(component: str, *modalities: str) -> dict[str, Any]:
    return {"component": component, "modalities": modalities}


def projector(component: str, *modalities: str, takes: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"components": (component,), "modalities": modalities, "takes": takes}


def names(layout: Layout) -> dict[str, Placed]:
    return {lines.part.component or lines.part.name: box for box in layout.boxes for lines in box.parts}


def sound(shown: Diagram) -> Layout:
    """A layout in which nothing lies on another or outside the drawing, and which has what the wide one has."""
    layout, wide = stack(shown), compose(shown)
    assert layout.width == NARROW
    for box in layout.boxes:
        assert 0 <= box.x < box.right <= NARROW
        assert 0 <= box.y < box.bottom <= layout.height
        assert box.height >= box.content
    for one, other in combinations(layout.boxes, 2):
        assert one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
    for chip in layout.chips:
        assert 0 <= chip.x < chip.x + chip.width <= NARROW
        for box in layout.boxes:
            assert chip.x >= box.right or chip.x + chip.width <= box.x or chip.y <= box.y or chip.y >= box.bottom
    assert [(b.box, b.parts) for b in layout.boxes if b.box not in shown.experts] == [
        (b.box, b.parts) for b in sorted(wide.boxes, key=layout_order(layout)) if b.box not in shown.experts
    ]
    assert {chip.modality for chip in layout.chips} == {chip.modality for chip in wide.chips}
    assert {a.modality for a in wide.arrows if a.label and a.modality} <= {a.modality for a in layout.arrows}
    return layout


def layout_order(layout: Layout) -> Any:
    places = [id(box.box) for box in layout.boxes]
    return lambda box: places.index(id(box.box))


@pytest.mark.parametrize("entry_id", ["toy-vlm", "toy-any"])
def test_the_toy_models_are_drawn_narrow_as_approved(entry_id: str, golden: Golden) -> None:
    drawn = architecture_svg(toy(entry_id), link, "narrow")
    golden(f"figures/{entry_id}-narrow.svg", drawn)
    sound(diagram(toy(entry_id)))
    wide = ET.fromstring(architecture_svg(toy(entry_id), link))
    hrefs = [{a.get("href") for a in root.iter(f"{SVG}a")} for root in (wide, ET.fromstring(drawn))]
    assert hrefs[0] == hrefs[1]
    # Both stand in one page.
    assert not set(re.findall(r' id="([^"]+)"', drawn)) & set(
        re.findall(r' id="([^"]+)"', architecture_svg(toy(entry_id), link))
    )


def test_what_hangs_together_stands_side_by_side_and_the_rest_below() -> None:
    made = model(
        taken=["image", "audio", "text"],
        encoders=[encoder("vit", "image"), encoder("whisper", "audio")],
        input_projectors=[projector("mlp", "image"), projector("qformer", "audio")],
        backbones=LM,
    )
    boxes = names(sound(diagram(made)))
    assert boxes["vit"].right < boxes["mlp"].x
    assert boxes["vit"].bottom < boxes["whisper"].y
    assert boxes["mlp"].bottom < boxes["qformer"].y
    assert max(boxes["whisper"].bottom, boxes["qformer"].bottom) < boxes["lm"].y


def test_all_ways_in_run_into_one_line_that_ends_at_the_language_model() -> None:
    made = model(taken=["image", "text"], encoders=[encoder("vit", "image")], backbones=LM)
    layout = sound(diagram(made))
    lm = names(layout)["lm"]
    [line] = [a for a in layout.arrows if a.start[0] == a.end[0] and a.end[1] == lm.y]
    assert line.head
    joining = [a for a in layout.arrows if a.end[0] == line.end[0] and a is not line]
    assert {a.modality for a in joining} == {"image", "text"}
    assert not any(a.head for a in joining)
    assert min(a.end[1] for a in joining) == line.start[1] + 7


def test_a_projector_of_several_encoders_is_as_high_as_they_are() -> None:
    made = model(
        taken=["image"],
        encoders=[encoder("vit", "image"), encoder("dino", "image")],
        input_projectors=[projector("mlp", "image")],
        backbones=LM,
    )
    boxes = names(sound(diagram(made)))
    assert boxes["mlp"].y == boxes["vit"].y
    assert boxes["mlp"].bottom >= boxes["dino"].bottom


def test_experts_stand_in_their_frame_with_what_they_are_given() -> None:
    made = model(
        ["text", "image"], ["image", "text"], design="tool-using", fusion=["tools"], backbones=LM,
        experts=[{"component": f"tool-{i}"} for i in range(5)],
    )  # fmt: skip
    layout = sound(diagram(made))
    assert layout.panel is not None
    left, top, wide, high = layout.panel
    for name, box in names(layout).items():
        inside = left <= box.x and box.right <= left + wide and top <= box.y and box.bottom <= top + high
        assert inside == name.startswith("tool-")
    words = texts(architecture_svg(made, link, "narrow"))
    assert {"Given to them", "Given by them", "calls"} <= set(words)


def test_cross_attention_is_named_at_the_line() -> None:
    made = model(taken=["image"], encoders=[encoder("vit", "image")], backbones=LM, fusion=["cross-attention"])
    assert "cross-attention" in texts(architecture_svg(made, link, "narrow"))


@pytest.mark.catalogue
def test_every_model_of_the_catalogue_fits(real_kb: KnowledgeBase) -> None:
    for summary in real_kb.models():
        answer: ModelAnswer = real_kb.model(summary.id)
        sound(diagram(answer))


def test_a_telephone_shows_the_narrow_one_without_scrolling(browser: Browser, toy_site: Path) -> None:
    from mmkb.site.serving import handler_of
    from tests.conftest import serving

    with serving(handler_of(toy_site, "/")) as served:
        for wide, shown in ((360, "only-narrow"), (1280, "only-wide")):
            page = browser.new_page(viewport={"width": wide, "height": 800})
            page.goto(f"{served}/models/toy-any/")
            figures = page.locator("figure.diagram:visible")
            assert {css.split()[1] for css in figures.evaluate_all("all => all.map(one => one.className)")} == {shown}
            if wide == 360:
                assert figures.first.evaluate("one => one.scrollWidth <= one.clientWidth")
            page.close()
