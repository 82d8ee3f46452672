"""What was found in a checkpoint: every fact with the place at which it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from mmkb.vocab import Fusion, Modality, Role

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value and where it was read.

    Attributes:
        value: The value.
        locator: File and key, such as ``config.json: vision_config.patch_size``.
    """

    value: T
    locator: str


class Reading(NamedTuple):
    """A class of the ``transformers`` package in which something was read."""

    locator: str


@dataclass(slots=True)
class Part:
    """An encoder, language model or generator, as the configuration describes it.

    Attributes:
        role: Its place.
        key: Dotted path of its block; empty for the top of the file.
        kind: Its ``model_type``; None where the file does not tell.
        family: The family it is counted with; empty where it is not known.
        modalities: What it serves, or makes.
        names: Names of published checkpoints that it is said to be taken from.
        width: Size of a feature vector.
        layers: Number of layers.
        patch: Side of a patch in pixels.
        resolution: Width by height in pixels.
        vocabulary: Number of tokens.
        context: Longest input in tokens.
        experts: Experts in a layer.
        bins: Mel bins of a spectrogram.
        activation: Activation in its layers.
        layer: The layer whose features are taken.
        tokens: Features that it gives for an item.
        estimate: Parameters of a language model of that shape, roughly.
    """

    role: Role
    key: str
    kind: Fact[str] | None = None
    family: str = ""
    modalities: tuple[Modality, ...] = ()
    names: list[Fact[str]] = field(default_factory=list)
    width: Fact[int] | None = None
    layers: Fact[int] | None = None
    patch: Fact[int] | None = None
    resolution: Fact[str] | None = None
    vocabulary: Fact[int] | None = None
    context: Fact[int] | None = None
    experts: Fact[int] | None = None
    bins: Fact[int] | None = None
    activation: Fact[str] | None = None
    layer: Fact[str] | None = None
    tokens: Fact[int] | None = None
    estimate: int | None = None

    def locators(self) -> list[str]:
        """Where its facts were read, each place once, in the order of the facts."""
        facts = (self.kind, *self.names, self.width, self.layers, self.patch, self.resolution, self.vocabulary, self.context,
                 self.experts, self.bins, self.layer, self.tokens)  # fmt: skip
        return list(dict.fromkeys(fact.locator for fact in facts if fact is not None))


@dataclass(slots=True)
class Projector:
    """What stands between an encoder and the language model.

    Attributes:
        parts: Its parts in order, by the names of :data:`mmkb.hub.kinds.PROJECTORS`; None where the files do not tell.
        locators: Where they were read in the checkpoint's files.
        reading: Where they were read in the package; None where the files alone tell.
        encoder: Number of the encoder among the encoders found; None where there is none.
        modalities: What it serves.
        activation: Activation between its layers.
        depth: Number of its layers, where the files tell.
        tokens: Tokens that it gives for an item.
    """

    parts: tuple[str, ...] | None
    locators: tuple[str, ...]
    reading: Reading | None
    encoder: int | None
    modalities: tuple[Modality, ...]
    activation: Fact[str] | None = None
    depth: int | None = None
    tokens: Fact[int] | None = None


@dataclass(slots=True)
class Design:
    """A multimodal model, as its configuration describes it.

    Attributes:
        model_type: Its ``model_type``.
        style: How the configuration was read, in words.
        encoders: Its encoders.
        projectors: Its input projectors.
        backbone: Its language model; None where the files do not tell.
        generators: What makes media.
        fusion: How the modalities meet; None where it is not known.
        inputs: What it takes.
        outputs: What it gives.
        reading: The class in which fusion and output were read.
        special: Token ids that stand for media, by key.
        raw: Whether raw patches go to the language model, so that it has no encoder.
        doubts: What a person has to look at, in words.
    """

    model_type: str
    style: str
    encoders: list[Part] = field(default_factory=list)
    projectors: list[Projector] = field(default_factory=list)
    backbone: Part | None = None
    generators: list[Part] = field(default_factory=list)
    fusion: Fact[tuple[Fusion, ...]] | None = None
    inputs: list[Fact[Modality]] = field(default_factory=list)
    outputs: list[Fact[Modality]] = field(default_factory=list)
    reading: Reading | None = None
    special: list[Fact[str]] = field(default_factory=list)
    raw: bool = False
    doubts: list[str] = field(default_factory=list)
