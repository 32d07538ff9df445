"""First contact: what the bot is for, what it will send, and what others ask of somebody."""

from typing import Any

from bot.domain.due import DueState
from bot.results.names import Viewer
from bot.results.notices import AnswersFor, NewOutcome, NewOwner
from bot.views.blocks import Block, Message, actions, button, context, message, one_line, said, section
from bot.views.days import near_day, the_period
from bot.views.digest_settings import rhythm
from bot.views.ids import Action
from bot.views.outcomes import new_outcome_button
from bot.views.saying import how_often
from bot.views.speech import say
from bot.views.wording import code, key, name


def welcome(viewer: Viewer) -> Message:
    """What the bot does, in three lines, and the ways on."""
    return message(*introduction(viewer), actions(*ways_on(viewer)), context(_promise(viewer)))


def introduction(viewer: Viewer) -> list[Block]:
    """What the bot does, in three lines."""
    lines = [
        say(viewer, "*I keep a team honest about results.*"),
        say(viewer, "1. You write down what should change: “Patients get an appointment sooner”"),
        say(viewer, "2. … and the number that would show it: days of waiting, from 14 to 7"),
        say(
            viewer,
            "3. I ask whoever keeps that number for it, in one message, and tell the channel every week how it goes",
        ),
    ]
    return [section("\n".join(lines))]


def ways_on(viewer: Viewer) -> list[dict[str, Any]]:
    """The buttons of somebody who is new."""
    show, what = say(viewer, "Show me an example"), say(viewer, "What will you send, and to whom?")
    return [
        new_outcome_button(viewer),
        button(show, Action.EXAMPLE, acts_on=show),
        button(what, Action.WHAT_IS_SENT, acts_on=what),
    ]


def _promise(viewer: Viewer) -> str:
    return say(viewer, "I never post anything before somebody asks me to.")


def mentioned(viewer: Viewer) -> Message:
    """For somebody who mentioned the bot in a channel."""
    here = say(viewer, "Show outcomes here")
    return message(
        section(say(viewer, "I keep this channel honest about results. Only you see this.")),
        actions(button(here, Action.LIST_OUTCOMES, "here", acts_on=here), new_outcome_button(viewer)),
    )


def what_is_sent(viewer: Viewer) -> Message:
    """Everything that the bot sends by itself."""
    lines = [
        say(viewer, "*What I send by myself*"),
        say(
            viewer,
            "• To whoever keeps a number: one message on the morning on which it is due, with everything that is due. "
            "One more on the next working day if something is still open. Then I am silent.",
        ),
        say(viewer, "• To a channel: one report a week. {command} shows it to you alone.", command="`/digest preview`"),
        say(
            viewer,
            "• To somebody who is to keep a number, or to answer for an outcome: one message that says who wants that, "
            "and how to pass it on.",
        ),
        say(
            viewer,
            "• To whoever answers for an outcome: one note a week at most, about what others were asked for and did "
            "not give; and once, when it has come to its end. {command} makes the note a report of all your outcomes.",
            command="`/digest mine`",
        ),
        say(viewer, "• To admins: when I could not do my work."),
        say(
            viewer,
            "Not at weekends, on public holidays or while you are away, and nothing about what has been answered "
            "already. {command} tells me that you are.",
            command=code("/reading away until <date>"),
        ),
    ]
    return message(section("\n".join(lines)))


def new_outcome(content: NewOutcome, viewer: Viewer) -> Message:
    """For a channel: what lives there from now on."""
    text = say(
        viewer,
        "{name} wrote down what this channel wants: *{outcome}*",
        name=name(content.by),
        outcome=said(content.outcome.statement, 500),
    )
    if content.schedule is not None and (when := rhythm(content.schedule, viewer)):
        report = say(viewer, "I report here how it goes: {when}", when=when)
        text = f"{text}\n{report}"
    return message(section(text), actions(_show_outcome(content.outcome.key, content.outcome.statement, viewer)))


def answers_for(content: AnswersFor, viewer: Viewer) -> Message:
    """For somebody who answers for an outcome because another person said so."""
    text = say(
        viewer,
        "{name} put you down as the person who answers for *{outcome}* {key}, in {channel}. You may change its "
        "targets, and you hear from me once a week at most, when others did not give its numbers.",
        name=name(content.by),
        outcome=said(content.outcome.statement, 500),
        key=key(content.outcome.key),
        channel=f"<#{content.channel_id}>",
    )
    return message(section(text), actions(_show_outcome(content.outcome.key, content.outcome.statement, viewer)))


def new_owner(content: NewOwner, viewer: Viewer) -> Message:
    """For somebody who keeps a number because another person said so: which, how often, what for; to be passed on."""
    indicator, labels = content.indicator, one_line(content.indicator.name)
    asked = say(
        viewer,
        "{name} asks you to keep *{indicator}* {key}, {how_often}. It shows whether *{outcome}*",
        name=name(content.by),
        indicator=said(indicator.name),
        key=key(indicator.key),
        how_often=how_often(indicator.cadence, viewer),
        outcome=said(content.outcome.statement, 300),
    )
    fine, give = say(viewer, "Fine"), say(viewer, "Give it to…")
    what = say(viewer, "What is this?")
    return message(
        section("\n".join([asked, *_first_due(content, viewer)])),
        actions(
            button(
                fine,
                Action.FINE,
                indicator.key,
                acts_on=say(viewer, "Fine: I keep {indicator}", indicator=labels),
                primary=True,
            ),
            button(
                give,
                Action.HAND_OVER,
                indicator.key,
                acts_on=say(viewer, "Give {indicator} to somebody else", indicator=labels),
            ),
            button(
                what,
                Action.SHOW_INDICATOR,
                indicator.key,
                acts_on=say(viewer, "What is {indicator}?", indicator=labels),
            ),
        ),
    )


def _first_due(content: NewOwner, viewer: Viewer) -> list[str]:
    due = content.next_due
    if due is None:
        return []
    of = the_period(due.period, content.indicator.cadence, viewer)
    if due.state is DueState.UPCOMING:
        day = near_day(due.due_on, viewer)
        return [say(viewer, "The first one, for {period}, is due {day}. I ask you for it.", period=of, day=day)]
    return [say(viewer, "The one for {period} is open now.", period=of)]


def accepted(content: NewOwner, viewer: Viewer) -> Message:
    """What stands in the place of the question once somebody said that it is fine."""
    kept = say(
        viewer,
        "✓ You keep *{indicator}* {key}, {how_often}.",
        indicator=said(content.indicator.name),
        key=key(content.indicator.key),
        how_often=how_often(content.indicator.cadence, viewer),
    )
    return message(section("\n".join([kept, *_first_due(content, viewer)])))


def _show_outcome(outcome_key: str, statement: str, viewer: Viewer) -> dict[str, Any]:
    return button(
        say(viewer, "Show it"),
        Action.SHOW_OUTCOME,
        outcome_key,
        acts_on=say(viewer, "Show {outcome}", outcome=one_line(statement)),
    )
