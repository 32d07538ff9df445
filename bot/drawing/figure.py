"""One chart as a PNG. Only the process that draws imports this: the library takes its time to load, and its memory.

The picture is read on a phone, where its 1,200 pixels are shown on 390: what is written is three times as large as on a
page. It has a ground of its own, for light and dark alike, and no line is told from another by its colour alone.
"""

import io
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from bot.results.pictures import Line, Picture, Stroke

WIDTH, HEIGHT = 1_200, 740
"""Pixels, without what is written below."""
_DOTS = 100
_A_NOTE = 42
_GROUND, _INK, _QUIET, _GRID = "#ffffff", "#1a1a1a", "#555555", "#dcdcdc"
_READINGS, _SIGNAL, _BAND = "#0b4f8a", "#b3261e", "#e3f1e6"
_TITLE, _LONG_TITLE, _TEXT, _NOTE, _SMALL = 28, 22, 24, 21, 19
"""Points; a hundred dots to the inch make 24 of them 33 pixels, and 11 on a phone."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.12, 0.74, 0.805, 0.11
"""The edges of the paper, as shares of the picture; what stands at the ends of the lines is to its right."""
_END_COLUMNS, _MAIN_END_COLUMNS, _TICK_COLUMNS = 14, 12, 8
_TITLE_COLUMNS, _LONG_TITLE_COLUMNS, _NOTE_COLUMNS = 50, 60, 72
_APART = 0.076
"""How far labels are from each other, as a share of the paper's height, for each of their lines."""
_LEAST_BETWEEN_DAYS = 0.2
"""Between what is written below, as a share of the paper's width."""
_STYLES: dict[Stroke, dict[str, Any]] = {
    Stroke.PLANNED: {"color": "#9a5b00", "linestyle": (0, (5, 2.5)), "linewidth": 3.5},
    Stroke.TARGET: {"color": "#14692e", "linestyle": (0, (1, 1.6)), "linewidth": 4},
    Stroke.CENTRE: {"color": "#6a4c93", "linestyle": (0, (8, 2, 1.5, 2)), "linewidth": 2.5},
    Stroke.LIMIT: {"color": "#6a4c93", "linestyle": (0, (2.5, 2.5)), "linewidth": 2},
}
_FAMILIES = (
    "DejaVu Sans",
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "IPAexGothic",
    "Hiragino Sans",
    "Yu Gothic",
    "Malgun Gothic",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Zen Hei",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Arial Unicode MS",
)
"""The library brings the first; of the others whichever the machine has, for what the first has no letters of."""


def draw(picture: Picture) -> bytes:
    """The picture as a PNG."""
    figure = compose(picture)
    held = io.BytesIO()
    figure.savefig(held, format="png")
    return held.getvalue()


def compose(picture: Picture) -> Figure:
    """The picture before it is made of dots."""
    families, letters = _fonts()
    picture = _in_letters(picture, letters)
    notes = [line for note in _notes(picture) for line in _wrapped(note, _NOTE_COLUMNS, 2)]
    height = HEIGHT + (_A_NOTE * len(notes) + _A_NOTE // 2 if notes else 0)
    figure = Figure(figsize=(WIDTH / _DOTS, height / _DOTS), dpi=_DOTS, facecolor=_GROUND)
    FigureCanvasAgg(figure)
    share = HEIGHT / height  # the paper stays as high as it is without notes
    bottom = 1 - share * (1 - _BOTTOM)
    axes = figure.add_axes((_LEFT, bottom, _RIGHT - _LEFT, share * (_TOP - _BOTTOM)))
    _draw_paper(axes, picture)
    _draw_lines(axes, picture)
    _draw_readings(axes, picture)
    _draw_marks(axes, picture)
    _label_ends(axes, picture)
    _write(figure, picture, notes, top=share)
    for text in figure.findobj(Text):
        text.set_fontfamily(families)
        text.set_parse_math(False)  # people's "$" are no formulas
    return figure


# The paper ------------------------------------------------------------------------------------------------------------


def _draw_paper(axes: Axes, picture: Picture) -> None:
    axes.set_facecolor(_GROUND)
    days = [day for day, _ in picture.readings] + list(picture.marks)
    edge = max((max(days) - min(days)) * 0.025, 0.5)
    axes.set_xlim(min(days) - edge, max(days) + edge)
    axes.set_ylim(picture.lowest, picture.highest)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_QUIET)
    axes.grid(axis="y", color=_GRID, linewidth=1.5)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=_TEXT, colors=_QUIET, length=0, pad=8)
    written = ["\n".join(_wrapped(label, _TICK_COLUMNS, 2)) for _, label in picture.amount_ticks]
    axes.set_yticks([amount for amount, _ in picture.amount_ticks], written, linespacing=0.95)
    if max(map(len, written)) > _TICK_COLUMNS:
        axes.tick_params(axis="y", labelsize=_SMALL)
    ticks = _apart(picture.day_ticks, (max(days) - min(days)) * _LEAST_BETWEEN_DAYS)
    axes.set_xticks([day for day, _ in ticks], [label for _, label in ticks])
    if picture.band is not None:
        axes.axhspan(*picture.band, facecolor=_BAND, zorder=0)


