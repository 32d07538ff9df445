"""The Home tab: what is due from somebody, and how they are asked. Each of its other parts has a module of its own."""

from collections.abc import Sequence

from bot.domain.due import DueState
from bot.results.due import DueItem
from bot.results.home import HomePage, NextDue, OwnMonth, OwnSettings
from bot.results.names import Viewer
from bot.views.absences import home_lines
from bot.views.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    header,
    home,
    listing,
    said,
    section,
)
from bot.views.days import near_day, weekdays, zone_name
from bot.views.holiday_calendars import holiday_line
from bot.views.home_admin import workspace_blocks
from bot.views.home_concerns import answered_for
from bot.views.home_numbers import own_numbers
from bot.views.home_steps import first_steps
from bot.views.ids import Action
from bot.views.readings import check_in_button
from bot.views.settings import own_reports
from bot.views.speech import say, say_counted
from bot.views.wording import item_name

MOST_DUE = 5
"""More are in the check-in itself."""


def home_view(page: HomePage, viewer: Viewer) -> View:
    """All of it, for the person who looks."""
    blocks = [
        *([] if page.sees_all else [_not_all(viewer)]),
        *(first_steps(page.begun, viewer) if page.begun else []),
        *_due(page, viewer),
        *own_numbers(page.page, viewer),
        *(answered_for(page.answered, viewer) if page.answered else []),
        *_you(page.settings, page.month, viewer),
        *(workspace_blocks(page.workspace, viewer) if page.workspace else []),
    ]
    return home(blocks)


def _not_all(viewer: Viewer) -> Block:
    return context(
        say(
            viewer,
            "Slack does not say at the moment who is in some channels, so what lives there is left out. "
            "Open this again in a minute.",
        )
    )


# What is due


def _due(page: HomePage, viewer: Viewer) -> list[Block]:
    if page.due:
        return [
            header(say(viewer, "Due from you")),
            *_what_is_due(page.due, viewer),
            actions(check_in_button(len(page.due), viewer)),
        ]
    if not page.page.of:
        return []  # there is nothing of theirs that could fall due
    return [header(say(viewer, "Due from you")), section(_nothing_due(page.next_due, viewer))]


def _what_is_due(items: Sequence[DueItem], viewer: Viewer) -> list[Block]:
    missed = sum(item.state is DueState.MISSED for item in items)
    now = len(items) - missed
    counted = [say_counted(viewer, "{count} reading is due", "{count} readings are due", now)] if now else []
    if missed:
        late = say_counted(
            viewer,
            "{count} was missed and can still be given",
            "{count} were missed and can still be given",
            missed,
        )
        counted.append(late)
    ordered = sorted(items, key=lambda item: item.state is DueState.MISSED)
    lines = [f"• {item_name(item, viewer)}" for item in ordered]
    return [section(f"*{' · '.join(counted)}*"), *listing(lines, viewer, most=MOST_DUE)]


def _nothing_due(upcoming: NextDue | None, viewer: Viewer) -> str:
    if upcoming is None:
        return say(viewer, "Nothing is due from you.")
    return say_counted(
        viewer,
        "Nothing is due from you. Next: {day}, {count} reading.",
        "Nothing is due from you. Next: {day}, {count} readings.",
        upcoming.readings,
        day=near_day(upcoming.on, viewer),
    )


# How they are asked


def _you(settings: OwnSettings, month: OwnMonth, viewer: Viewer) -> list[Block]:
    when = say(
        viewer,
        "If something is due, I write at {time} on {days}, {zone} time.",
        time=f"{settings.reminder_at:%H:%M}",
        days=weekdays(settings.working_days, viewer),
        zone=said(zone_name(settings.zone, viewer)),
    )
    change = say(viewer, "Change")
    acts_on = say(viewer, "Change when I write to you")
    blocks = [
        header(say(viewer, "You")),
        section(when, button(change, Action.OWN_SETTINGS, acts_on=acts_on)),
        context(holiday_line(settings, viewer)),
        *([context(reports)] if (reports := own_reports(settings, viewer)) else []),
        *home_lines(settings.away, viewer, by_status=settings.is_away_by_status),
    ]
    is_quiet = not month.pings and not _settled(month)
    return blocks if is_quiet else [*blocks, context(_month(month, viewer))]


def _settled(month: OwnMonth) -> int:
    """How many readings were wanted of them, whatever became of those."""
    return month.asked.total() - month.asked[DueState.DUE] - month.asked[DueState.EXCUSED]


def _month(month: OwnMonth, viewer: Viewer) -> str:
    settled = _settled(month)
    written = say_counted(
        viewer, "I wrote to you once this month.", "I wrote to you {count} times this month.", month.pings
    )
    if not settled:
        return say(viewer, "{sentence} (Only you see this.)", sentence=written)
    kept = say_counted(
        viewer,
        "You gave {on_time} of {count} reading on time.",
        "You gave {on_time} of {count} readings on time.",
        settled,
        on_time=month.asked[DueState.ON_TIME],
    )
    return say(viewer, "{sentence} {more} (Only you see this.)", sentence=written, more=kept)
