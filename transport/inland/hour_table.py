"""Hours under way of the drives of a class, each speed, depth and draught worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from transport.inland.drives import Drive

    Floats = NDArray[np.float64]
    Key = tuple[float, float, float]


@dataclass(frozen=True)
class DriveHours:
    """What hours under way take, by link and drive.

    Attributes
    ----------
    mj, slipped_mj : array, links x drives x carriers
        Energy, and the gas among it that leaves the engines unburnt.
    speed_kmh : array, links x drives
        Speed through water.
    capped : array, links x drives
        1 where it is less than the speed asked for, else 0.
    """

    mj: Floats
    slipped_mj: Floats
    speed_kmh: Floats
    capped: Floats


@dataclass(frozen=True)
class HourTable:
    """Hours of the drives of a class.

    Attributes
    ----------
    drives : sequence of Drive
        Drives of the class.
    carriers : tuple of str
        Carriers: the last axis.
    """

    drives: Sequence[Drive]
    carriers: tuple[str, ...]
    _rows: dict[Key, int] = field(default_factory=dict, repr=False, compare=False)
    _parts: list[Floats] = field(default_factory=list, repr=False, compare=False)

    def __reduce__(self) -> tuple[type[HourTable], tuple[Sequence[Drive], tuple[str, ...]]]:
        """Leave what is known behind when it goes to another process."""
        return HourTable, (self.drives, self.carriers)

    @cached_property
    def idle(self) -> tuple[Floats, Floats]:
        """Energy of an hour of waiting, and gas that slips in it, drives x carriers."""
        return (
            np.stack([self._row(one.energy.idle_mj_per_h) for one in self.drives]),
            np.stack([self._row(one.energy.idle_slipped_mj_per_h) for one in self.drives]),
        )

    def at(self, speed_kmh: Floats, depth_m: Floats, draught_m: float) -> DriveHours:
        """Return hours at speeds and depths.

        Parameters
        ----------
        speed_kmh, depth_m : array
            Speed through water asked for, and depth, one for each link.
        draught_m : float
            Draught.

        Returns
        -------
        DriveHours
            By link and drive.
        """
        keys = [
            (speed, depth, draught_m)
            for speed, depth in zip(speed_kmh.tolist(), depth_m.tolist(), strict=True)
        ]
        new = sorted(set(keys) - self._rows.keys())
        if new:
            self._work_out(new, draught_m)
        rows = [self._rows[key] for key in keys]
        return DriveHours(*(part[rows] for part in self._parts))

    def _work_out(self, keys: Sequence[Key], draught_m: float) -> None:
        """Work out speeds and depths at a draught."""
        water = np.array(keys)
        hours = [one.energy.under_way(water[:, 0], water[:, 1], draught_m) for one in self.drives]
        parts = (
            np.stack([self._columns(one.energy_mj, len(keys)) for one in hours], axis=1),
            np.stack([self._columns(one.slipped_mj, len(keys)) for one in hours], axis=1),
            np.stack([one.speed_kmh for one in hours], axis=1),
            np.stack([one.capped.astype(float) for one in hours], axis=1),
        )
        self._rows.update({key: len(self._rows) + i for i, key in enumerate(keys)})
        known = self._parts or [part[:0] for part in parts]
        self._parts[:] = [np.concatenate(pair) for pair in zip(known, parts, strict=True)]

    def _columns(self, by_carrier: Mapping[str, Floats], n: int) -> Floats:
        """Return values by carrier as an array, n x carriers."""
        none = np.zeros(n)
        return np.stack([by_carrier.get(name, none) for name in self.carriers], axis=1)

    def _row(self, by_carrier: Mapping[str, float]) -> Floats:
        """Return numbers by carrier as an array."""
        return np.array([by_carrier.get(name, 0.0) for name in self.carriers])