def _apart(ticks: Sequence[tuple[float, str]], least: float) -> list[tuple[float, str]]:
    """Those that do not run into the one before."""
    kept: list[tuple[float, str]] = []
    for day, label in ticks:
        if not kept or day - kept[-1][0] >= least:
            kept.append((day, label))
    return kept


# What is on it --------------------------------------------------------------------------------------------------------


def _draw_lines(axes: Axes, picture: Picture) -> None:
    for line in picture.lines:
        how = "steps-post" if line.in_steps else "default"
        axes.plot(*_split(line.places), drawstyle=how, label=line.label, zorder=2, **_STYLES[line.stroke])


def _draw_readings(axes: Axes, picture: Picture) -> None:
    days, amounts = _split(picture.readings)
    count = len(days)
    size = 12.0 if count <= 30 else 7.0 if count <= 60 else 4.5
    axes.plot(days, amounts, color=_READINGS, linewidth=4.5 if count <= 60 else 3, zorder=4)
    whole = slice(0, -1) if picture.is_open else slice(None)
    axes.plot(days[whole], amounts[whole], "o", color=_READINGS, markersize=size, zorder=5)
    hollow = _GROUND if picture.is_open else _READINGS
    axes.plot(
        days[-1:],
        amounts[-1:],
        "o",
        markersize=max(size, 13.0),
        markeredgecolor=_READINGS,
        markeredgewidth=3.5,
        markerfacecolor=hollow,
        label=picture.last_label,
        zorder=6,
    )
    if picture.signals:
        axes.plot(
            *_split(picture.signals),
            "D",
            markersize=size + 12,
            markerfacecolor="none",
            markeredgecolor=_SIGNAL,
            markeredgewidth=3.5,
            label=picture.signal_label,
            zorder=7,
        )


def _draw_marks(axes: Axes, picture: Picture) -> None:
    """Each decision as a numbered line; of two that are close together the second number stands lower."""
    before = None
    left, right = axes.get_xlim()
    for number, day in enumerate(picture.marks, start=1):
        is_close = before is not None and day - before[0] < (right - left) * 0.05
        level = (before[1] + 1) % 4 if before is not None and is_close else 0
        axes.axvline(day, color=_QUIET, linewidth=2, linestyle=(0, (1, 2)), zorder=1)
        axes.text(
            day,
            0.96 - 0.11 * level,
            str(number),
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="center",
            fontsize=_NOTE,
            fontweight="bold",
            color=_INK,
            zorder=8,
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": _GROUND, "edgecolor": _QUIET, "linewidth": 2},
        )
        before = day, level


def _label_ends(axes: Axes, picture: Picture) -> None:
    """What each line is, at its end, beside each other where they end at the same height. A line that lies beyond the
    paper is named at its edge, with an arrow.
    """
    ends = [_End(picture.readings[-1][1], picture.last_label, _READINGS, is_main=True)]
    ends += [_end_of(line, picture) for line in picture.lines if line.label]
    height = picture.highest - picture.lowest
    at = [min(max((end.amount - picture.lowest) / height, 0.0), 1.0) for end in ends]
    texts = ["\n".join(_wrapped(end.text, end.columns, 3)) for end in ends]
    last, edge = picture.readings[-1][0], axes.get_xlim()[1]
    for end, text, true, shown in zip(ends, texts, at, _spread(at, texts), strict=True):
        if 0 < true < 1:  # from its end to the edge, where a decision came after it
            axes.hlines(end.amount, last, edge, color=end.colour, linewidth=1.5, zorder=1)
        axes.plot(
            [1.0, 1.02],
            [true, shown],
            transform=axes.transAxes,
            color=end.colour,
            linewidth=2,
            clip_on=False,
            zorder=3,
        )
        axes.text(
            1.03,
            shown,
            text,
            transform=axes.transAxes,
            ha="left",
            va="center",
            fontsize=_TEXT + 3 if end.is_main else _TEXT,
            fontweight="bold" if end.is_main else "normal",
            color=end.colour,
            linespacing=1.0,
        )


