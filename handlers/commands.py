"""Slash commands: a table of verbs each, from which they are dispatched and their help is made."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse
from sqlmodel import Session

from bot.actions import finding
from bot.domain.keys import RESERVED
from bot.domain.locales import WITH_COMMA, WITH_POINT
from bot.domain.phrases import Meaning, phrase_of
from bot.errors import Choice, Misspelt, NotFound, Question, UserError
from bot.views.blocks import Message
from bot.views.errors import NOT_ALL_IN_SIGHT, OLD_BUTTON, giving_back, noting
from bot.views.help import Verb, help_screen, unknown_verb
from bot.views.ids import CHOSEN
from bot.views.questions import Chosen, note_form, question, read_choice
from bot.words import words
from handlers.requests import Request
from handlers.slack_text import as_typed, mentions_in

LONGEST_TEXT = 3_000

Run = Callable[[Request], Awaitable[Message | None]]
"""Answers a verb; None where a form opens instead."""


@dataclass(frozen=True)
class Handled:
    """One verb, and what answers it."""

    verb: Verb
    run: Run


@dataclass(frozen=True)
class Command:
    """A slash command and its verbs, in the order of its help; `help` itself comes with it.

    `empty` answers the bare command, with the help by default. `otherwise` answers a text that begins with no verb, and
    is described by `usage` in the help; by default such a text is a mistake. `read_as` says in words, as mrkdwn, what a
    text was understood to be. `takes_sentences` says that it answers any sentence, so that one which begins with "help"
    asks for none.
    """

    name: str
    verbs: tuple[Handled, ...]
    empty: Run | None = None
    otherwise: Handled | None = None
    read_as: Callable[[Session, Request], str] | None = None
    takes_sentences: bool = False

    def __post_init__(self) -> None:
        could_be_keys = {verb.name for verb in self.table if verb.name} - RESERVED
        if could_be_keys:
            raise ValueError(f"reserve {', '.join(sorted(could_be_keys))} in bot.domain.keys: no key may be a verb")

    @property
    def table(self) -> Sequence[Verb]:
        """Every verb for the help."""
        first = (self.otherwise.verb,) if self.otherwise else ()
        return (*first, *(handled.verb for handled in self.verbs))

    async def answer(self, request: Request) -> Message | None:
        """The answer to `request.text`, the command's whole text as typed. Raises UserError."""
        if len(request.text) > LONGEST_TEXT:
            raise UserError(
                "A command holds up to {most} characters; this one has {length}. Shorten it.",
                most=LONGEST_TEXT,
                length=len(request.text),
            )
        word, rest = _first_word(request.text)
        if not word:
            return await self.empty(request) if self.empty else await self._help(request)
        if word.lower() == "help" and not self._is_sentence(request.text):
            return await self._help(request)
        handled = next((each for each in self.verbs if each.verb.name == word.lower()), None)
        if handled is not None:
            return await self._run(handled, request.with_text(rest), verb=handled.verb.name)
        if self.otherwise is None:
            return await self._unknown(request, word)
        try:
            return await self._run(self.otherwise, request, verb="")
        except NotFound:
            if asks_for_help(request.text):
                return await self._help(request)
            if self._meant(word) is None:
                raise
            return await self._unknown(request, word)

    def _is_sentence(self, text: str) -> bool:
        """Whether what begins with "help" is about something else: "Help people sooner" and not "help new"."""
        if not self.takes_sentences or asks_for_help(text):
            return False
        _, second, *_ = [*text.split(), ""]
        return bool(second) and all(verb.name != second.lower() for verb in self.table)

    def _meant(self, word: str) -> str | None:
        return finding.closest(word, [*(verb.name for verb in self.table if verb.name), "help"])

    def _near_verb(self, request: Request) -> list[Choice]:
        """The same line with the verb that its first word is probably a slip of."""
        word, rest = _first_word(request.text)
        verb = self._meant(word)
        if verb is None:
            return []
        meant = f"{verb} {rest}".strip()
        return [Choice(words("{command}", command=f"{self.name} {meant}"), meant)]

    async def _unknown(self, request: Request, word: str) -> Message:
        reader = await request.reader_with_examples()
        answer = unknown_verb(self.name, word, self._meant(word), self.table, reader)
        return giving_back(answer, f"{self.name} {request.text}", reader)

    async def _help(self, request: Request) -> Message:
        return help_screen(self.name, self.table, await request.reader_with_examples())

    async def _run(self, handled: Handled, request: Request, *, verb: str) -> Message | None:
        try:
            return await handled.run(request)
        except Question as asked:
            if not asked.choices:
                raise
            if not verb and isinstance(asked, Misspelt):
                asked.choices = (*self._near_verb(request), *asked.choices)
            answer = question(
                asked, self.name, request.viewer, verb=verb, typed=request.text, evidence=request.evidence
            )
            if isinstance(asked, Misspelt) and not request.sees_all:
                answer = noting(answer, NOT_ALL_IN_SIGHT, request.viewer)
        is_kept = any(block["type"] == "actions" for block in answer["blocks"])
        return answer if is_kept else giving_back(answer, f"{self.name} {verb} {request.text}", request.viewer)


