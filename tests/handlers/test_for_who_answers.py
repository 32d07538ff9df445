"""Whoever answers for an outcome: a report of their own, a line in the channel's one, and closing what has ended."""

from datetime import timedelta

import pytest

from bot.delivery import rounds
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.playground import Person, Playground
from bot.playground.seen import Seen
from storage.tables import AddedLine, Message
from tests.handlers.conftest import Bot, Shelter, words
from tests.make import FRIDAY

MONDAY = FRIDAY.replace(day=30, hour=8)
"""Nine in the morning in London, three days later."""


async def sent(bot: Bot) -> None:
    """Have everything sent that waits for it."""
    settings, beats = DeliverySettings(), Beats()
    for _ in range(3):
        bot.playground.clock.advance(timedelta(seconds=2))  # one message a second goes to each
        await rounds.everything(bot.deps, settings, beats)


def dm(person: Person, begins: str) -> Seen:
    """The newest direct message to them that says so."""
    return next(seen for seen in reversed(person.sees("@bot")) if begins in seen.text.replace("*", ""))


def flat(text: str) -> str:
    return " ".join(text.replace("*", "").split())


async def test_the_report_is_switched_on_and_off_by_typing_and_looked_at_before(bot: Bot, shelter: Shelter) -> None:
    on = words(await shelter.alice.types("/digest mine", channel="#shelter"))
    assert on.startswith("✓ Once a week I write you a report of all outcomes that you answer for. The next one: Mon 30")
    shown = words(await shelter.alice.types("/digest mine preview", channel="#shelter"))
    assert shown.startswith("The first report What you answer for · 20–26 March · 1 outcome: ")
    assert "Customers get help the first time (#shelter)" in shown
    nothing = words(await shelter.bob.types("/digest mine preview", channel="#shelter"))
    assert nothing == "You answer for no open outcome, so there is nothing to report."
    await shelter.alice.opens_home()
    await bot.settled()
    assert shelter.alice.home is not None
    assert "Once a week you get a report of all outcomes that you answer for." in shelter.alice.home.text
    off = words(await shelter.alice.types("/digest mine off", channel="#shelter"))
    assert off.startswith("✓ I write you no report any more.")
    asked = words(await shelter.alice.types("/digest mine tuesday", channel="#shelter"))
    assert 'You wrote "tuesday".' in asked


