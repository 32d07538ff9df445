"""What the checker finds in small ledgers that are written by hand, and what it lets pass: a person in Berlin who is
asked at nine (08:00 UTC in winter) for one figure a week. That of the week of 5 January 2026 is
due on Monday 12 January.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from tests.year.checker import Checker
from tests.year.footers import Promise, read_promise
from tests.year.ledger import Given, Kept, Ledger, Owner, Posted, Version

ANN, BEN = "UANN", "UBEN"
KEY = "i-1"
FIRST, SECOND, THIRD, FOURTH = "2026-W02", "2026-W03", "2026-W04", "2026-W05"
MON_TO_FRI = frozenset(range(5))
ASKS = ("check_in",)


def utc(words: str) -> datetime:
    return datetime.strptime(f"2026-{words}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


BEGAN = utc("01-05 00:00")
MISSED = [(utc("01-14 23:00"), KEY, FIRST)]


def owner(user_id: str = ANN, **said: Any) -> Owner:
    return Owner(user_id, [(BEGAN, "Europe/Berlin")], MON_TO_FRI, [(BEGAN, time(9))], [(BEGAN, frozenset())], **said)


def ping(when: str, period: str = FIRST, *, to: str = ANN, text: str = f"`{KEY}`", kind: str = "reminder") -> Posted:
    at = utc(when)
    version = Version(at, text, ASKS)
    return Posted(f"{kind}:{to}:{when}", kind, to, f"{at.timestamp()}", at, None, {(KEY, period): 1}, [version])


def ledger(posted: Sequence[Posted] = (), *, until: str = "01-17 00:00", **happened: Any) -> Ledger:
    found = Ledger(
        BEGAN,
        owners={ANN: owner(), BEN: owner(BEN)},
        indicators={KEY: Kept(KEY, "Beds", "week", "C1", BEGAN)},
        owned_by={KEY: [(BEGAN, ANN)]},
        posted=list(posted),
        ended=utc(until),
    )
    for name, what in happened.items():
        setattr(found, name, what)
    return found


def left_out(found: Ledger) -> list[str]:
    return [f"{fault.at:%m-%d %H:%M} {fault.rule}: {fault.whom}" for fault in Checker(found).left_out()]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["01-12 08:00", "01-13 08:00"], []),
        ([], ["01-12 08:00 never asked: UANN"]),
        (["01-12 08:00"], ["01-13 08:00 not asked twice: UANN"]),
        (["01-13 08:00", "01-14 08:00"], ["01-12 08:00 never asked: UANN"]),
        (["01-12 08:00", "01-14 08:00"], ["01-13 08:00 not asked twice: UANN"]),
        (["01-12 14:00", "01-13 08:00"], ["01-12 08:00 never asked: UANN"]),
    ],
)
def test_what_is_due_is_asked_for_on_its_day_and_on_the_next_working_day(asked: list[str], expected: list[str]) -> None:
    assert left_out(ledger([ping(each) for each in asked], missed=MISSED)) == expected


def test_the_second_time_is_after_the_weekend_and_not_left_out_for_it() -> None:
    rests = {KEY: [(utc("01-10 00:00"), utc("01-10 01:00"))]}  # before it falls due
    off = owner()
    off.days_off = [(BEGAN, frozenset({date(2026, 1, day) for day in (12, 13, 14, 15)}))]
    people = {ANN: off}
    on_friday = ping("01-16 08:00")
    asked = [on_friday, ping("01-19 08:00"), ping("01-19 08:00", SECOND), ping("01-20 08:00", SECOND)]
    until = "01-21 00:00"
    assert left_out(ledger(asked, owners=people, rests=rests, until=until)) == []
    asked = [on_friday, ping("01-19 08:00", SECOND), ping("01-20 08:00", SECOND)]
    assert left_out(ledger(asked, owners=people, until=until)) == ["01-19 08:00 not asked twice: UANN"]


AWAY_UNTIL_WEDNESDAY: dict[str, Any] = {"away": [(utc("01-09 12:00"), date(2026, 1, 12), date(2026, 1, 14))]}
AWAY_ALL_WEEK: dict[str, Any] = {"away": [(utc("01-09 12:00"), date(2026, 1, 12), date(2026, 1, 19))]}
STATUS_ON_MONDAY: dict[str, Any] = {"status": [(utc("01-12 06:00"), utc("01-12 20:00"))]}
GONE_ON_MONDAY: dict[str, Any] = {"gone": [(utc("01-12 06:00"), utc("01-12 20:00"))]}


@pytest.mark.parametrize(
    ("said", "asked", "expected"),
    [
        (AWAY_UNTIL_WEDNESDAY, ["01-14 08:00", "01-15 08:00"], []),
        (AWAY_UNTIL_WEDNESDAY, ["01-15 08:00", "01-16 08:00"], ["01-14 08:00 never asked: UANN"]),
        (AWAY_UNTIL_WEDNESDAY, ["01-14 08:00"], ["01-15 08:00 not asked twice: UANN"]),
        (AWAY_ALL_WEEK, [], []),
        (STATUS_ON_MONDAY, ["01-13 08:00", "01-14 08:00"], []),
        (STATUS_ON_MONDAY, ["01-14 08:00", "01-15 08:00"], ["01-13 08:00 never asked: UANN"]),
        (GONE_ON_MONDAY, ["01-13 08:00", "01-14 08:00"], []),
        (GONE_ON_MONDAY, [], ["01-13 08:00 never asked: UANN"]),
    ],
)
def test_whoever_is_away_is_asked_once_they_are_back(said: Any, asked: list[str], expected: list[str]) -> None:
    found = ledger([ping(each) for each in asked], owners={ANN: owner(**said)})
    assert left_out(found) == expected


def test_a_new_owner_is_asked_twice_from_the_next_morning_on() -> None:
    handed_over = {KEY: [(BEGAN, ANN), (utc("01-12 10:00"), BEN)]}
    before = [ping("01-12 08:00"), ping("01-13 08:00", to=BEN)]
    assert left_out(ledger(before, owned_by=handed_over)) == ["01-14 08:00 not asked twice: UBEN"]
    assert left_out(ledger([*before, ping("01-14 08:00", to=BEN)], owned_by=handed_over)) == []


@pytest.mark.parametrize(
    ("until", "asked", "expected"),
    [
        ("01-12 12:00", ["01-12 12:00", "01-13 08:00"], []),
        ("01-12 12:00", ["01-13 08:00", "01-14 08:00"], ["01-12 12:00 never asked: UANN"]),
        ("01-12 18:00", ["01-13 08:00", "01-14 08:00"], []),
        ("01-12 18:00", ["01-13 08:00"], ["01-14 08:00 not asked twice: UANN"]),
    ],
)
def test_after_downtime_it_is_asked_for_by_six_of_that_day_or_on_the_next(
    until: str, asked: list[str], expected: list[str]
) -> None:
    found = ledger([ping(each) for each in asked], down=[(utc("01-12 03:00"), utc(until))])
    assert left_out(found) == expected


@pytest.mark.parametrize(
    ("began", "asked", "expected"),
    [
        ("01-12 08:02", ["01-12 08:00", "01-13 08:00"], []),
        ("01-12 08:02", ["01-12 12:00", "01-13 08:00"], []),
        ("01-12 08:02", ["01-13 08:00", "01-14 08:00"], ["01-12 12:00 never asked: UANN"]),
        ("01-12 08:02", ["01-12 08:00"], ["01-13 08:00 not asked twice: UANN"]),
        ("01-13 08:02", ["01-12 08:00", "01-13 08:00"], []),
        ("01-13 08:02", ["01-12 08:00", "01-14 08:00"], ["01-13 12:00 not asked twice: UANN"]),
        ("01-12 08:00", ["01-12 08:00", "01-13 08:00"], ["01-12 12:00 never asked: UANN"]),
    ],
)
def test_what_was_sent_right_before_downtime_was_asked(began: str, asked: list[str], expected: list[str]) -> None:
    """It may not have been sent yet, since messages for one time are spread over minutes. While nothing runs nothing is
    sent.
    """
    down = [(utc(began), utc(f"{began[:5]} 12:00"))]
    assert left_out(ledger([ping(each) for each in asked], down=down)) == expected


def test_nobody_is_asked_for_what_was_given_rests_or_was_missed() -> None:
    first = [ping("01-12 08:00")]
    assert left_out(ledger(first, given=[Given(utc("01-12 09:00"), KEY, FIRST, ANN)])) == []
    assert left_out(ledger(first, rests={KEY: [(utc("01-12 09:00"), None)]})) == []
    assert left_out(ledger(first, missed=[(utc("01-13 07:00"), KEY, FIRST)])) == []
    taken_back = Given(utc("01-12 09:00"), KEY, FIRST, ANN, taken_back_at=utc("01-12 09:05"))
    assert left_out(ledger(first, given=[taken_back])) == ["01-13 08:00 not asked twice: UANN"]


def test_what_was_put_off_is_asked_for_again_on_the_next_working_day() -> None:
    first = [ping("01-12 08:00")]
    assert left_out(ledger(first, put_off=[(utc("01-12 09:00"), ANN)])) == ["01-13 08:00 not asked twice: UANN"]


@pytest.mark.parametrize(
    ("put_off_at", "expected"),
    [
        ("01-13 12:00", []),  # the second one was on its way
        ("01-13 13:00", ["01-13 12:00 not asked twice: UANN"]),
    ],
)
def test_what_is_put_off_right_after_downtime_may_not_have_been_sent_yet(put_off_at: str, expected: list[str]) -> None:
    found = ledger(
        [ping("01-12 08:00"), ping("01-14 08:00")],
        down=[(utc("01-12 15:00"), utc("01-13 12:00"))],
        put_off=[(utc(put_off_at), ANN)],
    )
    assert left_out(found) == expected


def test_nobody_is_asked_within_twelve_hours_of_another_message() -> None:
    of_another = ping("01-12 00:30", SECOND)
    assert left_out(ledger([of_another, ping("01-13 08:00"), ping("01-14 08:00")])) == []
    too_long_ago = ping("01-11 19:00", SECOND)
    assert left_out(ledger([too_long_ago, ping("01-13 08:00"), ping("01-14 08:00")])) == [
        "01-12 08:00 never asked: UANN"
    ]


THREE_MISSED = [(utc(f"{when} 23:00"), KEY, of) for when, of in (("01-14", FIRST), ("01-21", SECOND), ("01-28", THIRD))]
ASKED_UNTIL_THEN = [
    ping(f"{when} 08:00", of)
    for when, of in (
        ("01-12", FIRST),
        ("01-13", FIRST),
        ("01-19", SECOND),
        ("01-20", SECOND),
        ("01-26", THIRD),
        ("01-27", THIRD),
    )
]


@pytest.mark.parametrize(
    ("missed", "given", "asked", "expected"),
    [
        (THREE_MISSED, [], ["02-02 08:00"], []),
        (THREE_MISSED, [], [], ["02-02 08:00 never asked: UANN"]),
        (THREE_MISSED[:2], [], ["02-02 08:00"], ["02-03 08:00 not asked twice: UANN"]),
        (THREE_MISSED, ["01-29 08:00"], ["02-02 08:00"], ["02-03 08:00 not asked twice: UANN"]),
    ],
)
def test_of_what_nobody_says_anything_about_one_question_is_asked(
    missed: list[Any], given: list[str], asked: list[str], expected: list[str]
) -> None:
    """Something that is given afterwards changes nothing about what was right on the day."""
    words = [*given, "02-05 08:00"]
    found = ledger(
        [*ASKED_UNTIL_THEN, *(ping(each, FOURTH) for each in asked)],
        missed=[*missed, (utc("02-04 23:00"), KEY, FOURTH)],
        given=[Given(utc(each), KEY, THIRD, ANN) for each in words],
        until="02-06 00:00",
    )
    assert [each for each in left_out(found) if each > "02"] == expected


@pytest.mark.parametrize(
    ("backups", "to_ben", "expected"),
    [
        ({}, ["02-04 08:00"], []),
        ({}, [], ["02-04 08:00 never asked: UBEN"]),
        ({KEY: "UCAY"}, ["02-04 08:00"], []),
        ({KEY: "UCAY"}, [], ["02-04 08:00 never asked: UBEN"]),
        ({}, ["02-05 08:00"], ["02-04 08:00 never asked: UBEN"]),
    ],
)
def test_whoever_takes_over_what_is_silent_has_the_question_too(backups: Any, to_ben: list[str], expected: Any) -> None:
    """Ann had it on Monday, and Ben is not Ann. Whoever stands in hears nothing of their own."""
    found = ledger(
        [*ASKED_UNTIL_THEN, ping("02-02 08:00", FOURTH), *(ping(each, FOURTH, to=BEN) for each in to_ben)],
        missed=[*THREE_MISSED, (utc("02-06 23:00"), KEY, FOURTH)],
        owners={ANN: owner(), BEN: owner(BEN), "UCAY": owner("UCAY")},
        owned_by={KEY: [(BEGAN, ANN), (utc("02-03 12:00"), BEN)]},
        backups=backups,
        until="02-08 00:00",
    )
    assert [each for each in left_out(found) if each > "02"] == expected


def test_what_was_to_wait_for_their_return_is_right_where_they_were_away() -> None:
    """Nothing else need be said of the next time then; to somebody who was there, it must be."""
    words = f"`{KEY}` Your Slack status says that you are away: I ask once more when you are back."
    asked = [ping("01-12 08:00", text=words), ping("01-13 08:00")]
    was_away = ledger(asked, owners={ANN: owner(**STATUS_ON_MONDAY)})
    assert [fault.rule for fault in Checker(was_away).not_announced()] == []
    was_there = ledger(asked)
    assert [fault.rule for fault in Checker(was_there).not_announced()] == ["waited for whoever was there"]
    says_nothing = ledger([ping("01-12 08:00"), ping("01-13 08:00")])
    assert [fault.rule for fault in Checker(says_nothing).not_announced()] == ["said nothing of the next time"]


def test_what_ends_while_its_owner_is_away_is_not_to_be_missed() -> None:
    on_wednesday: dict[str, Any] = {"status": [(utc("01-14 12:00"), utc("01-15 12:00"))]}
    found = ledger(missed=MISSED, owners={ANN: owner(**on_wednesday)})
    assert [fault.rule for fault in Checker(found).missed_while_away()] == ["missed while away"]
    back_before: dict[str, Any] = {"status": [(utc("01-13 12:00"), utc("01-14 12:00"))]}
    found = ledger(missed=MISSED, owners={ANN: owner(**back_before)})
    assert not list(Checker(found).missed_while_away())


def test_everything_belongs_to_whom_it_was_given_to_last() -> None:
    assert not list(Checker(ledger(kept_by={KEY: ANN})).not_whose_it_is())
    assert [fault.what for fault in Checker(ledger(kept_by={KEY: BEN})).not_whose_it_is()] == ["i-1 is UANN's"]


@pytest.mark.parametrize(
    ("until", "asked", "expected"),
    [
        ("01-12 10:30", ["01-12 10:30", "01-13 08:00"], []),
        ("01-12 10:30", ["01-13 08:00", "01-14 08:00"], ["01-12 10:30 never asked: UANN"]),
        ("01-12 17:30", ["01-13 08:00", "01-14 08:00"], []),
        ("01-12 17:30", ["01-14 08:00"], ["01-13 08:00 never asked: UANN"]),
    ],
)
def test_who_is_not_to_be_disturbed_is_asked_after_that_by_six_or_on_the_next_day(
    until: str, asked: list[str], expected: list[str]
) -> None:
    found = ledger([ping(each) for each in asked], owners={ANN: owner(undisturbed=[(utc("01-12 07:30"), utc(until))])})
    assert left_out(found) == expected


def test_nothing_is_to_be_sent_to_somebody_who_is_not_to_be_disturbed() -> None:
    quiet = {ANN: owner(undisturbed=[(utc("01-12 07:30"), utc("01-12 10:30"))])}
    found = Checker(ledger([ping("01-12 08:00")], owners=quiet))
    assert [fault.rule for fault in found.outside_hours()] == ["while not to be disturbed"]
    assert not list(Checker(ledger([ping("01-12 10:30")], owners=quiet)).outside_hours())


IS_EXCUSED = "– Beds, last week (5–11 January): excused\n"
AWAY_ON_THE_LAST_DAY: dict[str, Any] = {"away": [(utc("01-09 12:00"), date(2026, 1, 14), date(2026, 1, 15))]}


@pytest.mark.parametrize(
    ("line", "said", "missed", "expected"),
    [
        ("", {}, MISSED, []),
        ("", {}, [], ["not missed as said"]),
        (IS_EXCUSED, AWAY_ON_THE_LAST_DAY, [], []),
        (IS_EXCUSED, {}, [], ["not missed as said"]),
        ("", AWAY_ON_THE_LAST_DAY, [], ["not missed as said"]),
        ("– Doors, last week (5–11 January): excused\n", AWAY_ON_THE_LAST_DAY, [], ["not missed as said"]),
    ],
)
def test_what_a_message_says_is_excused_it_does_not_say_will_be_missed(
    line: str, said: Any, missed: Any, expected: list[str]
) -> None:
    """Where it is: nobody was there to give it when its grace ended."""
    asked = ping("01-12 08:00", text=f"`{KEY}`\n{line}After Wed 14 January it counts as missed.")
    found = ledger([asked], missed=missed, owners={ANN: owner(**said)})
    assert [fault.rule for fault in Checker(found).not_missed_as_said()] == expected


def note(when: str, *, to: str = BEN) -> Posted:
    each = ping(when, to=to, kind="notice")
    each.key, each.names = f"missing:{to}:{when}", {}
    return each


ASKED_TWICE = [ping("01-12 08:00"), ping("01-13 08:00")]


@pytest.mark.parametrize(
    ("posted", "happened", "expected"),
    [
        ([*ASKED_TWICE, note("01-19 08:00")], {}, []),
        ([*ASKED_TWICE, note("01-19 08:00"), note("01-20 08:00")], {}, ["noted twice in a week"]),
        ([*ASKED_TWICE, note("01-19 08:00", to=ANN)], {}, ["noted of what is not others'"]),
        ([*ASKED_TWICE, note("01-26 08:00")], {}, ["noted of what is not missing"]),
        ([note("01-19 08:00")], {}, ["noted before its owner heard"]),
        ([*ASKED_TWICE, note("01-18 08:00")], {}, ["noted while not there"]),
        (
            [*ASKED_TWICE, note("01-19 08:00")],
            {"given": [Given(utc("01-16 08:00"), KEY, FIRST, ANN)]},
            ["noted of what is not missing"],
        ),
    ],
)
def test_whoever_answers_for_it_has_one_note_a_week_of_what_others_did_not_give(
    posted: list[Posted], happened: Any, expected: list[str]
) -> None:
    found = Checker(ledger(posted, missed=MISSED, answers_for={KEY: BEN}, until="01-30 00:00", **happened))
    assert [fault.rule for fault in [*found.noted_too_often(), *found.noted_wrongly()]] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "I ask once more, Mon, 4 January 2027 at 09:00. After Tue, 5 January 2027 it counts as missed.",
            Promise(datetime(2027, 1, 4, 8, tzinfo=UTC), missed_after=date(2027, 1, 5)),
        ),
        (
            "I ask once more, tomorrow at 09:00. What is open after Fri 1 January counts as missed.",
            Promise(datetime(2026, 12, 31, 8, tzinfo=UTC), missed_after=date(2026, 1, 1)),
        ),
        ("This is the last time I ask. After Thursday it counts as missed.", Promise(None, True, date(2026, 12, 31))),
        ("*Beds*?", Promise()),
    ],
)
def test_what_is_promised_is_read_over_the_end_of_a_year_too(words: str, expected: Promise) -> None:
    """A day of another year says which: one without is of the year in which it is read."""
    assert read_promise(words, said_at=datetime(2026, 12, 30, 8, tzinfo=UTC), zone="Europe/Berlin") == expected


@pytest.mark.parametrize(
    ("given_at", "expected"), [("01-13 08:00", []), ("01-13 07:59", ["asked for what is not open"])]
)
def test_nobody_is_asked_for_what_they_gave_before(given_at: str, expected: list[str]) -> None:
    found = ledger(ASKED_TWICE, given=[Given(utc(given_at), KEY, FIRST, ANN)])
    assert [fault.rule for fault in Checker(found).asked_for_nothing()] == expected


MONDAY, TUESDAY, WEDNESDAY = ((utc(f"01-{day} 06:00"), utc(f"01-{day} 20:00")) for day in (12, 13, 14))


@pytest.mark.parametrize(
    ("said", "asked", "expected"),
    [
        ({"status": [(MONDAY[0], WEDNESDAY[1])]}, [], ["missed unasked"]),
        ({"undisturbed": [MONDAY, TUESDAY, WEDNESDAY]}, [], ["missed unasked"]),
        ({"status": [(MONDAY[0], TUESDAY[1])], "undisturbed": [WEDNESDAY]}, [], ["missed unasked"]),
        ({"undisturbed": [MONDAY, TUESDAY, WEDNESDAY]}, ["01-14 20:00"], []),
        ({"undisturbed": [MONDAY, TUESDAY]}, [], []),
        ({"undisturbed": [MONDAY, TUESDAY, (WEDNESDAY[0], utc("01-14 16:59"))]}, [], []),
        ({"gone": [(MONDAY[0], None)], "undisturbed": [MONDAY, TUESDAY, WEDNESDAY]}, [], []),
    ],
)
def test_nobody_misses_what_they_could_not_be_asked_for(said: Any, asked: list[str], expected: list[str]) -> None:
    """Who could have been asked on one of the days and was not is another rule's business."""
    found = ledger([ping(each) for each in asked], missed=MISSED, owners={ANN: owner(**said)})
    assert [fault.rule for fault in Checker(found).missed_unasked()] == expected


