"""Figures that are fetched from other systems: the form, what was read, why nothing was, and where one comes from."""

from typing import Any

from bot.domain.calendar import local_day
from bot.domain.sources import NoFetch, NotFetched, SourceKind
from bot.fields import Field
from bot.results.names import IndicatorName, Viewer
from bot.results.sources import SourceLine, SourceSheet, TriedSource, UsedSource
from bot.views.blocks import Block, Message, View, actions, button, context, message, modal, one_line, said, section
from bot.views.days import day as day_name
from bot.views.days import in_a_sentence, near_instant
from bot.views.ids import Action, Form, source_carried
from bot.views.inputs import radio_input, text_input
from bot.views.speech import say
from bot.views.wording import code, key, name, value
from bot.words import Words, words

_WHY: dict[NoFetch, Words] = {
    NoFetch.ADDRESS_WRONG: words("its address is none of the web"),
    NoFetch.INSIDE: words(
        "its address is inside the private network, and whoever runs this bot has not allowed its host by name"
    ),
    NoFetch.UNKNOWN_HOST: words("there is no host of that name"),
    NoFetch.NO_CONNECTION: words("the system cannot be reached"),
    NoFetch.UNTRUSTED: words("the certificate of the system is not trusted here"),
    NoFetch.TIMED_OUT: words("the system did not answer in time"),
    NoFetch.TOO_LARGE: words("the system answered more than a megabyte"),
    NoFetch.REDIRECTED: words("the system sent me on to another address"),
    NoFetch.STATUS: words("the system answered {status}"),
    NoFetch.NOT_READABLE: words("I cannot read what the system answered"),
    NoFetch.PLACE_WRONG: words("the expression is none that I can work with"),
    NoFetch.NOTHING_THERE: words("there is nothing at that place of the answer"),
    NoFetch.SEVERAL: words("there is more than one value at that place of the answer"),
    NoFetch.NO_VALUE: words("what is at that place of the answer is no value"),
    NoFetch.NOT_UNDERSTOOD: words("the value there is none that I understand"),
    NoFetch.DOUBTED: words("the value there looks like a slip"),
    NoFetch.MEASURED_OTHERWISE: words("something else is measured since it was set up"),
    NoFetch.SECRET_LOST: words("its secret cannot be opened any more"),
    NoFetch.NOT_TAKEN: words("the value there could not be recorded"),
    NoFetch.CUT_SHORT: words("I was interrupted"),
}


def could_not_fetch(problem: NotFetched, viewer: Viewer) -> str:
    """ "I could not fetch it: the system answered 503."."""
    return say(viewer, "I could not fetch it: {why}.", why=_why(problem, viewer))


def _why(problem: NotFetched, viewer: Viewer) -> str:
    return say(viewer, _WHY[problem.why], status=str(problem.status or "—"))


def fetched_words(line: SourceLine, viewer: Viewer) -> list[str]:
    """Where the figure comes from, and how that went the last time; for small print."""
    parts = [
        say(
            viewer,
            "Fetched from {host} since {day}, set up by {name}",
            host=f"*{said(line.host)}*",
            day=day_name(local_day(line.since, viewer.zone), viewer),
            name=name(line.by),
        )
    ]
    if line.tried_at is not None:
        when = near_instant(line.tried_at, viewer)
        if line.problem is None:
            parts.append(say(viewer, "last read {when}", when=when))
        else:
            parts.append(say(viewer, "not fetched {when}: {why}", when=when, why=_why(line.problem, viewer)))
    return [" · ".join(parts)]


def fetch_button(indicator: IndicatorName, viewer: Viewer, *, is_used: bool = False) -> dict[str, Any]:
    """The button that opens the form."""
    acts_on = say(viewer, "Fetch {indicator} from a system", indicator=one_line(indicator.name))
    label = say(viewer, "Fetched from…") if is_used else say(viewer, "Fetch it from a system…")
    return button(label, Action.FETCH, indicator.key, acts_on=acts_on)


