"""Filters: what a question asks of models, as SQL conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from mmkb.query.errors import FilterError, NotFoundError
from mmkb.store import Store
from mmkb.vocab import Access, Design, Function, Fusion, Modality, Role, StageKind, Tuning, Word

Wanted = str | Iterable[str] | None
"""One word, or several that must all hold."""


class Condition(NamedTuple):
    """A condition on a model ``m`` and its parameters."""

    sql: str
    given: tuple[str, ...]


def words(wanted: Wanted) -> tuple[str, ...]:
    """The words of a filter, in a fixed order."""
    if wanted is None:
        return ()
    return (wanted,) if isinstance(wanted, str) else tuple(sorted(set(wanted)))


def _known(what: str, word: str, vocabulary: type[Word]) -> str:
    if word not in list(vocabulary):
        raise NotFoundError(what, word, [str(known) for known in vocabulary])
    return word


def modality(way: str, wanted: Wanted) -> list[Condition]:
    """The model takes, or gives, all the modalities."""
    sql = "m.id IN (SELECT model_id FROM model_modality WHERE direction = ? AND modality = ?)"
    return [Condition(sql, (way, _known("modality", word, Modality))) for word in words(wanted)]


COLUMNS: Final[dict[str, type[Word]]] = {"function": Function, "design": Design, "access": Access}
"""Filters on a column of the model, each with its vocabulary."""


def column(name: str, wanted: str | None) -> list[Condition]:
    """The column of the model holds the word."""
    return [] if wanted is None else [Condition(f"m.{name} = ?", (_known(name, wanted, COLUMNS[name]),))]


def fusion(wanted: Wanted) -> list[Condition]:
    """The model fuses in all these ways."""
    sql = "m.id IN (SELECT model_id FROM model_fusion WHERE fusion = ?)"
    return [Condition(sql, (_known("fusion", word, Fusion),)) for word in words(wanted)]


def component(store: Store, roles: tuple[Role, ...], wanted: Wanted) -> list[Condition]:
    """The model uses all these components, or members of these families, in one of the roles."""
    found = []
    for word in words(wanted):
        ids = store.rows(
            "SELECT id FROM component WHERE id = ? OR family = ? UNION SELECT entry_id FROM entry_name "
            "WHERE kind = 'component' AND lower(name) = lower(?) ORDER BY 1",
            (word, word, word),
        )
        if not ids:
            possible = store.rows("SELECT id FROM component UNION SELECT family FROM component WHERE family IS NOT NULL")
            raise NotFoundError("component or family", word, [i for (i,) in possible])
        marks = ", ".join("?" * len(ids))
        of_role = ", ".join("?" * len(roles))
        sql = f"m.id IN (SELECT model_id FROM component_use WHERE role IN ({of_role}) AND component_id IN ({marks}))"
        found.append(Condition(sql, (*(str(role) for role in roles), *(i for (i,) in ids))))
    return found


def organisation(store: Store, wanted: Wanted) -> list[Condition]:
    """The model was made by all these organisations, or by parts of them."""
    found = []
    for word in words(wanted):
        ids = store.rows(
            "SELECT id FROM organisation WHERE id = ? OR parent_id = ? UNION SELECT entry_id FROM entry_name "
            "WHERE kind = 'organisation' AND lower(name) = lower(?) ORDER BY 1",
            (word, word, word),
        )
        if not ids:
            raise NotFoundError("organisation", word, [i for (i,) in store.rows("SELECT id FROM organisation")])
        marks = ", ".join("?" * len(ids))
        sql = f"m.id IN (SELECT model_id FROM model_organisation WHERE organisation_id IN ({marks}))"
        found.append(Condition(sql, tuple(i for (i,) in ids)))
    return found


def dataset(store: Store, wanted: Wanted) -> list[Condition]:
    """The model was trained on all these datasets."""
    found = []
    for word in words(wanted):
        if not store.rows("SELECT 1 FROM dataset WHERE id = ?", (word,)):
            raise NotFoundError("dataset", word, [i for (i,) in store.rows("SELECT id FROM dataset")])
        found.append(Condition("m.id IN (SELECT model_id FROM stage_dataset WHERE dataset_id = ?)", (word,)))
    return found


def trained(wanted: Wanted) -> list[Condition]:
    """In some stage, parts in these roles are trained, wholly, partly or by PEFT."""
    names = {str(role).replace("-", "_"): role for role in Role}
    sql = (
        "m.id IN (SELECT model_id FROM stage_part WHERE role = ? AND tuning IN "
        f"('{Tuning.TRAINED}', '{Tuning.PARTIAL}', '{Tuning.PEFT}'))"
    )
    found = []
    for word in words(wanted):
        role = names.get(word.replace("-", "_"))
        if role is None:
            raise NotFoundError("role", word, names)
        found.append(Condition(sql, (str(role),)))
    return found


def stage(wanted: Wanted) -> list[Condition]:
    """The model went through stages of all these kinds."""
    sql = "m.id IN (SELECT model_id FROM stage WHERE kind = ?)"
    return [Condition(sql, (_known("stage kind", word, StageKind),)) for word in words(wanted)]


_RELEASED = re.compile(r"(>=|<=|>|<|=)?\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)", re.ASCII)


def released(wanted: Wanted) -> list[Condition]:
    """The model was released then: ``2023``, ``>=2023-06``, ``<2024``; dates are compared as far as both are precise.

    Raises:
        FilterError: If the text is no date with an optional comparison.
    """
    found = []
    for word in words(wanted):
        match = _RELEASED.fullmatch(word.strip())
        if match is None:
            raise FilterError(f"{word!r} is no date such as 2023, 2023-06 or >=2023-06-15")
        comparison, date = match[1] or "=", match[2]
        found.append(
            Condition(
                f"m.released IS NOT NULL AND substr(m.released, 1, {len(date)}) {comparison} substr(?, 1, length(m.released))",
                (date,),
            )
        )
    return found
