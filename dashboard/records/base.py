"""What all tables of the records share: named constraints, numbered rows, versions, and who changed them last."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

Where = dict[str, list[str]]
"""Filters: dimension → values that are kept; '' is what is not known."""

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}
"""Every constraint has a name, so that a later migration can drop it."""

NUMBERED = {"sqlite_autoincrement": True}
"""The number of a removed row is not given to another: its history and forms that are still open would be mixed up."""


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        Where: JSON,
        list[str]: JSON,
        list[int]: JSON,
        dict[str, Any]: JSON,
        dict[str, Any] | None: JSON(none_as_null=True),
        list[dict[str, Any]]: JSON,
    }


class Record(Base):
    """What people change: it has a number, a version that grows with every change, and who made the last one."""

    __abstract__ = True
    spoken: ClassVar[str]
    """What a reader calls it: 'note'."""

    id: Mapped[int] = mapped_column(primary_key=True, init=False, sort_order=-2)
    version: Mapped[int] = mapped_column(init=False, sort_order=-1)
    created_at: Mapped[datetime] = mapped_column(init=False, sort_order=1)
    created_by: Mapped[str] = mapped_column(init=False, sort_order=1)
    updated_at: Mapped[datetime] = mapped_column(init=False, sort_order=1)
    updated_by: Mapped[str] = mapped_column(init=False, sort_order=1)
