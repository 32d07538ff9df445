"""A figure that is fetched from another system: set up by typing, tried, used, corrected, and ended."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.sources import SourceKind
from bot.playground import Answer, Person, Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter
from tests.handlers.test_closing import plain, rounds_of
from tests.systems import System, running_system

SECRET = "s3cret-word-of-the-system"


@pytest.fixture
async def system() -> AsyncIterator[System]:
    async with running_system() as running:
        yield running


def shown(person: Person) -> str:
    """What stands in the form that is open now."""
    assert person.modal is not None
    return plain(person.modal.text)


async def tries(bot: Bot, person: Person, values: dict[str, str]) -> str:
    """Submit the form, and wait for what the system says."""
    await person.submits(values)
    await bot.settled()
    return shown(person)


async def used(bot: Bot, person: Person, system: System, **more: str) -> Answer:
    await person.types("/indicator fetch csat", channel="#shelter")
    await tries(bot, person, {"address": system.at(), "place": "csat", **more})
    return await person.submits({})


async def test_it_is_tried_once_shown_and_used_from_then_on(bot: Bot, shelter: Shelter, system: System) -> None:
    opened = await shelter.alice.types("/indicator fetch csat", channel="#shelter")
    assert "I read it when a reading falls due, before anybody is asked." in plain(opened.text)
    reading = await shelter.alice.submits({"address": system.at(), "place": "csat"})
    assert "I am reading it. That takes ten seconds at most." in plain(reading.text)
    await bot.settled()
    assert "I read 84 % from this for this week (23–29 March). Use it from now on?" in shown(shelter.alice)
    assert len(system.seen) == 1
    assert [row.used_since for row in bot.all(tables.SourceRecord)] == [None]

    saved = await shelter.alice.submits({})
    assert f"✓ Customer satisfaction csat is fetched from localhost:{system.port} from now on." in plain(saved.text)
    (row,) = bot.all(tables.SourceRecord)
    assert (row.address, row.kind, row.place, row.header) == (system.at(), SourceKind.JSON, "csat", "")
    assert row.used_since is not None
    page = await shelter.bob.types("/indicator show csat", channel="#shelter")
    assert f"Fetched from localhost:{system.port} since 27 March, set up by Alice · last read today at" in plain(
        page.text
    )
    assert "/figures" not in page.text

    ended = await shelter.alice.types("/indicator fetch csat stop", channel="#shelter")
    assert "is not fetched from" in plain(ended.text)
    again = await shelter.alice.types("/indicator fetch csat stop", channel="#shelter")
    assert '"Customer satisfaction" is not fetched from anywhere: people give it.' in plain(again.text)


async def test_what_went_wrong_is_said_over_what_was_typed_and_nothing_is_saved(
    bot: Bot, shelter: Shelter, system: System
) -> None:
    system.status = 503
    await shelter.alice.types("/indicator fetch csat", channel="#shelter")
    assert "⚠️ I could not fetch it: the system answered 503." in await tries(
        bot, shelter.alice, {"address": system.at(), "place": "csat"}
    )
    assert shelter.alice.modal is not None
    assert shelter.alice.modal.field("address").value == system.at()

    system.status, system.body = 200, '{"csat": "none yet", "churn": [1, 2]}'
    assert "the value there none that I understand" not in shown(shelter.alice)
    for place, sentence in {
        "csat": "the value there is none that I understand",
        "churn": "there is more than one value at that place of the answer",
        "calls": "there is nothing at that place of the answer",
        "calls[": "the expression is none that I can work with",
    }.items():
        assert f"I could not fetch it: {sentence}." in await tries(bot, shelter.alice, {"place": place})
    inside = await tries(bot, shelter.alice, {"address": system.at().replace("localhost", "127.0.0.1")})
    assert "its address is inside the private network, and whoever runs this bot has not allowed its host" in inside
    sent_on = await tries(bot, shelter.alice, {"address": system.at("/elsewhere")})
    assert "the system sent me on to another address" in sent_on

    assert [row.used_since for row in bot.all(tables.SourceRecord)] == [None]
    assert bot.all(tables.Reading) == []


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"address": "figures.example"}, "address", "An address begins with https:// or http://"),
        ({"address": "https://me:word@figures.example/"}, "address", "no password in it"),
        ({"header": "Host", "secret": "x"}, "header", "This is no header that can go along."),
        ({"secret": "x"}, "header", "Name the header that the secret belongs into"),
        ({"header": "X-Api-Key"}, "secret", "Type the secret for this header."),
        ({"header": "X-Api-Key", "secret": "gehe\u0439m"}, "secret", "all of them on one line and without accents"),
    ],
)
async def test_what_cannot_be_asked_is_refused_at_its_field(
    bot: Bot, shelter: Shelter, values: dict[str, str], field: str, sentence: str
) -> None:
    await shelter.alice.types("/indicator fetch csat", channel="#shelter")
    refused = await shelter.alice.submits({"address": "https://figures.example/", "place": "csat", **values})
    assert refused.modal is not None
    assert sentence in (refused.modal.field(field).error or "")
    assert bot.all(tables.SourceRecord) == []


async def test_a_secret_is_sent_and_sealed_and_never_seen_again(
    bot: Bot, shelter: Shelter, system: System, playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.DEBUG, logger="httpx")
    await shelter.alice.types("/indicator fetch csat", channel="#shelter")
    asked = {"address": system.at(), "place": "csat", "header": "X-Api-Key", "secret": SECRET}
    assert "I read 84 %" in await tries(bot, shelter.alice, asked)
    assert system.seen[-1]["X-Api-Key"] == SECRET

    await shelter.alice.presses("Change…")
    assert "One is kept. Leave this empty to go on using it." in shown(shelter.alice)
    assert "I read 84 %" in await tries(bot, shelter.alice, {"place": "csat"})
    assert system.seen[-1]["X-Api-Key"] == SECRET
    await shelter.alice.submits({})

    # It goes nowhere else than where it was typed for.
    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/indicator fetch csat", channel="#shelter")
    elsewhere = await shelter.alice.submits({"address": "https://elsewhere.example/"})
    assert elsewhere.modal is not None
    assert "What was typed for another address or another header does not go here." in (
        elsewhere.modal.field("secret").error or ""
    )

    kept = json.dumps(
        [
            row.model_dump(mode="json")
            for table in (tables.SourceRecord, tables.SeenInteraction)
            for row in bot.all(table)
        ]
    )
    assert SECRET not in kept
    assert SECRET not in caplog.text
    assert SECRET not in repr(playground.messages)
    await shelter.alice.types("/indicator fetch csat stop", channel="#shelter")
    assert {row.sealed_secret for row in bot.all(tables.SourceRecord)} == {None}


async def test_only_who_may_change_the_indicator_may_have_it_fetched(
    bot: Bot, shelter: Shelter, system: System
) -> None:
    refused = await shelter.bob.types("/indicator fetch csat", channel="#shelter")
    assert 'You cannot change "Customer satisfaction". Alice (owner)' in plain(refused.text)
    await used(bot, shelter.alice, system)
    assert 'You cannot change "Customer satisfaction".' in plain(
        (await shelter.bob.types("/indicator fetch csat stop", channel="#shelter")).text
    )
    odd = await shelter.alice.types("/indicator fetch csat weekly", channel="#shelter")
    assert 'After the indicator comes "stop", or nothing: then a form opens. You wrote "weekly".' in plain(odd.text)


async def test_it_comes_before_its_keeper_is_asked_and_can_be_corrected(
    bot: Bot, shelter: Shelter, system: System, playground: Playground
) -> None:
    await used(bot, shelter.alice, system)
    await shelter.alice.closes(everything=True)
    playground.clock.advance(timedelta(days=3))  # Monday, ten o'clock: last week is due
    system.body = '{"csat": 85.5}'
    await rounds_of(bot)

    (reading,) = bot.all(tables.Reading)
    assert (reading.period_key, reading.typed, reading.route) == ("2026-W13", "85.5", "source")
    (reminder,) = [each for each in shelter.alice.sees("@bot") if "churn" in each.text]
    assert "Customer churn" in plain(reminder.text)
    assert "satisfaction" not in reminder.text
    page = await shelter.alice.types("/indicator show csat", channel="#shelter")
    assert f"Last week: 85.5 % · localhost:{system.port}" in plain(page.text)

    fixed = await shelter.alice.types("/reading fix csat 84", channel="#shelter")
    assert "84 %" in plain(fixed.text)
    await rounds_of(bot)
    assert [row.typed for row in bot.all(tables.Reading)] == ["85.5", "84"]
    assert bot.all(tables.Reading)[1].supersedes_id == reading.id


async def test_the_question_about_what_stays_silent_offers_to_fetch_it(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    for days in (3, 4, 3, 4, 3, 4, 3, 4, 3):  # to Monday 27 April: three weeks were missed for good
        playground.clock.advance(timedelta(days=days))
        await rounds_of(bot)
    asked = shelter.alice.sees("@bot")[-1]
    assert "Customer satisfaction csat: nothing for 5 weeks. What would help?" in plain(asked.text)

    opened = await shelter.alice.presses("Fetch it from a system…", asked)

    assert opened.modal is not None
    assert opened.modal.title == "Fetch a figure"
    assert "Customer" in plain(opened.text)
