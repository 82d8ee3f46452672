"""Filters: what a question asks of models, as SQL conditions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from mmkb.query import derivation
from mmkb.query.errors import FilterError, NotFoundError
from mmkb.records.facts import FACTS, STAGE_FACTS
from mmkb.store import Store, fulltext
from mmkb.vocab import Access, Design, Function, Fusion, Modality, Role, StageKind, State, Tuning, Word

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


def open_weights(wanted: bool | None) -> list[Condition]:
    """The weights can, or by what is known cannot, be downloaded."""
    if wanted is None:
        return []
    return [Condition("m.access = ?" if wanted else "m.access <> ?", (str(Access.OPEN_WEIGHTS),))]


def text(wanted: str | None) -> list[Condition]:
    """The model's names, description, components or makers hold all words of a text.

    Raises:
        FilterError: If there is no word in it.
    """
    if wanted is None:
        return []
    found = fulltext.words_of(wanted)
    if not found:
        raise FilterError(f"{wanted!r} has no word to search for")
    sql = "m.id IN (SELECT id FROM search WHERE search MATCH ? AND kind = 'model')"
    return [Condition(sql, (fulltext.match(found),))]


def _components(store: Store, word: str) -> list[str]:
    """The components that a word means: one by id, name or alias, and the members of a family.

    Raises:
        NotFoundError: If there are none.
    """
    ids = store.rows(
        "SELECT id FROM component WHERE id = ? OR family = ? UNION SELECT entry_id FROM entry_name "
        "WHERE kind = 'component' AND casefold(name) = casefold(?) ORDER BY 1",
        (word, word, word),
    )
    if not ids:
        possible = store.rows("SELECT id FROM component UNION SELECT family FROM component WHERE family IS NOT NULL")
        raise NotFoundError("component or family", word, [i for (i,) in possible])
    return [i for (i,) in ids]


def _in(ids: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """A list of ids as one parameter, however many they are."""
    return "IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),)


def _derived_uses(store: Store, ids: list[str]) -> tuple[str, tuple[str, ...]]:
    """The condition that a use ``u`` is one of some components, or of what derives from them."""
    descent = derivation.descendants(store, ids)
    own, given = _in(ids)
    whole, given_whole = _in(descent.components)
    other, given_other = _in(" ".join(pair) for pair in descent.not_variants)
    some, given_some = _in(" ".join(pair) for pair in descent.variants)
    stated = (
        "SELECT 1 FROM component_use_variant AS v WHERE v.model_id = u.model_id AND v.role = u.role "
        "AND v.position = u.position AND v.part = u.part"
    )
    pair = "v.component_id || ' ' || v.variant"
    sql = (
        f"(u.component_id {own} OR u.component_id {whole} AND (NOT EXISTS ({stated}) "
        f"OR EXISTS ({stated} AND {pair} NOT {other})) OR EXISTS ({stated} AND {pair} {some}))"
    )
    return sql, (*given, *given_whole, *given_other, *given_some)


def component(store: Store, roles: tuple[Role, ...], wanted: Wanted, *, derived: bool = False) -> list[Condition]:
    """The model uses all these components, or members of these families, in one of the roles.

    Args:
        store: The database.
        roles: The roles; all of :class:`mmkb.vocab.Role` for any.
        wanted: Components by id, name or family.
        derived: Whether what derives from them counts as well.
    """
    found = []
    of_role = f"u.role IN ({', '.join('?' * len(roles))}) AND " if len(roles) < len(Role) else ""
    given_role = tuple(str(role) for role in roles) if of_role else ()
    for word in words(wanted):
        ids = _components(store, word)
        which, given = _derived_uses(store, ids) if derived else (f"u.component_id {_in(ids)[0]}", _in(ids)[1])
        sql = f"m.id IN (SELECT u.model_id FROM component_use AS u WHERE {of_role}{which})"
        found.append(Condition(sql, (*given_role, *given)))
    return found


def organisation(store: Store, wanted: Wanted) -> list[Condition]:
    """The model was made by all these organisations, or by parts of them."""
    found = []
    for word in words(wanted):
        ids = store.rows(
            "WITH RECURSIVE part(id) AS (SELECT id FROM organisation WHERE id = ? UNION SELECT entry_id FROM entry_name "
            "WHERE kind = 'organisation' AND casefold(name) = casefold(?) UNION SELECT o.id FROM organisation AS o "
            "JOIN part ON o.parent_id = part.id) SELECT id FROM part ORDER BY 1",
            (word, word),
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


_SIZE = r"(\d+(?:\.\d+)?)\s*([KMBT]?)"
_PARAMETERS = re.compile(rf"(>=|<=|>|<|=)?\s*{_SIZE}|{_SIZE}\s*\.\.\s*{_SIZE}", re.ASCII | re.IGNORECASE)
_UNITS: Final = {"": 0, "K": 3, "M": 6, "B": 9, "T": 12}


def _number(digits: str, unit: str) -> str:
    return str(int(Decimal(digits).scaleb(_UNITS[unit.upper()])))


def parameters(wanted: Wanted) -> list[Condition]:
    """Some variant of the model has, by its makers' word, so many parameters: ``7B``, ``>=13B``, ``3B..8B``.

    Raises:
        FilterError: If the text is no number with an optional comparison, and no two numbers.
    """
    found = []
    for word in words(wanted):
        match = _PARAMETERS.fullmatch(word.strip())
        if match is None:
            raise FilterError(f"{word!r} is no number of parameters such as 7B, >=13B or 3B..8B")
        test, numbers = f"{match[1] or '='} CAST(? AS INTEGER)", [(match[2], match[3])]
        if match[4]:
            test, numbers = "BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)", [(match[4], match[5]), (match[6], match[7])]
        sql = f"m.id IN (SELECT model_id FROM model_variant WHERE parameters {test})"
        found.append(Condition(sql, tuple(_number(*number) for number in numbers)))
    return found


def licence(what: str, wanted: Wanted) -> list[Condition]:
    """The code, or the weights of the model or of some variant, stand under all these licences.

    Args:
        what: ``code`` or ``weights``.
        wanted: Identifiers of licences; one of several that are joined by AND or OR matches as well.
    """
    of_variants = "" if what == "code" else " UNION ALL SELECT model_id, weights_licence FROM model_variant"
    stated = f"SELECT id AS model_id, {what}_licence AS licence FROM model{of_variants}"
    sql = f"m.id IN (SELECT model_id FROM ({stated}) WHERE ' ' || licence || ' ' LIKE '% ' || ? || ' %')"
    return [Condition(sql, (word,)) for word in words(wanted)]


def built_on(store: Store, wanted: Wanted) -> list[Condition]:
    """The model descends from all these models, over however many steps.

    Raises:
        NotFoundError: If there is no such model.
    """
    sql = (
        "m.id IN (WITH RECURSIVE child(id) AS (SELECT model_id FROM lineage WHERE parent_model_id = ? UNION "
        "SELECT l.model_id FROM lineage AS l JOIN child ON l.parent_model_id = child.id) SELECT id FROM child)"
    )
    found = []
    for word in words(wanted):
        if not store.rows("SELECT 1 FROM model WHERE id = ?", (word,)):
            raise NotFoundError("model", word, [i for (i,) in store.rows("SELECT id FROM model")])
        found.append(Condition(sql, (word,)))
    return found


GAPS: Final[tuple[str, ...]] = tuple(
    f"{fact.replace(' ', '-')}:{state}" for fact in (*FACTS, *STAGE_FACTS) for state in ("absent", *State)
)
"""The gaps that can be asked for: a fact and why it has no value, such as ``stage-datasets:not-disclosed``."""


def gap(wanted: Wanted) -> list[Condition]:
    """The model has all these gaps; one of a stage's facts in some stage.

    Raises:
        NotFoundError: If there is no such fact or state.
    """
    found = []
    for word in words(wanted):
        if word not in GAPS:
            raise NotFoundError("gap", word, GAPS)
        fact, _, state = word.partition(":")
        sql = "m.id IN (SELECT model_id FROM knowledge WHERE replace(fact, ' ', '-') = ? AND state = ?)"
        found.append(Condition(sql, (fact, state)))
    return found
