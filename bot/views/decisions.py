"""Did it help? What is asked about a decision when its day has come: in the digest, in the form, with the outcome."""

from collections.abc import Sequence

from bot.domain.decisions import LATER, Verdict
from bot.fields import Field
from bot.results.decisions import DecisionAnswered, DecisionQuestion, Moved, OpenDecision
from bot.results.names import Viewer
from bot.results.notes import LookedAgain
from bot.views.blocks import Block, View, actions, button, context, modal, one_line, said, section
from bot.views.days import day
from bot.views.digest_lines import held_against
from bot.views.ids import Action, Form
from bot.views.inputs import radio_input, text_input
from bot.views.speech import say, say_counted
from bot.views.wording import name, value

_LONGEST = 200
_MOST_OPEN = 3


def questions(asked: Sequence[DecisionQuestion], viewer: Viewer) -> list[Block]:
    """What a digest asks, two blocks each."""
    return [block for each in asked for block in (section(_question(each, viewer)), _answers(each, viewer))]


def _question(asked: DecisionQuestion, viewer: Viewer) -> str:
    """ "*Did it help?* “Second phone line on Mondays” (Dora, 2 June): calls given up 23.9 % then, 18.4 % now"."""
    parts = {
        "text": said(asked.text, _LONGEST),
        "name": name(asked.by),
        "day": day(asked.made_on, viewer),
    }
    if asked.is_last:
        shown = say(viewer, "*Did it help?* Asked for the last time: “{text}” ({name}, {day})", **parts)
    else:
        shown = say(viewer, "*Did it help?* “{text}” ({name}, {day})", **parts)
    figures = [_figure(each, viewer) for each in asked.figures]
    if not figures:
        none = say(viewer, "There is no figure to tell it by: *{outcome}*.", outcome=said(asked.outcome.statement))
        return f"{shown}\n{none}"
    if len(figures) == 1 and not asked.left_out:
        return say(viewer, "{question}: {figure}", question=shown, figure=figures[0])
    lines = [shown, *(f"• {figure}" for figure in figures)]
    if asked.left_out:
        lines.append(say_counted(viewer, "… and {count} more", "… and {count} more", asked.left_out))
    return "\n".join(lines)


def _figure(moved: Moved, viewer: Viewer) -> str:
    """ "Calls given up 23.9 % then, 18.4 % now, planned 17"."""
    parts = {"indicator": said(moved.indicator.name, 80)}
    if moved.before is None:
        now = say(
            viewer, "{indicator} {now} now, no figure before", now=_value(moved, after=True, viewer=viewer), **parts
        )
    elif moved.now is None:
        then = _value(moved, after=False, viewer=viewer)
        return say(viewer, "{indicator} {then} then, no figure since", then=then, **parts)
    else:
        now = say(
            viewer,
            "{indicator} {then} then, {now} now",
            then=_value(moved, after=False, viewer=viewer),
            now=_value(moved, after=True, viewer=viewer),
            **parts,
        )
    beside = held_against(moved.assessment, viewer)
    return say(viewer, "{figures}, {planned}", figures=now, planned=said(beside)) if beside else now


def _value(moved: Moved, *, after: bool, viewer: Viewer) -> str:
    return value(moved.now if after else moved.before, moved.indicator, viewer)


def _answers(asked: DecisionQuestion, viewer: Viewer) -> Block:
    about = one_line(asked.text, 40)
    return actions(
        button(
            say(viewer, "It helped"),
            Action.IT_HELPED,
            str(asked.note_id),
            acts_on=say(viewer, "It helped: {decision}", decision=about),
        ),
        button(
            say(viewer, "It did not"),
            Action.DID_NOT_HELP,
            str(asked.note_id),
            acts_on=say(viewer, "It did not help: {decision}", decision=about),
        ),
        button(
            say(viewer, "Too early"),
            Action.TOO_EARLY,
            str(asked.note_id),
            acts_on=say(viewer, "Too early to say: {decision}", decision=about),
        ),
    )


