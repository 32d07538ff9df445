"""Having an indicator's readings fetched from another system: trying one, using it, and ending that.

Whoever may change the indicator may do so. What is tried is on record with its secret sealed, so that nothing of it has
to go to Slack and back; what is not used is forgotten after a day.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions import breakdowns
from bot.actions.access import (
    MAY_NOT_CHANGE_INDICATOR,
    may_edit,
    require_may_edit,
    require_visible_indicator,
)
from bot.actions.due import name_of_described
from bot.actions.facts import measure_of, period_of
from bot.actions.people import Actor
from bot.actions.screens import named
from bot.domain.cadences import decode
from bot.domain.due import DueState
from bot.domain.periods import Period, period_from_key
from bot.domain.running import NotRunning
from bot.domain.sources import (
    BEFORE_ASKING,
    LONGEST_ADDRESS,
    LONGEST_HEADER,
    LONGEST_PLACE,
    LONGEST_SECRET,
    Fetched,
    NoFetch,
    NotFetched,
    Query,
    SourceKind,
    host_of,
    is_header,
    is_same_place,
    is_secret,
    value_of,
)
from bot.errors import UserError
from bot.fields import Field
from bot.results.sources import SourceLine, SourceSheet, SourceTyped, TriedSource, UsedSource
from bot.sealing import NoToken, TokenKeys
from bot.words import words
from storage import due, indicators, sources
from storage.indicators import Described
from storage.running import reason_not_running
from storage.tables import DueReading, Person, SourceRecord, Workspace

GONE = words("This is not there any more, since it was not used for a day. Nothing was changed: try it again.")


@dataclass(frozen=True)
class NewSource:
    """What somebody typed into the form. An empty `secret` is the one that is kept already."""

    address: str
    kind: SourceKind
    place: str
    header: str = ""
    secret: str = ""


def source_form(session: Session, indicator_id: int, *, by: Actor, source_id: int | None = None) -> SourceSheet:
    """What the form has for this indicator: what was tried under that number, or the source that it has. Raises
    NotFound and NotAllowed, and UserError for an indicator of which nobody gives readings.
    """
    described = _require_may_fetch(session, indicator_id, by=by)
    present = sources.used_by(session, [indicator_id]).get(indicator_id)
    tried = _tried(session, source_id, indicator_id, by=by) if source_id is not None else None
    return _sheet(described, tried or present, is_used=present is not None)


def try_out(
    session: Session,
    indicator_id: int,
    new: NewSource,
    *,
    by: Actor,
    now: datetime,
    keys: TokenKeys | None,
    source_id: int | None = None,
) -> SourceSheet:
    """Put on record what is to be tried, in the place of what this person tried before; `source_id` is that. Raises
    UserError with the field at fault.
    """
    described = _require_may_fetch(session, indicator_id, by=by)
    _check(new)
    before = _tried(session, source_id, indicator_id, by=by) if source_id is not None else None
    before = before or sources.used_by(session, [indicator_id]).get(indicator_id)
    sealed = _sealed(session, new, before, indicator_id=indicator_id, workspace_id=by.workspace_id, keys=keys)
    for old in sources.only_tried(session, indicator_id, by_id=by.person_id):
        session.delete(old)
    source = SourceRecord(
        workspace_id=by.workspace_id,
        indicator_id=indicator_id,
        address=new.address,
        kind=new.kind,
        place=new.place,
        header=new.header,
        sealed_secret=sealed,
        made_at=now,
        made_by_id=by.person_id,
    )
    session.add(source)
    session.flush()
    return _sheet(described, source, is_used=bool(sources.used_by(session, [indicator_id])))


def query_of(session: Session, source: SourceRecord, *, keys: TokenKeys | None) -> Query | NotFetched:
    """What is asked of it, its secret opened; or that this cannot be opened."""
    secret = ""
    if source.sealed_secret is not None:
        if keys is None:
            return NotFetched(NoFetch.SECRET_LOST)
        place = _sealed_for(session, source.workspace_id, source.indicator_id)
        try:
            secret = keys.unseal(source.sealed_secret, team_id=place)
        except NoToken:
            return NotFetched(NoFetch.SECRET_LOST)
    return Query(source.address, source.kind, source.place, source.header, secret)


def query_to_try(session: Session, source_id: int, *, by: Actor, keys: TokenKeys | None) -> Query | NotFetched:
    """The same for what this person tries. Raises UserError where that is gone."""
    source = sources.held(session, source_id, workspace_id=by.workspace_id)
    if source is None or source.made_by_id != by.person_id:
        raise UserError(GONE)
    return query_of(session, source, keys=keys)


def judge(session: Session, source_id: int, got: Fetched | NotFetched, *, by: Actor, now: datetime) -> TriedSource:
    """What came of trying it, which is put on record. Raises UserError where it is gone."""
    source = sources.held(session, source_id, workspace_id=by.workspace_id)
    if source is None or source.made_by_id != by.person_id or source.used_since is not None:
        raise UserError(GONE)
    described = _require_may_fetch(session, source.indicator_id, by=by)
    value = value_of(got, measure_of(described.definition)) if isinstance(got, Fetched) else got
    problem = value if isinstance(value, NotFetched) else None
    source.tried_at, source.outcome = now, problem.why if problem else None
    source.status = problem.status if problem else None
    session.add(source)
    sheet = _sheet(described, source, is_used=bool(sources.used_by(session, [source.indicator_id])))
    if isinstance(value, NotFetched):
        return TriedSource(sheet, problem=value)
    return TriedSource(sheet, value, _period_to_come(session, described))


def use(session: Session, source_id: int, *, by: Actor, now: datetime) -> UsedSource:
    """Have the indicator's readings be fetched from what was tried, and the one that is due right away. Raises
    UserError where it was not tried with success, and where it is gone.
    """
    source = sources.held(session, source_id, workspace_id=by.workspace_id)
    if source is None or source.made_by_id != by.person_id:
        raise UserError(GONE)
    described = _require_may_fetch(session, source.indicator_id, by=by)
    name, host = name_of_described(described), host_of(source.address) or ""
    if source.used_since is not None:
        raise UserError("This is saved already.")
    if source.tried_at is None or source.outcome is not None:
        raise UserError("Only what was read once is saved. Nothing was changed: try it again.")
    before = sources.used(session, source.indicator_id)
    if before is not None:
        _end(session, before, by=by, now=now)
    service = sources.service_called(session, host, workspace_id=by.workspace_id, by_id=by.person_id, now=now)
    source.service_id, source.used_since = service.id, now
    open_row = _newest_due(session, source.indicator_id)
    if open_row is not None:
        source.period_key, source.tries, source.next_try_at = open_row.period_key, 0, now
        if open_row.first_asked_at is None:
            open_row.fetching_until = now + BEFORE_ASKING
            session.add(open_row)
    session.add(source)
    session.flush()
    return UsedSource(name, host, is_due=open_row is not None)


def stop(session: Session, indicator_id: int, *, by: Actor, now: datetime) -> UsedSource:
    """Have people be asked for the indicator's readings again. Raises UserError where they are fetched from nowhere."""
    described = _require_may_fetch(session, indicator_id, by=by)
    source = sources.used(session, indicator_id)
    if source is None:
        raise UserError('"{name}" is not fetched from anywhere: people give it.', name=described.definition.name)
    _end(session, source, by=by, now=now)
    return UsedSource(name_of_described(described), host_of(source.address) or "", is_ended=True)


