"""What outcomes take: beside their progress in lines, side by side in a list, one in full, and the forms that change
it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.numerals import print_percent
from bot.domain.resources import HOURS, InputRule, Resource, ResourceKind, Unit, Use
from bot.domain.values import Value
from bot.fields import Field
from bot.results.names import IndicatorName, OutcomeName, Viewer
from bot.results.resources import OutcomeUse, PlannedEntry, ResourceChange, ResourcePage, ResourceSheet, UsedEntry
from bot.views.amounts import exact
from bot.views.blocks import (
    Block,
    Message,
    View,
    actions,
    and_more,
    button,
    context,
    listing,
    message,
    modal,
    one_line,
    said,
    section,
)
from bot.views.days import day
from bot.views.ids import Action, Form
from bot.views.inputs import checkbox_input, date_input, radio_input, select_input, text_input
from bot.views.opening import MOST_ON_A_PAGE, open_menu
from bot.views.speech import say, say_counted
from bot.views.standing import mark
from bot.views.wording import code, key, name

USED, PLANNED = "used", "planned"
"""What the form records."""
_MOST_PLANS = 3
_MOST_IN_A_DIGEST = 3


def amount(of: Decimal, unit: Unit, viewer: Viewer) -> str:
    """ "€3,400", "120 h", "15 days"."""
    return said(_raw(of, unit, viewer))


def _raw(of: Decimal, unit: Unit, viewer: Viewer) -> str:
    if unit.name == HOURS and not of:
        return say(viewer, "0 h")
    return exact(Value(of), unit.measure, viewer)


def use_line(use: Use, viewer: Viewer) -> str:
    """ "€12,400 of €20,000 used (62 %) · 40 % of the way · 55 % of the time"."""
    parts = [used_line(each, viewer) for each in use.resources]
    if use.way is not None:
        parts.append(say(viewer, "{share} of the way", share=print_percent(use.way, viewer.locale)))
    if use.elapsed is not None:
        parts.append(say(viewer, "{share} of the time", share=print_percent(use.elapsed, viewer.locale)))
    return " · ".join(parts)


def used_line(of: Resource, viewer: Viewer) -> str:
    """ "€12,400 of €20,000 used (62 %)"."""
    used = amount(of.used, of.unit, viewer)
    if of.planned is None or of.share is None:
        return say(viewer, "{used} used, nothing planned", used=used)
    return say(
        viewer,
        "{used} of {planned} used ({share})",
        used=used,
        planned=amount(of.planned, of.unit, viewer),
        share=print_percent(of.share, viewer.locale),
    )


def ahead_line(those: Sequence[OutcomeUse], viewer: Viewer) -> list[str]:
    """The outcomes whose use is far ahead, in one line of a digest; none where there are none."""
    if not those:
        return []
    shown = [_ahead(each, viewer) for each in those[:_MOST_IN_A_DIGEST]]
    if (more := len(those) - len(shown)) > 0:
        shown.append(and_more(more, viewer))
    return [say(viewer, "⏳ Use far ahead of progress: {outcomes}", outcomes=" · ".join(shown))]


def _ahead(of: OutcomeUse, viewer: Viewer) -> str:
    """ "Patients get an appointment sooner (62 % of the budget, 40 % of the way)"."""
    furthest, way = of.use.furthest, of.use.way
    assert furthest is not None, "or it would not be ahead"
    assert furthest.share is not None
    assert way is not None
    parts = {
        "outcome": said(of.outcome.statement, 60),
        "used": print_percent(furthest.share, viewer.locale),
        "way": print_percent(way, viewer.locale),
    }
    match furthest.unit:
        case Unit(ResourceKind.MONEY):
            return say(viewer, "{outcome} ({used} of the budget, {way} of the way)", **parts)
        case Unit(ResourceKind.EFFORT, "h"):
            return say(viewer, "{outcome} ({used} of the hours, {way} of the way)", **parts)
        case _:
            return say(viewer, "{outcome} ({used} of the days, {way} of the way)", **parts)


# Side by side ---------------------------------------------------------------------------------------------------------


def resource_list(page: ResourcePage, viewer: Viewer) -> Message:
    """The outcomes that take something, side by side, with a menu that opens one."""
    if not page.lines:
        begin = say(
            viewer,
            "No outcome here says what it takes yet. Begin with {command}: money, hours or days.",
            command=code("/outcome resources <outcome> plan 20k€"),
        )
        return message(section(begin))
    names = [(line.outcome.key, line.outcome.statement) for line in page.lines]
    lines = []
    heading = ""
    for line in page.lines:
        of = _heading(line, viewer)
        lines += [of] if of != heading else []
        heading = of
        lines.append(_line(line, viewer))
    return message(
        section(say(viewer, "*What outcomes take, beside how far they are*")),
        *listing(lines, viewer, characters=MOST_ON_A_PAGE),
        actions(open_menu(Action.OPEN_RESOURCES, names, viewer), *_next(page, viewer)),
    )


def _heading(line: OutcomeUse, viewer: Viewer) -> str:
    if line.use.lead is None:
        return say(viewer, "*Not to be compared yet*")
    if line.use.is_far_ahead:
        return say(viewer, "*Use is far ahead of progress*")
    return say(viewer, "*Use is ahead of progress*") if line.use.lead > 0 else say(viewer, "*Progress keeps up*")


def _line(line: OutcomeUse, viewer: Viewer) -> str:
    return f"{mark(line.colour)} *{said(line.outcome.statement)}* {key(line.outcome.key)}: {use_line(line.use, viewer)}"


def _next(page: ResourcePage, viewer: Viewer) -> list[Block]:
    """The button for what comes next; none on the last page."""
    left = page.count - page.first - len(page.lines)
    if left <= 0:
        return []
    count = min(left, len(page.lines))
    acts_on = say_counted(
        viewer, "Next {count} of {left} outcomes", "Next {count} of {left} outcomes", count, left=left
    )
    label = say_counted(viewer, "Next {count}", "Next {count}", count)
    return [button(label, Action.MORE_RESOURCES, str(page.first + len(page.lines)), acts_on=acts_on)]


# One in full ----------------------------------------------------------------------------------------------------------


def resource_sheet(sheet: ResourceSheet, viewer: Viewer) -> Message:
    """What one outcome takes, what was noted, and what was planned before."""
    title = say(viewer, "*{outcome}* {key}", outcome=said(sheet.outcome.statement), key=key(sheet.outcome.key))
    blocks = [section(f"{title}\n{_stands(sheet.use, viewer)}")]
    if sheet.entries:
        lines = [_entry(each, viewer) for each in sheet.entries]
        if (more := sheet.count - len(lines)) > 0:
            lines.append(and_more(more, viewer))
        blocks.append(section("\n".join(lines)))
    blocks += _before(sheet.plans, viewer)
    if sheet.may_edit and not sheet.closed:
        blocks.append(actions(*_steps(sheet, viewer)))
        blocks.append(context(_typed_too(sheet.outcome, viewer)))
    return message(*blocks)


def _stands(use: Use, viewer: Viewer) -> str:
    if not use.resources:
        return say(viewer, "Nothing is planned or used yet.")
    lines = [use_line(use, viewer)]
    if use.way_by:
        lines.append(say(viewer, "The way is that of {indicator}.", indicator=f"*{said(use.way_by, 80)}*"))
    lines += [_source(each, viewer) for each in use.resources if each.source]
    return "\n".join(lines)


def _source(of: Resource, viewer: Viewer) -> str:
    indicator = f"*{said(of.source, 80)}*"
    if of.rule is InputRule.RUNNING_TOTAL:
        return say(viewer, "What is used is the latest figure of {indicator}.", indicator=indicator)
    return say(viewer, "What is used is the sum of the figures of {indicator}.", indicator=indicator)


def _entry(of: UsedEntry, viewer: Viewer) -> str:
    """ "2 July · €3,200 (instead of €3,400) · June printing · Dora"."""
    shown = amount(of.amount, of.unit, viewer)
    if of.before is not None:
        shown = say(viewer, "{amount} (instead of {before})", amount=shown, before=amount(of.before, of.unit, viewer))
    return " · ".join(filter(None, (day(of.on, viewer), shown, said(of.note, 100) if of.note else "", name(of.by))))


def _before(plans: Sequence[PlannedEntry], viewer: Viewer) -> list[Block]:
    """What was planned when, the latest first, where it was planned more than once."""
    valued = [each for each in plans if each.amount is not None]
    count = Counter(each.unit for each in valued)
    said_before = [_plan(each, viewer) for each in reversed(valued) if count[each.unit] > 1]
    if not said_before:
        return []
    return [context(say(viewer, "Planned: {plans}", plans=" · ".join(said_before[:_MOST_PLANS])))]


def _plan(of: PlannedEntry, viewer: Viewer) -> str:
    assert of.amount is not None
    parts = {"amount": amount(of.amount, of.unit, viewer), "day": day(of.on, viewer), "name": name(of.by)}
    if of.reason:
        return say(viewer, "{amount} ({name}, {day}, “{reason}”)", reason=said(of.reason, 100), **parts)
    return say(viewer, "{amount} ({name}, {day})", **parts)


def _steps(sheet: ResourceSheet, viewer: Viewer) -> list[Block]:
    plan = say(viewer, "Plan or note…")
    steps = [button(plan, Action.RESOURCES, sheet.outcome.key, acts_on=plan)]
    if sheet.inputs:
        label = say(viewer, "Take it from a number…")
        steps.append(button(label, Action.RESOURCE_INPUT, sheet.outcome.key, acts_on=label))
    if sheet.entries:
        names = [(str(each.id), _as_option(each, viewer)) for each in sheet.entries]
        steps.append(open_menu(Action.CORRECT_USE, names, viewer, placeholder=say(viewer, "Correct one…")))
    return steps


def _as_option(of: UsedEntry, viewer: Viewer) -> str:
    return one_line(f"{day(of.on, viewer)} · {_raw(of.amount, of.unit, viewer)} {of.note}".strip(), 73)


def resources_button(outcome: OutcomeName, viewer: Viewer) -> Block:
    """The button that opens the form for what an outcome takes."""
    return button(
        say(viewer, "Resources…"),
        Action.RESOURCES,
        outcome.key,
        acts_on=say(viewer, "Resources of {outcome}", outcome=one_line(outcome.statement)),
    )


def _typed_too(outcome: OutcomeName, viewer: Viewer) -> str:
    return say(
        viewer,
        "Or type: {plan}, {used}",
        plan=code(f"/outcome resources {outcome.key} plan 120 h"),
        used=code(f"/outcome resources {outcome.key} used 12 h for June"),
    )


# Forms ----------------------------------------------------------------------------------------------------------------


def resources_form(sheet: ResourceSheet, viewer: Viewer) -> View:
    """The form that notes what was used, or says what is planned."""
    is_planned = any(each.planned is not None for each in sheet.use.resources)
    options = {
        USED: say(viewer, "What was used"),
        PLANNED: say(viewer, "What is planned in all"),
    }
    return modal(
        say(viewer, "Money and effort"),
        [
            section(f"*{said(sheet.outcome.statement, 300)}*\n{_stands(sheet.use, viewer)}"),
            radio_input(Field.RESOURCE, say(viewer, "It is"), options, chosen=USED if is_planned else PLANNED),
            text_input(
                Field.VALUE,
                say(viewer, "How much?"),
                hint=say(viewer, "Money, hours or days: 3,400 €, 120 h, 15 days."),
            ),
            date_input(
                Field.USED_ON,
                say(viewer, "Used on"),
                optional=True,
                hint=say(viewer, "Without a day it is today."),
            ),
            text_input(Field.NOTE, say(viewer, "What for, or why?"), optional=True),
        ],
        callback=Form.RESOURCES,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=str(sheet.outcome_id),
    )


@dataclass(frozen=True)
class UseDraft:
    """What the form to correct an entry begins with."""

    id: int
    outcome: OutcomeName
    entry: UsedEntry


def correct_use_form(draft: UseDraft, viewer: Viewer) -> View:
    """The form that corrects what was noted, or takes it back."""
    entry = draft.entry
    typed = _raw(entry.amount, entry.unit, viewer)
    return modal(
        say(viewer, "Correct"),
        [
            section(f"*{said(draft.outcome.statement, 300)}*\n{_entry(entry, viewer)}"),
            text_input(Field.VALUE, say(viewer, "How much?"), typed=typed),
            date_input(Field.USED_ON, say(viewer, "Used on"), chosen=entry.on),
            text_input(Field.NOTE, say(viewer, "What for?"), typed=entry.note, optional=True),
            checkbox_input(
                Field.TAKE_BACK,
                say(viewer, "If it was never used"),
                say(viewer, "Take it back: it stays on record and counts no more"),
            ),
        ],
        callback=Form.USE_CORRECT,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=str(draft.id),
    )


def input_form(sheet: ResourceSheet, viewer: Viewer) -> View:
    """The form that has an indicator say what is used."""
    rules = {
        InputRule.ADDS_UP.value: say(viewer, "Each figure is what was used in its time: they add up"),
        InputRule.RUNNING_TOTAL.value: say(viewer, "Each figure is all that was used so far: the latest counts"),
    }
    return modal(
        say(viewer, "Take it from a number"),
        [
            section(f"*{said(sheet.outcome.statement, 300)}*"),
            select_input(
                Field.INDICATOR,
                say(viewer, "Which number says what is used?"),
                {each.key: one_line(each.name, 73) for each in sheet.inputs},
            ),
            radio_input(Field.INPUT_RULE, say(viewer, "What do its figures say?"), rules),
        ],
        callback=Form.RESOURCE_INPUT,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=str(sheet.outcome_id),
    )


# What was done --------------------------------------------------------------------------------------------------------


def resource_changed(change: ResourceChange, viewer: Viewer) -> Message:
    """The answer to a command."""
    correct = [] if change.used is None else [actions(_correct_button(change.used, viewer))]
    return message(section(_told(change, viewer)), *correct)


def resource_change_saved(change: ResourceChange, viewer: Viewer) -> View:
    """The same in the place of a form."""
    return modal(
        say(viewer, "Saved"), [section(_told(change, viewer))], callback=Form.NOTICE, close=say(viewer, "Done")
    )


def _told(change: ResourceChange, viewer: Viewer) -> str:
    lines = [_done(change, viewer)]
    if change.now.use.resources:
        lines.append(use_line(change.now.use, viewer))
    return "\n".join(lines)


def _done(change: ResourceChange, viewer: Viewer) -> str:
    outcome = f"*{said(change.now.outcome.statement)}*"
    if change.used is not None:
        return _noted(change.used, change.replaced, outcome, viewer)
    if change.planned is not None and change.planned.amount is not None:
        planned = amount(change.planned.amount, change.planned.unit, viewer)
        return say(viewer, "✓ {amount} planned for {outcome}.", amount=planned, outcome=outcome)
    if change.taken_back is not None:
        back = amount(change.taken_back.amount, change.taken_back.unit, viewer)
        return say(viewer, "✓ {amount} taken back. It stays on record and counts no more.", amount=back)
    if change.source is not None:
        return _fed(change.source, change.rule, viewer)
    if change.dropped is not None:
        return say(viewer, "✓ This is counted no more for {outcome}. What was recorded stays.", outcome=outcome)
    return say(viewer, "✓ What is used for {outcome} is noted by hand again.", outcome=outcome)


def _noted(used: UsedEntry, replaced: UsedEntry | None, outcome: str, viewer: Viewer) -> str:
    parts = {"amount": amount(used.amount, used.unit, viewer), "day": day(used.on, viewer), "outcome": outcome}
    if replaced is not None:
        before = amount(replaced.amount, replaced.unit, viewer)
        shown = say(viewer, "✓ {amount} used on {day} for {outcome}, instead of {before}", before=before, **parts)
    else:
        shown = say(viewer, "✓ {amount} used on {day} for {outcome}", **parts)
    if not used.note:
        return say(viewer, "{sentence}.", sentence=shown)
    return say(viewer, "{sentence}: “{note}”", sentence=shown, note=said(used.note, 300))


def _fed(source: IndicatorName, rule: InputRule | None, viewer: Viewer) -> str:
    indicator = f"*{said(source.name)}*"
    if rule is InputRule.RUNNING_TOTAL:
        return say(viewer, "✓ What is used comes from {indicator}: its latest figure counts.", indicator=indicator)
    return say(
        viewer,
        "✓ What is used comes from {indicator}: its figures since the outcome began add up.",
        indicator=indicator,
    )


def _correct_button(used: UsedEntry, viewer: Viewer) -> Block:
    about = say(viewer, "Correct {amount}", amount=one_line(_raw(used.amount, used.unit, viewer)))
    return button(say(viewer, "Correct…"), Action.CORRECT_ONE_USE, str(used.id), acts_on=about)
