"""No text costs more than its length, whichever reader it is given to."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.actions import digest_settings, finding, targets
from bot.actions.people import Actor
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain import coaching, dates, guessing, keys, periods, reading_lines, values
from bot.domain.cadences import Cadence, Every
from bot.domain.decisions import take_day_to_look_again
from bot.domain.digest_words import digest_words
from bot.domain.digests import Rhythm
from bot.domain.no_data import declared_no_data
from bot.domain.numerals import Unreadable, plain, read_magnitude, read_number
from bot.domain.resources import ResourceKind, Unit, take_use
from bot.domain.targets import Direction
from bot.domain.values import Measure, Value, ValueKind
from bot.errors import UserError
from bot.playground import text as playground_text
from bot.playground.state import State
from bot.views import blocks, errors
from bot.words import words
from handlers import slack_text
from handlers.form_values import FormValues
from storage.access import Spelled
from tests.growth import too_fast_growth
from tests.make import FRIDAY
from tests.saying import said, viewer

TODAY = date(2026, 3, 27)
WEEKLY = Cadence(Every.WEEK)
MEASURES = (
    Measure(ValueKind.NUMBER, "people"),
    Measure(ValueKind.PERCENT),
    Measure(ValueKind.RATIO, "calls"),
    Measure(ValueKind.MONEY, "GBP"),
    Measure(ValueKind.DURATION, "h"),
    Measure(ValueKind.YES_NO),
    Measure(ValueKind.SCALE, scale=("poor", "fair", "good")),
)

REPEATED = {
    "spaces": " ",
    "line ends": "\n",
    "no-break spaces": "\N{NO-BREAK SPACE}",
    "digits": "1",
    "digits and spaces": "1 ",
    "digits and points": "1.",
    "thousands": ",123",
    "points": ".",
    "commas": ", ",
    "apostrophes": "'",
    "quotes": '"',
    "slashes": "/",
    "colons": ":",
    "brackets": "(",
    "printed ratios": "% (",
    "percent signs": "%",
    "percent signs and spaces": "% ",
    "percents": "percent ",
    "minus signs": "-",
    "letters": "x",
    "between": "between ",
    "and": "and ",
    "from": "from ",
    "on": "on ",
    "from and on": "from x on ",
    "by": "by ",
    "because": "because ",
    "of": "of ",
    "ratios": "1 of ",
    "for": "for ",
    "no data": "n/d ",
    "hours": "1h",
    "spelled hours": "1 hour ",
    "thousand": "1k",
    "weeks": "week of ",
    "we": "we ",
    "the": "the ",
    "a day": "a day ",
    "one": "one ",
    "times": "times a ",
    "at": "at ",
    "ligatures": "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}",
    "letters that fold into three": "\N{LATIN SMALL LIGATURE FFI}",
    "letters that grow in lower case": "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}",
    "final sigmas": "\N{GREEK CAPITAL LETTER SIGMA}'",
    "marks": "\N{COMBINING ACUTE ACCENT}",
    "marks out of order": "\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}",
    "zero-width spaces": "\N{ZERO WIDTH SPACE}",
    "right-to-left marks": "\N{RIGHT-TO-LEFT MARK}",
    "isolates": "\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}",
    "Hebrew": "\N{HEBREW LETTER ALEF} ",
    "families": "👩‍👩‍👧‍👦",
    "flags": "🇬🇧 ",
    "surrogates": "\ud83d",
    "nothing": "\x00",
    "open tokens": "<",
    "tokens": "<@U1|",
    "mentions": "<@U1> ",
    "at signs": "@.",
    "entities": "&amp;",
    "ampersands": "&",
    "numbered entities": "&#1",
    "stars": "*a ",
    "backticks": "`",
}  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """Something that reads people's text, and with what the texts begin that get far into it."""

    read: Callable[[str], Any]
    heads: tuple[str, ...] = ()


def _spelled(number: int) -> Spelled:
    key, name = f"key-{number}", f"Customers who are served within the day, number {number}"
    return Spelled(number, key, name, True, keys.as_compared(key), keys.as_compared(name))


KNOWN = [_spelled(number) for number in range(20)]
SIGHT = finding._Sight(KNOWN, finding._INDICATOR, finding._as_they_come)
ALICE = Actor(1, 1, "T1", "UALICE", "Alice", "Europe/London", "en-GB", is_admin=False)


def _line(text: str, measure: Measure) -> object:
    return reading_lines.parse_reading_line(
        text, key="csat", name="CSAT", measure=measure, cadence=WEEKLY, today=TODAY, locale="en-GB"
    )


def _target(text: str) -> object:
    terms = SimpleNamespace(target=None, direction=Direction.INCREASE)
    known = {"key": "csat", "name": "CSAT", "measure": MEASURES[0], "like": Value(Decimal(72)), "terms": terms}
    at = cast(IndicatorSnapshot, SimpleNamespace(**known))
    return targets.read_target(text, at, by=ALICE, now=FRIDAY)


def _form(text: str) -> str:
    return FormValues({"state": {"values": {"name": {"typed": {"value": text}}}}}).text("name")


