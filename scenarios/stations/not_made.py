"""Trips that were not begun, by what they would have bought on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.display.numbers import digits
from scenarios.display.words import Text, word
from scenarios.stations.sold import sold_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def mean_counts(weeks: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """Return the means of counts over weeks, the largest first.

    Examples
    --------
    >>> mean_counts([{"lng": 1, "swap": 4}, {"lng": 2, "swap": 8}])
    {'swap': 6.0, 'lng': 1.5}
    """
    means = {name: float(np.mean([week[name] for week in weeks])) for name in weeks[0]}
    return dict(sorted(means.items(), key=lambda item: -item[1]))


def not_made_warnings(trips: Mapping[str, float]) -> list[Text]:
    """Return what a reader must know of trips that no plan takes to their end.

    Parameters
    ----------
    trips : mapping of str to float
        Trips by what they would have bought on the way.

    Returns
    -------
    list of Text
        How many, and which.
    """
    named = _named(trips)
    if named is None:
        return []
    return [word("stations.warn.not_made", trips=digits(sum(trips.values()), 0), named=named)]


def put_off_warnings(trips: Mapping[str, float], longest_h: float) -> list[Text]:
    """Return what a reader must know of trips that usual waits would make too long.

    Parameters
    ----------
    trips : mapping of str to float
        Trips by what they would have bought on the way.
    longest_h : float
        Usual waits beyond which a trip is not begun.

    Returns
    -------
    list of Text
        How many, and which.
    """
    named = _named(trips)
    if named is None:
        return []
    put_off = digits(sum(trips.values()), 0)
    return [word("stations.warn.put_off", trips=put_off, hours=f"{longest_h:g}", named=named)]


def _named(trips: Mapping[str, float]) -> Text | None:
    """Return trips by what they would have bought, in words; None where there are none."""
    parts = [
        Text(f"{sold_word(name).zh} {digits(count, 0)}", f"{sold_word(name).en} {digits(count, 0)}")
        for name, count in trips.items()
        if count > 0
    ]
    if not parts:
        return None
    return Text("、".join(one.zh for one in parts), ", ".join(one.en for one in parts))
