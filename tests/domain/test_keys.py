"""Keys: made from a statement or chosen, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.keys import RESERVED, check_key, free_key, key_from
from bot.errors import UserError
from tests.saying import refused, said


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Days until the next routine appointment", "appointment"),
        ("Patients get a GP appointment sooner", "gp-appointment"),
        ("People sleeping rough", "rough"),
        ("Urgent patients seen the same day", "same-day"),
        ("Average wait on the phone", "phone"),
        ("Overtime paid", "overtime"),
        ("Share of calls answered", "calls"),
        ("Was the late clinic held?", "late-clinic"),
        ("Tickets are answered the first time", "first-time"),
        ("Fewer people sleep rough in our borough", "rough"),
        ("Fewer people sleep rough in Camden", "rough"),
        ("Customers get help the first time", "first-time"),
        ("Nobody goes hungry", "hungry"),
        ("Children read well", "children-read"),
        ("Meals served", "meals"),
        ("Donors give again", "donors"),
        ("NPS", "nps"),
        ("Customer satisfaction (CSAT)", "csat"),
        ("Reading age of year 6 pupils", "pupils"),
        ("Complaints per week", "complaints"),
        ("Missed appointments", "appointments"),
        ("Calls answered within a minute", "calls"),
        ("Staff turnover rate", "staff-turnover"),
        ("Response time", "response-time"),
        ("Average waiting time", "waiting-time"),
        ("The team's mood", "team-mood"),
        ("Follow-ups done", "follow-ups"),
        ("Tickets resolved", "tickets"),
        ("Satisfaction of customers", "satisfaction"),
        ("Customers come back", "customers"),
        ("Children under 5 vaccinated", "children"),
        ("P1 incidents", "p1-incidents"),
        ("Number of calls", "calls"),
        ("Time to fix – P1 bugs", "p1-bugs"),
        ("Patients are seen sooner so that nobody has to wait in pain", "patients"),
        ("More pupils come to school every day", "school"),
        ("Weniger Menschen ohne Obdach", "obdach"),
        ("Tage bis zum nächsten Termin", "termin"),
        ("Wartezeit am Telefon", "telefon"),
        ("Kunden bekommen schneller Hilfe", "hilfe"),
        ("Bezahlte Überstunden", "überstunden"),
        ("Anteil der beantworteten Anrufe", "anrufe"),
        ("Patienten bekommen schneller einen Hausarzttermin", "hausarzttermin"),
        ("Zufriedenheit der Kunden", "zufriedenheit"),
        ("Jours jusqu'au prochain rendez-vous", "rendez-vous"),
        ("Moins de personnes dorment dehors", "dehors"),
        ("Heures supplémentaires payées", "supplémentaires"),
        ("Délai d'attente au téléphone", "téléphone"),
        ("Les appels sont traités plus vite", "appels"),
        ("Personas que duermen en la calle", "calle"),
        ("Días hasta la próxima cita", "cita"),
        ("Llamadas atendidas", "llamadas"),
        ("Pacientes atendidos el mismo día", "mismo-día"),
        ("Form 8 errors", "errors"),
        ("Serve 500 meals", "meals"),
        ("Doncaster customers", "customers"),
        ("Uptime of the API", "api"),
        ("Deploys per day", "deploys"),
        ("First response to a ticket", "ticket"),
        ("Bed occupancy", "bed-occupancy"),
        ("Leads from the website", "website"),
        ("Attendance", "attendance"),
        ("Nursing hours", "nursing-hours"),
        ("Cost per meal", "cost"),
        ("<!channel> Nobody goes hungry", "hungry"),
        ("Patients get an answer within a day (by phone)", "phone"),
        ("More meals per child", "meals"),
        ("L'accueil des familles", "accueil"),
    ],
)
def test_a_key_is_made_of_the_last_words_that_say_something(text: str, key: str) -> None:
    assert key_from(text, taken=(), otherwise="outcome") == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("लोग बेघर नहीं रहते", "लोग-बेघर-नहीं"),
        ("عدد أقل من الناس", "عدد-أقل-من"),
        ("電話の待ち時間", "電話の待ち時間"),
        ("Меньше людей на улице", "меньше-людей-на"),
        ("Donaudampfschifffahrtsgesellschaftskapitäne", "donaudampfschifffahrtsgesellsc"),
        ("The and of", "the-and-of"),
        ("👍 🎉", "outcome"),
        ("Fewer", "fewer"),
        ("Help", "help-2"),
        ("CSAT за неделю", "csat-за-неделю"),
    ],
)
def test_a_key_of_a_text_without_such_words_is_made_of_its_first(text: str, key: str) -> None:
    assert key_from(text, taken=(), otherwise="outcome") == key


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Days until the next routine appointment", ["appointment", "routine-appointment", "next-routine-appointment"]),
        (
            "Patients get a GP appointment sooner",
            ["gp-appointment", "patients-gp-appointment", "gp-appointment-sooner"],
        ),
        ("Share of calls answered", ["calls", "calls-answered", "share-calls-answered", "calls-2", "calls-3"]),
        ("Tage bis zum nächsten Termin", ["termin", "nächsten-termin", "tage-nächsten-termin", "termin-2"]),
        ("Nobody goes hungry", ["hungry", "goes-hungry", "hungry-2"]),
        ("NPS", ["nps", "nps-2", "nps-3"]),
    ],
)
def test_a_taken_key_gets_more_words_before_it_gets_a_number(text: str, keys: list[str]) -> None:
    made: list[str] = []
    for _ in keys:
        made.append(key_from(text, taken=made, otherwise="outcome"))

    assert made == keys


def test_a_taken_key_of_one_word_gets_the_next_free_number() -> None:
    assert key_from("due", taken={"due-2"}, otherwise="x") == "due-3"
    long = "a" * 40
    assert key_from(long, taken={"a" * 30}, otherwise="x") == "a" * 28 + "-2"


def test_no_word_is_cut_where_a_long_text_is_no_longer_looked_at() -> None:
    assert key_from("meals for the " * 21 + "canteens", taken=(), otherwise="x") == "meals"
    assert key_from("a " * 140 + "meals for the canteens", taken=(), otherwise="x") == "meals"


def test_a_key_that_is_not_free_gets_a_number_and_stays_short() -> None:
    assert free_key("csat", taken={"churn"}) == "csat"
    assert free_key("csat", taken={"csat", "csat-2"}) == "csat-3"
    assert free_key("a" * 30, taken={"a" * 30}) == "a" * 28 + "-2"


@given(st.text(max_size=80), st.sets(st.text(max_size=10), max_size=5))
def test_any_text_gives_a_short_free_key_without_spaces(text: str, taken: set[str]) -> None:
    key = key_from(text, taken=taken, otherwise="outcome")

    assert 1 <= len(key) <= 30
    assert key not in taken
    assert key not in RESERVED
    assert not any(character.isspace() for character in key)


def test_a_chosen_key_is_kept_in_lower_case_with_hyphens() -> None:
    assert check_key("  Rough Sleeping ", taken=()) == "rough-sleeping"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("84", "A key needs at least one letter."),
        ("🎉", "A key needs at least one letter."),
        ("a" * 31, "A key has at most 30 characters. This one has 31."),
        ("Off", '"off" is a word of the commands. Choose another key.'),
        ("Due", '"due" is a word of the commands. Choose another key.'),
        ("csat", 'The key "csat" is taken. Choose another one, or leave it empty.'),
    ],
)
def test_a_chosen_key_that_cannot_be_one_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(UserError) as problem:
        check_key(typed, taken={"csat"})
    assert said(problem.value) == why


def test_a_text_of_nothing_but_marks_gives_no_word_of_a_key() -> None:
    assert key_from("\N{COMBINING ACUTE ACCENT}" * 3_000, taken=(), otherwise="outcome") == "outcome"
    assert key_from("\N{COMBINING ACUTE ACCENT} rough", taken=(), otherwise="outcome") == "rough"
    assert key_from("a" + "\N{COMBINING DOT BELOW}" * 40, taken=(), otherwise="outcome") == "outcome"


def test_a_key_that_is_far_too_long_is_refused_with_its_length() -> None:
    with refused(r"A key has at most 30 characters. This one has 40,000."):
        check_key("ﬃ" * 40_000, taken=())
