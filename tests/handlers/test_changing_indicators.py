"""Changing an indicator: one small form for one thing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.actions import standings
from bot.playground import Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words


def definitions(bot: Bot, indicator_id: int = 1) -> list[tables.IndicatorDefinition]:
    """What defined csat, the oldest first."""
    rows = [row for row in bot.all(tables.IndicatorDefinition) if row.indicator_id == indicator_id]
    return sorted(rows, key=lambda row: row.id)


def assert_kept_is_true(bot: Bot) -> None:
    """What is kept of how csat and churn stand is what their histories say."""
    assert bot.deps.database.read_here(lambda session: standings.disagreeing(session, [1, 2])) == []


async def test_what_there_is_to_change_is_shown_as_it_is(bot: Bot, shelter: Shelter) -> None:
    shown = await shelter.alice.types("/indicator show csat", channel="#shelter")
    assert "Edit" in shown.buttons

    menu = await shelter.alice.presses("Edit")

    assert words(menu) == (
        "Customer satisfaction csat What do you want to change? • Name: Customer satisfaction "
        "• What counts: not said yet • Unit: percent • It should: go up • How often: weekly, due every Monday "
        "• Backup: nobody • It shows: The change that is wanted • Several readings: the last reading counts "
        "• Possible values: any • Where it is taken from: not said yet • How it is collected: not said yet "
        "• Known limitations: not said yet • Ordinary movement: Two rules: outside, eight in a row "
        "• Ordinary movement from: all its readings "
        "• Owner: @Alice"
    )
    assert menu.buttons[-1] == "Owner"


async def test_another_name_leaves_the_key(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator edit csat name Happy customers", channel="#shelter")
    done = await shelter.alice.submits()

    assert "Name: Happy customers (was Customer satisfaction)" in words(done)
    shown = await shelter.bob.types("/indicator show happy", channel="#shelter")
    assert words(shown).startswith("Happy customers csat")


async def test_only_those_who_keep_it_and_admins_change_it(bot: Bot, shelter: Shelter) -> None:
    refused = await shelter.bob.types("/indicator edit csat name Mine", channel="#shelter")

    assert words(refused).startswith(
        'You cannot change "Customer satisfaction". Alice (owner) or a workspace admin can: ask one of them.'
    )
    assert "Edit" not in (await shelter.bob.types("/indicator show csat", channel="#shelter")).buttons


async def test_the_owner_is_changed_by_handing_it_over(bot: Bot, shelter: Shelter) -> None:
    opened = await shelter.alice.types("/indicator edit csat owner", channel="#shelter")

    assert opened.modal is not None
    assert opened.modal.labels == ["Who is asked for its readings?", "Until when?", "One line to them"]


async def test_whoever_stands_in_may_change_it_from_then_on(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator edit csat backup", channel="#shelter")
    done = await shelter.alice.submits({"backup": "bob"})
    assert "Backup: @Bob (was nobody)" in words(done)

    assert (await shelter.bob.types("/indicator edit csat", channel="#shelter")).buttons


async def test_a_unit_that_was_wrong_from_the_start_is_another_label_for_the_same_values(
    bot: Bot, shelter: Shelter
) -> None:
    await shelter.alice.types("/reading csat 75", channel="#shelter")
    await shelter.alice.types("/indicator edit csat unit points", channel="#shelter")
    done = await shelter.alice.submits({"kind": "number", "holds_from": "start"})

    assert "Unit: points (was percent)" in words(done)
    shown = words(await shelter.alice.types("/indicator show csat", channel="#shelter"))
    assert "From 72 points on 2 March to 85 points by 30 June." in shown
    assert "75 points · Alice" in shown
    assert_kept_is_true(bot)


@pytest.fixture
async def afresh(bot: Bot, shelter: Shelter, playground: Playground) -> str:
    """What followed the form: csat had 75 %, and is counted in points of ten from a minute later on."""
    await shelter.alice.types("/reading csat 75", channel="#shelter")
    playground.clock.advance(timedelta(minutes=1))
    await shelter.alice.types("/indicator edit csat unit of ten", channel="#shelter")
    return words(await shelter.alice.submits({"kind": "number", "holds_from": "today", "reason": "A new survey"}))


async def test_what_was_counted_otherwise_counts_no_longer_and_stays_in_sight(
    bot: Bot, shelter: Shelter, playground: Playground, afresh: str
) -> None:
    assert "It starts afresh today: what was given before stays in its history, and counts no longer." in afresh
    assert definitions(bot)[-1].begins_at == definitions(bot)[-1].made_at

    shown = words(await shelter.alice.types("/indicator show csat", channel="#shelter"))
    assert "No reading yet" in shown
    assert "75 % · Alice" in shown
    assert "72" not in shown.replace("75 %", "")
    assert "75 % for this week" in words(await shelter.alice.types("/indicator history csat", channel="#shelter"))
    assert_kept_is_true(bot)


async def test_after_that_it_has_a_start_and_a_target_of_its_own(
    bot: Bot, shelter: Shelter, playground: Playground, afresh: str
) -> None:
    reply = words(await shelter.alice.types("/reading csat 7", channel="#shelter"))
    assert "7 of ten" in reply
    assert "75" not in reply

    done = words(await shelter.alice.types("/target set csat 9 by 30 June from 6 on 2 March", channel="#shelter"))
    assert "From 6 of ten on 2 March to 9 of ten by 30 June." in done
    assert_kept_is_true(bot)
    await shelter.alice.types("/reading undo csat", channel="#shelter")
    assert "75" not in words(await shelter.alice.types("/target show csat", channel="#shelter"))
    assert_kept_is_true(bot)


async def test_an_edit_after_it_leaves_it_where_it_began(
    bot: Bot, shelter: Shelter, playground: Playground, afresh: str
) -> None:
    began_at = definitions(bot)[-1].begins_at
    playground.clock.advance(timedelta(days=1))
    await shelter.alice.types("/indicator edit csat name Mood", channel="#shelter")
    await shelter.alice.submits()

    assert [row.begins_at for row in definitions(bot)] == [None, began_at, began_at]


@pytest.mark.parametrize(
    ("what", "values", "errors"),
    [
        ("unit", {}, {"From when on?": "Choose one of these."}),
        (
            "unit",
            {"kind": "ratio", "holds_from": "start"},
            {
                "From when on?": "What was recorded so far cannot be written like that. Choose from today on: "
                "it is kept as it is."
            },
        ),
        (
            "direction",
            {"direction": "decrease", "holds_from": "start"},
            {
                "It should": "From 72 % to 85 % is an increase, but this indicator should go down. "
                "Change the target, or the indicator's direction."
            },
        ),
        ("name", {"name": "Customer satisfaction "}, {"Name": "That is what it says already."}),
        ("cadence", {}, {"How often": "That is what it says already."}),
        ("backup", {}, {"Backup": "That is what it says already."}),
        ("backup", {"backup": "alice"}, {"Backup": "They are asked for it already. Choose somebody else."}),
        ("bounds", {}, {"Highest possible value": "That is what it says already."}),
        (
            "bounds",
            {"lowest": "90", "highest": "10"},
            {"Highest possible value": "The highest value is above the lowest one. Change one of the two."},
        ),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(
    bot: Bot, shelter: Shelter, what: str, values: dict[str, str], errors: dict[str, str]
) -> None:
    await shelter.alice.types(f"/indicator edit csat {what}", channel="#shelter")
    refused = await shelter.alice.submits(values)

    assert refused.modal is not None
    assert refused.modal.errors == errors
    assert len(definitions(bot)) == 1
    assert len(bot.all(tables.Ownership)) == 2


async def test_bounds_are_kept_in_its_unit(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator edit csat bounds", channel="#shelter")
    done = await shelter.alice.submits({"lowest": "0", "highest": "100 %"})

    assert "Possible values: 0 % to 100 % (was any)" in words(done)
    assert (definitions(bot)[-1].lowest, definitions(bot)[-1].highest) == (Decimal(0), Decimal(100))


async def test_somebody_elses_change_of_the_same_thing_is_shown(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    nora = playground.person("nora", real_name="Nora", admin=True)
    nora.joins("#shelter")
    await shelter.alice.types("/indicator edit csat name", channel="#shelter")
    await nora.types("/indicator edit csat name Mood", channel="#shelter")
    await nora.submits()
    await nora.closes(everything=True)
    await nora.types("/indicator edit csat level", channel="#shelter")
    await nora.submits({"level": "process"})

    again = await shelter.alice.submits({"name": "Joy"})
    assert "Nora changed it today at 10:00 to: Mood Yours is below." in words(again)
    await shelter.alice.submits()

    assert (definitions(bot)[-1].name, definitions(bot)[-1].level) == ("Joy", "process")


async def test_asked_less_often_nothing_that_was_due_is_lost(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    """On Friday 27 March the week of 23 March is still to fall due, on Monday."""
    await shelter.alice.types("/indicator edit csat cadence", channel="#shelter")
    done = await shelter.alice.submits({"every": "month"})

    assert "How often: monthly, due the first working day after (was weekly, due every Monday)" in words(done)
    csat = next(row for row in bot.all(tables.Indicator) if row.key == "csat")
    assert (csat.next_period_key, csat.next_due_at and csat.next_due_at.date()) == ("2026-03", date(2026, 3, 31))


async def test_a_value_of_the_months_is_later_than_those_of_its_weeks(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/reading csat 75 for last week", channel="#shelter")
    await shelter.alice.types("/indicator edit csat cadence", channel="#shelter")
    await shelter.alice.submits({"every": "month"})
    playground.clock.advance(timedelta(days=6))

    reply = words(await shelter.alice.types("/reading csat 78 for march", channel="#shelter"))

    assert reply.startswith("✓ 78 % for Customer satisfaction, March, better by 3.")
    shown = words(await shelter.alice.types("/indicator show csat", channel="#shelter"))
    assert "March: 78 % · Alice" in shown
    assert "Week of 16 March: 75 % · Alice" in shown
    assert_kept_is_true(bot)
