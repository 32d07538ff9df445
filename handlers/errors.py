"""The one place where whatever a listener raised becomes an answer."""

import logging
import secrets
import traceback
from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.actions.idempotency import once
from bot.deps import Deps
from bot.domain.calendar import local_day
from bot.domain.locales import UNKNOWN
from bot.errors import NotFound, Trouble, UserError
from bot.payloads import kind_of
from bot.results.names import Viewer
from bot.slack_client import SlackClient
from bot.views import errors
from bot.views.blocks import MOST_TEXT, Message, plain
from bot.views.errors import form_problem
from bot.views.saying import worded
from bot.words import Words, gives_examples, sentences
from bot.workspaces import Installed, slack_client
from handlers import unheard
from handlers.answering import Responder
from handlers.commands import typed_command
from handlers.form_values import FormValues
from handlers.requests import Request, key_of
from handlers.surfaces import Origin, Surface, may_stack, origin_of
from storage.connections import CommitUnknown
from storage.faults import described, trouble_of

log = logging.getLogger(__name__)


def register(app: AsyncApp, deps: Deps, commands: Sequence[str]) -> None:
    """Have the app answer every error, on the surface on which the person asked. Slack gets status 200, or it would
    show an error of its own.

    Except where nobody has checked that it is Slack's, and where Slack is to bring it again, which it does with events
    only.
    """

    async def answer(
        error: Exception, body: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient, req: AsyncBoltRequest
    ) -> BoltResponse:
        if not context.get("is_verified"):
            log.warning("a request was refused: its signature could not be checked", exc_info=error)
            return BoltResponse(status=401, body="")
        origin = origin_of(body)
        incoming: Request | None = context.get("incoming")
        viewer = incoming.viewer if incoming is not None else _somebody(deps)
        if isinstance(error, BoltUnhandledRequestError):
            responder = Responder(deps, _speaking(context, client), origin, viewer) if origin else None
            return _unheard(body, responder, commands, viewer)
        if origin is None:
            return _to_nobody(error, body)
        if _is_worth_a_repeat(error, origin, req):
            log.warning("a message was not saved; Slack brings it again: %s", type(error).__name__)
            return BoltResponse(status=500, body="")
        if isinstance(error, NotFound) and incoming is not None and not incoming.sees_all:
            error = NotFound(sentences(error.words, errors.NOT_ALL_IN_SIGHT), field=error.field)
        if isinstance(error, UserError) and gives_examples(error.words) and incoming is not None:
            viewer = await _with_examples(incoming)
        responder = Responder(deps, _speaking(context, client), origin, viewer)
        if origin.surface is Surface.DIRECT_MESSAGE:
            return await _to_writer(error, body, incoming, context.get("installed"), responder)
        return _to_person(error, body, responder)

    app.error(answer)


def _somebody(deps: Deps) -> Viewer:
    """Whoever asked and is not known: neither their language nor their zone."""
    return Viewer(UNKNOWN, "UTC", local_day(deps.clock(), "UTC"))


async def _with_examples(incoming: Request) -> Viewer:
    try:
        return await incoming.reader_with_examples()
    except Exception as trouble:  # noqa: BLE001  # whatever it is, the first error is the one to be told
        log.warning("no example could be looked up: %s", type(trouble).__name__)
        return incoming.viewer


def _speaking(context: AsyncBoltContext, client: AsyncWebClient) -> SlackClient:
    """The client of the workspace; without one, one without a token: what is left then is an answer by address."""
    installed: Installed | None = context.get("installed")
    if installed is None:
        return slack_client("", api_url=client.base_url, timeout=client.timeout)
    return installed.client.for_a_person()


def _unheard(
    body: dict[str, Any], responder: Responder | None, commands: Sequence[str], viewer: Viewer
) -> BoltResponse:
    reply = unheard.reply_to(body, viewer)
    if reply and responder:
        responder.reply(reply, title=errors.NOT_DONE)
    return unheard.acknowledgement_of(body, commands, viewer)


