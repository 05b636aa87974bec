"""A day of a cascade: vessels as lines between the locks, over the hours and along the river."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from scenarios.display import svg
from scenarios.display.words import word
from scenarios.waterway.day import DAY_H, hours_of, locks_of
from scenarios.waterway.day_frame import (
    DASHES,
    EDGES,
    FILLS,
    LEFT,
    RIGHT,
    WIDTH,
    hours,
    legend,
    patterns,
    title,
    x_of,
)
from transport.operations.lock import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from scenarios.waterway.events import EventTables

_TOP, _PLOT = 120.0, 620.0
_APART = 34.0
_MARK = 7.0
_FAINT: Final = 0.6
_COLOURS: Final = ("#174F80", "#5B93BF")


def is_linked(events: EventTables) -> bool:
    """Whether some vessel passes more than one lock."""
    return bool(events.passages.groupby("trip")["lock"].nunique().gt(1).any())


def river_km(events: EventTables) -> dict[str, float]:
    """Return the distance of each lock by water, those furthest upstream first."""
    rows = events.lines.drop_duplicates("lock").dropna(subset="river_km")
    rows = rows.sort_values("river_km", ascending=False)
    return {str(lock): float(km) for lock, km in zip(rows["lock"], rows["river_km"], strict=True)}


def time_distance_picture(events: EventTables, day: str) -> Markup:
    """Return the picture of a day at several locks.

    Parameters
    ----------
    events : EventTables
        Event tables of locks that were simulated together.
    day : str
        ISO day.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.
    """
    heights = lock_heights(river_km(events))
    moves = movements(events, day)
    bottom = _TOP + _PLOT
    finding = word("waterway.cascade.title", day=day, locks=len(heights), vessels=_vessels(moves))
    height = bottom + 62
    parts = [
        patterns(),
        svg.element("rect", width=WIDTH, height=height, fill="#fff"),
        *title(finding, word("waterway.cascade.note")),
        *hours(_TOP - 10, bottom),
    ]
    for index, direction in enumerate(DIRECTIONS):
        rows = moves[(moves["direction"] == direction).to_numpy()]
        lines = [
            within_day((begin, heights[a]), (end, heights[b]))
            for begin, end, a, b in zip(
                rows["begin"], rows["end"], rows["a"], rows["b"], strict=True
            )
        ]
        if lines:
            style = {
                "stroke": _COLOURS[index],
                "stroke_dasharray": DASHES[index],
                "opacity": _FAINT,
            }
            parts.append(svg.paths(lines, stroke_width=1.2, class_=f"way {direction}", **style))
    parts += _locks(events, day, heights)
    parts += legend(bottom + 46)[:4]
    return svg.picture((WIDTH, height), finding, parts)


def within_day(begin: svg.Point, end: svg.Point) -> tuple[svg.Point, svg.Point]:
    """Return the part of a straight line of (hour, height) within the day, as points.

    Parameters
    ----------
    begin, end : (float, float)
        Hour of the day, which may lie outside it, and height.

    Returns
    -------
    tuple of (float, float)
        Two points of the picture.
    """
    slope = (end[1] - begin[1]) / max(end[0] - begin[0], 1e-9)
    first, last = max(begin[0], 0.0), min(end[0], DAY_H)
    return (
        (x_of(first), begin[1] + slope * (first - begin[0])),
        (x_of(last), begin[1] + slope * (last - begin[0])),
    )


def lock_heights(km: Mapping[str, float]) -> dict[str, float]:
    """Return where each lock stands: in proportion to the distance, but never too close.

    Parameters
    ----------
    km : mapping of str to float
        Distance of each lock, falling.

    Returns
    -------
    dict of str to float
        Heights from the top of the picture, rising.

    Examples
    --------
    >>> lock_heights({"upper": 300.0, "middle": 100.0, "lower": 0.0})["middle"] > 500
    True
    """
    farthest, nearest = max(km.values()), min(km.values())
    scale = (_PLOT - 40) / max(farthest - nearest, 1e-9)
    heights: dict[str, float] = {}
    below = float("-inf")
    for lock, one in km.items():
        below = heights[lock] = max(_TOP + 20 + scale * (farthest - one), below + _APART)
    surplus = max(below - (_TOP + _PLOT - 20), 0.0)
    ends = _TOP + 20, max(below, _TOP + 21)
    squeeze = 1 - surplus / (ends[1] - ends[0])
    return {lock: ends[0] + squeeze * (y - ends[0]) for lock, y in heights.items()}


def movements(events: EventTables, day: str) -> pd.DataFrame:
    """Return every stretch that a vessel sails between two locks on a day.

    Parameters
    ----------
    events : EventTables
        Event tables.
    day : str
        ISO day.

    Returns
    -------
    pandas.DataFrame
        ``trip``, ``direction``, ``a`` and ``b`` (locks), ``begin`` and ``end`` (hours of the day,
        from leaving one lock to reaching the next).
    """
    columns = ["trip", "lock", "direction", "arrive", "end"]
    waiting = events.waiting.assign(end=events.waiting["arrive"])  # the last of its trip
    stays = pd.concat([events.passages[columns], waiting[columns]])
    stays = stays[stays["lock"].isin(set(river_km(events))).to_numpy()]
    stays = stays.sort_values(["trip", "arrive"])
    table = pd.DataFrame(
        {
            "trip": stays["trip"].to_numpy(),
            "direction": stays["direction"].to_numpy(),
            "a": stays["lock"].shift().to_numpy(),
            "b": stays["lock"].to_numpy(),
            "begin": hours_of(stays["end"].shift(), day),
            "end": hours_of(stays["arrive"], day),
        }
    )
    same = (stays["trip"] == stays["trip"].shift()).to_numpy()
    today = (table["begin"] < DAY_H) & (table["end"] > 0)
    return table[same & today.to_numpy()].reset_index(drop=True)


def _vessels(moves: pd.DataFrame) -> int:
    """Vessels under way between locks on the day."""
    return int(moves["trip"].nunique())


def _locks(events: EventTables, day: str, heights: Mapping[str, float]) -> list[Markup]:
    """Return a line for each lock with its lockages, up above and down below it."""
    parts: list[Markup] = []
    names, km = locks_of(events), river_km(events)
    for lock, y in heights.items():
        parts.append(svg.element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=svg.INK))
        said = f"{names[lock].zh} {km[lock]:.0f} km"
        parts.append(svg.words_at(20, y - 2, said, font_size=11, fill=svg.INK))
        parts.append(svg.words_at(20, y + 12, names[lock].en, font_size=11, fill=svg.GREY))
        rows = events.lockages[(events.lockages["lock"] == lock).to_numpy()]
        spans = zip(
            hours_of(rows["start"], day), hours_of(rows["end"], day), rows["direction"], strict=True
        )
        for begin, end, direction in spans:
            if begin < DAY_H and end > 0:
                parts.append(_mark((x_of(begin), x_of(end)), y, DIRECTIONS.index(direction)))
    return parts


def _mark(span: tuple[float, float], y: float, direction: int) -> Markup:
    """Return a lockage at the line of its lock."""
    top = y - _MARK - 1 if direction else y + 1
    return svg.element(
        "rect",
        x=span[0],
        y=top,
        width=max(span[1] - span[0], 1.0),
        height=_MARK,
        fill=FILLS[direction],
        stroke=EDGES[direction],
        stroke_width=0.5,
        opacity=0.8,
    )