FELL_DUE = utc("01-11 23:00")
SAID_OTHERWISE = "asked at another time than said"
ON_TUESDAY = utc("01-13 08:00")
BACK_ON_TUESDAY: dict[str, Any] = {"away": [(utc("01-09 12:00"), date(2026, 1, 12), date(2026, 1, 13))]}


@pytest.mark.parametrize(
    ("said", "hands", "expected"),
    [
        (BACK_ON_TUESDAY, [(FELL_DUE, BEN), (ON_TUESDAY, ANN)], []),
        (BACK_ON_TUESDAY, [(FELL_DUE, BEN)], ["kept by a backup", "kept by a backup"]),
        (AWAY_ALL_WEEK, [(FELL_DUE, BEN)], []),
        ({}, [(FELL_DUE, ANN), (ON_TUESDAY, BEN)], ["taken from whoever was there", "kept by a backup"]),
        (STATUS_ON_MONDAY, [(FELL_DUE, ANN), (utc("01-12 08:00"), BEN), (ON_TUESDAY, ANN)], []),
        (STATUS_ON_MONDAY, [(FELL_DUE, BEN), (utc("01-12 08:00"), ANN)], ["given to whoever was away"]),
        (AWAY_ALL_WEEK, [(FELL_DUE, ANN), (ON_TUESDAY, "UCAY")], ["asked of a stranger"]),
    ],
)
def test_a_backup_is_asked_while_the_owner_is_away_and_no_longer(said: Any, hands: Any, expected: list[str]) -> None:
    people = {ANN: owner(**said), BEN: owner(BEN), "UCAY": owner("UCAY")}
    found = ledger(
        owners=people, backups={KEY: BEN}, asked_of={(KEY, FIRST): hands}, missed=[(utc("01-15 23:00"), KEY, FIRST)]
    )
    rules = [fault.rule for fault in Checker(found).asked_of_the_wrong()]
    assert list(dict.fromkeys(rules)) == list(dict.fromkeys(expected))


