"""A channel's report: asked for, switched off, and questions that somebody asks the owner of an indicator from it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.actions.digest_settings import DigestRule, set_digest_rule
from bot.actions.people import known
from bot.delivery import rounds
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.domain.digests import NoteKind, Rhythm
from bot.domain.messages import MessageState, Template
from bot.playground.playground import Playground
from bot.playground.seen import Seen
from storage.tables import Message, Note, QuietRecord
from tests.handlers.conftest import Bot, Shelter, words
from tests.make import FRIDAY


async def sent(bot: Bot) -> None:
    """Have everything sent that waits for it."""
    settings, beats = DeliverySettings(), Beats()
    for _ in range(3):
        bot.playground.clock.advance(timedelta(seconds=2))  # one message a second goes into a channel
        await rounds.everything(bot.deps, settings, beats)


async def report(bot: Bot, shelter: Shelter) -> Seen:
    """The channel's digest, with csat newly off track."""
    for line in ("csat 61 for 2026-W11", "csat 60 for 2026-W12"):
        await shelter.alice.types(f"/reading {line}", channel="#shelter")
    await shelter.alice.types("/digest weekly", channel="#shelter")
    await shelter.bob.types("/digest now", channel="#shelter")
    await sent(bot)
    return next(seen for seen in reversed(shelter.bob.sees("#shelter")) if "off track" in seen.text)


async def test_the_owner_is_asked_in_somebodys_name_and_the_answer_comes_below_the_report(
    bot: Bot, shelter: Shelter
) -> None:
    posted = await report(bot, shelter)
    assert posted.text.splitlines()[0] == "1 off track"
    assert "Ask Alice" in posted.buttons

    asked = await shelter.bob.presses("Ask Alice", posted)
    assert "I have asked Alice in your name." in words(asked)
    await sent(bot)
    question = shelter.alice.sees("@bot")[-1]
    assert "Bob asks about Customer satisfaction: what is behind it?" in question.text
    assert "60 %" in question.text

    await shelter.alice.presses("Answer…", question)
    kept = await shelter.alice.submits({"What is behind it?": "two agents off sick"})
    assert "✓ Sent: “two agents off sick”" in words(kept)
    await sent(bot)
    (answer,) = [seen for seen in shelter.bob.sees("#shelter") if seen.thread_ts == posted.ts]
    assert answer.text == ("@Bob asked about Customer satisfaction. Alice: “two agents off sick”")
    (note,) = bot.all(Note)
    assert (note.kind, note.text) == (NoteKind.REMARK, "two agents off sick")


async def test_the_report_says_who_has_asked_and_is_else_as_it_was(bot: Bot, shelter: Shelter) -> None:
    posted = await report(bot, shelter)
    await shelter.bob.presses("Ask Alice", posted)
    again = await shelter.charlie.presses("Ask Alice", posted)
    assert "Bob has asked Alice already." in words(again)
    await sent(bot)
    now = next(seen for seen in shelter.bob.sees("#shelter") if seen.ts == posted.ts)
    assert "Asked by Bob" in now.buttons
    assert "Ask Alice" not in now.buttons
    assert now.text == posted.text
    assert len([seen for seen in shelter.alice.sees("@bot") if "asks about" in seen.text]) == 1


async def test_nobody_asks_themselves(bot: Bot, shelter: Shelter) -> None:
    posted = await report(bot, shelter)
    refused = await shelter.alice.presses("Ask Alice", posted)
    assert "You keep it yourself." in words(refused)
    assert "/outcome note help-1 two of us are ill" in words(refused)
    assert "Ask Alice" in shelter.bob.sees("#shelter")[-1].buttons


@pytest.mark.parametrize("what", ["another's", "none of ours"])
async def test_a_question_is_answered_by_whom_it_is_asked(
    bot: Bot, shelter: Shelter, playground: Playground, what: str
) -> None:
    posted = await report(bot, shelter)
    await shelter.bob.presses("Ask Alice", posted)
    await sent(bot)
    question = shelter.alice.sees("@bot")[-1]
    number = next(block for block in question.raw["blocks"] if block["type"] == "actions")["elements"][0]["value"]
    client, channel = bot.deps.workspaces.client(bot.workspace_id), playground.world.state.find_channel("shelter")
    assert client is not None
    assert channel is not None
    value = number if what == "another's" else "999999"
    button = {"type": "button", "text": {"type": "plain_text", "text": "Forged"}, "action_id": "answer_question"}
    await client.chat_postMessage(
        channel=channel.id, text="?", blocks=[{"type": "actions", "elements": [button | {"value": value}]}]
    )
    answer = await shelter.bob.presses("Forged")
    assert "This question is no longer open" in words(answer)


