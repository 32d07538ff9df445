"""The Home tab: what each sees on it, what its buttons do, and that it stays true."""

from bot.playground import Person, Playground
from storage.tables import HomeTab
from tests.handlers.conftest import Bot, Shelter


def text_of(person: Person) -> str:
    assert person.home is not None
    return person.home.text


async def opens(bot: Bot, person: Person) -> str:
    """What the person sees who opens the Home tab."""
    await person.opens_home()
    await bot.settled()
    return text_of(person)


async def test_a_newcomer_reads_three_steps_and_what_the_words_mean(bot: Bot, playground: Playground) -> None:
    erin = playground.person("erin")
    seen = await opens(bot, erin)
    assert "Three steps to a first result" in seen
    assert "Outcome: a change for somebody." in seen
    assert "Due from you" not in seen


async def test_an_owner_sees_how_their_numbers_stand(bot: Bot, shelter: Shelter) -> None:
    seen = await opens(bot, shelter.alice)
    assert "Nothing is due from you. Next: Mon 30 March, 2 readings." in seen
    assert "Customer satisfaction" in seen
    assert "You answer for 1 outcome" in seen
    assert "If something is due, I write at 09:00 on Mon–Fri, London time." in seen


async def test_a_reading_is_seen_on_home_at_once(bot: Bot, shelter: Shelter) -> None:
    await opens(bot, shelter.alice)
    await shelter.bob.types("/reading csat 80", channel="#shelter")
    await bot.settled()
    assert "80 %" in text_of(shelter.alice)


async def test_an_administrator_sees_the_workspace_too(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    dana = playground.person("dana", admin=True)
    seen = await opens(bot, dana)
    assert "1 outcome in 1 channel · 2 numbers · 1 owner" in seen


async def test_whoever_has_not_opened_home_has_none(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/reading csat 80", channel="#shelter")
    await bot.settled()
    assert bot.all(HomeTab) == []
    assert shelter.alice.home is None
