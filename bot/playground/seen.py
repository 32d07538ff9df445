"""What a person sees: messages, forms and the Home tab, in words."""

from dataclasses import dataclass
from typing import Any

from bot.playground.deliveries import Delivery
from bot.playground.elements import elements, plain
from bot.playground.rendering import message_json
from bot.playground.screens import View
from bot.playground.state import Message, State
from bot.playground.text import blocks_lines, message_lines


@dataclass(frozen=True)
class Seen:
    """One message as a person reads it at this moment."""

    text: str
    buttons: tuple[str, ...]
    channel: str
    author: str
    ts: str
    thread_ts: str | None
    ephemeral: bool
    edited: bool
    raw: dict[str, Any]
    message: Message

    @property
    def lines(self) -> list[str]:
        """The text line by line."""
        return self.text.split("\n")


@dataclass(frozen=True)
class Field:
    """One field of a form: what it asks, the value put in so far, the options on offer, the error under it."""

    label: str
    kind: str
    value: Any
    error: str | None
    optional: bool
    options: tuple[str, ...]
    hint: str
    placeholder: str
    block_id: str
    action_id: str


@dataclass(frozen=True)
class Modal:
    """A form as the person sees it."""

    title: str
    text: str
    fields: tuple[Field, ...]
    buttons: tuple[str, ...]
    submit: str | None
    close: str
    errors: dict[str, str]
    trouble: str | None
    depth: int
    raw: dict[str, Any]

    @property
    def labels(self) -> list[str]:
        """The fields' labels, top to bottom."""
        return [field.label for field in self.fields]

    def field(self, label: str) -> Field:
        """The field of that label, block id or action id; KeyError if there is none."""
        for field in self.fields:
            if label in (field.label, field.block_id, field.action_id):
                return field
        raise KeyError(f"no field {label!r}; there are {self.labels}")


@dataclass(frozen=True)
class Home:
    """The Home tab as the person sees it."""

    text: str
    buttons: tuple[str, ...]
    raw: dict[str, Any]

    @property
    def lines(self) -> list[str]:
        """The text line by line."""
        return self.text.split("\n")


@dataclass(frozen=True)
class Answer:
    """What a person got for an action: how the delivery went, new or changed messages, and the form on top."""

    delivery: Delivery | None
    messages: tuple[Seen, ...]
    modal: Modal | None
    error: str | None = None
    form_changed: bool = False

    @property
    def text(self) -> str:
        """Everything that came, in words: the messages, and the form where it is new or says something else now.

        Where nothing came it is the form that is open still.
        """
        words = [message.text for message in self.messages]
        if self.modal and (self.form_changed or not words):
            words.append(self.modal.text)
        return "\n".join(words)

    @property
    def buttons(self) -> tuple[str, ...]:
        """The buttons of what came."""
        if self.messages:
            return tuple(button for message in self.messages for button in message.buttons)
        return self.modal.buttons if self.modal else ()

    @property
    def message(self) -> Seen:
        """The last message that came; AssertionError if none did."""
        assert self.messages, f"no message came; {self.error or 'no error either'}"
        return self.messages[-1]


def see_message(state: State, message: Message) -> Seen:
    """A message as a person reads it."""
    raw = message_json(state, message)
    channel = message.channel
    return Seen(
        text="\n".join(message_lines(state, raw)),
        buttons=buttons_of(message.blocks),
        channel=channel.id if channel.im_with else f"#{channel.name}",
        author=message.user,
        ts=message.ts,
        thread_ts=message.thread_ts,
        ephemeral=message.viewer is not None,
        edited=message.edited is not None,
        raw=raw,
        message=message,
    )


def see_modal(state: State, view: View, depth: int) -> Modal:
    """A form as a person sees it."""
    raw = view.payload()
    fields = tuple(
        Field(
            label=item.label,
            kind=item.kind,
            value=view.values.get((item.block_id, item.action_id)),
            error=view.errors.get(item.block_id),
            optional=bool(item.block.get("optional", False)),
            options=tuple(plain(option.get("text")) for option in options_of(item.element)),
            hint=plain(item.block.get("hint")),
            placeholder=plain(item.element.get("placeholder")),
            block_id=item.block_id,
            action_id=item.action_id,
        )
        for item in elements(view.blocks)
        if item.is_input
    )
    title = plain(raw["title"])
    lines = [title, *blocks_lines(state, view.blocks), *view.errors.values(), view.trouble or ""]
    return Modal(
        title=title,
        text="\n".join(line for line in lines if line.strip()),
        fields=fields,
        buttons=buttons_of(view.blocks),
        submit=plain(raw["submit"]) or None,
        close=plain(raw["close"]) or "Close",
        errors={field.label: field.error for field in fields if field.error},
        trouble=view.trouble,
        depth=depth,
        raw=raw,
    )


def see_home(state: State, view: View) -> Home:
    """A Home tab as a person sees it."""
    lines = [line for line in blocks_lines(state, view.blocks) if line.strip()]
    return Home("\n".join(lines), buttons_of(view.blocks), view.payload())


def buttons_of(blocks: list[dict[str, Any]]) -> tuple[str, ...]:
    """The labels that can be pressed: buttons, and the entries of overflow menus."""
    labels: list[str] = []
    for item in elements(blocks):
        if item.kind == "overflow":
            labels += [plain(option.get("text")) for option in item.element.get("options") or []]
        elif item.kind in ("button", "workflow_button", "icon_button"):
            labels.append(plain(item.element.get("text")))
    return tuple(labels)


def options_of(element: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of a select, groups opened up."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options") or []]
    return [*(element.get("options") or []), *grouped]
