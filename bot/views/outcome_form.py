"""The form that registers an outcome: what should change, where it is told, who answers for it. The rest is behind a
button. What it asks about stands on top; saved again as it is, it is meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.coaching import Advice, AdviceKind
from bot.fields import Field
from bot.results.names import OutcomeName, Viewer
from bot.views.asked import AskedForm
from bot.views.blocks import Block, View, actions, button, modal, said, section, sentence, unmarked
from bot.views.ids import Action, Form
from bot.views.inputs import channel_input, checkbox_input, date_input, person_input, select_or_search_input, text_input
from bot.views.saying import worded
from bot.views.speech import say
from bot.words import Words


@dataclass(frozen=True)
class OutcomeDraft:
    """What the form starts with, as typed. `tells` has the channel told at once."""

    accountable_user_id: str
    channel_id: str | None = None
    statement: str = ""
    why: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    parent_key: str | None = None
    key: str = ""
    tells: bool = True


@dataclass(frozen=True)
class OutcomeQuestions:
    """What is asked before it is saved."""

    advice: Advice | None = None
    others: tuple[Words, ...] = ()


NOTHING_TO_ASK = OutcomeQuestions()


def outcome_form(
    draft: OutcomeDraft,
    parents: Sequence[OutcomeName],
    viewer: Viewer,
    *,
    in_full: bool = False,
    asking: OutcomeQuestions = NOTHING_TO_ASK,
    asked: AskedForm | None = None,
) -> View:
    """The form of `/outcome new`: three answers, or `in_full` all of them. `asked` is what it carries along."""
    blocks = [
        *_questions(asking, viewer),
        text_input(
            Field.STATEMENT,
            say(viewer, "What should change, and for whom?"),
            typed=draft.statement,
            hint=say(viewer, "A result, not an activity: not “hold four clinics”, but what is different afterwards."),
            placeholder=say(viewer, "Patients get an appointment sooner"),
        ),
        channel_input(
            Field.CHANNEL,
            say(viewer, "Which channel hears about it?"),
            chosen=draft.channel_id,
            hint=say(viewer, "Its reports go there. In a private channel only its members see the outcome."),
        ),
        checkbox_input(Field.TELL, say(viewer, "The channel"), say(viewer, "Tell it now"), ticked=draft.tells),
        person_input(
            Field.ACCOUNTABLE,
            say(viewer, "Who answers for it?"),
            chosen=draft.accountable_user_id,
            hint=say(viewer, "Lists name this person, who may change its targets and hears when nobody can be asked."),
        ),
        *(_rest(draft, parents, viewer) if in_full else [actions(_more(viewer))]),
    ]
    return modal(
        say(viewer, "What should change?"),
        blocks,
        callback=Form.OUTCOME_NEW,
        submit=say(viewer, "Save, and go on"),
        close=say(viewer, "Cancel"),
        metadata=(asked or AskedForm()).carried(),
    )


def _more(viewer: Viewer) -> dict[str, Any]:
    label = say(viewer, "More: why, dates, part of, short key")
    return button(label, Action.OUTCOME_IN_FULL, acts_on=label)


def _rest(draft: OutcomeDraft, parents: Sequence[OutcomeName], viewer: Viewer) -> list[Block]:
    return [
        text_input(Field.WHY, say(viewer, "Why does it matter?"), typed=draft.why, multiline=True, optional=True),
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


def _questions(asking: OutcomeQuestions, viewer: Viewer) -> list[Block]:
    asked = [_coach(asking.advice, viewer)] if asking.advice else []
    asked += [section(sentence(worded(each, viewer, quoting=unmarked))) for each in asking.others]
    if asked:
        asked.append(section(say(viewer, "*If it is meant as it is, save it again.*")))
    return asked


def _coach(coaching: Advice, viewer: Viewer) -> Block:
    """The person's own words as they stand, and the question that they leave open."""
    work = said(coaching.work, 300)
    match coaching.kind:
        case AdviceKind.WORK:
            question = say(
                viewer, "“{work}” is what you will do or make. So that who can do, has or is what?", work=work
            )
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
    return [select_or_search_input(Field.PARENT, say(viewer, "Part of"), options, chosen=chosen)]
