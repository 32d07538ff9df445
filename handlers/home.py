"""The app's own page in Slack: what happens when somebody opens one of its tabs, and the buttons of the Home tab."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.actions import own_settings, plans
from bot.deps import Deps
from bot.errors import UserError
from bot.views.blocks import View
from bot.views.errors import OLD_BUTTON
from bot.views.foreseen import cannot_foresee, foreseen, working_it_out
from bot.views.ids import Action
from bot.workspaces import Installed
from handlers import first_contact
from handlers.forms import on_press
from handlers.identity import KnownPeople
from handlers.requests import Request
from handlers.sight import ChannelsInSight

_MOST_DIGITS = 6
_FORESEES = timedelta(days=14)

log = logging.getLogger(__name__)


async def on_opened(
    event: dict[str, Any],
    deps: Deps,
    installed: Installed,
    known_people: KnownPeople,
    channels_in_sight: ChannelsInSight,
    now: datetime,
) -> None:
    """Somebody looks at one of the app's tabs. Their Home is published as it is now, and whenever it changes; whoever
    opens the conversation for the first time is welcomed.
    """
    actor = await known_people.actor_of(installed, event["user"], now=now)
    match event.get("tab"):
        case "home":
            await channels_in_sight.bring_up_to_date(installed, now=now)
            await deps.database.run(own_settings.open_home, by=actor, now=now)
        case "messages":
            await first_contact.welcome(deps, actor, now=now)


async def turn_page(request: Request) -> None:
    """Show the page of their numbers that begins where the button says."""
    place = request.text
    if not (place.isascii() and place.isdigit() and len(place) <= _MOST_DIGITS):
        raise UserError(OLD_BUTTON)
    await request.deps.database.run(own_settings.turn_page, int(place), by=request.actor, now=request.now)


async def foresee(request: Request) -> None:
    """Show an administrator what goes out in the next days. It is worked out on its own: it takes a while."""
    plans.require_may_foresee(request.actor)
    request.responder.open_and_fill(working_it_out(request.viewer), lambda: _foreseen(request))


async def _foreseen(request: Request) -> View:
    if request.deps.foresee is None:
        return cannot_foresee(request.viewer)
    try:
        entries = await asyncio.to_thread(request.deps.foresee, request.now, request.now + _FORESEES)
        return foreseen(await request.read(plans.plan_for, entries, by=request.actor), request.viewer)
    except Exception:  # whatever it is, somebody looks at a view that says to wait
        log.exception("what goes out could not be worked out")
        return cannot_foresee(request.viewer)


def register(app: AsyncApp) -> None:
    """Listen for who opens it, and for its buttons."""
    app.event("app_home_opened")(on_opened)
    on_press(app, Action.NEXT_NUMBERS, turn_page)
    on_press(app, Action.PREVIOUS_NUMBERS, turn_page)
    on_press(app, Action.FORESEE, foresee)
