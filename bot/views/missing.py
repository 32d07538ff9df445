"""What whoever answers for an outcome is told once a week: what is missing, and what they can do about it."""

from collections.abc import Sequence

from bot.results.missing import AskedFor, Missing, MissingItem, StillOpen
from bot.results.names import OutcomeName, Viewer
from bot.views.blocks import Block, Message, actions, button, context, listing, message, one_line, said, section
from bot.views.days import day, in_a_sentence
from bot.views.handing_over import hand_over_button
from bot.views.ids import Action
from bot.views.readings import check_in_button, due_name
from bot.views.silences import how_silent
from bot.views.speech import say, say_counted
from bot.views.wording import key, name

MOST_WITH_BUTTONS = 5
MOST_TO_CLOSE = 3
MOST_LINES = 8
"""More than these do not stand on one screen of a phone; the lists of outcomes have them all."""

PROPOSE_PAUSE_AFTER = 42
"""Days of silence after which a pause is proposed."""


def missing_note(told: Missing, viewer: Viewer) -> Message:
    """The note, the longest silence first."""
    return message(
        *missing_blocks(told, viewer),
        *still_open(told.still_open, viewer),
        context(
            say(
                viewer,
                "Their owners were asked first. I write this once a week at most, and only if there is something.",
            )
        ),
    )


def missing_blocks(told: Missing, viewer: Viewer, *, most: int = MOST_WITH_BUTTONS) -> list[Block]:
    """What is missing, the first of it with what can be done about it. Nothing for nothing."""
    if not told.items:
        return []
    count = len(told.items)
    title = say_counted(viewer, "*{count} figure is missing*", "*{count} figures are missing*", count)
    blocks: list[Block] = []
    for item in told.items[:most]:
        blocks += [section(_line(item, viewer)), _what_to_do(item, viewer)]
    others = [f"• {_line(item, viewer)}" for item in told.items[most:]]
    return [section(title), *blocks, *listing(others, viewer, most=MOST_LINES)]


def still_open(outcomes: Sequence[StillOpen], viewer: Viewer) -> list[Block]:
    """What ended some time ago and was not closed, the first of it with the button that closes it."""
    if not outcomes:
        return []
    title = say_counted(
        viewer, "*{count} outcome has ended and is open*", "*{count} outcomes have ended and are open*", len(outcomes)
    )
    lines = [
        say(
            viewer, "{outcome} ended on {day}", outcome=said(each.outcome.statement, 80), day=day(each.ended_on, viewer)
        )
        for each in outcomes
    ]
    first = zip(outcomes[:MOST_TO_CLOSE], lines, strict=False)
    others = [f"• {line}" for line in lines[MOST_TO_CLOSE:]]
    return [
        section(title),
        *(section(line, close_button(each.outcome, viewer)) for each, line in first),
        *listing(others, viewer, most=MOST_LINES),
    ]


def close_button(outcome: OutcomeName, viewer: Viewer, *, primary: bool = False) -> Block:
    """The button that opens the form which closes it."""
    acts_on = say(viewer, "Close {outcome}…", outcome=one_line(outcome.statement, 50))
    return button(say(viewer, "Close it…"), Action.CLOSE_OUTCOME, outcome.key, acts_on=acts_on, primary=primary)


def _line(item: MissingItem, viewer: Viewer) -> str:
    """ "*Customer satisfaction* `csat`: nothing for 7 weeks. Ben keeps it." """
    keeper = name(item.owner)
    whose = (
        say(viewer, "{name} kept it, and has left.", name=keeper)
        if item.is_gone
        else say(viewer, "{name} keeps it.", name=keeper)
    )
    if item.silent_since is None:
        newest = in_a_sentence(item.newest, item.indicator.cadence, viewer)
        missing = say(
            viewer,
            "*{indicator}* {key}: no figure for {period}",
            indicator=said(item.indicator.name),
            key=key(item.indicator.key),
            period=newest,
        )
        return say(viewer, "{missing}. {whose}", missing=missing, whose=whose)
    missing = how_silent(item.indicator, item.silent_since, viewer)
    if (viewer.today - item.silent_since).days < PROPOSE_PAUSE_AFTER:
        return say(viewer, "{missing}. {whose}", missing=missing, whose=whose)
    return say(viewer, "{missing}. {whose} Pause it, until somebody can count?", missing=missing, whose=whose)


def _what_to_do(item: MissingItem, viewer: Viewer) -> Block:
    about = one_line(item.indicator.name)
    ask, pause = say(viewer, "Ask"), say(viewer, "Pause…")
    asks = button(ask, Action.ASK_OWNER, item.indicator.key, acts_on=f"{ask}: {about}")
    return actions(
        *([] if item.is_gone else [asks]),
        hand_over_button(item.indicator, viewer),
        button(pause, Action.PAUSE, item.indicator.key, acts_on=f"{pause} {about}"),
    )


def asked_for(told: AskedFor, viewer: Viewer) -> Message:
    """What the owner reads: who asks, and the ways to answer."""
    no_figure = say(viewer, "No figure…")
    return message(
        section(say(viewer, "{name} asks you for {reading}.", name=name(told.by), reading=due_name(told.item, viewer))),
        actions(
            check_in_button(1, viewer),
            button(no_figure, Action.NO_FIGURE, acts_on=f"{no_figure} {one_line(told.item.indicator.name)}"),
            hand_over_button(told.item.indicator, viewer),
        ),
    )
