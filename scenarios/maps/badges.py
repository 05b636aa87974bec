"""Badges of projects: their number in a disc, or in a square for a measure of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.display import svg

if TYPE_CHECKING:
    from markupsafe import Markup

    from scenarios.display.svg import Point

_TWO_DIGITS = 10
BADGE = 8.0
"""Radius of the number of a project, with its rim."""


def badge(centre: Point, number: int, *, later: bool, of_plan: bool) -> Markup:
    """Return the number of a project: a disc, or a square for a measure of the plan.

    Parameters
    ----------
    centre : (float, float)
        Its middle.
    number : int
        What it says.
    later : bool
        Hollow when true.
    of_plan : bool
        Whether it is a measure of the plan.

    Returns
    -------
    markupsafe.Markup
        A group.
    """
    (x, y), colour = centre, svg.MORE if of_plan else svg.INK
    style: dict[str, object] = {"fill": "#fff" if later else colour, "stroke": colour}
    style["stroke_width"] = 1.3
    shape = (
        svg.element("rect", x=x - 7, y=y - 7, width=14.0, height=14.0, **style)
        if of_plan
        else svg.element("circle", cx=x, cy=y, r=7.6, **style)
    )
    size = 10.5 if number < _TWO_DIGITS else 9.0
    ink = {"font_size": size, "font_weight": 700, "fill": colour if later else "#fff"}
    said = svg.element("text", str(number), x=x, y=y + 0.36 * size, text_anchor="middle", **ink)
    return svg.group((shape, said))
