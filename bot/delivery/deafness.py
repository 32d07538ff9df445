"""What the administrators are told when the bot does not hear Slack: it can often still write."""

from sqlmodel import Session

from bot.delivery import notices
from bot.deps import Deps
from bot.domain.messages import Template
from bot.hearing import Deafness
from storage import messages


async def tell(deps: Deps, deafness: Deafness) -> None:
    """Have the administrators of this process's own workspaces told, once."""

    def work(session: Session) -> None:
        for workspace_id in deps.workspaces.own():
            notices.not_hearing(
                session, workspace_id=workspace_id, since=deafness.since, why=deafness.why, now=deps.clock()
            )

    await deps.database.run(work)


async def end(deps: Deps, deafness: Deafness) -> None:
    """What they have not been told yet tells that it is over."""
    since, until = deafness.since.isoformat(), deps.clock().isoformat()

    def work(session: Session) -> None:
        for message in messages.queued_notices(session, Template.NOT_HEARING, among=deps.workspaces.own()):
            if message.arguments.get("since") == since:
                message.arguments = {**message.arguments, "until": until}
                session.add(message)

    await deps.database.run(work)