async def test_a_second_report_on_the_same_day_is_for_whoever_asks(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    posted = await report(bot, shelter)
    again = await shelter.charlie.types("/digest now", channel="#shelter")
    assert again.message.ephemeral
    assert words(again).startswith("This channel has had a report today already, so only you see this one. 1 off track")
    await sent(bot)
    seen_by_all = [seen for seen in shelter.bob.sees("#shelter") if seen.text.startswith("1 off track")]
    assert [seen.ts for seen in seen_by_all] == [posted.ts]

    playground.clock.advance(timedelta(days=1))
    tomorrow = await shelter.charlie.types("/digest now", channel="#shelter")
    assert words(tomorrow) == "The digest is on its way to this channel."


async def test_the_channel_hears_that_its_reports_are_off(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/digest weekly", channel="#shelter")
    await sent(bot)
    assert "switched off" not in "".join(seen.text for seen in shelter.bob.sees("#shelter"))

    for _ in ("off", "off already"):
        await shelter.alice.types("/digest off", channel="#shelter")
        await sent(bot)
    assert [seen.text for seen in shelter.bob.sees("#shelter") if "switched off" in seen.text] == [
        "Alice has switched off my reports in this channel. To have them again: /digest every monday 09:00"
    ]


async def test_nobody_hears_of_reports_that_are_on_again_before_it_is_told(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/digest weekly", channel="#shelter")
    channel = playground.world.state.find_channel("shelter")
    assert channel is not None

    def off_and_on(session: Session) -> None:
        # In one transaction: between two, the bot may have told it.
        found = known(session, team_id=playground.team_id, user_id=shelter.alice.id)
        assert found is not None
        for rhythm in (Rhythm.OFF, Rhythm.WEEKLY):
            rule = DigestRule(rhythm)
            set_digest_rule(session, rule, channel_id=channel.id, by=found.actor, now=bot.deps.clock())

    bot.deps.database.run_here(off_and_on)
    await sent(bot)
    assert "switched off" not in "".join(seen.text for seen in shelter.bob.sees("#shelter"))
    (told,) = [row for row in bot.all(Message) if row.template is Template.DIGEST_OFF]
    assert told.state is MessageState.CANCELLED


async def test_the_next_report_is_quiet_about_what_is_known_and_says_who_wanted_it(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    posted = await report(bot, shelter)
    await shelter.alice.presses("Quiet about one…", posted)
    nobody = await shelter.alice.submits({"Reports say nothing about": "Customer satisfaction", "Until": "2026-03-26"})
    assert nobody.modal is not None
    assert list(nobody.modal.errors.values()) == ["26 March is past. Choose a later day, or today to hear of it again."]
    unexplained = await shelter.alice.submits({"Until": "2026-04-10"})
    assert unexplained.modal is not None
    assert list(unexplained.modal.errors.values()) == ["Say in a few words why: the report says so."]
    done = await shelter.alice.submits({"Why?": "two agents start in April"})
    assert words(done) == "Quiet about one ✓ Reports are quiet about Customer satisfaction until 10 April."

    shown = words(await shelter.bob.types("/digest preview", channel="#shelter"))
    assert "1 off track" not in shown.split(" · ")[0]
    assert "Quiet about Customer satisfaction until 10 April: “two agents start in April” – Alice" in shown
    assert "🔴 Off track: Customers get help the first time" in shown, "the outcome keeps its colour"

    playground.clock.set(FRIDAY + timedelta(days=14))
    assert words(await shelter.bob.types("/digest preview", channel="#shelter")).startswith("1 off track")


async def test_who_changes_their_mind_hears_of_it_again(bot: Bot, shelter: Shelter) -> None:
    posted = await report(bot, shelter)
    for until in ("2026-04-10", "2026-03-27"):
        await shelter.alice.presses("Quiet about one…", posted)
        answer = await shelter.alice.submits(
            {"Reports say nothing about": "Customer satisfaction", "Until": until, "Why?": "agents start in April"}
        )
        await shelter.alice.closes(everything=True)
    assert words(answer) == "Quiet about one ✓ Reports speak of Customer satisfaction again."
    assert words(await shelter.bob.types("/digest preview", channel="#shelter")).startswith("1 off track")


async def test_only_who_may_change_it_has_reports_be_quiet(bot: Bot, shelter: Shelter) -> None:
    posted = await report(bot, shelter)
    await shelter.charlie.presses("Quiet about one…", posted)
    answer = await shelter.charlie.submits(
        {"Reports say nothing about": "Customer satisfaction", "Until": "2026-04-10", "Why?": "it looks bad"}
    )
    assert answer.modal is not None
    (refusal,) = answer.modal.errors.values()
    assert refusal.startswith('You cannot have reports be quiet about "Customer satisfaction".')
    assert bot.all(QuietRecord) == []
