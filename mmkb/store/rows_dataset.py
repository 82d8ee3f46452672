"""Rows of a dataset."""

from __future__ import annotations

from mmkb.records.dataset import Dataset, Making
from mmkb.store.cells import Rows, artefact, count, listed, word, words
from mmkb.store.rows_survey import add_survey_part


def add_dataset(rows: Rows, dataset: Dataset) -> None:
    """Add the rows that only datasets have.

    Args:
        rows: Rows by table, added to.
        dataset: The record.
    """
    d, key = dataset, (dataset.id,)
    making = d.making if isinstance(d.making, Making) else None
    rows["dataset"].append(
        (
            d.id, d.name, d.description, d.released, d.paper, word(making.method) if making else None,
            making.note if making else None, *artefact(d.access), d.in_house, d.note,
        )
    )  # fmt: skip
    rows["dataset_purpose"] += words(key, d.purposes)
    rows["dataset_modality"] += words(key, d.modalities)
    if isinstance(d.amounts, tuple):
        rows["dataset_amount"] += [(*key, i, *count(a.count), a.unit.value, a.note) for i, a in enumerate(d.amounts)]
    rows["dataset_member"] += listed(key, d.members)
    if making is not None:
        rows["dataset_parent"] += listed(key, making.made_from)
        rows["dataset_writer"] += listed(key, making.by)
    if isinstance(d.organisations, tuple):
        rows["dataset_organisation"] += listed(key, d.organisations)
    add_survey_part(rows, "dataset", d.id, d.survey)
