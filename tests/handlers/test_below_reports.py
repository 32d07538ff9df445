"""What stands in the thread of a channel's report: every outcome with all of its numbers."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from bot.actions.people import known
from bot.delivery import rounds
from bot.delivery.outages import Beats
from bot.delivery.settings import DeliverySettings
from bot.domain.messages import MessageState, Template
from bot.playground.playground import Playground
from bot.playground.seen import Seen
from storage.tables import Indicator, Message, Outcome, QuietRecord
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_reports import sent
from tests.make import FRIDAY, PERCENT, make_indicator, make_outcome


async def report_on(bot: Bot, shelter: Shelter, *keys: str) -> Seen:
    """A report of csat, newly off track, churn, and these of an outcome of their own. Its thread is still to come."""

    def arrange(session: Session) -> None:
        alice = known(session, team_id=bot.playground.team_id, user_id=shelter.alice.id)
        assert alice is not None
        channel = bot.playground.world.state.find_channel("shelter")
        assert channel is not None
        outcome = make_outcome(session, alice.actor, "Houses are <safe> & warm", channel_id=channel.id, key="safe")
        for key in keys:
            make_indicator(session, alice.actor, outcome, f"Rooms *{key}*", key=key, measure=PERCENT)

    bot.deps.database.run_here(arrange)
    given = [f"{key} 7{number} for 2026-W12" for number, key in enumerate(keys)]
    for line in ("csat 61 for 2026-W11", "csat 60 for 2026-W12", *given):
        await shelter.alice.types(f"/reading {line}", channel="#shelter")
    await shelter.alice.types("/digest weekly", channel="#shelter")
    await shelter.bob.types("/digest now", channel="#shelter")
    await rounds.everything(bot.deps, DeliverySettings(), Beats())
    label = f"All {len(keys) + 2} numbers"

    def posted() -> Seen | None:
        return next((seen for seen in shelter.bob.sees("#shelter") if label in seen.buttons), None)

    seen = await bot.playground.wait_for(posted)  # the bot itself may be sending it
    assert seen is not None
    return seen


def below(shelter: Shelter, posted: Seen) -> list[Seen]:
    return [seen for seen in shelter.bob.sees("#shelter") if seen.thread_ts == posted.ts and seen.ts != posted.ts]


async def test_every_outcome_stands_below_with_its_numbers(bot: Bot, shelter: Shelter) -> None:
    posted = await report_on(bot, shelter, "north", "south")
    assert below(shelter, posted) == []
    await sent(bot)

    help_first, safe = below(shelter, posted)
    assert [block["type"] for block in help_first.raw["blocks"]] == ["section", "table", "data_visualization"]
    assert help_first.raw["text"].splitlines()[:3] == [
        "🔴 *Customers get help the first time* · Off track",
        "🔴 Customer satisfaction · Now: 60 % · Planned by now: 74 · Target: 85 · off track",
        "⚪ Customer churn · without a reading",
    ]
    table = safe.raw["blocks"][1]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["Number", "Now", "Planned by now", "Target", "How it stands"],
        ["⚪ Rooms *north*", "70 %", "–", "–", "without a target"],
        ["⚪ Rooms *south*", "71 %", "–", "–", "without a target"],
    ]
    assert safe.raw["text"].splitlines()[0] == "⚪ *Houses are &lt;safe&gt; &amp; warm* · No target"

    assert "Rooms ∗north∗" in words(await shelter.bob.presses("Details", safe))


async def test_what_a_chart_there_cannot_mark_comes_as_a_picture_to_whoever_asks(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome note help-1 Answer the phone at seven")
    await shelter.alice.presses("It was a decision")
    posted = await report_on(bot, shelter, "north", "south")
    await sent(bot)
    help_first, safe = below(shelter, posted)
    assert (help_first.buttons, safe.buttons) == (("Details", "Full chart of Customer satisfaction"), ("Details",))

    said = words(await shelter.bob.presses("Full chart of Customer satisfaction", help_first))
    await bot.deps.background.finish(within=60)
    assert said == "The chart of Customer satisfaction comes as a message from me in a moment."
    assert [file["name"] for file in shelter.bob.sees("@bot")[-1].raw["files"]] == ["csat.png"]
    assert len(below(shelter, posted)) == 2


async def test_what_digests_are_quiet_about_is_not_told_below_one_either(bot: Bot, shelter: Shelter) -> None:
    def hush(session: Session) -> None:
        south = session.exec(select(Indicator).where(Indicator.key == "south")).one()
        own: dict[str, Any] = {"workspace_id": south.workspace_id, "made_by_id": south.created_by_id, "made_at": FRIDAY}
        session.add(QuietRecord(indicator_id=south.id, until_on=date(2026, 5, 1), reason="rebuilt", **own))

    posted = await report_on(bot, shelter, "north", "south")
    bot.deps.database.run_here(hush)
    await sent(bot)
    _, safe = below(shelter, posted)
    assert ("Rooms *north*" in safe.text, "south" in safe.text) == (True, False)


async def test_few_numbers_have_no_thread(bot: Bot, shelter: Shelter) -> None:
    posted = await report_on(bot, shelter, "north")
    await sent(bot)
    assert below(shelter, posted) == []


async def test_what_is_closed_meanwhile_is_left_out(bot: Bot, shelter: Shelter) -> None:
    def close(session: Session) -> None:
        for outcome in session.exec(select(Outcome).where(Outcome.key == "safe")):
            outcome.closed_at = FRIDAY
            session.add(outcome)

    posted = await report_on(bot, shelter, "north", "south")
    bot.deps.database.run_here(close)
    await sent(bot)
    (only,) = below(shelter, posted)
    assert "Customers get help" in only.text
    (left_out,) = [row for row in bot.all(Message) if row.state is MessageState.CANCELLED]
    assert left_out.template is Template.OUTCOME_BELOW


async def test_a_reply_that_slack_refuses_troubles_nobody(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    posted = await report_on(bot, shelter, "north", "south")
    channel = playground.world.state.find_channel("shelter")
    assert channel is not None
    channel.is_archived = True  # unheard
    await sent(bot)
    assert below(shelter, posted) == []
    assert not [row for row in bot.all(Message) if row.template is Template.UNDELIVERABLE]
