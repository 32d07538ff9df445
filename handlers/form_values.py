"""The fields of a submitted form, as a person filled them in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from bot.domain.typed_text import legible
from bot.errors import UserError
from bot.fields import Field
from bot.views.ids import TYPED

E = TypeVar("E", bound=StrEnum)
_WEEKDAYS = frozenset(map(str, range(7)))


class FormValues:
    """The fields of a submitted form."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self._values: Mapping[str, Mapping[str, Any]] = (view.get("state") or {}).get("values") or {}

    def text(self, field: str) -> str:
        """What was typed, without white space around it; empty where nothing was that anybody could see."""
        return legible(self._element(field).get("value") or "").strip()

    def choice(self, field: str) -> str | None:
        """The value of the chosen option."""
        return (self._element(field).get("selected_option") or {}).get("value")

    def member(self, field: str, members: type[E]) -> E:
        """The chosen option, one of a closed set. Raises UserError for none of them."""
        chosen = self.choice(field)
        try:
            return members(chosen or "")
        except ValueError:
            raise UserError("Choose one of these.", field=field) from None

    def day(self, field: str) -> date | None:
        """The chosen date. Raises UserError for what is none."""
        chosen = self._element(field).get("selected_date")
        try:
            return date.fromisoformat(chosen) if chosen else None
        except ValueError:
            raise UserError("This is no date. Choose one from the calendar.", field=field) from None

    def time(self, field: str) -> time:
        """The chosen time of day. Raises UserError for what is none."""
        chosen = self._element(field).get("selected_time")
        try:
            return time.fromisoformat(chosen or "")
        except ValueError:
            raise UserError("This is no time. Choose one.", field=field) from None

    def ticked(self, field: str) -> list[str]:
        """The values of the boxes that are ticked."""
        return [option.get("value") or "" for option in self._element(field).get("selected_options") or []]

    def weekdays(self, field: str) -> frozenset[int]:
        """The weekdays that are ticked, Monday being 0. Raises UserError for what is none."""
        ticked = self.ticked(field)
        if not set(ticked) <= _WEEKDAYS:
            raise UserError("Choose one of these.", field=field)
        return frozenset(map(int, ticked))

    def person(self, field: str) -> str | None:
        """The id of the chosen person."""
        return self._element(field).get("selected_user")

    def channel(self, field: str) -> str | None:
        """The id of the chosen channel."""
        return self._element(field).get("selected_conversation")

    def is_ticked(self, field: str) -> bool:
        """Whether the box is ticked."""
        return bool(self._element(field).get("selected_options"))

    def has(self, field: str) -> bool:
        """Whether the form has this field at all."""
        return field in self._values

    def fields(self) -> Iterator[str]:
        """The names of all fields, in the form's order."""
        return iter(self._values)

    def filled_in(self) -> list[str]:
        """Everything that was typed or chosen, in the form's order: for a person who has to fill it in again. No
        secret: it is never shown.
        """
        given = (self.text(field) or self._chosen(field) for field in self.fields() if field != Field.SECRET)
        return [text for text in given if text]

    def _chosen(self, field: str) -> str:
        element = self._element(field)
        option = element.get("selected_option") or {}
        if option.get("text"):
            return str(option["text"].get("text") or "")  # as they read it, and not what it carries
        plain = (element.get("selected_date"), element.get("selected_user"), element.get("selected_conversation"))
        return self.choice(field) or next((each for each in plain if each), "")

    def _element(self, field: str) -> Mapping[str, Any]:
        return self._values.get(field, {}).get(TYPED) or {}


@contextmanager
def errors_at(field: Field) -> Iterator[None]:
    """Inside it, a UserError without a field of its own belongs to this one."""
    try:
        yield
    except UserError as problem:
        problem.put_at(field)
        raise
