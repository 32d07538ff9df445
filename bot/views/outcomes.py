"""Outcomes: the registration form with its coach, the list, and one outcome in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.coaching import Advice, AdviceKind
from bot.domain.colours import State
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
    listing,
    message,
    modal,
    one_line,
    said,
    said_at_length,
    section,
)
from bot.views.days import day
from bot.views.ids import Action, Form
from bot.views.indicators import SHOWS
from bot.views.inputs import channel_input, checkbox_input, date_input, person_input, select_input, text_input
from bot.views.speech import listed, say, say_counted
from bot.views.standing import mark, urgency
from bot.views.wording import colour_word, key, mention, name, status, status_with_value
from bot.words import words

_TITLES = {
    "all": words("*Outcomes*"),
    "mine": words("*Outcomes that you answer for*"),
    "here": words("*Outcomes of this channel*"),
}
_EMPTY = {
    "all": words("There are no outcomes yet."),
    "mine": words("You answer for no outcome."),
    "here": words("This channel has no outcomes yet."),
}
"""For each filter what an empty list says."""


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
    draft: OutcomeDraft,
    parents: Sequence[OutcomeName],
    viewer: Viewer,
    *,
    coaching: Advice | None = None,
    metadata: str = "",
) -> View:
    """The form of `/outcome new`. With `coaching` it asks the question first and offers to keep the statement as it is
    (`Field.KEEP` checked).
    """
    keep = checkbox_input(Field.KEEP, say(viewer, "If you meant it as it is"), say(viewer, "Keep it as it is"))
    inputs = [
        *([_coach(coaching, viewer)] if coaching else []),
        text_input(
            Field.STATEMENT,
            say(viewer, "What should change, and for whom?"),
            typed=draft.statement,
            multiline=True,
            hint=say(viewer, "A result, not an activity. For example: Fewer people sleep rough in our borough"),
        ),
        *([keep] if coaching else []),
        text_input(Field.WHY, say(viewer, "Why does it matter?"), typed=draft.why, multiline=True, optional=True),
        channel_input(
            Field.CHANNEL,
            say(viewer, "Home channel"),
            chosen=draft.channel_id,
            hint=say(viewer, "Its digest is posted there. In a private channel only its members see the outcome."),
        ),
        person_input(
            Field.ACCOUNTABLE,
            say(viewer, "Who answers for it?"),
            chosen=draft.accountable_user_id,
            hint=say(viewer, "Lists name this person, who may change its targets and hears when nobody can be asked."),
        ),
        date_input(Field.STARTS_ON, say(viewer, "Starts on"), chosen=draft.starts_on, optional=True),
        date_input(Field.ENDS_ON, say(viewer, "Ends on"), chosen=draft.ends_on, optional=True),
        *_parent(parents, draft.parent_key, viewer),
        text_input(
            Field.KEY,
            say(viewer, "Short key"),
            typed=draft.key,
            optional=True,
            hint=say(viewer, "To type in commands. Left empty, it is made from the statement."),
        ),
    ]
    return modal(
        say(viewer, "New outcome"),
        inputs,
        callback=Form.OUTCOME_NEW,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=metadata,
    )


def _coach(coaching: Advice, viewer: Viewer) -> Block:
    """The person's own words as they stand, and the question that they leave open."""
    work = said(coaching.work, 300)
    match coaching.kind:
        case AdviceKind.WORK:
            question = say(viewer, "“{work}” is what you will do. So that who can do, has or is what?", work=work)
        case AdviceKind.BARE:
            question = say(
                viewer, "“{work}” can rise or fall. Which of the two should happen, and for whom?", work=work
            )
    examples = say(
        viewer,
        "For example: _{one}_, _{other}_ or _{third}_",
        one=say(viewer, "Patients get an appointment sooner"),
        other=say(viewer, "More children can swim"),
        third=say(viewer, "Fewer people sleep rough"),
    )
    return section(f"{question}\n{examples}")


def _parent(parents: Sequence[OutcomeName], chosen: str | None, viewer: Viewer) -> list[Block]:
    if not parents:
        return []
    options = {parent.key: parent.statement for parent in parents}
    return [select_input(Field.PARENT, say(viewer, "Part of"), options, chosen=chosen, optional=True)]


