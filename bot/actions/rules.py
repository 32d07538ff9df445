"""The rules of a workspace, as its administrators set them: for everybody who has not set their own."""

from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from bot.actions.absences import follow_status
from bot.actions.installing import as_plain, columns_of, plan_anew
from bot.actions.people import Actor, colour_words_of, policy_of
from bot.actions.telling import tell
from bot.domain.closed_days import as_record
from bot.domain.events import RulesChanged
from bot.domain.public_holidays import NO_CALENDAR, is_known
from bot.domain.statuses import says_away
from bot.domain.typed_text import alike
from bot.errors import NotAllowed, UserError
from bot.fields import Field
from bot.results.names import ColourWords
from bot.results.rules import Rules
from storage import people, workspaces
from storage.tables import Workspace

LONGEST_GRACE: Final = 30
LONGEST_WORD: Final = 24
_MOST: Final = 100


def rules_of(session: Session, *, by: Actor) -> Rules:
    """What holds now. Raises NotAllowed for whoever may not change it."""
    _require_admin(by)
    return _rules(session.get_one(Workspace, by.workspace_id))


def set_rules(session: Session, wanted: Rules, *, by: Actor, now: datetime) -> Rules:
    """Have these rules hold from now on, and what was planned by others planned anew: due days that are yet to come,
    and the reminders. What has been asked for keeps the grace that was said. Answers the rules from before.

    A rule that is another than the environment's is people's from now on, and no start takes it back. Raises
    NotAllowed, and UserError with the field at fault.
    """
    _require_admin(by)
    _check(wanted)
    _check_words(wanted.colour_words)
    workspace = workspaces.lock(session, by.workspace_id)
    before, held = _rules(workspace), columns_of(_rules(workspace))
    if workspace.environment_rules is None:  # no process has kept what the environment said: what holds is its word
        workspace.environment_rules = {column: as_plain(value) for column, value in held.items()}
    held["days_off"] = workspace.days_off
    moved = {column: value for column, value in _settable(wanted).items() if value != held[column]}
    for column, value in moved.items():
        setattr(workspace, column, value)
    if wanted.away_words != workspace.away_words:
        workspace.away_words = wanted.away_words
        for person in people.with_status(session, workspace.id):
            person.is_away_by_status = says_away(person.status_text, person.status_emoji, wanted.away_words)
            follow_status(session, person, policy=policy_of(workspace), now=now)
            session.add(person)
    workspace.on_track_word = wanted.colour_words.on_track
    workspace.at_risk_word = wanted.colour_words.at_risk
    workspace.off_track_word = wanted.colour_words.off_track
    session.add(workspace)
    session.flush()
    if moved:
        plan_anew(session, workspace, set(moved), now=now)
    if moved or (wanted.colour_words, wanted.away_words) != (before.colour_words, before.away_words):
        tell(session, RulesChanged(workspace.id), now=now)
    return before


def _settable(rules: Rules) -> dict[str, Any]:
    """Less the zone: that is where the workspace is, and each person has their own."""
    settable = {column: value for column, value in columns_of(rules).items() if column != "zone"}
    return settable | {"days_off": as_record(rules.days_off)}


def _require_admin(by: Actor) -> None:
    if not by.is_admin:
        raise NotAllowed("Only workspace admins can change these settings. Ask one of them.")


def _check(wanted: Rules) -> None:
    if not wanted.working_days:
        raise UserError("Choose at least one day.", field=Field.WORKING_DAYS)
    if not 0 <= wanted.grace_working_days <= LONGEST_GRACE:
        raise UserError("Choose a number from 0 to {most}.", most=LONGEST_GRACE, field=Field.GRACE)
    if wanted.week_starts_on not in range(7):
        raise UserError("Choose one of these.", field=Field.WEEK_STARTS_ON)
    if wanted.fiscal_year_starts_in not in range(1, 13):
        raise UserError("Choose one of these.", field=Field.FISCAL_YEAR_STARTS_IN)
    for gap, field in ((wanted.on_track_gap, Field.ON_TRACK_GAP), (wanted.at_risk_gap, Field.AT_RISK_GAP)):
        if not 0 <= gap <= _MOST:
            raise UserError("Write a whole number from 0 to {most}.", most=_MOST, field=field)
    check_calendar(wanted.holiday_calendar)
    if wanted.on_track_gap >= wanted.at_risk_gap:
        raise UserError(
            "This has to be more than {on_track}, or nothing could be at risk.",
            on_track=wanted.on_track_gap,
            field=Field.AT_RISK_GAP,
        )


def check_calendar(chosen: str) -> None:
    """Raises UserError unless there are public holidays by this name, or none are wanted."""
    if chosen not in ("", NO_CALENDAR) and not is_known(chosen):
        raise UserError("I know no public holidays of this one. Choose one from the menu.", field=Field.HOLIDAYS)


def _check_words(words: ColourWords) -> None:
    """Each is short and unlike the others: whoever does not see the colours has nothing but the words."""
    seen: set[str] = set()
    for word, field in (
        (words.on_track, Field.ON_TRACK_WORD),
        (words.at_risk, Field.AT_RISK_WORD),
        (words.off_track, Field.OFF_TRACK_WORD),
    ):
        if len(word) > LONGEST_WORD:
            raise UserError(
                "A word for a colour holds up to {most} characters; this one has {length}. Shorten it.",
                most=LONGEST_WORD,
                length=len(word),
                field=field,
            )
        if word and alike(word) in seen:
            raise UserError("Another colour has this word already. Choose a different one.", field=field)
        seen.add(alike(word))


def _rules(workspace: Workspace) -> Rules:
    policy = policy_of(workspace)
    return Rules(
        zone=policy.zone,
        working_days=policy.calendar.working_days,
        reminder_at=policy.reminder_at,
        grace_working_days=policy.grace_working_days,
        on_track_gap=workspace.on_track_gap,
        at_risk_gap=workspace.at_risk_gap,
        week_starts_on=workspace.week_starts_on,
        fiscal_year_starts_in=workspace.fiscal_year_starts_in,
        colour_words=colour_words_of(workspace),
        holiday_calendar=policy.holiday_calendar,
        days_off=policy.closed,
        away_words=workspace.away_words,
    )
