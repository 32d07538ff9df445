"""Asking whether a decision helped, once its day to look again has come, and keeping what is answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.actions import access
from bot.actions.checks import require_at_most
from bot.actions.due import name_of
from bot.actions.facts import points_of
from bot.actions.people import Actor
from bot.actions.screens import named, outcome_name, policy_for
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.domain.calendar import local_day
from bot.domain.colours import urgency
from bot.domain.decisions import LATER, MOST_ASKED, Verdict
from bot.domain.facts import Level
from bot.errors import UserError
from bot.fields import Field
from bot.results.decisions import DecisionAnswered, DecisionQuestion, Moved, OpenDecision
from bot.results.notes import LookedAgain
from bot.words import words
from storage import decisions, outcomes, readings
from storage.decisions import Looked, Open
from storage.outcomes import Home, homes_of
from storage.tables import Note, Person, SecondLook

LONGEST_SENTENCE = 300
MOST_IN_A_DIGEST = 2
"""Each takes two blocks of a digest's fifteen; others wait for the next one."""
_MOST_FIGURES = 3

_GONE = words("This decision is no longer there, or you no longer see it.")


def to_ask(
    session: Session,
    homes: Mapping[int, Home],
    known: Mapping[int, IndicatorSnapshot],
    *,
    zone: str,
    today: date,
    run_id: int | None,
    most: int = MOST_IN_A_DIGEST,
) -> tuple[DecisionQuestion, ...]:
    """What the digest of these outcomes asks on that day: first what no digest has asked about yet, and never more than
    twice. A fixed number of queries.
    """
    found = [
        each
        for each in decisions.to_look_at(session, list(homes), on=today, before=run_id)
        if each.times_asked < MOST_ASKED
    ]
    first = sorted(found, key=lambda each: each.times_asked)[:most]
    return tuple(_question(session, each, homes[each.note.outcome_id], known.values(), zone=zone) for each in first)


def answered(
    session: Session, homes: Mapping[int, Home], *, zone: str, since: datetime
) -> tuple[DecisionAnswered, ...]:
    """What was answered about decisions of these outcomes since then. One query."""
    return tuple(
        DecisionAnswered(
            outcome_name(homes[note.outcome_id]), note.text, local_day(note.made_at, zone), looked_again(looked, zone)
        )
        for note, looked in decisions.answered_since(session, list(homes), since=since)
    )


def waiting(session: Session, home: Home, *, zone: str, today: date) -> tuple[OpenDecision, ...]:
    """The decisions of an outcome that wait for an answer, whether a digest asks or none does any more. A closed one
    has none. One query.
    """
    if home.outcome.closed_at is not None:
        return ()
    return tuple(
        OpenDecision(
            each.note.id, each.note.text, named(each.author), local_day(each.note.made_at, zone), each.since_on
        )
        for each in decisions.to_look_at(session, [home.outcome.id], on=today)
    )


def question(session: Session, note_id: int, *, by: Actor, now: datetime) -> DecisionQuestion:
    """The question about one decision, for whoever wants to answer it. Raises UserError where the person does not see
    it.
    """
    note, author = _require(session, note_id, by=by)
    home = homes_of(session, [note.outcome_id])[note.outcome_id]
    numbers = outcomes.indicators_of(session, [note.outcome_id])[note.outcome_id]
    known = snapshots(session, numbers, policy=policy_for(session, by), now=now)
    since_on = note.look_again_on or local_day(now, by.zone)
    looked = decisions.looked_at(session, [note_id]).get(note_id)
    asked = Open(note, author, since_on, times_asked=0)
    return _question(session, asked, home, known.values(), zone=by.zone, looked=looked)


def answer(
    session: Session, note_id: int, verdict: Verdict, sentence: str, *, by: Actor, now: datetime
) -> DecisionAnswered:
    """Keep what somebody says came of a decision: whoever sees its outcome may, and what was said before stays on
    record. Too early: it is asked again in four weeks. Raises UserError.
    """
    note, _ = _require(session, note_id, by=by)
    require_at_most(sentence, LONGEST_SENTENCE, Field.SENTENCE)
    look = SecondLook(
        workspace_id=by.workspace_id,
        note_id=note.id,
        verdict=verdict,
        sentence=sentence.strip(),
        look_again_on=local_day(now, by.zone) + LATER if verdict is Verdict.TOO_EARLY else None,
        made_at=now,
        made_by_id=by.person_id,
    )
    decisions.add(session, look)
    home = homes_of(session, [note.outcome_id])[note.outcome_id]
    (looked,) = decisions.looked_at(session, [note.id]).values()
    return DecisionAnswered(
        outcome_name(home), note.text, local_day(note.made_at, by.zone), looked_again(looked, by.zone)
    )


def looked_again(of: Looked, zone: str) -> LookedAgain:
    """An answer as screens show it, with the day as it was in this zone."""
    look = of.look
    return LookedAgain(look.verdict, named(of.by), local_day(look.made_at, zone), look.sentence, look.look_again_on)


def _require(session: Session, note_id: int, *, by: Actor) -> tuple[Note, Person]:
    found = decisions.decision(session, note_id, workspace_id=by.workspace_id)
    if found is None:
        raise UserError(_GONE)
    access.require_visible_outcome(session, found[0].outcome_id, by=by)
    return found


def _question(
    session: Session,
    asked: Open,
    home: Home,
    known: Iterable[IndicatorSnapshot],
    *,
    zone: str,
    looked: Looked | None = None,
) -> DecisionQuestion:
    note = asked.note
    made_on = local_day(note.made_at, zone)
    concerned = _concerned(note, known)
    moved = _moved(session, concerned, made_on)
    shown = moved[:_MOST_FIGURES]
    return DecisionQuestion(
        note_id=note.id,
        outcome=outcome_name(home),
        text=note.text,
        by=named(asked.author),
        made_on=made_on,
        figures=tuple(shown),
        left_out=len(moved) - len(shown),
        is_last=asked.times_asked + 1 >= MOST_ASKED,
        looked=looked_again(looked, zone) if looked else None,
    )


def _concerned(note: Note, known: Iterable[IndicatorSnapshot]) -> list[IndicatorSnapshot]:
    """The indicator that the decision is about, or all of its outcome's, the wanted change and the worst first."""
    own = [at for at in known if at.described.indicator.outcome_id == note.outcome_id]
    about = [at for at in own if at.id == note.indicator_id] if note.indicator_id is not None else own
    return sorted(about, key=lambda at: (at.level is not Level.OUTCOME, urgency(at.assessment.state)))


def _moved(session: Session, concerned: Sequence[IndicatorSnapshot], made_on: date) -> list[Moved]:
    """Those of which there is a figure at all. One query."""
    numbers: Collection[int] = [at.id for at in concerned]
    earlier = readings.newest_with_a_value_before(session, numbers, day=made_on)
    figures = []
    for at in concerned:
        points = points_of(earlier.get(at.id, ()), at.described)
        latest = at.standing.latest
        is_since = latest is not None and latest.last >= made_on
        before = points[-1].value if points else None
        if before is not None or (is_since and at.standing.value is not None):
            figures.append(Moved(name_of(at), before, at.standing.value if is_since else None, at.assessment))
    return figures
