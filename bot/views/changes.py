"""What was changed, a line for each: what it was and is, who did it, and why."""

from collections.abc import Sequence

from bot.domain.parts import IndicatorPart, OutcomePart, Part
from bot.domain.targets import Direction
from bot.results.changes import (
    AnswersNow,
    AskedOtherwise,
    BeginsAfresh,
    Change,
    EndMoved,
    PartChanged,
    PlanChanged,
    Renamed,
    StartMoved,
    TargetMoved,
    Who,
    WorkedOutOtherwise,
)
from bot.results.names import Viewer
from bot.views.blocks import said
from bot.views.days import day
from bot.views.defining import describe_cadence
from bot.views.goals import describe_target, goal
from bot.views.resources import amount
from bot.views.speech import say
from bot.views.wording import baseline, name
from bot.words import Words, words

PARTS: dict[Part, Words] = {
    OutcomePart.STATEMENT: words("• {about}: what it says was changed."),
    OutcomePart.WHY: words("• {about}: why it matters was changed."),
    OutcomePart.CHANNEL: words("• {about}: it lives in this channel now."),
    OutcomePart.ACCOUNTABLE: words("• {about}: who answers for it was changed."),
    OutcomePart.DATES: words("• {about}: its start was changed."),
    OutcomePart.PARENT: words("• {about}: what it is part of was changed."),
    IndicatorPart.NAME: words("• {about}: its name was changed."),
    IndicatorPart.DESCRIPTION: words("• {about}: what counts is said better."),
    IndicatorPart.MEASURE: words("• {about}: its unit was corrected."),
    IndicatorPart.DIRECTION: words("• {about}: which way it should go was corrected."),
    IndicatorPart.CADENCE: words("• {about}: how often it is read was changed."),
    IndicatorPart.BACKUP: words("• {about}: who stands in was changed."),
    IndicatorPart.LEVEL: words("• {about}: what it shows was changed."),
    IndicatorPart.COMBINE: words("• {about}: how readings combine was corrected."),
    IndicatorPart.BOUNDS: words("• {about}: what its values can be was changed."),
    IndicatorPart.SOURCE: words("• {about}: where it is taken from was written down."),
    IndicatorPart.METHOD: words("• {about}: how it is collected was written down."),
    IndicatorPart.LIMITATIONS: words("• {about}: what is wrong with it was written down."),
    IndicatorPart.MOVEMENT: words("• {about}: how its movement is looked at was changed."),
    IndicatorPart.LIMITS_FROM: words("• {about}: from when on its ordinary movement is worked out was changed."),
}
_LONGEST_REASON = 200


def change_lines(changes: Sequence[Change], viewer: Viewer) -> list[str]:
    """The lines, as mrkdwn."""
    return [say(viewer, "{change} {who}", change=_line(each, viewer), who=_who(each.who, viewer)) for each in changes]


def _who(who: Who, viewer: Viewer) -> str:
    """ "Alice: “Two GPs have left”"."""
    if not who.reason.strip():
        return say(viewer, "({name})", name=name(who.by))
    return say(viewer, "{name}: “{reason}”", name=name(who.by), reason=said(who.reason, _LONGEST_REASON))


def _line(change: Change, viewer: Viewer) -> str:
    match change:
        case TargetMoved():
            return _target(change, viewer)
        case StartMoved(indicator, before, after):
            return say(
                viewer,
                "• {about}: starts from {before} → *{after}*.",
                about=said(indicator.name, 80),
                before=baseline(before, indicator, viewer),
                after=baseline(after, indicator, viewer),
            )
        case Renamed(before, after):
            return say(viewer, "• Renamed: {before} → *{after}*.", before=said(before, 80), after=said(after, 80))
        case AnswersNow(about, before, after):
            return say(
                viewer,
                "• {about}: *{name}* answers for it now (was {before}).",
                about=said(about, 80),
                name=name(after),
                before=name(before),
            )
        case AskedOtherwise(indicator, before, after):
            return say(
                viewer,
                "• {about}: asked *{how_often}* from now on (was {before}).",
                about=said(indicator.name, 80),
                how_often=describe_cadence(after, viewer),
                before=describe_cadence(before, viewer),
            )
        case BeginsAfresh(indicator, on):
            return say(
                viewer,
                "• {about}: starts afresh from {day}, what is counted was changed.",
                about=said(indicator.name, 80),
                day=day(on, viewer),
            )
        case EndMoved(about, before, after):
            open_end = say(viewer, "open")
            return say(
                viewer,
                "• {about}: ends {before} → *{after}*.",
                about=said(about, 80),
                before=day(before, viewer) if before else open_end,
                after=day(after, viewer) if after else open_end,
            )
        case PlanChanged():
            return _plan(change, viewer)
        case WorkedOutOtherwise(about, is_made):
            if not is_made:
                return say(viewer, "• {about}: it is asked for now, not worked out from others.", about=said(about, 80))
            return say(viewer, "• {about}: how it is worked out from others was changed.", about=said(about, 80))
        case PartChanged(about, part):
            return say(viewer, PARTS[part], about=said(about, 80))


def _plan(change: PlanChanged, viewer: Viewer) -> str:
    about = said(change.about, 80)
    was, now = ("" if each is None else amount(each, change.unit, viewer) for each in (change.before, change.after))
    if not now:
        return say(viewer, "• {about}: {was} is not planned any more.", about=about, was=was)
    if not was:
        return say(viewer, "• {about}: *{now}* planned.", about=about, now=now)
    return say(viewer, "• {about}: planned {was} → *{now}*.", about=about, was=was, now=now)


def _target(change: TargetMoved, viewer: Viewer) -> str:
    measure, about = change.indicator.measure, said(change.indicator.name, 80)
    was, now = goal(change.before, measure, viewer), describe_target(change.after, measure, viewer)
    if was == goal(change.after, measure, viewer):
        was = describe_target(change.before, measure, viewer)
    parts = {"about": about, "was": said(was), "now": said(now)}
    if was == now:
        return say(viewer, "🎯 {about}: another way to {now}.", about=about, now=parts["now"])
    if change.corrected:
        return say(viewer, "🎯 {about}: target corrected: {was} → *{now}*.", **parts)
    eased = _is_eased(change)
    if eased is None:
        return say(viewer, "🎯 {about}: target moved: {was} → *{now}*.", **parts)
    if eased:
        return say(viewer, "🎯 {about}: target eased: {was} → *{now}*.", **parts)
    return say(viewer, "🎯 {about}: target raised: {was} → *{now}*.", **parts)


def _is_eased(change: TargetMoved) -> bool | None:
    """Whether less is promised than before; None where that cannot be said."""
    before, after = change.before, change.after
    if before.value is None or after.value is None or change.direction is Direction.MAINTAIN:
        return None
    if before.value == after.value:
        return None if before.due_on == after.due_on else after.due_on > before.due_on
    is_less = after.value < before.value if change.direction is Direction.INCREASE else after.value > before.value
    is_later, is_sooner = after.due_on > before.due_on, after.due_on < before.due_on
    if (is_less and is_sooner) or (not is_less and is_later):
        return None  # something of both
    return is_less
