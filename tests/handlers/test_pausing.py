"""An indicator is paused until a day, resumed without a demand, retired and brought back."""

from datetime import timedelta

from bot.playground import Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_closing import plain, rounds_of


def due(bot: Bot, state: str = "due") -> list[str]:
    keys = {row.id: row.key for row in bot.all(tables.Indicator)}
    return sorted(
        f"{keys[row.indicator_id]} {row.period_key}" for row in bot.all(tables.DueReading) if row.state == state
    )


async def test_a_pause_says_when_it_ends_and_what_happens_then(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    playground.clock.advance(timedelta(days=3))  # to Monday 30 March: the first readings fall due
    await rounds_of(bot)
    assert due(bot) == ["churn 2026-W13", "csat 2026-W13"]

    answer = plain((await shelter.alice.types("/indicator pause csat until 20 April half term")).text)
    await rounds_of(bot)

    assert answer == "✓ Customer satisfaction csat Paused until 20 April. I first ask on Mon 27 April."
    assert (due(bot), due(bot, "excused")) == (["churn 2026-W13"], ["csat 2026-W13"])
    (reminder,) = [each for each in shelter.alice.sees("@bot") if "Customer churn" in each.text]
    assert "excused" in reminder.text
    shown = plain((await shelter.alice.types("/indicator show csat")).text)
    assert "Paused until 20 April by Alice. I first ask on Mon 27 April. “half term”" in shown
    refused = words(await shelter.alice.types("/reading csat 80"))
    assert "is paused, so no readings are taken" in refused

    playground.clock.advance(timedelta(days=20))  # to Sunday 19 April
    await rounds_of(bot)
    assert [row.paused_until.isoformat() for row in bot.all(tables.Indicator) if row.paused_until] == ["2026-04-20"]
    playground.clock.advance(timedelta(days=1))
    await rounds_of(bot)

    assert [row.key for row in bot.all(tables.Indicator) if row.paused_at or row.paused_until or row.resume_at] == []
    assert "csat" not in " ".join(due(bot))
    playground.clock.advance(timedelta(days=7))
    await rounds_of(bot)
    assert "csat 2026-W17" in due(bot)
    assert not any("csat" in each for each in due(bot, "missed"))


async def test_a_pause_that_ended_while_we_were_down_is_asked_for_from_its_end_on(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    await shelter.alice.types("/indicator pause csat until 8 April")
    playground.clock.advance(timedelta(days=25))  # to Tuesday 21 April
    await rounds_of(bot)

    assert [each for each in due(bot) if each.startswith("csat")] == ["csat 2026-W15", "csat 2026-W16"]


async def test_a_pause_without_a_day_lasts_until_somebody_ends_it(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    paused = plain((await shelter.alice.types("/indicator pause csat")).text)
    assert paused == "✓ Customer satisfaction csat Paused. I ask again after /indicator resume csat."
    again = words(await shelter.alice.types("/indicator pause csat"))
    assert again.startswith('"Customer satisfaction" is paused already. /indicator resume ends that.')
    playground.clock.advance(timedelta(days=17))  # to Monday 13 April
    await rounds_of(bot)

    shown = await shelter.alice.types("/indicator show csat")
    assert "Paused by Alice." in plain(shown.text)
    resumed = plain((await shelter.alice.presses("Resume", shown.message)).text)

    assert resumed == "✓ Customer satisfaction csat goes on. I first ask on Mon 20 April."
    await rounds_of(bot)
    assert [each for each in due(bot) if each.startswith("csat")] == []
    assert words(await shelter.alice.types("/indicator resume csat")).startswith(
        '"Customer satisfaction" is asked for already.'
    )


async def test_the_day_may_change_and_is_never_in_the_past(bot: Bot, shelter: Shelter) -> None:
    for past in ("2026-03-27", "2020-01-01"):
        refused = words(await shelter.alice.types(f"/indicator pause csat until {past}"))
        assert "is not ahead. A pause needs a later day" in refused
    await shelter.alice.types("/indicator pause csat until 20 April")
    changed = plain((await shelter.alice.types("/indicator pause csat until 4 May moved house")).text)

    assert "Paused until 4 May. I first ask on Mon 11 May." in changed
    assert [(row.kind, str(row.until_on), row.reason) for row in bot.all(tables.InterruptionRecord)] == [
        ("paused", "2026-04-20", ""),
        ("paused", "2026-05-04", "moved house"),
    ]
    history = plain((await shelter.bob.types("/indicator history csat")).text)
    assert "paused until 4 May · Alice · “moved house”" in history


async def test_the_form_pauses_too_and_keeps_what_was_typed_where_it_cannot(bot: Bot, shelter: Shelter) -> None:
    shown = await shelter.alice.types("/indicator show csat")
    await shelter.alice.presses("Pause…", shown.message)
    refused = await shelter.alice.submits({"until": "2026-03-01", "reason": "half term"})
    assert refused.modal is not None
    assert list(refused.modal.errors) == ["Until"]
    assert refused.modal.field("reason").value == "half term"

    done = plain((await shelter.alice.submits({"until": "2026-04-20"})).text)

    assert "Paused until 20 April. I first ask on Mon 27 April." in done


async def test_the_owner_hears_of_it_from_whoever_else_did_it(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    dana = playground.person("dana", real_name="Dana", admin=True)
    await dana.types("/indicator pause csat until 20 April the <counter> is broken")
    await rounds_of(bot)

    (told,) = [each for each in shelter.alice.sees("@bot") if "paused" in each.text]
    assert plain(told.text) == (
        "Dana has paused Customer satisfaction csat. Paused until 20 April. I first ask on Mon 27 April. "
        "“the <counter> is broken”"
    )
    assert "&lt;counter&gt;" in told.raw["text"]
    refused = words(await shelter.bob.types("/indicator resume csat"))
    assert refused.startswith('You cannot resume "Customer satisfaction". Alice (owner)')


async def test_what_is_retired_is_asked_about_once_gone_and_brought_back(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    opened = await shelter.alice.types("/indicator retire csat")
    assert "What was recorded stays, and /indicator resume csat brings it back." in words(opened)
    done = await shelter.alice.submits({"reason": "Nobody looks at it"})
    assert "is retired: neither asked for nor shown any more." in words(done)
    gone = words(await shelter.alice.types("/indicator show csat"))
    assert "Customer satisfaction" not in gone
    playground.clock.advance(timedelta(days=10))
    await rounds_of(bot)
    assert not any("csat" in each for each in (*due(bot), *due(bot, "missed")))

    back = plain((await shelter.alice.types("/indicator resume customer sat")).text)

    assert back == "✓ Customer satisfaction csat is back. I first ask on Mon 13 April."
    assert "Customer satisfaction" in words(await shelter.alice.types("/indicator show csat"))
    kinds = [(row.kind, row.reason) for row in bot.all(tables.InterruptionRecord)]
    assert kinds == [("retired", "Nobody looks at it"), ("brought_back", "")]


async def test_a_form_that_was_left_open_says_what_has_happened_since(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator retire csat")
    await shelter.alice.closes(everything=True)
    shown = await shelter.alice.types("/indicator show csat")
    await shelter.alice.presses("Pause…", shown.message)
    first = shelter.alice.modal
    assert first is not None

    def retire(session: object) -> None:
        indicator = session.get_one(tables.Indicator, 1)  # type: ignore[attr-defined]  # a session
        indicator.retired_at = indicator.created_at
        session.add(indicator)  # type: ignore[attr-defined]  # the same

    bot.deps.database.run_here(retire)
    refused = words(await shelter.alice.submits({"reason": "half term"}))

    assert "This indicator is no longer there, or you no longer see it." in refused


async def test_what_belongs_to_a_closed_outcome_is_not_paused_or_resumed(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/outcome close help-1")
    await shelter.alice.submits({"result": "dropped"})

    for line in ("pause csat", "resume csat", "retire csat"):
        refused = words(await shelter.alice.types(f"/indicator {line}"))
        assert 'belongs to "Customers get help the first time", which is closed.' in refused
    shown = await shelter.alice.types("/indicator show csat")
    assert not {"Pause…", "Retire…", "Resume"} & set(shown.buttons)
