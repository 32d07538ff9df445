"""Outcomes: the registration form with its coach, the list, and one outcome in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.coaching import Advice
from bot.domain.facts import Level
from bot.fields import Field
from bot.results.names import OutcomeName, Viewer
from bot.results.outcomes import IndicatorLine, OutcomeLine, OutcomeSheet
from bot.views.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    fields,
    listing,
    message,
    modal,
    said,
    said_at_length,
    section,
    sentence,
)
from bot.views.ids import Action, Form
from bot.views.inputs import channel_input, checkbox_input, date_input, person_input, select_input, text_input
from bot.views.wording import colour, counts_of_states, day, key, mention, name, status_beside_value, value

_NONE_YET = "Register one with `/outcome new`."
_LISTS = {
    "all": ("Outcomes", f"There are no outcomes yet. {_NONE_YET}"),
    "mine": ("Outcomes that you answer for", f"You answer for no outcome. {_NONE_YET}"),
    "here": ("Outcomes of this channel", f"This channel has no outcomes. {_NONE_YET}"),
    "at-risk": ("Outcomes at risk or off track", "No outcome is at risk or off track."),
    "closed": ("Closed outcomes", "No outcome has been closed."),
}
"""For each filter the title, and what an empty list says."""


@dataclass(frozen=True)
class OutcomeDraft:
    """What the form starts with, as typed."""

    accountable_user_id: str
    channel_id: str | None = None
    statement: str = ""
    why: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    parent_key: str | None = None
    key: str = ""


def outcome_form(
    draft: OutcomeDraft, parents: Sequence[OutcomeName], *, coaching: Advice | None = None, metadata: str = ""
) -> View:
    """The form of `/outcome new`. With `coaching` it asks the question first and offers to keep the statement as it is
    (`Field.KEEP` checked).
    """
    inputs = [
        *([_coach(coaching)] if coaching else []),
        text_input(
            Field.STATEMENT,
            "What should change, and for whom?",
            typed=draft.statement,
            multiline=True,
            hint="A result, not an activity. For example: Fewer people sleep rough in our borough",
        ),
        *([checkbox_input(Field.KEEP, "If you meant it as it is", "Keep it as it is")] if coaching else []),
        text_input(Field.WHY, "Why does it matter?", typed=draft.why, multiline=True, optional=True),
        channel_input(
            Field.CHANNEL,
            "Home channel",
            chosen=draft.channel_id,
            hint="Its digest is posted there. In a private channel only its members see the outcome.",
        ),
        person_input(
            Field.ACCOUNTABLE,
            "Who answers for it?",
            chosen=draft.accountable_user_id,
            hint="This person sees readings that are missed.",
        ),
        date_input(Field.STARTS_ON, "Starts on", chosen=draft.starts_on, optional=True),
        date_input(Field.ENDS_ON, "Ends on", chosen=draft.ends_on, optional=True),
        *_parent(parents, draft.parent_key),
        text_input(
            Field.KEY,
            "Short key",
            typed=draft.key,
            optional=True,
            hint="To type in commands. Left empty, it is made from the statement.",
        ),
    ]
    return modal("New outcome", inputs, callback=Form.OUTCOME_NEW, submit="Save", close="Cancel", metadata=metadata)


def _coach(coaching: Advice) -> Block:
    example = f"\nFor example: {said(coaching.example, 300)}" if coaching.example else ""
    return section(f"{sentence(coaching.question, 500)}{example}")


def _parent(parents: Sequence[OutcomeName], chosen: str | None) -> list[Block]:
    if not parents:
        return []
    options = {parent.key: parent.statement for parent in parents}
    return [select_input(Field.PARENT, "Part of", options, chosen=chosen, optional=True)]


def outcome_saved(outcome: OutcomeName) -> View:
    """What follows the form: the outcome's key, and the offer to add an indicator at once."""
    blocks = [
        section(f"Saved: *{said(outcome.statement, 300)}*\nIts key is {key(outcome.key)}."),
        section("What would show that it is happening? An indicator is one thing to measure."),
        actions(button("Add an indicator", Action.ADD_INDICATOR, outcome.key, primary=True)),
    ]
    return modal("Outcome saved", blocks, callback=Form.NOTICE, close="Done")


def outcome_list(lines: Sequence[OutcomeLine], *, which: str = "all") -> Message:
    """One line for each outcome. `which` names the filter that was asked for: mine, here, all, at-risk, closed."""
    title, empty = _LISTS.get(which, _LISTS["all"])
    if not lines:
        return message(section(empty))
    return message(section(f"*{title}*"), *listing([_outcome_line(line) for line in lines]))


def _outcome_line(line: OutcomeLine) -> str:
    shown = "⚪ Closed" if line.closed else colour(line.rollup)
    parts = [
        shown,
        f"*{said(line.outcome.statement)}*",
        key(line.outcome.key),
        counts_of_states(line.rollup),
        name(line.accountable),
    ]
    return " · ".join(filter(None, parts))


def outcome_show(sheet: OutcomeSheet, viewer: Viewer) -> Message:
    """One outcome with its indicators, each with its status and reason. For one person's eyes: it mentions people."""
    states = ["⚪ Closed" if sheet.closed else colour(sheet.rollup), counts_of_states(sheet.rollup)]
    blocks = [
        section(f"*{said(sheet.outcome.statement, 500)}*\n{' · '.join(filter(None, states))}"),
        *([section(f"*Why it matters*\n{said_at_length(sheet.why)}")] if sheet.why else []),
        fields(_facts(sheet, viewer)),
        *_indicators(sheet, viewer),
    ]
    return message(*blocks)


def _facts(sheet: OutcomeSheet, viewer: Viewer) -> list[tuple[str, str]]:
    facts = [
        ("Key", key(sheet.outcome.key)),
        ("Accountable", mention(sheet.accountable)),
        ("Home channel", f"<#{sheet.channel_id}>"),
    ]
    if dates := _dates(sheet, viewer):
        facts.append(("Dates", dates))
    if sheet.parent:
        facts.append(("Part of", f"{said(sheet.parent.statement)} {key(sheet.parent.key)}"))
    return facts


def _dates(sheet: OutcomeSheet, viewer: Viewer) -> str:
    starts = f"from {day(sheet.starts_on, viewer)}" if sheet.starts_on else ""
    ends = f"until {day(sheet.ends_on, viewer)}" if sheet.ends_on else ""
    return " ".join(filter(None, [starts, ends]))


def _indicators(sheet: OutcomeSheet, viewer: Viewer) -> list[Block]:
    if not sheet.indicators:
        if sheet.closed:
            return []
        return [
            section("No indicators yet. What would show that it is happening?"),
            actions(button("Add an indicator", Action.ADD_INDICATOR, sheet.outcome.key)),
        ]
    rule = "The colour of an outcome is that of its worst up-to-date indicator of level outcome."
    return [*listing([_indicator_line(line, viewer) for line in sheet.indicators]), context(rule)]


def _indicator_line(line: IndicatorLine, viewer: Viewer) -> str:
    level = "" if line.level is Level.OUTCOME else f" ({line.level})"
    known = f"{value(line.assessment.value, line.indicator, viewer)}. " if line.assessment.value else ""
    return (
        f"*{said(line.indicator.name)}* {key(line.indicator.key)}{level}, {mention(line.owner)}\n"
        f"{status_beside_value(line.assessment, viewer, before=known)}"
    )
