"""What an outcome takes, money and effort: planned, used, corrected, taken from an indicator, and side by side."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions.outcomes import RegisteredOutcome
from bot.actions.people import known
from bot.domain.resources import ResourceKind
from bot.domain.targets import Direction
from bot.domain.values import Measure, ValueKind
from storage import tables
from storage.tables import ResourcePlan, ResourceUse
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_decisions import TUESDAY, read
from tests.handlers.test_notes import another_outcome
from tests.handlers.test_reports import sent
from tests.make import make_indicator

EUROS = Measure(ValueKind.MONEY, "€")


async def types(shelter: Shelter, line: str) -> str:
    return words(await shelter.alice.types(f"/outcome resources {line}", channel="#shelter"))


def has_dates(session: Session) -> None:
    """The outcome is from 2 March to 10 May 2026: seventy days, of which 25 are over on Friday 27 March."""
    row = session.exec(select(tables.OutcomeDefinition)).one()
    newer = tables.OutcomeDefinition(**row.model_dump(exclude={"id"}))
    newer.starts_on, newer.ends_on = date(2026, 3, 2), date(2026, 5, 10)
    session.add(newer)


def add_overtime(session: Session) -> None:
    """An indicator of the outcome in euros, of Alice's."""
    alice = session.get_one(tables.Person, 1)
    workspace = session.get_one(tables.Workspace, alice.workspace_id)
    found = known(session, team_id=workspace.team_id, user_id=alice.user_id)
    assert found is not None
    outcome = session.exec(select(tables.Outcome)).first()
    assert outcome is not None
    make_indicator(
        session,
        found.actor,
        RegisteredOutcome(outcome.id, outcome.key, ""),
        "Overtime paid",
        key="overtime",
        measure=EUROS,
        direction=Direction.DECREASE,
    )


