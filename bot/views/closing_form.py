"""Closing an outcome and taking it up again: the forms, and what follows them."""

from bot.domain.closing import Figure, OutcomeResult
from bot.domain.facts import Level
from bot.domain.values import Value
from bot.fields import Field
from bot.results.closing import ClosingDraft, JustClosed, TakenUpAgain
from bot.results.names import OutcomeName, Viewer
from bot.views.amounts import bare, exact
from bot.views.blocks import Block, View, actions, listing, modal, one_line, said, section
from bot.views.closing import figure_in_full, show_button
from bot.views.ids import Form
from bot.views.inputs import checkbox_input, radio_input, text_input
from bot.views.saying import result_word
from bot.views.speech import say, say_counted
from bot.views.wording import key


def closing_form(draft: ClosingDraft, viewer: Viewer) -> View:
    """What happened, as the figures say it, and what the person makes of it."""
    inputs = [
        radio_input(Field.RESULT, say(viewer, "Result"), _results(viewer), chosen=draft.proposed),
        text_input(
            Field.SENTENCE,
            say(viewer, "In one sentence, what came of it?"),
            typed=_drafted(draft, viewer),
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


def _drafted(draft: ClosingDraft, viewer: Viewer) -> str:
    """A number of the wanted change in a sentence, to be put into better words: one with a target, where there is one.
    Empty where none has both ends.
    """
    for each in sorted(draft.figures, key=lambda each: each.target is None):
        if each.level is Level.OUTCOME and each.start is not None and each.last is not None:
            return _in_a_sentence(each, each.start, each.last, viewer)
    return ""


def _in_a_sentence(figure: Figure, start: Value, last: Value, viewer: Viewer) -> str:
    """ "Days until the next appointment fell from 14 to 9.5 days.", as plain text."""
    values = {
        "indicator": one_line(figure.name),
        "start": one_line(bare(start.amount, figure.measure, viewer)),
        "last": one_line(exact(last, figure.measure, viewer)),
    }
    if last.amount == start.amount:
        return say(viewer, "{indicator} stayed at {last}.", **values)
    if last.amount < start.amount:
        return say(viewer, "{indicator} fell from {start} to {last}.", **values)
    return say(viewer, "{indicator} rose from {start} to {last}.", **values)


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
        *listing([figure_in_full(each, viewer) for each in draft.figures], viewer, most=20),
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
    return [section(line), actions(show_button(say(viewer, "Show it"), done.begun, viewer))]


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
    blocks = [section(line), actions(show_button(say(viewer, "Show it"), done.outcome, viewer))]
    return modal(say(viewer, "Open again"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))
