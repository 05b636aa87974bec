"""The least station by waits, by the hours of a day, and by energy."""

from __future__ import annotations

import numpy as np
import pytest

from transport.queueing import erlang_c_share
from transport.sizing.constant_queue import constant_queue
from transport.sizing.general_days import general_days
from transport.sizing.hourly_queue import daily_queue
from transport.sizing.station_size import (
    EnergyNeed,
    Traffic,
    WaitTarget,
    daily_station,
    least_station,
    station_by_energy,
    steady_station,
)

SERVICE_H = 40 / 60


def mean_wait_h(rate: float, servers: int) -> float:
    """Erlang's mean wait."""
    return erlang_c_share(rate * SERVICE_H, servers) * SERVICE_H / (servers - rate * SERVICE_H)


@pytest.mark.parametrize("rate", [0.3, 2.0, 12.0, 90.0])
@pytest.mark.parametrize("target_min", [1.0, 10.0, 45.0])
def test_it_is_the_least_number_that_erlang_gives(rate: float, target_min: float) -> None:
    found = least_station(Traffic(rate, SERVICE_H), WaitTarget(target_min / 60))
    assert mean_wait_h(rate, found.servers) <= target_min / 60
    fewer = found.servers - 1
    assert rate * SERVICE_H >= fewer or mean_wait_h(rate, fewer) > target_min / 60


def test_a_target_that_is_met_exactly_is_met() -> None:
    exact = mean_wait_h(12.0, 11)
    assert least_station(Traffic(12.0, SERVICE_H), WaitTarget(exact)).servers == 11


def test_no_wait_at_all_for_a_share() -> None:
    found = least_station(Traffic(12.0, SERVICE_H), WaitTarget(0.0, 0.9))
    assert erlang_c_share(8.0, found.servers) <= 0.1 < erlang_c_share(8.0, found.servers - 1)


def test_even_hours_are_those_of_erlang() -> None:
    queue = daily_queue(np.full(24, 12.0), SERVICE_H, 10)
    assert queue.wait_h == pytest.approx(mean_wait_h(12.0, 10), rel=1e-5)
    # C = 0.409180, C exp(-(c / s - rate) t) = 0.05: t = ln(8.1836) / 3 h
    assert queue.wait_quantile_h(0.95) == pytest.approx(np.log(8.18360) / 3, rel=1e-4)


def test_a_short_service_follows_each_hour_by_itself() -> None:
    # With one minute of service an hour is a steady state of its own, but for its first minutes.
    rates, service_h, servers = np.array([20.0] * 12 + [80.0] * 12), 1 / 60, 2
    waits = [
        erlang_c_share(rate * service_h, servers) * service_h / (servers - rate * service_h)
        for rate in (20.0, 80.0)
    ]
    expected = (20 * waits[0] + 80 * waits[1]) / 100
    assert daily_queue(rates, service_h, servers).wait_h == pytest.approx(expected, rel=0.01)


def test_a_peak_may_be_overloaded_and_is_worked_off() -> None:
    # 30 an hour for 2 h at 10 servers of 1 h leave about 40 waiting: they are gone 10 an hour.
    rates = np.array([30.0, 30.0] + [0.5] * 22)
    queue = daily_queue(rates, 1.0, 10)
    assert 1.0 < queue.wait_h < 3.0
    assert queue.wait_quantile_h(0.95) > 2 * queue.wait_h - 1


def test_a_station_that_is_nearly_overloaded_has_filled_up() -> None:
    # M/M/1 at a load of 0.98 waits 0.98 / 0.02 services; its queue takes years to build up.
    queue = daily_queue(np.full(24, 0.98 / 6), 6.0, 1)
    assert queue.wait_h == pytest.approx(294.0, rel=1e-6)


def test_peaks_ask_for_more_chargers_than_even_hours() -> None:
    hours = 12.0 * np.array([0.5] * 12 + [1.5] * 12)
    even = least_station(Traffic(12.0, SERVICE_H), WaitTarget(1 / 6))
    peaks = Traffic(12.0, SERVICE_H, 1.0, hours)
    found = least_station(peaks, WaitTarget(1 / 6))
    assert found.servers > even.servers
    assert found.wait_h <= 1 / 6 < daily_station(peaks, found.servers - 1, 0.95).wait_h


def test_every_size_that_is_tried_is_told_and_the_least_is_among_them() -> None:
    told: list[tuple[int, int, str]] = []
    hours = np.array([3.0] * 12 + [21.0] * 12)
    peaks = Traffic(12.0, SERVICE_H, hours=hours)
    found = least_station(peaks, WaitTarget(1 / 6), lambda *now: told.append(now))
    assert [done for done, _, _ in told] == list(range(len(told)))
    assert all(done < total for done, total, _ in told)
    sizes = [int(size.removesuffix(" chargers")) for _, _, size in told]
    assert len(set(sizes)) == len(sizes)
    assert {found.servers, found.servers - 1} <= set(sizes)
    assert told[-1][:2] == (len(told) - 1, len(told))


