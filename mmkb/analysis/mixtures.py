"""What models were trained on, mixtures taken apart, and which benchmarks stand in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mmkb.query import Questions
from mmkb.vocab import ScoreFlag, StageKind

UNKNOWN_STAGE: Final = "stage not known"
"""Kind of a stage of which the kind is not known."""


def closure(start: Iterable[str], further: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """All that can be reached, the start included.

    Args:
        start: Where to begin.
        further: What each leads to.
    """
    found: set[str] = set()
    open_ = list(start)
    while open_:
        one = open_.pop()
        if one not in found:
            found.add(one)
            open_ += further.get(one, ())
    return frozenset(found)


class Datasets:
    """The datasets, what they are made of, and who was trained on them.

    Attributes:
        mixtures: Datasets that a model names, by model and kind of stage.
        members: The datasets that are parts of a dataset, as they are.
        parents: The datasets that a dataset was made from.
    """

    def __init__(self, kb: Questions) -> None:
        """Read them from a knowledge base."""
        self.members: dict[str, frozenset[str]] = {}
        self.parents: dict[str, frozenset[str]] = {}
        named: dict[str, dict[str, frozenset[str]]] = {}
        for line in kb.dataset_lines():
            if line.child.kind == "model":
                kind = line.relation if line.relation in set(StageKind) else UNKNOWN_STAGE
                stages = named.setdefault(line.child.id, {})
                stages[kind] = stages.get(kind, frozenset()) | {line.dataset.id}
            elif line.child.kind == "dataset":
                links = self.members if line.relation == "member" else self.parents
                links[line.child.id] = links.get(line.child.id, frozenset()) | {line.dataset.id}
        self.mixtures: Mapping[str, Mapping[str, frozenset[str]]] = named
        self._both = {
            one: self.members.get(one, frozenset()) | self.parents.get(one, frozenset())
            for one in {*self.members, *self.parents}
        }

    def members_of(self, datasets: Iterable[str]) -> frozenset[str]:
        """Datasets and all that are parts of them."""
        return closure(datasets, self.members)

    def within(self, datasets: Iterable[str]) -> frozenset[str]:
        """Datasets, all that are parts of them, and all that either were made from."""
        return closure(datasets, self._both)


class Seen(StrEnum):
    """What the catalogue can say of a benchmark's data in a model's training; the value is what figures print."""

    NAMED = "its training data is in the mixture"
    DERIVED = "data made from it is in the mixture"
    FLAGGED = "a source says that its training images were seen"
    NOT_FOUND = "not found in the mixture as far as it is named"
    NO_MIXTURE = "the mixture is not named"
    NO_DATASET = "no dataset of the catalogue bears its name"


@dataclass(frozen=True, slots=True)
class Contact:
    """A model that was scored on a benchmark, and what is known of the benchmark's data in its training.

    Attributes:
        model: Id of the model.
        benchmark: Id of the benchmark.
        seen: What is known; the strongest of what holds.
        ways: The datasets of the mixture by which it was found.
        flagged: Whether a source says that training images were seen.
        held_out: Whether a source says of a score that the benchmark's data was held out.
    """

    model: str
    benchmark: str
    seen: Seen
    ways: tuple[str, ...]
    flagged: bool
    held_out: bool


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^a-z0-9]", "", text)


def twins(kb: Questions) -> dict[str, frozenset[str]]:
    """The datasets that bear the name of a benchmark: by id, name or another name, whatever their spelling.

    Args:
        kb: The knowledge base.

    Returns:
        Datasets by benchmark; a benchmark without one is left out.
    """
    names: dict[str, dict[str, set[str]]] = {"benchmark": {}, "dataset": {}}
    for kind, entry, name in kb.store.rows(
        "SELECT kind, entry_id, name FROM entry_name WHERE kind IN ('benchmark', 'dataset') UNION "
        "SELECT kind, id, name FROM entry WHERE kind IN ('benchmark', 'dataset') UNION "
        "SELECT kind, id, id FROM entry WHERE kind IN ('benchmark', 'dataset')"
    ):
        names[kind].setdefault(entry, set()).add(_plain(name))
    found = {
        benchmark: frozenset(dataset for dataset, its in names["dataset"].items() if its & mine)
        for benchmark, mine in sorted(names["benchmark"].items())
    }
    return {benchmark: datasets for benchmark, datasets in found.items() if datasets}


def contacts(kb: Questions) -> tuple[Contact, ...]:
    """What is known of each benchmark's data in the training of each model that was scored on it.

    A benchmark is found in a mixture by a dataset of the same name there, as itself or as a part of another (``NAMED``), or by
    a dataset that was made from it (``DERIVED``). Which split was used, whether images of the test set are among them, and
    what a component saw before, the catalogue does not say; a benchmark without a dataset of its name is judged by the
    sources' own words only. Tables that a survey copied do not count.

    Args:
        kb: The knowledge base.

    Returns:
        One for each benchmark and model with a score, by benchmark, then by model.
    """
    datasets, named = Datasets(kb), twins(kb)
    flags: dict[tuple[str, str], set[str]] = {}
    rows = kb.store.rows(
        "SELECT DISTINCT s.benchmark_id, s.model_id, f.flag FROM score AS s "
        "JOIN results_table AS t ON t.id = s.results_id AND t.survey_id IS NULL "
        "LEFT JOIN score_flag AS f ON f.results_id = s.results_id AND f.score = s.position ORDER BY 1, 2, 3"
    )
    for benchmark, model, flag in rows:
        flags.setdefault((benchmark, model), set()).add(flag)
    found = []
    for (benchmark, model), its in sorted(flags.items()):
        mixture = frozenset().union(*datasets.mixtures.get(model, {}).values())
        wanted = named.get(benchmark, frozenset())
        direct = tuple(sorted(one for one in mixture if datasets.members_of([one]) & wanted))
        derived = tuple(sorted(one for one in mixture if datasets.within([one]) & wanted))
        flagged = ScoreFlag.TRAIN_IMAGES_OBSERVED in its
        if direct or derived:
            seen = Seen.NAMED if direct else Seen.DERIVED
        elif flagged:
            seen = Seen.FLAGGED
        elif not wanted:
            seen = Seen.NO_DATASET
        else:
            seen = Seen.NOT_FOUND if mixture else Seen.NO_MIXTURE
        found.append(Contact(model, benchmark, seen, direct or derived, flagged, ScoreFlag.ZERO_SHOT in its))
    return tuple(found)
