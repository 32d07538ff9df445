"""What is to come, a line each, for the operator."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.messages import MessageKind, SkipReason
from bot.results.plan import Entry, HeldBack, Planned

_WHY = {
    SkipReason.NOTHING_DUE: "nothing is due",
    SkipReason.AWAY: "they are away",
    SkipReason.DAY_OFF: "it is a public holiday, or a day off of the company; the next message covers it",
    SkipReason.DO_NOT_DISTURB: "they do not want to be disturbed in Slack; the next message covers it",
    SkipReason.ASKED_ENOUGH: "asked twice already, or asked less than a working day ago",
    SkipReason.NOBODY_TO_ASK: "the account is deactivated, so there is nobody to ask",
    SkipReason.OUT_OF_SIGHT: "they are not in the channel where it lives, so there is nobody to ask",
    SkipReason.OUTSIDE_HOURS: "it is outside the owner's hours; the next message covers it",
    SkipReason.RECENT_MESSAGE: "another message went out within twelve hours",
    SkipReason.MOVED_ZONE: "this date's message went out before they moved to another zone",
    SkipReason.STILL_SENDING: "an earlier message is still being sent",
    SkipReason.NOT_RUNNING: "the indicator is paused",
    SkipReason.PUT_OFF: "they have put it off",
    SkipReason.ANSWERED: "everything it names has been answered",
    SkipReason.NEWER_MESSAGE: "a newer message names the same",
    SkipReason.TOO_LATE: "its time had passed",
    SkipReason.NO_SUBSCRIPTION: "the channel has no digest any more",
    SkipReason.ARCHIVED: "the channel is archived, so nobody can post there",
    SkipReason.NO_OUTCOMES: "no outcomes here",
    SkipReason.COVERED_BY_NEXT: "over a day late: the next one covers it",
    SkipReason.LOCKED_OUT: "Slack refuses our token: {detail}",
}


def plan_line(entry: Entry, zone: ZoneInfo) -> str:
    """The line, with the time in that zone."""
    match entry:
        case Planned(at, kind, to, about, fetched):
            asked_at = {each.about: each.asked_at for each in fetched}
            named = [f"{each}{_unless(asked_at[each], zone)}" if each in asked_at else each for each in about]
            return f"{local(at, zone)}  {_kind(kind)} to {to}: {', '.join(named)}"
        case HeldBack(at, kind, to, reason, detail):
            return f"{local(at, zone)}  held back  {_kind(kind)} to {to}: {why(reason, detail)}"


def why(reason: SkipReason, detail: str = "") -> str:
    """Why something is not sent, in words."""
    return _WHY[reason].format(detail=detail)


def local(at: datetime, zone: ZoneInfo) -> str:
    """ "Mon 2026-03-30 09:00", in that zone."""
    return at.astimezone(zone).strftime("%a %Y-%m-%d %H:%M")


def _unless(asked_at: datetime, zone: ZoneInfo) -> str:
    return f" (unless its system answers at {asked_at.astimezone(zone):%a %H:%M})"


def _kind(kind: MessageKind | None) -> str:
    return "everything" if kind is None else kind.replace("_", " ")
