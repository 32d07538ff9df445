"""What was missed and can still be given: filled in, or declared not to come."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from bot.domain.due import DueState
from bot.fields import Field
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.results.readings import RecordedReading
from bot.views.blocks import View, actions, button, context, listing, modal, one_line, said, section
from bot.views.check_in_fields import Asked, fields_of
from bot.views.days import period
from bot.views.ids import Action, Form, due_ids_carried, picked
from bot.views.inputs import MOST_OPTIONS, select_input, text_input
from bot.views.readings import due_lines
from bot.views.several import wholes_of
from bot.views.speech import say, say_counted
from bot.views.wording import key

MOST_TO_FILL_IN = 10
"""On a phone a longer step is not scrolled through for figures that are late already."""

MOST_AT_ONCE = 60
"""Readings that one confirmation declares. They are recorded within the three seconds that Slack waits: a hundred took
one on a busy machine."""

ALL = "all"
"""The choice of every indicator. It is no key: those are what an option carries after a sign."""


def older_button(count: int, viewer: Viewer) -> dict[str, Any]:
    """The button that opens the step."""
    acts_on = say_counted(viewer, "Older ones: {count} missed reading", "Older ones: {count} missed readings", count)
    return button(say(viewer, "Older ones ({count})", count=count), Action.OLDER, acts_on=acts_on)


def older_form(items: Sequence[DueItem], viewer: Viewer, *, asked: Asked | None = None) -> View:
    """The oldest of these missed readings as fields, in the blocks of the check-in, and the way to say that they will
    not come; `asked` is as for the check-in. Without any there is nothing to fill in.
    """
    if not items:
        nothing = section(say(viewer, "No older reading is open."))
        return modal(say(viewer, "Older ones"), [nothing], callback=Form.NOTICE, close=say(viewer, "Close"))
    acts_on = say_counted(
        viewer, "They will not come: {count} missed reading", "They will not come: {count} missed readings", len(items)
    )
    blocks = [
        context(say(viewer, "These were missed and can still be given, the oldest first. Leave empty what you lack.")),
        *fields_of(items, viewer, most=MOST_TO_FILL_IN, asked=asked),
        actions(button(say(viewer, "They will not come"), Action.NOT_COMING, acts_on=acts_on)),
    ]
    return modal(
        say(viewer, "Older ones"),
        blocks,
        callback=Form.CHECK_IN,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=asked.carried() if asked else "",
    )


def not_coming_form(items: Sequence[DueItem], viewer: Viewer) -> View:
    """Which of these open readings will not come, and why: one confirmation for all of them. It carries the numbers
    of those that the person saw counted.
    """
    if not items:
        return older_form(items, viewer)
    title = say(viewer, "They will not come") if all(map(_is_missed, items)) else say(viewer, "No figure")
    meant = items[:MOST_AT_ONCE]
    count = Counter(item.indicator.key for item in meant)
    names = {item.indicator.key: item.indicator.name for item in meant}
    options = {ALL: _all_of(items, meant, viewer)}
    if len(meant) > 1:
        options |= {
            picked(each): f"{one_line(names[each], 60)} ({number})"
            for each, number in count.most_common(MOST_OPTIONS - 1)
        }
    blocks = [
        select_input(Field.NOT_COMING, say(viewer, "Which will not come?"), options, chosen=ALL),
        text_input(Field.REASON, say(viewer, "Why is there no figure?"), placeholder=say(viewer, "Nobody counted")),
        context(say(viewer, "They count as answered with no data, and I do not ask for them again.")),
    ]
    return modal(
        title,
        blocks,
        callback=Form.NOT_COMING,
        submit=say(viewer, "Confirm"),
        close=say(viewer, "Cancel"),
        metadata=due_ids_carried(item.due_id for item in meant),
    )


def _all_of(items: Sequence[DueItem], meant: Sequence[DueItem], viewer: Viewer) -> str:
    if len(items) == 1:
        indicator = items[0].indicator
        of = period(items[0].period, indicator.cadence, viewer)
        return say(viewer, "{indicator}, {period}", indicator=one_line(indicator.name, 40), period=of)
    if len(meant) < len(items):
        return say(viewer, "The oldest ({count})", count=len(meant))
    return say(viewer, "All of them ({count})", count=len(meant))


def declared(readings: Sequence[RecordedReading], still_open: Sequence[DueItem], viewer: Viewer) -> View:
    """What will not come, a line for each indicator, and what is still open."""
    blocks = [section(_declared(readings, viewer)), *listing(_by_indicator(readings, viewer), viewer)]
    blocks += wholes_of(readings, viewer)
    if readings:
        blocks.append(context(say(viewer, "I do not ask for these again. Should one turn up, give it with /reading.")))
    if still_open:
        title = say(viewer, "*Still open*")
        blocks += [section(title), *listing(due_lines(still_open, viewer), viewer)]
    return modal(say(viewer, "No figure"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


def _declared(readings: Sequence[RecordedReading], viewer: Viewer) -> str:
    if not readings:
        return say(viewer, "Nothing of this was open any more, so nothing was changed.")
    return say_counted(
        viewer,
        "✓ No data for {count} reading: {why}",
        "✓ No data for {count} readings: {why}",
        len(readings),
        why=said(readings[0].note, 300),
    )


def _by_indicator(readings: Sequence[RecordedReading], viewer: Viewer) -> list[str]:
    count = Counter(reading.indicator.key for reading in readings)
    names = {reading.indicator.key: reading.indicator.name for reading in readings}
    return [
        say(viewer, "• {indicator}: {count}", indicator=f"*{said(names[each])}* {key(each)}", count=number)
        for each, number in count.items()
    ]


def missed(items: Sequence[DueItem]) -> list[DueItem]:
    """Those of these that were missed, in their order."""
    return list(filter(_is_missed, items))


def _is_missed(item: DueItem) -> bool:
    return item.state is DueState.MISSED
