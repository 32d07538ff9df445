"""The check-in: everything that is due, answered in one form."""

from collections.abc import Sequence

from bot.views.blocks import View
from bot.views.reader import DueItem, Reader
from bot.views.readings import Recorded

MOST_SHOWN = 20
"""A longer form is not filled in. What does not fit is due again in the next one."""


def check_in_form(
    items: Sequence[DueItem], reader: Reader, *, typed: dict[int, str] | None = None, metadata: str = ""
) -> View:
    """One input for each due reading, in block `reading_field(due_id)`. Where there are few, each has a note in
    `note_field(due_id)`. Any of them may stay empty; "n/d why" says there is no data.

    `typed` holds what the person has already given, by due id.
    """
    raise NotImplementedError


def check_in_done(readings: Sequence[Recorded], still_open: Sequence[DueItem], reader: Reader) -> View:
    """What the form recorded, what it did to each status, and what is still open."""
    raise NotImplementedError


def nothing_due(reader: Reader, *, next_due: DueItem | None = None) -> View:
    """The check-in of somebody who has nothing open."""
    raise NotImplementedError
