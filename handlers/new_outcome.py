"""Registering an outcome: the form, what it asks before it saves, and what comes after it."""

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.outcomes import NewOutcome, possible_parents, register_outcome
from bot.actions.similar import SimilarOutcome, outcome_like
from bot.domain.calendar import local_day
from bot.domain.coaching import Advice, advice_on
from bot.domain.keys import as_compared
from bot.domain.typed_text import shown
from bot.errors import UserError
from bot.fields import Field
from bot.results.names import OutcomeName
from bot.views.asked import AskedForm, asked_form
from bot.views.blocks import View
from bot.views.errors import OLD_FORM
from bot.views.ids import Action, Form
from bot.views.indicator_form import IndicatorDraft, indicator_form
from bot.views.outcome_form import OutcomeDraft, OutcomeQuestions, outcome_form
from bot.words import Words, words
from handlers.channels import learn_about
from handlers.form_values import FormValues, errors_at
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request
from storage.access import visible_outcomes


async def open_form(request: Request) -> None:
    """Open the form with the statement in it."""
    here = request.channel_id if request.channel_id[:1] in ("C", "G") else None

    def form(session: Session) -> View:
        is_first = here is None or not visible_outcomes(session, by=request.actor, only_open=True, living_in=here)
        draft = OutcomeDraft(
            accountable_user_id=request.actor.user_id, channel_id=here, statement=request.text, tells=is_first
        )
        return outcome_form(draft, (), request.viewer)

    request.open(await request.read(form))


async def show_in_full(request: Request) -> None:
    """The button "More": the same form with every field, and with what is in it already."""
    assert request.view is not None, "the button stands in the form"
    asked, form = _asked(request), FormValues(request.view)

    def full(session: Session) -> View:
        parents = possible_parents(session, by=request.actor)
        return outcome_form(_draft(form, request), parents, request.viewer, in_full=True, asked=asked)

    request.update(await request.read(full))


async def save_form(request: Request, form: FormValues) -> dict[str, Any]:
    """Ask once about what may not be meant; then save, and go on with what would show it."""
    asked, wanted = _asked(request), _read(request, form)
    # What Slack brings again would find itself on record.
    doubts = _NO_DOUBTS if await request.is_answered() else await request.read(_doubts_about, wanted, request)
    if any(not asked.has_asked(*each) for each in doubts.about):
        parents = await request.read(possible_parents, by=request.actor)
        return replace_form_with(
            outcome_form(
                _draft(form, request),
                parents,
                request.viewer,
                in_full=form.has(Field.WHY),
                asking=doubts.questions,
                asked=asked.asking(doubts.about),
            )
        )
    with errors_at(Field.ACCOUNTABLE):
        await request.require_can_be_asked({wanted.accountable_user_id})

    def save(session: Session) -> dict[str, Any]:
        saved = register_outcome(session, wanted, by=request.actor, now=request.now)
        outcome = OutcomeName(saved.key, saved.statement)
        draft = IndicatorDraft(owner_user_id=wanted.accountable_user_id)
        return replace_form_with(
            indicator_form(draft, outcome, request.viewer, asked=AskedForm(saved.outcome_id), is_new=True)
        )

    answer = await request.submit(save)
    learn_about(request.deps, request.installed, wanted.channel_id, chosen_by=request.actor)
    return answer


@dataclass(frozen=True)
class _Doubts:
    """What is asked about, and by what each is told from another one."""

    questions: OutcomeQuestions
    about: tuple[tuple[str, ...], ...]


_NO_DOUBTS = _Doubts(OutcomeQuestions(), ())


def _doubts_about(session: Session, wanted: NewOutcome, request: Request) -> _Doubts:
    statement, advice = as_compared(wanted.statement), advice_on(wanted.statement)
    about: list[tuple[str, ...]] = [("work", statement)] if advice else []
    others: list[Words] = []
    if like := outcome_like(session, wanted.statement, by=request.actor):
        about.append(("like", statement))
        others.append(_is_this_another(like))
    ends_on = wanted.ends_on
    if ends_on is not None and ends_on < local_day(request.now, request.actor.zone):
        about.append(("past", ends_on.isoformat()))
        others.append(words("It ended on {day}. Is that meant?", day=ends_on))
    return _Doubts(OutcomeQuestions(advice, tuple(others)), tuple(about))


def _is_this_another(like: SimilarOutcome) -> Words:
    parts = {"outcome": shown(like.statement, 200), "name": like.accountable.name or words("somebody")}
    if not like.channel_name:
        return words('There is one like it: "{outcome}" ({name}). Is this another one?', **parts)
    return words(
        'There is one like it: "{outcome}" ({name}, #{channel}). Is this another one?',
        channel=like.channel_name,
        **parts,
    )


def _asked(request: Request) -> AskedForm:
    asked = asked_form((request.view or {}).get("private_metadata") or "")
    if asked is None:
        raise UserError(OLD_FORM)
    return asked


def _read(request: Request, form: FormValues) -> NewOutcome:
    channel_id, statement = form.channel(Field.CHANNEL), form.text(Field.STATEMENT)
    if channel_id is None:
        raise UserError("Choose the channel where it lives.", field=Field.CHANNEL)
    advice: Advice | None = advice_on(statement)
    return NewOutcome(
        statement=statement,
        channel_id=channel_id,
        accountable_user_id=form.person(Field.ACCOUNTABLE) or request.actor.user_id,
        why=form.text(Field.WHY),
        starts_on=form.day(Field.STARTS_ON),
        ends_on=form.day(Field.ENDS_ON),
        parent_key=form.choice(Field.PARENT),
        key=form.text(Field.KEY),
        overridden=advice.work if advice else "",
        tells=form.is_ticked(Field.TELL),
    )


def _draft(form: FormValues, request: Request) -> OutcomeDraft:
    return OutcomeDraft(
        accountable_user_id=form.person(Field.ACCOUNTABLE) or request.actor.user_id,
        channel_id=form.channel(Field.CHANNEL),
        statement=form.text(Field.STATEMENT),
        why=form.text(Field.WHY),
        starts_on=form.day(Field.STARTS_ON),
        ends_on=form.day(Field.ENDS_ON),
        parent_key=form.choice(Field.PARENT),
        key=form.text(Field.KEY),
        tells=form.is_ticked(Field.TELL),
    )


def register(app: AsyncApp) -> None:
    """Listen for the form, and for the buttons that open it and show all of it."""
    on_submit(app, Form.OUTCOME_NEW, save_form)
    on_press(app, Action.NEW_OUTCOME, open_form)
    on_press(app, Action.OUTCOME_IN_FULL, show_in_full)