async def test_what_is_planned_and_used_stands_beside_progress(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(has_dates)
    planned = await types(shelter, "help-1 plan 20k€")
    assert planned.startswith("✓ €20,000 planned for Customers get help the first time. €0 of €20,000 used (0 %)")
    await shelter.alice.types("/reading csat 77.2 for 2026-W12", channel="#shelter")

    used = await types(shelter, "help-1 used 12,400 € on 20 March for June printing")

    assert used == (
        "✓ €12,400 used on 20 March for Customers get help the first time: “June printing” "
        "€12,400 of €20,000 used (62 %) · 40 % of the way · 36 % of the time"
    )
    shown = words(await shelter.bob.types("/outcome show help-1", channel="#shelter"))
    assert "€12,400 of €20,000 used (62 %) · 40 % of the way · 36 % of the time" in shown


async def test_money_and_effort_stand_side_by_side_and_a_currency_is_one_thing(bot: Bot, shelter: Shelter) -> None:
    for line in ("plan 20k€", "plan 120 h because two people help", "used EUR 200", "used 90 min: set up", "used £20"):
        await types(shelter, f"help-1 {line}")

    shown = words(await shelter.bob.types("/outcome show help-1", channel="#shelter"))

    assert "€200 of €20,000 used (1 %) · 1 h 30 min of 120 h used (1 %) · £20 used, nothing planned" in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("used", "How much? For example 3,400 €, 12 h or 2 days."),
        ("plan lots", 'This needs money or effort, for example 20k€, 120 h or 15 days. You wrote "lots".'),
        ("plan 0 €", "Plan more than 0"),
        ("plan 20k€ for vans", 'What is "for vans"? Type the amount alone, or why'),
        ("used 0 €", "0 changes nothing."),
        ("used 3,400 € June printing", 'What is "June printing"? Put a word before what it was for'),
        ("used 3,400 € on 3 April", "3 April is ahead. What is used then can be noted then."),
        ("used 3,400 € per month", 'does "per month" belong to the value?'),
        ("used 2 days", "Effort is counted in hours here. Say it in hours."),
        ("used 2 weeks", 'Say it in hours or in days. You wrote "2 weeks".'),
        ("spend time", 'You wrote "time".'),
        ("burn 3 €", 'What is to be done with "burn 3 €"?'),
        ("fix 3 €", "You have noted nothing of that here"),
        ("drop £", 'Count what no more? You wrote "£". Known here: h.'),
        ("no input", "No indicator says what is used here."),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_kept(
    bot: Bot, shelter: Shelter, typed: str, sentence: str
) -> None:
    await types(shelter, "help-1 plan 120 h")

    answer = await types(shelter, f"help-1 {typed}")

    assert sentence in answer
    assert len(bot.all(ResourcePlan)) == 1
    assert bot.all(ResourceUse) == []


async def test_a_number_alone_is_of_the_only_unit_and_is_asked_about_where_there_are_two(
    bot: Bot, shelter: Shelter
) -> None:
    await types(shelter, "help-1 plan 120 h")
    assert (await types(shelter, "help-1 used 12 for May")).startswith("✓ 12 h used on 27 March")
    await types(shelter, "help-1 plan 20k€")

    asked = await types(shelter, "help-1 used 300 for May")
    assert '"300" of what? Type the unit too' in asked
    answer = await shelter.alice.presses("EUR")

    assert words(answer).startswith("✓ €300 used on 27 March for Customers get help the first time: “May”")


async def test_a_correction_keeps_what_was_there_and_names_both(bot: Bot, shelter: Shelter) -> None:
    await types(shelter, "help-1 plan 20k€")
    await types(shelter, "help-1 used 3,400 € on 20 March for printing")

    fixed = await types(shelter, "help-1 fix 3,200 €")
    assert fixed.startswith(
        "✓ €3,200 used on 20 March for Customers get help the first time, instead of €3,400: “printing”"
    )
    assert "€3,200 of €20,000 used (16 %)" in fixed

    await shelter.alice.presses("Correct…")
    form = await shelter.alice.submits({"How much?": "29 h"})
    assert form.modal is not None
    assert list(form.modal.errors.values()) == ["Correct it in the unit in which it was noted."]
    await shelter.alice.submits({"How much?": "€3,000", "Used on": "2026-03-19"})
    await shelter.alice.closes(everything=True)

    rows = [(row.amount, row.supersedes_id, row.used_on.day) for row in bot.all(ResourceUse)]
    assert rows == [(Decimal(3400), None, 20), (Decimal(3200), 1, 20), (Decimal(3000), 2, 19)]
    sheet = await types(shelter, "help-1")
    assert "19 March · €3,000 (instead of €3,200) · printing · Alice" in sheet
    assert "€3,000 of €20,000 used (15 %)" in sheet


async def test_an_entry_is_taken_back_and_an_old_button_says_so(bot: Bot, shelter: Shelter) -> None:
    await types(shelter, "help-1 used 3,400 €")
    await shelter.alice.presses("Correct…")
    back = await shelter.alice.submits({"If it was never used": "yes"})
    assert "✓ €3,400 taken back. It stays on record and counts no more." in words(back)
    await shelter.alice.closes(everything=True)

    again = await shelter.alice.presses("Correct…")

    assert "This entry is no longer there" in words(again)
    assert len(bot.all(ResourceUse)) == 2
    assert "Nothing is planned or used yet." in await types(shelter, "help-1")


async def test_the_form_behind_the_button_notes_and_plans(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome show help-1", channel="#shelter")
    opened = await shelter.alice.presses("Resources…")
    assert opened.modal is not None
    assert "Nothing is planned or used yet." in opened.modal.text
    planned = await shelter.alice.submits({"How much?": "€20,000", "What for, or why?": "two vans"})
    assert "✓ €20,000 planned for Customers get help the first time." in words(planned)
    await shelter.alice.closes(everything=True)

    await shelter.alice.presses("Resources…")
    ahead = await shelter.alice.submits({"How much?": "3,400 €", "Used on": "2026-04-01"})
    assert ahead.modal is not None
    assert ahead.modal.errors == {"Used on": "1 April is ahead. What is used then can be noted then."}
    wrong = await shelter.alice.submits({"How much?": "3,400 € for printing"})
    assert wrong.modal is not None
    assert wrong.modal.errors["How much?"].startswith('What is "for printing"?')
    saved = await shelter.alice.submits({"How much?": "3,400 €", "Used on": "2026-03-20"})

    assert "✓ €3,400 used on 20 March" in words(saved)
    assert [row.reason for row in bot.all(ResourcePlan)] == ["two vans"]


@pytest.mark.parametrize(
    ("pressed", "used", "said"),
    [
        ("What was used each time", "€1,100", "its figures since the outcome began add up."),
        ("All that was used so far", "€700", "its latest figure counts."),
    ],
)
async def test_an_indicator_says_what_is_used_and_it_is_asked_how(
    bot: Bot, shelter: Shelter, pressed: str, used: str, said: str
) -> None:
    bot.deps.database.run_here(has_dates)
    bot.deps.database.run_here(add_overtime)
    for line in ("overtime 500 for 2026-W09", "overtime 400 for 2026-W10", "overtime 700 for 2026-W11"):
        await shelter.alice.types(f"/reading {line}", channel="#shelter")
    await types(shelter, "help-1 plan 20k€")

    asked = await types(shelter, "help-1 input overtime")
    assert 'What do the figures of "Overtime paid" say?' in asked
    answer = words(await shelter.alice.presses(pressed))

    assert f"✓ What is used comes from Overtime paid: {said}" in answer
    assert f"{used} of €20,000 used" in answer
    refused = await types(shelter, "help-1 used 3 €")
    assert "An indicator says what is used here: give it a reading instead." in refused
    assert "noted by hand again" in await types(shelter, "help-1 no input")
    assert "€0 of €20,000 used (0 %)" in await types(shelter, "help-1")


async def test_an_indicator_of_something_else_says_nothing_of_use(bot: Bot, shelter: Shelter) -> None:
    answer = await types(shelter, "help-1 input csat adds up")

    assert '"Customer satisfaction" is measured in something else than money, hours or days.' in answer


async def test_who_may_not_edit_the_outcome_changes_nothing_and_sees_no_button(bot: Bot, shelter: Shelter) -> None:
    await types(shelter, "help-1 plan 20k€")
    for line in ("plan 1 €", "used 1 €", "input csat", "drop €"):
        refused = await shelter.bob.types(f"/outcome resources help-1 {line}", channel="#shelter")
        assert 'You cannot change what "Customers get help the first time" takes.' in words(refused)
    shown = await shelter.bob.types("/outcome show help-1", channel="#shelter")

    assert "Resources…" not in shown.buttons
    assert "€0 of €20,000 used (0 %)" in words(shown)
    assert len(bot.all(ResourcePlan)) == 1


async def test_what_is_dropped_is_counted_no_more_and_comes_back(bot: Bot, shelter: Shelter) -> None:
    for line in ("plan 20k€", "used 300 €", "drop €"):
        await types(shelter, f"help-1 {line}")
    assert "Nothing is planned or used yet." in await types(shelter, "help-1")

    assert "€300 of €10,000 used (3 %)" in await types(shelter, "help-1 plan 10k€")


async def test_side_by_side_the_furthest_ahead_comes_first_and_private_ones_are_absent(
    bot: Bot, shelter: Shelter
) -> None:
    empty = words(await shelter.bob.types("/outcome list resources", channel="#shelter"))
    assert empty == (
        "No outcome here says what it takes yet. "
        "Begin with /outcome resources <outcome> plan 20k€: money, hours or days."
    )
    bot.deps.database.run_here(another_outcome, "Customers get a discount", "discount")
    bot.deps.database.run_here(another_outcome, "The secret plan", "secret", private=True)
    for key in ("discount", "help-1", "secret"):
        await types(shelter, f"{key} plan 20k€")
        await types(shelter, f"{key} used 12k€")
    await shelter.alice.types("/reading csat 77.2 for 2026-W12", channel="#shelter")

    shown = words(await shelter.bob.types("/outcome list resources", channel="#shelter"))

    assert shown.startswith(
        "What outcomes take, beside how far they are Use is ahead of progress "
        "⚪ Customers get help the first time help-1: €12,000 of €20,000 used (60 %) · 40 % of the way "
    )
    assert shown.index("help-1") < shown.index("Not to be compared yet") < shown.index("discount")
    assert "secret" not in shown
    assert "The secret plan" in words(await shelter.alice.types("/outcome resources", channel="#shelter"))
    opened = await shelter.bob.chooses("Open one…", "Customers get a discount")
    assert "Customers get a discount discount €12,000 of €20,000 used (60 %)" in words(opened)


async def test_a_long_list_has_pages(bot: Bot, shelter: Shelter) -> None:
    def many(session: Session) -> None:
        for number in range(27):
            another_outcome(session, f"Outcome number {number}", f"outcome-{number:02}")
            outcome = session.exec(select(tables.Outcome).where(tables.Outcome.key == f"outcome-{number:02}")).one()
            session.add(
                ResourcePlan(
                    workspace_id=outcome.workspace_id,
                    outcome_id=outcome.id,
                    kind=ResourceKind.EFFORT,
                    unit="days",
                    amount=Decimal(10),
                    made_at=outcome.created_at,
                    made_by_id=outcome.created_by_id,
                )
            )

    bot.deps.database.run_here(many)
    first = await shelter.bob.types("/outcome resources", channel="#shelter")
    assert "outcome-24" in words(first)
    assert "outcome-25" not in words(first)

    second = await shelter.bob.presses("Next 2")

    assert "outcome-26: 0 days of 10 days used (0 %)" in words(second)
    assert "Next" not in "".join(second.buttons)


async def test_the_digest_sets_use_beside_progress_where_it_is_far_ahead_and_never_otherwise(
    bot: Bot, shelter: Shelter
) -> None:
    await types(shelter, "help-1 plan 20k€")
    await types(shelter, "help-1 used 11,800 €")
    await shelter.alice.types("/reading csat 77.2 for 2026-W12", channel="#shelter")
    assert "of the budget" not in words(await shelter.bob.types("/digest preview", channel="#shelter"))

    await types(shelter, "help-1 used 600 €")
    line = "⏳ Use far ahead of progress: Customers get help the first time (62 % of the budget, 40 % of the way)"
    assert line in words(await shelter.bob.types("/digest preview", channel="#shelter"))
    for weeks in (0, 1):  # new, and still
        bot.playground.clock.set(TUESDAY + timedelta(weeks=weeks))
        await sent(bot)
        posted = next(seen for seen in reversed(shelter.bob.sees("#shelter")) if "outcome" in seen.text)
        assert line in read(posted)

    await types(shelter, "help-1 plan 60k€")
    assert "of the budget" not in words(await shelter.bob.types("/digest preview", channel="#shelter"))


async def test_a_closed_outcome_stays_as_it_is(bot: Bot, shelter: Shelter) -> None:
    await types(shelter, "help-1 plan 20k€")

    def close(session: Session) -> None:
        session.exec(select(tables.Outcome)).one().closed_at = TUESDAY

    bot.deps.database.run_here(close)

    assert '"Customers get help the first time" is closed, so it stays as it is.' in await types(
        shelter, "help-1 used 3 €"
    )
    assert "€0 of €20,000 used (0 %)" in words(await shelter.bob.types("/outcome show help-1", channel="#shelter"))
    assert "help-1" not in words(await shelter.bob.types("/outcome list resources", channel="#shelter"))
