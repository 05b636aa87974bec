"""Stations: queues against closed forms; power, packs and tanks by hand; what never gets worse."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transport.machine_repair import least_packs, pack_wait_h, swap_stock
from transport.operations.station_tables import ARRIVED, NOT_MADE, STRANDED, UNDER_WAY
from transport.operations.stations import (
    FuelTank,
    Itinerary,
    Station,
    StationRules,
    StationRun,
    StationSite,
    StationTrips,
    SwapRoom,
    VehicleKind,
    simulate_stations,
)
from transport.queueing import server_queue

FLAT = StationRules(rest_every_h=1e6, taper_end_share=1.0)
LARGE = 1e4


def visitors(
    station: Station,
    arrive_h: np.ndarray,
    amount: np.ndarray,
    limit_kw: float = math.inf,
    *,
    tapers: bool = False,
) -> StationRun:
    """Send vehicles that lack given amounts to one station."""
    kind = VehicleKind("v", LARGE, 0.0, math.inf, tapers)
    trips = StationTrips(
        np.asarray(arrive_h, dtype=float),
        np.zeros(len(arrive_h), dtype=np.int64),
        1 - np.asarray(amount, dtype=float) / LARGE,
        np.ones(len(arrive_h)),
    )
    way = Itinerary(("s",), np.zeros(2), np.zeros(2), "v", planned=False)
    site = StationSite("site", (station,), limit_kw)
    horizon_h = float(np.max(arrive_h)) + 1000.0
    return simulate_stations([site], [way], {"v": kind}, trips, FLAT, horizon_h)


def poisson(load: float, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return arrivals an hour and exponential amounts of 100 on the mean."""
    rng = np.random.default_rng(seed)
    return np.cumsum(rng.exponential(1 / load, count)), rng.exponential(100.0, count)


class TestQueues:
    def test_exponential_service_meets_erlang(self) -> None:
        waits = [
            visitors(Station("s", (100.0,) * 4), *poisson(3.0, 20_000, seed)).wait_h.mean()
            for seed in range(4)
        ]
        half = 3 * float(np.std(waits, ddof=1)) / 2
        assert abs(np.mean(waits) - server_queue(3.0, 1.0, 4).wait_h) <= half

    def test_a_closed_fleet_that_swaps_meets_the_machine_repair_formula(self) -> None:
        # 10 vehicles, 3 spare packs, 4 slots; hours on the road and of charging are exponential.
        rng, fleet, stops = np.random.default_rng(5), 10, 2000
        ways = [
            Itinerary(
                ("s",) * stops,
                rng.exponential(1.0, stops + 1),
                np.append(rng.exponential(100.0, stops), 0.0),
                "v",
                planned=False,
            )
            for _ in range(fleet)
        ]
        swap = SwapRoom(bays=fleet, packs=3, pack_capacity=LARGE, pack_rate=200.0)
        site = StationSite("site", (Station("s", (200.0,) * 4, swap=swap),))
        trips = StationTrips(np.zeros(fleet), np.arange(fleet), np.ones(fleet), np.ones(fleet))
        kinds = {"v": VehicleKind("v", LARGE, 0.0)}
        run = simulate_stations([site], ways, kinds, trips, FLAT, 1500.0)
        expected = swap_stock(fleet, 3, 4, (1.0, 2.0))
        assert run.wait_h.mean() == pytest.approx(expected.wait_h, rel=0.08)
        assert len(run.wait_h) / 1500.0 == pytest.approx(expected.swaps_per_h, rel=0.03)
        assert run.balances

    def test_packs_of_an_open_station_meet_the_formula_of_replenishment(self) -> None:
        # Exponential charging of 1 h in 3 slots, 2 swaps an hour; each waits for a full pack alone.
        packs, target_h = least_packs(2.0, 1.0, 3, 0.2), 0.2
        assert pack_wait_h(2.0, 1.0, 3, packs) < target_h < pack_wait_h(2.0, 1.0, 3, packs - 1)
        for owned in (packs - 1, packs):
            swap = SwapRoom(bays=1000, packs=owned, pack_capacity=LARGE, pack_rate=100.0)
            station = Station("s", (100.0,) * 3, swap=swap)
            runs = [visitors(station, *poisson(2.0, 8_000, seed)) for seed in range(4)]
            assert all(run.balances for run in runs)
            found = [run.wait_h.mean() for run in runs]
            half = 3 * float(np.std(found, ddof=1)) / 2
            assert abs(np.mean(found) - pack_wait_h(2.0, 1.0, 3, owned)) <= half

    @given(st.integers(0, 1000), st.integers(1, 5), st.floats(0.5, 1.1))
    @settings(max_examples=25, deadline=None)
    def test_a_further_charger_never_lengthens_a_wait(
        self, seed: int, chargers: int, use: float
    ) -> None:
        stream = poisson(use * chargers, 300, seed)
        fewer = visitors(Station("s", (100.0,) * chargers), *stream).wait_h
        more = visitors(Station("s", (100.0,) * (chargers + 1)), *stream).wait_h
        assert len(fewer) == len(more) == 300
        assert (more <= fewer + 1e-9).all()

    @given(st.integers(0, 1000), st.integers(1, 4))
    @settings(max_examples=25, deadline=None)
    def test_a_further_pack_never_lengthens_a_wait(self, seed: int, packs: int) -> None:
        stream = poisson(0.9, 200, seed)
        waits = []
        for owned in (packs, packs + 1):
            swap = SwapRoom(1, owned, LARGE, 100.0)
            run = visitors(Station("s", (100.0,), setup_h=0.1, swap=swap), *stream)
            assert run.balances
            waits.append(run.wait_h)
        assert (waits[1] <= waits[0] + 1e-9).all()


