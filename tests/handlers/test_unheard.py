"""What nobody listens for is acknowledged all the same, and no one loses without a word what they typed."""

from typing import Any

import pytest

from bot.playground import Playground
from bot.playground.deliveries import Delivery
from bot.views.ids import TYPED
from tests.forms import MORE_OF_INDICATOR
from tests.handlers.conftest import Bot, Shelter

COMMANDS, INTERACTIONS, EVENTS = "slash_commands", "interactive", "events_api"


class Slack:
    """Brings to the bot what no screen of ours has."""

    def __init__(self, bot: Bot, shelter: Shelter) -> None:
        self._playground = bot.playground
        self._user_id = shelter.alice.id

    async def brings(self, kind: str, **payload: Any) -> Delivery:
        team_id, user_id = self._playground.team_id, self._user_id
        whose: dict[str, Any] = {"team_id": team_id, "user_id": user_id}
        if kind == INTERACTIONS:
            whose = {"team": {"id": team_id}, "user": {"id": user_id, "team_id": team_id}}
        if kind == EVENTS:
            whose = {"team_id": team_id, "type": "event_callback", "event_id": "Ev1"}
        return await self._playground.world.courier.deliver(kind, self._playground.primary, whose | payload)


@pytest.fixture
def slack(bot: Bot, shelter: Shelter, caplog: pytest.LogCaptureFixture) -> Slack:
    caplog.set_level("INFO")
    caplog.clear()
    return Slack(bot, shelter)


VIEW: dict[str, Any] = {"id": "V1", "type": "modal", "callback_id": "of_version_one", "state": {"values": {}}}
PRESSED = {"action_id": "of_version_one", "block_id": "b", "action_ts": "1.1"}


@pytest.mark.parametrize(
    ("kind", "payload", "line"),
    [
        (INTERACTIONS, {"type": "block_actions", "actions": [PRESSED | {"type": "button", "url": "https://x"}]}, ""),
        (INTERACTIONS, {"type": "block_actions", "view": VIEW, "actions": [PRESSED | {"type": "checkboxes"}]}, ""),
        (INTERACTIONS, {"type": "view_closed", "view": VIEW}, ""),
        (INTERACTIONS, {"type": "shortcut", "callback_id": "of_version_one", "trigger_id": "1.1"}, ""),
        (INTERACTIONS, {"type": "message_action", "callback_id": "of_version_one", "channel": {"id": "C1"}}, ""),
        (EVENTS, {"event": {"type": "of_version_one", "user": "U1"}}, ""),
        (EVENTS, {"event": {"type": "reaction_added", "user": "U1", "item": {"channel": "C1"}}}, "reaction_added"),
        (EVENTS, {"type": "app_rate_limited"}, "app_rate_limited"),
    ],
)
async def test_it_is_acknowledged_with_one_line_in_the_log(
    slack: Slack, caplog: pytest.LogCaptureFixture, kind: str, payload: dict[str, Any], line: str
) -> None:
    delivery = await slack.brings(kind, **payload)

    assert (delivery.ok, delivery.retry_num, delivery.body) == (True, 0, None)
    (record,) = (each for each in caplog.records if each.name.startswith(("handlers", "slack_bolt")))
    assert record.levelname == "INFO"
    assert record.getMessage().startswith("nobody listens for ")
    assert record.getMessage().endswith(line or "of_version_one")


async def test_a_select_that_nobody_fills_has_no_options(slack: Slack) -> None:
    delivery = await slack.brings(
        INTERACTIONS, type="block_suggestion", action_id="of_version_one", block_id="b", value="a", view=VIEW
    )
    assert delivery.body == {"options": []}


async def test_a_command_that_there_is_not_is_answered_with_those_that_there_are(slack: Slack) -> None:
    delivery = await slack.brings(COMMANDS, command="/goal", text="sleep 8 hours")
    assert "The bot has no command /goal. It has `/outcome`" in delivery.body["text"]
    assert "You typed: /goal sleep 8 hours" in delivery.body["blocks"][1]["elements"][0]["text"]
    assert delivery.body["response_type"] == "ephemeral"