async def test_the_report_comes_as_a_direct_message_with_buttons_that_work_there(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/digest mine", channel="#shelter")
    for line in ("csat 61 for 2026-W11", "csat 60 for 2026-W12", "csat 60 for 2026-W13", "churn 12 for 2026-W13"):
        await shelter.alice.types(f"/reading {line}", channel="#shelter")
    playground.clock.set(MONDAY)
    await sent(bot)
    report = dm(shelter.alice, "1 off track")
    assert "Customers get help the first time (#shelter)" in report.text
    assert "Ask Alice" not in report.buttons, "nobody asks themselves"
    listed = await shelter.alice.presses("All my outcomes", report)
    assert "Customers get help the first time" in words(listed)
    form = await shelter.alice.presses("When this comes", report)
    assert form.modal is not None
    await shelter.alice.submits({"A report of my outcomes": []})
    playground.clock.set(MONDAY + timedelta(days=7))
    await sent(bot)
    assert len([row for row in bot.all(Message) if row.template == "weekly_report"]) == 1


async def wants_previews(shelter: Shelter, person: Person) -> str:
    await person.opens_home()
    await person.presses("Change")
    return words(await person.submits({"The reports of their channels": ["yes"]}))


async def test_a_line_is_added_changed_and_posted_and_then_it_is_too_late(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/digest every tuesday 09:00", channel="#shelter")
    saved = await wants_previews(shelter, shelter.alice)
    assert "You see the reports of their channels a working day before they are posted." in saved
    playground.clock.set(MONDAY)
    await sent(bot)
    shown = dm(shelter.alice, "The report of #shelter goes out tomorrow at 09:00.")
    assert shown.buttons == ("Add a line…",)
    assert "The first report" in shown.text

    await shelter.alice.presses("Add a line…", shown)
    too_long = await shelter.alice.submits({"What should everybody know?": "x" * 301})
    assert too_long.modal is not None
    assert list(too_long.modal.errors.values()) == ["This holds up to 300 characters; you wrote 301. Shorten it."]
    kept = await shelter.alice.submits({"What should everybody know?": "<!here> *Two* nurses\nstart & stay"})
    assert "✓ In the report of #shelter, tomorrow at 09:00: “<!here>" in words(kept).replace("&lt;", "<").replace(
        "&gt;", ">"
    )
    await shelter.alice.closes(everything=True)
    await bot.settled()
    now = next(seen for seen in shelter.alice.sees("@bot") if seen.ts == shown.ts)
    assert now.buttons == ("Change my line…",)
    assert "Alice: " in now.text

    form = await shelter.alice.presses("Change my line…", now)
    assert form.modal is not None
    assert form.modal.field("note").value == "<!here> *Two* nurses\nstart & stay"
    await shelter.alice.submits({"What should everybody know?": "Two nurses start"})
    await shelter.alice.closes(everything=True)
    playground.clock.set(MONDAY + timedelta(days=1))
    await sent(bot)
    posted = next(seen for seen in reversed(shelter.bob.sees("#shelter")) if "The first report" in seen.text)
    assert "Alice: Two nurses start" in posted.text.splitlines()
    (line,) = bot.all(AddedLine)
    assert line.digest_run_id is not None

    late = await shelter.alice.presses("Change my line…", now)
    assert "The report of 31 March has gone out. A note goes into the next one: /outcome note" in words(late)


async def test_an_empty_line_takes_it_away(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    await shelter.alice.types("/digest every tuesday 09:00", channel="#shelter")
    await wants_previews(shelter, shelter.alice)
    playground.clock.set(MONDAY)
    await sent(bot)
    for text, button in (("Two nurses start", "Add a line…"), ("", "Change my line…")):
        shown = dm(shelter.alice, "goes out tomorrow")
        await shelter.alice.presses(button, shown)
        done = await shelter.alice.submits({"What should everybody know?": text})
        await shelter.alice.closes(everything=True)
        await bot.settled()
    assert "✓ Nothing of yours is in the report of #shelter, tomorrow at 09:00." in words(done)
    assert bot.all(AddedLine) == []
    assert dm(shelter.alice, "goes out tomorrow").buttons == ("Add a line…",)


@pytest.mark.parametrize("value", ["999999 2026-03-31", "1 2026-02-31", "none of ours", "{channel} 2026-03-31"])
async def test_only_who_answers_there_opens_the_form(
    bot: Bot, shelter: Shelter, playground: Playground, value: str
) -> None:
    await shelter.alice.types("/digest every tuesday 09:00", channel="#shelter")
    client, channel = bot.deps.workspaces.client(bot.workspace_id), playground.world.state.find_channel("shelter")
    assert client is not None
    assert channel is not None
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Forged"},
        "action_id": "add_line",
        "value": value.format(channel=1),
    }
    await client.chat_postMessage(channel=channel.id, text="?", blocks=[{"type": "actions", "elements": [button]}])
    answer = await shelter.bob.presses("Forged")
    assert answer.modal is None
    assert words(answer)
    assert bot.all(AddedLine) == []


@pytest.mark.parametrize("what", ["close", "more time"])
async def test_what_has_ended_is_closed_or_gets_more_time_from_the_message(
    bot: Bot, shelter: Shelter, playground: Playground, what: str
) -> None:
    for line in ("csat 80", "churn 4"):
        await shelter.alice.types(f"/reading {line}", channel="#shelter")
    await shelter.alice.types("/outcome edit help-1 dates", channel="#shelter")
    await shelter.alice.submits({"ends_on": "2026-03-29"})
    await shelter.alice.closes(everything=True)
    playground.clock.set(MONDAY)
    await sent(bot)
    asked = dm(shelter.alice, "Customers get help the first time ended yesterday.")
    assert "ended yesterday. Customer satisfaction: 72 → 80 % (target 85" in flat(asked.text)
    assert "So: partly achieved. You may see it otherwise." in flat(asked.text)
    assert asked.buttons == ("Close it…", "Give it more time…")
    if what == "close":
        form = await shelter.alice.presses("Close it…", asked)
        assert form.modal is not None
        assert form.modal.field("result").value["value"] == "partly"
        done = words(await shelter.alice.submits({}))
        assert "Closed: Customers get help the first time – partly achieved." in done
        await shelter.alice.closes(everything=True)
        for button in asked.buttons:
            late = await shelter.alice.presses(button, asked)
            assert "is closed" in words(late)
        return
    await shelter.alice.presses("Give it more time…", asked)
    await shelter.alice.submits({"ends_on": "2026-04-05"})
    await shelter.alice.closes(everything=True)
    playground.clock.set(MONDAY + timedelta(days=7))
    await sent(bot)
    again = [seen for seen in shelter.alice.sees("@bot") if "ended yesterday" in seen.text]
    assert len(again) == 2
