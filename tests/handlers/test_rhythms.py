"""How often something is read, and when that is due, as it is chosen in the forms and typed in commands."""

from datetime import date

import pytest

from bot.domain.cadences import Cadence, DueKind, DueRule, Every, Shift, decode
from bot.playground import CannotSubmit, Person, Playground
from storage.tables import IndicatorDefinition, Reading
from tests.forms import MORE_OF_INDICATOR
from tests.handlers.conftest import Bot, Shelter, words


def cadence_of(bot: Bot, name: str) -> Cadence:
    rows = [row for row in bot.all(IndicatorDefinition) if row.name == name]
    return decode(max(rows, key=lambda row: row.id).cadence)


async def test_certain_days_of_the_week_are_asked_for_once_they_are_wanted(bot: Bot, shelter: Shelter) -> None:
    form = await shelter.alice.types("/indicator new help-1", channel="#shelter")
    assert form.modal is not None
    assert "On which days?" not in form.modal.labels
    shelter.alice.fills({"name": "Beds free"})

    asked = await shelter.alice.chooses("How often", "On certain days of the week")

    assert asked.modal is not None
    assert asked.modal.field("name").value == "Beds free"
    assert len(asked.modal.labels) == len(form.modal.labels) + 1
    questions = await shelter.alice.submits({"On which days?": ["Monday", "Thursday"]})
    saved = await shelter.alice.submits() if "Change it below" in words(questions) else questions
    assert "on Mon and Thu" in words(saved)
    assert cadence_of(bot, "Beds free") == Cadence(Every.DAY, weekdays=frozenset({0, 3}))


