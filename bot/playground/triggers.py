"""What an interaction gives the bot for a short while: trigger ids and response addresses."""

import secrets
from dataclasses import dataclass, field

from bot.playground.clock import PlaygroundClock
from bot.playground.errors import SlackError
from bot.playground.state import Channel, Message, User, Workspace, monotonic

TRIGGER_SECONDS = 3.0
"""How long Slack takes a trigger."""
RESPONSE_SECONDS = 30 * 60
RESPONSE_USES = 5


@dataclass
class Trigger:
    """The right to open one form for one person, for a few real seconds."""

    id: str
    user: User
    workspace: Workspace
    born: float
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """The right to answer an interaction five times within thirty minutes of the playground's clock."""

    token: str
    channel: Channel
    user: User
    born: float
    source: Message | None = None
    uses: int = 0
    posted: list[Message] = field(default_factory=list)


class Triggers:
    """All trigger ids and response addresses that were handed out. A trigger is good for `lasting` real seconds."""

    def __init__(self, clock: PlaygroundClock, *, lasting: float = TRIGGER_SECONDS) -> None:
        self._clock = clock
        self.lasting = lasting
        self._triggers: dict[str, Trigger] = {}
        self.responses: dict[str, ResponseUrl] = {}

    def new(self, user: User, workspace: Workspace, *, view_id: str | None = None) -> Trigger:
        """A fresh trigger; `view_id` when it comes from inside an open form."""
        number = len(self._triggers) + 1
        trigger_id = f"{number}{int(workspace.id[1:]):d}.{int(user.id[1:]):d}.{secrets.token_hex(16)}"
        trigger = Trigger(trigger_id, user, workspace, monotonic(), view_id)
        self._triggers[trigger_id] = trigger
        return trigger

    def exchange(self, trigger_id: str, workspace: Workspace) -> Trigger:
        """The trigger, used up; Slack's refusal when it is unknown, late or was used before."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None or trigger.workspace is not workspace:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if monotonic() - trigger.born > self.lasting:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def new_response(self, channel: Channel, user: User, *, source: Message | None = None) -> ResponseUrl:
        """A fresh response address."""
        response = ResponseUrl(secrets.token_urlsafe(18), channel, user, self._clock.seconds(), source)
        self.responses[response.token] = response
        return response

    def use_response(self, token: str) -> ResponseUrl:
        """The response address with one use taken; Slack's refusal when it is unknown, late or used up."""
        response = self.responses.get(token)
        if response is None or self._clock.seconds() - response.born > RESPONSE_SECONDS:
            raise SlackError("expired_url")
        if response.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        response.uses += 1
        return response
