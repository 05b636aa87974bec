"""Power of all stations by hour of the day, as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.display import svg
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

WIDTH, HEIGHT = 640.0, 280.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 12.0, 28.0, 44.0
_LABEL: dict[str, object] = {"font_size": 12, "fill": svg.GREY}


def hour_chart(power_kw: Sequence[float]) -> Markup:
    """Return bars of the mean power by hour.

    Parameters
    ----------
    power_kw : sequence of float
        24 values.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.
    """
    mega = [one / 1000 for one in power_kw]
    end = nice_ceiling(max([*mega, 1e-3]))
    wide = (WIDTH - _LEFT - _RIGHT) / 24
    high = HEIGHT - _TOP - _BOTTOM
    parts = [svg.words_at(4, 16, word("stations.chart.power"), **_LABEL)]
    for step in range(5):
        y = HEIGHT - _BOTTOM - high * step / 4
        parts.append(svg.path(((_LEFT, y), (WIDTH - _RIGHT, y)), stroke="#E3E7EA"))
        text = f"{end * step / 4:g}"
        parts.append(svg.words_at(_LEFT - 6, y + 4, text, text_anchor="end", **_LABEL))
    for hour, one in enumerate(mega):
        tall = high * one / end
        parts.append(
            svg.element(
                "rect",
                x=_LEFT + hour * wide + 1.5,
                y=HEIGHT - _BOTTOM - tall,
                width=wide - 3,
                height=tall,
                fill="#1F6FB2",
            )
        )
    for hour in range(0, 25, 6):
        x = _LEFT + hour * wide
        parts.append(
            svg.words_at(x, HEIGHT - _BOTTOM + 16, str(hour), text_anchor="middle", **_LABEL)
        )
    parts.append(
        svg.words_at(
            WIDTH - _RIGHT, HEIGHT - 6, word("stations.chart.hour"), text_anchor="end", **_LABEL
        )
    )
    peak = max(range(24), key=lambda hour: mega[hour])
    said = word("stations.chart.title", hour=str(peak), power=f"{mega[peak]:.1f}")
    return svg.picture((WIDTH, HEIGHT), said, parts, "chart")
