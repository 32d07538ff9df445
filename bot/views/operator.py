"""What administrators are told about the bot's own troubles."""

from datetime import datetime

from bot.views.blocks import Message, message, said_at_length, section


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
    *, began_at: datetime, ended_at: datetime, late_reminders: int, late_digests: int, dropped_digests: int
) -> str:
    """What happened to messages around a long downtime, in one line."""
    return (
        f"Outcome Bot was down from {_instant(began_at)} to {_instant(ended_at)}. "
        f"Reminders sent late, each covering all that was missed: {late_reminders}. "
        f"Digests posted late: {late_digests}. Digests left out, covered by the next one: {dropped_digests}. "
        "Readings that were due then have got a longer grace."
    )


def _instant(at: datetime) -> str:
    return at.strftime("%d %b %Y %H:%M UTC")
