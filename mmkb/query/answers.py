"""Answers: what the knowledge base says when asked; typed and frozen.

An answer about one entry holds its record and what other entries say about it, with the names of all that it mentions,
so that a page or a figure can be made from the answer alone.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from mmkb.citing import bibtex
from mmkb.query.describing import entry_html, entry_text
from mmkb.query.errors import NotFoundError
from mmkb.query.named import Named as Named
from mmkb.query.printing import printable
from mmkb.records import Benchmark, Component, Dataset, Entry, Model, Organisation, Results, Source, Survey
from mmkb.records.shape import in_order

R = TypeVar("R", bound=Entry)


class KnowledgeState(NamedTuple):
    """The state of one fact of a model.

    Attributes:
        fact: Name of the fact, such as ``encoders`` or ``stage parts``.
        path: Where it stands, joined by dots.
        state: ``known``, ``not-disclosed``, ``not-applicable`` or ``absent``.
    """

    fact: str
    path: str
    state: str


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """A model as one row of a table.

    Attributes:
        id: Its id.
        name: Its name.
        aliases: Other names.
        description: What it is, in a sentence or two; None if nobody wrote it.
        released: First public day (``2023-04-17``, ``2023-04`` or ``2023``); None where not known.
        organisations: Who made it, in the order of the paper.
        function: ``understanding`` or ``generation``; None where the outputs are not known.
        design: ``end-to-end`` or ``tool-using``; None where not known.
        access: ``open-weights``, ``api-only`` or ``closed``; None where not known.
        input: Input modalities, in the order of the vocabulary.
        output: Output modalities, in the order of the vocabulary.
        fusion: How other modalities meet the LLM.
        encoders: Modality encoders.
        input_projectors: Parts of the input projectors.
        backbones: LLM backbones.
        output_projectors: Parts of the output projectors.
        generators: Modality generators.
        stages: Kinds of the training stages, in order.
        parameters: Smallest and largest stated number of parameters of its variants; None where none is stated.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    description: str | None
    released: str | None
    organisations: tuple[Named, ...]
    function: str | None
    design: str | None
    access: str | None
    input: tuple[str, ...]
    output: tuple[str, ...]
    fusion: tuple[str, ...]
    encoders: tuple[Named, ...]
    input_projectors: tuple[Named, ...]
    backbones: tuple[Named, ...]
    output_projectors: tuple[Named, ...]
    generators: tuple[Named, ...]
    stages: tuple[str, ...]
    parameters: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class ScoreAnswer:
    """One score with all that is needed to compare it.

    Attributes:
        model: The model.
        variant: Its variant by name; None where the table does not tell one.
        row: The row's label as printed, where it says more.
        benchmark: The benchmark.
        metric: The metric by name.
        unit: Its unit, a word of :class:`mmkb.vocab.MetricUnit`.
        split: The split by name; None where not stated.
        printed: The score, digit by digit as printed.
        value: The score as a number.
        shots: Examples in the prompt; None where not stated.
        flags: What keeps it from being compared plainly.
        table: The results entry that it stands in.
        source: The source of the table.
        locator: The table in the source.
        note: What a reader must know.
        released: First public day of the model; None where not known.
        parameters: Parameters of the whole variant as its makers state them; None where they do not, or no variant is told.
        llm_parameters: Parameters of the variant's language model, by its nominal size; None likewise.
    """

    model: Named
    variant: str | None
    row: str | None
    benchmark: Named
    metric: str
    unit: str
    split: str | None
    printed: str
    value: float
    shots: int | None
    flags: tuple[str, ...]
    table: Named
    source: Named
    locator: str
    note: str | None
    released: str | None
    parameters: int | None
    llm_parameters: int | None


