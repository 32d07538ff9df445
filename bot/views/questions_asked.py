"""What somebody asks the owner of an indicator from a digest, the form that answers, and the answer below it."""

from bot.fields import Field
from bot.results.names import PersonName, Viewer
from bot.results.notes import NewlyNoted
from bot.results.notices import AskedAbout, QuestionAnswered
from bot.views.blocks import Message, View, actions, button, context, message, modal, one_line, said, section
from bot.views.ids import Action, Form
from bot.views.inputs import text_input
from bot.views.speech import say
from bot.views.wording import mention, name, status_with_value

_LONGEST = 1_000


def was_asked(owner: PersonName, before_by: PersonName | None, viewer: Viewer) -> Message:
    """What whoever asks reads."""
    if before_by is not None:
        return message(
            section(say(viewer, "{asker} has asked {name} already.", asker=name(before_by), name=name(owner)))
        )
    return message(
        section(
            say(
                viewer,
                "I have asked {name} in your name. The answer comes below the report, and I mention you there.",
                name=name(owner),
            )
        )
    )


def question(asked: AskedAbout, viewer: Viewer) -> Message:
    """What the owner reads: who asks about what, how it stands, and where the answer goes."""
    indicator = said(asked.indicator.name)
    asks = say(viewer, "{name} asks about *{indicator}*: what is behind it?", name=name(asked.by), indicator=indicator)
    label = say(viewer, "Answer…")
    acts_on = say(
        viewer,
        "Answer {name} about {indicator}",
        name=one_line(asked.by.name, 40),
        indicator=one_line(asked.indicator.name),
    )
    where = (
        say(viewer, "Your answer is posted below the channel's report.")
        if asked.below_a_digest
        else say(viewer, "Your answer goes to {name}.", name=name(asked.by))
    )
    return message(
        section(f"{asks}\n{status_with_value(asked.assessment, viewer)}"),
        actions(button(label, Action.ANSWER_QUESTION, str(asked.number), acts_on=acts_on, primary=True)),
        context(where),
    )


def answer_form(indicator: str, asker: PersonName, viewer: Viewer, *, in_channel: str, metadata: str) -> View:
    """What is behind it, in the owner's words. `in_channel` is the Slack channel in which it will be read."""
    read_by = (
        say(viewer, "Everybody in {channel} reads it.", channel=f"<#{in_channel}>")
        if in_channel
        else say(viewer, "{name} reads it.", name=name(asker))
    )
    return modal(
        say(viewer, "Answer"),
        [
            section(f"*{said(indicator)}*"),
            text_input(Field.NOTE, say(viewer, "What is behind it?"), multiline=True),
            context(read_by),
        ],
        callback=Form.QUESTION,
        submit=say(viewer, "Send"),
        close=say(viewer, "Cancel"),
        metadata=metadata,
    )


def answer_kept(noted: NewlyNoted, viewer: Viewer) -> View:
    """What whoever answered reads in the place of the form."""
    text = said(noted.text, 300)
    shown = say(viewer, "✓ Sent: “{text}”. It is kept with the indicator, and in the next report.", text=text)
    return modal(say(viewer, "Answer"), [section(shown)], callback=Form.NOTICE, close=say(viewer, "Done"))


def question_answered(answered: QuestionAnswered, viewer: Viewer) -> Message:
    """What is posted below the digest, or sent to whoever asked."""
    return message(
        section(
            say(
                viewer,
                "{asker} asked about *{indicator}*. {name}: “{text}”",
                asker=mention(answered.asked_by),
                indicator=said(answered.indicator),
                name=name(answered.answered_by),
                text=said(answered.text, _LONGEST),
            )
        )
    )
