"""Vessels waiting by month, as a picture: a panel for each lock, boxes for intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenarios.display import svg
from scenarios.display.numbers import digits, last_digit
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import Text, as_text, word
from scenarios.maps.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from markupsafe import Markup

WIDTH: Final = 1000.0
_LEFT, _RIGHT, _HEAD, _FOOT = 70.0, 20.0, 92.0, 34.0
_PLOT, _PITCH = 190.0, 262.0
_FULL_LABELS = 16
_STEPS: Final = (1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0)
_VOICE = Voice("both")
_LABEL: Final[dict[str, object]] = {
    "font_size": 12,
    "text_anchor": "middle",
    "fill": svg.INK,
    "stroke": "#fff",
    "stroke_width": 3,
    "paint_order": "stroke",
}

Box = tuple[float, float, float]


def waiting_chart(months: pd.DataFrame, names: Mapping[str, Text], replications: int) -> Markup:
    """Return the picture of the vessels waiting.

    Parameters
    ----------
    months : pandas.DataFrame
        ``lock``, ``month``, ``variable``, ``mean``, ``low``, ``high``.
    names : mapping of str to Text
        Names of the locks.
    replications : int
        How many the intervals are over.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.
    """
    table = months[months["variable"].isin(["waiting_vessels_mean", "waiting_vessels_max"])]
    panels = list(table.groupby("lock", sort=False))
    finding = _finding(table, names)
    parts: list[Markup] = [
        _VOICE.write(20, 34, finding, font_size=20, font_weight=700, fill=svg.INK),
        _VOICE.write(20, 58, word("waterway.chart.unit"), font_size=13, fill=svg.GREY),
    ]
    for index, (lock, rows) in enumerate(panels):
        parts.append(_panel(rows, names.get(str(lock), as_text(lock)), _HEAD + index * _PITCH))
    height = _HEAD + len(panels) * _PITCH + _FOOT
    if replications > 1:
        note = word("waterway.chart.covers", count=replications)
    else:
        note = word("waterway.chart.once")
    parts.append(_VOICE.write(20, height - 14, note, font_size=12, fill=svg.GREY))
    ground = svg.element("rect", width=WIDTH, height=height, fill="#fff")
    return svg.picture((WIDTH, height), finding, (ground, *parts))


def _finding(table: pd.DataFrame, names: Mapping[str, Text]) -> Text:
    """Say where and when most vessels wait."""
    means = table[table["variable"] == "waiting_vessels_mean"]
    top = means.sort_values("mean").to_dict("records")[-1]
    count = _count(top["low"], top["mean"], top["high"])
    lock = names.get(str(top["lock"]), as_text(top["lock"]))
    return word("waterway.chart.title", lock=lock, month=top["month"], count=count)


def _panel(rows: pd.DataFrame, name: Text, top: float) -> Markup:
    """Return the months of one lock on their own scale."""
    mean = rows[rows["variable"] == "waiting_vessels_mean"].to_dict("records")
    peak = rows[rows["variable"] == "waiting_vessels_max"]["mean"].tolist()
    limit = nice_ceiling(max(*peak, *(row["high"] for row in mean)), _STEPS)
    scale, base = _PLOT / limit, top + 30 + _PLOT
    pitch = (WIDTH - _LEFT - _RIGHT) / len(mean)
    parts: list[Markup] = [
        _VOICE.write(20, top + 14, name, font_size=15, font_weight=700, fill=svg.INK)
    ]
    parts += _grid(limit, base, scale)
    every = 1 + len(mean) // _FULL_LABELS
    for index, (row, most) in enumerate(zip(mean, peak, strict=True)):
        middle = _LEFT + (index + 0.5) * pitch
        box = (float(row["low"]), float(row["mean"]), float(row["high"]))
        parts.append(_bar((middle, base, scale), min(0.6 * pitch, 46.0), box, float(most)))
        if index % every == 0:
            label: dict[str, object] = {"font_size": 12, "text_anchor": "middle", "fill": svg.INK}
            parts.append(svg.words_at(middle, base + 18, str(row["month"]), **label))
    return svg.group(parts)


def _grid(limit: float, base: float, scale: float) -> list[Markup]:
    """Return lines and labels of the scale."""
    parts: list[Markup] = []
    for step in range(5):
        value = limit * step / 4
        y = base - value * scale
        colour = svg.FAINT if step else svg.GREY
        parts.append(svg.element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=y, y2=y, stroke=colour))
        label: dict[str, object] = {"font_size": 12, "text_anchor": "end", "fill": svg.GREY}
        parts.append(svg.words_at(_LEFT - 8, y + 4, f"{value:g}", **label))
    return parts


def _count(low: float, mean: float, high: float) -> str:
    """Return a mean as text."""
    return digits(mean, last_digit((high - low) / 2, mean, estimate=True))


def _bar(place: tuple[float, float, float], width: float, box: Box, most: float) -> Markup:
    """Return the mean as a column, its interval as a box, and the largest queue as a mark."""
    middle, base, scale = place
    low, mean, high = max(box[0], 0.0), *box[1:]
    shown = _count(*box)
    left, right, y = middle - width / 2, middle + width / 2, base - mean * scale
    peak = base - most * scale
    return svg.group(
        (
            svg.element("rect", x=left, y=y, width=width, height=mean * scale, fill="#CFE1EE"),
            svg.element(
                "rect",
                x=left,
                y=base - high * scale,
                width=width,
                height=max((high - low) * scale, 1.0),
                fill="#7FA8C9",
                stroke=svg.INK,
                stroke_width=0.7,
            ),
            svg.element(
                "line", x1=left - 2, x2=right + 2, y1=y, y2=y, stroke="#000", stroke_width=2
            ),
            svg.path(((left, peak), (right, peak)), stroke=svg.GREY, stroke_dasharray="3 3"),
            svg.words_at(middle, base - high * scale - 5, shown, **_LABEL),
        )
    )