def test_a_peak_is_worked_off_at_the_same_rate_whatever_the_service() -> None:
    # One every 2 minutes for 2 h at 10 servers of exactly 1 h: those from the 10 k-th on wait k h
    # less k / 3, k = 0 to 5, on the mean 5 / 3 h for 60 of the 71 of a day. Half of the 11 later
    # ones may wait, too; chance adds a little.
    rates = np.array([30.0, 30.0] + [0.5] * 22)
    regular, plain = (daily_station(Traffic(71 / 24, 1.0, cv, rates), 10, 0.95) for cv in (0, 1))
    assert 60 / 71 * 5 / 3 < regular.wait_h < 1.65
    assert plain.wait_h < regular.wait_h


@pytest.mark.parametrize(("cv", "servers"), [(0.5, 4), (0.9, 4), (2.0, 5)])
def test_days_without_a_peak_are_those_of_the_chain(cv: float, servers: int) -> None:
    even = Traffic(3.0, 1.0, cv, np.full(24, 3.0))
    days, chain = daily_station(even, servers, 0.95), steady_station(even, servers, 0.95)
    assert days.wait_h == pytest.approx(chain.wait_h, rel=0.05)
    assert days.wait_quantile_h == pytest.approx(chain.wait_quantile_h, rel=0.07)
    assert days.p_wait == pytest.approx(chain.p_wait, rel=0.02)


def test_one_more_never_lengthens_a_simulated_wait() -> None:
    days = general_days((0.0,) * 12 + (9.0,) * 12, 1.0, 0.3)
    fewer, more = days.waits_h(8)[0], days.waits_h(9)[0]
    assert (more <= fewer + 1e-9).all()
    assert more.mean() < fewer.mean()


def test_energy_is_divided_and_rounded_up() -> None:
    # 1,200 kWh over 60 kW x 10 h x 0.5 = 300 kWh each: exactly 4; a little more asks for 5.
    assert station_by_energy(EnergyNeed(1200.0, 60.0, 10.0, 0.5)).servers == 4
    assert station_by_energy(EnergyNeed(1200.1, 60.0, 10.0, 0.5)).servers == 5


def test_constant_service_of_one_server_waits_as_the_first_services_say() -> None:
    # M/D/1 with a load of a half: P(W <= t) = (1 - u) exp(u t) below one service time (Erlang).
    queue = constant_queue(0.5, 1)
    assert queue is not None
    assert queue.wait_quantile(0.8) == pytest.approx(2 * np.log(1.6), rel=1e-6)
    assert 1 - queue.late_share(0.3) == pytest.approx(0.5 * np.exp(0.15), rel=1e-9)


@pytest.mark.parametrize(("servers", "rate"), [(2, 1.4), (10, 8.0)])
@pytest.mark.parametrize("cv", [0.0, 0.3])
def test_regular_service_agrees_with_a_simulation(servers: int, rate: float, cv: float) -> None:
    waits = general_days((rate,) * 24, 1.0, cv**2).waits_h(servers)[0]
    found = steady_station(Traffic(rate, 1.0, cv), servers, 0.95)
    assert found.wait_h == pytest.approx(waits.mean(), rel=0.05)
    assert found.wait_quantile_h == pytest.approx(np.quantile(waits, 0.95), rel=0.05)
    assert found.p_wait == pytest.approx((waits > 0).mean(), rel=0.02)


def test_the_least_station_of_regular_service_is_the_least() -> None:
    target = WaitTarget(0.55, 0.95)
    found = least_station(Traffic(8.0, 1.0, 0.0), target)
    assert found.servers == 10
    assert target.met_by(found)
    assert not target.met_by(steady_station(Traffic(8.0, 1.0, 0.0), 9, 0.95))


@pytest.mark.parametrize("cv", [0.9999, 1.0001])
def test_days_of_nearly_exponential_service_are_nearly_those_of_exponential(cv: float) -> None:
    rates = 20.0 * np.array([0.5] * 12 + [1.5] * 12)
    near, plain = (daily_station(Traffic(20.0, 1.0, v, rates), 23, 0.95) for v in (cv, 1.0))
    assert near.wait_h == pytest.approx(plain.wait_h, rel=5e-3)
    assert near.wait_quantile_h == pytest.approx(plain.wait_quantile_h, rel=5e-3)


def test_nearly_constant_service_is_nearly_that_of_constant() -> None:
    rates = (1.0,) * 12 + (3.0,) * 12
    near, constant = (general_days(rates, 1.0, v).waits_h(3)[0] for v in (1e-12, 0.0))
    assert near.mean() == pytest.approx(constant.mean(), rel=1e-4)
    steady = [steady_station(Traffic(2.0, 1.0, cv), 3, 0.95).wait_h for cv in (1e-170, 0.0)]
    assert steady[0] == pytest.approx(steady[1])


@pytest.mark.parametrize("squared_cv", [0.3, 4.0, 9.0])
def test_simulated_services_have_the_moments_of_the_fit(squared_cv: float) -> None:
    # A plain draw of 300,000 at 9 is off by some percent, and so is the wait, which follows it.
    days = general_days((1.0,) * 24, 2.0, squared_cv)
    assert days.service_h.mean() == pytest.approx(2.0, rel=3e-3)
    assert days.service_h.var() == pytest.approx(4.0 * squared_cv, rel=6e-3)
    assert days.plain_h.var() == pytest.approx(4.0, rel=1e-3)
