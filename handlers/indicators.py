"""`/indicator`: registering indicators and showing them."""

from datetime import date, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.due import name_of
from bot.actions.finding import Named
from bot.actions.indicators import NewIndicator, indicator_in_full, next_due_item, register_indicator
from bot.actions.targets import Promise, read_promise
from bot.domain.calendar import local_day
from bot.domain.periods import Cadence, DueKind, DueRule, Every
from bot.domain.progress import Direction
from bot.domain.status import Level
from bot.domain.values import Measure, Value, ValueKind, parse_value
from bot.errors import NotFound, UserError
from bot.views.blocks import Message
from bot.views.help import Verb
from bot.views.ids import Action, Field, Form
from bot.views.indicators import IndicatorDraft, indicator_form, indicator_saved, indicator_show
from bot.views.reader import OutcomeName
from handlers.asked import Asked
from handlers.commands import Command, Handled
from handlers.forms import instead, on_press, on_submit
from handlers.typed import Filled, at_field

_TWO_WEEKS = 14


async def new(asked: Asked) -> None:
    """Open the form for the outcome that was named."""
    if not asked.text:
        raise UserError(
            "Which outcome is it for? For example: `/indicator new rough-sleeping`. "
            "`/outcome list` shows what there is."
        )
    outcome = await asked.read(finding.find_outcome, asked.text, by=asked.who)
    asked.open(_form_for(outcome, asked))


async def show(asked: Asked) -> Message:
    """One indicator in full."""
    if not asked.text:
        raise UserError("Which indicator? For example: `/indicator show csat`. `/outcome list` shows what there is.")

    def find_and_show(session: Session) -> Message:
        found = finding.find_indicator(session, asked.text, by=asked.who)
        return indicator_show(indicator_in_full(session, found.id, by=asked.who, now=asked.now), asked.reader)

    return await asked.read(find_and_show)


async def add(asked: Asked) -> None:
    """The button "Add an indicator": open the form for the outcome with that key."""
    asked.open(_form_for(await asked.read(_outcome_with_key, asked), asked))


async def submitted(asked: Asked, filled: Filled) -> dict[str, Any]:
    """Save the indicator, say when its first reading is due, and offer a target where none was given."""
    assert asked.view is not None
    outcome_id = int(asked.view["private_metadata"])
    wanted = _read(asked, filled, outcome_id)
    with at_field(Field.OWNER):
        await asked.introduce({wanted.owner_user_id})

    def save(session: Session) -> dict[str, Any]:
        if outcome_id not in {each.id for each in finding.visible_outcomes(session, by=asked.who)}:
            raise NotFound("The outcome is no longer there, or you no longer see it.")
        at = register_indicator(session, wanted, by=asked.who, now=asked.now)
        due = next_due_item(session, at, by=asked.who)
        has_target = at.assessment.facts.target is not None
        return instead(indicator_saved(name_of(at), asked.reader, next_due=due, has_target=has_target))

    return await asked.submit(save)


def _outcome_with_key(session: Session, asked: Asked) -> Named:
    found = next((each for each in finding.visible_outcomes(session, by=asked.who) if each.key == asked.text), None)
    if found is None:
        raise NotFound("This outcome is no longer there, or you no longer see it. `/outcome list` shows what there is.")
    return found


def _form_for(outcome: Named, asked: Asked) -> dict[str, Any]:
    draft = IndicatorDraft(owner_user_id=asked.who.user_id)
    return indicator_form(draft, OutcomeName(outcome.key, outcome.name), metadata=str(outcome.id))


def _read(asked: Asked, filled: Filled, outcome_id: int) -> NewIndicator:
    name = filled.text(Field.NAME)
    measure = _measure(filled)
    today = local_day(asked.now, asked.who.zone)
    return NewIndicator(
        outcome_id=outcome_id,
        name=name,
        measure=measure,
        direction=Direction(filled.choice(Field.DIRECTION) or ""),
        cadence=_cadence(filled, today=today),
        owner_user_id=filled.person(Field.OWNER) or asked.who.user_id,
        level=Level(filled.choice(Field.LEVEL) or Level.OUTCOME),
        key=filled.text(Field.KEY),
        baseline=_baseline(filled, measure, name=name, locale=asked.who.locale, today=today),
        promise=_promise(asked, filled, measure, name=name),
    )


def _measure(filled: Filled) -> Measure:
    kind, unit = ValueKind(filled.choice(Field.KIND) or ""), filled.text(Field.UNIT)
    if kind is not ValueKind.SCALE:
        return Measure(kind, unit)
    labels = tuple(label.strip() for label in unit.split(",") if label.strip())
    if len({label.casefold() for label in labels}) < max(2, len(labels)):
        raise UserError(
            "A scale needs its labels, each once, from the lowest to the highest: poor, fair, good.", field=Field.UNIT
        )
    return Measure(kind, "", labels)


def _cadence(filled: Filled, *, today: date) -> Cadence:
    every, due_day = filled.choice(Field.EVERY) or "", filled.choice(Field.DUE_DAY)
    rule = DueRule()
    if due_day and due_day.isdecimal():
        rule = DueRule(DueKind.WEEKDAY, int(due_day))
    elif due_day:
        rule = DueRule(DueKind(due_day))
    if every == "two_weeks":
        monday = today - timedelta(days=today.weekday())
        return Cadence(Every.INTERVAL, rule, interval_days=_TWO_WEEKS, anchor=monday)
    if every == Every.DAY and rule.kind is DueKind.WEEKDAY:
        raise UserError("A daily reading cannot wait for one weekday. Leave this empty.", field=Field.DUE_DAY)
    return Cadence(Every(every), rule)


def _baseline(filled: Filled, measure: Measure, *, name: str, locale: str, today: date) -> tuple[Value, date] | None:
    typed, measured_on = filled.text(Field.BASELINE), filled.day(Field.BASELINE_ON)
    if not typed:
        if measured_on:
            raise UserError(
                "Give the value that was measured on this day, or leave the day empty.", field=Field.BASELINE
            )
        return None
    with at_field(Field.BASELINE):
        return parse_value(typed, measure, locale=locale, name=name), measured_on or today


def _promise(asked: Asked, filled: Filled, measure: Measure, *, name: str) -> Promise | None:
    typed, due_on = filled.text(Field.VALUE), filled.day(Field.DUE_ON)
    if not typed:
        if due_on:
            raise UserError("Give the value promised by this date, or leave the date empty.", field=Field.VALUE)
        return None
    with at_field(Field.VALUE):
        return read_promise(typed, due_on, measure, name=name, by=asked.who)


COMMAND = Command(
    "/indicator",
    (
        Handled(
            Verb("new", "new <outcome>", "Registers an indicator of an outcome", "/indicator new rough-sleeping"),
            new,
        ),
        Handled(
            Verb("show", "show <indicator>", "Shows an indicator and its latest readings", "/indicator show csat"),
            show,
        ),
    ),
)


def register(app: AsyncApp) -> None:
    """Listen for the form and for the button that opens it."""
    on_submit(app, Form.INDICATOR_NEW, submitted)
    on_press(app, Action.ADD_INDICATOR, add)
