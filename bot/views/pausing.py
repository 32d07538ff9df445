"""Pausing, retiring and resuming an indicator: the forms, the answers, and what its owner is told."""

from typing import Any

from bot.domain.interruptions import Interruption
from bot.fields import Field
from bot.results.interruptions import Interrupted
from bot.results.names import IndicatorName, Viewer
from bot.views.blocks import Message, View, actions, button, context, message, modal, one_line, said, section
from bot.views.days import day, weekday_and_day
from bot.views.ids import Action, Form
from bot.views.inputs import date_input, text_input
from bot.views.speech import listed, say
from bot.views.wording import code, key, name


def rest_buttons(
    indicator: IndicatorName, viewer: Viewer, *, is_paused: bool, indicator_id: int
) -> list[dict[str, Any]]:
    """What may be done with an indicator that runs, or is paused."""
    named = one_line(indicator.name)
    retire = say(viewer, "Retire {indicator}", indicator=named)
    second = button(say(viewer, "Retire…"), Action.RETIRE, indicator.key, acts_on=retire)
    if is_paused:
        return [resume_button(indicator, indicator_id, viewer), second]
    pause = say(viewer, "Pause {indicator}", indicator=named)
    return [button(say(viewer, "Pause…"), Action.PAUSE, indicator.key, acts_on=pause), second]


def resume_button(
    indicator: IndicatorName, indicator_id: int, viewer: Viewer, *, retired: bool = False
) -> dict[str, Any]:
    """The button that has it asked for again."""
    named = one_line(indicator.name)
    if retired:
        acts_on = say(viewer, "Bring {indicator} back", indicator=named)
        return button(say(viewer, "Bring it back"), Action.RESUME, str(indicator_id), acts_on=acts_on)
    acts_on = say(viewer, "Resume {indicator}", indicator=named)
    return button(say(viewer, "Resume"), Action.RESUME, str(indicator_id), acts_on=acts_on)


def pause_form(indicator: IndicatorName, indicator_id: int, viewer: Viewer) -> View:
    """Until when, and why."""
    return modal(
        say(viewer, "Pause an indicator"),
        [
            section(f"*{said(indicator.name)}* {key(indicator.key)}"),
            date_input(
                Field.UNTIL,
                say(viewer, "Until"),
                optional=True,
                hint=say(
                    viewer, "On this day it goes on by itself. Without one, the pause lasts until somebody ends it."
                ),
            ),
            text_input(Field.REASON, say(viewer, "Why?"), optional=True),
        ],
        callback=Form.PAUSE,
        submit=say(viewer, "Pause it"),
        close=say(viewer, "Cancel"),
        metadata=str(indicator_id),
    )


def retire_form(indicator: IndicatorName, indicator_id: int, viewer: Viewer) -> View:
    """Whether that is meant, and why."""
    return modal(
        say(viewer, "Retire an indicator"),
        [
            section(f"*{said(indicator.name)}* {key(indicator.key)}"),
            section(
                say(
                    viewer,
                    "It is neither asked for nor shown any more. What was recorded stays, and {command} brings it "
                    "back.",
                    command=code(f"/indicator resume {indicator.key}"),
                )
            ),
            text_input(Field.REASON, say(viewer, "Why?")),
        ],
        callback=Form.RETIRE,
        submit=say(viewer, "Retire it"),
        close=say(viewer, "Cancel"),
        metadata=str(indicator_id),
    )


def interrupted(done: Interrupted, viewer: Viewer) -> Message:
    """The answer to a command or a button."""
    return message(section(_answer(done, viewer)))


