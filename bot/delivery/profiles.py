"""People whom Slack has not yet told us about: their zone decides when they are reminded."""

from bot.actions import directory
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from bot.profiles import fetch_profile
from storage.people import not_yet_known

_METHOD = "users.info"


async def ask(deps: Deps, settings: DeliverySettings) -> int:
    """Ask for a batch of profiles, at a gentle pace; answers how many were learned. One that cannot be had is asked for
    again later, and less and less often; it takes nobody else's place meanwhile.
    """
    learned = 0
    leaving_out = deps.workspaces.out_of_reach() | deps.workspaces.paused(_METHOD)
    unasked = deps.workspaces.paused_subjects(_METHOD)
    found = await deps.database.read(not_yet_known, leaving_out=leaving_out, limit=settings.claim_batch + len(unasked))
    for workspace_id, user_id in [each for each in found if each not in unasked][: settings.claim_batch]:
        installed = await deps.workspaces.find(workspace_id)
        if installed is None or not installed.client.pauses.pace(_METHOD).take():
            continue
        profile = await fetch_profile(installed.client, user_id)
        if profile is not None:
            await deps.database.run(
                directory.learn_person, workspace_id=workspace_id, user_id=user_id, profile=profile, now=deps.clock()
            )
            learned += 1
    return learned
