"""The indicator form, and one indicator in full."""

from datetime import UTC, date, datetime
from decimal import Decimal

from bot.domain.cadences import Every
from bot.domain.combining import Combine
from bot.domain.due import DueState
from bot.domain.facts import Level
from bot.domain.periods import Period
from bot.domain.values import Value, ValueKind
from bot.fields import Field
from bot.results.indicators import IndicatorSheet, ShownReading
from bot.results.names import OutcomeName, PersonName, ServiceName
from bot.views.ids import Action
from bot.views.indicators import (
    DUE_DAY_CHOICES,
    EVERY_CHOICES,
    IndicatorDraft,
    indicator_form,
    indicator_saved,
    indicator_show,
)
from tests.views.make import (
    BOB,
    CHARLIE,
    CSAT,
    HELPED,
    HOSTILE,
    HUGE,
    LONDON,
    LONG,
    WEEK_OF_23_MARCH,
    WEEK_OF_30_MARCH,
    assert_sound,
    lines_of,
    make_assessment,
    make_due,
    make_hostile,
)
from tests.views.test_outcomes import inputs_of

WEEK_OF_16_MARCH = Period("2026-W12", date(2026, 3, 16), date(2026, 3, 22))
NEXT = make_due(state=DueState.UPCOMING, due_on=date(2026, 4, 13))


def test_four_answers_are_required() -> None:
    inputs = inputs_of(indicator_form(IndicatorDraft("UALICE"), HELPED))
    required = [field for field, block in inputs.items() if not block["optional"]]
    assert required == [Field.NAME, Field.KIND, Field.DIRECTION, Field.EVERY]
    assert inputs[Field.OWNER]["element"]["initial_user"] == "UALICE"


def test_the_form_offers_every_kind_and_cadence() -> None:
    inputs = inputs_of(indicator_form(IndicatorDraft("UALICE"), HELPED))
    kinds = [option["value"] for option in inputs[Field.KIND]["element"]["options"]]
    assert kinds == [kind.value for kind in ValueKind]
    assert set(EVERY_CHOICES) - {"two_weeks"} == {every.value for every in Every} - {"interval"}
    assert len(DUE_DAY_CHOICES) == 9


def test_what_was_typed_before_stands_in_the_form() -> None:
    draft = IndicatorDraft("UALICE", name="CSAT", kind="percent", every="week", baseline="72 %", due_day="4")
    inputs = inputs_of(indicator_form(draft, HELPED))
    assert inputs[Field.NAME]["element"]["initial_value"] == "CSAT"
    assert inputs[Field.KIND]["element"]["initial_option"]["value"] == "percent"
    assert inputs[Field.EVERY]["element"]["initial_option"]["value"] == "week"
    assert inputs[Field.BASELINE]["element"]["initial_value"] == "72 %"
    assert inputs[Field.DUE_DAY]["element"]["initial_option"]["text"]["text"] == "Friday"


def test_a_saved_indicator_says_how_to_go_on() -> None:
    view = indicator_saved(CSAT, LONDON, next_due=NEXT, has_target=False)
    assert lines_of(view).splitlines()[:3] == [
        "Saved: *Customer satisfaction*",
        "To give a reading: `/reading csat &lt;value&gt;`",
        "The first one, for the week of 30 March, is due Mon 13 April.",
    ]
    (button,) = view["blocks"][-1]["elements"]
    assert (button["action_id"], button["value"]) == (Action.SET_TARGET, "csat")
    assert len(indicator_saved(CSAT, LONDON, has_target=True)["blocks"]) == 1


def test_one_indicator_shows_everything_about_it() -> None:
    readings = (
        ShownReading(
            WEEK_OF_30_MARCH, Value(Decimal(84)), CHARLIE, datetime(2026, 4, 6, tzinfo=UTC), DueState.LATE, "new desk"
        ),
        ShownReading(WEEK_OF_23_MARCH, None, BOB, datetime(2026, 3, 30, tzinfo=UTC), DueState.NO_DATA, "no survey"),
        ShownReading(
            WEEK_OF_16_MARCH, Value(Decimal(71)), ServiceName("Help <desk>"), datetime(2026, 3, 23, tzinfo=UTC)
        ),
    )
    sheet = IndicatorSheet(
        CSAT,
        HELPED,
        Level.OUTCOME,
        Combine.LAST,
        make_assessment("71", "71.5", "72"),
        CHARLIE,
        backup=BOB,
        description="Answers of 4 or 5, of all answers.",
        readings=readings,
        next_due=NEXT,
    )
    assert indicator_show(sheet, LONDON)["text"] == (
        "*Customer satisfaction* `csat`\n"
        "🔴 Off track: 28.3 points under the path for 3 readings; needs 1.06 percentage points a week, has made 0.\n"
        "*Unit*\npercent\n"
        "*Direction*\nup\n"
        "*Baseline*\n72 % on 2 March\n"
        "*Target*\n85 % by 30 June\n"
        "*Owner*\n<@UCHARLIE>, backup <@UBOB>\n"
        "*How often*\nweekly, due Mondays; the last reading counts\n"
        "*Level*\noutcome: the change that is wanted\n"
        "*Next*\nweek of 30 March, due Mon 13 April\n"
        "*What counts*\nAnswers of 4 or 5, of all answers.\n"
        "*Latest readings*\n"
        "Week of 30 March: *84 %* · Charlie · late · new desk\n"
        "Week of 23 March: *no data* · Bob · no survey\n"
        "Week of 16 March: *71 %* · Help &lt;desk&gt;\n"
        "Part of: Customers get help the first time `first-time`"
    )


def test_an_indicator_without_readings_says_how_to_give_one() -> None:
    sheet = IndicatorSheet(CSAT, HELPED, Level.OUTCOME, Combine.LAST, make_assessment(), CHARLIE)
    text = indicator_show(sheet, LONDON)["text"]
    assert "⚪ No data: no reading yet." in text
    assert "No readings yet. To give one: `/reading csat &lt;value&gt;`" in text


def test_no_text_or_number_breaks_the_screens_of_indicators() -> None:
    hostile = make_hostile()
    outcome = OutcomeName("k" * 80, LONG)
    shown = ShownReading(
        WEEK_OF_30_MARCH, Value(HUGE), PersonName("U123", HOSTILE), datetime(2026, 4, 6, tzinfo=UTC), note=LONG
    )
    sheet = IndicatorSheet(
        hostile,
        outcome,
        Level.OUTPUT,
        Combine.SUM,
        make_assessment("1", str(HUGE), indicator=hostile),
        CHARLIE,
        description=LONG,
        readings=(shown,) * 100,
        next_due=make_due(1, hostile),
    )
    draft = IndicatorDraft("UALICE", name=LONG, unit=HOSTILE, baseline=LONG, target=LONG, key=HOSTILE, kind="nonsense")
    for screen in (
        indicator_form(draft, outcome, metadata="x"),
        indicator_saved(hostile, LONDON, next_due=make_due(1, hostile), has_target=False),
        indicator_show(sheet, LONDON),
    ):
        assert_sound(screen)
