"""Filling in forms: the check-in, a target, an indicator with limits or a scale."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from bot.actions.people import known
from bot.domain import events
from bot.domain.due import DueState
from bot.domain.targets import Direction
from bot.domain.values import Measure, ValueKind
from bot.playground import CannotDo, Playground
from storage import tables
from tests.forms import MORE_OF_INDICATOR
from tests.handlers.conftest import Bot, Shelter, words
from tests.make import make_indicator, make_outcome


def fall_due(session: Session) -> None:
    """The reading of the week of 16 March, for each indicator there is."""
    for indicator in session.exec(select(tables.Indicator).order_by(tables.Indicator.key)):
        owner = session.exec(select(tables.Ownership).where(tables.Ownership.indicator_id == indicator.id)).one()
        session.add(
            tables.DueReading(
                workspace_id=indicator.workspace_id,
                indicator_id=indicator.id,
                period_key="2026-W12",
                period_first_on=date(2026, 3, 16),
                period_last_on=date(2026, 3, 22),
                owner_id=owner.owner_id,
                due_on=date(2026, 3, 23),
                grace_ends_at=datetime(2026, 3, 25, 23, tzinfo=UTC),
            )
        )
        session.flush()


async def test_a_check_in_answers_everything_that_is_due_in_one_go(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    opened = await shelter.alice.types("/reading", channel="#shelter")
    assert opened.modal is not None
    assert opened.modal.labels == [
        "Customer churn, last week (16–22 March)",
        "Note on Customer churn",
        "How sure of Customer churn?",
        "Customer satisfaction, last week (16–22 March)",
        "Note on Customer satisfaction",
        "How sure of Customer satisfaction?",
    ]

    wrong = await shelter.alice.submits({"1": "lots", "2": "81"})
    assert wrong.modal is not None
    assert list(wrong.modal.errors) == ["Customer churn, last week (16–22 March)"]
    assert bot.counts()["reading"] == 0
    saved = await shelter.alice.submits({"1": "n/d no survey"})

    assert "2 readings saved" in words(saved)
    assert "Nothing else is open." in words(saved)
    assert [(row.typed, row.route) for row in bot.all(tables.Reading)] == [("n/d", "form"), ("81", "form")]
    assert sum(isinstance(event, events.ReadingRecorded) for event in bot.happened) == 2


async def test_a_label_is_picked_and_kept_while_another_field_is_put_right(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(mood_on_a_scale)
    bot.deps.database.run_here(fall_due)
    await shelter.alice.types("/reading", channel="#shelter")

    wrong = await shelter.alice.submits({"3": "=good", "note:3": "a quiet week", "sure:3": "fairly", "2": "lots"})
    assert wrong.modal is not None
    assert list(wrong.modal.errors) == ["Customer satisfaction, last week (16–22 March)"]
    assert wrong.modal.field("3").value["value"] == "=good"
    await shelter.alice.submits({"2": "81"})

    kept = [(row.typed, row.note, row.confidence) for row in bot.all(tables.Reading)]
    assert kept == [("81", "", None), ("good", "a quiet week", "fairly")]


async def test_no_figure_is_picked_with_a_reason_and_not_yet_is_no_answer(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(mood_on_a_scale)
    bot.deps.database.run_here(fall_due)
    await shelter.alice.types("/reading", channel="#shelter")

    without = await shelter.alice.submits({"3": "no_figure"})
    assert without.modal is not None
    assert list(without.modal.errors.values()) == ["Say in the note why there is no figure."]
    nothing = await shelter.alice.submits({"3": "not_yet"})
    assert "Nothing was filled in, so nothing was saved." in words(nothing)

    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/reading", channel="#shelter")
    saved = await shelter.alice.submits({"3": "no_figure", "note:3": "nobody asked"})
    assert "✓ No data for Mood, last week (16–22 March): nobody asked" in words(saved)


async def test_a_form_that_is_submitted_twice_is_recorded_once(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    bot.deps.database.run_here(fall_due)
    await shelter.alice.types("/reading", channel="#shelter")
    saved = await shelter.alice.submits({"2": "81", "note:2": "by hand"})
    assert saved.delivery is not None
    assert "✓ 81 % for Customer satisfaction, last week (16–22 March)." in words(saved)
    assert "by hand" in words(saved)

    repeated = await playground.redeliver(saved.delivery)

    assert repeated.body == saved.delivery.body
    assert bot.counts()["reading"] == 1


async def test_a_second_form_about_the_same_says_what_it_replaced(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    await shelter.alice.types("/reading", channel="#shelter")
    await shelter.bob.types("/reading csat 80 for week of 16 march", channel="#shelter")

    saved = await shelter.alice.submits({"2": "81"})

    assert "✓ 81 % for Customer satisfaction, last week (16–22 March), instead of 80 %." in words(saved)


async def test_older_ones_are_declared_in_one_go_and_what_came_meanwhile_stays(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    bot.deps.database.run_here(were_missed)
    opened = await shelter.alice.types("/reading", channel="#shelter")
    assert opened.modal is not None
    assert opened.modal.title == "Older ones"
    asked = await shelter.alice.presses("They will not come")
    assert asked.modal is not None
    assert asked.modal.labels == ["Which will not come?", "Why is there no figure?"]
    await shelter.bob.types("/reading csat 81 for week of 16 march", channel="#shelter")

    saved = await shelter.alice.submits({"reason": "nobody counted"})

    assert "✓ No data for 1 reading: nobody counted • Customer churn churn: 1" in words(saved)
    assert [(row.typed, row.note) for row in bot.all(tables.Reading)] == [("81", ""), ("n/d", "nobody counted")]
    assert {row.state for row in bot.all(tables.DueReading)} == {"late", "no_data"}


async def test_what_is_due_is_asked_for_first(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    bot.deps.database.run_here(lambda session: were_missed(session, 1))
    opened = await shelter.alice.types("/reading", channel="#shelter")
    assert opened.modal is not None
    assert opened.modal.labels[0] == "Customer satisfaction, last week (16–22 March)"
    older = await shelter.alice.presses("Older ones (1)")
    assert older.modal is not None
    assert older.modal.labels[0] == "Customer churn, last week (16–22 March)"

    saved = await shelter.alice.submits({"1": "11"})

    assert "1 reading saved" in words(saved)


def were_missed(session: Session, *due_ids: int) -> None:
    """These due readings, or all of them."""
    for row in session.exec(select(tables.DueReading)):
        if row.id in due_ids or not due_ids:
            row.state = DueState.MISSED
            session.add(row)


def mood_on_a_scale(session: Session) -> None:
    """Another indicator of Alice's, the third that falls due."""
    alice = session.exec(select(tables.Person).join(tables.Outcome)).one()
    workspace = session.get_one(tables.Workspace, alice.workspace_id)
    found = known(session, team_id=workspace.team_id, user_id=alice.user_id)
    assert found is not None
    owner, channel = found.actor, session.exec(select(tables.Channel)).one()
    home = make_outcome(session, owner, "The team likes it here", channel_id=channel.channel_id, key="team-1")
    measure = Measure(ValueKind.SCALE, scale=("poor", "fair", "good"))
    make_indicator(session, owner, home, "Mood", key="mood", measure=measure, direction=Direction.INCREASE)