class TestPower:
    def test_two_share_what_the_grid_gives(self) -> None:
        # 100 kWh each at 100 kW with 150 kW: 75 kW both until 4/3 h.
        run = visitors(Station("s", (100.0, 100.0)), np.zeros(2), np.full(2, 100.0), 150.0)
        assert run.visits["end_h"].tolist() == pytest.approx([4 / 3, 4 / 3])
        assert float(run.meter_kwh.max()) * 4 == pytest.approx(150.0)

    def test_the_one_left_takes_full_power_again(self) -> None:
        # 75 kW each for 1 h; the one with 25 kWh left takes them at 100 kW.
        amount = np.array([75.0, 100.0])
        run = visitors(Station("s", (100.0, 100.0)), np.zeros(2), amount, 150.0)
        assert run.visits["end_h"].tolist() == pytest.approx([1.0, 1.25])

    def test_losses_stand_at_the_meter(self) -> None:
        station = Station("s", (100.0,), efficiency=0.8)
        run = visitors(station, np.zeros(1), np.array([100.0]))
        assert float(run.meter_kwh.sum()) == pytest.approx(125.0)
        assert run.meter_kwh[0, :4].tolist() == pytest.approx([31.25] * 4)

    def test_the_strongest_free_charger_is_taken(self) -> None:
        run = visitors(Station("s", (50.0, 200.0)), np.array([0.0, 0.1]), np.full(2, 100.0))
        assert run.visits["end_h"].tolist() == pytest.approx([0.5, 2.1])

    def test_power_falls_above_80_percent(self) -> None:
        # 100 kW up to 80 of 100 kWh, then 90, 70, 50 and 30 kW for 5 kWh each.
        rules = StationRules(rest_every_h=1e6, taper_end_share=0.2)
        kind = VehicleKind("v", 100.0, 0.0, 100.0)
        way = Itinerary(("s",), np.zeros(2), np.zeros(2), "v", planned=False)
        site = StationSite("site", (Station("s", (500.0,)),))
        trips = StationTrips(np.zeros(1), np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1))
        run = simulate_stations([site], [way], {"v": kind}, trips, rules, 10.0)
        expected = 0.8 + 0.05 * (100 / 90 + 100 / 70 + 2 + 100 / 30)
        assert run.visits["end_h"].tolist() == pytest.approx([expected])

    def test_chargers_and_packs_share_one_connection(self) -> None:
        # A pack of 100 kWh charges beside a vehicle that takes 100 kWh: 50 kW each.
        swap = SwapRoom(1, 1, LARGE, 100.0)
        stations = (Station("c", (100.0,)), Station("w", (100.0,), swap=swap))
        ways = [
            Itinerary((name,), np.zeros(2), np.zeros(2), "v", planned=False) for name in ("c", "w")
        ]
        trips = StationTrips(
            np.zeros(2), np.arange(2, dtype=np.int64), np.full(2, 1 - 100 / LARGE), np.ones(2)
        )
        kinds = {"v": VehicleKind("v", LARGE, 0.0, math.inf, tapers=False)}
        site = StationSite("site", stations, 100.0)
        run = simulate_stations([site], ways, kinds, trips, FLAT, 10.0)
        assert run.visits["end_h"].max() == pytest.approx(2.0)
        assert float(run.meter_kwh.sum()) == pytest.approx(200.0)
        assert run.balances

    def test_a_pump_takes_no_power_and_no_limit_cuts_it(self) -> None:
        # 4,000 kg at 4,000 kg/h beside 100 kWh at 100 kW, with a connection of 50 kW.
        stations = (Station("c", (100.0,)), Station("p", (4000.0,), efficiency=math.inf))
        ways = [
            Itinerary((name,), np.zeros(2), np.zeros(2), "v", planned=False) for name in ("c", "p")
        ]
        amount = np.array([100.0, 4000.0])
        trips = StationTrips(np.zeros(2), np.arange(2), 1 - amount / LARGE, np.ones(2))
        kinds = {"v": VehicleKind("v", LARGE, 0.0, math.inf, tapers=False)}
        site = StationSite("site", stations, 50.0)
        run = simulate_stations([site], ways, kinds, trips, FLAT, 10.0)
        ends = run.visits["end_h"][np.argsort(run.visits["station"])]
        assert ends.tolist() == pytest.approx([2.0, 1.0])
        assert float(run.meter_kwh.sum()) == pytest.approx(100.0)
        assert run.balances

    @given(st.integers(0, 10_000), st.integers(1, 6), st.floats(60.0, 900.0))
    @settings(max_examples=25, deadline=None)
    def test_energy_is_conserved_whatever_comes(
        self, seed: int, chargers: int, limit: float
    ) -> None:
        rates = tuple(np.random.default_rng(seed).choice([60.0, 120.0, 360.0], chargers).tolist())
        station = Station("s", rates, setup_h=0.05, efficiency=0.94)
        run = visitors(station, *poisson(1.0, 100, seed), limit, tapers=True)
        assert run.balances
        received = float(run.trips["received"].sum())
        assert float(run.visits["amount"].sum()) == pytest.approx(received)
        assert float(run.meter_kwh.sum()) == pytest.approx(received / 0.94, rel=1e-6)
        assert float(run.site_states["highest"].max()) <= limit + 1e-6


