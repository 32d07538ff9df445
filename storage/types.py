"""Column types that mean the same on SQLite and PostgreSQL: instants in UTC, exact decimals, members of an enum."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Numeric, String
from sqlalchemy.types import TypeDecorator, TypeEngine


class UTCDateTime(TypeDecorator[datetime]):
    """An instant, aware and in UTC on both sides.

    PostgreSQL keeps it as TIMESTAMPTZ. SQLite has no such type and hands naive values back, so there it is text
    of one fixed width ("2026-03-30T08:00:00.000000Z"), whose order as text is the order in time. A naive value
    is refused with ValueError: it would mean another instant on each machine.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(27))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        instant = value.astimezone(UTC)
        if dialect.name == "sqlite":
            return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return instant

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        # Not `process_result_value`: for each value of each row it costs three calls instead of one.
        if dialect.name == "sqlite":
            return _instant_in_text
        return _instant


def _instant_in_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _instant(value: datetime | None) -> datetime | None:
    """psycopg answers an aware datetime in the server's zone."""
    return None if value is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal number kept digit for digit, trailing zeros included.

    SQLite would turn NUMERIC into a binary float, so there it is text: such a column must not be compared or
    summed in SQL.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(40))
        return dialect.type_descriptor(Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not value.is_finite():
            raise ValueError(f"only finite numbers can be kept: {value!r}")
        return format(value, "f") if dialect.name == "sqlite" else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        return _decimal


def _decimal(value: str | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _is_a_number_in_text(column: str) -> str:
    """Digits, perhaps a sign before them and one point among them: what `ExactDecimal` writes, and nothing else.

    Text has no type that would see to it. SQLite's own functions end at a NUL, so the length is looked at in bytes too.
    """
    return (
        f"({column} IS NULL OR typeof({column}) = 'text' AND length({column}) = length(CAST({column} AS BLOB)) "
        f"AND ({column} GLOB '[0-9]*' OR {column} GLOB '-[0-9]*') AND substr({column}, 2) NOT GLOB '*[^0-9.]*' "
        f"AND {column} NOT GLOB '*.*.*' AND {column} NOT GLOB '*.')"
    )


def _is_finite(column: str) -> str:
    """NUMERIC knows "not a number" and, since PostgreSQL 14, infinity: of neither is anything left of what it was."""
    return f"({column} - {column} = 0)"


IS_A_NUMBER = {"sqlite": _is_a_number_in_text, "postgresql": _is_finite}
"""By dialect, the condition under which a column of `ExactDecimal` holds a finite number or is empty."""


def read_json(text: str) -> Any:
    """What a column of JSON says. A digest reads a thousand of them, most a few characters long: what `json.loads` does
    around its scanner takes longer than the scanner.
    """
    try:
        found, end = _SCAN(text, 0)
    except StopIteration:
        return json.loads(text)  # it says what is wrong with it
    return found if end == len(text) else json.loads(text)


_SCAN: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # documented in its source


class Member(TypeDecorator[StrEnum]):
    """A member of an enum of strings, kept as its value; `tables` puts a constraint on the column that knows them all.

    Not SQLAlchemy's own `Enum`: that keeps names and makes a type of PostgreSQL's, which no migration can take back.
    """

    impl = String
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.members(value))

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], StrEnum | None]:
        known = {str(member): member for member in self.members}

        def member(value: str | None) -> StrEnum | None:
            if value is None:
                return None
            return known.get(value) or self.members(value)  # which says what is wrong with it

        return member
