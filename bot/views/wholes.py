"""Indicators that are made of others: what of, what they came from, the form that says so, and its answer."""

from collections.abc import Iterable
from typing import Any

from bot.domain.wholes import Making, NoValue
from bot.fields import Field
from bot.results.names import IndicatorName, Viewer
from bot.results.wholes import CameFrom, DefinedWhole, MadeOf, PartLine, WholeEffect
from bot.views.blocks import Block, Message, View, actions, button, listing, message, modal, one_line, said, section
from bot.views.changing import holds_from_input, reason_input
from bot.views.days import period_in_full
from bot.views.ids import Action, Form
from bot.views.inputs import radio_input, text_input
from bot.views.parts_in import parts_in
from bot.views.speech import listed, say, say_counted
from bot.views.standing import mark
from bot.views.wording import code, key, name, value

ORDINARY = "none"
_MOST_NAMED = 8


def made_of_words(of: MadeOf, viewer: Viewer) -> str:
    """ "the sum of north, south and east", as mrkdwn."""
    keys = [said(line.indicator.key) for line in of.parts]
    if of.hidden:
        keys.append(_hidden(of.hidden, viewer))
    parts = listed(viewer, keys)
    match of.making:
        case Making.SUM:
            return say(viewer, "the sum of {parts}", parts=parts)
        case Making.MEAN:
            return say(viewer, "the mean of {parts}", parts=parts)
        case Making.RATIO:
            return say(viewer, "the ratio of {parts}, taken together", parts=parts)
        case Making.FORMULA if of.formula:
            return code(of.formula)
        case Making.FORMULA:
            return say(viewer, "a formula with {parts}", parts=parts)


def whole_blocks(of: MadeOf, viewer: Viewer) -> list[Block]:
    """What it is made of, and a line for each part."""
    title = say(viewer, "*Worked out:* {made}", made=made_of_words(of, viewer))
    return [section(title), *listing([_part_line(line, viewer) for line in of.parts], viewer)]


def part_of_words(wholes: tuple[IndicatorName, ...], viewer: Viewer) -> str:
    """ "counted into *All sites* `all`", as mrkdwn."""
    names = listed(viewer, [f"*{said(each.name)}* {key(each.key)}" for each in wholes])
    return say(viewer, "counted into {wholes}", wholes=names)


def _part_line(line: PartLine, viewer: Viewer) -> str:
    """ "• 🟢 *North* `north`: 12 people, last week · Alice"."""
    parts = {"mark": mark(line.state), "part": f"*{said(line.indicator.name)}* {key(line.indicator.key)}"}
    who = name(line.owner)
    if line.value is None or line.period is None:
        return say(viewer, "• {mark} {part}: no reading yet · {owner}", owner=who, **parts)
    shown = value(line.value, line.indicator, viewer)
    of = period_in_full(line.period, line.indicator.cadence, viewer)
    return say(viewer, "• {mark} {part}: {value}, {period} · {owner}", value=shown, period=of, owner=who, **parts)


def came_from_words(of: CameFrom, viewer: Viewer) -> str:
    """ "from north 12, south 8 and east 5", as mrkdwn; what its reader does not see is only counted."""
    parts = [
        say(viewer, "{part} {value}", part=said(each.indicator.key), value=value(each.value, each.indicator, viewer))
        for each in of.parts[:_MOST_NAMED]
    ]
    if (more := len(of.parts) - len(parts)) > 0:
        parts.append(say_counted(viewer, "{count} more", "{count} more", more))
    if of.hidden:
        parts.append(_hidden(of.hidden, viewer))
    shown = say(viewer, "from {parts}", parts=listed(viewer, parts))
    match of.made.why:
        case NoValue.DIVIDES_BY_ZERO:
            return say(viewer, "{parts}: it would divide by zero", parts=shown)
        case NoValue.TOO_LARGE:
            return say(viewer, "{parts}: it is too large to be kept", parts=shown)
        case _:
            return shown


def _hidden(count: int, viewer: Viewer) -> str:
    return say_counted(viewer, "{count} part that you do not see", "{count} parts that you do not see", count)


def effect(of: WholeEffect, viewer: Viewer) -> str:
    """What came of it for a whole: "*All sites* is at 25 people." or what is not in yet."""
    shown = f"*{said(of.indicator.name)}*"
    if of.value is not None:
        return say(viewer, "{whole} is at {value}.", whole=shown, value=value(of.value, of.indicator, viewer))
    if of.parts_in is None:
        return ""
    return say(viewer, "{whole}: {told}", whole=shown, told=parts_in(of.parts_in, viewer))


