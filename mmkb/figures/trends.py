"""What models are built of and how they are trained, as shares by half-year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from mmkb.analysis import traits
from mmkb.analysis.shares import SMALL, change, periods_of, shares
from mmkb.analysis.traits import Traits
from mmkb.figures.families import family_names
from mmkb.figures.figure import Canvas, Drawn
from mmkb.figures.sharegrid import SHEET, Line, headed, percent, share_grid, told
from mmkb.query import Questions
from mmkb.vocab import Access, Modality

MOST: Final = 9
"""Lines that a grid has at most; the rarest words are left to the data."""

NOTE: Final = (
    f"Numbers below bars are models. A broken outline: fewer than {SMALL} models in that half-year. Models of which it is not "
    "known are left out. At the right: the share among the earlier and the later models; that it rose or fell is said where "
    "chance alone would let the half-years follow time so well at most once in twenty times (Cochran-Armitage test, each line "
    "alone)."
)


def lines_of(
    kb: Questions, words: Traits, names: Mapping[str, str], order: Sequence[str] = (), least: int = 1
) -> list[Line]:  # fmt: skip
    """A line for each word.

    Args:
        kb: The knowledge base.
        words: The words of models.
        names: What words are called; others are printed as they are, with spaces.
        order: The words in order; empty for all, those of most models first.
        least: Models that a word must have where no order is given.
    """
    periods, period = periods_of({model.id: model.released for model in kb.models()})
    counts = Counter(word for its in words.values() for word in its)
    listed = order or [w for w in sorted(counts, key=lambda word: (-counts[word], word)) if counts[w] >= least]
    made = []
    for word in listed:
        found = shares(words, word, periods, period)
        made.append(Line(headed(names.get(word, word.replace("-", " "))), found, change(found)))
    return made


def data_of(lines: Sequence[Line]) -> tuple[tuple[str, str, int, int, float, bool], ...]:
    """The rows of the data of a grid."""
    return tuple(
        (line.label, share.period, share.having, share.known, round(share.share, 4), share.small)
        for line in lines
        for share in line.shares
    )


COLUMNS: Final = ("what", "period", "models", "of_models", "share", "small_sample")
"""Columns of the data of a grid."""


def _caption(lines: Sequence[Line], subject: str, known: int, total: int) -> str:
    moved = [told(line) for line in lines if line.change.word != "not settled"]
    said = "; ".join(moved) if moved else "no share changed further than chance alone would bring it"
    return f"{subject}, known of {known} of {total} models. From the earlier to the later models: {said}."


def in_words(lines: Sequence[Line]) -> str:
    """A grid in words: every share of every line."""
    return " ".join(
        f"{line.label}: "
        + ", ".join(
            f"{share.period} {share.having} of {share.known} ({percent(share)})" for share in line.shares if share.known
        )
        + "."
        for line in lines
    )


def _draw(
    kb: Questions, canvas: Canvas, words: Traits, subject: str, names: Mapping[str, str] | None = None,
    order: Sequence[str] = (), note: str = "",
) -> Drawn:  # fmt: skip
    lines = lines_of(kb, words, names or {}, order)
    drawn = lines[:MOST]
    rest = f" Rarer ones ({len(lines) - MOST}) stand in the data." if len(lines) > MOST else ""
    body, wide, high = share_grid(canvas, drawn, note=f"{note}{' ' if note else ''}{NOTE}{rest}")
    caption = _caption(drawn, subject, len(words), len(kb.models()))
    alternative = in_words(drawn) or "Nothing is known of any model."
    svg = canvas.svg(round(wide, 1), round(high, 1), body, sheet=SHEET, told=alternative)
    return Drawn(caption, svg, COLUMNS, data_of(lines), alternative)


def _parts(field: str, subject: str) -> Callable[[Questions, Canvas], Drawn]:
    def draw(kb: Questions, canvas: Canvas) -> Drawn:
        return _draw(kb, canvas, traits.parts(kb, field), subject, family_names(kb.components()))

    return draw


SPELLED: Final[Mapping[str, str]] = {Access.API_ONLY: "API only", Modality.IMU: "IMU"}
"""Words whose spelling is not the plain one."""

_SEVERAL: Final = "a model with several counts under each"

draw_projectors = _parts("input_projectors", f"Families of input projectors ({_SEVERAL})")
draw_encoders = _parts("encoders", f"Families of encoders ({_SEVERAL})")
draw_llms = _parts("backbones", f"Families of language models ({_SEVERAL})")


def draw_inputs(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw what models take in."""
    return _draw(kb, canvas, traits.modalities(kb, "input"), f"Input modalities ({_SEVERAL})", SPELLED)


def draw_outputs(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw what models give out."""
    return _draw(kb, canvas, traits.modalities(kb, "output"), f"Output modalities ({_SEVERAL})", SPELLED)


def draw_stages(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the kinds of stages that models are trained in."""
    return _draw(kb, canvas, traits.stages(kb), f"Kinds of training stages ({_SEVERAL})")


def draw_tokens(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw how many tokens an image takes."""
    order = [word for _, word in traits.TOKENS] + [traits.MORE_TOKENS]
    note = "Most tokens that one image, or one tile of it, takes behind the projector; numbers for videos are not counted."
    subject = "Visual tokens of an image behind the input projector"
    return _draw(kb, canvas, traits.visual_tokens(kb), subject, order=order, note=note)


def draw_resolutions(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw at which resolution models look."""
    order = [*(word for _, word in traits.SIDES), traits.MORE_PIXELS, traits.TILED]
    note = "Longest side of the largest input of the model's encoders, in pixels."
    return _draw(kb, canvas, traits.resolutions(kb), "Resolution of the encoders' input", order=order, note=note)


def draw_access(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw how far models can be had."""
    return _draw(kb, canvas, traits.access(kb), "Access to the released models", SPELLED)
