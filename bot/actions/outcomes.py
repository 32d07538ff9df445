"""Registering outcomes, and showing them to those who may see them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from bot.actions import access, news, people
from bot.actions.checks import require_at_most
from bot.actions.decisions import waiting
from bot.actions.digests import rule_of
from bot.actions.due import name_of
from bot.actions.endings import newest_ending
from bot.actions.ends import look_at_end
from bot.actions.latest import latest_values
from bot.actions.notes import notes_of_outcome
from bot.actions.people import Actor, Policy
from bot.actions.resources import uses_of
from bot.actions.screens import named, outcome_name, policy_for
from bot.actions.snapshots import IndicatorSnapshot, snapshots, states_of
from bot.actions.telling import tell
from bot.domain.calendar import local_day, next_occurrence
from bot.domain.colours import State, urgency
from bot.domain.digests import NoteKind, Rhythm
from bot.domain.events import OutcomeRegistered
from bot.domain.facts import Level, Rollup
from bot.domain.keys import check_key, free_key, key_from
from bot.domain.status import roll_up, roll_up_states
from bot.errors import UserError
from bot.fields import Field
from bot.results.names import OutcomeName
from bot.results.outcomes import IndicatorLine, OutcomeLine, OutcomePage, OutcomeSheet
from bot.words import Words, words
from storage import channels, outcomes, spellings, standings
from storage.access import visible_outcome, visible_outcome_with_key, visible_outcomes
from storage.inserting import add_under_free_key
from storage.outcomes import Home
from storage.tables import Channel, DigestSubscription, Note, Outcome, OutcomeDefinition

ON_A_PAGE = 25
LONGEST_STATEMENT = 3_000
LONGEST_WHY = 3_000

_TUESDAY = 1
_NINE = time(9)


@dataclass(frozen=True)
class NewOutcome:
    """What somebody wants to register. `overridden` is the coach's question that they decided against; with `tells` its
    channel hears of it.
    """

    statement: str
    channel_id: str
    accountable_user_id: str
    why: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    parent_key: str | None = None
    key: str = ""
    overridden: str = ""
    tells: bool = False


@dataclass(frozen=True)
class RegisteredOutcome:
    """An outcome that is now on record."""

    outcome_id: int
    key: str
    statement: str


def register_outcome(session: Session, new: NewOutcome, *, by: Actor, now: datetime) -> RegisteredOutcome:
    """Put an outcome on record. Its home channel gets a digest every Tuesday if it has no rule of its own yet.

    Raises UserError with the field at fault.
    """
    check_texts(new.statement, new.why)
    check_dates(new.starts_on, new.ends_on)
    parent_id = parent_of(session, new.parent_key, by=by)
    accountable = people.meet(
        session, workspace_id=by.workspace_id, user_id=new.accountable_user_id, profile=None, now=now
    )
    if accountable.is_deactivated:
        raise UserError("This person's account is deactivated. Choose somebody else.", field=Field.ACCOUNTABLE)
    channel = home_for(session, new.channel_id, members={by.user_id, new.accountable_user_id}, by=by)
    outcome = add_under_free_key(
        session,
        lambda key: Outcome(workspace_id=by.workspace_id, key=key, created_at=now, created_by_id=by.person_id),
        lambda: _key_for(session, new, by=by),
    )
    session.add(
        OutcomeDefinition(
            workspace_id=by.workspace_id,
            outcome_id=outcome.id,
            statement=new.statement.strip(),
            why=new.why.strip(),
            channel_id=channel.id,
            accountable_id=accountable.id,
            starts_on=new.starts_on,
            ends_on=new.ends_on,
            parent_id=parent_id,
            effective_on=local_day(now, by.zone),
            made_at=now,
            made_by_id=by.person_id,
        )
    )
    look_at_end(outcome, new.ends_on, now=now)
    if new.overridden:
        _note_override(session, outcome, new.overridden, by=by, now=now)
    give_digest(session, channel, zone=accountable.zone, by=by, now=now)
    session.flush()
    spellings.keep_outcome(session, outcome.id)
    if new.tells:
        news.tell_channel(session, outcome, channel, by=by, now=now)
    if accountable.id != by.person_id:
        news.tell_accountable(session, outcome, accountable, by=by, now=now)
    tell(session, OutcomeRegistered(outcome.id, accountable.id, by.person_id), now=now)
    return RegisteredOutcome(outcome.id, outcome.key, new.statement.strip())


def outcome_page(
    session: Session, which: str, *, channel_id: str, by: Actor, now: datetime, first: int = 0, most: int = ON_A_PAGE
) -> OutcomePage:
    """The open outcomes that this person may see, the worst first, from one place on: all, those homed in this channel
    ("here"), or those they answer for or own an indicator of ("mine"). A fixed number of queries.
    """
    seen = visible_outcomes(
        session,
        by=by,
        only_open=True,
        living_in=channel_id if which == "here" else None,
        concerning=by.person_id if which == "mine" else None,
    )
    homes = outcomes.homes_of(session, [each.id for each in seen])
    policy = policy_for(session, by)
    found = rollups(session, homes.keys(), policy=policy, now=now)
    ordered = sorted((each.id for each in seen), key=lambda number: _rank(found[number]))
    page = ordered[first : first + most]
    because = _because(session, {number: found[number] for number in page}, policy=policy, now=now)
    everybody = {home.accountable.id: home.accountable for home in homes.values()}
    return OutcomePage(
        lines=tuple(
            OutcomeLine(
                outcome_name(homes[number]), found[number], named(homes[number].accountable), because.get(number)
            )
            for number in page
        ),
        first=first,
        count=len(ordered),
        all_of=named(*everybody.values()) if len(everybody) == 1 and len(ordered) > 1 else None,
    )


GOES_WRONG = (State.NOT_ACHIEVED, State.OFF_TRACK, State.AT_RISK)
"""The colours of an outcome that does not stand well, the worst first."""


def _rank(rollup: Rollup) -> tuple[int, int]:
    """The worst first: by the outcome's colour, and then by its worst indicator."""
    states = [urgency(state) for state, count in rollup.counts.items() if count]
    return urgency(rollup.colour), min(states, default=len(State))


