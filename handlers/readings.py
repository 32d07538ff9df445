"""`/reading`: recording a reading in one line, the check-in form, what is due, and taking a reading back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.correcting import GONE, correct, fix_line, given
from bot.actions.doubting import Doubtful
from bot.actions.due import due_for, name_of_described
from bot.actions.finding import find_indicator
from bot.actions.indicators import next_due_for
from bot.actions.readings import (
    FormAnswer,
    Implausible,
    declare_not_coming,
    read_line,
    split_readings,
    submit_form,
    submit_line,
    submit_lines,
    take_line,
)
from bot.actions.screens import policy_for
from bot.actions.undoing import TooLateToUndo, undo, undo_together
from bot.domain.no_data import NO_DATA
from bot.domain.readings import Confidence
from bot.errors import UserError
from bot.fields import Field
from bot.payload_shapes import is_address
from bot.results.due import DueItem
from bot.results.names import Viewer
from bot.views.blocks import Message, View, said
from bot.views.check_in import check_in_done, check_in_form
from bot.views.check_in_fields import Asked, Typed, was_asked_about
from bot.views.correcting import carried, correct_form
from bot.views.errors import OLD_BUTTON, OLD_FORM
from bot.views.help import Verb
from bot.views.ids import (
    NO_FIGURE,
    Action,
    Form,
    carried_due_ids,
    due_id_of,
    label_of,
    note_field,
    record_ids,
    sure_field,
)
from bot.views.older import ALL, declared, missed, not_coming_form, older_form
from bot.views.questions import read_note_form
from bot.views.readings import due_list, nothing_to_undo, read_as, recorded, undone
from bot.views.several import recorded_together, undone_together
from bot.words import Words, words
from handlers import absences
from handlers.commands import Command, Handled
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request
from handlers.surfaces import Surface


async def record(request: Request) -> Message:
    """Record the reading that stands in the line, or those that stand in several."""

    def save(session: Session) -> dict[str, Any]:
        lines = split_readings(session, request.text, by=request.actor)
        if len(lines) > 1:
            policy = policy_for(session, request.actor)
            together = submit_lines(
                session,
                lines,
                by=request.actor,
                policy=policy,
                route=request.route,
                now=request.now,
                is_meant=request.is_meant,
                evidence=request.evidence,
            )
            return recorded_together(together, request.viewer)
        saved = submit_line(
            session,
            request.text,
            by=request.actor,
            route=request.route,
            now=request.now,
            is_meant=request.is_meant,
            evidence=request.evidence,
        )
        return recorded(saved, request.viewer)

    return await request.submit(save)


async def check_in(request: Request) -> Message | None:
    """Open the form with everything that is due for the person; where none can open, list it beside the button that
    opens it.
    """
    if request.surface is Surface.DIRECT_MESSAGE:
        return await list_due(request)

    def form(session: Session) -> View:
        items = due_for(session, by=request.actor, policy=policy_for(session, request.actor), now=request.now)
        next_due = None if items else next_due_for(session, by=request.actor)
        return check_in_form(items, request.viewer, next_due=next_due)

    request.open(await request.read(form))
    return None


async def older(request: Request) -> None:
    """The button "Older ones": open the step with what was missed."""
    request.open(await request.read(_of_missed, request, older_form))


async def not_coming(request: Request) -> None:
    """The button "They will not come": ask once which, and why."""
    request.open(await request.read(_of_missed, request, not_coming_form))


async def no_figure(request: Request) -> None:
    """The button "No figure…" of a reminder: open the same for what is due now, or was missed where nothing is."""

    def form(session: Session) -> View:
        items = due_for(session, by=request.actor, policy=policy_for(session, request.actor), now=request.now)
        due_now = [item for item in items if item not in missed(items)]
        return not_coming_form(due_now or items, request.viewer)

    request.open(await request.read(form))


async def save_not_coming(request: Request, form: FormValues) -> dict[str, Any]:
    """Declare that there is no data for what will not come."""
    due_ids = carried_due_ids((request.view or {}).get("private_metadata") or "")
    chosen, why = form.choice(Field.NOT_COMING) or "", form.text(Field.REASON)
    key = label_of(chosen)
    if key is None and chosen != ALL:
        raise UserError("Choose one of these.", field=Field.NOT_COMING)
    if not why:
        raise UserError("Say why there is no figure.", field=Field.REASON)

    def save(session: Session) -> dict[str, Any]:
        policy = policy_for(session, request.actor)
        saved = declare_not_coming(session, due_ids, key, why, by=request.actor, policy=policy, now=request.now)
        still_open = due_for(session, by=request.actor, policy=policy, now=request.now)
        return replace_form_with(declared(saved, still_open, request.viewer))

    return await request.submit(save)


async def list_due(request: Request) -> Message:
    """List what is due for the person, and when."""

    def listed(session: Session) -> Message:
        items = due_for(session, by=request.actor, policy=policy_for(session, request.actor), now=request.now)
        next_due = None if items else next_due_for(session, by=request.actor)
        return due_list(items, request.viewer, next_due=next_due)

    return await request.read(listed)


async def undo_latest(request: Request) -> Message:
    """Take back the person's latest reading, of the indicator that they name or of any."""
    return await _undo(request, None)


