"""Questions for lists of entries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from mmkb.kept import KeepingStore, Shared
from mmkb.query import filters
from mmkb.query.answers import ComponentSummary, CorrectionAnswer, DatasetSummary, EntrySummary, ModelSummary
from mmkb.query.asking import Asking
from mmkb.query.errors import FilterError, NotFoundError
from mmkb.query.filters import Condition, Wanted
from mmkb.query.rows import Rows
from mmkb.query.scores import correction_answers
from mmkb.query.summaries import component_summaries, dataset_summaries, entry_summaries, model_summaries
from mmkb.vocab import ComponentKind, Role

SORTS: Final[dict[str, str]] = {
    "released": "m.released",
    "id": "m.id",
    "name": "lower(m.name)",
    "function": "m.function",
    "design": "m.design",
    "access": "m.access",
    "parameters": "(SELECT max(v.parameters) FROM model_variant AS v WHERE v.model_id = m.id)",
}
"""What models can be sorted by, as SQL."""


def _order(sort: str | Sequence[str]) -> str:
    """How models are ordered; what is not known comes last either way, and ids decide between equals."""
    terms = []
    for word in (sort,) if isinstance(sort, str) else sort:
        name = word.removeprefix("-")
        if name not in SORTS:
            raise NotFoundError("order", word, SORTS)
        terms.append(f"{SORTS[name]} IS NULL, {SORTS[name]}{' DESC' if word.startswith('-') else ''}")
    return ", ".join((*terms, "m.id"))


class Lists(Asking):
    """Questions for lists of entries."""

    _models: Shared[tuple[ModelSummary, ...]] | None = None

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
        open_weights: bool | None = None,
        organisation: Wanted = None,
        dataset: Wanted = None,
        trained: Wanted = None,
        stage: Wanted = None,
        released: Wanted = None,
        parameters: Wanted = None,
        licence: Wanted = None,
        code_licence: Wanted = None,
        built_on: Wanted = None,
        gap: Wanted = None,
        text: str | None = None,
        derived: bool = False,
        sort: str | Sequence[str] = "released",
        limit: int | None = None,
    ) -> Rows[ModelSummary]:
        """The models for which all filters hold.

        A filter takes one word, or several that must all hold. Components are named by id, name or family; a family matches
        its members. A fact that is not known matches no filter.

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
            open_weights: Whether the weights can be downloaded.
            organisation: Organisations, their parts included.
            dataset: Training datasets.
            trained: Roles whose parts some stage trains, such as ``"input_projector"``.
            stage: Kinds of training stages, such as ``"preference-tuning"``.
            released: A date with an optional comparison: ``"2023"``, ``">=2023-06"``.
            parameters: What some variant's number of parameters is, as its makers state it: ``">=13B"``, ``"3B..8B"``.
            licence: Licences of the weights, such as ``"Apache-2.0"``; one of several that are joined matches as well.
            code_licence: Licences of the code.
            built_on: Models that it descends from, over however many steps.
            gap: Facts that have no value, each with the reason: ``"stage-datasets:not-disclosed"``.
            text: Words, or beginnings of words, of names, description, components or makers.
            derived: Whether a component also stands for all that derives from it: ``llm="llama-2"`` then finds models on Vicuna
                v1.5, and ``llm="llama"`` those on Vicuna and all that was trained from it. A variant that names a parent of its
                own derives from that one alone.
            sort: ``"released"``, ``"id"``, ``"name"``, ``"function"``, ``"design"``, ``"access"`` or ``"parameters"`` (of the
                largest variant), or several of them; a minus before it descends. What is not known comes last.
            limit: How many models at most.

        Returns:
            The models, oldest first unless sorted otherwise.

        Raises:
            NotFoundError: If a filter or ``sort`` names something unknown; the message says what was possible.
            FilterError: If a date, number of parameters, text or limit cannot be understood.

        Example:
            >>> [model.id for model in kb.models(input="audio", llm="vicuna", released="<2023-06")]
            ['pandagpt', 'video-llama']
            >>> "llava-1.5" in [model.id for model in kb.models(llm="llama-2")]
            False
            >>> "llava-1.5" in [model.id for model in kb.models(llm="llama-2", derived=True)]  # by Vicuna v1.5
            True
            >>> [model.id for model in kb.models(organisation="kaust", sort="released", limit=2)]
            ['minigpt-4', 'minigpt-v2']
            >>> kb.models(encoder="clip-vit-l-15")
            Traceback (most recent call last):
            mmkb.query.errors.NotFoundError: no component or family 'clip-vit-l-15'; did you mean clip-vit-l-14 or ...
        """
        conditions = [
            *filters.modality("input", input),
            *filters.modality("output", output),
            *filters.component(self.store, (Role.ENCODER,), encoder, derived=derived),
            *filters.component(self.store, (Role.INPUT_PROJECTOR,), connector, derived=derived),
            *filters.component(self.store, (Role.BACKBONE,), llm, derived=derived),
            *filters.component(self.store, (Role.GENERATOR,), generator, derived=derived),
            *filters.component(self.store, tuple(Role), component, derived=derived),
            *filters.fusion(fusion),
            *filters.column("function", function),
            *filters.column("design", design),
            *filters.column("access", access),
            *filters.open_weights(open_weights),
            *filters.organisation(self.store, organisation),
            *filters.dataset(self.store, dataset),
            *filters.trained(trained),
            *filters.stage(stage),
            *filters.released(released),
            *filters.parameters(parameters),
            *filters.licence("weights", licence),
            *filters.licence("code", code_licence),
            *filters.built_on(self.store, built_on),
            *filters.gap(gap),
            *filters.text(text),
        ]
        return self._rows(ModelSummary, self._chosen(conditions, _order(sort), limit))

    def _chosen(self, conditions: list[Condition], order: str, limit: int | None) -> Sequence[ModelSummary]:
        """The models that meet all conditions, as rows made for no others."""
        if limit is not None and limit < 0:
            raise FilterError(f"a limit of {limit} models cannot be kept")
        if not conditions and limit is None and order == _order("released"):
            return self._every_model()
        where = " AND ".join(f"({condition.sql})" for condition in conditions) or "1"
        given = [value for condition in conditions for value in condition.given]
        rows = self.store.rows(
            f"SELECT m.id FROM model AS m WHERE {where} ORDER BY {order} LIMIT ?", (*given, -1 if limit is None else limit)
        )
        ids = [model for (model,) in rows]
        found = {model.id: model for model in model_summaries(self.store, ids)} if ids else {}
        return [found[model] for model in ids]

    def _every_model(self) -> Sequence[ModelSummary]:
        """All models; while much is made of one database, they are read once for all that is made of them."""
        if not isinstance(self.store, KeepingStore):
            return model_summaries(self.store)
        if self._models is None:
            self._models = Shared(self.store, partial(model_summaries, self.store))
        return self._models.get()

    def components(self, *, kind: str | None = None, family: str | None = None) -> Rows[ComponentSummary]:
        """The components, by id.

        Args:
            kind: ``encoder``, ``projector``, ``llm``, ``generator`` or ``expert``.
            family: A family, such as ``clip``.

        Raises:
            NotFoundError: If the kind or family is unknown.

        Example:
            >>> "vicuna" in [component.id for component in kb.components(kind="llm")]
            True
        """
        found = component_summaries(self.store)
        if kind is not None and kind not in list(ComponentKind):
            raise NotFoundError("component kind", kind, [str(known) for known in ComponentKind])
        families = {c.family for c in found if c.family is not None}
        if family is not None and family not in families:
            raise NotFoundError("family", family, families)
        return self._rows(
            ComponentSummary, (c for c in found if kind in (None, *c.kinds) and family in (None, c.family))
        )  # fmt: skip

    def datasets(self) -> Rows[DatasetSummary]:
        """The datasets, by id.

        Example:
            >>> max(kb.datasets(), key=lambda dataset: dataset.models).models > 3
            True
        """
        return self._rows(DatasetSummary, dataset_summaries(self.store))

    def benchmarks(self) -> Rows[EntrySummary]:
        """The benchmarks, by id.

        Example:
            >>> [b.name for b in kb.benchmarks() if b.id == "gqa"]
            ['GQA']
        """
        return self._rows(EntrySummary, entry_summaries(self.store, "benchmark"))

    def organisations(self) -> Rows[EntrySummary]:
        """The organisations, by id.

        Example:
            >>> [o.detail for o in kb.organisations() if o.id == "kaust"]
            ['university']
        """
        return self._rows(EntrySummary, entry_summaries(self.store, "organisation"))

    def sources(self) -> Rows[EntrySummary]:
        """The sources, by id.

        Example:
            >>> [s.detail for s in kb.sources() if s.id == "arxiv-2304.08485"]
            ['paper']
        """
        return self._rows(EntrySummary, entry_summaries(self.store, "source"))

    def results_tables(self) -> Rows[EntrySummary]:
        """The results tables, by id.

        Example:
            >>> [r.detail for r in kb.results_tables() if r.id == "blip-2-table-2"]
            ['Table 2']
        """
        return self._rows(EntrySummary, entry_summaries(self.store, "results"))

    def surveys(self) -> Rows[EntrySummary]:
        """The surveys, by id.

        Example:
            >>> [survey.id for survey in kb.surveys() if survey.name.startswith("MM-LLMs")]
            ['mm-llms']
        """
        return self._rows(EntrySummary, entry_summaries(self.store, "survey"))

    def corrections(self) -> Rows[CorrectionAnswer]:
        """All corrections to surveys, by entry.

        Example:
            >>> sorted({c.kind for c in kb.corrections() if c.entry.id == "llava"}) != []
            True
        """
        return self._rows(CorrectionAnswer, correction_answers(self.store))
