"""What is more than ordinary movement: said once, by limits that a person may have worked out anew."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bot.actions import standings
from bot.actions.people import known
from bot.actions.readings import submit_line
from bot.actions.screens import policy_for
from bot.domain.readings import Route
from tests.handlers.conftest import Bot, Shelter, words

MONDAY = date(2025, 6, 2)
BY_TURNS = "9 11 " * 12
"""A mean of 10, and limits of 4.68 and 15.32."""


def give(bot: Bot, shelter: Shelter, values: str, key: str = "churn") -> str:
    """Of churn, which should fall and has no target: a reading for each week from that Monday on; answers the key of
    the week after them.
    """
    weeks = [f"{MONDAY + timedelta(weeks=number):%G-W%V}" for number in range(len(values.split()) + 1)]

    def add(session: Session) -> None:
        found = known(session, team_id=bot.playground.team_id, user_id=shelter.alice.id)
        assert found is not None
        by, now = found.actor, bot.deps.clock()
        policy = policy_for(session, by)
        for value, week in zip(values.split(), weeks, strict=False):
            line = f"{key} {value} for {week}"
            submit_line(session, line, by=by, policy=policy, route=Route.COMMAND, now=now, is_meant=True)

    bot.deps.database.run_here(add)
    return weeks[-1]


def assert_kept_is_true(bot: Bot) -> None:
    """What is kept of how csat and churn stand is what their histories say."""
    assert bot.deps.database.read_here(lambda session: standings.disagreeing(session, [1, 2])) == []


@pytest.mark.parametrize(
    ("before", "value", "told"),
    [
        (BY_TURNS, "12", ""),
        (BY_TURNS, "4", "More than ordinary movement for the better."),
        (BY_TURNS, "16", "More than ordinary movement for the worse."),
        (BY_TURNS + "16", "17", ""),
        (BY_TURNS + "9 9 9 9 9 9 9", "9", "Eight readings in a row better than usual: more than ordinary movement."),
        (BY_TURNS + "9 9 9 9 9 9 9 9", "9", ""),
    ],
)
async def test_the_reading_that_completes_a_signal_says_so_once(
    bot: Bot, shelter: Shelter, before: str, value: str, told: str
) -> None:
    week = give(bot, shelter, before)

    reply = words(await shelter.alice.types(f"/reading churn {value} for {week}", channel="#shelter"))

    assert ("ordinary movement" in reply) == bool(told)
    assert told in reply
    assert_kept_is_true(bot)


async def test_a_late_reading_says_what_it_makes_of_a_later_one_once_and_its_undo_says_nothing(
    bot: Bot, shelter: Shelter
) -> None:
    late = give(bot, shelter, BY_TURNS)
    for week in range(1, 8):
        monday = MONDAY + timedelta(weeks=24 + week)
        reply = words(await shelter.alice.types(f"/reading churn 9 for {monday:%G-W%V}", channel="#shelter"))
        assert "ordinary movement" not in reply
    told = (
        "For the week of 5 January, that makes eight readings in a row better than usual: more than ordinary movement."
    )

    given = await shelter.alice.types(f"/reading churn 9 for {late}", channel="#shelter")
    assert told in words(given)
    assert words(given).count("ordinary movement") == 1
    assert_kept_is_true(bot)
    assert "ordinary movement" not in words(await shelter.alice.presses("Undo", given.message))
    assert_kept_is_true(bot)
    assert told in words(await shelter.alice.types(f"/reading churn 8.5 for {late}", channel="#shelter"))

    # One more on that side has the run be complete a week earlier: the same run.
    before = f"{MONDAY + timedelta(weeks=23):%G-W%V}"
    fixed = words(await shelter.alice.types(f"/reading fix churn 9 for {before}", channel="#shelter"))
    assert "instead of 11 %" in fixed
    assert "ordinary movement" not in fixed
    assert_kept_is_true(bot)


async def test_limits_are_worked_out_anew_from_where_somebody_says_and_why(bot: Bot, shelter: Shelter) -> None:
    alice = shelter.alice
    give(bot, shelter, BY_TURNS + "14 15 14 15 14 15 14")
    shown = await alice.types("/indicator show churn", channel="#shelter")
    assert "Its ordinary movement is between 5 and 15 now. Eight readings in a row lie above the middle" in words(shown)
    assert "Two rules: outside, eight in a row" in words(shown)

    await alice.presses("Use new limits from here…")
    refused = await alice.submits()
    assert "Say in a few words why: it is kept in its history." in words(refused)
    done = await alice.submits({"reason": "two nurses have left"})

    assert "Ordinary movement from: week of 10 November 2025 (was all its readings)" in words(done)
    shown = await alice.types("/indicator show churn", channel="#shelter")
    assert "ordinary movement" not in words(shown)  # eight readings at the new level are too few for limits
    assert "anew from 10 November 2025: “two nurses have left”" in words(shown)
    history = await alice.types("/indicator history churn", channel="#shelter")
    assert "ordinary movement worked out anew from 10 November 2025 on · Alice · “two nurses have left”" in words(
        history
    )
    assert_kept_is_true(bot)

    back = await alice.types("/indicator rebase churn off because they are back", channel="#shelter")
    assert words(back) == "✓ The ordinary movement of Customer churn counts all its readings again."
    history = await alice.types("/indicator history churn", channel="#shelter")
    assert (
        "ordinary movement worked out from all readings again · before from 10 November 2025 on · Alice · "
        "“they are back”" in words(history)
    )
    assert_kept_is_true(bot)


async def test_another_scale_or_other_rules_stand_in_the_history_with_what_they_were_before(
    bot: Bot, shelter: Shelter
) -> None:
    alice = shelter.alice
    give(bot, shelter, "9 11")

    async def change(chosen: dict[str, str]) -> None:
        await alice.types("/indicator edit churn movement", channel="#shelter")
        await alice.submits(chosen)
        await alice.closes(everything=True)

    await change({"transform": "sqrt", "reason": "waits are lopsided"})
    await change({"rule_set": "three"})
    await alice.types("/indicator edit churn name", channel="#shelter")
    await alice.submits({"name": "Members who left"})
    await alice.closes(everything=True)
    await change({"transform": "as_it_is", "rule_set": "two", "reason": "nobody read it"})

    history = await alice.types("/indicator history churn", channel="#shelter")
    told = [line.partition(": ")[2] for line in history.text.splitlines() if "ordinary movement" in line]
    two, three = "Two rules: outside, eight in a row", "Three rules: two of three far out, too"
    root = "by square roots, as waiting times"
    assert told == [
        f"ordinary movement: as they are; {two} · instead of {root}; {three} · Alice · “nobody read it”",
        f"ordinary movement: {three} · instead of {two} · Alice",
        f"ordinary movement: {root} · instead of as they are · Alice · “waits are lopsided”",
    ]


async def test_from_a_new_base_on_what_is_usual_is_another_thing(bot: Bot, shelter: Shelter) -> None:
    week = give(bot, shelter, BY_TURNS + "19 21 " * 6)
    typed = "/indicator rebase churn from 2025-W47 because two nurses have left"
    done = await shelter.alice.types(typed, channel="#shelter")
    assert words(done) == (
        "✓ The ordinary movement of Customer churn is worked out anew, from week of 17 November 2025 on: "
        "“two nurses have left” With twelve readings from then on it has limits. "
        "To take it back: /indicator rebase churn off"
    )

    # 12 is far above what once was usual, and far below what is now.
    reply = await shelter.alice.types(f"/reading churn 12 for {week}", channel="#shelter")
    assert "More than ordinary movement for the better." in words(reply)
    assert_kept_is_true(bot)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "Which indicator?"),
        ("churn from the new clinic because it opened", '"the new clinic" is not a period I know.'),
        (
            "churn from 2026-W40 because of summer",
            "It is too early for the week of 28 September: it opens",
        ),
        ("churn from 2025-W01 because of summer", "There is no reading before that, so its limits begin there anyway."),
        ("churn off", "Its limits come from all of its readings already."),
        ("nonsense off", 'No indicator here is called "nonsense".'),
    ],
)
async def test_what_cannot_be_a_new_base_is_said(bot: Bot, shelter: Shelter, typed: str, answer: str) -> None:
    give(bot, shelter, "9 11")
    assert answer in words(await shelter.alice.types(f"/indicator rebase {typed}".strip(), channel="#shelter"))


async def test_only_whoever_may_change_it_has_limits_worked_out_anew(bot: Bot, shelter: Shelter) -> None:
    give(bot, shelter, BY_TURNS + "14 15 14 15 14 15 14")
    refused = await shelter.bob.types("/indicator rebase churn from 2025-W47 because I say so", channel="#shelter")
    assert words(refused).startswith('You cannot change "Customer churn".')
    assert (
        "Use new limits from here…"
        not in (await shelter.bob.types("/indicator show churn", channel="#shelter")).buttons
    )


async def test_scale_and_rules_are_chosen_and_told(bot: Bot, shelter: Shelter) -> None:
    alice = shelter.alice
    week = give(bot, shelter, BY_TURNS + "14")
    await alice.types("/indicator edit churn movement", channel="#shelter")
    done = await alice.submits({"transform": "sqrt", "rule_set": "three"})
    assert (
        "Ordinary movement: by square roots, as waiting times · Three rules: two of three far out, too "
        "(was Two rules: outside, eight in a row)"
    ) in words(done)

    # The roots have a mean of 3.158 and a mean range of 0.317: two thirds of the way up are 3.720, or 13.8.
    reply = await alice.types(f"/reading churn 14.5 for {week}", channel="#shelter")
    assert "Two of the latest three far out for the worse: more than ordinary movement." in words(reply)
    shown = await alice.types("/indicator show churn", channel="#shelter")
    assert "Three rules: two of three far out, too · by square roots, as waiting times" in words(shown)
    assert_kept_is_true(bot)


async def test_a_scale_without_a_place_for_a_value_is_refused(bot: Bot, shelter: Shelter) -> None:
    give(bot, shelter, "9 0 11")
    await shelter.alice.types("/indicator edit churn movement", channel="#shelter")
    refused = await shelter.alice.submits({"transform": "log"})
    assert "There is no logarithm of 0 %. Leave the scale as it is while there are values of 0 or below." in words(
        refused
    )


async def test_several_readings_at_once_say_so_each_in_its_line(bot: Bot, shelter: Shelter) -> None:
    week = give(bot, shelter, BY_TURNS)
    receipt = words(await shelter.alice.types(f"/reading churn 16 for {week}, csat 80", channel="#shelter"))
    assert "More than ordinary movement for the worse." in receipt
    assert receipt.count("ordinary movement") == 1
    assert "80 % for Customer satisfaction" in receipt
