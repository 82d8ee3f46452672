"""Named questions to the database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Final, Self

from mmkb.query import entries, filters
from mmkb.query.answers import (
    BenchmarkAnswer,
    ComponentAnswer,
    ComponentSummary,
    CorrectionAnswer,
    Counts,
    DatasetAnswer,
    DatasetSummary,
    EntrySummary,
    Hit,
    LineageAnswer,
    ModelAnswer,
    ModelSummary,
    Named,
    OrganisationAnswer,
    ResultsAnswer,
    SourceAnswer,
    SurveyAnswer,
)
from mmkb.query.errors import NotFoundError
from mmkb.query.filters import Wanted
from mmkb.query.scores import correction_answers
from mmkb.query.summaries import component_summaries, dataset_summaries, entry_summaries, model_summaries
from mmkb.store import Store, open_store
from mmkb.vocab import ComponentKind, Role

_EVERY_ROLE: Final = tuple(Role)


class Questions:
    """Named questions about the catalogue, answered from its database, which is only ever read.

    Usable as a context manager; :func:`mmkb.open` gives one that can draw graphs, too.
    """

    def __init__(self, store: Store) -> None:
        """Answer from ``store``."""
        self.store = store

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Open the database in a file.

        Raises:
            StoreError: If the file is missing, is no database of mmkb, or one of another schema.
        """
        return cls(open_store(path))

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def __enter__(self) -> Self:
        """Enter."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the database."""
        self.close()

    def models(
        self,
        *,
        input: Wanted = None,
        output: Wanted = None,
        encoder: Wanted = None,
        connector: Wanted = None,
        llm: Wanted = None,
        generator: Wanted = None,
        component: Wanted = None,
        fusion: Wanted = None,
        function: str | None = None,
        design: str | None = None,
        access: str | None = None,
        organisation: Wanted = None,
        dataset: Wanted = None,
        trained: Wanted = None,
        stage: Wanted = None,
        released: Wanted = None,
    ) -> tuple[ModelSummary, ...]:
        """The models for which all filters hold, by release date.

        A filter takes one word, or several that must all hold. Components are named by id, name or family.

        Args:
            input: Input modalities, such as ``"audio"``.
            output: Output modalities, such as ``{"text", "image"}``.
            encoder: Modality encoders or encoder families.
            connector: Parts of the input projector.
            llm: LLM backbones or their families.
            generator: Modality generators or their families.
            component: Components in any role.
            fusion: Ways of fusion, such as ``"cross-attention"``.
            function: ``"understanding"`` or ``"generation"``.
            design: ``"end-to-end"`` or ``"tool-using"``.
            access: ``"open-weights"``, ``"api-only"`` or ``"closed"``.
            organisation: Organisations, their parts included.
            dataset: Training datasets.
            trained: Roles whose parts some stage trains, such as ``"input_projector"``.
            stage: Kinds of training stages, such as ``"preference-tuning"``.
            released: A date with an optional comparison: ``"2023"``, ``">=2023-06"``.

        Returns:
            The models, oldest first.

        Raises:
            NotFoundError: If a filter names something unknown; the message says what was possible.
            FilterError: If a date cannot be understood.
        """
        conditions = [
            *filters.modality("input", input),
            *filters.modality("output", output),
            *filters.component(self.store, (Role.ENCODER,), encoder),
            *filters.component(self.store, (Role.INPUT_PROJECTOR,), connector),
            *filters.component(self.store, (Role.BACKBONE,), llm),
            *filters.component(self.store, (Role.GENERATOR,), generator),
            *filters.component(self.store, _EVERY_ROLE, component),
            *filters.fusion(fusion),
            *filters.column("function", function),
            *filters.column("design", design),
            *filters.column("access", access),
            *filters.organisation(self.store, organisation),
            *filters.dataset(self.store, dataset),
            *filters.trained(trained),
            *filters.stage(stage),
            *filters.released(released),
        ]
        if not conditions:
            return model_summaries(self.store)
        where = " AND ".join(f"({condition.sql})" for condition in conditions)
        given = tuple(value for condition in conditions for value in condition.given)
        ids = [i for (i,) in self.store.rows(f"SELECT m.id FROM model AS m WHERE {where}", given)]
        return model_summaries(self.store, ids) if ids else ()

    def model(self, name: str) -> ModelAnswer:
        """Everything about one model, by id, name or alias.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.
        """
        return entries.model_answer(self.store, entries.resolve(self.store, "model", name))

    def components(self, *, kind: str | None = None, family: str | None = None) -> tuple[ComponentSummary, ...]:
        """The components, by id; only those of a kind or family, if one is named.

        Raises:
            NotFoundError: If the kind or family is unknown.
        """
        found = component_summaries(self.store)
        if kind is not None and kind not in list(ComponentKind):
            raise NotFoundError("component kind", kind, [str(known) for known in ComponentKind])
        families = {c.family for c in found if c.family is not None}
        if family is not None and family not in families:
            raise NotFoundError("family", family, families)
        return tuple(c for c in found if kind in (None, *c.kinds) and family in (None, c.family))

    def component(self, name: str) -> ComponentAnswer:
        """Everything about one component, by id, name or alias.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.
        """
        return entries.component_answer(self.store, entries.resolve(self.store, "component", name))

    def datasets(self) -> tuple[DatasetSummary, ...]:
        """The datasets, by id."""
        return dataset_summaries(self.store)

    def dataset(self, name: str) -> DatasetAnswer:
        """Everything about one dataset, by id, name or alias.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.
        """
        return entries.dataset_answer(self.store, entries.resolve(self.store, "dataset", name))

    def benchmarks(self) -> tuple[EntrySummary, ...]:
        """The benchmarks, by id."""
        return entry_summaries(self.store, "benchmark")

    def benchmark(self, name: str) -> BenchmarkAnswer:
        """Everything about one benchmark, by id, name or alias.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.
        """
        return entries.benchmark_answer(self.store, entries.resolve(self.store, "benchmark", name))

    def organisations(self) -> tuple[EntrySummary, ...]:
        """The organisations, by id."""
        return entry_summaries(self.store, "organisation")

    def organisation(self, name: str) -> OrganisationAnswer:
        """Everything about one organisation, by id, name or alias.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.
        """
        return entries.organisation_answer(self.store, entries.resolve(self.store, "organisation", name))

    def sources(self) -> tuple[EntrySummary, ...]:
        """The sources, by id."""
        return entry_summaries(self.store, "source")

    def source(self, name: str) -> SourceAnswer:
        """Everything about one source, by id or title.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.
        """
        return entries.source_answer(self.store, entries.resolve(self.store, "source", name))

    def results_tables(self) -> tuple[EntrySummary, ...]:
        """The results tables, by id."""
        return entry_summaries(self.store, "results")

    def results(self, name: str) -> ResultsAnswer:
        """One results table with its scores, by id.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.
        """
        return entries.results_answer(self.store, entries.resolve(self.store, "results", name))

    def surveys(self) -> tuple[EntrySummary, ...]:
        """The surveys, by id."""
        return entry_summaries(self.store, "survey")

    def survey(self, name: str) -> SurveyAnswer:
        """Everything about one survey, by id or name.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.
        """
        return entries.survey_answer(self.store, entries.resolve(self.store, "survey", name))

    def corrections(self) -> tuple[CorrectionAnswer, ...]:
        """All corrections to surveys, by entry."""
        return correction_answers(self.store)

    def lineage(self) -> tuple[LineageAnswer, ...]:
        """All lines of lineage, by the child's release date."""
        return entries.lineage_answers(self.store)

    def find(self, name: str) -> tuple[Named, ...]:
        """The entries of any kind that an id, name or alias stands for, whatever the case."""
        rows = self.store.rows(
            "SELECT DISTINCT e.kind, e.id, e.name FROM entry AS e JOIN entry_name AS n ON n.kind = e.kind "
            "AND n.entry_id = e.id WHERE e.id = ? OR lower(n.name) = lower(?) ORDER BY e.id <> ?, e.kind, e.id",
            (name, name, name),
        )
        return tuple(Named(*row) for row in rows)

    def search(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """The entries whose names, aliases or descriptions hold all words of a text, best first."""
        return tuple(Hit(Named(*row[:3]), row[3], row[4]) for row in self.store.search(text, limit))

    def as_json(self, kind: str, entry_id: str) -> dict[str, Any]:
        """An entry as plain data for JSON; its kind stands under ``entry``.

        Raises:
            NotFoundError: If there is none.
        """
        return entries.as_json(self.store, kind, entry_id)

    def states(self) -> Mapping[str, Mapping[str, int]]:
        """How many models are in which state, by fact."""
        found: dict[str, dict[str, int]] = {}
        for fact, state, number in self.store.rows(
            "SELECT fact, state, count(*) FROM knowledge GROUP BY fact, state ORDER BY fact, state"
        ):
            found.setdefault(fact, {})[state] = number
        return MappingProxyType(found)

    def counts(self) -> Counts:
        """How much there is."""
        one = self.store.rows
        return Counts(
            entries=MappingProxyType(dict(one("SELECT kind, count(*) FROM entry GROUP BY kind ORDER BY kind"))),
            facts=one("SELECT count(*) FROM citation")[0][0],
            scores=one("SELECT count(*) FROM score")[0][0],
            corrections=one("SELECT count(*) FROM correction")[0][0],
            states=MappingProxyType(dict(one("SELECT state, count(*) FROM knowledge GROUP BY state ORDER BY state"))),
        )
