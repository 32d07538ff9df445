"""A value that looks like a slip: asked about once, before anything is saved, by whatever way it came."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.playground import Playground
from storage import tables
from tests.forms import MORE_OF_INDICATOR
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_forms import fall_due, mood_on_a_scale, were_missed

QUESTION = "845 %? Last time it was 84 %."


@pytest.fixture(autouse=True)
async def earlier(bot: Bot, shelter: Shelter) -> None:
    """A reading for last week."""
    await shelter.alice.types("/reading csat 84 for last week")


def given(bot: Bot) -> list[tuple[str, str]]:
    """What counts for this week, with its note."""
    return [(row.typed, row.note) for row in bot.all(tables.Reading) if row.period_key == "2026-W13"]


@pytest.mark.parametrize("way", ["command", "message"])
async def test_a_slip_is_asked_about_with_a_button_for_what_may_have_been_meant(
    bot: Bot, shelter: Shelter, way: str
) -> None:
    line = "csat 845 for this week, unsure: after the move"
    asked = await (shelter.alice.types(f"/reading {line}") if way == "command" else shelter.alice.says(line))

    assert words(asked) == QUESTION
    assert asked.buttons == ("84.5 %", "845 % is right", "845 %, with a note…")
    assert given(bot) == []

    answer = await shelter.alice.presses("84.5 %")

    assert "84.5 % (not sure) for Customer satisfaction, this week" in words(answer)
    assert given(bot) == [("84.5", "after the move")]
    assert bot.all(tables.Reading)[-1].confidence == "unsure"


async def test_what_is_right_is_taken_as_it_was_typed(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 845 for this week")

    answer = await shelter.alice.presses("845 % is right")

    assert "845 % for Customer satisfaction" in words(answer)
    assert [row.amount for row in bot.all(tables.Reading)] == [Decimal(84), Decimal(845)]


async def test_what_is_right_can_be_explained_at_once(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.says("csat 845 for this week: after the move")
    opened = await shelter.alice.presses("845 %, with a note…")
    assert opened.modal is not None
    assert "845 % for Customer satisfaction, this week (23–29 March)" in opened.modal.text
    assert given(bot) == []

    told = await shelter.alice.submits({"What explains it?": "a survey of one, churn 11\nand no more"})

    assert "845 % for Customer satisfaction" in words(told)
    assert given(bot) == [("845", "after the move\na survey of one, churn 11\nand no more")]


@pytest.mark.parametrize("way", ["command", "message"])
async def test_the_reply_to_a_note_comes_in_the_place_of_the_question(bot: Bot, shelter: Shelter, way: str) -> None:
    line = "csat 845 for this week"
    await (shelter.alice.types(f"/reading {line}") if way == "command" else shelter.alice.says(line))
    await shelter.alice.presses("845 %, with a note…")
    assert shelter.alice.client.messages()[-1].text == QUESTION

    await shelter.alice.submits({"What explains it?": "a survey of one"})
    await bot.settled()

    newest = shelter.alice.client.messages()[-1]
    assert newest.text.startswith("✓ 845 % for Customer satisfaction, this week (23–29 March) so far, better by 761.")
    assert "> a survey of one" in newest.text
    assert newest.buttons == ("Undo",)
    assert QUESTION not in [message.text for message in shelter.alice.client.messages()]


async def test_a_question_is_there_still_where_its_form_was_closed(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 845 for this week")
    await shelter.alice.presses("845 %, with a note…")
    await shelter.alice.closes()

    assert shelter.alice.client.messages()[-1].text == QUESTION
    await shelter.alice.presses("84.5 %")

    assert given(bot) == [("84.5", "")]


async def test_a_note_that_is_submitted_again_is_recorded_once(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/reading csat 845 for this week")
    await shelter.alice.presses("845 %, with a note…")
    saved = await shelter.alice.submits({"What explains it?": "a survey of one"})
    assert saved.delivery is not None

    repeated = await playground.redeliver(saved.delivery)

    assert repeated.body == saved.delivery.body
    assert given(bot) == [("845", "a survey of one")]


async def test_what_else_is_open_is_said_after_a_note(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(mood_on_a_scale)
    bot.deps.database.run_here(_due_this_week)
    await shelter.alice.types("/reading csat 845 for this week")
    await shelter.alice.presses("845 %, with a note…")

    told = await shelter.alice.submits({"What explains it?": "a survey of one"})

    assert "Still open" in words(told)
    assert "Nothing else is open" not in words(told)


async def test_a_note_is_not_taken_from_somebody_who_does_not_see_the_indicator_any_more(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.charlie.types("/reading csat 845 for this week")
    await shelter.charlie.presses("845 %, with a note…")
    (place,) = (each for each in playground.world.state.channels.values() if each.name == "shelter")
    shelter.charlie.leaves("#shelter")
    playground.make_private(place)
    playground.clock.advance(timedelta(minutes=16))

    refused = await shelter.charlie.submits({"What explains it?": "a survey of one"})

    assert refused.modal is not None
    assert refused.modal.field("What explains it?").error == (
        "There is no indicator yet that you can see. Add one with /indicator new."
    )
    assert given(bot) == []


async def test_a_correction_that_is_doubted_can_be_explained_too(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 82 for this week")
    await shelter.alice.types("/reading fix csat 845")
    await shelter.alice.presses("845 %, with a note…")

    await shelter.alice.submits({"What explains it?": "counted again"})

    newest = bot.all(tables.Reading)[-1]
    assert (newest.typed, newest.note, newest.supersedes_id) == ("845", "counted again", 2)


async def test_what_can_be_was_set_down_and_is_asked_about(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    saved = await shelter.alice.submits(
        {
            "What do you count or measure?": "Beds in use",
            "Measured as": "A number or count",
            "It should": "Go up",
            "How often": "Every week",
            "Unit": "beds",
            "Lowest possible value": "0",
            "Highest possible value": "40",
            "Short key": "beds",
        }
    )
    assert saved.modal is not None
    assert saved.modal.title == "Saved"
    await shelter.alice.closes(everything=True)

    asked = await shelter.alice.types("/reading beds 45")
    assert words(asked) == "45 beds? It was set down that 40 beds is the most that can be."
    assert asked.buttons == ("45 beds is right", "45 beds, with a note…")
    assert words(await shelter.alice.types("/reading beds -3")).startswith(
        "\N{MINUS SIGN}3 beds? It was set down that 0 beds is the least that can be."
    )

    await shelter.alice.types("/reading beds 39")
    assert "can be from 0 beds to 40 beds" in words(await shelter.alice.types("/indicator show beds"))
    assert "40 beds is the most that can be, as it was set down." in words(
        await shelter.alice.types("/target beds 50 by 30 June")
    )


@pytest.mark.parametrize(
    ("low", "high", "label", "why"),
    [
        ("40", "0", "Highest possible value", "The highest value is above the lowest one."),
        ("few", "", "Lowest possible value", "needs a number"),
    ],
)
async def test_limits_that_cannot_be_are_said_at_their_field(
    bot: Bot, shelter: Shelter, low: str, high: str, label: str, why: str
) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    refused = await shelter.alice.submits(
        {
            "What do you count or measure?": "Beds in use",
            "Measured as": "A number or count",
            "It should": "Go up",
            "How often": "Every week",
            "Lowest possible value": low,
            "Highest possible value": high,
        }
    )
    assert refused.modal is not None
    assert why in (refused.modal.field(label).error or "")


@pytest.mark.parametrize(
    ("baseline", "why"),
    [
        ("400", "40 is the most that can be, as it was set down. Type a lower baseline."),
        ("2", "5 is the least that can be, as it was set down. Type a higher baseline."),
    ],
)
async def test_a_baseline_that_cannot_be_is_said_at_its_field(
    bot: Bot, shelter: Shelter, baseline: str, why: str
) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    refused = await shelter.alice.submits(
        {
            "What do you count or measure?": "Beds in use",
            "Measured as": "A number or count",
            "It should": "Go up",
            "How often": "Every week",
            "Today it is": baseline,
            "Lowest possible value": "5",
            "Highest possible value": "40",
        }
    )
    assert refused.modal is not None
    assert refused.modal.field("Today it is").error == why
    assert refused.modal.field("Today it is").value == baseline
    assert bot.counts()["indicator"] == 2


async def test_another_value_for_the_same_period_is_compared_with_the_other_periods(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 845 for this week")
    await shelter.alice.presses("845 % is right")

    answer = await shelter.alice.types("/reading csat 85 for this week")

    assert "85 % for Customer satisfaction" in words(answer)


async def test_one_of_several_is_asked_about_and_all_of_them_are_saved_by_the_answer(
    bot: Bot, shelter: Shelter
) -> None:
    asked = await shelter.alice.says("churn 4 for this week\ncsat 845 for this week")

    assert words(asked) == f'Nothing is saved yet. Reading 2, "csat 845 for this week": {QUESTION}'
    assert given(bot) == []

    await shelter.alice.presses("All of it is right")

    assert given(bot) == [("4", ""), ("845", "")]


async def test_in_the_form_saving_again_is_the_answer(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(_due_this_week)
    await shelter.alice.types("/reading")
    field = _field_of_csat(bot)

    asked = await shelter.alice.submits({field: "845", f"note:{field}": "after the move"})

    assert f"{QUESTION} If it is right, save again." in words(asked)
    assert given(bot) == []
    assert asked.modal is not None
    assert (asked.modal.field(field).value, asked.modal.field(f"note:{field}").value) == ("845", "after the move")

    saved = await shelter.alice.submits({})

    assert "1 reading saved" in words(saved)
    assert given(bot) == [("845", "after the move")]


async def test_in_the_form_another_slip_is_asked_about_again(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(_due_this_week)
    await shelter.alice.types("/reading")
    field = _field_of_csat(bot)
    await shelter.alice.submits({field: "845"})

    asked = await shelter.alice.submits({field: "850"})

    assert "850 %? Last time it was 84 %. If it is right, save again." in words(asked)
    assert given(bot) == []


async def test_in_the_form_everything_else_is_kept_beside_the_question(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(mood_on_a_scale)
    bot.deps.database.run_here(_due_this_week)
    await shelter.alice.types("/reading")
    csat, mood = _field_of(bot, "csat"), _field_of(bot, "mood")

    asked = await shelter.alice.submits(
        {csat: "845", mood: "=good", f"note:{mood}": "a quiet week", f"sure:{mood}": "fairly"}
    )

    assert asked.modal is not None
    assert asked.modal.field(mood).value["value"] == "=good"
    await shelter.alice.submits({})
    kept = sorted((row.typed, row.note, row.confidence or "") for row in bot.all(tables.Reading)[1:])
    assert kept[-2:] == [("845", "", ""), ("good", "a quiet week", "fairly")]


async def test_in_the_step_of_older_ones_saving_again_is_the_answer_too(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(_due_this_week)
    bot.deps.database.run_here(were_missed)
    await shelter.alice.types("/reading")
    field = _field_of_csat(bot)

    asked = await shelter.alice.submits({field: "845"})

    assert f"{QUESTION} If it is right, save again." in words(asked)
    assert asked.modal is not None
    assert asked.modal.title == "Older ones"
    assert "1 reading saved" in words(await shelter.alice.submits({}))


def _due_this_week(session: Session) -> None:
    fall_due(session)
    for row in session.exec(select(tables.DueReading)):
        row.period_key, row.period_first_on, row.period_last_on = "2026-W13", date(2026, 3, 23), date(2026, 3, 29)
        session.add(row)


def _field_of_csat(bot: Bot) -> str:
    return _field_of(bot, "csat")


def _field_of(bot: Bot, key: str) -> str:
    (found,) = (row.id for row in bot.all(tables.Indicator) if row.key == key)
    return next(str(row.id) for row in bot.all(tables.DueReading) if row.indicator_id == found)
