"""Days are chosen on the playground's clock, whatever day it is on this machine, and with the keyboard alone."""

from datetime import UTC, datetime
from functools import partial

import pytest
from playwright.async_api import Locator, expect

from bot.playground import Person, Playground
from bot.playground.deliveries import INTERACTION
from bot.playground.page_settings import PageSettings
from bot.playground.site import add_page
from tests.browser.conftest import Look
from tests.browser.forms import field, form, opening, plain
from tests.browser.window import NARROW, WIDE, Window
from tests.databases import PATIENCE
from tests.playground.conftest import MANIFEST, make_app

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOON = datetime(2031, 1, 31, 12, tzinfo=UTC)
FORM = form(
    field("Starts on", {"type": "datepicker"}),
    field("Ends on", {"type": "datepicker", "initial_date": "2032-02-29"}, optional=True),
    field("Reminds at", {"type": "datetimepicker"}, optional=True),
)


def stopped(playground: Playground, at: datetime = NOON) -> None:
    """The clock stands still, years from this machine's."""
    playground.clock.stop()
    playground.clock.set(at)


def day(here: Window, name: str) -> Locator:
    """A day of the open calendar."""
    return here.page.get_by_role("grid").get_by_role("button", name=name, exact=True)


async def opens(here: Window, label: str) -> Locator:
    """The field of that label, with its calendar open."""
    entry = here.form.get_by_role("textbox", name=label)
    await entry.press("ArrowDown")
    await here.page.get_by_role("grid").wait_for()
    return entry


async def test_the_calendar_opens_on_the_clock_or_on_the_day_that_is_chosen(playground: Playground, look: Look) -> None:
    stopped(playground)
    playground.person("kiri", zone="Pacific/Kiritimati")  # where it is February already
    async with opening(playground, FORM):
        here = await look(playground.url)
        await here.writes("/plain")

        await opens(here, "Starts on")
        await expect(here.page.get_by_role("grid", name="February 2031")).to_be_visible()
        await expect(day(here, "Saturday, 1 February 2031")).to_be_focused()
        await expect(day(here, "Saturday, 1 February 2031")).to_have_attribute("aria-current", "date")
        await here.page.keyboard.press("Escape")

        await opens(here, "Ends on")
        await expect(here.page.get_by_role("grid", name="February 2032")).to_be_visible()
        chosen = here.page.get_by_role("gridcell", selected=True)
        await expect(chosen.get_by_role("button")).to_have_accessible_name("Sunday, 29 February 2032")
        await here.page.keyboard.press("Escape")
        opener = here.form.get_by_role("button", name="Calendar, chosen is Sunday, 29 February 2032")
        await expect(opener).to_have_accessible_description("Ends on (optional)")


async def test_the_calendar_is_gone_through_by_keys(playground: Playground, alice: Person, look: Look) -> None:
    stopped(playground)
    async with opening(playground, FORM) as sent:
        here = await look(playground.url)
        await here.writes("/plain")
        keys, entry = here.page.keyboard, await opens(here, "Starts on")
        for key, there in {
            "ArrowLeft": "Thursday, 30 January 2031",
            "ArrowDown": "Thursday, 6 February 2031",
            "Home": "Monday, 3 February 2031",
            "End": "Sunday, 9 February 2031",
            "ArrowRight": "Monday, 10 February 2031",
            "ArrowUp": "Monday, 3 February 2031",
            "PageUp": "Friday, 3 January 2031",
            "PageDown": "Monday, 3 February 2031",
            "Shift+PageDown": "Tuesday, 3 February 2032",
            "Shift+PageUp": "Monday, 3 February 2031",
        }.items():
            await keys.press(key)
            await expect(day(here, there)).to_be_focused()

        await keys.press("Escape")
        await expect(here.page.get_by_role("grid")).to_have_count(0)
        await expect(entry).to_be_focused()
        await expect(entry).to_have_value("")
        await opens(here, "Starts on")
        await keys.press("ArrowDown")
        await expect(day(here, "Friday, 7 February 2031")).to_be_focused()
        await keys.press("Enter")
        await expect(entry).to_have_value("2031-02-07")
        await expect(entry).to_be_focused()
        await keys.press("Control+Enter")
        await expect(here.form).to_have_count(0)

    assert sent[0]["Starts on"]["selected_date"] == "2031-02-07"
    assert sent[0]["Ends on"]["selected_date"] == "2032-02-29"


async def test_a_month_ends_where_it_ends(playground: Playground, alice: Person, look: Look) -> None:
    stopped(playground)
    async with opening(playground, FORM):
        here = await look(playground.url)
        await here.writes("/plain")
        await opens(here, "Starts on")
        await here.page.keyboard.press("PageDown")
        await expect(day(here, "Friday, 28 February 2031")).to_be_focused()
        await here.page.get_by_role("button", name="Next month").click()
        await expect(here.page.get_by_role("grid", name="March 2031")).to_be_visible()
        await here.page.get_by_role("button", name="Previous year").click()
        await expect(here.page.get_by_role("grid", name="March 2030")).to_be_visible()
        await expect(here.page.get_by_role("button", name="Previous year")).to_be_focused()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_each_day_can_be_hit_with_a_finger(
    playground: Playground, alice: Person, look: Look, size: tuple[int, int]
) -> None:
    stopped(playground)
    async with opening(playground, FORM):
        here = await look(playground.url, size=size, dark=True)
        await here.writes("/plain")
        await here.form.get_by_role("button", name="Calendar").first.click()
        calendar = here.page.get_by_role("group", name="Calendar")
        await expect(calendar).to_be_in_viewport(ratio=1)
        buttons = await calendar.get_by_role("button").all()
        sizes = [await button.bounding_box() for button in buttons]
        assert len(sizes) == 4 + 5 * 7
        assert all(each and each["width"] >= 40 and each["height"] >= 40 for each in sizes)
        await expect(calendar).to_have_css("background-color", "rgb(34, 37, 41)")

        await day(here, "Wednesday, 1 January 2031").click()
        await expect(here.form.get_by_role("textbox", name="Starts on")).to_have_value("2031-01-01")