def effects(of: Iterable[WholeEffect], viewer: Viewer) -> list[str]:
    """The same of what happened one after the other: of each whole and period as it is in the end."""
    newest = {(each.indicator.key, each.period): each for each in of}
    return [line for each in newest.values() if (line := effect(each, viewer))]


def defined(done: DefinedWhole, viewer: Viewer) -> Message:
    """The answer to a command."""
    return message(*_defined(done, viewer))


def defined_view(done: DefinedWhole, viewer: Viewer) -> View:
    """What follows the form."""
    return modal(say(viewer, "Changed"), _defined(done, viewer), callback=Form.NOTICE, close=say(viewer, "Done"))


def _defined(done: DefinedWhole, viewer: Viewer) -> list[Block]:
    shown = f"*{said(done.indicator.name)}* {key(done.indicator.key)}"
    if done.made_of is None:
        command = code(f"/reading {done.indicator.key} <value>")
        return [
            section(
                say(
                    viewer,
                    "✓ {indicator} is worked out no more: people give it again, {command}. What was worked out stays.",
                    indicator=shown,
                    command=command,
                )
            )
        ]
    lines = [say(viewer, "✓ {indicator} is {made}.", indicator=shown, made=made_of_words(done.made_of, viewer))]
    if done.begins_afresh:
        lines.append(say(viewer, "It starts afresh today: what was recorded before is kept, and counts no more."))
    if done.value is not None and done.period is not None:
        lines.append(
            say_counted(
                viewer,
                "{value} for {period}, worked out from what is on record; {count} period in all.",
                "{value} for {period}, worked out from what is on record; {count} periods in all.",
                done.worked_out,
                value=f"*{value(done.value, done.indicator, viewer)}*",
                period=period_in_full(done.period, done.indicator.cadence, viewer),
            )
        )
    elif done.worked_out == 0:
        lines.append(say(viewer, "There is no value yet: there is one as soon as all parts are in for a period."))
    if done.parts_in is not None:
        lines.append(parts_in(done.parts_in, viewer))
    lines.append(say(viewer, "Nobody is asked for it: its parts are asked for, each from its owner."))
    show = say(viewer, "Show {indicator}", indicator=one_line(done.indicator.name))
    opening = button(say(viewer, "Show"), Action.SHOW_INDICATOR, done.indicator.key, acts_on=show)
    return [section("\n".join(lines)), actions(opening)]


# The form -------------------------------------------------------------------------------------------------------------


def made_of_button(indicator: IndicatorName, viewer: Viewer, *, is_made: bool) -> dict[str, Any]:
    """The button that opens the form."""
    acts_on = say(viewer, "Have {indicator} be made of others", indicator=one_line(indicator.name))
    label = say(viewer, "Made of…") if is_made else say(viewer, "Make it of others…")
    return button(label, Action.MADE_OF, indicator.key, acts_on=acts_on)


def made_of_form(indicator: IndicatorName, indicator_id: int, typed: str, viewer: Viewer, *, has_values: bool) -> View:
    """How it is made, and of what. `typed` is that as it is now, as it would be typed."""
    making, _, rest = typed.partition(" ")
    chosen = making if making in (Making.SUM, Making.MEAN, Making.RATIO) else Making.FORMULA if typed else None
    options = {
        Making.SUM.value: say(viewer, "The sum of its parts"),
        Making.MEAN.value: say(viewer, "Their mean"),
        Making.RATIO.value: say(viewer, "Their ratio: all of the one over all of the other"),
        Making.FORMULA.value: say(viewer, "A formula"),
    }
    if typed:
        options[ORDINARY] = say(viewer, "Nothing any more: people give it")
    inputs = [
        radio_input(Field.HOW_MADE, say(viewer, "How is it made?"), options, chosen=chosen),
        text_input(
            Field.PARTS,
            say(viewer, "Of what?"),
            typed=typed if chosen is Making.FORMULA else rest,
            hint=say(
                viewer,
                "The keys of its parts: north, south, east. Or a formula with keys in braces: {example}. It may have "
                "numbers, + - * / ( ), min and max.",
                example="{calls} / {customers}",
            ),
            optional=True,
            multiline=True,
        ),
    ]
    if has_values:
        today = say(viewer, "From today on: it starts afresh")
        start = say(viewer, "From the start: the past is worked out anew")
        inputs.append(holds_from_input(today, start, viewer))
    return modal(
        say(viewer, "Made of others"),
        [section(f"*{said(indicator.name)}* {key(indicator.key)}"), *inputs, reason_input(viewer)],
        callback=Form.MADE_OF,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=str(indicator_id),
    )
