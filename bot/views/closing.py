"""Closing an outcome: what its channel is told, its figures in words, and the list of what is closed."""

from collections.abc import Sequence
from typing import Any

from bot.domain.closing import Figure, first_promised, is_eased
from bot.domain.resources import Resource
from bot.results.closing import ClosedLine, ClosedOutcome
from bot.results.names import OutcomeName, Viewer
from bot.views.amounts import bare, exact
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    header,
    limited,
    listing,
    message,
    one_line,
    said,
    said_at_length,
    section,
)
from bot.views.days import day, last_day_before
from bot.views.goals import goal, in_short
from bot.views.ids import Action
from bot.views.resources import amount, used_line
from bot.views.saying import result_word
from bot.views.speech import listed, say, say_counted
from bot.views.wording import key, name

_MOST_THANKED = 20


# Buttons ------------------------------------------------------------------------------------------------------------


def close_button(outcome: OutcomeName, viewer: Viewer) -> dict[str, Any]:
    """The button that opens the form."""
    acts_on = say(viewer, "Close {outcome}", outcome=one_line(outcome.statement))
    return button(say(viewer, "Close…"), Action.CLOSE_OUTCOME, outcome.key, acts_on=acts_on)


def reopen_button(outcome: OutcomeName, viewer: Viewer) -> dict[str, Any]:
    """The button that asks why it is to go on."""
    acts_on = say(viewer, "Reopen {outcome}", outcome=one_line(outcome.statement))
    return button(say(viewer, "Reopen…"), Action.REOPEN_OUTCOME, outcome.key, acts_on=acts_on)


def show_button(label: str, outcome: OutcomeName, viewer: Viewer) -> dict[str, Any]:
    """The button that shows it, whether closed or not."""
    acts_on = say(viewer, "Show {outcome}", outcome=one_line(outcome.statement))
    return button(label, Action.SHOW_OUTCOME, outcome.key, acts_on=acts_on)


# What is told and shown ---------------------------------------------------------------------------------------------


def outcome_closed(ended: ClosedOutcome, viewer: Viewer) -> Message:
    """What its channel is told. A result is no alarm: nothing in it is red."""
    title = say(
        viewer,
        "Closed: {outcome} – {result}",
        outcome=one_line(ended.outcome.statement, 100),
        result=result_word(ended.result, viewer),
    )
    buttons = [show_button(say(viewer, "Full story"), ended.outcome, viewer), reopen_button(ended.outcome, viewer)]
    small_print = _effort(ended, viewer)
    return message(
        header(title),
        *what_came_of_it(ended, viewer),
        actions(*buttons),
        *([context(small_print)] if small_print else []),
    )


def what_came_of_it(ended: ClosedOutcome, viewer: Viewer) -> list[Block]:
    """Its figures as they stood, and what was said about them."""
    blocks = []
    if ended.figures:
        lines = [figure_in_short(each, viewer) for each in ended.figures]
        blocks.append(section(limited(lines, viewer, most=12, characters=2_500)))
    if ended.sentence:
        sentence = said(ended.sentence, 500)
        blocks.append(section(say(viewer, "“{sentence}” – {name}", sentence=sentence, name=name(ended.by))))
    if ended.lesson:
        blocks.append(section(say(viewer, "*Learned*: {lesson}", lesson=said_at_length(ended.lesson))))
    return blocks


def closed_line(ended: ClosedOutcome | None, viewer: Viewer) -> str:
    """ "⚪ *Closed* on 3 June by Alice: *partly achieved*"."""
    if ended is None:
        return say(viewer, "⚪ *Closed*")
    return say(
        viewer,
        "⚪ *Closed* on {day} by {name}: *{result}*",
        day=day(last_day_before(ended.at, viewer), viewer),
        name=name(ended.by),
        result=result_word(ended.result, viewer),
    )


