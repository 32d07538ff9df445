"""Somebody's own numbers on their Home tab, a page at a time."""

from bot.results.home import OwnNumber, Page
from bot.results.names import Viewer
from bot.views.amounts import bare
from bot.views.blocks import (
    MOST_IN_A_LABEL,
    Block,
    actions,
    button,
    clip,
    context,
    header,
    one_line,
    said,
    section,
)
from bot.views.ids import Action
from bot.views.sparkline import sparkline
from bot.views.speech import say, say_counted
from bot.views.wording import status, status_with_value


def own_numbers(page: Page, viewer: Viewer) -> list[Block]:
    """Those of the page, and buttons for the others. Nothing for whoever has none."""
    if not page.numbers:
        return []
    blocks = [header(say(viewer, "Your numbers")), *(_number(each, viewer) for each in page.numbers)]
    return [*blocks, *_turning(page, viewer)] if page.of > len(page.numbers) else blocks


def _number(number: OwnNumber, viewer: Viewer) -> Block:
    """Its name and how its latest values went, and below it how it stands."""
    measure = number.indicator.measure
    parts = [f"*{said(number.indicator.name)}*"]
    if len(number.latest) > 1:
        parts.append(sparkline([value.amount for value in number.latest]))
    if number.is_stand_in:
        parts.append(say(viewer, "you stand in"))
    shown = status_with_value if number.assessment.value else status
    latest = ", ".join(bare(value.amount, measure, viewer) for value in number.latest)
    named = say(viewer, "Show {indicator}", indicator=one_line(number.indicator.name, 40))
    # Who hears the screen hears the values: the small curve says nothing aloud.
    heard = say(viewer, "{show}: {values}", show=named, values=one_line(latest, MOST_IN_A_LABEL)) if latest else named
    show = button(
        say(viewer, "Show"), Action.SHOW_INDICATOR, number.indicator.key, acts_on=clip(heard, MOST_IN_A_LABEL)
    )
    return section(f"{' · '.join(parts)}\n{shown(number.assessment, viewer)}", show)


def _turning(page: Page, viewer: Viewer) -> list[Block]:
    """Which of the numbers these are, and buttons for the others."""
    end = page.first + len(page.numbers)
    where = say(
        viewer,
        "{first}–{last} of {all}. What needs something comes first.",
        first=page.first + 1,
        last=end,
        all=page.of,
    )
    buttons = []
    if page.first:
        label = say_counted(viewer, "Previous {count}", "Previous {count}", page.size)
        acts_on = say_counted(
            viewer, "Show the previous {count} number", "Show the previous {count} numbers", page.size
        )
        buttons.append(button(label, Action.PREVIOUS_NUMBERS, str(page.first - page.size), acts_on=acts_on))
    if page.of > end:
        count = min(page.of - end, page.size)
        label = say_counted(viewer, "Next {count}", "Next {count}", count)
        acts_on = say_counted(viewer, "Show the next {count} number", "Show the next {count} numbers", count)
        buttons.append(button(label, Action.NEXT_NUMBERS, str(end), acts_on=acts_on))
    return [context(where), actions(*buttons)]
