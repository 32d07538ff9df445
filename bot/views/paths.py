"""How a target is to be reached: the form for another kind of line, and the button that opens it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.domain.targets import PathKind, Target
from bot.domain.values import Measure
from bot.fields import Field
from bot.results.names import IndicatorName, Viewer
from bot.views.amounts import typed
from bot.views.blocks import View, button, modal, one_line, said, section
from bot.views.days import day
from bot.views.goals import path
from bot.views.ids import Action, Form
from bot.views.inputs import radio_input, text_input
from bot.views.speech import capital, say
from bot.views.wording import target
from bot.words import words

KINDS = {
    PathKind.STRAIGHT: words("A straight line"),
    PathKind.MILESTONES: words("Milestones, with straight lines between"),
    PathKind.STEPS: words("Steps: each value holds until the next"),
    PathKind.DELAYED: words("Nothing before a day, then a straight line"),
    PathKind.SEASONAL: words("The shape of the year before, laid over a straight line"),
}


@dataclass(frozen=True)
class PathDraft:
    """What the form starts with; the points as typed, one a line."""

    kind: PathKind
    points: str = ""
    reason: str = ""


def change_path_button(indicator: IndicatorName, viewer: Viewer) -> dict[str, Any]:
    """The button that opens the form."""
    label = say(viewer, "Another kind of line…")
    return button(label, Action.CHANGE_PATH, indicator.key, acts_on=f"{label}: {one_line(indicator.name)}")


def as_drawn(of: Target, measure: Measure, viewer: Viewer) -> PathDraft:
    """The form's beginning, from the path that there is."""
    return PathDraft(of.path, points_as_typed(of.path, of.points, measure, viewer))


def points_as_typed(kind: PathKind, points: Any, measure: Measure, viewer: Viewer) -> str:
    """Days with their values, one a line, as the form reads them; for a path that waits the day alone,
    and nothing for one that is taken from readings.
    """
    if kind is PathKind.SEASONAL:
        return ""
    if kind is PathKind.DELAYED:
        return "\n".join(day(on, viewer) for on, _ in points)
    return "\n".join(_point(day(on, viewer), amount, measure, viewer) for on, amount in points)


def _point(on: str, amount: Decimal, measure: Measure, viewer: Viewer) -> str:
    return f"{on}: {typed(amount, measure, viewer)}"


def path_form(draft: PathDraft, indicator: IndicatorName, of: Target, viewer: Viewer, *, metadata: str) -> View:
    """Which kind of line, its points, and why it changes."""
    goal, way = target(of, indicator, viewer), capital(said(path(of, indicator.measure, viewer), 600))
    now = say(viewer, "Now: {target}", target=goal)
    hint = say(viewer, "One a line: 1 May 80. For nothing before a day, that day. For the other two, none.")
    return modal(
        say(viewer, "The way there"),
        [
            section(f"*{said(indicator.name)}*\n{now}\n{way}"),
            radio_input(
                Field.PATH,
                say(viewer, "Kind of line"),
                {kind.value: say(viewer, KINDS[kind]) for kind in PathKind},
                chosen=draft.kind.value,
            ),
            text_input(
                Field.POINTS,
                say(viewer, "Days and values"),
                typed=draft.points,
                multiline=True,
                optional=True,
                hint=hint,
            ),
            text_input(
                Field.REASON,
                say(viewer, "Why does it change?"),
                typed=draft.reason,
                hint=say(viewer, "What was before is kept, with this reason."),
            ),
        ],
        callback=Form.PATH,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=metadata,
    )
