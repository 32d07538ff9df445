"""`/outcome note`, the button that makes a remark a decision, and the form of *Log a decision*."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import require_outcome_with_key
from bot.actions.indicators import indicators_of_outcome
from bot.actions.notes import NewNote, make_decision, note_outcome
from bot.actions.outcomes import possible_parents
from bot.domain.calendar import local_day
from bot.domain.decisions import TypedDay, take_day_to_look_again
from bot.domain.digests import NoteKind
from bot.domain.keys import as_compared
from bot.domain.typed_text import shown
from bot.errors import Choice, NotFound, Question, UserError
from bot.fields import Field
from bot.results.names import IndicatorName, OutcomeName
from bot.views.blocks import Message
from bot.views.ids import Action, Form
from bot.views.notes import decision_form, noted, noted_in_form
from bot.words import Example, Words, words
from handlers.form_values import FormValues
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request
from storage.access import Named

_USUAL = (
    (words("In 2 weeks"), timedelta(weeks=2)),
    (words("In 4 weeks"), timedelta(weeks=4)),
    (words("In 3 months"), timedelta(days=91)),
)
_MOST_OFFERED = 100
_LIKE_THIS = "/outcome note <outcome> we open on Saturdays"


async def note(request: Request) -> Message:
    """Keep what follows the outcome's name."""
    if not request.text:
        raise UserError(
            "About which outcome, and what was decided or noticed? For example: {command}",
            command=Example(_LIKE_THIS),
        )

    def save(session: Session) -> dict[str, Any]:
        outcome, text = _taken(session, request)
        saved = note_outcome(session, outcome.id, _typed(request, outcome, text), by=request.actor, now=request.now)
        return noted(saved, request.viewer)

    return await request.submit(save)


def _taken(session: Session, request: Request) -> tuple[Named, str]:
    """The outcome that the line begins with, and the note. Raises Question where it may begin with none."""
    try:
        outcome, text = finding.take_outcome(session, request.text, by=request.actor)
    except NotFound:
        raise _about_which(session, request) or NotFound(
            'No outcome here is called "{typed}". `/outcome list` shows what there is.', typed=shown(request.text)
        ) from None
    if not text:
        raise UserError(
            'What was decided or noticed about "{outcome}"? For example: {command}',
            outcome=outcome.name,
            command=Example(_LIKE_THIS, {"outcome": outcome.key}),
        )
    if _may_begin_the_note(request.text.removesuffix(text).strip(), outcome):
        raise _whether_about(session, request, outcome, text)
    return outcome, text.lstrip(": ")


def _typed(request: Request, outcome: Named, text: str) -> NewNote:
    """The note, which is a decision where its end says when to look again. Raises Question where that is unclear."""
    if request.is_meant:
        return NewNote(text)
    today = local_day(request.now, request.actor.zone)
    found = take_day_to_look_again(text, today=today, locale=request.actor.locale)
    if found.is_unclear:
        raise _which_day(found, outcome, text, today=today)
    kind = NoteKind.REMARK if found.on is None else NoteKind.DECISION
    return NewNote(found.text, kind, look_again_on=found.on)


def _which_day(found: TypedDay, outcome: Named, text: str, *, today: date) -> Question:
    """When to look again, or whether at all. Whatever is chosen, no word of the note is lost."""

    def choice(label: Words, day: date) -> Choice:
        return Choice(label, f"{outcome.key} {found.text}, look-again {day.isoformat()}")

    if found.candidates:
        choices = [choice(words("Yes, on {day}", day=day), day) for day in found.candidates]
    else:
        choices = [choice(label, today + after) for label, after in _USUAL]
    keep = Choice(words("No, it is part of the note"), f"{outcome.key} {text}", is_meant=True)
    return Question(
        'Does "{typed}" say when the report is to ask whether it helped? A day may be typed too: {example}.',
        choices=[*choices, keep],
        typed=shown(found.typed),
        example="look again 2 July",
    )


