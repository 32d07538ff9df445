"""A decision is looked at again: typed or filled in, asked about by the digest, answered, asked once more, let be."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.domain.digests import NoteKind
from bot.playground.seen import Seen
from storage import tables
from storage.tables import DecisionAsked, Note, SecondLook
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_reports import sent
from tests.make import FRIDAY

A_WEEK = timedelta(weeks=1)
DECIDED = "/outcome note help-1 second phone line on Mondays, look again 2 April"
TUESDAY = FRIDAY + timedelta(days=4, hours=-2, minutes=1)
"""31 March 2026, just after 09:00 in London, where the clocks have changed: the channel's digest is due."""


async def decided(shelter: Shelter) -> None:
    """Csat with a reading of last week, and a decision on Friday 27 March."""
    await shelter.alice.types("/reading csat 74 for 2026-W12", channel="#shelter")
    await shelter.bob.types(DECIDED, channel="#shelter")


def read(seen: Seen) -> str:
    """A message as it reads, on one line."""
    return " ".join(seen.text.replace("*", "").split())


async def report_of(bot: Bot, shelter: Shelter, weeks: int) -> Seen:
    """The digest of that Tuesday, the 0th being 31 March."""
    bot.playground.clock.set(TUESDAY + weeks * A_WEEK)
    await sent(bot)
    return next(seen for seen in reversed(shelter.bob.sees("#shelter")) if "outcome" in seen.text)


@pytest.mark.parametrize(
    ("typed", "text", "day"),
    [
        ("second line, look again 2 July", "second line", "2026-07-02"),
        ("second line; review in 4 weeks", "second line", "2026-04-24"),
        ("second line\nlook again: Thu 2 July", "second line", "2026-07-02"),
        ("second line (look again end of June)", "second line", "2026-06-30"),
        ("second line look again in a month", "second line", "2026-04-27"),
    ],
)
async def test_the_end_of_a_note_says_when_to_look_again(
    bot: Bot, shelter: Shelter, typed: str, text: str, day: str
) -> None:
    answer = words(await shelter.alice.types(f"/outcome note help-1 {typed}", channel="#shelter"))

    assert answer.startswith(f"✓ Logged as a decision for Customers get help the first time: “{text}” ")
    assert "and the first one from" in answer
    (kept,) = bot.all(Note)
    assert (kept.kind, kept.text, str(kept.look_again_on)) == (NoteKind.DECISION, text, day)


@pytest.mark.parametrize(
    "typed",
    [
        "we review every case",
        "the review board agrees",
        "second line, review board agrees",
        "our last review was on 2 July",
        "we look again at every case that was closed in the last few days of the month",
    ],
)
async def test_words_of_the_note_are_no_day(bot: Bot, shelter: Shelter, typed: str) -> None:
    await shelter.alice.types(f"/outcome note help-1 {typed}", channel="#shelter")

    (kept,) = bot.all(Note)
    assert (kept.kind, kept.text, kept.look_again_on) == (NoteKind.REMARK, typed, None)


@pytest.mark.parametrize(
    ("typed", "pressed", "kept"),
    [
        ("second line, look again soon", "In 4 weeks", ("decision", "second line", "2026-04-24")),
        ("second line, look again", "In 2 weeks", ("decision", "second line", "2026-04-10")),
        (
            "second line, look again in the summer",
            "No, it is part of the note",
            ("remark", "second line, look again in the summer", "None"),
        ),
        (
            "we want to review on 2 July",
            "Yes, on 2 July",
            ("decision", "we want to review on 2 July", "2026-07-02"),
        ),
        (
            "we want to review on 2 July",
            "No, it is part of the note",
            ("remark", "we want to review on 2 July", "None"),
        ),
        ("second line, look again Mon 2 July", "Yes, on 2 July", ("decision", "second line", "2026-07-02")),
    ],
)
async def test_what_is_unclear_is_asked_about_and_never_guessed(
    bot: Bot, shelter: Shelter, typed: str, pressed: str, kept: tuple[str, str, str]
) -> None:
    await shelter.alice.types(f"/outcome note help-1 {typed}", channel="#shelter")
    assert bot.all(Note) == []

    await shelter.alice.presses(pressed)

    assert [(row.kind, row.text, str(row.look_again_on)) for row in bot.all(Note)] == [kept]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("second line, look again 2026-01-01", "1 January is not ahead. Choose a later day to look again."),
        ("second line, look again in 5 years", "27 March 2031 is more than two years ahead."),
        (", look again 2 July", "Say what was decided or noticed."),
    ],
)
async def test_a_day_that_cannot_be_is_said(bot: Bot, shelter: Shelter, typed: str, sentence: str) -> None:
    answer = await shelter.alice.types(f"/outcome note help-1 {typed}", channel="#shelter")

    assert sentence in words(answer)
    assert bot.all(Note) == []


