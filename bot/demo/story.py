"""Three weeks of a shelter and a shop, lived through by the people themselves: the bot does the rest.

Nothing is put into the records by hand. People type, press and fill in; the bot plans, asks and sums up.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground import Person, Playground, Seen
from bot.views.errors import PRESS_SAVE_AGAIN, TRY_AGAIN

LONDON = ZoneInfo("Europe/London")
MARCH, APRIL = 3, 4

BEGINS_AT = datetime(2026, 3, 27, 9, 30, tzinfo=LONDON)
ENDS_AT = datetime(2026, 4, 20, 9, 5, tzinfo=LONDON)
"""A Monday: Alice has just been reminded. By then her target is far enough on its way for a colour."""

_ROUGH = {
    "What do you count or measure?": "People sleeping rough",
    "Today it is": "120 people",
    "When was today's value measured?": "1 March",
    "It should become": "60",
    "By": "31 December",
    "Short key": "rough",
}
_HOUSED = {
    "What do you count or measure?": "Still housed after six months",
    "Today it is": "31 of 50",
    "When was today's value measured?": "28 February",
    "It should become": "4 of 5",
    "By": "31 December",
    "How often": "Every month",
    "Short key": "housed",
}
_CSAT = {
    "What do you count or measure?": "Customer satisfaction",
    "Measured as": "Percent",
    "It should": "Go up",
    "Today it is": "72 %",
    "When was today's value measured?": "2 March",
    "Short key": "csat",
}

_MOST_TRIES = 10
"""Of what a busy machine did not save in time. Whoever reads that does it again, and so does everybody here."""

Travel = Callable[[datetime], Awaitable[None]]


@dataclass(frozen=True)
class Cast:
    """Who is there."""

    alice: Person
    bob: Person
    charlie: Person
    dora: Person


def furnish(playground: Playground) -> Cast:
    """The people, each by their own clock and with the name that Slack shows, and their channels."""
    cast = Cast(
        alice=playground.person("Alice", zone="Europe/London", locale="en-GB"),
        bob=playground.person("Bob", zone="Asia/Kolkata", locale="en-IN"),
        charlie=playground.person("Charlie", zone="America/New_York", locale="en-US"),
        dora=playground.person("Dora", zone="Europe/London", locale="en-GB", admin=True),
    )
    playground.channel("general", cast.alice, cast.bob, cast.charlie, cast.dora, bot=False)
    playground.channel("shelter", cast.alice, cast.bob, cast.dora)
    playground.channel("shop", cast.charlie, cast.dora)
    return cast


async def tell(playground: Playground, cast: Cast, travel: Travel) -> None:
    """Live from 27 March to 20 April 2026. `travel` takes everybody to a later instant, the bot through all between."""
    story = _Story(playground, cast, travel)
    await story.registering()
    await story.first_week()
    await story.second_week()
    await story.third_week()
    await travel(ENDS_AT)


class _Story:
    """One method for each stretch of it. Times are London's."""

    def __init__(self, playground: Playground, cast: Cast, travel: Travel) -> None:
        self._playground = playground
        self._cast = cast
        self._travel = travel

    async def registering(self) -> None:
        """Friday 27 March: what is wanted, how it shows, and by when."""
        _, _, charlie, dora = self._people
        await self._at(MARCH, 27, 9, 40)
        await dora.says("From today we write down what should change, and look at it every week.", channel="#general")
        await _types(dora, "/outcome new Fewer people sleep rough in our borough", channel="#shelter")
        await _submits_in_full(
            self._playground,
            dora,
            {"Why does it matter?": "Every night outside costs health.", "Short key": "rough-sleeping"},
        )
        await self._at(MARCH, 27, 9, 45)
        await _submits_in_full(self._playground, dora, _ROUGH | {"Whom do I ask?": self._cast.alice.id})
        await self._at(MARCH, 27, 9, 52)
        await _types(dora, "/indicator new rough-sleeping", channel="#shelter")
        await _submits_in_full(self._playground, dora, _HOUSED | {"Whom do I ask?": self._cast.bob.id})
        await dora.closes(everything=True)
        await self._at(MARCH, 27, 10, 5)
        await dora.says("@Alice counts on Thursday nights, @Bob rings the tenants once a month.", channel="#shelter")
        await self._at(MARCH, 27, 14, 30)
        await _types(charlie, "/outcome new Customers get help the first time", channel="#shop")
        await _submits_in_full(self._playground, charlie, {"Who answers for it?": dora.id, "Short key": "first-time"})
        await _submits_in_full(self._playground, charlie, _CSAT | {"Whom do I ask?": charlie.id})
        await charlie.closes(everything=True)
        await self._at(MARCH, 27, 14, 40)
        await _types(charlie, "/target set csat 85 by 30 June", channel="#shop")

    async def first_week(self) -> None:
        """Alice answers in one line, Charlie fills in the form, Bob looks back a month and is then asked for March."""
        alice, bob, charlie, dora = self._people
        await self._at(MARCH, 30, 9, 20)
        await _types(alice, "/reading rough 117 two streets near the station were added to the count")
        await self._at(MARCH, 30, 14, 40)
        await _checks_in(charlie, "74", note="The first week with the new survey")
        await self._at(MARCH, 31, 5, 10)
        await _types(bob, "/reading housed 31/50 for february")
        await self._at(MARCH, 31, 9, 30)
        await dora.says("One week is no trend, but it is a start.", channel="#shelter", thread=self._digest("shelter"))
        await self._at(APRIL, 1, 6, 15)
        await _checks_in(bob, "33/50", note="Two of them by way of the new flats in Mill Lane")

    async def second_week(self) -> None:
        """Alice slips, takes it back and corrects it; Charlie is late."""
        alice, _, charlie, _ = self._people
        await self._at(APRIL, 6, 9, 12)
        await _types(alice, "/reading rough 141")
        await alice.presses("Undo")
        await self._at(APRIL, 6, 9, 13)
        await _types(alice, "/reading rough 114")
        await self._at(APRIL, 8, 16, 10)
        await _types(charlie, "/reading csat 74.2 sorry, I was travelling")

    async def third_week(self) -> None:
        """The shelter goes on well; the shop stays behind, and talks about it."""
        alice, bob, charlie, dora = self._people
        await self._at(APRIL, 13, 9, 8)
        await _checks_in(alice, "112", note="The church hall took in three people")
        await self._at(APRIL, 13, 14, 20)
        await _types(charlie, "/reading csat 74.8 two of us were ill, calls went to voicemail", channel="#shop")
        await self._at(APRIL, 14, 9, 15)
        await bob.says("Best month so far for the tenants.", channel="#shelter", thread=self._digest("shelter"))
        await dora.says("@Charlie what would help?", channel="#shop", thread=self._digest("shop"))
        await self._at(APRIL, 14, 14, 5)
        answer = "A second person on the phone on Mondays. I am asking for it today."
        await charlie.says(answer, channel="#shop", thread=self._digest("shop"))
        await self._at(APRIL, 17, 15, 0)
        await alice.says("Count done for this week. Have a good weekend.", channel="#general")

    @property
    def _people(self) -> tuple[Person, Person, Person, Person]:
        return self._cast.alice, self._cast.bob, self._cast.charlie, self._cast.dora

    async def _at(self, month: int, day: int, hour: int, minute: int) -> None:
        await self._travel(datetime(2026, month, day, hour, minute, tzinfo=LONDON))

    def _digest(self, channel: str) -> Seen:
        """The newest one there."""
        return self._playground.posts_in(channel)[-1]