def _may_begin_the_note(named: str, outcome: Named) -> bool:
    """Whether what the outcome was found by may as well be the first word of the note: "Customers love it" need not be
    about "Customers get help". A key is the outcome for sure, and so are several words, a hyphen, a colon and quotes.
    """
    is_a_word = named.replace("’", "").replace("'", "").isalnum()
    return is_a_word and as_compared(named) != as_compared(outcome.key).replace("-", "")


def _about_which(session: Session, request: Request) -> Question | None:
    """The question which outcome the whole line is about; None where there is none to choose."""
    choices = _each_with_all_of_it(session, request)
    return Question('For which outcome is "{typed}"?', choices=choices, typed=shown(request.text)) if choices else None


def _each_with_all_of_it(session: Session, request: Request, *, first: str = "") -> list[Choice]:
    """Every open outcome, the one with the key `first` before the others, with the whole line as its note."""
    known = sorted(possible_parents(session, by=request.actor), key=lambda each: each.key != first)
    return [Choice(each.statement, f"{each.key} {request.text}", key=each.key) for each in known]


def _whether_about(session: Session, request: Request, outcome: Named, text: str) -> Question:
    word = request.text.split(maxsplit=1)[0]
    of_the_name = Choice(words("“{word}” is the outcome", word=word), f"{outcome.key} {text}")
    return Question(
        'Is "{word}" the outcome "{outcome}", or a word of the note? In that case, which outcome is it about?',
        choices=[of_the_name, *_each_with_all_of_it(session, request, first=outcome.key)],
        word=shown(word),
        outcome=outcome.name,
    )


async def decide(request: Request) -> Message:
    """The button "It was a decision"."""
    note_id = request.id_in_button

    def save(session: Session) -> dict[str, Any]:
        return noted(make_decision(session, note_id, by=request.actor, now=request.now), request.viewer)

    return await request.submit(save)


async def open_form(request: Request) -> None:
    """The button "Log a decision": open the form for the outcome with that key."""
    found, own = await request.read(_with_its_numbers, request)
    outcome = OutcomeName(found.key, found.name)
    request.open(decision_form(outcome, request.viewer, indicators=own, metadata=str(found.id)))


def _with_its_numbers(session: Session, request: Request) -> tuple[Named, Sequence[IndicatorName]]:
    found = require_outcome_with_key(session, request.text, by=request.actor)
    page = indicators_of_outcome(session, found.id, by=request.actor, now=request.now, most=_MOST_OFFERED)
    return found, [line.indicator for line in page.lines]


async def say_why_there_is_none(request: Request) -> None:
    """The button "There is none…": the same form, begun."""
    found = await request.read(require_outcome_with_key, request.text, by=request.actor)
    outcome = OutcomeName(found.key, found.name)
    request.open(decision_form(outcome, request.viewer, why_none=True, metadata=str(found.id)))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Keep what was filled in."""
    outcome_id = request.id_in_form
    kind = form.member(Field.KIND, NoteKind) if form.choice(Field.KIND) else NoteKind.DECISION
    if kind not in (NoteKind.DECISION, NoteKind.REMARK):
        raise UserError("Choose one of these.", field=Field.KIND)
    new = NewNote(
        form.text(Field.NOTE),
        kind,
        look_again_on=form.day(Field.LOOK_AGAIN),
        indicator_key=form.choice(Field.INDICATOR) or "",
    )

    def save(session: Session) -> dict[str, Any]:
        saved = note_outcome(session, outcome_id, new, by=request.actor, now=request.now)
        return replace_form_with(noted_in_form(saved, request.viewer))

    return await request.submit(save)


def register(app: AsyncApp) -> None:
    """Listen for the buttons and the form."""
    on_press(app, Action.WAS_DECISION, decide)
    on_press(app, Action.LOG_DECISION, open_form)
    on_press(app, Action.NO_COUNTERPART, say_why_there_is_none)
    on_submit(app, Form.DECISION, save_form)
