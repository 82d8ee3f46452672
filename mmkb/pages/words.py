"""Words of the vocabulary and numbers, as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mmkb.pages.escape import text
from mmkb.records.base import Quantity
from mmkb.vocab import Word

_SPELLED: Final = {
    "llm": "LLM", "peft": "PEFT", "lora": "LoRA", "qlora": "QLoRA", "imu": "IMU", "api-only": "API only",
    "io": "input to output", "pt_scale": "pre-training scale", "it_scale": "instruction-tuning scale",
    "llm_backbone": "LLM backbone", "iva_scale": "I/V/A scale", "paper_url": "paper link", "project_url": "project link",
    "n_x": "number of items", "n_text": "number of texts", "n_x_text_pairs": "number of pairs", "cider": "CIDEr",
}  # fmt: skip

DASH: Final = "–"
"""Shown in a cell for what an entry need not state and does not."""


def label(word: str) -> str:
    """A word of the vocabulary in plain writing: ``bounding-box`` is ``bounding box``."""
    if word in _SPELLED:
        return _SPELLED[word]
    if word in _HYPHENED:
        return word
    if word.endswith("-pairs"):
        return f"{word.removesuffix('-pairs')} pairs"
    return word.replace("-", " ").replace("_", " ")


_HYPHENED: Final = frozenset(
    {
        "end-to-end",
        "tool-using",
        "pre-training",
        "encoder-decoder",
        "decoder-only",
        "zero-shot",
        "fine-tuned",
        "layer-norm-tuning",
    }
)


def capital(words: str) -> str:
    """A text with its first letter as a capital."""
    return words[:1].upper() + words[1:]


def term(word: Word) -> str:
    """A word with its definition as a tooltip, as inline HTML."""
    return f'<span class="term" title="{text(word.definition)}">{text(label(word))}</span>'


def terms(words: Iterable[Word]) -> str:
    """Words with their definitions, joined by commas."""
    return ", ".join(term(word) for word in words)


def modality(word: str) -> str:
    """A modality as a small coloured mark, as inline HTML."""
    return f'<span class="modality modality-{text(word)}">{text(label(word))}</span>'


def modalities(words: Iterable[str]) -> str:
    """Modalities as marks in a row, or a dash for none."""
    return " ".join(modality(word) for word in words) or DASH


def in_out(taken: Iterable[str], given: Iterable[str]) -> str:
    """Input to output modalities in plain writing."""
    return f"{', '.join(map(label, taken)) or '?'} → {', '.join(map(label, given)) or '?'}"


def way(taken: Iterable[str], given: Iterable[str]) -> str:
    """Input to output modalities as marks, as inline HTML."""
    return f'{modalities(taken)} <span class="to">→</span> {modalities(given)}'


def date(value: str | None) -> str:
    """A date in one piece, as inline HTML, or a dash."""
    return DASH if value is None else f'<span class="date">{text(value)}</span>'


def count(quantity: Quantity) -> str:
    """A count as its source prints it, with the whole number as a tooltip."""
    return f'<span title="{quantity.value:,}">{text(quantity.printed)}</span>'


def short(number: int) -> str:
    """A number of parameters in the usual short form: ``1100000000`` is ``1.1B``."""
    for size, unit in ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K")):
        if number >= size:
            scaled = number / size
            return f"{scaled:.0f}{unit}" if scaled >= 100 else f"{scaled:.3g}{unit}"
    return str(number)


def span(numbers: tuple[int, int] | None) -> str:
    """The least and most of a number of parameters in short form, or a dash."""
    if numbers is None:
        return DASH
    least, most = (short(number) for number in numbers)
    return least if least == most else f"{least} – {most}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 model``, ``26 models``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def ordinal(number: int) -> str:
    """A place in an order: ``1st``, ``2nd``, ``11th``."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
