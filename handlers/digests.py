"""`/digest`: a channel's digest now, as a preview, and its schedule."""

import re
from typing import Any

from sqlmodel import Session

from bot.actions import digests
from bot.actions.digest_settings import digest_rule, read_rule, set_digest_rule, weekday_of
from bot.domain.digests import Rhythm
from bot.domain.typed_text import shown
from bot.errors import Choice, NotFound, Question, UserError
from bot.views.blocks import Message
from bot.views.digest import digest, nothing_to_digest
from bot.views.digest_settings import digest_posted, digest_schedule
from bot.views.help import Verb
from bot.words import Example, words
from handlers.channels import learn_about
from handlers.commands import Command, Handled, Run
from handlers.requests import Request


async def post_now(request: Request) -> Message:
    """Post the digest to this channel."""

    def save(session: Session) -> dict[str, Any]:
        is_posted = digests.post_now(
            session, channel_id=request.channel_id, once=request.key, by=request.actor, now=request.now
        )
        return digest_posted(request.viewer) if is_posted else nothing_to_digest(request.viewer)

    return await request.submit(save)


async def show_preview(request: Request) -> Message:
    """Show the digest to this person alone."""

    def composed(session: Session) -> Message:
        content = digests.preview(session, channel_id=request.channel_id, by=request.actor, now=request.now)
        return digest(content, request.viewer) if content else nothing_to_digest(request.viewer)

    return await request.read(composed)


async def set_weekly(request: Request) -> Message:
    """`every monday 09:00`."""
    if not request.text:
        raise UserError("On which day? For example: {command}", command=Example("/digest every monday 09:00"))
    if _DAILY.match(f"every {request.text}"):
        raise _not_daily(f"every {request.text}", "week", "month")
    word = request.text.split()[0].lower()
    if word in ("week", "month"):
        return await _set(
            request.with_text(request.text[len(word) :]), Rhythm.WEEKLY if word == "week" else Rhythm.MONTHLY
        )
    return await _set(request, Rhythm.WEEKLY)


_PLAIN = {
    Rhythm.OFF: re.compile(
        "stop|end|pause|mute|quiet|never|none|no|aus|stopp|stoppen|arrêt|arrête|arrêter|stopper|parar|para|basta|nie"
    ),
    Rhythm.WEEKLY: re.compile(
        "on|start|resume|again|an|ein|week|wöchentlich|hebdomadaire|semanal|settimanale|wekelijks|varje"
    ),
    Rhythm.MONTHLY: re.compile("month|monatlich|mensuel|mensual|mensal|mensile|maandelijks"),
}
"""Words that people type in the place of the verbs."""
_DAILY = re.compile(
    r"(?:every )?(?:daily|every ?day|day|(?:working|week)day)\b"
    r"|(?:täglich|jeden tag|tous les jours|diario|dagelijks|dagligen)\b",
    re.IGNORECASE,
)


async def by_plain_word(request: Request) -> Message:
    """`/digest stop`, `/digest on`, `/digest tuesday`, `/digest täglich`: what is short for one of the verbs."""
    word, _, rest = request.text.casefold().partition(" ")
    for rhythm, said in _PLAIN.items():
        if said.fullmatch(word):
            return await _set(request.with_text(rest), rhythm)
    if weekday_of(word, request.actor.locale) is not None:
        return await _set(request, Rhythm.WEEKLY)
    if _DAILY.match(request.text):
        raise _not_daily(request.text, "weekly", "monthly")
    raise NotFound('`/digest` has no "{typed}". {command} says what there is.', typed=word, command="`/digest help`")


def _not_daily(typed: str, week: str, month: str) -> Question:
    choices = [Choice(words("Every week"), week), Choice(words("Every month"), month)]
    return Question('"{typed}": I report every week or every month. Which?', typed=shown(typed, 40), choices=choices)


async def show_settings(request: Request) -> Message:
    """When digests come to this channel."""
    schedule = await request.read(digest_rule, channel_id=request.channel_id, by=request.actor)
    return digest_schedule(schedule, request.viewer)


def _rhythm(rhythm: Rhythm) -> Run:
    async def set_rhythm(request: Request) -> Message:
        return await _set(request, rhythm)

    return set_rhythm


async def _set(request: Request, rhythm: Rhythm) -> Message:
    rule = read_rule(rhythm, request.text, locale=request.actor.locale)

    def save(session: Session) -> dict[str, Any]:
        schedule = set_digest_rule(session, rule, channel_id=request.channel_id, by=request.actor, now=request.now)
        return digest_schedule(schedule, request.viewer, changed=True)

    answer = await request.submit(save)
    learn_about(
        request.deps, request.installed, request.channel_id, chosen_by=None if rhythm is Rhythm.OFF else request.actor
    )
    return answer


COMMAND = Command(
    "/digest",
    (
        Handled(Verb("now", "now", words("posts the digest in this channel")), post_now),
        Handled(Verb("preview", "preview", words("shows the digest only to you")), show_preview),
        Handled(
            Verb(
                "every", "every <weekday> [time]", words("sets when it comes each week"), "/digest every monday 09:00"
            ),
            set_weekly,
        ),
        Handled(
            Verb("weekly", "weekly [weekday] [time]", words("has it come every week")),
            _rhythm(Rhythm.WEEKLY),
        ),
        Handled(
            Verb("monthly", "monthly [weekday] [time]", words("has it come once a month")),
            _rhythm(Rhythm.MONTHLY),
        ),
        Handled(Verb("off", "off", words("stops it in this channel")), _rhythm(Rhythm.OFF)),
        Handled(Verb("settings", "settings", words("says when it comes")), show_settings),
    ),
    otherwise=Handled(Verb("", "<weekday> [time]", words("has it come on that day each week")), by_plain_word),
)
