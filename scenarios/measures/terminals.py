"""Measures at terminals.

``terminal-handling``
    Handling of one mode at some places gets cheaper or faster: as a factor of today's, or to a
    stated money and time.
``port-rail-access``
    Trains reach a port: a new rail link, or rails on its quays.
``through-transport``
    One document holds for the whole chain, so that passing cargo on costs and takes less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, model_validator

from networks.changes import BuildRailLink
from scenarios.measures.common import (
    MODES,
    GroupIds,
    Language,
    Measure,
    Mode,
    known_id,
    known_mode,
    known_of,
    once,
    span,
)
from scenarios.measures.values import (
    Amount,
    Bounds,
    PathBounds,
    Ratio,
    YearPath,
    refuse,
    shown,
    value_in,
)
from scenarios.measures.words import MODES_ZH, groups_in
from transport.changes import OnDockRail, ScaleHandling, SetHandling, ThroughTransport

if TYPE_CHECKING:
    from scenarios.measures.common import Change

_TABLE = "networks/data/places.csv"
_JOINTS: dict[str, tuple[str, str]] = {
    "rail-sea": ("rail", "sea"),
    "river-sea": ("inland_water", "sea"),
    "rail-river": ("rail", "inland_water"),
}
_JOINTS_ZH = {"rail-sea": "铁海联运", "river-sea": "江海联运", "rail-river": "铁水联运"}


def _known_place(value: str, info: ValidationInfo) -> str:
    """Refuse a place that the tables do not have, or that lacks the mode."""
    known = known_of(info)
    if known is None:
        return value
    known_id("plan.place", "place", value, tuple(known.place_modes), _TABLE)
    mode = info.data.get("mode")
    if mode is not None and mode not in known.place_modes[value]:
        modes = ", ".join(one for one in MODES if one in known.place_modes[value])
        message = f"place {shown(value)} has no {mode} terminal"
        refuse("plan.place", message, f"it has: {modes or 'none'}", f"see {_TABLE}")
    return value


PlaceId = Annotated[str, AfterValidator(_known_place)]


class TerminalHandling(Measure):
    """Handling of one mode at some places changes.

    Attributes
    ----------
    mode : str
        Mode whose terminals change.
    places : tuple of str
        Places that have the mode.
    cost_factor, time_factor : YearPath or None
        Handling cost and time as factors of today's.
    cost_cny_per_t, time_h : YearPath or None
        One loading or one discharge from then on, in place of the factors.
    """

    kind: Literal["terminal-handling"]
    mode: Annotated[Mode, BeforeValidator(known_mode)]
    places: Annotated[tuple[PlaceId, ...], AfterValidator(once)]
    cost_factor: Ratio | None = None
    time_factor: Ratio | None = None
    cost_cny_per_t: Annotated[YearPath, PathBounds(Bounds(0, 1000, "CNY/t"))] | None = None
    time_h: Annotated[YearPath, PathBounds(Bounds(0, 1000, "h"))] | None = None

    @model_validator(mode="after")
    def _says_one_kind(self) -> Self:
        """Refuse a measure without a number, or with factors beside stated values."""
        factors = (self.cost_factor, self.time_factor)
        stated = (self.cost_cny_per_t, self.time_h)
        if any(factors) == any(stated):
            both = "both factors and stated values" if any(factors) else "no cost and no time"
            allowed = "cost_factor, time_factor or both; or cost_cny_per_t, time_h or both"
            refuse("plan.value", f"the measure says {both}", allowed)
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the factors or the stated values of a year."""
        if self.cost_factor or self.time_factor:
            cost, time = (
                1.0 if path is None else value_in(path, year)
                for path in (self.cost_factor, self.time_factor)
            )
            return (ScaleHandling(self.places, self.mode, cost, time),)
        money, hours = (
            None if path is None else value_in(path, year)
            for path in (self.cost_cny_per_t, self.time_h)
        )
        return (SetHandling(self.places, self.mode, money, hours),)

    def describe(self, language: Language = "en") -> str:
        """Say where handling changes and by how much."""
        zh = language == "zh"
        money, hours = ("费用", "时间") if zh else ("cost", "time")
        said = (
            (self.cost_factor, f"{money} x{{}}"),
            (self.time_factor, f"{hours} x{{}}"),
            (self.cost_cny_per_t, f"{money} {{}} CNY/t"),
            (self.time_h, f"{hours} {{}} h"),
        )
        parts = [
            text.format(span(path.points[0][1], path.points[-1][1], language))
            for path, text in said
            if path
        ]
        if zh:
            return f"{len(self.places)}处{MODES_ZH[self.mode]}装卸 {' '.join(parts)}"
        mode = self.mode.replace("_", " ")
        return f"{mode} handling at {len(self.places)} places, {', '.join(parts)}"


_WATER: tuple[Mode, ...] = ("inland_water", "sea")


def _place_with(value: str, info: ValidationInfo, modes: tuple[Mode, ...]) -> str:
    """Refuse a place that the tables do not have, or that has none of some modes."""
    known = known_of(info)
    if known is None:
        return value
    known_id("plan.place", "place", value, tuple(known.place_modes), _TABLE)
    here = known.place_modes[value]
    if not here & set(modes):
        message = f"place {shown(value)} has no {' or '.join(modes)} terminal"
        listed = ", ".join(one for one in MODES if one in here)
        refuse("plan.place", message, f"it has: {listed or 'none'}", f"see {_TABLE}")
    return value


