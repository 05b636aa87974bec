"""What a frame shows of a scene: lines, locks, and the ground that they leave for labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from shapely import LineString

from scenarios.maps import frames as windows
from scenarios.maps import layers, marks
from scenarios.maps.lock_signs import lock_signs
from scenarios.maps.placement import Ground, outline

if TYPE_CHECKING:
    from scenarios.display.svg import Point
    from scenarios.maps.geometry import Frame
    from scenarios.maps.layers import Scene
    from scenarios.maps.links import MapLink
    from scenarios.maps.lock_signs import LockSign

_MAGNIFIED = 1.5


@dataclass(frozen=True)
class View:
    """A frame with what it shows.

    Attributes
    ----------
    frame : Frame
        The frame.
    scene : Scene
        Links, coast and places.
    """

    frame: Frame
    scene: Scene

    @property
    def magnified(self) -> float:
        """Scale of what runs beside lines, against the main frame."""
        return 1.0 if self.frame.name == "main" else _MAGNIFIED

    @cached_property
    def lines(self) -> list[tuple[MapLink, list[Point]]]:
        """The links that touch the frame, with their lines in it."""
        return self.scene.shown(self.frame)

    @cached_property
    def signs(self) -> list[LockSign]:
        """The bars of the locks."""
        rivers = [line for link, line in self.lines if link.mode == "inland_water"]
        return lock_signs(self.frame, self.scene, rivers)

    @cached_property
    def ground(self) -> Ground:
        """What stands in the frame before any label."""
        shapes = [*marks.footprints(self.frame, self.scene)]
        shapes += [sign.footprint for sign in self.signs]
        shapes += [outline(corner) for corner in windows.corners(self.frame)]
        lines = (layers.course(link, line, self.magnified) for link, line in self.lines)
        return Ground(self.frame, tuple(shapes), tuple(LineString(line) for line in lines))


def views_of(scene: Scene) -> list[View]:
    """Return the views of a scene, one for each frame."""
    return [View(frame, scene) for frame in windows.frames()]