async def test_the_form_takes_a_day_and_the_number_it_should_move(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/outcome show help-1", channel="#shelter")
    await shelter.bob.presses("Log a decision")
    past = await shelter.bob.submits({"note": "Second phone line", "look_again": "2026-03-27"})
    assert past.modal is not None
    assert list(past.modal.errors.values()) == ["27 March is not ahead. Choose a later day to look again."]
    remark = await shelter.bob.submits({"look_again": "2026-04-02", "kind": "remark"})
    assert remark.modal is not None
    (refusal,) = remark.modal.errors.values()
    assert refusal == "Only a decision is looked at again. Leave the day out, or choose a decision."

    saved = await shelter.bob.submits({"kind": "decision", "Which number should it move?": "Customer churn"})

    assert "for Customer churn: “Second phone line”" in words(saved)
    (kept,) = bot.all(Note)
    assert (kept.indicator_id, str(kept.look_again_on)) == (2, "2026-04-02")
    shown = words(await shelter.bob.types("/outcome show help-1", channel="#shelter"))
    assert "“Second phone line” (Bob) · Customer churn · look again on 2 April" in shown


async def test_the_digest_asks_with_the_figure_before_and_after_and_tells_the_answer_once(
    bot: Bot, shelter: Shelter
) -> None:
    await decided(shelter)
    early = await report_of(bot, shelter, 0)
    assert "Did it help?" not in early.text

    await shelter.alice.types("/reading csat 77 for last week", channel="#shelter")
    posted = await report_of(bot, shelter, 1)
    assert (
        "Did it help? “second phone line on Mondays” (Bob, 27 March): Customer satisfaction 74 % then, 77 % now, "
        "planned 75" in read(posted)
    )
    assert {"It helped", "It did not", "Too early"} <= set(posted.buttons)

    form = await shelter.charlie.presses("It helped", posted)
    assert form.modal is not None
    assert "74 % then, 77 % now" in form.modal.text
    kept = await shelter.charlie.submits({"In one sentence, what do you see?": "far fewer hang up"})
    assert words(kept).startswith(
        "Kept ✓ “second phone line on Mondays”: it helped (Charlie, 7 April), “far fewer hang up”"
    )

    later = await report_of(bot, shelter, 2)
    told = "“second phone line on Mondays” (27 March): it helped (Charlie, 7 April), “far fewer hang up”"
    assert told in read(later)
    assert "Did it help?" not in later.text
    assert told not in read(await report_of(bot, shelter, 3))
    shown = words(await shelter.bob.types("/outcome show help-1", channel="#shelter"))
    assert "(Bob) · it helped (Charlie, 7 April), “far fewer hang up”" in shown
    assert "Not answered" not in shown


async def test_without_an_answer_it_is_asked_once_more_and_then_stands_with_the_outcome(
    bot: Bot, shelter: Shelter
) -> None:
    await decided(shelter)
    reports = [await report_of(bot, shelter, weeks) for weeks in range(5)]

    assert ["Did it help?" in seen.text for seen in reports] == [False, True, True, False, False]
    assert "Did it help? Asked for the last time: “second phone line on Mondays” (Bob, 27 March)" in read(reports[2])
    shown = await shelter.charlie.types("/outcome show help-1", channel="#shelter")
    assert "Did it help? Not answered since 2 April: “second phone line on Mondays” (Bob, 27 March)" in words(shown)

    await shelter.charlie.presses("Answer…")
    unsaid = await shelter.charlie.submits({})
    assert unsaid.modal is not None
    assert list(unsaid.modal.errors.values()) == ["Choose one."]
    await shelter.charlie.submits({"verdict": "did_not_help"})
    shown = await shelter.charlie.types("/outcome show help-1", channel="#shelter")
    assert "it did not help (Charlie, 28 April)" in words(shown)
    assert "Not answered" not in words(shown)


async def test_too_early_is_asked_again_in_four_weeks_and_then_as_often_as_at_first(bot: Bot, shelter: Shelter) -> None:
    await decided(shelter)
    posted = await report_of(bot, shelter, 1)
    await shelter.alice.presses("Too early", posted)
    kept = await shelter.alice.submits({})
    assert "too early to say (Alice, 7 April), look again on 5 May" in words(kept)

    later = {weeks: await report_of(bot, shelter, weeks) for weeks in range(2, 8)}

    assert [weeks for weeks, seen in later.items() if "Did it help?" in seen.text] == [5, 6]
    assert "Asked for the last time" in later[6].text


async def test_somebody_elses_answer_is_named_and_both_are_kept(bot: Bot, shelter: Shelter) -> None:
    await decided(shelter)
    posted = await report_of(bot, shelter, 1)
    await shelter.alice.presses("It did not", posted)
    await shelter.alice.submits({})

    form = await shelter.bob.presses("It helped", posted)
    assert form.modal is not None
    assert "Answered already: it did not help (Alice, 7 April). Yours takes its place" in form.modal.text
    await shelter.bob.submits({})

    assert [(row.verdict, row.made_by_id) for row in bot.all(SecondLook)] == [("did_not_help", 1), ("helped", 2)]
    shown = words(await shelter.alice.types("/outcome show help-1", channel="#shelter"))
    assert "it helped (Bob, 7 April)" in shown
    assert "Alice, 7 April" not in shown


async def test_a_digest_that_is_asked_for_does_not_ask_and_a_preview_shows_what_the_next_one_will(
    bot: Bot, shelter: Shelter
) -> None:
    await decided(shelter)
    bot.playground.clock.set(TUESDAY + timedelta(days=2))
    assert "Did it help?" in words(await shelter.bob.types("/digest preview", channel="#shelter"))

    await shelter.bob.types("/digest now", channel="#shelter")
    await sent(bot)

    assert "Did it help?" not in shelter.bob.sees("#shelter")[-1].text
    assert bot.all(DecisionAsked) == []
    assert "Did it help?" in (await report_of(bot, shelter, 1)).text


async def test_three_at_once_are_asked_two_at_a_time(bot: Bot, shelter: Shelter) -> None:
    for text in ("first", "second", "third"):
        await shelter.bob.types(f"/outcome note help-1 {text}, look again 2 April", channel="#shelter")

    texts = [(await report_of(bot, shelter, weeks)).text for weeks in range(1, 5)]

    asked = [
        [name for name in ("first", "second", "third") if f"“{name}”" in text.split("Did it", 1)[-1]] for text in texts
    ]
    assert [names for names in asked if names] == [["first", "second"], ["first", "third"], ["second", "third"]]


async def test_a_closed_outcome_is_asked_about_no_more(bot: Bot, shelter: Shelter) -> None:
    await decided(shelter)

    def close(session: Session) -> None:
        session.exec(select(tables.Outcome)).one().closed_at = FRIDAY

    bot.deps.database.run_here(close)
    bot.playground.clock.set(TUESDAY + A_WEEK)
    await sent(bot)

    assert not any("Did it help?" in seen.text for seen in shelter.bob.sees("#shelter"))
    shown = await shelter.bob.types("/outcome show help-1", channel="#shelter")
    assert "Did it help?" not in words(shown)


async def test_who_does_not_see_the_outcome_answers_nothing(bot: Bot, shelter: Shelter) -> None:
    await decided(shelter)
    posted = await report_of(bot, shelter, 1)

    def make_private(session: Session) -> None:
        session.exec(select(tables.Channel)).one().is_private = True

    bot.deps.database.run_here(make_private)
    refused = await shelter.charlie.presses("It helped", posted)

    assert "This outcome is no longer there, or you no longer see it." in words(refused)
    assert bot.all(SecondLook) == []


async def test_a_message_becomes_a_decision_with_a_day(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.says("We open on Saturdays", channel="#shelter")
    opened = await shelter.alice.uses("Log as a decision", shelter.alice.sees("#shelter")[-1])
    assert opened.modal is not None
    assert "Look again on" in opened.modal.labels

    saved = await shelter.alice.submits({"Look again on": "2026-04-30"})

    assert "and the first one from Thu 30 April on asks whether it helped." in words(saved)
    assert [str(row.look_again_on) for row in bot.all(Note)] == ["2026-04-30"]
