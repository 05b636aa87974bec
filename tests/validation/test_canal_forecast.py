"""The canal's cargo against published forecasts, to which nothing is fitted.

Coal, grain and ore of 2030: Luo Chun, thesis of Chongqing Jiaotong University 2024, appendix A-6
(``luo-chun-2024``), 3.87, 7.83 and 2.94 Mt. All cargo: Liu Shengyou, Zhujiang Shuiyun 2025(06)
(``liu-shengyou-2025``), 95.5 Mt in 2035 and 120 Mt in 2050.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.base_year.canal_forecast import LARGE_ERROR_PERCENT, canal_cargo, canal_forecast
from scenarios.cli.base_lines import canal_lines
from scenarios.display.words import records

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from scenarios.inputs import Base
    from scenarios.tables.reading import Tables
    from transport.year_model import YearModel


@pytest.fixture(scope="module")
def table(shipped: Tables, base: Base, model_of: Callable[..., YearModel]) -> pd.DataFrame:
    models = {year: model_of(year, *base.stock) for year in (2030, 2035)}
    cargo = {year: canal_cargo(one, one.start_delay_h) for year, one in models.items()}
    return canal_forecast(shipped, cargo)


def test_published_values_stand_beside_the_model(table: pd.DataFrame) -> None:
    published = dict(
        zip(zip(table["year"], table["cargo"], strict=True), table["published_mt"], strict=True)
    )
    assert published == pytest.approx(
        {
            (2030, "coal"): 3.8689,
            (2030, "grain"): 7.8347,
            (2030, "ore"): 2.9406,
            (2030, "coal_grain_ore"): 14.6442,
            (2035, "all"): 95.5,
        }
    )
    assert set(table["source"]) == {"luo-chun-2024", "liu-shengyou-2025"}


def test_coal_grain_and_ore_are_met_within_a_third(table: pd.DataFrame) -> None:
    modelled = dict(zip(table["cargo"], table["modelled_mt"], strict=True))
    assert modelled["coal_grain_ore"] == pytest.approx(14.6442, rel=1 / 3)
    # One by one they are further off: coal and ore above, grain far below.
    assert 3.8689 < modelled["coal"] < 2 * 3.8689
    assert 2.9406 < modelled["ore"] < 2 * 2.9406
    assert modelled["grain"] < 0.5 * 7.8347
    # The whole forecast is far above: the demand table has no cargo that the canal would create.
    assert modelled["all"] < 0.3 * 95.5


def test_large_errors_are_explained(table: pd.DataFrame) -> None:
    large = table["error_percent"].abs() > LARGE_ERROR_PERCENT
    assert large.any()
    assert ((table["explanation"] != "") == large).all()


def test_what_comes_from_overseas_is_part_of_the_whole(table: pd.DataFrame) -> None:
    assert (table["overseas_mt"] > 0).all()
    assert (table["overseas_mt"] < table["modelled_mt"]).all()


def test_the_range_of_shares_from_overseas_moves_what_comes_from_there(
    table: pd.DataFrame,
) -> None:
    rows = {row["cargo"]: row for row in records(table) if row["year"] == 2030}
    # Coal from overseas is 0.4 of all, at least 0.2 and at most 0.6; ore 0.8, 0.6 to 1.
    for cargo, low, high in (("coal", 0.5, 1.5), ("ore", 0.75, 1.25)):
        row = rows[cargo]
        rest = row["modelled_mt"] - row["overseas_mt"]
        assert row["low_mt"] == pytest.approx(rest + low * row["overseas_mt"])
        assert row["high_mt"] == pytest.approx(rest + high * row["overseas_mt"])
    # The published value of coal, and of the three together, lies in the range.
    for cargo in ("coal", "coal_grain_ore"):
        assert rows[cargo]["low_mt"] < rows[cargo]["published_mt"] < rows[cargo]["high_mt"]


def test_the_lines_fit_a_terminal(table: pd.DataFrame) -> None:
    assert all(line.isascii() and len(line) <= 80 for line in canal_lines(table))
