"""Every family of the table, on the default configuration that the installed transformers package gives it."""

from __future__ import annotations

import functools
import importlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mmkb.fmt import canonical
from mmkb.hub.blocks import block
from mmkb.hub.checkpoint import open_checkpoint
from mmkb.hub.drafts import Drafts
from mmkb.hub.families import FAMILIES
from mmkb.hub.family import Family
from mmkb.hub.kinds import PROJECTORS
from mmkb.hub.model import HINTS, Given, draft_model
from mmkb.hub.writing import judge_drafts
from mmkb.load import Catalogue, load_catalogue
from mmkb.vocab import MEDIA
from tests.checkpoints import COMMIT, checkpoint
from tests.toycatalogue import TOY

EXPECTED = """
aria siglip aria | aya_vision siglip cohere | blip-2 eva-clip opt | chameleon chameleon-vqgan chameleon
cohere2_vision siglip cohere | cohere_compass cohere-compass cohere | cosmos3_edge cosmos3-edge cosmos
cosmos3_omni qwen3-vl qwen | deepseek_ocr2 segment-anything+deepseek-ocr2 deepseek | deepseek_vl siglip llama
deepseek_vl_hybrid siglip+segment-anything llama | diffusion_gemma gemma4 gemma | dots3_note dots3-note+dots3-note dots
emu3 emu3-vqgan emu3 | ernie4_5_vl_moe ernie4.5-vl-moe ernie | exaone4_5 exaone4.5 exaone | fast_vlm fastvit qwen
florence2 florence bart | fuyu - persimmon | gemma3 siglip gemma | gemma3n gemma3n+gemma3n gemma | git clip git
glm46v glm4v glm | glm4v glm4v glm | glm4v_moe glm4v-moe glm | glm5_next glm5-next glm | glm_ocr glm-ocr glm
glmga glm4v glm | got_ocr2 segment-anything qwen | granite4_vision clip granite | granite_docling granite-docling granite
hunyuan_vl hunyuan-vl hunyuan | hyperclovax_vision_v2 qwen2.5-vl hyperclovax | idefics clip llama
idefics2 siglip mistral | idefics3 siglip llama | inkling2 inkling2 inkling | instructblip eva-clip opt
instructblipvideo eva-clip opt | internvl internvit qwen | janus janus llama | kimi_k25 kimi-k25 deepseek
kosmos-2 clip kosmos-2 | kosmos-2.5 pix2struct kosmos-2.5-decoder | lfm2_vl siglip2 lfm | lfm3_vl lfm3-vl lfm
lighton_ocr pixtral qwen | llama4 llama4 llama | llava clip llama | llava_next clip llama | llava_next_video clip llama
llava_onevision siglip qwen | minicpm_ocr minicpm-ocr qwen | minicpmv4_6 minicpmv4.6 qwen | minicpmv4_7 minicpmv4.7 qwen
minimax_m3_vl minimax-m3-vl minimax | mistral3 pixtral mistral | mistral_large4 pixtral mistral | mllama mllama llama
molmo2 molmo2 molmo | muse_glimmer muse-glimmer muse | muse_spark muse-spark+muse-spark muse | nemotron_h_omni radio nemotron
ovis2 aimv2 qwen | paddleocr_vl paddleocr-vl ernie | paligemma siglip gemma | perception_lm resnet50 llama
phi4_multimodal phi4-multimodal+phi4-multimodal phi | pp_chart2table pp-chart2table qwen | qianfan_ocr qianfan-ocr qwen
qwen2_5_vl qwen2.5-vl qwen | qwen2_vl qwen2-vl qwen | qwen3_5 qwen3.5 qwen | qwen3_5_moe qwen3.5-moe qwen
qwen3_vl qwen3-vl qwen | qwen3_vl_moe qwen3-vl-moe qwen | qwen4_exp qwen4-exp qwen | smolvlm siglip llama
step3p7 step3p5 step | t5gemma2 siglip t5gemma | unlimited_ocr segment-anything+clip deepseek
video_llama_3 video-llama-3 qwen | video_llava clip llama | vipllava clip llama | audioflamingo3 whisper qwen
fun_asr_nano fun-asr-nano qwen | glmasr glmasr llama | granite_speech granite-speech granite
granite_speech_plus granite-speech-plus granite | kyutai_speech_to_text mimi kyutai | moshi mimi moshi
moss_transcribe_diarize moss-transcribe-diarize qwen | musicflamingo whisper qwen | qwen2_audio whisper qwen
qwen2_5_omni_thinker qwen2.5-omni+qwen2.5-omni qwen | qwen2_5_omni qwen2.5-omni+qwen2.5-omni qwen
qwen3_asr qwen3-asr qwen | qwen3_omni_moe_thinker qwen3-omni-moe+qwen3-omni-moe qwen
qwen3_omni_moe qwen3-omni-moe+qwen3-omni-moe qwen
vibevoice_asr vibevoice-acoustic-tokenizer+vibevoice-acoustic-tokenizer qwen | voxtral voxtral llama
voxtral_realtime voxtral-realtime mistral
"""
"""Families of encoders and language model by ``model_type``, as the package's configurations and code name them."""
FAMILY_WORDS = {line.split()[0]: line.split()[1:] for line in re.split(r"[|\n]", EXPECTED) if line.strip()}
WITHOUT_TOWERS = {"gemma4"}
"""Families whose default configuration has no encoder at all, so that nothing can be told."""


@pytest.fixture(scope="module")
def transformers() -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"
    return importlib.import_module("transformers")


@pytest.fixture(scope="module")
def toy() -> Catalogue:
    catalogue, problems = load_catalogue(TOY / "catalog")
    assert problems == []
    return catalogue