class TestPacksAndTanks:
    def test_vessels_and_trucks_share_one_stock(self) -> None:
        # A vessel with two packs takes both; the truck waits until one is full again, after 1 h.
        swap = SwapRoom(2, 2, 100.0, 100.0)
        site = StationSite("site", (Station("s", (100.0, 100.0), swap=swap),))
        kinds = {
            "vessel": VehicleKind("vessel", 200.0, 0.0, packs=2),
            "truck": VehicleKind("truck", 100.0, 0.0),
        }
        ways = [Itinerary(("s",), np.zeros(2), np.zeros(2), name, planned=False) for name in kinds]
        trips = StationTrips(
            np.array([0.0, 0.1]), np.arange(2, dtype=np.int64), np.zeros(2), np.ones(2)
        )
        run = simulate_stations([site], ways, kinds, trips, FLAT, 5.0)
        assert run.wait_h.tolist() == pytest.approx([0.0, 0.9])
        assert run.balances
        assert run.station_states["full"].tolist() == [2]

    def test_a_tank_runs_dry_until_the_lorry_comes(self) -> None:
        # 250 kg for three who want 100 each: the second orders, the third waits for it.
        tank = FuelTank(250.0, 60.0, 200.0, lead_h=3.0)
        station = Station("s", (1000.0,), tank=tank)
        run = visitors(station, np.array([0.0, 1.0, 2.0]), np.full(3, 100.0))
        assert run.wait_h.tolist() == pytest.approx([0.0, 0.0, 2.0])
        state = run.station_states[0]
        held = 250.0 + float(state["delivered"]) - float(state["dispensed"])
        assert float(state["tank"]) == pytest.approx(held)