async def test_days_that_could_not_be_ticked_yet_are_asked_for(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator edit csat cadence", channel="#shelter")
    refused = await shelter.alice.submits({"How often": "chosen_days"})
    assert refused.modal is not None
    assert list(refused.modal.errors.values()) == ["On which days? They can be ticked below this in a moment."]


async def test_the_days_on_which_it_is_due_follow_the_choice(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    shelter.alice.fills({"name": "Reserves", "kind": "number", "direction": "increase"})
    with pytest.raises(CannotSubmit):
        shelter.alice.fills({"Due on": "Second Tuesday after"})

    await shelter.alice.chooses("How often", "Every month")
    saved = await shelter.alice.submits(
        {"Due on": "Second Tuesday after", "If that is a day off": "The working day before"}
    )

    assert "I ask @Alice monthly. The first one, for March, is due Tue 14 April." in words(saved)
    rule = DueRule(DueKind.NTH_WEEKDAY, weekday=1, nth=2, shift=Shift.BEFORE)
    assert cadence_of(bot, "Reserves") == Cadence(Every.MONTH, rule)


async def test_every_three_weeks_are_counted_from_a_day_of_ones_own(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator edit csat cadence", channel="#shelter")
    await shelter.alice.chooses("How often", "Every three weeks")
    done = await shelter.alice.submits({"Counted from which day?": "Wednesday 25 March"})
    assert "every 3 weeks, due the first working day after (was weekly, due every Monday)" in words(done)
    three_weeks = Cadence(Every.INTERVAL, interval_days=21, anchor=date(2026, 3, 25))
    assert cadence_of(bot, "Customer satisfaction") == three_weeks
    await shelter.alice.closes(everything=True)

    await shelter.alice.types("/indicator edit csat cadence", channel="#shelter")
    unchanged = await shelter.alice.submits()
    assert unchanged.modal is not None
    assert list(unchanged.modal.errors.values()) == ["That is what it says already."]
    moved = await shelter.alice.submits({"Counted from which day?": "1 April"})
    assert moved.modal is not None
    assert cadence_of(bot, "Customer satisfaction").anchor == date(2026, 4, 1)
    await shelter.alice.closes(everything=True)

    await shelter.alice.types("/indicator edit csat cadence", channel="#shelter")
    wrong = await shelter.alice.submits({"Counted from which day?": "soon"})
    assert wrong.modal is not None
    assert list(wrong.modal.errors) == ["Counted from which day?"]


async def with_fiscal_year(playground: Playground) -> Person:
    dana = playground.person("dana", admin=True)
    await dana.opens_home()
    await dana.presses("Settings")
    await dana.submits({"The fiscal year begins in": "April", "Weeks begin on": "Sunday"})
    await dana.closes(everything=True)
    return dana


async def test_a_fiscal_quarter_is_said_back_with_its_year(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    await with_fiscal_year(playground)
    await shelter.alice.types("/indicator edit csat cadence", channel="#shelter")
    await shelter.alice.chooses("How often", "Every fiscal quarter")
    done = await shelter.alice.submits({"Due on": "Day 15 of the month after"})
    assert "every fiscal quarter (the year begins in April), due on day 15 of the month after" in words(done)
    await shelter.alice.closes(everything=True)

    given = await shelter.alice.types("/reading csat 84 for Q4", channel="#shelter")
    assert "FY 2025/26 Q4" in words(given)
    again = await shelter.alice.types("/reading csat 85 for FY26 Q4", channel="#shelter")
    assert "FY 2025/26 Q4" in words(again)
    asked = await shelter.alice.types("/reading csat 85 for Q4 2025", channel="#shelter")
    assert words(asked).startswith("The year is a fiscal one here, which begins in April. Which of these is it?")
    assert {row.period_key for row in bot.all(Reading)} == {"2025-04-Q4"}


async def test_weeks_of_what_is_registered_from_now_on_begin_on_sunday(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await with_fiscal_year(playground)
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    saved = await shelter.alice.submits({"name": "Calls", "kind": "number", "direction": "increase"})
    assert "I ask @Alice weekly. The first one, for this week, is due Mon 30 March." in words(saved)
    assert cadence_of(bot, "Calls") == Cadence(Every.WEEK, week_start=6)
    await shelter.alice.closes(everything=True)

    menu = await shelter.alice.types("/indicator edit csat", channel="#shelter")
    assert "How often: weekly, due every Monday" in words(menu)
    await shelter.alice.presses("How often")
    kept = await shelter.alice.submits({"Due on": "Friday"})
    assert "weekly, due every Friday (was weekly, due every Monday)" in words(kept)
    assert cadence_of(bot, "Customer satisfaction").week_start == 0


async def test_a_rhythm_that_is_typed_stands_in_the_form(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator edit csat cadence every 5 weeks from 25 March 2026", channel="#shelter")
    done = await shelter.alice.submits()
    assert "every 5 weeks, due the first working day after" in words(done)
    assert cadence_of(bot, "Customer satisfaction").anchor == date(2026, 3, 25)
    await shelter.alice.closes(everything=True)

    await shelter.alice.types("/indicator edit csat cadence monthly, last Friday", channel="#shelter")
    done = await shelter.alice.submits()
    assert "monthly, due the last Friday (was every 5 weeks" in words(done)
    await shelter.alice.closes(everything=True)

    refused = await shelter.alice.types("/indicator edit csat cadence weekly or so", channel="#shelter")
    assert words(refused).startswith('"weekly or so" is no rhythm that I know. Say for example')
    refused = await shelter.alice.types("/indicator edit csat cadence weekly on the 15th", channel="#shelter")
    assert words(refused).startswith("Only what is read monthly or less often can wait for a day of the month.")


async def test_a_year_is_due_on_a_day_of_a_named_month(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator edit csat cadence yearly on 31 January", channel="#shelter")
    done = await shelter.alice.submits()
    assert "yearly, due on 31 January (was weekly, due every Monday)" in words(done)
    rule = DueRule(DueKind.DAY_OF_MONTH, day=31, month=1)
    assert cadence_of(bot, "Customer satisfaction") == Cadence(Every.YEAR, rule)
    await shelter.alice.closes(everything=True)

    await shelter.alice.types("/indicator edit csat cadence", channel="#shelter")
    refused = await shelter.alice.submits({"Due on": "First Friday after", "In which month?": "March"})
    assert refused.modal is not None
    assert refused.modal.errors == {
        "In which month?": "A month goes with a day of it, or with its last working day. Choose one of those above."
    }
    refused = await shelter.alice.submits({"Due on": "Day 31 of the month", "In which month?": "April"})
    assert refused.modal is not None
    assert refused.modal.errors == {"In which month?": "That month has no such day. Choose another."}
    moved = await shelter.alice.submits({"Due on": "Last working day of the period", "In which month?": "March"})
    assert "yearly, due the last working day of March (was yearly, due on 31 January)" in words(moved)


async def test_only_a_year_waits_for_a_named_month(bot: Bot, shelter: Shelter) -> None:
    said = await shelter.alice.types("/indicator edit csat cadence monthly on 31 January", channel="#shelter")
    assert "Only what is read once a year can wait for a day of a certain month. Leave the month out." in words(said)


async def test_a_rhythm_is_typed_in_ones_own_language(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    gerda = playground.person("gerda", locale="de-DE", admin=True)
    gerda.joins("#shelter")
    await gerda.types("/indicator edit csat cadence monatlich am letzten Arbeitstag", channel="#shelter")
    await gerda.submits()
    assert cadence_of(bot, "Customer satisfaction") == Cadence(Every.MONTH, DueRule(DueKind.LAST_WORKING_DAY))
    unclear = await gerda.types("/indicator edit csat cadence ab und zu", channel="#shelter")
    assert '"ab und zu" is no rhythm that I know.' in words(unclear)
