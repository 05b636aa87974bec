"""Where a plan asks more of buyers than supply, the market or sales can give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

GAP: Final = "gap_to_stock_share"
"""Key of a year of the JSON that is a share; the others are vehicles."""

_LEAST: Final = {"beyond_supply": 0.5, "not_on_market": 0.5, GAP: 0.0005}


@dataclass(frozen=True)
class Shortfall:
    """What a group of fleets lacks.

    Attributes
    ----------
    group : str
        Group of fleets.
    key : str
        ``beyond_supply``, ``not_on_market`` or ``gap_to_stock_share``.
    first, last : int
        First and last year of it, of those shown.
    most : float
        Vehicles of the group, or largest share of a fleet, in the worst year.
    """

    group: str
    key: str
    first: int
    last: int
    most: float


def shortfalls(fleets: Mapping[str, Mapping[str, Any]]) -> Iterator[Shortfall]:
    """Yield what the fleets of an answer lack; less than half a vehicle or 0.05 % is nothing.

    Parameters
    ----------
    fleets : mapping of str to mapping
        ``fleets`` of the JSON.

    Yields
    ------
    Shortfall
        By group and key.

    Examples
    --------
    >>> years = [{"year": 2025, "beyond_supply": 12.0, "not_on_market": 0, "gap_to_stock_share": 0},
    ...          {"year": 2026, "beyond_supply": 7.0, "not_on_market": 0, "gap_to_stock_share": 0}]
    >>> list(shortfalls({"a": {"group": "truck", "years": years}}))
    [Shortfall(group='truck', key='beyond_supply', first=2025, last=2026, most=12.0)]
    """
    for group in dict.fromkeys(str(fleet["group"]) for fleet in fleets.values()):
        members = [fleet["years"] for fleet in fleets.values() if fleet["group"] == group]
        for key, least in _LEAST.items():
            join = max if key == GAP else sum
            found = {
                int(years[0]["year"]): float(join(year[key] for year in years))
                for years in zip(*members, strict=True)
            }
            short = {year: value for year, value in found.items() if value >= least}
            if short:
                yield Shortfall(group, key, min(short), max(short), max(short.values()))