def source_line(session: Session, indicator_id: int) -> SourceLine | None:
    """Where the figure comes from; None where people give it. A query, and one more where there is something to say."""
    source = sources.used_by(session, [indicator_id]).get(indicator_id)
    if source is None or source.used_since is None:
        return None
    return SourceLine(
        host=host_of(source.address) or "",
        since=source.used_since,
        by=named(session.get_one(Person, source.made_by_id)),
        tried_at=source.tried_at,
        problem=NotFetched(source.outcome, source.status) if source.outcome is not None else None,
    )


def _require_may_fetch(session: Session, indicator_id: int, *, by: Actor) -> Described:
    require_visible_indicator(session, indicator_id, by=by)
    described = indicators.describe(session, [indicator_id])[indicator_id]
    if not may_edit(described, by=by):
        require_may_edit(session, described, by=by, refusal=MAY_NOT_CHANGE_INDICATOR)
    if described.definition.made_of is not None:
        raise UserError(breakdowns.is_worked_out(session, described, by=by))
    if reason_not_running(described.indicator, described.home.outcome) is NotRunning.CLOSED:
        raise UserError(
            '"{name}" belongs to an outcome that is closed, so no more readings are taken for it.',
            name=described.definition.name,
        )
    return described


def _tried(session: Session, source_id: int, indicator_id: int, *, by: Actor) -> SourceRecord | None:
    """What this person tried, if it is there still."""
    found = sources.only_tried(session, indicator_id, by_id=by.person_id)
    return next((each for each in found if each.id == source_id), None)


