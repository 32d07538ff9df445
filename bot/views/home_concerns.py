"""What somebody answers for, on their Home tab: how much of it stands how, and what needs them."""

from collections.abc import Sequence

from bot.domain.colours import State
from bot.domain.facts import Rollup
from bot.results.home import Answered, Concern
from bot.results.names import Viewer
from bot.views.blocks import (
    Block,
    button,
    context,
    header,
    one_line,
    said,
    section,
)
from bot.views.days import day
from bot.views.ids import Action
from bot.views.speech import say, say_counted
from bot.views.standing import mark, own_word
from bot.views.wording import colour_word, status_with_value


def answered_for(answered: Answered, viewer: Viewer) -> list[Block]:
    """The colours, then what needs them, the most urgent first."""
    title = say_counted(viewer, "You answer for {count} outcome", "You answer for {count} outcomes", answered.outcomes)
    all_label = say(viewer, "All")
    everything = button(
        all_label, Action.LIST_OUTCOMES, "mine", acts_on=say(viewer, "Show all outcomes that are yours")
    )
    blocks = [header(title), section(_colours(answered.rollups, viewer), everything)]
    if answered.concerns:
        count = len(answered.concerns) + answered.more_concerns
        blocks.append(section(say(viewer, "*Needs you* ({count})", count=count)))
        blocks += [_concern(each, viewer) for each in answered.concerns]
    if answered.more_concerns:
        more = say_counted(viewer, "{count} more, under *All*.", "{count} more, under *All*.", answered.more_concerns)
        blocks.append(context(more))
    return blocks


def _colours(rollups: Sequence[Rollup], viewer: Viewer) -> str:
    """ "🔴 2 off track · 🟢 7 on track": how many outcomes of each colour, the worst first; none are left out."""
    marks = [mark(rollup.colour) for rollup in rollups]
    counts = {sign: marks.count(sign) for sign in ("🔴", "🟡", "🟢", "⚪")}
    told = {
        "🔴": _called(State.OFF_TRACK, counts["🔴"], viewer) or say(viewer, "🔴 {count} off track", count=counts["🔴"]),
        "🟡": _called(State.AT_RISK, counts["🟡"], viewer) or say(viewer, "🟡 {count} at risk", count=counts["🟡"]),
        "🟢": _called(State.ON_TRACK, counts["🟢"], viewer) or say(viewer, "🟢 {count} on track", count=counts["🟢"]),
        "⚪": say(viewer, "⚪ {count} without a verdict", count=counts["⚪"]),
    }
    return " · ".join(told[sign] for sign, count in counts.items() if count)


def _called(state: State, count: int, viewer: Viewer) -> str:
    """ "🔴 2 Kritisch", where the colour has a word of the workspace's own."""
    word = own_word(state, viewer)
    return say(viewer, "{mark} {count} {state}", mark=mark(state), count=count, state=said(word)) if word else ""


def _concern(concern: Concern, viewer: Viewer) -> Block:
    named = f"*{said(concern.outcome.statement)}*"
    # The number that is why has the same mark: once is enough.
    parts = [named if concern.why is not None else f"{mark(concern.rollup.colour)} {named}"]
    if concern.why is not None:
        indicator, assessment = concern.why
        parts.append(
            say(
                viewer,
                "Because of {indicator}: {status}",
                indicator=said(indicator.name),
                status=status_with_value(assessment, viewer),
            )
        )
    elif not concern.silent:
        parts.append(say(viewer, "{state}.", state=colour_word(concern.rollup, viewer)))
    if concern.silent:
        of = sum(concern.rollup.counts.values())
        parts.append(
            say_counted(
                viewer,
                "{silent} of its {count} number has no recent reading.",
                "{silent} of its {count} numbers have no recent reading.",
                of,
                silent=concern.silent,
            )
        )
    if concern.ended_on is not None:
        parts.append(say(viewer, "It was to end on {day}.", day=day(concern.ended_on, viewer)))
    acts_on = say(viewer, "Show {outcome}", outcome=one_line(concern.outcome.statement, 60))
    show = button(say(viewer, "Show"), Action.SHOW_OUTCOME, concern.outcome.key, acts_on=acts_on)
    return section("\n".join(parts), show)
