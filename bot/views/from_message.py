"""The form that makes a note of a message, and what its menu offers."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.domain.digests import NoteKind
from bot.domain.typed_text import is_web_address
from bot.fields import Field
from bot.results.names import Viewer
from bot.results.notes import Quoted, Suggested, Suggestions
from bot.views.blocks import Block, View, context, modal, one_line, said, section
from bot.views.ids import Form, indicator_option, outcome_option
from bot.views.inputs import checkbox_input, option_groups, search_input, text_input
from bot.views.notes import conversation, look_again_input
from bot.views.speech import say

LOGGED_KINDS = (NoteKind.DECISION, NoteKind.EVIDENCE)


@dataclass(frozen=True)
class Carried:
    """What the form carries: what is made of the message, the link to it, and its channel. `home_id` is that of
    `Quoted`.
    """

    kind: NoteKind
    link: str
    channel_id: str
    home_id: str


def from_message_form(quoted: Quoted, kind: NoteKind, viewer: Viewer) -> View:
    """Which outcome or indicator the message is about, and what is to be kept of it."""
    carried = json.dumps([kind.value, quoted.link, quoted.channel_id, quoted.home_id])
    is_evidence = kind is NoteKind.EVIDENCE
    return modal(
        say(viewer, "Log as evidence") if is_evidence else say(viewer, "Log as a decision"),
        [
            *_author(quoted, viewer),
            *_privacy(quoted, viewer),
            _about(quoted.only_outcome, viewer),
            text_input(
                Field.NOTE,
                say(viewer, "What does it show?") if is_evidence else say(viewer, "What was decided?"),
                typed=quoted.text,
                multiline=True,
                hint=say(viewer, "The message is longer: this is its beginning.") if quoted.is_cut else "",
            ),
            *([] if is_evidence else [look_again_input(viewer)]),
            *_consent(quoted, viewer),
        ],
        callback=Form.FROM_MESSAGE,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=carried,
    )


def decision_form(channel_id: str, only_outcome: Suggested | None, viewer: Viewer) -> View:
    """What was decided, and about what: from a digest of this channel, whose outcomes are offered first."""
    return modal(
        say(viewer, "Log a decision"),
        [
            _about(only_outcome, viewer),
            text_input(Field.NOTE, say(viewer, "What was decided?"), multiline=True),
            look_again_input(viewer),
        ],
        callback=Form.FROM_MESSAGE,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=json.dumps([NoteKind.DECISION.value, "", channel_id, ""]),
    )


def read_carried(metadata: str) -> Carried:
    """What the form carries. Raises ValueError for what is none of ours."""
    with suppress(ValueError, RecursionError):
        match json.loads(metadata):
            case [str() as kind, str() as link, str() as channel_id, str() as home_id] if kind in LOGGED_KINDS:
                return Carried(NoteKind(kind), link if is_web_address(link) else "", channel_id, home_id)
    raise ValueError("no form of ours")


def suggestions(offered: Suggestions, viewer: Viewer) -> dict[str, Any]:
    """What the menu shows: outcomes, then indicators."""
    outcomes = [(outcome_option(each.id), one_line(each.name)) for each in offered.outcomes]
    indicators = [(indicator_option(each.id), one_line(each.name)) for each in offered.indicators]
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
        (say(viewer, "Outcomes"), outcomes),
        (say(viewer, "Indicators"), indicators),
    )
    return option_groups(groups)


def _about(only_outcome: Suggested | None, viewer: Viewer) -> Block:
    chosen = (outcome_option(only_outcome.id), one_line(only_outcome.name)) if only_outcome else None
    return search_input(Field.ABOUT, say(viewer, "Which outcome or indicator is it about?"), chosen=chosen)


def _author(quoted: Quoted, viewer: Viewer) -> list[Block]:
    who = f"<@{quoted.author_id}>" if quoted.author_id else said(quoted.app_name, 80) if quoted.app_name else ""
    written = say(viewer, "Written by {name}", name=who or say(viewer, "an app"))
    return [context(" · ".join([written, *conversation(quoted.link, viewer)]))]


def _privacy(quoted: Quoted, viewer: Viewer) -> list[Block]:
    if not quoted.is_private:
        return []
    sentence = say(
        viewer, "This conversation is private. What you write here is seen by everybody who sees the outcome."
    )
    return [section(sentence)]


def _consent(quoted: Quoted, viewer: Viewer) -> list[Block]:
    """Only where the text is there already, and an outcome of another channel may be chosen."""
    if not quoted.home_id:
        return []
    option = say(viewer, "People who are not in this conversation may read it")
    return [checkbox_input(Field.KEEP, say(viewer, "If it is about something of another channel"), option)]
