"""Formats of numbers: rounded once, then shifted, so that both languages show the same digits."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.display import numbers
from scenarios.display.words import Text

POSITIVE = st.floats(min_value=1e-3, max_value=1e14, allow_nan=False)
QUANTITIES = ("freight", "work", "greenhouse", "pollutant", "money", "hours")


def back(text: str, power: int) -> Decimal:
    """Return the base value of a shown number."""
    plain = text.replace(numbers.MINUS, "-").replace(numbers.THIN, "")
    return Decimal(plain.lstrip("<>")).scaleb(power)


@given(
    value=POSITIVE,
    half=st.floats(min_value=1e-4, max_value=1e13),
    quantity=st.sampled_from(QUANTITIES),
)
def test_both_languages_show_the_same_value(value: float, half: float, quantity: str) -> None:
    unit = numbers.unit_for(quantity, value)
    shown = numbers.level(value, numbers.last_digit(half, value), unit)
    assert back(shown.zh, unit.zh_power) == back(shown.en, unit.en_power)


@given(value=POSITIVE, half=st.floats(min_value=1e-4, max_value=1e13))
def test_never_more_than_four_significant_digits(value: float, half: float) -> None:
    last = numbers.last_digit(half, value)
    shown = numbers.digits(value, last).lstrip("<").replace(numbers.THIN, "").replace(".", "")
    assert len(shown.strip("0")) <= 4


@pytest.mark.parametrize(
    ("quantity", "value", "half", "zh", "en"),
    [
        ("greenhouse", 28.404e6, 0.04e6, "2840万吨二氧化碳当量", "28.40 Mt CO₂e"),
        ("greenhouse", 1.72e6, 0.37e6, "170万吨二氧化碳当量", "1.7 Mt CO₂e"),
        ("work", 22.4e9, 3e9, "220亿吨公里", "22 bn tkm"),
        ("freight", 1.234e8, 5e5, "1.234亿吨", "123.4 Mt"),
        ("freight", 2.5e7, 5e5, "2500万吨", "25.0 Mt"),
        ("money", 1.905e11, 2e8, "1905亿元", "190.5 bn CNY"),
        ("pollutant", 382e3, 7e3, "38.2万吨", "382 kt"),
        ("hours", 27.62, 0.3, "27.6小时", "27.6 h"),
    ],
)
def test_units(quantity: str, value: float, half: float, zh: str, en: str) -> None:
    unit = numbers.unit_for(quantity, value)
    shown = numbers.amount(value, numbers.last_digit(half, value), unit)
    assert (shown.zh, shown.en.replace("\u00a0", " ")) == (zh, en)


def test_a_range_in_a_sentence() -> None:
    unit = numbers.unit_for("greenhouse", 1.72e6)
    shown = numbers.amount_range(1.36e6, 2.1e6, 4, unit)
    assert shown == Text("136万至210万吨", "1.36 to 2.10\u00a0Mt")


@pytest.mark.parametrize(
    ("value", "last", "shown"),
    [
        (0.0, -1, "0"),
        (0.04, -1, "<0.1"),
        (-0.04, -1, ">−0.1"),
        (-12.34, -1, "−12.3"),
        (math.nan, -1, "—"),
        (12345.0, 0, "12\u202f345"),
        (1234.0, 0, "1234"),
        (0.05, -1, "0.1"),
    ],
)
def test_digits(value: float, last: int, shown: str) -> None:
    assert numbers.digits(value, last) == shown


def test_percent_changes_have_one_decimal_below_twenty_and_none_above() -> None:
    assert numbers.percent(-6.14, numbers.percent_decimals(-6.14, -7.4, -4.8)).zh == "−6.1%"
    assert numbers.percent(-59.2, numbers.percent_decimals(-59.2, -68, -47)).zh == "−59%"


def test_a_percent_interval_never_ends_in_a_false_zero() -> None:
    decimals = numbers.percent_decimals(0.3, 0.02, 0.58)
    shown = numbers.percent_range(0.02, 0.58, decimals)
    assert shown == Text("+0.02%～+0.58%", "+0.02 to +0.58\u202f%")


def test_an_estimate_has_three_digits() -> None:
    last = numbers.last_digit(1.0, 190.5e9, estimate=True)
    assert numbers.level(190.5e9, last, numbers.unit_for("money", 190.5e9)).en == "191"


def test_missing_intervals_are_a_dash() -> None:
    assert numbers.percent_range(math.nan, math.nan, 1).zh == "—"
    assert numbers.plain(None) == "—"


@pytest.mark.parametrize(
    ("unit", "base"), [("kt CO2e", 1e3), ("t", 1.0), ("tkm", 1.0), ("CNY", 1.0)]
)
def test_stored_units(unit: str, base: float) -> None:
    assert numbers.to_base(1.0, unit) == base


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(ValueError, match="furlong"):
        numbers.to_base(1.0, "furlong")


def test_plain_values_keep_four_digits_without_trailing_zeros() -> None:
    assert [numbers.plain(one) for one in (0.5, 12.3456, 2000.0, "text")] == [
        *("0.5", "12.35", "2000", "text"),
    ]
    assert not re.search(r"e[+-]", numbers.plain(1.2e-7))


@pytest.mark.parametrize(
    ("mean", "low", "high", "decimals"),
    [(-6.1, -7.4, -4.8, 1), (0.7, 0.2, 1.2, 1), (-0.337, -0.3371, -0.3369, 2), (-59, -68, -47, 0)],
)
def test_small_changes_keep_two_digits(mean: float, low: float, high: float, decimals: int) -> None:
    assert numbers.percent_decimals(mean, low, high) == decimals
