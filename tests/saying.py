"""What somebody is told, in words: for tests of what only answers with values."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from bot.errors import UserError
from bot.results.names import Own, Viewer
from bot.views.saying import worded
from bot.words import Words

FRIDAY = date(2026, 3, 27)


def viewer(locale: str = "en-GB", *, today: date = FRIDAY, own: Own | None = None) -> Viewer:
    """Somebody in London on Friday 27 March 2026."""
    return Viewer(locale, "Europe/London", today, own)


def said(what: UserError | Words, locale: str = "en-GB", *, today: date = FRIDAY, own: Own | None = None) -> str:
    """The sentence as this person reads it."""
    return worded(what.words if isinstance(what, UserError) else what, viewer(locale, today=today, own=own))


@dataclass
class Refusal:
    """What was refused: the error, once there is one."""

    error: Any = None


@contextmanager
def refused(
    pattern: str = "", *, kind: type[UserError] = UserError, locale: str = "en-GB", today: date = FRIDAY
) -> Iterator[Refusal]:
    """Inside it somebody is told a sentence in which `pattern`, a regular expression, is found."""
    refusal = Refusal()
    with pytest.raises(kind) as caught:
        yield refusal
    refusal.error = caught.value
    sentence = said(caught.value, locale, today=today)
    assert re.search(pattern, sentence), sentence
