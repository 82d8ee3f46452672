"""The five trends that the survey sees in the field, each held against what the entries say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from mmkb.analysis import traits
from mmkb.analysis.traits import Trait, Traits
from mmkb.figures.figure import Canvas, Drawn
from mmkb.figures.sharegrid import SHEET, Line, share_grid, told
from mmkb.figures.trends import COLUMNS, NOTE, data_of, in_words, lines_of
from mmkb.query import Questions
from mmkb.vocab import StageKind


class Claim(NamedTuple):
    """A trend as the survey states it, and how it is looked for.

    Attributes:
        said: What the survey says, in short.
        chain: Ids of the models that it names for it, in its order.
        trait: Gives the words of models.
        order: The words that are drawn.
        expected: What would bear the trend out: ``rose`` or ``fell`` by word.
        limit: What the entries cannot tell of it.
        stands_in: Whether what is counted only stands in for what the survey means.
    """

    said: str
    chain: tuple[str, ...]
    trait: Trait
    order: tuple[str, ...]
    expected: tuple[tuple[str, str], ...]
    limit: str
    stands_in: bool = False


CLAIMS: Final[dict[str, Claim]] = {
    "generation": Claim(
        "from understanding alone to generating media, and on to any modality in and out",
        ("minigpt-4", "minigpt-5", "next-gpt"),
        traits.generation,
        (traits.GIVES_TEXT, traits.GIVES_MEDIA, traits.ANY),
        ((traits.GIVES_MEDIA, "rose"), (traits.ANY, "rose")),
        "Any to any: two kinds of media or more on both sides; audio, speech and music are one kind.",
    ),
    "pipeline": Claim(
        "from pre-training to instruction tuning, and on to tuning with people's feedback",
        ("blip-2", "instructblip", "dress"),
        traits.stages,
        (StageKind.PRE_TRAINING, StageKind.INSTRUCTION_TUNING, StageKind.PREFERENCE_TUNING),
        ((StageKind.INSTRUCTION_TUNING, "rose"), (StageKind.PREFERENCE_TUNING, "rose")),
        "Stages of the model's own training; what the language model went through before is not counted.",
    ),
    "modalities": Claim(
        "towards more modalities in one model",
        ("blip-2", "x-llm", "instructblip", "x-instructblip"),
        traits.breadth,
        (traits.ONE, traits.TWO, traits.MANY),
        ((traits.ONE, "fell"),),
        "Kinds of media that a model takes besides text; audio, speech and music are one kind.",
    ),
    "data": Claim(
        "towards training data of higher quality",
        ("llava", "llava-1.5"),
        traits.instruction_data,
        (traits.TASKS, traits.WRITTEN, traits.BY_PEOPLE),
        ((traits.TASKS, "rose"),),
        "Quality is not in the entries. What stands in for it is what LLaVA-1.5 changed: data of tasks with answers joined "
        "the dialogues that a model had written. Members of mixtures are looked into; datasets whose making nobody has read "
        "count as neither.",
        stands_in=True,
    ),
    "projectors": Claim(
        "towards simpler projectors: from learned queries (Q-Former, P-Former) to a linear one",
        ("blip-2", "dlp", "vila"),
        traits.simplicity,
        (traits.ONLY_SIMPLE, traits.HAS_QUERIES, traits.OTHER),
        ((traits.ONLY_SIMPLE, "rose"), (traits.HAS_QUERIES, "fell")),
        "Alone: every projector of the model maps token by token (linear, MLP, pixel shuffle).",
    ),
}
"""The five trends, by the end of the names of their figures (``survey-trend-...``)."""


def verdict(lines: list[Line], expected: dict[str, str], *, stands_in: bool = False) -> str:
    """What the entries say of a trend.

    Args:
        lines: The shares, by label.
        expected: What would bear the trend out, by label: ``rose`` or ``fell``.
        stands_in: Whether they only stand in for what is meant.

    Returns:
        ``borne out``, ``borne out in part``, ``contradicted``, ``not settled`` or ``nothing known``, with the shares.
    """
    found = [line for line in lines if line.label in expected]
    if not any(line.change.before.known and line.change.after.known for line in found):
        return "Nothing is known to judge it by."
    fits = [line.change.word == expected[line.label] for line in found]
    against = [line.change.word not in ("not settled", expected[line.label]) for line in found]
    if all(fits):
        word = "borne out"
    elif any(fits) and not any(against):
        word = "borne out in part"
    elif any(against):
        word = "contradicted, at least in part"
    else:
        word = "not settled"
    word += ", as far as what stands in for it can tell" if stands_in else ""
    return f"Among the entries: {word}. {'; '.join(told(line) for line in found)}."


def _chain(kb: Questions, claim: Claim, words: Traits) -> str:
    """The models that the survey names, each with its date and with what the entries say of it."""
    models = {model.id: model for model in kb.models()}
    parts = []
    for entry in claim.chain:
        if entry in models:
            said = [word.replace("-", " ") for word in claim.order if word in words.get(entry, ())]
            parts.append(
                f"{models[entry].name} ({(models[entry].released or 'no date')[:7]}: {', '.join(said) or 'not known'})"
            )
    return f"Its own examples, as the entries have them: {'; '.join(parts)}." if parts else ""


def _draw(kb: Questions, canvas: Canvas, name: str) -> Drawn:
    claim = CLAIMS[name]
    words = claim.trait(kb)
    lines = lines_of(kb, words, {}, [str(word) for word in claim.order])
    labels = dict(zip(map(str, claim.order), (line.label for line in lines), strict=True))
    judged = verdict(lines, {labels[str(word)]: way for word, way in claim.expected}, stands_in=claim.stands_in)
    chain = _chain(kb, claim, words)
    said = [f"The survey sees the field move {claim.said}.", *([chain] if chain else [])]
    body, wide, high = share_grid(canvas, lines, judged, said, f"{claim.limit} {NOTE}")
    alternative = f"{' '.join(said)} {judged} {in_words(lines)}"
    caption = f"The survey sees the field move {claim.said}. {judged} Known of {len(words)} of {len(kb.models())} models."
    svg = canvas.svg(round(wide, 1), round(high, 1), body, sheet=SHEET, told=alternative)
    return Drawn(caption, svg, COLUMNS, data_of(lines), alternative)


def _drawer(name: str) -> Callable[[Questions, Canvas], Drawn]:
    def draw(kb: Questions, canvas: Canvas) -> Drawn:
        return _draw(kb, canvas, name)

    return draw


draw_generation = _drawer("generation")
draw_pipeline = _drawer("pipeline")
draw_modalities = _drawer("modalities")
draw_data = _drawer("data")
draw_projectors = _drawer("projectors")
