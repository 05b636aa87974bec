"""Power against speed for several depths, as a picture with its finding on top."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from fleets.hydrodynamics.squat import squat_in_open_water_m
from fleets.inland_vessels import InlandVessel
from fleets.sea_ships import STOPPED_LOAD
from fleets.vessel_energy import Legs
from scenarios.display import svg
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import Text, as_text, word
from scenarios.energy.vessel_answer import chosen_engine, leg_energy
from scenarios.energy.vessel_request import VesselRequest, draught_and_load, vessel_of
from scenarios.maps.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup
    from numpy.typing import NDArray

    from scenarios.energy.inputs import VesselInputs

    Floats = NDArray[np.float64]

WIDTH: Final = 1000.0
HEIGHT: Final = 620.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 84.0, 40.0, 150.0, 92.0
_RATIOS: Final = (1.1, 1.25, 1.5, 2.0)
_STEPS: Final = (1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0)
_SHADES: Final = ("#7A2E00", "#B35806", "#E08214", "#6FA8D0", "#0B5C8A", "#2D2D2D")
_LABEL_PX: Final = 64.0
_SAMPLES: Final = 161
_VOICE = Voice("both")


@dataclass(frozen=True, slots=True)
class PowerLine:
    """Power at one depth: what is safe under the keel, and beyond."""

    depth_m: float | None
    speed_kmh: Floats
    power_kw: Floats
    safe_kmh: float


@dataclass(frozen=True, slots=True)
class PowerCurves:
    """Curves of a vessel, from the shallowest to the deepest."""

    lines: tuple[PowerLine, ...]
    engine_kw: float
    draught_m: float
    load_t: float
    clearance_m: float


def power_curves(request: VesselRequest, inputs: VesselInputs) -> PowerCurves:
    """Return propulsion power by speed for several depths.

    Parameters
    ----------
    request : VesselRequest
        Gives class, draught and a depth that is drawn as well.
    inputs : VesselInputs
        Classes and engines.

    Returns
    -------
    PowerCurves
        For depths of 1.1 to 2 draughts, the depth asked for, and deep water.
    """
    vessel = vessel_of(request.class_id, inputs)
    if vessel is None:
        msg = f"{request.class_id} has no energy; check the request first."
        raise ValueError(msg)
    draught, load = draught_and_load(request, vessel)
    inland = isinstance(vessel, InlandVessel)
    depths = {math.ceil(ratio * draught * 10) / 10 for ratio in _RATIOS} if inland else set()
    if request.depth_m is not None and inland:
        depths.add(request.depth_m)
    speeds = np.linspace(0.25, 2.0 * vessel.service_speed_kmh, _SAMPLES)
    engine, clearance = chosen_engine(request, inputs), inputs.parameters["under_keel_m"]
    lines = []
    for depth in (*sorted(depths), math.inf):
        fill = np.full_like(speeds, 1.0)
        legs = Legs(speeds, depth * fill, draught * fill, load * fill, 0 * fill)
        energy = leg_energy(request, inputs, vessel, engine, legs)
        block = vessel.block_coefficient if isinstance(vessel, InlandVessel) else 0.0
        under = depth - draught - squat_in_open_water_m(block, speeds) >= clearance
        safe = float(speeds[under][-1]) if under.any() else 0.0
        known = depth if math.isfinite(depth) else None
        lines.append(PowerLine(known, speeds, energy.propulsion_kw, safe))
    return PowerCurves(tuple(lines), vessel.main_engine_kw, draught, load, clearance)


def speed_at_kmh(line: PowerLine, power_kw: float) -> float:
    """Return where a curve reaches a power, between its samples."""
    return float(np.interp(power_kw, line.power_kw, line.speed_kmh))


def power_chart(curves: PowerCurves, name: Mapping[str, str]) -> Markup:
    """Return the picture.

    Parameters
    ----------
    curves : PowerCurves
        What to draw.
    name : mapping of str to str
        Name of the class, ``zh`` and ``en``.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.
    """
    axes = _Axes(curves)
    finding = _finding(curves, as_text(dict(name)))
    state = word(
        "energy.chart.state", draught=f"{curves.draught_m:.2f}", load=f"{curves.load_t:.0f}"
    )
    parts = [
        svg.words_at(20, 34, finding.zh, font_size=19, font_weight=700, fill=svg.INK),
        svg.words_at(20, 58, finding.en, font_size=14, fill=svg.INK),
        _VOICE.write(20, 82, state, font_size=13, fill=svg.GREY),
        *axes.grid(),
        *axes.curves(),
        _VOICE.write(20, HEIGHT - 40, _note(curves), font_size=12, fill=svg.GREY),
        _VOICE.write(20, HEIGHT - 16, word("energy.chart.source"), font_size=12, fill=svg.GREY),
    ]
    ground = svg.element("rect", width=WIDTH, height=HEIGHT, fill="#fff")
    return svg.picture((WIDTH, HEIGHT), finding, (ground, *parts))


def _note(curves: PowerCurves) -> Text:
    """Return what has to be known to read the curves: of river vessels dots, of ships the step."""
    if curves.lines[0].depth_m is None:
        return word("energy.chart.stopped", share=f"{100 * STOPPED_LOAD:g}")
    return word("energy.chart.keel", clearance=f"{curves.clearance_m:g}")


def _finding(curves: PowerCurves, name: Text) -> Text:
    """Return what the picture says: the fastest speeds, and whether the keel bounds them."""
    shallow, deep = curves.lines[0], curves.lines[-1]
    top = f"{speed_at_kmh(deep, curves.engine_kw):.1f}"
    if shallow.depth_m is None:
        return word("energy.chart.title_deep", name=name, deep=top)
    engine = speed_at_kmh(shallow, curves.engine_kw)
    values = {"name": name, "deep": top, "depth": f"{shallow.depth_m:g}"}
    if shallow.safe_kmh == 0:
        return word("energy.chart.title_shallow", **values)
    if shallow.safe_kmh < engine:
        return word("energy.chart.title_keel", shallow=f"{shallow.safe_kmh:.1f}", **values)
    return word("energy.chart.title", shallow=f"{engine:.1f}", **values)


class _Axes:
    """Scales of the picture and what is drawn on them."""

    def __init__(self, curves: PowerCurves) -> None:
        self._curves = curves
        self._most_kw = nice_ceiling(1.15 * curves.engine_kw, _STEPS)
        fastest = max(speed_at_kmh(line, self._most_kw) for line in curves.lines)
        self._fastest = 2.0 * math.ceil((fastest + 0.5) / 2.0)

    def _x(self, speed_kmh: float) -> float:
        return _LEFT + speed_kmh / self._fastest * (WIDTH - _LEFT - _RIGHT)

    def _y(self, power_kw: float) -> float:
        return HEIGHT - _BOTTOM - power_kw / self._most_kw * (HEIGHT - _TOP - _BOTTOM)

    def grid(self) -> list[Markup]:
        """Return lines and labels of both scales, and the installed power."""
        label: dict[str, object] = {"font_size": 12, "fill": svg.GREY}
        parts: list[Markup] = []
        for step in range(5):
            power = self._most_kw * step / 4
            ends = ((_LEFT, self._y(power)), (WIDTH - _RIGHT, self._y(power)))
            parts.append(svg.path(ends, stroke=svg.FAINT if step else svg.GREY))
            y = self._y(power) + 4
            parts.append(svg.words_at(_LEFT - 8, y, f"{power:g}", text_anchor="end", **label))
        for speed in range(0, int(self._fastest) + 1, 2):
            y = HEIGHT - _BOTTOM + 18
            parts.append(svg.words_at(self._x(speed), y, f"{speed}", text_anchor="middle", **label))
        parts.append(_VOICE.write(20, _TOP - 12, word("energy.chart.power"), **label))
        right = WIDTH - _RIGHT
        unit = word("energy.chart.speed")
        parts.append(
            svg.words_at(
                right, HEIGHT - _BOTTOM + 36, f"{unit.zh} {unit.en}", text_anchor="end", **label
            )
        )
        y = self._y(self._curves.engine_kw)
        parts.append(svg.path(((_LEFT, y), (right, y)), stroke=svg.INK, stroke_dasharray="6 4"))
        engine = word("energy.chart.engine", power=f"{self._curves.engine_kw:g}")
        parts.append(_VOICE.write(_LEFT + 8, y - 6, engine, font_size=12, fill=svg.INK))
        return parts

    def curves(self) -> list[Markup]:
        """Return the curves, solid where the keel is clear, with labels at their upper ends."""
        shades = _SHADES[-len(self._curves.lines) :]
        parts: list[Markup] = []
        ends = []
        for line, colour in zip(self._curves.lines, shades, strict=True):
            top = speed_at_kmh(line, self._most_kw)
            parts += self._curve(line, min(line.safe_kmh, top), top, colour)
            ends.append((self._x(top), _depth_text(line), colour))
        return [*parts, *_labels(ends)]

    def _curve(self, line: PowerLine, safe: float, top: float, colour: str) -> list[Markup]:
        """Return one curve in two parts."""
        parts = []
        for low, high, style in ((0.0, safe, None), (safe, top, "2 4")):
            if high - low < 1e-6:  # noqa: PLR2004
                continue
            speeds = np.linspace(low, high, 60)
            powers = np.interp(speeds, line.speed_kmh, line.power_kw)
            if low == 0:
                powers[0] = 0.0
            points = [
                (self._x(float(speed)), self._y(float(power)))
                for speed, power in zip(speeds, powers, strict=True)
            ]
            parts.append(svg.path(points, stroke=colour, stroke_width=2.4, stroke_dasharray=style))
        return parts


def _depth_text(line: PowerLine) -> Text:
    """Return the label of a curve."""
    return as_text(f"{line.depth_m:g} m") if line.depth_m is not None else word("energy.chart.deep")


def _labels(ends: list[tuple[float, Text, str]]) -> list[Markup]:
    """Return labels above the plot, pushed apart, each joined to the end of its curve."""
    places: list[float] = []
    for x, _, _ in ends:
        places.append(max(x, places[-1] + _LABEL_PX) if places else x)
    over = max(places[-1] - (WIDTH - _RIGHT), 0.0)
    for index in range(len(places) - 1, -1, -1):
        after = places[index + 1] - _LABEL_PX if index + 1 < len(places) else math.inf
        places[index] = min(places[index] - (over if index == len(places) - 1 else 0.0), after)
    parts: list[Markup] = []
    for place, (x, text, colour) in zip(places, ends, strict=True):
        parts.append(svg.path(((x, _TOP), (place, _TOP - 22)), stroke=colour, stroke_width=1))
        label: dict[str, object] = {"text_anchor": "middle", "fill": colour, "font_weight": 700}
        said = text.zh if text.zh == text.en else f"{text.zh} {text.en}"
        parts.append(svg.words_at(place, _TOP - 28, said, font_size=13, **label))
    return parts
