"""What a workspace calls its colours: an administrator sets it, and everybody reads it from then on."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.playground import Answer, Person, Playground
from storage.tables import Workspace
from tests.handlers.conftest import Bot, Shelter, pinged, words

GREEN, YELLOW, RED = (f"What {mark} is called here" for mark in ("🟢", "🟡", "🔴"))
EVERYWHERE = ("/outcome list", "/outcome show help-1", "/indicator show csat", "/indicator list", "/digest preview")


@pytest.fixture
async def behind(bot: Bot, shelter: Shelter, playground: Playground) -> Shelter:
    """The team when customer satisfaction has been far behind its plan twice in a row."""
    playground.clock.set(datetime(2026, 5, 4, 9, tzinfo=UTC))
    await shelter.alice.types("/reading csat 70 2026-04-20", channel="#shelter")
    await shelter.alice.types("/reading csat 70 2026-04-27", channel="#shelter")
    return shelter


@pytest.fixture
def dana(playground: Playground) -> Person:
    """An administrator."""
    return playground.person("dana", admin=True)


async def names(bot: Bot, dana: Person, typed: dict[str, str]) -> Answer:
    """What an administrator is answered who types this into the settings."""
    await dana.opens_home()
    await bot.settled()
    await dana.presses("Settings")
    answer = await dana.submits(typed)
    await bot.settled()
    assert answer.modal is not None
    return answer


async def screens(bot: Bot, person: Person) -> list[str]:
    """Every screen that says how the number stands."""
    typed = [words(await person.types(each, channel="#shelter")) for each in EVERYWHERE]
    await person.opens_home()
    await bot.settled()
    assert person.home is not None
    return [*typed, person.home.text]


def kept(bot: Bot) -> tuple[str, str, str]:
    (row,) = bot.all(Workspace)
    return row.on_track_word, row.at_risk_word, row.off_track_word


async def test_everybody_reads_the_word_that_an_administrator_has_set(bot: Bot, behind: Shelter, dana: Person) -> None:
    before = await screens(bot, behind.bob)
    saved = await names(bot, dana, {RED: "Sehr kritisch"})
    after = await screens(bot, behind.bob)

    assert "✓ 🔴 is called “Sehr kritisch” from now on." in saved.text
    assert all("Off track" in each for each in before[:-1])
    named = [each.replace("1 now “Sehr kritisch”", "1 Sehr kritisch") for each in after[:-1]]  # a digest's headline
    assert named == [re.sub("(?i)off track", "Sehr kritisch", each) for each in before[:-1]]


async def test_a_word_that_is_taken_out_is_the_usual_one_again(bot: Bot, behind: Shelter, dana: Person) -> None:
    before = await screens(bot, behind.alice)
    await names(bot, dana, {GREEN: "Im Plan", RED: "Kritisch"})
    saved = await names(bot, dana, {RED: ""})

    assert "✓ 🔴 is called “Off track” again." in saved.text
    assert "🟢 is called" not in saved.text
    assert kept(bot) == ("Im Plan", "", "")
    assert await screens(bot, behind.alice) == before


async def test_a_home_that_somebody_has_open_changes_its_words(bot: Bot, behind: Shelter, dana: Person) -> None:
    await behind.alice.opens_home()
    await bot.settled()
    assert behind.alice.home is not None
    assert "🔴 1 off track" in behind.alice.home.text

    await names(bot, dana, {RED: "Kritisch"})

    assert behind.alice.home is not None
    assert "🔴 1 Kritisch" in behind.alice.home.text
    assert "off track" not in behind.alice.home.text.lower()


async def test_how_it_is_worked_out_has_the_words_too(bot: Bot, behind: Shelter, dana: Person) -> None:
    await names(bot, dana, {YELLOW: "Knapp", RED: "Kritisch"})
    await behind.alice.types("/indicator show csat", channel="#shelter")
    worked_out = await behind.alice.presses("How is this worked out?")
    assert "behind is 🟢 on track, up to 20 % 🟡 Knapp, more is 🔴 Kritisch." in words(worked_out)


async def test_the_form_shows_what_is_set_and_nothing_is_said_of_what_stays(
    bot: Bot, behind: Shelter, dana: Person
) -> None:
    await names(bot, dana, {YELLOW: "Knapp"})
    await dana.presses("Settings")
    unchanged = await dana.submits()
    assert "Nothing was changed." in unchanged.text
    assert kept(bot) == ("", "Knapp", "")


@pytest.mark.parametrize(
    ("typed", "field", "problem"),
    [
        ({RED: "x" * 25}, RED, "A word for a colour holds up to 24 characters; this one has 25. Shorten it."),
        ({GREEN: "Gut", RED: "GUT"}, RED, "Another colour has this word already. Choose a different one."),
        (
            {GREEN: "Too early to judge"},
            GREEN,
            "“Too early to judge” says something else already. Choose different words.",
        ),
        ({YELLOW: "off track"}, YELLOW, "“Off track” says something else already. Choose different words."),
    ],
)
async def test_a_word_that_cannot_be_is_refused_beside_its_field(
    bot: Bot, dana: Person, typed: dict[str, str], field: str, problem: str
) -> None:
    refused = await names(bot, dana, typed)
    assert refused.modal is not None
    assert refused.modal.errors == {field: problem}
    assert kept(bot) == ("", "", "")


async def test_a_word_of_24_characters_is_taken(bot: Bot, dana: Person) -> None:
    await names(bot, dana, {RED: "x" * 24})
    assert kept(bot) == ("", "", "x" * 24)


async def test_what_looks_like_markup_is_text(bot: Bot, behind: Shelter, dana: Person, playground: Playground) -> None:
    saved = await names(bot, dana, {YELLOW: "*bold* <@U1>", RED: "<!channel> & `x` 🔥"})
    shown = await screens(bot, behind.alice)
    form = await dana.presses("Settings")

    assert "🟡 *bold* <@U1>, up to so many percent of the way behind" in form.text
    assert kept(bot) == ("", "*bold* <@U1>", "<!channel> & `x` 🔥")
    assert "<!channel> & " in saved.text
    assert [each for each in shown if "<!channel> & " not in each] == []
    assert pinged(playground) == []


async def test_whoever_is_no_admin_any_more_names_no_colour(bot: Bot, dana: Person, playground: Playground) -> None:
    await dana.opens_home()
    await bot.settled()
    await dana.presses("Settings")
    dana.user.is_admin = False
    playground.clock.advance(timedelta(minutes=31))
    refused = await dana.submits({RED: "Kritisch"})
    assert "Only workspace admins can change these settings." in refused.text
    assert kept(bot) == ("", "", "")


async def test_a_form_from_before_there_were_words_takes_none_out(
    bot: Bot, dana: Person, playground: Playground
) -> None:
    await names(bot, dana, {RED: "Kritisch"})
    await dana.presses("Settings")
    view = playground.world.screens.top(dana.user)
    assert view is not None
    blocks = view.content["blocks"]
    view.content["blocks"] = [each for each in blocks if not each.get("block_id", "").endswith("_word")]
    await dana.submits({"After how many working days is a reading missed?": "3"})
    assert kept(bot) == ("", "", "Kritisch")
