"""Having an indicator be made of others, by a rule or a formula, and having it be given by people again."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlmodel import Session

from bot.actions import access, breakdowns, finding, resting, wholes
from bot.actions.changing import check_reason
from bot.actions.due import name_of
from bot.actions.facts import measure_of
from bot.actions.people import Actor
from bot.actions.screens import policy_for
from bot.actions.snapshots import snapshots
from bot.actions.telling import tell, tell_all
from bot.domain import events
from bot.domain.cadences import decode as decode_cadence
from bot.domain.calendar import local_day
from bot.domain.due import DueState
from bot.domain.formulas import names_in, parse_formula, renamed
from bot.domain.keys import as_compared
from bot.domain.typed_text import shown
from bot.domain.wholes import (
    MOST_LEVELS,
    MOST_PARTS,
    Making,
    Unfit,
    Whole,
    encode,
    is_a_quotient,
    levels,
    loop_through,
    unfit,
)
from bot.errors import Ambiguous, Choice, NotFound, Question, UserError
from bot.fields import Field
from bot.results.wholes import DefinedWhole
from bot.words import Listing, Words, words
from storage import due, indicators, readings, spellings
from storage import wholes as records
from storage.access import Named
from storage.indicators import Described
from storage.tables import IndicatorDefinition

ORDINARY: Final = "none"
"""Typed for what is given by people again."""
_SINCE: Final = re.compile(r"\s+from\s+(?:(today)(?:\s+on)?|(?:the\s+)?(start))\s*$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"^(?:[\s,;+&]+|and\s+)+", re.IGNORECASE)
_DROPPED = frozenset(
    {"id", "indicator_id", "effective_on", "made_at", "made_by_id", "reason", "is_correction", "is_rebase"}
)


def take_since(text: str) -> tuple[str, bool | None]:
    """The line without "from today" or "from the start" at its end, and whether it is from the start; None where it
    says neither.
    """
    found = _SINCE.search(text)
    return (text, None) if found is None else (text[: found.start()], found.group(1) is None)


def read_parts(session: Session, text: str, *, by: Actor) -> Whole | None:
    """How to make it, and of what: "sum north, south and east"; None for "none". Raises UserError with a sentence for
    another word, and for what is no indicator that this person sees.
    """
    word, _, rest = text.strip().partition(" ")
    if word.lower() == ORDINARY and not rest.strip():
        return None
    making = {each.value: each for each in (Making.SUM, Making.MEAN, Making.RATIO)}.get(word.lower())
    if making is None:
        raise UserError(
            'Say how it is made of its parts: sum, mean or ratio, and then their keys; or none. You wrote "{typed}".',
            typed=shown(text, 100),
            field=Field.PARTS,
        )
    take = finding.indicator_taker(session, by=by)
    part_ids: list[int] = []
    rest = _BETWEEN.sub("", rest)
    while rest:
        found, rest = _one(rest, take)
        if found.id in part_ids:
            raise UserError('"{part}" is named twice. Each part counts once.', part=found.name, field=Field.PARTS)
        part_ids.append(found.id)
        if len(part_ids) > MOST_PARTS:
            raise UserError(
                "It can have up to {most} parts. Make wholes of some of them first.", most=MOST_PARTS, field=Field.PARTS
            )
        rest = _BETWEEN.sub("", rest)
    if len(part_ids) < 2:
        raise UserError("Name two parts or more, by their keys.", field=Field.PARTS)
    return Whole(making, tuple(part_ids))


def read_formula(session: Session, text: str, *, by: Actor) -> Whole | None:
    """The formula with numbers in the place of the keys; None for "none". Raises UserError with a sentence, which has
    what was typed.
    """
    if text.strip().lower() == ORDINARY:
        return None
    try:
        formula = parse_formula(text)
    except UserError as problem:
        problem.put_at(Field.PARTS)
        raise
    numbers = {name: _named(session, name, by=by) for name in names_in(formula)}
    kept = renamed(text.strip(), lambda name: str(numbers[name]))
    return Whole(Making.FORMULA, tuple(dict.fromkeys(numbers.values())), kept)


def _one(text: str, take: Callable[[str], tuple[Named, str]]) -> tuple[Named, str]:
    # A comma is no part of a key, and would be one of its last word.
    head, comma, tail = text.partition(",")
    try:
        found, rest = take(head)
    except (NotFound, Ambiguous) as problem:
        raise _not_a_part(problem, head.split()[0] if head.split() else head) from None
    typed = head.strip().removesuffix(rest).strip()
    return _exactly(found, typed), f"{rest}{comma}{tail}"


def _exactly(found: Named, typed: str) -> Named:
    """The indicator, if it was named by its key or its name. Raises UserError for a slip of one: what it comes to would
    be of something else for good.
    """
    bare = as_compared(typed.strip("\"'“”„‘’«»` "))
    if bare in (as_compared(found.key), as_compared(found.name)):
        return found
    raise UserError(
        'No part here is called exactly "{typed}". Do you mean {key}? Write the key.',
        typed=shown(typed),
        key=found.key,
        field=Field.PARTS,
    )


def _named(session: Session, name: str, *, by: Actor) -> int:
    if not name:
        raise UserError("There is nothing between two braces. Put a key there.", field=Field.PARTS)
    try:
        return _exactly(finding.find_indicator(session, name, by=by), name).id
    except (NotFound, Ambiguous) as problem:
        raise _not_a_part(problem, name) from None


def _not_a_part(problem: NotFound | Ambiguous, typed: str) -> UserError:
    """The same with no buttons: what they would do is another line."""
    if isinstance(problem, Ambiguous) and problem.choices:
        keys = Listing(tuple(each.key for each in problem.choices), "or")
        return UserError(
            'No part here is called exactly "{typed}". Do you mean {key}? Write the key.',
            typed=shown(typed),
            key=keys,
            field=Field.PARTS,
        )
    return UserError(
        'No indicator here is called "{typed}". `/indicator list` shows what there is.',
        typed=shown(typed),
        field=Field.PARTS,
    )


def define(
    session: Session,
    indicator_id: int,
    wanted: Whole | None,
    *,
    from_the_start: bool | None,
    line: str = "",
    reason: str = "",
    by: Actor,
    now: datetime,
    in_a_form: bool = False,
) -> DefinedWhole:
    """Have the indicator be made like that from now on, or (None) be given by people again; answers what it comes to.

    Where it has values already, it matters since when: unless that is said, raises Question with both answers, each of
    which goes on with `line`; or UserError `in_a_form`. Raises NotFound, NotAllowed, and UserError for what cannot be.

    1. Hold everything concerned. 2. Refuse what cannot be. 3. Write it down. 4. Have nothing fall due, or again.
    5. Work out what there is.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    records.hold_workspace(session, by.workspace_id)
    held = indicators.held(session, sorted({indicator_id, *(wanted.part_ids if wanted else ())}))
    described = {each.indicator.id: each for each in held}
    access.require_visible_indicator(session, indicator_id, by=by)
    whole_at = described[indicator_id]
    access.require_may_edit(session, whole_at, by=by, refusal=access.MAY_NOT_CHANGE_INDICATOR)
    if whole_at.home.outcome.closed_at is not None:
        raise UserError('"{outcome}" is closed, so it stays as it is.', outcome=whole_at.home.definition.statement)
    check_reason(reason)
    before = wholes.whole_of(whole_at.definition)
    if before == wanted:
        raise UserError("That is what it says already.", field=Field.PARTS)
    if wanted is not None:
        _require_possible(session, whole_at, wanted, described, by=by)
    begins_afresh = False
    if wanted is not None and has_values(session, whole_at):
        if from_the_start is None:
            raise _since_when(whole_at, line, in_a_form=in_a_form)
        begins_afresh = not from_the_start
    _write_down(session, whole_at, wanted, begins_afresh=begins_afresh, reason=reason, by=by, now=now)
    records.replace(session, indicator_id, wanted.part_ids if wanted else (), workspace_id=by.workspace_id)
    (whole_at,) = indicators.held(session, [indicator_id])
    if wanted is None:
        if whole_at.indicator.paused_at is None:
            resting.go_on(session, [whole_at], policy=policy_for(session, by), now=now)
        else:
            tell(session, events.IndicatorChanged(indicator_id), now=now)
    else:
        _have_nothing_fall_due(session, whole_at, now=now)
        if before is not None:
            wholes.make_anew(session, indicator_id, by_id=by.person_id, now=now)
            tell(session, events.IndicatorChanged(indicator_id), now=now)
    return _defined(session, indicator_id, begins_afresh=begins_afresh, by=by, now=now)


