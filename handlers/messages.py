"""Messages to the bot in its direct-message channel: a reading, as if it had been typed after `/reading`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.correcting import key_given_as
from bot.actions.due import due_for
from bot.actions.screens import policy_for
from bot.domain.calendar import local_day
from bot.domain.due import DueState
from bot.domain.no_data import declared_no_data
from bot.domain.several import lines_of
from bot.domain.typed_text import shown
from bot.domain.value_lines import take_value
from bot.domain.values import Quantity, parse_value
from bot.errors import Ambiguous, Choice, Misspelt, NotFound, Question, UserError
from bot.results.due import DueItem
from bot.views.blocks import Message
from bot.views.errors import missed_message
from bot.views.questions import question
from bot.words import Example, Listing, sentences, words
from handlers import phrases, readings
from handlers.requests import Request
from handlers.slack_text import as_typed, links_to
from handlers.surfaces import edited

_HOW = words(
    "To give a reading, write its key and the value, for example: {reading}. Write due to see what is due.",
    reading=Example("<indicator> <value>"),
)


_FILE_ALONE = words(
    "I cannot read files. Write the reading beside it, for example: {reading}",
    reading=Example("<indicator> <value>"),
)


async def on_message(event: dict[str, Any], body: dict[str, Any], incoming: Request | None) -> None:
    """Somebody wrote to the bot: "csat 84", "due", "undo", "help", or just "84" when one reading is due from them."""
    if incoming is None:
        return  # no direct message, or none that a person wrote
    written = edited(event) or event
    request = replace(incoming, text=as_typed(written.get("text") or ""), evidence=links_to(written.get("files")))
    if await request.is_answered():
        return  # Slack brought it again; what it asked for was done the first time, and its answer is on its way
    if written is not event:
        before = as_typed((event.get("previous_message") or {}).get("text") or "")
        await request.answer(await _take_the_change(request, before))
        return
    if not request.text and event.get("files"):
        raise UserError(_FILE_ALONE)
    was_missed = "event_id" not in body and not _is_of_today(event, request)
    answer = missed_message(request.text, request.viewer) if was_missed else await _answer(request)
    if answer is not None:
        await request.answer(answer)


def _is_of_today(event: dict[str, Any], request: Request) -> bool:
    """Whether it was written on this day of the person's. What is found a day later may have meant another period."""
    written_at = datetime.fromtimestamp(float(event["ts"]), UTC)
    return local_day(written_at, request.actor.zone) >= local_day(request.now, request.actor.zone)


async def _take_the_change(request: Request, before: str) -> Message:
    """Ask whether what somebody changed their message to is to be read; what was sent first is not taken back by it."""

    def line(session: Session) -> str:
        corrected = key_given_as(session, before, by=request.actor)
        if corrected is not None and _names_nothing(session, request):
            return f"fix {corrected} {request.text}"
        return _as_line(session, request)

    try:
        choices = [Choice(words("Take the change"), await request.read(line))]
    except Question as which:
        choices = list(which.choices)
    asked = Question(
        'You changed your message to "{typed}". What you sent first stands so far.',
        choices=choices if request.text else (),
        typed=shown(request.text, 60),
    )
    return question(asked, readings.COMMAND.name, request.viewer, typed=request.text, evidence=request.evidence)


async def _answer(request: Request) -> Message | None:
    if (answer := await phrases.answer(request)) is not None:
        return answer
    try:
        text = await request.read(_as_line, request)
    except Question as which:
        return question(which, readings.COMMAND.name, request.viewer, typed=request.text, evidence=request.evidence)
    try:
        return await readings.COMMAND.answer(request.with_text(text))
    except NotFound as problem:
        raise NotFound(sentences(problem.words, _HOW)) from problem


def _as_line(session: Session, request: Request) -> str:
    """The text, with the indicator in front where it is a bare value and only one reading is due from the person.
    Raises Question where it may be the value of several that are due.
    """
    items = due_for(session, by=request.actor, policy=policy_for(session, request.actor), now=request.now)
    due = {item.indicator.key: item for item in items if item.state == DueState.DUE}
    _ask_about_column(session, request, list(due.values()))
    fitting = [item for item in due.values() if _may_be_value(request, item)]
    if len(due) == 1 and fitting:
        return f"{fitting[0].indicator.key} {request.text}"
    if fitting and _names_nothing(session, request):
        choices = [_choice(item, request.text) for item in fitting]
        raise Question('"{typed}": for which?', choices=choices, typed=shown(request.text, 60))
    return request.text


def _ask_about_column(session: Session, request: Request, due: Sequence[DueItem]) -> None:
    """Raises Question for as many bare values, a line each, as are due: the order alone says which is whose."""
    values = lines_of(request.text)
    if len(values) < 2 or len(values) != len(due) or not _names_nothing(session, request):
        return
    try:
        for item, value in zip(due, values, strict=True):
            parse_value(value, item.indicator.measure, locale=request.actor.locale)
    except UserError:
        return
    lines = [f"{item.indicator.key} {value}" for item, value in zip(due, values, strict=True)]
    record_all = Choice(words("Record all {count}", count=len(lines)), "\n".join(lines))
    raise Question(
        "In the order in which they are due, that is {readings}. Nothing is saved yet.",
        choices=[record_all],
        readings=Listing(tuple(lines)),
    )


def _may_be_value(request: Request, item: DueItem) -> bool:
    declared = declared_no_data(request.text, item.indicator.measure)
    if declared is not None and (declared.is_sure or not declared.why):
        return True
    try:
        take_value(request.text, item.indicator.measure, locale=request.actor.locale)
    except Question:
        return True  # a value all the same: the answer asks which
    except UserError:
        return False
    return True


def _names_nothing(session: Session, request: Request) -> bool:
    """Whether the text is a value alone, and not the beginning of a name that looks like one."""
    try:
        finding.take_indicator(session, request.text, by=request.actor)
    except (NotFound, Ambiguous) as problem:
        return isinstance(problem, NotFound | Misspelt)
    return False


def _choice(item: DueItem, text: str) -> Choice:
    indicator = item.indicator
    if item.last is None:
        return Choice(indicator.name, f"{indicator.key} {text}", key=indicator.key)
    last = Quantity(item.last, indicator.measure)
    label = words("{indicator} (last {value})", indicator=indicator.name, value=last)
    return Choice(label, f"{indicator.key} {text}", key=indicator.key)


def register(app: AsyncApp) -> None:
    """Listen for messages in direct-message channels."""
    app.event("message")(on_message)
