"""When people are asked: the form in which somebody sets it for themselves, and the workspace's for everybody else,
which has the colours too: what each is of, and what it is called.
"""

from datetime import date

from bot.domain.colours import State
from bot.domain.statuses import USUAL
from bot.fields import Field
from bot.results.home import OwnSettings, SettingsDraft
from bot.results.names import ColourWords, Viewer
from bot.results.rules import Rules
from bot.views.blocks import Block, View, context, modal, one_line, said, section
from bot.views.days import day_with_year, month_name, weekday, weekdays, zone_name
from bot.views.holiday_calendars import (
    choice_label,
    closed_days_said,
    closed_days_typed,
    holiday_line,
    workspace_choice,
)
from bot.views.ids import Form
from bot.views.inputs import boxes_input, checkbox_input, search_input, select_input, text_input, time_input
from bot.views.speech import listed, say, say_counted
from bot.views.standing import amid, mark, state_name, usual_name


def own_settings_form(draft: SettingsDraft, viewer: Viewer) -> View:
    """Their own reminder time and working days."""
    own, usual = draft.own, draft.of_workspace
    zone = say(
        viewer,
        "By the clock of {zone}. Slack tells me your time zone: you change it in Slack's preferences.",
        zone=said(zone_name(own.zone, viewer)),
    )
    return modal(
        say(viewer, "When I write to you"),
        [
            time_input(
                Field.REMINDER_AT,
                say(viewer, "At what time?"),
                chosen=own.reminder_at,
                hint=say(viewer, "In this workspace it is {time}.", time=f"{usual.reminder_at:%H:%M}"),
            ),
            boxes_input(
                Field.WORKING_DAYS,
                say(viewer, "On which days do you work?"),
                _weekdays(viewer),
                chosen={str(day) for day in own.working_days},
                hint=say(
                    viewer,
                    "What falls due on another day is asked for on the next of these. In this workspace it is {days}.",
                    days=weekdays(usual.working_days, viewer),
                ),
            ),
            search_input(
                Field.HOLIDAYS,
                say(viewer, "Public holidays"),
                chosen=choice_label(own.holidays, viewer),
                hint=say(
                    viewer,
                    "Type a country or a region. What falls due on a holiday is asked for on your next working day.",
                ),
            ),
            checkbox_input(
                Field.OWN_REPORT,
                say(viewer, "A report of my outcomes"),
                say(viewer, "Once a week, of all that I answer for"),
                ticked=own.wants_report,
                hint=say(viewer, "At this time, on the first of these days in a week on which I ask you for nothing."),
            ),
            checkbox_input(
                Field.OWN_PREVIEW,
                say(viewer, "The reports of their channels"),
                say(viewer, "Show me each before it is posted"),
                ticked=own.wants_preview,
                hint=say(viewer, "On your working day before. You may add a line of your own."),
            ),
            context(holiday_line(own, viewer)),
            context(zone),
        ],
        callback=Form.OWN_SETTINGS,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
    )


def own_settings_saved(settings: OwnSettings, viewer: Viewer) -> View:
    """What follows the form."""
    line = say(
        viewer,
        "✓ If something is due, I write at {time} on {days}, {zone} time, from now on.",
        time=f"{settings.reminder_at:%H:%M}",
        days=weekdays(settings.working_days, viewer),
        zone=said(zone_name(settings.zone, viewer)),
    )
    keeps = say(viewer, "What I have asked for already stays due until the day that I named.")
    reports = own_reports(settings, viewer)
    shown = [section(line), section(holiday_line(settings, viewer)), *([section(reports)] if reports else [])]
    return _saved([*shown, context(keeps)], viewer)


def own_reports(settings: OwnSettings, viewer: Viewer) -> str:
    """What somebody has chosen to be told of what they answer for; empty for nothing."""
    chosen = []
    if settings.wants_report:
        chosen.append(say(viewer, "Once a week you get a report of all outcomes that you answer for."))
    if settings.wants_preview:
        chosen.append(say(viewer, "You see the reports of their channels a working day before they are posted."))
    return " ".join(chosen)


