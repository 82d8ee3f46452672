"""Blocks of a configuration: the facts of one encoder or language model, whatever its keys are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mmkb.hub.found import Fact, Part
from mmkb.hub.jsonfile import whole, word
from mmkb.hub.kinds import encoder_family, language_family, slug
from mmkb.vocab import Role

CONFIG: Final = "config.json"

_WIDTHS: Final = ("hidden_size", "embed_dim", "d_model", "hidden_dim", "width", "n_embd", "dim", "embed_dims")
_LAYERS: Final = ("num_hidden_layers", "depth", "layers", "encoder_layers", "num_layers", "n_layer", "n_layers", "num_blocks")
_PATCHES: Final = ("patch_size",)
_IMAGES: Final = ("image_size", "img_size", "force_image_size")
_VOCABULARY: Final = ("vocab_size",)
_CONTEXT: Final = ("max_position_embeddings", "n_positions", "max_seq_len")
_EXPERTS: Final = ("num_local_experts", "num_experts", "n_routed_experts")
_BINS: Final = ("num_mel_bins",)
_WIDTH_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "qwen2_vl_vision": ("embed_dim",),
    # What the file calls hidden_size there is the language model's in older files, and the width in newer ones.
    "qwen2_vl": ("embed_dim",),
}
"""Kinds whose width stands under another key than it does in most."""


def block(config: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    """The block at a dotted path; the whole configuration for an empty path, None if there is no block."""
    here: Any = config
    for step in path.split(".") if path else ():
        here = here.get(step) if isinstance(here, dict) else None
    return here if isinstance(here, dict) else None


def locator(path: str, key: str) -> str:
    """Where a key stands: ``config.json: vision_config.patch_size``."""
    return f"{CONFIG}: {path}.{key}" if path else f"{CONFIG}: {key}"


def _side(value: object) -> int | None:
    """A side in pixels, given as a number or as a pair of equal ones."""
    if isinstance(value, list) and len(value) == 2 and value[0] == value[1]:
        value = value[0]
    return whole(value)


def number(data: Mapping[str, Any], path: str, keys: Sequence[str], most: int = 10**9) -> Fact[int] | None:
    """The first of some keys that gives a positive whole number."""
    for key in keys:
        found = _side(data.get(key))
        if found is not None and found <= most:
            return Fact(found, locator(path, key))
    return None


def pixels(value: object) -> str | None:
    """A resolution in the catalogue's form, from a number, a pair of height and width, or an object of them."""
    if isinstance(value, dict):
        value = [value.get("height"), value.get("width")]
    if isinstance(value, list) and len(value) == 2:
        height, width = whole(value[0]), whole(value[1])
    else:
        height = width = whole(value)
    return f"{width}x{height}" if height and width and max(height, width) < 100_000 else None


def text(data: Mapping[str, Any], path: str, key: str) -> Fact[str] | None:
    """A short text under a key."""
    found = word(data.get(key))
    return Fact(found, locator(path, key)) if found is not None else None


def unbelievable(data: Mapping[str, Any], path: str) -> list[str]:
    """What stands under keys of shapes and is no positive whole number of believable size, in words."""
    told = []
    for key in (*_WIDTHS, *_LAYERS, *_VOCABULARY):
        value = data.get(key)
        if value is not None and whole(value) is None and not isinstance(value, list):
            shown = repr(value)
            shown = shown if len(shown) <= 40 else f"{shown[:37]}..."
            told.append(f"{locator(path, key)} is {shown}, which is no believable number; it was left out")
    return told


def read_part(role: Role, config: Mapping[str, Any], path: str, fixed: str = "", top: str = "") -> Part:
    """Read one encoder, language model or generator.

    Args:
        role: Its place.
        config: The configuration.
        path: Dotted path of its block.
        fixed: The kind that the family's classes give it; empty where the block has to name it.
        top: The ``model_type`` of the whole, which fixes the kind.
    """
    data = block(config, path) or {}
    part = Part(role, path, kind=text(data, path, "model_type") if path else None)
    if part.kind is None and fixed:
        part.kind = Fact(fixed, f"{CONFIG}: model_type ({top} fixes {fixed})" if fixed != top else f"{CONFIG}: model_type")
    kind = part.kind.value if part.kind else ""
    if kind:
        part.family = language_family(kind) if role is Role.BACKBONE else encoder_family(kind)
    name = text(data, path, "_name_or_path")
    if path and name is not None and name.value.count("/") <= 1 and not name.value.startswith((".", "/")):
        part.names.append(name)
    library = text(data, path, "architecture")
    if kind == "timm_wrapper" and library is not None:  # a model of the timm library, which that name tells
        part.names.append(library)
        part.family = slug(library.value.partition("_")[0])
    part.width = number(data, path, _WIDTH_OF.get(kind, _WIDTHS))
    part.layers = number(data, path, _LAYERS)
    if role is Role.BACKBONE:
        part.vocabulary = number(data, path, _VOCABULARY)
        part.context = number(data, path, _CONTEXT)
        part.experts = number(data, path, _EXPERTS)
        part.estimate = _estimate(data, part)
    else:
        part.patch = number(data, path, _PATCHES, 1000)
        part.bins = number(data, path, _BINS, 10_000)
        for key in _IMAGES:
            size = pixels(data.get(key))
            if size is not None:
                part.resolution = Fact(size, locator(path, key))
                break
        part.activation = text(data, path, "hidden_act")
    return part


def _estimate(data: Mapping[str, Any], part: Part) -> int | None:
    """Parameters of a dense language model, roughly: four square matrices of attention at most, three of its inner width."""
    inner = whole(data.get("intermediate_size"))
    if part.experts is not None or part.width is None or part.layers is None or inner is None:
        return None
    width = part.width.value
    vocabulary = part.vocabulary.value if part.vocabulary is not None else 0
    return part.layers.value * width * (3 * width + 3 * inner) + vocabulary * width
