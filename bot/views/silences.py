"""What is asked about an indicator of which nothing has come for long, in the place of its readings."""

from collections.abc import Sequence
from datetime import date

from bot.domain.parts import IndicatorPart
from bot.results.names import IndicatorName, Viewer
from bot.results.reminders import ReminderItem
from bot.views.blocks import Block, actions, button, listing, one_line, said, section
from bot.views.changing import part_button
from bot.views.handing_over import hand_over_button
from bot.views.ids import Action
from bot.views.reminder_contract import own_day
from bot.views.sources import could_not_fetch, fetch_button
from bot.views.speech import say, say_counted
from bot.views.wording import key

MOST_ASKED = 2
"""More questions than these in one message are a pile; the others have a line, and their turn later."""

_FEW_DAYS = 14


def questions(silent: Sequence[ReminderItem], common: date | None, viewer: Viewer) -> list[Block]:
    """A question for each of the first of these, with a button for each answer, and a line for the others. `common` is
    the last day that the footer names: what closes on another one says so.
    """
    blocks: list[Block] = []
    for place, item in enumerate(silent[:MOST_ASKED]):
        blocks += _question(item, place, common, viewer)
    others = [
        f"• {how_silent(item.due.indicator, _since(item), viewer)} {own_day(item, common, viewer)}".rstrip()
        for item in silent[MOST_ASKED:]
    ]
    return [*blocks, *listing(others, viewer, most=MOST_ASKED)]


def how_silent(indicator: IndicatorName, since_on: date, viewer: Viewer) -> str:
    """ "*Customer satisfaction* `csat`: nothing for 7 weeks"."""
    return say(
        viewer,
        "*{indicator}* {key}: {nothing}",
        indicator=said(indicator.name),
        key=key(indicator.key),
        nothing=nothing_for((viewer.today - since_on).days, viewer),
    )


def nothing_for(days: int, viewer: Viewer) -> str:
    """ "nothing for 7 weeks"; in days where it is less than two weeks."""
    if days < _FEW_DAYS:
        return say_counted(viewer, "nothing for {count} day", "nothing for {count} days", days)
    return say_counted(viewer, "nothing for {count} week", "nothing for {count} weeks", days // 7)


def _question(item: ReminderItem, place: int, common: date | None, viewer: Viewer) -> list[Block]:
    indicator = item.due.indicator
    assert item.silence is not None, "it is asked about for that"
    number, about = item.silence.indicator_id, one_line(indicator.name)
    silent = how_silent(indicator, item.silence.since_on, viewer)
    question = say(viewer, "{nothing}. What would help?", nothing=silent)
    question = f"{question} {own_day(item, common, viewer)}".rstrip()
    if item.not_fetched is not None:
        question = f"{question}\n{could_not_fetch(item.not_fetched, viewer)}"
    stop = say(viewer, "Stop asking…")
    return [
        section(question),
        actions(
            part_button(
                say(viewer, "Ask less often…"), Action.CHANGE_INDICATOR, place, IndicatorPart.CADENCE, number, about
            ),
            hand_over_button(indicator, viewer),
            fetch_button(indicator, viewer),
            button(stop, Action.PAUSE, indicator.key, acts_on=f"{stop} {about}"),
        ),
    ]


def _since(item: ReminderItem) -> date:
    assert item.silence is not None, "as above"
    return item.silence.since_on
