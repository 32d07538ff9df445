"""What a person is told when something did not work: what happened and what to do instead."""

from collections.abc import Sequence

from bot.views.blocks import Message, View


def problem(message: str) -> Message:
    """The message of a `UserError`, for the one person who can put it right."""
    raise NotImplementedError


def choices(message: str, candidates: Sequence[tuple[str, str]], value: str) -> Message:
    """A button for each (key, name) that may have been meant; each carries its key and `value`, see `read_choice`.

    Where `value` is too long for a button the keys are listed to be typed instead.
    """
    raise NotImplementedError


def read_choice(button_value: str) -> tuple[str, str]:
    """The key and the value that a button of `choices` carries."""
    raise NotImplementedError


def form_problem(view_title: str, message: str) -> View:
    """What replaces a form whose problem belongs to none of its fields."""
    raise NotImplementedError


def unexpected(reference: str) -> Message:
    """Something failed that the person cannot mend; `reference` finds it in the log."""
    raise NotImplementedError


def not_saved() -> Message:
    """The database did not answer in time, and nothing was saved."""
    raise NotImplementedError