async def test_no_data_in_the_form_needs_a_reason_there(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    await shelter.alice.types("/reading", channel="#shelter")

    answer = await shelter.alice.submits({"1": "n/d"})

    assert answer.modal is not None
    assert answer.modal.errors == {
        "Customer churn, last week (16–22 March)": "Say why there is no data, for example: n/d the counter was broken"
    }


async def test_a_note_without_a_value_is_not_lost(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    await shelter.alice.types("/reading", channel="#shelter")

    answer = await shelter.alice.submits({"note:1": "The survey is late"})

    assert answer.modal is not None
    assert answer.modal.errors == {
        "Customer churn, last week (16–22 March)": "There is a note, but no value. Give the value too, or type n/d."
    }
    assert answer.modal.field("note:1").value == "The survey is late"


async def test_the_button_beside_an_indicator_without_target_opens_the_form(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/target show churn", channel="#shelter")
    await shelter.alice.presses("Set a target")

    past = await shelter.alice.submits({"value": "5", "due_on": "2026-03-01"})
    assert past.modal is not None
    assert past.modal.errors == {"By": "This date is in the past, or today. Choose a later one."}
    saved = await shelter.alice.submits({"due_on": "2026-06-30"})

    assert words(saved) == (
        "Target saved ✓ Target set for Customer churn From 12 % on 2 March to 5 % by 30 June. ⚪ No reading yet."
    )


async def test_an_indicator_to_maintain_takes_limits(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    queue = {"name": "Queue", "kind": "number", "direction": "maintain", "every": "two_weeks"}
    added = await shelter.alice.submits(queue | {"value": "between 5 and 10", "due_day": "2"})
    assert "The first one, for 23 March – 5 April, is due Wed 8 April." in words(added)
    await shelter.alice.closes(everything=True)

    changed = await shelter.alice.types("/target set queue at most 12", channel="#shelter")
    assert changed.modal is not None
    assert [changed.modal.field(name).value for name in ("low", "high", "due_on")] == [None, "12", None]
    saved = await shelter.alice.submits({"reason": "The new hall is larger"})

    assert words(saved) == (
        "Target saved ✓ Target set for Queue Wanted: at most 12. ⚪ No reading yet. "
        "🎯 Target changed on 27 March: between 5 and 10 → at most 12. “The new hall is larger”"
    )
    asked = await shelter.alice.types("/target set queue", channel="#shelter")
    assert words(asked) == "What is the target? For example: /target set queue at least <value> by 30 June"
    refused = await shelter.alice.types("/target set queue 12 by 30 june because why not", channel="#shelter")
    assert words(refused) == (
        "An indicator that should stay within limits needs a limit: at least, at most, or between two values. "
        "You typed: /target set queue 12 by 30 june because why not"
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "between 80 and 90 by 31 july",
            (
                "An indicator that should go up needs one value as its target. "
                "Limits are for one that should stay within them."
            ),
        ),
        (
            "60 by 31 july",
            (
                "From 72 % to 60 % is a decrease, but this indicator should go up. "
                "Change the target, or the indicator's direction."
            ),
        ),
        ("90 by 1 march 2026", "This date is in the past, or today. Choose a later one."),
    ],
)
async def test_no_form_opens_for_a_change_that_could_not_be_saved(
    bot: Bot, shelter: Shelter, typed: str, sentence: str
) -> None:
    refused = await shelter.alice.types(f"/target set csat {typed}", channel="#shelter")

    assert refused.modal is None
    assert sentence in words(refused)


async def test_a_daily_reading_may_be_for_working_days_alone(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    calls = {"name": "Calls", "kind": "number", "direction": "increase", "every": "working_day"}
    added = await shelter.alice.submits(calls)
    assert "The first one, for today, is due Mon 30 March." in words(added)
    await shelter.alice.closes(everything=True)

    asked = await shelter.alice.types("/reading calls 84 for 22 march", channel="#shelter")

    assert words(asked).startswith(
        '"22 march" is a day off: this is read every working day. '
        "The nearest are Friday (20 March) and Monday (23 March)."
    )
    stored = [row.cadence for row in bot.all(tables.IndicatorDefinition)]
    assert stored[-1] == {"every": "day", "due": "working_day_after", "weekdays": "01234"}
    shown = await shelter.alice.types("/indicator show calls", channel="#shelter")
    assert "every working day, due the next working day" in words(shown)


async def test_limits_of_a_ratio_are_kept_as_the_form_shows_them(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    await shelter.alice.submits({"name": "Housed", "kind": "ratio", "direction": "maintain", "every": "week"})
    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/target set housed at least 4/5", channel="#shelter")

    changed = await shelter.alice.types("/target set housed at least 3/5", channel="#shelter")
    assert changed.modal is not None
    assert changed.modal.field("low").value == "60 %"
    saved = await shelter.alice.submits({"reason": "Fewer rooms"})

    assert words(saved) == (
        "Target saved ✓ Target set for Housed Wanted: at least 60 %. ⚪ No reading yet. "
        "🎯 Target changed on 27 March: at least 80 % → at least 60 %. “Fewer rooms”"
    )


async def test_a_target_is_refused_with_the_indicators_own_latest_value(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    await shelter.alice.submits({"name": "Housed", "kind": "ratio", "direction": "maintain", "every": "week"})
    await shelter.alice.closes(everything=True)
    await shelter.alice.types("/reading housed 33/50", channel="#shelter")

    as_a_share = await shelter.alice.types("/target set housed at least most", channel="#shelter")
    as_a_percentage = await shelter.alice.types("/target set housed at least 8o %", channel="#shelter")
    await shelter.alice.types("/indicator show housed", channel="#shelter")
    await shelter.alice.presses("Set a target")
    in_the_form = await shelter.alice.submits({"low": "most"})

    assert '"Housed" needs a ratio, for example 33/50. You wrote "most".' in words(as_a_share)
    assert '"Housed" needs a number, for example 66 %. You wrote "8o %".' in words(as_a_percentage)
    assert in_the_form.modal is not None
    assert list(in_the_form.modal.errors.values()) == ['"Housed" needs a ratio, for example 33/50. You wrote "most".']


async def test_an_error_at_a_field_stays_on_its_line(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    strange = {"name": "Mood\N{RIGHT-TO-LEFT OVERRIDE} up", "kind": "number", "direction": "increase", "every": "week"}

    refused = await shelter.alice.submits(strange | {"baseline": "lots"})

    assert refused.modal is not None
    assert refused.modal.errors == {"Today it is": 'This needs a number, for example 84. You wrote "lots".'}


async def test_a_scale_takes_its_labels_from_the_lowest(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator new help-1", channel="#shelter")
    await shelter.alice.presses(MORE_OF_INDICATOR)
    mood = {"name": "Mood", "kind": "scale", "direction": "increase", "every": "day"}

    without = await shelter.alice.submits(mood)
    assert without.modal is not None
    assert without.modal.errors == {
        "Unit": "A scale needs its labels, each once, from the lowest to the highest: poor, fair, good."
    }
    await shelter.alice.submits({"unit": "poor, fair, good"})
    await shelter.alice.closes(everything=True)
    without_a_value = await shelter.alice.types("/reading mood", channel="#shelter")
    without_a_target = await shelter.alice.types("/target set mood", channel="#shelter")
    given = await shelter.alice.types("/reading mood fair", channel="#shelter")

    assert words(without_a_value) == "What is the value? For example: /reading mood good"
    assert words(without_a_target) == "What is the target? For example: /target set mood <value> by 30 June"
    assert "✓ fair for Mood, today (27 March)." in words(given)


async def test_an_outcome_that_has_gone_out_of_sight_takes_no_indicator(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/indicator new help-1", channel="#shelter")
    await shelter.bob.presses(MORE_OF_INDICATOR)

    def make_private(session: Session) -> None:
        session.exec(select(tables.Channel)).one().is_private = True

    bot.deps.database.run_here(make_private)
    answer = await shelter.bob.submits({"name": "Mood", "kind": "number", "direction": "increase", "every": "week"})

    assert "This outcome is no longer there, or you no longer see it." in words(answer)
    assert bot.counts()["indicator"] == 2
    await shelter.bob.closes()
    assert shelter.bob.modal is not None
    assert shelter.bob.modal.field("name").value == "Mood"


async def test_an_undone_reading_has_no_button_any_more(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 84", channel="#shelter")

    answer = await shelter.alice.presses("Undo")

    assert words(answer) == "Taken back: 84 % for Customer satisfaction, this week (23–29 March)."
    with pytest.raises(CannotDo):
        await shelter.alice.presses("Undo")
