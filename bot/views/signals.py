"""Signals in words: that a reading completes one, and how an indicator's movement is looked at. Raw text."""

from bot.domain.charting import Rule, RuleSet
from bot.domain.process_limits import Side
from bot.domain.process_so_far import Completed
from bot.domain.signals import Meaning, meaning_of
from bot.domain.targets import Direction
from bot.domain.transforms import Transform
from bot.results.names import Viewer
from bot.views.speech import capital, say
from bot.words import Words, words

SCALES: dict[str, Words] = {
    Transform.SQRT: words("by square roots, as waiting times"),
    Transform.LOG: words("by logarithms, as money"),
}


def unusual(told: Completed, direction: Direction, viewer: Viewer, *, amid: bool = False) -> str:
    """The signal that a reading has completed, for whoever reads only that: "Eight readings in a row better than usual:
    more than ordinary movement."; `amid` a line without its capital and stop. No cause is guessed.
    """
    meaning = meaning_of(told.side, direction)
    match told.rule, meaning:
        case Rule.RUN, Meaning.IMPROVEMENT:
            said_so = say(viewer, "eight readings in a row better than usual: more than ordinary movement")
        case Rule.RUN, Meaning.CONCERN:
            said_so = say(viewer, "eight readings in a row worse than usual: more than ordinary movement")
        case Rule.RUN, _ if told.side is Side.ABOVE:
            said_so = say(viewer, "eight readings in a row above the usual: more than ordinary movement")
        case Rule.RUN, _:
            said_so = say(viewer, "eight readings in a row below the usual: more than ordinary movement")
        case Rule.TWO_OF_THREE, Meaning.IMPROVEMENT:
            said_so = say(viewer, "two of the latest three far out for the better: more than ordinary movement")
        case Rule.TWO_OF_THREE, Meaning.CONCERN:
            said_so = say(viewer, "two of the latest three far out for the worse: more than ordinary movement")
        case Rule.TWO_OF_THREE, _:
            said_so = say(viewer, "two of the latest three far out on one side: more than ordinary movement")
        case _, Meaning.IMPROVEMENT:
            said_so = say(viewer, "more than ordinary movement for the better")
        case _, Meaning.CONCERN:
            said_so = say(viewer, "more than ordinary movement for the worse")
        case _:
            said_so = say(viewer, "more than ordinary movement")
    return said_so if amid else say(viewer, "{sentence}.", sentence=capital(said_so))


def rule_set(rules: RuleSet, viewer: Viewer) -> str:
    """The rules by name."""
    match rules:
        case RuleSet.TWO:
            return say(viewer, "Two rules: outside, eight in a row")
        case RuleSet.THREE:
            return say(viewer, "Three rules: two of three far out, too")


def looked_at(transform: Transform | None, viewer: Viewer) -> str:
    """ "by square roots, as waiting times"; empty for a value as it is."""
    return say(viewer, SCALES[transform]) if transform is not None else ""
