"""The Home tab: what each sees on it, what its buttons do, and that it stays true."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from bot.actions import sources
from bot.actions.people import known
from bot.actions.sources import NewSource
from bot.delivery.planning import plan_due_readings
from bot.delivery.settings import DeliverySettings
from bot.domain.sources import Fetched, SourceKind
from bot.playground import CannotSubmit, Person, Playground
from storage.tables import HomeTab, Indicator, Ownership, Workspace
from storage.tables import Person as PersonRow
from tests.handlers.conftest import Bot, Shelter
from tests.make import make_channel, make_indicator, make_outcome


def text_of(person: Person) -> str:
    assert person.home is not None
    return person.home.text


async def opens(bot: Bot, person: Person) -> str:
    """What the person sees who opens the Home tab."""
    await person.opens_home()
    await bot.settled()
    return text_of(person)


async def test_a_newcomer_reads_three_steps_and_what_the_words_mean(bot: Bot, playground: Playground) -> None:
    erin = playground.person("erin")
    seen = await opens(bot, erin)
    assert "Three steps to a first result" in seen
    assert "Outcome: a change for somebody." in seen
    assert "Due from you" not in seen
    shown = await erin.presses("Show me an example")
    assert shown.modal is not None
    assert "An example, with made-up figures" in shown.modal.text
    await erin.closes()
    sent = await erin.presses("What will you send, and to whom?")
    assert sent.modal is not None
    assert "What I send by myself" in sent.modal.text


async def test_an_owner_sees_how_their_numbers_stand(bot: Bot, shelter: Shelter) -> None:
    seen = await opens(bot, shelter.alice)
    assert "Nothing is due from you. Next: Mon 30 March, 2 readings." in seen
    assert "Customer satisfaction" in seen
    assert "You answer for 1 outcome" in seen
    assert "If something is due, I write at 09:00 on Mon–Fri, London time." in seen


async def test_a_reading_is_seen_on_home_at_once(bot: Bot, shelter: Shelter) -> None:
    await opens(bot, shelter.alice)
    await shelter.bob.types("/reading csat 80", channel="#shelter")
    await bot.settled()
    assert "80 %" in text_of(shelter.alice)


async def test_what_is_paused_or_closed_is_seen_on_home_at_once(bot: Bot, shelter: Shelter) -> None:
    before = await opens(bot, shelter.alice)
    await shelter.alice.types("/indicator pause churn until 1 June", channel="#shelter")
    await bot.settled()
    paused = text_of(shelter.alice)
    await shelter.alice.types("/outcome close help-1", channel="#shelter")
    await shelter.alice.submits({"result": "dropped"})
    await bot.settled()

    assert "Customer churn" in before
    assert paused != before
    assert "You answer for 1 outcome" in paused
    assert "You answer for 1 outcome" not in text_of(shelter.alice)


async def test_an_administrator_sees_the_workspace_too(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    dana = playground.person("dana", admin=True)
    seen = await opens(bot, dana)
    assert "1 outcome in 1 channel · 2 numbers · 1 owner" in seen


async def test_whoever_has_not_opened_home_has_none(bot: Bot, shelter: Shelter) -> None:
    await shelter.bob.types("/reading csat 80", channel="#shelter")
    await bot.settled()
    assert bot.all(HomeTab) == []
    assert shelter.alice.home is None


def row_of(bot: Bot, person: Person) -> PersonRow:
    (row,) = [each for each in bot.all(PersonRow) if each.user_id == person.id]
    return row


async def test_home_opens_the_check_in_and_shows_what_it_saved(bot: Bot, shelter: Shelter) -> None:
    bot.playground.clock.set(datetime(2026, 3, 30, 8, 30, tzinfo=UTC))
    bot.deps.database.run_here(plan_due_readings, now=bot.deps.clock(), settings=DeliverySettings())
    assert "2 readings are due" in await opens(bot, shelter.alice)
    answer = await shelter.alice.presses("Check in")
    assert answer.modal is not None
    await shelter.alice.submits({answer.modal.labels[0]: "81"})
    await bot.settled()
    assert "1 reading is due" in text_of(shelter.alice)


async def test_buttons_show_an_indicator_and_an_outcome(bot: Bot, shelter: Shelter) -> None:
    await opens(bot, shelter.alice)
    answer = await shelter.alice.presses("Show")
    assert answer.modal is not None
    assert "Customer" in answer.modal.text
    answer = await shelter.alice.presses("All")
    assert answer.modal is not None
    assert "Customers get help the first time" in answer.modal.text


async def test_somebody_sets_their_own_time_and_days(bot: Bot, shelter: Shelter) -> None:
    await opens(bot, shelter.alice)
    form = (await shelter.alice.presses("Change")).modal
    assert form is not None
    assert "By the clock of London." in form.text
    saved = await shelter.alice.submits(
        {"At what time?": "10:30", "On which days do you work?": ["Tuesday", "Wednesday", "Thursday"]}
    )
    assert saved.modal is not None
    assert "I write at 10:30 on Tue–Thu, London time" in saved.modal.text
    await bot.settled()
    assert "I write at 10:30 on Tue–Thu, London time." in text_of(shelter.alice)
    assert "Next: Tue 31 March, 2 readings." in text_of(shelter.alice)
    row = row_of(bot, shelter.alice)
    assert (row.working_days, row.reminder_at) == ("1,2,3", time(10, 30))


async def test_what_is_as_in_the_workspace_goes_on_following_it(bot: Bot, shelter: Shelter) -> None:
    await opens(bot, shelter.alice)
    await shelter.alice.presses("Change")
    await shelter.alice.submits({"At what time?": "09:00"})
    row = row_of(bot, shelter.alice)
    assert (row.working_days, row.reminder_at) == (None, None)


async def test_nobody_works_on_no_day(bot: Bot, shelter: Shelter) -> None:
    await opens(bot, shelter.alice)
    await shelter.alice.presses("Change")
    with pytest.raises(CannotSubmit):
        await shelter.alice.submits({"On which days do you work?": []})


async def test_an_administrator_sets_the_rules_and_reads_what_they_mean(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    dana = playground.person("dana", admin=True)
    await opens(bot, shelter.alice)
    await opens(bot, dana)
    assert (await dana.presses("Settings")).modal is not None
    saved = await dana.submits(
        {
            "When are people asked for readings?": "08:00",
            "Working days": ["Monday", "Tuesday", "Wednesday", "Thursday"],
            "After how many working days is a reading missed?": "3",
            "Weeks begin on": "Sunday",
            "The fiscal year begins in": "April",
            "🟢 On track, up to so many percent of the way behind the plan": "10 %",
        }
    )
    assert saved.modal is not None
    assert saved.modal.text == (
        "Saved\n"
        "✓ People are asked at 08:00, by their own clocks.\n"
        "✓ Working days are Mon–Thu. What has yet to fall due moves to them.\n"
        "✓ A reading is missed 3 working days after it is asked for. What was asked for keeps its day.\n"
        "✓ Weeks begin on a Sunday for what is asked weekly from now on.\n"
        "✓ The fiscal year begins in April: “How often” offers its quarters, halves and years.\n"
        "✓ 🟢 is up to 10 % of the way behind, 🟡 up to 20 %. "
        "All colours are worked out anew, past readings included.\n"
        "What people set for themselves stays as they set it. What you set here outlasts a restart of the bot."
    )
    await bot.settled()
    assert "I write at 08:00 on Mon–Thu, London time." in text_of(shelter.alice)


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("After how many working days is a reading missed?", "two", "Write a whole number, for example 2."),
        ("After how many working days is a reading missed?", "31", "Choose a number from 0 to 30."),
        (
            "🟡 At risk, up to so many percent of the way behind",
            "8",
            "This has to be more than 8, or nothing could be at risk.",
        ),
    ],
)
async def test_a_rule_that_cannot_be_is_refused_beside_its_field(
    bot: Bot, playground: Playground, field: str, typed: str, problem: str
) -> None:
    dana = playground.person("dana", admin=True)
    await opens(bot, dana)
    await dana.presses("Settings")
    refused = await dana.submits({field: typed})
    assert refused.modal is not None
    assert refused.modal.errors == {field: problem}


async def test_whoever_is_no_admin_any_more_changes_no_rule(bot: Bot, playground: Playground) -> None:
    dana = playground.person("dana", admin=True)
    await opens(bot, dana)
    await dana.presses("Settings")
    dana.user.is_admin = False
    bot.playground.clock.advance(timedelta(minutes=31))
    refused = await dana.submits({"After how many working days is a reading missed?": "5"})
    assert refused.modal is not None
    assert "Only workspace admins can change these settings." in refused.modal.text
    (workspace,) = bot.all(Workspace)
    assert workspace.grace_working_days == 2


async def test_an_administrator_reads_no_name_of_what_they_may_not_see(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    secret = playground.channel("secret", shelter.alice, private=True)
    dana = playground.person("dana", admin=True)

    def arrange(session: Session) -> None:
        found = known(session, team_id=playground.team_id, user_id=shelter.alice.id)
        assert found is not None
        workspace = session.get_one(Workspace, bot.workspace_id)
        make_channel(session, workspace, secret.id, private_to=[found.actor])
        outcome = make_outcome(session, found.actor, "Nobody knows of this", channel_id=secret.id, key="hush")
        make_indicator(session, found.actor, outcome, "Hushed up", key="hushed")

    bot.deps.database.run_here(arrange)
    assert "Hushed up" in await opens(bot, shelter.alice)
    seen = await opens(bot, dana)
    assert "2 outcomes in 2 channels · 3 numbers" in seen
    assert "Hushed" not in seen
    assert "secret" not in seen


async def test_a_guest_sees_on_home_what_lives_in_their_channels(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    gwen = playground.person("gwen", guest=True)

    def keep(session: Session) -> None:
        found = known(session, team_id=playground.team_id, user_id=gwen.id)
        assert found is not None
        owner = session.get_one(PersonRow, found.actor.person_id)
        ownership = session.exec(select(Ownership)).first()
        assert ownership is not None
        again = ownership.model_dump(exclude={"id"}) | {"owner_id": owner.id}
        session.add(Ownership(**again))

    await opens(bot, gwen)
    bot.deps.database.run_here(keep)
    assert "Customer" not in await opens(bot, gwen)
    gwen.joins("#shelter")
    await bot.settled()
    assert "Customer" in await opens(bot, gwen)


async def test_an_administrator_reads_what_goes_out_and_what_is_held_back(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    dana = playground.person("dana", admin=True)
    await opens(bot, dana)
    await dana.presses("What goes out")
    await bot.settled()
    assert dana.modal is not None
    lines = dana.modal.text.splitlines()
    assert lines[1].startswith("4 messages to 1 person, 2 reports. Held back: ")
    assert "Mon 30 March" in lines
    assert "09:00  Alice: reminder, 2 readings" in lines
    assert "09:00  #shelter: report" in lines


async def test_what_goes_out_says_what_a_system_is_asked_for_before(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    def feed(session: Session) -> None:
        found = known(session, team_id=playground.team_id, user_id=shelter.alice.id)
        assert found is not None
        by, now = found.actor, playground.clock.now()
        csat = session.exec(select(Indicator.id).where(Indicator.key == "csat")).one()
        new = NewSource("https://figures.example/api", SourceKind.JSON, "csat")
        tried = sources.try_out(session, csat, new, by=by, now=now, keys=bot.deps.token_keys)
        assert tried.source_id is not None
        sources.judge(session, tried.source_id, Fetched("80", is_number=True), by=by, now=now)
        sources.use(session, tried.source_id, by=by, now=now)

    bot.deps.database.run_here(feed)
    dana = playground.person("dana", admin=True)
    await opens(bot, dana)
    await dana.presses("What goes out")
    await bot.settled()
    assert dana.modal is not None
    lines = [line for line in dana.modal.text.splitlines() if "Alice" in line]
    assert lines[:2] == [
        "09:00  Alice: reminder, 2 readings, 1 of them unless a system answers at 08:50",
        "09:00  Alice: second time of asking, 2 readings, 1 of them unless a system answers at Mon 30 March 08:50",
    ]


async def test_what_goes_out_to_a_private_channel_is_counted_and_not_named(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    secret = playground.channel("secret", shelter.alice, private=True)
    dana = playground.person("dana", admin=True)

    def arrange(session: Session) -> None:
        found = known(session, team_id=playground.team_id, user_id=shelter.alice.id)
        assert found is not None
        make_channel(session, session.get_one(Workspace, bot.workspace_id), secret.id, private_to=[found.actor])
        make_outcome(session, found.actor, "Nobody knows of this", channel_id=secret.id, key="hush")

    bot.deps.database.run_here(arrange)
    await opens(bot, dana)
    await dana.presses("What goes out")
    await bot.settled()
    assert dana.modal is not None
    assert "secret" not in dana.modal.text
    assert "2 more are about channels that you are not in." in dana.modal.text


async def test_whoever_leaves_a_private_channel_sees_nothing_of_it_on_home_any_more(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    secret = playground.channel("secret", shelter.alice, shelter.bob, private=True)

    def arrange(session: Session) -> None:
        cast = [known(session, team_id=playground.team_id, user_id=each.id) for each in (shelter.alice, shelter.bob)]
        alice, bob = (each.actor for each in cast if each is not None)
        make_channel(session, session.get_one(Workspace, bot_id), secret.id, private_to=[alice, bob])
        outcome = make_outcome(
            session, alice, "Nobody knows of this", channel_id=secret.id, key="hush", accountable=bob
        )
        make_indicator(session, alice, outcome, "Hushed up", key="hushed", owner=bob)

    bot_id = bot.workspace_id
    bot.deps.database.run_here(arrange)
    assert "Hushed up" in await opens(bot, shelter.bob)
    shelter.bob.leaves("#secret")
    await playground.wait_for(lambda: "Hushed up" not in text_of(shelter.bob))
    assert "Nobody knows" not in text_of(shelter.bob)
