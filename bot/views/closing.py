"""Closing an outcome: the form with what happened, what its channel is told, and the list of what is closed."""

from collections.abc import Sequence
from typing import Any

from bot.domain.closing import Figure, OutcomeResult, first_promised, is_eased
from bot.fields import Field
from bot.results.closing import ClosedLine, ClosedOutcome, ClosingDraft, JustClosed, TakenUpAgain
from bot.results.names import OutcomeName, Viewer
from bot.views.amounts import bare, exact
from bot.views.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    header,
    limited,
    listing,
    message,
    modal,
    one_line,
    said,
    said_at_length,
    section,
)
from bot.views.days import day, last_day_before
from bot.views.goals import goal, in_short
from bot.views.ids import Action, Form
from bot.views.inputs import checkbox_input, radio_input, text_input
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


def _show_button(label: str, outcome: OutcomeName, viewer: Viewer) -> dict[str, Any]:
    acts_on = say(viewer, "Show {outcome}", outcome=one_line(outcome.statement))
    return button(label, Action.SHOW_OUTCOME, outcome.key, acts_on=acts_on)


# Forms --------------------------------------------------------------------------------------------------------------


def closing_form(draft: ClosingDraft, viewer: Viewer) -> View:
    """What happened, as the figures say it, and what the person makes of it."""
    inputs = [
        radio_input(Field.RESULT, say(viewer, "Result"), _results(viewer), chosen=draft.proposed),
        text_input(
            Field.SENTENCE,
            say(viewer, "In one sentence, what came of it?"),
            placeholder=say(viewer, "For example: Waiting fell by a third, then stuck when two people left."),
            optional=True,
        ),
        text_input(
            Field.LESSON,
            say(viewer, "What would you do the same, and what differently?"),
            hint=say(viewer, "Read by whoever tries this next."),
            multiline=True,
            optional=True,
        ),
        checkbox_input(Field.TELL, say(viewer, "Tell the channel"), _tell(draft, viewer), ticked=True),
        checkbox_input(
            Field.BEGIN_NEXT,
            say(viewer, "Go on from here"),
            say(viewer, "Begin the next one from here"),
            hint=say(
                viewer,
                "Copies the statement, the indicators and who keeps them, not the targets. Each number starts where "
                "this one ended.",
            ),
        ),
    ]
    return modal(
        say(viewer, "Close an outcome"),
        [
            section(f"*{said(draft.outcome.statement, 300)}* {key(draft.outcome.key)}"),
            *_happened(draft, viewer),
            *inputs,
        ],
        callback=Form.CLOSE,
        submit=say(viewer, "Close it"),
        close=say(viewer, "Cancel"),
        metadata=str(draft.outcome_id),
    )


def _results(viewer: Viewer) -> dict[str, str]:
    return {each.value: result_word(each, viewer) for each in OutcomeResult}


def _tell(draft: ClosingDraft, viewer: Viewer) -> str:
    if not draft.channel_name:
        return say(viewer, "Tell its channel what came of it")
    return say(viewer, "Tell {channel} what came of it", channel=f"#{one_line(draft.channel_name, 40)}")


def _happened(draft: ClosingDraft, viewer: Viewer) -> list[Block]:
    if not draft.figures:
        return [section(say(viewer, "It has no indicators, so there are no figures to look back on."))]
    blocks = [
        section(say(viewer, "*What happened*")),
        *listing([_figure_in_full(each, viewer) for each in draft.figures], viewer, most=20),
    ]
    if draft.proposed is not None:
        word = f"*{result_word(draft.proposed, viewer)}*"
        blocks.append(section(say(viewer, "So: {result}. You may see it otherwise.", result=word)))
    return blocks


