"""First contact: opening the bot, mentioning it, an example, and hearing of what others did."""

from datetime import timedelta

from bot.playground import Playground
from storage import tables
from tests.forms import MORE_OF_OUTCOME
from tests.handlers.conftest import Bot, Shelter, words


async def test_whoever_opens_the_bot_is_welcomed_once(bot: Bot, playground: Playground) -> None:
    alice = playground.person("alice")
    await alice.opens_home(tab="messages")
    await playground.wait_for(lambda: bool(alice.sees("@bot")))
    await alice.opens_home(tab="messages")
    await alice.opens_home(tab="messages")
    await bot.settled()

    (welcome,) = alice.sees("@bot")
    assert welcome.text.splitlines()[0] == "I keep a team honest about results."
    assert welcome.buttons == ("Write down an outcome", "Show me an example", "What will you send, and to whom?")
    assert [(each.template, each.key) for each in bot.all(tables.Message)] == [("welcome", f"welcome:{alice.id}")]


async def test_whoever_has_used_it_before_needs_no_welcome(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.opens_home(tab="messages")
    await bot.settled()
    assert bot.all(tables.Message) == []


async def test_the_welcome_leads_to_the_form_an_example_and_what_is_sent(bot: Bot, playground: Playground) -> None:
    alice = playground.person("alice")
    await alice.opens_home(tab="messages")
    await playground.wait_for(lambda: bool(alice.sees("@bot")))

    example = await alice.presses("Show me an example")
    sent = await alice.presses("What will you send, and to whom?")
    form = await alice.presses("Write down an outcome")

    assert "An example, with made-up figures." in words(example)
    assert "Days until the next appointment: 13.1 days, planned 11.2" in words(example)
    assert "2 readings are due" in words(example) or "2 figures" in words(example)
    assert example.message.buttons == (), "they would act on what the reader really has"
    assert "What I send by myself" in words(sent)
    assert form.modal is not None
    assert form.modal.title == "What should change?"
    assert bot.counts()["outcome"] == 0


async def test_a_mention_is_answered_for_their_eyes_alone(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.says("@outcomebot hi", channel="#shelter", patience=3.0)

    assert answer.message.ephemeral
    assert words(answer) == "I keep this channel honest about results. Only you see this."
    assert answer.message.buttons == ("Show outcomes here", "Write down an outcome")
    listed = await shelter.alice.presses("Show outcomes here")
    assert "Customers get help the first time" in words(listed)


async def test_a_figure_beside_a_mention_is_taken_once_that_is_said(bot: Bot, shelter: Shelter) -> None:
    asked = await shelter.alice.says("@outcomebot csat 84", channel="#shelter", patience=3.0)
    assert 'Is "csat 84" a figure that you want to give me?' in words(asked)
    assert bot.counts()["reading"] == 0

    given = await shelter.alice.presses("Yes, take it")

    assert "✓ 84 % for Customer satisfaction, this week (23–29 March) so far." in words(given)
    assert bot.counts()["reading"] == 1


async def test_a_channel_hears_of_its_first_outcome_once_the_bot_is_in_it(bot: Bot, playground: Playground) -> None:
    alice = playground.person("alice", real_name="Alice")
    playground.channel("surgery", alice, bot=False)
    await alice.types("/outcome new Patients get an appointment sooner", channel="#surgery")
    await alice.submits()
    await bot.settled()
    await playground.wait_for(lambda: bool(alice.sees("#surgery")))

    (told,) = alice.sees("#surgery")
    assert words_of(told.text) == (
        "Alice wrote down what this channel wants: Patients get an appointment sooner "
        "I report here how it goes: Every Tuesday at 09:00 (Europe/London)."
    )
    await alice.closes(everything=True)
    shown = await alice.presses("Show it")
    assert "What would show that it is happening?" in words(shown)


async def test_a_box_that_is_not_ticked_keeps_the_channel_quiet(bot: Bot, shelter: Shelter) -> None:
    opened = await shelter.alice.types("/outcome new Nobody goes hungry", channel="#shelter")
    assert opened.modal is not None
    assert opened.modal.field("tell").value in (None, (), [], ""), "the channel has an outcome already"
    await shelter.alice.submits()
    await bot.settled()
    assert bot.all(tables.Message) == []


async def test_a_private_channel_without_the_bot_is_told_nothing(bot: Bot, playground: Playground) -> None:
    alice = playground.person("alice")
    playground.channel("board", alice, private=True, bot=False)
    await alice.types("/outcome new Nobody goes hungry", channel="#board")
    await alice.submits()
    await bot.settled()
    (news,) = [each for each in bot.all(tables.Message) if each.template == "new_outcome"]
    assert (news.state, news.ready_at - news.created_at) == ("queued", timedelta(minutes=1))


async def test_whoever_is_made_a_keeper_hears_at_once_and_can_say_fine(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.submits(
        {"name": "Doors opened", "baseline": "12 doors", "value": "20", "due_on": "30 June", "owner": shelter.bob.id}
    )
    await playground.wait_for(lambda: bool(shelter.bob.sees("@bot")))

    (asked,) = shelter.bob.sees("@bot")
    assert words_of(asked.text).startswith("Alice asks you to keep Doors opened ")
    assert "weekly. It shows whether Customers get help the first time" in words_of(asked.text)
    assert "The first one, for this week, is due Mon 30 March. I ask you for it." in words_of(asked.text)
    assert asked.buttons == ("Fine", "Give it to…", "What is this?")

    shown = await shelter.bob.presses("What is this?")
    assert "Doors opened" in words(shown)
    fine = await shelter.bob.presses("Fine", asked)
    assert "✓ You keep Doors opened" in words(fine)


async def test_what_is_not_theirs_any_more_is_not_fine(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.submits({"name": "Doors opened", "baseline": "12", "value": "20", "due_on": "30 June",
                                 "owner": shelter.bob.id})  # fmt: skip
    await playground.wait_for(lambda: bool(shelter.bob.sees("@bot")))
    (asked,) = shelter.bob.sees("@bot")
    await shelter.bob.presses("Give it to…", asked)
    await shelter.bob.submits({"owner": shelter.charlie.id})
    await shelter.bob.closes(everything=True)
    offered = await playground.wait_for(lambda: shelter.charlie.sees("@bot"))
    await shelter.charlie.presses("Fine", offered[-1])

    late = await shelter.bob.presses("Fine", asked)

    assert '"Doors opened" is not yours to keep any more.' in words(late)


async def test_whoever_is_to_answer_for_an_outcome_hears_at_once(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#shelter")
    await shelter.alice.submits({"accountable": shelter.charlie.id})
    await playground.wait_for(lambda: bool(shelter.charlie.sees("@bot")))

    (told,) = shelter.charlie.sees("@bot")
    assert words_of(told.text).startswith("Alice put you down as the person who answers for Nobody goes hungry")


async def test_nobody_is_told_what_they_may_not_see(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    """By the time it is sent they have left the channel."""
    place = playground.channel("board", shelter.alice, shelter.bob, private=True)
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#board")
    await shelter.alice.presses(MORE_OF_OUTCOME)
    await shelter.alice.submits({"key": "hunger"})
    await bot.settled()
    await shelter.alice.closes(everything=True)
    place.members.discard(shelter.charlie.id)
    await shelter.alice.types("/indicator new hunger", channel="#board")
    await shelter.alice.submits({"name": "Meals", "baseline": "12", "value": "20", "due_on": "30 June",
                                 "owner": shelter.charlie.id})  # fmt: skip
    await bot.settled()

    assert shelter.charlie.sees("@bot") == []


def words_of(text: str) -> str:
    return " ".join(text.replace("`", "").split())
