"""What administrators are told about the bot's own troubles."""

from datetime import datetime

from bot.results.names import Viewer
from bot.views.blocks import Message, message, said_at_length, section
from bot.views.wording import counted, instant


def undeliverable(key: str, why: str) -> str:
    """The fault in one sentence, for the log and for `notice`."""
    return f"A message could not be delivered ({key}): {why}."


def not_in_channel() -> str:
    """What to do so that a private channel can get its digest."""
    return (
        "Your outcome is saved. Its channel is private and I am not in it, so its digest cannot be posted there yet. "
        "Open the channel and type /invite @Outcome Bot"
    )


def notice(sentence: str) -> Message:
    """A DM to an administrator."""
    return message(section(said_at_length(sentence)))


def was_away(
    viewer: Viewer,
    *,
    began_at: datetime,
    ended_at: datetime,
    late_reminders: int,
    late_digests: int,
    dropped_digests: int,
) -> str:
    """What happened to messages around a long downtime, as plain text: only what there was of it."""
    what_happened = [
        f"{_were(late_reminders, 'reminder')} sent late; {_it(late_reminders)} everything that fell due in between.",
        f"{_were(late_digests, 'digest')} posted late.",
        f"{_were(dropped_digests, 'digest')} left out; the next one covers {_its(dropped_digests)} time.",
    ]
    counts = (late_reminders, late_digests, dropped_digests)
    there_was = [sentence for sentence, count in zip(what_happened, counts, strict=True) if count]
    return " ".join(
        [
            f"Outcome Bot was down from {instant(began_at, viewer)} to {instant(ended_at, viewer)} your time.",
            *(there_was or ["No message came late because of it."]),
            "Readings that were due then have more time before they count as missed.",
        ]
    )


def _were(count: int, noun: str) -> str:
    return f"{counted(count, noun)} {'was' if count == 1 else 'were'}"


def _it(count: int) -> str:
    return "it names" if count == 1 else "each names"


def _its(count: int) -> str:
    return "its" if count == 1 else "their"