def source_form(sheet: SourceSheet, viewer: Viewer, *, problem: NotFetched | None = None) -> View:
    """Where the figure is, with what was typed before; on top of it what went wrong with that."""
    blocks = [_title(sheet)]
    if problem is not None:
        blocks.append(section(f"⚠️ {could_not_fetch(problem, viewer)}"))
    typed = sheet.typed
    kinds = {SourceKind.JSON.value: say(viewer, "JSON"), SourceKind.CSV.value: say(viewer, "CSV, a table")}
    return modal(
        say(viewer, "Fetch a figure"),
        [
            *blocks,
            text_input(
                Field.ADDRESS,
                say(viewer, "Address"),
                typed=typed.address,
                placeholder="https://figures.example.org/api/satisfaction",
                hint=say(viewer, "I read it when a reading falls due, before anybody is asked."),
            ),
            radio_input(Field.ANSWERS_IN, say(viewer, "It answers with"), kinds, chosen=typed.kind),
            text_input(
                Field.PLACE,
                say(viewer, "Where is the value?"),
                typed=typed.place,
                hint=say(
                    viewer,
                    "In JSON: a JMESPath expression, such as {first} or {second}. In a table: the name of the column; "
                    "its last row counts.",
                    first="satisfaction.latest",
                    second="sites[?name=='north'].open",
                ),
            ),
            text_input(
                Field.HEADER,
                say(viewer, "Header for a secret"),
                typed=typed.header,
                placeholder="Authorization",
                hint=say(viewer, "Only where the system wants to know who asks."),
                optional=True,
            ),
            text_input(
                Field.SECRET,
                say(viewer, "Secret"),
                hint=say(viewer, "One is kept. Leave this empty to go on using it.")
                if typed.has_secret
                else say(viewer, "It is kept sealed, and never shown again."),
                optional=True,
            ),
        ],
        callback=Form.FETCH,
        submit=say(viewer, "Try it"),
        close=say(viewer, "Cancel"),
        metadata=source_carried(sheet.indicator_id, sheet.source_id),
    )


def reading_it(sheet: SourceSheet, viewer: Viewer) -> View:
    """What stands there while the system is asked."""
    return modal(
        say(viewer, "Fetch a figure"),
        [_title(sheet), section(say(viewer, "I am reading it. That takes ten seconds at most."))],
        callback=Form.NOTICE,
        close=say(viewer, "Close"),
    )


def tried(of: TriedSource, viewer: Viewer) -> View:
    """What was read, and whether to use it; or the form again, with what went wrong."""
    if of.problem is not None or of.value is None or of.sheet.source_id is None:
        return source_form(of.sheet, viewer, problem=of.problem)
    indicator = of.sheet.indicator
    shown = f"*{value(of.value, indicator, viewer)}*"
    if of.period is None:
        read = say(viewer, "I read {value} from this. Use it from now on?", value=shown)
    else:
        read = say(
            viewer,
            "I read {value} from this for {period}. Use it from now on?",
            value=shown,
            period=in_a_sentence(of.period, indicator.cadence, viewer),
        )
    change = say(viewer, "Change…")
    acts_on = f"{change} {one_line(indicator.name)}"
    carried = source_carried(of.sheet.indicator_id, of.sheet.source_id)
    return modal(
        say(viewer, "Fetch a figure"),
        [
            _title(of.sheet),
            section(read),
            actions(button(change, Action.FETCH_OTHERWISE, carried, acts_on=acts_on)),
            context(
                say(
                    viewer,
                    "It is recorded as if somebody had given it, and can be corrected. Where it cannot be read, or "
                    "looks like a slip, its keeper is asked as before.",
                )
            ),
        ],
        callback=Form.FETCH_USE,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=carried,
    )


def used(of: UsedSource, viewer: Viewer) -> Message:
    """The answer to a command."""
    return message(*_used(of, viewer))


def used_view(of: UsedSource, viewer: Viewer) -> View:
    """What follows the form."""
    return modal(say(viewer, "Saved"), _used(of, viewer), callback=Form.NOTICE, close=say(viewer, "Done"))


def _used(of: UsedSource, viewer: Viewer) -> list[Block]:
    parts = {"indicator": f"*{said(of.indicator.name)}* {key(of.indicator.key)}", "host": f"*{said(of.host)}*"}
    if of.is_ended:
        ended = say(
            viewer,
            "✓ {indicator} is not fetched from {host} any more: people are asked for it. What was fetched stays.",
            **parts,
        )
        return [section(ended)]
    lines = [say(viewer, "✓ {indicator} is fetched from {host} from now on.", **parts)]
    if of.is_due:
        lines.append(say(viewer, "The reading that is due is fetched in a moment."))
    command = code(f"/indicator fetch {of.indicator.key} stop")
    lines.append(say(viewer, "To end that: {command}", command=command))
    return [section("\n".join(lines))]


def _title(sheet: SourceSheet) -> Block:
    return section(f"*{said(sheet.indicator.name)}* {key(sheet.indicator.key)}")
