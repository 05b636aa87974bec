"""A tornado: how far one result moves when each parameter goes to the ends of its range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.display import svg
from scenarios.display.numbers import Unit, last_digit, level
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import Text, word
from scenarios.fonts import text_width
from scenarios.report.charts import PHONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LOW, HIGH = "#7FA8C9", "#22313D"
"""Colours of the low and the high end of a range."""

_BAR, _PITCH = 12.0, 40.0
_LABEL, _SMALL = 13.0, 12.0
_HALO = {"stroke": "#fff", "stroke_width": 3, "paint_order": "stroke"}
_TICKS = 4
_NAME_GAP = 64.0
"""Room between a name and the scale, for the value at the end of a bar."""


@dataclass(frozen=True)
class Swing:
    """A result, in base units, with one parameter at both ends of its range."""

    name: Text
    low: float
    high: float


@dataclass(frozen=True)
class _Frame:
    """Where values stand in a picture."""

    left: float
    width: float
    start: float
    end: float
    top: float

    def x(self, value: float) -> float:
        """Return where a value stands."""
        return self.left + self.width * (value - self.start) / (self.end - self.start)


def tornado(
    swings: Sequence[Swing],
    central: float,
    unit: Unit,
    width: float,
    alt: Text,
    *,
    change: bool = True,
) -> Markup:
    """Return a tornado with zero on its scale, so that a change of sign is seen.

    Parameters
    ----------
    swings : sequence of Swing
        Parameters, widest first.
    central : float
        The result under central parameters.
    unit : Unit
        Unit of the scale and of the values at the ends of bars.
    width : float
        Width of the picture; on a phone names stand above their bars.
    alt : Text
        The finding.
    change : bool
        Whether the values are changes, which are written with a plus.

    Returns
    -------
    markupsafe.Markup
        A picture.
    """
    phone = width < PHONE
    pitch = _PITCH + 20 if phone else _PITCH
    values = [central, 0.0, *(end for one in swings for end in (one.low, one.high))]
    step = nice_ceiling((max(values) - min(values)) / _TICKS or 1.0)
    left = 58.0 if phone else max(290.0, _widest(swings) + _NAME_GAP)
    frame = _Frame(
        left=left,
        width=width - left - (58.0 if phone else 80.0),
        start=step * math.floor(min(values) / step + 1e-9),
        end=step * math.ceil(max(values) / step - 1e-9),
        top=44.0,
    )
    height = frame.top + pitch * len(swings)
    last = last_digit(0.0, max(abs(one) for one in values), estimate=True)
    parts = [*_legend(), *_axis(frame, (step, height), unit, change=change)]
    names = []
    for row, swing in enumerate(swings):
        y = frame.top + row * pitch + 4
        names.append(_name(swing.name, frame, y, phone=phone))
        y += 20 if phone else 0
        for value, at, colour in ((swing.low, y, LOW), (swing.high, y + _BAR + 2, HIGH)):
            shown = level(value, last, unit, sign=change)
            parts.extend(_bar(frame, (central, value), at, colour, shown))
    x = frame.x(central)
    parts.append(
        svg.element("line", x1=x, x2=x, y1=frame.top, y2=height, stroke="#000", stroke_width=2)
    )
    return svg.picture((width, height + 6), alt, [*parts, *names])


def _name(name: Text, frame: _Frame, y: float, *, phone: bool) -> Markup:
    """Return the name of a row: before its bars, or above them on a phone."""
    if phone:
        return svg.words_at(0, y + 13, name, font_size=_LABEL, fill=svg.INK, **_HALO)
    place = {"font_size": _LABEL, "text_anchor": "end", "fill": svg.INK}
    return svg.words_at(frame.left - _NAME_GAP, y + _BAR + 5, name, **place)


def _legend() -> list[Markup]:
    """Return what the two colours mean."""
    parts = []
    for x, colour, text in ((0.0, LOW, word("choice.low")), (150.0, HIGH, word("choice.high"))):
        parts.append(svg.element("rect", x=x, y=3, width=18, height=_BAR, fill=colour))
        parts.append(svg.words_at(x + 24, 14, text, font_size=_SMALL, fill=svg.INK))
    return parts


def _widest(swings: Sequence[Swing]) -> float:
    """Return the width of the longest name in either language."""
    names = (one for swing in swings for one in (swing.name.zh, swing.name.en))
    return max((text_width(one, _LABEL) for one in names), default=0.0)


def _axis(frame: _Frame, size: tuple[float, float], unit: Unit, *, change: bool) -> list[Markup]:
    """Return grid lines a step apart, a darker one at zero, and their labels."""
    step, height = size
    parts = []
    for place in range(round((frame.end - frame.start) / step) + 1):
        value = frame.start + place * step
        if abs(value) < step / 2:
            value = 0.0
        x = frame.x(value)
        colour = "#E3E7EA" if value else svg.GREY
        parts.append(svg.element("line", x1=x, x2=x, y1=frame.top, y2=height, stroke=colour))
        label = level(value, last_digit(0.0, step) + 2, unit, sign=change)
        parts.append(
            svg.words_at(
                x, frame.top - 6, label, font_size=_SMALL, text_anchor="middle", fill=svg.GREY
            )
        )
    return parts


def _bar(
    frame: _Frame, ends: tuple[float, float], y: float, colour: str, shown: Text
) -> list[Markup]:
    """Return one bar from the central value to that at an end, with the value behind it."""
    start, end = (frame.x(value) for value in ends)
    left, width = min(start, end), max(abs(end - start), 1.0)
    away = 6.0 if end >= start else -6.0
    return [
        svg.element("rect", x=left, y=y, width=width, height=_BAR, fill=colour),
        svg.words_at(
            end + away,
            y + _BAR - 1.5,
            shown,
            font_size=_SMALL,
            text_anchor="start" if away > 0 else "end",
            fill=svg.INK,
            **_HALO,
        ),
    ]
