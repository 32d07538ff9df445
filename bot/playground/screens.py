"""The views of people: each one's stack of forms and Home tab."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.playground.elements import as_sent, starting_values, state_values, with_ids
from bot.playground.errors import SlackError
from bot.playground.state import State, User, Workspace

STACK_LIMIT = 3


@dataclass
class View:
    """One form or Home tab as it stands on a person's screen."""

    id: str
    workspace: Workspace
    user: User
    content: dict[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None
    values: dict[tuple[str, str], Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str | None = None
    app_id: str = ""

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The view's blocks."""
        blocks: list[dict[str, Any]] = self.content["blocks"]
        return blocks

    def payload(self) -> dict[str, Any]:
        """The view as Slack sends it."""
        content = self.content
        return {
            "id": self.id,
            "team_id": self.workspace.id,
            "type": content["type"],
            "blocks": as_sent(self.blocks),
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "state": {"values": state_values(self.blocks, self.values)},
            "hash": self.hash,
            "title": content.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": content.get("clear_on_close", False),
            "notify_on_close": content.get("notify_on_close", False),
            "close": content.get("close"),
            "submit": content.get("submit"),
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": self.app_id,
            "external_id": content.get("external_id", ""),
            "app_installed_team_id": self.workspace.id,
            "bot_id": self.workspace.bot_id,
        }


class Screens:
    """Every open form and published Home tab."""

    def __init__(self, state: State, app_id: str) -> None:
        self._state = state
        self._app_id = app_id
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[tuple[str, str], View] = {}

    def stack(self, user: User) -> list[View]:
        """The person's open forms, the top one last."""
        return self._stacks.setdefault(user.id, [])

    def top(self, user: User) -> View | None:
        """The form that the person sees."""
        stack = self.stack(user)
        return stack[-1] if stack else None

    def home(self, user: User, workspace: Workspace) -> View | None:
        """What was last published to the person's Home tab."""
        return self._homes.get((user.id, workspace.id))

    @property
    def homes(self) -> list[View]:
        """Every published Home tab."""
        return list(self._homes.values())

    def keep_home(self, view: View) -> None:
        """Let a view be its person's Home tab."""
        self._homes[(view.user.id, view.workspace.id)] = view

    def open(self, user: User, workspace: Workspace, content: dict[str, Any]) -> View:
        """Show a form as the only one."""
        self._check_external_id(content, None)
        view = self._new(user, workspace, content)
        self._stacks[user.id] = [view]
        self._state.changes.tell()
        return view

    def push(self, user: User, workspace: Workspace, content: dict[str, Any]) -> View:
        """Show a form on top of the person's open ones."""
        stack = self.stack(user)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= STACK_LIMIT:
            raise SlackError("push_limit_reached")
        self._check_external_id(content, None)
        view = self._new(user, workspace, content)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        self._state.changes.tell()
        return view

    def publish(self, user: User, workspace: Workspace, content: dict[str, Any], hash_: str | None) -> View:
        """Replace the person's Home tab."""
        before = self.home(user, workspace)
        if hash_ is not None and before is not None and before.hash != hash_:
            raise SlackError("hash_conflict")
        if before is not None:
            return self.replace(before, content)
        view = self._new(user, workspace, content)
        self.keep_home(view)
        self._state.changes.tell()
        return view

    def find(self, workspace: Workspace, *, view_id: str | None = None, external_id: str | None = None) -> View:
        """An open form or Home tab of the app."""
        for view in self._all():
            if view.workspace is workspace and (
                view.id == view_id or (external_id and view.content.get("external_id") == external_id)
            ):
                return view
        raise SlackError("not_found")

    def update(self, view: View, content: dict[str, Any], hash_: str | None) -> View:
        """Replace an open form unless it has changed since `hash_`."""
        if hash_ is not None and hash_ != view.hash:
            raise SlackError("hash_conflict")
        self._check_external_id(content, view)
        return self.replace(view, content)

    def replace(self, view: View, content: dict[str, Any]) -> View:
        """Put new content into a view; what a person had put in stays where both ids stay."""
        view.content = {**content, "blocks": with_ids(content.get("blocks") or [])}
        view.values = starting_values(view.blocks, view.values)
        view.errors, view.trouble = {}, None
        view.hash = self._new_hash()
        self._state.changes.tell()
        return view

    def close_top(self, user: User) -> View | None:
        """Take away the top form; all of them when it says so."""
        stack = self.stack(user)
        if not stack:
            return None
        view = stack.pop()
        if view.content.get("clear_on_close"):
            stack.clear()
        self._state.changes.tell()
        return view

    def clear(self, user: User) -> None:
        """Take away all forms."""
        self.stack(user).clear()
        self._state.changes.tell()

    def _all(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + self.homes

    def _check_external_id(self, content: dict[str, Any], itself: View | None) -> None:
        wanted = content.get("external_id")
        if wanted and any(view is not itself and view.content.get("external_id") == wanted for view in self._all()):
            raise SlackError("duplicate_external_id")

    def _new(self, user: User, workspace: Workspace, content: dict[str, Any]) -> View:
        view_id = self._state.new_id("V")
        view = View(view_id, workspace, user, {}, "", view_id, app_id=self._app_id)
        return self.replace(view, content)

    def _new_hash(self) -> str:
        return f"{int(self._state.clock.seconds())}.{secrets.token_hex(4)}"
