"""What pictures of a day have in common: the hours, colours and marks of the two directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenarios.display import svg
from scenarios.display.words import word
from scenarios.fonts import text_width
from scenarios.maps.voice import Voice

if TYPE_CHECKING:
    from markupsafe import Markup

    from scenarios.display.words import Text

VOICE: Final = Voice("both")
WIDTH: Final = 1200.0
LEFT: Final = 120.0
RIGHT: Final = 24.0
HOUR_PX: Final = (WIDTH - LEFT - RIGHT) / 24
DIRECTION_KEYS: Final = ("waterway.down", "waterway.up")
FILLS: Final = ("#1F6FB2", "url(#up)")
EDGES: Final = ("#174F80", "#174F80")
INKS: Final = ("#fff", "#12395C")
DASHES: Final = (None, "5 3")
CLOSED: Final = "url(#closed)"


def x_of(hour: float) -> float:
    """Return where an hour of the day stands, cut at its ends.

    Examples
    --------
    >>> x_of(0), x_of(30) == x_of(24) == WIDTH - RIGHT
    (120.0, True)
    """
    return LEFT + HOUR_PX * min(max(hour, 0.0), 24.0)


def patterns() -> Markup:
    """Return the patterns of upbound lockages and of closures."""
    return svg.element(
        "defs", _stripes("up", "#DCEAF5", "#9CC0DD"), _stripes("closed", "#fff", "#9AA5AD")
    )


def _stripes(identity: str, ground: str, line: str) -> Markup:
    """Return a pattern of diagonals."""
    return svg.element(
        "pattern",
        svg.element("rect", width=7, height=7, fill=ground),
        svg.element("rect", width=2, height=7, fill=line),
        id=identity,
        width=7,
        height=7,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def hours(top: float, bottom: float) -> list[Markup]:
    """Return the grid of hours between two heights, with labels below."""
    parts: list[Markup] = []
    for hour in range(0, 25, 2):
        x = x_of(hour)
        parts.append(svg.element("line", x1=x, x2=x, y1=top, y2=bottom, stroke="#E3E7EA"))
        label = f"{hour:02d}:00"
        parts.append(
            svg.words_at(x, bottom + 18, label, font_size=12, text_anchor="middle", fill=svg.GREY)
        )
    return parts


def title(text: Text, below: Text) -> list[Markup]:
    """Return the heading of a picture, the English on a line of its own."""
    bold: dict[str, object] = {"font_size": 20, "font_weight": 700, "fill": svg.INK}
    return [
        svg.element("text", text.zh, x=20, y=32, **bold),
        svg.element("text", text.en, x=20, y=54, font_size=14, fill=svg.GREY),
        VOICE.write(20, 78, below, font_size=12, fill=svg.GREY),
    ]


def legend(y: float) -> list[Markup]:
    """Return what the marks mean, in one row."""
    parts: list[Markup] = []
    x = LEFT
    marks: tuple[tuple[Text, dict[str, object], float], ...] = (
        (word("waterway.down"), {"fill": FILLS[0], "stroke": EDGES[0]}, 14.0),
        (word("waterway.up"), {"fill": FILLS[1], "stroke": EDGES[1]}, 14.0),
        (word("waterway.turn"), {"fill": "#8A949B"}, 4.0),
        (word("waterway.closed"), {"fill": CLOSED, "stroke": "#9AA5AD"}, 14.0),
    )
    for text, style, height in marks:
        parts.append(
            svg.element("rect", x=x, y=y - height / 2 - 4, width=26, height=height, **style)
        )
        parts.append(VOICE.write(x + 32, y, text, font_size=12, fill=svg.INK))
        x += 32 + VOICE.width(text, 12) + 26
    return parts


def fits(text: str, size: float, room: float) -> bool:
    """Whether a text fits into a width."""
    return text_width(text, size) <= room - 2
