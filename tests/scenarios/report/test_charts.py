"""Charts are well-formed and say what their numbers say."""

from __future__ import annotations

import math
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.display.scale import nice_ceiling
from scenarios.display.words import Text
from scenarios.report import charts

ALT = Text('甲 "<b>"', 'a "<b>"')


def bar(low: float, mean: float, high: float, limit: float = 10.0) -> ET.Element:
    drawn = charts.interval_bar((low, high), mean, limit, decided=low * high > 0, alt=ALT)
    return ET.fromstring(str(drawn))  # noqa: S314 - our own drawing


def boxes(drawn: ET.Element) -> list[ET.Element]:
    return drawn.findall(".//{http://www.w3.org/2000/svg}rect")


def test_a_decided_change_is_a_filled_box_with_a_black_tick() -> None:
    drawn = bar(-7.4, -6.1, -4.8)
    assert boxes(drawn)[0].get("stroke-dasharray") is None
    assert any(line.get("stroke") == "#000" for line in drawn)


def test_an_undecided_change_is_hollow_and_dashed() -> None:
    box = boxes(bar(-3.9, -1.8, 0.3))[0]
    assert (box.get("fill"), bool(box.get("stroke-dasharray"))) == ("#fff", True)


def test_a_row_beyond_the_scale_says_so() -> None:
    drawn = bar(-68, -59, -47)
    assert not boxes(drawn)
    assert "超出刻度" in "".join(drawn.itertext())


def test_a_missing_interval_draws_no_box() -> None:
    assert not boxes(bar(math.nan, -1.0, math.nan))


def test_the_alternative_text_is_kept_in_both_languages() -> None:
    drawn = bar(-2, -1, -0.5)
    assert (drawn.get("data-label-zh"), drawn.get("data-label-en")) == (ALT.zh, ALT.en)


def test_one_far_row_does_not_stretch_the_common_scale() -> None:
    assert charts.common_scale([(-7.4, -4.8), (-6.0, -2.4), (-68, -47)]) == 10
    assert charts.common_scale([]) == 1
    assert charts.common_scale([(math.nan, math.nan)]) == 1


@given(st.floats(min_value=1e-6, max_value=1e9))
def test_a_nice_ceiling_is_near_and_not_below(value: float) -> None:
    assert value * (1 - 1e-6) <= nice_ceiling(value) <= 2.6 * value


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_mode_shares_fill_the_width(width: float) -> None:
    shares = {"road": 0.29, "rail": 0.15, "inland_water": 0.35, "sea": 0.21}
    drawn = ET.fromstring(str(charts.mode_shares([(ALT, shares)], width, "x", ALT)))  # noqa: S314
    rects = [one for one in boxes(drawn) if one.get("x")]
    right = max(float(one.get("x", 0)) + float(one.get("width", 0)) for one in rects)
    assert right == pytest.approx(width, abs=0.3)


def test_mode_shares_are_written_with_the_digits_of_the_sentence_above() -> None:
    shares = {"road": 0.2861, "rail": 0.2659, "inland_water": 0.4451, "sea": 0.0029}
    drawn = str(charts.mode_shares([(ALT, shares)], charts.WIDE, "x", ALT))
    assert all(part in drawn for part in ("28.6%", "26.6%", "44.5%"))


def test_waiting_is_drawn_for_base_and_plan() -> None:
    base, plan = charts.Waiting(25, 27.6, 30, "28"), charts.Waiting(10, 11.3, 12, "11")
    drawn = charts.lock_waits([(ALT, base, plan), (ALT, None, plan)], charts.WIDE, (ALT, ALT), ALT)
    assert len(boxes(ET.fromstring(str(drawn)))) == 3  # noqa: S314
