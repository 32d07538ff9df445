"""Whatever Slack's payloads are turned into, the bot answers in time, refuses what is not, and fails nowhere."""

from random import Random

from bot.payloads import MalformedPayload, require_well_formed
from bot.views.ids import Action, Form
from handlers.app import COMMANDS
from storage.db import Database
from tests.databases import PATIENCE
from tests.fuzz.attacking import attack
from tests.fuzz.recording import Recorded, pressed_among, submitted_among
from tests.fuzz.spoiling import Spoiler

PAYLOADS = 150


async def test_spoiled_payloads_of_every_kind_leave_no_trace(database: Database) -> None:
    report, recorded = await attack(database, payloads=PAYLOADS, seed=8, late_after=PATIENCE)
    assert_every_kind_is_there(recorded)
    assert report.payloads == PAYLOADS
    assert (report.failed, report.tracebacks, report.late) == ([], [], []), report


def assert_every_kind_is_there(recorded: list[Recorded]) -> None:
    """Whatever people can use is among what is spoiled, and all of it is what the bot takes for Slack's."""
    payloads = [each.payload for each in recorded]
    for payload in payloads:
        require_well_formed(payload)
    typed = {(each["command"], each["text"].partition(" ")[0]) for each in payloads if "command" in each}
    for command in COMMANDS:
        assert typed >= {(command.name, verb.name) for verb in command.table if verb.name}
    assert submitted_among(payloads) == set(Form)
    assert pressed_among(payloads) >= set(Action)
    told = {each["event"]["type"] for each in payloads if each.get("type") == "event_callback"}
    assert told >= {"message", "user_change", "member_joined_channel", "member_left_channel", "app_home_opened"}


def test_the_same_seed_spoils_in_the_same_way() -> None:
    payload = {"command": "/reading", "text": "csat 84", "team_id": "T1", "user_id": "U1"}
    recorded = [Recorded("slash_commands", payload)]

    def some(seed: int) -> list[bytes]:
        spoiler = Spoiler(recorded, "secret", Random(seed), now=lambda: 1_790_000_000)
        return [spoiler.next().body for _ in range(50)]

    assert some(1) == some(1)
    assert some(1) != some(2)


def test_a_payload_of_any_shape_is_either_well_formed_or_malformed() -> None:
    """In no time: hundreds of thousands of these can be tried where a whole bot can be sent hundreds."""
    user = {"id": "U1", "team_id": "T1"}
    view = {"id": "V1", "type": "modal", "callback_id": "x", "state": {"values": {"a": {"typed": {"value": "5"}}}}}
    recorded = [
        Recorded("interactive", {"type": "view_submission", "user": user, "view": view}),
        Recorded("interactive", {"type": "block_actions", "user": user, "actions": [{"action_id": "x", "value": "1"}]}),
        Recorded("events_api", {"type": "event_callback", "event": {"type": "user_change", "user": user}}),
    ]
    spoiler = Spoiler(recorded, "secret", Random(5), now=lambda: 1_790_000_000)
    refused = 0
    for _ in range(3_000):
        payload = spoiler._spoiled(spoiler._spoiled(spoiler.random.choice(recorded).payload.copy()))
        try:
            require_well_formed(payload)
        except MalformedPayload:
            refused += 1
    assert 300 < refused < 2_700
