"""The daily reminder to an owner: one message that fills in as readings arrive and ends as a receipt."""

from collections.abc import Sequence
from datetime import date

from bot.domain.colours import State
from bot.domain.due import DueState
from bot.results.due import DueItem
from bot.results.names import AuthorName, PersonName, Viewer, WorkedOut
from bot.results.reminders import Reminder, ReminderItem
from bot.views.absences import meanwhile_line
from bot.views.blocks import Block, Message, actions, button, context, listing, message, one_line, said, section
from bot.views.days import in_a_sentence, period, weekday_and_day
from bot.views.ids import Action, answer_carried
from bot.views.labels import labels_of
from bot.views.readings import check_in_button, due_name
from bot.views.reminder_contract import common_day, footer, own_day, ways_to_answer
from bot.views.silences import questions
from bot.views.sources import could_not_fetch
from bot.views.speech import say, say_counted
from bot.views.wording import code, give_command, item_name, key, name, status_in_brief, value

MOST_PRESSED = 3
"""More rows of buttons would push the check-in, which answers all at once, out of a phone's screen."""

MOST_LINES = 8
MOST_ANSWERED = 5
"""More lines than these do not stand on one screen of a phone; the check-in has them all."""

MOST_LABELS = 8
"""Buttons beside one reading; a longer scale is a menu in the check-in."""

_SETTLED = (DueState.ON_TIME, DueState.LATE, DueState.NO_DATA, DueState.EXCUSED)
"""The states in which nothing more is asked for."""


def reminder(asked: Reminder, viewer: Viewer) -> Message:
    """The message as it should look now: what is due, what has been answered, and when the bot will next speak."""
    open_items, answered = _sorted(asked.items)
    receipt = listing([_answered_line(item, asked.owner, viewer) for item in answered], viewer, most=MOST_ANSWERED)
    if not open_items:
        return message(section(f"*{_all_done(answered, asked, viewer)}*"), *receipt)
    if _all_missed(open_items):
        return message(*_missed(open_items, viewer), *receipt, *_also_open(asked, viewer))
    chased, silent = _told_apart(open_items)
    if chased and not silent and _are_put_off(chased, viewer):
        return message(*_put_off(asked, chased, viewer), *receipt, *_also_open(asked, viewer))
    is_chased, common = not _all_missed(chased), common_day([*chased, *silent])
    return message(
        *([context(meanwhile_line(asked.meanwhile, viewer))] if asked.meanwhile is not None else []),
        *(_asked_for(chased, common, viewer) if chased else []),
        *questions(silent, common, viewer),
        *receipt,
        ways_to_answer(open_items, viewer, may_wait=is_chased),
        context(*footer(asked, chased if is_chased else [], silent, viewer)),
        *_also_open(asked, viewer),
    )


def second_ping(asked: Reminder, viewer: Viewer) -> Message:
    """The short second ping in the thread: what is still open, and how to answer."""
    open_items, answered = _sorted(asked.items)
    if not open_items:
        # How each reading stands is said above, in the reminder that begins the thread.
        given = [_answered_line(item, asked.owner, viewer, with_status=False) for item in answered]
        return message(section(say(viewer, "Nothing is open any more.")), *listing(given, viewer, most=MOST_ANSWERED))
    if _all_missed(open_items):
        return message(*_missed(open_items, viewer))
    if _are_put_off(open_items, viewer):
        return message(*_put_off(asked, open_items, viewer))
    return message(
        section(f"*{say(viewer, 'Still open')}*"),
        *listing(_open_lines(open_items, viewer), viewer, most=MOST_LINES),
        *(_answers(open_items, viewer) if len(open_items) == 1 else []),
        *_how_to_answer(open_items, viewer),
        ways_to_answer(open_items, viewer),
        context(*footer(asked, open_items, [], viewer)),
    )


def not_theirs_any_more(viewer: Viewer) -> Message:
    """A reminder of what its reader is not asked for or does not see any more: it tells nothing about that."""
    return message(context(say(viewer, "What this asked for is not yours to give any more. Nothing is left to do.")))


def moved(address: str, viewer: Viewer) -> Message:
    """What is left of a reminder whose open items have moved into a newer one, which Slack shows at this `address`; it
    is empty while Slack has not given it one.
    """
    label = say(viewer, "newer message")
    newer = f"<{address}|{label}>" if address else label
    return message(context(say(viewer, "→ {newer}", newer=newer)))


def _all_done(answered: Sequence[ReminderItem], asked: Reminder, viewer: Viewer) -> str:
    """ "All in for Mon 27 April", or that nothing is asked any more where nothing was given either."""
    day = weekday_and_day(asked.on, viewer)
    if any(item.due.state is not DueState.EXCUSED for item in answered):
        return say(viewer, "All in for {day}", day=day)
    return say(viewer, "Nothing is asked of you any more for {day}", day=day)


