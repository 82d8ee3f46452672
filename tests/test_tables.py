"""The tables that the database is made of."""

from __future__ import annotations

import pytest
from pydantic import Field
from sqlalchemy import BigInteger, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel

from mmkb.records.base import Record
from mmkb.tables import METADATA
from mmkb.tables.base import described

TABLES = [pytest.param(table, id=name) for name, table in sorted(METADATA.tables.items())]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_and_column_says_what_it_holds(table: Table) -> None:
    assert table.comment
    assert table.comment.endswith(".")
    for column in table.columns:
        assert column.comment, column.name
        assert column.comment.endswith("."), column.name


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_the_entries_own_ids_and_not_numbers_from_a_sequence(table: Table) -> None:
    key = list(table.primary_key)
    assert str(key[0].type) == "VARCHAR"
    assert [column.name for column in list(table.columns)[: len(key)]] == [column.name for column in key]
    assert all(column.default is None and column.server_default is None for column in table.columns)


@pytest.mark.parametrize("table", TABLES)
def test_foreign_keys_wait_for_the_end_of_the_transaction_and_point_to_primary_keys(table: Table) -> None:
    for constraint in table.foreign_key_constraints:
        assert constraint.deferrable
        assert constraint.initially == "DEFERRED"
        targets = [element.column for element in constraint.elements]
        assert targets == list(targets[0].table.primary_key)


@pytest.mark.parametrize("table", TABLES)
def test_whatever_names_an_entry_points_to_it(table: Table) -> None:
    pointing = {column.name for constraint in table.foreign_key_constraints for column in constraint.columns}
    named = {column.name for column in table.columns if column.name.endswith("_id")}
    assert named <= pointing


def test_counts_of_parameters_and_data_have_room_for_large_numbers() -> None:
    for name, column in (("model_variant", "parameters"), ("component", "parameters"), ("dataset_amount", "amount")):
        assert isinstance(METADATA.tables[name].columns[column].type, BigInteger)


def test_the_tables_are_kept_apart_from_those_of_other_users_of_sqlmodel() -> None:
    assert METADATA is not SQLModel.metadata
    assert not SQLModel.metadata.tables


def test_every_table_can_be_declared_to_a_database_server() -> None:
    for table in METADATA.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
        assert statement.count("FOREIGN KEY") == statement.count("DEFERRABLE INITIALLY DEFERRED")


def test_a_column_cannot_borrow_a_description_that_is_not_there() -> None:
    class Bare(Record):
        told: int = Field(description="Told.")
        untold: int

    assert described(Bare, "told") == "Told."
    with pytest.raises(ValueError, match=r"Bare\.untold has no description"):
        described(Bare, "untold")
