"""Outcomes: the list, and one outcome in full. The form that registers one is in `outcome_form`."""

from collections.abc import Sequence
from typing import Any

from bot.domain.colours import State, urgency
from bot.domain.facts import Level
from bot.results.names import OutcomeName, Viewer
from bot.results.outcomes import IndicatorLine, OutcomeLine, OutcomePage, OutcomeSheet
from bot.views.blocks import (
    Block,
    Drawn,
    Message,
    actions,
    button,
    context,
    listing,
    message,
    one_line,
    said,
    said_at_length,
    section,
)
from bot.views.changing_outcomes import edit_outcome_button
from bot.views.closing import close_button, closed_line, reopen_button, what_came_of_it
from bot.views.days import day
from bot.views.decisions import open_decisions
from bot.views.defining import SHOWS
from bot.views.ids import Action
from bot.views.notes import log_decision_button, note_blocks
from bot.views.opening import MOST_ON_A_PAGE, open_menu
from bot.views.resources import resources_button, use_line
from bot.views.sparkline import sparkline
from bot.views.speech import listed, say, say_counted
from bot.views.standing import mark
from bot.views.wording import colour_word, key, mention, name, planned, status, status_with_value, value, value_beside
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


def new_outcome_button(viewer: Viewer) -> dict[str, Any]:
    """The button that opens the form for a new outcome."""
    label = say(viewer, "Write down an outcome")
    return button(label, Action.NEW_OUTCOME, acts_on=label, primary=True)


def add_indicator_button(outcome: OutcomeName, viewer: Viewer, *, primary: bool = False) -> Block:
    """The button that opens the form for an indicator of this outcome."""
    return button(
        say(viewer, "Add an indicator"),
        Action.ADD_INDICATOR,
        outcome.key,
        acts_on=say(viewer, "Add an indicator to {outcome}", outcome=one_line(outcome.statement)),
        primary=primary,
    )


def outcome_list(page: OutcomePage, viewer: Viewer, *, which: str = "all") -> Message:
    """A page of outcomes by how they stand, with a menu that opens one. `which` names the filter that was asked for:
    mine, here, all.
    """
    if not page.lines:
        return message(section(say(viewer, _EMPTY[which])), actions(new_outcome_button(viewer)))
    title = say(viewer, _TITLES[which])
    if page.all_of is not None and which != "mine":
        title = say(viewer, "{title} · {name} answers for all of them", title=title, name=name(page.all_of))
    names = [(line.outcome.key, line.outcome.statement) for line in page.lines]
    return message(
        section(title),
        *listing(_grouped(page.lines, viewer, named=page.all_of is None), viewer, characters=MOST_ON_A_PAGE),
        actions(open_menu(Action.OPEN_OUTCOME, names, viewer), *_next(page, which, viewer)),
    )


def _next(page: OutcomePage, which: str, viewer: Viewer) -> list[dict[str, Any]]:
    """The button for what comes next; none on the last page."""
    left = page.count - page.first - len(page.lines)
    if left <= 0:
        return []
    count = min(left, len(page.lines))
    acts_on = say_counted(
        viewer, "Next {count} of {left} outcomes", "Next {count} of {left} outcomes", count, left=left
    )
    label = say_counted(viewer, "Next {count}", "Next {count}", count)
    return [button(label, Action.MORE_OUTCOMES, f"{which} {page.first + len(page.lines)}", acts_on=acts_on)]


def _grouped(lines: Sequence[OutcomeLine], viewer: Viewer, *, named: bool) -> list[str]:
    shown: list[str] = []
    heading = ""
    for line in lines:
        of = _heading(line, viewer)
        if of != heading:
            heading = of
            shown.append(heading)
        shown.append(_outcome_line(line, viewer, named=named))
    return shown


def _heading(line: OutcomeLine, viewer: Viewer) -> str:
    return f"{mark(line.rollup.colour)} *{colour_word(line.rollup, viewer)}*"


def _outcome_line(line: OutcomeLine, viewer: Viewer, *, named: bool) -> str:
    parts = [
        f"{said(line.outcome.statement)} {key(line.outcome.key)}",
        _share(line, viewer),
        name(line.accountable) if named or not line.rollup.counts else "",
    ]
    shown = f"• {' · '.join(filter(None, parts))}"
    if line.because is None or line.because.assessment.value is None:
        return shown
    return f"{shown} – {_because(line.because, viewer)}"


