"""Chambers of locks and ship lifts: size, phases of a lockage, water.

A lockage is entry vessel by vessel, gates, filling or emptying, gates, exit vessel by vessel. A
lock in flight repeats the middle for each step; a ship lift raises its trough instead of filling.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class LockPhases:
    """Minutes of the phases of one lockage.

    Attributes
    ----------
    entry_first_min, entry_next_min : float
        Entry of the first vessel, and of every further one.
    gates_min : float
        One closing or opening of the gates.
    filling_min, emptying_min : float
        Levelling for vessels bound up, and bound down.
    exit_first_min, exit_next_min : float
        Exit of the first vessel, and of every further one.
    turn_min : float
        Bringing the chamber empty to the other level.
    steps : int
        Levellings in a row (locks in flight); gates and levelling are repeated for each.
    """

    entry_first_min: float
    entry_next_min: float
    gates_min: float
    filling_min: float
    emptying_min: float
    exit_first_min: float
    exit_next_min: float
    turn_min: float
    steps: int = 1

    def chamber_min(self, direction: int) -> float:
        """Return the minutes between the last entry and the first exit (0 down, 1 up)."""
        return self.steps * 2 * self.gates_min + self.levelling_min(direction)

    def levelling_min(self, direction: int) -> float:
        """Return the minutes of all fillings or emptyings in a row (0 down, 1 up)."""
        return self.steps * (self.filling_min if direction else self.emptying_min)

    def lockage_min(self, vessels: int, direction: int) -> float:
        """Return the minutes from the first entry to the last exit of so many vessels."""
        entry = self.entry_first_min + (vessels - 1) * self.entry_next_min
        leave = self.exit_first_min + (vessels - 1) * self.exit_next_min
        return entry + self.chamber_min(direction) + leave

    def scaled(self, factor: float) -> LockPhases:
        """Return the phases with every time multiplied."""
        times = {name: factor * getattr(self, name) for name in _TIMES}
        return replace(self, **times)


_TIMES = (
    "entry_first_min",
    "entry_next_min",
    "gates_min",
    "filling_min",
    "emptying_min",
    "exit_first_min",
    "exit_next_min",
    "turn_min",
)


def fixed_phases(lockage_min: float, turn_min: float) -> LockPhases:
    """Return phases of a lockage that takes the same time whatever is in the chamber.

    Examples
    --------
    >>> fixed_phases(60, 15).lockage_min(6, 0)
    60.0
    """
    return LockPhases(0.0, 0.0, 0.0, float(lockage_min), float(lockage_min), 0.0, 0.0, turn_min)


@dataclass(frozen=True, slots=True)
class PhaseProfile:
    """How the time of a lockage with a full chamber splits into phases; shares of it.

    Attributes
    ----------
    entry_share, exit_share : float
        All entries, and all exits.
    gates_share : float
        Gates, opening and closing together.
    first_vessel_factor : float
        Time of the first vessel over that of a further one.
    steps : int
        Levellings in a row.
    water_saving_share : float
        Water kept by saving basins or by a second chamber; 1 where no water is used.
    """

    entry_share: float
    exit_share: float
    gates_share: float
    first_vessel_factor: float
    steps: int = 1
    water_saving_share: float = 0.0

    def phases(self, lockage_min: float, turn_min: float, vessels: int) -> LockPhases:
        """Split a lockage of so many vessels into its phases.

        Examples
        --------
        >>> one = PhaseProfile(0.4, 0.3, 0.1, 2.0).phases(60, 15, 8)
        >>> round(one.lockage_min(8, 0), 6), round(one.entry_next_min, 3)
        (60.0, 2.667)
        """
        weights = vessels - 1 + self.first_vessel_factor
        entry = self.entry_share * lockage_min / weights
        leave = self.exit_share * lockage_min / weights
        levelling = (1 - self.entry_share - self.exit_share - self.gates_share) * lockage_min
        return LockPhases(
            entry_first_min=entry * self.first_vessel_factor,
            entry_next_min=entry,
            gates_min=self.gates_share * lockage_min / (2 * self.steps),
            filling_min=levelling / self.steps,
            emptying_min=levelling / self.steps,
            exit_first_min=leave * self.first_vessel_factor,
            exit_next_min=leave,
            turn_min=turn_min,
            steps=self.steps,
        )


@dataclass(frozen=True, slots=True)
class Chamber:
    """One line of a lock.

    Attributes
    ----------
    lock, line : str
        Lock site and line.
    length_m, width_m : float
        Usable chamber; NaN where not known (ship lifts).
    max_vessel_dwt : float
        Largest vessel by rule; used only where the chamber size is not known.
    lockage_min : float
        Minutes of one lockage of a full chamber when directions alternate.
    turn_min : float
        Minutes to bring the chamber back empty to the other level.
    sill_depth_m : float
        Depth over the sill at the lowest navigable level; NaN where not known.
    max_head_m : float
        Head above which the line stops; NaN without a limit.
    phases : LockPhases or None
        Phases of a lockage; None where a lockage takes `lockage_min` whatever is in the chamber.
    water_saving_share : float
        Share of a chamber filling that is kept; 1 for ship lifts.
    """

    lock: str
    line: str
    length_m: float
    width_m: float
    max_vessel_dwt: float
    lockage_min: float
    turn_min: float
    sill_depth_m: float = float("nan")
    max_head_m: float = float("nan")
    phases: LockPhases | None = None
    water_saving_share: float = 0.0

    @property
    def phase_times(self) -> LockPhases:
        """Phases of a lockage, of fixed length where none are given."""
        return self.phases or fixed_phases(self.lockage_min, self.turn_min)

    def levelling_min(self, direction: int) -> float:
        """Return the minutes of filling or emptying (0 down, 1 up); 0 without phases."""
        if self.phases is None:
            return 0.0
        return self.phases.levelling_min(direction)

    @property
    def area_m2(self) -> float:
        """Usable area; NaN where the size is not known."""
        return self.length_m * self.width_m

    def scaled(self, factor: float) -> Chamber:
        """Return the line with all times multiplied."""
        return replace(
            self,
            lockage_min=factor * self.lockage_min,
            turn_min=factor * self.turn_min,
            phases=self.phases and self.phases.scaled(factor),
        )