READERS = {
    "as_typed": Reader(slack_text.as_typed),
    "a form's field": Reader(_form),
    "plain": Reader(plain),
    "read_number": Reader(partial(read_number, locale="en-GB"), ("1",)),
    "read_magnitude": Reader(partial(read_magnitude, locale="en-GB"), ("1",)),
    "parse_date": Reader(partial(dates.parse_date, today=TODAY, locale="en-GB"), ("30 ", "end of ")),
    "parse_period": Reader(
        partial(periods.parse_period, cadence=WEEKLY, today=TODAY, locale="en-GB"),
        ("week of ", "2026-", "4–", "last week ("),
    ),
    "take_period": Reader(
        partial(periods.take_period, cadence=WEEKLY, today=TODAY, locale="en-GB"),
        ("for week of ", "for march ", "for 4–", "for last week (", "last ", "two "),
    ),
    "period_from_key": Reader(partial(periods.period_from_key, WEEKLY), ("2026-W",)),
    "parse_reading_field": Reader(
        lambda text: reading_lines.parse_reading_field(text, text, name="x", measure=MEASURES[0], locale="en-GB"),
        ("n/d",),
    ),
    "declared_no_data": Reader(partial(declared_no_data, measure=Measure(ValueKind.NUMBER)), ("n/d", "no idea", "- a")),
    "read_target": Reader(_target, ("between ", "5 from ", "5 from 72 on ", "5 by ")),
    "guess from today's value": Reader(
        lambda text: guessing.guess(text, "7", locale="en-GB"), ("5 ", "5", "£5", "5 of ", "5 h ")
    ),
    "guess from a goal": Reader(
        lambda text: guessing.guess("", text, locale="en-GB"), ("between ", "at most 5 ", "5 ")
    ),
    "guess from a name": Reader(
        lambda text: guessing.guess("", "7", locale="en-GB", name=text), ("People ", "Days until ", "Turnover in ")
    ),
    "key_from": Reader(partial(keys.key_from, taken=(), otherwise="outcome"), ("rough ",)),
    "check_key": Reader(partial(keys.check_key, taken=()), ("rough",)),
    "advice_on": Reader(coaching.advice_on, ("Serve ", "Serve 500 meals ", "Serve meals in x")),
    "digest_words": Reader(partial(digest_words, locale="de-DE"), ("jeden ", "alle zwei ", "9 ")),
    "read_rule": Reader(partial(digest_settings.read_rule, Rhythm.WEEKLY, locale="en-GB"), ("monday ", "monday 9")),
    "a day to look again": Reader(
        partial(take_day_to_look_again, today=TODAY, locale="en-GB"), ("x, look again ", "x, review ")
    ),
    "what was used": Reader(
        partial(take_use, known=[Unit(ResourceKind.MONEY, "EUR")], today=TODAY, locale="en-GB"),
        ("5 € ", "5 € for ", "5 € on ", "12 h", "3 days "),
    ),
    "finding by the whole text": Reader(
        lambda text: finding._find(text, SIGHT), ("key-1", '"')
    ),
    "finding what a line begins with": Reader(
        lambda text: finding._take(text, SIGHT), ("key-1 ", '"')
    ),
    "finding what a line begins with, of statements": Reader(
        lambda text: finding._take(text, SIGHT, most_words=40), ("key-1 ", '"')
    ),
    "finding what may be meant": Reader(lambda text: finding.all_that_fit(KNOWN, text), ("key-1 ",)),
    "closest": Reader(partial(finding.closest, known=("mine", "here", "all"))),
    "said": Reader(blocks.said),
    "said_at_length": Reader(blocks.said_at_length, ("x\n",)),
    "whole": Reader(partial(blocks.whole, most=2_000)),
    "sentence": Reader(blocks.sentence, ('"',)),
    "clip_mrkdwn": Reader(partial(blocks.clip_mrkdwn, most=30_000), ("<",)),
    "a label": Reader(partial(blocks.plain, most=75)),
    "giving back": Reader(lambda text: errors.giving_back(errors.problem(words("No."), viewer()), text, viewer())),
    "the playground's rendering": Reader(
        partial(playground_text.mrkdwn_lines, cast(State, SimpleNamespace(users={}, channels={})))
    ),
}  # fmt: skip
READERS |= {
    f"parse_value of a {measure.kind}": Reader(
        partial(values.parse_value, measure=measure, locale="en-GB"), ("1", "1 of ", "5 % (")
    )
    for measure in MEASURES[:5]
}
READERS |= {
    f"parse_goal of a {measure.kind}": Reader(partial(values.parse_goal, measure=measure, locale="en-GB"), ("5",))
    for measure in MEASURES[1:3]
}
READERS |= {
    f"a line for a {measure.kind}": Reader(partial(_line, measure=measure), ("5 ", "5 for ", "n/d"))
    for measure in MEASURES[:5:2]
}


def slow(reader: Reader) -> Iterator[str]:
    for name, unit in REPEATED.items():
        for head in ("", *reader.heads):

            def text_of(length: int, unit: str = unit, head: str = head) -> str:
                return head + (unit * (length // len(unit) + 1))[:length] + "x"

            def read(text: str) -> None:
                with suppress(Unreadable):
                    try:
                        reader.read(text)
                    except UserError as problem:
                        said(problem)  # what is answered costs no more either

            if grown := too_fast_growth(read, text_of):
                yield f"{head!r} and {name}: {grown}"


@pytest.mark.parametrize("name", READERS)
def test_no_text_costs_more_than_its_length(name: str) -> None:
    assert list(slow(READERS[name])) == []
