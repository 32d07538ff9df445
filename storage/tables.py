"""Every table, as records: no rules live here beyond what the database itself can hold.

Four families:

* identity and schedule, changed in place: workspaces, people, channels, outcomes, indicators, digest subscriptions.
  Whatever recurs carries the instant at which it is next due in an indexed column.
* history, append-only (triggers refuse UPDATE, DELETE, REPLACE and TRUNCATE): definitions, owners, baselines, targets,
  readings, their retractions, notes, what came of decisions, what is
  planned and used, closings, interruptions. What holds now is the row with the greatest id for its parent.
* what follows from history, kept because screens need it at once: how each indicator stands. The database itself counts
  what is added to what it follows from, whoever adds it.
* obligations and deliveries: due readings, messages (the outbox), digest runs, interactions already answered.

Every row belongs to a workspace, and points to rows of the same one only. Instants are UTC; `_on` columns are local
dates.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, MetaData, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from bot.domain.absences import AbsenceSource
from bot.domain.charting import RuleSet
from bot.domain.closing import OutcomeResult
from bot.domain.colours import State
from bot.domain.combining import Combine
from bot.domain.decisions import Verdict
from bot.domain.digests import NoteKind, Rhythm
from bot.domain.due import DueState
from bot.domain.facts import Level
from bot.domain.handovers import HandoverAnswer
from bot.domain.interruptions import Interruption
from bot.domain.messages import UNDECIDED, FailureCode, MessageKind, MessageState, SkipReason, Template
from bot.domain.readings import Confidence, Route
from bot.domain.resources import InputRule, ResourceKind
from bot.domain.sources import NoFetch, SourceKind
from bot.domain.targets import Direction, PathKind
from bot.domain.transforms import Transform
from bot.domain.values import ValueKind
from storage.types import IS_A_NUMBER, ExactDecimal, Member, UTCDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)


class Record(SQLModel):
    """What all tables share: the metadata with the names of constraints.

    `id` is typed as the number it is from the first flush on; before that it is None.
    """

    metadata: ClassVar[MetaData] = metadata


def _instant(*, index: bool = False, optional: bool = False) -> Any:
    return Field(default=None if optional else ..., sa_type=UTCDateTime, index=index, nullable=optional)


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def _member(members: type[StrEnum], default: StrEnum | None = None, *, optional: bool = False) -> Any:
    fallback = default if default is not None or optional else ...
    return Field(default=fallback, sa_type=Member(members), nullable=optional)


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """The column holds one of these, or nothing where it may be empty."""
    return CheckConstraint(f"{column} IN ({_listed(values)})", name=f"{column}_known")


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _referred_to() -> Index:
    """What `_within_the_workspace` points to: the row's number together with its workspace."""
    return Index(None, "id", "workspace_id", unique=True)


def _within_the_workspace(**references: str) -> list[ForeignKeyConstraint]:
    """Columns that point to rows of these tables, in the row's own workspace and in no other."""
    return [
        ForeignKeyConstraint([column, "workspace_id"], [f"{table}.id", f"{table}.workspace_id"])
        for column, table in references.items()
    ]


def _numbers(*columns: str) -> list[CheckConstraint]:
    """The columns hold finite numbers, or nothing where they may be empty. Each kind of database has its own words."""
    name = "amounts_are_numbers"
    return [
        CheckConstraint(" AND ".join(condition(column) for column in columns), name=name).ddl_if(dialect=dialect)
        for dialect, condition in IS_A_NUMBER.items()
    ]


VALUE_PARTS = ("amount", "numerator", "denominator")
"""The columns that a value takes, after its name."""

ONE_AUTHOR = (
    "CASE WHEN came_from IS NULL THEN (submitted_by_id IS NULL) <> (submitted_by_service_id IS NULL) "
    "ELSE submitted_by_id IS NULL AND submitted_by_service_id IS NULL END"
)
"""A reading is a person's or a service's, or was worked out."""
HELD_BACK = (SkipReason.AWAY, SkipReason.DO_NOT_DISTURB)
"""Why somebody who was to be asked could not be, by what their Slack or they themselves said."""

STORED_DUE_STATES = tuple(state for state in DueState if state is not DueState.UPCOMING)
"""A due reading has a row from the day it falls due on; before that it only follows from the calendar."""


# Identity and schedule ----------------------------------------------------------------------------------------------


class Workspace(Record, table=True):
    """One installation: its policy, and its share of Slack's message rate."""

    __tablename__ = "workspace"

    id: int = Field(default=None, primary_key=True)
    team_id: str = Field(unique=True)
    name: str = ""
    url: str = ""
    """Where the workspace lives in a browser, with a slash at the end."""
    bot_user_id: str = ""
    bot_id: str = ""
    """The id that Slack puts on the bot's own messages, beside its user id."""
    sealed_bot_token: str | None = None
    """The bot's token for processes that were started with another one; empty unless there are TOKEN_KEYS."""
    zone: str
    working_days: str = "0,1,2,3,4"
    """Weekdays as numbers, Monday 0."""
    reminder_at: time = time(9)
    grace_working_days: int = 2
    holiday_calendar: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """The country or region whose public holidays people have who chose none ("DE-BY"), "none", or empty: that of where
    each of them is."""
    on_track_gap: int = 8
    at_risk_gap: int = 20
    week_starts_on: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """The weekday on which weeks of new rhythms begin, Monday 0."""
    fiscal_year_starts_in: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """The month in which the years of new fiscal rhythms begin; 1 where they are the calendar's."""
    on_track_word: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """What people here call the colour, as an administrator typed it; empty where it is the usual word."""
    at_risk_word: str = Field(default="", sa_column_kwargs={"server_default": ""})
    off_track_word: str = Field(default="", sa_column_kwargs={"server_default": ""})
    days_off: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Days on which nobody here works, a line for each: its first and its last day, and what it is called."""
    away_words: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Words and emoji of a Slack status that mean being away, with commas between them; empty: the usual ones."""
    environment_rules: dict[str, Any] | None = Field(default=None, sa_type=JSON, nullable=True)
    """The rules above, less the words and the days off, as the environment last said them: one that reads otherwise was
    changed by people since. Empty until a process has started that keeps it.
    """
    installed_at: datetime = _instant()
    theoretical_arrival_at: datetime | None = _instant(optional=True)
    """GCRA: the instant from which the next message would be within the workspace's rate without any burst."""
    paused_until: datetime | None = _instant(optional=True)
    """Nothing is sent before this instant: Slack said "too many requests", or the token is refused."""
    paused_because: str | None = None