@dataclass(frozen=True, slots=True)
class ComponentUseAnswer:
    """A use of a component in a model.

    Attributes:
        model: The model.
        released: Its first public day; None where not known.
        component: The component.
        role: Its role, a word of :class:`mmkb.vocab.Role`.
        modalities: Modalities that it serves there.
        variants: Variants of the component that are used, by name.
        resolution: Resolutions in pixels.
        tokens: Number of tokens, the most where it varies; None where not stated.
        tokens_per: What the tokens are counted for.
        beside: The other components of the model, with their roles.
    """

    model: Named
    released: str | None
    component: Named
    role: str
    modalities: tuple[str, ...]
    variants: tuple[str, ...]
    resolution: tuple[str, ...]
    tokens: int | None
    tokens_per: str | None
    beside: tuple[tuple[str, Named], ...]


@dataclass(frozen=True, slots=True)
class DatasetUseAnswer:
    """A use of a dataset in the training of a model or component.

    Attributes:
        user: The model or component.
        stage: Name of the stage; None for a component's own training.
        kind: Kind of the stage, a word of :class:`mmkb.vocab.StageKind`; None where not known.
        amount: The amount as printed; None where not stated.
        unit: What the amount counts; None where not stated.
        note: What a reader must know.
    """

    user: Named
    stage: str | None
    kind: str | None
    amount: str | None
    unit: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class LineageAnswer:
    """One line of lineage.

    Attributes:
        child: The later model.
        relation: A word of :class:`mmkb.vocab.Relation`.
        parent: The earlier model, component or work (a source).
        note: What is taken over.
        distance: Steps from the model that was asked about, below 0 toward what it was built on, above 0 toward what was
            built on it; None where no model was asked about.
    """

    child: Named
    relation: str
    parent: Named
    note: str | None
    distance: int | None = None


class CitedFact(NamedTuple):
    """A fact that is cited from a source.

    Attributes:
        entry: The entry that states it.
        path: Where in the entry, joined by dots.
        locator: Where in the source.
    """

    entry: Named
    path: str
    locator: str


@dataclass(frozen=True, slots=True)
class CorrectionAnswer:
    """A difference between a survey and a primary source.

    Attributes:
        entry: The entry that is corrected.
        survey: The survey.
        place: The table, figure or page by name.
        row: Which cell of a results table is meant, in its own words; None elsewhere, where the entry is the row.
        column: The column, a word of :class:`mmkb.vocab.SurveyColumn`.
        printed: What is printed.
        found: What the primary source says.
        kind: A word of :class:`mmkb.vocab.CorrectionKind`.
        note: Explanation.
        sources: The evidence: source and locator.
        path: Where the correction stands in the entry.
    """

    entry: Named
    survey: Named
    place: str
    row: str | None
    column: str
    printed: str
    found: str
    kind: str
    note: str | None
    sources: tuple[tuple[Named, str], ...]
    path: str


def _listed(what: str, entries: Iterable[Named]) -> Iterator[str]:
    names = ", ".join(entry.name for entry in entries)
    if names:
        yield f"{what}: {names}"


