"""`/indicator rebase`: from when on the limits of an indicator's ordinary movement are worked out anew, and why."""

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions import finding
from bot.actions.access import require_indicator_with_key
from bot.actions.changing_indicators import LimitsFrom, change_indicator, indicator_to_change
from bot.domain.calendar import local_day
from bot.domain.parts import IndicatorPart
from bot.domain.rebase_lines import RebaseLine, parse_rebase_line
from bot.errors import Question, UserError
from bot.results.changing import IndicatorFace
from bot.views.blocks import Message, View
from bot.views.changing_indicators import IndicatorTyped, as_it_is, indicator_change_form, rebased
from bot.views.help import Verb
from bot.views.ids import Action
from bot.words import Example, words
from handlers.commands import Handled
from handlers.forms import on_press
from handlers.requests import Request


async def rebase(request: Request) -> Message | None:
    """`/indicator rebase csat from last week because two new nurses`, and `/indicator rebase csat off`. The form opens
    where the time or the reason is missing.
    """
    if not request.text:
        raise UserError(
            "Which indicator? For example: {command}. `/indicator list` shows what there is.",
            command=Example("/indicator rebase <indicator>"),
        )
    form = await request.read(_form_for_the_rest, request)
    if form is not None:
        request.open(form)
        return None

    def save(session: Session) -> Message:
        face, line = _named(session, request)
        done = change_indicator(
            session,
            face.indicator_id,
            LimitsFrom(line.period),
            seen_id=face.definition_id,
            reason=line.reason,
            by=request.actor,
            now=request.now,
        )
        return rebased(done, request.viewer)

    return await request.submit(save)


def _named(session: Session, request: Request) -> tuple[IndicatorFace, RebaseLine]:
    found, rest = finding.take_indicator(session, request.text, by=request.actor)
    face = indicator_to_change(session, found.id, by=request.actor)
    today = local_day(request.now, request.actor.zone)
    try:
        line = parse_rebase_line(rest, cadence=face.name.cadence, today=today, locale=request.actor.locale)
    except Question as unclear:
        # Its choices are lines of a reading.
        raise UserError(unclear.words) from None
    return face, line


def _form_for_the_rest(session: Session, request: Request) -> View | None:
    """The form with what was typed; None where nothing is missing."""
    face, line = _named(session, request)
    if line.is_off or (line.period is not None and line.reason):
        return None
    typed = as_it_is(face, IndicatorPart.LIMITS_FROM, request.viewer)
    if line.period is not None:
        typed = IndicatorTyped(text=line.period.key)
    return indicator_change_form(face, IndicatorPart.LIMITS_FROM, typed, request.viewer)


async def open_form(request: Request) -> None:
    """The button "Use new limits from here…"."""
    key, _, period_key = request.text.partition(" ")

    def form(session: Session) -> View:
        found = require_indicator_with_key(session, key, by=request.actor)
        face = indicator_to_change(session, found.id, by=request.actor)
        typed = IndicatorTyped(text=period_key)
        return indicator_change_form(face, IndicatorPart.LIMITS_FROM, typed, request.viewer)

    request.open(await request.read(form))


REBASE = Handled(
    Verb(
        "rebase",
        "rebase <indicator> [from <period>|off] [because <reason>]",
        words("says from when on its ordinary movement is worked out anew"),
        "/indicator rebase <indicator>",
    ),
    rebase,
)


def register(app: AsyncApp) -> None:
    """Listen for the button."""
    on_press(app, Action.REBASE, open_form)
