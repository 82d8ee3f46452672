"""Views: the joins that people ask for, under readable names, in SQL that any database understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_MODEL = {"model_id": "The model.", "model": "Name of the model."}
_COMPONENT = {"component_id": "The component.", "component": "Name of the component."}


@dataclass(frozen=True, slots=True)
class View:
    """A view.

    Attributes:
        name: Its name.
        description: What it shows.
        columns: Its columns with what each one holds.
        query: The SELECT that it stands for.
    """

    name: str
    description: str
    columns: Mapping[str, str]
    query: str

    def create(self) -> str:
        """The statement that makes it."""
        return f"CREATE VIEW {self.name} ({', '.join(self.columns)}) AS {' '.join(self.query.split())}"


VIEWS: Final[tuple[View, ...]] = (
    View(
        "model_components",
        "What each model is built of, one row a component in its role.",
        {
            **_MODEL,
            "released": "First public day of the model.",
            "role": "The component's role.",
            "position": "Place among the uses in that role.",
            "part": "Place in a compound projector.",
            **_COMPONENT,
            "family": "Family of the component.",
            "tokens": "Tokens that it gives.",
            "tokens_at_most": "Tokens that it gives at the most.",
            "tokens_per": "What the tokens are counted for.",
        },
        """
        SELECT m.id, m.name, m.released, u.role, u.position, u.part, c.id, c.name, c.family, u.tokens, u.tokens_at_most,
               u.tokens_per
        FROM component_use u JOIN model m ON m.id = u.model_id JOIN component c ON c.id = u.component_id
        """,
    ),
    View(
        "model_training",
        "What happens to each part of a model in each stage of its training.",
        {
            **_MODEL,
            "stage": "Place of the stage in the order of training, from 0.",
            "stage_name": "The stage as its makers call it.",
            "stage_kind": "What the stage is for.",
            "role": "Role of the part.",
            **_COMPONENT,
            "tuning": "trained, partial, peft or frozen; empty where not known.",
            "tuning_state": "known, not-disclosed or not-applicable.",
            "method": "The PEFT method.",
        },
        """
        SELECT m.id, m.name, s.position, s.name, s.kind, p.role, c.id, c.name, p.tuning, p.tuning_state, p.method
        FROM stage_part p JOIN stage s ON s.model_id = p.model_id AND s.position = p.stage
             JOIN model m ON m.id = p.model_id JOIN component c ON c.id = p.component_id
        """,
    ),
    View(
        "model_scores",
        "Scores with all that is needed to compare them.",
        {
            **_MODEL,
            "variant": "Name of the model's variant; empty where the table does not tell one.",
            "row_label": "The row's label as printed, where it says more.",
            "benchmark_id": "The benchmark.",
            "benchmark": "Name of the benchmark.",
            "metric": "The metric, the benchmark's usual one where the table names none.",
            "unit": "Unit of the score.",
            "direction": "Which scores are better.",
            "split": "The split.",
            "value": "The score as a number.",
            "printed": "The score as printed.",
            "shots": "Number of examples in the prompt.",
            "results_id": "The table that it was read in.",
            "score": "Place in that table, as score_flag names it.",
            "source_id": "The source of the table.",
            "locator": "The table in the source.",
            "note": "What a reader must know.",
        },
        """
        SELECT m.id, m.name, v.name, s.row_label, b.id, b.name, k.id, k.unit, k.direction, s.split, s.value, s.printed,
               s.shots, t.id, s.position, t.source_id, t.locator, s.note
        FROM score s JOIN results_table t ON t.id = s.results_id JOIN model m ON m.id = s.model_id
             JOIN benchmark b ON b.id = s.benchmark_id
             JOIN benchmark_metric k ON k.benchmark_id = s.benchmark_id
                  AND (k.id = s.metric OR (s.metric IS NULL AND k.position = 0))
             LEFT JOIN model_variant v ON v.model_id = s.model_id AND v.id = s.variant
        WHERE t.survey_id IS NULL
        """,
    ),
    View(
        "model_lineage",
        "What each model was built on.",
        {
            **_MODEL,
            "relation": "How it stands to its parent.",
            "parent_kind": "model, component or source.",
            "parent_id": "The parent.",
            "parent": "Name of the parent.",
            "note": "What is taken over.",
        },
        """
        SELECT m.id, m.name, l.relation, 'model', p.id, p.name, l.note
        FROM lineage l JOIN model m ON m.id = l.model_id JOIN model p ON p.id = l.parent_model_id
        UNION ALL
        SELECT m.id, m.name, l.relation, 'component', p.id, p.name, l.note
        FROM lineage l JOIN model m ON m.id = l.model_id JOIN component p ON p.id = l.parent_component_id
        UNION ALL
        SELECT m.id, m.name, l.relation, 'source', p.id, p.name, l.note
        FROM lineage l JOIN model m ON m.id = l.model_id JOIN source p ON p.id = l.parent_source_id
        """,
    ),
    View(
        "component_users",
        "How many models use each component in each role, and since when.",
        {
            **_COMPONENT,
            "role": "The role.",
            "models": "Number of models.",
            "first_released": "First public day of the earliest of them.",
        },
        """
        SELECT c.id, c.name, u.role, COUNT(DISTINCT m.id), MIN(m.released)
        FROM component c JOIN component_use u ON u.component_id = c.id JOIN model m ON m.id = u.model_id
        GROUP BY c.id, c.name, u.role
        """,
    ),
    View(
        "dataset_users",
        "Who was trained on each dataset: models by stage, and components.",
        {
            "dataset_id": "The dataset.",
            "dataset": "Name of the dataset.",
            "trained_kind": "model or component.",
            "trained_id": "The model or component.",
            "trained": "Its name.",
            "stage": "Place of the stage in the order of training; empty for a component.",
            "stage_name": "The stage as its makers call it; empty for a component.",
            "stage_kind": "What the stage is for.",
            "amount": "How much of it was used.",
            "amount_printed": "The amount as printed.",
            "unit": "What the amount counts.",
            "note": "Split, filter or use.",
        },
        """
        SELECT d.id, d.name, 'model', m.id, m.name, s.position, s.name, s.kind, u.amount, u.amount_printed, u.unit, u.note
        FROM stage_dataset u JOIN stage s ON s.model_id = u.model_id AND s.position = u.stage
             JOIN model m ON m.id = u.model_id JOIN dataset d ON d.id = u.dataset_id
        UNION ALL
        SELECT d.id, d.name, 'component', c.id, c.name, NULL, NULL, NULL, u.amount, u.amount_printed, u.unit, u.note
        FROM component_dataset u JOIN component c ON c.id = u.component_id JOIN dataset d ON d.id = u.dataset_id
        """,
    ),
    View(
        "organisation_works",
        "What each organisation made.",
        {
            "organisation_id": "The organisation.",
            "organisation": "Its name.",
            "kind": "model, component or dataset.",
            "entry_id": "What it made.",
            "name": "Name of what it made.",
            "released": "First public day of what it made.",
        },
        """
        SELECT o.id, o.name, 'model', w.id, w.name, w.released
        FROM model_organisation x JOIN organisation o ON o.id = x.organisation_id JOIN model w ON w.id = x.model_id
        UNION ALL
        SELECT o.id, o.name, 'component', w.id, w.name, w.released
        FROM component_organisation x JOIN organisation o ON o.id = x.organisation_id JOIN component w ON w.id = x.component_id
        UNION ALL
        SELECT o.id, o.name, 'dataset', w.id, w.name, w.released
        FROM dataset_organisation x JOIN organisation o ON o.id = x.organisation_id JOIN dataset w ON w.id = x.dataset_id
        """,
    ),
    View(
        "knowledge_gaps",
        "What is not known of each model, and why.",
        {
            **_MODEL,
            "fact": "Name of the fact.",
            "path": "Where it would stand.",
            "state": "not-disclosed, not-applicable or absent (nobody has looked yet).",
            "note": "What was looked for, or why the design has none.",
        },
        """
        SELECT m.id, m.name, k.fact, k.path, k.state, g.note
        FROM knowledge k JOIN model m ON m.id = k.model_id
             LEFT JOIN gap g ON g.kind = 'model' AND g.entry_id = k.model_id AND g.path = k.path
        WHERE k.state <> 'known'
        """,
    ),
    View(
        "mentions",
        "Which entries name which; one row a pair.",
        {
            "kind": "Kind of the entry that names.",
            "entry_id": "The entry that names.",
            "target_kind": "Kind of the entry named.",
            "target_id": "The entry named.",
        },
        """
        SELECT DISTINCT kind, entry_id, target_kind, target_id FROM reference
        """,
    ),
    View(
        "cited_facts",
        "Where each block of each entry is written.",
        {
            "kind": "Kind of the entry.",
            "entry_id": "The entry.",
            "entry": "Its name.",
            "path": "The block; empty: the whole entry.",
            "source_id": "The source.",
            "source": "Title of the source.",
            "locator": "Where in the source.",
        },
        """
        SELECT c.kind, c.entry_id, e.name, c.path, s.id, s.name, c.locator
        FROM citation c JOIN entry e ON e.kind = c.kind AND e.id = c.entry_id JOIN source s ON s.id = c.source_id
        """,
    ),
    View(
        "survey_corrections",
        "Where a survey differs from a primary source, one row a piece of evidence.",
        {
            "survey_id": "The survey.",
            "place": "Table, figure or page of the survey.",
            "survey_column": "The column.",
            "kind": "Kind of the entry.",
            "entry_id": "The entry.",
            "entry": "Its name.",
            "printed": "What is printed.",
            "found": "What the primary source says.",
            "correction_kind": "In what way they differ.",
            "note": "Explanation.",
            "source_id": "The evidence; empty where it stands around the correction.",
            "locator": "Where in the evidence.",
        },
        """
        SELECT c.survey_id, p.name, c.survey_column, c.kind, c.entry_id, e.name, c.printed, c.found, c.correction_kind, c.note,
               s.source_id, s.locator
        FROM correction c JOIN survey_place p ON p.survey_id = c.survey_id AND p.id = c.place_id
             JOIN entry e ON e.kind = c.kind AND e.id = c.entry_id
             LEFT JOIN citation s ON s.kind = c.kind AND s.entry_id = c.entry_id AND s.path = c.path
        """,
    ),
)
"""All views."""
