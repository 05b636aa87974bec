"""Places of stations that give so much energy a day, beside every choice tried one by one."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from transport.stations.siting import least_cost, most_covered
from transport.stations.siting_ends import SolverLimits, UncoverableError
from transport.stations.siting_groups import grouped
from transport.stations.siting_problem import FlowPath, Site, SitingProblem, is_covered

LINE = FlowPath(10.0, 350.0, tuple((f"s{i}", 50.0 * i) for i in range(1, 7)))
Choice = tuple[float, float]


def drawn(seed: int, *, places: int = 6, equal: bool = False) -> SitingProblem:
    """Return a line with flows from anywhere to anywhere on it; sites crowd, so that some match."""
    rng = np.random.default_rng(seed)
    at = np.sort(rng.integers(1, 10, places) * 40.0)
    sites = [
        Site(
            f"s{i}",
            1.0 if equal else float(rng.integers(1, 4)),
            existing=bool(rng.random() < 0.2),
            capacity_per_day=400.0 if equal else float(rng.integers(0, 3)) * 400.0,
        )
        for i in range(places)
    ]
    ends = np.sort(rng.integers(0, 40, (5, 2)) * 10.0)
    paths = [
        FlowPath(
            float(rng.integers(1, 6)),
            end - start,
            tuple((f"s{i}", way - start) for i, way in enumerate(at) if start < way < end),
            float(rng.choice([0.5, 1.0])),
        )
        for start, end in ends
    ]
    return SitingProblem(sites, paths, 150.0)


def most_trips(problem: SitingProblem, chosen: frozenset[str]) -> float:
    """Return what some sites cover: vehicles by path and site, with no sites or paths joined."""
    able = [path for path in problem.paths if is_covered(path, problem.reach, chosen)]
    free = sum(path.trips_per_day for path in able if path.length <= problem.reach)
    long = [path for path in able if path.length > problem.reach]
    pairs = [(q, n) for q, path in enumerate(long) for n, _ in path.stops if n in chosen]
    if not pairs:
        return free
    need = [(path.length - problem.reach) * path.unit_energy for path in long]
    rows = np.zeros((len(long) + len(problem.sites), len(pairs)))
    most = [path.trips_per_day for path in long] + [s.capacity_per_day for s in problem.sites]
    names = [site.site_id for site in problem.sites]
    for k, (q, name) in enumerate(pairs):
        rows[q, k] = 1.0
        rows[len(long) + names.index(name), k] = need[q]
    found = linprog(-np.ones(len(pairs)), rows, most)
    return free - float(found.fun or 0.0)


def every_choice(problem: SitingProblem) -> list[Choice]:
    """Return cost and covered share of every set of new sites."""
    kept = {site.site_id for site in problem.sites if site.existing}
    new = [site for site in problem.sites if not site.existing]
    trips = sum(path.trips_per_day for path in problem.paths)
    return [
        (
            sum(site.cost_mcny for site in some),
            most_trips(problem, frozenset(kept | {site.site_id for site in some})) / trips,
        )
        for size in range(len(new) + 1)
        for some in itertools.combinations(new, size)
    ]


@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_it_is_as_good_as_every_choice_and_proves_it(seed: int) -> None:
    problem = drawn(seed)
    tried = every_choice(problem)
    for budget in (0.0, 2.0, 5.0, 100.0):
        best = max(share for cost, share in tried if cost <= budget)
        found = most_covered(problem, budget)
        assert (found.covered_share, found.bound) == pytest.approx((best, best), abs=1e-6)
        cheapest = min(cost for cost, share in tried if share >= best - 1e-6)
        assert found.cost_mcny == pytest.approx(cheapest)
        assert found.proven
        assert found.gap_share == pytest.approx(0.0, abs=1e-6)
        if best > 0:
            least = least_cost(problem, best - 1e-6)
            assert (least.cost_mcny, least.bound) == pytest.approx((cheapest, cheapest))


@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_more_money_or_more_energy_never_covers_less(seed: int) -> None:
    problem, before = drawn(seed, places=9), 0.0
    for budget, factor in ((2.0, 0.5), (2.0, 1.0), (3.0, 1.0), (6.0, 1.0), (6.0, 2.0)):
        sites = [
            replace(site, capacity_per_day=factor * site.capacity_per_day) for site in problem.sites
        ]
        found = most_covered(replace(problem, sites=sites), budget)
        assert found.covered_share >= before - 1e-6
        before = found.covered_share


@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_a_choice_ended_early_says_how_far_it_may_be_from_the_best(seed: int) -> None:
    problem, early = drawn(seed, places=9, equal=True), SolverLimits(gap_share=0.5)
    smaller = 0.0
    for budget in (1.0, 2.0, 4.0):
        best = most_covered(problem, budget).covered_share
        found = most_covered(problem, budget, early)
        assert found.covered_share <= best + 1e-6 <= found.bound + 2e-6
        assert found.covered_share * (1 + found.gap_share) >= max(best, smaller) - 1e-6
        smaller = max(smaller, found.covered_share)


@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_nothing_hangs_on_how_flows_are_cut_or_which_of_equal_sites_comes_first(seed: int) -> None:
    problem = drawn(seed, equal=True)
    halves = [replace(p, trips_per_day=p.trips_per_day / 2) for p in problem.paths for _ in (0, 1)]
    mixed = SitingProblem(list(problem.sites)[::-1], halves, problem.reach)
    for budget in (1.0, 3.0):
        one, other = most_covered(problem, budget), most_covered(mixed, budget)
        assert one.covered_share == pytest.approx(other.covered_share, abs=1e-6)
        assert one.cost_mcny == other.cost_mcny


def test_a_full_station_serves_a_part_of_a_flow() -> None:
    # The line takes 10 x (350 - 200) = 1,500 a day; a site in all windows gives 600 of them.
    sites = [Site(f"s{i}", 1.0, capacity_per_day=600.0) for i in range(1, 7)]
    problem = SitingProblem(sites, [LINE], 200.0)
    shares = [most_covered(problem, float(budget)).covered_share for budget in range(4)]
    assert shares == pytest.approx([0.0, 0.4, 0.8, 1.0])


def test_what_energy_is_too_little_for_is_said() -> None:
    sites = [Site(f"s{i}", 1.0, capacity_per_day=100.0) for i in range(1, 7)]
    with pytest.raises(UncoverableError) as error:
        least_cost(SitingProblem(sites, [LINE], 200.0), 0.5)
    assert error.value.most_share == pytest.approx(600 / 1500)


def test_energy_of_existing_stations_is_used_and_bounded() -> None:
    sites = [Site(f"s{i}", 1.0, existing=i in {3, 4}, capacity_per_day=300.0) for i in range(1, 7)]
    problem = SitingProblem(sites, [LINE], 200.0)
    assert most_covered(problem, 0.0).covered_share == pytest.approx(600 / 1500)
    assert least_cost(problem, 0.7).cost_mcny == 2.0  # 0.4, and 0.2 from each new one


def test_sites_that_no_path_tells_apart_are_one_group() -> None:
    # Windows hold s1-s4, s2-s5 and s3-s6; only s3 and s4 are in the same of them.
    sites = [Site(f"s{i}", 1.0, capacity_per_day=300.0) for i in range(1, 7)]
    found = grouped(SitingProblem(sites, [LINE, replace(LINE, trips_per_day=2.0)], 200.0))
    members = sorted(group.members for group in found.sites)
    assert members == [(0,), (1,), (2, 3), (4,), (5,)]
    assert [(path.trips_per_day, path.energy_per_trip) for path in found.paths] == [(12.0, 150.0)]