class Person(Record, table=True):
    """Somebody in a workspace, as far as Slack tells, and their daily reminder."""

    __tablename__ = "person"
    __table_args__ = (
        _referred_to(),
        UniqueConstraint("workspace_id", "user_id"),
        _partial("ix_person_next_reminder", "next_reminder_at", where="next_reminder_at IS NOT NULL"),
        _partial("ix_person_next_note", "next_note_at", where="next_note_at IS NOT NULL"),
        _partial("ix_person_next_preview", "next_preview_at", where="next_preview_at IS NOT NULL"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    user_id: str
    name: str = ""
    zone: str
    locale: str = ""
    """As Slack tags it ("en-GB"); empty while it has not told: see `bot.domain.locales`."""
    is_admin: bool = False
    is_guest: bool = False
    """They see what lives in the channels that they are in, public ones too, and nothing else."""
    is_deactivated: bool = False
    """They can be neither served nor asked: the account is closed, or is none of a person of this workspace."""
    deactivated_at: datetime | None = _instant(optional=True)
    """When we learned that."""
    profile_read_at: datetime | None = _instant(optional=True)
    """When Slack last told the name, zone, locale and standing; never, while empty."""
    asked_at: datetime | None = _instant(optional=True)
    """When a comparison with Slack last began, whatever came of it."""
    changes: int = 0
    """Counts what Slack has told by itself, so that an answer to a question from before counts for nothing."""
    dm_channel_id: str | None = None
    reminder_at: time | None = None
    """Their own reminder time; empty: the workspace's."""
    working_days: str | None = None
    """Their own working days, as the workspace's are written; empty: the workspace's."""
    holiday_calendar: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """Whose public holidays they have, as the workspace's are written; empty: the workspace's."""
    status_text: str = Field(default="", sa_column_kwargs={"server_default": ""})
    status_emoji: str = Field(default="", sa_column_kwargs={"server_default": ""})
    status_until: datetime | None = _instant(optional=True)
    """When their Slack status ends by itself; empty: it does not."""
    is_away_by_status: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether it says, by the workspace's words, that they are away while it lasts."""
    status_since: datetime | None = _instant(optional=True)
    """Since when it has said so, until that is over and kept as an absence."""
    undisturbed_from: datetime | None = _instant(optional=True)
    """The latest stretch of which Slack has told in which they do not want to be disturbed, and its end."""
    undisturbed_until: datetime | None = _instant(optional=True)
    next_reminder_at: datetime | None = _instant(optional=True)
    """When the daily reminder is next looked at; empty while nothing is open."""
    last_reminder_sent_at: datetime | None = _instant(optional=True)
    next_note_at: datetime | None = _instant(optional=True)
    """When it is next looked at whether to tell them what is missing of what they answer for; empty while nothing is,
    unless they want a report every week.
    """
    wants_report: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether they get a report of all outcomes that they answer for, every week."""
    wants_preview: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether they are shown a channel's digest before it is posted, where they answer for an outcome of it."""
    next_preview_at: datetime | None = _instant(optional=True)
    """When it is next looked at whether to show them one; empty while they do not want that."""


class AbsenceRecord(Record, table=True):
    """Days on which somebody is away: nobody asks them, and what falls due goes to a backup or is excused."""

    __tablename__ = "absence"
    __table_args__ = (
        *_within_the_workspace(person_id="person"),
        _one_of("source", AbsenceSource),
        CheckConstraint("first_on <= until_on", name="ends_after_it_begins"),
        Index("ix_absence_person", "person_id", "until_on"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person_id: int
    first_on: date
    until_on: date
    """The first day back, where they are. The same as the first one where it was called off before it began."""
    source: AbsenceSource = _member(AbsenceSource, AbsenceSource.DECLARED)
    declared_at: datetime = _instant()
    ended_at: datetime | None = _instant(optional=True)
    """When they said that they are back, if they did, or that it is other days."""
    welcomed_on: date | None = None
    """Their day on which they were told what was done meanwhile, or on which there was nothing to tell."""


class HomeTab(Record, table=True):
    """The Home tab of somebody who has opened it: what of it is shown, and whether that has changed since.

    A row of its own, and not columns of the person: whoever gives a reading marks the Homes on which it is shown, and
    must not wait for those who decide about that person meanwhile.
    """

    __tablename__ = "home_tab"
    __table_args__ = (
        *_within_the_workspace(person_id="person"),
        _partial("ix_home_tab_refresh", "refresh_at", where="refresh_at IS NOT NULL"),
    )

    person_id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    opened_at: datetime = _instant()
    first_shown: int = 0
    """The place of the first of their numbers that is shown, the worst being 0."""
    changes: int = 0
    """Counts what has changed about it, so that what changes while it is put together is not taken for shown."""
    refresh_at: datetime | None = _instant(optional=True)
    """It is to be published from this instant on; empty while it shows what is true."""
    is_awaited: bool = False
    """Somebody looks at it and waits."""
    held_until: datetime | None = _instant(optional=True)
    """Until then nobody but the holder of the `token` publishes it."""
    token: str | None = None
    attempts: int = 0
    view_hash: str = ""
    """Slack's name for what it showed last; it refuses to replace anything else. Empty where that is not known."""


class Service(Record, table=True):
    """A program of the workspace's own that gives readings, under a name that people know it by."""

    __tablename__ = "service"
    __table_args__ = (
        _referred_to(),
        *_within_the_workspace(created_by_id="person"),
        UniqueConstraint("workspace_id", "name"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str
    created_at: datetime = _instant()
    created_by_id: int


class Channel(Record, table=True):
    """A channel or direct message we know: who may see what lives there, and when it may next be posted to."""

    __tablename__ = "channel"
    __table_args__ = (
        _referred_to(),
        UniqueConstraint("workspace_id", "channel_id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    channel_id: str
    name: str = ""
    is_private: bool = False
    is_archived: bool = False
    members_read_at: datetime | None = _instant(optional=True)
    """When Slack last told what kind of channel it is and, of a private one, who is in it; never, while empty."""
    asked_at: datetime | None = _instant(optional=True)
    """When a comparison with Slack last began, whatever came of it."""
    changes: int = 0
    """Counts what Slack has told by itself, so that an answer to a question from before counts for nothing."""
    next_free_at: datetime | None = _instant(optional=True)


class ChannelMember(Record, table=True):
    """Who is in a private channel: only they see the outcomes that live there. Of a public one we keep the guests."""

    __tablename__ = "channel_member"
    __table_args__ = (*_within_the_workspace(channel_id="channel"),)

    channel_id: int = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")


class Outcome(Record, table=True):
    """A result the team wants. What it says is in the newest `OutcomeDefinition`."""

    __tablename__ = "outcome"
    __table_args__ = (
        _referred_to(),
        *_within_the_workspace(created_by_id="person"),
        UniqueConstraint("workspace_id", "key"),
        _partial("ix_outcome_next_proposal", "next_proposal_at", where="next_proposal_at IS NOT NULL"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str
    created_at: datetime = _instant()
    created_by_id: int
    closed_at: datetime | None = _instant(optional=True)
    next_proposal_at: datetime | None = _instant(optional=True)
    """When it is next looked at whether to propose that it be closed; empty while it has no end, and once that was
    proposed.
    """
    proposed_for: date | None = None
    """The end for which it was proposed last."""


class Indicator(Record, table=True):
    """A measurable sign of progress towards one outcome, and when its next reading falls due."""

    __tablename__ = "indicator"
    __table_args__ = (
        _referred_to(),
        *_within_the_workspace(outcome_id="outcome", created_by_id="person"),
        UniqueConstraint("workspace_id", "key"),
        _partial("ix_indicator_next_due", "next_due_at", where="next_due_at IS NOT NULL"),
        _partial("ix_indicator_resume", "resume_at", where="resume_at IS NOT NULL"),
        Index("ix_indicator_outcome", "outcome_id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    outcome_id: int
    key: str
    created_at: datetime = _instant()
    created_by_id: int
    next_due_at: datetime | None = _instant(optional=True)
    """The start, in the owner's zone, of the day on which the period `next_period_key` falls due."""
    next_period_key: str | None = None
    paused_at: datetime | None = _instant(optional=True)
    retired_at: datetime | None = _instant(optional=True)
    paused_until: date | None = None
    """The day on which the pause ends by itself; without one it lasts until somebody ends it."""
    resume_at: datetime | None = _instant(optional=True)
    """The start of that day where the owner was when it was paused."""


class WholePart(Record, table=True):
    """That an indicator is made of another one, by the newest of its definitions."""

    __tablename__ = "whole_part"
    __table_args__ = (
        *_within_the_workspace(whole_id="indicator", part_id="indicator"),
        CheckConstraint("whole_id <> part_id", name="of_something_else"),
        Index("ix_whole_part_part", "part_id"),
    )

    whole_id: int = Field(primary_key=True)
    part_id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")


class OutcomeSpelling(Record, table=True):
    """An outcome's key and statement in the form in which names are compared, kept so that finding need not fold them
    all. Of another definition than the newest it says nothing.
    """

    __tablename__ = "outcome_spelling"
    __table_args__ = (*_within_the_workspace(outcome_id="outcome"),)

    outcome_id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    definition_id: int
    key: str
    name: str


class IndicatorSpelling(Record, table=True):
    """The same for an indicator's key and name."""

    __tablename__ = "indicator_spelling"
    __table_args__ = (*_within_the_workspace(indicator_id="indicator"),)

    indicator_id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    definition_id: int
    key: str
    name: str


class DigestSubscription(Record, table=True):
    """When a channel gets its digest."""

    __tablename__ = "digest_subscription"
    __table_args__ = (
        _referred_to(),
        *_within_the_workspace(channel_id="channel", changed_by_id="person"),
        UniqueConstraint("workspace_id", "channel_id"),
        _one_of("rhythm", Rhythm),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_of_a_week"),
        _partial("ix_digest_subscription_next_due", "next_due_at", where="next_due_at IS NOT NULL"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    channel_id: int
    rhythm: Rhythm = _member(Rhythm, Rhythm.WEEKLY)
    weekday: int = 1
    """Monday 0. A monthly digest is posted on the first such day of the month."""
    at: time = time(9)
    zone: str
    next_due_at: datetime | None = _instant(optional=True)
    covered_until_on: date | None = None
    """The last local date that a digest of this channel has covered."""
    changed_at: datetime = _instant()
    changed_by_id: int


# History, append-only -----------------------------------------------------------------------------------------------


class OutcomeDefinition(Record, table=True):
    """What an outcome says, from `made_at` on."""

    __tablename__ = "outcome_definition"
    __table_args__ = (
        *_within_the_workspace(
            outcome_id="outcome",
            channel_id="channel",
            accountable_id="person",
            parent_id="outcome",
            made_by_id="person",
        ),
        Index("ix_outcome_definition_outcome", "outcome_id", "id"),
        Index("ix_outcome_definition_channel", "channel_id"),
        Index("ix_outcome_definition_accountable", "accountable_id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    outcome_id: int
    statement: str
    why: str = ""
    channel_id: int
    accountable_id: int
    starts_on: date | None = None
    ends_on: date | None = None
    parent_id: int | None = None
    effective_on: date
    made_at: datetime = _instant()
    made_by_id: int
    reason: str = ""
    is_correction: bool = False
    """Whether it says better what was meant from the start; else it is something else from that day on."""


class IndicatorDefinition(Record, table=True):
    """What an indicator measures and how often, from `effective_on` on."""

    __tablename__ = "indicator_definition"
    __table_args__ = (
        *_within_the_workspace(indicator_id="indicator", made_by_id="person"),
        _one_of("kind", ValueKind),
        _one_of("direction", Direction),
        _one_of("level", Level),
        _one_of("combine", Combine),
        _one_of("transform", Transform),
        _one_of("rule_set", RuleSet),
        *_numbers("lowest", "highest"),
        Index("ix_indicator_definition_indicator", "indicator_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    name: str
    description: str = ""
    kind: str
    unit: str = ""
    scale: list[str] = Field(default_factory=list, sa_type=JSON)
    direction: str
    level: str = "outcome"
    combine: str = "last"
    cadence: dict[str, Any] = Field(sa_type=JSON)
    effective_on: date
    made_at: datetime = _instant()
    made_by_id: int
    reason: str = ""
    lowest: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    highest: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    """What a value can be at least and at most; a reading outside is asked about."""
    source: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """From where the values are taken."""
    method: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """How they are collected."""
    limitations: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """What is known to be wrong with them."""
    is_correction: bool = False
    begins_at: datetime | None = _instant(optional=True)
    """What was recorded before this instant counts no longer: other things were counted then. Always, while empty."""
    made_of: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)
    """How it is made of other indicators, as `bot.domain.wholes` encodes it; empty for an ordinary one."""
    transform: str | None = None
    """The scale on which its movement is looked at; empty for its own."""
    rule_set: str | None = None
    """By which rules a movement is a signal; empty for the usual two."""
    rebases: list[list[str]] | None = Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)
    """From when on its limits are worked out anew, and why, as `bot.domain.charting` encodes it."""
    is_rebase: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether this row is there to say so, or to take it back."""


class Ownership(Record, table=True):
    """Who is responsible for an indicator's readings, from `effective_on` on."""

    __tablename__ = "ownership"
    __table_args__ = (
        *_within_the_workspace(indicator_id="indicator", owner_id="person", backup_id="person", made_by_id="person"),
        Index("ix_ownership_indicator", "indicator_id", "id"),
        Index("ix_ownership_owner", "owner_id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    owner_id: int
    backup_id: int | None = None
    effective_on: date
    made_at: datetime = _instant()
    made_by_id: int
    reason: str = ""


class Baseline(Record, table=True):
    """The value before the work began, and the day it was measured."""

    __tablename__ = "baseline"
    __table_args__ = (
        *_within_the_workspace(indicator_id="indicator", made_by_id="person"),
        *_numbers("amount", "numerator", "denominator"),
        Index("ix_baseline_indicator", "indicator_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    amount: Decimal = Field(sa_type=ExactDecimal)
    numerator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    denominator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    measured_on: date
    is_provisional: bool = False
    effective_on: date
    made_at: datetime = _instant()
    made_by_id: int
    reason: str = ""
    is_correction: bool = False


class TargetRecord(Record, table=True):
    """The promised value or band by a date, with the path expected on the way there."""

    __tablename__ = "target"
    __table_args__ = (
        *_within_the_workspace(indicator_id="indicator", made_by_id="person"),
        _one_of("path", PathKind),
        *_numbers("amount", "numerator", "denominator", "low", "high"),
        CheckConstraint("amount IS NOT NULL OR low IS NOT NULL OR high IS NOT NULL", name="something_promised"),
        CheckConstraint("due_on IS NULL OR due_on > starts_on", name="ends_after_start"),
        Index("ix_target_indicator", "indicator_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    amount: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    numerator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    denominator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    low: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    high: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    starts_on: date
    due_on: date | None = None
    path: str = "straight"
    points: list[Any] = Field(default_factory=list, sa_type=JSON)
    """Milestones as [ISO date, decimal as text] pairs."""
    effective_on: date
    made_at: datetime = _instant()
    made_by_id: int
    reason: str = ""
    is_correction: bool = False


class Reading(Record, table=True):
    """One measured value of an indicator for one period; or with `is_no_data` that there is none, and why (`note`)."""

    __tablename__ = "reading"
    __table_args__ = (
        _referred_to(),
        *_within_the_workspace(
            indicator_id="indicator",
            submitted_by_id="person",
            submitted_by_service_id="service",
            supersedes_id="reading",
        ),
        *_numbers("amount", "numerator", "denominator"),
        CheckConstraint("(amount IS NULL) = is_no_data", name="value_or_no_data"),
        CheckConstraint("(numerator IS NULL) = (denominator IS NULL)", name="whole_ratio"),
        _one_of("confidence", Confidence),
        _one_of("route", Route),
        CheckConstraint(ONE_AUTHOR, name="one_author"),
        Index("ix_reading_indicator_period", "indicator_id", "period_first_on", "id"),
        Index("ix_reading_submitted_by", "submitted_by_id", "id"),
        Index("ix_reading_supersedes", "supersedes_id"),
        Index("ix_reading_given", "indicator_id", "submitted_at", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    period_key: str
    period_first_on: date
    period_last_on: date
    is_no_data: bool = False
    amount: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    numerator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    denominator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    typed: str
    """The value as the person typed it."""
    note: str = ""
    confidence: str | None = None
    as_of_on: date
    """The day the value speaks for: the period's last day, or the day it was given where that is earlier."""
    route: str
    submitted_at: datetime = _instant()
    submitted_by_id: int | None = None
    submitted_by_service_id: int | None = None
    supersedes_id: int | None = None
    evidence: list[str] | None = Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)
    """Links to the files that came with it."""
    came_from: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)
    """From which readings of its parts it was worked out, as `bot.domain.wholes` encodes it; empty where somebody gave
    it.
    """
    is_reset: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether the counter had begun again from zero before it was read."""


class Retraction(Record, table=True):
    """A reading taken back: it stays on record and no longer counts."""

    __tablename__ = "retraction"
    __table_args__ = (
        *_within_the_workspace(indicator_id="indicator", reading_id="reading", made_by_id="person"),
        Index("ix_retraction_indicator", "indicator_id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    reading_id: int = Field(unique=True)
    made_at: datetime = _instant()
    made_by_id: int
    reason: str = ""


class Note(Record, table=True):
    """A remark, a decision or a piece of evidence about an outcome, shown in the next digest."""

    __tablename__ = "note"
    __table_args__ = (
        _referred_to(),
        *_within_the_workspace(
            outcome_id="outcome", made_by_id="person", indicator_id="indicator", supersedes_id="note"
        ),
        _one_of("kind", NoteKind),
        Index("ix_note_outcome", "outcome_id", "id"),
        Index("ix_note_indicator", "indicator_id", "id"),
        Index("ix_note_supersedes", "supersedes_id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    outcome_id: int
    kind: NoteKind = _member(NoteKind, NoteKind.REMARK)
    text: str
    made_at: datetime = _instant()
    made_by_id: int
    link: str | None = None
    """Where in Slack it was said."""
    indicator_id: int | None = None
    """The indicator of the outcome that it is about, where it is about one."""
    supersedes_id: int | None = None
    """The note in whose place it stands."""
    look_again_on: date | None = None
    """For a decision, the day from which on it is asked whether it helped."""


class SecondLook(Record, table=True):
    """What came of a decision when it was looked at again, as somebody saw it. The newest of a decision holds."""

    __tablename__ = "second_look"
    __table_args__ = (
        *_within_the_workspace(note_id="note", made_by_id="person"),
        _one_of("verdict", Verdict),
        CheckConstraint("(verdict = 'too_early') = (look_again_on IS NOT NULL)", name="looked_at_again_if_too_early"),
        Index("ix_second_look_note", "note_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    note_id: int
    verdict: Verdict = _member(Verdict)
    sentence: str = ""
    look_again_on: date | None = None
    """Where it was too early to say, the day from which on it is asked once more."""
    made_at: datetime = _instant()
    made_by_id: int


class InterruptionRecord(Record, table=True):
    """That an indicator was paused or retired, or is asked for again, and why."""

    __tablename__ = "interruption"
    __table_args__ = (
        *_within_the_workspace(indicator_id="indicator", made_by_id="person"),
        _one_of("kind", Interruption),
        Index("ix_interruption_indicator", "indicator_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    kind: Interruption = _member(Interruption)
    until_on: date | None = None
    """For a pause, the day on which it ends by itself."""
    reason: str = ""
    made_at: datetime = _instant()
    made_by_id: int


class ResourcePlan(Record, table=True):
    """How much of something an outcome is to take in its whole span, and from which indicator it is known what is used.
    The newest row of an outcome's unit holds.
    """

    __tablename__ = "resource_plan"
    __table_args__ = (
        *_within_the_workspace(outcome_id="outcome", input_id="indicator", made_by_id="person"),
        _one_of("kind", ResourceKind),
        _one_of("input_rule", InputRule),
        *_numbers("amount"),
        CheckConstraint("(input_id IS NULL) = (input_rule IS NULL)", name="input_has_a_rule"),
        Index("ix_resource_plan_outcome", "outcome_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    outcome_id: int
    kind: ResourceKind = _member(ResourceKind)
    unit: str
    """As `bot.domain.resources.Unit` names it; amounts of hours are in minutes."""
    amount: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    input_id: int | None = None
    input_rule: InputRule | None = _member(InputRule, optional=True)
    is_dropped: bool = False
    """It is not counted any more."""
    reason: str = ""
    made_at: datetime = _instant()
    made_by_id: int


class ResourceUse(Record, table=True):
    """What was used of something on a day, and what for."""

    __tablename__ = "resource_use"
    __table_args__ = (
        _referred_to(),
        *_within_the_workspace(outcome_id="outcome", made_by_id="person", supersedes_id="resource_use"),
        UniqueConstraint("supersedes_id"),
        _one_of("kind", ResourceKind),
        *_numbers("amount"),
        CheckConstraint("NOT is_taken_back OR supersedes_id IS NOT NULL", name="something_taken_back"),
        Index("ix_resource_use_outcome", "outcome_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    outcome_id: int
    kind: ResourceKind = _member(ResourceKind)
    unit: str
    amount: Decimal = Field(sa_type=ExactDecimal)
    used_on: date
    note: str = ""
    supersedes_id: int | None = None
    """The entry in whose place it stands."""
    is_taken_back: bool = False
    """It only says that the entry in whose place it stands does not count."""
    made_at: datetime = _instant()
    made_by_id: int


class QuietRecord(Record, table=True):
    """That digests are quiet about an indicator until a day, who wanted that, and why. The newest of an indicator
    holds.
    """

    __tablename__ = "quiet"
    __table_args__ = (
        *_within_the_workspace(indicator_id="indicator", made_by_id="person"),
        Index("ix_quiet_indicator", "indicator_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    until_on: date
    """The first day of the channel's on which they speak of it again."""
    reason: str = ""
    made_at: datetime = _instant()
    made_by_id: int


class Closing(Record, table=True):
    """That an outcome was closed, with what came of it and the figures as they stood; without a `result` that it was
    taken up again, and why.
    """

    __tablename__ = "closing"
    __table_args__ = (
        *_within_the_workspace(outcome_id="outcome", made_by_id="person"),
        _one_of("result", OutcomeResult),
        Index("ix_closing_outcome", "outcome_id", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    outcome_id: int
    result: OutcomeResult | None = _member(OutcomeResult, optional=True)
    sentence: str = ""
    lesson: str = ""
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """As `bot.domain.closing` encodes them."""
    made_at: datetime = _instant()
    made_by_id: int
    reason: str = ""


# Obligations and deliveries -----------------------------------------------------------------------------------------


class KeptStanding(Record, table=True):
    """How an indicator stands, as `bot.domain.status` works it out: a row for each indicator, made by a trigger.

    Triggers count in `changes` whatever is added to what it follows from, whoever adds it, and every change of the row
    without its `revision`, as by hand. It is up to date when all of them have been `seen`.
    """

    __tablename__ = "standing"
    __table_args__ = (
        *_within_the_workspace(indicator_id="indicator"),
        _one_of("state", State),
        _one_of("then_state", State),
        _one_of("colour", State),
        *_numbers(
            *(f"{value}_{part}" for value in ("value", "previous", "decided") for part in VALUE_PARTS),
            *("progress", "expected", "gap", "outside", "needed_per_period", "achieved_per_period"),
        ),
        _partial("ix_standing_outdated", "indicator_id", where="changes <> seen"),
    )

    indicator_id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    revision: int = 0
    changes: int = 1
    seen: int = 0
    rules: int = 0
    """By which version of `bot.domain.status` it was worked out."""
    on_track_gap: int = 0
    at_risk_gap: int = 0
    """By which of the workspace's thresholds."""
    last_given_at: datetime | None = _instant(optional=True)
    """When the newest reading that counts was given, with a value or without."""
    state: State = _member(State, State.NO_DATA)
    holds_until: date | None = None
    then_state: State | None = _member(State, optional=True)
    latest_key: str | None = None
    latest_first_on: date | None = None
    latest_last_on: date | None = None
    value_amount: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    value_numerator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    value_denominator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    previous_amount: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    previous_numerator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    previous_denominator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    decided_amount: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    decided_numerator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    decided_denominator: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    speaks_for: date | None = None
    as_of: date | None = None
    colour: State | None = _member(State, optional=True)
    since: date | None = None
    colours_from: date | None = None
    progress: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    expected: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    gap: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    outside: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    needed_per_period: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    achieved_per_period: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    readings_in_a_row: int = 0
    readings_met: int = 0
    readings_received: int = 0
    is_stale: bool = False
    is_beyond: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    process: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)
    """What says whether the next reading is beyond a process limit."""
    before_latest: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True), nullable=True)
    """How it stood before its latest period, for a further reading of that one."""


class DueReading(Record, table=True):
    """The obligation "indicator X, period P", from the day it falls due until it is settled."""

    __tablename__ = "due_reading"
    __table_args__ = (
        _referred_to(),
        *_within_the_workspace(indicator_id="indicator", owner_id="person"),
        UniqueConstraint("indicator_id", "period_key"),
        _one_of("state", STORED_DUE_STATES),
        _one_of("not_fetched", NoFetch),
        CheckConstraint("state <> 'due' OR grace_ends_at IS NOT NULL", name="due_until_its_grace_ends"),
        Index("ix_due_reading_open", "owner_id", "state"),
        Index("ix_due_reading_day", "indicator_id", "due_on"),
        Index("ix_due_reading_state", "indicator_id", "state", "settled_at"),
        _partial("ix_due_reading_grace", "grace_ends_at", where="state = 'due'"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    period_key: str
    period_first_on: date
    period_last_on: date
    owner_id: int
    """Whoever is asked for it."""
    due_on: date
    state: DueState = _member(DueState, DueState.DUE)
    times_asked: int = 0
    first_asked_at: datetime | None = _instant(optional=True)
    last_asked_at: datetime | None = _instant(optional=True)
    """When the newest ping that named it was really sent."""
    grace_ends_at: datetime | None = _instant(optional=True)
    """When it counts as missed: counted from the due day, and anew from the first ping once that was really sent. Empty
    where it was settled before it fell due."""
    grace_extended: bool = False
    put_off_until: date | None = None
    """The local day before which whoever is asked for it does not want to be."""
    settled_at: datetime | None = _instant(optional=True)
    fetching_until: datetime | None = _instant(optional=True)
    """Before this nobody is asked for it, since a system is."""
    not_fetched: NoFetch | None = _member(NoFetch, optional=True)
    """Why it could not be fetched from that system."""
    fetch_status: int | None = None
    """What the system answered with then, where that was the trouble."""


class HeldBackRecord(Record, table=True):
    """That a due reading was to be asked for and its owner was away, or not to be disturbed: from when to when it was
    seen at their reminder times. One row for each person of whom it was to be asked.
    """

    __tablename__ = "held_back"
    __table_args__ = (
        *_within_the_workspace(due_reading_id="due_reading", person_id="person"),
        UniqueConstraint("due_reading_id", "person_id"),
        _one_of("because", HELD_BACK),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    due_reading_id: int
    person_id: int
    because: SkipReason = _member(SkipReason)
    """What held it back the last time."""
    first_at: datetime = _instant()
    last_at: datetime = _instant()


class HandoverRecord(Record, table=True):
    """An offer to somebody to keep an indicator from now on, for good or until a day, and what has become of it."""

    __tablename__ = "handover"
    __table_args__ = (
        *_within_the_workspace(indicator_id="indicator", from_id="person", to_id="person", offered_by_id="person"),
        _one_of("answer", HandoverAnswer),
        CheckConstraint("takes_effect_at IS NULL OR answer = 'open'", name="waits_while_open"),
        Index(
            "ix_handover_open",
            "indicator_id",
            unique=True,
            sqlite_where=text("answer = 'open'"),
            postgresql_where=text("answer = 'open'"),
        ),
        _partial("ix_handover_takes_effect", "takes_effect_at", where="takes_effect_at IS NOT NULL"),
        _partial("ix_handover_returns", "returns_at", where="returns_at IS NOT NULL"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    from_id: int
    """The owner when it was offered, to whom it goes back."""
    to_id: int
    offered_by_id: int
    reason: str = ""
    until_on: date | None = None
    offered_at: datetime = _instant()
    answer: HandoverAnswer = _member(HandoverAnswer, HandoverAnswer.OPEN)
    answered_at: datetime | None = _instant(optional=True)
    takes_effect_at: datetime | None = _instant(optional=True)
    """When it takes effect without an answer; empty once it has one."""
    returns_at: datetime | None = _instant(optional=True)
    """The start of the day on which it goes back, where the former owner is; empty until it takes effect."""


class SourceRecord(Record, table=True):
    """A system from which an indicator's readings are fetched: tried by somebody, used since they said so, and ended.

    While a reading is fetched, `period_key` says which, and `next_try_at` when it is asked for next.
    """

    __tablename__ = "source"
    __table_args__ = (
        *_within_the_workspace(
            indicator_id="indicator", service_id="service", made_by_id="person", ended_by_id="person"
        ),
        _one_of("kind", SourceKind),
        _one_of("outcome", NoFetch),
        CheckConstraint("(header = '') = (sealed_secret IS NULL)", name="a_secret_for_its_header"),
        CheckConstraint("next_try_at IS NULL OR period_key IS NOT NULL", name="tried_for_a_period"),
        CheckConstraint("used_since IS NOT NULL OR next_try_at IS NULL", name="tried_while_used"),
        Index(
            "ix_source_used",
            "indicator_id",
            unique=True,
            sqlite_where=text("used_since IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=text("used_since IS NOT NULL AND ended_at IS NULL"),
        ),
        _partial("ix_source_next_try", "next_try_at", where="next_try_at IS NOT NULL"),
        _partial("ix_source_only_tried", "made_at", where="used_since IS NULL"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    indicator_id: int
    service_id: int | None = None
    """Under whose name its readings are on record; empty until it is used."""
    address: str
    kind: SourceKind = _member(SourceKind)
    place: str
    """Where the value stands: a JMESPath expression, or the name of a column."""
    header: str = ""
    sealed_secret: str | None = None
    """What that header holds, sealed."""
    made_at: datetime = _instant()
    made_by_id: int
    used_since: datetime | None = _instant(optional=True)
    ended_at: datetime | None = _instant(optional=True)
    ended_by_id: int | None = None
    tried_at: datetime | None = _instant(optional=True)
    outcome: NoFetch | None = _member(NoFetch, optional=True)
    """What went wrong the last time that it was tried; empty where nothing did."""
    status: int | None = None
    """What the system answered with then, where that was the trouble."""
    period_key: str | None = None
    tries: int = 0
    """How often it has been asked for that reading."""
    next_try_at: datetime | None = _instant(optional=True)


class Message(Record, table=True):
    """The outbox: one row for each message that the rules call for, whatever became of it."""

    __tablename__ = "message"
    __table_args__ = (
        _referred_to(),
        *_within_the_workspace(
            person_id="person",
            channel_id="channel",
            digest_run_id="digest_run",
            thread_of_id="message",
            replaced_by_id="message",
        ),
        UniqueConstraint("workspace_id", "key"),
        _one_of("kind", MessageKind),
        _one_of("state", MessageState),
        _one_of("template", Template),
        _one_of("failure_code", FailureCode),
        _one_of("skip_reason", SkipReason),
        CheckConstraint("(kind = 'notice') = (template IS NOT NULL)", name="notice_has_template"),
        _partial("ix_message_ready", "state", "ready_at", where=f"state IN ({_listed(UNDECIDED)})"),
        _partial("ix_message_refresh", "refresh_at", where="refresh_at IS NOT NULL"),
        Index("ix_message_person", "person_id", "kind", "id"),
        Index("ix_message_channel", "channel_id", "kind", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str
    """What makes it one of a kind ("reminder:U123:2026-06-08"); never freed."""
    kind: MessageKind = _member(MessageKind)
    priority: int
    """Smaller goes first."""
    template: Template | None = _member(Template, optional=True)
    """What a notice says."""
    arguments: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What the template speaks of, by id; for a file, a Home view or a call what is to be sent."""
    person_id: int | None = None
    channel_id: int | None = None
    digest_run_id: int | None = None
    thread_of_id: int | None = None
    planned_for: datetime = _instant()
    """The instant the rules named."""
    state: MessageState = _member(MessageState, MessageState.QUEUED)
    ready_at: datetime = _instant()
    expires_at: datetime | None = _instant(optional=True)
    token: str | None = None
    attempts: int = 0
    ambiguous: int = 0
    absent_reads: int = 0
    tried_at: datetime | None = _instant(optional=True)
    unreadable_since: datetime | None = _instant(optional=True)
    slack_channel: str | None = None
    slack_ts: str | None = None
    failure_code: FailureCode | None = _member(FailureCode, optional=True)
    """What went wrong with the newest attempt that failed."""
    failure_detail: str = ""
    """The other side's own words for it."""
    skip_reason: SkipReason | None = _member(SkipReason, optional=True)
    """Why it was cancelled or expired."""
    created_at: datetime = _instant()
    sent_at: datetime | None = _instant(optional=True)
    replaced_by_id: int | None = None
    """For a reminder: the newer message into which its open items moved."""
    refresh_at: datetime | None = _instant(optional=True)
    """What it shows has changed since: edit it from this instant on."""
    refresh_attempts: int = 0
    withdrawn_at: datetime | None = _instant(optional=True)
    """When it was taken away from the conversation again: it is not edited any more."""


class MessageItem(Record, table=True):
    """Which due readings a reminder names."""

    __tablename__ = "message_item"
    __table_args__ = (
        *_within_the_workspace(message_id="message", due_reading_id="due_reading"),
        Index("ix_message_item_due_reading", "due_reading_id"),
    )

    message_id: int = Field(primary_key=True)
    due_reading_id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")


class DigestRun(Record, table=True):
    """One digest of one channel: the dates it covers and what it said."""

    __tablename__ = "digest_run"
    __table_args__ = (
        _referred_to(),
        *_within_the_workspace(subscription_id="digest_subscription"),
        UniqueConstraint("subscription_id", "nominal_on"),
        _one_of("skip_reason", SkipReason),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    subscription_id: int
    nominal_on: date
    covers_from_on: date
    covers_to_on: date
    facts: list[Any] = Field(default_factory=list, sa_type=JSON)
    """The states it showed, for the next digest to compare with."""
    skip_reason: SkipReason | None = _member(SkipReason, optional=True)
    """Why it was not posted."""


class AddedLine(Record, table=True):
    """What somebody who answers for an outcome adds to the next digest of its channel: one line of each person, which
    may be changed until that is posted.
    """

    __tablename__ = "added_line"
    __table_args__ = (
        *_within_the_workspace(channel_id="channel", person_id="person", digest_run_id="digest_run"),
        Index(
            "ix_added_line_open",
            "channel_id",
            "person_id",
            unique=True,
            sqlite_where=text("digest_run_id IS NULL"),
            postgresql_where=text("digest_run_id IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    channel_id: int
    person_id: int
    text: str
    meant_for_on: date
    """The nominal date of the digest that was to come next when it was written."""
    made_at: datetime = _instant()
    digest_run_id: int | None = None
    """The digest that it was posted with; empty while it waits for one."""


class DecisionAsked(Record, table=True):
    """That a digest asks whether a decision has helped."""

    __tablename__ = "decision_asked"
    __table_args__ = (
        *_within_the_workspace(note_id="note", digest_run_id="digest_run"),
        Index("ix_decision_asked_run", "digest_run_id"),
    )

    note_id: int = Field(primary_key=True)
    digest_run_id: int = Field(primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")


class SeenInteraction(Record, table=True):
    """A submission already answered, and the answer: a repeat gets the same one and changes nothing."""

    __tablename__ = "seen_interaction"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), Index("ix_seen_interaction_seen", "seen_at"))

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str
    seen_at: datetime = _instant()
    answer: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class MethodPause(Record, table=True):
    """A method of Slack's that is not called in a workspace before an instant, after a 429 or after failures."""

    __tablename__ = "method_pause"
    __table_args__ = (UniqueConstraint("workspace_id", "method", "subject"),)

    id: int = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    method: str
    subject: str = ""
    """The person or channel asked about; "" where Slack asked for the pause, "*" for every subject after failures."""
    until: datetime = _instant()
    failures: int = 0
    """How often in a row it has failed; 0 where Slack asked for the pause."""


class Heartbeat(Record, table=True):
    """When some process of ours last did its rounds: a longer gap is downtime of ours."""

    __tablename__ = "heartbeat"

    id: int = Field(default=None, primary_key=True)
    beat_at: datetime = _instant()
    generation: str = ""
    """Changes at each start; a restored file brings an old one back."""
    restored_at: datetime | None = _instant(optional=True)
    """When we last started on a restored copy: what was planned for before may have been sent already."""


class Outage(Record, table=True):
    """A stretch of more than an hour in which no process of ours did its rounds."""

    __tablename__ = "outage"

    id: int = Field(default=None, primary_key=True)
    began_at: datetime = _instant()
    ended_at: datetime = _instant(index=True)
    told_at: datetime | None = _instant(optional=True)
    """When the administrators were told of it, if it was long enough for that."""


APPEND_ONLY = (
    "outcome_definition",
    "indicator_definition",
    "ownership",
    "baseline",
    "target",
    "reading",
    "retraction",
    "note",
    "second_look",
    "resource_plan",
    "resource_use",
    "closing",
    "interruption",
)
"""Tables whose rows are never changed or deleted; migrations put triggers on them."""
