"""How the playground says no: to the bot as Slack would, and to a test that asks a person for the impossible."""

from typing import Any


class SlackError(Exception):
    """A Web API call is answered with `ok: false` and this error."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    def body(self) -> dict[str, Any]:
        """The answer's body."""
        return {"ok": False, "error": self.error, **self.more}


class CannotDo(AssertionError):
    """The person cannot do that: there is no such button, channel or field on their screen."""


class CannotFill(Exception):
    """The value cannot be put into this field; the argument says why."""


class CannotSubmit(CannotDo):
    """Slack's own form would not let the person submit; `problems` says why, by the field's label."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{label}: {problem}" for label, problem in problems.items()))
        self.problems = problems
