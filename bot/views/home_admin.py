"""What administrators see on their Home tab: the workspace in a few numbers, what to mend, and its settings."""

from bot.domain.due import DueState
from bot.results.home import Left, WorkspaceGlance
from bot.results.names import Viewer
from bot.views.blocks import Block, actions, and_more, button, context, header, one_line, said, section
from bot.views.ids import Action
from bot.views.speech import listed, say, say_counted

MOST_LEFT = 5
MOST_CHANNELS = 5


def workspace_blocks(glance: WorkspaceGlance, viewer: Viewer) -> list[Block]:
    """The workspace as a whole."""
    settings, plan = say(viewer, "Settings"), say(viewer, "What goes out")
    return [
        header(say(viewer, "This workspace")),
        section(_size(glance, viewer)),
        *_to_mend(glance, viewer),
        actions(
            button(plan, Action.FORESEE, acts_on=say(viewer, "What goes out in the next 14 days")),
            button(settings, Action.WORKSPACE_SETTINGS, acts_on=say(viewer, "Settings of this workspace")),
        ),
        context(say(viewer, "Only admins see this part.")),
    ]


def _size(glance: WorkspaceGlance, viewer: Viewer) -> str:
    outcomes = say_counted(viewer, "{count} outcome", "{count} outcomes", glance.outcomes)
    channels = say_counted(viewer, "{count} channel", "{count} channels", glance.channels)
    parts = [
        say(viewer, "{outcomes} in {channels}", outcomes=outcomes, channels=channels),
        say_counted(viewer, "{count} number", "{count} numbers", glance.indicators),
        say_counted(viewer, "{count} owner", "{count} owners", glance.owners),
    ]
    settled = glance.asked.total() - glance.asked[DueState.DUE] - glance.asked[DueState.EXCUSED]
    if settled:
        percent = round(100 * glance.asked[DueState.ON_TIME] / settled)
        parts.append(say(viewer, "{percent} % of readings on time in the last four weeks", percent=percent))
    return " · ".join(parts)


def _to_mend(glance: WorkspaceGlance, viewer: Viewer) -> list[Block]:
    blocks = [_has_left(each, viewer) for each in glance.left[:MOST_LEFT]]
    if len(glance.left) > MOST_LEFT:
        blocks.append(context(and_more(len(glance.left) - MOST_LEFT, viewer)))
    if glance.unreported or glance.unreported_elsewhere:
        blocks.append(section(_unreported(glance, viewer)))
    return [section(say(viewer, "*To mend*")), *blocks] if blocks else []


def _has_left(left: Left, viewer: Viewer) -> Block:
    line = say_counted(
        viewer,
        "{name} has left and owns {count} number, which nobody can be asked for.",
        "{name} has left and owns {count} numbers, which nobody can be asked for.",
        left.numbers,
        name=said(left.owner.name, 80),
    )
    if left.key is None:
        return section(line)
    acts_on = say(viewer, "Choose a new owner instead of {name}", name=one_line(left.owner.name, 40))
    return section(line, button(say(viewer, "Choose a new owner"), Action.HAND_OVER, left.key, acts_on=acts_on))


def _unreported(glance: WorkspaceGlance, viewer: Viewer) -> str:
    shown = [f"<#{channel_id}>" for channel_id in glance.unreported[:MOST_CHANNELS]]
    more = len(glance.unreported) - len(shown) + glance.unreported_elsewhere
    if more:
        shown.append(say_counted(viewer, "{count} more channel", "{count} more channels", more))
    return say(
        viewer,
        "No report goes to {channels}. To turn it on, type {command} there.",
        channels=listed(viewer, shown),
        command="`/digest every monday 09:00`",
    )
