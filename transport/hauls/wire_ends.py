"""Where wires end on the way of a chain: there a train on electric traction changes its locomotive.

A change lies between two links by rail of which one has a wire, whether both are of one leg or of
two that follow each other. It belongs to the leg that goes on behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transport.hauls.fleet import section_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from networks import Leg
    from transport.hauls.fleet import Section


def wire_ends(legs: Sequence[Leg]) -> list[tuple[float, ...]]:
    """Return the ends of wires that each leg passes.

    Parameters
    ----------
    legs : sequence of Leg
        Legs of a chain in travel order.

    Returns
    -------
    list of tuple of float
        For each leg the largest gross mass, in tonnes, of a train that passes each of them, the
        smaller one of both links; infinite where none is known.

    Examples
    --------
    >>> from networks import Leg, Link
    >>> wired = Link("t1", "A", "B", "rail", 10, 80, electrified=True, max_train_gross_t=4000)
    >>> bare = Link("t2", "B", "C", "rail", 10, 80, max_train_gross_t=3000)
    >>> wire_ends([Leg("rail", ("A", "B", "C"), (wired, bare))])
    [(3000,)]
    >>> wire_ends([Leg("rail", ("A", "B"), (wired,)), Leg("rail", ("B", "C"), (bare,))])
    [(), (3000,)]
    """
    found: list[tuple[float, ...]] = []
    before: Section | None = None
    for leg in legs:
        passed = []
        for link in leg.links:
            here = section_of(link) if link.mode == "rail" else None
            if before is not None and here is not None and before.wired != here.wired:
                passed.append(min(before.largest_gross_t, here.largest_gross_t))
            before = here
        found.append(tuple(passed))
    return found
