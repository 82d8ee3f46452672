"""What the catalogue says in place of each column that a survey prints, in short words.

A survey prints one cell where an entry states facts with sources: these words sum the facts up, so that a reader can lay the
two side by side. They are no reading of anything; what differs is told by the corrections, which have evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from mmkb.citing import address
from mmkb.query.answers import BenchmarkAnswer, DatasetAnswer, EntryAnswer, ModelAnswer, SurveyAnswer
from mmkb.query.notation import io_group, qualifiers
from mmkb.records import Model
from mmkb.records.architecture import BackboneUse, EncoderUse, GeneratorUse, ProjectorUse
from mmkb.records.availability import Artefact
from mmkb.records.base import Gap
from mmkb.records.dataset import Making
from mmkb.records.model import Affiliations, Release
from mmkb.records.training import Training
from mmkb.vocab import AmountUnit, Modality, Purpose, StageKind, SurveyColumn

Words = str | None
"""Short words; None where the catalogue has nothing to say under a column."""

_ITEMS: Final = (AmountUnit.IMAGES, AmountUnit.VIDEOS, AmountUnit.AUDIO_CLIPS, AmountUnit.POINT_CLOUDS)
_PAIRS: Final = (
    AmountUnit.IMAGE_TEXT_PAIRS, AmountUnit.VIDEO_TEXT_PAIRS, AmountUnit.AUDIO_TEXT_PAIRS, AmountUnit.POINT_CLOUD_TEXT_PAIRS,
)  # fmt: skip
_INSTANCES: Final = (
    AmountUnit.INSTRUCTIONS, AmountUnit.DIALOGUES, AmountUnit.QUESTION_ANSWER_PAIRS, AmountUnit.PREFERENCES, AmountUnit.SAMPLES,
)  # fmt: skip
_TUNING: Final = {Purpose.INSTRUCTION_TUNING: "SFT", Purpose.PREFERENCE_TUNING: "RLHF"}


def _gap(value: Any) -> Words:
    """A gap in words; nothing for what is absent."""
    if isinstance(value, Gap):
        return "none" if value.state == "not-applicable" else "not disclosed"
    return None


def _joined(words: Iterable[str], sign: str = "; ") -> Words:
    return sign.join(dict.fromkeys(words)) or None


def _names(answer: EntryAnswer[Any], kind: str, ids: Iterable[str], sign: str) -> Words:
    """The names of entries that an answer mentions."""
    return _joined((answer.named(kind, entry).name for entry in ids), sign)


def _of_component(answer: ModelAnswer, component: str, variants: Iterable[str | None]) -> str:
    name = answer.named("component", component).name
    sizes = ", ".join(variant for variant in variants if variant is not None)
    return f"{name} ({sizes})" if sizes else name


def _served(use: EncoderUse | ProjectorUse | GeneratorUse, model: Model, given: bool) -> str:
    """The modalities that a use serves, in front of it, where the model has several on that side: text and one are two."""
    side = _modalities(model.modalities.output if given else model.modalities.input)
    return f"{', '.join(use.modalities)}: " if use.modalities and len(side) > 2 else ""


def _uses(slot: str, given: bool = False) -> Callable[[ModelAnswer], Words]:
    """The words for one slot of the architecture, on the side of what is taken in or of what is given out."""

    def words(answer: ModelAnswer) -> Words:
        value = getattr(answer.record.architecture, slot)
        if not isinstance(value, tuple):
            return _gap(value)
        found = []
        for use in value:
            if isinstance(use, ProjectorUse):
                parts = " + ".join(answer.named("component", part).name for part in use.components)
                found.append(f"{_served(use, answer.record, given)}{parts}")
            elif isinstance(use, BackboneUse):
                found.append(_of_component(answer, use.component, use.variants))
            else:
                size = f" @{'/'.join(use.resolution)}" if use.resolution else ""
                name = _of_component(answer, use.component, [use.variant])
                found.append(f"{_served(use, answer.record, given)}{name}{size}")
        return _joined(found)

    return words


def _scale(kind: StageKind) -> Callable[[ModelAnswer], Words]:
    """The amounts of data of the stages of a kind, as their sources print them."""

    def words(answer: ModelAnswer) -> Words:
        training = answer.record.training
        if not isinstance(training, Training):
            return _gap(training)
        if isinstance(training.stages, Gap):
            return _gap(training.stages)
        stages = [stage for stage in training.stages if stage.kind is kind]
        if not stages:
            return "no such stage"
        found = []
        for stage in stages:
            if stage.scale is not None and not isinstance(stage.scale, Gap):
                unit = f" {stage.scale_unit.value.replace('-', ' ')}" if stage.scale_unit is not None else ""
                found.append(f"{stage.scale.printed}{unit}")
        return " + ".join(found) or "not stated as a whole"

    return words


def _title(answer: EntryAnswer[Any]) -> Words:
    return answer.paper.name if answer.paper is not None else _gap(getattr(answer.record, "paper", None))


def _link(answer: EntryAnswer[Any]) -> Words:
    return address(answer.paper) if answer.paper is not None else None


def _venue(answer: EntryAnswer[Any]) -> Words:
    return answer.paper.venue if answer.paper is not None else None


def _modalities(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _group(answer: ModelAnswer) -> Words:
    m = answer.record.modalities
    return io_group(_modalities(m.input), _modalities(m.output)).notation


def _makers(answer: ModelAnswer) -> Words:
    made = answer.record.organisations
    if isinstance(made, Affiliations):
        return _names(answer, "organisation", made.members, " & ")
    return _gap(made)


def _project(answer: ModelAnswer) -> Words:
    at = answer.record.availability
    if at is None:
        return None
    return at.project or (at.code.url if isinstance(at.code, Artefact) else _gap(at.code))


def _released(answer: ModelAnswer) -> Words:
    release = answer.record.release
    return release.date if isinstance(release, Release) else _gap(release)


_MODEL: Final[Mapping[SurveyColumn, Callable[[ModelAnswer], Words]]] = {
    SurveyColumn.NAME: lambda a: a.name,
    SurveyColumn.DATE: _released,
    SurveyColumn.VENUE: _venue,
    SurveyColumn.PAPER_TITLE: _title,
    SurveyColumn.PAPER_URL: _link,
    SurveyColumn.PROJECT_URL: _project,
    SurveyColumn.AFFILIATION: _makers,
    SurveyColumn.FUNCTION: lambda a: a.record.function() or None,
    SurveyColumn.DESIGN: lambda a: _gap(a.record.architecture.design) or str(a.record.architecture.design),
    SurveyColumn.IO: _group,
    SurveyColumn.QUALIFIER: lambda a: _joined(qualifiers(_modalities(a.record.modalities.output)), ", "),
    SurveyColumn.MODALITY_ENCODER: _uses("encoders"),
    SurveyColumn.INPUT_PROJECTOR: _uses("input_projectors"),
    SurveyColumn.LLM_BACKBONE: _uses("backbones"),
    SurveyColumn.OUTPUT_PROJECTOR: _uses("output_projectors", given=True),
    SurveyColumn.MODALITY_GENERATOR: _uses("generators", given=True),
    SurveyColumn.PT_SCALE: _scale(StageKind.PRE_TRAINING),
    SurveyColumn.IT_SCALE: _scale(StageKind.INSTRUCTION_TUNING),
}


def _amounts(*units: AmountUnit) -> Callable[[DatasetAnswer], Words]:
    def words(answer: DatasetAnswer) -> Words:
        value = answer.record.amounts
        if not isinstance(value, tuple):
            return _gap(value)
        found = [a for a in value if a.unit in units]
        return _joined(
            f"{a.count.printed} {a.unit.value.replace('-', ' ')}" + (f" ({a.note})" if a.note else "") for a in found
        )

    return words


def _made_from(answer: DatasetAnswer) -> Words:
    making = answer.record.making
    if isinstance(making, Making):
        return _names(answer, "dataset", making.made_from, ", ")
    return _gap(making)


def _media(answer: DatasetAnswer) -> Words:
    value = answer.record.modalities
    return _joined((m for m in value if m != Modality.TEXT), ", ") if isinstance(value, tuple) else _gap(value)


def _dataset_makers(answer: DatasetAnswer) -> Words:
    value = answer.record.organisations
    return _names(answer, "organisation", value, " & ") if isinstance(value, tuple) else _gap(value)


_DATASET: Final[Mapping[SurveyColumn, Callable[[DatasetAnswer], Words]]] = {
    SurveyColumn.NAME: lambda a: a.name,
    SurveyColumn.DATE: lambda a: a.record.released,
    SurveyColumn.VENUE: _venue,
    SurveyColumn.PAPER_TITLE: _title,
    SurveyColumn.PAPER_URL: _link,
    SurveyColumn.PROJECT_URL: lambda a: a.record.access.url if isinstance(a.record.access, Artefact) else _gap(a.record.access),
    SurveyColumn.AFFILIATION: _dataset_makers,
    SurveyColumn.X_MODALITY: _media,
    SurveyColumn.N_X: _amounts(*_ITEMS),
    SurveyColumn.N_TEXT: _amounts(AmountUnit.TEXTS),
    SurveyColumn.N_X_TEXT_PAIRS: _amounts(*_PAIRS, AmountUnit.INTERLEAVED_DOCUMENTS, AmountUnit.QUESTION_ANSWER_PAIRS),
    SurveyColumn.TYPE: lambda a: _joined((_TUNING[p] for p in a.record.purposes if p in _TUNING), ", "),
    SurveyColumn.SOURCE: _made_from,
    SurveyColumn.METHOD: lambda a: a.record.making.method if isinstance(a.record.making, Making) else _gap(a.record.making),
    SurveyColumn.IVA_SCALE: _amounts(*_ITEMS),
    SurveyColumn.INSTANCES: _amounts(*_INSTANCES),
}
_BENCHMARK: Final[Mapping[SurveyColumn, Callable[[BenchmarkAnswer], Words]]] = {
    SurveyColumn.NAME: lambda a: a.name,
    SurveyColumn.DATE: lambda a: a.record.released,
    SurveyColumn.VENUE: _venue,
    SurveyColumn.PAPER_TITLE: _title,
    SurveyColumn.PAPER_URL: _link,
    SurveyColumn.PROJECT_URL: lambda a: a.record.url,
}
_SURVEY: Final[Mapping[SurveyColumn, Callable[[SurveyAnswer], Words]]] = {
    SurveyColumn.NAME: lambda a: a.name,
    SurveyColumn.DATE: lambda a: a.record.released,
    SurveyColumn.VENUE: _venue,
    SurveyColumn.PAPER_TITLE: _title,
    SurveyColumn.PAPER_URL: _link,
    SurveyColumn.PROJECT_URL: lambda a: (
        address(a.sources[a.record.website]) if a.record.website is not None and a.record.website in a.sources else None
    ),
}


def own_words(answer: EntryAnswer[Any], column: SurveyColumn) -> Words:
    """What the catalogue says in place of a column that a survey prints about an entry.

    Args:
        answer: The entry: a model, dataset, benchmark or survey.
        column: The column.

    Returns:
        Short words, or None where the catalogue keeps no such fact.
    """
    said: Mapping[SurveyColumn, Callable[[Any], Words]] = {}
    if isinstance(answer, ModelAnswer):
        said = _MODEL
    elif isinstance(answer, DatasetAnswer):
        said = _DATASET
    elif isinstance(answer, BenchmarkAnswer):
        said = _BENCHMARK
    elif isinstance(answer, SurveyAnswer):
        said = _SURVEY
    made = said.get(column)
    words = made(answer) if made is not None else None
    return str(words) if words is not None else None