def _known_port(value: str, info: ValidationInfo) -> str:
    """Refuse what is no port."""
    return _place_with(value, info, _WATER)


def _known_railhead(value: str, info: ValidationInfo) -> str:
    """Refuse a place without a railway."""
    return _place_with(value, info, ("rail",))


class PortRailAccess(Measure):
    """Trains reach a port: a new rail link, rails on its quays, or both.

    Attributes
    ----------
    port : str
        A place with inland water or sea.
    rail_place : str or None
        Place of the railway that a new link joins the port to; with `length_km`.
    length_km : float or None
        Length of the new link.
    cost_cut_percent, time_cut_percent : YearPath or None
        Part of handling money and terminal hours that falls away where rail meets water there,
        since no shuttle runs between quay and rail yard.
    """

    kind: Literal["port-rail-access"]
    port: Annotated[str, AfterValidator(_known_port)]
    rail_place: Annotated[str, AfterValidator(_known_railhead)] | None = None
    length_km: Annotated[Amount, Bounds(0.1, 500, "km")] | None = None
    cost_cut_percent: Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))] | None = None
    time_cut_percent: Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))] | None = None

    @model_validator(mode="after")
    def _reaches_the_port(self, info: ValidationInfo) -> Self:
        """Refuse half a link, no change at all, and cuts at a port without a railway."""
        if (self.rail_place is None) != (self.length_km is None):
            message = "a new link needs rail_place and length_km"
            refuse("plan.missing", message, "both of them, or neither")
        cuts = self.cost_cut_percent or self.time_cut_percent
        if self.rail_place is None and not cuts:
            message = "the measure says neither a new link nor a cut"
            allowed = "rail_place with length_km, cost_cut_percent, time_cut_percent"
            refuse("plan.missing", message, allowed)
        known = known_of(info)
        if known and self.rail_place is None and "rail" not in known.place_modes[self.port]:
            message = f"no railway reaches {shown(self.port)}"
            refuse("plan.missing", message, "rail_place and length_km of the new link")
        return self

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the new link and the cuts of a year."""
        found: list[Change] = []
        if self.rail_place is not None and self.length_km is not None:
            name, km = f"plan-{self.port}-{self.rail_place}", float(self.length_km)
            found.append(BuildRailLink(name, self.port, self.rail_place, km, int(self.opens)))
        cost, time = (
            0.0 if path is None else value_in(path, year) / 100
            for path in (self.cost_cut_percent, self.time_cut_percent)
        )
        return (*found, OnDockRail(self.port, cost, time))

    def describe(self, language: Language = "en") -> str:
        """Say where the rails lead and what falls away."""
        zh = language == "zh"
        parts = []
        if self.rail_place is not None:
            link = f"{self.length_km:g}"
            parts.append(
                f"新建铁路至{self.rail_place} {link}公里"
                if zh
                else f"new rail link to {self.rail_place}, {link} km"
            )
        for path, name in (
            (self.cost_cut_percent, "换装费用" if zh else "transfer cost"),
            (self.time_cut_percent, "换装时间" if zh else "transfer time"),
        ):
            if path:
                parts.append(f"{name} -{span(path.points[0][1], path.points[-1][1], language)}%")
        said = ", ".join(parts)
        return f"{self.port}铁路进港 {said}" if zh else f"rails into {self.port}: {said}"


Cut = Annotated[YearPath, PathBounds(Bounds(0, 100, "percent"))]


class ThroughDocument(Measure):
    """One document holds for the whole chain, so that passing cargo on costs and takes less.

    Attributes
    ----------
    transfer : str
        ``rail-sea``, ``river-sea`` or ``rail-river``: where cargo is passed on, either way.
    cost_cut_percent, time_cut_percent : YearPath
        Part of the handling money and of the terminal hours of both legs that falls away there.
    commodity_groups : tuple of str
        Groups of the table ``choice_groups``; all without it.
    """

    kind: Literal["through-transport"]
    transfer: Literal["rail-sea", "river-sea", "rail-river"]
    cost_cut_percent: Cut
    time_cut_percent: Cut
    commodity_groups: GroupIds = ()

    def changes(self, year: int) -> tuple[Change, ...]:
        """Return the cuts of a year."""
        cost = value_in(self.cost_cut_percent, year) / 100
        time = value_in(self.time_cut_percent, year) / 100
        return (ThroughTransport(_JOINTS[self.transfer], cost, time, self.commodity_groups),)

    def describe(self, language: Language = "en") -> str:
        """Say which transfers get cheaper and faster."""
        cost, time = (
            span(path.points[0][1], path.points[-1][1], language)
            for path in (self.cost_cut_percent, self.time_cut_percent)
        )
        groups = groups_in(self.commodity_groups, language)
        if language == "zh":
            return f"{_JOINTS_ZH[self.transfer]}一单制 {groups} 换装费用-{cost}% 时间-{time}%"
        return f"one document for {self.transfer} chains of {groups}, cost -{cost}%, time -{time}%"
