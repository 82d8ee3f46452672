"""Checkpoints for tests: folders with the files that a published one has."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

COMMIT = "0123456789abcdef0123456789abcdef01234567"

TOY_CONFIG: dict[str, Any] = {
    "model_type": "llava",
    "image_token_index": 32000,
    "image_seq_length": 196,
    "projector_hidden_act": "gelu",
    "vision_feature_layer": -2,
    "vision_config": {
        "model_type": "clip_vision_model", "hidden_size": 768, "num_hidden_layers": 12, "patch_size": 16, "image_size": 224,
    },
    "text_config": {"model_type": "llama", "hidden_size": 2048, "num_hidden_layers": 22, "vocab_size": 32000},
}  # fmt: skip
"""A small model of the LLaVA kind."""

LLAVA_NEXT: dict[str, Any] = {
    "_name_or_path": "liuhaotian/llava-v1.6-vicuna-7b",
    "architectures": ["LlavaLlamaForCausalLM"],
    "hidden_size": 4096,
    "image_aspect_ratio": "anyres",
    "image_grid_pinpoints": [[336, 672], [672, 336], [672, 672], [1008, 336], [336, 1008]],
    "intermediate_size": 11008,
    "max_position_embeddings": 4096,
    "mm_hidden_size": 1024,
    "mm_patch_merge_type": "spatial_unpad",
    "mm_projector_type": "mlp2x_gelu",
    "mm_resampler_type": None,
    "mm_vision_select_feature": "patch",
    "mm_vision_select_layer": -2,
    "mm_vision_tower": "openai/clip-vit-large-patch14-336",
    "model_type": "llava",
    "num_attention_heads": 32,
    "num_hidden_layers": 32,
    "tokenizer_model_max_length": 4096,
    "torch_dtype": "bfloat16",
    "vocab_size": 32000,
}
"""What the published config.json of liuhaotian/llava-v1.6-vicuna-7b says of its parts."""

LLAVA_15_HF: dict[str, Any] = {
    "architectures": ["LlavaForConditionalGeneration"],
    "ignore_index": -100,
    "image_token_index": 32000,
    "model_type": "llava",
    "pad_token_id": 32001,
    "projector_hidden_act": "gelu",
    "text_config": {
        "_name_or_path": "lmsys/vicuna-7b-v1.5", "architectures": ["LlamaForCausalLM"], "max_position_embeddings": 4096,
        "model_type": "llama", "rms_norm_eps": 1e-05, "torch_dtype": "float16", "vocab_size": 32064,
    },
    "tie_word_embeddings": False,
    "torch_dtype": "float16",
    "vision_config": {
        "hidden_size": 1024, "image_size": 336, "intermediate_size": 4096, "model_type": "clip_vision_model",
        "num_attention_heads": 16, "num_hidden_layers": 24, "patch_size": 14, "projection_dim": 768, "vocab_size": 32000,
    },
    "vision_feature_layer": -2,
    "vision_feature_select_strategy": "default",
}  # fmt: skip
"""The published config.json of llava-hf/llava-1.5-7b-hf, which leaves out what equals the defaults of its classes."""

INTERNVL3_1B: dict[str, Any] = {
    "architectures": ["InternVLChatModel"],
    "downsample_ratio": 0.5,
    "force_image_size": 448,
    "hidden_size": 896,
    "llm_config": {
        "_name_or_path": "./pretrained/Qwen2.5-32B-Instruct", "architectures": ["Qwen2ForCausalLM"], "hidden_size": 896,
        "intermediate_size": 4864, "max_position_embeddings": 32768, "model_type": "qwen2", "num_hidden_layers": 24,
        "vocab_size": 151674,
    },
    "model_type": "internvl_chat",
    "ps_version": "v2",
    "select_layer": -1,
    "vision_config": {
        "_name_or_path": "OpenGVLab/InternViT-6B-448px-V1-5", "architectures": ["InternVisionModel"], "hidden_act": "gelu",
        "hidden_size": 1024, "image_size": 448, "model_type": "intern_vit_6b", "num_hidden_layers": 24, "patch_size": 14,
    },
}  # fmt: skip
"""What the published config.json of OpenGVLab/InternVL3-1B says of its parts; the names in it are of larger models."""

CARD = """---
license: llama2
language: [en, no]
base_model: lmsys/vicuna-7b-v1.5
pipeline_tag: image-text-to-text
datasets:
- toy/toy-captions
- other/unknown-set
tags: [multimodal, 'arxiv:2301.00001']
---
# A model
"""


def safetensors(path: Path, **shapes: tuple[str, list[int]]) -> None:
    """Write the header of a safetensors file, and none of its data."""
    header = {name: {"dtype": dtype, "shape": shape, "data_offsets": [0, 0]} for name, (dtype, shape) in shapes.items()}
    raw = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    path.write_bytes(struct.pack("<Q", len(raw)) + raw)


def checkpoint(folder: Path, config: dict[str, Any], card: str = "") -> Path:
    """A folder with a configuration and, where it is given, a model card."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    if card:
        (folder / "README.md").write_text(card, "utf-8")
    return folder
