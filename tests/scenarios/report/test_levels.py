"""A single plan: its levels are the sums of the runs, with the interval of their mean."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from scenarios.display.numbers import THIN
from scenarios.display.words import Text, words
from scenarios.report import render_report
from scenarios.report.answer import limits_sentence, severity, warning_text
from scenarios.report.levels import build_levels

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison
    from scenarios.tables.reading import Tables

YEARS = (2024, 2030)


def _results(replications: int) -> pd.DataFrame:
    rows = []
    for year in YEARS:
        for run in range(1, replications + 1):
            emitted = [("road", "", 600.0 + 10 * run), ("rail", "unserved", 400.0)]
            kinds = ("wtw_co2e_kt", "ttw_co2e_kt", "nox_t", "so2_t", "pm25_t")
            for mode, vehicle, value in emitted:
                rows += [(year, "central", run, mode, vehicle, one, value) for one in kinds]
                rows.append((year, "central", run, mode, "", "activity_tkm", value * 1e8))
            rows.append((year, "central", run, "", "", "cost_mcny", 57000.0))
            rows.append((year, "central", run, "", "", "unserved_mt", 0.004))
        rows.append((year, "high", 1, "road", "", "wtw_co2e_kt", 9e9))
    names = ["year", "growth_case", "replication", "mode", "vehicle_type", "variable", "value"]
    return pd.DataFrame(rows, columns=names).assign(
        plan="reference", explanation="scheduling", carrier="", place="", unit=""
    )


def alone(comparison: Comparison, replications: int) -> Comparison:
    every = [frame.assign(year=year) for year in YEARS for frame in (comparison.modes,)]
    locks = [comparison.locks.assign(year=year) for year in YEARS]
    return dataclasses.replace(
        comparison,
        titles={"reference": comparison.titles["reference"]},
        headline=comparison.headline.iloc[:0],
        growth=comparison.growth.iloc[:0],
        measures=comparison.measures.iloc[:0],
        modes=pd.concat(every),
        locks=pd.concat(locks),
        warnings=tuple(
            {"plan": "reference", "year": 2030, "place": place, "kind": kind, "value": value}
            | {"limit": limit}
            for place, kind, value, limit in (
                ("guiping", "lock-utilisation", 0.986, 0.9),
                ("changzhou", "queue-growth", 0.08, 0.05),
                ("", "not-converged", 0.004, 0.001),
            )
        ),
        manifest={**comparison.manifest, "replications": replications},
        results=_results(replications),
    )


def test_levels_are_sums_over_modes_with_unserved_cargo(comparison: Comparison) -> None:
    blocks = build_levels(alone(comparison, 3))
    assert [one.year for one in blocks] == list(YEARS)
    rows = {one.key: one for one in blocks[1].rows}
    greenhouse = rows["p0-2030-wtw_co2e"]
    assert (greenhouse.value.en, greenhouse.unit.en) == ("1.02", "Mt CO₂e")
    assert greenhouse.interval.en == "1.00 to 1.04"
    assert rows["p0-2030-unserved"].value.en == "4.00"
    assert rows["p0-2030-unserved"].interval.en == "narrower than shown"
    assert rows["p0-2030-cost"].value.zh == "570"
    modes = [one.value.en for one in blocks[1].mode_rows]
    assert modes == ["62", "40.0", "0", "0"]


def test_the_table_of_locks_has_a_heading_for_every_cell(comparison: Comparison) -> None:
    text = render_report(alone(comparison, 1))
    table = text[text.index('<table class="plain locks">') :]
    head, body = table[: table.index("</tbody>")].split("</thead>")
    cells = body[: body.index("</tr>")].count('<td class="r">')
    assert head.count('<th class="r">') == cells == 5


def test_the_page_shows_results_warnings_and_locks(comparison: Comparison) -> None:
    text = render_report(alone(comparison, 3))
    for said in ("utilisation reaches", "queue keeps growing", "have not settled", "Guigang"):
        assert said in text
    assert "In 2024, with" in text
    assert "2024年，“" in text
    assert "到2024年" not in text
    assert "By 2030, with" in text
    assert "<title data-zh=" in text
    assert " · </title>" not in text


def test_a_share_that_few_voyages_can_reach_is_told_beside_the_share_asked() -> None:
    warning = {"place": "battery-swap", "kind": "vessel-range", "value": 0.086, "limit": 0.2}
    text = warning_text({**warning, "feasible": 0.43}, {"battery-swap": Text("换电", "Swap")})
    assert text.en.replace(THIN, " ") == (
        "Swap: asked for 20 % of the laden voyages of its vessel classes, it makes 8.6 %; "
        "its range from station to station is enough for 43 % of them"
    )
    assert "20%" in text.zh
    worse = {**warning, "value": 0.01, "feasible": 0.05}
    assert severity(worse) < severity({**warning, "feasible": 0.43})
    # It stands above no limit, so the sentence on limits leaves it out.
    said = limits_sentence([worse], {}, "#limits")
    assert said.en == "No lock, rail section or port is above its limit."


def test_one_replication_gives_an_unknown_interval(comparison: Comparison) -> None:
    single = alone(comparison, 1)
    rows = [one for block in build_levels(single) for one in (*block.rows, *block.mode_rows)]
    assert {one.interval.en for one in rows} == {"interval not known"}
    text = render_report(single)
    assert "只运行一次，区间未知" in text
    assert "random arrivals only" not in text


def test_every_shipped_table_has_a_name_in_both_languages(tables: Tables) -> None:
    missing = {name for name in tables if f"table.{name}" not in words()}
    assert missing == set()


@pytest.mark.parametrize("name", ["shape_points", "link_shapes", "coast_points"])
def test_estimates_name_tables_in_words(comparison: Comparison, name: str) -> None:
    text = render_report(comparison)
    box = text[text.index('class="box"') : text.index('id="sources"')]
    assert name not in box
