"""What an indicator's values are, how people type them, and how they are printed."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ValueKind(StrEnum):
    """What sort of thing a value is. It decides how the value is typed, printed and combined."""

    NUMBER = "number"
    PERCENT = "percent"
    RATIO = "ratio"
    MONEY = "money"
    DURATION = "duration"
    YES_NO = "yes_no"
    SCALE = "scale"


@dataclass(frozen=True)
class Measure:
    """How an indicator is measured.

    `unit` is the person's own word ("people"), a currency code or sign for money ("GBP", "£"), or "h" or "min" for a
    duration whose bare numbers are hours or minutes. `scale` lists an ordered scale's labels from the lowest to the
    highest.
    """

    kind: ValueKind
    unit: str = ""
    scale: tuple[str, ...] = ()


@dataclass(frozen=True)
class Value:
    """One measured value. `amount` is what all arithmetic uses:

    a number or sum of money as it is; percent in points (84 % is 84); a ratio as a fraction (31 of 50 is 0.62) with
    both parts kept; a duration in minutes; yes and no as 1 and 0; a scale's label as its rank, from 0.
    """

    amount: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None


def ratio(numerator: Decimal, denominator: Decimal) -> Value:
    """The value "numerator of denominator". Raises UserError where the denominator is 0: that is no value, and not
    zero.
    """
    raise NotImplementedError


def parse_value(text: str, measure: Measure, *, locale: str, name: str | None = None) -> Value:
    """The value that a person typed, read by the conventions of `locale` (a tag as Slack gives it, "en-GB").

    Raises UserError with a sentence that names the indicator `name`, what it needs and what was typed. Whatever
    `print_value` printed is read as the same value.
    """
    raise NotImplementedError


def split_value_and_rest(text: str, measure: Measure, *, locale: str, name: str | None = None) -> tuple[Value, str]:
    """The longest beginning of `text` that is a value, and what follows it: "3 h 20 min after lunch" is 200 minutes
    and "after lunch".

    Raises UserError where `text` begins with no value, or where it is not clear which of its digits belong to the
    value.
    """
    raise NotImplementedError


def print_value(value: Value, measure: Measure, *, locale: str) -> str:
    """The value in its unit, exactly: "84 %", "62 % (31 of 50)", "£3,400", "3 h 20 min", "118 people", "yes", a
    scale's label.
    """
    raise NotImplementedError


def print_amount(amount: Decimal, measure: Measure, *, locale: str) -> str:
    """A computed amount in its unit, rounded to what one can read: an expected 80.2209 is "80.2", a ratio of 0.8 is
    "80 %".
    """
    raise NotImplementedError


def print_change(delta: Decimal, measure: Measure, *, locale: str, signed: bool = True) -> str:
    """A difference between two amounts, rounded for reading: "+2.15 people", "−£40"; percent and ratio in "points".

    Without `signed` it prints the size only, for sentences that say the direction in words.
    """
    raise NotImplementedError


def print_number(number: Decimal, *, locale: str) -> str:
    """A computed number without a unit, rounded to what one can read: 2.1538 is "2.15", 19.44 "19.4", 1234.5 "1,235"
    (half up).
    """
    raise NotImplementedError


def print_percent(p: Decimal, locale: str) -> str:
    """A share such as a progress or a rate as whole percent: 0.5 is "50 %", −0.25 "−25 %", 1.25 "125 %"."""
    raise NotImplementedError
