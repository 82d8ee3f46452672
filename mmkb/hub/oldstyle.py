"""Configurations of models with code of their own: the styles of LLaVA, InternVL, VILA and DeepSeek-VL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from mmkb.hub.blocks import CONFIG, block, locator, read_part, text, unbelievable
from mmkb.hub.found import Design, Fact, Part, Projector
from mmkb.hub.jsonfile import whole
from mmkb.hub.kinds import language_family
from mmkb.vocab import Fusion, Modality, Role

_MLP: Final = re.compile(r"mlp(\d)x_(gelu|relu|silu)")
_NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "linear": ("linear",), "ldpnet": ("ldp",), "ldpnetv2": ("ldp",), "mlp_gelu": ("mlp",), "mlp": ("mlp",),
    "mlp_downsample": ("pixel-shuffle", "mlp"), "low_high_hybrid_split_mlp_gelu": ("mlp",),
}  # fmt: skip
_TYPES: Final = ("mm_projector_type", "projector_type", "connector_type", "vision_projector_type")
_LANGUAGE: Final = (
    ("mixtral", "mixtral"), ("mistral", "mistral"), ("qwen3", "qwen3"), ("qwen2", "qwen2"), ("qwen", "qwen"), ("mpt", "mpt"),
    ("phi3", "phi3"), ("phi", "phi"), ("gemma", "gemma"), ("stablelm", "stablelm"), ("mamba", "mamba"),
    ("internlm", "internlm"), ("chatglm", "chatglm"), ("baichuan", "baichuan"), ("opt", "opt"), ("llama", "llama"),
)  # fmt: skip


def projector_parts(given: str) -> tuple[tuple[str, ...] | None, str, int | None]:
    """The parts, activation and layers that a projector's type names; None for a type that is not known."""
    match = _MLP.fullmatch(given)
    if match is not None:
        depth = int(match[1])
        return (("linear",), "", 1) if depth == 1 else (("mlp",), match[2], depth)
    if given == "identity":
        return (), "", None
    return _NAMED.get(given), "gelu" if given.endswith("_gelu") else "", None


def _projector(design: Design, given: Fact[str] | None, encoder: int, modalities: tuple[Modality, ...]) -> None:
    parts, activation, depth = projector_parts(given.value) if given is not None else (None, "", None)
    if given is not None and parts is None:
        design.doubts.append(f"{given.locator} is {given.value!r}; what is that projector made of?")
    if parts == ():
        return
    design.projectors.append(
        Projector(
            parts, (given.locator,) if given is not None else (), None, encoder, modalities,
            Fact(activation, given.locator) if activation and given is not None else None, depth,
        )
    )  # fmt: skip


def _first(data: Mapping[str, Any], path: str, keys: tuple[str, ...]) -> Fact[str] | None:
    return next((found for key in keys if (found := text(data, path, key)) is not None), None)


def _begin(kind: str, style: str) -> Design:
    design = Design(kind, style)
    here = f"{CONFIG}: model_type" if kind else f"{CONFIG}: architectures"
    design.inputs = [Fact(Modality.TEXT, here)]
    design.outputs = [Fact(Modality.TEXT, here)]
    design.fusion = Fact((Fusion.PROMPT_TOKENS,), here)
    return design


def _language_kind(config: Mapping[str, Any]) -> Fact[str] | None:
    """The kind of language model that ``model_type`` or ``architectures`` name, such as that of LlavaLlamaForCausalLM."""
    names = config.get("architectures")
    listed = names if isinstance(names, list) else []
    named = [Fact(name, f"{CONFIG}: architectures") for name in listed if isinstance(name, str)]
    kind = text(config, "", "model_type")
    for fact in (*named, *([kind] if kind is not None else [])):
        low = fact.value.lower()
        for part, family in _LANGUAGE:
            if part in low:
                return Fact(family, fact.locator)
    return None


def _flat_backbone(config: Mapping[str, Any]) -> Part:
    """The language model of a configuration that extends the one of its language model."""
    part = read_part(Role.BACKBONE, config, "")
    part.kind = _language_kind(config)
    if part.kind is not None:
        part.family = language_family(part.kind.value)
    for key in ("_name_or_path", "llm_model_name_or_path", "llm_model_name"):
        name = text(config, "", key)
        if name is not None and name.value.count("/") == 1 and not name.value.startswith((".", "/")):
            part.names.append(name)
    return part


def _tower(config: Mapping[str, Any], path: str, name: Fact[str] | None, modalities: tuple[Modality, ...]) -> Part:
    part = read_part(Role.ENCODER, config, path) if path else Part(Role.ENCODER, "")
    if name is not None:
        part.names.append(name)
    part.modalities = modalities
    return part


_AUDIO: Final = ("mm_audio_tower", "audio_tower", "mm_speech_tower", "speech_encoder", "audio_encoder")
_VISION: Final = ("mm_vision_tower", "mm_image_tower", "image_tower", "vision_tower", "vision_model_name_or_path")


