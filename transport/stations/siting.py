"""Where energy stations go: flow-refuelling location with a range, solved as a mixed program.

A path is covered if a vehicle can travel it: full at its start, it may use a stated amount of
energy between two stops, and the way from the last stop to the end counts too. For every point
from which a vehicle could set out, one station must stand within reach ahead of it (the arc-cover
form of Capar, Kuby, Leon and Tsai 2013, European Journal of Operational Research 227(1), 142-151):

    sum of z_i over the sites within reach of a stop >= y_q,  for each stop of each path q

That is exact: no gap between open stops is longer than the reach if and only if every window of
that length which starts at a stop of the path holds an open site. Where sites have a capacity, the
energy of covered vehicles is spread over the open sites they pass, and of a path a part of the
vehicles can be covered. HiGHS solves the program; the bound it proves is reported beside what was
found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transport.stations.siting_ends import NoChoiceError, SolverLimits, UncoverableError
from transport.stations.siting_program import Program, Solved

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.optimize import LinearConstraint

    from transport.stations.siting_problem import SitingProblem

    Floats = NDArray[np.float64]

_SLACK = 1e-9
_EQUAL_SHARE = 1e-7


@dataclass(frozen=True)
class Siting:
    """Stations chosen.

    Attributes
    ----------
    open_sites : tuple of str
        Existing and new stations.
    cost_mcny : float
        What the new ones cost.
    covered_share : float
        Vehicles that are covered, of all.
    bound : float
        What no choice can better: the covered share under a budget, or the cost for a coverage.
    gap_share : float
        How far the choice may be from the best one, as a share of it.
    proven : bool
        Whether the solver ended by itself within the gap asked for.
    """

    open_sites: tuple[str, ...]
    cost_mcny: float
    covered_share: float
    bound: float
    gap_share: float
    proven: bool


def most_covered(
    problem: SitingProblem, budget_mcny: float, limits: SolverLimits | None = None
) -> Siting:
    """Return the stations that cover most vehicles within a budget, and among them the cheapest.

    Parameters
    ----------
    problem : SitingProblem
        Sites and paths.
    budget_mcny : float
        What new stations may cost together.
    limits : SolverLimits, optional
        When the solver ends.

    Returns
    -------
    Siting
        The choice and what is proven about it; not the cheapest one where time was up for that.

    Raises
    ------
    NoChoiceError
        If time was up before anything was found.

    Examples
    --------
    >>> from transport.stations.siting_problem import FlowPath, Site, SitingProblem
    >>> line = FlowPath(1.0, 100.0, (("a", 30.0), ("b", 70.0)))
    >>> most_covered(SitingProblem([Site("a", 2.0), Site("b", 3.0)], [line], 70.0), 2.0).open_sites
    ('a',)
    """
    program, limits = Program(problem), limits or SolverLimits()
    within = program.within(budget_mcny)
    found = program.solve(-program.flow, within, limits)
    counts = _cheapest(program, found.counts, within, limits)
    share = program.covered_share(counts)
    bound = max(share, program.share_bound(found))
    gap = (bound - share) / share if share else float(bound > 0)
    return _siting(problem, program, counts, Proof(bound, gap, proven=found.ended))


def _cheapest(
    program: Program, counts: Floats, within: LinearConstraint, limits: SolverLimits
) -> Floats:
    """Return the cheapest sites that cover no less, or those given where none was found."""
    reached, cost = program.covered_share(counts), program.cost_of(counts)
    least = reached - _SLACK
    try:
        if program.least_cost_bound(within, least) >= cost - _SLACK:
            return counts
        cheaper = program.solve(program.cost, within, limits, least).counts
    except NoChoiceError:
        return counts
    as_good = program.covered_share(cheaper) >= reached - _EQUAL_SHARE
    return cheaper if as_good and program.cost_of(cheaper) < cost else counts


def least_cost(
    problem: SitingProblem, coverage_share: float, limits: SolverLimits | None = None
) -> Siting:
    """Return the cheapest stations that cover a share of the vehicles.

    Parameters
    ----------
    problem : SitingProblem
        Sites and paths.
    coverage_share : float
        Share of vehicles, 0 to 1.
    limits : SolverLimits, optional
        When the solver ends.

    Returns
    -------
    Siting
        The choice and what is proven about it; all sites where time was up before any other.

    Raises
    ------
    UncoverableError
        If all sites together do not cover the share.
    """
    program = Program(problem)
    most_share = program.covered_share(program.most)
    if coverage_share > most_share + _SLACK:
        raise UncoverableError(most_share)
    needed = coverage_share - _SLACK
    try:
        found = program.solve(program.cost, None, limits or SolverLimits(), needed)
    except NoChoiceError:
        found = Solved(program.most, program.least_cost_bound(None, needed), ended=False)
    cost = program.cost_of(found.counts)
    bound = min(cost, found.bound)
    gap = (cost - bound) / cost if cost else 0.0
    return _siting(problem, program, found.counts, Proof(bound, gap, proven=found.ended))


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proven about a choice: see `Siting`."""

    bound: float
    gap_share: float
    proven: bool


def _siting(problem: SitingProblem, program: Program, counts: Floats, proof: Proof) -> Siting:
    """Return a choice with what it covers, which is reckoned anew."""
    new = frozenset(program.members(counts))
    return Siting(
        open_sites=tuple(
            site.site_id for i, site in enumerate(problem.sites) if site.existing or i in new
        ),
        cost_mcny=program.cost_of(counts),
        covered_share=program.covered_share(counts),
        bound=proof.bound,
        gap_share=proof.gap_share,
        proven=proof.proven,
    )
