"""The daily reminder to an owner: one message that fills in as readings arrive and ends as a receipt."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.due import DueState
from bot.results.due import DueItem
from bot.results.names import AuthorName, PersonName, Viewer
from bot.results.reminders import Reminder, ReminderItem
from bot.views.blocks import Block, Message, actions, context, listing, message, said, section
from bot.views.readings import check_in_button, due_name, last
from bot.views.wording import (
    code,
    counted,
    instant,
    item_name,
    joined,
    lateness,
    name,
    period,
    status_beside_value,
    value,
    weekday_and_day,
)

# The states in which nothing more is asked for, in words.
_SETTLED = {
    DueState.ON_TIME: "given",
    DueState.LATE: "given late",
    DueState.NO_DATA: "no data",
    DueState.EXCUSED: "excused",
}


def reminder(asked: Reminder, viewer: Viewer) -> Message:
    """The message as it should look now: what is due, what has been answered, and when the bot will next speak."""
    open_items, answered = _sorted(asked.items)
    receipt = listing([_answered_line(item, asked.owner, viewer) for item in answered])
    if asked.replaced_by is not None:
        return message(_pointer(asked.replaced_by), *receipt)
    if not open_items:
        return message(section(f"*All done for {weekday_and_day(asked.on, viewer)}*"), *receipt)
    return message(
        section(f"*{_how_many(open_items)}*"),
        *listing(_open_lines(open_items, viewer)),
        *receipt,
        actions(check_in_button()),
        context(*_footer(asked, open_items, viewer)),
    )


def second_ping(asked: Reminder, viewer: Viewer) -> Message:
    """The short second ping in the thread: what is still open, and how to answer."""
    open_items, answered = _sorted(asked.items)
    if asked.replaced_by is not None:
        return message(_pointer(asked.replaced_by))
    if not open_items:
        # How each reading stands is said above, in the reminder that begins the thread.
        given = [_answered_line(item, asked.owner, viewer, with_status=False) for item in answered]
        return message(section("Nothing is open any more."), *listing(given, most=10))
    return message(
        section("*Still open*" if not _all_missed(open_items) else f"*{_how_many(open_items)}*"),
        *listing(_open_lines(open_items, viewer), most=10),
        *_how_to_answer(open_items),
        actions(check_in_button()),
        context(*_footer(replace(asked, ping=2), open_items, viewer)),
    )


def not_theirs_any_more() -> Message:
    """A reminder of what its reader does not own or see any more: it tells nothing about that."""
    return message(section("What this asked for is not yours to give any more. Nothing is left to do."))


def _how_to_answer(open_items: list[ReminderItem]) -> list[Block]:
    """What to press and what to type; nothing where a missed reading's own command stands above already."""
    if any(_is_missed(item) for item in open_items):
        return []
    example = code(f"/reading {open_items[0].due.indicator.key} <value>")
    return [section(f"Press *Check in*, or type {example}")]


def _pointer(address: str) -> Block:
    newer = f"<{address}|a newer message>" if address else "a newer message"
    return section(f"What is open has moved to {newer}.")


def _sorted(items: tuple[ReminderItem, ...]) -> tuple[list[ReminderItem], list[ReminderItem]]:
    """What is open, and what needs nothing any more."""
    settled = [item for item in items if item.answer or item.due.state in _SETTLED]
    return [item for item in items if item not in settled], settled


def _is_missed(item: ReminderItem) -> bool:
    return item.due.state is DueState.MISSED


def _all_missed(open_items: list[ReminderItem]) -> bool:
    return all(_is_missed(item) for item in open_items)


def _how_many(open_items: list[ReminderItem]) -> str:
    """ "1 reading is due", "2 readings were missed", "1 reading is due, 2 were missed"."""
    missed = sum(_is_missed(item) for item in open_items)
    due = len(open_items) - missed
    were = "was" if missed == 1 else "were"
    if not due:
        return f"{counted(missed, 'reading')} {were} missed"
    asked = f"{counted(due, 'reading')} {'is' if due == 1 else 'are'} due"
    return f"{asked}, {missed} {were} missed" if missed else asked


