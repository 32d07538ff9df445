"""Noting what was decided or noticed: in a line, with a button, in a form; and where it is read again."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.actions.people import known
from bot.playground import Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words
from tests.make import FRIDAY, make_channel, make_outcome

LONG = "a" * 2_990


async def test_a_remark_is_kept_and_read_in_the_digest_and_with_the_outcome(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.bob.types(
        "/outcome note help-1 the phones were down <twice> on *Monday*", channel="#shelter"
    )

    assert words(answer) == (
        "✓ Noted for Customers get help the first time: “the phones were down <twice> on ∗Monday∗” "
        "It is in the next digest of #shelter."
    )
    kept = bot.all(tables.Note)
    assert [(row.kind, row.text) for row in kept] == [("remark", "the phones were down <twice> on *Monday*")]
    shown = await shelter.alice.types("/outcome show help-1", channel="#shelter")
    assert "Noted: 27 March “the phones were down <twice> on ∗Monday∗” (Bob)" in words(shown)
    digest = await shelter.alice.types("/digest preview", channel="#shelter")
    assert "• Customers get help the first time: “the phones were down" in words(digest)


async def test_a_remark_becomes_a_decision_at_a_press_and_stands_once(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome note help-1 decided: a second phone line on Mondays", channel="#shelter")

    answer = await shelter.alice.presses("It was a decision", times=2)

    assert "✓ Logged as a decision for Customers get help the first time" in words(answer)
    kept = [(row.kind, row.supersedes_id) for row in bot.all(tables.Note)]
    assert kept == [("remark", None), ("decision", 1)]
    shown = await shelter.bob.types("/outcome show help-1", channel="#shelter")
    assert "Decided: 27 March “decided: a second phone line on Mondays” (Alice)" in words(shown)
    assert "Noted:" not in words(shown)
    digest = await shelter.alice.types("/digest preview", channel="#shelter")
    assert "decided “decided: a second phone line on Mondays” (Alice, 27 March)" in words(digest)
    assert words(digest).count("second phone line") == 1


async def test_the_three_latest_are_shown_and_the_others_counted(bot: Bot, shelter: Shelter) -> None:
    for number in range(1, 6):
        await shelter.alice.types(f"/outcome note help-1 remark {number}", channel="#shelter")

    shown = words(await shelter.bob.types("/outcome show help-1", channel="#shelter"))

    assert [f"“remark {number}”" in shown for number in range(1, 6)] == [False, False, True, True, True]
    assert shown.index("remark 5") < shown.index("remark 4") < shown.index("… and 2 more")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("HELP-1 we open on Saturdays", "we open on Saturdays"),
        ("help1 we open on Saturdays", "we open on Saturdays"),
        ("help-1: we open on Saturdays", "we open on Saturdays"),
        ("Customers get help the first time we open on Saturdays", "we open on Saturdays"),
        ("customers get: we open on Saturdays", "we open on Saturdays"),
        ("“Customers get help”: we open on Saturdays", "we open on Saturdays"),
        ("help-1 -5 % is the goal\nof next year", "-5 % is the goal\nof next year"),
    ],
)
async def test_the_outcome_is_found_as_everywhere(bot: Bot, shelter: Shelter, typed: str, text: str) -> None:
    answer = await shelter.alice.types(f"/outcome note {typed}", channel="#shelter")

    assert "✓ Noted for" in words(answer)
    assert [row.text for row in bot.all(tables.Note)] == [text]


async def test_several_that_fit_are_asked_about_and_the_text_is_kept(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(another_outcome, "Customers get a discount", "discount")

    asked = await shelter.alice.types("/outcome note “customers get” we open on Saturdays", channel="#shelter")
    assert '"customers get" fits 2 outcomes. Which one do you mean?' in words(asked)
    answer = await shelter.alice.presses("Customers get a discount")

    assert "✓ Noted for Customers get a discount: “we open on Saturdays”" in words(answer)


async def test_a_first_word_that_may_be_the_notes_own_is_asked_about(bot: Bot, shelter: Shelter) -> None:
    asked = await shelter.alice.types("/outcome note customers love us", channel="#shelter")

    assert words(asked).startswith(
        'Is "customers" the outcome "Customers get help the first time", or a word of the note? '
        "In that case, which outcome is it about?"
    )
    assert bot.all(tables.Note) == []
    await shelter.alice.presses("Customers get help the first time")
    assert [row.text for row in bot.all(tables.Note)] == ["customers love us"]


async def test_without_an_outcome_each_is_offered_and_the_text_kept(bot: Bot, shelter: Shelter) -> None:
    asked = await shelter.alice.types("/outcome note we decided to open on Saturdays", channel="#shelter")

    assert words(asked).startswith('For which outcome is "we decided to open on Saturdays"?')
    answer = await shelter.alice.presses("Customers get help the first time")
    assert "“we decided to open on Saturdays”" in words(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "About which outcome, and what was decided or noticed? For example: /outcome note help-1 we open"),
        (" help-1", 'What was decided or noticed about "Customers get help the first time"? For example: /outcome'),
        (
            ' "Something else" we open',
            'For which outcome is ""Something else" we open"?',
        ),
    ],
)
async def test_what_is_missing_is_said_with_an_example(bot: Bot, shelter: Shelter, typed: str, sentence: str) -> None:
    answer = await shelter.alice.types(f"/outcome note{typed}", channel="#shelter")

    assert words(answer).startswith(sentence)
    assert bot.all(tables.Note) == []


async def test_a_closed_outcome_takes_a_remark_afterwards(bot: Bot, shelter: Shelter) -> None:
    def close(session: Session) -> None:
        session.exec(select(tables.Outcome)).one().closed_at = FRIDAY

    bot.deps.database.run_here(close)
    answer = await shelter.bob.types("/outcome note help-1 the second line stayed", channel="#shelter")

    assert words(answer).endswith("“the second line stayed” It is kept: /outcome show help-1 has it.")
    shown = await shelter.bob.types("/outcome show help-1", channel="#shelter")
    assert "Noted: 27 March “the second line stayed” (Bob)" in words(shown)


async def test_a_channel_without_a_digest_promises_none(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/digest off", channel="#shelter")

    answer = await shelter.alice.types("/outcome note help-1 seen", channel="#shelter")

    assert "digest" not in words(answer)


async def test_what_nobody_sees_takes_no_note(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    bot.deps.database.run_here(another_outcome, "The secret plan", "secret", private=True)

    for line in ("secret we know", "“The secret plan” we know"):
        answer = await shelter.bob.types(f"/outcome note {line}", channel="#shelter")
        assert "The secret plan" not in words(answer).replace("“The secret plan” we know", "")
    assert bot.all(tables.Note) == []


async def test_only_its_author_makes_a_remark_a_decision(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/outcome note help-1 seen", channel="#shelter")
    assert answer.message is not None

    def hand_to_bob(session: Session) -> None:
        session.execute(
            tables.metadata.tables["note"]
            .insert()
            .values(
                workspace_id=bot.workspace_id, outcome_id=1, kind="remark", text="Bob's", made_at=FRIDAY, made_by_id=2
            )
        )

    bot.deps.database.run_here(hand_to_bob)
    for block in bot.playground.messages[-1].blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "was_decision":
                element["value"] = "2"

    refused = await shelter.alice.presses("It was a decision")

    assert words(refused) == (
        "This note is no longer there, or you no longer see it. Note it again with /outcome note."
    )
    assert [row.kind for row in bot.all(tables.Note)] == ["remark", "remark"]


async def test_log_a_decision_opens_a_form_for_the_outcome_that_was_shown(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/outcome show help-1", channel="#shelter")
    opened = await shelter.bob.presses("Log a decision")
    assert opened.modal is not None
    assert opened.modal.labels == ["What was decided?", "It is", "Look again on", "Which number should it move?"]

    without = await shelter.bob.submits({"note": "\N{ZERO WIDTH SPACE}"})
    assert without.modal is not None
    assert without.modal.errors == {"What was decided?": "Say what was decided or noticed."}
    saved = await shelter.bob.submits({"note": "Second phone line\n\non Mondays"})

    assert words(saved).startswith(
        "Logged ✓ Logged as a decision for Customers get help the first time: “Second phone line on Mondays” "
        "It is in the next digest of"
    )
    assert [(row.kind, row.text) for row in bot.all(tables.Note)] == [("decision", "Second phone line\n\non Mondays")]


async def test_the_form_takes_a_remark_and_counts_a_repeat_once(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.bob.types("/outcome show help-1", channel="#shelter")
    await shelter.bob.presses("Log a decision")

    saved = await shelter.bob.submits({"note": "Quiet week", "kind": "remark"})
    assert saved.delivery is not None
    await playground.redeliver(saved.delivery)

    assert [(row.kind, row.text) for row in bot.all(tables.Note)] == [("remark", "Quiet week")]


async def test_whoever_no_longer_sees_the_outcome_keeps_what_they_typed(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/outcome show help-1", channel="#shelter")
    await shelter.bob.presses("Log a decision")

    def make_private(session: Session) -> None:
        session.exec(select(tables.Channel)).one().is_private = True

    bot.deps.database.run_here(make_private)
    refused = await shelter.bob.submits({"note": "Quiet week"})

    assert "This outcome is no longer there, or you no longer see it." in words(refused)
    assert bot.all(tables.Note) == []
    await shelter.bob.closes()
    assert shelter.bob.modal is not None
    assert shelter.bob.modal.field("note").value == "Quiet week"


async def test_a_long_note_is_refused_and_given_back(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types(f"/outcome note help-1 {LONG}", channel="#shelter")

    assert "A command holds up to 3,000 characters; this one has 3,002. Shorten it." in words(answer)
    assert LONG[:100] in words(answer)
    assert bot.all(tables.Note) == []


async def test_a_note_of_last_week_is_not_in_the_next_digest_again(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/outcome note help-1 seen in March", channel="#shelter")
    playground.clock.advance(timedelta(days=15))

    preview = await shelter.alice.types("/digest preview", channel="#shelter")

    assert "seen in March" not in words(preview)


def another_outcome(session: Session, statement: str, key: str, *, private: bool = False) -> None:
    """One more outcome of Alice's, in the same channel or in a private one of hers."""
    alice = session.exec(select(tables.Person).join(tables.Outcome)).first()
    assert alice is not None
    workspace = session.get_one(tables.Workspace, alice.workspace_id)
    found = known(session, team_id=workspace.team_id, user_id=alice.user_id)
    assert found is not None
    channel = session.exec(select(tables.Channel)).first()
    assert channel is not None
    channel_id = channel.channel_id
    if private:
        make_channel(session, workspace, "C0PRIVATE", private_to=[found.actor])
        channel_id = "C0PRIVATE"
    make_outcome(session, found.actor, statement, channel_id=channel_id, key=key)
