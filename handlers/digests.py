"""`/digest`: a channel's digest now, as a preview, and its schedule."""

from typing import Any

from sqlmodel import Session

from bot.actions import digests, reports
from bot.actions.digest_settings import digest_rule, read_rule, set_digest_rule
from bot.domain.digest_words import DigestWords, Wish, digest_words
from bot.domain.digests import Rhythm
from bot.domain.typed_text import shown
from bot.errors import Choice, NotFound, Question, UserError
from bot.views.blocks import Message, with_a_word_before
from bot.views.digest import digest, nothing_to_digest
from bot.views.digest_settings import already_had_one, digest_posted, digest_schedule
from bot.views.help import Verb
from bot.views.reports import nothing_of_mine, report_switched_off, report_switched_on, weekly_report
from bot.words import Example, words
from handlers.channels import learn_about
from handlers.commands import Command, Handled, Run
from handlers.requests import Request


async def post_now(request: Request) -> Message:
    """Post the digest to this channel; where it had one today, show it to whoever asks."""
    had_one = await request.read(
        digests.has_had_one_today, channel_id=request.channel_id, by=request.actor, now=request.now
    )
    if had_one and not await request.is_answered():
        return with_a_word_before(await show_preview(request), already_had_one(request.viewer))

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
    """`every monday 09:00`, `every month`."""
    if not request.text:
        raise UserError("On which day? For example: {command}", command=Example("/digest every monday 09:00"))
    asked = digest_words(request.text, locale=request.actor.locale)
    if asked and asked.wish is Wish.IN_ANOTHER_RHYTHM:
        raise _which_rhythm(request, asked, f"every {request.text}", week="week", month="month")
    if asked and asked.wish in (Wish.WEEKLY, Wish.MONTHLY):
        return await _set(request.with_text(asked.rest), _RHYTHMS[asked.wish])
    return await _set(request, Rhythm.WEEKLY)


_RHYTHMS = {Wish.OFF: Rhythm.OFF, Wish.WEEKLY: Rhythm.WEEKLY, Wish.MONTHLY: Rhythm.MONTHLY}


async def by_plain_word(request: Request) -> Message:
    """`/digest stop`, `/digest tuesday`, `/digest 10:00`, `/digest täglich`: what is short for one of the verbs."""
    asked = digest_words(request.text, locale=request.actor.locale)
    match asked:
        case None:
            raise NotFound('`/digest` has no "{typed}". `/digest help` says what there is.', typed=shown(request.text))
        case DigestWords(Wish.NOW):
            return await post_now(request)
        case DigestWords(Wish.PREVIEW):
            return await show_preview(request)
        case DigestWords(Wish.IN_ANOTHER_RHYTHM):
            raise _which_rhythm(request, asked, request.text, week="weekly", month="monthly")
        case DigestWords(Wish.AT_ANOTHER_TIME, rest):
            now = await request.read(digest_rule, channel_id=request.channel_id, by=request.actor)
            return await _set(request.with_text(rest), Rhythm.WEEKLY if now.rhythm is Rhythm.OFF else now.rhythm)
        case DigestWords(wish, rest):
            return await _set(request.with_text(rest), _RHYTHMS[wish])


def _which_rhythm(request: Request, asked: DigestWords, typed: str, *, week: str, month: str) -> Question:
    """What comes neither daily nor every two weeks. The weekday and the time that were typed with it are kept."""
    kept = asked.rest
    with_it = f" {kept}" if kept and _is_rule(kept, request) else ""
    choices = [Choice(words("Every week"), week + with_it), Choice(words("Every month"), month + with_it)]
    return Question('"{typed}": I report every week or every month. Which?', typed=shown(typed, 40), choices=choices)


def _is_rule(text: str, request: Request) -> bool:
    try:
        read_rule(Rhythm.WEEKLY, text, locale=request.actor.locale)
    except UserError:
        return False
    return True


async def show_settings(request: Request) -> Message:
    """When digests come to this channel."""
    schedule = await request.read(digest_rule, channel_id=request.channel_id, by=request.actor)
    return digest_schedule(schedule, request.viewer)


_MINE = {
    "": DigestWords(Wish.WEEKLY),
    "off": DigestWords(Wish.OFF),
    "preview": DigestWords(Wish.PREVIEW),
    "now": DigestWords(Wish.NOW),
}
"""What the other verbs are called too."""


async def mine(request: Request) -> Message:
    """`mine`, `mine off`, `mine preview`: the report of all that somebody answers for."""
    match _MINE.get(request.text.strip().lower()) or digest_words(request.text, locale=request.actor.locale):
        case DigestWords((Wish.WEEKLY | Wish.OFF) as wish, ""):
            wanted = wish is Wish.WEEKLY
        case DigestWords(Wish.PREVIEW | Wish.NOW, ""):
            return await _show_mine(request)
        case _:
            raise UserError(
                '`/digest mine` comes once a week. After it goes "off" or "preview", or nothing. You wrote "{typed}".',
                typed=shown(request.text),
            )

    def save(session: Session) -> dict[str, Any]:
        next_at = reports.want_report(session, wanted, by=request.actor, now=request.now)
        if next_at is None:
            return report_switched_off(request.viewer)
        return report_switched_on(next_at, request.viewer)

    return await request.submit(save)


async def _show_mine(request: Request) -> Message:
    content = await request.read(reports.weekly_report, by=request.actor, now=request.now)
    return weekly_report(content, request.viewer) if content else nothing_of_mine(request.viewer)


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
        Handled(
            Verb("mine", "mine [off|preview]", words("sends you a report of all that you answer for, once a week")),
            mine,
        ),
        Handled(Verb("settings", "settings", words("says when it comes")), show_settings),
    ),
    otherwise=Handled(Verb("", "<weekday> [time]", words("has it come on that day each week")), by_plain_word),
)
