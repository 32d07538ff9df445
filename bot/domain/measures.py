"""What becomes of values where the way they are measured is corrected, and how values of each kind may combine."""

from bot.domain.combining import Combine
from bot.domain.values import Measure, ValueKind

_PLAIN = frozenset({ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY})
_LABELLED = frozenset({ValueKind.YES_NO, ValueKind.SCALE})


def can_be_relabelled(before: Measure, after: Measure) -> bool:
    """Whether values that were written by one measure can be read by the other: 12 % as 12 people, but not as 12 of 50,
    and one scale as another of as many labels.
    """
    if before.kind is not after.kind:
        return {before.kind, after.kind} <= _PLAIN
    return len(before.scale) == len(after.scale)


def rules_for(kind: ValueKind) -> tuple[Combine, ...]:
    """By what rules values of this kind may combine."""
    if kind is ValueKind.RATIO:
        return (Combine.RATIO, Combine.LAST)
    if kind in _LABELLED:
        return (Combine.LAST, Combine.MIN, Combine.MAX)
    counted = () if kind is ValueKind.PERCENT else (Combine.COUNTER,)
    return (Combine.LAST, Combine.SUM, Combine.MEAN, Combine.MIN, Combine.MAX, *counted)


def combines_by(kind: ValueKind, rule: Combine) -> Combine:
    """This rule, or the usual one where values of this kind cannot combine by it."""
    return rule if rule in rules_for(kind) else rules_for(kind)[0]
