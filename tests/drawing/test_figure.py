"""A picture as it is drawn: its size, and what is on it. No pixels are compared."""

from dataclasses import replace

import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from bot.drawing.figure import compose, draw
from bot.results.pictures import Line, Picture, Stroke

PLAIN = Picture(
    title="People sleeping rough",
    unit="people",
    readings=((10.0, 118.0), (17.0, 112.0), (24.0, 114.0)),
    last_label="114 people",
    day_ticks=((10.0, "2 Mar"), (24.0, "16 Mar")),
    amount_ticks=((100.0, "100"), (120.0, "120")),
    lowest=96.0,
    highest=124.0,
)
PLANNED = Line(Stroke.PLANNED, "Planned 115", ((10.0, 119.0), (24.0, 115.0)))
TARGET = Line(Stroke.TARGET, "Target 100", ((10.0, 100.0), (24.0, 100.0)))
FULL = replace(
    PLAIN,
    lines=(PLANNED, TARGET, Line(Stroke.LIMIT, "Limit 122", ((10.0, 122.0), (24.0, 122.0)))),
    band=(98.0, 116.0),
    signals=((17.0, 112.0),),
    signal_label="more than ordinary movement",
    marks=(12.0, 12.2, 20.0),
    notes=("4 March: A second van", "4 March: Two more beds", "12 March: Ask the council"),
)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def written(figure: Figure) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in figure.findobj(Text) if text.get_text()]


def paper(figure: Figure) -> Axes:
    (axes,) = figure.axes
    return axes


def test_a_picture_is_a_png_and_grows_by_what_is_written_below() -> None:
    assert size_of(draw(PLAIN)) == (1200, 740)
    assert size_of(draw(FULL)) == (1200, 740 + 4 * 42 + 21)
    assert len(draw(FULL)) < 200_000


def test_everything_on_it_is_named_in_words() -> None:
    found = written(compose(FULL))
    for text in (
        "People sleeping rough",
        "people",
        "114 people",
        "Planned 115",
        "Target 100",
        "Limit 122",
        "2 Mar",
        "120",
    ):
        assert text in found, text
    (notes,) = [text for text in found if "A second van" in text]
    assert notes == (
        "◇ more than ordinary movement 1  4 March: A second van 2  4 March: Two more beds 3  12 March: Ask the council"
    )
    assert [text for text in found if text in ("1", "2", "3")] == ["1", "2", "3"]


def test_no_line_is_told_from_another_by_its_colour_alone() -> None:
    lines = [
        line
        for line in paper(compose(FULL)).get_lines()
        if str(line.get_label()) in ("Planned 115", "Target 100", "Limit 122")
    ]
    assert len({f"{line.get_linestyle()}{line._unscaled_dash_pattern}" for line in lines}) == 3  # type: ignore[attr-defined]
    (signal,) = [line for line in paper(compose(FULL)).get_lines() if line.get_marker() == "D"]
    assert (signal.get_xdata()[0], signal.get_ydata()[0]) == (17.0, 112.0)  # type: ignore[index]


def test_letters_can_be_read_on_a_phone() -> None:
    """1,200 pixels are shown on 390 there."""
    figure = compose(FULL)
    for text in figure.findobj(Text):
        if text.get_text():
            assert float(text.get_fontsize()) * 100 / 72 * 390 / 1200 >= 8, text.get_text()


def test_ink_stands_out_from_the_ground() -> None:
    figure = compose(FULL)
    assert to_rgb(figure.get_facecolor()) == (1, 1, 1)
    for text in figure.findobj(Text):
        if text.get_text():
            assert contrast_on_white(to_rgb(text.get_color())) >= 4.5, text.get_text()


def contrast_on_white(colour: tuple[float, float, float]) -> float:
    """As WCAG has it: 4.5 is enough for anybody's small print."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_labels_at_the_ends_do_not_cover_each_other() -> None:
    close = tuple(Line(Stroke.LIMIT, f"Limit {each}", ((10.0, 114.0), (24.0, 114.0))) for each in range(5))
    figure = compose(replace(PLAIN, lines=close))
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in paper(figure).texts]
    assert len(boxes) == 6
    for place, one in enumerate(boxes):
        assert one.x1 <= 1200
        assert not any(one.overlaps(other) for other in boxes[place + 1 :])


def test_a_line_beyond_the_paper_is_named_at_its_edge_with_an_arrow() -> None:
    below, above = (Line(Stroke.TARGET, f"Target {each}", ((10.0, each), (24.0, each))) for each in (60.0, 500.0))
    assert {"Target 60.0 ↓", "Target 500.0 ↑"} <= set(written(compose(replace(PLAIN, lines=(below, above)))))


def test_a_period_that_is_running_is_hollow() -> None:
    def faces(picture: Picture) -> list[str]:
        return [
            str(line.get_markerfacecolor()) for line in paper(compose(picture)).get_lines() if line.get_marker() == "o"
        ]

    assert faces(PLAIN)[-1] != "#ffffff"
    assert faces(replace(PLAIN, is_open=True))[-1] == "#ffffff"


@pytest.mark.filterwarnings("error")
def test_what_no_font_has_is_left_out_and_numbers_stay() -> None:
    odd = replace(
        PLAIN,
        title="\ue123\ue124 \ue125x",
        unit="\U0001f3e0 people",
        last_label="114 \u0378\ue126",
        day_ticks=((10.0, "\ue127"),),
    )
    found = written(compose(odd))
    assert "people" in found
    assert not any("\ue123" in text for text in found)
    assert size_of(draw(odd)) == (1200, 740)


def test_what_people_typed_is_no_formula() -> None:
    odd = replace(PLAIN, title=r"From $5 to $\frac{1}{0}$")
    assert r"From $5 to $\frac{1}{0}$" in written(compose(odd))
    assert size_of(draw(odd)) == (1200, 740)


@pytest.mark.parametrize("count", [2, 31, 104])
def test_any_number_of_readings_is_drawn(count: int) -> None:
    readings = tuple((float(7 * each), float(each % 9 - 4)) for each in range(count))
    many = replace(PLAIN, readings=readings, lowest=-5.0, highest=5.0, title="A long name " * 20)
    assert size_of(draw(many)) == (1200, 740)
