"""What a form says about how an indicator is measured, and how often."""

from calendar import monthrange
from contextlib import suppress
from dataclasses import replace
from datetime import date

from bot.domain.cadences import LEAP_YEAR, Cadence, DueKind, DueRule, Every, Shift
from bot.domain.dates import parse_date
from bot.domain.spans import whole
from bot.domain.values import Measure, ValueKind
from bot.errors import UserError
from bot.fields import Field
from bot.results.names import Viewer
from bot.views.cadence_form import AS_NOW, CHOSEN_DAYS, FISCAL, WORKING_DAY, Rhythm, rule_of, weeks_of
from handlers.form_values import FormValues, errors_at


def measure_in(form: FormValues) -> Measure:
    """How its values are written. Raises UserError for a scale without labels."""
    kind, unit = form.member(Field.KIND, ValueKind), form.text(Field.UNIT)
    if kind is not ValueKind.SCALE:
        return Measure(kind, unit)
    labels = tuple(label.strip() for label in unit.split(",") if label.strip())
    if len({label.casefold() for label in labels}) < max(2, len(labels)):
        raise UserError(
            "A scale needs its labels, each once, from the lowest to the highest: poor, fair, good.", field=Field.UNIT
        )
    return Measure(kind, "", labels)


def rhythm_in(form: FormValues) -> Rhythm:
    """How often it is read and when that is due, as it stands in the form."""
    return Rhythm(
        every=form.choice(Field.EVERY),
        due_day=form.choice(Field.DUE_DAY),
        shift=form.choice(Field.SHIFT),
        days=tuple(form.ticked(Field.MEASURED_DAYS)),
        counted_from=form.text(Field.COUNTED_FROM),
        due_month=form.choice(Field.DUE_MONTH),
    )


def cadence_in(form: FormValues, *, viewer: Viewer, present: Cadence | None = None) -> Cadence:
    """How often it is read, and when that is due; `present` is how it has been so far. Raises UserError at the field at
    fault, for days that do not go together too.
    """
    rule, every = _due_rule(form), form.choice(Field.EVERY) or ""
    with errors_at(Field.DUE_DAY):
        if every == AS_NOW and present is not None:
            return replace(present, due=rule)
        if (weeks := weeks_of(every)) is not None:
            return Cadence(Every.INTERVAL, rule, interval_days=7 * weeks, anchor=_counted_from(form, viewer))
        if every in FISCAL:
            return Cadence(FISCAL[every], rule, first_month=viewer.fiscal_year_starts_in)
        if is_on_working_days(form) or every == CHOSEN_DAYS:
            if rule.weekday is not None or rule.day is not None:
                raise UserError("A daily reading cannot wait for one weekday. Leave this empty.", field=Field.DUE_DAY)
            return Cadence(Every.DAY, rule, weekdays=_measured_days(form) if every == CHOSEN_DAYS else None)
        chosen = form.member(Field.EVERY, Every)
        if chosen is Every.INTERVAL:
            raise UserError("Choose one of these.", field=Field.EVERY)
        return Cadence(chosen, rule, week_start=viewer.week_starts_on if chosen is Every.WEEK else 0)


def is_on_working_days(form: FormValues) -> bool:
    """Whether it is read on the days on which the workspace works, and on those alone."""
    return form.choice(Field.EVERY) == WORKING_DAY


def is_counted_anew(form: FormValues) -> bool:
    """Whether it is said from which day its weeks are counted."""
    return bool(form.text(Field.COUNTED_FROM))


def _measured_days(form: FormValues) -> frozenset[int]:
    if not form.has(Field.MEASURED_DAYS):
        raise UserError("On which days? They can be ticked below this in a moment.", field=Field.EVERY)
    days = form.weekdays(Field.MEASURED_DAYS)
    if not days:
        raise UserError("Choose at least one day.", field=Field.MEASURED_DAYS)
    return days


def _counted_from(form: FormValues, viewer: Viewer) -> date:
    typed = form.text(Field.COUNTED_FROM)
    if not typed:
        first, _ = whole("week", viewer.today, Cadence(Every.WEEK, week_start=viewer.week_starts_on))
        return first
    with errors_at(Field.COUNTED_FROM):
        return _nearest_day(typed, viewer)


def _nearest_day(typed: str, viewer: Viewer) -> date:
    """The day that was typed, past or to come where its year is not said: whichever is nearer."""
    with suppress(UserError):
        past = parse_date(typed, today=viewer.today, locale=viewer.locale, prefer="past")
        with suppress(UserError):
            coming = parse_date(typed, today=viewer.today, locale=viewer.locale)
            return min(past, coming, key=lambda day: abs(day - viewer.today))
        return past
    return parse_date(typed, today=viewer.today, locale=viewer.locale)


def _due_rule(form: FormValues) -> DueRule:
    due_day, shift = form.choice(Field.DUE_DAY), Shift.AFTER
    if form.choice(Field.SHIFT):
        shift = form.member(Field.SHIFT, Shift)
    rule = rule_of(due_day, shift) if due_day else DueRule()
    if rule is None:
        raise UserError("Choose one of these.", field=Field.DUE_DAY)
    month = form.choice(Field.DUE_MONTH)
    return rule if not month else _in_month(rule, month)


def _in_month(rule: DueRule, month: str) -> DueRule:
    if not month.isdecimal() or int(month) not in range(1, 13):
        raise UserError("Choose one of these.", field=Field.DUE_MONTH)
    if rule.kind not in (DueKind.DAY_OF_MONTH, DueKind.LAST_WORKING_DAY):
        raise UserError(
            "A month goes with a day of it, or with its last working day. Choose one of those above.",
            field=Field.DUE_MONTH,
        )
    if rule.day is not None and rule.day > monthrange(LEAP_YEAR, int(month))[1]:
        raise UserError("That month has no such day. Choose another.", field=Field.DUE_MONTH)
    return replace(rule, month=int(month))
