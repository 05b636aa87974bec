"""Pictures of fleets: stock and sales by energy, and when a powertrain undercuts the usual one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scenarios.display import svg
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import Text, as_text, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup
    from numpy.typing import NDArray

    from scenarios.fleet.answer import FleetAnswer
    from scenarios.fleet.projection import FleetPath
    from scenarios.maps.voice import Voice

    Floats = NDArray[np.float64]

WIDTH: Final = 1000.0
COLOURS: Final = {
    "oil": "#6B747C",
    "gas": "#E08214",
    "methanol": "#8C6BB1",
    "hydrogen": "#2CA089",
    "electric": "#1F6FB2",
}
"""Colour of each family of powertrains, from the bottom of a stack upwards."""

SHOWN_CLASS: Final = "inland-3000"
"""Inland class whose years stand for its group in the second picture."""

_HEAD, _FOOT, _PLOT, _PITCH = 96.0, 30.0, 150.0, 218.0
_LEFTS: Final = (74.0, 566.0)
_PANEL: Final = 414.0
_STEPS: Final = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_ROW, _LABEL = 24.0, 330.0


@dataclass(frozen=True)
class _Group:
    """Fleets of a group together."""

    name: Text
    years: Floats
    stock: Mapping[str, Floats]
    sales: Mapping[str, Floats]


def _groups(answer: FleetAnswer) -> list[_Group]:
    """Return stock and sales of every group by family and year."""
    chosen: dict[str, list[FleetPath]] = {}
    for path in answer.paths.values():
        chosen.setdefault(path.kind.group, []).append(path)
    return [
        _Group(
            group_name(answer, group),
            np.array(answer.years, dtype=float),
            {name: _family(paths, answer.years, name, "counts") for name in COLOURS},
            {name: _family(paths, answer.years, name, "sales") for name in COLOURS},
        )
        for group, paths in chosen.items()
    ]


def group_name(answer: FleetAnswer, group: str) -> Text:
    """Return the name of a group of fleets."""
    kinds = [path.kind for path in answer.paths.values() if path.kind.group == group]
    if len(kinds) > 1:
        return word("fleet.inland")
    return as_text({"zh": kinds[0].name_zh, "en": kinds[0].name_en})


def _family(paths: Sequence[FleetPath], years: Sequence[int], family: str, what: str) -> Floats:
    """Return what a family has in each year, over some fleets."""
    found = np.zeros(len(years))
    for path in paths:
        inside = np.array([one.family == family for one in path.kind.powertrains])
        for index, year in enumerate(years):
            values = getattr(path.stock[year], what)
            found[index] += float(values[..., inside].sum())
    return found


def stock_chart(answer: FleetAnswer, voice: Voice) -> Markup:
    """Return the picture of stock and sales.

    Parameters
    ----------
    answer : FleetAnswer
        At least two years.
    voice : Voice
        Language.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.
    """
    groups = _groups(answer)
    finding = _finding(answer, groups)
    parts: list[Markup] = [
        voice.write(20, 32, finding, font_size=18, fill=svg.INK),
        voice.write(20, 54, word("fleet.chart.unit"), font_size=12, fill=svg.GREY),
        *_legend(voice),
    ]
    for index, group in enumerate(groups):
        top = _HEAD + index * _PITCH
        parts.append(voice.write(20, top + 16, group.name, font_size=15, fill=svg.INK))
        for left, title, values in (
            (_LEFTS[0], word("fleet.chart.stock"), group.stock),
            (_LEFTS[1], word("fleet.chart.sales"), group.sales),
        ):
            parts += _panel((left, top + 40), group.years, values)
            parts.append(
                voice.write(left + _PANEL, top + 34, title, font_size=12, fill=svg.GREY,
                            text_anchor="end")
            )  # fmt: skip
    height = _HEAD + len(groups) * _PITCH + _FOOT
    parts.append(
        voice.write(20, height - 12, word("fleet.chart.estimate"), font_size=12, fill=svg.GREY)
    )
    ground = svg.element("rect", width=WIDTH, height=height, fill="#fff")
    return svg.picture((WIDTH, height), finding, (ground, *parts))


def _finding(answer: FleetAnswer, groups: Sequence[_Group]) -> Text:
    """Say what share of the stock of trucks and of inland vessels is clean in the last year."""
    names = ("heavy-truck", "inland")
    shares = []
    for name in names:
        paths = [one for one in answer.paths.values() if one.kind.group == name]
        stock = [one.stock[answer.years[-1]].counts.sum(axis=0) for one in paths]
        clean = sum(
            float(counts[path.kind.flags("clean")].sum())
            for counts, path in zip(stock, paths, strict=True)
        )
        total = sum(float(counts.sum()) for counts in stock)
        shares.append(f"{100 * clean / total:.0f}" if total > 0 else "0")
    del groups
    return word("fleet.chart.title", year=answer.years[-1], trucks=shares[0], vessels=shares[1])


def _legend(voice: Voice) -> list[Markup]:
    """Return the families with their colours."""
    parts: list[Markup] = []
    for index, (name, colour) in enumerate(COLOURS.items()):
        x = 20 + 190 * index
        parts.append(svg.element("rect", x=x, y=66, width=14, height=14, fill=colour))
        parts.append(voice.write(x + 20, 78, _family_name(name), font_size=12, fill=svg.INK))
    return parts


def _family_name(name: str) -> Text:
    """Return the name of a family of powertrains."""
    return {
        "oil": word("fleet.family.oil"),
        "gas": word("fleet.family.gas"),
        "methanol": word("fleet.family.methanol"),
        "hydrogen": word("fleet.family.hydrogen"),
        "electric": word("fleet.family.electric"),
    }[name]


def _panel(place: tuple[float, float], years: Floats, values: Mapping[str, Floats]) -> list[Markup]:
    """Return one stack over the years with its scale."""
    left, top = place
    total = np.sum(list(values.values()), axis=0)
    limit = nice_ceiling(float(total.max()), _STEPS)
    base, scale = top + _PLOT, _PLOT / limit
    x = left + (years - years[0]) / max(years[-1] - years[0], 1.0) * _PANEL
    parts: list[Markup] = []
    below = np.zeros(len(years))
    for name, colour in COLOURS.items():
        above = below + values[name]
        if values[name].any():
            upper = list(zip(x, base - above * scale, strict=True))
            lower = list(zip(x, base - below * scale, strict=True))[::-1]
            parts.append(
                svg.path([*upper, *lower, upper[0]], fill=colour, stroke="#fff", stroke_width=0.6)
            )
        below = above
    for step in range(3):
        value = limit * step / 2
        y = base - value * scale
        parts.append(svg.element("line", x1=left, x2=left + _PANEL, y1=y, y2=y,
                                 stroke=svg.FAINT if step else svg.GREY))  # fmt: skip
        label: dict[str, object] = {"font_size": 11, "text_anchor": "end", "fill": svg.GREY}
        parts.append(svg.words_at(left - 6, y + 4, f"{value:,g}", **label))
    for year in _ticks(years):
        at = left + (year - years[0]) / max(years[-1] - years[0], 1.0) * _PANEL
        middle: dict[str, object] = {"font_size": 11, "text_anchor": "middle", "fill": svg.GREY}
        parts.append(svg.words_at(at, base + 15, f"{year:g}", **middle))
    return parts


def _ticks(years: Floats) -> list[float]:
    """Return the years that are written below a scale: both ends and round ones between."""
    span = years[-1] - years[0]
    step = 10 if span > 12 else 5 if span > 5 else 1  # noqa: PLR2004
    between = [
        year
        for year in np.arange(years[0] + 1, years[-1])
        if year % step == 0 and min(year - years[0], years[-1] - year) >= span / 12
    ]
    return [years[0], *between, years[-1]]


def parity_chart(answer: FleetAnswer, voice: Voice) -> Markup:
    """Return the picture of when each powertrain costs less than the usual one.

    Parameters
    ----------
    answer : FleetAnswer
        The answer with its ranges.
    voice : Voice
        Language.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.
    """
    rows = _parity_rows(answer)
    years = (float(min(answer.years)), float(max(answer.years)))
    parts: list[Markup] = [
        voice.write(20, 32, word("fleet.parity.title"), font_size=18, fill=svg.INK),
        voice.write(20, 54, word("fleet.parity.unit"), font_size=12, fill=svg.GREY),
    ]  # fmt: skip
    top, last = 78.0, ""
    for group, name, found in rows:
        if group.zh != last:
            top, last = top + 12, group.zh
            parts.append(voice.write(20, top + 15, group, font_size=14, fill=svg.INK))
            top += _ROW
        parts.append(voice.write(40, top + 15, name, font_size=12, fill=svg.INK))
        parts += _span(top + _ROW / 2, found, years, voice)
        top += _ROW
    for year in _ticks(np.arange(years[0], years[1] + 1)):
        middle: dict[str, object] = {"font_size": 11, "text_anchor": "middle", "fill": svg.GREY}
        parts.append(svg.words_at(_year_x(year, years), top + 20, f"{year:g}", **middle))
    ground = svg.element("rect", width=WIDTH, height=top + 40, fill="#fff")
    return svg.picture((WIDTH, top + 40), word("fleet.parity.title"), (ground, *parts))


def _parity_rows(answer: FleetAnswer) -> list[tuple[Text, Text, dict[str, Any]]]:
    """Return group, powertrain and its years for every row of the picture."""
    found = []
    for name, fleet in answer.document["fleets"].items():
        if fleet["group"] == "inland" and name != SHOWN_CLASS:
            continue
        for powertrain, years in fleet["ranges"]["below_usual_from"].items():
            said = as_text(fleet["powertrains"][powertrain]["name"])
            ring = fleet["ranges"]["cheapest_from"][powertrain]["year"]
            found.append((as_text(fleet["name"]), said, years | {"ring": ring}))
    return found


def _year_x(year: float, years: tuple[float, float]) -> float:
    """Return where a year stands."""
    return _LABEL + (year - years[0]) / max(years[1] - years[0], 1.0) * (WIDTH - _LABEL - 40)


def _span(
    y: float, found: Mapping[str, Any], years: tuple[float, float], voice: Voice
) -> list[Markup]:
    """Return the bar from the earliest to the latest year, and a dot at the middle case."""
    right = WIDTH - 40
    if found["earliest"] is None:
        return [voice.write(_LABEL, y + 4, word("fleet.parity.never"), font_size=12,
                            fill=svg.GREY)]  # fmt: skip
    low = _year_x(found["earliest"], years)
    high = right if found["never_in_some"] else _year_x(found["latest"], years)
    parts: list[Markup] = [
        svg.element("line", x1=low, x2=max(high, low + 2), y1=y, y2=y, stroke="#A9D3EA",
                    stroke_width=9)
    ]  # fmt: skip
    if found["never_in_some"]:
        parts.append(
            svg.path([(right - 7, y - 6), (right, y), (right - 7, y + 6)], stroke=svg.GREY,
                     stroke_width=1.4)
        )  # fmt: skip
    if found["year"] is not None:
        x = _year_x(found["year"], years)
        parts.append(svg.element("circle", cx=x, cy=y, r=5, fill=svg.LESS))
    if found["ring"] is not None:
        x = _year_x(found["ring"], years)
        parts.append(
            svg.element("circle", cx=x, cy=y, r=8, fill="none", stroke=svg.LESS, stroke_width=2)
        )
    return parts
