"""What is kept about a message: its kind, where it is in its life, and why it was not sent. Views put it into words."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Priority(IntEnum):
    """Smaller goes first."""

    ANSWER = 0
    """Somebody asked for it and waits."""
    NOTICE = 1
    REMINDER = 2
    SECOND_PING = 3
    DIGEST = 4
    BACKGROUND = 5


class Carrier(StrEnum):
    """How a message leaves, which decides what can be done when nobody knows whether it arrived."""

    POST = "post"
    """`chat.postMessage`: looked for in Slack's history, by the key that it carries."""
    FILE = "file"
    """A file with a text beside it: looked for in Slack's history, by the id under which it was put up."""
    HOME = "home"
    """`views.publish`: the newest replaces what was there, so it is simply done again."""
    CALL = "call"
    """An HTTP request to another system: done again with the same `Idempotency-Key`."""

    @property
    def can_be_repeated(self) -> bool:
        """Whether doing it twice is the same as doing it once."""
        return self in (Carrier.HOME, Carrier.CALL)


class MessageKind(StrEnum):
    """What a message is about."""

    ANSWER = "answer"
    """What somebody who wrote to the bot is answered."""
    REMINDER = "reminder"
    SECOND_PING = "second_ping"
    DIGEST = "digest"
    NOTICE = "notice"
    """What somebody has to know about the bot itself: see `Template`."""
    FILE = "file"
    HOME = "home"
    CALL = "call"

    @property
    def priority(self) -> Priority:
        """How urgent it is, unless somebody waits for it."""
        return Priority[self.name] if self.name in Priority.__members__ else Priority.BACKGROUND

    @property
    def carrier(self) -> Carrier:
        """How it leaves."""
        return Carrier[self.name] if self.name in Carrier.__members__ else Carrier.POST


PINGS = (MessageKind.REMINDER, MessageKind.SECOND_PING)
"""Messages that ask an owner for readings."""


class MessageState(StrEnum):
    """Where a message is in its life."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    """Slack may have it or not."""
    PROBING = "probing"
    """It is being looked for."""
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


IN_DOUBT = (MessageState.SENDING, MessageState.UNKNOWN, MessageState.PROBING)
"""States in which nobody can say whether it arrived."""
UNDECIDED = (MessageState.QUEUED, *IN_DOUBT)
"""States in which there is something left to do."""


class SkipReason(StrEnum):
    """Why something that the calendar calls for was not sent."""

    # A reminder that was not even planned.
    NOTHING_DUE = "nothing_due"
    AWAY = "away"
    DAY_OFF = "day_off"
    DO_NOT_DISTURB = "do_not_disturb"
    ASKED_ENOUGH = "asked_enough"
    NOBODY_TO_ASK = "nobody_to_ask"
    OUT_OF_SIGHT = "out_of_sight"
    OUTSIDE_HOURS = "outside_hours"
    RECENT_MESSAGE = "recent_message"
    MOVED_ZONE = "moved_zone"
    STILL_SENDING = "still_sending"
    NOT_RUNNING = "not_running"
    PUT_OFF = "put_off"
    # A message that was planned and given up.
    ANSWERED = "answered"
    NEWER_MESSAGE = "newer_message"
    TOO_LATE = "too_late"
    NO_SUBSCRIPTION = "no_subscription"
    # A digest.
    ARCHIVED = "archived"
    NO_OUTCOMES = "no_outcomes"
    COVERED_BY_NEXT = "covered_by_next"
    # A whole workspace.
    LOCKED_OUT = "locked_out"


class FailureCode(StrEnum):
    """What went wrong with an attempt."""

    REFUSED = "refused"
    """Slack, or another system, said no; `detail` is its own name for why."""
    STATUS = "status"
    """An answer without a name for what was wrong; `detail` is the HTTP status."""
    NOT_CONNECTED = "not_connected"
    NO_ANSWER = "no_answer"
    """The connection broke or the time ran out before the answer."""
    UNEXPECTED = "unexpected"
    NO_ADDRESS = "no_address"
    """Slack said yes and not where the message is."""
    TURN_TOO_LATE = "turn_too_late"
    """So little of the lease was left that it was not tried."""
    SENDER_GONE = "sender_gone"
    """The process that held it went quiet."""
    CANNOT_RENDER = "cannot_render"
    """It could not be put together; the log says why."""
    NEVER_CLEAR = "never_clear"
    """Several attempts, and Slack never said what became of them."""
    SIGHT_UNCERTAIN = "sight_uncertain"
    """Slack does not say whether its reader may still see what it tells."""
    UNREADABLE = "unreadable"
    """Slack's history could not be read; `detail` is why."""


