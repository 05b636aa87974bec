"""Observed months of a lock beside the model's, as a picture: queues and lockages.

An observed value is a black diamond; each explanation is an interval box with a tick for its mean,
filled for the months on which the lock was fitted and hollow for the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scenarios.display import svg
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import Text, word
from scenarios.maps.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from markupsafe import Markup

WIDTH: Final = 1100.0
_LEFT, _RIGHT, _HEAD, _FOOT = 76.0, 20.0, 104.0, 40.0
_PLOT, _PITCH = 210.0, 290.0
_STEPS: Final = (1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0)
_COLOURS: Final = {"scheduling": "#1F6FB2", "relief": "#E08214"}
_EXPLANATIONS: Final = {
    "scheduling": "waterway.observed.scheduling",
    "relief": "waterway.observed.relief",
}
_PANELS: Final = {
    "waiting_mean": "waterway.observed.waiting_mean",
    "lockages": "waterway.observed.lockages",
}
_VOICE = Voice("both")


def observed_chart(table: pd.DataFrame, lock: Text) -> Markup:
    """Return the picture of a comparison with observed months.

    Parameters
    ----------
    table : pandas.DataFrame
        Result of :func:`scenarios.waterway.observed.compare_observed`; sums over several months
        (the half year) are left out.
    lock : Text
        Name of the lock.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.
    """
    months = table[table["period"].str.fullmatch(r"\d{4}-\d{2}")]
    periods = sorted(months["period"].unique())
    title = word("waterway.observed.title", lock=lock)
    parts: list[Markup] = [
        _VOICE.write(20, 34, title, font_size=20, font_weight=700, fill=svg.INK),
        *_legend(),
    ]
    for index, variable in enumerate(_PANELS):
        rows = months[months["variable"] == variable].to_dict("records")
        parts.append(_panel(rows, periods, variable, _HEAD + index * _PITCH))
    height = _HEAD + len(_PANELS) * _PITCH + _FOOT
    note = word("waterway.observed.note")
    parts.append(_VOICE.write(20, height - 14, note, font_size=12, fill=svg.GREY))
    ground = svg.element("rect", width=WIDTH, height=height, fill="#fff")
    return svg.picture((WIDTH, height), title, (ground, *parts))


def _legend() -> list[Markup]:
    """Return the signs and what they stand for."""
    parts: list[Markup] = [_diamond(30, 62)]
    parts.append(_VOICE.write(42, 67, word("waterway.observed.observed"), font_size=13))
    x = 200.0
    for name, colour in _COLOURS.items():
        parts.append(
            svg.element("rect", x=x, y=54, width=14, height=16, fill=colour, stroke=svg.INK)
        )
        text = word(_EXPLANATIONS[name])
        parts.append(_VOICE.write(x + 22, 67, text, font_size=13))
        x += 52 + _VOICE.width(text, 13)
    return parts


def _panel(
    rows: Sequence[Mapping[Any, Any]], periods: Sequence[str], variable: str, top: float
) -> Markup:
    """Return one quantity of all months on its own scale."""
    limit = nice_ceiling(max(max(row["observed"], row["high"]) for row in rows), _STEPS)
    base, scale = top + 30 + _PLOT, _PLOT / limit
    pitch = (WIDTH - _LEFT - _RIGHT) / len(periods)
    name = word(_PANELS[variable])
    parts: list[Markup] = [
        _VOICE.write(20, top + 14, name, font_size=15, font_weight=700, fill=svg.INK)
    ]
    parts += _grid(limit, base, scale)
    for row in rows:
        middle = _LEFT + (periods.index(str(row["period"])) + 0.5) * pitch
        side = -1 if row["explanation"] == "scheduling" else 1
        parts.append(_box(middle + side * 0.2 * pitch, base, scale, row))
        parts.append(_diamond(middle, base - row["observed"] * scale))
    label: dict[str, object] = {"font_size": 12, "text_anchor": "middle", "fill": svg.INK}
    for index, period in enumerate(periods):
        parts.append(svg.words_at(_LEFT + (index + 0.5) * pitch, base + 18, period, **label))
    return svg.group(parts)


def _grid(limit: float, base: float, scale: float) -> list[Markup]:
    """Return lines and labels of a scale."""
    parts: list[Markup] = []
    label: dict[str, object] = {"font_size": 12, "text_anchor": "end", "fill": svg.GREY}
    for step in range(5):
        value = limit * step / 4
        y = base - value * scale
        colour = svg.FAINT if step else svg.GREY
        parts.append(svg.element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=y, y2=y, stroke=colour))
        parts.append(svg.words_at(_LEFT - 8, y + 4, f"{value:g}", **label))
    return parts


def _box(middle: float, base: float, scale: float, row: Mapping[Any, Any]) -> Markup:
    """Return the interval of one explanation with a tick for its mean."""
    colour = _COLOURS[str(row["explanation"])]
    filled = row["role"] == "fitted"
    low, high = max(float(row["low"]), 0.0), float(row["high"])
    y = base - float(row["mean"]) * scale
    return svg.group(
        (
            svg.element(
                "rect",
                x=middle - 7,
                y=base - high * scale,
                width=14,
                height=max((high - low) * scale, 3.0),
                fill=colour if filled else "#fff",
                stroke=colour,
                stroke_width=1.6,
            ),
            svg.element("line", x1=middle - 10, x2=middle + 10, y1=y, y2=y, stroke=colour,
                        stroke_width=2.4),
        )
    )  # fmt: skip


def _diamond(x: float, y: float) -> Markup:
    """Return the sign of an observed value."""
    corners = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
    return svg.element("polygon", points=corners, fill="#000", stroke="#fff", stroke_width=1)
