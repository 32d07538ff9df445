"""Shortcuts: a message logged as a decision or as evidence, and the check-in from the menu."""

from datetime import date
from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltRequest
from sqlmodel import Session, select

from bot.actions.people import known
from bot.playground import Playground
from bot.playground.seen import Seen
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_forms import fall_due
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome

DECISION, EVIDENCE = "Log as a decision", "Log as evidence"
ABOUT = "Which outcome or indicator is it about?"
PRIVATE = "This conversation is private. What you write here is seen by everybody who sees the outcome."


@pytest.fixture
async def message(shelter: Shelter) -> Seen:
    """What Bob wrote in #shelter."""
    await shelter.bob.says("We open on Saturdays, @alice agrees <3", channel="#shelter")
    return shelter.alice.sees("#shelter")[-1]


async def test_a_message_becomes_a_decision_with_the_link_to_it(bot: Bot, shelter: Shelter, message: Seen) -> None:
    opened = await shelter.charlie.uses(DECISION, message)
    assert opened.modal is not None
    assert opened.modal.title == DECISION
    assert opened.modal.labels == [ABOUT, "What was decided?", "Look again on"]
    assert "Written by @Bob" in opened.modal.text
    assert opened.modal.field("note").value == "We open on Saturdays, @Alice agrees <3"
    assert PRIVATE not in opened.modal.text

    saved = await shelter.charlie.submits()

    assert words(saved) == (
        "Logged ✓ Logged as a decision for Customers get help the first time: “We open on Saturdays, @Alice agrees <3” "
        "It is in the next digest of #shelter."
    )
    (kept,) = bot.all(tables.Note)
    link = f"https://playground.slack.com/archives/{message.message.channel.id}/p{message.ts.replace('.', '')}"
    assert (kept.kind, kept.link, kept.indicator_id) == ("decision", link, None)
    digest = await shelter.alice.types("/digest preview", channel="#shelter")
    assert "decided “We open on Saturdays, @Alice agrees <3” (Charlie, 27 March) conversation" in words(digest)
    assert digest.message is not None
    assert f"<{link}|conversation>" in str(digest.message.raw["blocks"])


async def test_a_message_becomes_evidence_for_an_indicator(bot: Bot, shelter: Shelter, message: Seen) -> None:
    await shelter.bob.uses(EVIDENCE, message)
    assert await shelter.bob.searches(ABOUT, "satisf") == ("Customer satisfaction",)

    saved = await shelter.bob.submits({ABOUT: "Customer satisfaction", "note": "Saturdays help"})

    assert "✓ Logged as evidence for Customer satisfaction: “Saturdays help”" in words(saved)
    (kept,) = bot.all(tables.Note)
    assert (kept.kind, kept.outcome_id, kept.indicator_id) == ("evidence", 1, 1)
    shown = await shelter.alice.types("/indicator show csat", channel="#shelter")
    assert "Evidence: 27 March “Saturdays help” (Bob)" in words(shown)
    of_outcome = await shelter.alice.types("/outcome show help-1", channel="#shelter")
    assert "Evidence: 27 March “Saturdays help” (Bob) · Customer satisfaction" in words(of_outcome)
    digest = await shelter.alice.types("/digest preview", channel="#shelter")
    assert "• Customers get help the first time, Customer satisfaction: evidence “Saturdays help” (Bob" in words(digest)


async def test_a_reply_in_a_thread_is_linked_with_its_thread(bot: Bot, shelter: Shelter, message: Seen) -> None:
    await shelter.bob.says("Agreed", channel="#shelter", thread=message)
    reply = shelter.alice.sees("#shelter")[-1]
    await shelter.alice.uses(DECISION, reply)

    await shelter.alice.submits()

    (kept,) = bot.all(tables.Note)
    assert kept.link is not None
    assert kept.link.endswith(f"/p{reply.ts.replace('.', '')}?thread_ts={message.ts}&cid={message.message.channel.id}")


