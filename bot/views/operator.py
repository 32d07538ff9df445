"""What administrators are told about the bot's own troubles."""

from bot.views.blocks import Message, message, said_at_length, section


def undeliverable(key: str, why: str) -> str:
    """The fault in one sentence, for the log and for `notice`."""
    return f"A message could not be delivered ({key}): {why}."


def notice(sentence: str) -> Message:
    """A DM to an administrator."""
    return message(section(said_at_length(sentence)))
