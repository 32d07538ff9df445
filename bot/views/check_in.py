"""The check-in: everything that is due, answered in one form. What was missed has a step of its own, in `older`."""

from collections.abc import Sequence

from bot.domain.due import DueState
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.results.readings import RecordedReading
from bot.views.blocks import Block, View, actions, context, listing, modal, section
from bot.views.check_in_fields import Asked, fields_of
from bot.views.ids import Form
from bot.views.older import missed, older_button, older_form
from bot.views.readings import due_lines, nothing_is_due, recorded_line
from bot.views.several import wholes_of
from bot.views.speech import say, say_counted

MOST_SHOWN = 20
"""A longer form is not filled in. What does not fit is due again in the next one."""


def check_in_form(
    items: Sequence[DueItem],
    viewer: Viewer,
    *,
    next_due: DueItem | None = None,
    asked: Asked | None = None,
) -> View:
    """One input for each due reading, in block `reading_field(due_id)`: radio buttons for yes or no and for a scale, a
    field to type in for the others. Where there are few, each has a note in `note_field(due_id)` and how sure one is in
    `sure_field(due_id)`. Any of them may stay empty; "n/d why" says there is no data.

    What is due now is asked for, and what was missed is behind a button; where nothing is due now, what was missed is
    asked for at once. `asked` is what the form was filled in with, and asks about. Where nothing is open, `next_due` is
    what comes next.
    """
    if not items:
        return nothing_due(viewer, next_due=next_due)
    due_now = [item for item in items if item.state is not DueState.MISSED]
    older = missed(items)
    if not due_now:
        return older_form(older, viewer, asked=asked)
    blocks = [
        context(say(viewer, "Leave empty what you do not have yet. Where there is no data, type n/d and the reason.")),
        *fields_of(due_now, viewer, most=MOST_SHOWN, asked=asked),
    ]
    if older:
        blocks.append(actions(older_button(len(older), viewer)))
    return modal(
        say(viewer, "Check in"),
        blocks,
        callback=Form.CHECK_IN,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=asked.carried() if asked else "",
    )


def check_in_done(readings: Sequence[RecordedReading], still_open: Sequence[DueItem], viewer: Viewer) -> View:
    """What the form recorded, what it did to each status, and what is still open."""
    blocks: list[Block] = []
    if readings:
        title = say_counted(viewer, "*{count} reading saved*", "*{count} readings saved*", len(readings))
        blocks += [section(title), *listing([recorded_line(reading, viewer) for reading in readings], viewer)]
        blocks += wholes_of(readings, viewer)
    else:
        blocks.append(section(say(viewer, "Nothing was filled in, so nothing was saved.")))
    if still_open:
        title = say(viewer, "*Still open*")
        blocks += [section(title), *listing(due_lines(still_open, viewer), viewer)]
    elif readings:
        blocks.append(section(say(viewer, "Nothing else is open.")))
    return modal(say(viewer, "Check in"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


def nothing_due(viewer: Viewer, *, next_due: DueItem | None = None) -> View:
    """The check-in of somebody who has nothing open."""
    text = section(nothing_is_due(viewer, next_due))
    return modal(say(viewer, "Check in"), [text], callback=Form.NOTICE, close=say(viewer, "Close"))
