"""What people are told unasked: the bot's own troubles, what only they can mend, and what others did."""

from bot.domain.messages import Failure, FailureCode
from bot.results.closing import ClosingProposed
from bot.results.handovers import Answered, Offered, TookEffect
from bot.results.missing import AskedFor, Missing
from bot.results.names import IndicatorName, Viewer
from bot.results.notices import (
    AnswersFor,
    AskedAbout,
    ChannelOutOfReach,
    ClockWasAhead,
    DigestOff,
    IndicatorInterrupted,
    NewOutcome,
    NewOwner,
    NobodyToAsk,
    NotHearing,
    Notice,
    NotInChannel,
    OutcomeBelow,
    OutcomeClosed,
    OwnerOutOfSight,
    QuestionAnswered,
    Undeliverable,
    WasAway,
    Welcome,
    WelcomeBack,
)
from bot.results.previews import DigestPreview
from bot.results.reports import WeeklyReport
from bot.views.absences import welcome_back
from bot.views.blocks import (
    Block,
    Message,
    actions,
    and_more,
    button,
    listing,
    message,
    one_line,
    said,
    said_at_length,
    section,
)
from bot.views.closing import outcome_closed
from bot.views.closing_proposed import closing_proposed
from bot.views.days import instant
from bot.views.digest_settings import digests_switched_off
from bot.views.digest_thread import outcome_below
from bot.views.handing_over import handover_answered, handover_offered, handover_took_effect
from bot.views.ids import Action
from bot.views.missing import asked_for, missing_note
from bot.views.pausing import told_to_owner
from bot.views.previews import digest_preview
from bot.views.questions_asked import question, question_answered
from bot.views.reports import weekly_report
from bot.views.speech import say, say_counted
from bot.views.welcome import answers_for, new_outcome, new_owner, welcome
from bot.views.wording import code, key, name
from bot.words import words

MOST_ASKED = 5
"""Each with its own button; more of them are a page of buttons."""

MOST_LISTED = 10

_FAILED = {
    FailureCode.REFUSED: words("{detail}"),
    FailureCode.STATUS: words("status {detail}"),
    FailureCode.NOT_CONNECTED: words("Slack could not be reached"),
    FailureCode.NO_ANSWER: words("Slack did not answer"),
    FailureCode.UNEXPECTED: words("an unexpected error, see the log"),
    FailureCode.NO_ADDRESS: words("Slack's answer names no message"),
    FailureCode.TURN_TOO_LATE: words("its turn came too late"),
    FailureCode.SENDER_GONE: words("the process that was sending it went quiet"),
    FailureCode.CANNOT_RENDER: words("it cannot be put together, see the log"),
    FailureCode.NEVER_CLEAR: words("three attempts, and Slack never said what became of them"),
    FailureCode.SIGHT_UNCERTAIN: words("Slack does not say whether its reader may still see what it tells"),
    FailureCode.UNREADABLE: words("Slack's history cannot be read ({detail})"),
}


def notice(content: Notice, viewer: Viewer) -> Message:
    """The message, mostly a direct one."""
    match content:
        case Undeliverable(message_key, failure):
            return _plainly(
                say(
                    viewer,
                    "A message could not be delivered ({message}): {why}.",
                    message=message_key,
                    why=explained(failure, viewer),
                )
            )
        case NotInChannel():
            return _plainly(
                say(
                    viewer,
                    "Your outcome is saved. Its channel is private and I am not in it, so its digest cannot be posted "
                    "there yet. Open the channel and type /invite @Outcome Bot",
                )
            )
        case WasAway():
            return _plainly(_was_away(content, viewer))
        case NobodyToAsk():
            return _nobody_to_ask(content, viewer)
        case OwnerOutOfSight():
            return _owner_out_of_sight(content, viewer)
        case ChannelOutOfReach(channel_id):
            return message(
                section(
                    say(
                        viewer,
                        "I am not in {channel} any more, so Slack does not tell me who is. Until it does, nobody sees "
                        "the outcomes that live there, and nobody is asked for their readings. To put that right, open "
                        "the channel and type /invite @Outcome Bot",
                        channel=f"<#{channel_id}>",
                    )
                )
            )
        case NotHearing():
            return _plainly(_not_hearing(content, viewer))
        case Welcome() | NewOutcome() | AnswersFor() | NewOwner():
            return _about_others(content, viewer)
        case Missing():
            return missing_note(content, viewer)
        case WeeklyReport():
            return weekly_report(content, viewer)
        case DigestPreview():
            return digest_preview(content, viewer)
        case AskedFor():
            return asked_for(content, viewer)
        case AskedAbout():
            return question(content, viewer)
        case QuestionAnswered():
            return question_answered(content, viewer)
        case OutcomeBelow():
            return outcome_below(content, viewer)
        case DigestOff(by):
            return digests_switched_off(by, viewer)
        case Offered(offer):
            return handover_offered(offer, viewer)
        case Answered(offer):
            return handover_answered(offer, viewer)
        case TookEffect():
            return handover_took_effect(content, viewer)
        case IndicatorInterrupted(done):
            return told_to_owner(done, viewer)
        case OutcomeClosed(ended):
            return outcome_closed(ended, viewer)
        case ClosingProposed():
            return closing_proposed(content, viewer)
        case WelcomeBack(done):
            return welcome_back(done, viewer)
        case ClockWasAhead(until):
            return _plainly(
                say(
                    viewer,
                    "The clock of the machine that I run on was ahead for a while: it told times up to {until} your "
                    "time. Reminders and digests may have come too early. What I had planned by it is planned anew, "
                    "and what counted as missed because of it is due again. Whoever runs me should look at that clock.",
                    until=instant(until, viewer),
                )
            )


