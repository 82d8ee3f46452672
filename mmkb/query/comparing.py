"""Models side by side."""

from __future__ import annotations

import html
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mmkb.query.answers import ModelSummary, Named
from mmkb.query.printing import html_cell, shown, text_table
from mmkb.query.summaries import model_summaries
from mmkb.store import Store
from mmkb.vocab import Role

_STATES: Final = {"not-disclosed": "not disclosed", "not-applicable": "not applicable", "absent": "not looked up yet"}


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """One fact of several models.

    Attributes:
        fact: Name of the fact.
        values: What is known of it, model by model; ``not disclosed``, ``not applicable`` or ``not looked up yet`` where
            nothing is.
        differs: Whether the values are not all the same.
    """

    fact: str
    values: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """Models side by side.

    Attributes:
        models: The models, in the order asked for.
        rows: The facts.

    Example:
        >>> comparison = kb.compare("llava", "blip-2")
        >>> [row.values for row in comparison.rows if row.fact == "design"]
        [('end-to-end', 'end-to-end')]
    """

    models: tuple[ModelSummary, ...]
    rows: tuple[ComparedFact, ...]

    @property
    def differences(self) -> tuple[ComparedFact, ...]:
        """The facts in which the models differ.

        Example:
            >>> [row.fact for row in kb.compare("llava", "llava-1.5").differences][:2]
            ['released', 'organisations']
        """
        return tuple(row for row in self.rows if row.differs)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The facts as plain data: ``fact``, ``differs`` and a value for each model, by its id.

        Example:
            >>> kb.compare("llava", "blip-2").to_dicts()[0]
            {'fact': 'released', 'differs': True, 'llava': '2023-04-17', 'blip-2': '2023-01-26'}
        """
        ids = [model.id for model in self.models]
        return [{"fact": row.fact, "differs": row.differs, **dict(zip(ids, row.values, strict=True))} for row in self.rows]

    def __str__(self) -> str:
        """The facts as a text table; an asterisk stands before those in which the models differ."""
        rows = [(f"{'*' if row.differs else ' '} {row.fact}", *row.values) for row in self.rows]
        return text_table(("  fact", *(model.name for model in self.models)), rows, 40, wrap=True)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The facts as a table for a notebook; those in which the models differ are marked."""
        head = "".join(f'<th scope="col">{html_cell("", _named(model))}</th>' for model in self.models)
        body = ""
        for row in self.rows:
            values = (f"<mark>{html.escape(v)}</mark>" if row.differs else html.escape(v) for v in row.values)
            cells = "".join(f"<td>{value}</td>" for value in values)
            body += f'<tr><th scope="row">{html.escape(row.fact)}{" *" if row.differs else ""}</th>{cells}</tr>'
        return (
            f'<table class="mmkb"><thead><tr><th scope="col">fact</th>{head}</tr></thead><tbody>{body}</tbody>'
            "<caption>* and marked: the models differ</caption></table>"
        )


def _named(model: ModelSummary) -> Named:
    return Named("model", model.id, model.name)


_USES: Final = """
SELECT u.model_id, u.role, u.position, c.name, u.tokens, u.tokens_at_most, u.tokens_per,
 (SELECT group_concat(name, ', ') FROM (SELECT w.name FROM component_use_variant AS v JOIN component_variant AS w
  ON w.component_id = v.component_id AND w.id = v.variant WHERE v.model_id = u.model_id AND v.role = u.role
  AND v.position = u.position AND v.part = u.part ORDER BY v.place)),
 (SELECT group_concat(resolution, ', ') FROM (SELECT r.resolution FROM component_use_resolution AS r
  WHERE r.model_id = u.model_id AND r.role = u.role AND r.position = u.position AND r.part = u.part ORDER BY r.place))
FROM component_use AS u JOIN component AS c ON c.id = u.component_id
WHERE u.model_id IN (SELECT value FROM json_each(?)) ORDER BY u.model_id, u.role, u.position, u.part
"""


def _uses(store: Store, ids: str) -> dict[tuple[str, str], str]:
    """What a model has in each role, by model and role: with variants, resolutions and tokens."""
    joined: dict[tuple[str, str], dict[int, list[str]]] = defaultdict(dict)
    after: dict[tuple[str, str, int], list[str]] = {}
    for model, role, position, name, tokens, most, per, variants, resolutions in store.rows(_USES, (ids,)):
        joined[model, role].setdefault(position, []).append(f"{name} {variants}" if variants else name)
        count = tokens if tokens is not None else most
        told = [resolutions] if resolutions else []
        if count is not None:
            told.append(f"{'up to ' if tokens is None else ''}{count} tokens{f' per {per}' if per else ''}")
        after[model, role, position] = told
    return {
        (model, role): "; ".join(
            " + ".join(parts) + (f" ({', '.join(after[model, role, place])})" if after[model, role, place] else "")
            for place, parts in uses.items()
        )
        for (model, role), uses in joined.items()
    }


