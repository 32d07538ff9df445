"""What a form says about how an indicator is measured, and how often."""

from datetime import date, timedelta

from bot.domain.cadences import Cadence, DueKind, DueRule, Every
from bot.domain.values import Measure, ValueKind
from bot.errors import UserError
from bot.fields import Field
from handlers.form_values import FormValues

_TWO_WEEKS = 14
_WEEKDAYS = tuple("0123456")


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


def cadence_in(form: FormValues, *, today: date) -> Cadence:
    """How often it is read, and when that is due. Raises UserError for a daily one that waits for a weekday."""
    rule = _due_rule(form)
    if form.choice(Field.EVERY) == "two_weeks":
        monday = today - timedelta(days=today.weekday())
        return Cadence(Every.INTERVAL, rule, interval_days=_TWO_WEEKS, anchor=monday)
    every = Every.DAY if is_on_working_days(form) else form.member(Field.EVERY, Every)
    if every is Every.DAY and rule.kind is DueKind.WEEKDAY:
        raise UserError("A daily reading cannot wait for one weekday. Leave this empty.", field=Field.DUE_DAY)
    return Cadence(every, rule)


def is_on_working_days(form: FormValues) -> bool:
    """Whether it is read on the days on which the workspace works, and on those alone."""
    return form.choice(Field.EVERY) == "working_day"


def _due_rule(form: FormValues) -> DueRule:
    due_day = form.choice(Field.DUE_DAY)
    if due_day in _WEEKDAYS:
        return DueRule(DueKind.WEEKDAY, int(due_day))
    return DueRule(form.member(Field.DUE_DAY, DueKind)) if due_day else DueRule()