def _about_others(content: Welcome | NewOutcome | AnswersFor | NewOwner, viewer: Viewer) -> Message:
    match content:
        case Welcome():
            return welcome(viewer)
        case NewOutcome():
            return new_outcome(content, viewer)
        case AnswersFor():
            return answers_for(content, viewer)
        case NewOwner():
            return new_owner(content, viewer)


def _plainly(text: str) -> Message:
    return message(section(said_at_length(text)))


def explained(failure: Failure, viewer: Viewer) -> str:
    """What went wrong, in words; the other side's own name for it where it gave one."""
    return say(viewer, _FAILED[failure.code], detail=failure.detail)


def _owner_out_of_sight(content: OwnerOutOfSight, viewer: Viewer) -> Message:
    """Who is not asked any more, why, and the two ways on."""
    indicator = content.indicator
    command = code(f"/reading {indicator.key} <value>")
    return message(
        section(
            say(
                viewer,
                "*{indicator} {key} needs somebody to ask.* {name} owns it and is not in {channel}, where it lives: "
                "they do not see it and are not reminded any more.",
                indicator=said(indicator.name),
                key=key(indicator.key),
                name=name(content.owner),
                channel=f"<#{content.channel_id}>",
            )
        ),
        section(
            say(
                viewer,
                "Choose somebody else, or invite them to the channel again. Until then anybody who is in it can give a "
                "reading: {command}",
                command=command,
            )
        ),
        actions(
            button(
                say(viewer, "Choose a new owner"),
                Action.HAND_OVER,
                indicator.key,
                acts_on=say(viewer, "Choose a new owner for {indicator}", indicator=one_line(indicator.name)),
                primary=True,
            )
        ),
    )


def _nobody_to_ask(content: NobodyToAsk, viewer: Viewer) -> Message:
    """What somebody who has left still owns; each of the first of them with the question who is asked instead."""
    title = say(
        viewer,
        "*There is nobody to ask.* {name} has left this workspace and still owns:",
        name=name(content.owner),
    )
    asked, shown = content.indicators[:MOST_ASKED], content.indicators[MOST_ASKED:MOST_LISTED]
    lines = [f"• *{said(each.name)}* {key(each.key)}" for each in shown]
    if more := len(content.indicators[MOST_LISTED:]) + content.others:
        elsewhere = say_counted(
            viewer, "• {count} indicator of private channels", "• {count} indicators of private channels", more
        )
        lines.append(and_more(more, viewer) if content.indicators else elsewhere)
    closing = say(viewer, "Their readings count as missed.")
    if asked:
        command = code(f"/reading {asked[0].key} <value>")
        closing = say(
            viewer,
            "Their readings count as missed. Anybody who sees them can give one: {command}",
            command=command,
        )
    return message(
        section(title), *(_whom_to_ask(each, viewer) for each in asked), *listing(lines, viewer), section(closing)
    )


def _whom_to_ask(indicator: IndicatorName, viewer: Viewer) -> Block:
    """An indicator beside the button that names somebody else for it."""
    acts_on = say(viewer, "Choose a new owner for {indicator}", indicator=one_line(indicator.name))
    chooses = button(say(viewer, "Choose a new owner"), Action.HAND_OVER, indicator.key, acts_on=acts_on)
    return section(f"• *{said(indicator.name)}* {key(indicator.key)}", accessory=chooses)


def _was_away(content: WasAway, viewer: Viewer) -> str:
    """What happened to messages around a long downtime, as plain text: only what there was of it."""
    late, posted, dropped = content.late_reminders, content.late_digests, content.dropped_digests
    what_happened = [
        say_counted(
            viewer,
            "{count} reminder was sent late; it names everything that fell due in between.",
            "{count} reminders were sent late; each names everything that fell due in between.",
            late,
        ),
        say_counted(viewer, "{count} digest was posted late.", "{count} digests were posted late.", posted),
        say_counted(
            viewer,
            "{count} digest was left out; the next one covers its time.",
            "{count} digests were left out; the next one covers their time.",
            dropped,
        ),
    ]
    there_was = [line for line, count in zip(what_happened, (late, posted, dropped), strict=True) if count]
    began, ended = instant(content.began_at, viewer), instant(content.ended_at, viewer)
    return " ".join(
        [
            say(viewer, "Outcome Bot was down from {began} to {ended} your time.", began=began, ended=ended),
            *(there_was or [say(viewer, "No message came late because of it.")]),
            say(viewer, "Readings that were due then have more time before they count as missed."),
        ]
    )


def _not_hearing(content: NotHearing, viewer: Viewer) -> str:
    since = instant(content.since, viewer)
    is_refused = content.why.code is FailureCode.REFUSED
    if is_refused:
        why = say(viewer, "it refuses my app-level token or Socket Mode ({detail})", detail=content.why.detail)
    else:
        why = say(viewer, "the connection does not stand")
    if content.until is not None:
        return say(
            viewer,
            "From {since} to {until} your time I did not hear Slack: {why}. What people typed or pressed then did not "
            "reach me.",
            since=since,
            until=instant(content.until, viewer),
            why=why,
        )
    silence = say(
        viewer,
        "I have not heard from Slack since {since} your time: {why}. Nothing that people type or press reaches me, "
        "while reminders and digests go out.",
        since=since,
        why=why,
    )
    return f"{silence} {_remedy(viewer, is_refused=is_refused)}"


def _remedy(viewer: Viewer, *, is_refused: bool) -> str:
    if is_refused:
        return say(viewer, "Whoever runs me has to look at the app's settings, and restart me if that is a new token.")
    return say(viewer, "I go on trying. If that does not help, whoever runs me has to look at the log and the network.")
