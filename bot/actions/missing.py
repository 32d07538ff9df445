"""What is missing of what somebody answers for, as they may see it."""

from datetime import date, timedelta

from sqlmodel import Session

from bot.actions import access
from bot.actions.due import name_of_described
from bot.actions.people import Actor
from bot.actions.screens import named
from bot.domain.cadences import decode
from bot.domain.calendar import ONE_DAY, end_of_day
from bot.domain.periods import period_containing
from bot.results.missing import Missing, MissingItem
from storage import indicators, missing, silences

_LATELY = timedelta(days=7)


def missing_for(session: Session, *, week: date, by: Actor) -> Missing | None:
    """What was missed in the week before the one that begins on this day of theirs, or since, and has not been given;
    None where there is nothing. A fixed number of queries, and one for each channel.
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
    if not items:
        return None
    return Missing(tuple(sorted(items, key=lambda item: (item.silent_since or date.max, item.indicator.key))))
