"""What Slack brings to the bot: recorded while people use every command, form and button there is."""

import copy
import re
from dataclasses import dataclass
from typing import Any

from bot.playground import Person, Playground
from bot.playground.deliveries import COMMAND, EVENT, INTERACTION, Delivery
from bot.views.help import Verb
from bot.views.ids import Action, Form
from handlers.app import COMMANDS
from handlers.commands import Command
from tests.forms import MORE_OF_INDICATOR, MORE_OF_OUTCOME
from tests.handlers.conftest import Bot, Shelter, make_shelter
from tests.handlers.test_forms import fall_due

Payload = dict[str, Any]

_OWN = {
    "outcome": "help-1",
    "indicator": "csat",
    "part": "churn",
    "formula": "{churn} / 2",
    "goal": "85",
    "value": "84",
    "date": "30 June",
    "weekday": "monday",
}
_MORE = (
    "/reading csat 84 % for last week because it rained",
    "/reading churn n/d no survey",
    "/outcome list here",
    "/outcome list mine",
    "/outcome show rough-sleeping",
    "/indicator new rough-sleeping",
    "/digest monthly tuesday 10:00",
    "/indicator rebase csat from last week because more staff",
    "/target set csat 90 by 31 july because more staff",
    "/outcome resources help-1 plan 20 h",
    "/outcome note help-1 decided: more staff, look again 2 July",
    "/indicator new help-1",
)


@dataclass(frozen=True)
class Recorded:
    """One payload, and the way on which Slack sends its kind."""

    kind: str
    payload: Payload


async def record(bot: Bot) -> list[Recorded]:
    """Use everything once, and take down what was delivered."""
    playground = bot.playground
    shelter = await make_shelter(bot, playground)
    await _say_everything(shelter)
    await _fill_in_everything(bot, shelter)
    await _change_everything(playground, shelter)
    await bot.settled()
    recorded = [_taken_down(delivery) for delivery in playground.deliveries]
    recorded += _of_other_kinds(recorded, playground, shelter)
    return recorded + _never_met(recorded)


async def _say_everything(shelter: Shelter) -> None:
    for command in COMMANDS:
        await shelter.alice.types(command.name, channel="#shelter")
        await _close(shelter.alice)
        for verb in command.table:
            await shelter.alice.types(_as_typed(command, verb), channel="#shelter")
            await _close(shelter.alice)
    for typed in _MORE:
        await shelter.alice.types(typed, channel="#shelter")
    await _close(shelter.alice)
    for said in ("due", "csat 81", "undo", "help", "cust 84", "84", "what is this?"):
        await shelter.alice.says(said)


def _as_typed(command: Command, verb: Verb) -> str:
    """The verb's example, or else its usage, with what is Alice's own and nothing that may be left out."""
    usage = re.sub(r" ?\[[^]]*\]", "", f"{command.name} {verb.usage}")
    return re.sub(r"<(\w+)>", lambda place: _OWN[place[1]], verb.example or usage)


async def _close(person: Person) -> None:
    if person.modal is not None:
        await person.closes(everything=True)


async def _fill_in_everything(bot: Bot, shelter: Shelter) -> None:
    alice = shelter.alice
    await alice.types("/outcome new Serve 500 meals", channel="#shelter")
    await alice.presses(MORE_OF_OUTCOME)
    await alice.submits({"why": "Hunger", "key": "meals"})
    await alice.submits()
    await alice.presses(MORE_OF_INDICATOR)
    await alice.submits(
        {"name": "Meals", "kind": "number", "direction": "increase", "every": "week", "due_day": "4", "baseline": "300"}
    )
    await alice.presses("Set a target")
    await alice.submits({"value": "500", "due_on": "2026-06-30"})
    await _close(alice)
    await alice.types("/indicator fetch csat", channel="#shelter")
    await alice.submits({"address": "http://127.0.0.1/", "place": "csat"})  # which is inside: nobody is asked
    await bot.settled()
    await _close(alice)
    await alice.types("/target set csat 91 by 31 july", channel="#shelter")
    await alice.submits({"reason": "More staff"})
    await _close(alice)
    bot.deps.database.run_here(fall_due)
    await alice.says("due")
    await alice.presses("Check in")
    await alice.submits({"1": "11", "2": "81"})
    await _close(alice)
    await alice.types("/reading cust 84", channel="#shelter")
    await alice.presses("Customer churn")
    await alice.presses("Undo")


async def _change_everything(playground: Playground, shelter: Shelter) -> None:
    shelter.bob.moves_to("Asia/Kolkata")
    shelter.bob.leaves("#shelter")
    shelter.bob.joins("#shelter")
    await playground.wait_for(lambda: not playground.world.courier.busy)


