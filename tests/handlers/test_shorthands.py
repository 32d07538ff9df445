"""What people type without a verb, or with one of their own: it does what it says, or asks one question."""

import pytest

from bot.playground import Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words


def targets(bot: Bot) -> list[str]:
    return [f"{row.amount} {row.due_on}" for row in bot.all(tables.TargetRecord)]


@pytest.mark.parametrize("goal", ["85 by 30 June", ">= 85 by 30 June", "at least 85 % until 2026-06-30"])
async def test_a_target_is_set_without_the_verb(bot: Bot, shelter: Shelter, goal: str) -> None:
    before = targets(bot)
    await shelter.alice.types(f"/target churn {goal}")
    assert targets(bot) == before  # churn is to fall

    answer = await shelter.alice.types("/target churn <=5 by 30 June", channel="#shelter")

    assert "5 %" in words(answer)
    assert targets(bot)[-1] == "5 2026-06-30"


async def test_the_same_target_again_is_no_change(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/target churn 5 by 30 June")

    answer = await shelter.alice.types("/target set churn at most 5 by 30 June")

    assert words(answer).startswith("That is the target already: 5 % by 30 June.")
    assert targets(bot)[-1:] == ["5 2026-06-30"]


async def test_a_target_is_set_to_a_value_on_a_day(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/target set churn to 5 on 30 June")
    assert targets(bot)[-1] == "5 2026-06-30"


async def test_a_limit_on_the_other_side_is_said(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/target churn >=5 by 30 June")
    assert '"Customer churn" should go down, and ">=5" is a limit on the other side.' in words(answer)


async def test_an_indicator_alone_shows_its_target(bot: Bot, shelter: Shelter) -> None:
    assert "Customer satisfaction" in words(await shelter.alice.types("/target csat"))


async def test_a_slip_of_the_verb_is_offered_with_the_rest_of_the_line(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/target sett csat 85 by 30 June")
    assert '/target has no "sett". Did you mean /target set?' in words(answer)


async def test_words_after_outcome_are_a_new_one(bot: Bot, shelter: Shelter) -> None:
    opened = await shelter.alice.types("/outcome Patients wait less", channel="#shelter")
    assert opened.modal is not None
    assert opened.modal.field("What should change, and for whom?").value == "Patients wait less"


async def test_a_key_after_outcome_shows_it(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/outcome help-1", channel="#shelter")
    assert "Customers get help the first time" in words(answer)


async def test_what_could_be_a_verb_or_an_outcome_is_asked(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/outcome lits of people wait less", channel="#shelter")
    assert words(answer).startswith('Is "lits of people wait less" the outcome that you want to write down?')

    opened = await shelter.alice.presses("Yes, write it down")
    assert opened.modal is not None
    assert opened.modal.field("What should change, and for whom?").value == "lits of people wait less"


async def test_one_word_after_outcome_that_is_none_may_be_a_new_one(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/outcome Cleanliness", channel="#shelter")
    assert words(answer) == 'No outcome here is called "Cleanliness". Is it a new one?'

    opened = await shelter.alice.presses("Yes, write it down")
    assert opened.modal is not None
    assert opened.modal.field("What should change, and for whom?").value == "Cleanliness"


async def test_an_indicator_after_outcome_leads_to_its_outcome(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/outcome csat", channel="#shelter")
    assert words(answer) == (
        '"Customer satisfaction" is an indicator of "Customers get help the first time". Show that outcome?'
    )
    assert words(await shelter.alice.presses("Show it")).startswith("Customers get help the first time help-1")


@pytest.mark.parametrize("typed", ["Help people sooner", "Help refugees"])
async def test_an_outcome_that_begins_with_help_is_not_lost(bot: Bot, shelter: Shelter, typed: str) -> None:
    answer = await shelter.alice.types(f"/outcome {typed}", channel="#shelter")
    assert words(answer) == f'Is "{typed}" the outcome that you want to write down?'
    assert answer.buttons == ("Yes, write it down", "/outcome help")

    opened = await shelter.alice.presses("Yes, write it down")
    assert opened.modal is not None
    assert opened.modal.field("What should change, and for whom?").value == typed


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("/outcome mine", "Outcomes that you answer for"),
        ("/outcome here", "Outcomes of this channel"),
        ("/indicator mine", "Indicators that you keep"),
    ],
)
async def test_which_of_them_is_enough_for_a_list(bot: Bot, shelter: Shelter, typed: str, title: str) -> None:
    assert words(await shelter.alice.types(typed, channel="#shelter")).startswith(title)


async def test_an_outcome_after_indicator_asks_which_of_its_indicators(bot: Bot, shelter: Shelter) -> None:
    for typed in ("/indicator help-1", "/indicator show help-1"):
        answer = await shelter.alice.types(typed, channel="#shelter")
        assert words(answer).startswith(
            '"Customers get help the first time" is an outcome. Which of its indicators do you mean?'
        )
        assert words(await shelter.alice.presses("Customer churn")).startswith("Customer churn churn")


async def test_a_slip_of_a_verb_alone_is_offered_beside_the_indicators(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/indicator lst", channel="#shelter")
    assert answer.buttons == ("/indicator list", "Customer satisfaction")


async def test_words_after_indicator_that_are_none_may_be_a_new_one(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/indicator Calls answered", channel="#shelter")
    assert words(answer).startswith('For which outcome is "Calls answered" to be an indicator?')

    opened = await shelter.alice.presses("Customers get help the first time")
    assert opened.modal is not None
    assert opened.modal.field("What do you count or measure?").value == "Calls answered"


@pytest.mark.parametrize("typed", ["/outcome hilfe", "/indicator ?", "/digest aide", "/reading help me"])
async def test_help_is_asked_for_in_many_ways(bot: Bot, shelter: Shelter, typed: str) -> None:
    answer = await shelter.alice.types(typed, channel="#shelter")
    assert words(answer).startswith(f"I ask for figures and report how it goes. {typed.split()[0]} ")


async def test_an_indicator_after_indicator_shows_it(bot: Bot, shelter: Shelter) -> None:
    assert "Customer satisfaction csat" in words(await shelter.alice.types("/indicator csat"))


async def test_the_name_of_a_new_indicator_asks_for_its_outcome_once(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/indicator new Calls answered", channel="#shelter")
    assert words(answer).startswith('For which outcome is "Calls answered" to be an indicator?')

    opened = await shelter.alice.presses("Customers get help the first time")
    assert opened.modal is not None
    assert opened.modal.field("What do you count or measure?").value == "Calls answered"


async def test_an_indicator_that_exists_leads_to_its_outcome(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/indicator new csat", channel="#shelter")
    assert (
        '"Customer satisfaction" is an indicator of "Customers get help the first time". Add another one to that?'
    ) in words(answer)

    opened = await shelter.alice.presses("Add another one")
    assert opened.modal is not None
    assert opened.modal.field("What do you count or measure?").value is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("stop", "off"),
        ("tuesday", "every tuesday at 09:00"),
        ("fri 16:00", "every friday at 16:00"),
        ("weekly", "every tuesday at 09:00"),
        ("on", "every tuesday at 09:00"),
        ("mensuel", "month"),
    ],
)
async def test_the_digest_obeys_plain_words(bot: Bot, shelter: Shelter, typed: str, told: str) -> None:
    assert told in words(await shelter.alice.types(f"/digest {typed}", channel="#shelter")).lower()


async def test_a_time_alone_leaves_how_often_the_digest_comes(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/digest monthly friday", channel="#shelter")

    answer = await shelter.alice.types("/digest at 10:00", channel="#shelter")

    assert words(answer).startswith("✓ The first Friday of every month at 10:00 (Europe/London).")


async def test_what_was_typed_with_another_rhythm_is_kept(bot: Bot, shelter: Shelter) -> None:
    for typed in ("fortnightly friday 16:00", "every two weeks on friday 16:00"):
        answer = await shelter.alice.types(f"/digest {typed}", channel="#shelter")
        assert words(answer) == f'"{typed}": I report every week or every month. Which?'

        told = words(await shelter.alice.presses("Every week"))
        assert told.startswith("✓ Every Friday at 16:00 (Europe/London).")


async def test_other_words_after_digest_are_said(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/digest xyz", channel="#shelter")
    assert answer.text == '/digest has no "xyz". /digest help says what there is.'


async def test_show_is_the_preview(bot: Bot, shelter: Shelter) -> None:
    preview = words(await shelter.alice.types("/digest preview", channel="#shelter"))
    assert words(await shelter.alice.types("/digest show", channel="#shelter")) == preview


@pytest.mark.parametrize("typed", ["daily", "every day", "every weekday", "quarterly"])
async def test_a_digest_for_every_day_is_asked_about(bot: Bot, shelter: Shelter, typed: str) -> None:
    answer = await shelter.alice.types(f"/digest {typed}", channel="#shelter")
    assert words(answer) == f'"{typed}": I report every week or every month. Which?'
    assert answer.buttons == ("Every week", "Every month")

    assert "every tuesday at 09:00" in words(await shelter.alice.presses("Every week")).lower()


async def test_help_is_five_lines_with_buttons_that_work(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    answer = await shelter.alice.says("help")
    assert answer.buttons == ("Check in", "Write down an outcome", "How things stand")

    assert "Customers get help the first time" in words(await shelter.alice.presses("How things stand"))
