"""One journey for each kind of person."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Look
from tests.demos import Demo

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_team_member_gives_a_reading_in_one_line_and_takes_it_back(demo: Demo, look: Look) -> None:
    here = await look(demo.url, person="Alice")

    await here.writes("/reading rough 107 counted by the river too")
    answer = here.message("counted by the river too")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer).to_contain_text("107 people")

    await answer.get_by_role("button", name="Undo").click()
    await expect(here.message("Taken back")).to_contain_text("107 people")
    await expect(here.page.locator("main").get_by_text("counted by the river too")).to_have_count(0)


async def test_an_owner_answers_by_the_form_and_is_told_what_is_wrong_with_a_value(demo: Demo, look: Look) -> None:
    here = await look(demo.url, person="Alice")

    await here.message("last week (13–19 April)?").get_by_role("button", name="Check in").click()
    value = here.form.get_by_role("textbox", name="People sleeping rough, last week")
    await expect(value).to_be_focused()
    await value.fill("lots")
    await value.press("Enter")
    await expect(here.form.get_by_role("alert")).to_contain_text("needs a number")
    await expect(value).to_be_focused()
    await expect(value).to_have_value("lots")

    await value.fill("106")
    await here.form.get_by_role("textbox", name="Note on").fill("The new flats are ready")
    await here.submits()
    # The form becomes smaller with the answer in it: a click meanwhile would miss the button that moves.
    await expect(here.form).to_contain_text("106 people")
    await here.form.get_by_role("button", name="Close all").click()
    await expect(here.form).to_have_count(0)
    await expect(here.message("All in for Mon 20 April")).to_contain_text("106 people")

    # The others need it open.
    await here.writes("/reading undo")
    await expect(here.message("last week (13–19 April)?").get_by_role("button", name="Check in")).to_be_visible()


async def test_a_manager_registers_what_is_wanted_by_forms_and_looks_at_the_digest(demo: Demo, look: Look) -> None:
    here = await look(demo.url, person="Dora")
    await here.opens("shop")

    await here.writes("/outcome new Parcels arrive when they were promised")
    await here.submits()

    await here.form.get_by_label("What do you count or measure?").fill("Parcels on time")
    await expect(here.page.locator(".edge")).to_have_count(0)  # it took the first form's place
    await here.form.get_by_label("Today it is").fill("80 %")
    await here.form.get_by_label("It should become").fill("95 %")
    await here.form.get_by_label("By (optional)").fill("30 September")
    await here.form.get_by_label("Whom do I ask?").select_option(label="Charlie")
    await here.submits()
    await expect(here.form.get_by_label("What do you count or measure?")).to_have_count(0)
    await here.form.get_by_role("button", name="Close all").click()
    await expect(here.form).to_have_count(0)

    await here.writes("/digest preview")
    preview = here.message("Parcels arrive when they were promised")
    await expect(preview).to_contain_text("Only visible to you")
    await expect(preview).to_contain_text("Customer satisfaction")
