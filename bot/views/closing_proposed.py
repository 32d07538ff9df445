"""What whoever answers for an outcome reads when it has come to its end."""

from typing import Any

from bot.domain.parts import OutcomePart
from bot.results.closing import ClosingDraft, ClosingProposed, Proposal
from bot.results.names import Viewer
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    limited,
    listing,
    message,
    one_line,
    said,
    section,
)
from bot.views.closing import figure_in_short
from bot.views.days import day, near_day
from bot.views.ids import Action, part_carried
from bot.views.missing import close_button
from bot.views.saying import result_word
from bot.views.speech import say

MOST_WITH_BUTTONS = 5
_MOST_FIGURES = 3
_ROOM = 900


def closing_proposed(content: ClosingProposed, viewer: Viewer) -> Message:
    """Each outcome with what came of it, and two ways on."""
    first, rest = content.proposals[:MOST_WITH_BUTTONS], content.proposals[MOST_WITH_BUTTONS:]
    blocks: list[Block] = []
    for place, each in enumerate(first):
        buttons = _ways_on(each.draft, place, viewer, alone=len(content.proposals) == 1)
        blocks += [section(_ended(each, viewer)), actions(*buttons)]
    others = [f"• {_title(each, viewer)}" for each in rest]
    note = context(say(viewer, "I ask this once. Until it is closed, its figures are asked for as before."))
    return message(*blocks, *listing(others, viewer), note)


def _ended(proposal: Proposal, viewer: Viewer) -> str:
    """ "*Patients wait less* ended yesterday." with the figures below, and what they speak for."""
    draft = proposal.draft
    lines = [_title(proposal, viewer)]
    if draft.figures:
        with_targets_first = sorted(draft.figures, key=lambda each: each.target is None)
        figures = [figure_in_short(each, viewer) for each in with_targets_first]
        lines.append(limited(figures, viewer, most=_MOST_FIGURES, characters=_ROOM))
    if draft.proposed is not None:
        word = f"*{result_word(draft.proposed, viewer)}*"
        lines.append(say(viewer, "So: {result}. You may see it otherwise.", result=word))
    return "\n".join(lines)


def _title(proposal: Proposal, viewer: Viewer) -> str:
    outcome, on = said(proposal.draft.outcome.statement, 300), proposal.ended_on
    if (viewer.today - on).days == 1:
        return say(viewer, "*{outcome}* ended {day}.", outcome=outcome, day=near_day(on, viewer))
    return say(viewer, "*{outcome}* ended on {day}.", outcome=outcome, day=day(on, viewer))


def _ways_on(draft: ClosingDraft, place: int, viewer: Viewer, *, alone: bool) -> list[dict[str, Any]]:
    more = say(viewer, "Give it more time…")
    acts_on = say(viewer, "Give more time to {outcome}", outcome=one_line(draft.outcome.statement, 50))
    carried = part_carried(OutcomePart.DATES, draft.outcome_id)
    later = button(more, f"{Action.CHANGE_OUTCOME}:{place}", carried, acts_on=acts_on)
    return [close_button(draft.outcome, viewer, primary=alone), later]
