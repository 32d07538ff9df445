"""Questions that somebody asks the owner of an indicator below a channel's digest, and what is answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions import access, outgoing
from bot.actions.asking import require_can_be_asked
from bot.actions.checks import require_goes_on
from bot.actions.notes import NewNote, note_indicator
from bot.actions.people import Actor
from bot.actions.screens import named
from bot.domain.calendar import local_day
from bot.domain.messages import MessageKind, Template
from bot.errors import UserError
from bot.results.names import PersonName
from bot.results.notes import NewlyNoted
from bot.words import Example, words
from storage import indicators, messages
from storage.people import people_by_id
from storage.tables import Channel, Message

QUESTION_GONE = words("This question is no longer open, or it is not asked of you any more.")


@dataclass(frozen=True)
class Asked:
    """Who was asked, and by whom where somebody else had done so before."""

    owner: PersonName
    before_by: PersonName | None = None


@dataclass(frozen=True)
class Question:
    """What somebody asks the owner: the indicator's number, who asks, and below which digest, where it is known."""

    indicator_id: int
    by_id: int
    digest_id: int | None


def ask_about(session: Session, indicator_id: int, *, digest_id: int | None, by: Actor, now: datetime) -> Asked:
    """Have the owner asked what is behind a figure, in the name of whoever asks: once for each digest. Whoever sees the
    indicator may. Raises NotFound, and UserError where there is nobody to ask.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    described = indicators.describe(session, [indicator_id])[indicator_id]
    require_goes_on(described)
    digest = _digest_in(session, digest_id, described.home.channel, workspace_id=by.workspace_id)
    key = _key(indicator_id, digest.id if digest else local_day(now, by.zone).isoformat())
    earlier = messages.with_keys(session, workspace_id=by.workspace_id, keys=[key])
    if earlier:
        asker = earlier[0].arguments["by"]
        return Asked(named(described.owner), named(people_by_id(session, [asker])[asker]))
    if described.owner.id == by.person_id:
        key_of_its_outcome = {"outcome": described.home.outcome.key}
        raise UserError(
            "You keep it yourself. What is behind it goes into the note of a reading, or: {command}",
            command=Example("/outcome note <outcome> two of us are ill", key_of_its_outcome),
        )
    require_can_be_asked(session, described, by=by, now=now)
    about = {"indicator": indicator_id, "by": by.person_id, "digest": digest.id if digest else None}
    outgoing.enqueue_notice(
        session,
        Template.ASKED_ABOUT,
        about,
        workspace_id=by.workspace_id,
        person_id=described.owner.id,
        key=key,
        now=now,
    )
    session.flush()
    return Asked(named(described.owner))


def asked_by(session: Session, indicator_ids: Collection[int], *, digest_id: int, by: Actor) -> dict[int, PersonName]:
    """Who has asked about these indicators below that digest, by the indicator's number. Two queries."""
    keys = [_key(number, digest_id) for number in indicator_ids]
    found = messages.with_keys(session, workspace_id=by.workspace_id, keys=keys)
    people = people_by_id(session, {row.arguments["by"] for row in found})
    return {row.arguments["indicator"]: named(people[row.arguments["by"]]) for row in found}


def require_question(session: Session, message_id: int, *, by: Actor) -> Question:
    """The question that this message asks this person. Raises UserError for anything else."""
    row = session.get(Message, message_id)
    if (
        row is None
        or row.workspace_id != by.workspace_id
        or row.person_id != by.person_id
        or row.template is not Template.ASKED_ABOUT
    ):
        raise UserError(QUESTION_GONE)
    about = row.arguments
    access.require_visible_indicator(session, about["indicator"], by=by)
    return Question(about["indicator"], about["by"], about["digest"])


def answer_question(session: Session, message_id: int, text: str, *, by: Actor, now: datetime) -> NewlyNoted:
    """Keep what the owner answers as a remark about the indicator, and have it posted below the digest; where that is
    not known, have whoever asked told. Raises UserError.
    """
    question = require_question(session, message_id, by=by)
    noted = note_indicator(session, question.indicator_id, NewNote(text), by=by, now=now)
    described = indicators.describe(session, [question.indicator_id])[question.indicator_id]
    digest = _digest_in(session, question.digest_id, described.home.channel, workspace_id=by.workspace_id)
    outgoing.enqueue_notice(
        session,
        Template.QUESTION_ANSWERED,
        {"note": noted.note_id, "by": question.by_id},
        workspace_id=by.workspace_id,
        person_id=None if digest else question.by_id,
        channel_id=digest.channel_id if digest else None,
        thread_of_id=digest.id if digest else None,
        key=f"question-answered:{noted.note_id}",
        now=now,
    )
    return noted


def _key(indicator_id: int, of: int | str) -> str:
    return f"asked-about:{indicator_id}:{of}"


def _digest_in(session: Session, digest_id: int | None, channel: Channel, *, workspace_id: int) -> Message | None:
    """That digest, where it was posted in this channel: what a button carries may be anything."""
    row = session.get(Message, digest_id) if digest_id is not None else None
    if row is None or row.workspace_id != workspace_id or row.kind is not MessageKind.DIGEST:
        return None
    return row if row.channel_id == channel.id and row.slack_ts is not None else None
