"""The Bolt app: who may come in, what every listener finds in its context, and which features listen."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.actions.screens import viewer_for
from bot.deps import Deps
from bot.errors import UserError
from bot.workspaces import Installed
from handlers import (
    absences,
    baselines,
    changing_indicators,
    changing_outcomes,
    channels,
    charts,
    closing,
    commands,
    decisions,
    digests,
    errors,
    first_contact,
    giving,
    home,
    indicators,
    messages,
    new_indicator,
    new_outcome,
    notes,
    options,
    outcomes,
    ownership,
    paths,
    pausing,
    people,
    previews,
    questions,
    quieting,
    readings,
    rebasing,
    reminders,
    resources,
    rhythms,
    settings,
    shortcuts,
    sources,
    targets,
    wholes,
)
from handlers.answering import Responder
from handlers.identity import NOT_INSTALLED, KnownPeople
from handlers.requests import Request, key_of
from handlers.sight import ChannelsInSight
from handlers.slack_text import make_storable
from handlers.surfaces import origin_of

COMMANDS = (outcomes.COMMAND, indicators.COMMAND, targets.COMMAND, readings.COMMAND, digests.COMMAND)

_FEATURES = (
    first_contact,
    new_outcome,
    outcomes,
    changing_outcomes,
    closing,
    notes,
    decisions,
    resources,
    questions,
    previews,
    quieting,
    new_indicator,
    indicators,
    charts,
    changing_indicators,
    rebasing,
    rhythms,
    pausing,
    wholes,
    sources,
    targets,
    paths,
    baselines,
    readings,
    giving,
    reminders,
    ownership,
    shortcuts,
    options,
    messages,
    people,
    questions,
    home,
    settings,
    absences,
    channels,
)
"""Each listens for its own part of the product."""

Next = Callable[[], Awaitable[None]]


def create_app(deps: Deps, *, client: AsyncWebClient, signing_secret: str = "") -> AsyncApp:
    """The app with every listener. `client` says where Slack is and how long to wait for it.

    Events are acknowledged after the work: by default Bolt answers first, and an event that then fails is lost.
    """
    # Without a token: with one, Bolt would take every payload for that token's workspace, and ask Slack about it first.
    # Bolt makes a client like this one for each request, and puts the workspace's token into it. Nothing of ours calls
    # Slack with that: it knows nothing of what is paused.
    pattern = AsyncWebClient(
        base_url=client.base_url, timeout=client.timeout, ssl=client.ssl, proxy=client.proxy, retry_handlers=[]
    )
    app = AsyncApp(
        name="Outcome Bot",
        signing_secret=signing_secret,
        client=pattern,
        before_authorize=_admit_installed(deps),
        authorize=_authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    errors.register(app, deps, [command.name for command in COMMANDS])
    app.middleware(_bring_context(deps))
    commands.register(app, COMMANDS)
    for feature in _FEATURES:
        feature.register(app)
    return app


def _admit_installed(deps: Deps) -> Callable[..., Awaitable[None]]:
    async def admit_installed(body: dict[str, Any], context: AsyncBoltContext, next: Next) -> None:  # noqa: A002
        context["is_verified"] = True  # Bolt has checked the signature by now
        make_storable(body)
        is_a_question_of_slacks = body.get("type") == "url_verification" or "ssl_check" in body
        # Looked up once: in the middle of a request the workspace must not become another one.
        context["installed"] = await deps.workspaces.find_team(context.team_id)
        if not is_a_question_of_slacks and context["installed"] is None:
            raise UserError(NOT_INSTALLED)
        await next()

    return admit_installed


async def _authorize(context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """From what is known of the workspace that was admitted: no network, no query."""
    installed: Installed = context["installed"]
    return AuthorizeResult(
        enterprise_id=enterprise_id,
        team_id=team_id,
        bot_id=installed.bot_id,
        bot_user_id=installed.bot_user_id,
        bot_token=installed.client.token,
    )


def _bring_context(deps: Deps) -> Callable[..., Awaitable[None]]:
    """Middleware after which listeners may name as parameters, besides what Bolt has for them: `deps`, `installed`,
    `known_people`, `channels_in_sight`, `now`, and `incoming`, the Request, which is None where no person asked for
    anything.
    """
    known_people, channels_in_sight = KnownPeople(deps), ChannelsInSight(deps)

    async def bring_context(
        body: dict[str, Any],
        context: AsyncBoltContext,
        next: Next,  # noqa: A002
    ) -> None:
        installed: Installed = context["installed"]
        context["deps"], context["known_people"] = deps, known_people
        context["channels_in_sight"] = channels_in_sight
        context["now"] = now = deps.clock()
        origin = origin_of(body)
        context["incoming"] = None
        if origin is not None:
            # At the same time: somebody waits, and each may have to ask Slack.
            actor, sees_all = await asyncio.gather(
                known_people.actor_of(installed, origin.user_id, now=now),
                channels_in_sight.bring_up_to_date(installed, now=now),
            )
            context["incoming"] = Request(
                deps=deps,
                installed=installed,
                actor=replace(actor, trusts_since=deps.freshness.trusts_channels_since(now)),
                sees_all=sees_all,
                now=now,
                key=key_of(body, origin),
                responder=Responder(deps, installed.client.for_a_person(), origin, viewer_for(actor, now=now)),
                require_can_be_asked=partial(known_people.require_can_be_asked, installed),
                forget_people=partial(known_people.forget_everybody, installed.workspace_id),
            )
        await next()

    return bring_context
