"""`/indicator history`: everything that was recorded, corrected or taken back too, the newest first."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from bot.playground import Playground
from storage import tables
from tests.forms import MORE_OF_INDICATOR
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_forms import fall_due


async def test_the_history_says_who_gave_what_and_what_became_of_it(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/reading csat 84 for last week: counted by hand")
    playground.clock.set(datetime(2026, 3, 27, 10, 5, tzinfo=UTC))
    await shelter.bob.types("/reading fix csat 86 unsure")
    await shelter.alice.types("/reading csat 90 for this week")
    playground.clock.set(datetime(2026, 3, 27, 10, 10, tzinfo=UTC))
    await shelter.alice.types("/reading undo")
    await shelter.alice.types("/target csat 95 by 30 June because <b>we</b> *hired*")

    answer = await shelter.bob.types("/indicator history csat")

    assert answer.text.split("\n") == [
        "History of Customer satisfaction csat",
        "• Fri 27 March 10:10: target 95 % by 30 June · instead of 85 % by 30 June · Alice · “<b>we</b> ∗hired∗”",
        ("• Fri 27 March 10:05: 90 % for this week (23–29 March) · Alice · taken back by Alice, Fri 27 March 10:10"),
        "• Fri 27 March 10:05: 86 % for last week (16–22 March) · Bob · not sure · instead of 84 % from Alice",
        (
            "• Fri 27 March 10:00: 84 % for last week (16–22 March) · Alice · “counted by hand”"
            " · replaced by 86 % from Bob, Fri 27 March 10:05"
        ),
        *answer.text.split("\n")[5:],
    ]
    assert "baseline 72 % on 2 March" in words(answer)


async def test_what_was_late_says_so_and_no_data_its_reason(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    bot.deps.database.run_here(fall_due)
    await shelter.alice.types("/reading churn n/d for last week: the survey was down")
    playground.clock.set(datetime(2026, 3, 30, 10, tzinfo=UTC))
    await shelter.alice.types("/reading csat 84 for 2026-W12")

    assert "84 % for week of 16 March · Alice · late" in words(await shelter.alice.types("/indicator history csat"))
    told = words(await shelter.alice.types("/indicator history churn"))
    assert "no data for week of 16 March · Alice · “the survey was down”" in told


async def test_a_long_history_goes_on_where_the_page_ended(bot: Bot, shelter: Shelter) -> None:
    def record_many(session: Session) -> None:
        row = session.get_one(tables.Reading, 1)
        for number in range(2, 51):
            values = row.model_dump() | {
                "id": number,
                "typed": str(number),
                "amount": Decimal(number),
                # Three at a time in the same instant: a page may end amid them.
                "submitted_at": row.submitted_at + timedelta(minutes=number // 3),
            }
            session.add(tables.Reading(**values))

    await shelter.alice.types("/reading csat 1 for last week")
    bot.deps.database.run_here(record_many)

    pages = [await shelter.alice.types("/indicator history csat")]
    while "Older" in pages[-1].buttons:
        pages.append(await shelter.alice.presses("Older"))

    lines = [line for page in pages for line in page.text.split("\n") if " % for " in line]
    told = [line.split(": ")[1].split(" %")[0] for line in lines]
    assert told == [str(number) for number in range(50, 0, -1)]
    assert len(pages) == 3


async def test_the_sheet_leads_to_the_history(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 84 for last week")
    await shelter.alice.types("/indicator show csat")

    assert "84 % for last week (16–22 March) · Alice" in words(await shelter.alice.presses("History"))


async def test_a_history_without_a_name_says_how_it_is_typed(bot: Bot, shelter: Shelter) -> None:
    assert "For example: /indicator history csat." in words(await shelter.alice.types("/indicator history"))


async def test_a_history_goes_back_to_what_is_newer(bot: Bot, shelter: Shelter) -> None:
    for value in range(21):
        await shelter.alice.types(f"/reading csat {value + 70} for last week")

    newest = await shelter.alice.types("/indicator history csat")
    oldest = await shelter.alice.presses("Older")
    back = await shelter.alice.presses("Newer")

    assert (newest.buttons, oldest.buttons) == (("Older",), ("Newer",))
    assert (back.text, back.buttons) == (newest.text, newest.buttons)


async def test_a_history_without_a_name_is_that_of_the_only_indicator_one_keeps(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/indicator new help-1 Calls answered")
    await shelter.bob.presses(MORE_OF_INDICATOR)
    await shelter.bob.submits({"kind": "percent", "direction": "increase", "every": "week"})

    answer = await shelter.bob.types("/indicator history")

    assert words(answer) == "History of Calls answered calls Nothing was recorded yet."


async def test_where_an_outcome_was_named_its_indicators_lead_to_their_histories(bot: Bot, shelter: Shelter) -> None:
    asked = await shelter.bob.types("/indicator history help-1")
    assert "is an outcome. Which of its indicators do you mean?" in words(asked)

    assert "History of Customer churn churn" in words(await shelter.bob.presses("Customer churn"))