LINE = Itinerary(("a", "b"), np.full(3, 1.0), np.full(3, 60.0), "truck")
TRUCK = VehicleKind("truck", 100.0, 10.0, 100.0, tapers=False)


def travel(
    way: Itinerary, sites: list[StationSite], *, level: float = 1.0, pace: float = 1.0
) -> StationRun:
    """Send one truck."""
    trips = StationTrips(
        np.zeros(1), np.zeros(1, dtype=np.int64), np.array([level]), np.array([pace])
    )
    return simulate_stations(sites, [way], {"truck": TRUCK}, trips, StationRules(), 100.0)


def two_sites(patience_h: float = math.inf) -> list[StationSite]:
    """Return two stations with a charger of 100 kW that is expected to be taken for an hour."""
    return [
        StationSite(name, (Station(name, (100.0,), patience_h=patience_h, session_h=1.0),))
        for name in ("a", "b")
    ]


class TestStops:
    def test_a_truck_takes_what_brings_it_to_its_end(self) -> None:
        # 180 kWh from 100 with 10 left asks for 90 on the way; levels are steps of 2.5 kWh.
        run = travel(LINE, two_sites())
        assert run.trips["end"].tolist() == [ARRIVED]
        received = float(run.trips["received"][0])
        assert 90.0 <= received <= 95.0
        assert float(run.trips["arrived_h"][0]) == pytest.approx(3.0 + received / 100.0)

    def test_who_would_arrive_after_the_end_is_under_way(self) -> None:
        short = replace(LINE, need=np.zeros(3))  # three hours at the wheel, no stop
        trips = StationTrips(
            np.array([0.0, 7.5]), np.zeros(2, dtype=np.int64), np.ones(2), np.ones(2)
        )
        run = simulate_stations(two_sites(), [short], {"truck": TRUCK}, trips, StationRules(), 10.0)
        assert run.trips["end"].tolist() == [ARRIVED, UNDER_WAY]
        assert np.isnan(run.trips["arrived_h"][1])

    def test_a_way_that_no_stops_make_is_counted_and_not_begun(self) -> None:
        far = replace(LINE, need=np.array([60.0, 95.0, 60.0]))
        run = travel(far, two_sites())
        assert run.trips["end"].tolist() == [NOT_MADE]
        assert len(run.visits) == 0

    def test_a_truck_that_takes_more_than_planned_strands_and_is_counted(self) -> None:
        run = travel(LINE, two_sites(), pace=1.8)
        assert run.trips["end"].tolist() == [STRANDED]

    def test_the_wait_that_is_known_moves_the_stop(self) -> None:
        sites = two_sites()
        busy = replace(sites[0].stations[0], known_wait_h=5.0)
        way = replace(LINE, need=np.array([40.0, 40.0, 40.0]))
        assert travel(way, sites).visits["station"].tolist() in ([0], [1])
        moved = travel(way, [StationSite("a", (busy,)), sites[1]])
        assert moved.visits["station"].tolist() == [1]

    def test_a_rest_is_taken_on_the_way_unless_charging_was_long_enough(self) -> None:
        long = Itinerary(("a",), np.array([3.0, 3.0]), np.array([10.0, 10.0]), "truck")
        run = travel(long, two_sites())
        assert float(run.trips["arrived_h"][0]) == pytest.approx(6.0 + 1 / 3)
        # With 15 kWh left 5 would do; but charging for 20 minutes saves the rest of 20 minutes.
        low = travel(long, two_sites(), level=0.25)
        assert float(low.trips["rest_h"][0]) == 0.0
        assert float(low.trips["received"][0]) >= 100 / 3
        needy = replace(long, need=np.array([60.0, 80.0]))
        charged = travel(needy, two_sites())
        assert float(charged.trips["rest_h"][0]) == 0.0
        assert float(charged.trips["arrived_h"][0]) == pytest.approx(6.5)

    def test_who_would_wait_too_long_goes_on_to_the_next_station(self) -> None:
        way = replace(LINE, need=np.array([70.0, 10.0, 60.0]))
        sites = two_sites(patience_h=0.1)
        dear = replace(sites[1].stations[0], known_wait_h=2.0)  # the plan is to stop at the first
        sites = [sites[0], StationSite("b", (dear,))]
        trips = StationTrips(
            np.array([0.0, 0.01]), np.zeros(2, dtype=np.int64), np.ones(2), np.ones(2)
        )
        run = simulate_stations(sites, [way], {"truck": TRUCK}, trips, StationRules(), 100.0)
        assert run.trips["diverted"].tolist() == [0, 1]
        assert run.visits["station"].tolist() == [0, 1]
        assert (run.trips["end"] == ARRIVED).all()


