"""What an indicator is made of, as its readers see it: its parts, what they came to, and what one of them did to it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions import wholes
from bot.actions.authors import Author
from bot.actions.due import name_of, name_of_described
from bot.actions.facts import value_of
from bot.actions.people import Actor
from bot.actions.screens import named, policy_for
from bot.actions.snapshots import snapshots
from bot.domain.events import Event, WholeLookedAt
from bot.domain.periods import Period
from bot.domain.wholes import Making, Whole, decode_made
from bot.results.names import IndicatorName
from bot.results.wholes import CameFrom, MadeOf, PartLine, PartValue, WholeEffect
from bot.words import Example, Listing, Words, sentences, words
from storage import access, indicators
from storage import wholes as records
from storage.indicators import Described
from storage.tables import Reading

MADE = {
    Making.SUM: words("the sum of {parts}"),
    Making.MEAN: words("the mean of {parts}"),
    Making.RATIO: words("the ratio of {parts}, taken together"),
}
_SOME = words("parts that you do not see")


def effects(
    session: Session, told: Iterable[Event], part_id: int, period: Period, *, by: Author
) -> tuple[WholeEffect, ...]:
    """What a reading of this part, or taking it back, did to what is made of it, as far as whoever did it sees that; by
    what was told of it. A fixed number of queries, and none where nothing is made of it.
    """
    above = [event.indicator_id for event in told if isinstance(event, WholeLookedAt)]
    if not above:
        return ()
    found = []
    for each, made, waiting in wholes.directly_above(session, above, part_id, period):
        if isinstance(by, Actor) and access.visible_indicator(session, each.indicator.id, by=by) is not None:
            value = made.value if made is not None else None
            found.append(WholeEffect(name_of_described(each), period, value, waiting))
    return tuple(found)


def is_worked_out(session: Session, described: Described, *, by: Author) -> Words:
    """Why no reading is taken for it: what it is made of, and how those are given."""
    whole = wholes.whole_of(described.definition)
    assert whole is not None, "it is made of others"
    in_sight = seen(session, whole, by=by)
    keys = [each.indicator.key for each in in_sight.values()]
    name = described.definition.name
    if not keys:
        return words('"{indicator}" is worked out from other indicators, so nobody gives it.', indicator=name)
    said = words('"{indicator}" is worked out: {made}.', indicator=name, made=made_of_words(whole, in_sight))
    fills = {"indicator": keys[0], "value": "<value>"}
    give = words("Give a reading of a part: {command}", command=Example("/reading <indicator> <value>", fills))
    return sentences(said, give)


def made_of_words(whole: Whole, in_sight: Mapping[int, Described]) -> Words:
    """ "the sum of north, south and east", in the keys that its reader sees."""
    keys = {number: each.indicator.key for number, each in in_sight.items()}
    hidden = len(whole.part_ids) - len(keys)
    if whole.making is Making.FORMULA and not hidden:
        return words("{formula}", formula=whole.formula_with(keys))
    parts: list[str | Words] = [keys[number] for number in whole.part_ids if number in keys]
    if hidden:
        parts.append(_SOME)
    if whole.making is Making.FORMULA:
        return words("a formula with {parts}", parts=Listing(tuple(parts)))
    return MADE[whole.making].filled(parts=Listing(tuple(parts)))


def made_of(session: Session, described: Described, *, by: Actor, now: datetime) -> MadeOf | None:
    """How the indicator is made of others, as this person may see it; None for an ordinary one. A fixed number of
    queries, and one for each part.
    """
    whole = wholes.whole_of(described.definition)
    if whole is None:
        return None
    known = snapshots(session, list(seen(session, whole, by=by)), policy=policy_for(session, by), now=now)
    lines = tuple(
        PartLine(name_of(at), named(at.described.owner), at.assessment.state, at.standing.value, at.standing.latest)
        for at in known.values()
    )
    hidden = len(whole.part_ids) - len(lines)
    keys = {number: at.key for number, at in known.items()}
    formula = whole.formula_with(keys) if whole.formula and not hidden else ""
    return MadeOf(whole.making, lines, hidden, formula)


def part_of(session: Session, indicator_id: int, *, by: Actor) -> tuple[IndicatorName, ...]:
    """What is made of this indicator directly, and is in this person's sight."""
    above = [number for number, parts in records.all_above(session, [indicator_id]).items() if indicator_id in parts]
    visible = [number for number in above if access.visible_indicator(session, number, by=by) is not None]
    return tuple(name_of_described(each) for each in indicators.describe(session, visible).values())


def came_from(session: Session, rows: Sequence[Reading], *, by: Actor) -> dict[int, CameFrom]:
    """From what each of these readings was worked out, by its number, as this person may see it. A fixed number of
    queries, and one for each channel that is looked at.
    """
    made = {row.id: decode_made(row.came_from, value_of(row)) for row in rows if row.came_from is not None}
    numbers = {part.part_id for each in made.values() for part in each.parts}
    seen = _in_sight(session, numbers, by=by)
    names = {number: name_of_described(each) for number, each in seen.items()}
    return {
        number: CameFrom(
            each,
            tuple(PartValue(names[part.part_id], part.value) for part in each.parts if part.part_id in names),
            sum(part.part_id not in names for part in each.parts),
        )
        for number, each in made.items()
    }


def seen(session: Session, whole: Whole, *, by: Author) -> dict[int, Described]:
    """Its parts in this author's sight, in their order. A service sees none."""
    found = _in_sight(session, whole.part_ids, by=by) if isinstance(by, Actor) else {}
    return {number: found[number] for number in whole.part_ids if number in found}


def keys_in_sight(session: Session, numbers: Collection[int], *, by: Actor) -> dict[int, str]:
    """The keys of those of these indicators that this person sees."""
    return {number: each.indicator.key for number, each in _in_sight(session, numbers, by=by).items()}


def _in_sight(session: Session, numbers: Collection[int], *, by: Actor) -> dict[int, Described]:
    """Those of these indicators whose channels this person sees, retired ones too."""
    described = indicators.describe(session, list(numbers))
    seen: dict[int, bool] = {}
    for each in described.values():
        channel = each.home.channel
        if channel.id not in seen:
            seen[channel.id] = access.sees(session, channel, by=by)
    return {number: each for number, each in described.items() if seen[each.home.channel.id]}