def asks_for_help(text: str) -> bool:
    """Whether this is "hilfe", "?" or another phrase for help; something may have such a name, and goes first."""
    phrase = phrase_of(text)
    return phrase is not None and phrase.meaning is Meaning.HELP


def register(app: AsyncApp, commands: Sequence[Command]) -> None:
    """Have the app answer these commands, and the buttons that ask which of several was meant."""
    by_name = {command.name: command for command in commands}

    async def on_command(ack: AsyncAck, incoming: Request, command: dict[str, Any]) -> BoltResponse:
        raw = command.get("text") or ""
        typed = replace(incoming, text=as_typed(raw), mentions=mentions_in(raw))
        answer = await by_name[command["command"]].answer(typed)
        return await ack({**answer, "response_type": "ephemeral"} if answer else "")

    async def on_choice(ack: AsyncAck, incoming: Request, body: dict[str, Any]) -> BoltResponse:
        chosen = chosen_command(body)
        if chosen.command not in by_name:
            raise UserError(OLD_BUTTON)
        if chosen.wants_note:
            carried, answer_at = body["actions"][0]["value"], incoming.origin.response_url
            read_as = by_name[chosen.command].read_as
            about = await incoming.read(read_as, incoming.choosing(chosen)) if read_as else chosen.text
            incoming.open(note_form(about, carried, incoming.viewer, answer_at=answer_at))
            return await ack()
        answer = await by_name[chosen.command].answer(incoming.choosing(chosen))
        if answer:
            incoming.reply(answer, replace_original=True)
        return await ack()

    for name in by_name:
        app.command(name)(on_command)
    app.action(CHOSEN)(on_choice)


def typed_command(body: Mapping[str, Any]) -> str:
    """The command that somebody typed, or completed by choosing one of several; empty for anything else."""
    if "command" in body:
        return f"{body['command']} {as_typed(body.get('text') or '')}".strip()
    if not CHOSEN.fullmatch((body.get("actions") or [{}])[0].get("action_id") or ""):
        return ""
    try:
        chosen = chosen_command(body)
    except UserError:  # no value of ours: that is what went wrong
        return ""
    return f"{chosen.command} {chosen.text}"


def chosen_command(body: Mapping[str, Any]) -> Chosen:
    """What a button chooses that says which of several was meant. Raises UserError for a button that says no such
    thing.
    """
    try:
        chosen = read_choice(body["actions"][0].get("value") or "")
    except ValueError:
        raise UserError(OLD_BUTTON) from None
    if chosen.locale not in ("", WITH_POINT, WITH_COMMA):
        raise UserError(OLD_BUTTON)
    return chosen


def _first_word(text: str) -> tuple[str, str]:
    # At any white space: people also press Shift and Enter between the words.
    word, *rest = text.split(maxsplit=1) or [""]
    return word, "".join(rest)