def _to_nobody(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """The answer to an event that nobody waits for."""
    if isinstance(error, UserError):
        return BoltResponse(status=200, body="")
    _log(error, kind_of(body), "an event")
    # What contradicts the records would do so again.
    is_hopeless = trouble_of(error) in (Trouble.CONSTRAINT, Trouble.VALUE)
    return BoltResponse(status=200 if is_hopeless else 500, body="")


def _is_worth_a_repeat(error: Exception, origin: Origin, req: AsyncBoltRequest) -> bool:
    """Whether Slack is to bring a message again. It does so at once, when the database may have time for it; but a
    second time only after a minute, too late for somebody who waits.
    """
    is_first = list(req.headers.get("x-slack-retry-num", ["0"])) == ["0"]
    return origin.surface is Surface.DIRECT_MESSAGE and _may_pass(error) and is_first


def _to_person(error: Exception, body: dict[str, Any], responder: Responder) -> BoltResponse:
    """The answer to somebody, in the acknowledgement where Slack shows that."""
    reference, viewer = _logged(error, body), responder.viewer
    if body.get("type") == "view_submission":
        return BoltResponse(status=200, body=_to_form(error, reference, body["view"], viewer))
    if body.get("type") == "block_suggestion":
        # Asked at each keystroke, and never in vain for long: whoever submits the form is told.
        return BoltResponse(status=200, body={"options": []})
    message = errors.giving_back(_message(error, reference, viewer), typed_command(body), viewer)
    if responder.origin.surface is Surface.COMMAND:
        return BoltResponse(status=200, body={**message, "response_type": "ephemeral"})
    responder.reply(message, title=errors.NOT_DONE)
    return BoltResponse(status=200, body="")


async def _to_writer(
    error: Exception,
    body: dict[str, Any],
    incoming: Request | None,
    installed: Installed | None,
    responder: Responder,
) -> BoltResponse:
    """The answer to somebody who wrote to the bot: through the outbox, or directly where that cannot be, since they are
    unknown or the database is the trouble.
    """
    message = _message(error, _logged(error, body), responder.viewer)
    if incoming is None or trouble_of(error) or isinstance(error, CommitUnknown):
        responder.reply(message)
        await _note_as_answered(body, message, responder, installed)
        return BoltResponse(status=200, body="")
    try:
        await incoming.answer(message)
    except Exception as trouble:  # noqa: BLE001  # whatever it is, the first error is the one to be told
        log.warning("an answer could not be put into the outbox: %s", type(trouble).__name__)
        responder.reply(message)
    return BoltResponse(status=200, body="")


async def _note_as_answered(
    body: dict[str, Any], message: Message, responder: Responder, installed: Installed | None
) -> None:
    """Who was told that nothing was done must not find it done an hour later, when missed messages are looked for."""
    if installed is None:
        return
    try:
        await responder.deps.database.run(
            once,
            workspace_id=installed.workspace_id,
            key=key_of(body, responder.origin),
            now=responder.deps.clock(),
            work=lambda: dict(message),
        )
    except Exception as trouble:  # noqa: BLE001  # the database was the trouble in the first place
        log.warning("what was not done could not be noted: %s", type(trouble).__name__)


def _may_pass(error: Exception) -> bool:
    return isinstance(error, CommitUnknown) or trouble_of(error) is Trouble.LATE


def _logged(error: Exception, body: dict[str, Any]) -> str:
    """A reference under which the operator finds what happened; empty where it is nothing unexpected."""
    if isinstance(error, UserError):
        return ""
    if _may_pass(error):
        _log(error, kind_of(body), "")
        return ""
    reference = secrets.token_hex(4)
    _log(error, kind_of(body), f"reference {reference}")
    return reference


def _log(error: Exception, what: str, reference: str) -> None:
    if isinstance(error, CommitUnknown):
        log.warning("%s may have been saved or not: %s", what, described(error.__cause__ or error))
    elif _may_pass(error):
        log.warning("%s was not done: %s", what, described(error))
    elif trouble_of(error):
        # Without the error's own words: the driver puts what people wrote into them.
        log.error("%s failed, %s: %s\n%s", what, reference, described(error), _where(error))
    else:
        log.error("%s failed, %s", what, reference, exc_info=error)


def _where(error: Exception) -> str:
    """The lines of our own on the way to it."""
    frames = traceback.extract_tb(error.__traceback__)
    return "".join(traceback.format_list([frame for frame in frames if "site-packages" not in frame.filename]))


def _message(error: Exception, reference: str, viewer: Viewer) -> Message:
    return errors.problem(_explanation(error, reference), viewer)


def _to_form(error: Exception, reference: str, view: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """At its field if it has one in this form; else on top of the form, which stays as it was filled in."""
    if isinstance(error, UserError) and error.field in _inputs(view):
        # The text at a field has no markup: what to type stands in it without the marks of code.
        shown = plain(worded(error.words, viewer).replace("`", ""), MOST_TEXT)["text"]
        return {"response_action": "errors", "errors": {error.field: shown}}
    title = errors.PERHAPS_SAVED if isinstance(error, CommitUnknown) else errors.NOT_SAVED
    explanation = _explanation(error, reference, in_form=True)
    if may_stack(view):
        return {"response_action": "push", "view": form_problem(title, explanation, viewer)}
    return {
        "response_action": "update",
        "view": form_problem(title, explanation, viewer, FormValues(view).filled_in()),
    }


def _explanation(error: Exception, reference: str, *, in_form: bool = False) -> Words:
    if isinstance(error, UserError):
        return error.words
    if isinstance(error, CommitUnknown):
        return errors.MAYBE_SAVED
    if trouble := trouble_of(error):
        return errors.not_saved(trouble, reference, retry=errors.PRESS_SAVE_AGAIN if in_form else errors.TRY_AGAIN)
    return errors.unexpected_in_form(reference) if in_form else errors.unexpected(reference)


def _inputs(view: dict[str, Any]) -> set[str]:
    return {block.get("block_id", "") for block in view.get("blocks") or [] if block.get("type") == "input"}