def workspace_settings_form(rules: Rules, viewer: Viewer) -> View:
    """The rules for everybody who has not set their own."""
    words = rules.colour_words
    return modal(
        say(viewer, "Workspace settings"),
        [
            context(say(viewer, "For everybody in this workspace who has not set their own time or days.")),
            time_input(
                Field.REMINDER_AT,
                say(viewer, "When are people asked for readings?"),
                chosen=rules.reminder_at,
                hint=say(viewer, "By the clock of each of them."),
            ),
            boxes_input(
                Field.WORKING_DAYS,
                say(viewer, "Working days"),
                _weekdays(viewer),
                chosen={str(day) for day in rules.working_days},
                hint=say(viewer, "Nobody is asked on other days, and they do not count towards a missed reading."),
            ),
            search_input(
                Field.HOLIDAYS,
                say(viewer, "Public holidays of everybody who has chosen none"),
                chosen=workspace_choice(rules.holiday_calendar, viewer),
                hint=say(viewer, "Type a country or a region. On these days nobody is asked either."),
            ),
            text_input(
                Field.DAYS_OFF,
                say(viewer, "Days on which nobody here works"),
                typed=closed_days_typed(rules.days_off, viewer),
                placeholder=say(viewer, "{first} – {last}: company holidays", **_example_of_days(viewer)),
                hint=say(
                    viewer, "A line for each day, or for the first and the last of several. Days take their year."
                ),
                optional=True,
                multiline=True,
            ),
            text_input(
                Field.AWAY_WORDS,
                say(viewer, "Which Slack statuses mean that somebody is away?"),
                typed=rules.away_words or USUAL,
                hint=say(
                    viewer,
                    "Words and emoji, with commas between them. Empty brings the usual ones back, “none” is no status.",
                ),
                optional=True,
                multiline=True,
            ),
            text_input(
                Field.GRACE,
                say(viewer, "After how many working days is a reading missed?"),
                typed=str(rules.grace_working_days),
                hint=say(viewer, "Counted from the day on which it is asked for."),
            ),
            select_input(
                Field.WEEK_STARTS_ON,
                say(viewer, "Weeks begin on"),
                _weekdays(viewer),
                chosen=str(rules.week_starts_on),
                hint=say(viewer, "For what is asked weekly from now on. What is there already keeps its weeks."),
            ),
            select_input(
                Field.FISCAL_YEAR_STARTS_IN,
                say(viewer, "The fiscal year begins in"),
                {str(number): month_name(number, viewer) for number in range(1, 13)},
                chosen=str(rules.fiscal_year_starts_in),
                hint=say(
                    viewer, "In January it is the calendar year. What is there already keeps its quarters and years."
                ),
            ),
            text_input(
                Field.ON_TRACK_GAP,
                say(
                    viewer,
                    "🟢 {state}, up to so many percent of the way behind the plan",
                    state=_name(State.ON_TRACK, viewer),
                ),
                typed=str(rules.on_track_gap),
                hint=say(viewer, "The way is from the starting value to the target."),
            ),
            text_input(
                Field.AT_RISK_GAP,
                say(viewer, "🟡 {state}, up to so many percent of the way behind", state=_name(State.AT_RISK, viewer)),
                typed=str(rules.at_risk_gap),
                hint=say(viewer, "What is further behind is {state}.", state=one_line(amid(State.OFF_TRACK, viewer))),
            ),
            _word_input(Field.ON_TRACK_WORD, State.ON_TRACK, words.on_track, viewer),
            _word_input(Field.AT_RISK_WORD, State.AT_RISK, words.at_risk, viewer),
            _word_input(Field.OFF_TRACK_WORD, State.OFF_TRACK, words.off_track, viewer),
        ],
        callback=Form.WORKSPACE_SETTINGS,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
    )


def workspace_settings_saved(before: Rules, after: Rules, viewer: Viewer) -> View:
    """What has changed, and what that means."""
    lines = _what_it_means(before, after, viewer)
    if not lines:
        return _saved([section(say(viewer, "Nothing was changed."))], viewer)
    stays = say(
        viewer, "What people set for themselves stays as they set it. What you set here outlasts a restart of the bot."
    )
    return _saved([section("\n".join(f"✓ {line}" for line in lines)), context(stays)], viewer)


