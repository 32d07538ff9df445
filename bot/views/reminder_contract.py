"""What stands below a reminder: the ways to answer it, and when the bot will next speak and what happens then."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.results.names import Viewer
from bot.results.reminders import Reminder, ReminderItem
from bot.views.blocks import Block, actions, button, overflow
from bot.views.days import lateness, near_day, near_instant, weekday_and_day
from bot.views.ids import Action, More
from bot.views.readings import check_in_button
from bot.views.speech import listed, say, say_counted
from bot.views.wording import name

MOST_NAMED = 2
"""More people than these are not named: it would read as a list of whom to fear."""


def ways_to_answer(open_items: Sequence[ReminderItem], viewer: Viewer, *, may_wait: bool = True) -> Block:
    """The check-in, that there is no figure, and the ways to be asked another day or not at all."""
    count = len(open_items)
    return actions(
        check_in_button(count, viewer),
        button(
            say(viewer, "No figure…"),
            Action.NO_FIGURE,
            acts_on=say_counted(viewer, "No figure: {count} reading", "No figure: {count} readings", count),
        ),
        *([_tomorrow(count, viewer)] if may_wait else []),
        overflow(
            Action.MORE,
            {More.HAND_OVER: say(viewer, "Hand over…"), More.AWAY: say(viewer, "Away until…")},
        ),
    )


def _tomorrow(count: int, viewer: Viewer) -> dict[str, Any]:
    acts_on = say_counted(viewer, "Tomorrow: {count} reading", "Tomorrow: {count} readings", count)
    return button(say(viewer, "Tomorrow"), Action.PUT_OFF, acts_on=acts_on)


def common_day(open_items: Sequence[ReminderItem]) -> date | None:
    """The last day of most of these, the later one where two are as common; those of which it does not hold say so."""
    days = Counter(item.last_day for item in open_items if item.last_day is not None)
    return max(days, key=lambda day: (days[day], day)) if days else None


def own_day(item: ReminderItem, common: date | None, viewer: Viewer) -> str:
    """ "closes today", where that is another day than the footer names; else nothing."""
    if item.last_day is None or item.last_day == common:
        return ""
    return say(viewer, "_closes {day}_", day=near_day(item.last_day, viewer))


def footer(
    asked: Reminder, chased: Sequence[ReminderItem], silent: Sequence[ReminderItem], viewer: Viewer
) -> list[str]:
    """The contract for what is `chased` and what is only asked about: when the bot will next speak, what happens after
    that, and who hears of it.
    """
    parts = [_contract(asked, [*chased, *silent], viewer, is_chased=bool(chased))]
    if asked.late_by:
        parts.append(say(viewer, "Sent {time} later than planned.", time=lateness(asked.late_by, viewer)))
    return parts


def _contract(asked: Reminder, open_items: Sequence[ReminderItem], viewer: Viewer, *, is_chased: bool) -> str:
    follows = _what_follows(asked, open_items, viewer)
    if not is_chased:
        return say(viewer, "I ask about this once a week at most. {what_follows}", what_follows=follows)
    if asked.waits_for_return:
        return _on_return(asked, viewer)
    if asked.next_ping_at is None:
        return say(viewer, "This is the last time I ask. {what_follows}", what_follows=follows)
    again = near_instant(asked.next_ping_at, viewer)
    return say(viewer, "I ask once more, {when}. {what_follows}", when=again, what_follows=follows)


def _on_return(asked: Reminder, viewer: Viewer) -> str:
    names = listed(viewer, [name(each) for each in asked.stand_ins])
    if not names:
        return say(
            viewer,
            "Your Slack status says that you are away: I ask once more when you are back. "
            "What closes before then is excused.",
        )
    if asked.is_all_stood_in_for:
        return say(
            viewer,
            "Your Slack status says that you are away: I ask once more when you are back, and {names} until then.",
            names=names,
        )
    return say(
        viewer,
        "Your Slack status says that you are away: I ask once more when you are back, and {names} until then for what "
        "they stand in for. What else closes before then is excused.",
        names=names,
    )


def _what_follows(asked: Reminder, open_items: Sequence[ReminderItem], viewer: Viewer) -> str:
    """ "After Wed 1 April it counts as missed, and the next digest in #shelter says so.": the last day on which it can
    be given in time.
    """
    common, who = common_day(open_items), _who_says_so(asked, viewer)
    if asked.is_excused_later:
        return say(viewer, "You are away on the last day for it, so what stays open is excused.")
    if common is None:
        return say(viewer, "What stays open counts as missed.")
    parts = {"day": weekday_and_day(common, viewer), "who": listed(viewer, who)}
    match len(open_items) == 1, len(who):
        case True, 0:
            return say(viewer, "After {day} it counts as missed.", **parts)
        case True, 1:
            return say(viewer, "After {day} it counts as missed, and {who} says so.", **parts)
        case True, _:
            return say(viewer, "After {day} it counts as missed, and {who} say so.", **parts)
        case _, 0:
            return say(viewer, "What is open after {day} counts as missed.", **parts)
        case _, 1:
            return say(viewer, "What is open after {day} counts as missed, and {who} says so.", **parts)
        case _:
            return say(viewer, "What is open after {day} counts as missed, and {who} say so.", **parts)


def _who_says_so(asked: Reminder, viewer: Viewer) -> list[str]:
    """ "the next digest in #shelter", "a weekly note to Dora", or both; nothing where nobody is told."""
    says = []
    if asked.reported_in:
        channels = listed(viewer, [f"<#{channel_id}>" for channel_id in asked.reported_in])
        says.append(say(viewer, "the next digest in {channels}", channels=channels))
    if asked.told:
        names = listed(viewer, [name(each) for each in asked.told])
        says.append(
            say(viewer, "a weekly note to {names}", names=names)
            if len(asked.told) <= MOST_NAMED
            else say(viewer, "a weekly note to those who answer for it")
        )
    return says
