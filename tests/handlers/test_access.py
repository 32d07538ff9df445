"""Who may do what: strangers, deactivated people, people who are not in the channel, people who do not own."""

import pytest

from bot.playground import Playground
from storage import tables
from storage.group_commit import Busy
from tests.forms import MORE_OF_INDICATOR, MORE_OF_OUTCOME
from tests.handlers.conftest import Bot, Shelter, words

STRANGER = (
    "Outcome Bot works for the people of the workspace that installed it, and you are in another one. "
    "Ask somebody in that workspace to do this for you."
)


async def test_a_command_from_a_workspace_without_the_bot_is_answered_in_a_sentence(
    bot: Bot, playground: Playground
) -> None:
    elsewhere = playground.add_workspace("Elsewhere")
    dora = playground.person("dora", workspace=elsewhere)

    answer = await dora.types("/outcome list")

    assert words(answer).startswith(
        "Outcome Bot is not installed in this workspace. Ask a workspace admin to install it."
    )


async def test_a_person_of_another_workspace_may_not_press_buttons(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    elsewhere = playground.add_workspace("Elsewhere", installed=False)
    dora = playground.person("dora", workspace=elsewhere)
    shared = playground.channel("shared", shelter.alice, dora, shared=True)
    client = bot.deps.workspaces.client(bot.workspace_id)
    assert client is not None
    button = {"type": "button", "text": {"type": "plain_text", "text": "Check in"}, "action_id": "check_in"}
    await client.chat_postMessage(
        channel=shared.id, text="Due", blocks=[{"type": "actions", "elements": [button | {"value": "x"}]}]
    )

    answer = await dora.presses("Check in")

    assert words(answer) == STRANGER
    assert dora.modal is None


@pytest.mark.parametrize(
    ("chosen", "owner_error", "accountable_error"),
    [
        (
            "dora",
            "This person is of another workspace, and the bot cannot ask them. Choose somebody of this one.",
            "This person is of another workspace, and the bot cannot ask them. Choose somebody of this one.",
        ),
        (
            "bob",
            "This person's account is deactivated. Choose another owner.",
            "This person's account is deactivated. Choose somebody else.",
        ),
        (
            "the bot",
            "This is an app, and the bot asks people only. Choose a person.",
            "This is an app, and the bot asks people only. Choose a person.",
        ),
    ],
)
async def test_only_somebody_who_can_be_asked_is_made_responsible(
    bot: Bot, shelter: Shelter, playground: Playground, chosen: str, owner_error: str, accountable_error: str
) -> None:
    dora = playground.person("dora", workspace=playground.add_workspace("Elsewhere", installed=False))
    playground.channel("shared", shelter.alice, dora, shared=True)
    playground.deactivate(shelter.bob)
    await playground.wait_for(lambda: any(each.kind == "events_api" and each.ok for each in playground.deliveries))
    user_id = {"dora": dora.id, "bob": shelter.bob.id, "the bot": playground.bot_user_id}[chosen]
    before = bot.counts()

    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    owned = await shelter.alice.submits(
        {"name": "Mood", "kind": "number", "direction": "increase", "every": "week", "owner": user_id}
    )
    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#shelter")
    answered_for = await shelter.alice.submits({"accountable": user_id})

    assert owned.modal is not None
    assert answered_for.modal is not None
    assert owned.modal.errors == {"Whom do I ask?": owner_error}
    assert answered_for.modal.errors == {"Who answers for it?": accountable_error}
    assert bot.counts() == before


async def test_a_deactivated_person_changes_nothing(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    playground.deactivate(shelter.bob)
    await playground.wait_for(lambda: any(each.kind == "events_api" and each.ok for each in playground.deliveries))
    before = bot.counts()

    answer = await shelter.bob.types("/reading csat 84", channel="#shelter")

    assert words(answer).startswith("Your Slack account is deactivated, so nothing was changed.")
    assert bot.counts() == before


async def test_outcomes_of_a_private_channel_are_seen_by_its_members_only(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    playground.channel("board", shelter.alice, private=True)
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#board")
    await shelter.alice.submits({})
    await shelter.alice.closes(everything=True)
    await bot.settled()

    listed = await shelter.alice.types("/outcome list", channel="#shelter")
    hidden = await shelter.bob.types("/outcome list", channel="#shelter")
    shown = await shelter.bob.types("/outcome show hungry", channel="#shelter")

    assert "Nobody goes hungry" in words(listed)
    assert "Nobody goes hungry" not in words(hidden)
    assert words(shown) == 'No outcome here is called "hungry". /outcome list shows what there is.'


async def test_whoever_joins_and_leaves_a_private_channel_sees_its_outcomes_meanwhile(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    playground.channel("board", shelter.alice, private=True)
    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#board")
    await shelter.alice.submits({})
    await shelter.alice.closes(everything=True)
    await bot.settled()

    def events() -> int:
        return sum(1 for each in playground.deliveries if each.kind == "events_api" and each.ok)

    shelter.bob.joins("#board")
    await playground.wait_for(lambda: events() >= 1)
    while_in = await shelter.bob.types("/outcome list", channel="#shelter")
    shelter.bob.leaves("#board")
    await playground.wait_for(lambda: events() >= 2)
    afterwards = await shelter.bob.types("/outcome list", channel="#shelter")

    assert "Nobody goes hungry" in words(while_in)
    assert "Nobody goes hungry" not in words(afterwards)


async def test_only_those_responsible_change_a_target(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.charlie.types("/target set csat 90 by 30 june because I say so", channel="#shelter")

    assert words(answer) == (
        'You cannot change the target of "Customer satisfaction". '
        "Alice (owner) or a workspace admin can: ask one of them. "
        "You typed: /target set csat 90 by 30 june because I say so"
    )
    assert bot.counts()["target"] == 1


async def test_numbers_are_read_by_the_locale_of_somebody_never_met(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    dieter = playground.person("dieter", zone="Europe/Berlin", locale="de-DE")
    playground.world.state.find_channel("shelter").members.add(dieter.id)  # type: ignore[union-attr]  # it is there

    await dieter.types("/reading csat 84,5", channel="#shelter")

    reading = bot.all(tables.Reading)[0]
    assert str(reading.amount) == "84.5"


async def test_a_move_to_another_zone_moves_the_due_days_along(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    def due_hours() -> set[str]:
        return {f"{row.next_due_at:%d %H:%M}" for row in bot.all(tables.Indicator)}

    assert due_hours() == {"29 23:00"}

    shelter.alice.moves_to("Asia/Kolkata")
    await playground.wait_for(lambda: any(each.kind == "events_api" and each.ok for each in playground.deliveries))

    assert due_hours() == {"29 18:30"}


async def test_a_busy_database_leaves_the_form_as_it_was_filled_in(
    bot: Bot, shelter: Shelter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object, **__: object) -> None:
        raise Busy

    await shelter.alice.types("/outcome new Nobody goes hungry", channel="#shelter")
    await shelter.alice.presses(MORE_OF_OUTCOME)
    with monkeypatch.context() as patched:
        patched.setattr(type(bot.deps.database), "submit", busy)
        refused = await shelter.alice.submits({"why": "Hunger"})
    assert "Not saved: the database did not answer in time. Close this and press Save again." in words(refused)
    await shelter.alice.closes()

    again = await shelter.alice.submits()

    assert "Saved: Nobody goes hungry" in words(again)


async def test_what_nobody_expected_is_answered_with_a_reference_that_is_in_the_log(
    bot: Bot, shelter: Shelter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(type(bot.deps.database), "submit", broken)

    answer = await shelter.alice.types("/reading csat 84", channel="#shelter")

    assert "Something went wrong on our side." in words(answer)
    assert words(answer).endswith("You typed: /reading csat 84")
    reference = words(answer).removesuffix("You typed: /reading csat 84").split()[-1]
    assert f"reference {reference}" in caplog.text
