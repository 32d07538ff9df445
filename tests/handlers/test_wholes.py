"""The life of an indicator that is made of four others: defined, filled, corrected, undone, late, without data."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bot.actions.people import known
from bot.playground import Person, Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_closing import plain, rounds_of
from tests.make import PEOPLE, make_indicator, make_outcome

KEEPERS = {"north": "alice", "south": "bob", "east": "charlie", "west": "alice"}
SUM = "/indicator parts all-sites sum north, south, east and west"

Say = Callable[..., Awaitable[str]]


@pytest.fixture
async def say(bot: Bot, shelter: Shelter, playground: Playground) -> Say:
    """Four sites, each with an owner, and what is to be made of them; on Monday, when last week is due. Answers what
    somebody, Alice by default, reads after a command.
    """
    people: dict[str, Person] = vars(shelter)
    (channel,) = {row.channel_id for row in bot.all(tables.Channel) if row.members_read_at is not None}

    def arrange(session: Session) -> None:
        actors = {}
        for name, person in people.items():
            found = known(session, team_id=playground.team_id, user_id=person.id)
            assert found is not None
            actors[name] = found.actor
        by = actors["alice"]
        beds = make_outcome(session, by, "Everybody has a bed", channel_id=channel, key="beds")
        for key, keeper in KEEPERS.items():
            make_indicator(session, by, beds, key.capitalize(), key=key, owner=actors[keeper], measure=PEOPLE)
        start, goal = ("60", date(2026, 3, 2)), ("20", date(2026, 12, 31))
        make_indicator(session, by, beds, "All sites", key="all-sites", measure=PEOPLE, baseline=start, target=goal)

    bot.deps.database.run_here(arrange)
    playground.clock.advance(timedelta(days=3))
    await rounds_of(bot)

    async def types(line: str, by: str = "alice") -> str:
        return plain((await people[by].types(line, channel="#shelter")).text)

    return types


async def shown(say: Say, by: str = "alice") -> str:
    text = await say("/indicator show all-sites", by)
    return text[text.index("All sites all-sites") :]


def on_record(bot: Bot, key: str = "all-sites") -> list[tuple[str, str, bool]]:
    """The readings of the whole, oldest first: period, what was written, and whether that counts."""
    (number,) = [row.id for row in bot.all(tables.Indicator) if row.key == key]
    rows = [row for row in bot.all(tables.Reading) if row.indicator_id == number]
    gone = {row.reading_id for row in bot.all(tables.Retraction)}
    gone |= {row.supersedes_id for row in rows if row.supersedes_id is not None and row.id not in gone}
    return [(row.period_key, row.typed, row.id not in gone) for row in rows]


async def test_it_has_a_value_when_all_parts_are_in_and_follows_every_one_of_them(
    bot: Bot, shelter: Shelter, say: Say
) -> None:
    assert "✓ 12 people for North" in await say("/reading north 12")
    defined = await say(SUM)
    assert defined == (
        "✓ All sites all-sites is the sum of north, south, east and west. There is no value yet: there is one as soon "
        "as all parts are in for a period. Last week: 1 of 4 parts in, waiting for south (Bob), east (Charlie) and "
        "west (Alice). Nobody is asked for it: its parts are asked for, each from its owner."
    )
    await say("/reading south 8", "bob")
    third = await say("/reading east 5", "charlie")
    assert third.endswith("All sites: Last week: 3 of 4 parts in, waiting for west (Alice).")
    assert "⚪ No reading yet. Last week: 3 of 4 parts in, waiting for west (Alice)." in await shown(say)
    assert "Last week: 3 of 4 parts in, waiting for west (Alice)." in await say("/indicator list")
    assert on_record(bot) == []

    fourth = await shelter.alice.types("/reading west 10")
    assert plain(fourth.text).endswith("All sites is at 35 people.")
    assert "from north 12 people, south 8 people, east 5 people and west 10 people" in await shown(say)
    assert "All sites is at 36 people." in await say("/reading fix south 9", "bob")
    assert on_record(bot) == [("2026-W13", "35", False), ("2026-W13", "36", True)]

    await shelter.alice.presses("Undo", fourth.message)
    await bot.settled()  # the reminder beside it may be mended before the answer is there
    (undone,) = [said for each in shelter.alice.sees("@bot") if "open again" in (said := plain(each.text))]
    assert undone.endswith("All sites: Last week: 3 of 4 parts in, waiting for west (Alice).")
    assert on_record(bot) == [("2026-W13", "35", False), ("2026-W13", "36", False)]
    assert "Last week: 3 of 4 parts in, waiting for west (Alice)." in await shown(say)

    assert "no value, since there is no data from west (Alice)." in await say("/reading west n/d the door was shut")
    assert on_record(bot)[-1] == ("2026-W13", "n/d", True)
    assert "All sites is at 37 people." in await say("/reading fix west 11")
    assert "35 people for last week" in await say("/indicator history all-sites")
    assert [person for row in bot.all(tables.Reading)[-1:] for person in (row.submitted_by_id,)] == [None]


async def test_however_a_part_is_given_corrected_or_taken_back_the_reply_says_what_that_comes_to(
    bot: Bot, shelter: Shelter, say: Say
) -> None:
    await say(SUM)
    await shelter.bob.presses("No figure…")
    declared = plain((await shelter.bob.submits({"reason": "the door was shut"})).text)
    waiting = "All sites: Last week: 1 of 4 parts in, waiting for north (Alice), east (Charlie) and west (Alice)."
    assert waiting in declared
    await shelter.bob.closes(everything=True)
    await say("/reading fix south 8", "bob")
    await say("/reading east 5", "charlie")
    both = await shelter.alice.types("/reading north 12, west 10", channel="#shelter")
    assert plain(both.text).endswith("All sites is at 35 people.")
    assert "3 of 4" not in plain(both.text)  # what it came to in between is no news any more
    undone = plain((await shelter.alice.presses("Undo all (2)", both.message)).text)
    assert undone.endswith("All sites: Last week: 2 of 4 parts in, waiting for north (Alice) and west (Alice).")

    north, west = (row.id for key in ("north", "west") for row in bot.all(tables.Indicator) if row.key == key)
    due = {row.indicator_id: str(row.id) for row in bot.all(tables.DueReading)}
    await shelter.alice.types("/reading", channel="#shelter")
    given = plain((await shelter.alice.submits({due[north]: "11"})).text)
    assert "All sites: Last week: 3 of 4 parts in, waiting for west (Alice)." in given
    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/reading", channel="#shelter")
    given = plain((await shelter.alice.submits({due[west]: "n/d the door was shut"})).text)
    assert "All sites: Last week: no value, since there is no data from west (Alice)." in given
    await shelter.alice.closes(everything=True)
    assert "All sites is at 33 people." in await say("/reading fix west 9")
    await shelter.alice.types("/indicator show west", channel="#shelter")
    await shelter.alice.presses("Correct…")
    assert "All sites is at 34 people." in plain((await shelter.alice.submits({"value": "10"})).text)
    assert "All sites is at 33 people." in await say("/reading undo")  # what was corrected stays corrected


async def test_nobody_gives_it_or_is_asked_for_it_and_it_goes_stale_with_its_parts(
    bot: Bot, shelter: Shelter, playground: Playground, say: Say
) -> None:
    await say(SUM)
    refused = await say("/reading all-sites 84")
    assert refused.startswith(
        '"All sites" is worked out: the sum of north, south, east and west. Give a reading of a part: /reading north '
        "<value>"
    )
    for key, keeper in KEEPERS.items():
        await say(f"/reading {key} 10", keeper)
    (number,) = [row.id for row in bot.all(tables.Indicator) if row.key == "all-sites"]
    assert [row.state for row in bot.all(tables.DueReading) if row.indicator_id == number] == ["excused"]

    for days in (7, 4, 5):  # to Wednesday 15 April: the week that fell due on the 6th is missed, with all patience
        playground.clock.advance(timedelta(days=days))
        await rounds_of(bot)
    for key in ("north", "south", "east"):
        await say(f"/reading {key} 9 for 2026-W14", KEEPERS[key])

    text = await shown(say)
    assert "⚪ No recent reading" in text
    assert (
        "Last week: 0 of 4 parts in, waiting for north (Alice), south (Bob), east (Charlie) and west (Alice)." in text
    )
    assert [row.period_key for row in bot.all(tables.DueReading) if row.indicator_id == number] == ["2026-W13"]
    assert "All sites (0 of 4 parts in)" in await say("/digest preview")
    await say("/reading west 9 for 2026-W14")  # late
    assert on_record(bot)[-1] == ("2026-W14", "36", True)
    assert "No recent reading" not in await shown(say)


async def test_a_part_that_rests_or_moves_out_of_sight_is_named_and_never_added_up(
    bot: Bot, shelter: Shelter, playground: Playground, say: Say
) -> None:
    await say(SUM)
    for key, keeper in KEEPERS.items():
        await say(f"/reading {key} 10", keeper)
    playground.clock.advance(timedelta(days=7))  # to Monday 6 April
    await say("/indicator pause south", "bob")
    for key in ("north", "east", "west"):
        await say(f"/reading {key} 9 for last week", KEEPERS[key])
    assert "3 of 4 parts in, waiting for south (paused)." in await shown(say)

    await say("/indicator retire south", "bob")
    retired = plain((await shelter.bob.submits({"reason": "the house was sold"})).text)
    assert "It is counted into All sites all-sites: without it there is no value. To count on without it" in retired
    assert "3 of 4 parts in, waiting for south (retired)." in await shown(say)
    asked = await shelter.alice.types("/indicator parts all-sites sum north east west", channel="#shelter")
    assert "Since when is it made like this?" in plain(asked.text)
    done = plain((await shelter.alice.presses("From the start: work out the past anew", asked.message)).text)
    assert "is the sum of north, east and west. 27 people for last week (30 March – 5 April), worked" in done
    assert [row for row in on_record(bot) if row[2]] == [("2026-W13", "30", True), ("2026-W14", "27", True)]

    inner = playground.channel("inner", shelter.alice, private=True)
    await shelter.alice.types("/outcome help", channel="#inner")

    def arrange(session: Session) -> None:
        found = known(session, team_id=playground.team_id, user_id=shelter.alice.id)
        assert found is not None
        hidden = make_outcome(session, found.actor, "Nobody knows of this", channel_id=inner.id, key="hidden")
        make_indicator(session, found.actor, hidden, "Annex", key="annex", measure=PEOPLE)

    bot.deps.database.run_here(arrange)
    refused = await say("/indicator parts all-sites sum north annex from the start")
    assert refused.startswith('"Annex" lives in a private channel, and "All sites" would tell others what it comes to.')

    await say("/indicator formula csat {north} * 2 from the start")
    await shelter.alice.types("/outcome edit beds channel", channel="#shelter")
    warned = await shelter.alice.submits({"channel": inner.id})
    assert "Customer satisfaction could not be worked out any more: its parts would be out of sight." in plain(
        warned.text
    )
    await shelter.alice.submits({"channel": inner.id})
    playground.clock.advance(timedelta(days=7))
    await shelter.alice.types("/reading north 8 for last week")
    left = plain((await shelter.bob.types("/indicator show csat", channel="#shelter")).text)
    assert "0 of 1 part in, waiting for a part that lives in a private channel." in left
    assert "north" not in left.lower()
    assert [row[1] for row in on_record(bot, "csat")] == ["20", "18"]


async def test_a_form_says_what_it_is_made_of_and_what_is_wrong_at_its_field(
    bot: Bot, shelter: Shelter, say: Say, playground: Playground
) -> None:
    for key, keeper in KEEPERS.items():
        await say(f"/reading {key} 10", keeper)

    async def form_opens() -> None:
        # A message may come before the form.
        await playground.wait_for(lambda: shelter.alice.modal is not None and bool(shelter.alice.modal.labels))

    sheet = await shelter.alice.types("/indicator show all-sites")
    await shelter.alice.presses("Make it of others…", sheet.message)
    await form_opens()
    refused = await shelter.alice.submits({"how_made": "formula", "parts": "{north} ** {south}"})
    assert refused.modal is not None
    assert 'It stops making sense at "* {south}"' in refused.modal.errors["Of what?"]
    assert refused.modal.field("parts").value == "{north} ** {south}"
    done = await shelter.alice.submits({"how_made": "formula", "parts": "({north} + {south}) / 4"})
    assert "5 people for last week (23–29 March), worked out from what is on record; 1 period in all." in plain(
        done.text
    )

    sheet = await shelter.alice.types("/indicator show all-sites")
    await shelter.alice.presses("Made of…", sheet.message)
    await form_opens()
    assert shelter.alice.modal is not None
    assert shelter.alice.modal.field("parts").value == "({north} + {south}) / 4"
    untold = await shelter.alice.submits({"how_made": "mean", "parts": "north south"})
    assert untold.modal is not None
    assert untold.modal.errors == {"From when on?": "It has values already: say since when."}
    await shelter.alice.submits({"how_made": "mean", "parts": "north south", "holds_from": "today"})
    text = await shown(say)
    assert "Worked out: the mean of north and south" in text
    assert "No reading yet" in text  # it starts afresh

    sheet = await shelter.alice.types("/indicator show north")
    assert "counted into All sites all-sites" in plain(sheet.text)


REFUSED = {
    "parts all-sites": "Say how it is made of its parts: sum, mean or ratio",
    "parts all-sites product north south": 'You wrote "product north south".',
    "parts all-sites sum north": "Name two parts or more, by their keys.",
    "parts all-sites sum north north": '"North" is named twice.',
    "parts all-sites sum north nrth": 'No part here is called exactly "nrth". Do you mean north? Write the key.',
    "parts all-sites sum north zzz": 'No indicator here is called "zzz".',
    "parts all-sites sum north all-sites": '"All sites" cannot be made of itself.',
    "parts all-sites sum north csat": 'Percentages do not add up, and "Customer satisfaction" is one.',
    "parts all-sites mean north csat": "is measured in percent and",
    "parts all-sites ratio north south": 'A ratio is made of what is measured as "31 of 50"',
    "formula all-sites": "Write what it comes from, for example: {calls} / {customers}",
    "formula all-sites 2 + 2": "A formula names at least one indicator",
    "formula all-sites {north} + {}": "There is nothing between two braces.",
    "formula all-sites __import__('os')": 'It stops making sense at "__import__',
    "formula all-sites " + "(" * 2_500: "A formula holds up to 300 characters; this one has 2,500.",
    "formula all-sites {zzz} / {north}": 'No indicator here is called "zzz".',
}


async def test_what_cannot_be_is_refused_with_a_sentence_and_given_back(bot: Bot, shelter: Shelter, say: Say) -> None:
    for line, sentence in REFUSED.items():
        answer = words(await shelter.alice.types(f"/indicator {line}", channel="#shelter"))
        assert sentence in answer, line
        assert "You typed:" in answer, line
    assert "You cannot change" in await say(SUM, "charlie")
    await say("/indicator formula all-sites {north} + {south}")
    await say("/indicator formula east 2 * {all-sites}")
    loop = await say("/indicator formula south max({east}, 3)", "bob")
    assert loop.startswith('"South" would be made of itself, through east and all-sites. Take one of them out.')
    assert [row.whole_id for row in bot.all(tables.WholePart)] == [7, 7, 5]


async def test_it_is_given_by_people_again_when_that_is_said(bot: Bot, playground: Playground, say: Say) -> None:
    await say(SUM)
    done = await say("/indicator parts all-sites none")
    assert done.startswith(
        "✓ All sites all-sites is worked out no more: people give it again, /reading all-sites <value>."
    )
    playground.clock.advance(timedelta(days=7))
    await rounds_of(bot)
    assert "✓ 84 people for All sites" in await say("/reading all-sites 84")