async def test_the_menu_offers_what_is_near_first_and_then_what_fits(bot: Bot, shelter: Shelter, message: Seen) -> None:
    bot.deps.database.run_here(elsewhere)
    await shelter.bob.uses(DECISION, message)

    assert await shelter.bob.searches(ABOUT) == (
        "Customers get help the first time",
        "Nobody goes hungry",
        "Customer churn",
        "Customer satisfaction",
        "Meals",
    )
    assert await shelter.bob.searches(ABOUT, "hungr") == ("Nobody goes hungry",)
    assert await shelter.bob.searches(ABOUT, "meels") == ("Meals",)
    assert await shelter.bob.searches(ABOUT, "csat") == ("Customer satisfaction",)
    assert await shelter.bob.searches(ABOUT, "nothing like it at all") == ()


async def test_the_menu_offers_nothing_out_of_sight_and_takes_none_of_it(
    bot: Bot, shelter: Shelter, message: Seen
) -> None:
    bot.deps.database.run_here(lambda session: elsewhere(session, private=True))
    await shelter.bob.uses(DECISION, message)
    assert await shelter.bob.searches(ABOUT, "hungry") == ()
    assert await shelter.bob.searches(ABOUT, "meals") == ()

    for forged, sentence in (
        ("outcome:2", "This outcome is no longer there, or you no longer see it. /outcome list shows what there is."),
        (
            "indicator:3",
            "This indicator is no longer there, or you no longer see it. /indicator list shows what there is.",
        ),
        ("indicator:x", "Choose an outcome or an indicator."),
        ("csat", "Choose an outcome or an indicator."),
    ):
        forge(shelter, forged)
        refused = await shelter.bob.submits()
        assert refused.modal is not None
        assert refused.modal.errors == {ABOUT: sentence}
        assert refused.modal.field("note").value == "We open on Saturdays, @Alice agrees <3"
    assert bot.all(tables.Note) == []


async def test_what_changes_meanwhile_is_said_and_the_text_kept(bot: Bot, shelter: Shelter, message: Seen) -> None:
    await shelter.bob.uses(EVIDENCE, message)
    await shelter.bob.searches(ABOUT, "churn")

    def retire(session: Session) -> None:
        for indicator in session.exec(select(tables.Indicator)):
            indicator.retired_at = FRIDAY
        session.exec(select(tables.Outcome)).one().closed_at = FRIDAY

    bot.deps.database.run_here(retire)
    refused = await shelter.bob.submits({ABOUT: "Customer churn", "note": "Fewer leave"})
    assert refused.modal is not None
    assert list(refused.modal.errors) == [ABOUT]
    assert refused.modal.field("note").value == "Fewer leave"
    forge(shelter, "outcome:1")
    saved = await shelter.bob.submits()

    assert words(saved).endswith("“Fewer leave” It is kept: /outcome show help-1 has it.")


async def test_whoever_has_left_the_channel_meanwhile_logs_nothing_there(
    bot: Bot, shelter: Shelter, message: Seen
) -> None:
    await shelter.bob.uses(DECISION, message)

    def make_private(session: Session) -> None:
        session.exec(select(tables.Channel)).one().is_private = True

    bot.deps.database.run_here(make_private)
    assert await shelter.bob.searches(ABOUT, "customers") == ()
    refused = await shelter.bob.submits({"note": "Saturdays"})

    assert refused.modal is not None
    assert refused.modal.errors == {
        ABOUT: "This outcome is no longer there, or you no longer see it. /outcome list shows what there is."
    }
    assert refused.modal.field("note").value == "Saturdays"