@dataclass(frozen=True, slots=True, repr=False)
class EntryAnswer(Generic[R]):
    """What all answers about one entry have.

    Attributes:
        record: The record, as the entry states it.
        names: Names of all entries that the record mentions, by kind and id.
        sources: Records of all sources that it cites, by id.
    """

    record: R
    names: Mapping[tuple[str, str], str]
    sources: Mapping[str, Source]

    @property
    def id(self) -> str:
        """Id of the entry.

        Example:
            >>> kb.model("BLIP-2").id
            'blip-2'
        """
        return self.record.id

    @property
    def name(self) -> str:
        """Name of the entry.

        Example:
            >>> kb.model("blip-2").name
            'BLIP-2'
        """
        return self.record.name

    def named(self, kind: str, entry_id: str) -> Named:
        """An entry that the record mentions, with its name.

        Args:
            kind: Kind of the entry.
            entry_id: Its id; it stands for the name of what is not mentioned.

        Example:
            >>> kb.model("llava").named("component", "clip-vit-l-14").name
            'CLIP ViT-L/14'
        """
        return Named(kind, entry_id, self.names.get((kind, entry_id), entry_id))

    @property
    def paper(self) -> Source | None:
        """The record of its paper; of a source, itself; None where it has none.

        Example:
            >>> kb.model("llava").paper.name
            'Visual Instruction Tuning'
        """
        if isinstance(self.record, Source):
            return self.record
        table = getattr(self.record, "table", None)
        paper = table.source if table is not None else getattr(self.record, "paper", None)
        return self.sources.get(paper) if isinstance(paper, str) else None

    def bibtex(self) -> str:
        """The BibTeX of its paper; of a results table, that of the source of the table.

        Raises:
            NotFoundError: If it has no paper.

        Example:
            >>> kb.model("llava").bibtex().splitlines()[0]
            '@misc{liu2023visual,'
        """
        if self.paper is None:
            raise NotFoundError("paper of", self.id, ())
        return bibtex(self.paper)

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain data, as JSON can hold it; what is empty is left out.

        Example:
            >>> kb.model("llava").to_dict()["modalities"]["output"]
            ['text']
        """
        data: dict[str, Any] = in_order(type(self.record), self.record.model_dump(mode="json", exclude_defaults=True))
        return data

    def _kind(self) -> str:
        return type(self.record).__name__.lower()

    def _around(self) -> Iterator[str]:
        """What other entries say of it, line by line."""
        yield from ()

    def __str__(self) -> str:
        """The entry, and what others say of it, as text."""
        return "\n".join([entry_text(self._kind(), self.to_dict()), *map(printable, self._around())])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The entry, and what others say of it, as tables for a notebook."""
        around = "".join(f"<p>{html.escape(line)}</p>" for line in self._around())
        return f"{entry_html(self._kind(), self.to_dict())}{around}"


@dataclass(frozen=True, slots=True, repr=False)
class ModelAnswer(EntryAnswer[Model]):
    """Everything about one model.

    Attributes:
        summary: The model as one row.
        states: The state of every wanted fact.
        lineage: Lines to its parents.
        descendants: Lines from models that were built on it.
        scores: Its scores, by benchmark.
    """

    summary: ModelSummary
    states: tuple[KnowledgeState, ...]
    lineage: tuple[LineageAnswer, ...]
    descendants: tuple[LineageAnswer, ...]
    scores: tuple[ScoreAnswer, ...]

    def _around(self) -> Iterator[str]:
        if self.descendants:
            yield "built on it: " + ", ".join(f"{line.child.name} ({line.relation})" for line in self.descendants)
        if self.scores:
            yield f"scores: {len(self.scores)} on {len({score.benchmark.id for score in self.scores})} benchmarks"
        gaps = [state for state in self.states if state.state != "known"]
        if gaps:
            yield "not known: " + ", ".join(f"{gap.fact} ({gap.state.replace('-', ' ')})" for gap in gaps)


@dataclass(frozen=True, slots=True, repr=False)
class ComponentAnswer(EntryAnswer[Component]):
    """Everything about one component.

    Attributes:
        uses: Its uses in models, by release date of the model.
        derived: Components that were derived from it.
        wrote: Datasets that it wrote or labelled.
    """

    uses: tuple[ComponentUseAnswer, ...]
    derived: tuple[Named, ...]
    wrote: tuple[Named, ...]

    def _around(self) -> Iterator[str]:
        yield from _listed("used by", dict.fromkeys(use.model for use in self.uses))
        yield from _listed("derived from it", self.derived)
        yield from _listed("wrote", self.wrote)


@dataclass(frozen=True, slots=True, repr=False)
class DatasetAnswer(EntryAnswer[Dataset]):
    """Everything about one dataset.

    Attributes:
        uses: Its uses in training.
        made_into: Datasets that were made from it, or that it is a member of.
    """

    uses: tuple[DatasetUseAnswer, ...]
    made_into: tuple[Named, ...]

    def _around(self) -> Iterator[str]:
        yield from _listed("trained on it", dict.fromkeys(use.user for use in self.uses))
        yield from _listed("made into", self.made_into)


@dataclass(frozen=True, slots=True, repr=False)
class BenchmarkAnswer(EntryAnswer[Benchmark]):
    """Everything about one benchmark; its scores by metric, split and value."""

    scores: tuple[ScoreAnswer, ...]

    def _around(self) -> Iterator[str]:
        yield f"scores: {len(self.scores)} of {len({score.model for score in self.scores})} models"