async def test_a_day_may_be_typed_and_one_that_is_none_is_refused(
    playground: Playground, alice: Person, look: Look
) -> None:
    stopped(playground)
    async with opening(playground, FORM) as sent:
        here = await look(playground.url)
        await here.writes("/plain")
        entry = here.form.get_by_role("textbox", name="Starts on")
        await entry.fill("soon")
        await entry.press("Enter")
        await expect(here.form.get_by_role("alert")).to_have_text(
            "Enter a date as year, month and day, for example 2026-04-21."
        )
        await expect(entry).to_be_focused()

        await entry.fill("2031-03-04")
        moment = here.form.get_by_role("group", name="Reminds at (optional)")
        await moment.get_by_role("textbox", name="Reminds at Day").fill("2031-03-05")
        await moment.get_by_label("Reminds at Time").fill("14:30")
        await here.submits()
        await expect(here.form).to_have_count(0)

    assert sent[0]["Starts on"]["selected_date"] == "2031-03-04"
    assert sent[0]["Reminds at"]["selected_date_time"] == datetime(2031, 3, 5, 14, 30, tzinfo=UTC).timestamp()


async def test_the_clock_is_moved_to_a_day_from_the_calendar(playground: Playground, alice: Person, look: Look) -> None:
    stopped(playground)
    here = await look(playground.url)
    await here.page.get_by_role("button", name="A date…").click()
    entry = here.page.get_by_label("Day in London")
    await expect(entry).to_be_focused()
    await expect(entry).to_have_value("2031-02-01")
    await entry.press("ArrowDown")
    await expect(here.page.get_by_role("grid", name="February 2031")).to_be_visible()
    await expect(day(here, "Thursday, 30 January 2031")).to_have_attribute("aria-disabled", "true")
    await here.page.keyboard.press("ArrowRight")
    await here.page.keyboard.press("Enter")
    await expect(entry).to_have_value("2031-02-02")
    await here.button("Go there").click()

    await expect(here.page.get_by_role("region", name="Clock")).to_contain_text("Sun 2 Feb, 09:00")


async def test_what_was_sent_on_the_way_and_has_no_room_is_counted_and_can_be_seen(look: Look) -> None:
    async def travel(to: datetime) -> None:
        playground.clock.set(to)
        for number in range(24):
            await app.client.chat_postMessage(channel=alice.id, text=f"Sent {number}.")

    settings = PageSettings(travel=travel)
    add_ons = [partial(add_page, settings=settings)]
    async with Playground(MANIFEST, add_ons=add_ons, ack_deadline=PATIENCE, patience=PATIENCE) as playground:
        playground.rates.enabled = False
        stopped(playground)
        alice, app = playground.person("alice"), make_app(playground)
        here = await look(playground.url)
        await here.button("Next morning").click()

        sent = here.page.get_by_role("region", name="Sent on the way")
        await expect(sent.get_by_role("listitem").filter(has_text="Sent")).to_have_count(12)
        await expect(sent).to_contain_text("Sent 23.")
        await expect(here.page.get_by_role("status")).to_have_text("24 messages were sent on the way.")
        await sent.get_by_role("button", name="and 12 more before these").press("Enter")
        await expect(sent.get_by_role("listitem")).to_have_count(24)
        await expect(sent.get_by_role("button").filter(has_text="Sent 0.")).to_be_focused()
        await expect(sent).not_to_contain_text("more before")
        await here.page.close()  # it would miss the playground


async def test_a_day_in_a_message_is_told_to_the_bot_once_it_is_one(
    playground: Playground, alice: Person, look: Look
) -> None:
    stopped(playground)
    app = make_app(playground)
    picker = {"type": "datepicker", "action_id": "due", "placeholder": plain("Due day")}
    text = {"type": "mrkdwn", "text": "When?"}
    await app.client.chat_postMessage(
        channel=alice.id, text="When?", blocks=[{"type": "section", "text": text, "accessory": picker}]
    )
    here = await look(playground.url)
    entry = here.page.get_by_role("textbox", name="Due day")
    await entry.fill("soon")
    await entry.press("Tab")
    await expect(here.page.get_by_role("alert")).to_contain_text("year, month and day")
    assert INTERACTION not in [each.kind for each in playground.deliveries]

    await here.button("Calendar").click()
    await expect(here.page.get_by_role("group", name="Calendar")).to_be_in_viewport(ratio=1)
    await day(here, "Friday, 31 January 2031").click()
    await expect(entry).to_have_value("2031-01-31")
    await expect(here.page.get_by_role("alert")).to_contain_text("The bot could not be reached")
