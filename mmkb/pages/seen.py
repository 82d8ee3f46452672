"""What is known of a benchmark's data in the training of models: on the page of the benchmark and on those of datasets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mmkb.analysis.mixtures import Contact, Seen, contacts, twins
from mmkb.figures.contamination import LIMITS
from mmkb.pages.escape import text
from mmkb.pages.figures import figure_path
from mmkb.pages.markup import section
from mmkb.pages.paths import Page
from mmkb.pages.words import capital, counted
from mmkb.query import Questions
from mmkb.query.named import Named

_TOLD: Final = (Seen.NAMED, Seen.DERIVED, Seen.FLAGGED)
"""What speaks for contact; the rest is told as a number."""


class Contamination:
    """What is known of the data of all benchmarks in the training of all models, read once for many pages."""

    def __init__(self, kb: Questions) -> None:
        """Read it from a knowledge base."""
        self._models = {model.id: Named("model", model.id, model.name) for model in kb.models()}
        self._datasets = {dataset.id: Named("dataset", dataset.id, dataset.name) for dataset in kb.datasets()}
        self._benchmarks = {one.id: Named("benchmark", one.id, one.name) for one in kb.benchmarks()}
        self._of: dict[str, list[Contact]] = {}
        for contact in contacts(kb):
            self._of.setdefault(contact.benchmark, []).append(contact)
        self._twins = twins(kb)

    def of_benchmark(self, page: Page, benchmark: str) -> str:
        """The section on a benchmark's data in training; nothing where no dataset bears its name and no source says a word.

        Args:
            page: The page that it stands on.
            benchmark: Its id.
        """
        found = [contact for contact in self._of.get(benchmark, ()) if contact.seen is not Seen.NO_DATASET]
        if not found:
            return ""
        by_word = {seen: [contact for contact in found if contact.seen is seen] for seen in Seen}
        named = sum(len(by_word[seen]) for seen in _TOLD)
        same = page.links(tuple(self._datasets[one] for one in sorted(self._twins.get(benchmark, ()))))
        told = f"Of {counted(len(found), 'model')} with a score, {named} had, as far as is known, its data in training"
        told += f" (datasets of its name: {same}).\n\n" if same else ".\n\n"
        lines = [self._line(page, seen, by_word[seen]) for seen in Seen if by_word[seen]]
        more = f"{text(LIMITS)} [All benchmarks]({page.to(figure_path('contamination'))})."
        return section("In training data", "seen", f"{told}{''.join(lines)}\n{more}")

    def _line(self, page: Page, seen: Seen, found: Sequence[Contact]) -> str:
        words = f"- {text(capital(seen))}: {len(found)}"
        if seen not in _TOLD:
            return f"{words}\n"
        return f"{words} ({', '.join(self._by(page, contact) for contact in found)})\n"

    def _by(self, page: Page, contact: Contact) -> str:
        ways = page.links(tuple(self._datasets[one] for one in contact.ways))
        return page.link(self._models[contact.model]) + (f" by {ways}" if ways else "")

    def of_dataset(self, page: Page, dataset: str) -> str:
        """The section on the benchmarks that bear the name of a dataset; nothing where there is none.

        Args:
            page: The page that it stands on.
            dataset: Its id.
        """
        lines = [self._benchmark(page, one) for one, its in sorted(self._twins.items()) if dataset in its]
        hint = "A benchmark of the same name, and how many of the models scored on it had its data in training:\n\n"
        return section("As a benchmark", "benchmark", hint + "".join(lines) if lines else "")

    def _benchmark(self, page: Page, benchmark: str) -> str:
        found = self._of.get(benchmark, ())
        seen = sum(contact.seen in _TOLD for contact in found)
        told = f"{seen} of {counted(len(found), 'model')}" if found else "no score yet"
        return f"- {page.link(self._benchmarks[benchmark])}: {told}\n"
