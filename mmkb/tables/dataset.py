"""Tables of datasets."""

from __future__ import annotations

from mmkb.records.availability import Artefact
from mmkb.records.base import Entry
from mmkb.records.dataset import Amount, Dataset, Making
from mmkb.tables.base import Row, column, described, optional


class DatasetRow(Row, table=True):
    """Collections of data that models are trained on."""

    id: str = column(described(Entry, "id"), key=True)
    name: str = column(described(Entry, "name"))
    description: str | None = optional(described(Entry, "description"))
    released: str | None = optional(described(Dataset, "released"), index=True)
    paper_id: str | None = optional(described(Dataset, "paper"), to="source.id", index=True)
    making: str | None = optional(described(Making, "method"), index=True)
    making_note: str | None = optional(described(Making, "note"))
    url: str | None = optional("Where it can be had.")
    licence: str | None = optional(described(Artefact, "licence"), index=True)
    in_house: bool = column(described(Dataset, "in_house"))
    note: str | None = optional(described(Dataset, "note"))


class DatasetPurposeRow(Row, table=True):
    """What a dataset is for."""

    dataset_id: str = column("The dataset.", key=True, to="dataset.id")
    position: int = column("Place in the entry, from 0.", key=True)
    purpose: str = column("The purpose.", index=True)


class DatasetModalityRow(Row, table=True):
    """Modalities of a dataset's samples."""

    dataset_id: str = column("The dataset.", key=True, to="dataset.id")
    position: int = column("Place in the entry, from 0.", key=True)
    modality: str = column("The modality.", index=True)


class DatasetAmountRow(Row, table=True):
    """How much a dataset holds."""

    dataset_id: str = column("The dataset.", key=True, to="dataset.id")
    position: int = column("Place in the entry, from 0.", key=True)
    amount: int = column("How much.", big=True)
    amount_printed: str = column(described(Amount, "count"))
    unit: str = column(described(Amount, "unit"), index=True)
    note: str | None = optional(described(Amount, "note"))


class DatasetMemberRow(Row, table=True):
    """Datasets that a mixture joins."""

    dataset_id: str = column("The mixture.", key=True, to="dataset.id")
    position: int = column("Place in the entry, from 0.", key=True)
    member_id: str = column("The dataset that it joins.", to="dataset.id", index=True)


class DatasetParentRow(Row, table=True):
    """Datasets that a dataset was made from."""

    dataset_id: str = column("The dataset.", key=True, to="dataset.id")
    position: int = column("Place in the entry, from 0.", key=True)
    parent_id: str = column("The dataset that it was made from.", to="dataset.id", index=True)


class DatasetWriterRow(Row, table=True):
    """Models that wrote or labelled a dataset."""

    dataset_id: str = column("The dataset.", key=True, to="dataset.id")
    position: int = column("Place in the entry, from 0.", key=True)
    component_id: str = column("The component that wrote it.", to="component.id", index=True)


class DatasetOrganisationRow(Row, table=True):
    """Who made a dataset."""

    dataset_id: str = column("The dataset.", key=True, to="dataset.id")
    position: int = column("Place in the entry, from 0.", key=True)
    organisation_id: str = column("The organisation.", to="organisation.id", index=True)
