"""Changes that a plan makes to how freight is handled, apart from the network and the fleet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScaleHandling:
    """Handling at some terminals becomes cheaper or faster, or dearer or slower.

    Attributes
    ----------
    places : tuple of str
        Place ids whose terminals change.
    mode : str
        Mode whose handling changes: ``road``, ``rail``, ``inland_water`` or ``sea``.
    cost_factor, time_factor : float
        Factors on handling money and handling time; 1 changes nothing.
    """

    places: tuple[str, ...]
    mode: str
    cost_factor: float
    time_factor: float