@dataclass(frozen=True, slots=True, repr=False)
class OrganisationAnswer(EntryAnswer[Organisation]):
    """Everything about one organisation.

    Attributes:
        models: Models that it made, by release date.
        components: Components that it made.
        datasets: Datasets that it made.
        parts: Organisations that are part of it.
    """

    models: tuple[ModelSummary, ...]
    components: tuple[Named, ...]
    datasets: tuple[Named, ...]
    parts: tuple[Named, ...]

    def _around(self) -> Iterator[str]:
        yield from _listed("models", (Named("model", model.id, model.name) for model in self.models))
        yield from _listed("components", self.components)
        yield from _listed("datasets", self.datasets)
        yield from _listed("parts", self.parts)


@dataclass(frozen=True, slots=True, repr=False)
class SourceAnswer(EntryAnswer[Source]):
    """Everything about one source; the facts cited from it, by entry."""

    facts: tuple[CitedFact, ...]

    def _around(self) -> Iterator[str]:
        yield f"facts cited from it: {len(self.facts)}"
        yield from _listed("cited by", dict.fromkeys(fact.entry for fact in self.facts))


@dataclass(frozen=True, slots=True, repr=False)
class ResultsAnswer(EntryAnswer[Results]):
    """One results table with its scores."""

    scores: tuple[ScoreAnswer, ...]


@dataclass(frozen=True, slots=True, repr=False)
class SurveyAnswer(EntryAnswer[Survey]):
    """Everything about one survey.

    Attributes:
        corrections: Corrections to its readings, by entry.
        readings: Number of rows that are kept of it, by the name of the place.
    """

    corrections: tuple[CorrectionAnswer, ...]
    readings: Mapping[str, int]

    def _around(self) -> Iterator[str]:
        yield f"corrections: {len(self.corrections)}"


@dataclass(frozen=True, slots=True)
class ComponentSummary:
    """A component as one row of a table.

    Attributes:
        id: Its id.
        name: Its name.
        kinds: What it is.
        family: Family it is counted with; None where not stated.
        modalities: Modalities that it reads or makes.
        released: First public day; None where not known.
        models: Number of models that use it.
        parameters: Smallest and largest stated number of parameters; None where none is stated.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    family: str | None
    modalities: tuple[str, ...]
    released: str | None
    models: int
    parameters: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class DatasetSummary:
    """A dataset as one row of a table.

    Attributes:
        id: Its id.
        name: Its name.
        purposes: What it is for.
        modalities: Modalities of its samples.
        amounts: Amounts as printed, with their units.
        released: First public day; None where not known.
        models: Number of models trained on it.
    """

    id: str
    name: str
    purposes: tuple[str, ...]
    modalities: tuple[str, ...]
    amounts: tuple[tuple[str, str], ...]
    released: str | None
    models: int


@dataclass(frozen=True, slots=True)
class EntrySummary:
    """An entry of any other kind as one row of a table.

    Attributes:
        kind: Its kind.
        id: Its id.
        name: Its name.
        description: What it is; None if nobody wrote it.
        detail: The one word that tells most: kind of an organisation or source, task of a benchmark.
        released: First public day; None where not known.
        mentions: Number of entries that name it.
    """

    kind: str
    id: str
    name: str
    description: str | None
    detail: str | None
    released: str | None
    mentions: int


class Hit(NamedTuple):
    """An entry found by text search, best first.

    Attributes:
        entry: The entry.
        description: What it is.
        rank: Rank, lower is better.
    """

    entry: Named
    description: str | None
    rank: float


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is.

    Attributes:
        entries: Number of entries by kind.
        facts: Number of citations.
        scores: Number of scores.
        corrections: Number of corrections to surveys.
        states: Number of wanted facts by state.
    """

    entries: Mapping[str, int]
    facts: int
    scores: int
    corrections: int
    states: Mapping[str, int]