def _taken_down(delivery: Delivery) -> Recorded:
    return Recorded(delivery.kind, copy.deepcopy(delivery.payload))


def _of_other_kinds(recorded: list[Recorded], playground: Playground, shelter: Shelter) -> list[Recorded]:
    """What Slack sends and no screen of ours asks for today."""
    user = {"id": shelter.alice.id, "team_id": playground.team_id, "username": "alice"}
    team = {"id": playground.team_id, "domain": "shelter"}
    view = next(each.payload["view"] for each in recorded if each.payload.get("type") == "view_submission")
    channel = next(each.payload["channel_id"] for each in recorded if each.kind == COMMAND)
    whose: Payload = {"user": user, "team": team, "trigger_id": "1.2.a", "api_app_id": playground.app_id}
    interactions: list[Payload] = [
        {"type": "view_closed", "view": view, "is_cleared": False},
        {"type": "block_suggestion", "action_id": "typed", "block_id": "parent", "value": "meals", "view": view},
        {"type": "shortcut", "callback_id": "new_outcome"},
        {"type": "message_action", "callback_id": "record", "channel": {"id": channel}, "message": {"text": "csat 84"}},
        {
            "type": "message_action",
            "callback_id": "log_decision",
            "channel": {"id": channel, "name": "shelter"},
            "message": {
                "ts": "1774602000.000100",
                "text": "<@U1> decided",
                "user": "U1",
                "bot_profile": {"name": "CI"},
            },
        },
        {
            "type": "interactive_message",
            "callback_id": "old",
            "actions": [{"name": "a", "type": "button", "value": "1"}],
        },
    ]
    events: list[Payload] = [
        {"type": "app_home_opened", "user": user["id"], "channel": "D1", "tab": "home", "view": view},
        {"type": "app_mention", "user": user["id"], "channel": channel, "ts": "1.1", "text": "hello"},
        {"type": "message", "subtype": "message_changed", "channel": channel, "ts": "1.1", "message": {"text": "x"}},
        {"type": "team_join", "user": {"id": "U77", "profile": {"real_name": "Erin"}}},
        {"type": "channel_rename", "channel": {"id": channel, "name": "home"}},
        {"type": "channel_created", "channel": {"id": "C77", "name": "new", "creator": user["id"]}},
        *({"type": f"channel_{what}", "channel": channel} for what in ("archive", "unarchive", "deleted", "left")),
        {"type": "reaction_added", "user": user["id"], "item": {"type": "message", "channel": channel, "ts": "1.1"}},
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"bot": [playground.bot_user_id]}},
    ]
    return [
        *(Recorded(INTERACTION, whose | each) for each in interactions),
        *(Recorded(EVENT, _event(each, number, playground)) for number, each in enumerate(events)),
        Recorded(EVENT, {"type": "url_verification", "token": "deprecated", "challenge": "a-challenge"}),
        Recorded(EVENT, {"type": "app_rate_limited", "team_id": playground.team_id, "minute_rate_limited": 1}),
        Recorded(COMMAND, {"ssl_check": "1", "token": "deprecated"}),
    ]


def _never_met(recorded: list[Recorded]) -> list[Recorded]:
    """Buttons and forms that nobody came by above: as others are, under their own name."""
    payloads = [each.payload for each in recorded]
    press = next(each for each in payloads if each.get("type") == "block_actions")
    submission = next(each for each in payloads if each.get("type") == "view_submission")
    pressed, submitted = pressed_among(payloads), submitted_among(payloads)
    others = [
        press | {"actions": [press["actions"][0] | {"action_id": action_id, "value": '["csat", "/reading\\n\\n84"]'}]}
        for action in set(Action) - pressed
        for action_id in (action, f"{action}:0")
    ]
    others += [submission | {"view": submission["view"] | {"callback_id": form}} for form in set(Form) - submitted]
    return [Recorded(INTERACTION, copy.deepcopy(each)) for each in others]


def pressed_among(payloads: list[Payload]) -> set[str]:
    """The buttons pressed, without the number that tells one of a choice from the others."""
    presses = (each["actions"][0] for each in payloads if each.get("type") == "block_actions")
    return {each["action_id"].partition(":")[0] for each in presses}


def submitted_among(payloads: list[Payload]) -> set[str]:
    """The forms submitted."""
    return {each["view"]["callback_id"] for each in payloads if each.get("type") == "view_submission"}


def _event(event: Payload, number: int, playground: Playground) -> Payload:
    return {
        "type": "event_callback",
        "team_id": playground.team_id,
        "event_id": f"Ev9{number}",
        "event": event,
        "authorizations": [{"team_id": playground.team_id, "user_id": playground.bot_user_id, "is_bot": True}],
    }
