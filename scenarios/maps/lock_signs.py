"""Locks on the maps: a bar across the river, clear of every other symbol.

A lock often lies nearer to its city than both symbols are wide. Its bar then slides along a river
that ends at the lock, no further than the next place, to the nearest spot where it covers nothing;
at the head of navigation also a little further up. The order of places along the river stays true;
the kilometres do not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shapely import LineString, STRtree

from scenarios.display import svg
from scenarios.display.words import Text, as_text, records
from scenarios.maps import marks
from scenarios.maps.links import year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd
    from markupsafe import Markup
    from shapely import Polygon

    from scenarios.display.svg import Point
    from scenarios.maps.geometry import Frame
    from scenarios.maps.layers import Scene
    from scenarios.maps.voice import Voice

WARN, WATCH = 0.9, 0.7
_HALF, _THICK = 8.0, 5.4
_SMALL_HALF, _SMALL_THICK = 5.6, 4.4
_FURTHEST, _STEP = 26.0, 0.5
"""How far a bar slides, and in which steps, in units of the picture."""

_ROUNDS = 4
_TANGENT = 5.0
_CLEAR = 0.6
_SAME = 1e-6


@dataclass(frozen=True)
class LockName:
    """Name and lines of a lock site, and whether all of them open later."""

    said: Text
    later: bool


@dataclass(frozen=True)
class LockSign:
    """The bar of a lock in a frame.

    Attributes
    ----------
    lock : str
        Lock site.
    point : (float, float)
        Its middle in the picture.
    across : (float, float)
        Direction of the bar, of length one: across the river.
    half : float
        Half its length.
    thick : float
        Its width.
    """

    lock: str
    point: Point
    across: Point
    half: float = _HALF
    thick: float = _THICK

    @property
    def ends(self) -> list[Point]:
        """Both ends of the bar."""
        return self._along(self.half)

    @property
    def footprint(self) -> Polygon:
        """The ground that the bar covers."""
        return LineString(self.ends).buffer(self.thick / 2, cap_style="flat")

    def drawn(self, used: float | None = None, *, later: bool = False) -> Markup:
        """Return a bar with a dark rim, filled in three steps; dotted where it opens later."""
        fill = "#fff" if used is None or used < WATCH else "#9AA4AC" if used < WARN else "#000"
        ink = svg.GREY if later else svg.INK
        dots = "1.8 1.2" if later else None
        rim = svg.path(self.ends, stroke=ink, stroke_width=self.thick, stroke_dasharray=dots)
        inner = self._along(self.half - 1.3)
        return svg.group((rim, svg.path(inner, stroke=fill, stroke_width=self.thick - 2.4)))

    def _along(self, half: float) -> list[Point]:
        """Return the ends of a bar of another length."""
        (x, y), (dx, dy) = self.point, self.across
        return [(x - dx * half, y - dy * half), (x + dx * half, y + dy * half)]


def lock_names(tables: Mapping[str, pd.DataFrame], year: int) -> dict[str, LockName]:
    """Return the open lines of each lock site, or those to come where none is open.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Calendar year.

    Returns
    -------
    dict of str to LockName
        By lock site.
    """
    found: dict[str, LockName] = {}
    for row in records(tables["locks"]):
        lock, opens = str(row["lock"]), year_of(row["opens_year"])
        later = opens > year or (not opens and row["status"] != "operating")
        said = as_text({"zh": row["name_zh"], "en": row["name_en"]})
        before = found.get(lock)
        if before is None or (before.later and not later):
            found[lock] = LockName(said, later)
        elif before.later == later:
            found[lock] = LockName(before.said + Text("；", "; ") + said, later)
    return found


def lock_signs(frame: Frame, scene: Scene, rivers: Sequence[Sequence[Point]]) -> list[LockSign]:
    """Return the bars of the locks of a frame, clear of symbols and of each other.

    Parameters
    ----------
    frame : Frame
        The frame.
    scene : Scene
        Gives locks and places.
    rivers : sequence of lines
        In the picture.

    Returns
    -------
    list of LockSign
        The table runs upstream, so that of two locks at one point the upper one slides. Locks
        that find no free spot choose first in another round; one that never does stays where it
        is.
    """
    at = {lock: frame.point(*scene.positions[lock]) for lock in _sites(scene)}
    small = frame.name == "main"
    spots = {
        lock: list(_spots(lock, point, rivers, small=small))
        for lock, point in at.items()
        if frame.holds(point, 2)
    }
    symbols, order = marks.footprints(frame, scene), list(spots)
    found: dict[str, LockSign] = {}
    for _ in range(_ROUNDS):
        found = _settled(frame, symbols, [(lock, spots[lock]) for lock in order])
        stuck = [lock for lock in order if lock not in found]
        if not stuck:
            break
        order = stuck + [lock for lock in order if lock in found]
    return [found.get(lock, own[0]) for lock, own in spots.items()]


def _settled(
    frame: Frame, symbols: Sequence[Polygon], spots: Iterable[tuple[str, Sequence[LockSign]]]
) -> dict[str, LockSign]:
    """Return the first free bar of each lock that has one, when each takes it in turn."""
    found: dict[str, LockSign] = {}
    for lock, own in spots:
        taken = STRtree([*symbols, *(one.footprint for one in found.values())])
        inside = (one for one in own if frame.holds(one.point, one.half))
        free = (one for one in inside if not len(taken.query(_clear(one), "intersects")))
        chosen = next(free, None)
        if chosen:
            found[lock] = chosen
    return found


def _sites(scene: Scene) -> list[str]:
    """Return the lock sites whose place is known, in the order of the table."""
    locks = scene.tables["locks"]["lock"] if "locks" in scene.tables else ()
    return [one for one in dict.fromkeys(str(one) for one in locks) if one in scene.positions]


def _clear(sign: LockSign) -> Polygon:
    """Return the ground that a bar needs: its own and a thin rim."""
    return sign.footprint.buffer(_CLEAR, join_style="mitre")


def _spots(
    lock: str, point: Point, rivers: Iterable[Sequence[Point]], *, small: bool
) -> Iterator[LockSign]:
    """Yield the bars that a lock may have, the nearest to its point first."""
    half, thick = (_SMALL_HALF, _SMALL_THICK) if small else (_HALF, _THICK)
    own = [line for line in map(LineString, _from(point, rivers)) if line.length > _SAME]
    if not own:
        yield LockSign(lock, point, (0.0, 1.0), half, thick)
    if len(own) == 1:
        own.append(_extended(own[0]))
    for step in range(int(_FURTHEST / _STEP)):
        for line in own:
            along = step * _STEP
            if along <= line.length:
                at = line.interpolate(along)
                yield LockSign(lock, (at.x, at.y), _across(line, along), half, thick)


def _from(point: Point, rivers: Iterable[Sequence[Point]]) -> Iterator[Sequence[Point]]:
    """Yield the rivers that end at a point, each read from there."""
    for line in rivers:
        for end in (line, line[::-1]):
            if math.dist(end[0], point) < _SAME:
                yield end


def _extended(line: LineString) -> LineString:
    """Return how a river that ends at a lock would run on, straight."""
    (x, y), ahead = line.coords[0], line.interpolate(min(_TANGENT, line.length))
    dx, dy = x - ahead.x, y - ahead.y
    scale = _FURTHEST / math.hypot(dx, dy)
    return LineString([(x, y), (x + dx * scale, y + dy * scale)])


def _across(line: LineString, along: float) -> Point:
    """Return the direction across a line at a distance from its start, bends smoothed."""
    behind = line.interpolate(max(along - _TANGENT, 0.0))
    ahead = line.interpolate(min(along + _TANGENT, line.length))
    dx, dy = ahead.x - behind.x, ahead.y - behind.y
    size = math.hypot(dx, dy) or 1.0
    return -dy / size, dx / size


def locks(
    signs: Sequence[LockSign],
    names: Mapping[str, LockName],
    voice: Voice,
    used: Mapping[str, float] | None = None,
) -> Markup:
    """Return the bars of the locks, filled by utilisation where it is known.

    Parameters
    ----------
    signs : sequence of LockSign
        The bars.
    names : mapping of str to LockName
        What the reader sees who points at a lock, and whether it opens later.
    voice : Voice
        Language.
    used : mapping of str to float, optional
        Share of capacity used.

    Returns
    -------
    markupsafe.Markup
        A group.
    """
    return svg.group(
        svg.group(
            (
                voice.hover(names[sign.lock].said),
                sign.drawn((used or {}).get(sign.lock), later=names[sign.lock].later),
            )
        )
        for sign in signs
        if sign.lock in names
    )
