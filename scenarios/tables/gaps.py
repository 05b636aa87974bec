"""What tables lack beyond their form, in the words that all checks share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Gaps = Iterator[tuple[str, str]]

ROUNDING: Final = 1e-9
"""By how much shares may miss their sum."""


def missing(name: str, what: str, wanted: Iterable[str], present: Iterable[str]) -> Gaps:
    """Yield what of a table is wanted and not present, as its name and a sentence.

    Examples
    --------
    >>> list(missing("gwp", "sets", ("AR5", "AR6"), ["AR6"]))
    [('gwp', 'sets missing: AR5')]
    """
    lacking = sorted(set(wanted) - {str(one) for one in present})
    if lacking:
        yield name, f"{what} missing: {', '.join(lacking)}"


def no_whole(name: str, what: str, total: float) -> Gaps:
    """Yield that shares do not sum to one.

    Examples
    --------
    >>> list(no_whole("growth", "coal", 0.75)), list(no_whole("growth", "coal", 1.0))
    ([('growth', 'shares of coal sum to 0.75, not to 1')], [])
    """
    if abs(total - 1) > ROUNDING:
        yield name, f"shares of {what} sum to {total:g}, not to 1"


def outside(name: str, what: str, value: float, low: float, high: float) -> Gaps:
    """Yield that a value lies outside its range, or that an end of the range is missing.

    Examples
    --------
    >>> list(outside("hub_handling", "diesel of bulk", 50.0, 1.0, 9.0))
    [('hub_handling', 'diesel of bulk, 50, is not 1 to 9')]
    >>> list(outside("hub_handling", "diesel of bulk", 5.0, 1.0, 9.0))
    []
    """
    if not low <= value <= high:
        yield name, f"{what}, {value:g}, is not {low:g} to {high:g}"