def test_what_is_excused_goes_back_to_nobody() -> None:
    """The backup says in the night that they are away too: there is nothing left to ask for."""
    people = {ANN: owner(**BACK_ON_TUESDAY), BEN: owner(BEN)}
    hands, excused = {(KEY, FIRST): [(FELL_DUE, BEN)]}, {(KEY, FIRST): "excused"}
    found = ledger(owners=people, backups={KEY: BEN}, asked_of=hands, states=excused)
    assert [fault.rule for fault in Checker(found).asked_of_the_wrong()] == []


@pytest.mark.parametrize(("came", "expected"), [("01-13 11:00", []), ("01-13 10:30", [SAID_OTHERWISE])])
def test_whoever_moves_past_the_time_that_was_said_is_asked_at_once(came: str, expected: list[str]) -> None:
    """To Kolkata, where it is past four in the afternoon as they arrive."""
    owners = {ANN: owner(), BEN: owner(BEN)}
    owners[ANN].zones.append((utc("01-13 11:00"), "Asia/Kolkata"))
    owners[ANN].zones[0] = (BEGAN, "America/New_York")
    said = f"`{KEY}`\nI ask once more, tomorrow at 09:00."
    found = ledger([ping("01-12 14:00", text=said), ping(came, kind="second_ping")], owners=owners)
    assert [fault.rule for fault in Checker(found).not_announced()] == expected