def _sheet(described: Described, source: SourceRecord | None, *, is_used: bool) -> SourceSheet:
    typed = SourceTyped()
    if source is not None:
        has_secret = source.sealed_secret is not None
        typed = SourceTyped(source.address, source.kind, source.place, source.header, has_secret)
    is_only_tried = source is not None and source.used_since is None
    number = source.id if source is not None and is_only_tried else None
    return SourceSheet(name_of_described(described), described.indicator.id, typed, number, is_used)


def _check(new: NewSource) -> None:
    """Raises UserError for what cannot be asked."""
    if len(new.address) > LONGEST_ADDRESS:
        raise UserError("An address holds up to {most} characters.", most=LONGEST_ADDRESS, field=Field.ADDRESS)
    if host_of(new.address) is None:
        raise UserError(
            "An address begins with https:// or http:// and has no space and no password in it, for example: {example}",
            example="https://figures.example.org/api/satisfaction",
            field=Field.ADDRESS,
        )
    if not new.place or len(new.place) > LONGEST_PLACE:
        raise UserError("Say in up to {most} characters where the value is.", most=LONGEST_PLACE, field=Field.PLACE)
    if new.header and (len(new.header) > LONGEST_HEADER or not is_header(new.header)):
        raise UserError(
            "This is no header that can go along. Many systems want one of these: Authorization, X-Api-Key",
            field=Field.HEADER,
        )
    if new.secret and not new.header:
        raise UserError("Name the header that the secret belongs into, for example: Authorization", field=Field.HEADER)
    if len(new.secret) > LONGEST_SECRET or not is_secret(new.secret):
        raise UserError(
            "A secret has up to {most} characters, all of them on one line and without accents.",
            most=LONGEST_SECRET,
            field=Field.SECRET,
        )


def _sealed(
    session: Session,
    new: NewSource,
    before: SourceRecord | None,
    *,
    indicator_id: int,
    workspace_id: int,
    keys: TokenKeys | None,
) -> str | None:
    """The secret as the record holds it: the new one, or the one of before, which goes nowhere else than before."""
    if not new.header:
        return None
    if not new.secret:
        is_kept = before is not None and before.header.lower() == new.header.lower()
        if before is not None and is_kept and is_same_place(before.address, new.address):
            return before.sealed_secret
        raise UserError(
            "Type the secret for this header. What was typed for another address or another header does not go here.",
            field=Field.SECRET,
        )
    if keys is None:
        raise UserError(
            "A secret can be kept once whoever runs this bot has set TOKEN_KEYS. Ask them, or leave header and secret "
            "empty.",
            field=Field.SECRET,
        )
    return keys.seal(new.secret, team_id=_sealed_for(session, workspace_id, indicator_id))


def _sealed_for(session: Session, workspace_id: int, indicator_id: int) -> str:
    """Put into another row, it does not open there."""
    team_id = session.get_one(Workspace, workspace_id).team_id
    return f"{team_id}:source:{indicator_id}"


def _end(session: Session, source: SourceRecord, *, by: Actor, now: datetime) -> None:
    """It is asked no more, nobody waits for it any longer, and its secret is forgotten."""
    source.ended_at, source.ended_by_id, source.next_try_at = now, by.person_id, None
    source.header, source.sealed_secret = "", None
    session.add(source)
    for row in due.of_indicators(session, [source.indicator_id]):
        if row.fetching_until is not None:
            row.fetching_until = None
            session.add(row)
    session.flush()


def _newest_due(session: Session, indicator_id: int) -> DueReading | None:
    rows = [row for row in due.of_indicators(session, [indicator_id]) if row.state is DueState.DUE]
    return rows[-1] if rows else None


def _period_to_come(session: Session, described: Described) -> Period | None:
    """The period whose reading is due, or falls due next."""
    row = _newest_due(session, described.indicator.id)
    if row is not None:
        return period_of(row)
    key = described.indicator.next_period_key
    return period_from_key(decode(described.definition.cadence), key) if key is not None else None
