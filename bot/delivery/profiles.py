"""People whom Slack has not yet told us about: their zone decides when they are reminded."""

from bot.actions import directory
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from bot.profiles import fetch_profile
from storage.people import not_yet_known


async def ask(deps: Deps, settings: DeliverySettings) -> int:
    """Ask for a batch of profiles; answers how many were learned. One that cannot be had is asked for again later."""
    learned = 0
    leaving_out = deps.workspaces.out_of_reach()
    for workspace_id, user_id in await deps.database.read_at_leisure(
        not_yet_known, leaving_out=leaving_out, limit=settings.claim_batch
    ):
        installed = await deps.workspaces.find(workspace_id)
        profile = await fetch_profile(installed.client, user_id) if installed is not None else None
        if profile is not None:
            await deps.database.run(
                directory.learn_person, workspace_id=workspace_id, user_id=user_id, profile=profile, now=deps.clock()
            )
            learned += 1
    return learned
