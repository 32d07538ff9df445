"""What is missing of what somebody answers for, as they may see it."""

from datetime import date, timedelta

from sqlmodel import Session

from bot.actions import access
from bot.actions.due import name_of_described
from bot.actions.people import Actor
from bot.actions.screens import named, outcome_name
from bot.domain.cadences import decode
from bot.domain.calendar import ONE_DAY, end_of_day
from bot.domain.periods import period_containing
from bot.results.missing import Missing, MissingItem, StillOpen
from storage import home, indicators, missing, silences
from storage.outcomes import homes_of

_LATELY = timedelta(days=7)
PROPOSED_FOR = timedelta(days=14)
"""For so long after the end of an outcome its closing is proposed by itself; after that the weekly message says so."""


def missing_for(session: Session, *, week: date, by: Actor, today: date) -> Missing | None:
    """What was missed in the week before the one that begins on this day of theirs, or since, and has not been given;
    and what ended two weeks ago or more, and is still open. None where there is nothing. A fixed number of queries, and
    one for each channel.
    """
    since = end_of_day(week - ONE_DAY, by.zone) - _LATELY
    missed = {each.indicator_id: each for each in missing.missed_since(session, by.person_id, since=since)}
    silent = silences.of_indicators(session, missed.keys())
    seen: dict[int, bool] = {}
    items = []
    for number, each in indicators.describe(session, sorted(missed)).items():
        channel = each.home.channel
        if channel.id not in seen:
            seen[channel.id] = access.may_see_channel(session, channel, by=by)
        if not seen[channel.id] or each.owner.id == by.person_id:
            continue
        items.append(
            MissingItem(
                indicator=name_of_described(each),
                owner=named(each.owner),
                missed=missed[number].count,
                newest=period_containing(decode(each.definition.cadence), missed[number].newest_first_on),
                silent_since=silent[number].since_on if number in silent else None,
                is_gone=each.owner.is_deactivated,
            )
        )
    still_open = _still_open(session, by=by, today=today)
    if not items and not still_open:
        return None
    return Missing(
        tuple(sorted(items, key=lambda item: (item.silent_since or date.max, item.indicator.key))), still_open
    )


def _still_open(session: Session, *, by: Actor, today: date) -> tuple[StillOpen, ...]:
    """What this person answers for, and sees, and was to end some time ago; what has waited longest first. At most two
    queries.
    """
    ends = home.answered_by(session, by.person_id, by=by)
    ended = {number: on for number, on in ends.items() if on is not None and today - on >= PROPOSED_FOR}
    homes = homes_of(session, ended) if ended else {}
    found = (StillOpen(number, outcome_name(homes[number]), on) for number, on in ended.items())
    return tuple(sorted(found, key=lambda each: (each.ended_on, each.outcome.key)))
