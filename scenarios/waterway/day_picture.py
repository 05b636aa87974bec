"""A day at one lock: queues above, a band of lockages for each line below, over the hours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from scenarios.display import svg
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import Text, word
from scenarios.waterway.day import DAY_H
from scenarios.waterway.day_frame import (
    CLOSED,
    DASHES,
    DIRECTION_KEYS,
    EDGES,
    FILLS,
    INKS,
    LEFT,
    RIGHT,
    VOICE,
    WIDTH,
    fits,
    hours,
    legend,
    patterns,
    title,
    x_of,
)
from scenarios.waterway.events import WATER

if TYPE_CHECKING:
    import numpy as np
    from markupsafe import Markup

    from scenarios.waterway.day import LineDay, LockDay

QUEUE_TOP: Final = 112.0
_QUEUE, _GAP = 110.0, 26.0
BANDS_TOP: Final = QUEUE_TOP + _QUEUE + _GAP
_BAND, _HALF, _BAR = 74.0, 34.0, 30.0
_STEPS: Final = (1.0, 2.0, 4.0, 6.0, 8.0, 10.0)


def bottom_of(day: LockDay) -> float:
    """Return where the lowest band ends."""
    return BANDS_TOP + _BAND * len(day.lines)


def day_finding(day: LockDay) -> Text:
    """Say how many lockages and vessels a day had, and how many waited at the most."""
    begun = [one for line in day.lines for one in line.lockages if 0 <= one.start_h < DAY_H]
    return word(
        "waterway.day.title",
        lock=day.name,
        day=day.day,
        lockages=len(begun),
        vessels=sum(len(one.vessels) for one in begun),
        queue=int(_most_waiting(day)),
    )


def _most_waiting(day: LockDay) -> float:
    """Largest number waiting in both directions together, at any instant."""
    (hours_down, down), (hours_up, up) = day.queues
    instants = sorted({*hours_down.tolist(), *hours_up.tolist()})
    return max(_at(hours_down, down, one) + _at(hours_up, up, one) for one in instants)


def _at(hour: np.ndarray, count: np.ndarray, instant: float) -> float:
    """Return what a step function is at an instant."""
    return float(count[hour.searchsorted(instant, side="right") - 1])


def day_picture(day: LockDay) -> Markup:
    """Return the picture of a day at a lock.

    Parameters
    ----------
    day : LockDay
        The day.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element; a line of the id ``cursor`` stands at hour 0, hidden.
    """
    finding, bottom = day_finding(day), bottom_of(day)
    height = bottom + 62
    parts = [
        patterns(),
        svg.element("rect", width=WIDTH, height=height, fill="#fff"),
        *title(finding, word("waterway.day.note")),
        *hours(QUEUE_TOP - 6, bottom),
        *_queues(day),
    ]
    for index, line in enumerate(day.lines):
        parts.append(_band(line, BANDS_TOP + _BAND * index))
    cursor = {"y1": QUEUE_TOP - 6, "y2": bottom, "stroke": "#B3126B", "stroke_width": 1.5}
    parts.append(svg.element("line", id="cursor", x1=LEFT, x2=LEFT, visibility="hidden", **cursor))
    parts += legend(bottom + 46)
    return svg.picture((WIDTH, height), finding, parts)


def _queues(day: LockDay) -> list[Markup]:
    """Return the number of vessels waiting, a step line for each direction."""
    limit = nice_ceiling(max(1.0, *(float(count.max()) for _, count in day.queues)), _STEPS)
    base, scale = QUEUE_TOP + _QUEUE, _QUEUE / limit
    parts: list[Markup] = [
        VOICE.write(20, QUEUE_TOP - 14, word("waterway.queue"), font_size=13, fill=svg.INK)
    ]
    for value in (0.0, limit / 2, limit):
        y = base - value * scale
        parts.append(svg.element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=svg.FAINT))
        label = f"{value:g}"
        parts.append(
            svg.words_at(LEFT - 8, y + 4, label, font_size=12, text_anchor="end", fill=svg.GREY)
        )
    ends = []
    for index, (hour, count) in enumerate(day.queues):
        points = _stairs(hour, base - count * scale)
        parts.append(
            svg.path(points, stroke=EDGES[index], stroke_width=2, stroke_dasharray=DASHES[index])
        )
        ends.append(points[len(points) // 2])
    return parts + _queue_names(ends)


def _queue_names(ends: list[svg.Point]) -> list[Markup]:
    """Return the names of the step lines: the upper one above its line, the other below."""
    upper = 0 if ends[0][1] <= ends[1][1] else 1
    return [
        VOICE.write(
            x,
            y - 10 if index == upper else y + 20,
            word(DIRECTION_KEYS[index]),
            font_size=12,
            fill=EDGES[index],
            stroke="#fff",
            stroke_width=3,
            paint_order="stroke",
        )
        for index, (x, y) in enumerate(ends)
    ]


def _stairs(hour: np.ndarray, y: np.ndarray) -> list[svg.Point]:
    """Return the corners of a step line to the end of the day."""
    points: list[svg.Point] = [(x_of(float(hour[0])), float(y[0]))]
    for i in range(1, len(hour)):
        x = x_of(float(hour[i]))
        points += [(x, float(y[i - 1])), (x, float(y[i]))]
    return [*points, (x_of(DAY_H), float(y[-1]))]


def _band(line: LineDay, top: float) -> Markup:
    """Return the lockages of a line: up in the upper half, down in the lower."""
    middle = top + _BAND / 2
    parts: list[Markup] = [
        VOICE.write(20, middle - 2, word("waterway.line", line=line.line), font_size=14),
        svg.words_at(20, middle + 16, size_of(line), font_size=11, fill=svg.GREY),
        svg.element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=middle, y2=middle, stroke=svg.FAINT),
    ]
    for begin, end, reason in line.closures:
        running = [one.end_h for one in line.lockages if one.start_h < begin < one.end_h]
        parts.append(_closure((begin, end), top, reason, max([begin, *running])))
    for begin, end in line.turns:
        x = x_of(begin)
        parts.append(
            svg.element(
                "rect", x=x, y=middle - 2, width=max(x_of(end) - x, 1), height=4, fill="#8A949B"
            )
        )
    for one in line.lockages:
        y = middle - _HALF if one.direction else middle + _HALF - _BAR
        parts.append(_bar((one.start_h, one.end_h), y, one.direction, len(one.vessels)))
    return svg.group(parts)


def size_of(line: LineDay) -> str:
    """Return the size of a chamber as text."""
    if math.isnan(line.length_m) or math.isnan(line.width_m):
        return ""
    return f"{line.length_m:g} x {line.width_m:g} m"


def _bar(span: tuple[float, float], y: float, direction: int, vessels: int) -> Markup:
    """Return a lockage with its number of vessels."""
    left, right = x_of(span[0]), x_of(span[1])
    shape = svg.element(
        "rect",
        x=left + 0.5,
        y=y,
        width=max(right - left - 1, 1.0),
        height=_BAR,
        fill=FILLS[direction],
        stroke=EDGES[direction],
        stroke_width=0.7,
        class_=f"lockage {('down', 'up')[direction]}",
    )
    said = str(vessels)
    if not fits(said, 13, right - left):
        return shape
    style: dict[str, object] = {"font_size": 13, "text_anchor": "middle", "fill": INKS[direction]}
    if direction:
        style |= {"stroke": "#E8F1F8", "stroke_width": 3, "paint_order": "stroke"}
    return svg.group((shape, svg.words_at((left + right) / 2, y + 20, said, **style)))


def _closure(span: tuple[float, float], top: float, why: str, free_h: float) -> Markup:
    """Return a hatched span, with its reason where that fits after the last lockage."""
    left, right = x_of(span[0]), x_of(span[1])
    shape = svg.element(
        "rect", x=left, y=top + 2, width=right - left, height=_BAND - 4, fill=CLOSED, opacity=0.6
    )
    reason = word("waterway.water") if why == WATER else Text(why, why)
    if VOICE.width(reason, 12) + 12 > right - x_of(free_h):
        return svg.group((svg.element("title", reason.zh), shape))
    halo: dict[str, object] = {"stroke": "#fff", "stroke_width": 4, "paint_order": "stroke"}
    text = VOICE.write(
        x_of(free_h) + 6, top + _BAND / 2 - 8, reason, font_size=12, fill=svg.INK, **halo
    )
    return svg.group((shape, text))