async def undo_this(request: Request) -> Message | None:
    """The button "Undo": take back the reading it stands beside; once it is too late for that, open the form that
    corrects it.
    """
    try:
        return await _undo(request.with_text(""), request.id_in_button)
    except TooLateToUndo as late:
        found = await request.read(given, late.reading_id, by=request.actor)
        if found is None:
            return nothing_to_undo(request.viewer)
        request.open(correct_form(found, request.viewer))
        return None


async def open_correction(request: Request) -> None:
    """The button "Correct…": open the form with the reading in it."""
    found = await request.read(given, request.id_in_button, by=request.actor)
    if found is None:
        raise UserError(GONE)
    request.open(correct_form(found, request.viewer))


async def fix(request: Request) -> Message:
    """Correct a reading by the line that should have been typed."""

    def save(session: Session) -> dict[str, Any]:
        saved = fix_line(
            session,
            request.text,
            by=request.actor,
            route=request.route,
            now=request.now,
            is_meant=request.is_meant,
        )
        return recorded(saved, request.viewer)

    return await request.submit(save)


async def save_correction(request: Request, form: FormValues) -> dict[str, Any]:
    """Put what was filled in in the place of the reading."""
    about = carried((request.view or {}).get("private_metadata") or "")
    if about is None:
        raise UserError(OLD_FORM)
    text, note = form.text(Field.VALUE), form.text(Field.NOTE)
    confidence = form.member(Field.CONFIDENCE, Confidence) if form.choice(Field.CONFIDENCE) else None
    answer = FormAnswer(text, note, confidence, is_meant=about.has_asked(text))

    def save(session: Session) -> dict[str, Any]:
        policy = policy_for(session, request.actor)
        saved = correct(session, about.reading_id, answer, by=request.actor, policy=policy, now=request.now)
        still_open = due_for(session, by=request.actor, policy=policy, now=request.now)
        return replace_form_with(check_in_done([saved], still_open, request.viewer))

    try:
        return await request.submit(save)
    except Doubtful as doubtful:
        found = await request.read(given, about.reading_id, by=request.actor)
        if found is None:
            raise
        filled_in = replace(found, typed=text, note=note, confidence=confidence)
        return replace_form_with(correct_form(filled_in, request.viewer, doubted=doubtful.in_a_form))


def _read_as(session: Session, request: Request) -> str:
    """What the line of a choice comes to; it names its period."""
    text = request.text.removeprefix("fix ")
    described, _, rest = take_line(session, text, by=request.actor)
    typed = read_line(described, rest, by=request.actor, now=request.now)
    return (
        read_as(typed.value, name_of_described(described), typed.period, request.viewer) if typed.period else said(text)
    )


async def save_with_note(request: Request, form: FormValues) -> dict[str, Any]:
    """Record what a question offered "with a note…": the line of that button, and the note. The reply comes in the
    place of the question.
    """
    try:
        chosen, answer_at = read_note_form((request.view or {}).get("private_metadata") or "")
    except ValueError:
        raise UserError(OLD_FORM) from None
    asked, note = request.choosing(chosen), form.text(Field.NOTE)
    verb, _, line = chosen.text.partition(" ")
    answers: list[Message] = []

    def save(session: Session) -> dict[str, Any]:
        actor, route, now = asked.actor, asked.route, asked.now
        if verb == "fix":
            saved = fix_line(session, line, by=actor, route=route, now=now, is_meant=True, note=note)
        else:
            saved = submit_line(
                session,
                chosen.text,
                by=actor,
                route=route,
                now=now,
                is_meant=True,
                evidence=asked.evidence,
                note=note,
            )
        still_open = due_for(session, by=actor, policy=policy_for(session, actor), now=now)
        answers[:] = [recorded(saved, asked.viewer)]
        return replace_form_with(check_in_done([saved], still_open, asked.viewer))

    with errors_at(Field.NOTE):
        done = await request.submit(save)
    # A repeat recorded nothing and has nothing to say: the first one has put its answer in the place of the question.
    if answers and is_address(answer_at):
        request.replace_at(answer_at, answers[0])
    return done


async def undo_these(request: Request) -> Message:
    """The button "Undo all": take back the readings that were given at once."""
    reading_ids = record_ids(request.text)
    if not reading_ids:
        raise UserError(OLD_BUTTON)

    def save(session: Session) -> dict[str, Any]:
        policy = policy_for(session, request.actor)
        taken = undo_together(session, reading_ids, by=request.actor, policy=policy, now=request.now)
        return undone_together(taken, request.viewer)

    return await request.submit(save)