async def _submits_in_full(playground: Playground, person: Person, values: dict[str, Any]) -> None:
    """Fill in all of a form that begins with what is asked of everybody."""
    more = await playground.wait_for(lambda: _more(person), timeout=playground.world.patience)
    await person.presses(more)
    # What comes first may be a message that is sent to them at the same time.
    await playground.wait_for(lambda: person.modal is not None and not _more(person), timeout=playground.world.patience)
    await _submits(person, values)


def _more(person: Person) -> str:
    """The button that unfolds the rest of the form before them; empty where there is none."""
    labels = person.modal.buttons if person.modal is not None else []
    return next((label for label in labels if label.startswith("More")), "")


async def _submits(person: Person, values: dict[str, Any]) -> None:
    for _ in range(_MOST_TRIES):
        await person.submits(values)
        assert person.modal is not None, "each of these forms leads to another view"
        assert not person.modal.errors, person.modal.errors
        if PRESS_SAVE_AGAIN.pattern not in person.modal.text:
            return
        await person.closes()  # as it says: the machine is busy, and the database was not quick enough
    raise AssertionError(person.modal.text if person.modal else "nothing was saved")


async def _types(person: Person, text: str, *, channel: str = "@bot") -> None:
    for _ in range(_MOST_TRIES):
        answer = await person.types(text, channel=channel)
        if TRY_AGAIN.pattern not in answer.text:
            return
    raise AssertionError(answer.text)


async def _checks_in(person: Person, value: str, *, note: str) -> None:
    """Press the button in the reminder, and answer the one thing that is due."""
    await person.presses("Check in")
    assert person.modal is not None
    reading, remark, *_ = person.modal.fields
    await _submits(person, {reading.block_id: value, remark.block_id: note})
    await person.closes(everything=True)
