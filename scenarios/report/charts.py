"""Charts of the report as SVG: intervals of changes, mode shares, waiting at locks.

Every interval of a page stands on one common scale, so that a wide box means an uncertain change
wherever it stands. A change that is not decided is hollow and dashed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.display import svg
from scenarios.display.numbers import percent, plain
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import MODES, Text, as_text, word
from scenarios.fonts import text_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

BAR_WIDTH, BAR_HEIGHT = 250.0, 26.0
PHONE, NARROW, WIDE = 500.0, 340.0, 1140.0
"""Pictures narrower than the first are drawn for a phone; widths of both drawings."""

_MARGIN = 12.0
_OUTLIER = 3.0
_LEAST_BOX = 2.0
_FINE = (1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 5.0, 6.0, 8.0, 10.0)
_LABEL_GAP = 8.0
_TWO_LINES = 40.0


@dataclass(frozen=True)
class Figure:
    """A chart with everything that stands around it.

    Attributes
    ----------
    title : Text
        The finding.
    subtitle : Text
        Unit and year.
    source : Text
        Where the numbers come from.
    wide : markupsafe.Markup
        The drawing for a screen or paper.
    narrow : markupsafe.Markup or None
        The drawing for a phone, where another one is needed.
    """

    title: Text
    subtitle: Text
    source: Text
    wide: Markup
    narrow: Markup | None = None


def common_scale(intervals: Sequence[tuple[float, float]]) -> float:
    """Return the end of the one scale on which all intervals are drawn.

    Parameters
    ----------
    intervals : sequence of (float, float)
        Ends in percent; missing ones count for nothing.

    Returns
    -------
    float
        A round percentage. One row that reaches more than three times as far as the next
        falls outside it.
    """
    reaches = sorted(
        max(abs(low), abs(high))
        for low, high in intervals
        if not math.isnan(low) and not math.isnan(high)
    )
    if len(reaches) > 1 and reaches[-1] > _OUTLIER * max(reaches[-2], 1e-9):
        reaches.pop()
    return nice_ceiling(reaches[-1] if reaches else 1.0)


def _position(value: float, limit: float) -> float:
    """Return where a percentage stands in a bar, held inside it."""
    half = BAR_WIDTH / 2 - _MARGIN
    return BAR_WIDTH / 2 + half * max(-1.0, min(1.0, value / limit))


def interval_bar(
    ends: tuple[float, float], mean: float, limit: float, *, decided: bool, alt: Text
) -> Markup:
    """Return one interval as a box with a black tick for the mean.

    Parameters
    ----------
    ends : (float, float)
        Low and high end in percent.
    mean : float
        The change in percent.
    limit : float
        End of the common scale.
    decided : bool
        Whether the interval leaves zero out; if not, the box is hollow and dashed.
    alt : Text
        The change in words.

    Returns
    -------
    markupsafe.Markup
        A small picture.
    """
    low, high = ends
    middle, top, bottom = BAR_WIDTH / 2, 3.0, BAR_HEIGHT - 3.0
    parts = [
        svg.element("line", x1=0, x2=BAR_WIDTH, y1=13, y2=13, stroke="#E3E7EA"),
        svg.element("line", x1=middle, x2=middle, y1=0, y2=BAR_HEIGHT, stroke=svg.GREY),
    ]
    if math.isnan(low) or math.isnan(high):
        return svg.picture((BAR_WIDTH, BAR_HEIGHT), alt, parts, "bar")
    colour = svg.LESS if mean < 0 else svg.MORE
    left, right = _position(low, limit), _position(high, limit)
    if high < -limit or low > limit:
        return svg.picture((BAR_WIDTH, BAR_HEIGHT), alt, [*parts, _beyond(mean, colour)], "bar")
    style = (
        {"fill": colour, "fill_opacity": 0.55, "stroke": colour}
        if decided
        else {"fill": "#fff", "stroke": svg.INK, "stroke_dasharray": "4 3"}
    )
    width = max(right - left, _LEAST_BOX)
    parts.append(svg.element("rect", x=left, y=top + 2, width=width, height=16, **style))
    tick = _position(mean, limit)
    parts.append(
        svg.element("line", x1=tick, x2=tick, y1=top, y2=bottom, stroke="#000", stroke_width=2.5)
    )
    if low < -limit:
        parts.append(svg.words_at(0, 17, "◀", font_size=10, fill=colour))
    if high > limit:
        parts.append(svg.words_at(BAR_WIDTH, 17, "▶", font_size=10, fill=colour, text_anchor="end"))
    return svg.picture((BAR_WIDTH, BAR_HEIGHT), alt, parts, "bar")


def _beyond(mean: float, colour: str) -> Markup:
    """Return the note of a row that lies beyond the scale."""
    if mean < 0:
        text = word("bar.beyond.less")
        return svg.words_at(2, 17, text, font_size=12, fill=colour)
    text = word("bar.beyond.more")
    return svg.words_at(BAR_WIDTH - 2, 17, text, font_size=12, fill=colour, text_anchor="end")


def interval_axis(limit: float) -> Markup:
    """Return the labels of the common scale, to stand above the bars.

    Parameters
    ----------
    limit : float
        End of the scale in percent.

    Returns
    -------
    markupsafe.Markup
        A small picture.
    """
    parts = []
    for value, anchor in ((-limit, "start"), (0.0, "middle"), (limit, "end")):
        decimals = 0 if value == int(value) else 1
        label = percent(value, decimals, sign=True)
        x = {"start": 0.0, "middle": BAR_WIDTH / 2, "end": BAR_WIDTH}[anchor]
        parts.append(svg.words_at(x, 12, label, font_size=12, text_anchor=anchor, fill=svg.GREY))
    return svg.picture((BAR_WIDTH, 16), word("bar.axis"), parts, "bar")


def mode_shares(
    bars: Sequence[tuple[Text, Mapping[str, float]]], width: float, identity: str, alt: Text
) -> Markup:
    """Return one stacked bar for each plan, with the shares written inside.

    Parameters
    ----------
    bars : sequence of (Text, mapping of str to float)
        Name of each plan and its share (0 to 1) by mode.
    width : float
        Width of the picture; below 500 the names stand above the bars.
    identity : str
        Part of the ids inside, unique on the page.
    alt : Text
        The finding.

    Returns
    -------
    markupsafe.Markup
        A picture.
    """
    above = width < PHONE
    size, height, gap = (14.0, 42.0, 30.0) if above else (14.0, 30.0, 8.0)
    left = 0.0 if above else min(0.3 * width, 12 + max(_widest(name, size) for name, _ in bars))
    parts: list[Markup] = [svg.hatch(f"{identity}-hatch")]
    y = 0.0
    for name, shares in bars:
        if above:
            parts.append(svg.words_at(0, y + 18, name, font_size=size, fill=svg.INK))
            y += gap - 6
        else:
            parts.append(svg.words_at(0, y + 20, name, font_size=size, fill=svg.INK))
        x = left
        for mode in MODES:
            part = shares.get(mode, 0.0) * (width - left)
            parts.append(_segment(mode, (x, y, part, height), shares.get(mode, 0.0), identity))
            x += part
        y += height + (6 if above else gap)
    return svg.picture((width, y), alt, parts)


def _widest(text: Text, size: float) -> float:
    """Return the width of the wider of both languages."""
    return max(text_width(str(text.zh), size), text_width(str(text.en), size))


def _segment(
    mode: str, box: tuple[float, float, float, float], part: float, identity: str
) -> Markup:
    """Return the piece of one mode with as much of its label as fits."""
    x, y, width, height = box
    water = mode == "inland_water"
    frame = svg.element(
        "rect",
        x=x,
        y=y,
        width=max(width, 0.0),
        height=height,
        fill=f"url(#{identity}-hatch)" if water else svg.MODE_COLOURS[mode],
        stroke=svg.MODE_COLOURS["inland_water"] if mode == "sea" else "#fff",
        stroke_width=0.8,
    )
    return svg.group((frame, *_segment_label(mode, box, part)))


def _segment_label(mode: str, box: tuple[float, float, float, float], part: float) -> list[Markup]:
    """Return name and share on one line, on two, the share alone, or nothing."""
    x, y, width, height = box
    name, size = word(f"mode.{mode}"), percent(100 * part, 1)
    lines: tuple[Text, ...] = (name + " " + size,)
    if _widest(lines[0], 14) > width - 6:
        lines = (name, size) if height >= _TWO_LINES else (size,)
    if _widest(lines[0], 14) > width - 2:
        lines = (size,)
    if _widest(lines[0], 14) > width:
        return []
    halo = {"stroke": svg.MODE_COLOURS[mode], "stroke_width": 5, "paint_order": "stroke"}
    first = y + height / 2 + 5 - 8.5 * (len(lines) - 1)
    return [
        svg.words_at(
            x + width / 2,
            first + 17 * index,
            line,
            font_size=14,
            text_anchor="middle",
            fill=svg.MODE_INKS[mode],
            **(halo if mode == "inland_water" else {}),
        )
        for index, line in enumerate(lines)
    ]


@dataclass(frozen=True)
class Waiting:
    """Mean waiting of one lock under one plan in hours, with its interval and as written."""

    low: float
    mean: float
    high: float
    shown: str


def lock_waits(
    rows: Sequence[tuple[Text, Waiting | None, Waiting | None]],
    width: float,
    names: tuple[Text, Text],
    alt: Text,
) -> Markup:
    """Return waiting by lock: the base as a dashed grey box, the plan as a solid one below.

    Parameters
    ----------
    rows : sequence of (Text, Waiting or None, Waiting or None)
        Name of each lock, its waiting in the base and in the plan.
    width : float
        Width of the picture.
    names : (Text, Text)
        Titles of base and plan, written at the first row.
    alt : Text
        The finding.

    Returns
    -------
    markupsafe.Markup
        A picture with its own scale in hours.
    """
    left, pitch, top, right = (
        (96.0, 44.0, 26.0, 60.0) if width < PHONE else (170.0, 40.0, 26.0, 190.0)
    )
    ends = [one.high for _, *pair in rows for one in pair if one and not math.isnan(one.high)]
    limit = nice_ceiling(max(ends, default=1.0), _FINE)
    span = width - left - right
    parts = _hour_axis(limit, (left, span, top), pitch * len(rows))
    for index, (name, base, plan) in enumerate(rows):
        y = top + index * pitch
        parts.append(
            svg.words_at(left - 10, y + 25, name, font_size=13, text_anchor="end", fill=svg.INK)
        )
        for waiting, at, title, ours in ((base, y + 6, names[0], 0), (plan, y + 23, names[1], 1)):
            if waiting is None:
                continue
            note = as_text(waiting.shown)
            if index == 0:
                note = note + " " + title
            parts.append(_wait_box(waiting, (left, span / limit, at), note, plan=bool(ours)))
    return svg.picture((width, top + pitch * len(rows) + 6), alt, parts)


def _hour_axis(limit: float, place: tuple[float, float, float], height: float) -> list[Markup]:
    """Return grid lines and labels of a scale in hours."""
    left, span, top = place
    parts: list[Markup] = []
    for step in range(5):
        x = left + span * step / 4
        parts.append(svg.element("line", x1=x, x2=x, y1=top, y2=top + height, stroke="#E3E7EA"))
        label = plain(limit * step / 4)
        parts.append(
            svg.words_at(x, top - 8, label, font_size=12, text_anchor="middle", fill=svg.GREY)
        )
    return parts


def _wait_box(
    waiting: Waiting, place: tuple[float, float, float], note: Text, *, plan: bool
) -> Markup:
    """Return a line from zero to the mean, the interval's box and the mean in digits."""
    left, scale, y = place
    low = waiting.mean if math.isnan(waiting.low) else max(waiting.low, 0.0)
    high = waiting.mean if math.isnan(waiting.high) else waiting.high
    colour = svg.INK if plan else svg.GREY
    dashes = None if plan else "4 3"
    mean = left + waiting.mean * scale
    box = {"y": y, "height": 13, "stroke": colour, "stroke_dasharray": dashes}
    fill = "#7FA8C9" if plan else "#fff"
    return svg.group(
        (
            svg.element(
                "line",
                x1=left,
                x2=mean,
                y1=y + 6.5,
                y2=y + 6.5,
                stroke=colour,
                stroke_dasharray=dashes,
            ),
            svg.element(
                "rect", x=left + low * scale, width=max((high - low) * scale, 1.0), fill=fill, **box
            ),
            svg.element(
                "line", x1=mean, x2=mean, y1=y - 2, y2=y + 15, stroke="#000", stroke_width=2
            ),
            svg.words_at(
                left + high * scale + _LABEL_GAP, y + 11, note, font_size=12, fill=svg.INK
            ),
        )
    )