def closed_list(lines: Sequence[ClosedLine], viewer: Viewer) -> Message:
    """What is closed, the last one first."""
    if not lines:
        return message(section(say(viewer, "No outcome was closed yet, as far as you can see.")))
    shown = [_closed_in_list(line, viewer) for line in lines]
    return message(section(say(viewer, "*Closed outcomes*")), *listing(shown, viewer))


def _closed_in_list(line: ClosedLine, viewer: Viewer) -> str:
    parts = [
        f"{said(line.outcome.statement)} {key(line.outcome.key)}",
        result_word(line.result, viewer) if line.result is not None else "",
        day(last_day_before(line.at, viewer), viewer),
        name(line.accountable),
    ]
    return f"• {' · '.join(filter(None, parts))}"


def _effort(ended: ClosedOutcome, viewer: Viewer) -> str:
    """ "11 weeks, 3 people, 21 figures, 2 decisions, €12,400 of €20,000 used (62 %). Thank you: Alice and Bob." """
    counted = [
        (ended.weeks, say_counted(viewer, "{count} week", "{count} weeks", ended.weeks)),
        (len(ended.thanks), say_counted(viewer, "{count} person", "{count} people", len(ended.thanks))),
        (ended.readings, say_counted(viewer, "{count} figure", "{count} figures", ended.readings)),
        (ended.decisions, say_counted(viewer, "{count} decision", "{count} decisions", ended.decisions)),
    ]
    parts = [text for count, text in counted if count] + [_took(each, viewer) for each in ended.resources]
    effort = ", ".join(parts)
    if not ended.thanks:
        return effort
    names = listed(viewer, [name(each) for each in ended.thanks[:_MOST_THANKED]])
    return say(viewer, "{effort}. Thank you: {names}.", effort=effort, names=names)


def _took(of: Resource, viewer: Viewer) -> str:
    if of.planned is None:
        return say(viewer, "{used} used", used=amount(of.used, of.unit, viewer))
    return used_line(of, viewer)


# Figures ------------------------------------------------------------------------------------------------------------


def figure_in_full(figure: Figure, viewer: Viewer) -> str:
    """ "Days until the next appointment: 14 → *9.5 days* · target 9, eased from 7 on 4 June · 10 of 11 figures in"."""
    parts = [_way(figure, viewer), *_promised(figure, viewer)]
    if figure.due:
        parts.append(
            say_counted(
                viewer, "{given} of {count} figure in", "{given} of {count} figures in", figure.due, given=figure.given
            )
        )
    return " · ".join(parts)


def figure_in_short(figure: Figure, viewer: Viewer) -> str:
    """ "Days until the next appointment: 14 → *9.5 days* (target 9)"."""
    if figure.target is None:
        return _way(figure, viewer)
    target = said(one_line(in_short(figure.target, figure.measure, viewer)))
    return say(viewer, "{figure} (target {target})", figure=_way(figure, viewer), target=target)


def _way(figure: Figure, viewer: Viewer) -> str:
    indicator = said(figure.name)
    if figure.last is None:
        return say(viewer, "{indicator}: no reading", indicator=indicator)
    last = said(one_line(exact(figure.last, figure.measure, viewer)))
    if figure.start is None:
        return say(viewer, "{indicator}: *{last}*", indicator=indicator, last=last)
    start = said(one_line(bare(figure.start.amount, figure.measure, viewer)))
    return say(viewer, "{indicator}: {start} → *{last}*", indicator=indicator, start=start, last=last)


def _promised(figure: Figure, viewer: Viewer) -> list[str]:
    target = figure.target
    if target is None:
        return []
    promised = said(one_line(goal(target, figure.measure, viewer)))
    first = first_promised(target)
    if (first.value, first.low, first.high) == (target.value, target.low, target.high):
        return [say(viewer, "target {target}", target=promised)]
    before = said(one_line(in_short(first, figure.measure, viewer)))
    if is_eased(target, figure.direction):
        return [say(viewer, "target {target}, eased from {before}", target=promised, before=before)]
    return [say(viewer, "target {target}, at first {before}", target=promised, before=before)]
