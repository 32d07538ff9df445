"""Somebody chooses whose public holidays they have, and an administrator those of everybody and the company's own."""

import pytest
from sqlmodel import Session

from bot.playground import Person, Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter

OWN = "Public holidays"
FOR_ALL = "Public holidays of everybody who has chosen none"
CLOSED = "Days on which nobody here works"


def by_zone(bot: Bot) -> None:
    def run(session: Session) -> None:
        workspace = session.get_one(tables.Workspace, bot.workspace_id)
        workspace.holiday_calendar = ""
        session.add(workspace)

    bot.deps.database.run_here(run)


async def home_of(bot: Bot, person: Person) -> str:
    await person.opens_home()
    await bot.settled()
    assert person.home is not None
    return person.home.text


async def test_holidays_follow_the_zone_until_somebody_chooses_others(bot: Bot, shelter: Shelter) -> None:
    by_zone(bot)
    home = await home_of(bot, shelter.alice)
    assert "Public holidays: England (United Kingdom), from your time zone. Next: Fri 3 April (Good Friday)." in home
    form = (await shelter.alice.presses("Change")).modal
    assert form is not None
    assert form.field(OWN).value["text"]["text"] == "By my time zone: England (United Kingdom)"
    assert await shelter.alice.searches(OWN, "bayern") == ("Bayern (Germany)",)
    saved = await shelter.alice.submits({OWN: "Bayern (Germany)"})
    assert saved.modal is not None
    assert "Public holidays: Bayern (Germany). Next: Fri 3 April (Good Friday)." in saved.modal.text
    await bot.settled()
    assert shelter.alice.home is not None
    assert "Public holidays: Bayern (Germany)." in shelter.alice.home.text
    await shelter.alice.presses("Change")
    assert (await shelter.alice.searches(OWN))[:2] == (
        "By my time zone: England (United Kingdom)",
        "No public holidays",
    )
    await shelter.alice.submits({OWN: "No public holidays"})
    assert "Public holidays: none." in await home_of(bot, shelter.alice)


async def test_where_no_holidays_are_known_the_setting_says_so(bot: Bot, playground: Playground) -> None:
    by_zone(bot)
    erin = playground.person("erin", zone="Etc/UTC")
    assert "Public holidays: none, since I know of none in your time zone." in await home_of(bot, erin)


async def test_an_administrator_says_when_the_company_is_closed(
    bot: Bot, shelter: Shelter, playground: Playground
) -> None:
    dana = playground.person("dana", admin=True)
    await home_of(bot, dana)
    await dana.presses("Settings")
    assert (await dana.searches(FOR_ALL, "schott")) == ()
    assert await dana.searches(FOR_ALL, "scotl") == ("Scotland (United Kingdom)",)
    saved = await dana.submits(
        {FOR_ALL: "Scotland (United Kingdom)", CLOSED: "30–31 March: moving house\n24 December 2026"}
    )
    assert saved.modal is not None
    assert (
        "✓ Public holidays: Scotland (United Kingdom). What has yet to fall due moves off them.\n"
        "✓ Nobody here works on Mon 30 March to Tue 31 March (moving house) and Thu 24 December. "
        "What has yet to fall due moves off them.\n" in saved.modal.text
    )
    home = await home_of(bot, shelter.alice)
    assert "Next: Wed 1 April, 2 readings." in home
    assert "Public holidays: Scotland (United Kingdom), as in this workspace." in home
    again = (await dana.presses("Settings")).modal
    assert again is not None
    assert again.field(CLOSED).value == "30 March 2026 – 31 March 2026: moving house\n24 December 2026"
    await dana.submits({CLOSED: ""})
    assert "Next: Mon 30 March, 2 readings." in await home_of(bot, shelter.alice)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("24 Decembr", '"24 Decembr" is not a day I can read. Type it like 30 June or 2026-06-30.'),
        ("1 May to 1 August", '"1 May to 1 August" is more than 31 days. Check the days, or write several lines.'),
    ],
)
async def test_a_day_off_that_cannot_be_read_is_refused_beside_its_field(
    bot: Bot, playground: Playground, typed: str, problem: str
) -> None:
    dana = playground.person("dana", admin=True)
    await home_of(bot, dana)
    await dana.presses("Settings")
    refused = await dana.submits({CLOSED: typed})
    assert refused.modal is not None
    assert refused.modal.errors == {CLOSED: problem}