def _missed(open_items: list[ReminderItem], viewer: Viewer) -> list[Block]:
    """What was never given, and what can still be done about it. It is not asked for again."""
    return [
        section(f"*{_title(open_items, viewer)}*"),
        *listing(_open_lines(open_items, viewer), viewer, most=MOST_LINES),
        ways_to_answer(open_items, viewer, may_wait=False),
        context(say(viewer, "I do not ask for this again.")),
    ]


def _put_off(asked: Reminder, open_items: list[ReminderItem], viewer: Viewer) -> list[Block]:
    """What its reader does not want to be asked for before another day."""
    return [
        section(f"*{say(viewer, 'Put off')}*"),
        *listing(_open_lines(open_items, viewer), viewer, most=MOST_LINES),
        actions(check_in_button(len(open_items), viewer)),
        context(*footer(asked, open_items, [], viewer)),
    ]


def _also_open(asked: Reminder, viewer: Viewer) -> list[Block]:
    """How much else can still be given. It is not asked for again."""
    if not asked.also_open:
        return []
    line = say_counted(
        viewer,
        "{count} older reading is open too: *Check in* has it.",
        "{count} older readings are open too: *Check in* has them.",
        asked.also_open,
    )
    return [context(line)]


def _told_apart(open_items: list[ReminderItem]) -> tuple[list[ReminderItem], list[ReminderItem]]:
    """What is asked for, and one of each indicator about which a question is asked instead."""
    silent = {item.silence.indicator_id: item for item in open_items if item.silence is not None}
    return [item for item in open_items if item.silence is None], list(silent.values())


def _are_put_off(open_items: Sequence[ReminderItem], viewer: Viewer) -> bool:
    return all(item.put_off_until is not None and item.put_off_until > viewer.today for item in open_items)


def _how_to_answer(open_items: list[ReminderItem], viewer: Viewer) -> list[Block]:
    """What to press and what to type; nothing where a missed reading's own command stands above already."""
    if any(_is_missed(item) for item in open_items):
        return []
    command = code(f"/reading {open_items[0].due.indicator.key} <value>")
    return [section(say(viewer, "Press *Check in*, or type {command}", command=command))]


def _sorted(items: tuple[ReminderItem, ...]) -> tuple[list[ReminderItem], list[ReminderItem]]:
    """What is open, and what needs nothing any more."""
    settled = [item for item in items if item.answer or item.due.state in _SETTLED]
    return [item for item in items if item not in settled], settled


def _is_missed(item: ReminderItem) -> bool:
    return item.due.state is DueState.MISSED


def _all_missed(open_items: Sequence[ReminderItem]) -> bool:
    return all(_is_missed(item) for item in open_items)


def _asked_for(open_items: list[ReminderItem], common: date | None, viewer: Viewer) -> list[Block]:
    """A single reading as a question; several under their number, and under their period where that is the same. What
    is answered by a press stands last, each above its buttons. `common` is the last day that the footer names.
    """
    if len(open_items) == 1 and not _is_missed(open_items[0]):
        return [section(_question(open_items[0], common, viewer)), *_answers(open_items, viewer)]
    shared = _shared_period(open_items, viewer)
    lines = _open_lines(open_items, viewer, common=common, named=not shared)
    pressed = _answered_by_a_press(open_items, viewer)
    listed_alone = [line for item, line in zip(open_items, lines, strict=True) if item not in pressed]
    title = section(f"*{_title(open_items, viewer, shared)}*")
    blocks = [title, *listing(listed_alone, viewer, most=MOST_LINES)]
    for item, line in zip(open_items, lines, strict=True):
        if item in pressed:
            blocks += [section(line), _labels(item.due, viewer)]
    return blocks


def _answers(open_items: list[ReminderItem], viewer: Viewer) -> list[Block]:
    """The buttons for each that a press answers."""
    return [_labels(item.due, viewer) for item in _answered_by_a_press(open_items, viewer)]


def _answered_by_a_press(open_items: list[ReminderItem], viewer: Viewer) -> list[ReminderItem]:
    """The first few of what is due that has a few labels; the others are given in the check-in."""
    few = [
        item
        for item in open_items
        if not _is_missed(item) and 0 < len(labels_of(item.due.indicator.measure, viewer)) <= MOST_LABELS
    ]
    return few[:MOST_PRESSED]


def _labels(item: DueItem, viewer: Viewer) -> Block:
    """A button for each label, best first."""
    indicator = item.indicator
    asked = f"{one_line(indicator.name, 40)}, {period(item.period, indicator.cadence, viewer)}"
    return actions(
        *(
            button(
                label,
                f"{Action.ANSWER}:{place}",
                answer_carried(item.due_id, option),
                acts_on=say(viewer, "{answer}: {reading}", answer=one_line(label, 20), reading=asked),
            )
            for place, (option, label) in enumerate(labels_of(indicator.measure, viewer).items())
        )
    )