def _because(
    session: Session, rollups: Mapping[int, Rollup], *, policy: Policy, now: datetime
) -> dict[int, IndicatorLine]:
    """Of each outcome that does not stand well the indicator because of which it does not."""
    unwell = [number for number, rollup in rollups.items() if rollup.colour in GOES_WRONG]
    if not unwell:
        return {}
    numbers = outcomes.indicators_of(session, unwell)
    found = snapshots(session, [each for own in numbers.values() for each in own], policy=policy, now=now)
    return {
        number: IndicatorLine(name_of(cause), cause.level, cause.assessment, named(cause.described.owner))
        for number in unwell
        if (cause := cause_of(rollups[number], (found[each] for each in numbers.get(number, ())))) is not None
    }


def cause_of(rollup: Rollup, own: Iterable[IndicatorSnapshot]) -> IndicatorSnapshot | None:
    """The first of an outcome's indicators that gives it its colour, where that is a bad one."""
    if rollup.colour not in GOES_WRONG:
        return None
    return next((at for at in own if at.level is Level.OUTCOME and at.assessment.state is rollup.colour), None)


def outcome_in_full(session: Session, outcome_id: int, *, by: Actor, now: datetime) -> OutcomeSheet:
    """One outcome with its indicators. Raises NotFound where the person may not see it."""
    access.require_visible_outcome(session, outcome_id, by=by)
    home = outcomes.homes_of(session, [outcome_id])[outcome_id]
    numbers = outcomes.indicators_of(session, [outcome_id])[outcome_id]
    own = list(snapshots(session, numbers, policy=policy_for(session, by), now=now).values())
    latest = latest_values(session, own)
    return OutcomeSheet(
        outcome=outcome_name(home),
        why=home.definition.why,
        channel_id=home.channel.channel_id,
        accountable=named(home.accountable),
        rollup=roll_up((one.level, one.assessment) for one in own),
        indicators=tuple(
            IndicatorLine(name_of(one), one.level, one.assessment, named(one.described.owner), latest[one.id])
            for one in own
        ),
        starts_on=home.definition.starts_on,
        ends_on=home.definition.ends_on,
        parent=_parent_name(session, home, by=by),
        closed=home.outcome.closed_at is not None,
        notes=notes_of_outcome(session, outcome_id, zone=by.zone),
        open_decisions=waiting(session, home, zone=by.zone, today=local_day(now, by.zone)),
        ended=newest_ending(session, home),
        use=uses_of(session, {outcome_id: home}, own, today=local_day(now, by.zone)).get(outcome_id),
        may_edit=access.may_edit_outcome(home, by=by),
    )


def possible_parents(session: Session, *, by: Actor) -> tuple[OutcomeName, ...]:
    """The open outcomes that a new one may be part of."""
    return tuple(OutcomeName(each.key, each.name) for each in visible_outcomes(session, by=by, only_open=True))


def check_texts(statement: str, why: str) -> None:
    """Raises UserError for what is empty or too long."""
    if not statement.strip():
        raise UserError("Say what should change, and for whom.", field=Field.STATEMENT)
    for text, most, field in ((statement, LONGEST_STATEMENT, Field.STATEMENT), (why, LONGEST_WHY, Field.WHY)):
        require_at_most(text, most, field)


