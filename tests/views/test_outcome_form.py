"""The form that registers an outcome, and what it asks first."""

from datetime import date

from bot.domain.coaching import Advice, AdviceKind
from bot.fields import Field
from bot.results.names import OutcomeName
from bot.views.asked import AskedForm, asked_form
from bot.views.ids import Action, Form
from bot.views.outcome_form import OutcomeDraft, OutcomeQuestions, outcome_form
from bot.words import words
from tests.views.make import HELPED, HOSTILE, LONDON, LONG, SLEEP, assert_sound, buttons_of, inputs_of, lines_of


def test_the_form_asks_three_things_and_a_box() -> None:
    draft = OutcomeDraft("UALICE", channel_id="C9", statement="Fewer people sleep rough")
    form = outcome_form(draft, [SLEEP], LONDON)
    inputs = inputs_of(form)
    assert form["callback_id"] == Form.OUTCOME_NEW
    assert list(inputs) == [Field.STATEMENT, Field.CHANNEL, Field.TELL, Field.ACCOUNTABLE]
    assert inputs[Field.STATEMENT]["element"]["initial_value"] == "Fewer people sleep rough"
    assert inputs[Field.STATEMENT]["element"]["multiline"] is False, "Enter saves"
    assert inputs[Field.ACCOUNTABLE]["element"]["initial_user"] == "UALICE"
    assert inputs[Field.CHANNEL]["element"]["initial_conversation"] == "C9"
    assert [option["value"] for option in inputs[Field.TELL]["element"]["initial_options"]] == ["yes"]
    required = {field for field, block in inputs.items() if not block["optional"]}
    assert required == {Field.STATEMENT, Field.CHANNEL, Field.ACCOUNTABLE}
    assert [each["action_id"] for each in buttons_of(form)] == [Action.OUTCOME_IN_FULL]


def test_in_full_it_asks_for_the_rest_and_keeps_what_was_chosen() -> None:
    draft = OutcomeDraft("UBOB", parent_key="rough-sleeping", starts_on=date(2026, 1, 1), key="help", tells=False)
    form = outcome_form(draft, [HELPED, SLEEP], LONDON, in_full=True)
    inputs = inputs_of(form)
    assert inputs[Field.PARENT]["element"]["initial_option"]["value"] == "rough-sleeping"
    assert inputs[Field.STARTS_ON]["element"]["initial_date"] == "2026-01-01"
    assert inputs[Field.KEY]["element"]["initial_value"] == "help"
    assert "initial_options" not in inputs[Field.TELL]["element"]
    assert buttons_of(form) == []


def test_without_outcomes_there_is_no_parent_to_choose() -> None:
    assert Field.PARENT not in inputs_of(outcome_form(OutcomeDraft("UALICE"), [], LONDON, in_full=True))


def test_the_coach_asks_with_the_persons_own_words() -> None:
    draft = OutcomeDraft("UALICE", statement="Serve 500 meals")
    form = outcome_form(draft, [], LONDON, asking=OutcomeQuestions(Advice("Serve 500 meals")))
    assert lines_of(form).splitlines()[:3] == [
        "“Serve 500 meals” is what you will do or make. So that who can do, has or is what?",
        "For example: _Patients get an appointment sooner_, _More children can swim_ or _Fewer people sleep rough_",
        "*If it is meant as it is, save it again.*",
    ]
    assert inputs_of(form)[Field.STATEMENT]["element"]["initial_value"] == "Serve 500 meals"


def test_a_bare_figure_is_asked_which_way_it_should_go() -> None:
    asking = OutcomeQuestions(Advice("Attendance", AdviceKind.BARE))
    form = outcome_form(OutcomeDraft("UALICE", statement="Attendance"), [], LONDON, asking=asking)
    assert lines_of(form).splitlines()[0] == (
        "“Attendance” can rise or fall. Which of the two should happen, and for whom?"
    )


def test_what_was_asked_about_is_known_by_what_was_typed() -> None:
    asked = asked_form(AskedForm(7).asking([("work", "serve 500 meals")]).carried())
    assert asked is not None
    assert asked.about == 7
    assert asked.has_asked("work", "serve 500 meals")
    assert not asked.has_asked("work", "serve 600 meals")
    assert not asked.has_asked("like", "serve 500 meals")
    assert asked_form("8") == AskedForm(8)
    assert asked_form("") == AskedForm()
    for forged in ("[0]", "[true]", "{}", "[1, 2]", "[" * 5_000, '["1"]', '[null, {"a": 1}]'):
        assert asked_form(forged) is None


def test_the_longest_texts_fit() -> None:
    draft = OutcomeDraft("UALICE", statement=LONG, why=LONG, key=HOSTILE, parent_key="k3")
    parents = [OutcomeName(f"k{number}", LONG) for number in range(150)]
    asking = OutcomeQuestions(Advice(LONG), (words('There is one like it: "{outcome}"', outcome=LONG),) * 2)
    assert_sound(outcome_form(draft, parents, LONDON, in_full=True, asking=asking))
    assert_sound(outcome_form(OutcomeDraft("UALICE"), [], LONDON))
