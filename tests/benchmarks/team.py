"""The team whose readings are measured: twenty people with an indicator, a target and eight weeks of readings each."""

import hashlib
import hmac
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from urllib.parse import urlencode

from sqlmodel import Session

from bot.actions import people
from bot.actions.people import Profile
from bot.actions.readings import submit_line
from bot.domain.readings import Route
from bot.domain.targets import Direction
from bot.playground import Person, Playground
from storage.tables import Workspace
from tests.make import PERCENT, make_channel, make_indicator, make_outcome

PEOPLE = 20
_WEEKS = 8

_requests = count(1)


def furnish(session: Session, playground: Playground, channel_id: str, persons: list[Person], *, now: datetime) -> None:
    """The team as it is after eight weeks of work. Indicator number 7 has the key i7 and belongs to person number 7."""
    began = now - timedelta(weeks=_WEEKS + 1)
    workspace = Workspace(
        team_id=playground.team_id,
        name="Bench",
        bot_user_id="UBOT",
        zone="Europe/London",
        holiday_calendar="none",
        installed_at=began,
    )
    session.add(workspace)
    session.flush()
    make_channel(session, workspace, channel_id)
    policy = people.policy_of(workspace)
    for number, person in enumerate(persons):
        profile = Profile(person.name, "Europe/London", "en-GB", is_admin=False, is_deactivated=False)
        row = people.meet(session, workspace_id=workspace.id, user_id=person.id, profile=profile, now=now)
        who = people.as_actor(row, workspace)
        outcome = make_outcome(
            session,
            who,
            f"Customers of branch {number} get help",
            key=f"help-{number}",
            channel_id=channel_id,
            now=began,
        )
        make_indicator(
            session,
            who,
            outcome,
            f"Customer satisfaction in branch {number}",
            key=f"i{number}",
            measure=PERCENT,
            direction=Direction.INCREASE,
            baseline=("72", began.date()),
            target=("85", (now + timedelta(weeks=20)).date()),
            now=began,
        )
        for week in range(_WEEKS, 0, -1):
            line, at = f"i{number} {Decimal(80) - week}", now - timedelta(weeks=week)
            submit_line(session, line, by=who, policy=policy, route=Route.COMMAND, now=at)


def requests(
    playground: Playground, channel_id: str, persons: list[Person], how_many: int, *, one_indicator: bool
) -> Iterator[tuple[str, str]]:
    """Signed `/reading` commands as (head, body), each typed once: by everybody in turn, for their own indicator or all
    for the same one.
    """
    chance = random.Random(1)
    for number in range(how_many):
        person = persons[number % len(persons)]
        key = "i0" if one_indicator else f"i{number % len(persons)}"
        yield _signed(
            playground,
            channel_id,
            person,
            f"{key} {chance.randrange(720, 820) / 10} for this week after the new onboarding",
        )


def _signed(playground: Playground, channel_id: str, person: Person, text: str) -> tuple[str, str]:
    body = urlencode(
        {
            "token": "deprecated",
            "team_id": playground.team_id,
            "team_domain": "bench",
            "channel_id": channel_id,
            "channel_name": "general",
            "user_id": person.id,
            "user_name": person.name,
            "command": "/reading",
            "text": text,
            "api_app_id": "A1",
            "is_enterprise_install": "false",
            "response_url": f"{playground.url}/unused",
            "trigger_id": f"{next(_requests)}.benchmark",
        }
    )
    stamp = str(int(time.time()))
    secret, signed = playground.signing_secret.encode(), f"v0:{stamp}:{body}".encode()
    head = (
        "POST /slack/events HTTP/1.1\r\n"
        "host: 127.0.0.1\r\n"
        "user-agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
        "accept: application/json,*/*\r\n"
        "content-type: application/x-www-form-urlencoded\r\n"
        f"content-length: {len(body)}\r\n"
        f"x-slack-request-timestamp: {stamp}\r\n"
        f"x-slack-signature: v0={hmac.new(secret, signed, hashlib.sha256).hexdigest()}"
    )
    return head, body
