"""Numbers as people type them, by locale, and computed numbers as they are printed."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.exact import fits
from bot.domain.locales import UNKNOWN, decimal_mark, group_mark, locale_for
from bot.domain.numerals import (
    Unclear,
    Unreadable,
    digits,
    print_percent,
    read_magnitude,
    read_number,
    rounded_beside,
)
from bot.words import Words
from tests.saying import said

from .settings import LOCALES, quick

locales = st.sampled_from(LOCALES)
amounts = st.decimals(
    min_value=Decimal("-999999999999999999.999999999"),
    max_value=Decimal("999999999999999999.999999999"),
    places=9,
) | st.integers(-(10**18) + 1, 10**18 - 1).map(Decimal)


@pytest.mark.parametrize(
    ("typed", "locale", "expected"),
    [
        ("84", "en-GB", "84"),
        ("84.5", "en-GB", "84.5"),
        ("84,5", "de-DE", "84.5"),
        ("1,234.5", "en-GB", "1234.5"),
        ("1.234,5", "de-DE", "1234.5"),
        # A mark that can only be one thing is that thing everywhere.
        ("1.234,5", "en-GB", "1234.5"),
        ("1,234.5", "de-DE", "1234.5"),
        ("1,5", "en-GB", "1.5"),
        ("84.5", "de-DE", "84.5"),
        ("12,34", "en-GB", "12.34"),
        ("0,500", "en-GB", "0.5"),
        ("1234,567", "en-GB", "1234.567"),
        ("1,234,567", "de-DE", "1234567"),
        ("1.234.567", "en-GB", "1234567"),
        # One that could be either is what the locale says.
        ("1,234", "en-GB", "1234"),
        ("1.234", "en-GB", "1.234"),
        ("1.234", "de-DE", "1234"),
        ("1,234", "de-DE", "1.234"),
        ("1,234", "fr-FR", "1.234"),
        # Other groupings.
        ("12,34,567.5", "hi-IN", "1234567.5"),
        ("1'234.5", "de-CH", "1234.5"),
        ("1\N{RIGHT SINGLE QUOTATION MARK}234", "de-CH", "1234"),
        ("1 234,5", "fr-FR", "1234.5"),
        ("1\N{NARROW NO-BREAK SPACE}234,5", "fr-FR", "1234.5"),
        ("1\N{NO-BREAK SPACE}234", "en-GB", "1234"),
        # Signs.
        ("\N{MINUS SIGN}3", "en-GB", "-3"),
        ("-3", "en-GB", "-3"),
        ("+3", "en-GB", "3"),
        ("\N{EN DASH}3.5", "en-GB", "-3.5"),
        ("\N{LEFT-TO-RIGHT MARK}-3", "ar-EG", "-3"),
        (".5", "en-GB", "0.5"),
        ("½", "en-GB", "0.5"),
        ("3½", "en-GB", "3.5"),
        ("3 ¾", "de-DE", "3.75"),
        ("-3½", "en-GB", "-3.5"),
        ("-0", "en-GB", "0"),
        ("007", "en-GB", "7"),
        # Other scripts.
        ("٣٤٫٥", "ar-EG", "34.5"),
        ("١٬٢٣٤", "en-GB", "1234"),
        ("१२३.५", "hi-IN", "123.5"),
        ("\N{FULLWIDTH DIGIT EIGHT}\N{FULLWIDTH DIGIT FOUR}", "ja-JP", "84"),
        ("\N{FULLWIDTH DIGIT EIGHT}\N{FULLWIDTH FULL STOP}\N{FULLWIDTH DIGIT FOUR}", "ja-JP", "8.4"),
        # As long as may be.
        ("999999999999999999.999999999", "en-GB", "999999999999999999.999999999"),
    ],
)
def test_a_number_is_read_by_the_persons_locale(typed: str, locale: str, expected: str) -> None:
    assert read_number(typed, locale) == Decimal(expected)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "lots", "NaN", "inf", "Infinity", "1e400", "1e5", "5.", "1,2,3", "1.2.3", "--3", "- -3", "1 23",
        "1,234,56", "1,23,45", "0,123,456", "1_000", "0x10", "²", "3 4", "1" * 19, "0.1234567891", "9" * 400,
        "1'234,567.8", "1,234.567.8", "³", "①", "1\n2", "3%", "\x00", ".", "-", "+",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_number(typed, "en-GB")


@pytest.mark.parametrize(
    ("typed", "locale", "why"),
    [
        ("1.234", "fr-FR", "That could be 1234 or 1,2340. Type the one that you mean."),
        ("1.234", "sv-SE", "That could be 1234 or 1,2340. Type the one that you mean."),
        ("1,234", "de-CH", "That could be 1234 or 1.2340. Type the one that you mean."),
    ],
)
def test_what_could_be_thousands_or_a_fraction_is_asked_about(typed: str, locale: str, why: str) -> None:
    with pytest.raises(Unclear) as refused:
        read_number(typed, locale)

    assert refused.value.why is not None
    assert said(refused.value.why, locale) == why


@pytest.mark.parametrize(
    ("typed", "thousands", "decimal"),
    [
        ("1.234", ("de-DE", "1234"), ("en-GB", "1.2340 with decimals")),
        ("1,234", ("en-GB", "1234"), ("de-DE", "1.2340 with decimals")),
        ("-12,500", ("en-GB", "12500"), ("de-DE", "12.5000 with decimals")),
    ],
)
def test_while_a_language_is_not_known_a_number_that_depends_on_it_is_asked_about(
    typed: str, thousands: tuple[str, str], decimal: tuple[str, str]
) -> None:
    with pytest.raises(Unclear) as refused:
        read_number(typed, UNKNOWN)

    (by_thousands, whole), (by_decimals, fraction) = refused.value.readings
    assert (by_thousands, whole) == thousands
    assert isinstance(fraction, Words)
    assert (by_decimals, said(fraction)) == decimal
    assert refused.value.why is not None
    assert said(refused.value.why, UNKNOWN) == (
        f"That could be {thousands[1]}, or {decimal[1]}: Slack has not told your language yet. "
        "Type the one that you mean."
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1234", "1234"),
        ("1.2340", "1.234"),
        ("1,2340", "1.234"),
        ("0.234", "0.234"),
        ("1.5", "1.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
    ],
)
def test_what_reads_the_same_in_every_language_needs_none(typed: str, expected: str) -> None:
    assert read_number(typed, UNKNOWN) == Decimal(expected)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [("1234", "1234"), ("-1234567.5", "−1234567.5"), ("1.234", "1.2340"), ("-1.234", "−1.2340"), ("0.234", "0.234")],
)
def test_a_number_is_printed_so_that_every_language_reads_it_alike(amount: str, printed: str) -> None:
    assert digits(Decimal(amount), UNKNOWN) == printed


def test_a_space_groups_digits_in_the_middle_of_a_line_only_where_the_locale_writes_it_so() -> None:
    assert read_number("84 100", "fr-FR", in_line=True) == 84100
    assert read_number("84 100", "en-GB") == 84100
    with pytest.raises(Unclear):
        read_number("84 100", "en-GB", in_line=True)


@pytest.mark.parametrize(
    ("typed", "locale", "expected"),
    [
        ("3.4k", "en-GB", "3400"),
        ("3,4k", "de-DE", "3400"),
        ("2m", "en-GB", "2000000"),
        ("2M", "en-GB", "2000000"),
        ("1.5bn", "en-GB", "1500000000"),
        ("-0.25K", "en-GB", "-250"),
        ("2,5 Mrd.", "de-DE", "2500000000"),
        ("3 Tsd", "de-DE", "3000"),
        ("3 hundred", "en-GB", "300"),
        ("3 Hundert", "de-DE", "300"),
        ("1.5 billion", "en-GB", "1500000000"),
        ("2 Milliarden", "de-DE", "2000000000"),
        ("1,5 million", "fr-FR", "1500000"),
        ("3 mil millones", "es-ES", "3000000000"),
        ("12 lakh", "en-IN", "1200000"),
        ("3万", "ja-JP", "30000"),
        ("3,5 億", "ja-JP", "350000000"),
        ("2 tys.", "pl-PL", "2000"),
        ("3 dozen", "en-GB", "36"),
        ("3½ million", "en-GB", "3500000"),
        ("84", "en-GB", "84"),
    ],
)
def test_thousands_and_millions_have_letters(typed: str, locale: str, expected: str) -> None:
    assert read_magnitude(typed, locale) == Decimal(expected)


@pytest.mark.parametrize(
    ("typed", "locale", "why"),
    [("2 billion", "de-DE", "2000000000 or 2000000000000"), ("2 billion", "fr-FR", "2000000000 or 2000000000000")],
)
def test_a_word_that_says_another_number_in_another_language_is_asked_about(typed: str, locale: str, why: str) -> None:
    with pytest.raises(Unclear) as refused:
        read_magnitude(typed, locale)

    assert refused.value.why is not None
    assert said(refused.value.why) == f'"billion" says two things: {why}. Type the number in digits.'


@pytest.mark.parametrize(("typed", "locale"), [("12.000", "en-GB"), ("1.060", "en-GB"), ("1,140", "de-DE")])
def test_a_fraction_of_three_digits_is_asked_about_unless_it_is_settled(typed: str, locale: str) -> None:
    with pytest.raises(Unclear) as refused:
        read_number(typed, locale, settled=False)

    assert refused.value.depends_on_marks


@pytest.mark.parametrize("typed", ["k", "3 k", "3kk", "3.4km", "999999999999999999k", "3t"])
def test_other_letters_are_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_magnitude(typed, "en-GB")


near_numbers = st.text(alphabet="0123456789.,' -−+kmb٣٫٬\N{NO-BREAK SPACE}", max_size=25)


@quick
@given(text=st.text() | near_numbers, locale=locales)
@example("1" * 5000, "en-GB")
@example("-\N{NO-BREAK SPACE}.5", "en-GB")
def test_reading_a_number_raises_nothing_but_unreadable(text: str, locale: str) -> None:
    try:
        number = read_magnitude(text, locale, in_line=True)
    except Unreadable:
        return
    assert number.is_finite()
    assert fits(number)


@quick
@given(amount=amounts, locale=locales)
@example(Decimal("1E+3"), "fr-FR")
@example(Decimal("1.234"), "fr-FR")
@example(Decimal(1234), "de-CH")
def test_what_was_printed_reads_as_the_same_number(amount: Decimal, locale: str) -> None:
    assert read_number(digits(amount, locale), locale) == amount


@pytest.mark.parametrize(
    ("amount", "limits", "expected"),
    [
        ("8.04", ("20",), "8"),
        ("8.04", ("8", "20"), "8.04"),
        ("7.96", ("8", "20"), "7.96"),
        ("8", ("8", "20"), "8"),
        ("19.96", ("8", "20"), "19.96"),
        ("7.53", ("7.52",), "7.53"),
        ("-8.04", ("8", "20"), "-8"),
        ("0.04", ("0",), "0.04"),
    ],
)
def test_rounding_does_not_carry_an_amount_onto_or_over_a_limit(
    amount: str, limits: tuple[str, ...], expected: str
) -> None:
    assert rounded_beside(Decimal(amount), 1, *map(Decimal, limits)) == Decimal(expected)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ("0.5", "50 %"),
        ("-0.25", "−25 %"),
        ("1.25", "125 %"),
        ("0.4", "40 %"),
        ("0.005", "1 %"),
        ("-0.001", "0 %"),
        ("1", "100 %"),
        ("0.996", "99.6 %"),
        ("0.99996", "99.996 %"),
        ("1.004", "100.4 %"),
    ],
)
def test_a_share_is_printed_as_whole_percent(share: str, expected: str) -> None:
    assert print_percent(Decimal(share), "en-GB") == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en-GB", "en_GB"), ("de-DE", "de_DE"), ("es-LA", "es_419"), ("de-XX", "de"), ("", "en_GB"), ("!!", "en_GB")],
)
def test_an_unknown_locale_falls_back_to_its_language(tag: str, expected: str) -> None:
    assert str(locale_for(tag)) == expected


def test_the_marks_of_a_locale() -> None:
    assert [decimal_mark(tag) for tag in ("en-GB", "de-DE", "de-CH")] == [".", ",", "."]
    assert [group_mark(tag) for tag in ("en-GB", "de-DE", "fr-FR")] == [",", ".", "\N{NARROW NO-BREAK SPACE}"]


@quick
@given(tag=st.text())
@example("x" * 1000)
@example("en-GB\x00")
def test_no_tag_breaks_the_locale(tag: str) -> None:
    assert locale_for(tag)
