"""Formulas over other indicators, `{calls} / {customers}`: a grammar that can name, add, subtract, multiply, divide,
and take the least or the greatest. There is nothing else in it, so a formula can do nothing else.

Numbers are exact decimals. Lark (LALR) reads what was typed in time proportional to its length, without recursion.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from lark import Lark, Transformer, UnexpectedInput, UnexpectedToken, v_args

from bot.domain.exact import FRACTION_DIGITS, WHOLE_DIGITS, wide
from bot.domain.typed_text import shown
from bot.errors import UserError

LONGEST: Final = 300
"""Characters of a formula."""
MOST_NESTED: Final = 20
"""Brackets within brackets."""
MOST_NAMED: Final = 20
"""Indicators that one formula names."""


class Operator(StrEnum):
    """What a formula does with its numbers."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    OVER = "/"
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True)
class Number:
    """A number as it was typed."""

    amount: Decimal


@dataclass(frozen=True)
class Name:
    """What stands between braces."""

    text: str


@dataclass(frozen=True)
class Operation:
    """Two or more formulas, and what is done with them. `0 - x` stands for `-x`."""

    operator: Operator
    of: tuple["Formula", ...]


Formula = Number | Name | Operation


class DividesByZeroError(ArithmeticError):
    """The formula has no value for these numbers: it divides by zero."""


@v_args(inline=True)
class _Builder(Transformer[Any, Formula]):
    """Makes the formula while it is read, so that no tree is walked."""

    def number(self, token: str) -> Formula:
        whole, _, fraction = token.partition(".")
        if len(whole.lstrip("0")) > WHOLE_DIGITS or len(fraction) > FRACTION_DIGITS:
            raise _TooLongNumberError(token)
        return Number(Decimal(token))

    def name(self, token: str) -> Formula:
        return Name(token[1:-1].strip())

    def negative(self, of: Formula) -> Formula:
        return Operation(Operator.MINUS, (Number(Decimal(0)), of))

    def plus(self, *of: Formula) -> Formula:
        return Operation(Operator.PLUS, of)

    def minus(self, *of: Formula) -> Formula:
        return Operation(Operator.MINUS, of)

    def times(self, *of: Formula) -> Formula:
        return Operation(Operator.TIMES, of)

    def over(self, *of: Formula) -> Formula:
        return Operation(Operator.OVER, of)

    def least(self, *of: Formula) -> Formula:
        return Operation(Operator.MIN, of)

    def greatest(self, *of: Formula) -> Formula:
        return Operation(Operator.MAX, of)


class _TooLongNumberError(Exception):
    """A number has more digits than are kept of one."""


_PARSER: Final = Lark.open("formulas.lark", rel_to=__file__, parser="lalr", lexer="contextual", transformer=_Builder())
"""Made once, when the program starts: a few milliseconds."""


def parse_formula(text: str) -> Formula:
    """What was typed as a formula. Raises UserError with a sentence that quotes what is wrong: an empty one, one that
    is too long or too deep, and whatever the grammar does not have.
    """
    text = text.strip()
    if not text:
        raise UserError("Write what it comes from, for example: {example}", example="{calls} / {customers}")
    if len(text) > LONGEST:
        raise UserError(
            "A formula holds up to {most} characters; this one has {length}. Make an indicator of a part of it.",
            most=LONGEST,
            length=len(text),
        )
    if _depth(text) > MOST_NESTED:
        raise UserError(
            "A formula holds up to {most} brackets within brackets. Make an indicator of a part of it.",
            most=MOST_NESTED,
        )
    try:
        formula: Formula = _PARSER.parse(text)  # type: ignore[assignment]  # what the transformer makes of it
    except UnexpectedInput as fault:
        raise _refusal(text, fault) from None
    except _TooLongNumberError as fault:
        raise UserError('"{typed}" has more digits than are kept of a number.', typed=shown(str(fault), 60)) from None
    named = names_in(formula)
    if not named:
        raise UserError(
            "A formula names at least one indicator, by its key in braces. For example: {example}",
            example="{calls} / {customers}",
        )
    if len(named) > MOST_NAMED:
        raise UserError(
            "A formula names up to {most} indicators; this one names {count}. Make an indicator of a part of it.",
            most=MOST_NAMED,
            count=len(named),
        )
    return formula


def names_in(formula: Formula) -> tuple[str, ...]:
    """What it names, each once, in the order in which they stand there."""
    found: dict[str, None] = {}
    waiting: list[Formula] = [formula]
    while waiting:
        match waiting.pop():
            case Name(text):
                found[text] = None
            case Operation(of=of):
                waiting += reversed(of)
            case Number():
                pass
    return tuple(found)


def renamed(text: str, name_of: Callable[[str], str]) -> str:
    """The same formula with something else between its braces; all other characters stay as they were typed."""
    return _NAMED.sub(lambda found: "{" + name_of(found.group(1).strip()) + "}", text)


def evaluate(formula: Formula, amounts: Mapping[str, Decimal]) -> Decimal:
    """What it comes to with these amounts by name: exact, but for quotients, which carry 60 digits.

    Raises DividesByZeroError.
    """
    with wide():
        return _evaluate(formula, amounts)


def _evaluate(formula: Formula, amounts: Mapping[str, Decimal]) -> Decimal:
    match formula:
        case Number(amount):
            return amount
        case Name(text):
            return amounts[text]
        case Operation(operator, of):
            first, *rest = (_evaluate(each, amounts) for each in of)
            match operator:
                case Operator.MIN:
                    return min(first, *rest)
                case Operator.MAX:
                    return max(first, *rest)
                case Operator.PLUS:
                    return first + rest[0]
                case Operator.MINUS:
                    return first - rest[0]
                case Operator.TIMES:
                    return first * rest[0]
                case Operator.OVER:
                    if not rest[0]:
                        raise DividesByZeroError
                    return first / rest[0]


_NAMED = re.compile(r"\{([^{}]*)\}")


def _depth(text: str) -> int:
    """How many brackets are open at once at most."""
    open_now = deepest = 0
    for character in text:
        if character == "(":
            open_now += 1
            deepest = max(deepest, open_now)
        elif character == ")":
            open_now -= 1
    return deepest


def _refusal(text: str, fault: UnexpectedInput) -> UserError:
    """Where it stops making sense, with what stands there."""
    at = fault.pos_in_stream if isinstance(fault.pos_in_stream, int) and fault.pos_in_stream >= 0 else len(text)
    is_the_end = isinstance(fault, UnexpectedToken) and fault.token.type == "$END"
    rest = text[at:].strip()
    if is_the_end or not rest:
        return UserError('"{typed}" ends too early: something is missing at its end.', typed=shown(text, 100))
    if rest.startswith(",") and rest[1:2].isdecimal():
        return UserError(
            'Numbers in a formula have a point, not a comma: 0.5. You wrote "{typed}".', typed=shown(text, 100)
        )
    return UserError(
        "A formula takes {{keys}} in braces, numbers, + - * / ( ), min( , ) and max( , ). "
        'It stops making sense at "{there}". You wrote "{typed}".',
        there=shown(rest, 40),
        typed=shown(text, 100),
    )