def as_typed(session: Session, indicator_id: int, *, by: Actor) -> tuple[Described, str]:
    """The indicator, and how it is made now as it would be typed: "sum north south", a formula, or nothing. Raises
    NotFound, and NotAllowed where this person may not change it.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    at = indicators.describe(session, [indicator_id])[indicator_id]
    access.require_may_edit(session, at, by=by, refusal=access.MAY_NOT_CHANGE_INDICATOR)
    whole = wholes.whole_of(at.definition)
    if whole is None:
        return at, ""
    keys = {number: each.indicator.key for number, each in breakdowns.seen(session, whole, by=by).items()}
    if whole.making is Making.FORMULA:
        return at, whole.formula_with(keys)
    return at, " ".join((whole.making.value, *(keys[number] for number in whole.part_ids if number in keys)))


def has_values(session: Session, described: Described) -> bool:
    """Whether anything counts that was given for it, or worked out."""
    return bool(readings.counting_readings(session, [described])[described.indicator.id])


def _since_when(whole_at: Described, line: str, *, in_a_form: bool) -> UserError:
    if in_a_form:
        return UserError("It has values already: say since when.", field=Field.HOLDS_FROM)
    return Question(
        '"{indicator}" has values already. Since when is it made like this?',
        choices=(
            Choice(words("From today on: it starts afresh"), f"{line} from today"),
            Choice(words("From the start: work out the past anew"), f"{line} from the start"),
        ),
        indicator=whole_at.definition.name,
    )


def _write_down(
    session: Session,
    whole_at: Described,
    wanted: Whole | None,
    *,
    begins_afresh: bool,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    columns = whole_at.definition.model_dump(exclude=set(_DROPPED)) | {"made_of": encode(wanted)}
    if begins_afresh:
        columns["begins_at"] = now
    session.add(
        IndicatorDefinition(
            **columns,
            indicator_id=whole_at.indicator.id,
            effective_on=local_day(now, whole_at.owner.zone),
            made_at=now,
            made_by_id=by.person_id,
            reason=reason.strip(),
            is_correction=not begins_afresh,
        )
    )
    session.flush()
    spellings.keep_indicator(session, whole_at.indicator.id)


def _have_nothing_fall_due(session: Session, whole_at: Described, *, now: datetime) -> None:
    """Nobody is asked for it any more, and what nobody gave is held against nobody."""
    whole_at.indicator.next_due_at, whole_at.indicator.next_period_key = None, None
    session.add(whole_at.indicator)
    session.flush()
    number = whole_at.indicator.id
    rows = due.of_indicators(session, [number])
    if rows:
        due.mark(session, *(row.id for row in rows), state=DueState.EXCUSED, at=now)
    told: list[events.Event] = [events.DueReadingChanged(number, row.id) for row in rows]
    tell_all(session, [*told, events.IndicatorChanged(number)], now=now)


def _defined(session: Session, indicator_id: int, *, begins_afresh: bool, by: Actor, now: datetime) -> DefinedWhole:
    at = snapshots(session, [indicator_id], policy=policy_for(session, by), now=now)[indicator_id]
    rows = readings.counting_readings(session, [at.described])[indicator_id]
    return DefinedWhole(
        indicator=name_of(at),
        made_of=breakdowns.made_of(session, at.described, by=by, now=now),
        worked_out=sum(row.came_from is not None and not row.is_no_data for row in rows),
        value=at.standing.value,
        period=at.standing.latest,
        parts_in=at.parts_in,
        begins_afresh=begins_afresh,
    )


# What cannot be -------------------------------------------------------------------------------------------------------


def _require_possible(
    session: Session, whole_at: Described, wanted: Whole, described: Mapping[int, Described], *, by: Actor
) -> None:
    """Raises UserError with the first reason why it cannot be made like that."""
    for number in wanted.part_ids:
        access.require_visible_indicator(session, number, by=by)
    if whole_at.indicator.id in wanted.part_ids:
        raise _refused(words('"{whole}" cannot be made of itself.'), whole_at)
    for number in wanted.part_ids:
        _require_fits(whole_at, wanted, described[number])
    _require_no_loop(session, whole_at, wanted, by=by)


_UNFIT: Final[Mapping[Unfit, Words]] = {
    Unfit.LABELS: words('Yes and no, and the labels of a scale, are no numbers: "{part}" and "{whole}" have to be.'),
    Unfit.DOES_NOT_ADD_UP: words(
        'Percentages do not add up, and "{part}" is one. Take the mean, or have the parts measured as "31 of 50" and '
        "take the ratio."
    ),
    Unfit.NO_RATIO: words(
        'A ratio is made of what is measured as "31 of 50", and so it is measured itself. Of "{part}" and "{whole}" '
        "not both are."
    ),
    Unfit.IS_RATIO: words('"{part}" or "{whole}" is measured as "31 of 50". Such parts make a ratio: write ratio.'),
    Unfit.NO_QUOTIENT: words(
        '"{whole}" is measured as "31 of 50", so its formula has to divide one thing by another. Or measure it in '
        "percent."
    ),
}


def _require_fits(whole_at: Described, wanted: Whole, part: Described) -> None:
    if part.home.outcome.closed_at is not None:
        raise _refused(
            words('"{part}" belongs to an outcome that is closed, so nothing more comes of it.'), whole_at, part
        )
    if wholes.lives_out_of_sight(whole_at, part):
        raise _refused(
            words(
                '"{part}" lives in a private channel, and "{whole}" would tell others what it comes to. A part lives '
                "in a public channel, or in the same one as the whole."
            ),
            whole_at,
            part,
        )
    problem = unfit(
        wanted.making,
        measure_of(whole_at.definition),
        measure_of(part.definition),
        of=decode_cadence(whole_at.definition.cadence),
        part_of=decode_cadence(part.definition.cadence),
        is_quotient=not wanted.formula or is_a_quotient(wanted.parsed),
    )
    if problem is Unfit.OTHER_PERIODS:
        raise _refused(
            words(
                '"{part}" is read {theirs} and "{whole}" {own}: only what is read for the same periods can be put '
                "together. Change how often one of them is read."
            ).filled(theirs=decode_cadence(part.definition.cadence), own=decode_cadence(whole_at.definition.cadence)),
            whole_at,
            part,
        )
    if problem is Unfit.OTHER_UNIT:
        raise _refused(
            words(
                '"{part}" is measured in {theirs} and "{whole}" in {own}: that is another unit. Give both the same one.'
            ).filled(theirs=_unit(part), own=_unit(whole_at)),
            whole_at,
            part,
        )
    if problem is not None:
        raise _refused(_UNFIT[problem], whole_at, part)


def _unit(described: Described) -> str | Words:
    measure = measure_of(described.definition)
    return measure.unit or _KINDS.get(measure.kind.value, words("bare numbers"))


_KINDS: Final = {
    "percent": words("percent"),
    "money": words("money"),
    "duration": words("time"),
}


def _require_no_loop(session: Session, whole_at: Described, wanted: Whole, *, by: Actor) -> None:
    number = whole_at.indicator.id
    parts_of: dict[int, Sequence[int] | set[int]] = {**records.of_workspace(session, by.workspace_id)}
    parts_of[number] = wanted.part_ids
    loop = loop_through(number, parts_of)
    if loop:
        keys = breakdowns.keys_in_sight(session, loop, by=by)
        way = Listing(tuple(keys.get(each, words("something that you do not see")) for each in loop[1:-1]))
        raise _refused(
            words('"{whole}" would be made of itself, through {way}. Take one of them out.').filled(way=way), whole_at
        )
    if max(levels(parts_of, parts_of).values()) > MOST_LEVELS:
        raise _refused(
            words("Wholes can be parts of wholes, up to {most} one above the other. This would be one more.").filled(
                most=MOST_LEVELS
            ),
            whole_at,
        )


def _refused(why: Words, whole_at: Described, part: Described | None = None) -> UserError:
    names = {"whole": whole_at.definition.name} | ({"part": part.definition.name} if part is not None else {})
    return UserError(why.filled(**names), field=Field.PARTS)
