"""Questions across entries: comparing, descent, scores, sources, gaps, SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from mmkb.citing import bibliography
from mmkb.query import cited, comparing, entries, leaderboards, naming, related
from mmkb.query.answers import ComponentUseAnswer, Counts, DatasetUseAnswer, LineageAnswer, Named
from mmkb.query.asking import Asking
from mmkb.query.comparing import Comparison
from mmkb.query.coverage import CoverageLine, coverage
from mmkb.query.errors import FilterError, NotFoundError
from mmkb.query.leaderboards import Leaderboard
from mmkb.query.rows import Rows
from mmkb.query.rowtypes import CitedSource, DatasetLine, GapAnswer, TimelineAnswer
from mmkb.query.sheet import Sheet
from mmkb.query.sqltable import Table, unlike
from mmkb.query.stats import Stats, stats
from mmkb.store import Store
from mmkb.store.guarded import GuardedReader


class Across(Asking):
    """Questions across entries."""

    def __init__(self, store: Store) -> None:
        """Answer from ``store``."""
        super().__init__(store)
        self._guarded = GuardedReader(store.path, store.meta["data_version"])

    def close(self) -> None:
        """Close the database."""
        self._guarded.close()
        super().close()

    def compare(self, *names: str) -> Comparison:
        """Models side by side, with the facts marked in which they differ.

        Args:
            *names: Two models or more, by id or name.

        Raises:
            NotFoundError: If there is no such model; the message says what was probably meant.
            FilterError: If fewer than two models are named.

        Example:
            >>> comparison = kb.compare("llava-1.5", "blip-2", "qwen-vl")
            >>> [row.values for row in comparison.rows if row.fact == "design"]
            [('end-to-end', 'end-to-end', 'end-to-end')]
        """
        ids = tuple(dict.fromkeys(naming.known(self.store, "model", name) for name in names))
        if len(ids) < 2:
            raise FilterError("comparing takes two models or more")
        return comparing.compare(self.store, ids)

    def sheet(self, name: str) -> Sheet:
        """All facts of one model in the words in which :meth:`compare` sets them beside those of others.

        Args:
            name: The model, by id or name.

        Raises:
            NotFoundError: If there is no such model; the message says what was probably meant.

        Example:
            >>> [fact.cell.text for fact in kb.sheet("llava").facts if fact.fact == "trained in stage 1"]
            ['input projector']
        """
        return comparing.sheet(self.store, naming.known(self.store, "model", name))

    def used_by(self, name: str) -> Rows[ComponentUseAnswer] | Rows[DatasetUseAnswer]:
        """The models that use a component, or the models and components that were trained on a dataset.

        Args:
            name: The component or dataset, by id or name.

        Returns:
            The uses, by release date.

        Raises:
            NotFoundError: If there is neither; the message says what was probably meant.

        Example:
            >>> [use.model.id for use in kb.used_by("imagebind")][:2]
            ['pandagpt', 'video-llama']
            >>> kb.used_by("llava-instruct-150k")[0].user.id
            'llava'
        """
        component = naming.resolve(self.store, "component", name)
        label = naming.name_of(self.store, "component", component)
        if label is not None:
            return self._rows(ComponentUseAnswer, entries.component_uses(self.store, component, label))
        dataset = naming.resolve(self.store, "dataset", name)
        if naming.name_of(self.store, "dataset", dataset) is None:
            rows = self.store.rows("SELECT DISTINCT name FROM entry_name WHERE kind IN ('component', 'dataset')")
            ids = self.store.rows("SELECT id FROM component UNION SELECT id FROM dataset")
            raise NotFoundError("component or dataset", name, {word for (word,) in (*rows, *ids)})
        return self._rows(DatasetUseAnswer, entries.dataset_uses(self.store, dataset))

    def lineage(self, name: str | None = None) -> Rows[LineageAnswer]:
        """What models were built on.

        Args:
            name: A model, by id or name; None for the lines of all models.

        Returns:
            Of one model, the lines to all its ancestors (``distance`` below 0) and descendants (above 0), furthest ancestors
            first; of all, the lines by the later model's release date, without ``distance``.

        Raises:
            NotFoundError: If there is no such model; the message says what was probably meant.

        Example:
            >>> [(line.distance, line.parent.id) for line in kb.lineage("llava-1.5") if line.distance < 0]
            [(-1, 'llava')]
            >>> [line.child.id for line in kb.lineage("llava") if line.distance == 1 and line.relation == "succeeds"]
            ['llava-1.5']
        """
        if name is None:
            return self._rows(LineageAnswer, entries.lineage_answers(self.store))
        return self._rows(LineageAnswer, related.lineage_of(self.store, naming.known(self.store, "model", name)))

    def dataset_lines(self) -> Rows[DatasetLine]:
        """What was trained on which dataset, and which dataset was made from which, models first.

        Example:
            >>> [(line.relation, line.amount) for line in kb.dataset_lines() if line.child.id == "llava"][0]
            ('pre-training', '595K')
        """
        return self._rows(DatasetLine, related.dataset_lines(self.store))

    def timeline(self) -> Rows[TimelineAnswer]:
        """The models in the order of time, each with what it was built on; those without a date are left out.

        Example:
            >>> [(line.released, line.model.name) for line in kb.timeline()][0]
            ('2022-04-29', 'Flamingo')
        """
        return self._rows(TimelineAnswer, related.timeline(self.store))

    def leaderboard(self, benchmark: str, metric: str | None = None, split: str | None = None) -> Leaderboard:
        """The scores on a benchmark, ranked only among those that can be compared.

        Args:
            benchmark: The benchmark, by id or name.
            metric: Only this metric, by id or name.
            split: Only this split, by id or name.

        Returns:
            Groups of scores of one metric, split, number of shots, set of flags and measurer.

        Raises:
            NotFoundError: If there is no such benchmark, metric or split; the message says what was possible.

        Example:
            >>> board = kb.leaderboard("gqa", split="test-dev")
            >>> {group.split for group in board.groups}
            {'test-dev'}
        """
        entry = naming.known(self.store, "benchmark", benchmark)
        named = Named("benchmark", entry, naming.name_of(self.store, "benchmark", entry) or entry)
        return leaderboards.leaderboard(self.store, named, metric, split)

    def sources_of(self, name: str, fact: str = "") -> Rows[CitedSource]:
        """The places where the facts of an entry are written.

        Args:
            name: The entry, by id or name; a model before an entry of another kind.
            fact: A path in the entry, such as ``architecture`` or ``training.stages.0``, or a fact wanted of models, such as
                ``weights licence``; empty for the whole entry.

        Returns:
            Citations of that block and the blocks in it; where it has none of its own, those of the block around it too.

        Raises:
            NotFoundError: If there is no such entry, or nothing of that name in it; the message says what was possible.

        Example:
            >>> [(c.path, c.locator) for c in kb.sources_of("llava", "architecture")][0]
            ('architecture', 'section 4.1')
        """
        found = sorted(naming.find(self.store, name), key=lambda entry: entry.kind != "model")
        if not found:
            raise cited.no_entry(self.store, name)
        return self._rows(CitedSource, cited.cited_sources(self.store, found[0], fact))

    def gaps(self, state: str | None = None, model: str | None = None) -> Rows[GapAnswer]:
        """What is not known of models.

        Args:
            state: ``absent`` (nobody has looked yet), ``not-disclosed`` (the sources do not say) or ``not-applicable`` (there
                is nothing to know); None for the first two.
            model: Only of this model, by id or name.

        Returns:
            The facts, by model.

        Raises:
            NotFoundError: If there is no such state or model.

        Example:
            >>> sorted({gap.state for gap in kb.gaps("not-disclosed")})
            ['not-disclosed']
        """
        entry = naming.known(self.store, "model", model) if model is not None else None
        return self._rows(GapAnswer, related.gaps(self.store, state, entry))

    def sql(
        self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), limit: int = 1000, seconds: float = 5.0
    ) -> Table:
        """Ask in SQL. Nothing can be written, and no other file opened.

        Args:
            sql: One SELECT; values stand as ``?`` or ``:name`` in it.
            parameters: The values.
            limit: Rows at most; ``truncated`` tells if there are more.
            seconds: Time at most.

        Raises:
            SqlError: If the statement is wrong, does more than read, takes longer, or gives too much; the message says which.

        Example:
            >>> kb.sql("SELECT model FROM model_components WHERE component_id = ? ORDER BY released LIMIT 1", ["imagebind"])
            model
            --------
            PandaGPT
            >>> kb.sql("DELETE FROM model")
            Traceback (most recent call last):
            mmkb.store.guarded.SqlError: Only reading is allowed: one SELECT, and nothing that writes or opens files ...
        """
        found = self._guarded.ask(sql, parameters, limit, seconds)
        return Table(unlike(found.columns), found.rows, found.more)

    def bibtex(self, *names: str) -> str:
        """The BibTeX of entries: of their papers, or of sources themselves.

        Args:
            *names: Entries of any kind, by id or name; a model before an entry of another kind.

        Returns:
            The entries of BibTeX, each once, by key, parted by empty lines.

        Raises:
            NotFoundError: If there is no such entry, or it has no paper.

        Example:
            >>> kb.bibtex("llava", "arxiv-2304.08485").splitlines()[:2]  # the same paper twice
            ['@misc{liu2023visual,', '  title         = {{Visual Instruction Tuning}},']
        """
        return bibliography(cited.sources_named(self.store, names))

    def states(self) -> Mapping[str, Mapping[str, int]]:
        """How many models are in which state, by fact.

        Example:
            >>> kb.states()["encoders"]["known"] > 20
            True
        """
        found: dict[str, dict[str, int]] = {}
        for fact, state, number in self.store.rows(
            "SELECT fact, state, count(*) FROM knowledge GROUP BY fact, state ORDER BY fact, state"
        ):
            found.setdefault(fact, {})[state] = number
        return MappingProxyType(found)

    def coverage(self, model: str | None = None) -> Rows[CoverageLine]:
        """How far the facts wanted of every model are known, and details where they apply.

        Args:
            model: Only of this model, by id or name.

        Returns:
            A line a fact: how many are known, not disclosed, not applicable and absent.

        Raises:
            NotFoundError: If there is no such model; the message says what was probably meant.

        Example:
            >>> [line.absent for line in kb.coverage() if line.fact == "encoders"]
            [0]
        """
        entry = naming.known(self.store, "model", model) if model is not None else None
        return self._rows(CoverageLine, coverage(self.store, entry))

    def counts(self) -> Counts:
        """How much there is.

        Example:
            >>> kb.counts().entries["model"] >= 26
            True
        """
        one = self.store.rows
        return Counts(
            entries=MappingProxyType(dict(one("SELECT kind, count(*) FROM entry GROUP BY kind ORDER BY kind"))),
            facts=one("SELECT count(*) FROM citation")[0][0],
            scores=one("SELECT count(*) FROM score JOIN results_table AS t ON t.id = results_id WHERE t.survey_id IS NULL")[0][
                0
            ],
            corrections=one("SELECT count(*) FROM correction")[0][0],
            states=MappingProxyType(dict(one("SELECT state, count(*) FROM knowledge GROUP BY state ORDER BY state"))),
        )

    def stats(self) -> Stats:
        """How much there is, of which version, and what models are built of most.

        Example:
            >>> kb.stats().entries["model"] >= 26
            True
        """
        return stats(self.store, self.counts())