def just_closed(done: JustClosed, viewer: Viewer) -> View:
    """What follows the form."""
    title = say(
        viewer,
        "✓ Closed: *{outcome}* – {result}.",
        outcome=said(done.outcome.statement, 300),
        result=result_word(done.result, viewer),
    )
    told = [say(viewer, "Nobody is asked for its readings any more.")]
    if done.is_told:
        told.append(say(viewer, "Its channel is told."))
    blocks = [section(f"{title}\n{' '.join(told)}"), *_begun(done, viewer)]
    return modal(say(viewer, "Closed"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


def _begun(done: JustClosed, viewer: Viewer) -> list[Block]:
    if done.begun is None:
        return []
    line = say_counted(
        viewer,
        "The next one is {outcome} {key}, with {count} indicator. It starts with the last value there was, and has no "
        "target yet.",
        "The next one is {outcome} {key}, with {count} indicators. Each starts with the last value there was, and has "
        "no target yet.",
        done.indicators_begun,
        outcome=f"*{said(done.begun.statement, 300)}*",
        key=key(done.begun.key),
    )
    return [section(line), actions(_show_button(say(viewer, "Show it"), done.begun, viewer))]


def reopen_form(outcome_id: int, outcome: OutcomeName, viewer: Viewer) -> View:
    """Why it is to go on."""
    note = say(viewer, "Its indicators are asked for again from now on, and not for the time in between.")
    return modal(
        say(viewer, "Reopen an outcome"),
        [
            section(f"*{said(outcome.statement, 300)}* {key(outcome.key)}"),
            text_input(Field.REASON, say(viewer, "Why does it go on?"), hint=note),
        ],
        callback=Form.REOPEN,
        submit=say(viewer, "Reopen it"),
        close=say(viewer, "Cancel"),
        metadata=str(outcome_id),
    )


def taken_up_again(done: TakenUpAgain, viewer: Viewer) -> View:
    """What follows that form."""
    line = say_counted(
        viewer,
        "✓ Open again: {outcome}. {count} indicator is asked for from now on, and not for the time in between.",
        "✓ Open again: {outcome}. {count} indicators are asked for from now on, and not for the time in between.",
        done.indicators,
        outcome=f"*{said(done.outcome.statement, 300)}*",
    )
    blocks = [section(line), actions(_show_button(say(viewer, "Show it"), done.outcome, viewer))]
    return modal(say(viewer, "Open again"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


# What is told and shown ---------------------------------------------------------------------------------------------


def outcome_closed(ended: ClosedOutcome, viewer: Viewer) -> Message:
    """What its channel is told. A result is no alarm: nothing in it is red."""
    title = say(
        viewer,
        "Closed: {outcome} – {result}",
        outcome=one_line(ended.outcome.statement, 100),
        result=result_word(ended.result, viewer),
    )
    buttons = [_show_button(say(viewer, "Full story"), ended.outcome, viewer), reopen_button(ended.outcome, viewer)]
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
        lines = [_figure_in_short(each, viewer) for each in ended.figures]
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
    """ "11 weeks, 3 people, 21 figures, 2 decisions. Thank you: Alice, Owen and Bob." """
    counted = [
        (ended.weeks, say_counted(viewer, "{count} week", "{count} weeks", ended.weeks)),
        (len(ended.thanks), say_counted(viewer, "{count} person", "{count} people", len(ended.thanks))),
        (ended.readings, say_counted(viewer, "{count} figure", "{count} figures", ended.readings)),
        (ended.decisions, say_counted(viewer, "{count} decision", "{count} decisions", ended.decisions)),
    ]
    effort = ", ".join(text for count, text in counted if count)
    if not ended.thanks:
        return effort
    names = listed(viewer, [name(each) for each in ended.thanks[:_MOST_THANKED]])
    return say(viewer, "{effort}. Thank you: {names}.", effort=effort, names=names)


# Figures ------------------------------------------------------------------------------------------------------------


def _figure_in_full(figure: Figure, viewer: Viewer) -> str:
    """ "Days until the next appointment: 14 → *9.5 days* · target 9, eased from 7 on 4 June · 10 of 11 figures in"."""
    parts = [_way(figure, viewer), *_promised(figure, viewer)]
    if figure.due:
        parts.append(
            say_counted(
                viewer, "{given} of {count} figure in", "{given} of {count} figures in", figure.due, given=figure.given
            )
        )
    return " · ".join(parts)


def _figure_in_short(figure: Figure, viewer: Viewer) -> str:
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
