"""What is known of each model, as words that shares can be counted of; a model of which nothing is known is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from mmkb.analysis.mixtures import Datasets
from mmkb.analysis.pairs import families_of
from mmkb.query import Questions
from mmkb.query.answers import ModelSummary
from mmkb.vocab import MEDIA, Construction, Modality, Purpose, StageKind

Traits = Mapping[str, frozenset[str]]
"""The words of each model of which they are known, by id."""

TOKENS: Final = ((64, "up to 64"), (256, "65 to 256"), (576, "257 to 576"), (1024, "577 to 1,024"))
SIDES: Final = ((224, "up to 224"), (336, "225 to 336"), (448, "337 to 448"), (1024, "449 to 1,024"))
MORE_TOKENS: Final = "over 1,024"
MORE_PIXELS: Final = "over 1,024"
TILED: Final = "native or in tiles"

SIMPLE: Final = frozenset({"linear", "mlp", "pixel-shuffle"})
"""Families of projectors that map token by token."""

QUERIES: Final = frozenset({"q-former", "resampler", "p-former"})
"""Families of projectors that draw tokens by learned queries."""


def parts(kb: Questions, field: str) -> Traits:
    """The families of one kind of part, by id.

    Args:
        kb: The knowledge base.
        field: Field of a model that holds the parts, such as ``encoders``.
    """
    family = {component.id: component.family or component.id for component in kb.components()}
    found = {model.id: frozenset(families_of(getattr(model, field), family)) for model in kb.models()}
    return {model: words for model, words in found.items() if words}


def modalities(kb: Questions, side: str) -> Traits:
    """What models take (``input``) or give (``output``)."""
    return {model.id: frozenset(getattr(model, side)) for model in kb.models() if getattr(model, side)}


def stages(kb: Questions) -> Traits:
    """The kinds of stages that models were trained in."""
    return {model.id: frozenset(model.stages) for model in kb.models() if model.stages}


def access(kb: Questions) -> Traits:
    """How far models can be had."""
    return {model.id: frozenset({model.access}) for model in kb.models() if model.access is not None}


def _class(number: int, classes: Iterable[tuple[int, str]], more: str) -> str:
    return next((word for limit, word in classes if number <= limit), more)


def visual_tokens(kb: Questions) -> Traits:
    """The class of the most tokens that one image takes in the language model."""
    rows = kb.store.rows(
        "SELECT model_id, max(coalesce(tokens, tokens_at_most)) FROM component_use WHERE role = 'input-projector' "
        "AND tokens_per = 'image' AND coalesce(tokens, tokens_at_most) IS NOT NULL GROUP BY model_id ORDER BY model_id"
    )
    return {model: frozenset({_class(number, TOKENS, MORE_TOKENS)}) for model, number in rows}


def resolutions(kb: Questions) -> Traits:
    """The class of the longest side of images, or that images come in tiles or as they are."""
    rows = kb.store.rows(
        "SELECT u.model_id, max(max(r.width, r.height)), max(r.resolution = 'native' OR u.tiling IS NOT NULL) "
        "FROM component_use AS u JOIN component_use_resolution AS r USING (model_id, role, position, part) "
        "WHERE u.role = 'encoder' GROUP BY u.model_id ORDER BY u.model_id"
    )
    return {model: frozenset({TILED if tiled or not side else _class(side, SIDES, MORE_PIXELS)}) for model, side, tiled in rows}


GIVES_TEXT, GIVES_MEDIA, ANY = "gives text alone", "gives media", "any to any"
ONE, TWO, MANY = "takes one kind of media", "takes two kinds", "takes three kinds or more"
_SOUND: Final = frozenset({Modality.AUDIO, Modality.SPEECH, Modality.MUSIC})


def _media(words: Iterable[str]) -> set[str]:
    """Kinds of media, audio, speech and music being one, and retrieved images images."""
    kinds = {Modality(word) for word in words if Modality(word) in MEDIA}
    merged = {Modality.AUDIO if kind in _SOUND else kind for kind in kinds}
    return {str(Modality.IMAGE if kind == Modality.RETRIEVED_IMAGE else kind) for kind in merged}


def generation(kb: Questions) -> Traits:
    """Whether models give text alone or media; ``any to any`` for two kinds of media and more on both sides."""

    def words(model: ModelSummary) -> frozenset[str]:
        given = _media(model.output)
        found = {GIVES_MEDIA if given else GIVES_TEXT}
        return frozenset(found | ({ANY} if len(given) > 1 and len(_media(model.input)) > 1 else set()))

    return {model.id: words(model) for model in kb.models() if model.output}


def breadth(kb: Questions) -> Traits:
    """How many kinds of media models take."""
    counts = {model.id: len(_media(model.input)) for model in kb.models() if model.input}
    return {model: frozenset({(ONE, TWO, MANY)[min(number, 3) - 1]}) for model, number in counts.items() if number}


ONLY_SIMPLE, HAS_QUERIES, OTHER = "linear or MLP alone", "learned queries", "something else"


def simplicity(kb: Questions) -> Traits:
    """Whether projectors map token by token and nothing more, draw tokens by learned queries, or do something else."""

    def word(families: frozenset[str]) -> str:
        return HAS_QUERIES if families & QUERIES else ONLY_SIMPLE if families <= SIMPLE else OTHER

    return {model: frozenset({word(families)}) for model, families in parts(kb, "input_projectors").items()}


WRITTEN, TASKS, BY_PEOPLE = "data written by a model", "data of tasks with answers", "data by people"


def instruction_data(kb: Questions) -> Traits:
    """What is in the instruction tuning of models, members of mixtures included; models that name no dataset are left out."""
    datasets = Datasets(kb)
    purposes: dict[str, set[str]] = {}
    for dataset, purpose in kb.store.rows("SELECT dataset_id, purpose FROM dataset_purpose ORDER BY dataset_id, purpose"):
        purposes.setdefault(dataset, set()).add(purpose)
    making = dict(kb.store.rows("SELECT id, making FROM dataset"))
    found: dict[str, frozenset[str]] = {}
    for model, stages_of in datasets.mixtures.items():
        used = datasets.members_of(stages_of.get(StageKind.INSTRUCTION_TUNING, frozenset()))
        if used:
            made = {making[dataset] for dataset in used}
            words = {WRITTEN} if made & {Construction.MODEL_GENERATED, Construction.MIXED} else set()
            words |= {BY_PEOPLE} if made & {Construction.HUMAN, Construction.MIXED} else set()
            words |= {TASKS} if any(Purpose.TASK in purposes.get(dataset, ()) for dataset in used) else set()
            found[model] = frozenset(words)
    return found


Trait = Callable[[Questions], Traits]
"""Gives the words of all models."""
