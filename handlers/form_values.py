"""The fields of a submitted form, as a person filled them in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from bot.domain.typed_text import legible
from bot.errors import UserError
from bot.fields import Field
from bot.views.ids import TYPED


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

    def day(self, field: str) -> date | None:
        """The chosen date."""
        chosen = self._element(field).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

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

    def _element(self, field: str) -> Mapping[str, Any]:
        return self._values.get(field, {}).get(TYPED) or {}


@contextmanager
def errors_at(field: Field) -> Iterator[None]:
    """Inside it, a UserError without a field of its own belongs to this one."""
    try:
        yield
    except UserError as problem:
        raise UserError(problem.message, field=problem.field or field) from problem
