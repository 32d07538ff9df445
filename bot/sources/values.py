"""Finding one value in what a system answers, and taking nothing for one that may be another.

Whoever may edit an indicator writes the expression, and any system the answer, so both may be hostile: the work that an
expression makes is counted while it is done.
"""

import csv
import io
import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.visitor import Options, TreeInterpreter

from bot.domain.sources import Fetched, NoFetch, NotFetched, SourceKind

_MOST_WORK = 500_000
"""Steps of an expression, and things in what they come to: a second's work, and no more memory than the answer took."""
_FOR_ONE_STEP = 64
"""So many characters of a text count as one thing."""
_EXACT_DIGITS = 15
"""As many digits of a fraction as a float holds exactly."""
_MOST_DIGITS = 40
"""A number beyond that is none that anybody measured."""
_LONGEST_TEXT = 200
_CHARSETS = re.compile(r"utf-?(?:8|16)|us-ascii|iso-8859-[0-9]{1,2}|windows-125[0-9]", re.IGNORECASE)
"""Of what else Python can decode, some takes ages."""
_SEPARATORS = ",;\t|"
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?")
_COMMA_NUMBER = re.compile(r"[+-]?[0-9]{1,40},(?:[0-9]{1,2}|[0-9]{4,40})")


class _TooMuchWork(Exception):
    """The expression would take too long, or too much room."""


def take_value(body: bytes, kind: SourceKind, place: str, *, charset: str | None = None) -> Fetched | NotFetched:
    """The value at this place of an answer, or why there is none. `charset` is what the system says of its text."""
    if not _CHARSETS.fullmatch(charset or "utf-8"):
        return NotFetched(NoFetch.NOT_READABLE)
    try:
        text = body.decode(charset or "utf-8").removeprefix("\ufeff")
    except (LookupError, ValueError):
        return NotFetched(NoFetch.NOT_READABLE)
    if kind is SourceKind.CSV:
        return _from_csv(text, place)
    return _from_json(text, place)


def is_expression(place: str) -> bool:
    """Whether this is a JMESPath expression."""
    try:
        jmespath.compile(place)
    except (JMESPathError, RecursionError, ValueError):
        return False
    return True


# JSON -----------------------------------------------------------------------------------------------------------------


def _from_json(text: str, expression: str) -> Fetched | NotFetched:
    try:
        answer = json.loads(text, parse_float=_as_exact, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return NotFetched(NoFetch.NOT_READABLE)
    try:
        parsed = jmespath.compile(expression).parsed
    except (JMESPathError, RecursionError, ValueError):
        return NotFetched(NoFetch.PLACE_WRONG)
    try:
        found = _Counting().visit(parsed, answer)
    except (JMESPathError, RecursionError, _TooMuchWork, TypeError, ValueError, ArithmeticError):
        return NotFetched(NoFetch.PLACE_WRONG)
    if isinstance(found, list) and len(found) < 2:
        found = found[0] if found else None
    return _as_fetched(found)


def _as_exact(literal: str) -> float | str:
    """A fraction that a float holds as it was written, so that functions can count with it; else its text."""
    number = float(literal)
    if len(literal.lower().partition("e")[0].strip("-+").replace(".", "").lstrip("0")) <= _EXACT_DIGITS and abs(
        number
    ) < float("inf"):
        return number
    return literal


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")


class _Counting(TreeInterpreter):  # type: ignore[misc]  # the library ships no types
    """Does what an expression says, until it has done too much: one can double its result at each of its steps."""

    def __init__(self) -> None:
        super().__init__(Options())
        self._left = _MOST_WORK

    def visit(self, node: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """What this part of the expression comes to."""
        if node.get("value") == "join" and node["type"] == "function_expression":
            raise _TooMuchWork  # a long text between many others: no value needs it, and one step makes gigabytes
        result = super().visit(node, *args, **kwargs)
        self._left -= 1 if node["type"] in _LEADS_ON else 1 + _size_of(result)
        if self._left < 0:
            raise _TooMuchWork
        return result

    def visit_flatten(self, node: dict[str, Any], value: Any) -> Any:
        """Lists of lists become one list, whose length is known before it is made."""
        base = self.visit(node["children"][0], value)
        if isinstance(base, list) and sum(_size_of(each) for each in base) > self._left:
            raise _TooMuchWork
        return super().visit_flatten({**node, "children": [_IDENTITY]}, base)


_IDENTITY = {"type": "identity", "children": []}
_LEADS_ON = frozenset(
    ("identity", "current", "field", "index", "subexpression", "index_expression", "pipe", "literal", "comparator")
)
"""Parts of an expression that lead to what is there already."""


def _size_of(result: Any) -> int:
    if isinstance(result, list | dict):
        return len(result)
    return len(result) // _FOR_ONE_STEP if isinstance(result, str) else 0


def _as_fetched(found: Any) -> Fetched | NotFetched:
    match found:
        case None:
            return NotFetched(NoFetch.NOTHING_THERE)
        case list():
            return NotFetched(NoFetch.SEVERAL)
        case bool() | dict():
            return NotFetched(NoFetch.NO_VALUE)
        case int() | float():
            return _number(repr(found) if isinstance(found, int) else f"{found:.{_EXACT_DIGITS}g}")
        case str():
            return _text(found)
        case _:
            return NotFetched(NoFetch.NO_VALUE)


def _text(found: str) -> Fetched | NotFetched:
    found = found.strip()
    if not found:
        return NotFetched(NoFetch.NOTHING_THERE)
    if _NUMBER.fullmatch(found):
        return _number(found)
    return Fetched(found) if len(found) <= _LONGEST_TEXT else NotFetched(NoFetch.NO_VALUE)


def _number(literal: str) -> Fetched | NotFetched:
    """As people write it, without an exponent."""
    try:
        number = Decimal(literal)
    except InvalidOperation:
        return NotFetched(NoFetch.NO_VALUE)
    if not number.is_finite() or (number and abs(number.adjusted()) > _MOST_DIGITS):
        return NotFetched(NoFetch.NO_VALUE)
    shown = f"{number:f}"
    return Fetched(shown, is_number=True) if len(shown) <= 2 * _MOST_DIGITS else NotFetched(NoFetch.NO_VALUE)


# CSV ------------------------------------------------------------------------------------------------------------------


def _from_csv(text: str, column: str) -> Fetched | NotFetched:
    """The cell of that column in the last row that holds anything. Columns are compared without capitals."""
    wanted = column.strip().casefold()
    for separator in _SEPARATORS:
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(map(_is, row))]
        except csv.Error:
            return NotFetched(NoFetch.NOT_READABLE)
        if not rows:
            return NotFetched(NoFetch.NOT_READABLE)
        places = [place for place, name in enumerate(rows[0]) if name.strip().casefold() == wanted]
        if len(places) > 1:
            return NotFetched(NoFetch.SEVERAL)
        if places:
            last = rows[-1] if len(rows) > 1 else []
            return _cell(last[places[0]] if places[0] < len(last) else "", separator)
    return NotFetched(NoFetch.NOTHING_THERE)


def _is(cell: str) -> bool:
    return bool(cell.strip())


def _cell(cell: str, separator: str) -> Fetched | NotFetched:
    """Where a semicolon stands between columns, a comma stands before a fraction; 1,234 may be either."""
    cell = cell.strip()
    if separator == ";" and _COMMA_NUMBER.fullmatch(cell):
        cell = cell.replace(",", ".")
    elif separator == ";" and "," in cell:
        return NotFetched(NoFetch.NOT_UNDERSTOOD)
    return _text(cell)