def _what_it_means(before: Rules, after: Rules, viewer: Viewer) -> list[str]:
    lines = []
    if after.reminder_at != before.reminder_at:
        time = f"{after.reminder_at:%H:%M}"
        lines.append(say(viewer, "People are asked at {time}, by their own clocks.", time=time))
    if after.working_days != before.working_days:
        days = weekdays(after.working_days, viewer)
        lines.append(say(viewer, "Working days are {days}. What has yet to fall due moves to them.", days=days))
    if after.away_words != before.away_words:
        away_words = said(after.away_words or USUAL, 300)
        lines.append(say(viewer, "A Slack status means being away if it has: {words}.", words=away_words))
    lines += _days_off_that_changed(before, after, viewer)
    if after.grace_working_days != before.grace_working_days:
        lines.append(
            say_counted(
                viewer,
                "A reading is missed {count} working day after it is asked for. What was asked for keeps its day.",
                "A reading is missed {count} working days after it is asked for. What was asked for keeps its day.",
                after.grace_working_days,
            )
        )
    if after.week_starts_on != before.week_starts_on:
        day = weekday(after.week_starts_on, viewer)
        lines.append(say(viewer, "Weeks begin on a {weekday} for what is asked weekly from now on.", weekday=day))
    if after.fiscal_year_starts_in != before.fiscal_year_starts_in:
        lines.append(_fiscal_year(after.fiscal_year_starts_in, viewer))
    if (after.on_track_gap, after.at_risk_gap) != (before.on_track_gap, before.at_risk_gap):
        lines.append(
            say(
                viewer,
                "🟢 is up to {on_track} % of the way behind, 🟡 up to {at_risk} %. "
                "All colours are worked out anew, past readings included.",
                on_track=after.on_track_gap,
                at_risk=after.at_risk_gap,
            )
        )
    return lines + _renamed(before.colour_words, after.colour_words, viewer)


def _days_off_that_changed(before: Rules, after: Rules, viewer: Viewer) -> list[str]:
    lines = []
    if after.holiday_calendar != before.holiday_calendar:
        _, label = workspace_choice(after.holiday_calendar, viewer)
        lines.append(
            say(viewer, "Public holidays: {whose}. What has yet to fall due moves off them.", whose=said(label))
        )
    if after.days_off != before.days_off:
        days = listed(viewer, closed_days_said(after.days_off, viewer))
        if not days:
            lines.append(say(viewer, "There are no days any more on which nobody here works."))
        else:
            lines.append(
                say(viewer, "Nobody here works on {days}. What has yet to fall due moves off them.", days=days)
            )
    return lines


def _example_of_days(viewer: Viewer) -> dict[str, str]:
    year = viewer.today.year
    return {
        "first": day_with_year(date(year, 12, 28), viewer),
        "last": day_with_year(date(year, 12, 31), viewer),
    }


def _fiscal_year(begins_in: int, viewer: Viewer) -> str:
    if begins_in == 1:
        return say(viewer, "The fiscal year is the calendar year: nothing new is asked by another one.")
    return say(
        viewer,
        "The fiscal year begins in {month}: “How often” offers its quarters, halves and years.",
        month=month_name(begins_in, viewer),
    )


def _renamed(before: ColourWords, after: ColourWords, viewer: Viewer) -> list[str]:
    words = (
        (State.ON_TRACK, before.on_track, after.on_track),
        (State.AT_RISK, before.at_risk, after.at_risk),
        (State.OFF_TRACK, before.off_track, after.off_track),
    )
    return [_called(state, new, viewer) for state, old, new in words if new != old]


def _called(state: State, word: str, viewer: Viewer) -> str:
    if not word:
        return say(viewer, "{mark} is called “{word}” again.", mark=mark(state), word=usual_name(state, viewer))
    return say(viewer, "{mark} is called “{word}” from now on.", mark=mark(state), word=said(word))


def _word_input(field: Field, state: State, word: str, viewer: Viewer) -> Block:
    return text_input(
        field,
        say(viewer, "What {mark} is called here", mark=mark(state)),
        typed=word,
        hint=say(viewer, "Leave it empty for the usual words, “{words}”.", words=usual_name(state, viewer)),
        optional=True,
    )


def _name(state: State, viewer: Viewer) -> str:
    """What the colour is called, as raw text for a label."""
    return one_line(state_name(state, viewer))


def _weekdays(viewer: Viewer) -> dict[str, str]:
    return {str(number): weekday(number, viewer) for number in range(7)}


def _saved(blocks: list[Block], viewer: Viewer) -> View:
    return modal(say(viewer, "Saved"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))