def with_blockers(
    way: Itinerary, blockers: tuple[int, int], pace: float = 1.0, known_a_h: float = 2.0
) -> StationRun:
    """Send a truck past a and b, where others come at 0.5 h who take an hour each.

    The usual wait at a is such that the plan is to stop at b alone.
    """
    sites = two_sites(patience_h=0.1)
    dear = replace(sites[0].stations[0], known_wait_h=known_a_h)
    others = [Itinerary((name,), np.zeros(2), np.zeros(2), "truck", planned=False) for name in "ab"]
    own = np.repeat([1, 2], blockers)
    trips = StationTrips(
        np.array([0.0, *np.full(len(own), 0.5)]),
        np.array([0, *own], dtype=np.int64),
        np.array([1.0, *np.zeros(len(own))]),
        np.array([pace, *np.ones(len(own))]),
    )
    kinds = {"truck": TRUCK}
    sites = [StationSite("a", (dear,)), sites[1]]
    return simulate_stations(sites, [way, *others], kinds, trips, StationRules(), 100.0)


class TestQueuesAhead:
    # 110 kWh in three hours from 100 with 10 left: 20 kWh are taken at b, which fills up to 60.
    way = replace(LINE, need=np.array([40.0, 20.0, 50.0]))

    @pytest.mark.parametrize(
        ("blockers", "stop", "early", "held", "arrived_h"),
        [
            ((0, 0), 1, 0, 0, 3.2),
            # At 1 h the truck hears of three hours of queue at b: it fills up from 60 to 80 at a.
            ((0, 4), 0, 1, 0, 3.2),
            # An hour each of queue at a and b: no reason to stop; at b it cannot go on, and waits
            # from 2.0 to 2.5 h.
            ((3, 2), 1, 0, 1, 3.7),
            # Two hours at a, four at b: it stops at a from 1.0 to 2.5 h.
            ((2, 4), 0, 1, 1, 4.7),
        ],
    )
    def test_who_hears_of_a_long_queue_fills_up_before_it(
        self, blockers: tuple[int, int], stop: int, early: int, held: int, arrived_h: float
    ) -> None:
        run = with_blockers(self.way, blockers)
        mine = run.visits[run.visits["trip"] == 0]
        assert mine["station"].tolist() == [stop]
        assert mine["amount"].tolist() == pytest.approx([20.0])
        assert (run.trips["early"][0], run.trips["held"][0]) == (early, held)
        assert float(run.trips["arrived_h"][0]) == pytest.approx(arrived_h)
        assert run.balances

    def test_nobody_goes_on_to_a_longer_queue(self) -> None:
        # The plan is to stop at a: one waits there, three at b, which is within reach.
        way = replace(LINE, need=np.array([70.0, 10.0, 60.0]))
        run = with_blockers(way, (1, 4), known_a_h=0.0)
        first = run.visits[run.visits["trip"] == 0][0]
        assert (run.trips["diverted"][0], run.trips["held"][0]) == (0, 1)
        assert first["station"] == 0
        assert float(first["start_h"]) == pytest.approx(1.5)

    @given(st.integers(0, 10_000), st.integers(20, 120))
    @settings(max_examples=20, deadline=None)
    def test_nothing_is_lost_whoever_moves_where(self, seed: int, count: int) -> None:
        rng = np.random.default_rng(seed)
        trips = StationTrips(
            np.sort(rng.uniform(0.0, 6.0, count)),
            np.zeros(count, dtype=np.int64),
            rng.uniform(0.8, 1.0, count),
            rng.uniform(0.9, 1.1, count),
        )
        way = replace(LINE, need=rng.uniform(20.0, 45.0, 3))
        sites = two_sites(patience_h=0.1)
        run = simulate_stations(sites, [way], {"truck": TRUCK}, trips, StationRules(), 500.0)
        assert run.balances
        left = 100 * trips.level_share + run.trips["received"] - run.trips["used"]
        assert np.abs(left - run.trips["level"]).max() < 1e-9
        assert (run.trips["end"] > 0).all()
        for name in ("early", "held", "diverted"):
            assert run.trips[name].sum() == run.station_states[name].sum()


