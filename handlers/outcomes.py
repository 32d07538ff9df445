"""`/outcome`: registering outcomes with a coach at hand, listing and showing them."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.outcomes import (
    NewOutcome,
    outcome_in_full,
    outcome_lines,
    possible_parents,
    register_outcome,
)
from bot.domain.coaching import advice_on
from bot.errors import UserError
from bot.views.blocks import Message
from bot.views.help import Verb
from bot.views.ids import Field, Form
from bot.views.outcomes import (
    OutcomeDraft,
    outcome_form,
    outcome_list,
    outcome_saved,
    outcome_show,
)
from bot.views.reader import OutcomeName
from handlers.asked import Asked
from handlers.channels import learn_about
from handlers.commands import Command, Handled
from handlers.forms import instead, on_submit
from handlers.typed import Filled, at_field

LISTS = ("mine", "here", "all")


async def new(asked: Asked) -> None:
    """Open the form with the statement in it."""
    parents = await asked.read(possible_parents, by=asked.who)
    here = asked.channel_id if asked.channel_id[:1] in ("C", "G") else None
    draft = OutcomeDraft(accountable_user_id=asked.who.user_id, channel_id=here, statement=asked.text)
    asked.open(outcome_form(draft, parents))


async def lists(asked: Asked) -> Message:
    """Every outcome in sight, or those of this person or channel."""
    which = asked.text.lower() or "all"
    if which not in LISTS:
        guess = finding.closest(which, LISTS)
        hint = f"Did you mean `/outcome list {guess}`?" if guess else "`/outcome list` takes mine, here or all."
        raise UserError(f'There is no list called "{asked.text[:60]}". {hint}')
    lines = await asked.read(outcome_lines, which, channel_id=asked.channel_id, by=asked.who, now=asked.now)
    return outcome_list(lines, which=which)


async def show(asked: Asked) -> Message:
    """One outcome with its indicators."""
    if not asked.text:
        raise UserError(
            "Which outcome? For example: `/outcome show rough-sleeping`. `/outcome list` shows what there is."
        )

    def find_and_show(session: Session) -> Message:
        found = finding.find_outcome(session, asked.text, by=asked.who)
        return outcome_show(outcome_in_full(session, found.id, by=asked.who, now=asked.now), asked.reader)

    return await asked.read(find_and_show)


async def submitted(asked: Asked, filled: Filled) -> dict[str, Any]:
    """Ask the coach's question once; then save, and offer to add an indicator."""
    wanted = _read(asked, filled)
    advice = advice_on(wanted.statement)
    if advice and not filled.is_ticked(Field.KEEP):
        if filled.has(Field.KEEP):
            raise UserError(
                "This still describes what you will do. Say what should change, or tick that it is meant as it is.",
                field=Field.STATEMENT,
            )
        parents = await asked.read(possible_parents, by=asked.who)
        return instead(outcome_form(_draft(wanted), parents, coaching=advice))
    with at_field(Field.ACCOUNTABLE):
        await asked.introduce({wanted.accountable_user_id})

    def save(session: Session) -> dict[str, Any]:
        saved = register_outcome(session, wanted, by=asked.who, now=asked.now)
        return instead(outcome_saved(OutcomeName(saved.key, saved.statement)))

    answer = await asked.submit(save)
    learn_about(asked.deps, asked.installed, wanted.channel_id, chosen_by=asked.who)
    return answer


def _read(asked: Asked, filled: Filled) -> NewOutcome:
    statement = filled.text(Field.STATEMENT)
    advice = advice_on(statement)
    channel_id = filled.channel(Field.CHANNEL)
    if channel_id is None:
        raise UserError("Choose the channel where it lives.", field=Field.CHANNEL)
    return NewOutcome(
        statement=statement,
        channel_id=channel_id,
        accountable_user_id=filled.person(Field.ACCOUNTABLE) or asked.who.user_id,
        why=filled.text(Field.WHY),
        starts_on=filled.day(Field.STARTS_ON),
        ends_on=filled.day(Field.ENDS_ON),
        parent_key=filled.choice(Field.PARENT),
        key=filled.text(Field.KEY),
        overridden=advice.question if advice and filled.is_ticked(Field.KEEP) else "",
    )


def _draft(wanted: NewOutcome) -> OutcomeDraft:
    return OutcomeDraft(
        accountable_user_id=wanted.accountable_user_id,
        channel_id=wanted.channel_id,
        statement=wanted.statement,
        why=wanted.why,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        parent_key=wanted.parent_key,
        key=wanted.key,
    )


COMMAND = Command(
    "/outcome",
    (
        Handled(
            Verb("new", "new [statement]", "Registers an outcome", "/outcome new Fewer people sleep rough"),
            new,
        ),
        Handled(
            Verb("list", "list [mine|here|all]", "Lists outcomes and how they stand", "/outcome list mine"),
            lists,
        ),
        Handled(
            Verb("show", "show <outcome>", "Shows one outcome with its indicators", "/outcome show rough-sleeping"),
            show,
        ),
    ),
)


def register(app: AsyncApp) -> None:
    """Listen for the registration form."""
    on_submit(app, Form.OUTCOME_NEW, submitted)