@functools.cache
def default_of(model_type: str) -> Any:
    return importlib.import_module("transformers").AutoConfig.for_model(model_type)


def file_of(model_type: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(default_of(model_type).to_json_string(use_diff=False))
    return data


def drafted(folder: Path, config: dict[str, Any], catalogue: Catalogue) -> tuple[Drafts, dict[str, bytes], list[str]]:
    """Drafts of a configuration, their texts, and the codes of the warnings about them."""
    drafts = Drafts(catalogue)
    draft_model(open_checkpoint(str(checkpoint(folder, config)), f"maker/some-model@{COMMIT}"), drafts, Given())
    texts, warnings = judge_drafts(drafts)
    return drafts, texts, sorted({warning.code for warning in warnings})


def family_of(drafts: Drafts, component: str) -> str:
    made = {draft.id: draft.data for draft in drafts.made if draft.kind == "component"}
    if component in made:
        return str(made[component].get("family", ""))
    return str(getattr(drafts.catalogue.entries["component"][component].record, "family", ""))


def test_the_table_holds_more_than_60_families_and_all_are_tried() -> None:
    assert len(FAMILIES) > 60
    assert set(FAMILY_WORDS) == set(FAMILIES) - WITHOUT_TOWERS


@pytest.mark.parametrize("model_type", sorted(FAMILY_WORDS))
def test_the_default_configuration_gives_entries_that_pass_check(
    model_type: str, transformers: Any, toy: Catalogue, tmp_path: Path
) -> None:
    config = file_of(model_type)
    drafts, texts, warnings = drafted(tmp_path, config, toy)
    assert set(warnings) <= {"fact-absent"}
    for draft in drafts.made:
        assert canonical(draft.kind, texts[draft.file]) == texts[draft.file]
    model = drafts.made[-1]
    assert model.kind == "model"
    architecture = model.data["architecture"]
    encoders, language = FAMILY_WORDS[model_type]
    used = architecture["encoders"] if isinstance(architecture["encoders"], list) else []
    assert "+".join(family_of(drafts, use["component"]) for use in used) == encoders.replace(
        "-", "", 1 if encoders == "-" else 0
    )
    (backbone,) = architecture["backbones"]
    assert family_of(drafts, backbone["component"]) == language
    assert "not-disclosed" not in b"".join(texts.values()).decode()
    projectors = architecture["input_projectors"]
    assert isinstance(projectors, list) or projectors["state"] == "not-applicable"
    if not MEDIA & set(model.data["modalities"]["output"]):
        assert architecture["generators"] == architecture["output_projectors"] == "not-applicable"
    assert any(HINTS["training.stages"] == one for one in model.todo)


@pytest.mark.parametrize("model_type", sorted(FAMILIES))
def test_parts_are_of_the_kinds_that_the_configuration_classes_give_them(model_type: str, transformers: Any) -> None:
    family = FAMILIES[model_type]
    config = default_of(model_type)
    auto = transformers.AutoConfig
    for path, fixed in _paths(family):
        *outer, last = path.split(".")
        holder = config
        for step in outer:
            holder = getattr(holder, step)
        assert last in holder.sub_configs, f"{type(holder).__name__} has no block {last}"
        kind = holder.sub_configs[last]
        assert fixed == ("" if kind is auto else kind.model_type), f"{model_type}: {path}"


def _paths(family: Family) -> Iterator[tuple[str, str]]:
    """The blocks of a family that are blocks of their own, with their fixed kind."""
    for tower in family.towers:
        if tower.key:
            yield ".".join(filter(None, (family.wrapped, tower.key))), tower.fixed
    if family.text:
        yield ".".join(filter(None, (family.wrapped, family.text))), family.text_fixed


@pytest.mark.parametrize("model_type", sorted(FAMILIES))
def test_the_classes_in_which_projectors_were_read_stand_in_the_package(model_type: str, transformers: Any) -> None:
    family = FAMILIES[model_type]
    root = Path(transformers.__file__).parent
    for tower in family.towers:
        file, _, name = family.place(tower.read_in).partition(": ")
        assert re.search(rf"^class {name}\(", (root / file).read_text("utf-8"), re.MULTILINE), (file, name)
        assert set(tower.projector) <= set(PROJECTORS)


def test_a_family_reads_the_keys_that_older_files_keep_at_the_top(toy: Catalogue, tmp_path: Path) -> None:
    config = {
        "model_type": "qwen2_vl", "hidden_size": 3584, "num_hidden_layers": 28, "vocab_size": 152064, "video_token_id": 151656,
        "vision_config": {"depth": 32, "embed_dim": 1280, "hidden_size": 3584, "patch_size": 14, "spatial_merge_size": 2},
    }  # fmt: skip
    drafts, _, _ = drafted(tmp_path, config, toy)
    model = drafts.made[-1].data
    assert model["architecture"]["backbones"][0]["note"] == "28 layers, width 3584, vocabulary 152,064"
    assert model["architecture"]["encoders"][0]["note"] == "32 layers, width 1280, patch 14"
    assert model["modalities"]["input"] == ["text", "image", "video"]
    places = model["architecture"]["encoders"][0]["sources"][0]["locator"]
    assert "config.json: model_type (qwen2_vl fixes qwen2_vl_vision)" in places
    assert "vision_config.embed_dim" in places


def test_keys_of_every_path_are_blocks_or_told(transformers: Any) -> None:
    for model_type in WITHOUT_TOWERS:
        assert all(block(file_of(model_type), tower.key) is None for tower in FAMILIES[model_type].towers)