def test_a_station_without_power_or_one_that_is_unknown_is_refused() -> None:
    with pytest.raises(ValueError, match="rate or limit of nought"):
        travel(LINE, [StationSite("a", (Station("a", (0.0,)),))])
    with pytest.raises(ValueError, match="no site has: b"):
        travel(LINE, two_sites()[:1])


@pytest.mark.parametrize(("bays", "packs"), [(0, 5), (2, 0)])
def test_a_swap_station_without_a_bay_or_a_pack_is_refused(bays: int, packs: int) -> None:
    with pytest.raises(ValueError, match="Give one or more"):
        SwapRoom(bays, packs, 282.0, 120.0)


def test_vessels_and_trucks_share_packs_and_a_pack_that_does_not_fit_is_refused() -> None:
    # A truck at 1.0 h, a vessel of three packs at 1.2 h, a truck at 1.3 h; three packs in stock, a
    # swap of half an hour, each pack lacks 100 kWh and takes an hour in one of two slots.
    ways = [
        Itinerary(("s",), np.zeros(2), np.array([need, 0.0]), kind, planned=False)
        for kind, need in (("truck", 100.0), ("vessel", 300.0))
    ]
    kinds = {"truck": VehicleKind("truck", 300.0, 0.0)}
    room = SwapRoom(bays=1, packs=3, pack_capacity=300.0, pack_rate=100.0)
    sites = [StationSite("a", (Station("s", (100.0,) * 2, setup_h=0.5, swap=room),))]
    trips = StationTrips(np.array([1.0, 1.2, 1.3]), np.array([0, 1, 0]), np.ones(3), np.ones(3))
    fits = kinds | {"vessel": VehicleKind("vessel", 900.0, 0.0, packs=3)}
    run = simulate_stations(sites, ways, fits, trips, FLAT, 48.0)
    # The vessel waits for the first truck's pack until 2.0 h and keeps the bay until 2.5 h.
    assert run.visits["start_h"] == pytest.approx([1.0, 2.0, 2.5])
    assert run.site_states["out"][0] == pytest.approx(run.trips["received"].sum())
    wrong = kinds | {"vessel": VehicleKind("vessel", 600.0, 0.0, packs=3)}
    with pytest.raises(ValueError, match="pack of vessel holds 200, one of s 300"):
        simulate_stations(sites, ways, wrong, trips, FLAT, 48.0)