def outcome_saved(outcome: OutcomeName, viewer: Viewer) -> View:
    """What follows the form: the outcome's key, and the offer to add an indicator at once."""
    saved = say(viewer, "✓ Saved: *{outcome}* {key}", outcome=said(outcome.statement, 300), key=key(outcome.key))
    blocks = [
        section(saved),
        section(say(viewer, "What would show that it is happening? An indicator is one thing to measure.")),
        actions(_add_indicator(outcome, viewer, primary=True)),
    ]
    return modal(say(viewer, "Outcome saved"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


def new_outcome_button(viewer: Viewer) -> dict[str, Any]:
    """The button that opens the form for a new outcome."""
    label = say(viewer, "Write down an outcome")
    return button(label, Action.NEW_OUTCOME, acts_on=label, primary=True)


def _add_indicator(outcome: OutcomeName, viewer: Viewer, *, primary: bool = False) -> Block:
    return button(
        say(viewer, "Add an indicator"),
        Action.ADD_INDICATOR,
        outcome.key,
        acts_on=say(viewer, "Add an indicator to {outcome}", outcome=one_line(outcome.statement)),
        primary=primary,
    )


def outcome_list(lines: Sequence[OutcomeLine], viewer: Viewer, *, which: str = "all") -> Message:
    """The outcomes by how they stand, the worst first. `which` names the filter that was asked for: mine, here, all."""
    if not lines:
        return message(section(say(viewer, _EMPTY[which])), actions(new_outcome_button(viewer)))
    title = say(viewer, _TITLES[which])
    everybody = {line.accountable for line in lines}
    if len(everybody) == 1 and len(lines) > 1 and which != "mine":
        title = say(viewer, "{title} · {name} answers for all of them", title=title, name=name(lines[0].accountable))
    return message(section(title), *listing(_grouped(lines, viewer, named=len(everybody) > 1), viewer))


def _grouped(lines: Sequence[OutcomeLine], viewer: Viewer, *, named: bool) -> list[str]:
    shown: list[str] = []
    heading = ""
    for line in sorted(lines, key=_rank):
        of = _heading(line, viewer)
        if of != heading:
            heading = of
            shown.append(heading)
        shown.append(_outcome_line(line, viewer, named=named))
    return shown


def _rank(line: OutcomeLine) -> tuple[bool, int, int]:
    states = [urgency(state) for state, count in line.rollup.counts.items() if count]
    return line.closed, urgency(line.rollup.colour), min(states, default=len(State))


def _heading(line: OutcomeLine, viewer: Viewer) -> str:
    if line.closed:
        return say(viewer, "⚪ *Closed*")
    return f"{mark(line.rollup.colour)} *{colour_word(line.rollup, viewer)}*"


def _outcome_line(line: OutcomeLine, viewer: Viewer, *, named: bool) -> str:
    parts = [
        f"{said(line.outcome.statement)} {key(line.outcome.key)}",
        _share(line, viewer),
        name(line.accountable) if named or not line.rollup.counts else "",
    ]
    return f"• {' · '.join(filter(None, parts))}"


def _share(line: OutcomeLine, viewer: Viewer) -> str:
    """ "1 of 3 indicators": how many of them have the outcome's colour; nothing where all do."""
    count = sum(line.rollup.counts.values())
    alike = line.rollup.counts.get(line.rollup.colour, count) if line.rollup.colour else count
    if alike == count:
        return ""
    return say_counted(viewer, "{alike} of {count} indicator", "{alike} of {count} indicators", count, alike=alike)


def outcome_show(sheet: OutcomeSheet, viewer: Viewer) -> Message:
    """One outcome with its indicators, the worst first, each with its status and reason. For one person's eyes: it
    mentions people.
    """
    title = f"*{said(sheet.outcome.statement, 500)}* {key(sheet.outcome.key)}\n{_stands(sheet, viewer)}"
    return message(
        section(title),
        *_why(sheet, viewer),
        *_indicators(sheet, viewer),
        *([] if sheet.closed else [actions(_add_indicator(sheet.outcome, viewer))]),
        context(" · ".join(_facts(sheet, viewer))),
    )


_CALLS_FOR_A_REASON = (State.NOT_ACHIEVED, State.OFF_TRACK, State.AT_RISK)


def _stands(sheet: OutcomeSheet, viewer: Viewer) -> str:
    """The outcome's colour, and because of which indicators where that is not a good one."""
    if sheet.closed:
        return say(viewer, "⚪ *Closed*")
    shown = f"{mark(sheet.rollup.colour)} *{colour_word(sheet.rollup, viewer)}*"
    because = [
        f"*{said(line.indicator.name)}*"
        for line in sheet.indicators
        if line.level is Level.OUTCOME and line.assessment.state is sheet.rollup.colour
    ]
    if not because or len(sheet.indicators) == 1 or sheet.rollup.colour not in _CALLS_FOR_A_REASON:
        return shown
    return say(viewer, "{status} because of {indicators}", status=shown, indicators=listed(viewer, because))


def _why(sheet: OutcomeSheet, viewer: Viewer) -> list[Block]:
    if not sheet.why:
        return []
    title = say(viewer, "*Why it matters*")
    return [section(f"{title}\n{said_at_length(sheet.why)}")]


def _facts(sheet: OutcomeSheet, viewer: Viewer) -> list[str]:
    facts = [
        say(viewer, "{name} answers for it", name=mention(sheet.accountable)),
        say(viewer, "its home is {channel}", channel=f"<#{sheet.channel_id}>"),
    ]
    if sheet.starts_on:
        facts.append(say(viewer, "from {day}", day=day(sheet.starts_on, viewer)))
    if sheet.ends_on:
        facts.append(say(viewer, "until {day}", day=day(sheet.ends_on, viewer)))
    if sheet.parent:
        parent = f"*{said(sheet.parent.statement)}*"
        facts.append(say(viewer, "part of {outcome} {key}", outcome=parent, key=key(sheet.parent.key)))
    return facts


def _indicators(sheet: OutcomeSheet, viewer: Viewer) -> list[Block]:
    if sheet.indicators:
        ordered = sorted(sheet.indicators, key=lambda line: urgency(line.assessment.state))
        return listing([indicator_line(line, viewer) for line in ordered], viewer)
    if sheet.closed:
        return []
    return [section(say(viewer, "What would show that it is happening?"))]


def indicator_line(line: IndicatorLine, viewer: Viewer) -> str:
    """One indicator with its owner, and below it how it stands."""
    parts = [f"*{said(line.indicator.name)}* {key(line.indicator.key)}", mention(line.owner)]
    if line.level is not Level.OUTCOME:
        parts.append(say(viewer, SHOWS[line.level]))
    shown = status_with_value if line.assessment.value else status
    return f"{' · '.join(parts)}\n{shown(line.assessment, viewer)}"