async def test_a_form_of_another_version_says_so_and_gives_back_what_was_filled_in(slack: Slack) -> None:
    values = {
        "statement": {TYPED: {"type": "plain_text_input", "value": "Fewer people <sleep> rough"}},
        "every": {TYPED: {"type": "static_select", "selected_option": {"value": "week"}}},
        "empty": {TYPED: {"type": "plain_text_input", "value": None}},
    }
    delivery = await slack.brings(
        INTERACTIONS, type="view_submission", trigger_id="1.1", view=VIEW | {"state": {"values": values}}
    )
    assert delivery.body["response_action"] == "push"
    first, *given_back = delivery.body["view"]["blocks"]
    assert first["text"]["text"].startswith("This form is from an older version of the bot, and nothing was saved.")
    assert [block["elements"][0]["text"] for block in given_back] == [
        "What you filled in:",
        "Fewer people &lt;sleep&gt; rough",
        "week",
    ]


async def test_a_button_of_another_version_says_so(
    slack: Slack, shelter: Shelter, bot: Bot, playground: Playground
) -> None:
    await slack.brings(INTERACTIONS, type="block_actions", actions=[PRESSED | {"type": "button", "value": "1"}])
    said = await playground.message_in(shelter.alice, containing="older version")
    assert said.text.startswith("This button is from an older version of the bot, and nothing was changed.")


@pytest.mark.parametrize("metadata", ["", "none", "-1", "0", "1.5", "9" * 400, "2147483648", "१"])
@pytest.mark.parametrize("form", ["indicator_new", "target_change"])
async def test_a_form_that_carries_no_number_of_ours_is_of_another_version(
    slack: Slack, caplog: pytest.LogCaptureFixture, form: str, metadata: str
) -> None:
    choices = {"kind": "number", "direction": "increase", "every": "week"}
    values = {name: {TYPED: {"selected_option": {"value": value}}} for name, value in choices.items()}
    values["name"] = {TYPED: {"value": "Mood"}}  # type: ignore[dict-item]  # the other kind of field
    view = VIEW | {"callback_id": form, "private_metadata": metadata, "state": {"values": values}}
    delivery = await slack.brings(INTERACTIONS, type="view_submission", trigger_id="1.1", view=view)
    assert "This form is from an older version" in delivery.body["view"]["blocks"][0]["text"]["text"]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize("action", ["undo_reading", "correct_reading"])
@pytest.mark.parametrize("value", ["", "none", "-1", "9" * 400, "2147483648"])
async def test_a_button_that_carries_no_number_of_ours_is_of_another_version(
    slack: Slack, shelter: Shelter, playground: Playground, caplog: pytest.LogCaptureFixture, value: str, action: str
) -> None:
    pressed = PRESSED | {"action_id": action, "type": "button", "value": value}
    assert (await slack.brings(INTERACTIONS, type="block_actions", actions=[pressed])).ok
    await playground.message_in(shelter.alice, containing="This button is from an older version")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize(
    ("field", "chosen"),
    [
        ("kind", {"selected_option": {"value": "feeling"}}),
        ("direction", {"selected_option": {"value": "sideways"}}),
        ("every", {"selected_option": {"value": "now"}}),
        ("due_day", {"selected_option": {"value": "77"}}),
        ("level", {"selected_option": {"value": "top"}}),
        ("due_on", {"selected_date": "2026-02-30"}),
    ],
)
async def test_a_choice_that_there_is_not_is_asked_for_again_at_its_field(
    bot: Bot, shelter: Shelter, slack: Slack, field: str, chosen: dict[str, Any]
) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    assert shelter.alice.modal is not None
    view = dict(shelter.alice.modal.raw)
    values: dict[str, Any] = {
        "name": {TYPED: {"value": "Mood"}},
        "kind": {TYPED: {"selected_option": {"value": "number"}}},
        "direction": {TYPED: {"selected_option": {"value": "increase"}}},
        "every": {TYPED: {"selected_option": {"value": "week"}}},
        "value": {TYPED: {"value": "5"}},
    }
    view["state"] = {"values": values | {field: {TYPED: chosen}}}
    before = bot.counts()
    delivery = await slack.brings(INTERACTIONS, type="view_submission", trigger_id="1.1", view=view)
    assert delivery.body["response_action"] == "errors"
    assert list(delivery.body["errors"]) == [field]
    assert bot.counts() == before