def check_dates(starts_on: date | None, ends_on: date | None) -> None:
    """Raises UserError for an end before the start."""
    if starts_on and ends_on and ends_on <= starts_on:
        raise UserError("It has to end after it starts. Choose a later end, or leave it empty.", field=Field.ENDS_ON)


def _key_for(session: Session, new: NewOutcome, *, by: Actor) -> str:
    """A free key: the one that was chosen, or one made of the statement.

    Keys are unique in the workspace, also among what this person does not see. A chosen one that is taken out of their
    sight gets a number, as one that is made does: to refuse it would tell at no cost and without a trace what there is.
    """
    taken = outcomes.outcome_keys(session, by.workspace_id)
    if not new.key.strip():
        return key_from(new.statement, taken=taken, otherwise="outcome")
    in_sight = {each.key for each in visible_outcomes(session, by=by)}
    try:
        return free_key(check_key(new.key, taken=in_sight), taken=taken)
    except UserError as problem:
        problem.put_at(Field.KEY)
        raise


def parent_of(session: Session, key: str | None, *, by: Actor) -> int | None:
    """The outcome with this key, to be a part of. Raises UserError where the person does not see it."""
    if not key:
        return None
    parent = visible_outcome_with_key(session, key, by=by)
    if parent is None:
        raise UserError("This outcome is no longer there. Choose another one, or none.", field=Field.PARENT)
    return parent.id


def _parent_name(session: Session, home: Home, *, by: Actor) -> OutcomeName | None:
    """The outcome it is part of, where this person may see that one."""
    parent_id = home.definition.parent_id
    parent = visible_outcome(session, parent_id, by=by) if parent_id is not None else None
    return OutcomeName(parent.key, parent.name) if parent else None


def home_for(session: Session, channel_id: str, *, members: Collection[str], by: Actor) -> Channel:
    """The channel with Slack's id, for an outcome to live in. One of which Slack has not told yet is shown to `members`
    alone. Raises UserError where the person may not see what lives there.
    """
    channel = channels.channel_of(session, workspace_id=by.workspace_id, channel_id=channel_id)
    if channel is None:
        return channels.add_channel(session, workspace_id=by.workspace_id, channel_id=channel_id, members=members)
    if not access.may_see_channel(session, channel, by=by):
        raise UserError(_not_in(channel), field=Field.CHANNEL)
    return channel


def _not_in(channel: Channel) -> Words:
    if channel.members_read_at is None:
        return words("Slack has not told yet who is in this channel. Type /invite @Outcome Bot there, and save again.")
    return words(
        "You are not in this channel, or Slack does not tell me so. Choose one that you are in; if you are in this "
        "one, type /invite @Outcome Bot there, and save again."
    )


def give_digest(session: Session, channel: Channel, *, zone: str, by: Actor, now: datetime) -> None:
    """Have a channel get a digest every Tuesday, unless it has a rule of its own."""
    if channels.subscription_of(session, channel.id) is None:
        session.add(_weekly_digest(channel, zone=zone, by=by, now=now))


def _weekly_digest(channel: Channel, *, zone: str, by: Actor, now: datetime) -> DigestSubscription:
    subscription = DigestSubscription(
        workspace_id=by.workspace_id,
        channel_id=channel.id,
        rhythm=Rhythm.WEEKLY,
        weekday=_TUESDAY,
        at=_NINE,
        zone=zone,
        changed_at=now,
        changed_by_id=by.person_id,
    )
    subscription.next_due_at = next_occurrence(rule_of(subscription), now).at
    return subscription


def _note_override(session: Session, outcome: Outcome, question: str, *, by: Actor, now: datetime) -> None:
    session.add(
        Note(
            workspace_id=by.workspace_id,
            outcome_id=outcome.id,
            kind=NoteKind.OVERRIDE,
            text=question,
            made_at=now,
            made_by_id=by.person_id,
        )
    )


def rollups(session: Session, outcome_ids: Collection[int], *, policy: Policy, now: datetime) -> Mapping[int, Rollup]:
    """How each of these open outcomes stands. What is out of date is worked out from its history."""
    listed = standings.listed(session, outcome_ids)
    known = states_of(session, listed, policy=policy, now=now)
    states: dict[int, list[tuple[Level, State]]] = {number: [] for number in outcome_ids}
    for each in listed:
        states[each.outcome_id].append((Level(each.level), known[each.indicator_id]))
    return {number: roll_up_states(those) for number, those in states.items()}