def _because(of: IndicatorLine, viewer: Viewer) -> str:
    """ "Calls given up: 23.9 %, 18.4 planned by now"."""
    reading = say(
        viewer,
        "{indicator}: {value}",
        indicator=said(of.indicator.name),
        value=value(of.assessment.value, of.indicator, viewer),
    )
    if of.assessment.expected is None:
        return reading
    by_now = planned(of.assessment.expected, of.indicator, viewer)
    return say(viewer, "{reading}, {planned} planned by now", reading=reading, planned=by_now)


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
        *([] if sheet.use is None else [section(use_line(sheet.use, viewer))]),
        *([] if sheet.ended is None else what_came_of_it(sheet.ended, viewer)),
        *note_blocks(sheet.notes, viewer),
        *open_decisions(sheet.open_decisions, viewer),
        actions(*_next_steps(sheet, viewer)),
        context(" · ".join(_facts(sheet, viewer))),
    )


_MOST_INDICATORS = 15
"""Of an outcome on its own sheet; the others are a button away."""
_CALLS_FOR_A_REASON = (State.NOT_ACHIEVED, State.OFF_TRACK, State.AT_RISK)


def _stands(sheet: OutcomeSheet, viewer: Viewer) -> str:
    """The outcome's colour, and because of which indicators where that is not a good one."""
    if sheet.closed:
        return closed_line(sheet.ended, viewer)
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


def _indicators(sheet: OutcomeSheet, viewer: Viewer) -> Sequence[Block | Drawn]:
    if sheet.indicators:
        shown = listing([indicator_line(line, viewer) for line in _worst(sheet)], viewer)
        heard = "\n".join(indicator_line(line, viewer, aloud=True) for line in _worst(sheet))
        return [Drawn(shown[0], heard), *(Drawn(each, "") for each in shown[1:])]
    if sheet.closed:
        return []
    return [section(say(viewer, "What would show that it is happening?"))]


def _lately(line: IndicatorLine, viewer: Viewer) -> str:
    values = [value_beside(each, line.indicator, viewer) for each in line.latest]
    return say(viewer, "lately {values}", values=", ".join(values))


def _worst(sheet: OutcomeSheet) -> list[IndicatorLine]:
    """The indicators that the sheet shows, the worst first."""
    return sorted(sheet.indicators, key=lambda line: urgency(line.assessment.state))[:_MOST_INDICATORS]


def _opening(sheet: OutcomeSheet, viewer: Viewer) -> list[dict[str, Any]]:
    """The menu that opens one of them, and the way to those that are not shown."""
    names = [(line.indicator.key, line.indicator.name) for line in _worst(sheet)]
    if not names:
        return []
    are_more = len(sheet.indicators) > len(names)
    return [open_menu(Action.OPEN_INDICATOR, names, viewer), *([_all_numbers(sheet, viewer)] if are_more else [])]


def _next_steps(sheet: OutcomeSheet, viewer: Viewer) -> list[Block]:
    """What can be done from here. A closed one takes no indicator, but what is decided or learned afterwards."""
    add = [] if sheet.closed else [add_indicator_button(sheet.outcome, viewer)]
    steps = [*_opening(sheet, viewer), *add, log_decision_button(sheet.outcome, viewer)]
    if not sheet.may_edit:
        return steps
    if sheet.closed:
        return [*steps, reopen_button(sheet.outcome, viewer)]
    change = [edit_outcome_button(sheet.outcome, viewer), resources_button(sheet.outcome, viewer)]
    return [*steps, *change, close_button(sheet.outcome, viewer)]


def _all_numbers(sheet: OutcomeSheet, viewer: Viewer) -> dict[str, Any]:
    count = len(sheet.indicators)
    label = say_counted(viewer, "All {count} numbers", "All {count} numbers", count)
    return button(
        label,
        Action.MORE_INDICATORS,
        f"={sheet.outcome.key} 0",
        acts_on=say_counted(
            viewer,
            "All {count} numbers of {outcome}",
            "All {count} numbers of {outcome}",
            count,
            outcome=one_line(sheet.outcome.statement),
        ),
    )


def indicator_line(line: IndicatorLine, viewer: Viewer, *, aloud: bool = False) -> str:
    """One indicator with how its latest values went and its owner, and below it how it stands. The small curve says
    nothing to whoever hears it: `aloud` the values are said.
    """
    parts = [f"*{said(line.indicator.name)}* {key(line.indicator.key)}"]
    if len(line.latest) > 1:
        parts.append(_lately(line, viewer) if aloud else sparkline([value.amount for value in line.latest]))
    parts.append(mention(line.owner))
    if line.level is not Level.OUTCOME:
        parts.append(say(viewer, SHOWS[line.level]))
    shown = status_with_value if line.assessment.value else status
    return f"{' · '.join(parts)}\n{shown(line.assessment, viewer)}"
