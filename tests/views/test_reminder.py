"""The daily reminder through its life, as its owner reads it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.due import DueState
from bot.domain.values import Value
from bot.results.names import PersonName, ServiceName, Viewer
from bot.results.reminders import Answer, Reminder, ReminderItem
from bot.views.blocks import Message
from bot.views.ids import Action
from bot.views.reminder import reminder, second_ping
from tests.views.make import (
    ALICE,
    BOB,
    CSAT,
    HOSTILE,
    HUGE,
    LONDON,
    ROUGH,
    WEEK_OF_23_MARCH,
    assert_sound,
    make_assessment,
    make_due,
    make_hostile,
)

OPEN = ReminderItem(make_due(1))
MISSED = ReminderItem(make_due(2, ROUGH, WEEK_OF_23_MARCH, state=DueState.MISSED))
GIVEN = ReminderItem(make_due(3, state=DueState.ON_TIME), Answer(Value(Decimal(84)), ALICE))
ASKED = Reminder(
    owner=ALICE,
    on=date(2026, 4, 7),
    items=(OPEN,),
    next_ping_at=datetime(2026, 4, 8, 8, 0, tzinfo=UTC),
    # The first instant of Friday in London, in summer time: Thursday is the last day.
    grace_ends_at=datetime(2026, 4, 9, 23, 0, tzinfo=UTC),
    escalates_to=("Bob",),
)


def buttons_of(shown: Message) -> list[str]:
    return [
        button["action_id"] for block in shown["blocks"] if block["type"] == "actions" for button in block["elements"]
    ]


def test_a_reminder_names_what_is_due_and_when_the_bot_speaks_next() -> None:
    shown = reminder(ASKED, LONDON)
    assert shown["text"] == (
        "*1 reading is due*\n"
        "• *Customer satisfaction* `csat`, week of 30 March. Last: 81 %\n"
        "1 of 2. Next: Wed 8 April 09:00 your time. After Thu 9 April it counts as missed and Bob sees it."
    )
    assert buttons_of(shown) == [Action.CHECK_IN]


def test_times_are_the_owners_own() -> None:
    kolkata = Viewer("en-IN", "Asia/Kolkata", date(2026, 4, 7))
    assert "Next: Wed 8 April 13:30 your time." in reminder(ASKED, kolkata)["text"]


def test_the_one_who_sees_it_is_named_but_not_pinged() -> None:
    two = replace(ASKED, escalates_to=("Bob", "<@UCHARLIE>"))
    assert "Bob and &lt;@UCHARLIE&gt; see it." in reminder(two, LONDON)["text"]
    assert reminder(replace(ASKED, escalates_to=()), LONDON)["text"].endswith(
        "your time. After Thu 9 April it counts as missed."
    )


def test_an_answer_shows_what_it_did_and_who_gave_it() -> None:
    given = replace(GIVEN, answer=Answer(Value(Decimal(84)), BOB, make_assessment("84")))
    text = reminder(replace(ASKED, items=(OPEN, given)), LONDON)["text"]
    assert (
        "✓ Customer satisfaction, week of 30 March: *84 %* from Bob. "
        "⚪ Too early: 64 points ahead of the path; a colour needs two readings." in text
    )


def test_an_answer_by_a_service_shows_its_name() -> None:
    given = replace(GIVEN, answer=Answer(Value(Decimal(84)), ServiceName("Shelter *register*")))
    silent = replace(GIVEN, answer=Answer(None, ServiceName("Shelter *register*"), note="it was down"))
    text = reminder(replace(ASKED, items=(given, silent)), LONDON)["text"]
    assert text.splitlines()[1:] == [
        "✓ Customer satisfaction, week of 30 March: *84 %* from Shelter \u2217register\u2217.",
        "✓ Customer satisfaction, week of 30 March: no data from Shelter \u2217register\u2217: it was down",
    ]


def test_all_answered_is_a_receipt_without_buttons() -> None:
    no_data = ReminderItem(make_due(4, ROUGH, state=DueState.NO_DATA), Answer(None, ALICE, note="nobody counted"))
    excused = ReminderItem(make_due(5, ROUGH, WEEK_OF_23_MARCH, state=DueState.EXCUSED))
    shown = reminder(replace(ASKED, items=(GIVEN, no_data, excused)), LONDON)
    assert shown["text"] == (
        "*All done for Tue 7 April*\n"
        "✓ Customer satisfaction, week of 30 March: *84 %*.\n"
        "✓ People sleeping rough, week of 30 March: no data: nobody counted\n"
        "– People sleeping rough, week of 23 March: excused"
    )
    assert buttons_of(shown) == []


def test_a_late_answer_says_so() -> None:
    late = replace(GIVEN, due=replace(GIVEN.due, state=DueState.LATE))
    assert "*84 %*, late." in reminder(replace(ASKED, items=(late,)), LONDON)["text"]


def test_a_missed_reading_can_still_be_given() -> None:
    shown = reminder(replace(ASKED, items=(MISSED,), next_ping_at=None), LONDON)
    assert shown["text"] == (
        "*1 reading was missed*\n"
        "• *People sleeping rough* `rough`, week of 23 March: can still be given with "
        "`/reading rough &lt;value&gt; for week of 23 March`\n"
        "There are no more reminders for this."
    )
    assert buttons_of(shown) == [Action.CHECK_IN]


def test_what_was_missed_is_told_from_what_is_due() -> None:
    text = reminder(replace(ASKED, items=(OPEN, MISSED, MISSED)), LONDON)["text"]
    assert text.splitlines()[:3] == [
        "*1 reading is due, 2 were missed*",
        "• *Customer satisfaction* `csat`, week of 30 March. Last: 81 %",
        (
            "• *People sleeping rough* `rough`, week of 23 March: missed, can still be given with "
            "`/reading rough &lt;value&gt; for week of 23 March`"
        ),
    ]


def test_a_second_ping_about_something_missed_names_one_command() -> None:
    assert second_ping(replace(ASKED, items=(MISSED, GIVEN)), LONDON)["text"] == (
        "*1 reading was missed*\n"
        "• *People sleeping rough* `rough`, week of 23 March: can still be given with "
        "`/reading rough &lt;value&gt; for week of 23 March`\n"
        "There are no more reminders for this."
    )
    both = second_ping(replace(ASKED, items=(OPEN, MISSED)), LONDON)["text"]
    assert both.startswith("*Still open*\n• *Customer satisfaction* `csat`")
    assert both.count("/reading") == 1


def test_after_the_second_ping_the_last_day_is_named() -> None:
    text = reminder(replace(ASKED, ping=2, next_ping_at=None), LONDON)["text"]
    assert text.endswith("2 of 2. After Thu 9 April it counts as missed and Bob sees it.")


def test_the_second_ping_is_short_and_says_how_to_answer() -> None:
    shown = second_ping(replace(ASKED, items=(OPEN, GIVEN)), LONDON)
    assert shown["text"] == (
        "*Still open*\n"
        "• *Customer satisfaction* `csat`, week of 30 March. Last: 81 %\n"
        "Press *Check in*, or type `/reading csat &lt;value&gt;`\n"
        "2 of 2. After Thu 9 April it counts as missed and Bob sees it."
    )


def test_an_answered_second_ping_says_what_was_answered_and_asks_no_more() -> None:
    given = replace(GIVEN, answer=Answer(Value(Decimal(84)), BOB, make_assessment("84")))
    shown = second_ping(replace(ASKED, items=(given,)), LONDON)
    assert shown["text"] == ("Nothing is open any more.\n✓ Customer satisfaction, week of 30 March: *84 %* from Bob.")
    assert buttons_of(shown) == []


def test_a_replaced_reminder_is_one_line_that_points_to_the_newer_one() -> None:
    moved = replace(ASKED, replaced_by="https://team.slack.com/archives/D1/p17")
    expected = "What is open has moved to <https://team.slack.com/archives/D1/p17|a newer message>."
    assert reminder(moved, LONDON)["text"] == expected
    assert second_ping(moved, LONDON)["text"] == expected
    assert reminder(replace(moved, replaced_by=""), LONDON)["text"] == "What is open has moved to a newer message."
    assert buttons_of(reminder(moved, LONDON)) == []


@pytest.mark.parametrize(
    ("late_by", "words"),
    [
        (timedelta(minutes=61), "Sent an hour later than planned."),
        (timedelta(hours=3, minutes=59), "Sent 3 hours later than planned."),
    ],
)
def test_a_late_reminder_says_so_in_a_few_words(late_by: timedelta, words: str) -> None:
    assert reminder(replace(ASKED, late_by=late_by), LONDON)["text"].endswith(words)


def test_a_hundred_hostile_items_make_a_message_that_slack_takes() -> None:
    hostile = make_hostile()
    answered = Answer(
        Value(HUGE), PersonName("U123", HOSTILE), make_assessment("1", "2", indicator=hostile), note=HOSTILE
    )
    items = tuple(
        ReminderItem(make_due(number, hostile, last=str(HUGE)), answered if number % 2 else None)
        for number in range(100)
    )
    asked = replace(ASKED, items=items, escalates_to=(HOSTILE,) * 5)
    for shown in (reminder(asked, LONDON), second_ping(asked, LONDON), reminder(replace(asked, items=()), LONDON)):
        assert_sound(shown)
    assert "more" in reminder(asked, LONDON)["blocks"][-3]["text"]["text"]


def test_what_is_open_is_counted() -> None:
    two = replace(ASKED, items=(OPEN, ReminderItem(make_due(9, CSAT, WEEK_OF_23_MARCH))))
    assert reminder(two, LONDON)["text"].startswith("*2 readings are due*")
    assert "After Thu 9 April what is open counts as missed" in reminder(two, LONDON)["text"]
