"""The thread below a digest: a reply for each outcome, with a table of its numbers and charts of the most urgent."""

from collections.abc import Sequence

from bot.domain.reasons import Pace, Planned, TooEarly, reason
from bot.results.names import Viewer
from bot.results.notices import NumberBelow, OutcomeBelow
from bot.views.blocks import (
    Block,
    Drawn,
    Message,
    actions,
    and_more,
    button,
    context,
    escape,
    message,
    one_line,
    said,
    section,
)
from bot.views.charts import draw_button, native_chart, wants_a_picture
from bot.views.days import period
from bot.views.goals import in_short
from bot.views.ids import Action
from bot.views.speech import say
from bot.views.standing import amid, computed, mark
from bot.views.wording import colour_word, raw_value

_MOST_ROWS = 49
"""Slack takes a hundred rows and ten thousand characters; nobody reads that many on a phone."""
_LONGEST_NAME = 80
_NOTHING = "–"


def outcome_below(content: OutcomeBelow, viewer: Viewer) -> Message:
    """ "🔴 *Nobody is hurt in our houses* · off track", a table of all its numbers, and charts."""
    details = say(viewer, "Details")
    acts_on = say(viewer, "Details of {outcome}", outcome=one_line(content.outcome.statement))
    title = section(
        say(
            viewer,
            "{mark} *{outcome}* · {state}",
            mark=mark(content.rollup.colour),
            outcome=said(content.outcome.statement),
            state=colour_word(content.rollup, viewer),
        )
    )
    title["accessory"] = button(details, Action.SHOW_OUTCOME, content.outcome.key, acts_on=acts_on)
    charts = [drawn for chart in content.charts if (drawn := native_chart(chart, viewer)) is not None]
    more = [draw_button(each.indicator, viewer, is_named=True) for each in content.charts if wants_a_picture(each)]
    return message(title, *_table(content.lines, viewer), *charts, *([actions(*more)] if more else []))


def _table(lines: Sequence[NumberBelow], viewer: Viewer) -> list[Block | Drawn]:
    """What each number is, should be by now and has promised; line by line for whoever does not see it."""
    titles = [
        say(viewer, "Number"),
        say(viewer, "Now"),
        say(viewer, "Planned by now"),
        say(viewer, "Target"),
        say(viewer, "How it stands"),
    ]
    rows = [_row(line, viewer) for line in lines[:_MOST_ROWS]]
    block = {
        "type": "table",
        "column_settings": [{"is_wrapped": True}],
        "rows": [[{"type": "raw_text", "text": text} for text in row] for row in (titles, *rows)],
    }
    heard = "\n".join(escape(_heard(titles, row, viewer)) for row in rows)
    left = len(lines) - len(rows)
    return [Drawn(block, heard), *([context(and_more(left, viewer))] if left else [])]


def _row(line: NumberBelow, viewer: Viewer) -> list[str]:
    a, indicator = line.assessment, line.indicator
    value = raw_value(a.value, indicator, viewer) if a.value is not None else _NOTHING
    if line.period is not None and a.is_stale:  # else the one that everybody expects, and a phone is narrow
        when = period(line.period, indicator.cadence, viewer)
        value = say(viewer, "{value} ({period})", value=value, period=when)
    goal = in_short(a.terms.target, a.terms.measure, viewer) if a.terms.target is not None else _NOTHING
    name = f"{mark(a.state)} {one_line(indicator.name, _LONGEST_NAME)}"
    return [name, value, _planned(line, viewer), goal, amid(a.state, viewer)]


def _planned(line: NumberBelow, viewer: Viewer) -> str:
    match reason(line.assessment):
        case Pace(planned=Planned() as planned) | TooEarly(planned=Planned() as planned):
            return computed(planned.amount, line.assessment.terms.measure, viewer)
        case _:
            return _NOTHING


def _heard(titles: Sequence[str], row: Sequence[str], viewer: Viewer) -> str:
    """ "🔴 Incidents · Now: 5 · Target: at most 3 · off track"."""
    name, *amounts, stands = row
    told = [
        say(viewer, "{title}: {amount}", title=title, amount=amount)
        for title, amount in zip(titles[1:-1], amounts, strict=True)
        if amount != _NOTHING
    ]
    return " · ".join([name, *told, stands])
