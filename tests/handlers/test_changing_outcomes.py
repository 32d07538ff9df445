"""Changing an outcome: one small form for one thing."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from bot.actions.people import as_actor
from bot.playground import Playground
from bot.playground.state import Channel
from storage import tables
from tests.forms import MORE_OF_OUTCOME
from tests.handlers.conftest import Bot, Shelter, words
from tests.make import make_channel, make_outcome

HELP = "Customers get help the first time"


def definitions(bot: Bot) -> list[tables.OutcomeDefinition]:
    return sorted(bot.all(tables.OutcomeDefinition), key=lambda row: row.id)


async def test_what_there_is_to_change_is_shown_as_it_is(bot: Bot, shelter: Shelter) -> None:
    shown = await shelter.alice.types("/outcome show help-1", channel="#shelter")
    assert "Edit" in shown.buttons

    menu = await shelter.alice.presses("Edit")

    assert words(menu) == (
        f"{HELP} help-1 What do you want to change? • What should change: {HELP} • Why it matters: not said yet "
        f"• Home channel: #shelter • Who answers for it: @Alice • Start and end: open • Part of: nothing"
    )
    assert menu.buttons == (
        "What should change",
        "Why it matters",
        "Home channel",
        "Who answers for it",
        "Start and end",
        "Part of",
    )


async def test_a_statement_in_better_words_keeps_the_old_one(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome edit help-1", channel="#shelter")
    opened = await shelter.alice.presses("What should change")
    assert opened.modal is not None
    assert opened.modal.labels == ["What should change", "From when on?", "Why does it change?"]

    done = await shelter.alice.submits({"statement": "Callers get help at once", "reason": "Shorter"})

    assert f"What should change: Callers get help at once (was {HELP})" in words(done)
    assert [(row.statement, row.reason, row.is_correction) for row in definitions(bot)] == [
        (HELP, "", False),
        ("Callers get help at once", "Shorter", True),
    ]
    found = await shelter.bob.types("/outcome show callers", channel="#shelter")
    assert "Callers get help at once" in found.text


async def test_what_is_typed_behind_its_name_stands_in_the_form(bot: Bot, shelter: Shelter) -> None:
    opened = await shelter.alice.types("/outcome edit help-1 why Waiting costs us members", channel="#shelter")
    assert opened.modal is not None
    done = await shelter.alice.submits()

    assert "Why it matters: Waiting costs us members (was not said yet)" in words(done)
    assert definitions(bot)[-1].why == "Waiting costs us members"


async def test_the_same_again_is_no_change(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome edit help-1 statement", channel="#shelter")
    refused = await shelter.alice.submits({"statement": f"  {HELP} "})

    assert refused.modal is not None
    assert refused.modal.errors == {"What should change": "That is what it says already."}
    assert len(definitions(bot)) == 1


@pytest.mark.parametrize(
    ("what", "values", "error"),
    [
        ("statement", {"statement": " \u200b"}, "Say what should change, and for whom."),
        (
            "dates",
            {"starts_on": "2026-06-01", "ends_on": "2026-05-31"},
            "It has to end after it starts. Choose a later end, or leave it empty.",
        ),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(
    bot: Bot, shelter: Shelter, what: str, values: dict[str, str], error: str
) -> None:
    await shelter.alice.types(f"/outcome edit help-1 {what}", channel="#shelter")
    refused = await shelter.alice.submits(values)

    assert refused.modal is not None
    assert list(refused.modal.errors.values()) == [error]
    assert len(definitions(bot)) == 1


async def test_only_whoever_answers_for_it_and_admins_change_it(bot: Bot, shelter: Shelter) -> None:
    refused = await shelter.bob.types("/outcome edit help-1", channel="#shelter")
    shown = await shelter.bob.types("/outcome show help-1", channel="#shelter")

    assert words(refused).startswith(
        f'You cannot change "{HELP}". Alice (accountable) or a workspace admin can: ask one of them.'
    )
    assert "Edit" not in shown.buttons


async def test_a_form_that_was_open_while_it_was_taken_away_changes_nothing(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome edit help-1 why", channel="#shelter")
    shelter.alice.fills({"why": "Mine"})
    bob = next(row for row in bot.all(tables.Person) if row.user_id == shelter.bob.id)
    values = definitions(bot)[-1].model_dump(exclude={"id", "accountable_id"})
    bot.deps.database.run_here(lambda session: session.add(tables.OutcomeDefinition(**values, accountable_id=bob.id)))
    refused = await shelter.alice.submits()

    assert "You cannot change" in refused.text
    assert [row.why for row in definitions(bot)] == ["", ""]


async def test_somebody_elses_change_of_the_same_thing_is_shown_and_may_be_replaced(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    nora = playground.person("nora", real_name="Nora", admin=True)
    nora.joins("#shelter")
    await shelter.alice.types("/outcome edit help-1 why", channel="#shelter")
    await nora.types("/outcome edit help-1 why Because of the board", channel="#shelter")
    await nora.submits()

    again = await shelter.alice.submits({"why": "Because of the members"})

    assert again.modal is not None
    assert (
        words(again)
        .removeprefix("Change an outcome ")
        .startswith(
            f"{HELP} Nora changed it today at 10:00 to: Because of the board "
            "Yours is below. Save again to put it in its place."
        )
    )
    done = await shelter.alice.submits()
    assert "Why it matters: Because of the members (was Because of the board)" in words(done)
    assert [row.why for row in definitions(bot)] == ["", "Because of the board", "Because of the members"]


async def test_somebody_elses_change_of_another_thing_stays(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    nora = playground.person("nora", real_name="Nora", admin=True)
    nora.joins("#shelter")
    await shelter.alice.types("/outcome edit help-1 why", channel="#shelter")
    await nora.types("/outcome edit help-1 dates", channel="#shelter")
    await nora.submits({"ends_on": "2026-12-31", "holds_from": "today"})
    await shelter.alice.submits({"why": "Because of the members"})

    assert (definitions(bot)[-1].why, definitions(bot)[-1].ends_on) == ("Because of the members", date(2026, 12, 31))


async def test_an_outcome_cannot_become_a_part_of_itself(bot: Bot, shelter: Shelter) -> None:
    for statement, key in (("People stay", "stay"), ("People are glad", "glad")):
        await shelter.alice.types(f"/outcome new {statement}", channel="#shelter")
        await shelter.alice.presses(MORE_OF_OUTCOME)
        await shelter.alice.submits({"key": key})
        await shelter.alice.closes(everything=True)
    await shelter.alice.types("/outcome edit stay part of", channel="#shelter")
    await shelter.alice.submits({"parent": "glad"})
    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/outcome edit glad part of", channel="#shelter")
    refused = await shelter.alice.submits({"parent": "stay"})

    assert refused.modal is not None
    assert refused.modal.errors == {
        "Part of": "That one is part of this one already, so this one cannot be part of it. Choose another one."
    }


@pytest.fixture
async def board(bot: Bot, shelter: Shelter, playground: Playground) -> Channel:
    """A private channel of Alice and Charlie, of which the bot has heard; Bob keeps churn and is not in it."""
    place = playground.channel("board", shelter.alice, shelter.charlie, private=True)
    await shelter.alice.types("/outcome new The board meets", channel="#board")
    await shelter.alice.presses(MORE_OF_OUTCOME)
    await shelter.alice.submits({"key": "board-1"})
    await bot.settled()
    await shelter.alice.closes(everything=True)

    return place


async def test_moving_into_a_private_channel_says_who_will_see_what(
    bot: Bot, shelter: Shelter, board: Channel, playground: Playground
) -> None:
    ownership = next(row for row in bot.all(tables.Ownership) if row.indicator_id == 2)
    bob = next(row for row in bot.all(tables.Person) if row.user_id == shelter.bob.id)
    values = ownership.model_dump(exclude={"id", "owner_id"})
    bot.deps.database.run_here(lambda session: session.add(tables.Ownership(**values, owner_id=bob.id)))
    await shelter.alice.types("/outcome edit help-1 channel", channel="#shelter")

    asked = await shelter.alice.submits({"channel": "#board"})

    assert (
        words(asked)
        .removeprefix("Change an outcome ")
        .startswith(
            f"{HELP} #board is private: only its 2 members will see it. Bob keeps Customer churn and is not in it: "
            "they will not be asked any more. Save again to move it."
        )
    )
    assert len([row for row in definitions(bot) if row.outcome_id == 1]) == 1
    done = await shelter.alice.submits()
    assert "Home channel: #board (was #shelter)" in words(done)
    assert "There is no outcome yet" in (await shelter.bob.types("/outcome show help-1", channel="#shelter")).text


async def test_a_channel_that_gets_an_outcome_gets_a_digest(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    playground.channel("clinic", shelter.alice)
    playground.clock.advance(timedelta(minutes=1))
    await shelter.alice.types("/outcome edit help-1 channel", channel="#shelter")
    asked = await shelter.alice.submits({"channel": "#clinic"})
    assert "Slack has not told yet who is in it" in asked.text
    await shelter.alice.submits()
    await bot.settled()

    clinic = next(row for row in bot.all(tables.Channel) if row.name == "clinic")
    assert not clinic.is_private
    assert [row.channel_id for row in bot.all(tables.DigestSubscription)].count(clinic.id) == 1


@pytest.mark.parametrize("forged", ["", "1", "1 1", "1 1 secret", "0 1 why", "1 1 why C1 more", "1 999 why", "9 1 why"])
async def test_a_form_that_is_none_of_ours_changes_nothing(
    bot: Bot, shelter: Shelter, playground: Playground, forged: str
) -> None:
    await shelter.alice.types("/outcome edit help-1 why", channel="#shelter")
    view = playground.world.screens.top(shelter.alice.user)
    assert view is not None
    view.content["private_metadata"] = forged

    refused = await shelter.alice.submits({"why": "Because"})

    assert "Changed" not in refused.text
    assert [row.why for row in definitions(bot)] == [""]


async def test_what_it_is_part_of_is_searched_for_where_a_menu_does_not_hold_all(bot: Bot, shelter: Shelter) -> None:
    def many(session: Session) -> None:
        workspace = session.exec(select(tables.Workspace)).one()
        people = {row.user_id: as_actor(row, workspace) for row in session.exec(select(tables.Person))}
        alice, charlie = people[shelter.alice.id], people[shelter.charlie.id]
        place = session.exec(select(tables.Channel)).one().channel_id
        for number in range(120):
            make_outcome(session, alice, f"Street {number} is clean", channel_id=place, key=f"street-{number}")
        make_channel(session, workspace, "C9", private_to=[charlie])
        make_outcome(session, charlie, "Nobody hears of this street", channel_id="C9")

    bot.deps.database.run_here(many)
    await shelter.alice.types("/outcome edit help-1 part of", channel="#shelter")
    assert len(await shelter.alice.searches("Part of")) == 100
    assert await shelter.alice.searches("Part of", "hears of this") == ()
    assert (await shelter.alice.searches("Part of", "street 117"))[0] == "Street 117 is clean"
    done = await shelter.alice.submits({"parent": "Street 117 is clean"})
    assert "Part of: Street 117 is clean (was nothing)" in words(done)
    await shelter.alice.closes(everything=True)

    opened = await shelter.alice.types("/outcome edit help-1 part of", channel="#shelter")
    assert opened.modal is not None
    assert opened.modal.field("Part of").value["value"] == "street-117"

    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/outcome new Children walk to school", channel="#shelter")
    await shelter.alice.presses(MORE_OF_OUTCOME)
    assert (await shelter.alice.searches("Part of", "street-90"))[0] == "Street 90 is clean"