def _open_lines(open_items: list[ReminderItem], viewer: Viewer) -> list[str]:
    """A line for each; where all were missed, the headline says so for them."""
    missed = "" if _all_missed(open_items) else "missed, "
    return [
        _missed_line(item.due, viewer, missed) if _is_missed(item) else _due_line(item.due, viewer)
        for item in open_items
    ]


def _due_line(item: DueItem, viewer: Viewer) -> str:
    return f"• {due_name(item, viewer)}{last(item, viewer)}"


def _missed_line(item: DueItem, viewer: Viewer, missed: str) -> str:
    of = period(item.period, item.indicator.cadence, viewer)
    how = code(f"/reading {item.indicator.key} <value> for {of}")
    return f"• {due_name(item, viewer)}: {missed}can still be given with {how}"


def _answered_line(item: ReminderItem, owner: PersonName, viewer: Viewer, *, with_status: bool = True) -> str:
    named = item_name(item.due, viewer)
    if item.answer is None:
        return f"– {named}: {_SETTLED.get(item.due.state, 'given')}"
    by = _from_whom(item.answer.by, owner)
    if item.answer.value is None:
        because = f": {said(item.answer.note)}" if item.answer.note else ""
        return f"✓ {named}: no data{by}{because}"
    late = ", late" if item.due.state is DueState.LATE else ""
    given = f"✓ {named}: *{value(item.answer.value, item.due.indicator, viewer)}*{by}{late}."
    assessment = item.answer.assessment if with_status else None
    return f"{given} {status_beside_value(assessment, viewer)}" if assessment else given


def _from_whom(author: AuthorName, owner: PersonName) -> str:
    """ " from Bob", or nothing where the owner gave it."""
    is_the_owner = isinstance(author, PersonName) and author.user_id == owner.user_id
    return "" if is_the_owner else f" from {name(author)}"


def _footer(asked: Reminder, open_items: list[ReminderItem], viewer: Viewer) -> list[str]:
    """The contract: which ping this is, when the next one comes, and what happens after it."""
    parts = [_contract(asked, open_items, viewer)]
    if asked.late_by:
        parts.append(f"Sent {lateness(asked.late_by)} later than planned.")
    return parts


def _contract(asked: Reminder, open_items: list[ReminderItem], viewer: Viewer) -> str:
    if _all_missed(open_items):
        return "There are no more reminders for this."
    coming = ""
    if asked.ping == 1 and asked.next_ping_at:
        coming = f" Next: {instant(asked.next_ping_at, viewer)} your time."
    return f"{asked.ping} of 2.{coming} {_what_follows(asked, open_items, viewer)}"


def _what_follows(asked: Reminder, open_items: list[ReminderItem], viewer: Viewer) -> str:
    """ "After Wed 1 April it counts as missed and Bob sees it.": the last day on which it still counts."""
    sees = _who_sees_it(asked)
    if asked.grace_ends_at is None:
        return f"What stays open counts as missed{sees}."
    what = "it counts" if len(open_items) == 1 else "what is open counts"
    return f"After {_last_day_of(asked.grace_ends_at, viewer)} {what} as missed{sees}."


def _who_sees_it(asked: Reminder) -> str:
    if not asked.escalates_to:
        return ""
    verb = "sees" if len(asked.escalates_to) == 1 else "see"
    return f" and {joined([said(who, 80) for who in asked.escalates_to])} {verb} it"


def _last_day_of(grace_ends_at: datetime, viewer: Viewer) -> str:
    # The end of a day is the first instant of the next one.
    last_moment = (grace_ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(viewer.zone))
    return weekday_and_day(last_moment.date(), viewer)
