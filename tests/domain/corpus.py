"""What a line comes to, in a notation that a table can hold. `python -m tests.domain.corpus` writes the table anew."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.domain.cadences import Cadence, Every
from bot.domain.reading_lines import TypedReading, parse_reading_line
from bot.domain.values import Measure, Value, ValueKind, ratio
from bot.errors import Choice, Question, UserError
from bot.views.amounts import exact
from tests.saying import said, viewer

TABLE = Path(__file__).with_name("lines.tsv")
MONDAY = date(2026, 3, 30)
CADENCES = {"": Cadence(Every.WEEK), "daily": Cadence(Every.DAY), "monthly": Cadence(Every.MONTH)}
"""How often an indicator is read, as it stands behind its measure: "percent daily"; weekly where nothing does."""
MEASURES = {
    "percent": Measure(ValueKind.PERCENT),
    "people": Measure(ValueKind.NUMBER, "people"),
    "days": Measure(ValueKind.NUMBER, "days"),
    "ratio": Measure(ValueKind.RATIO),
    "pounds": Measure(ValueKind.MONEY, "GBP"),
    "euros": Measure(ValueKind.MONEY, "EUR"),
    "yen": Measure(ValueKind.MONEY, "JPY"),
    "dollars": Measure(ValueKind.MONEY, "USD"),
    "kronor": Measure(ValueKind.MONEY, "SEK"),
    "kroner": Measure(ValueKind.MONEY, "DKK"),
    "zloty": Measure(ValueKind.MONEY, "PLN"),
    "reais": Measure(ValueKind.MONEY, "BRL"),
    "hours": Measure(ValueKind.DURATION, "h"),
    "minutes": Measure(ValueKind.DURATION, "min"),
    "duration": Measure(ValueKind.DURATION),
    "yesno": Measure(ValueKind.YES_NO),
    "scale": Measure(ValueKind.SCALE, scale=("bad", "fair", "good", "very good")),
}
LIKE = {"ratio": ratio(Decimal(34), Decimal(50))}
"""The latest value of an indicator of this measure."""


def measure_of(measure: str) -> Measure:
    """The measure without how often it is read."""
    return MEASURES[measure.partition(" ")[0]]


def read(line: str, measure: str, locale: str) -> TypedReading:
    """The line of an indicator with the key "csat", on Monday 30 March 2026."""
    kind, _, often = measure.partition(" ")
    return parse_reading_line(
        line,
        key="csat",
        name="Csat",
        measure=MEASURES[kind],
        cadence=CADENCES[often],
        today=MONDAY,
        locale=locale,
        like=LIKE.get(kind),
    )


def comes_to(line: str, measure: str, locale: str) -> str:
    """ "84 % | 2026-W13 | unsure | note" for a reading, "? sentence [line] [line]" for a question with the lines that
    it offers, "! sentence" for a refusal.
    """
    try:
        found = read(line, measure, locale)
    except Question as asked:
        offered = "".join(f" [{choice.line or choice.locale}]" for choice in asked.choices)
        return f"? {said(asked, locale, today=MONDAY)}{offered}"
    except UserError as problem:
        return f"! {said(problem, locale, today=MONDAY)}"
    return _printed(found, measure_of(measure), locale)


def _printed(found: TypedReading, measure: Measure, locale: str) -> str:
    value = "n/d" if found.value is None else exact(found.value, measure, viewer(locale))
    parts = [
        f"+ {value}" if found.adds else value,
        found.period.key if found.period else "",
        found.confidence or "",
        found.note,
        f"mentions {found.mentioned.key}" if found.mentioned else "",
    ]
    return " | ".join(parts).rstrip(" |")


def rows() -> list[tuple[str, str, str, str]]:
    """Locale, measure, line and what it comes to; a line end in a line is written as ⏎."""
    found = []
    for row in TABLE.read_text(encoding="utf-8").splitlines():
        locale, measure, line, expected = row.split("\t")
        found.append((locale, measure, line.replace("⏎", "\n"), expected))
    return found


def value_of(text: str, measure: str, locale: str) -> Value | None:
    """The value of a line, where it is read."""
    try:
        return read(text, measure, locale).value
    except UserError:
        return None


def assert_read_as_its_button_says(asked: Question, choice: Choice, measure: str, locale: str) -> None:
    """Or asked about again; never refused."""
    chosen = comes_to(choice.line, measure, locale)
    assert not chosen.startswith("! "), choice.line
    label = choice.label if isinstance(choice.label, str) else said(choice.label, locale)
    value = value_of(choice.line, measure, locale)
    if value is not None and asked.words.pattern.endswith("which one?"):
        named = label.removesuffix(", the rest is a note").removesuffix(", unsure")
        assert named in ("0", exact(value, measure_of(measure), viewer(locale))), choice.line


def main() -> None:
    """Write what each line comes to now, to be read before it is kept."""
    written = [
        "\t".join((locale, measure, line.replace("\n", "⏎"), comes_to(line, measure, locale).replace("\n", "⏎")))
        for locale, measure, line, _ in rows()
    ]
    TABLE.write_text("\n".join(written) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
