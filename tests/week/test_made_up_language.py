"""The first week in a language that marks every word: whatever is not marked did not come through a catalogue."""

from pathlib import Path

from bot.playground import Person
from tests.bots import Bots, deployment
from tests.forking import Forker
from tests.forms import MORE_OF_INDICATOR, MORE_OF_OUTCOME
from tests.made_up import TAG, everything_shown, everything_typed, made_up, marked, unmarked
from tests.week.cast import Borough, borough, types, utc

_ZONES = "Europe London Asia Kolkata America New York"


async def test_every_word_of_the_first_week_comes_through_a_catalogue(tmp_path: Path, forker: Forker) -> None:
    translations = tmp_path / "translations"
    translations.mkdir()
    database_url = f"sqlite:///{tmp_path}/outcome-bot.sqlite3"
    async with borough() as town:
        for person in (town.alice, town.bob, town.charlie, town.dora):
            person.user.locale = TAG
        async with deployment(town.playground, database_url, forker, TRANSLATIONS=str(made_up(translations))) as bots:
            await bots.start("run")
            await register(town)
            await the_week(bots, town)
        shown, typed = list(everything_shown(town.playground)), list(everything_typed(town.playground))
    assert len(shown) > 300, "it was a week with something in it"
    assert unmarked(shown, known=[*typed, _ZONES]) == []


async def register(town: Borough) -> None:
    """Two outcomes, one of them worded as work first, and three indicators."""
    await town.dora.types("/outcome new Serve 500 meals", channel="#shelter")
    await _form_opens(town, town.dora)
    await _unfolds(town, town.dora, marked(MORE_OF_OUTCOME))
    await town.dora.submits({"key": "rough-sleeping"})
    await town.dora.submits({"statement": "Fewer people sleep rough in our borough"})
    await _indicator(
        town, town.dora, name="People sleeping rough", unit="people", kind="A number or count", direction="Go down",
        every="Every week", baseline="120", value="60", owner=town.alice.id, key="rough",
    )  # fmt: skip
    await town.dora.types("/indicator new rough-sleeping", channel="#shelter")
    await _indicator(
        town, town.dora, name="Still housed after six months", kind="A share, such as 31 of 50", direction="Go up",
        every="Every month", baseline="31/50", value="4/5", owner=town.bob.id, key="housed",
    )  # fmt: skip
    await town.charlie.types("/outcome new Customers get help the first time", channel="#shop")
    await _form_opens(town, town.charlie)
    await _unfolds(town, town.charlie, marked(MORE_OF_OUTCOME))
    await town.charlie.submits({"key": "first-time", "accountable": town.dora.id})
    await _indicator(
        town, town.charlie, name="Customer satisfaction", kind="Percent", direction="Go up", every="Every week",
        baseline="72", key="csat",
    )  # fmt: skip
    await town.charlie.types("/target set csat 85 by 30 June", channel="#shop")


async def _form_opens(town: Borough, person: Person) -> None:
    """What was typed may seem to be answered by a message that happened to come at the same time."""
    await town.playground.wait_for(lambda: person.modal is not None)


async def _unfolds(town: Borough, person: Person, more: str) -> None:
    """Press what shows the rest of a form, and wait until it does."""
    await town.playground.wait_for(lambda: person.modal is not None and more in person.modal.buttons)
    await person.presses(more)
    await town.playground.wait_for(lambda: person.modal is not None and more not in person.modal.buttons)


async def _indicator(town: Borough, person: Person, **values: str) -> None:
    """Fill the form, whose choices are in the made-up language."""
    chosen = {
        name: marked(value) if name in ("kind", "direction", "every") else value for name, value in values.items()
    }
    dates = {"baseline_on": "2026-03-02"} | ({"due_on": "2026-12-31"} if "value" in values else {})
    await _form_opens(town, person)
    await _unfolds(town, person, marked(MORE_OF_INDICATOR))
    await person.submits(chosen | dates)
    assert person.modal is not None
    assert person.modal.title == marked("Saved")
    await person.closes(everything=True)


async def the_week(bots: Bots, town: Borough) -> None:
    """What happens in it: asked, answered in every way, late, missed, taken back, summed up, without the bot."""
    alice, bob, charlie = town.alice, town.bob, town.charlie
    await bots.at(utc(3, 30, 8))
    await types(alice, "/reading rough 118 after the cold week", channel="#shelter")
    await alice.presses(marked("Undo"))
    await types(alice, "/reading rough 117", channel="#shelter")
    await bots.at(utc(3, 30, 13))
    await bots.at(utc(3, 31, 8))
    await bots.at(utc(3, 31, 13))
    await bots.at(utc(4, 1, 3, 30))
    await bob.presses(marked("Check in"))
    assert bob.modal is not None
    await bob.submits({bob.modal.fields[0].block_id: "33/50"})
    await bob.closes()
    await bots.at(utc(4, 2, 14))
    for process in list(bots.running):
        await bots.stop(process)
    town.playground.clock.set(utc(4, 6, 14, 30))
    await bots.start("run")
    await bots.at(utc(4, 6, 14, 30))
    await types(alice, "/reading rough 121", channel="#shelter")
    await bots.at(utc(4, 7, 8))
    await types(charlie, "/reading csat n/d the survey was down", channel="#shop")
    await bots.at(utc(4, 9, 13))
    for command in ("/outcome list", "/outcome show first-time", "/indicator show rough", "/target show rough"):
        await types(alice, command, channel="#shelter")
    await types(alice, "/digest preview", channel="#shelter")
