"""What the blocks of a configuration are called in the catalogue: encoders, language models and projectors by their kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class ProjectorKind(NamedTuple):
    """A part that stands between an encoder and a language model.

    Attributes:
        name: Its name.
        family: The family it is counted with.
        description: What it does.
    """

    name: str
    family: str
    description: str


PROJECTORS: Final[Mapping[str, ProjectorKind]] = MappingProxyType(
    {
        "linear": ProjectorKind("Linear layer", "linear", "One affine map into the embedding space of another part."),
        "mlp": ProjectorKind("Multi-layer perceptron", "mlp", "A few linear layers with non-linear activations between them."),
        "q-former": ProjectorKind("Q-Former", "q-former", "Small transformer with learned queries over an encoder's features."),
        "window-q-former": ProjectorKind("Window-level Q-Former", "q-former", "A Q-Former run on each window of features."),
        "perceiver-resampler": ProjectorKind(
            "Perceiver Resampler", "resampler", "Transformer with learned latents that gives a fixed number of tokens."
        ),
        "query-attention": ProjectorKind(
            "Cross-attention with learned queries", "resampler", "One attention layer in which learned queries read features."
        ),
        "attention-pooling": ProjectorKind(
            "Attention pooling", "attention-pooling", "Joins neighbouring features by attention of their mean over them."
        ),
        "average-pooling": ProjectorKind("Average pooling", "average-pooling", "Takes the mean of neighbouring features."),
        "pixel-shuffle": ProjectorKind(
            "Pixel shuffle", "pixel-shuffle", "Joins neighbouring features of an image into one longer vector."
        ),
        "strided-convolution": ProjectorKind(
            "Strided convolution", "convolution", "Joins neighbouring features by a convolution with a stride."
        ),
        "transformer-encoder": ProjectorKind(
            "Transformer encoder", "transformer-encoder", "Layers of self-attention over an encoder's features."
        ),
        "gated-cross-attention": ProjectorKind(
            "Gated cross-attention dense layers", "cross-attention", "Cross-attention with gates between an LLM's blocks."
        ),
        "visual-embedding-table": ProjectorKind(
            "Visual embedding table", "visual-embedding-table", "Weighs learned embeddings by a softmax over visual words."
        ),
        "ldp": ProjectorKind("Lightweight downsample projector", "ldp", "Depth-wise convolutions that halve a grid's sides."),
    }
)
"""The parts of projectors by the names that families use; a component of the catalogue with that id stands for it."""

_ENCODERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "blip_2_vision_model": "eva-clip", "instructblip_vision_model": "eva-clip",
        "instructblipvideo_vision_model": "eva-clip",
        "clip_vision_model": "clip", "clip": "clip", "chinese_clip_vision_model": "chinese-clip",
        "siglip_vision_model": "siglip", "siglip": "siglip", "siglip2_vision_model": "siglip2", "idefics2_vision": "siglip",
        "idefics3_vision": "siglip", "smolvlm_vision": "siglip", "internvl_vision": "internvit", "intern_vit_6b": "internvit",
        "unlimited_ocr_vision_encoder": "clip", "idefics_vision": "clip", "kosmos_2_vision_model": "clip",
        "git_vision_model": "clip",
        "sam_vision_model": "segment-anything", "deepseek_ocr2_sam_vision_model": "segment-anything",
        "unlimited_ocr_sam_vision_model": "segment-anything", "got_ocr2_vision": "segment-anything",
        "qwen2_audio_encoder": "whisper", "whisper": "whisper", "audioflamingo3_encoder": "whisper", "ovis2_vision": "aimv2",
        "kosmos_2_5_vision_model": "pix2struct", "mimi": "mimi", "pixtral": "pixtral", "wav2vec2": "wav2vec2",
        "hubert": "hubert",
    }
)  # fmt: skip
_LANGUAGE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "aria_text": "aria", "idefics": "llama", "llama4_text": "llama", "mllama_text_model": "llama", "llama": "llama",
        "gemma2": "gemma", "gemma3_text": "gemma", "gemma3n_text": "gemma", "gemma4_text": "gemma",
        "diffusion_gemma_text": "gemma", "t5gemma2_text": "t5gemma", "cohere2": "cohere", "cohere_compass_text": "cohere",
        "deepseek_ocr2_text": "deepseek", "deepseek_v2": "deepseek", "deepseek_v3": "deepseek",
        "unlimited_ocr_text": "deepseek",
        "dots3_note_text": "dots", "ernie4_5_vl_moe_text": "ernie", "paddleocr_vl_text": "ernie", "exaone4": "exaone",
        "glm4v_text": "glm", "glm4v_moe_text": "glm", "glm5_next_text": "glm", "glm_ocr_text": "glm", "chatglm": "chatglm",
        "granite4_vision_text": "granite", "granite_docling_text": "granite", "hunyuan_vl_text": "hunyuan",
        "inkling2_text": "inkling", "kosmos_2_text_model": "kosmos-2", "kosmos_2_5_text_model": "kosmos-2.5-decoder",
        "lfm2": "lfm", "lfm3": "lfm", "minimax_m3_vl_text": "minimax", "mistral_large4_text": "mistral", "mixtral": "mistral",
        "voxtral_realtime_text": "mistral", "muse_glimmer_text": "muse", "muse_spark_text": "muse", "nemotron_h": "nemotron",
        "phi4_multimodal": "phi", "phi3": "phi", "phi-msft": "phi", "qwen2": "qwen", "qwen3": "qwen", "qwen2_moe": "qwen",
        "qwen2_vl_text": "qwen", "qwen2_5_vl_text": "qwen", "qwen3_vl_text": "qwen", "qwen3_vl_moe_text": "qwen",
        "qwen3_5_text": "qwen", "qwen3_5_moe_text": "qwen", "qwen4_exp_text": "qwen", "qwen2_5_omni_text": "qwen",
        "qwen3_omni_moe_text": "qwen", "step3p5": "step", "internlm2": "internlm", "emu3_text_model": "emu3",
        "molmo2_text": "molmo", "kyutai_speech_to_text": "kyutai", "cosmos3_edge_text": "cosmos",
        "stablelm_epoch": "stablelm",
    }
)  # fmt: skip
ENCODER_DECODER: Final = frozenset({"bart", "t5", "t5gemma", "mbart"})
"""Families of language models with an encoder of their own."""
_ENDINGS: Final = (
    "_vision_model", "_vision_encoder", "_vision", "_text_model", "_text", "_audio_encoder", "_audio", "_encoder", "_model",
)  # fmt: skip


def slug(text: str) -> str:
    """A text as an id: lower-case letters, digits, hyphens and dots; empty if nothing of it is left."""
    kept = "".join(c if (c.isascii() and c.isalnum()) or c == "." else "-" for c in text.lower())
    parts = [part.strip(".") for part in kept.split("-")]
    joined = "-".join(part for part in parts if part)
    while ".." in joined:
        joined = joined.replace("..", ".")
    return joined[:80].strip(".-")


def _bare(kind: str) -> str:
    """A kind without the word for its role: ``qwen2_5_vl_vision`` is ``qwen2.5-vl``."""
    ending = next((ending for ending in _ENDINGS if kind.endswith(ending) and len(kind) > len(ending)), "")
    return slug(re.sub(r"(?<=\d)_(?=\d)", ".", kind.removesuffix(ending)))


def encoder_family(kind: str) -> str:
    """The family with which an encoder of a ``model_type`` is counted."""
    return _ENCODERS.get(kind) or _bare(kind)


def language_family(kind: str) -> str:
    """The family with which a language model of a ``model_type`` is counted."""
    return _LANGUAGE.get(kind) or _bare(kind)


SHAPED_LIKE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"clip": ("clip", "openclip", "dfn-clip")})
"""Families whose checkpoints are of one class, so that only shape and names tell them apart; the class's own comes first."""

VIT_SHAPES: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "Ti": (192, 12), "S": (384, 12), "M": (512, 12), "B": (768, 12), "L": (1024, 24), "So400m": (1152, 27),
            "H": (1280, 32),
        "g": (1408, 40), "G": (1664, 48), "e": (1792, 56),
    }
)  # fmt: skip
"""Width and layers of vision transformers by the letters of their size,
    as in ``big_vision/models/vit.py: decode_variant``."""