async def test_what_was_said_in_private_is_not_filled_in(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    playground.channel("board", shelter.alice, shelter.bob, private=True)
    await shelter.bob.says("Between us: we close on Mondays", channel="#board")
    opened = await shelter.alice.uses(DECISION, shelter.alice.sees("#board")[-1])

    assert opened.modal is not None
    assert PRIVATE in opened.modal.text
    assert opened.modal.field("note").value is None
    await shelter.alice.searches(ABOUT)
    saved = await shelter.alice.submits({ABOUT: "Customers get help the first time", "note": "We close on Mondays"})
    assert "“We close on Mondays”" in words(saved)


async def test_what_was_said_to_the_bot_is_private_too(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.says("due")

    opened = await shelter.alice.uses(DECISION, shelter.alice.sees("@bot")[-1])

    assert opened.modal is not None
    assert PRIVATE in opened.modal.text
    assert "Written by @Outcome Bot" in opened.modal.text
    assert opened.modal.field("note").value is None


async def test_in_a_private_home_the_text_is_there_and_stays_there_unless_agreed(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    home = playground.channel("inner", shelter.alice, shelter.bob, private=True)
    bot.deps.database.run_here(lambda session: elsewhere(session, private=True, channel_id=home.id))
    await shelter.alice.says("Meals are cold", channel="#inner")
    opened = await shelter.alice.uses(EVIDENCE, shelter.alice.sees("#inner")[-1])
    assert opened.modal is not None
    assert PRIVATE in opened.modal.text
    assert opened.modal.field("note").value == "Meals are cold"
    assert opened.modal.field(ABOUT).value["text"]["text"] == "Nobody goes hungry"

    await shelter.alice.searches(ABOUT, "churn")
    refused = await shelter.alice.submits({ABOUT: "Customer churn"})
    assert refused.modal is not None
    (sentence,) = refused.modal.errors.values()
    assert sentence.startswith(
        "People who are not in this conversation see this outcome. Tick this if they may read it"
    )
    assert bot.all(tables.Note) == []
    await shelter.alice.submits({"keep": "yes"})

    assert [(row.indicator_id, row.text) for row in bot.all(tables.Note)] == [(2, "Meals are cold")]


async def test_a_long_message_is_cut_and_the_form_says_so(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.says("a" * 3_500, channel="#shelter")

    opened = await shelter.alice.uses(DECISION, shelter.alice.sees("#shelter")[-1])

    assert opened.modal is not None
    text = opened.modal.field("note").value
    assert (len(text), text[-2:]) == (2_999, "a…")
    assert "The message is longer: this is its beginning." in str(opened.modal.raw)
    saved = await shelter.alice.submits()
    assert "✓ Logged as a decision" in words(saved)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"bot_id": "B1", "username": "Deploys *now*", "text": "Done"}, "Written by Deploys ∗now∗"),
        ({"subtype": "bot_message", "bot_profile": {"name": "CI"}, "text": "Done"}, "Written by CI"),
        ({"bot_id": "B1"}, "Written by an app"),
        ({"user": "U404", "text": "Done"}, "Written by <@U404>"),
    ],
)
async def test_whoever_wrote_it_is_named(bot: Bot, shelter: Shelter, said: dict[str, Any], named: str) -> None:
    await chosen_for(bot, shelter, {"ts": "1774602000.000100", **said})

    assert shelter.alice.modal is not None
    assert named in str(shelter.alice.modal.raw)


@pytest.mark.parametrize(
    "message",
    [{"ts": "1", "text": "x"}, {"ts": "<1.2>|", "text": "x"}, {"text": "x"}, {}, {"ts": "1.2", "thread_ts": "<a|b>"}],
)
async def test_what_cannot_be_linked_to_is_logged_without_a_link(
    bot: Bot, shelter: Shelter, message: dict[str, Any]
) -> None:
    await chosen_for(bot, shelter, message)

    saved = await shelter.alice.submits({"note": "Seen"})

    assert "✓ Logged as a decision" in words(saved)
    (kept,) = bot.all(tables.Note)
    assert kept.link is None or "|" not in kept.link


async def test_a_form_that_is_submitted_twice_is_logged_once(
    bot: Bot, shelter: Shelter, message: Seen, playground: Playground
) -> None:
    await shelter.alice.uses(DECISION, message)
    saved = await shelter.alice.submits()
    assert saved.delivery is not None

    repeated = await playground.redeliver(saved.delivery)

    assert repeated.body == saved.delivery.body
    assert len(bot.all(tables.Note)) == 1


