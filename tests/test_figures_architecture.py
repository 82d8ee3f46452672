"""Architecture diagrams: every part in its place, what is absent left out, what is hidden dashed."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from mmkb.figures.architecture import architecture_svg
from mmkb.figures.compose import compose
from mmkb.figures.lanes import diagram
from mmkb.query.answers import ModelAnswer
from tests.conftest import Golden
from tests.figureanswers import SOURCES, SVG, link, model, texts, toy

HEADS = {"Modality encoder", "Input projector", "LLM backbone", "Output projector", "Modality generator"}


def draw(made: ModelAnswer) -> ET.Element:
    return ET.fromstring(architecture_svg(made, link))


def encoder(component: str, *modalities: str, **more: Any) -> dict[str, Any]:
    return {"component": component, "modalities": modalities, **more}


def projector(*components: str, modalities: tuple[str, ...] = (), takes: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {"components": components, "modalities": modalities, "takes": takes, **more}


LM = [{"component": "lm"}]


@pytest.mark.parametrize("entry_id", ["toy-vlm", "toy-any"])
def test_the_toy_models_are_drawn_as_approved(entry_id: str, golden: Golden) -> None:
    golden(f"figures/{entry_id}.svg", architecture_svg(toy(entry_id), link))


@pytest.mark.parametrize("entry_id", ["toy-vlm", "toy-any"])
def test_every_component_of_the_entry_is_a_link(entry_id: str) -> None:
    made = toy(entry_id)
    addresses = {a.get("href") for a in draw(made).iter(f"{SVG}a")}
    built = made.record.architecture
    used = {
        component
        for slot in ("encoders", "input_projectors", "backbones", "output_projectors", "generators", "experts")
        for use in (getattr(built, slot) if isinstance(getattr(built, slot), tuple) else ())
        for component in use.component_ids()
    }
    assert addresses == {link("component", component) for component in used}


def test_links_open_in_the_same_tab_and_ids_are_the_models_own() -> None:
    drawn = architecture_svg(toy("toy-vlm"), link)
    assert "target=" not in drawn
    root = ET.fromstring(drawn)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert ids == ["architecture-toy-vlm-title", "architecture-toy-vlm-desc"]
    assert [root.get("aria-labelledby"), root.get("aria-describedby")] == ids
    assert root.get("role") == "group"
    assert "width" not in root.attrib
    assert "min-width" in root.get("style", "")


def test_the_description_tells_every_way() -> None:
    told = draw(toy("toy-vlm")).findtext(f"{SVG}desc")
    assert told == (
        "Takes image, text; gives bounding box, text. image to Toy ViT to Toy Resampler then Linear layer to Toy LM; "
        "text to Toy LM; Toy LM to bounding box; Toy LM to text."
    )


@pytest.mark.parametrize("missing", ["absent", "not-applicable"])
def test_parts_that_are_absent_or_not_applicable_are_left_out(missing: str) -> None:
    fields = ("encoders", "input_projectors", "output_projectors", "generators", "experts")
    gaps = {} if missing == "absent" else dict.fromkeys(fields, missing)
    root = draw(model(backbones=LM, **gaps))
    assert HEADS.intersection(texts(root)) == {"LLM backbone"}
    assert len([rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "box"]) == 1


def test_parts_that_are_not_disclosed_are_dashed_boxes_that_say_so() -> None:
    fields = ("encoders", "input_projectors", "backbones", "output_projectors", "generators", "experts")
    root = draw(model(["text", "image"], **dict.fromkeys(fields, "not-disclosed")))
    gaps = [group for group in root.iter(f"{SVG}g") if str(group.get("class")).endswith(" gap")]
    assert [texts(group) for group in gaps] == [["not disclosed"]] * len(fields)
    assert ".gap .box" in str(root.findtext(f"{SVG}style"))
    assert set(texts(root)) >= HEADS


def test_inputs_that_are_not_disclosed_are_a_dashed_mark_that_leads_into_the_model() -> None:
    root = draw(model(["text"], "not-disclosed", backbones=LM))
    chips = [group for group in root.iter(f"{SVG}g") if str(group.get("class")).startswith("chip")]
    assert [("".join(texts(chip)), chip[0].get("stroke-dasharray")) for chip in chips] == [
        ("not disclosed", "4 3"),
        ("text", None),
    ]
    assert len(compose(diagram(model(["text"], "not-disclosed", backbones=LM))).arrows) == 2


def test_text_goes_straight_into_and_out_of_the_language_model() -> None:
    layout = compose(diagram(toy("toy-any")))
    llm = next(box for box in layout.boxes if box.box.role == "backbone")
    written = [arrow for arrow in layout.arrows if arrow.modality == "text"]
    assert [(a.end[0], a.start[1] == a.end[1]) for a in written[:1]] == [(llm.x, True)]
    assert [(a.start[0], a.start[1] == a.end[1]) for a in written[1:]] == [(llm.right, True)]


def test_one_shared_encoder_is_one_box_with_an_arrow_for_each_modality() -> None:
    six = ("image", "video", "audio", "depth", "thermal", "imu")
    made = model(
        taken=("text", *six), encoders=[encoder("imagebind", *six)], input_projectors=[projector("linear")], backbones=LM
    )  # fmt: skip
    layout = compose(diagram(made))
    assert [box.box.role for box in layout.boxes] == ["encoder", "input-projector", "backbone"]
    right = layout.boxes[0].right
    assert [arrow.label for arrow in layout.arrows if arrow.start[0] == right] == [
        "image", "video", "audio", "depth", "thermal", "IMU",
    ]  # fmt: skip
    assert all(arrow.start[1] == arrow.end[1] for arrow in layout.arrows)


def test_uses_of_one_encoder_for_two_modalities_share_a_box_and_say_what_differs() -> None:
    made = model(
        taken=["text", "image", "video"],
        encoders=[encoder("v", "image", resolution=["336x336"]), encoder("v", "video", frames=8)],
        backbones=LM,
    )
    layout = compose(diagram(made))
    assert len(layout.boxes) == 2
    assert {"image: 336×336", "video: 8 frames"} <= set(texts(draw(made)))


def test_a_projector_that_differs_only_by_variant_is_one_box() -> None:
    uses = [projector("q", modalities=("image",), model_variants=[v]) for v in ("3b", "9b")]
    made = model(encoders=[encoder("v", "image")], input_projectors=uses, backbones=LM, variants=["3b", "9b"])
    assert len(compose(diagram(made)).boxes) == 3
    some = model(encoders=[encoder("v", "image")], input_projectors=uses[:1], backbones=LM, variants=["3b", "9b"])
    assert "only 3B" in texts(draw(some))
    assert "only 3B" not in texts(draw(made))


def test_several_encoders_meet_in_one_projector() -> None:
    made = model(
        encoders=[encoder("clip", "image"), encoder("dino", "image")],
        input_projectors=[projector("mlp", modalities=("image",), takes=("clip", "dino"))],
        backbones=LM,
    )
    layout = compose(diagram(made))
    clip, dino, mlp = layout.boxes[:3]
    assert [a.start[0] for a in layout.arrows if a.end[0] == mlp.x] == [clip.right, dino.right]
    assert clip.bottom < dino.y


def test_parts_of_a_compound_projector_stand_in_order() -> None:
    names = [text for text in texts(draw(toy("toy-vlm"))) if text in ("Toy Resampler", "Linear layer")]
    assert names == ["Toy Resampler", "Linear layer"]


def test_three_generators_stand_in_rows_of_their_own() -> None:
    media = ("image", "video", "audio")
    made = model(
        ("text", *media),
        backbones=LM,
        output_projectors=[projector("t", modalities=(m,), takes=(f"make-{m}",)) for m in media],
        generators=[encoder(f"make-{m}", m) for m in media],
    )
    layout = compose(diagram(made))
    llm = next(box for box in layout.boxes if box.box.role == "backbone")
    projectors = [box for box in layout.boxes if box.box.role == "output-projector"]
    makers = [box for box in layout.boxes if box.box.role == "generator"]
    assert [round(p.y + p.height / 2, 6) for p in projectors] == [round(g.y + g.height / 2, 6) for g in makers]
    assert llm.right < projectors[0].x < projectors[0].right < makers[0].x


def test_a_box_that_none_of_the_modalities_reaches_is_drawn_all_the_same() -> None:
    made = model(input_projectors=[projector("lost", takes=("v",))], encoders=[encoder("v", "text")], backbones=LM)
    assert {"v", "lost", "lm"} <= set(texts(draw(made)))


def test_an_encoder_that_names_no_modality_serves_the_media() -> None:
    made = model(
        taken=["text", "image", "video"], encoders=[encoder("named", "image", "video"), encoder("open")], backbones=LM
    )  # fmt: skip
    layout = compose(diagram(made))
    opened = next(box for box in layout.boxes if box.box.parts[0].name == "open")
    into = [arrow for arrow in layout.arrows if arrow.end[0] == opened.x and opened.y < arrow.end[1] < opened.bottom]
    assert [arrow.modality for arrow in into] == ["image", "video"]


def test_sizes_versions_experts_and_limits_are_told_in_small_type() -> None:
    made = model(
        ["text", "image"],
        encoders=[encoder("v", "image", tokens={"at_most": 1280, "per": "image"}, resolution=["native"])],
        backbones=[{"component": "lm", "variants": ["7b", "xl", "chat-v2"], "experts": 8}],
        generators=[encoder("g", "image", variant="1.5", tokens={"count": 1, "per": "output"})],
    )
    assert {
        "native", "≤ 1280 tokens / image", "7B, XL, chat-v2", "mixture of 8 experts", "version 1.5", "1 signal token",
    } <= set(texts(draw(made)))  # fmt: skip


def test_resolution_and_tokens_are_told_in_small_type() -> None:
    root = draw(toy("toy-vlm"))
    small = {"".join(t.itertext()) for t in root.iter(f"{SVG}text") if t.get("class") == "small"}
    assert {"336×336", "441 tokens / image", "64 tokens / image"} <= small


def test_cross_attention_enters_the_language_model_from_above() -> None:
    made = model(encoders=[encoder("v", "image")], backbones=LM, fusion=["cross-attention"])
    layout = compose(diagram(made))
    llm = layout.boxes[-1]
    assert layout.over[-1] == (llm.x + (llm.right - llm.x) / 2, llm.y)
    assert [(a.modality, a.end[0]) for a in layout.arrows if a.head and a.end[0] == llm.x] == [("text", llm.x)]
    assert "cross-attention" in texts(draw(made))
    assert "cross-attention" not in texts(draw(model(encoders=[encoder("v", "image")], backbones=LM)))


def test_cross_attention_beside_tokens_shows_both_ways() -> None:
    made = model(encoders=[encoder("v", "image")], backbones=LM, fusion=["prompt-tokens", "cross-attention"])
    layout = compose(diagram(made))
    assert layout.over
    assert {a.modality for a in layout.arrows if a.head and a.end[0] == layout.boxes[-1].x} == {"text", "image"}


@pytest.mark.parametrize(
    ("fusion", "told"),
    [
        ("early-fusion-discrete", "discrete tokens"),
        ("early-fusion-continuous", "raw patches"),
        ("visual-expert", "visual expert"),
    ],
)
def test_fusion_that_arrows_do_not_show_is_told_in_the_language_model(fusion: str, told: str) -> None:
    lines = " ".join(texts(draw(model(encoders="not-applicable", backbones=LM, fusion=[fusion]))))
    assert told in lines


def test_a_model_without_a_language_model_of_its_own_is_one_box_by_its_name() -> None:
    found = texts(draw(model(encoders="not-applicable", backbones="not-applicable", name="All-in-One")))
    assert {"Model", "All-in-One"} <= set(found)
    assert "LLM backbone" not in found


def test_experts_of_a_tool_using_system_stand_below_and_take_its_media() -> None:
    experts = [encoder(f"tool-{i}", "image") for i in range(6)]
    made = model(["text", "image"], design="tool-using", backbones=LM, experts=experts)
    layout = compose(diagram(made))
    llm = next(box for box in layout.boxes if box.box.role == "backbone")
    tools = [box for box in layout.boxes if box.box.role == "expert"]
    assert len(tools) == 6
    assert all(box.y > llm.bottom for box in tools)
    assert layout.panel is not None
    left, top, wide, _ = layout.panel
    calls = [arrow for arrow in layout.arrows if arrow.dashed]
    assert {a.end for a in calls if a.both} == {(llm.x + (llm.right - llm.x) / 2, top)}
    assert {a.end[0] for a in calls if a.modality == "image"} > {left}
    assert {a.start[0] for a in calls if a.modality == "image"} > {left + wide}


def test_a_way_that_the_entry_does_not_tell_is_dashed() -> None:
    layout = compose(diagram(model(backbones=LM)))
    assert [a.modality for a in layout.arrows if a.unsure] == ["image"]
    free = compose(diagram(model(backbones=LM, encoders="not-applicable")))
    assert not any(a.unsure for a in free.arrows)


STAGES = [
    ("trained", {}, "trained"),
    ("frozen", {}, "frozen"),
    ("partial", {}, "partly trained"),
    ("peft", {"method": "lora"}, "PEFT"),
    ("not-disclosed", {}, "not disclosed"),
    ("not-applicable", {}, "not used"),
]


def test_the_strip_of_a_part_shows_what_each_stage_does_to_it() -> None:
    stages = [
        {
            "name": f"No {i}",
            "kind": "pre-training",
            "parts": [{"role": "backbone", "component": "lm", "tuning": tuning, **more}],
        }
        for i, (tuning, more, _) in enumerate(STAGES, 1)
    ]
    root = draw(model(encoders=[encoder("v", "image")], backbones=LM, stages=stages))
    strips = {
        group.get("class"): [cell for cell in group.iter(f"{SVG}g") if cell.get("class") == "stage"]
        for group in root
        if group.get("class") in ("llm", "encoder")
    }
    assert [cell.get("data-mark") for cell in strips["llm"]] == [mark for _, _, mark in STAGES]
    assert [cell.findtext(f"{SVG}title") for cell in strips["llm"]][3] == "Stage 4, No 4: PEFT, lora"
    assert {cell.get("data-mark") for cell in strips["encoder"]} == {"not stated"}
    assert {mark for _, _, mark in STAGES} | {"Training stages", "not stated"} <= set(texts(root))


def test_marks_differ_in_shape_and_not_in_colour_alone() -> None:
    stages = [
        {"name": mark, "kind": "pre-training", "parts": [{"role": "backbone", "component": "lm", "tuning": tuning, **more}]}
        for tuning, more, mark in STAGES
    ]
    root = draw(model(backbones=LM, stages=stages))
    cells = [cell for cell in root.iter(f"{SVG}g") if cell.get("class") == "stage"]
    shapes = {tuple(glyph.get("d") or glyph.get("r") or glyph.text for glyph in cell[-1]) for cell in cells}
    assert len(shapes) == len(STAGES)


def test_parts_told_apart_by_modality_keep_apart_in_the_strip() -> None:
    parts = [
        {"role": "input-projector", "component": "q", "tuning": "trained", "modalities": ["image"]},
        {"role": "input-projector", "component": "q", "tuning": "frozen", "modalities": ["audio"]},
        {"role": "encoder", "component": "e", "tuning": "trained", "modalities": ["image"]},
        {"role": "encoder", "component": "e", "tuning": "frozen", "modalities": ["audio"]},
    ]
    made = model(
        taken=["text", "image", "audio"],
        encoders=[encoder("e", "image", "audio")],
        input_projectors=[projector("q", modalities=("image",)), projector("q", modalities=("audio",))],
        backbones=LM,
        stages=[{"name": "A", "kind": "pre-training", "parts": parts}],
    )
    boxes = compose(diagram(made)).boxes
    assert [[str(cell.mark) for cell in box.box.parts[0].cells] for box in boxes[:3]] == [
        ["differs by modality"], ["trained"], ["frozen"],
    ]  # fmt: skip


def test_a_stage_whose_parts_are_not_disclosed_asks_a_question_everywhere() -> None:
    stages = [{"name": "A", "kind": "not-disclosed", "parts": "not-disclosed"}]
    root = draw(model(encoders=[encoder("v", "image")], backbones=LM, stages=stages))
    assert [g.get("data-mark") for g in root.iter(f"{SVG}g") if g.get("class") == "stage"] == ["not disclosed"] * 2


def test_without_known_stages_there_is_no_strip_and_it_is_told_why() -> None:
    nothing = model(backbones=LM, stages="not-applicable")
    told = {"not disclosed": toy("toy-any"), "not looked up": model(backbones=LM), "none, nothing is trained": nothing}
    for why, made in told.items():
        drawn = architecture_svg(made, link)
        assert "data-mark" not in drawn
        assert f"Training stages: {why}" in texts(drawn)


def test_lanes_are_ordered_so_that_none_stands_within_a_box_that_it_passes_by() -> None:
    made = model(
        taken=("text", "image", "video"),
        encoders=[encoder("both", "image", "video"), encoder("a", "image"), encoder("b", "image"), encoder("c", "video")],
        input_projectors=[
            {"components": ["look"], "modalities": ["image"], "sources": SOURCES},
            {"components": ["watch"], "modalities": ["video"], "sources": SOURCES},
        ],
        backbones=LM,
    )
    lanes = [lane for lane in diagram(made).way_in.lanes if lane.outer is not None]
    for place in ("outer", "inner"):
        boxes = [getattr(lane, place) for lane in lanes]
        assert all(boxes[boxes.index(box) :][: boxes.count(box)] == [box] * boxes.count(box) for box in set(boxes)), boxes


def test_parts_of_different_variants_are_not_joined() -> None:
    made = model(
        variants=["one", "two"],
        encoders=[
            {**encoder("a", "image"), "model_variants": ["one"]},
            {**encoder("b", "image"), "model_variants": ["two"]},
        ],
        input_projectors=[
            {"components": ["pa"], "modalities": ["image"], "model_variants": ["one"], "sources": SOURCES},
            {"components": ["pb"], "modalities": ["image"], "model_variants": ["two"], "sources": SOURCES},
        ],
        backbones=LM,
    )
    assert [(lane.outer, lane.inner) for lane in diagram(made).way_in.lanes if lane.outer is not None] == [(0, 0), (1, 1)]


def test_labels_are_drawn_after_all_arrows() -> None:
    drawn = architecture_svg(toy("toy-vlm"), link)
    assert drawn.index('class="label') > drawn.rindex('class="flow')


def test_text_is_escaped_everywhere() -> None:
    nasty = '<b a="1">&amp;</b>'
    made = model(
        name=nasty,
        backbones="not-applicable",
        encoders=[encoder("v", "image", note=f"note {nasty}")],
        stages=[{"name": nasty, "kind": "pre-training", "parts": "not-disclosed"}],
    )
    drawn = architecture_svg(made, lambda kind, _: f'"><script>{kind}')
    root = ET.fromstring(drawn)
    assert root.findtext(f"{SVG}title") == f"Architecture of {nasty}"
    assert "<b" not in drawn
    assert "<script" not in drawn
    assert f"{nasty} (pre-training)" in texts(root)
    assert {a.get("href") for a in root.iter(f"{SVG}a")} == {'"><script>component'}


def test_a_long_name_is_shortened_and_told_in_full_in_its_tooltip() -> None:
    name = "an-encoder-with-a-name-that-is-longer-than-four-lines-of-a-box-can-hold-at-all"
    root = draw(model(encoders=[encoder(name, "image")], backbones=LM))
    box = next(group for group in root if group.get("class") == "encoder")
    assert len(texts(box)) == 4
    assert texts(box)[-1].endswith("…")
    assert box.findtext(f"{SVG}a/{SVG}title") == name


CASES = [
    toy("toy-vlm"),
    toy("toy-any"),
    model(
        ["text", "mask", "bounding-box"],
        ["text", "image", "video"],
        encoders=[encoder("clip", "image"), encoder("dino", "image"), encoder("clip", "video", frames=8)],
        input_projectors=[
            projector("mlp", modalities=("image", "video"), takes=("clip", "dino")),
            projector("pool", modalities=("video",), takes=("clip",)),
        ],
        backbones=[{"component": "vicuna", "variants": ["7b", "13b"]}, {"component": "llama", "variants": ["7b"]}],
        generators=[encoder("sam", "mask")],
        fusion=["prompt-tokens", "cross-attention"],
    ),
    model(
        ["text", "image"],
        ["text", "image", "audio"],
        encoders=[encoder("a", "image"), encoder("b", "image", "audio"), encoder("c", "audio")],
        input_projectors=[projector("p", takes=("a", "c")), projector("q", takes=("b",))],
        backbones="not-disclosed",
        generators=[encoder("g", "image"), encoder("h", "image")],
        experts=[encoder(f"tool-{i}", "image") for i in range(9)],
    ),
]


@pytest.mark.parametrize("made", CASES, ids=["vlm", "any", "crossing", "tools"])
def test_boxes_and_modalities_overlap_nowhere_and_stay_inside(made: ModelAnswer) -> None:
    layout = compose(diagram(made))
    areas = [(box.x, box.y, box.right, box.bottom) for box in layout.boxes]
    areas += [(chip.x, chip.y - 11, chip.x + chip.width, chip.y + 11) for chip in layout.chips]
    for i, one in enumerate(areas):
        assert 0 <= one[0] < one[2] <= layout.width
        assert 0 <= one[1] < one[3] <= layout.height
        for other in areas[i + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


@pytest.mark.parametrize("made", CASES, ids=["vlm", "any", "crossing", "tools"])
def test_straight_arrows_run_through_no_box(made: ModelAnswer) -> None:
    layout = compose(diagram(made))
    for arrow in layout.arrows:
        if arrow.start[1] == arrow.end[1]:
            low, high, y = arrow.start[0], arrow.end[0], arrow.start[1]
            assert not [b for b in layout.boxes if b.y < y < b.bottom and b.right > low + 1 and b.x < high - 1], arrow


def test_the_same_bytes_come_from_every_process() -> None:
    script = "from tests.figureanswers import *; from mmkb.figures.architecture import architecture_svg as draw; import sys; "
    script += "sys.stdout.write(draw(toy('toy-vlm'), link) + draw(toy('toy-any'), link))"
    drawn = [
        subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    ]
    assert drawn[0] == drawn[1]
    assert drawn[0].startswith(b"<svg ")


def test_a_diagram_needs_neither_matplotlib_nor_networkx() -> None:
    script = "import sys, mmkb.figures.architecture; print({'matplotlib', 'networkx'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert out.strip() == "set()"
