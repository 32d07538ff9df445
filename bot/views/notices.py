"""What people are told about the bot itself: its own troubles, and what only they can mend."""

from bot.domain.messages import Failure, FailureCode
from bot.results.names import Viewer
from bot.results.notices import (
    ChannelOutOfReach,
    ClockWasAhead,
    NobodyToAsk,
    NotHearing,
    Notice,
    NotInChannel,
    OwnerOutOfSight,
    Undeliverable,
    WasAway,
)
from bot.views.blocks import Message, actions, button, listing, message, said, said_at_length, section
from bot.views.ids import Action
from bot.views.wording import code, counted, instant, key, name

MOST_LISTED = 10

_FAILED = {
    FailureCode.REFUSED: "{detail}",
    FailureCode.STATUS: "status {detail}",
    FailureCode.NOT_CONNECTED: "Slack could not be reached",
    FailureCode.NO_ANSWER: "Slack did not answer",
    FailureCode.UNEXPECTED: "an unexpected error, see the log",
    FailureCode.NO_ADDRESS: "Slack's answer names no message",
    FailureCode.TURN_TOO_LATE: "its turn came too late",
    FailureCode.SENDER_GONE: "the process that was sending it went quiet",
    FailureCode.CANNOT_RENDER: "it cannot be put together, see the log",
    FailureCode.NEVER_CLEAR: "three attempts, and Slack never said what became of them",
    FailureCode.SIGHT_UNCERTAIN: "Slack does not say whether its reader may still see what it tells",
    FailureCode.UNREADABLE: "Slack's history cannot be read ({detail})",
}


def notice(content: Notice, viewer: Viewer) -> Message:
    """The direct message."""
    match content:
        case Undeliverable(message_key, failure):
            said_plainly = f"A message could not be delivered ({message_key}): {explained(failure)}."
            return message(section(said_at_length(said_plainly)))
        case NotInChannel():
            return message(section(said_at_length(_NOT_IN_CHANNEL)))
        case WasAway():
            return message(section(said_at_length(_was_away(content, viewer))))
        case NobodyToAsk():
            return _nobody_to_ask(content)
        case OwnerOutOfSight():
            return _owner_out_of_sight(content)
        case ChannelOutOfReach(channel_id):
            return message(section(_CHANNEL_OUT_OF_REACH.format(channel=channel_id)))
        case NotHearing():
            return message(section(said_at_length(_not_hearing(content, viewer))))
        case ClockWasAhead(until):
            return message(section(said_at_length(_CLOCK_WAS_AHEAD.format(until=instant(until, viewer)))))


def explained(failure: Failure) -> str:
    """What went wrong, in words; the other side's own name for it where it gave one."""
    return _FAILED[failure.code].format(detail=failure.detail)


_NOT_IN_CHANNEL = (
    "Your outcome is saved. Its channel is private and I am not in it, so its digest cannot be posted there yet. "
    "Open the channel and type /invite @Outcome Bot"
)


_CHANNEL_OUT_OF_REACH = (
    "I am not in <#{channel}> any more, so Slack does not tell me who is. Until it does, nobody sees the outcomes that "
    "live there, and nobody is asked for their readings. To put that right, open the channel and type "
    "/invite @Outcome Bot"
)


def _owner_out_of_sight(content: OwnerOutOfSight) -> Message:
    """Who is not asked any more, why, and the two ways on."""
    return message(
        section(
            f"*{said(content.indicator.name)} {key(content.indicator.key)} needs somebody to ask.* "
            f"{name(content.owner)} owns it and is not in <#{content.channel_id}>, where it lives: they do not see it "
            "and are not reminded any more."
        ),
        section(
            "Choose somebody else, or invite them to the channel again. Until then anybody who is in it can give a "
            f"reading: {code(f'/reading {content.indicator.key} <value>')}"
        ),
        actions(button("Choose a new owner", Action.HAND_OVER, content.indicator.key, primary=True)),
    )


def _nobody_to_ask(content: NobodyToAsk) -> Message:
    shown = content.indicators[:MOST_LISTED]
    lines = [f"• *{said(each.name)}* {key(each.key)}" for each in shown]
    if more := len(content.indicators) - len(shown) + content.others:
        lines.append(f"… and {more} more" if lines else f"• {counted(more, 'indicator')} of private channels")
    closing = "Their readings count as missed."
    if shown:
        closing += f" Anybody who sees them can give one: {code(f'/reading {shown[0].key} <value>')}"
    return message(
        section(f"*There is nobody to ask.* {name(content.owner)} has left this workspace and still owns:"),
        *listing(lines),
        section(closing),
    )


def _was_away(content: WasAway, viewer: Viewer) -> str:
    """What happened to messages around a long downtime, as plain text: only what there was of it."""
    late, posted, dropped = content.late_reminders, content.late_digests, content.dropped_digests
    what_happened = [
        f"{_were(late, 'reminder')} sent late; {_it(late)} everything that fell due in between.",
        f"{_were(posted, 'digest')} posted late.",
        f"{_were(dropped, 'digest')} left out; the next one covers {_its(dropped)} time.",
    ]
    there_was = [line for line, count in zip(what_happened, (late, posted, dropped), strict=True) if count]
    began, ended = instant(content.began_at, viewer), instant(content.ended_at, viewer)
    return " ".join(
        [
            f"Outcome Bot was down from {began} to {ended} your time.",
            *(there_was or ["No message came late because of it."]),
            "Readings that were due then have more time before they count as missed.",
        ]
    )


_CLOCK_WAS_AHEAD = (
    "The clock of the machine that I run on was ahead for a while: it told times up to {until} your time. Reminders "
    "and digests may have come too early. What I had planned by it is planned anew, and what counted as missed because "
    "of it is due again. Whoever runs me should look at that clock."
)


def _not_hearing(content: NotHearing, viewer: Viewer) -> str:
    since, why, remedy = instant(content.since, viewer), *_UNHEARD.get(content.why.code, _UNHEARD_BY_ITSELF)
    why = why.format(detail=content.why.detail)
    if content.until is not None:
        until = instant(content.until, viewer)
        return (
            f"From {since} to {until} your time I did not hear Slack: {why}. What people typed or pressed then did not "
            "reach me."
        )
    return (
        f"Since {since} your time I do not hear Slack: {why}. Nothing that people type or press reaches me, while "
        f"reminders and digests go out. {remedy}"
    )


_UNHEARD = {
    FailureCode.REFUSED: (
        "it refuses my app-level token or Socket Mode ({detail})",
        "Whoever runs me has to look at the app's settings, and restart me if that is a new token.",
    ),
}
_UNHEARD_BY_ITSELF = (
    "the connection does not stand",
    "I go on trying. If that does not help, whoever runs me has to look at the log and the network.",
)


def _were(count: int, noun: str) -> str:
    return f"{counted(count, noun)} {'was' if count == 1 else 'were'}"


def _it(count: int) -> str:
    return "it names" if count == 1 else "each names"


def _its(count: int) -> str:
    return "its" if count == 1 else "their"
