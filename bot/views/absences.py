"""Being away: the form, the answers, and what somebody reads who is back."""

from datetime import timedelta
from typing import Any

from bot.fields import Field
from bot.results.absences import Away, AwaySaid, Meanwhile
from bot.results.names import PersonName, Viewer
from bot.views.blocks import Block, Message, View, actions, button, context, message, modal, said, section
from bot.views.days import weekday_and_day
from bot.views.ids import Action, Form
from bot.views.inputs import date_input
from bot.views.speech import listed, say, say_counted


def away_button(viewer: Viewer, *, is_away: bool = False) -> dict[str, Any]:
    """The button that opens the form: on Home, in a reminder, wherever somebody wants to be left alone."""
    acts_on = say(viewer, "Say until when you are away")
    label = say(viewer, "Other days…") if is_away else say(viewer, "Away until…")
    return button(label, Action.AWAY, acts_on=acts_on)


def back_button(viewer: Viewer) -> dict[str, Any]:
    """The button of whoever is back earlier, or does not go."""
    return button(say(viewer, "I am back"), Action.BACK, acts_on=say(viewer, "End being away"))


def away_form(current: Away | None, viewer: Viewer) -> View:
    """From when, and until when."""
    is_under_way = current is not None and current.first_on <= viewer.today
    first = current.first_on if current is not None and not is_under_way else viewer.today
    return modal(
        say(viewer, "Being away"),
        [
            date_input(
                Field.BACK_ON,
                say(viewer, "Your first day back"),
                chosen=current.back_on if current else None,
                hint=say(viewer, "From this day on I ask you again."),
            ),
            date_input(Field.AWAY_FROM, say(viewer, "Away from"), chosen=first, optional=True),
            context(
                say(
                    viewer,
                    "Meanwhile I ask your backups. What has none is excused, and nothing is demanded afterwards.",
                )
            ),
        ],
        callback=Form.AWAY,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
    )


def away_said(what: AwaySaid, viewer: Viewer) -> Message:
    """The answer to whoever says that they are away."""
    return message(section(_said(what, viewer)), actions(*_buttons(viewer)))


def away_saved(what: AwaySaid, viewer: Viewer) -> View:
    """The same in the place of the form."""
    return modal(
        say(viewer, "Saved"),
        [
            section(_said(what, viewer)),
            context(say(viewer, "Change or end it on your Home tab, or with {command}.", command="`/reading back`")),
        ],
        callback=Form.NOTICE,
        close=say(viewer, "Done"),
    )


def away_line(away: Away, viewer: Viewer) -> str:
    """ "You are away until Mon 8 June.": until the first day back."""
    back = weekday_and_day(away.back_on, viewer)
    if away.first_on <= viewer.today:
        return say(viewer, "You are away until {day}.", day=back)
    last = away.back_on - timedelta(days=1)
    if last == away.first_on:
        return say(viewer, "You are away on {day}.", day=weekday_and_day(last, viewer))
    return say(
        viewer,
        "You are away from {first} to {last}; your first day back is {day}.",
        first=weekday_and_day(away.first_on, viewer),
        last=weekday_and_day(last, viewer),
        day=back,
    )


def is_back(was: Away, done: Meanwhile, viewer: Viewer) -> Message:
    """The answer to whoever is back."""
    if was.first_on > viewer.today:
        day = weekday_and_day(was.first_on, viewer)
        return message(section(say(viewer, "You are not away from {day} on any more: I ask you as usual.", day=day)))
    lines = [say(viewer, "Welcome back. I ask you as usual from now on.")]
    if not done.is_nothing:
        lines.append(meanwhile_line(done, viewer))
    return message(section("\n".join(lines)))


def was_not_away(viewer: Viewer) -> Message:
    """The same where they were not."""
    text = say(viewer, "I did not take you for away: I ask you as usual.")
    return message(section(text), actions(away_button(viewer)))


def welcome_back(done: Meanwhile, viewer: Viewer) -> Message:
    """What was done meanwhile, where nothing else is to be said that day."""
    return message(
        section(
            say(viewer, "Welcome back. {meanwhile} Nothing is due from you.", meanwhile=meanwhile_line(done, viewer))
        )
    )


def meanwhile_line(done: Meanwhile, viewer: Viewer) -> str:
    """ "While you were away: Ben gave 2 figures, 1 was excused."."""
    parts = [
        say_counted(viewer, "{name} gave {count} figure", "{name} gave {count} figures", count, name=said(name, 80))
        for name, count in done.given
    ]
    parts += [
        say_counted(viewer, "{name} is asked for {count}", "{name} is asked for {count}", count, name=said(name, 80))
        for name, count in done.waiting
    ]
    if done.excused:
        parts.append(say_counted(viewer, "{count} was excused", "{count} were excused", done.excused))
    return say(viewer, "While you were away: {what}.", what=", ".join(parts))


def _said(what: AwaySaid, viewer: Viewer) -> str:
    lines = [f"✓ {away_line(what.away, viewer)}", _meanwhile(what, viewer), *_at_once(what, viewer)]
    return "\n".join(lines)


def _meanwhile(what: AwaySaid, viewer: Viewer) -> str:
    names = listed(viewer, [_mention(each) for each in what.asked])
    if what.owns_nothing:
        return say(viewer, "I write to you again after that.")
    if not names:
        return say(
            viewer,
            "Your numbers have no backup: what falls due until then is excused, or waits if you are back in time.",
        )
    if what.some_have_nobody:
        return say(viewer, "Until then I ask {names}, where there is a backup; what has none is excused.", names=names)
    return say(viewer, "Until then I ask {names} for what falls due.", names=names)


def _at_once(what: AwaySaid, viewer: Viewer) -> list[str]:
    lines = []
    if what.passed_on:
        lines.append(
            say_counted(
                viewer,
                "{count} reading that was due from you is asked of them now.",
                "{count} readings that were due from you are asked of them now.",
                what.passed_on,
            )
        )
    if what.excused:
        lines.append(
            say_counted(
                viewer,
                "{count} reading that was due from you is excused.",
                "{count} readings that were due from you are excused.",
                what.excused,
            )
        )
    return lines


def _buttons(viewer: Viewer) -> list[dict[str, Any]]:
    return [away_button(viewer, is_away=True), back_button(viewer)]


def _mention(person: PersonName) -> str:
    return said(person.name, 80) if person.name else f"<@{person.user_id}>"


def home_lines(away: Away | None, viewer: Viewer, *, by_status: bool) -> list[Block]:
    """On Home: whether they are away, and the buttons."""
    if away is None:
        line = say(viewer, "Your Slack status says that you are away: while it lasts, I do not ask you.")
        return [*([section(line)] if by_status else []), actions(away_button(viewer))]
    return [section(away_line(away, viewer)), actions(*_buttons(viewer))]