def _training(store: Store, ids: str) -> dict[str, list[tuple[str, str]]]:
    """Of each model, the stages of its training, each with what is trained in it and on what."""
    parts: dict[tuple[str, int], dict[str, None]] = defaultdict(dict)
    for model, stage, role, tuning, method in store.rows(
        "SELECT model_id, stage, role, tuning, method FROM stage_part WHERE model_id IN (SELECT value FROM json_each(?)) "
        "AND tuning IS NOT NULL AND tuning <> 'frozen' ORDER BY model_id, stage, position",
        (ids,),
    ):
        how = "" if tuning == "trained" else f" ({method or tuning})"
        parts[model, stage][f"{role.replace('-', ' ')}{how}"] = None
    stages: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for model, position, name, kind, scale, unit in store.rows(
        "SELECT model_id, position, name, kind, scale_printed, scale_unit FROM stage "
        "WHERE model_id IN (SELECT value FROM json_each(?)) ORDER BY model_id, position",
        (ids,),
    ):
        stages[model].append((f"{name} ({kind})" if kind else name, ", ".join(parts.get((model, position), ())) or "not known"))
        if scale is not None:
            what, trained = stages[model][-1]
            stages[model][-1] = (f"{what}, {scale} {(unit or '').replace('-', ' ')}".rstrip(), trained)
    return stages


_COLUMNS: Final = "SELECT id, code_licence, weights_licence FROM model WHERE id IN (SELECT value FROM json_each(?))"


def compare(store: Store, ids: Sequence[str]) -> Comparison:
    """Models side by side, in the order of ``ids``."""
    given = json.dumps(sorted(set(ids)))
    by_id = {model.id: model for model in model_summaries(store, sorted(set(ids)))}
    models = tuple(by_id[entry] for entry in ids)
    states = {
        (model, fact): state
        for model, fact, state in store.rows(
            "SELECT model_id, fact, state FROM knowledge WHERE model_id IN (SELECT value FROM json_each(?)) "
            "AND state <> 'known' ORDER BY model_id, position DESC",
            (given,),
        )
    }
    uses, training = _uses(store, given), _training(store, given)
    licences = {model: (code, weights) for model, code, weights in store.rows(_COLUMNS, (given,))}
    rows: list[ComparedFact] = []

    def fact(name: str, value: Callable[[ModelSummary], object], wanted: str | None = None) -> None:
        values = tuple(_told(shown(name, value(model)), states, model.id, wanted or name) for model in models)
        rows.append(ComparedFact(name, values, len(set(values)) > 1))

    fact("released", lambda m: m.released, "release date")
    fact("organisations", lambda m: m.organisations)
    fact("access", lambda m: m.access)
    fact("function", lambda m: m.function, "output modalities")
    fact("design", lambda m: m.design)
    fact("input", lambda m: m.input, "input modalities")
    fact("output", lambda m: m.output, "output modalities")
    fact("fusion", lambda m: m.fusion)
    for role, wanted in _ROLES.items():
        fact(wanted, lambda m, role=role: uses.get((m.id, role)))  # type: ignore[misc]
    fact("experts", lambda m: uses.get((m.id, Role.EXPERT)))
    fact("parameters", lambda m: m.parameters or "not stated")
    for place in range(max((len(stages) for stages in training.values()), default=0)):
        fact(f"stage {place + 1}", lambda m, i=place: _at(training, m.id, i, 0), "training stages")  # type: ignore[misc]
        fact(f"trained in stage {place + 1}", lambda m, i=place: _at(training, m.id, i, 1), "training stages")  # type: ignore[misc]
    fact("code licence", lambda m: licences[m.id][0])
    fact("weights licence", lambda m: licences[m.id][1])
    return Comparison(models, tuple(rows))


_ROLES: Final = {
    Role.ENCODER: "encoders",
    Role.INPUT_PROJECTOR: "input projectors",
    Role.BACKBONE: "backbones",
    Role.OUTPUT_PROJECTOR: "output projectors",
    Role.GENERATOR: "generators",
}


def _at(training: Mapping[str, Sequence[tuple[str, str]]], model: str, place: int, which: int) -> str | None:
    stages: Iterable[tuple[str, str]] = training.get(model, ())
    return next((stage[which] for i, stage in enumerate(stages) if i == place), None)


def _told(value: str, states: Mapping[tuple[str, str], str], model: str, fact: str) -> str:
    """A value, or why there is none."""
    return value or _STATES.get(states.get((model, fact), ""), "none")
