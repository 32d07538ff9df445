"""The button at the end of an answer leads on, and says to those who do not see what it belongs to."""

from bot.playground import Playground
from tests.handlers.conftest import Bot, Shelter, words


async def test_a_status_is_worked_out_for_whoever_asks_and_the_reply_stays(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/reading csat 71 for last week", channel="#shelter")
    playground.clock.set(playground.clock.now().replace(month=4, day=20))
    await shelter.alice.types("/reading csat 70", channel="#shelter")
    await shelter.alice.types("/reading csat 70 for last week", channel="#shelter")
    before = len(shelter.alice.sees("#shelter"))

    answer = await shelter.alice.presses("How is this worked out?")

    assert "Planned: from 72 % on 2 March to 85 % by 30 June, in a straight line." in words(answer)
    assert "Up to 8 % behind is 🟢 on track, up to 20 % 🟡 at risk, more is 🔴 off track." in words(answer)
    assert len(shelter.alice.sees("#shelter")) == before + 1


async def test_a_status_without_a_number_behind_it_is_not_to_be_worked_out(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/indicator show csat", channel="#shelter")

    assert "No reading yet." in words(answer)
    assert "How is this worked out?" not in answer.buttons


async def test_an_empty_list_leads_to_the_form(bot: Bot, shelter: Shelter) -> None:
    empty = await shelter.bob.types("/outcome list mine", channel="#shelter")
    assert empty.text == "You answer for no outcome."

    await shelter.bob.presses("Write down an outcome")

    assert shelter.bob.modal is not None
    assert shelter.bob.modal.title == "What should change?"


async def test_a_button_says_what_it_acts_on(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/reading csat 84", channel="#shelter")

    (buttons,) = (block for block in answer.message.raw["blocks"] if block["type"] == "actions")
    assert [each["accessibility_label"] for each in buttons["elements"]] == ["Undo 84 %, this week"]