def _question(item: ReminderItem, common: date | None, viewer: Viewer) -> str:
    reading = due_name(item.due, viewer)
    question = say(viewer, "{reading}?", reading=reading)
    if item.due.last is not None:
        last = value(item.due.last, item.due.indicator, viewer)
        question = say(viewer, "{reading}?\nLast: {value}", reading=reading, value=last)
    lines = [question, *_not_fetched(item, viewer), own_day(item, common, viewer)]
    return "\n".join(line for line in lines if line)


def _not_fetched(item: ReminderItem, viewer: Viewer) -> list[str]:
    """Why somebody is asked for what was to be fetched from a system."""
    return [could_not_fetch(item.not_fetched, viewer)] if item.not_fetched is not None else []


def _shared_period(open_items: list[ReminderItem], viewer: Viewer) -> str:
    """The period that all of them are due for; empty where they differ, or one was missed."""
    if any(_is_missed(item) for item in open_items):
        return ""
    named = {in_a_sentence(item.due.period, item.due.indicator.cadence, viewer) for item in open_items}
    return named.pop() if len(named) == 1 else ""


def _title(open_items: list[ReminderItem], viewer: Viewer, shared_period: str = "") -> str:
    """ "2 readings are due for last week", "2 readings were missed", "1 reading is due, 2 were missed"."""
    missed = sum(_is_missed(item) for item in open_items)
    due = len(open_items) - missed
    if shared_period:
        return say_counted(
            viewer,
            "{count} reading is due for {period}",
            "{count} readings are due for {period}",
            due,
            period=shared_period,
        )
    if not due:
        return say_counted(viewer, "{count} reading was missed", "{count} readings were missed", missed)
    asked = say_counted(viewer, "{count} reading is due", "{count} readings are due", due)
    if not missed:
        return asked
    also = say_counted(viewer, "{count} was missed", "{count} were missed", missed)
    return say(viewer, "{asked}, {missed}", asked=asked, missed=also)


def _open_lines(
    open_items: list[ReminderItem], viewer: Viewer, *, common: date | None = None, named: bool = True
) -> list[str]:
    """A line for each; where all were missed, the headline says so for them. `common` is the last day that the footer
    names, which is that of most of these where there is nothing else; `named` is with the period.
    """
    is_said, common = _all_missed(open_items), common or common_day(open_items)
    return [
        _missed_line(item.due, viewer, is_said=is_said)
        if _is_missed(item)
        else " ".join(
            filter(
                None,
                [
                    _due_line(item.due, viewer, named=named),
                    *_not_fetched(item, viewer),
                    own_day(item, common, viewer),
                ],
            )
        )
        for item in open_items
    ]


def _due_line(item: DueItem, viewer: Viewer, *, named: bool = True) -> str:
    reading = due_name(item, viewer) if named else f"*{said(item.indicator.name)}* {key(item.indicator.key)}"
    if item.last is None:
        return f"• {reading}"
    return say(viewer, "• {reading}. Last: {value}", reading=reading, value=value(item.last, item.indicator, viewer))


def _missed_line(item: DueItem, viewer: Viewer, *, is_said: bool) -> str:
    indicator = item.indicator
    parts = {
        "reading": due_name(item, viewer),
        "command": give_command(indicator.key, item.period, indicator.cadence, viewer),
    }
    if is_said:
        return say(viewer, "• {reading}. You can still give it: {command}", **parts)
    return say(viewer, "• {reading}: missed. You can still give it: {command}", **parts)


def _answered_line(item: ReminderItem, owner: PersonName, viewer: Viewer, *, with_status: bool = True) -> str:
    named = item_name(item.due, viewer)
    if item.answer is None:
        return _settled_line(item.due.state, named, viewer)
    given = _given(item, viewer)
    by = _from_whom(item.answer.by, owner)
    line = (
        say(viewer, "✓ {reading}: {given}, from {name}", reading=named, given=given, name=by)
        if by
        else say(viewer, "✓ {reading}: {given}", reading=named, given=given)
    )
    how = item.answer.assessment
    if not with_status or item.answer.value is None or how is None or how.state is State.NO_TARGET:
        return line
    return f"{line} · {status_in_brief(how, viewer)}"


def _given(item: ReminderItem, viewer: Viewer) -> str:
    assert item.answer is not None
    if item.answer.value is not None:
        return f"*{value(item.answer.value, item.due.indicator, viewer)}*"
    if item.answer.note:
        return say(viewer, "no data ({why})", why=said(item.answer.note))
    return say(viewer, "no data")


def _settled_line(state: DueState, named: str, viewer: Viewer) -> str:
    match state:
        case DueState.EXCUSED:
            return say(viewer, "– {reading}: excused", reading=named)
        case DueState.NO_DATA:
            return say(viewer, "– {reading}: no data", reading=named)
        case _:
            return say(viewer, "– {reading}: given", reading=named)


def _from_whom(author: AuthorName, owner: PersonName) -> str:
    """Who gave it; nothing where that was the owner, or where it was worked out."""
    is_the_owner = isinstance(author, PersonName) and author.user_id == owner.user_id
    return "" if is_the_owner or isinstance(author, WorkedOut) else name(author)