def answer_form(asked: DecisionQuestion, verdict: Verdict | None, viewer: Viewer) -> View:
    """The form of an answer, with the button that was pressed chosen."""
    in_weeks = LATER.days // 7
    verdicts = {
        Verdict.HELPED.value: say(viewer, "It helped"),
        Verdict.DID_NOT_HELP.value: say(viewer, "It did not help"),
        Verdict.TOO_EARLY.value: say_counted(
            viewer, "Too early to say: ask in {count} week", "Too early to say: ask in {count} weeks", in_weeks
        ),
    }
    before = [context(_answered_before(asked.looked, viewer))] if asked.looked else []
    return modal(
        say(viewer, "Did it help?"),
        [
            section(_question(asked, viewer)),
            *before,
            radio_input(Field.VERDICT, say(viewer, "Your answer"), verdicts, chosen=verdict),
            text_input(
                Field.SENTENCE,
                say(viewer, "In one sentence, what do you see?"),
                optional=True,
                hint=say(viewer, "It stands in the next report, with your name."),
            ),
        ],
        callback=Form.SECOND_LOOK,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=str(asked.note_id),
    )


def _answered_before(looked: LookedAgain, viewer: Viewer) -> str:
    found = what_was_found(looked, viewer)
    return say(viewer, "Answered already: {answer}. Yours takes its place; both are kept.", answer=found)


def answer_kept(answered: DecisionAnswered, viewer: Viewer) -> View:
    """What was kept, in the place of the form."""
    parts = {"decision": said(answered.text, _LONGEST), "answer": what_was_found(answered.looked, viewer)}
    shown = section(say(viewer, "✓ “{decision}”: {answer}.", **parts))
    return modal(say(viewer, "Kept"), [shown], callback=Form.NOTICE, close=say(viewer, "Done"))


def answer_line(answered: DecisionAnswered, viewer: Viewer) -> str:
    """ "• Fewer calls given up: “Second phone line on Mondays” helped (Dora, 2 July): “quieter since”", in a digest."""
    return say(
        viewer,
        "• {outcome}: “{decision}” ({day}): {answer}",
        outcome=said(answered.outcome.statement, 80),
        decision=said(answered.text, _LONGEST),
        day=day(answered.made_on, viewer),
        answer=what_was_found(answered.looked, viewer),
    )


def what_was_found(looked: LookedAgain, viewer: Viewer) -> str:
    """ "it helped (Dora, 2 July), “quieter since”"."""
    parts = {"name": name(looked.by), "day": day(looked.on, viewer)}
    match looked.verdict:
        case Verdict.HELPED:
            shown = say(viewer, "it helped ({name}, {day})", **parts)
        case Verdict.DID_NOT_HELP:
            shown = say(viewer, "it did not help ({name}, {day})", **parts)
        case Verdict.TOO_EARLY:
            assert looked.again_on is not None, "the database holds it"
            again = day(looked.again_on, viewer)
            shown = say(viewer, "too early to say ({name}, {day}), look again on {again}", again=again, **parts)
    if not looked.sentence:
        return shown
    return say(viewer, "{answer}, “{sentence}”", answer=shown, sentence=said(looked.sentence, 300))


def open_decisions(those: Sequence[OpenDecision], viewer: Viewer) -> list[Block]:
    """The decisions that wait for an answer, each with a button, and how many more there are."""
    blocks = [_open(each, viewer) for each in those[:_MOST_OPEN]]
    if (more := len(those) - len(blocks)) > 0:
        sentence = say_counted(
            viewer,
            "{count} more decision waits for whether it helped.",
            "{count} more decisions wait for whether they helped.",
            more,
        )
        blocks.append(context(sentence))
    return blocks


def _open(of: OpenDecision, viewer: Viewer) -> Block:
    sentence = say(
        viewer,
        "*Did it help?* Not answered since {since}: “{text}” ({name}, {day})",
        since=day(of.since_on, viewer),
        text=said(of.text, _LONGEST),
        name=name(of.by),
        day=day(of.made_on, viewer),
    )
    about = say(viewer, "Answer whether it helped: {decision}", decision=one_line(of.text, 40))
    return section(sentence, button(say(viewer, "Answer…"), Action.SAY_WHETHER, str(of.note_id), acts_on=about))