@dataclass(frozen=True)
class Failure:
    """What went wrong, and the other side's own words for it."""

    code: FailureCode
    detail: str = ""

    def __str__(self) -> str:
        """For the log."""
        return f"{self.code}: {self.detail}" if self.detail else str(self.code)


class Template(StrEnum):
    """What a notice says. Its arguments are ids; who reads it, and when, decides the words."""

    UNDELIVERABLE = "undeliverable"
    """{"message": the message that can never arrive}"""
    NOT_IN_CHANNEL = "not_in_channel"
    """{"channel": Slack's id of the private channel that the bot is not in}"""
    WAS_AWAY = "was_away"
    """{"outage": the stretch in which the bot was down}"""
    NOBODY_TO_ASK = "nobody_to_ask"
    """{"owner": the person who owns indicators and cannot be asked any more}"""
    OWNER_OUT_OF_SIGHT = "owner_out_of_sight"
    """{"indicator": the one whose owner does not see it any more}"""
    CHANNEL_OUT_OF_REACH = "channel_out_of_reach"
    """{"channel": Slack's id of the channel about which it tells the bot nothing any more}"""
    NOT_HEARING = "not_hearing"
    """{"since": when Slack was last heard, "code" and "detail": why, and if it is over by now "until"}"""
    CLOCK_WAS_AHEAD = "clock_was_ahead"
    """{"until": the instant that it told at most}"""
    WELCOME = "welcome"
    """{}: what the bot is for, once for each person"""
    NEW_OUTCOME = "new_outcome"
    """{"outcome": the one that lives in this channel from now on, "by": the person who wrote it down}"""
    ANSWERS_FOR = "answers_for"
    """{"outcome": the one that its reader answers for, "by": the person who says so}"""
    NEW_OWNER = "new_owner"
    """{"indicator": the one whose readings its reader is asked for, "by": the person who says so}"""
    OUTCOME_CLOSED = "outcome_closed"
    """{"closing": the closing that a channel is told of}"""
    INDICATOR_INTERRUPTED = "indicator_interrupted"
    """{"interruption": what somebody did with an indicator that its owner is told of}"""
    HANDOVER_OFFERED = "handover_offered"
    """{"handover": the offer, for whoever is asked to keep an indicator}"""
    HANDOVER_ANSWERED = "handover_answered"
    """{"handover": the offer, for whoever made it and whoever is the owner}"""
    HANDOVER_TOOK_EFFECT = "handover_took_effect"
    """{"handover": what took effect without a word from the new owner, "went_back": whether its time is over}"""
    MISSING = "missing"
    """{"week": the week of the note, by its first day}: what is missing of what its reader answers for"""
    ASKED_FOR = "asked_for"
    """{"indicator": the one for which its owner is asked, "by": the person who asks}"""
    ASKED_ABOUT = "asked_about"
    """{"indicator": the one about which its owner is asked, "by": the person who asks, "digest": the message under
    which it was asked, if that is known}"""
    QUESTION_ANSWERED = "question_answered"
    """{"note": what the owner answered, "by": the person who asked}"""
    OUTCOME_BELOW = "outcome_below"
    """{"outcome": the one whose numbers are shown in full below a digest}"""
    DIGEST_OFF = "digest_off"
    """{"by": the person who switched the digests of this channel off}"""
    WELCOME_BACK = "welcome_back"
    """{"absence": the one that is over, for whoever was away}"""
    WEEKLY_REPORT = "weekly_report"
    """{"week": the week of the note, by its first day}, and once it is sent "first", "last" and "facts": the days that
    it was about and the states that it showed. Everything that its reader answers for, and what is missing of it"""
    DIGEST_PREVIEW = "digest_preview"
    """{"channel": the row of the channel whose digest is shown before it is posted, "on": its nominal date}"""
    CLOSING_PROPOSED = "closing_proposed"
    """{"ended": the outcomes that have come to their end, each with that day}"""
