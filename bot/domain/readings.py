"""What is kept beside a reading's value: how it came, and how sure its author is."""

from enum import StrEnum


class Route(StrEnum):
    """How a reading came: typed after a command, in the check-in form or in a message to the bot, from a file, from a
    source that the bot asks, from a program that called, or worked out from other readings.
    """

    COMMAND = "command"
    FORM = "form"
    MESSAGE = "message"
    IMPORT = "import"
    SOURCE = "source"
    API = "api"
    COMPUTED = "computed"


class Confidence(StrEnum):
    """How sure whoever gave a reading is of it."""

    SURE = "sure"
    FAIRLY = "fairly"
    UNSURE = "unsure"
