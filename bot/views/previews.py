"""A channel's digest before it is posted, and the form that adds a line to it."""

from typing import Any

from bot.fields import Field
from bot.results.names import Viewer
from bot.results.previews import DigestPreview, OwnLine
from bot.views.blocks import Block, Message, View, actions, button, context, message, modal, said, section
from bot.views.days import near_instant
from bot.views.digest import digest, without_buttons
from bot.views.ids import Action, Form, line_carried
from bot.views.inputs import text_input
from bot.views.speech import say

_DIVIDER: Block = {"type": "divider"}


def digest_preview(content: DigestPreview, viewer: Viewer) -> Message:
    """What whoever answers for an outcome of the channel reads: when it goes out, what they can do, and below it the
    digest as the channel will see it.
    """
    line = content.line
    title = say(
        viewer,
        "*The report of {channel} goes out {when}.* As it stands now:",
        channel=_channel(line),
        when=near_instant(line.at, viewer),
    )
    return message(
        section(title),
        _DIVIDER,
        *without_buttons(digest(content.digest, content.printed_for)["blocks"]),
        _DIVIDER,
        actions(_line_button(line, viewer)),
        context(say(viewer, "What comes in until then is in it too. You get this since you asked to see it first.")),
    )


def _line_button(line: OwnLine, viewer: Viewer) -> dict[str, Any]:
    label = say(viewer, "Change my line…") if line.text else say(viewer, "Add a line…")
    acts_on = say(viewer, "Add a line of mine to this report")
    return button(label, Action.ADD_LINE, line_carried(line.channel, line.on), acts_on=acts_on, primary=not line.text)


def line_form(line: OwnLine, viewer: Viewer, *, metadata: str) -> View:
    """What stands in it from this person, to be changed until it goes out."""
    goes_out = say(
        viewer,
        "In the report of {channel}, {when}, with your name.",
        channel=_channel(line),
        when=near_instant(line.at, viewer),
    )
    return modal(
        say(viewer, "A line of yours"),
        [
            section(goes_out),
            text_input(
                Field.NOTE,
                say(viewer, "What should everybody know?"),
                typed=line.text,
                hint=say(viewer, "Up to 300 characters. Empty, and nothing of yours is in it."),
                multiline=True,
                optional=True,
            ),
        ],
        callback=Form.LINE,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=metadata,
    )


def line_kept(line: OwnLine, viewer: Viewer) -> View:
    """What follows the form."""
    parts = {"channel": _channel(line), "when": near_instant(line.at, viewer)}
    if line.text:
        shown = say(
            viewer,
            "✓ In the report of {channel}, {when}: “{text}”",
            text=said(line.text, 300),
            **parts,
        )
    else:
        shown = say(viewer, "✓ Nothing of yours is in the report of {channel}, {when}.", **parts)
    change = say(viewer, "You can change it until then.")
    blocks = [section(shown), context(change)]
    return modal(say(viewer, "A line of yours"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


def _channel(line: OwnLine) -> str:
    return f"<#{line.channel_id}>"