def interrupted_view(done: Interrupted, indicator_id: int, viewer: Viewer) -> View:
    """What follows a form, with the way back."""
    is_retired = done.what is Interruption.RETIRED
    title = say(viewer, "Retired") if is_retired else say(viewer, "Paused")
    back = resume_button(done.indicator, indicator_id, viewer, retired=is_retired)
    blocks = [section(_answer(done, viewer)), actions(back)]
    return modal(title, blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


def told_to_owner(done: Interrupted, viewer: Viewer) -> Message:
    """What the owner reads when somebody else did it."""
    parts = {"name": name(done.by), "indicator": f"*{said(done.indicator.name)}* {key(done.indicator.key)}"}
    match done.what:
        case Interruption.PAUSED:
            line = say(viewer, "{name} has paused {indicator}.", **parts)
        case Interruption.RETIRED:
            line = say(viewer, "{name} has retired {indicator}. You are asked for it no more.", **parts)
        case Interruption.RESUMED:
            line = say(viewer, "{name} has resumed {indicator}.", **parts)
        case Interruption.BROUGHT_BACK:
            line = say(viewer, "{name} has brought {indicator} back.", **parts)
    told = " ".join(filter(None, (line, *_what_happens(done, viewer))))
    reason = [context(say(viewer, "“{reason}”", reason=said(done.reason, 300)))] if done.reason else []
    return message(section(told), *reason)


def paused_line(paused: Interrupted, viewer: Viewer) -> str:
    """ "Paused until 1 September by Alice. I first ask on Tue 8 September. “Half term”"."""
    who = name(paused.by)
    line = say(viewer, "Paused by {name}.", name=who)
    if paused.until_on is not None:
        line = say(viewer, "Paused until {day} by {name}.", day=day(paused.until_on, viewer), name=who)
    reason = [say(viewer, "“{reason}”", reason=said(paused.reason, 300))] if paused.reason else []
    return " ".join([line, *_first_asked(paused, viewer), *reason])


def _answer(done: Interrupted, viewer: Viewer) -> str:
    indicator = f"*{said(done.indicator.name)}* {key(done.indicator.key)}"
    match done.what:
        case Interruption.PAUSED:
            line = say(viewer, "✓ {indicator}", indicator=indicator)
        case Interruption.RETIRED:
            back = code(f"/indicator resume {done.indicator.key}")
            line = say(
                viewer,
                "✓ {indicator} is retired: neither asked for nor shown any more. {command} brings it back.",
                indicator=indicator,
                command=back,
            )
        case Interruption.RESUMED:
            line = say(viewer, "✓ {indicator} goes on.", indicator=indicator)
        case Interruption.BROUGHT_BACK:
            line = say(viewer, "✓ {indicator} is back.", indicator=indicator)
    return "\n".join(filter(None, [line, " ".join(_what_happens(done, viewer)), _waits_for_it(done, viewer)]))


def _waits_for_it(done: Interrupted, viewer: Viewer) -> str:
    """That what is made of it has no value without it."""
    if not done.part_of or done.what not in (Interruption.PAUSED, Interruption.RETIRED):
        return ""
    wholes = listed(viewer, [f"*{said(each.name)}* {key(each.key)}" for each in done.part_of])
    if done.what is Interruption.PAUSED:
        return say(viewer, "It is counted into {wholes}: without it there is no value.", wholes=wholes)
    command = code(f"/indicator parts {done.part_of[0].key}")
    return say(
        viewer,
        "It is counted into {wholes}: without it there is no value. To count on without it, name the parts anew: "
        "{command}",
        wholes=wholes,
        command=command,
    )


def _what_happens(done: Interrupted, viewer: Viewer) -> list[str]:
    if done.what is Interruption.RETIRED:
        return []
    if done.what is not Interruption.PAUSED:
        return _first_asked(done, viewer)
    if done.until_on is None:
        again = code(f"/indicator resume {done.indicator.key}")
        return [say(viewer, "Paused. I ask again after {command}.", command=again)]
    return [say(viewer, "Paused until {day}.", day=day(done.until_on, viewer)), *_first_asked(done, viewer)]


def _first_asked(done: Interrupted, viewer: Viewer) -> list[str]:
    if done.asked_on is None:
        return []
    return [say(viewer, "I first ask on {day}.", day=weekday_and_day(done.asked_on, viewer))]
