"""The forms in which people set when they are asked, and administrators the rules of the workspace."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import rules
from bot.actions.own_settings import own_settings, set_own_settings
from bot.domain.closed_days import read_closed_days
from bot.domain.colours import State
from bot.domain.public_holidays import ClosedDays
from bot.domain.statuses import read_words
from bot.domain.typed_text import on_one_line
from bot.errors import UserError
from bot.fields import Field
from bot.results.names import ColourWords, Viewer
from bot.results.rules import Rules
from bot.views.holiday_calendars import USUAL
from bot.views.ids import Action, Form
from bot.views.settings import (
    own_settings_form,
    own_settings_saved,
    workspace_settings_form,
    workspace_settings_saved,
)
from bot.views.standing import usual_name, usual_states
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request

_MOST_DIGITS = 3
_CHOICES = tuple(str(number) for number in range(13))


async def open_own(request: Request) -> None:
    """Show the person's own settings."""
    draft = await request.read(own_settings, by=request.actor, now=request.now)
    request.open(own_settings_form(draft, request.viewer))


async def save_own(request: Request, form: FormValues) -> dict[str, Any]:
    """Have them asked as they say."""
    reminder_at, working_days = form.time(Field.REMINDER_AT), form.weekdays(Field.WORKING_DAYS)

    def save(session: Session) -> dict[str, Any]:
        saved = set_own_settings(
            session,
            reminder_at=reminder_at,
            working_days=working_days,
            holiday_calendar=_calendar(form),
            wants_report=_box(form, Field.OWN_REPORT),
            wants_preview=_box(form, Field.OWN_PREVIEW),
            by=request.actor,
            now=request.now,
        )
        return replace_form_with(own_settings_saved(saved, request.viewer))

    return await request.submit(save)


async def open_workspace(request: Request) -> None:
    """Show the workspace's rules, to administrators."""
    request.open(workspace_settings_form(await request.read(rules.rules_of, by=request.actor), request.viewer))


async def save_workspace(request: Request, form: FormValues) -> dict[str, Any]:
    """Have other rules hold."""

    def save(session: Session) -> dict[str, Any]:
        held = rules.rules_of(session, by=request.actor)
        wanted = Rules(
            zone=held.zone,
            working_days=form.weekdays(Field.WORKING_DAYS),
            reminder_at=form.time(Field.REMINDER_AT),
            grace_working_days=_number(form, Field.GRACE),
            on_track_gap=_number(form, Field.ON_TRACK_GAP),
            at_risk_gap=_number(form, Field.AT_RISK_GAP),
            week_starts_on=_chosen(form, Field.WEEK_STARTS_ON, held.week_starts_on),
            fiscal_year_starts_in=_chosen(form, Field.FISCAL_YEAR_STARTS_IN, held.fiscal_year_starts_in),
            colour_words=_colour_words(form, held.colour_words, request.viewer),
            holiday_calendar=held.holiday_calendar if (chosen := _calendar(form)) is None else chosen,
            away_words=_away_words(form) if form.has(Field.AWAY_WORDS) else held.away_words,
            days_off=_days_off(form, request) if form.has(Field.DAYS_OFF) else held.days_off,
        )
        before = rules.set_rules(session, wanted, by=request.actor, now=request.now)
        return replace_form_with(workspace_settings_saved(before, wanted, request.viewer))

    saved = await request.submit(save)
    request.forget_people()  # they are remembered with the words of their workspace
    return saved


def _box(form: FormValues, field: Field) -> bool | None:
    """Whether it is ticked; None for a form from before there was the box."""
    return form.is_ticked(field) if form.has(field) else None


def _calendar(form: FormValues) -> str | None:
    """Whose public holidays were chosen, as records hold it; None for a form from before there was the question."""
    chosen = form.choice(Field.HOLIDAYS)
    return "" if chosen == USUAL else chosen


def _away_words(form: FormValues) -> str:
    with errors_at(Field.AWAY_WORDS):
        return read_words(form.text(Field.AWAY_WORDS))


def _days_off(form: FormValues, request: Request) -> tuple[ClosedDays, ...]:
    with errors_at(Field.DAYS_OFF):
        return read_closed_days(form.text(Field.DAYS_OFF), today=request.viewer.today, locale=request.actor.locale)


def _colour_words(form: FormValues, held: ColourWords, viewer: Viewer) -> ColourWords:
    return ColourWords(
        on_track=_word(form, Field.ON_TRACK_WORD, State.ON_TRACK, held.on_track, viewer),
        at_risk=_word(form, Field.AT_RISK_WORD, State.AT_RISK, held.at_risk, viewer),
        off_track=_word(form, Field.OFF_TRACK_WORD, State.OFF_TRACK, held.off_track, viewer),
    )


def _word(form: FormValues, field: Field, state: State, held: str, viewer: Viewer) -> str:
    """What was typed, on one line. A form that was opened before there were these fields changes nothing."""
    if not form.has(field):
        return held
    word = on_one_line(form.text(field))
    taken = usual_states(word, viewer) - {state}
    if taken:
        raise UserError(
            "“{words}” says something else already. Choose different words.",
            words=usual_name(min(taken), viewer),
            field=field,
        )
    return word


def _number(form: FormValues, field: Field) -> int:
    """A whole number, with or without a percent sign."""
    typed = form.text(field).removesuffix("%").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS):
        raise UserError("Write a whole number, for example {example}.", example="2", field=field)
    return int(typed)


def _chosen(form: FormValues, field: Field, held: int) -> int:
    """The number that was chosen. A form that was opened before there was this field changes nothing."""
    chosen = form.choice(field)
    if chosen is None:
        return held
    if chosen not in _CHOICES:
        raise UserError("Choose one of these.", field=field)
    return int(chosen)


def register(app: AsyncApp) -> None:
    """Listen for the buttons and their forms."""
    on_press(app, Action.OWN_SETTINGS, open_own)
    on_press(app, Action.WORKSPACE_SETTINGS, open_workspace)
    on_submit(app, Form.OWN_SETTINGS, save_own)
    on_submit(app, Form.WORKSPACE_SETTINGS, save_workspace)
