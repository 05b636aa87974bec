"""Pictures of a shore-power study, each with its finding as alternative text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from scenarios.display import svg
from scenarios.display.numbers import digits
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import Text, as_text, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from scenarios.shore_power.study import ShoreStudy

WIDTH: Final = 640.0
HEIGHT: Final = 330.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 132.0, 26.0, 46.0
_DARK, _LIGHT = "#1F6FB2", "#A9D3EA"
_LABEL: Final[dict[str, object]] = {"font_size": 12, "fill": svg.GREY}
_POINTS = 400
_LATE = 0.8
_MW = 1000.0
_STEPS = (1.0, 2.0, 4.0, 6.0, 8.0, 10.0)
_TICKS = 4
_MOST_BARS = 24
_HEAT = ("#F2F6F9", "#CFE3F2", "#A9D3EA", "#6FA8D0", "#1F6FB2", "#0B4A73")
_DARK_FROM = 4


@dataclass(frozen=True)
class Plot:
    """Scales of a picture.

    Attributes
    ----------
    x_end, y_end : float
        Values at the right and at the top; both begin at zero.
    right : float
        Space at the right, for labels.
    """

    x_end: float
    y_end: float
    right: float = _RIGHT

    def x(self, value: float) -> float:
        """Return where a value stands."""
        return _LEFT + value / self.x_end * (WIDTH - _LEFT - self.right)

    def y(self, value: float) -> float:
        """Return where a value stands."""
        return HEIGHT - _BOTTOM - value / self.y_end * (HEIGHT - _TOP - _BOTTOM)

    def grid(self, x_name: Text, y_name: Text) -> list[Markup]:
        """Return the horizontal lines, their labels, and the names of both scales."""
        right = WIDTH - self.right
        parts = [svg.words_at(4, 14, y_name, **_LABEL)]
        for step in range(_TICKS + 1):
            value = self.y_end * step / _TICKS
            y = self.y(value)
            colour = svg.GREY if step == 0 else "#E3E7EA"
            parts.append(svg.path(((_LEFT, y), (right, y)), stroke=colour))
            parts.append(svg.words_at(_LEFT - 6, y + 4, f"{value:g}", text_anchor="end", **_LABEL))
        parts.append(svg.words_at(right, HEIGHT - 6, x_name, text_anchor="end", **_LABEL))
        return parts

    def ticks(self, values: Sequence[float], texts: Sequence[str]) -> list[Markup]:
        """Return labels below the plot."""
        y = HEIGHT - _BOTTOM + 17
        return [
            svg.words_at(self.x(value), y, text, text_anchor="middle", **_LABEL)
            for value, text in zip(values, texts, strict=True)
        ]


def _picture(alt: Text, parts: Sequence[Markup]) -> Markup:
    """Return a picture of the common size."""
    return svg.picture((WIDTH, HEIGHT), alt, parts, "chart")


@dataclass(frozen=True)
class PowerScale:
    """Unit of a scale of power, and its round end."""

    unit_kw: float
    name: Text
    end: float

    @classmethod
    def of(cls, *values_kw: float) -> PowerScale:
        """Return megawatts from 1,000 kW on, else kilowatts."""
        highest = max(*values_kw, 1.0)
        large = highest >= _MW
        unit = _MW if large else 1.0
        name = word("shore.axis.load") if large else word("shore.axis.load_kw")
        return cls(unit, name, nice_ceiling(highest / unit, _STEPS))


def duration_chart(found: ShoreStudy, alt: Text) -> Markup:
    """Draw how long each load lasts, with the transformer options as lines."""
    duration = found.duration
    options = [(name, one.size.transformer_kva) for name, one in found.options]
    factor = found.study.rule.power_factor_share
    highest = max([kva * factor for _, kva in options], default=0.0)
    scale = PowerScale.of(duration.highest_kw, highest)
    plot = Plot(1.0, scale.end)
    parts = plot.grid(word("shore.axis.time"), scale.name)
    parts += plot.ticks((0, 0.25, 0.5, 0.75, 1), ("0", "25%", "50%", "75%", "100%"))
    above = 1 - np.cumsum(duration.share)
    shares = np.concatenate([[0.0], np.linspace(0, 1, _POINTS) ** 2])
    loads = [
        float(duration.load_kw[min(int(np.searchsorted(-above, -one)), len(above) - 1)])
        for one in shares.tolist()
    ]
    line = [
        (plot.x(one), plot.y(load / scale.unit_kw))
        for one, load in zip(shares.tolist(), loads, strict=True)
    ]
    base = plot.y(0)
    area = [(line[0][0], base), *line, (line[-1][0], base)]
    parts.append(svg.path(area, fill=_LIGHT, stroke="none"))
    parts.append(svg.path(line, stroke=_DARK, stroke_width=2.2))
    placed: list[float] = []
    for name, kva in sorted(options, key=lambda one: -one[1]):
        y = plot.y(kva * factor / scale.unit_kw)
        bold = name in {"chosen", "given"}
        dash = None if bold else "5 4"
        ends = ((_LEFT, y), (WIDTH - _RIGHT, y))
        parts.append(
            svg.path(ends, stroke=svg.INK, stroke_dasharray=dash, stroke_width=2 if bold else 1)
        )
        at = max(y + 4, placed[-1] + 15) if placed else y + 4
        placed.append(at)
        weight = 700 if bold else 400
        label = f"{digits(kva, 0)} kVA"
        parts.append(svg.words_at(WIDTH - _RIGHT + 6, at, label, font_size=12, font_weight=weight))
    y = plot.y(duration.mean_kw / scale.unit_kw)
    parts.append(
        svg.path(((_LEFT, y), (WIDTH - _RIGHT, y)), stroke="#B35806", stroke_dasharray="2 3")
    )
    mean = word("shore.mean", load=power(duration.mean_kw))
    at = max(y + 4, placed[-1] + 15) if placed else y + 4
    parts.append(svg.words_at(WIDTH - _RIGHT + 6, at, mean, font_size=12, fill="#B35806"))
    return _picture(alt, parts)


def count_chart(found: ShoreStudy, alt: Text) -> Markup:
    """Draw the hours with 0, 1, 2 and so on vessels connected."""
    hours = found.count_h[:_MOST_BARS]
    plot = Plot(float(len(hours)), nice_ceiling(float(hours.max())), 20.0)
    parts = plot.grid(word("shore.axis.vessels"), word("shore.axis.hours"))
    every = max(1, len(hours) // 12)
    for count, value in enumerate(hours.tolist()):
        left, right = plot.x(count + 0.12), plot.x(count + 0.88)
        y = plot.y(value)
        parts.append(
            svg.element("rect", x=left, y=y, width=right - left, height=plot.y(0) - y, fill=_DARK)
        )
        if value > 0 and len(hours) <= _MOST_BARS / 2:
            text = digits(value, 0) if value >= 1 else "<1"
            parts.append(
                svg.words_at((left + right) / 2, y - 4, text, text_anchor="middle", font_size=11)
            )
        if count % every == 0:
            parts += plot.ticks((count + 0.5,), (f"{count}",))
    return _picture(alt, parts)


def heat_chart(found: ShoreStudy, alt: Text) -> Markup:
    """Draw the mean load by month and hour of the day."""
    scale = PowerScale.of(float(found.heat_kw.max()), 0.0)
    heat = found.heat_kw / scale.unit_kw
    lowest, span = float(heat.min()), float(np.ptp(heat)) or 1.0
    step_x, step_y = (WIDTH - 60.0) / 24, (HEIGHT - 78.0) / 12
    parts: list[Markup] = []
    for month, row in enumerate(heat.tolist()):
        y = 20.0 + month * step_y
        parts.append(svg.words_at(44, y + step_y - 5, f"{month + 1}", text_anchor="end", **_LABEL))
        for hour, value in enumerate(row):
            shade = _HEAT[min(int((value - lowest) / span * len(_HEAT)), len(_HEAT) - 1)]
            parts.append(
                svg.element(
                    "rect",
                    x=50 + hour * step_x,
                    y=y,
                    width=step_x - 1,
                    height=step_y - 1,
                    fill=shade,
                )
            )
    bottom = 20.0 + 12 * step_y
    for hour in range(0, 24, 3):
        x = 50 + (hour + 0.5) * step_x
        parts.append(svg.words_at(x, bottom + 14, f"{hour}", text_anchor="middle", **_LABEL))
    parts.append(svg.words_at(4, 13, word("shore.axis.month"), **_LABEL))
    legend_x = 50 + len(_HEAT) * 62.0 + 4
    parts.append(svg.words_at(legend_x, bottom + 35, scale.name, **_LABEL))
    hour_name = word("shore.axis.hour")
    parts.append(svg.words_at(WIDTH - 10, bottom + 30, hour_name, text_anchor="end", **_LABEL))
    for place, shade in enumerate(_HEAT):
        x = 50 + place * 62.0
        parts.append(svg.element("rect", x=x, y=bottom + 22, width=60, height=18, fill=shade))
        text = f"≥ {lowest + place * span / len(_HEAT):.3g}"
        ink = "#fff" if place >= _DARK_FROM else svg.INK
        parts.append(
            svg.words_at(x + 30, bottom + 35, text, text_anchor="middle", font_size=11, fill=ink)
        )
    return _picture(alt, parts)


def line_chart(
    points: Sequence[tuple[float, float]],
    marked: Sequence[tuple[float, float]],
    name: Text,
    ticks: tuple[Sequence[float], Sequence[str]],
    alt: Text,
) -> Markup:
    """Draw a line of kilowatts over something, with some of its points marked.

    Parameters
    ----------
    points, marked : sequence of (float, float)
        Place and kW.
    name : Text
        What the places are.
    ticks : (sequence of float, sequence of str)
        Labels below.
    alt : Text
        The finding.

    Returns
    -------
    markupsafe.Markup
        A picture.
    """
    scale = PowerScale.of(0.0, *(load for _, load in points))
    plot = Plot(points[-1][0], scale.end, 40.0)
    parts = [*plot.grid(name, scale.name), *plot.ticks(*ticks)]
    line = [(plot.x(x), plot.y(load / scale.unit_kw)) for x, load in points]
    parts.append(svg.path(line, stroke=_DARK, stroke_width=2.4))
    for x, y in line:
        parts.append(svg.element("circle", cx=x, cy=y, r=3, fill=_DARK))
    for value, load in marked:
        x, y = plot.x(value), plot.y(load / scale.unit_kw)
        parts.append(
            svg.element("circle", cx=x, cy=y, r=6, fill="#fff", stroke="#B35806", stroke_width=2)
        )
        late = value > _LATE * plot.x_end
        place: dict[str, object] = {"text_anchor": "end"} if late else {}
        at = (x - 9, y - 8) if late else (x + 9, y + 16)
        style: dict[str, object] = {"font_size": 12, "fill": "#B35806", **place, **HALO}
        parts.append(svg.words_at(at[0], at[1], power(load), **style))
    return _picture(alt, parts)


HALO: Final[dict[str, object]] = {"stroke": "#fff", "stroke_width": 3, "paint_order": "stroke"}


def month_chart(found: ShoreStudy, alt: Text) -> Markup:
    """Draw the bill of each month: energy and power."""
    months = found.paid.months
    tops = [(one.energy_cny + one.demand_cny) / 1e4 for one in months]
    plot = Plot(float(len(months)), nice_ceiling(max(tops) or 1.0), 20.0)
    unit = word("shore.axis.month")
    parts = plot.grid(unit, as_text({"zh": "万元", "en": "10,000 CNY"}))
    for place, one in enumerate(months):
        left, width = plot.x(place + 0.14), plot.x(0.72) - plot.x(0)
        energy, whole = plot.y(one.energy_cny / 1e4), plot.y(tops[place])
        for y, below, colour in ((energy, plot.y(0), _DARK), (whole, energy, _LIGHT)):
            parts.append(
                svg.element("rect", x=left, y=y, width=width, height=below - y, fill=colour)
            )
        parts += plot.ticks((place + 0.5,), (one.month[-2:].removeprefix("0"),))
    return _picture(alt, parts)


def power(load_kw: float) -> Text:
    r"""Return a load with its unit: megawatts from 1,000 kW on.

    Examples
    --------
    >>> power(5600.0).en, power(85.2).en, power(0.0).zh
    ('5.6\xa0MW', '85\xa0kW', '0千瓦')
    """
    if math.isnan(load_kw):
        return as_text("\u2014")
    if load_kw >= 1000:  # noqa: PLR2004 - a megawatt
        shown = f"{load_kw / 1000:.1f}"
        return Text(f"{shown}兆瓦", f"{shown}\u00a0MW")
    shown = f"{load_kw:.0f}" if load_kw >= 1 or load_kw == 0 else "<1"
    return Text(f"{shown}千瓦", f"{shown}\u00a0kW")