@dataclass(frozen=True)
class _End:
    """What stands at the end of a line, and at which amount that ends."""

    amount: float
    text: str
    colour: str
    is_main: bool = False

    @property
    def columns(self) -> int:
        return _MAIN_END_COLUMNS if self.is_main else _END_COLUMNS


def _end_of(line: Line, picture: Picture) -> _End:
    amount = line.places[-1][1]
    arrow = " ↓" if amount < picture.lowest else " ↑" if amount > picture.highest else ""
    return _End(amount, line.label + arrow, _STYLES[line.stroke]["color"])


def _spread(heights: Sequence[float], texts: Sequence[str]) -> list[float]:
    """Where labels stand that want to stand at these heights (0 to 1), so that none covers another."""
    order = sorted(range(len(heights)), key=lambda each: heights[each])
    half = [_APART * (text.count("\n") + 1) / 2 for text in texts]
    placed = list(heights)
    for below, above in pairwise(order):
        placed[above] = max(placed[above], placed[below] + half[below] + half[above])
    # What was pushed out at the top pushes back those below it.
    ceiling = 1.04
    for each in reversed(order):
        placed[each] = min(placed[each], ceiling - half[each])
        ceiling = placed[each] - half[each]
    return placed


# What is written around it --------------------------------------------------------------------------------------------


def _write(figure: Figure, picture: Picture, notes: Sequence[str], *, top: float) -> None:
    """Above, and below where decisions and signals are explained. `top` is the share of the picture above the notes."""
    lines, size = _wrapped(picture.title, _TITLE_COLUMNS, 1), _TITLE
    if len(lines) == 1 and lines[0] != picture.title.strip():
        lines, size = _wrapped(picture.title, _LONG_TITLE_COLUMNS, 2), _LONG_TITLE
    bold: dict[str, Any] = {"ha": "left", "va": "top", "fontsize": size, "fontweight": "bold", "color": _INK}
    figure.text(0.02, 1 - top * 0.025, "\n".join(lines), **bold)
    unit = 1 - top * (1 - _TOP) + top * 0.016
    figure.text(0.02, unit, picture.unit, ha="left", va="bottom", fontsize=_TEXT, color=_QUIET)
    if notes:
        figure.text(0.02, 1 - top, "\n".join(notes), ha="left", va="top", fontsize=_NOTE, color=_INK, linespacing=1.35)


def _notes(picture: Picture) -> list[str]:
    signal = [f"◇ {picture.signal_label}"] if picture.signals else []
    return signal + [f"{number}  {note}" for number, note in enumerate(picture.notes, start=1)]


def _split(places: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [day for day, _ in places], [amount for _, amount in places]


def _wrapped(text: str, columns: int, most: int) -> list[str]:
    """The text in at most so many lines of about so many letters; a Chinese or Japanese one is as wide as two."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    columns = max(round(columns * len(text) / (len(text) + wide)), 4) if text else columns
    return textwrap.wrap(text, columns, max_lines=most, placeholder="…")


# Letters --------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _fonts() -> tuple[list[str], frozenset[str]]:
    """Which of the families are there, and the letters that they have."""
    known = {font.name: font.fname for font in font_manager.fontManager.ttflist}
    families = [family for family in _FAMILIES if family in known]
    letters = {chr(code) for family in families for code in FT2Font(known[family]).get_charmap()}
    return families, frozenset(letters | {"\n"})


def _in_letters(picture: Picture, letters: frozenset[str]) -> Picture:
    """The picture with what can be written: boxes in the place of letters say nothing, and the words beside it have it
    all. Of a text with a number in it, the number stays.
    """

    def whole(text: str) -> str:
        kept = "".join(each for each in text if each in letters or not _is_a_sign(each)).strip()
        return kept if letters.issuperset(kept) else ""

    def number(text: str) -> str:
        kept = "".join(each for each in text if each in letters).strip()
        return whole(text) or (kept if any(each.isdigit() for each in kept) else "")

    return replace(
        picture,
        title=whole(picture.title),
        unit=whole(picture.unit),
        last_label=number(picture.last_label),
        day_ticks=tuple((at, number(text)) for at, text in picture.day_ticks),
        amount_ticks=tuple((at, number(text)) for at, text in picture.amount_ticks),
        lines=tuple(replace(line, label=number(line.label)) for line in picture.lines),
        signal_label=whole(picture.signal_label),
        notes=tuple(number(note) for note in picture.notes),
    )


def _is_a_sign(letter: str) -> bool:
    """An emoji or what goes with it, or an invisible mark."""
    return unicodedata.category(letter) in ("So", "Sk", "Cf", "Mn", "Cn", "Co")
