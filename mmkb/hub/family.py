"""Families of multimodal models: where a configuration holds the parts, and what joins them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mmkb.vocab import Fusion, Modality

IMAGE: Final = (Modality.IMAGE,)
VIDEO: Final = (Modality.VIDEO,)
AUDIO: Final = (Modality.AUDIO,)
SPEECH: Final = (Modality.SPEECH,)
MUSIC: Final = (Modality.AUDIO, Modality.MUSIC)


@dataclass(frozen=True, slots=True)
class Tower:
    """An encoder and what stands between it and the language model.

    Attributes:
        modalities: What it serves.
        key: Dotted path of its block in ``config.json``; empty where raw patches go to the language model without an encoder.
        fixed: The ``model_type`` that the family's classes give the block; empty where the file has to name it.
        projector: The parts between encoder and language model, in order, by the names of
            :data:`mmkb.hub.kinds.PROJECTORS`; empty where there are none.
        read_in: The class in which the projector was read, with its module where that is another family's.
        activation: The activation in the projector, or, with a dot before it, the key that gives it; empty for none.
        tokens: The key that gives how many tokens the projector gives for an item; empty for none.
        first_if: A key and, after a colon, the part that comes first in the projector where the key is true; empty for none.
    """

    modalities: tuple[Modality, ...]
    key: str
    fixed: str
    projector: tuple[str, ...]
    read_in: str
    activation: str = ""
    tokens: str = ""
    first_if: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """One ``model_type`` of ``transformers``.

    Attributes:
        model_type: Its name.
        module: Folder of its code below ``transformers/models``.
        towers: Its encoders.
        text: Dotted path of the block of the language model; empty where its keys stand at the top.
        text_fixed: The ``model_type`` of that block, as in :attr:`Tower.fixed`.
        fusion: How the other modalities meet the language model.
        output: What it gives out.
        generators: Dotted paths of the blocks that make media, each with its fixed ``model_type``.
        only_if: A key that must be true for there to be generators and their output; empty if there is no such key.
        wrapped: Dotted path of the block in which a larger configuration holds this one.
    """

    model_type: str
    module: str
    towers: tuple[Tower, ...]
    text: str = "text_config"
    text_fixed: str = ""
    fusion: tuple[Fusion, ...] = (Fusion.PROMPT_TOKENS,)
    output: tuple[Modality, ...] = (Modality.TEXT,)
    generators: tuple[tuple[str, str], ...] = ()
    only_if: str = ""
    wrapped: str = ""

    def place(self, read_in: str) -> str:
        """Where in the package a class stands: ``models/llava/modeling_llava.py: LlavaMultiModalProjector``."""
        module, _, name = read_in.rpartition(".")
        module = module or self.module
        return f"models/{module}/modeling_{module}.py: {name}"


def vision(
    projector: str, read_in: str, fixed: str = "", *, activation: str = "", tokens: str = "", key: str = "vision_config",
    modalities: tuple[Modality, ...] = IMAGE, first_if: str = "",
) -> Tower:  # fmt: skip
    """A tower of images; the parts of its projector are joined by ``+``."""
    return Tower(modalities, key, fixed, _parts(projector), read_in, activation, tokens, first_if)


def sound(
    projector: str, read_in: str, fixed: str = "", *, activation: str = "", key: str = "audio_config",
    modalities: tuple[Modality, ...] = AUDIO,
) -> Tower:  # fmt: skip
    """A tower of sound; the parts of its projector are joined by ``+``."""
    return Tower(modalities, key, fixed, _parts(projector), read_in, activation)


def _parts(projector: str) -> tuple[str, ...]:
    return tuple(projector.split("+")) if projector else ()
