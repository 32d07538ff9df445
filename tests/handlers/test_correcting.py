"""Correcting a reading at any time: by a line, and by the form that the old Undo button opens."""

from datetime import UTC, datetime

import pytest

from bot.playground import Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words


def given(bot: Bot) -> list[tuple[str, str, int | None]]:
    """What was typed, with its note and what it took the place of."""
    return [(row.typed, row.note, row.supersedes_id) for row in bot.all(tables.Reading)]


async def test_fix_replaces_the_reading_and_says_so(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    await shelter.alice.types("/reading csat 84 for last week")
    playground.clock.set(datetime(2026, 3, 30, 9, tzinfo=UTC))

    answer = await shelter.alice.types("/reading fix csat 85 counted again")

    assert "✓ 85 % for Customer satisfaction, week of 16 March, instead of 84 %." in words(answer)
    assert given(bot) == [("84", "", None), ("85", "counted again", 1)]


async def test_fix_corrects_the_period_that_is_named_whoever_gave_it(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 84 for 2026-W11")
    await shelter.alice.types("/reading csat 82 for last week")

    answer = await shelter.bob.types("/reading fix csat 83 for 2026-W11")

    assert "✓ 83 % for Customer satisfaction (kept by Alice), week of 9 March, instead of 84 % from Alice." in words(
        answer
    )
    assert given(bot)[-1] == ("83", "", 1)


async def test_there_is_nothing_to_fix_before_the_first_reading(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/reading fix csat 85")

    assert "There is no reading to correct. Give one: /reading csat" in words(answer)
    assert given(bot) == []


async def test_undo_takes_back_the_latest_of_the_indicator_that_is_named(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 84 for last week")
    await shelter.alice.types("/reading churn 4 for last week")

    told = await shelter.alice.types("/reading undo csat")

    assert "Taken back: 84 % for Customer satisfaction" in words(told)


async def test_changing_ones_mind_twice_ends_where_it_began(bot: Bot, shelter: Shelter) -> None:
    for line in ("csat 84", "csat 85", "undo csat", "csat 86", "undo csat"):
        told = await shelter.alice.types(f"/reading {line}")

    assert "Now 84 % counts." in words(told)
    assert given(bot) == [("84", "", None), ("85", "", 1), ("86", "", 1)]
    assert [(row.reading_id, row.reason) for row in bot.all(tables.Retraction)] == [(2, "undo"), (3, "undo")]


@pytest.fixture
async def old(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    """A reading of an hour ago, whose reply has its Undo button still."""
    await shelter.alice.types("/reading csat 84 for last week: by hand")
    playground.clock.set(datetime(2026, 3, 27, 15, tzinfo=UTC))


@pytest.mark.usefixtures("old")
async def test_an_old_undo_button_opens_the_form_with_the_value_in_it(bot: Bot, shelter: Shelter) -> None:
    opened = await shelter.alice.presses("Undo")

    assert opened.modal is not None
    assert opened.modal.title == "Correct a reading"
    assert (opened.modal.field("value").value, opened.modal.field("note").value) == ("84", "by hand")

    saved = await shelter.alice.submits({"value": "86"})

    assert "✓ 86 % for Customer satisfaction, last week (16–22 March), instead of 84 %." in words(saved)
    assert given(bot)[-1] == ("86", "by hand", 1)


@pytest.mark.usefixtures("old")
async def test_a_slip_in_a_correction_is_asked_about_too(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 83 for 2026-W11")
    await shelter.alice.types("/reading csat 82 for 2026-W10")
    await shelter.alice.types("/reading fix csat 860 for last week")
    assert len(given(bot)) == 3

    answer = await shelter.alice.presses("86 %")

    assert "instead of 84 %" in words(answer)


@pytest.mark.usefixtures("old")
async def test_what_was_corrected_meanwhile_is_not_corrected_again(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.presses("Undo")
    await shelter.bob.types("/reading fix csat 85 for last week")

    answer = await shelter.alice.submits({"value": "86"})

    assert "This reading was taken back or corrected meanwhile. Nothing was changed." in words(answer)
    assert len(given(bot)) == 2


@pytest.mark.usefixtures("old")
async def test_the_newest_reading_is_corrected_from_the_indicator_which_stays_in_sight(
    bot: Bot, shelter: Shelter
) -> None:
    await shelter.bob.types("/indicator show csat", channel="#shelter")
    opened = await shelter.bob.presses("Correct…")
    assert opened.modal is not None
    assert (opened.modal.field("value").value, opened.modal.field("note").value) == ("84", "by hand")

    saved = await shelter.bob.submits({"value": "86", "confidence": "unsure"})

    said = words(saved)
    assert "✓ 86 % (not sure) for Customer satisfaction (kept by Alice), last week (16–22 March)," in said
    assert "instead of 84 % from Alice." in said
    assert given(bot)[-1] == ("86", "by hand", 1)
    assert any("Latest readings" in message.text for message in shelter.bob.sees("#shelter"))


@pytest.mark.usefixtures("old")
async def test_the_button_of_a_reading_that_was_corrected_meanwhile_says_so(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/indicator show csat", channel="#shelter")
    await shelter.alice.types("/reading fix csat 85 for last week")

    answer = await shelter.bob.presses("Correct…")

    assert "This reading was taken back or corrected meanwhile. Nothing was changed." in words(answer)
    assert answer.modal is None