async def save_check_in(request: Request, form: FormValues) -> dict[str, Any]:
    """Record everything that was filled in."""
    asked = (request.view or {}).get("private_metadata") or ""
    answers = {
        number: replace(answer, is_meant=was_asked_about(asked, number, answer.text))
        for number, answer in _answers(form)
    }

    def save(session: Session) -> dict[str, Any]:
        policy = policy_for(session, request.actor)
        saved = submit_form(session, answers, by=request.actor, policy=policy, now=request.now)
        still_open = due_for(session, by=request.actor, policy=policy, now=request.now)
        return replace_form_with(check_in_done(saved, still_open, request.viewer))

    try:
        return await request.submit(save)
    except Implausible as doubts:
        return replace_form_with(await _asking(request, answers, doubts.questions))


async def _asking(request: Request, answers: Mapping[int, FormAnswer], doubted: Mapping[int, Words]) -> View:
    """The form as it was filled in, with the questions."""
    typed = {number: Typed(answer.text, answer.note, answer.confidence) for number, answer in answers.items()}
    meant = [number for number, answer in answers.items() if answer.is_meant]
    asked = Asked(typed, doubted, meant)

    def form(session: Session) -> View:
        items = due_for(session, by=request.actor, policy=policy_for(session, request.actor), now=request.now)
        older = missed(items)
        if any(item.due_id in answers for item in older):
            return older_form(older, request.viewer, asked=asked)
        return check_in_form(items, request.viewer, asked=asked)

    return await request.read(form)


async def _undo(request: Request, reading_id: int | None) -> Message:
    def save(session: Session) -> dict[str, Any]:
        policy = policy_for(session, request.actor)
        named = find_indicator(session, request.text, by=request.actor).id if request.text else None
        taken = undo(
            session, reading_id=reading_id, indicator_id=named, by=request.actor, policy=policy, now=request.now
        )
        return undone(taken, request.viewer) if taken else nothing_to_undo(request.viewer)

    return await request.submit(save)


def _of_missed(session: Session, request: Request, form: Callable[[Sequence[DueItem], Viewer], View]) -> View:
    items = due_for(session, by=request.actor, policy=policy_for(session, request.actor), now=request.now)
    return form(missed(items), request.viewer)


def _answers(form: FormValues) -> list[tuple[int, FormAnswer]]:
    """What was given, by due reading. Raises UserError for a note that would be lost without a value."""
    given = []
    for field in form.fields():
        due_id = due_id_of(field)
        if due_id is None:
            continue
        text, note = _value(form, field), form.text(note_field(due_id))
        if note and not text:
            raise UserError("There is a note, but no value. Give the value too, or type n/d.", field=field)
        if form.choice(field) == NO_FIGURE and not note:
            raise UserError("Say in the note why there is no figure.", field=field)
        if text:
            given.append((due_id, FormAnswer(text, note, _confidence(form, sure_field(due_id)))))
    return given


def _value(form: FormValues, field: str) -> str:
    """The value as one would type it, which may have been picked; empty where there is none."""
    option = form.choice(field)
    if option == NO_FIGURE:
        return NO_DATA
    return form.text(field) or label_of(option or "") or ""


def _confidence(form: FormValues, field: str) -> Confidence | None:
    return form.member(field, Confidence) if form.choice(field) else None


COMMAND = Command(
    "/reading",
    (
        Handled(Verb("due", "due", words("lists what is due for you, and when")), list_due),
        Handled(
            Verb(
                "fix",
                "fix <indicator> <value> [for <period>] [note]",
                words("corrects a reading, at any time"),
                "/reading fix <indicator> <value>",
            ),
            fix,
        ),
        Handled(Verb("undo", "undo [indicator]", words("takes back your latest reading")), undo_latest),
        *absences.VERBS,
    ),
    empty=check_in,
    read_as=_read_as,
    otherwise=Handled(
        Verb(
            "",
            "<indicator> <value> [for <period>] [note]",
            words("records a reading (without anything, it opens the check-in form)"),
            "/reading <indicator> <value> after the new opening hours",
        ),
        record,
    ),
)


def register(app: AsyncApp) -> None:
    """Listen for the check-in form, and for the buttons that open it and take a reading back."""
    on_submit(app, Form.CHECK_IN, save_check_in)
    on_submit(app, Form.NOTE, save_with_note)
    on_submit(app, Form.CORRECT, save_correction)
    on_press(app, Action.CHECK_IN, check_in)
    on_press(app, Action.OLDER, older)
    on_press(app, Action.NOT_COMING, not_coming)
    on_press(app, Action.NO_FIGURE, no_figure)
    on_submit(app, Form.NOT_COMING, save_not_coming)
    on_press(app, Action.UNDO_READING, undo_this)
    on_press(app, Action.UNDO_TOGETHER, undo_these)
    on_press(app, Action.CORRECT_READING, open_correction, in_place=False)
