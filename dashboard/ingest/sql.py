"""Expressions as SQLAlchemy objects, run by DuckDB: values are bound, names are our own."""

from typing import Any, TypeAlias

from sqlalchemy import BigInteger, ClauseElement, ColumnElement, Integer, String, func, literal
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import (
    Boolean,
    Date,
    DateTime,
    Double,
    NullType,
    Numeric,
    SmallInteger,
    TypeEngine,
)

Expression: TypeAlias = ColumnElement[Any]

_DIALECT = DefaultDialect(paramstyle="numeric_dollar")
_DIALECT.supports_native_boolean = True


TYPES: dict[str, TypeEngine[Any]] = {
    "varchar": String(),
    "timestamp": DateTime(),
    "date": Date(),
    "boolean": Boolean(),
    "double": Double(),
    "smallint": SmallInteger(),
    "integer": Integer(),
    "bigint": BigInteger(),
    "interval": NullType(),
    "decimal(18,4)": Numeric(18, 4),
    "decimal(18,6)": Numeric(18, 6),
}
"""SQL types of the contract's columns by their DuckDB names."""


class TryCast(ColumnElement[Any]):
    """TRY_CAST: NULL where the value does not fit."""

    inherit_cache = False

    def __init__(self, value: Expression, name: str) -> None:
        self.value = value
        self.name = name
        self.type = TYPES.get(name, String())


@compiles(TryCast)
def _try_cast(element: TryCast, compiler: SQLCompiler, **options: Any) -> str:
    return f"try_cast({compiler.process(element.value, **options)} as {element.name})"


def text_of(value: Expression) -> Expression:
    """A value as text."""
    return TryCast(value, "varchar")


def bound(value: Any) -> Expression:
    """A value that a mapping or a file named, as a parameter."""
    return literal(value, String()) if isinstance(value, str) else literal(value)


def triple(code: str | Expression, column: str, value: Expression) -> Expression:
    """What is wrong with a row: reason code, column at fault ('' for the whole row), its value."""
    said = bound(code) if isinstance(code, str) else code
    return func.list_value(said, bound(column), text_of(value))


Statement: TypeAlias = tuple[str, list[Any]]
"""DuckDB's text with numbered parameters, and their values."""


def compiled(statement: ClauseElement) -> Statement:
    """The statement as DuckDB's text with numbered parameters."""
    result = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    assert isinstance(result, SQLCompiler)
    return str(result), [result.params[name] for name in result.positiontup or ()]
