"""Shares that a plan gives for some powertrains, over those of its stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def with_given(stock: Mapping[str, float], given: Mapping[str, float]) -> dict[str, float]:
    """Return the shares of a run: given ones hold, the others of the stock share the rest.

    Parameters
    ----------
    stock : mapping of str to float
        Share of each powertrain of the stock in the work of a class; they sum to one and the first
        is the usual one.
    given : mapping of str to float
        Shares that the plan gives; those that sum to more than one are cut in proportion.

    Returns
    -------
    dict of str to float
        They sum to one. The others keep their proportions; where the stock has none of them, the
        usual powertrain takes the rest.

    Examples
    --------
    >>> stock = {"diesel": 0.6, "lng": 0.2, "battery": 0.2}
    >>> {name: round(share, 3) for name, share in with_given(stock, {"lng": 0.5}).items()}
    {'diesel': 0.375, 'lng': 0.5, 'battery': 0.125}
    """
    total = sum(given.values())
    held = {name: share / max(total, 1.0) for name, share in given.items()}
    rest = 1 - min(total, 1.0)
    others = {name: share for name, share in stock.items() if name not in given}
    whole = sum(others.values())
    usual = next(iter(stock))
    if whole > 0:
        spread = {name: share * rest / whole for name, share in others.items()}
    else:
        spread = {name: rest if name == usual else 0.0 for name in others}
    return {name: (held | spread)[name] for name in dict.fromkeys([*stock, *given])}