@pytest.mark.parametrize(
    ("notes", "happened", "expected"),
    [
        (["01-19 08:00"], {}, []),
        (["01-23 08:00"], {}, []),
        ([], {}, ["01-23 not noted: UBEN"]),
        (["01-26 08:00"], {}, ["01-23 not noted: UBEN"]),
        ([], {"given": [Given(utc("01-23 07:00"), KEY, FIRST, ANN)]}, []),
        ([], {"rests": {KEY: [(utc("01-20 09:00"), None)]}}, []),
        ([], {"owners": {ANN: owner(), BEN: owner(BEN, status=[(utc("01-21 09:00"), utc("01-22 09:00"))])}}, []),
        ([], {"answers_for": {KEY: ANN}}, []),
        ([], {"down": [(utc("01-20 09:00"), utc("01-20 19:00"))]}, []),
    ],
)
def test_whoever_answers_for_it_is_told_in_the_week_after(notes: list[str], happened: Any, expected: list[str]) -> None:
    what: Any = {"missed": MISSED, "answers_for": {KEY: BEN}, "until": "01-30 00:00", **happened}
    found = Checker(ledger([*ASKED_TWICE, *(note(each) for each in notes)], **what))
    assert [f"{fault.at:%m-%d} {fault.rule}: {fault.whom}" for fault in found.not_noted()] == expected


@pytest.mark.parametrize(
    ("asked", "given", "expected"),
    [
        (["02-02 08:00"], [], []),
        (["02-02 08:00", "02-03 08:00"], [], ["chased though silent"]),
        (["02-02 08:00", "02-03 08:00"], ["01-29 08:00"], []),
        (["02-02 08:00", "02-09 08:00"], [], []),
    ],
)
def test_what_was_missed_three_times_in_a_row_is_not_chased(
    asked: list[str], given: list[str], expected: list[str]
) -> None:
    found = ledger(
        [*ASKED_UNTIL_THEN, *(ping(each, FOURTH) for each in asked)],
        missed=THREE_MISSED,
        given=[Given(utc(each), KEY, THIRD, ANN) for each in given],
        until="02-12 00:00",
    )
    assert [fault.rule for fault in Checker(found).chased_though_silent()] == expected
