"""A team's first minutes: an outcome, an indicator, a target and a reading, all from Slack."""

from bot.playground import Playground
from storage import tables
from tests.forms import MORE_OF_INDICATOR, MORE_OF_OUTCOME
from tests.handlers.conftest import Bot, words


async def test_an_outcome_an_indicator_and_a_reading_are_registered_in_a_row(bot: Bot, playground: Playground) -> None:
    alice = playground.person("alice", zone="Europe/London", locale="en-GB")
    playground.channel("shelter", alice)

    opened = await alice.types("/outcome new Fewer people sleep rough in our borough", channel="#shelter")
    await alice.presses(MORE_OF_OUTCOME)
    assert opened.modal is not None
    assert opened.modal.field("statement").value == "Fewer people sleep rough in our borough"
    saved = await alice.submits({"why": "Nobody should have to"})
    assert "Saved: Fewer people sleep rough in our borough" in words(saved)
    await alice.presses(MORE_OF_INDICATOR)
    added = await alice.submits(
        {
            "name": "People sleeping rough",
            "kind": "number",
            "unit": "people",
            "direction": "decrease",
            "every": "week",
            "baseline": "120",
            "baseline_on": "2026-03-01",
            "value": "60",
            "due_on": "2026-12-31",
            "key": "rough",
        }
    )
    assert "✓ People sleeping rough rough of Fewer people sleep rough in our borough" in words(added)
    await alice.closes(everything=True)
    await bot.settled()
    given = await alice.types("/reading rough 118 after the new shelter", channel="#shelter")

    assert given.message.ephemeral
    assert "✓ 118 people for People sleeping rough, this week (23–29 March) so far." in words(given)
    assert bot.counts() | {"seen_interaction": 0} == {
        "outcome": 1,
        "outcome_definition": 1,
        "indicator": 1,
        "indicator_definition": 1,
        "ownership": 1,
        "baseline": 1,
        "target": 1,
        "reading": 1,
        "retraction": 0,
        "note": 0,
        "closing": 0,
        "interruption": 0,
        "handover": 0,
        "digest_subscription": 1,
        "seen_interaction": 0,
        "message": 1,
    }
    channel = bot.all(tables.Channel)[0]
    assert (channel.name, channel.is_private) == ("shelter", False)
