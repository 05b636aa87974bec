"""Random streams that differ by what they are for, and by nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from transport.draws import StreamKey, departures, stream

KEY = StreamKey(seed=7, replication=0)
rates = st.floats(0, 5)


@given(rates, rates, st.integers(0, 50))
def test_a_larger_flow_holds_every_departure_of_a_smaller_one(
    one: float, other: float, seed: int
) -> None:
    key = StreamKey(seed, 0)
    low, high = sorted((one, other))
    few_h, few_marks = departures(key, "flow", low, 100)
    many_h, many_marks = departures(key, "flow", high, 100)
    many = dict(zip(many_h.tolist(), many_marks.tolist(), strict=True))
    assert len(many) == len(many_h)
    for at, mark in zip(few_h.tolist(), few_marks.tolist(), strict=True):
        assert many[at] == mark  # to the bit


@given(rates, st.floats(1, 500))
def test_departures_are_ordered_and_within_the_horizon(rate: float, horizon_h: float) -> None:
    depart_h, mark = departures(KEY, "flow", rate, horizon_h)
    assert len(depart_h) == len(mark)
    assert (np.diff(depart_h) >= 0).all()
    assert ((depart_h >= 0) & (depart_h <= horizon_h)).all()
    assert ((mark >= 0) & (mark < 1)).all()


def test_the_same_key_gives_the_same_departures() -> None:
    for one, other in zip(
        departures(KEY, "flow", 2.5, 100), departures(KEY, "flow", 2.5, 100), strict=True
    ):
        assert one.tolist() == other.tolist()


@pytest.mark.parametrize(
    ("key", "flow", "purpose"),
    [
        (StreamKey(8, 0), "flow", "purpose"),
        (StreamKey(7, 1), "flow", "purpose"),
        (KEY, "other flow", "purpose"),
        (KEY, "flow", "other purpose"),
    ],
)
def test_streams_differ_by_seed_replication_flow_and_purpose(
    key: StreamKey, flow: str, purpose: str
) -> None:
    mine = stream(KEY, "flow", "purpose").uniform(size=20)
    theirs = stream(key, flow, purpose).uniform(size=20)
    assert not set(mine) & set(theirs)


def test_a_flow_does_not_know_what_other_flows_there_are() -> None:
    alone = departures(KEY, "a", 1.3, 200)[0].tolist()
    for name in ("b", "c"):
        departures(KEY, name, 9.0, 500)
    assert departures(KEY, "a", 1.3, 200)[0].tolist() == alone


@pytest.mark.parametrize("rate_per_h", [0.02, 0.3, 2.0])
def test_counts_are_those_of_a_poisson_process(rate_per_h: float) -> None:
    # 0.48, 7.2 and 48 a day: inside the first band of rates, and over several.
    horizon_h, n = 200.0, 400
    expected = rate_per_h * horizon_h
    counts = np.array(
        [len(departures(StreamKey(1, i), "flow", rate_per_h, horizon_h)[0]) for i in range(n)]
    )
    # The sum of counts is Poisson; the dispersion is chi-square. One miss in a thousand.
    low, high = stats.poisson.interval(0.999, n * expected)
    assert low <= counts.sum() <= high
    dispersion = (n - 1) * counts.var(ddof=1) / expected
    low, high = stats.chi2.interval(0.999, n - 1)
    assert low <= dispersion <= high


def test_departures_and_marks_are_uniform_and_independent() -> None:
    hours, marks = departures(StreamKey(3, 0), "flow", 2.0, 2000)
    assert stats.kstest(hours / 2000, "uniform").pvalue > 0.001
    assert stats.kstest(marks, "uniform").pvalue > 0.001
    assert stats.pearsonr(hours, marks).pvalue > 0.001
    gaps = np.diff(hours)
    assert stats.kstest(gaps * 2.0, "expon").pvalue > 0.001


def test_no_rate_no_departure() -> None:
    depart_h, mark = departures(KEY, "flow", 0.0, 1000)
    assert len(depart_h) == len(mark) == 0


@pytest.mark.parametrize("rate", [-0.1, float("nan"), float("inf")])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match=r"rate of flow Up>Down is .*finite rate of zero or more"):
        departures(KEY, "Up>Down", rate, 100)
