"""The daily reminder through its life, as its owner reads it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.due import DueState
from bot.domain.sources import NoFetch, NotFetched
from bot.domain.values import Measure, Value, ValueKind
from bot.results.names import PersonName, ServiceName, Viewer
from bot.results.reminders import Answer, Reminder, ReminderItem, Silent
from bot.views.ids import ANSWERED, Action, read_answer
from bot.views.reminder import moved, not_theirs_any_more, reminder, second_ping
from tests.views.make import (
    ALICE,
    BOB,
    CSAT,
    HOSTILE,
    HUGE,
    LAST_WEEK,
    LONDON,
    ROUGH,
    WEEK_OF_23_MARCH,
    assert_sound,
    buttons_of,
    heard,
    make_assessment,
    make_due,
    make_hostile,
)

THURSDAY = date(2026, 4, 9)
OPEN = ReminderItem(make_due(1), last_day=THURSDAY)
OPEN_TOO = ReminderItem(make_due(4, ROUGH, last=None), last_day=THURSDAY)
WAYS = ["Check in", "No figure…", "Tomorrow"]
MISSED = ReminderItem(make_due(2, ROUGH, WEEK_OF_23_MARCH, state=DueState.MISSED))
GIVEN = ReminderItem(make_due(3, state=DueState.ON_TIME), Answer(Value(Decimal(84)), ALICE))
ASKED = Reminder(
    owner=ALICE,
    on=date(2026, 4, 7),
    items=(OPEN,),
    next_ping_at=datetime(2026, 4, 8, 8, 0, tzinfo=UTC),
    reported_in=("C1",),
)


def test_a_single_reading_is_asked_for_as_a_question() -> None:
    shown = reminder(ASKED, LONDON)
    assert shown["text"] == (
        f"*Customer satisfaction* `csat`, {LAST_WEEK}?\n"
        "Last: 81 %\n"
        "I ask once more, tomorrow at 09:00. "
        "After Thu 9 April it counts as missed, and the next digest in <#C1> says so."
    )
    assert [button["action_id"] for button in buttons_of(shown)] == [Action.CHECK_IN, Action.NO_FIGURE, Action.PUT_OFF]
    (menu,) = [each for block in shown["blocks"] for each in block.get("elements", []) if each["type"] == "overflow"]
    assert [option["text"]["text"] for option in menu["options"]] == ["Hand over…", "Away until…"]
    assert heard(shown) == ["Check in: 1 reading", "No figure: 1 reading", "Tomorrow: 1 reading"]


HELD = replace(CSAT, key="held", name="Was the clinic held?", measure=Measure(ValueKind.YES_NO))
MOOD = replace(CSAT, key="mood", name="Mood", measure=Measure(ValueKind.SCALE, scale=("bad", "fair", "good")))


def test_yes_or_no_is_answered_in_the_message() -> None:
    shown = reminder(replace(ASKED, items=(ReminderItem(make_due(7, HELD, last="1")),)), LONDON)
    yes, no, check_in, *_ = buttons_of(shown)
    assert [(each["text"]["text"], each["value"]) for each in (yes, no)] == [("yes", "7=yes"), ("no", "7=no")]
    assert all(ANSWERED.fullmatch(each["action_id"]) for each in (yes, no))
    assert read_answer(yes["value"]) == (7, "yes")
    assert check_in["action_id"] == Action.CHECK_IN
    assert heard(shown)[0] == "yes: Was the clinic held?, last week"
    again = second_ping(replace(ASKED, items=(ReminderItem(make_due(7, HELD, last="1")),)), LONDON)
    assert [each["text"]["text"] for each in buttons_of(again)] == ["yes", "no", *WAYS]


def test_each_label_stands_below_what_it_answers_after_what_is_typed() -> None:
    items = (ReminderItem(make_due(8, MOOD, last="2")), OPEN, ReminderItem(make_due(7, HELD, last="1")))
    shown = reminder(replace(ASKED, items=items), LONDON)
    assert shown["text"].splitlines()[:4] == [
        f"*3 readings are due for {LAST_WEEK}*",
        "• *Customer satisfaction* `csat`. Last: 81 %",
        "• *Mood* `mood`. Last: good",
        "• *Was the clinic held?* `held`. Last: yes",
    ]
    assert [each["text"]["text"] for each in buttons_of(shown)] == ["good", "fair", "bad", "yes", "no", *WAYS]


def test_only_the_first_few_are_answered_in_the_message_and_none_that_was_missed() -> None:
    due = [ReminderItem(make_due(number, HELD)) for number in range(1, 6)]
    gone = ReminderItem(make_due(9, HELD, WEEK_OF_23_MARCH, state=DueState.MISSED))
    shown = reminder(replace(ASKED, items=(gone, *due)), LONDON)
    carried = [each["value"] for each in buttons_of(shown) if ANSWERED.fullmatch(each["action_id"])]
    assert carried == ["1=yes", "1=no", "2=yes", "2=no", "3=yes", "3=no"]


def test_the_question_for_a_first_reading_has_nothing_to_compare_with() -> None:
    text = reminder(replace(ASKED, items=(OPEN_TOO,)), LONDON)["text"]
    assert text.splitlines()[0] == f"*People sleeping rough* `rough`, {LAST_WEEK}?"
    assert text.splitlines()[1].startswith("I ask once more,")


def test_several_readings_share_their_period_in_the_title() -> None:
    shown = reminder(replace(ASKED, items=(OPEN, OPEN_TOO)), LONDON)
    assert shown["text"] == (
        f"*2 readings are due for {LAST_WEEK}*\n"
        "• *Customer satisfaction* `csat`. Last: 81 %\n"
        "• *People sleeping rough* `rough`\n"
        "I ask once more, tomorrow at 09:00. "
        "What is open after Thu 9 April counts as missed, and the next digest in <#C1> says so."
    )
    assert heard(shown) == ["Check in: 2 readings", "No figure: 2 readings", "Tomorrow: 2 readings"]


def test_readings_of_different_periods_say_each_theirs() -> None:
    two = replace(ASKED, items=(OPEN, ReminderItem(make_due(9, ROUGH, WEEK_OF_23_MARCH, last="118"))))
    assert reminder(two, LONDON)["text"].splitlines()[:3] == [
        "*2 readings are due*",
        f"• *Customer satisfaction* `csat`, {LAST_WEEK}. Last: 81 %",
        "• *People sleeping rough* `rough`, week of 23 March. Last: 118 people",
    ]


def test_times_and_days_are_the_owners_own() -> None:
    # Half past four in the morning of Friday in Kolkata: Friday is the last day there.
    kolkata = Viewer("en-IN", "Asia/Kolkata", date(2026, 4, 7))
    assert reminder(ASKED, kolkata)["text"].splitlines()[-1] == (
        "I ask once more, tomorrow at 13:30. "
        "After Thu, 9 April it counts as missed, and the next digest in <#C1> says so."
    )
    later = replace(ASKED, next_ping_at=datetime(2026, 4, 13, 8, 0, tzinfo=UTC))
    assert "I ask once more, Mon 13 April at 09:00. " in reminder(later, LONDON)["text"]


@pytest.mark.parametrize(
    ("channels", "one", "several"),
    [
        ((), "After Thu 9 April it counts as missed.", "What is open after Thu 9 April counts as missed."),
        (
            ("C1",),
            "After Thu 9 April it counts as missed, and the next digest in <#C1> says so.",
            "What is open after Thu 9 April counts as missed, and the next digest in <#C1> says so.",
        ),
        (
            ("C1", "C2"),
            "After Thu 9 April it counts as missed, and the next digest in <#C1> and <#C2> says so.",
            "What is open after Thu 9 April counts as missed, and the next digest in <#C1> and <#C2> says so.",
        ),
    ],
    ids=["no digest", "one channel", "two channels"],
)
def test_what_follows_names_the_channels_whose_digest_says_so(
    channels: tuple[str, ...], one: str, several: str
) -> None:
    asked = replace(ASKED, reported_in=channels)
    both = replace(asked, items=(OPEN, OPEN_TOO))
    assert reminder(asked, LONDON)["text"].endswith(f"\nI ask once more, tomorrow at 09:00. {one}")
    again = replace(asked, next_ping_at=None)
    assert second_ping(again, LONDON)["text"].endswith(f"\nThis is the last time I ask. {one}")
    assert reminder(both, LONDON)["text"].endswith(f"\nI ask once more, tomorrow at 09:00. {several}")
    assert second_ping(replace(both, next_ping_at=None), LONDON)["text"].endswith(
        f"\nThis is the last time I ask. {several}"
    )


def test_nobody_but_the_owner_is_named_in_what_follows() -> None:
    text = reminder(replace(ASKED, items=(OPEN, MISSED)), LONDON)["text"]
    assert "Bob" not in text
    assert "<@" not in text


def test_without_a_day_on_which_it_is_missed_none_is_named() -> None:
    asked = replace(ASKED, next_ping_at=None, items=(replace(OPEN, last_day=None),))
    assert reminder(asked, LONDON)["text"].splitlines()[-1] == (
        "This is the last time I ask. What stays open counts as missed."
    )


def test_an_answer_shows_what_it_did_and_who_gave_it() -> None:
    given = replace(GIVEN, answer=Answer(Value(Decimal(84)), BOB, make_assessment("75", "78", "81", "84")))
    assert reminder(replace(ASKED, items=(OPEN_TOO, given)), LONDON)["text"].splitlines()[:2] == [
        f"*People sleeping rough* `rough`, {LAST_WEEK}?",
        f"✓ Customer satisfaction, {LAST_WEEK}: *84 %*, from Bob · 🟢 On track",
    ]


def test_the_receipt_says_how_it_stands_and_leaves_the_numbers_to_the_reply() -> None:
    given = replace(GIVEN, answer=Answer(Value(Decimal(72)), ALICE, make_assessment("71", "71.5", "72")))
    assert reminder(replace(ASKED, items=(given,)), LONDON)["text"] == (
        f"*All in for Tue 7 April*\n✓ Customer satisfaction, {LAST_WEEK}: *72 %* · 🔴 Off track for 2 weeks"
    )


def test_an_answer_by_a_service_shows_its_name() -> None:
    given = replace(GIVEN, answer=Answer(Value(Decimal(84)), ServiceName("Shelter *register*")))
    silent = replace(GIVEN, answer=Answer(None, ServiceName("Shelter *register*"), note="it was down"))
    text = reminder(replace(ASKED, items=(given, silent)), LONDON)["text"]
    assert text.splitlines()[1:] == [
        f"✓ Customer satisfaction, {LAST_WEEK}: *84 %*, from Shelter \u2217register\u2217",
        f"✓ Customer satisfaction, {LAST_WEEK}: no data (it was down), from Shelter \u2217register\u2217",
    ]


def test_all_answered_is_a_receipt_without_buttons() -> None:
    no_data = ReminderItem(make_due(4, ROUGH, state=DueState.NO_DATA), Answer(None, ALICE, note="nobody counted"))
    excused = ReminderItem(make_due(5, ROUGH, WEEK_OF_23_MARCH, state=DueState.EXCUSED))
    shown = reminder(replace(ASKED, items=(GIVEN, no_data, excused)), LONDON)
    assert shown["text"] == (
        "*All in for Tue 7 April*\n"
        f"✓ Customer satisfaction, {LAST_WEEK}: *84 %*\n"
        f"✓ People sleeping rough, {LAST_WEEK}: no data (nobody counted)\n"
        "– People sleeping rough, week of 23 March: excused"
    )
    assert buttons_of(shown) == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (DueState.ON_TIME, "given"),
        (DueState.LATE, "given"),
        (DueState.NO_DATA, "no data"),
        (DueState.EXCUSED, "excused"),
    ],
)
def test_what_is_settled_without_an_answer_says_how(state: DueState, words: str) -> None:
    settled = ReminderItem(make_due(3, state=state))
    assert reminder(replace(ASKED, items=(settled,)), LONDON)["text"].splitlines()[1] == (
        f"– Customer satisfaction, {LAST_WEEK}: {words}"
    )


def test_a_late_answer_is_shown_like_any_other() -> None:
    late = replace(GIVEN, due=replace(GIVEN.due, state=DueState.LATE))
    assert reminder(replace(ASKED, items=(late,)), LONDON) == reminder(replace(ASKED, items=(GIVEN,)), LONDON)


def test_a_missed_reading_can_still_be_given() -> None:
    shown = reminder(replace(ASKED, items=(MISSED,), next_ping_at=None), LONDON)
    assert shown["text"] == (
        "*1 reading was missed*\n"
        "• *People sleeping rough* `rough`, week of 23 March. You can still give it: "
        "`/reading rough &lt;value&gt; for week of 23 March`\n"
        "I do not ask for this again."
    )
    assert heard(shown) == ["Check in: 1 reading", "No figure: 1 reading"]


def test_a_command_names_a_week_that_it_will_still_be_next_week() -> None:
    last_week = ReminderItem(make_due(2, ROUGH, state=DueState.MISSED))
    assert reminder(replace(ASKED, items=(last_week,)), LONDON)["text"].splitlines()[1] == (
        f"• *People sleeping rough* `rough`, {LAST_WEEK}. You can still give it: "
        "`/reading rough &lt;value&gt; for week of 30 March`"
    )


def test_what_was_missed_is_told_from_what_is_due() -> None:
    shown = reminder(replace(ASKED, items=(OPEN, MISSED, MISSED)), LONDON)
    assert shown["text"].splitlines()[:3] == [
        "*1 reading is due, 2 were missed*",
        f"• *Customer satisfaction* `csat`, {LAST_WEEK}. Last: 81 %",
        (
            "• *People sleeping rough* `rough`, week of 23 March: missed. You can still give it: "
            "`/reading rough &lt;value&gt; for week of 23 March`"
        ),
    ]
    assert heard(shown) == ["Check in: 3 readings", "No figure: 3 readings", "Tomorrow: 3 readings"]


def test_a_second_ping_about_something_missed_names_one_command() -> None:
    assert second_ping(replace(ASKED, items=(MISSED, GIVEN)), LONDON)["text"] == (
        "*1 reading was missed*\n"
        "• *People sleeping rough* `rough`, week of 23 March. You can still give it: "
        "`/reading rough &lt;value&gt; for week of 23 March`\n"
        "I do not ask for this again."
    )
    both = second_ping(replace(ASKED, items=(OPEN, MISSED)), LONDON)["text"]
    assert both.startswith("*Still open*\n• *Customer satisfaction* `csat`")
    assert both.count("/reading") == 1


def test_after_the_second_ping_the_last_day_is_named() -> None:
    text = reminder(replace(ASKED, next_ping_at=None), LONDON)["text"]
    assert text.splitlines()[-1] == (
        "This is the last time I ask. After Thu 9 April it counts as missed, and the next digest in <#C1> says so."
    )


def test_the_second_ping_is_short_and_says_how_to_answer() -> None:
    shown = second_ping(replace(ASKED, items=(OPEN, GIVEN), next_ping_at=None), LONDON)
    assert shown["text"] == (
        "*Still open*\n"
        f"• *Customer satisfaction* `csat`, {LAST_WEEK}. Last: 81 %\n"
        "Press *Check in*, or type `/reading csat &lt;value&gt;`\n"
        "This is the last time I ask. After Thu 9 April it counts as missed, and the next digest in <#C1> says so."
    )
    assert heard(shown) == ["Check in: 1 reading", "No figure: 1 reading", "Tomorrow: 1 reading"]


def test_an_answered_second_ping_says_what_was_answered_and_asks_no_more() -> None:
    given = replace(GIVEN, answer=Answer(Value(Decimal(84)), BOB, make_assessment("84")))
    shown = second_ping(replace(ASKED, items=(given,)), LONDON)
    assert shown["text"] == f"Nothing is open any more.\n✓ Customer satisfaction, {LAST_WEEK}: *84 %*, from Bob"
    assert buttons_of(shown) == []


def test_what_has_moved_is_one_grey_line() -> None:
    shown = moved("https://team.slack.com/archives/D1/p17", LONDON)
    assert shown["text"] == "→ <https://team.slack.com/archives/D1/p17|newer message>"
    assert [block["type"] for block in shown["blocks"]] == ["context"]
    assert moved("", LONDON)["text"] == "→ newer message"


def test_what_is_not_theirs_any_more_is_not_named() -> None:
    shown = not_theirs_any_more(LONDON)
    assert shown["text"] == "What this asked for is not yours to give any more. Nothing is left to do."
    assert buttons_of(shown) == []


@pytest.mark.parametrize(
    ("late_by", "words"),
    [
        (timedelta(minutes=61), "Sent an hour later than planned."),
        (timedelta(hours=3, minutes=59), "Sent 3 hours later than planned."),
        (timedelta(days=1, hours=9), "Sent 1 day later than planned."),
    ],
)
def test_a_late_reminder_says_so_in_a_few_words(late_by: timedelta, words: str) -> None:
    assert reminder(replace(ASKED, late_by=late_by), LONDON)["text"].splitlines()[-1] == words


def test_a_hundred_hostile_items_make_a_message_that_slack_takes() -> None:
    hostile = make_hostile()
    answered = Answer(
        Value(HUGE), PersonName("U123", HOSTILE), make_assessment("1", "2", indicator=hostile), note=HOSTILE
    )
    items = tuple(
        ReminderItem(make_due(number, hostile, last=str(HUGE)), answered if number % 2 else None)
        for number in range(100)
    )
    asked = replace(ASKED, items=items, reported_in=tuple(f"C{number}" for number in range(20)))
    for shown in (
        reminder(asked, LONDON),
        second_ping(asked, LONDON),
        reminder(replace(asked, items=items[:1]), LONDON),
        reminder(replace(asked, items=()), LONDON),
        not_theirs_any_more(LONDON),
    ):
        assert_sound(shown)
    assert "more" in reminder(asked, LONDON)["blocks"][-3]["text"]["text"]


def test_what_closes_on_another_day_says_so_beside_itself() -> None:
    sooner = replace(OPEN_TOO, last_day=date(2026, 4, 7))
    later = ReminderItem(make_due(5), last_day=THURSDAY)
    lines = reminder(replace(ASKED, items=(OPEN, sooner, later)), LONDON)["text"].splitlines()
    assert [line for line in lines if line.startswith("•") and "closes" in line] == [
        "• *People sleeping rough* `rough` _closes today_"
    ]
    assert lines[-1].startswith("I ask once more, tomorrow at 09:00. What is open after Thu 9 April counts as missed")


def test_whoever_answers_for_it_is_named_where_they_are_told() -> None:
    text = reminder(replace(ASKED, told=(BOB,)), LONDON)["text"]
    assert text.endswith(
        "After Thu 9 April it counts as missed, and the next digest in <#C1> and a weekly note to Bob say so."
    )
    many = tuple(PersonName(f"U{number}", f"Person {number}") for number in range(3))
    text = reminder(replace(ASKED, told=many, reported_in=()), LONDON)["text"]
    assert text.endswith("counts as missed, and a weekly note to those who answer for it says so.")


def test_a_silent_indicator_is_asked_about_and_not_chased() -> None:
    silent = replace(OPEN, silence=Silent(7, date(2026, 2, 16)))
    shown = reminder(replace(ASKED, items=(silent,), next_ping_at=None), LONDON)
    assert shown["text"].splitlines() == [
        "*Customer satisfaction* `csat`: nothing for 7 weeks. What would help?",
        (
            "I ask about this once a week at most. "
            "After Thu 9 April it counts as missed, and the next digest in <#C1> says so."
        ),
    ]
    assert [each["text"]["text"] for each in buttons_of(shown)] == [
        *("Ask less often…", "Hand over…", "Fetch it from a system…", "Stop asking…"),
        *("Check in", "No figure…"),
    ]
    assert_sound(shown)


def test_what_is_silent_beside_what_was_missed_is_not_asked_for_the_last_time() -> None:
    silent = replace(OPEN, silence=Silent(7, date(2026, 2, 16)))
    shown = reminder(replace(ASKED, items=(MISSED, silent), next_ping_at=None), LONDON)
    assert (
        shown["text"].splitlines()[-1].startswith("I ask about this once a week at most. After Thu 9 April it counts")
    )
    assert "Tomorrow" not in [each["text"]["text"] for each in buttons_of(shown)]
    beside = reminder(replace(ASKED, items=(MISSED, silent, OPEN_TOO)), LONDON)
    assert beside["text"].splitlines()[-1].startswith("I ask once more, tomorrow at 09:00.")
    assert "Tomorrow" in [each["text"]["text"] for each in buttons_of(beside)]


def test_what_is_silent_and_closes_on_another_day_says_so_beside_itself() -> None:
    silent = replace(OPEN, silence=Silent(7, date(2026, 2, 16)), last_day=date(2026, 4, 7))
    lines = reminder(replace(ASKED, items=(silent, OPEN_TOO)), LONDON)["text"].splitlines()
    assert lines[1] == "*Customer satisfaction* `csat`: nothing for 7 weeks. What would help? _closes today_"
    others = tuple(replace(silent, silence=Silent(number, date(2026, 2, 16))) for number in (8, 9))
    lines = reminder(replace(ASKED, items=(silent, *others, *(OPEN_TOO,) * 4)), LONDON)["text"].splitlines()
    assert "• *Customer satisfaction* `csat`: nothing for 7 weeks _closes today_" in lines


def test_why_something_was_not_fetched_stands_beside_it() -> None:
    alone = replace(OPEN, not_fetched=NotFetched(NoFetch.STATUS, status=503))
    why = "I could not fetch it: the system answered 503."
    assert reminder(replace(ASKED, items=(alone,)), LONDON)["text"].splitlines()[2] == why
    two = reminder(replace(ASKED, items=(alone, OPEN)), LONDON)["text"].splitlines()
    assert [line.endswith(why) for line in two[1:3]] == [True, False]
    silent = replace(alone, silence=Silent(7, date(2026, 2, 16)))
    assert reminder(replace(ASKED, items=(silent,)), LONDON)["text"].splitlines()[1] == why


def test_what_is_put_off_asks_for_nothing_today() -> None:
    put_off = replace(OPEN, put_off_until=date(2026, 4, 8))
    shown = reminder(replace(ASKED, items=(put_off,)), LONDON)
    assert shown["text"].splitlines()[0] == "*Put off*"
    assert heard(shown) == ["Check in: 1 reading"]


def test_what_else_is_open_is_counted_and_not_named() -> None:
    lines = reminder(replace(ASKED, also_open=64), LONDON)["text"].splitlines()
    assert lines[-1] == "64 older readings are open too: *Check in* has them."


def test_a_message_stays_on_one_screen_of_a_phone_however_much_is_due() -> None:
    items = tuple(ReminderItem(make_due(number), last_day=THURSDAY) for number in range(1, 41))
    given = tuple(replace(GIVEN, due=make_due(number)) for number in range(50, 90))
    lines = reminder(replace(ASKED, items=items + given, also_open=64), LONDON)["text"].splitlines()
    assert len(lines) <= 18