def _llava(config: Mapping[str, Any], kind: str) -> Design | None:
    """The style of LLaVA: keys of the towers beside those of the language model."""
    vision, audio = _first(config, "", _VISION), _first(config, "", _AUDIO)
    if vision is None and audio is None:
        return None
    design = _begin(kind, "keys of LLaVA's style (mm_vision_tower, mm_projector_type)")
    video = _first(config, "", ("mm_video_tower", "video_tower"))
    for name, modality in ((vision, Modality.IMAGE), (video, Modality.VIDEO), (audio, Modality.AUDIO)):
        if name is None:
            continue
        part = _tower(config, "vision_config" if modality is Modality.IMAGE else "", name, (modality,))
        if modality is Modality.IMAGE:
            layer = config.get("mm_vision_select_layer")
            if type(layer) is int and abs(layer) < 1000:
                part.layer = Fact(f"mm_vision_select_layer {layer}", locator("", "mm_vision_select_layer"))
        design.inputs.append(Fact(modality, name.locator))
        given = _first(config, "", _TYPES) if modality is not Modality.AUDIO else None
        _projector(design, given, len(design.encoders), (modality,))
        design.encoders.append(part)
    lm = "llm_config" if block(config, "llm_config") is not None else "text_config" if block(config, "text_config") else ""
    design.backbone = read_part(Role.BACKBONE, config, lm) if lm else _flat_backbone(config)
    design.doubts += unbelievable(block(config, lm) or {}, lm)
    return design


def _internvl(config: Mapping[str, Any], kind: str) -> Design | None:
    """InternVL's chat models: ``vision_config`` and ``llm_config``, pixel shuffle and an MLP between them."""
    if kind != "internvl_chat":
        return None
    design = _begin(kind, "InternVL's configuration (vision_config, llm_config)")
    part = _tower(config, "vision_config", None, (Modality.IMAGE,))
    part.family = part.family or "internvit"
    forced = whole(config.get("force_image_size"))
    if forced is not None:
        part.resolution = Fact(f"{forced}x{forced}", locator("", "force_image_size"))
    design.inputs.append(Fact(Modality.IMAGE, locator("", "vision_config")))
    design.encoders.append(part)
    shuffled = "downsample_ratio" in config
    places = (f"{CONFIG}: model_type", *((locator("", "downsample_ratio"),) if shuffled else ()))
    design.projectors.append(Projector(("pixel-shuffle", "mlp"), places, None, 0, (Modality.IMAGE,)))
    design.doubts.append("the activation of the MLP stands in modeling_internvl_chat.py of the checkpoint")
    design.backbone = read_part(Role.BACKBONE, config, "llm_config")
    return design


def _vila(config: Mapping[str, Any], kind: str) -> Design | None:
    """VILA's style: blocks, or names of folders, under ``llm_cfg``, ``vision_tower_cfg`` and ``mm_projector_cfg``."""
    if "llm_cfg" not in config or "vision_tower_cfg" not in config:
        return None
    design = _begin(kind, "VILA's configuration (llm_cfg, vision_tower_cfg, mm_projector_cfg)")
    part = _tower(config, "vision_tower_cfg", None, (Modality.IMAGE,))
    design.encoders.append(part)
    design.inputs.append(Fact(Modality.IMAGE, locator("", "vision_tower_cfg")))
    given = _first(block(config, "mm_projector_cfg") or {}, "mm_projector_cfg", _TYPES)
    _projector(design, given, 0, (Modality.IMAGE,))
    design.backbone = read_part(Role.BACKBONE, config, "llm_cfg")
    return design


def _multi_modality(config: Mapping[str, Any], kind: str) -> Design | None:
    """DeepSeek-VL's and Janus's style: blocks of ``cls`` and ``params`` for the vision tower and the aligner."""
    if kind != "multi_modality" or block(config, "language_config") is None:
        return None
    design = _begin(kind, "DeepSeek-VL's configuration (vision_config, aligner_config, language_config)")
    params = block(config, "vision_config.params") or {}
    part = read_part(Role.ENCODER, config, "vision_config.params")
    name = _first(params, "vision_config.params", ("model_name",))
    if name is not None:
        part.names.append(name)
    part.modalities = (Modality.IMAGE,)
    design.encoders.append(part)
    design.inputs.append(Fact(Modality.IMAGE, locator("", "vision_config")))
    aligner = block(config, "aligner_config.params") or {}
    _projector(design, _first(aligner, "aligner_config.params", _TYPES), 0, (Modality.IMAGE,))
    if design.projectors:
        design.projectors[0].depth = whole(aligner.get("depth"))
    design.backbone = read_part(Role.BACKBONE, config, "language_config")
    if block(config, "gen_vision_config") is not None:
        generator = read_part(Role.GENERATOR, config, "gen_vision_config.params")
        generator.modalities = (Modality.IMAGE,)
        design.generators.append(generator)
        design.outputs.append(Fact(Modality.IMAGE, locator("", "gen_vision_config")))
    return design


_Style = Callable[[Mapping[str, Any], str], Design | None]
_STYLES: Final[tuple[_Style, ...]] = (_internvl, _vila, _multi_modality, _llava)


_NAMES: Final = (
    ("eva", "eva-clip"), ("siglip", "siglip"), ("internvit", "internvit"), ("dinov2", "dinov2"), ("whisper", "whisper"),
    ("beats", "beats"), ("imagebind", "imagebind"), ("languagebind", "languagebind"), ("clip", "clip"),
)  # fmt: skip
"""Families of encoders by what the names of their checkpoints hold."""


def _family(names: list[Fact[str]]) -> str:
    said = " ".join(name.value.lower().rsplit("/", 1)[-1] for name in names)
    return next((family for word, family in _NAMES if word in said), "")


def old_style(config: Mapping[str, Any], kind: str) -> Design | None:
    """Read a configuration of one of the older styles; None if it is of none of them."""
    for style in _STYLES:
        found = style(config, kind)
        if found is not None:
            for part in found.encoders:
                part.family = part.family or _family(part.names)
            return found
    return None
