"""Questions about one entry, and finding entries by name or text."""

from __future__ import annotations

from typing import Any

from mmkb.query import entries, naming
from mmkb.query.answers import (
    BenchmarkAnswer,
    ComponentAnswer,
    DatasetAnswer,
    Hit,
    ModelAnswer,
    Named,
    OrganisationAnswer,
    ResultsAnswer,
    SourceAnswer,
    SurveyAnswer,
)
from mmkb.query.asking import Asking
from mmkb.query.rows import Rows
from mmkb.query.surveytables import SurveyTable, survey_table


class Singles(Asking):
    """Questions about one entry; nothing is read of entries that have nothing to do with it."""

    def model(self, name: str) -> ModelAnswer:
        """Everything about one model.

        Args:
            name: Its id, its name, or any other name that it goes by.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.

        Example:
            >>> answer = kb.model("BLIP-2")
            >>> answer.record.architecture.encoders[0].component
            'eva-clip-vit-g-14'
            >>> "instructblip" in [line.child.id for line in answer.descendants]
            True
        """
        return entries.model_answer(self.store, naming.resolve(self.store, "model", name))

    def component(self, name: str) -> ComponentAnswer:
        """Everything about one component.

        Args:
            name: Its id, its name, or any other name that it goes by.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.

        Example:
            >>> kb.component("vicuna").record.derived_from
            ('llama',)
        """
        return entries.component_answer(self.store, naming.resolve(self.store, "component", name))

    def dataset(self, name: str) -> DatasetAnswer:
        """Everything about one dataset.

        Args:
            name: Its id, its name, or any other name that it goes by.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.

        Example:
            >>> kb.dataset("llava-instruct-150k").record.purposes
            (<Purpose.INSTRUCTION_TUNING: 'instruction-tuning'>,)
        """
        return entries.dataset_answer(self.store, naming.resolve(self.store, "dataset", name))

    def benchmark(self, name: str) -> BenchmarkAnswer:
        """Everything about one benchmark; :meth:`KnowledgeBase.leaderboard` ranks its scores.

        Args:
            name: Its id, its name, or any other name that it goes by.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.

        Example:
            >>> kb.benchmark("gqa").record.metrics[0].id
            'accuracy'
        """
        return entries.benchmark_answer(self.store, naming.resolve(self.store, "benchmark", name))

    def organisation(self, name: str) -> OrganisationAnswer:
        """Everything about one organisation.

        Args:
            name: Its id, its name, or any other name that it goes by.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.

        Example:
            >>> [model.id for model in kb.organisation("kaust").models][:2]
            ['minigpt-4', 'minigpt-v2']
        """
        return entries.organisation_answer(self.store, naming.resolve(self.store, "organisation", name))

    def source(self, name: str) -> SourceAnswer:
        """Everything about one source, with all facts that are cited from it.

        Args:
            name: Its id or title.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.

        Example:
            >>> kb.source("arxiv-2304.08485").name
            'Visual Instruction Tuning'
        """
        return entries.source_answer(self.store, naming.resolve(self.store, "source", name))

    def results(self, name: str) -> ResultsAnswer:
        """One results table with its scores.

        Args:
            name: Its id.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.

        Example:
            >>> kb.results("qwen-vl-table-2").record.table.locator
            'README.md: Text-oriented VQA'
        """
        return entries.results_answer(self.store, naming.resolve(self.store, "results", name))

    def survey(self, name: str) -> SurveyAnswer:
        """Everything about one survey.

        Args:
            name: Its id or name.

        Raises:
            NotFoundError: If there is none; the message says what was probably meant.

        Example:
            >>> len(kb.survey("MM-LLMs: Recent Advances in MultiModal Large Language Models").corrections) > 50
            True
        """
        return entries.survey_answer(self.store, naming.resolve(self.store, "survey", name))

    def survey_table(self, survey: str, place: str) -> SurveyTable:
        """A table, figure or page of a survey, rebuilt from what the entries keep of it.

        Args:
            survey: The survey's id or name.
            place: Id or name of the table, figure or page, such as ``table-1``.

        Returns:
            The survey's words beside those of the catalogue, with the corrections.

        Raises:
            NotFoundError: If there is no such survey, or nothing of the kind in it; the message says what was probably meant.

        Example:
            >>> len(kb.survey_table("mm-llms", "table-1").rows) >= 22
            True
        """
        entry = naming.known(self.store, "survey", survey)
        return survey_table(self.store, Named("survey", entry, naming.name_of(self.store, "survey", entry) or entry), place)

    def find(self, name: str) -> Rows[Named]:
        """The entries of any kind that an id, name or alias stands for, whatever the case.

        Args:
            name: An id, a name or an alias.

        Returns:
            The entries, that of just this id first; none if nothing goes by the name.

        Example:
            >>> [tuple(entry) for entry in kb.find("blip-2")]
            [('model', 'blip-2', 'BLIP-2'), ('component', 'blip-2', 'BLIP-2')]
        """
        return self._rows(Named, naming.find(self.store, name))

    def search(self, text: str, limit: int = 20) -> Rows[Hit]:
        """The entries whose names, descriptions, components, makers or authors hold all words of a text.

        Args:
            text: Words, or beginnings of words.
            limit: How many entries at most.

        Returns:
            The entries, best first: what goes by just that name, then by rank.

        Example:
            >>> kb.search("pandagpt")[0].entry.id
            'pandagpt'
        """
        return self._rows(Hit, (Hit(Named(*row[:3]), row[3], row[4]) for row in self.store.search(text, limit)))

    def as_json(self, kind: str, entry_id: str) -> dict[str, Any]:
        """An entry as plain data for JSON; its kind stands under ``entry``.

        Args:
            kind: A kind of entry, such as ``model``.
            entry_id: Its id.

        Raises:
            NotFoundError: If there is none.

        Example:
            >>> kb.as_json("model", "blip-2")["modalities"]["output"]
            ['text']
        """
        return entries.as_json(self.store, kind, entry_id)
