"""The survey's notation of input-to-output groups, by the rule of its Figure 3."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from mmkb.vocab import Modality

MANY: Final = 2
"""With so many media or more beside text, the survey's notation stops naming them and says *Many*."""

_MEDIUM: Final[dict[str, tuple[str, str]]] = {
    Modality.IMAGE: ("I", "image"),
    Modality.RETRIEVED_IMAGE: ("I", "image"),
    Modality.VIDEO: ("V", "video"),
    Modality.AUDIO: ("A/S", "audio or speech"),
    Modality.SPEECH: ("A/S", "audio or speech"),
    Modality.MUSIC: ("A/S", "audio or speech"),
    Modality.POINT_CLOUD: ("3D", "point cloud"),
    Modality.DEPTH: ("Depth", "depth"),
    Modality.THERMAL: ("Thermal", "thermal"),
    Modality.IMU: ("IMU", "inertial readings"),
    Modality.TACTILE: ("Tactile", "touch"),
    Modality.MOLECULE: ("Molecule", "molecule"),
}
_QUALIFIER: Final[dict[str, str]] = {
    Modality.BOUNDING_BOX: "box",
    Modality.POINT: "point",
    Modality.MASK: "mask",
    Modality.RETRIEVED_IMAGE: "retrieved",
    Modality.ACTION: "action",
}
_ORDER: Final = ("I", "V", "A/S", "3D", "Depth", "Thermal", "IMU", "Tactile", "Molecule")


class Group(NamedTuple):
    """An input-to-output group of the taxonomy.

    Attributes:
        notation: In the survey's notation: ``I+T → T``.
        words: In words: ``image and text to text``.
        rank: Where the group stands among the others.
    """

    notation: str
    words: str
    rank: tuple[int, ...]


def _side(modalities: Iterable[str]) -> tuple[str, str, tuple[int, ...]]:
    """Notation, words and rank of one side of a group."""
    given = tuple(modalities)
    media = {_MEDIUM[m] for m in given if m in _MEDIUM}
    text = Modality.TEXT in given
    if not given:
        return "?", "something not known", (99,)
    if len(media) >= MANY:
        return "Many", "many modalities", (50,)
    if not media:
        # A side of boxes, masks or actions alone is written in text as far as the notation goes.
        return "T", "text", (0,)
    ((letter, word),) = media
    return (
        f"{letter}+T" if text else letter,
        f"{word} and text" if text else word,
        (1 + _ORDER.index(letter), 0 if text else 1),
    )


def io_group(inputs: Iterable[str], outputs: Iterable[str]) -> Group:
    """The input-to-output group of a model, by the rule of the survey's Figure 3.

    Each side names its one medium beside text (``I`` image, ``V`` video, ``A/S`` audio, speech and music, ``3D`` point
    clouds, others by name) and ``T`` for text. Two media or more are ``Many``, which covers text as well; a picked
    image counts as an image. Boxes, points, masks and actions do not make a group; they qualify the model
    (:func:`qualifiers`). A side that is not known is ``?``.

    Args:
        inputs: Input modalities, words of :class:`mmkb.vocab.Modality`; none if not known.
        outputs: Output modalities, likewise.
    """
    into, into_words, into_rank = _side(inputs)
    out, out_words, out_rank = _side(outputs)
    return Group(f"{into} → {out}", f"{into_words} to {out_words}", (*out_rank, -1, *into_rank))


def qualifiers(outputs: Iterable[str]) -> tuple[str, ...]:
    """What a model gives besides text and media: ``box``, ``point``, ``mask``, ``retrieved``, ``action``."""
    given = set(outputs)
    return tuple(word for modality, word in _QUALIFIER.items() if modality in given)
