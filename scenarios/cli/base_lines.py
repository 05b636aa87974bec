"""The calibrated base year for the terminal: screenlines, rates, elasticities, queue."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from scenarios.base_year.report import BaseReport

_WIDTH = 80


def report_lines(report: BaseReport) -> list[str]:
    """Return the lines that follow the table of published values.

    Parameters
    ----------
    report : BaseReport
        The base year.

    Returns
    -------
    list of str
        At most 80 ASCII letters each.
    """
    return [
        *("", *_modes(report.modes)),
        *("", *_screenlines(report.screenlines)),
        *("", *_rates(report.freight_rates)),
        *("", *_fuel(report.vessel_fuel)),
        *("", *_hauls(report.hauls)),
        *("", *_elasticities(report.gathered)),
        *("", *_alternatives(report.alternatives)),
        *("", *_queue(report)),
    ]


def _modes(modes: pd.DataFrame) -> list[str]:
    """Cargo and work by mode."""
    lines = [f"{'Modelled base year':34}{'Mt':>12}{'bn tkm':>12}"]
    for row in modes.to_dict("records"):
        name = str(row["mode"]).replace("_", " ")
        lines.append(f"{name:34}{row['kt'] / 1e3:>12.1f}{row['tkm'] / 1e9:>12.1f}")
    return [*lines, "scope: inter-prefecture flows of the demand table, not the province"]


def _screenlines(table: pd.DataFrame) -> list[str]:
    """Stations, ports and the border; locks stand above, all links are in the JSON."""
    lines = [
        f"{'Stations, ports and border':34}{'year':>6}{'published':>11}{'modelled':>10}{'error':>9}"
    ]
    shown = table[table["published"].notna() & (table["kind"] != "lock")]
    for row in shown.to_dict("records"):
        name = f"{row['place']} {row['variable']}"[:34]
        lines.append(
            f"{name:34}{int(row['year']):>6}{row['published']:>11.2f}{row['modelled']:>10.2f}"
            f"{row['error_percent']:>+8.0f}%  {'fitted' if row['fitted'] else 'not fitted'}"
        )
        lines += explained(row["explanation"])
    return lines


def explained(text: object) -> list[str]:
    """Return an explanation to stand below its row."""
    margin = " " * 4
    return textwrap.wrap(str(text), _WIDTH, initial_indent=margin, subsequent_indent=margin)


def _rates(table: pd.DataFrame) -> list[str]:
    """Built freight rates beside gathered ones."""
    lines = [f"{'Freight rates built, not fitted':40}{'gathered (unverified)':>23}{'modelled':>10}"]
    for row in table.to_dict("records"):
        name = f"{row['cargo']}, {row['unit']}".replace("_", " ")
        low, value, high = (row[f"gathered{part}"] for part in ("_low", "", "_high"))
        span = "" if math.isnan(value) else f"{value:g}"
        span = span if math.isnan(low) else f"{low:g} to {high:g}"
        lines.append(f"{name[:40]:40}{span:>23}{row['modelled']:>10.4g}")
        lines += explained(row["explanation"])
    return lines


def _fuel(table: pd.DataFrame) -> list[str]:
    """Fuel of inland vessels beside published values."""
    lines = [f"{'Inland vessels, not fitted':44}{'published':>22}{'modelled':>10}"]
    for row in table.to_dict("records"):
        name = f"{row['variable']}, {row['unit']}".replace("_", " ")
        low, high = row["low"], row["high"]
        span = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        lines.append(f"{name[:44]:44}{span:>22}{row['modelled']:>10.2f}")
        lines += explained(row["explanation"])
    return lines


def _hauls(table: pd.DataFrame) -> list[str]:
    """Energy of road, rail and sea beside gathered values."""
    lines = [f"{'Energy by mode, MJ/tkm, not fitted':34}{'gathered':>30}{'modelled':>10}"]
    for row in table.to_dict("records"):
        span = f"{row['table']:.3f} ({row['low']:.3f} to {row['high']:.3f})"
        name = f"{row['mode']}, {row['cargo']}"
        lines.append(f"{name:34}{span:>30}{row['modelled']:>10.3f}")
        lines += explained(row["explanation"])
    return lines


def canal_lines(canal: pd.DataFrame) -> list[str]:
    """Return the lines of the canal's cargo beside published forecasts.

    Parameters
    ----------
    canal : pandas.DataFrame
        Columns of :data:`scenarios.base_year.canal_forecast.COLUMNS`.

    Returns
    -------
    list of str
        At most 80 ASCII letters each.
    """
    title = "Pinglu Canal, Mt, not fitted"
    columns = f"{'modelled':>10}{'at shares':>15}{'error':>9}"
    lines = [f"{title:28}{'year':>6}{'published':>11}{columns}"]
    for row in canal.to_dict("records"):
        name = str(row["cargo"]).replace("_", " ")
        span = f"{row['low_mt']:.1f} to {row['high_mt']:.1f}"
        lines.append(
            f"{name:28}{row['year']:>6}{row['published_mt']:>11.2f}{row['modelled_mt']:>10.2f}"
            f"{span:>15}{row['error_percent']:>+8.0f}%"
        )
        lines += explained(row["explanation"])
    return [*lines, "at low and high shares of cargo from overseas, which are estimates"]


def _elasticities(gathered: pd.DataFrame) -> list[str]:
    """Elasticities beside the gathered ranges."""
    lines = [f"{'Elasticity to generalised cost':44}{'gathered (unverified)':>22}{'modelled':>10}"]
    for row in gathered.to_dict("records"):
        name = f"{row['main_mode']} to {row['cost_mode']}: {row['cargo']}".replace("_", " ")
        span = f"{row['low']:.1f} to {row['high']:.1f}"
        lines.append(f"{name[:44]:44}{span:>22}{row['modelled']:>10.2f}")
    return lines


def _alternatives(table: pd.DataFrame) -> list[str]:
    """Share of tonnes with a real alternative."""
    from scenarios.base_year.report import REAL_RATIO

    percent = 100 * (REAL_RATIO - 1)
    lines = [
        f"Share of tonnes with a second main mode within {percent:.0f} % of the cheapest's cost"
    ]
    for row in table.to_dict("records"):
        name = str(row["commodity"]).replace("_", " ")
        lines.append(f"{name:34}{100 * row['share']:>11.0f}%")
    return lines


def _queue(report: BaseReport) -> list[str]:
    """Price of an hour of queue and what a doubled queue changes."""
    queue, doubled = report.queue, report.queue["doubled"]
    costs = [one for one in queue["cny_per_t"].values() if math.isfinite(one)]
    waits = ", ".join(f"{hours:.1f} h {name}" for name, hours in doubled["wait_h"].items())
    change = ", ".join(
        f"{mode.replace('_', ' ')} {kt:+.0f}" for mode, kt in doubled["change_kt"].items()
    )
    vessel = f"An hour of queue of a {queue['dwt_t']:.0f} t vessel with {queue['cargo_t']:.0f} t"
    cost = f"    vessel time {queue['vessel_cny_per_t']:.3f} CNY/t, with cargo time "
    return [
        f"{vessel} of cargo:",
        f"{cost}{min(costs):.2f} to {max(costs):.2f} CNY/t by commodity",
        f"Twice the queue at {doubled['lock']} (now {waits}):",
        f"    kt: {change}; newly unserved {doubled['newly_unserved_kt']:.0f}",
    ]
