"""What a change of locomotive burns where a wire ends: diesel engines idle while the train stands.

No Chinese figure of the fuel of a change was found. What was told of its parts (hours, engines,
litres of an hour) makes an estimate with a wide range. Electricity of the standing electric
locomotive is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PARAMETERS: Final = (
    "locomotive_change_h",
    "locomotive_change_diesels",
    "locomotive_idle_l_per_h",
)
"""Parameters of a change, in the order of the fields of :class:`LocomotiveChange`."""


@dataclass(frozen=True, slots=True)
class LocomotiveChange:
    """A change between an electric and a diesel locomotive.

    Attributes
    ----------
    hours : float
        Hours that the train stands for it.
    diesels : float
        Diesel locomotives that idle or shunt as long.
    idle_l_per_h : float
        Diesel of each, litres an hour.
    """

    hours: float
    diesels: float
    idle_l_per_h: float

    @property
    def diesel_l(self) -> float:
        """Litres of diesel of a change.

        Examples
        --------
        >>> LocomotiveChange(0.5, 2.0, 20.0).diesel_l
        20.0
        """
        return self.hours * self.diesels * self.idle_l_per_h


def locomotive_change(values: Mapping[str, float]) -> LocomotiveChange:
    """Return the change that single numbers tell.

    Parameters
    ----------
    values : mapping of str to float
        At least :data:`PARAMETERS`.

    Returns
    -------
    LocomotiveChange
        Of these numbers.
    """
    hours, diesels, litres = (float(values[name]) for name in PARAMETERS)
    return LocomotiveChange(hours, diesels, litres)
