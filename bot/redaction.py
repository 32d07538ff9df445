"""What must not be printed, taken out of everything that is: tokens, tickets and passwords.

Libraries put whole addresses into their errors. Whoever reads a log is not always whoever may see a password.
"""

import logging
import re
import sys
import traceback
from collections.abc import Collection
from types import TracebackType

_HIDDEN = "…"
_SHORTEST = 4
"""Characters of a secret that is looked for by itself; a shorter one stands in every other word."""

# No pattern looks further than a bound: a long line of nonsense must not cost more than its length.
_SHAPES = (
    re.compile(r"\b(?:xox[a-z]|xoxe\.xox[a-z]|xapp)-\w[\w-]*"),  # Slack's tokens
    re.compile(r"(?<=\bticket=)[^&\s'\"<>)]+", re.IGNORECASE),  # what opens a Socket Mode connection
    re.compile(r"(?<=password=)[^&\s'\"<>)]+", re.IGNORECASE),
    # The user and password of any address, but for the example in our own advice.
    re.compile(r"(?<=://)(?!user:password@)[^\s'\"<>]{1,400}(?=@)"),
)


def redacted(text: str, secrets: Collection[str] = ()) -> str:
    """The text without anything shaped like a secret, and without these."""
    for shape in _SHAPES:
        text = shape.sub(_HIDDEN, text)
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST:
            text = text.replace(secret, _HIDDEN)
    return text


class RedactingFormatter(logging.Formatter):
    """Lines of a log, tracebacks included, without secrets."""

    def __init__(self, fmt: str, secrets: Collection[str] = ()) -> None:
        super().__init__(fmt)
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is printed."""
        return redacted(super().format(record), self._secrets)


def hide(secrets: Collection[str], *, fmt: str) -> None:
    """Log to standard error in this format, and let nothing of these or shaped like them get there."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(fmt, secrets))
    logging.basicConfig(level="WARNING", handlers=[handler])

    def print_redacted(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace)), secrets))

    sys.excepthook = print_redacted
