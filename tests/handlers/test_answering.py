"""Forms open and answers arrive on the surface from which somebody asked."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import yaml

from bot.errors import Ambiguous
from bot.playground import Answer, Fault, Person, Playground
from bot.views.blocks import Block, actions, button, modal, section
from bot.views.errors import problem
from bot.views.ids import Action, Form
from bot.views.questions import question
from bot.words import Words
from handlers.answering import Responder
from handlers.surfaces import Origin, Surface
from storage import tables
from tests.databases import PATIENCE
from tests.forms import MORE_OF_INDICATOR
from tests.handlers.conftest import MANIFEST, Bot, Shelter, words
from tests.handlers.test_forms import fall_due
from tests.make import FRIDAY
from tests.saying import viewer

GONE = "This indicator is no longer there, or you no longer see it. /indicator list shows what there is."
NOT_OPENED = "Slack did not open the form in time. Nothing was changed: try again."


def _button(label: str, action: Action, value: str = "") -> Block:
    return actions(button(label, action, value, acts_on=label))


BUTTONS = (
    _button("Check in here", Action.CHECK_IN),
    _button("Set its target", Action.SET_TARGET, "churn"),
    _button("Set the target of nothing", Action.SET_TARGET, "gone"),
    _button("Add one", Action.ADD_INDICATOR, "help-1"),
    _button("Take back nothing", Action.UNDO_READING, "7"),
)


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A Slack in which the app has a Home tab."""
    manifest = yaml.safe_load(MANIFEST.read_text())
    manifest["features"]["app_home"]["home_tab_enabled"] = True
    async with Playground(
        manifest, start_at=FRIDAY, retry_delays=(0.0, 0.0, 0.0), ack_deadline=PATIENCE, patience=PATIENCE
    ) as running:
        yield running


async def publish_home(bot: Bot, person: Person, *more: Block) -> None:
    """Let the person's Home tab hold every button that there is."""
    view = {"type": "home", "blocks": [*BUTTONS, *more]}
    await _client(bot).views_publish(user_id=person.id, view=view)


async def hold_buttons(bot: Bot, person: Person, *more: Block, callback: str = Form.NOTICE) -> None:
    """Let the form on top hold every button that there is."""
    assert person.modal is not None
    view = modal("Buttons", [*BUTTONS, *more], callback=callback, close="Close")
    await _client(bot).views_update(view_id=person.modal.raw["id"], view=view)


async def three_forms(bot: Bot, person: Person) -> None:
    """Let the person have three forms on top of each other, each with every button."""
    await person.types("/indicator new help-1", channel="#shelter")
    for _ in range(2):
        await hold_buttons(bot, person)
        await person.presses("Add one")
    await hold_buttons(bot, person)
    assert person.modal is not None
    assert person.modal.depth == 3


def _client(bot: Bot) -> Any:
    client = bot.deps.workspaces.client(bot.workspace_id)
    assert client is not None
    return client


def _which(rest: str) -> Block:
    """The block with the buttons that ask which of two was meant."""
    candidates = [("csat", "Customer satisfaction"), ("churn", "Customer churn")]
    asked = Ambiguous("Which one?", candidates=candidates, rest=rest)
    block: Block = question(asked, "/reading", viewer())["blocks"][1]
    return block


def _undo(bot: Bot) -> Block:
    return _button("Take it back", Action.UNDO_READING, str(bot.all(tables.Reading)[-1].id))


def _shown(answer: Answer) -> tuple[str, int]:
    """The view that came: its title and how many there are."""
    assert answer.messages == ()
    assert answer.modal is not None
    return answer.modal.title, answer.modal.depth


# Home ---------------------------------------------------------------------------------------------------------------


