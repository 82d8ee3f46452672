"""Checkpoints of all sorts are read: old and new styles, cards, headers; what cannot be read is told for people."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from mmkb.hub import HubError
from mmkb.hub.card import Card, read_card
from mmkb.hub.checkpoint import open_checkpoint
from mmkb.hub.found import Fact
from mmkb.hub.licences import of_card, of_text
from mmkb.hub.reading import read_design
from mmkb.hub.tensors import parameters
from mmkb.vocab import Fusion
from tests.checkpoints import CARD, COMMIT, INTERNVL3_1B, LLAVA_NEXT, TOY_CONFIG, checkpoint, safetensors


def test_keys_in_llavas_style_give_tower_projector_and_language_model() -> None:
    design = read_design(LLAVA_NEXT)
    (tower,), (projector,) = design.encoders, design.projectors
    assert [(name.value, name.locator) for name in tower.names] == [
        ("openai/clip-vit-large-patch14-336", "config.json: mm_vision_tower")
    ]
    assert (projector.parts, projector.depth) == (("mlp",), 2)
    assert projector.activation is not None
    assert projector.activation.value == "gelu"
    assert design.backbone is not None
    assert design.backbone.family == "llama"


def test_internvls_blocks_are_read_and_the_forced_size_wins() -> None:
    design = read_design(INTERNVL3_1B | {"force_image_size": 896})
    (tower,) = design.encoders
    assert tower.family == "internvit"
    assert tower.resolution is not None
    assert (tower.resolution.value, tower.resolution.locator) == ("896x896", "config.json: force_image_size")
    assert design.projectors[0].parts == ("pixel-shuffle", "mlp")
    assert design.backbone is not None
    assert design.backbone.names == []  # a path of the maker's machine names nothing


def test_vilas_and_deepseeks_styles_are_read() -> None:
    vila = read_design(
        {
            "model_type": "llava_llama",
            "llm_cfg": {"_name_or_path": "lmsys/vicuna-7b-v1.5", "model_type": "llama", "hidden_size": 4096},
            "vision_tower_cfg": {"model_type": "siglip_vision_model", "hidden_size": 1152},
            "mm_projector_cfg": {"mm_projector_type": "mlp_downsample"},
        }
    )
    assert vila.projectors[0].parts == ("pixel-shuffle", "mlp")
    assert vila.backbone is not None
    assert vila.backbone.names[0].locator == "config.json: llm_cfg._name_or_path"
    janus = read_design(
        {
            "model_type": "multi_modality",
            "vision_config": {
                "cls": "CLIPVisionTower",
                "params": {"model_name": "siglip_large_patch16_384", "image_size": 384},
            },
            "aligner_config": {"params": {"projector_type": "mlp_gelu", "depth": 2}},
            "gen_vision_config": {"params": {"image_token_size": 16384}},
            "language_config": {"model_type": "llama", "num_hidden_layers": 24},
        }
    )
    assert (janus.projectors[0].parts, janus.projectors[0].depth) == (("mlp",), 2)
    assert [str(fact.value) for fact in janus.outputs] == ["text", "image"]
    assert janus.encoders[0].names[0].value == "siglip_large_patch16_384"


def test_features_enter_the_encoder_of_a_language_model_that_has_one() -> None:
    """The parts of the published config.json of Salesforce/blip2-flan-t5-xl, which gives no shape of its vision tower."""
    config = {
        "model_type": "blip-2", "num_query_tokens": 32, "qformer_config": {"model_type": "blip_2_qformer"},
        "text_config": {"model_type": "t5", "d_model": 2048, "num_layers": 24, "vocab_size": 32128},
        "vision_config": {"model_type": "blip_2_vision_model", "projection_dim": 512},
    }  # fmt: skip
    design = read_design(config)
    assert design.fusion == Fact((Fusion.ENCODER_DECODER,), "config.json: text_config.model_type")
    assert (design.encoders[0].width, design.encoders[0].layers, design.encoders[0].patch) == (None, None, None)
    assert design.projectors[0].tokens == Fact(32, "config.json: num_query_tokens")


def test_a_projector_of_an_unknown_type_is_a_doubt_and_no_guess() -> None:
    design = read_design(LLAVA_NEXT | {"mm_projector_type": "magic"})
    assert design.projectors[0].parts is None
    assert "config.json: mm_projector_type is 'magic'; what is that projector made of?" in design.doubts


def test_an_unknown_type_with_known_blocks_is_read_as_far_as_they_go() -> None:
    design = read_design(TOY_CONFIG | {"model_type": "brand_new"})
    assert (design.fusion, design.outputs, design.projectors[0].parts) == (None, [], None)
    assert "the model_type 'brand_new' is not in the table of families" in design.doubts[0]


def test_the_preprocessor_gives_the_resolution_that_the_configuration_lacks() -> None:
    config = TOY_CONFIG | {"vision_config": {"model_type": "clip_vision_model", "hidden_size": 768}}
    design = read_design(config, {"crop_size": {"height": 336, "width": 448}})
    assert design.encoders[0].resolution is not None
    assert (design.encoders[0].resolution.value, design.encoders[0].resolution.locator) == (
        "448x336", "preprocessor_config.json: crop_size",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            {"model_type": "mistral4", "vocab_size": 131072},
            "model_type 'mistral4' is no multimodal language model: no block of the configuration describes an encoder of "
            "images, video or sound. Did you mean mistral3 or mistral_large4? A language model or an encoder alone is a "
            "component: mmkb new component --kind llm --hf PATH_OR_ID.",
        ),
        (
            {"model_type": "llavva"},
            "model_type 'llavva' is none that is known, and the configuration has no vision_config or audio_config; did you "
            "mean llava or vipllava or mllama? Write the entry by hand: mmkb new model --help says how to begin.",
        ),
        ({}, "config.json has neither model_type nor architectures: it is no configuration of a model of transformers."),
        (
            {"model_type": 7, "architectures": None},
            "config.json has neither model_type nor architectures: it is no configuration of a model of transformers.",
        ),
    ],
)
def test_what_is_no_multimodal_model_is_told(config: dict[str, Any], message: str) -> None:
    with pytest.raises(HubError) as caught:
        read_design(config)
    assert str(caught.value) == message


@pytest.mark.parametrize("value", [10**30, -1, 0, True, "1024", 1.5, {"a": 1}, None])
def test_an_unbelievable_number_is_left_out_and_told(value: Any) -> None:
    config = TOY_CONFIG | {"vision_config": {"model_type": "clip_vision_model", "hidden_size": value}}
    design = read_design(config)
    assert design.encoders[0].width is None
    told = [doubt for doubt in design.doubts if doubt.startswith("config.json: vision_config.hidden_size is ")]
    assert len(told) == (value is not None)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'{"model_type": ', ":1:16: not JSON: Expecting value. Download the file again."),
        (b'{"a": NaN}', ": not JSON: NaN is no JSON. Download the file again."),
        (b"[1, 2]", " holds a list, a configuration is an object of keys and values."),
        (b"\xff\xfe", ": not JSON: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b"[" * 100_000, ": blocks are nested too deep to be a configuration."),
        (b'{"a": ' + b"9" * 5000 + b"}", ": not JSON: Exceeds the limit (4300 digits)"),
    ],
    ids=["cut", "nan", "list", "latin", "deep", "digits"],
)
def test_a_broken_configuration_is_told_with_its_place(tmp_path: Path, raw: bytes, message: str) -> None:
    (tmp_path / "config.json").write_bytes(raw)
    with pytest.raises(HubError) as caught:
        open_checkpoint(str(tmp_path))
    assert str(caught.value).startswith(f"{tmp_path / 'config.json'}{message}")


def test_a_configuration_of_100_megabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "config.json").open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(HubError, match=r"holds 100,000,000 bytes; at most 5,000,000 are read. Is it the right file\?$"):
        open_checkpoint(str(tmp_path))


def test_folders_files_and_links_that_hold_no_checkpoint_are_told(tmp_path: Path) -> None:
    with pytest.raises(HubError, match=r"There is no config.json in .*; it is empty. Give the folder of a checkpoint"):
        open_checkpoint(str(tmp_path))
    (tmp_path / "config.json").symlink_to(tmp_path / "nothing.json")
    with pytest.raises(HubError, match=r"is a link that leads nowhere; download the file itself.$"):
        open_checkpoint(str(tmp_path))
    (tmp_path / "config.json").unlink()
    (tmp_path / "config.json").symlink_to(tmp_path / "config.json")
    with pytest.raises(HubError, match="cannot be read"):
        open_checkpoint(str(tmp_path))
    (tmp_path / "config.json").unlink()
    os.mkfifo(tmp_path / "config.json")
    with pytest.raises(HubError, match=r"is no regular file.$"):
        open_checkpoint(str(tmp_path))
    with pytest.raises(HubError, match=r"is a file; give the folder that holds it.$"):
        open_checkpoint(__file__)
    with pytest.raises(HubError, match=r"There is no folder ./nothing, and it is no repository of the hub \(OWNER/NAME\).$"):
        open_checkpoint("./nothing")
    with pytest.raises(HubError, match=r"'a b/c' is no repository of the hub; write OWNER/NAME or OWNER/NAME@REVISION.$"):
        open_checkpoint(str(tmp_path), "a b/c")


def test_the_hubs_own_cache_and_a_download_tell_repository_and_commit(tmp_path: Path) -> None:
    blob = checkpoint(tmp_path / "blobs", TOY_CONFIG) / "config.json"
    snapshot = tmp_path / "models--maker--toy.model" / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").symlink_to(blob)
    found = open_checkpoint(str(snapshot))
    assert (found.repository, found.revision) == ("maker/toy.model", COMMIT)
    download = checkpoint(tmp_path / "download", TOY_CONFIG)
    note = download / ".cache" / "huggingface" / "download" / "config.json.metadata"
    note.parent.mkdir(parents=True)
    note.write_text(f"{COMMIT}\n{'0' * 40}\n1700000000.0\n")
    found = open_checkpoint(str(download), "maker/toy")
    assert (found.repository, found.revision) == ("maker/toy", COMMIT)


def test_parameters_are_the_sum_of_shapes_and_never_bytes(tmp_path: Path) -> None:
    assert parameters(tmp_path) == (None, "there is no safetensors file or index")
    safetensors(tmp_path / "model.safetensors", a=("BF16", [1000, 300]), b=("F32", [7]))
    assert parameters(tmp_path) == (300_007, "model.safetensors: sum of the shapes")
    index = {"metadata": {"total_size": 600_014}, "weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    told = "model-1.safetensors is missing; model.safetensors.index.json gives metadata.total_size 600,014, which counts bytes"
    assert parameters(tmp_path) == (None, told)
    safetensors(tmp_path / "model-1.safetensors", a=("BF16", [1000, 300]))
    safetensors(tmp_path / "model-2.safetensors", b=("BF16", [7]))
    assert parameters(tmp_path) == (300_007, "headers of 2 safetensors files: sum of the shapes")
    index["metadata"] = {"total_parameters": 300_007}
    (tmp_path / "model-2.safetensors").unlink()
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    assert parameters(tmp_path) == (300_007, "model.safetensors.index.json: metadata.total_parameters")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\x00", "model.safetensors is no safetensors file, or cut short"),
        (b"\xff" * 100, "model.safetensors is no safetensors file, or cut short"),
        (b"\x02" + b"\x00" * 7 + b"{}", "the headers hold no weights"),
    ],
)
def test_a_broken_header_is_a_reason_and_no_number(tmp_path: Path, raw: bytes, why: str) -> None:
    (tmp_path / "model.safetensors").write_bytes(raw)
    assert parameters(tmp_path) == (None, why)


def test_packed_weights_do_not_count(tmp_path: Path) -> None:
    safetensors(tmp_path / "model.safetensors", a=("I32", [4096, 4096]), b=("F16", [4096]))
    number, why = parameters(tmp_path)
    assert number is None
    assert why == "the weights are packed (quantised), so that their shapes do not count parameters"


def test_an_index_leads_out_of_its_folder_nowhere(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"a": "../../secret.safetensors"}}))
    assert parameters(tmp_path) == (None, "the index names no files")


def test_the_head_of_a_card_is_read_as_text() -> None:
    card = read_card(CARD.encode())
    assert (card.licence, card.languages, card.base_model) == ("llama2", ("en", "no"), ("lmsys/vicuna-7b-v1.5",))
    assert (card.datasets, card.papers) == (("toy/toy-captions", "other/unknown-set"), ("2301.00001",))
    assert of_card(card) == ("LicenseRef-Llama-2", "license")
    assert read_card(b"# no head\n") == Card()
    assert read_card(b"---\na: [1\n---\n").problem == "its front matter is not YAML (line 3)"
    assert read_card(b"---\n- a\n---\n").problem == "its front matter is no mapping of keys to values"
    assert read_card(b"---\nlicense: {a: b}\nlanguage: [[x], en]\n---\n").languages == ("en",)


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        (Card(licence="apache-2.0"), ("Apache-2.0", "license")),
        (Card(licence="cc-by-nc-4.0"), ("CC-BY-NC-4.0", "license")),
        (Card(licence="other", licence_name="Tongyi Qianwen"), ("LicenseRef-Tongyi-Qianwen", "license_name")),
        (Card(licence="other", licence_name="llama3"), ("LicenseRef-Llama-3", "license_name")),
        (Card(licence="gpl-3.0"), ("", "license")),
        (Card(licence="made-up"), ("", "license")),
        (Card(), ("", "license")),
    ],
)
def test_a_tag_becomes_a_licence_only_where_it_is_clear(card: Card, licence: tuple[str, str]) -> None:
    assert of_card(card) == licence


def test_texts_of_licences_are_recognised() -> None:
    root = Path(__file__).parent.parent
    assert of_text((root / "LICENSE").read_text("utf-8")) == "Apache-2.0"
    assert of_text((root / "catalog" / "LICENSE").read_text("utf-8")) == "CC0-1.0"
    assert of_text("GNU GENERAL PUBLIC LICENSE Version 3") == ""
    assert of_text("All rights reserved.") == ""
