"""What goes out in the next days and what is held back, a line each, for an administrator."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from bot.domain.calendar import local_day
from bot.domain.messages import MessageKind, SkipReason
from bot.results.names import Viewer
from bot.results.plan import Plan, PlanLine
from bot.views.blocks import Block, View, and_more, context, listing, modal, said, section
from bot.views.days import clock_time, instant, weekday_and_day
from bot.views.ids import Form
from bot.views.speech import say, say_counted
from bot.views.wording import key
from bot.words import words

MOST_A_DAY = 60
MOST_HELD_BACK = 40
MOST_SECTIONS = 90
_WHY = {
    SkipReason.AWAY: words("away"),
    SkipReason.DAY_OFF: words("a holiday; the next message covers it"),
    SkipReason.DO_NOT_DISTURB: words("not to be disturbed in Slack; the next message covers it"),
    SkipReason.ASKED_ENOUGH: words("asked twice already, or less than a working day ago"),
    SkipReason.NOBODY_TO_ASK: words("has left, so there is nobody to ask"),
    SkipReason.OUT_OF_SIGHT: words("not in the channel where it lives"),
    SkipReason.OUTSIDE_HOURS: words("outside their hours; the next message covers it"),
    SkipReason.RECENT_MESSAGE: words("another message went out within twelve hours"),
    SkipReason.MOVED_ZONE: words("that day's message went out before they moved to another zone"),
    SkipReason.STILL_SENDING: words("an earlier message is still being sent"),
    SkipReason.NOT_RUNNING: words("paused"),
    SkipReason.PUT_OFF: words("they have put it off"),
    SkipReason.ANSWERED: words("everything has been answered"),
    SkipReason.NEWER_MESSAGE: words("a newer message asks for the same"),
    SkipReason.TOO_LATE: words("its time had passed"),
    SkipReason.NO_SUBSCRIPTION: words("the channel has no report any more"),
    SkipReason.ARCHIVED: words("the channel is archived"),
    SkipReason.NO_OUTCOMES: words("no outcome lives there"),
    SkipReason.COVERED_BY_NEXT: words("over a day late; the next one covers it"),
    SkipReason.LOCKED_OUT: words("Slack refuses the bot's token"),
    SkipReason.NOTHING_DUE: words("nothing is due"),
}


def working_it_out(viewer: Viewer) -> View:
    """What stands there meanwhile."""
    return _modal([section(say(viewer, "I am working it out…"))], viewer)


def cannot_foresee(viewer: Viewer) -> View:
    """It went wrong; the log says why."""
    return _modal([section(say(viewer, "It could not be worked out now. Try again in a minute."))], viewer)


def foreseen(plan: Plan, viewer: Viewer) -> View:
    """All of it, day by day, as things stand: with each reading that comes in there is less of it."""
    blocks = [section(_summary(plan, viewer))]
    for day, lines in groupby(plan.to_come, key=lambda line: local_day(line.at, viewer.zone)):
        blocks += _day(day, list(lines), viewer)
    if plan.held_back:
        blocks += [section(say(viewer, "*Held back*")), *_held_back(plan.held_back, viewer)]
    if len(blocks) > MOST_SECTIONS:
        blocks = [*blocks[:MOST_SECTIONS], context(and_more(len(blocks) - MOST_SECTIONS, viewer))]
    if plan.unseen:
        blocks.append(
            context(
                say_counted(
                    viewer,
                    "{count} more is about channels that you are not in.",
                    "{count} more are about channels that you are not in.",
                    plan.unseen,
                )
            )
        )
    return _modal(blocks, viewer)


def _summary(plan: Plan, viewer: Viewer) -> str:
    people = {line.person for line in plan.to_come if line.person}
    reports = sum(line.kind is MessageKind.DIGEST for line in plan.to_come)
    messages = say_counted(viewer, "{count} message", "{count} messages", len(plan.to_come) - reports)
    return say(
        viewer,
        "{messages} to {people}, {reports}. Held back: {held_back}. Readings that come in meanwhile make it less.",
        messages=messages,
        people=say_counted(viewer, "{count} person", "{count} people", len(people)),
        reports=say_counted(viewer, "{count} report", "{count} reports", reports),
        held_back=len(plan.held_back),
    )


def _day(day: date, lines: Sequence[PlanLine], viewer: Viewer) -> list[Block]:
    title = f"*{weekday_and_day(day, viewer)}*"
    return listing([title, *(_to_come(line, viewer) for line in lines)], viewer, most=MOST_A_DAY)


def _to_come(line: PlanLine, viewer: Viewer) -> str:
    told = _told(line, viewer)
    if line.fetched_at is None:
        return told
    at = (instant if local_day(line.fetched_at, viewer.zone) != local_day(line.at, viewer.zone) else clock_time)(
        line.fetched_at, viewer
    )
    if line.unless_fetched == line.readings:
        return say(viewer, "{message}, unless a system answers at {time}", message=told, time=at)
    return say_counted(
        viewer,
        "{message}, {count} of them unless a system answers at {time}",
        "{message}, {count} of them unless systems answer at {time}",
        line.unless_fetched,
        message=told,
        time=at,
    )


def _told(line: PlanLine, viewer: Viewer) -> str:
    parts = {"time": clock_time(line.at, viewer), "to": _to_whom(line, viewer)}
    match line.kind:
        case MessageKind.REMINDER:
            return say_counted(
                viewer,
                "{time}  {to}: reminder, {count} reading",
                "{time}  {to}: reminder, {count} readings",
                line.readings,
                **parts,
            )
        case MessageKind.SECOND_PING:
            return say_counted(
                viewer,
                "{time}  {to}: second time of asking, {count} reading",
                "{time}  {to}: second time of asking, {count} readings",
                line.readings,
                **parts,
            )
        case MessageKind.DIGEST:
            return say(viewer, "{time}  {to}: report", **parts)
        case _:
            return say(viewer, "{time}  {to}: a message about the bot itself", **parts)


def _held_back(lines: Sequence[PlanLine], viewer: Viewer) -> list[Block]:
    told = [
        say(
            viewer,
            "{day}  {to}: {why}",
            day=weekday_and_day(local_day(line.at, viewer.zone), viewer),
            to=_to_whom(line, viewer),
            why=say(viewer, _WHY[line.reason]),
        )
        for line in lines
        if line.reason is not None
    ]
    return listing(told, viewer, most=MOST_HELD_BACK)


def _to_whom(line: PlanLine, viewer: Viewer) -> str:
    if line.person:
        return said(line.person, 80)
    if line.channel_id:
        return f"<#{line.channel_id}>"
    return key(line.key) if line.key else say(viewer, "everybody")


def _modal(blocks: list[Block], viewer: Viewer) -> View:
    return modal(say(viewer, "Next 14 days"), blocks, callback=Form.NOTICE, close=say(viewer, "Close"))
