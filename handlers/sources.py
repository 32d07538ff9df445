"""`/indicator fetch`: the form that says from where a figure is fetched, trying that, and ending it."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse
from sqlmodel import Session

from bot.actions import finding, sources
from bot.actions.access import require_indicator_with_key
from bot.actions.sources import NewSource
from bot.domain.sources import Fetched, NoFetch, NotFetched, SourceKind
from bot.domain.typed_text import shown
from bot.errors import UserError
from bot.fields import Field
from bot.views.blocks import Message, View
from bot.views.errors import NOT_DONE, OLD_BUTTON, OLD_FORM, form_problem
from bot.views.help import Verb
from bot.views.ids import Action, Form, read_source_carried
from bot.views.sources import reading_it, source_form, tried, used, used_view
from bot.words import Example, words
from handlers.commands import Handled
from handlers.form_values import FormValues
from handlers.forms import on_press, on_submit, replace_form_with
from handlers.requests import Request

_STOP = ("stop", "end", "off", "none")


async def fetch(request: Request) -> Message | None:
    """`/indicator fetch csat` opens the form, `/indicator fetch csat stop` ends it."""
    if not request.text:
        raise UserError(
            "Which indicator? For example: {command}. `/indicator list` shows what there is.",
            command=Example("/indicator fetch <indicator>"),
        )

    def form(session: Session) -> View | int:
        found, rest = finding.take_indicator(session, request.text, by=request.actor)
        if rest.strip().lower() in _STOP:
            return found.id
        if rest.strip():
            raise UserError(
                'After the indicator comes "stop", or nothing: then a form opens. You wrote "{typed}".',
                typed=shown(rest, 100),
            )
        return source_form(sources.source_form(session, found.id, by=request.actor), request.viewer)

    view = await request.read(form)
    if not isinstance(view, int):
        request.open(view)
        return None
    number = view

    def end(session: Session) -> dict[str, Any]:
        return used(sources.stop(session, number, by=request.actor, now=request.now), request.viewer)

    return await request.submit(end)


async def open_form(request: Request) -> None:
    """The buttons "Fetch it from a system…" and "Fetched from…"."""

    def form(session: Session) -> View:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        return source_form(sources.source_form(session, found.id, by=request.actor), request.viewer)

    request.open(await request.read(form))


async def change(request: Request) -> None:
    """The button "Change…" beside what was read: the form again, with what was typed."""
    numbers = read_source_carried(request.text)
    if numbers is None:
        raise UserError(OLD_BUTTON)
    number, source_id = numbers
    sheet = await request.read(sources.source_form, number, by=request.actor, source_id=source_id)
    request.update(source_form(sheet, request.viewer))


async def try_out(request: Request, form: FormValues) -> dict[str, Any]:
    """Put on record what is to be tried; the answer says that it is being read."""
    numbers = read_source_carried((request.view or {}).get("private_metadata") or "")
    if numbers is None:
        raise UserError(OLD_FORM)
    number, source_id = numbers
    new = NewSource(
        address=form.text(Field.ADDRESS),
        kind=form.member(Field.ANSWERS_IN, SourceKind),
        place=form.text(Field.PLACE),
        header=form.text(Field.HEADER),
        secret=form.text(Field.SECRET),
    )

    def save(session: Session) -> dict[str, Any]:
        sheet = sources.try_out(
            session,
            number,
            new,
            by=request.actor,
            now=request.now,
            keys=request.deps.token_keys,
            source_id=source_id,
        )
        return {**replace_form_with(reading_it(sheet, request.viewer)), "source": sheet.source_id}

    # The same form is sent again with something else in it: a repeat is one of the same try.
    return await replace(request, key=f"{request.key}:{source_id or ''}").submit(save)


async def read_and_show(request: Request, source_id: int) -> None:
    """Ask the system once, and show what it says in the place of what stands there meanwhile."""
    run, deps, by = request.deps.database.run, request.deps, request.actor
    try:
        query = await run(sources.query_to_try, source_id, by=by, keys=deps.token_keys)
        got: Fetched | NotFetched = NotFetched(NoFetch.NO_CONNECTION)
        if isinstance(query, NotFetched):
            got = query
        elif deps.fetch is not None:
            got = await deps.fetch(query)
        view = tried(await run(sources.judge, source_id, got, by=by, now=deps.clock()), request.viewer)
    except UserError as problem:
        view = form_problem(NOT_DONE, problem.words, request.viewer)
    request.update(view)


async def use(request: Request, _: FormValues) -> dict[str, Any]:
    """Use what was read from now on."""
    numbers = read_source_carried((request.view or {}).get("private_metadata") or "")
    if numbers is None or numbers[1] is None:
        raise UserError(OLD_FORM)
    source_id = numbers[1]

    def save(session: Session) -> dict[str, Any]:
        done = sources.use(session, source_id, by=request.actor, now=request.now)
        return replace_form_with(used_view(done, request.viewer))

    return await request.submit(save)


VERBS = (
    Handled(
        Verb(
            "fetch",
            "fetch <indicator> [stop]",
            words("has its figure fetched from another system, or no more"),
            "/indicator fetch <indicator>",
        ),
        fetch,
    ),
)


def register(app: AsyncApp) -> None:
    """Listen for the buttons and the forms."""
    on_press(app, Action.FETCH, open_form, in_place=False)
    on_press(app, Action.FETCH_OTHERWISE, change, in_place=False)
    on_submit(app, Form.FETCH_USE, use)

    async def listen(ack: AsyncAck, incoming: Request, view: dict[str, Any]) -> BoltResponse:
        answer = await try_out(incoming, FormValues(view))
        source_id = answer.pop("source")
        acknowledged = await ack(answer)
        # After the acknowledgement: the system may take as long as it is given, and Slack waits for three seconds.
        incoming.deps.background.start(read_and_show(incoming, source_id), name="try a source")
        return acknowledged

    app.view(Form.FETCH.value)(listen)
