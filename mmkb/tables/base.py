"""What all tables share: their names, comments, keys and columns."""

from __future__ import annotations

import inspect
import re
from typing import Any, ClassVar, Final

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, MetaData
from sqlalchemy.orm import declared_attr, registry
from sqlalchemy.schema import SchemaItem
from sqlmodel import Field, SQLModel

from mmkb.records.base import Record

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)
"""All tables of the catalogue's database; apart from those of whoever uses SQLModel beside us."""


class Row(SQLModel, registry=registry(metadata=METADATA)):
    """A row of a table: declared only, since records have been checked before rows are made.

    The table's name is the class's without ``Row``, in lower case with underscores; its comment is the docstring.
    """

    beside: ClassVar[tuple[SchemaItem, ...]] = ()
    """Keys over more than one column, and indexes."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805
        """Name of the table."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__.removesuffix("Row")).lower()

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        """Keys, indexes and comment of the table."""
        return (*cls.beside, {"comment": " ".join((inspect.getdoc(cls) or "").split())})


def described(record: type[Record], field: str) -> str:
    """The description of a record's field, for the column that holds it.

    Raises:
        ValueError: If the field has none.
    """
    description = record.model_fields[field].description
    if not description:
        raise ValueError(f"{record.__name__}.{field} has no description")
    return description


def column(
    description: str, *, key: bool = False, to: str | None = None, index: bool = False, big: bool = False, **default: Any
) -> Any:
    """A column that always has a value.

    Args:
        description: What it holds.
        key: Whether it is part of the primary key.
        to: The column that it points to, as ``table.column``.
        index: Whether people filter by it.
        big: Whether its whole numbers pass two thousand million.
        **default: The default, for a column that may be empty.
    """
    more: dict[str, Any] = {"sa_type": BigInteger} if big else {}
    if to is not None:
        more["sa_column_args"] = [ForeignKey(to, deferrable=True, initially="DEFERRED")]
    return Field(**default, **more, primary_key=key, index=index, sa_column_kwargs={"comment": description})


def optional(description: str, *, to: str | None = None, index: bool = False, big: bool = False) -> Any:
    """A column that is empty where nothing is known; arguments as of :func:`column`."""
    return column(description, to=to, index=index, big=big, default=None)


def points(columns: str, table: str, targets: str) -> ForeignKeyConstraint:
    """A foreign key over several columns, each list of names parted by spaces."""
    return ForeignKeyConstraint(
        columns.split(), [f"{table}.{target}" for target in targets.split()], deferrable=True, initially="DEFERRED"
    )
