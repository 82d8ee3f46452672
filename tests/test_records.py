"""What records take, refuse and derive, beyond what bad entries show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from mmkb.digest import digest, from_plain, to_plain
from mmkb.load import load_catalogue
from mmkb.namewords import plain
from mmkb.records import KINDS, Model
from mmkb.records.availability import Artefact
from mmkb.records.base import Gap, Quantity, normalise_quantity
from mmkb.records.component import Component
from mmkb.records.facts import fact_states
from mmkb.records.shape import block_at, in_order, key_order
from mmkb.records.source import Source
from mmkb.rules import RULES, rule
from mmkb.vocab import MEDIA, Function, Modality, State
from tests.toycatalogue import TOY


def toy(kind: str, entry: str) -> Any:
    return load_catalogue(TOY / "catalog")[0].entries[kind][entry].record


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("129M", 129_000_000),
        ("1.4B", 1_400_000_000),
        ("595K", 595_000),
        ("595k", 595_000),
        ("3,500", 3500),
        ("1,234,567", 1_234_567),
        ("7.30", 7),
        ("0.6M", 600_000),
        ("1.2 million", 1_200_000),
        ("2.5 Billion", 2_500_000_000),
        ("1T", 10**12),
        ("~5M", 5_000_000),
        ("100+", 100),
        ("8.05B", 8_050_000_000),
        ("12", 12),
        ("1,23", None),
        ("about 5M", None),
        ("5M-10M", None),
        ("", None),
        ("5 G", None),
        ("٣", None),
    ],
)
def test_a_printed_count_is_read_as_a_number(printed: str, value: int | None) -> None:
    assert normalise_quantity(printed) == value


def component(**more: object) -> Component:
    return Component.model_validate(
        {"id": "a", "name": "A", "kinds": ["llm"], "sources": [{"source": "s", "locator": "p"}], **more}
    )


WRONG_COUNTS: tuple[object, ...] = (0, -1, True, 1.5, "seven", {"printed": "7"}, {"printed": "7", "value": 0}, [])


def test_a_count_keeps_what_was_printed_beside_the_number() -> None:
    for given in ("7.1B", {"printed": "7.1B", "value": 7_100_000_000}):
        assert component(parameters=given).parameters == Quantity(printed="7.1B", value=7_100_000_000)
    assert component(parameters=304000).parameters == Quantity(printed="304000", value=304000)
    for wrong in WRONG_COUNTS:
        with pytest.raises(ValidationError):
            component(parameters=wrong)


def test_a_gap_is_a_word_or_a_block_and_never_a_value() -> None:
    assert component(parameters="not-disclosed").parameters == Gap(state=State.NOT_DISCLOSED)
    block = {"state": "not-applicable", "note": "none", "sources": [{"source": "s", "locator": "p"}]}
    gap = component(parameters=block).parameters
    assert isinstance(gap, Gap)
    assert (gap.state, gap.note) == (State.NOT_APPLICABLE, "none")
    for wrong in ("unknown", {"state": "unknown"}, {"state": "not-disclosed", "value": 7}):
        with pytest.raises(ValidationError):
            component(parameters=wrong)


@pytest.mark.parametrize("arxiv", ["2304.08485", "0704.0001", "cs/0112017", "math.GT/0309136"])
def test_arxiv_ids_of_all_times_are_taken(arxiv: str) -> None:
    assert Source(id="a", name="A", kind="website", arxiv=arxiv).arxiv == arxiv


@pytest.mark.parametrize("arxiv", ["2313.00001", "2304.08485v2", "2304.084", "cs/0113017", "arXiv:2304.08485", "2304.084855"])
def test_what_is_no_arxiv_id_is_refused(arxiv: str) -> None:
    with pytest.raises(ValidationError, match="is not an arXiv id"):
        Source(id="a", name="A", kind="website", arxiv=arxiv)


@pytest.mark.parametrize("date", ["2023", "2023-04", "2023-04-30", "2024-02-29", "1950", "2100-12-31"])
def test_dates_have_the_precision_that_is_known(date: str) -> None:
    assert component(released=date).released == date


@pytest.mark.parametrize(
    "date", ["2023-00", "2023-13", "2023-04-31", "2023-4-1", "23-04", "1949", "2101", "2023-04-00", "2023-02-29"]
)
def test_dates_exist_in_the_calendar(date: str) -> None:
    with pytest.raises(ValidationError):
        component(released=date)


@pytest.mark.parametrize("url", ["https://example.org", "https://example.org:8443/a?b=c#d", "https://xn--bcher-kva.example/"])
def test_absolute_https_links_are_taken(url: str) -> None:
    assert Artefact(url=url).url == url


@pytest.mark.parametrize(
    "url",
    ["http://example.org", "https://", "https://example", "https://user@example.org", "//example.org",
     "https://example.org/a b", "javascript:alert(1)", "https://example.org/\u202e", "https://example.org\n", ""],
)  # fmt: skip
def test_other_links_are_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        Artefact(url=url)


@pytest.mark.parametrize("licence", ["Apache-2.0", "LicenseRef-LLaMA", "MIT AND CC-BY-NC-4.0", "MIT OR Apache-2.0"])
def test_licences_are_spdx_expressions(licence: str) -> None:
    assert Artefact(url="https://example.org", licence=licence).licence == licence


@pytest.mark.parametrize("licence", ["apache-2.0", "MIT License", "MIT and Apache-2.0", "LicenseRef-", "LicenseRef-Ä", ""])
def test_other_words_for_licences_are_refused(licence: str) -> None:
    with pytest.raises(ValidationError):
        Artefact(url="https://example.org", licence=licence)


def test_function_follows_from_the_outputs() -> None:
    model = toy("model", "toy-vlm")
    assert model.function() is Function.UNDERSTANDING
    assert toy("model", "toy-any").function() is Function.GENERATION
    for modality in Modality:
        data = model.model_dump(mode="json", exclude_defaults=True)
        data["modalities"]["output"] = ["text", modality]
        data["architecture"]["generators"] = {"state": "not-disclosed"}
        data["architecture"]["output_projectors"] = {"state": "not-disclosed"}
        expected = Function.GENERATION if modality in MEDIA else Function.UNDERSTANDING
        assert Model.model_validate(data).function() is expected
    data["modalities"]["output"] = "not-disclosed"
    assert Model.model_validate(data).function() is None


def test_a_mask_needs_something_that_makes_it_and_may_have_it() -> None:
    data = toy("model", "toy-any").model_dump(mode="json", exclude_defaults=True)
    data["modalities"]["output"] = ["text", "mask"]
    data["architecture"]["generators"][0]["modalities"] = ["mask"]
    data["architecture"]["generators"][0].pop("resolution")
    assert Model.model_validate(data).function() is Function.UNDERSTANDING


def test_early_fusion_any_to_any_and_mixtures_can_be_written() -> None:
    cited = {"sources": [{"source": "s", "locator": "p"}]}
    data = {
        "id": "omni",
        "name": "Omni",
        "modalities": {"input": ["text", "image", "speech", "video"], "output": ["text", "image", "speech"], **cited},
        "architecture": {
            "design": "end-to-end",
            "fusion": ["early-fusion-discrete"],
            "encoders": [
                {"component": "vq-tokenizer", "modalities": ["image"]},
                {"component": "codec", "modalities": ["audio"]},
            ],
            "input_projectors": "not-applicable",
            "backbones": [{"component": "moe-lm", "experts": 64}],
            "output_projectors": "not-applicable",
            "generators": [
                {"component": "vq-tokenizer", "modalities": ["image"]},
                {"component": "codec", "modalities": ["speech"]},
            ],
            **cited,
        },
        "variants": [{"id": "a22b", "name": "A22B", "parameters": "235B", "active_parameters": "22B", **cited}],
    }
    assert Model.model_validate(data).function() is Function.GENERATION
    data["architecture"]["encoders"] = "not-applicable"  # type: ignore[index]
    assert Model.model_validate(data).architecture.encoders == Gap(state=State.NOT_APPLICABLE)


def test_records_are_frozen_and_closed() -> None:
    record = component()
    with pytest.raises(ValidationError, match="frozen"):
        record.name = "B"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="extra"):
        component(colour="red")


def test_every_wanted_fact_has_a_state() -> None:
    states = {(fact.fact, fact.path): fact.state for fact in fact_states(toy("model", "toy-vlm"))}
    assert states["weights licence", ("availability", "weights", "licence")] == "not-disclosed"
    assert states["generators", ("architecture", "generators")] == "not-applicable"
    assert states["stage parts", ("training", "stages", 1, "parts")] == "known"
    assert states["lineage", ("lineage",)] == "not-applicable"
    assert len(states) == 19 + 2 * 3


def test_the_licence_of_weights_may_stand_at_a_variant() -> None:
    data = toy("model", "toy-vlm").model_dump(mode="json", exclude_defaults=True)
    data["availability"]["weights"] = {"url": "https://example.org/all"}
    data["variants"][0]["weights"] = {"url": "https://example.org/w", "licence": "MIT"}
    states = {fact.fact: fact.state for fact in fact_states(Model.model_validate(data))}
    assert states["weights licence"] == "known"


@pytest.mark.parametrize("kind", KINDS)
def test_a_kept_digest_reads_back_the_same(kind: str) -> None:
    for entry in load_catalogue(TOY / "catalog")[0].entries[kind].values():
        assert from_plain(to_plain(digest(entry.record))) == digest(entry.record)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("CLIP ViT-L/14", "clip vit l 14", True),
        ("LLaVA", "llava", True),
        ("Qwen-VL", "QwenVL", True),
        ("Mélange", "melange", True),
        ("GPT-4", "GPT-4.", True),
        ("Qwen2.5", "Qwen25", False),
        ("BLIP", "BLIP-2", False),
        ("CogVLM", "CogVLM+", False),
        ("LLaVA-1.5", "llava-1.5", True),
    ],
)
def test_names_are_compared_without_case_spaces_and_hyphens(one: str, other: str, same: bool) -> None:
    assert (plain(one) == plain(other)) is same


def test_blocks_are_found_by_path() -> None:
    data = {"architecture": {"encoders": [{"component": "a"}], "backbones": {"state": "not-disclosed"}}}
    names = {path: getattr(block_at(Model, data, path), "__name__", None) for path in (
        (), ("architecture",), ("architecture", "encoders", 0), ("architecture", "backbones"), ("architecture", "no"), ("x",),
    )}  # fmt: skip
    assert list(names.values()) == ["Model", "Architecture", "EncoderUse", "Gap", None, None]


def test_keys_have_one_order_with_note_and_sources_last() -> None:
    for kind, record in KINDS.items():
        order = key_order(record)
        assert set(order) == set(record.model_fields), kind
        assert order[:2] == ("id", "name")
        if "sources" in order:
            assert order[-1] == "sources"


def test_plain_data_is_put_in_order_all_the_way_down() -> None:
    data = {"name": "A", "id": "a", "sources": [{"locator": "p", "source": "s"}], "kinds": ["llm"], "zoo": {"b": 1, "a": 2}}
    ordered = in_order(Component, data)
    assert list(ordered) == ["id", "name", "kinds", "sources", "zoo"]
    assert list(ordered["sources"][0]) == ["source", "locator"]
    assert ordered == data


def test_a_rule_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        rule(next(iter(RULES)), "meaning", "mend")


def faults_of(change: Callable[[dict[str, Any]], None]) -> list[tuple[str, str, str]]:
    """What is wrong with toy-any after a change: code, message and hint."""
    data = toy("model", "toy-any").model_dump(mode="json", exclude_defaults=True)
    change(data)
    try:
        Model.model_validate(data)
    except ValidationError as error:
        return [(e["type"], e["msg"], e["ctx"]["hint"]) for e in error.errors()]
    return []


@pytest.mark.parametrize(
    ("taken", "served", "right"),
    [
        ("audio", "speech", True),
        ("audio", "music", True),
        ("speech", "audio", True),
        ("music", "audio", True),
        ("video", "image", True),
        ("image", "video", False),
        ("image", "audio", False),
        ("image", "speech", False),
        ("depth", "image", False),
    ],
)
def test_an_encoder_serves_what_the_model_takes_and_what_that_is_made_of(taken: str, served: str, right: bool) -> None:
    def change(data: dict[str, Any]) -> None:
        data["modalities"]["input"] = ["text", taken]
        data["architecture"]["encoders"] = [{"component": "toy-vit", "modalities": [served]}]

    assert faults_of(change) == (
        [] if right else [("use-of-other-modality", f"{served} is none of the model's inputs", f"possible: text, {taken}")]
    )


def test_a_part_that_the_model_has_not_is_answered_with_those_it_has() -> None:
    def change(data: dict[str, Any]) -> None:
        data["training"]["stages"] = [
            {
                "name": "S",
                "kind": "pre-training",
                "parts": [
                    {"role": "encoder", "component": "toy-lm", "tuning": "frozen"},
                    {"role": "expert", "component": "linear", "tuning": "peft"},
                ],
            }
        ]

    assert faults_of(change) == [
        ("stage-part-not-in-model", "'toy-lm' is no encoder of the model", "possible: toy-vit"),
        ("stage-part-not-in-model", "'linear' is no expert of the model", "possible: toy-detector"),
        ("peft-without-method", "tuning peft with method absent", ""),
    ]


def test_a_generator_makes_what_the_model_gives() -> None:
    def change(data: dict[str, Any]) -> None:
        data["architecture"]["generators"] = [{"component": "toy-diffusion", "modalities": ["image", "audio"]}]

    assert faults_of(change) == [
        ("use-of-other-modality", "audio is none of the model's outputs", "possible: text, image, mask"),
    ]


def test_the_language_model_of_a_variant_is_a_backbone_and_no_other_part() -> None:
    def change(data: dict[str, Any]) -> None:
        cited = {"sources": [{"source": "s", "locator": "p"}]}
        data["variants"] = [
            {"id": "first", "name": "A", "backbone": {"component": "toy-chat"}, **cited},
            {"id": "b", "name": "B", "backbone": {"component": "toy-vit"}, **cited},
        ]

    assert faults_of(change) == [
        ("variant-backbone-not-in-model", "'toy-vit' is no backbone of the model", "possible: toy-chat"),
    ]


@pytest.mark.parametrize(
    ("about", "there"),
    [
        ("architecture.encoders", True),
        ("architecture.encoders.0", True),
        ("architecture.encoders.0.component", True),
        ("results", True),
        ("architecture.encoders.1", False),
        ("architecture.encoders.first", False),
        ("architecture.0", False),
        ("architecture.note", False),
        ("architecture.encoders.0.model_variants", False),
        ("architecture.encoders.0.component.x", False),
        ("deprecated", False),
        ("model_fields", False),
    ],
)
def test_what_sources_disagree_about_is_something_that_the_entry_has(about: str, there: bool) -> None:
    def change(data: dict[str, Any]) -> None:
        data["disagreements"][0]["about"] = about

    expected = [] if there else [("disagreement-about-nothing", f"the entry has nothing at {about}", "")]
    assert faults_of(change) == expected


@pytest.mark.parametrize(("active", "right"), [("6.9B", True), ("7B", True), ("7.1B", False)])
def test_active_parameters_are_at_most_all_of_them(active: str, right: bool) -> None:
    if right:
        assert component(parameters="7B", active_parameters=active).active_parameters is not None
    else:
        with pytest.raises(ValidationError, match="7100000000 active of 7000000000 parameters"):
            component(parameters="7B", active_parameters=active)
    assert component(active_parameters=active).parameters is None


@pytest.mark.parametrize(
    ("emptied", "told"),
    [
        ("release", ["release"]),
        ("modalities", ["modalities"]),
        ("availability", ["availability"]),
        ("availability.code", []),
        ("architecture", ["architecture"]),
        ("architecture.encoders.0", []),
        ("training", ["training.stages.0", "training.stages.1"]),
        ("variants.0", ["variants.0"]),
        ("lineage", ["lineage"]),
        ("corrections.0", ["corrections.0"]),
    ],
)
def test_a_block_that_states_facts_has_a_source_of_its_own_or_around_it(emptied: str, told: list[str]) -> None:
    data = toy("model", "toy-vlm").model_dump(mode="json", exclude_defaults=True)
    block: Any = data
    for step in emptied.split("."):
        block = block[int(step) if step.isdigit() else step]
    del block["sources"]
    if not told:
        assert Model.model_validate(data).id == "toy-vlm"
        return
    with pytest.raises(ValidationError) as error:
        Model.model_validate(data)
    assert {e["type"] for e in error.value.errors()} == {"fact-without-source"}
    assert [".".join(str(step) for step in e["loc"]) for e in error.value.errors()] == told


def test_a_correction_says_what_the_reading_is() -> None:
    data = toy("model", "toy-vlm").model_dump(mode="json", exclude_defaults=True)
    messages = []
    for printed, column in (("ViT-L", "modality_encoder"), ("ViT-B", "io")):
        data["corrections"][0] |= {"printed": printed, "column": column}
        with pytest.raises(ValidationError) as error:
            Model.model_validate(data)
        messages.append(error.value.errors()[0]["msg"])
    assert messages == [
        "toy-survey table-1 modality_encoder reads 'ViT-B' in this entry, the correction says 'ViT-L'",
        "toy-survey table-1 io reads nothing in this entry, the correction says 'ViT-B'",
    ]


@pytest.mark.parametrize(("minimum", "maximum", "right"), [(0, 100, True), (100, 100, False), (0, None, True), (5, 1, False)])
def test_a_metric_has_room_between_its_bounds(minimum: float, maximum: float | None, right: bool) -> None:
    data = toy("benchmark", "toyqa").model_dump(mode="json", exclude_defaults=True)
    data["metrics"] = [{"id": "m", "name": "M", "unit": "points", "minimum": minimum, "maximum": maximum}]
    if right:
        assert KINDS["benchmark"].model_validate(data).id == "toyqa"
    else:
        with pytest.raises(ValidationError, match=r"scores from \d+ to \d+"):
            KINDS["benchmark"].model_validate(data)
