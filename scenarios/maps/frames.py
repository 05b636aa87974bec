"""The windows of a map: the corridor, and three details at a larger scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.display import svg
from scenarios.display.words import word
from scenarios.maps.geometry import KM_PER_DEGREE, Frame
from scenarios.maps.labels import Box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from scenarios.maps.voice import Voice

WIDTH = 1180.0
_MAIN_WIDTH, _SIDE, _GAP, TITLE = 796.0, 366.0, 10.0, 22.0
_LEFT = WIDTH - _SIDE - 2
_DELTA_WIDTH = 244.0
_INSIDE = 20.0


def frames() -> tuple[Frame, Frame, Frame, Frame]:
    """Return the main frame, the two details beside it and the one inside its corner.

    Returns
    -------
    tuple of Frame
        Corridor, Pinglu Canal, Guigang to Wuzhou, Pearl delta.

    Examples
    --------
    >>> [frame.name for frame in frames()]
    ['main', 'pinglu', 'changzhou', 'delta']
    """
    main = Frame("main", 102.1, 114.7, 19.65, 31.2, 0.0, 0.0, _MAIN_WIDTH)
    pinglu = Frame("pinglu", 107.95, 109.55, 21.5, 22.95, _LEFT, TITLE, _SIDE)
    top = pinglu.y + pinglu.height + _GAP + TITLE
    changzhou = Frame("changzhou", 109.22, 111.6, 22.86, 23.76, _LEFT, top, _SIDE)
    right = main.x + main.width - _DELTA_WIDTH - 8
    delta = Frame("delta", 112.33, 114.38, 22.08, 23.42, right, 8 + TITLE, _DELTA_WIDTH)
    return main, pinglu, changzhou, delta


def home_of(position: svg.Point) -> str:
    """Return the name of the frame that marks what lies at a position.

    Parameters
    ----------
    position : (float, float)
        Longitude and latitude.

    Returns
    -------
    str
        A detail that holds it, well inside, or else ``main``: locks and projects are named once,
        at the largest scale.
    """
    main, *details = frames()
    holding = (one for one in details if one.holds(one.point(*position), _INSIDE))
    return next(holding, main).name


def side_bottom() -> float:
    """Return where the column beside the main frame is free."""
    changzhou = frames()[2]
    return changzhou.y + changzhou.height + _GAP


def side_left() -> float:
    """Return the left edge of the column beside the main frame."""
    return _LEFT


def titles(voice: Voice) -> Markup:
    """Return the titles of the details."""
    return svg.group(
        voice.write(
            frame.x, frame.y - 7, word(f"map.inset.{frame.name}"), font_size=13.0, fill=svg.INK
        )
        for frame in frames()[1:]
    )


def outlines() -> Markup:
    """Return where the details lie in the main frame."""
    main, *details = frames()
    parts = []
    for frame in details:
        left, top = main.point(frame.west, frame.north)
        right, bottom = main.point(frame.east, frame.south)
        style = {"fill": "none", "stroke": svg.GREY, "stroke_width": 0.7}
        size = {"width": right - left, "height": bottom - top}
        parts.append(svg.element("rect", x=left, y=top, **size, **style, stroke_dasharray="1 3"))
    return svg.group(parts)


def _scale(frame: Frame) -> tuple[float, svg.Point]:
    """Return the kilometres of a frame's scale bar and its right end."""
    kilometres = 200.0 if frame.name == "main" else 20.0
    bottom = frame.y + frame.height - 11
    if frame.name == "delta":
        return kilometres, (frame.x + 12 + _bar(frame, kilometres), bottom)
    return kilometres, (frame.x + frame.width - 14, bottom)


def _bar(frame: Frame, kilometres: float) -> float:
    """Return how long some kilometres are in a frame."""
    return kilometres / KM_PER_DEGREE * frame.per_degree


def scale_bar(frame: Frame) -> Markup:
    """Return the scale bar in a lower corner of a frame.

    Parameters
    ----------
    frame : Frame
        The frame.

    Returns
    -------
    markupsafe.Markup
        Bar and length.
    """
    kilometres, (right, bottom) = _scale(frame)
    left = right - _bar(frame, kilometres)
    hook = [(left, bottom - 5), (left, bottom), (right, bottom), (right, bottom - 5)]
    text = svg.words_at(
        (left + right) / 2,
        bottom - 4,
        f"{kilometres:.0f} km",
        font_size=11.0,
        text_anchor="middle",
        fill=svg.INK,
        stroke="#fff",
        stroke_width=2.5,
        paint_order="stroke",
    )
    return svg.group((svg.path(hook, stroke=svg.INK, stroke_width=1.3), text))


def framed(frame: Frame, clip: str, inside: Iterable[Markup], above: Iterable[Markup]) -> Markup:
    """Return a frame with what is cut at its sides and what stands above.

    Parameters
    ----------
    frame : Frame
        The frame.
    clip : str
        Id of its window, unique on the page.
    inside, above : iterable of markupsafe.Markup
        Layers.

    Returns
    -------
    markupsafe.Markup
        A group with scale bar and rim.
    """
    box = {"x": frame.x, "y": frame.y, "width": frame.width, "height": frame.height}
    defs = svg.element("defs", svg.element("clipPath", svg.element("rect", **box), id=clip))
    rim = svg.element("rect", **box, fill="none", stroke=svg.FAINT)
    cut = svg.group(inside, clip_path=f"url(#{clip})")
    return svg.group((defs, cut, *above, scale_bar(frame), rim))


def corners(frame: Frame) -> list[Box]:
    """Return the ground of a frame that its furniture covers.

    Parameters
    ----------
    frame : Frame
        The frame.

    Returns
    -------
    list of Box
        The scale bar, and in the main frame the north arrow and the detail.
    """
    kilometres, (right, bottom) = _scale(frame)
    found = [Box(right - _bar(frame, kilometres) - 4, bottom - 18, right + 4, bottom + 4)]
    if frame.name == "main":
        delta = frames()[3]
        bottom = delta.y + delta.height + 6
        found.append(Box(delta.x - 6, frame.y, frame.x + frame.width, bottom))
        found.append(Box(frame.x, frame.y, frame.x + 44, frame.y + 60))
    return found


def north(voice: Voice) -> Markup:
    """Return the north arrow of the main frame, in its upper left corner."""
    x, y = frames()[0].x + 22, frames()[0].y + 14
    arrow = svg.element("path", d=f"M{x},{y}l-7,24l7,-6l7,6z", fill=svg.INK)
    only = {"font_size": 13.0, "text_anchor": "middle", "fill": svg.INK}
    said = word("map.north")
    text = svg.words_at(x, y + 39, said.zh, **only)
    if voice.language in ("en", "switch"):
        text = svg.words_at(x, y + 39, said if voice.language == "switch" else said.en, **only)
    return svg.group((arrow, text))
