"""Places of stations on lines whose best choice is known."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.stations.siting import least_cost, most_covered
from transport.stations.siting_ends import NoChoiceError, UncoverableError
from transport.stations.siting_problem import FlowPath, Site, SitingProblem, is_covered
from transport.stations.siting_program import Program

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.optimize import LinearConstraint

    from transport.stations.siting_ends import SolverLimits
    from transport.stations.siting_program import Solved

TIME = "Time limit reached."
LINE = FlowPath(10.0, 350.0, tuple((f"s{i}", 50.0 * i) for i in range(1, 7)))
SHORT = FlowPath(5.0, 150.0, LINE.stops[:2])


def sites(cost: float = 1.0, *, existing: str = "", capacity: float = np.inf) -> list[Site]:
    """Six sites in a line."""
    return [Site(f"s{i}", cost, f"s{i}" == existing, capacity) for i in range(1, 7)]


def test_a_line_of_350_needs_three_stations_at_a_reach_of_100() -> None:
    # Two stations make at most three stretches of 100; the last of three may stand at 250 or 300.
    found = least_cost(SitingProblem(sites(), [LINE], 100.0), 1.0)
    assert is_covered(LINE, 100.0, frozenset(found.open_sites))
    assert (found.cost_mcny, found.bound, found.gap_share, found.proven) == (3.0, 3.0, 0.0, True)


def test_a_small_budget_serves_the_short_path_first() -> None:
    problem = SitingProblem(sites(), [LINE, SHORT], 100.0)
    one = most_covered(problem, 1.0)
    assert one.covered_share == pytest.approx(5 / 15)
    assert one.bound == pytest.approx(5 / 15)
    assert set(one.open_sites) < {"s1", "s2"}
    assert most_covered(problem, 3.0).covered_share == pytest.approx(1.0)


def test_money_that_covers_nothing_more_is_not_spent() -> None:
    found = most_covered(SitingProblem(sites(), [LINE, SHORT], 100.0), 2.9)
    assert found.cost_mcny == 1.0
    assert found.covered_share == pytest.approx(5 / 15)


def test_existing_stations_are_kept_and_cost_nothing() -> None:
    problem = SitingProblem(sites(existing="s3"), [LINE], 120.0)
    found = most_covered(problem, 2.0)
    assert "s3" in found.open_sites
    assert (found.cost_mcny, found.covered_share) == (2.0, 1.0)  # s1 or s2, and s5
    assert most_covered(problem, 0.0).open_sites == ("s3",)


def test_a_site_that_is_too_small_asks_for_another_one() -> None:
    # The line needs 10 x (350 - 200) = 1,500 a day; sites of 800 hold it only in pairs.
    ample = least_cost(SitingProblem(sites(), [LINE], 200.0), 1.0)
    tight = least_cost(SitingProblem(sites(capacity=800.0), [LINE], 200.0), 1.0)
    assert len(ample.open_sites) == 1
    assert len(tight.open_sites) == 2


def test_what_no_station_can_cover_is_said() -> None:
    gap = FlowPath(5.0, 300.0, (("s1", 50.0),))
    with pytest.raises(UncoverableError) as error:
        least_cost(SitingProblem(sites(), [LINE, gap], 100.0), 0.9)
    assert error.value.most_share == pytest.approx(10 / 15)


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_it_is_as_good_as_trying_every_choice(data: st.DataObject) -> None:
    places = [f"s{i}" for i in range(5)]
    costs = data.draw(st.lists(st.integers(1, 4), min_size=5, max_size=5))
    listed = [Site(name, float(cost)) for name, cost in zip(places, costs, strict=True)]
    paths = []
    for _ in range(4):
        at = sorted(data.draw(st.sets(st.integers(1, 19), min_size=1, max_size=4)))
        names = data.draw(st.permutations(places))[: len(at)]
        stops = tuple((name, 10.0 * way) for name, way in zip(names, at, strict=True))
        paths.append(FlowPath(float(data.draw(st.integers(1, 9))), 200.0, stops))
    problem = SitingProblem(listed, paths, data.draw(st.sampled_from([70.0, 100.0, 130.0])))
    before = 0.0
    for budget in (2, 4, 8):
        best = max(
            sum(p.trips_per_day for p in paths if is_covered(p, problem.reach, frozenset(chosen)))
            for size in range(6)
            for chosen in itertools.combinations(places, size)
            if sum(costs[places.index(name)] for name in chosen) <= budget
        ) / sum(path.trips_per_day for path in paths)
        found = most_covered(problem, float(budget))
        assert found.covered_share == pytest.approx(best)
        assert found.cost_mcny <= budget
        assert found.covered_share >= before - 1e-9
        before = found.covered_share


def test_a_choice_that_time_leaves_no_cheaper_one_for_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = SitingProblem(sites(), [LINE, SHORT], 100.0)
    solve = Program.solve

    def late(
        self: Program,
        objective: NDArray[np.float64],
        within: LinearConstraint | None,
        limits: SolverLimits,
        least_share: float = 0.0,
    ) -> Solved:
        if least_share > 0:
            raise NoChoiceError(TIME)
        return solve(self, objective, within, limits)

    monkeypatch.setattr(Program, "solve", late)
    assert most_covered(problem, 3.0).covered_share == pytest.approx(1.0)
    least = least_cost(problem, 0.5)
    assert least.covered_share == pytest.approx(1.0)
    assert not least.proven
    assert (least.cost_mcny, least.bound) == (6.0, 3.0)  # all sites; half needs LINE


def test_the_smallest_flow_counts_where_everything_shall_be_covered() -> None:
    # Two sites for the many; the third only for one vehicle in five hundred million.
    many = FlowPath(1000.0, 250.0, (("s1", 80.0), ("s2", 160.0)))
    few = FlowPath(2e-6, 150.0, (("s3", 75.0),))
    found = least_cost(SitingProblem(sites(), [many, few], 100.0), 1.0)
    assert (found.open_sites, found.cost_mcny) == (("s1", "s2", "s3"), 3.0)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_all_that_can_be_covered_costs_the_same_whichever_way_it_is_asked(seed: int) -> None:
    rng = np.random.default_rng(seed)
    at = np.sort(rng.uniform(0, 900, 12))
    ends = np.sort(rng.uniform(0, 900, (25, 2)))
    paths = [
        FlowPath(
            float(10.0 ** rng.uniform(-6, 3)),
            float(end - start),
            tuple((f"s{i}", float(way - start)) for i, way in enumerate(at) if start < way < end),
        )
        for start, end in ends
    ]
    problem = SitingProblem([Site(f"s{i}", 1.0) for i in range(12)], paths, 250.0)
    most = most_covered(problem, 100.0)
    least = least_cost(problem, most.covered_share)
    assert least.cost_mcny == most.cost_mcny == pytest.approx(least.bound)
    assert most.covered_share <= most.bound <= 1.0
