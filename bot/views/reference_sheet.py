"""How far the reference sheet of an indicator is filled in, and its next question."""

from typing import Any

from bot.domain.parts import IndicatorPart
from bot.domain.reference_sheet import SheetQuestion, SheetScore
from bot.results.names import IndicatorName, Viewer
from bot.views.baselines import give_baseline_button
from bot.views.blocks import Block, one_line, section
from bot.views.changing import part_button
from bot.views.ids import Action
from bot.views.speech import say
from bot.words import words

_QUESTIONS = {
    SheetQuestion.DESCRIPTION: words("What exactly counts, and what does not?"),
    SheetQuestion.BASELINE: words("What was it before the work began?"),
    SheetQuestion.SOURCE: words("Where is it taken from?"),
    SheetQuestion.METHOD: words("How is it collected?"),
    SheetQuestion.BACKUP: words("Who stands in for its owner?"),
    SheetQuestion.LIMITATIONS: words("What is known to be wrong with it?"),
}
_PLACE = 90
"""Beside the buttons of a menu, each of which has an id of its own."""


def next_question(score: SheetScore, indicator: IndicatorName, indicator_id: int, viewer: Viewer) -> list[Block]:
    """The score with the next question, and the button that answers it; nothing where all are answered."""
    if score.next_question is None:
        return []
    line = say(
        viewer,
        "Definition: {answered} of {questions} answered. Next: {question}",
        answered=score.answered,
        questions=score.questions,
        question=say(viewer, _QUESTIONS[score.next_question]),
    )
    return [section(line, _answer(score.next_question, indicator, indicator_id, viewer))]


def _answer(question: SheetQuestion, indicator: IndicatorName, indicator_id: int, viewer: Viewer) -> dict[str, Any]:
    if question is SheetQuestion.BASELINE:
        return give_baseline_button(indicator, viewer)
    label = say(viewer, "Answer")
    part = IndicatorPart(question.value)
    return part_button(label, Action.CHANGE_INDICATOR, _PLACE, part, indicator_id, one_line(indicator.name))
