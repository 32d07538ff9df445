"""The demo's story on a machine so busy that the database does not save in time."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from bot.demo import story
from bot.playground import Person
from bot.views.errors import PRESS_SAVE_AGAIN, TRY_AGAIN


@dataclass
class _Shown:
    text: str
    errors: dict[str, str] = field(default_factory=dict)


class _Hasty:
    """Somebody whose first tries come to nothing, as the bot words it."""

    def __init__(self, failures: int) -> None:
        self.failures, self.modal, self.done = failures, _Shown("The form"), list[str]()

    async def submits(self, values: dict[str, Any]) -> None:
        self.done.append(f"submits {values}")
        self.modal = _Shown(self._answer(PRESS_SAVE_AGAIN.pattern))

    async def closes(self) -> None:
        self.done.append("closes")

    async def types(self, text: str, *, channel: str) -> _Shown:
        self.done.append(f"{text} in {channel}")
        return _Shown(self._answer(TRY_AGAIN.pattern))

    def _answer(self, again: str) -> str:
        self.failures -= 1
        return f"Not saved: the database did not answer in time. {again}" if self.failures >= 0 else "Saved"


async def test_a_form_that_was_not_saved_is_submitted_again() -> None:
    dora = _Hasty(failures=2)
    await story._submits(cast(Person, dora), {"By": "31 December"})
    submitted = "submits {'By': '31 December'}"
    assert dora.done == [submitted, "closes", submitted, "closes", submitted]


async def test_a_command_that_was_not_saved_is_typed_again() -> None:
    alice = _Hasty(failures=1)
    await story._types(cast(Person, alice), "/reading rough 114", channel="#shelter")
    assert alice.done == ["/reading rough 114 in #shelter"] * 2


async def test_a_machine_on_which_nothing_is_ever_saved_has_no_story() -> None:
    with pytest.raises(AssertionError, match="did not answer in time"):
        await story._types(cast(Person, _Hasty(failures=99)), "/reading rough 114")
