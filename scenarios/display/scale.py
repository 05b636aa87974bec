"""Round numbers at which scales end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice_ceiling(value: float, steps: Sequence[float] = _NICE) -> float:
    """Return the next round number that is not below `value`.

    Parameters
    ----------
    value : float
        A positive number.
    steps : sequence of float
        What counts as round between 1 and 10.

    Returns
    -------
    float
        One of the steps times a power of ten.

    Examples
    --------
    >>> nice_ceiling(7.4), nice_ceiling(0.3)
    (10.0, 0.5)
    """
    if not math.isfinite(value) or value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in steps if step * power >= value * (1 - 1e-9))
