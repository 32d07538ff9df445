"""Registering in two steps: what is asked first, what is read from the values, and what it costs."""

from bot.playground import Playground
from storage import tables
from tests.forms import MORE_OF_INDICATOR, MORE_OF_OUTCOME
from tests.handlers.conftest import Bot, Shelter, words


async def test_fourteen_days_to_seven_days_need_no_more_than_that(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome new Patients get an appointment sooner", channel="#shelter")
    next_step = await shelter.alice.submits()
    assert next_step.modal is not None
    assert next_step.modal.title == "How will you know?"
    assert "✓ Saved: Patients get an appointment sooner" in words(next_step)

    saved = await shelter.alice.submits(
        {
            "name": "Days until the next routine appointment",
            "baseline": "14 days",
            "value": "7 days",
            "due_on": "30 June",
        }
    )

    assert "From 14 days on 27 March to 7 days by 30 June." in words(saved)
    assert "I read it as: days, and less is better." in words(saved)
    assert "The first one, for this week, is due Mon 30 March." in words(saved)
    assert "Is there one that shows what you do for it" in words(saved)
    definition = bot.all(tables.IndicatorDefinition)[-1]
    assert (definition.kind, definition.unit, definition.direction) == ("number", "days", "decrease")
    assert bot.all(tables.TargetRecord)[-1].amount == 7


async def test_the_whole_of_it_takes_at_most_seventy_keys(bot: Bot, shelter: Shelter) -> None:
    """Every key that is typed, Enter and Tab among them; a single line saves with Enter."""
    typed = ["/outcome Patients are seen sooner\n", "\n", "Days of waiting\t", "14 days\t", "7\t", "30 June\n"]
    await shelter.alice.types(typed[0].strip(), channel="#shelter")
    await shelter.alice.submits()
    name, today, goal, by_when = (each.strip() for each in typed[2:])
    saved = await shelter.alice.submits({"name": name, "baseline": today, "value": goal, "due_on": by_when})

    assert "From 14 days on 27 March to 7 days by 30 June." in words(saved)
    keys = sum(map(len, typed))
    assert keys == 69, "two forms; it took 100 keys and four forms"


async def test_a_statement_that_is_there_already_is_asked_about_once(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/outcome new Customers get help the first time.", channel="#shelter")
    asked = await shelter.bob.submits()
    assert 'There is one like it: "Customers get help the first time" (Alice). Is this another one?' in words(asked)
    assert bot.counts()["outcome"] == 1

    saved = await shelter.bob.submits()

    assert "✓ Saved: Customers get help the first time." in words(saved)
    assert bot.counts()["outcome"] == 2


async def test_a_statement_that_was_changed_is_asked_about_anew(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/outcome new Serve 500 meals", channel="#shelter")
    first = await shelter.bob.submits()
    second = await shelter.bob.submits({"statement": "Serve 600 meals"})
    saved = await shelter.bob.submits({"statement": "Fewer people go hungry"})

    assert "“Serve 500 meals” is what you will do or make." in words(first)
    assert "“Serve 600 meals” is what you will do or make." in words(second)
    assert "✓ Saved: Fewer people go hungry" in words(saved)
    assert bot.counts()["note"] == 0, "nothing was overridden"


async def test_an_end_in_the_past_is_asked_about_and_may_be_meant(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/outcome new Fewer people go hungry", channel="#shelter")
    await shelter.bob.presses(MORE_OF_OUTCOME)
    asked = await shelter.bob.submits({"ends_on": "2025-12-31", "why": "Winter"})
    assert asked.modal is not None
    assert "It ended on 31 December 2025. Is that meant?" in words(asked)
    assert asked.modal.field("why").value == "Winter"

    saved = await shelter.bob.submits()

    assert "✓ Saved: Fewer people go hungry" in words(saved)


async def test_nothing_of_a_private_channel_is_told_by_asking(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    playground.channel("board", shelter.alice, private=True)
    await shelter.alice.types("/outcome new Fewer people go hungry", channel="#board")
    await shelter.alice.submits()
    await bot.settled()

    await shelter.bob.types("/outcome new Fewer people go hungry", channel="#shelter")
    saved = await shelter.bob.submits()

    assert "✓ Saved: Fewer people go hungry" in words(saved)
    assert "like it" not in words(saved)


async def test_more_keeps_what_was_typed(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome new", channel="#shelter")
    shelter.alice.fills({"statement": "Fewer people go hungry", "accountable": shelter.bob.id})
    full = await shelter.alice.presses(MORE_OF_OUTCOME)
    assert full.modal is not None
    assert full.modal.field("statement").value == "Fewer people go hungry"
    await shelter.alice.submits({"key": "hunger"})
    shelter.alice.fills({"name": "Meals", "baseline": "12 meals"})
    full = await shelter.alice.presses(MORE_OF_INDICATOR)
    assert full.modal is not None
    assert full.modal.field("name").value == "Meals"
    assert full.modal.field("baseline").value == "12 meals"

    saved = await shelter.alice.submits({"value": "20", "due_on": "30 June", "backup": shelter.bob.id,
                                         "owner": shelter.alice.id, "description": "Warm ones only"})  # fmt: skip

    assert "I read it as: meals, and more is better." in words(saved)
    definition, ownership = bot.all(tables.IndicatorDefinition)[-1], bot.all(tables.Ownership)[-1]
    assert definition.description == "Warm ones only"
    assert ownership.backup_id is not None


async def test_a_guess_is_asked_about_with_what_was_typed_kept(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    asked = await shelter.alice.submits({"name": "Callbacks", "baseline": "12"})
    assert asked.modal is not None
    assert "is a guess of mine. Change it below, or save again." in words(asked)
    assert asked.modal.field("baseline").value == "12"

    saved = await shelter.alice.submits({"unit": "calls", "direction": "decrease"})

    assert "I read it as: calls, and less is better." in words(saved)


async def test_a_target_needs_its_day_and_a_day_its_target(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    no_day = await shelter.alice.submits({"name": "Callbacks", "baseline": "12", "value": "5"})
    assert no_day.modal is not None
    assert no_day.modal.errors == {"By": "By when?"}
    past = await shelter.alice.submits({"due_on": "1 March 2026"})
    assert past.modal is not None
    assert past.modal.errors == {"By": "This date is in the past, or today. Choose a later one."}
    nonsense = await shelter.alice.submits({"due_on": "soon"})
    assert nonsense.modal is not None
    assert "soon" in nonsense.modal.errors["By"]
    no_goal = await shelter.alice.submits({"value": "", "due_on": "30 June"})
    assert no_goal.modal is not None
    assert list(no_goal.modal.errors) == ["It should become"]

    saved = await shelter.alice.submits({"value": "5 by 30 June", "due_on": ""})

    assert "From 12 on 27 March to 5 by 30 June." in words(saved)


async def test_a_second_number_of_the_same_name_is_asked_about(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/indicator new help-1", channel="#shelter")
    values = {"name": "customer satisfaction", "baseline": "70 %", "value": "80 %", "due_on": "30 June"}
    asked = await shelter.bob.submits(values)
    assert "has one of this name already. If it is another, save again." in words(asked)
    saved = await shelter.bob.submits()
    assert "From 70 % on 27 March to 80 % by 30 June." in words(saved)


async def test_a_figure_may_be_given_from_where_it_was_registered(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.submits({"name": "Callbacks", "baseline": "12 calls", "value": "5", "due_on": "30 June"})
    form = await shelter.alice.presses("Give a figure")
    assert form.modal is not None
    refused = await shelter.alice.submits({"value": "lots"})
    assert refused.modal is not None
    assert list(refused.modal.errors) == ["Figure"]

    given = await shelter.alice.submits({"value": "11"})

    assert "✓ 11 calls for Callbacks, this week (23–29 March) so far" in words(given)
    assert bot.counts()["reading"] == 1


async def test_what_the_channel_will_get_is_shown_from_there(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.submits({"name": "Callbacks", "baseline": "12 calls", "value": "5", "due_on": "30 June"})
    shown = await shelter.alice.presses("See what the channel will get")
    assert "Customers get help the first time" in words(shown)
    assert "Callbacks" in words(shown)


async def test_there_may_be_no_other_number_and_a_reason_for_that(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#shelter")
    await shelter.alice.submits()
    await shelter.alice.submits(
        {"name": "Children without breakfast", "baseline": "12", "value": "0", "due_on": "30 June"}
    )
    begun = await shelter.alice.presses("There is none…")
    assert begun.modal is not None
    assert begun.modal.field("note").value == "There is no other number for this, because "
    await shelter.alice.submits({"note": "There is no other number for this, because schools do the work"})
    shown = await shelter.alice.types("/outcome show hungry", channel="#shelter")

    assert "“There is no other number for this, because schools do the work” (Alice)" in words(shown)


async def test_the_sheet_of_a_number_grows_by_one_question_at_a_time(bot: Bot, shelter: Shelter) -> None:
    first = await shelter.alice.types("/indicator show csat", channel="#shelter")
    assert "Definition: 6 of 11 answered. Next: What exactly counts, and what does not?" in words(first)
    form = await shelter.alice.presses("Answer")
    assert form.modal is not None
    assert [field.block_id for field in form.modal.fields] == ["description", "reason"], "nothing else is counted now"
    await shelter.alice.submits({"description": "Answers of 4 and 5 in the survey"})
    await shelter.alice.closes(everything=True)

    second = await shelter.alice.types("/indicator show csat", channel="#shelter")
    assert "Definition: 7 of 11 answered. Next: Where is it taken from?" in words(second)
    await shelter.alice.presses("Answer")
    await shelter.alice.submits({"source": "The survey after each call"})
    await shelter.alice.closes(everything=True)

    third = await shelter.alice.types("/indicator show csat", channel="#shelter")
    assert "Definition: 8 of 11 answered. Next: How is it collected?" in words(third)
    others = await shelter.charlie.types("/indicator show csat", channel="#shelter")
    assert "Definition:" not in words(others)
    assert "Answer" not in others.message.buttons
