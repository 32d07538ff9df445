"""Domain values to show, and what no screen may do with them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.cadences import Cadence, Every
from bot.domain.due import DueState
from bot.domain.facts import Assessment, Facts, Point
from bot.domain.periods import Period
from bot.domain.status import assess
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.values import Measure, Value, ValueKind
from bot.playground.strict import check_message, check_view
from bot.results.due import DueItem
from bot.results.names import IndicatorName, OutcomeName, PersonName, Viewer
from bot.views.blocks import Block, Message, View

LONDON = Viewer("en-GB", "Europe/London", date(2026, 4, 7))
ALICE = PersonName("UALICE", "Alice")
BOB = PersonName("UBOB", "Bob")
CHARLIE = PersonName("UCHARLIE", "Charlie")

WEEKLY = Cadence(Every.WEEK)
WEEK_OF_23_MARCH = Period("2026-W13", date(2026, 3, 23), date(2026, 3, 29))
WEEK_OF_30_MARCH = Period("2026-W14", date(2026, 3, 30), date(2026, 4, 5))
LAST_WEEK = "last week (30 March\u2009–\u20095 April)"
"""How the week of 30 March is called in London, with the thin spaces that CLDR has between days of two months."""
CSAT = IndicatorName("csat", "Customer satisfaction", Measure(ValueKind.PERCENT), WEEKLY)
ROUGH = IndicatorName("rough", "People sleeping rough", Measure(ValueKind.NUMBER, "people"), WEEKLY)
HEBREW = IndicatorName("service", "שביעות רצון הלקוחות", Measure(ValueKind.PERCENT), WEEKLY)
"""Customer satisfaction, written from right to left."""
LONG_NAME = "People who have slept rough in our borough for more than seven nights in a row since Christmas"
HELPED = OutcomeName("first-time", "Customers get help the first time")
SLEEP = OutcomeName("rough-sleeping", "Fewer people sleep rough in our borough")

CSAT_BASELINE = Baseline(Value(Decimal(72)), date(2026, 3, 2))
CSAT_TARGET = Target(Decimal(85), date(2026, 6, 30), date(2026, 3, 2))

HOSTILE = (
    "<!channel> <@U123> &lt;!here&gt; *bold `code\n\n\n```\x00\x1b[31m‮ שלום עולם 🏳️‍🌈 :tada: @here https://evil.example "
)
LONG = (HOSTILE * 40)[:3001]
HUGE = Decimal("98765432109876543210987654321.123456789")


def make_assessment(
    *values: str,
    indicator: IndicatorName = CSAT,
    direction: Direction = Direction.INCREASE,
    target: Target | None = CSAT_TARGET,
) -> Assessment:
    """How customer satisfaction stands on 7 April 2026 after these weekly values, the last one for the week of
    30 March."""
    first = date(2026, 3, 30).toordinal() - 7 * (len(values) - 1)
    points = []
    for week, value in enumerate(values):
        monday, sunday = (date.fromordinal(first + 7 * week + day) for day in (0, 6))
        key = "{}-W{:02}".format(*monday.isocalendar())
        received = datetime(sunday.year, sunday.month, sunday.day, 12, tzinfo=UTC)
        points.append(Point(Period(key, monday, sunday), Value(Decimal(value)), sunday, received))
    facts = Facts(direction, indicator.measure, WEEKLY, CSAT_BASELINE, target, points=tuple(points))
    return assess(facts, today=LONDON.today)


def make_due(
    due_id: int = 1,
    indicator: IndicatorName = CSAT,
    period: Period = WEEK_OF_30_MARCH,
    *,
    due_on: date = date(2026, 4, 7),
    state: DueState = DueState.DUE,
    last: str | None = "81",
) -> DueItem:
    return DueItem(due_id, indicator, period, due_on, state, Value(Decimal(last)) if last else None)


def make_hostile(indicator: IndicatorName = ROUGH) -> IndicatorName:
    """An indicator whose name and unit are typed by somebody who tries to break the screen."""
    return replace(indicator, name=LONG, measure=Measure(ValueKind.NUMBER, HOSTILE))


def texts_of(payload: Any) -> Iterator[dict[str, Any]]:
    """Every text object in a message or view."""
    if isinstance(payload, list):
        for item in payload:
            yield from texts_of(item)
    elif isinstance(payload, dict):
        if payload.get("type") in ("mrkdwn", "plain_text"):
            yield payload
        for item in payload.values():
            yield from texts_of(item)


def lines_of(screen: Message | View) -> str:
    """What a person reads, block by block."""
    return "\n".join(text["text"] for text in texts_of(screen["blocks"]))


def buttons_of(screen: Message | View) -> list[dict[str, Any]]:
    """Its buttons, in the order in which they are reached."""
    elements = [each for block in screen["blocks"] if block["type"] == "actions" for each in block["elements"]]
    return [each for each in elements if each["type"] == "button"]


def heard(screen: Message | View) -> list[str]:
    """What a screen reader says of each button."""
    return [button.get("accessibility_label", button["text"]["text"]) for button in buttons_of(screen)]


def assert_sound(screen: Message | View) -> None:
    """Slack takes it, and what people typed neither pings, nor formats, nor turns anything around."""
    refusal = check_view(screen) if screen.get("type") == "modal" else check_message(screen)
    assert refusal is None, refusal
    for label in heard(screen):
        assert 0 < len(label) <= 75
        assert label.count("\u2068") == label.count("\u2069")
    for text in texts_of(screen):
        if text["type"] == "plain_text":
            assert text["emoji"] is False
            continue
        assert text["verbatim"] is True
        assert_harmless(text["text"])
    if screen.get("type") != "modal":
        assert screen["text"].strip()
        assert len(screen["text"]) <= 4_000
        assert_harmless(screen["text"])


def assert_harmless(mrkdwn: str) -> None:
    """No markup of theirs, no control characters, nothing right-to-left outside an isolate's reach."""
    for forbidden in ("<!channel", "<!here", "<@U123", "&lt;!here&gt; ", "\x00", "\x1b", "\u202e"):
        assert forbidden not in mrkdwn, (forbidden, mrkdwn)
    assert mrkdwn.count("\u2068") == mrkdwn.count("\u2069")


def inputs_of(view: View) -> dict[str, Block]:
    """The inputs of a form by their names."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