async def test_the_shortcut_of_the_menu_opens_the_check_in(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)

    opened = await shelter.alice.uses("Check in")
    assert opened.modal is not None
    assert opened.modal.labels[0] == "Customer churn, last week (16–22 March)"
    saved = await shelter.alice.submits({"1": "11"})

    assert "✓ 11 % for Customer churn" in words(saved)


async def test_with_nothing_due_the_shortcut_says_what_is_next(bot: Bot, shelter: Shelter) -> None:
    opened = await shelter.alice.uses("Check in")

    assert opened.modal is not None
    assert "Nothing is due from you now." in opened.modal.text
    assert "Next: Customer satisfaction csat, this week (23–29 March), due Mon 30 March." in opened.modal.text


async def test_what_somebody_wrote_who_has_left_is_logged_all_the_same(
    bot: Bot, shelter: Shelter, message: Seen
) -> None:
    shelter.bob.user.deleted = True

    opened = await shelter.alice.uses(DECISION, message)

    assert opened.modal is not None
    assert "Written by @Bob" in opened.modal.text
    assert opened.modal.field("note").value == "We open on Saturdays, @Alice agrees <3"


async def test_a_form_that_is_not_ours_is_offered_nothing_and_given_back(
    bot: Bot, shelter: Shelter, message: Seen
) -> None:
    await shelter.alice.uses(DECISION, message)
    for carried in ("", "[]", "{", '["override", "", "", ""]', '["decision", 1, "", ""]'):
        shelter.alice.client.open_form().content["private_metadata"] = carried

        assert await shelter.alice.searches(ABOUT) == ()

    refused = await shelter.alice.submits()
    assert "This form is from an older version of the bot" in words(refused)
    assert bot.all(tables.Note) == []


async def test_another_menu_is_offered_nothing(bot: Bot, shelter: Shelter, message: Seen) -> None:
    await shelter.alice.uses(DECISION, message)
    for block in shelter.alice.client.open_form().blocks:
        if block.get("block_id") == "about":
            block["block_id"] = "level"

    assert await shelter.alice.searches(ABOUT) == ()


async def chosen_for(bot: Bot, shelter: Shelter, message: dict[str, Any]) -> None:
    """Alice chooses the shortcut for a message as Slack would send it."""
    channel = bot.all(tables.Channel)[0].channel_id
    trigger = bot.playground.world.triggers.new(shelter.alice.user, bot.playground.primary).id
    payload = {
        "type": "message_action",
        "callback_id": "log_decision",
        "team": {"id": bot.playground.team_id, "domain": "playground"},
        "user": {"id": shelter.alice.id, "team_id": bot.playground.team_id},
        "channel": {"id": channel, "name": "shelter"},
        "trigger_id": trigger,
        "message": message,
    }
    response = await bot.app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
    assert response.status == 200
    await bot.settled()


def forge(shelter: Shelter, value: str) -> None:
    """Put an option into Bob's form that nobody offered."""
    view = shelter.bob.client.open_form()
    option = {"text": {"type": "plain_text", "text": "x"}, "value": value}
    view.values[("about", "typed")] = option


def elsewhere(session: Session, *, private: bool = False, channel_id: str = "C0ELSEWHERE") -> None:
    """An outcome of Alice's in another channel, with an indicator; a private one is hers alone."""
    alice = session.exec(select(tables.Person).join(tables.Outcome)).first()
    assert alice is not None
    workspace = session.get_one(tables.Workspace, alice.workspace_id)
    found = known(session, team_id=workspace.team_id, user_id=alice.user_id)
    assert found is not None
    make_channel(session, workspace, channel_id, private_to=[found.actor] if private else None)
    hunger = make_outcome(session, found.actor, "Nobody goes hungry", channel_id=channel_id, key="hunger")
    make_indicator(session, found.actor, hunger, "Meals", key="meals", baseline=("12", date(2026, 3, 2)))