async def test_check_in_opens_from_home_as_the_only_form(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    await publish_home(bot, shelter.alice)

    opened = await shelter.alice.presses("Check in here")

    assert _shown(opened) == ("Check in", 1)
    assert (bot.playground.calls["views.open"], bot.playground.calls["views.push"]) == (1, 0)
    saved = await shelter.alice.submits({"1": "11", "2": "81"})
    assert "2 readings saved" in words(saved)


async def test_a_target_is_set_from_home(bot: Bot, shelter: Shelter) -> None:
    await publish_home(bot, shelter.alice)

    opened = await shelter.alice.presses("Set its target")
    saved = await shelter.alice.submits({"value": "5", "due_on": "2026-06-30"})

    assert opened.modal is not None
    assert opened.modal.depth == 1
    assert "✓ Target set for Customer churn From 12 % on 2 March to 5 % by 30 June." in words(saved)


async def test_an_answer_to_a_press_in_home_is_shown_in_a_view(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 84", channel="#shelter")
    await publish_home(bot, shelter.alice, _undo(bot))

    answer = await shelter.alice.presses("Take it back")

    assert _shown(answer) == ("Outcome Bot", 1)
    assert "Taken back: 84 % for Customer satisfaction, this week (23–29 March)." in words(answer)
    assert bot.counts()["retraction"] == 1


async def test_a_choice_made_in_home_is_answered_and_can_be_undone_there(bot: Bot, shelter: Shelter) -> None:
    await publish_home(bot, shelter.alice, _which("84"))

    chosen = await shelter.alice.presses("Customer satisfaction")
    assert _shown(chosen) == ("Outcome Bot", 1)
    assert "✓ 84 % for Customer satisfaction, this week (23–29 March) so far." in words(chosen)
    assert [reading.route for reading in bot.all(tables.Reading)] == ["command"]
    undone = await shelter.alice.presses("Undo")

    assert _shown(undone) == ("Outcome Bot", 1)
    assert "Taken back: 84 % for Customer satisfaction, this week (23–29 March)." in words(undone)
    assert undone.buttons == ()


async def test_a_mistake_made_in_home_is_explained_there(bot: Bot, shelter: Shelter) -> None:
    await publish_home(bot, shelter.alice, _which("lots"))

    gone = await shelter.alice.presses("Set the target of nothing")
    assert _shown(gone) == ("Not done", 1)
    assert GONE in words(gone)
    await shelter.alice.closes()
    refused = await shelter.alice.presses("Customer churn")

    assert '"Customer churn" needs a number' in words(refused)
    assert "You typed: /reading churn lots" in words(refused)


async def test_what_nobody_expected_in_home_is_answered_with_a_reference(
    bot: Bot, shelter: Shelter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such thing")

    await publish_home(bot, shelter.alice)
    monkeypatch.setattr(type(bot.deps.database), "submit", broken)

    answer = await shelter.alice.presses("Take back nothing")

    assert _shown(answer) == ("Not done", 1)
    assert "Something went wrong on our side." in words(answer)
    assert f"reference {words(answer).split()[-1]}" in caplog.text


async def test_what_slack_does_not_open_from_home_is_told_in_a_direct_message(bot: Bot, shelter: Shelter) -> None:
    await publish_home(bot, shelter.alice)
    bot.playground.faults.add("views.open", Fault.ERROR_BEFORE, times=None)

    await shelter.alice.presses("Set its target", patience=0.0)
    form = await bot.playground.message_in(shelter.alice, containing="try again")
    await shelter.alice.presses("Set the target of nothing", patience=0.0)
    mistake = await bot.playground.message_in(shelter.alice, containing="no longer there")

    assert (form.text, mistake.text) == (NOT_OPENED, GONE)


# Forms --------------------------------------------------------------------------------------------------------------


async def test_an_answer_to_a_press_in_a_form_leaves_the_form_below_as_it_was(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 84", channel="#shelter")
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await hold_buttons(bot, shelter.alice, _undo(bot), callback=Form.INDICATOR_NEW)

    answer = await shelter.alice.presses("Take it back")
    assert _shown(answer) == ("Outcome Bot", 2)
    assert "Taken back: 84 % for Customer satisfaction, this week (23–29 March)." in words(answer)
    await shelter.alice.closes()

    assert shelter.alice.modal is not None
    assert shelter.alice.modal.title == "Buttons"


async def test_an_answer_to_a_press_in_a_notice_takes_its_place(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await hold_buttons(bot, shelter.alice, _which("84"))

    chosen = await shelter.alice.presses("Customer satisfaction")

    assert _shown(chosen) == ("Outcome Bot", 1)
    assert "✓ 84 % for Customer satisfaction, this week (23–29 March) so far." in words(chosen)


async def test_a_mistake_made_in_a_form_is_explained_on_top_of_it(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await hold_buttons(bot, shelter.alice)

    gone = await shelter.alice.presses("Set the target of nothing")

    assert _shown(gone) == ("Not done", 2)
    assert GONE in words(gone)


async def test_the_fourth_form_takes_the_place_of_the_third(bot: Bot, shelter: Shelter) -> None:
    await three_forms(bot, shelter.alice)

    opened = await shelter.alice.presses("Set its target")
    assert opened.modal is not None
    assert opened.modal.depth == 3
    saved = await shelter.alice.submits({"value": "5", "due_on": "2026-06-30"})

    assert "✓ Target set for Customer churn From 12 % on 2 March to 5 % by 30 June." in words(saved)


async def test_forms_that_follow_each_other_in_the_third_place_are_all_saved(bot: Bot, shelter: Shelter) -> None:
    await three_forms(bot, shelter.alice)
    await shelter.alice.presses("Add one")
    before = bot.counts()

    await shelter.alice.presses(MORE_OF_INDICATOR)
    added = await shelter.alice.submits({"name": "Mood", "kind": "number", "direction": "increase", "every": "week"})
    assert added.modal is not None
    await shelter.alice.presses("Set a target")
    saved = await shelter.alice.submits({"value": "8", "due_on": "2026-06-30"})

    assert "✓ Target set for Mood Promised: 8 by 30 June." in words(saved)
    assert bot.counts()["indicator"] == before["indicator"] + 1
    assert bot.counts()["target"] == before["target"] + 1


async def test_on_top_of_three_forms_answers_and_mistakes_are_still_seen(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 84", channel="#shelter")
    await three_forms(bot, shelter.alice)

    gone = await shelter.alice.presses("Set the target of nothing")
    assert _shown(gone) == ("Not done", 3)
    await hold_buttons(bot, shelter.alice, _undo(bot), callback=Form.INDICATOR_NEW)
    undone = await shelter.alice.presses("Take it back")

    assert _shown(undone) == ("Outcome Bot", 3)
    assert "Taken back: 84 % for Customer satisfaction, this week (23–29 March)." in words(undone)


# What no listener asks for yet --------------------------------------------------------------------------------------


def _responder(bot: Bot, person: Person, surface: Surface, **gave: Any) -> Responder:
    return Responder(bot.deps, _client(bot), Origin(surface, person.id, **gave), viewer())


def _trigger(bot: Bot, person: Person) -> str:
    world = bot.playground.world
    return world.triggers.new(person.user, person.user.workspace).id


async def test_a_form_asked_for_in_a_message_is_answered_with_what_to_type(bot: Bot, shelter: Shelter) -> None:
    said = await shelter.alice.says("due")

    asked_from = said.message.channel
    _responder(bot, shelter.alice, Surface.DIRECT_MESSAGE, channel_id=asked_from).open(
        modal("Form", [], callback="x", close="Close")
    )
    await bot.settled()

    assert shelter.alice.sees("@bot")[-1].text == (
        "A form cannot be opened from a message. Type the command with its slash instead, for example /reading."
    )


async def test_a_shortcut_opens_a_form_or_shows_its_answer_in_a_view(bot: Bot, shelter: Shelter) -> None:
    form = modal("Form", [section("Here")], callback="x", close="Close")

    _responder(bot, shelter.alice, Surface.SHORTCUT, trigger_id=_trigger(bot, shelter.alice)).open(form)
    await bot.settled()
    assert shelter.alice.modal is not None
    assert shelter.alice.modal.title == "Form"
    _responder(bot, shelter.alice, Surface.SHORTCUT, trigger_id=_trigger(bot, shelter.alice)).reply(
        problem(Words("Done so."), viewer())
    )
    await bot.settled()

    assert shelter.alice.modal.text == "Outcome Bot\nDone so."


async def test_a_shortcut_beside_a_message_is_answered_beside_it(bot: Bot, shelter: Shelter) -> None:
    world = bot.playground.world
    channel = world.state.find_channel("shelter")
    assert channel is not None
    token = world.triggers.new_response(channel, shelter.alice.user).token
    address = f"{world.identity.url}/response/{token}"

    _responder(bot, shelter.alice, Surface.SHORTCUT, response_url=address).reply(problem(Words("Done so."), viewer()))
    await bot.settled()

    answer = shelter.alice.sees("#shelter")[-1]
    assert (answer.text, answer.ephemeral) == ("Done so.", True)
    assert shelter.alice.modal is None
