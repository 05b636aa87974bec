"""The tables of ``landsea compare`` and ``landsea run``: 80 columns of plain ASCII.

The report has its own figures; here every value is shown once, with as many digits as the interval
of its change supports, in letters that every console draws one column wide.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scenarios.cli.choice import choice_lines
from scenarios.cli.climate_lines import burns_other_gas, climate_lines
from scenarios.cli.clip import clip, place_label
from scenarios.cli.limits import limit_lines
from scenarios.cli.moved import moved_lines
from scenarios.cli.port_lines import port_lines
from scenarios.cli.vessel_lines import vessel_lines
from scenarios.cli.warning_lines import warning_lines
from scenarios.scope import SCOPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scenarios.comparison.comparison import Comparison

WIDTH: Final = 80
MARKS: Final = {"checked": "*", "modelled": "~", "estimate": "e"}
RAISED: Final = "   at its limit: * capacity raised so that the base year is carried (estimate)"
LEGEND: Final = "*  checked against observation   ~  modelled   e  rests mainly on estimates"
COVERAGE: Final = "   interval covers random arrivals only, not input uncertainty"
MODE_ORDER: Final = ("all", "road", "rail", "inland_water", "sea")
_LABELS: Final = {
    "wtw_co2e": "Greenhouse gas WTW",
    "ttw_co2e": "Greenhouse gas TTW",
    "nox": "Nitrogen oxides",
    "so2": "Sulphur dioxide",
    "pm25": "Fine particles",
    "cost": "Transport cost",
    "activity": "Freight work",
    "direct_work": "Tonnes x direct km",
    "unserved": "Unserved cargo",
    "wait": "Wait at",
}
_UNITS: Final = {
    "wtw_co2e": ("Mt CO2e", 6),
    "ttw_co2e": ("Mt CO2e", 6),
    "nox": ("kt", 3),
    "so2": ("kt", 3),
    "pm25": ("kt", 3),
    "cost": ("bn CNY", 9),
    "activity": ("bn tkm", 9),
    "direct_work": ("bn tkm", 9),
    "unserved": ("Mt", 6),
    "wait": ("h, mean", 0),
}
"""The unit shown for each quantity, and its power of ten in t, CNY, tkm or h."""
_STORED_POWERS: Final = {
    "g": -6,
    "kg": -3,
    "t": 0,
    "kt": 3,
    "Mt": 6,
    "tkm": 0,
    "m tkm": 6,
    "bn tkm": 9,
    "CNY": 0,
    "m CNY": 6,
    "bn CNY": 9,
    "h": 0,
}
_LABEL_WIDTH, _UNIT_WIDTH, _BASE_WIDTH, _VALUE_WIDTH = 18, 7, 10, 11
_MAX_DIGITS: Final = {"estimate": 3}
_DIGITS: Final = 4
_WHOLE_PERCENT: Final = 20.0
_LARGEST_PERCENT: Final = 999
_SMALLEST_PERCENT, _TENTH_PERCENT = 0.01, 0.095
_MAX_USEFUL_RUNS: Final = 200


@dataclass(frozen=True)
class _Row:
    """One quantity of the comparison, as numbers."""

    label: str
    unit: str
    mark: str
    base: float
    plan: float
    percent: tuple[float, float, float]
    half_width: float
    decided: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> _Row:
        """Read a row of the headline table."""
        unit, scale = _shown_unit(str(row["variable"]), str(row["unit"]))
        return cls(
            label=_label(row),
            unit=unit,
            mark=str(row["mark"]),
            base=float(row["base_mean"]) * scale,
            plan=float(row["plan_mean"]) * scale,
            percent=(row["percent_mean"], row["percent_low"], row["percent_high"]),
            half_width=abs(float(row["change_high"]) - float(row["change_low"])) / 2 * scale,
            decided=bool(row["decided"]),
        )

    def line(self, replications: int) -> str:
        """Return the row as text."""
        digits = _MAX_DIGITS.get(self.mark, _DIGITS)
        base, plan = (rounded(value, self.half_width, digits) for value in (self.base, self.plan))
        mean, low, high = self.percent
        interval = f"{percent(low, sign='')} to {percent(high, sign='')}".replace("%", "")
        asks = "" if self.decided else " ?"
        if low == mean == high == 0:
            interval, asks = "no change", ""
        elif replications == 1:
            interval, asks = "not known", ""
        return (
            f"{clip(self.label, _LABEL_WIDTH):<{_LABEL_WIDTH}}  "
            f"{clip(self.unit, _UNIT_WIDTH):<{_UNIT_WIDTH}}  {MARKS.get(self.mark, ' ')} "
            f"{base:>{_BASE_WIDTH}}  {plan:>{_VALUE_WIDTH}} {percent(mean):>7}  {interval}{asks}"
        )


def compare_lines(comparison: Comparison) -> list[str]:
    """Return the terminal's table of a comparison, one block for each year and plan.

    Parameters
    ----------
    comparison : Comparison
        Plans compared with the first of them.

    Returns
    -------
    list of str
        Lines of at most 80 ASCII letters, then one line for each warning.
    """
    headline = comparison.headline
    base = next(iter(comparison.titles))
    replications = int(comparison.manifest.get("replications", 1))
    lines: list[str] = []
    for year, plan in headline[["year", "plan"]].drop_duplicates().itertuples(index=False):
        block = headline[(headline["year"] == year) & (headline["plan"] == plan)]
        rows = [_Row.of(row) for row in _ordered(block)]
        heading = _heading(int(year), base, str(plan))
        lines.extend([heading, *(row.line(replications) for row in rows)])
        lines.extend(_other_waits(comparison, int(year), (base, str(plan)), block))
        lines.extend([*_beside_cost(comparison, int(year), (base, str(plan))), ""])
        moved = moved_lines(comparison.moves_of(str(plan), int(year)))
        lines.extend([*moved, ""] if moved else [])
        for one in (base, str(plan)):
            lines.extend(limit_lines(comparison.limits_of(one, int(year)), one))
        lines.append("")
        choice = choice_lines(comparison.choice_of(str(plan), int(year)))
        lines.extend([*choice, ""] if choice else [])
    lines.extend(_legend(headline, replications))
    lines.extend(climate_lines(comparison, with_gas=burns_other_gas(comparison)))
    lines.extend([*vessel_lines(comparison), *port_lines(comparison)])
    return [*lines, *warning_lines(comparison)]


def _other_waits(
    comparison: Comparison, year: int, plans: tuple[str, str], block: pd.DataFrame
) -> list[str]:
    """Wait at the shown lock if small lines open only when vessels queue, one run."""
    places = block.loc[block["variable"] == "wait", "place"]
    if places.empty:
        return []
    locks = comparison.locks[comparison.locks["year"] == year].set_index(["plan", "lock"])
    keys = [(plan, places.iloc[0]) for plan in plans]
    if not all(key in locks.index for key in keys):
        return []
    base, plan = (float(locks["wait_h_other"].loc[key]) for key in keys)
    label, unit = "  other explanation", "h, mean"
    return [f"{label:<{_LABEL_WIDTH + 2}}{unit:<{_UNIT_WIDTH}}  e {base:>10.1f}  {plan:>11.1f}"]


def _beside_cost(comparison: Comparison, year: int, plans: tuple[str, str]) -> list[str]:
    """Return what prices charge beside cost, and what those who ship lose, where there is any."""
    known = comparison.summary.get("plans", {})
    years = [known.get(plan, {}).get(str(year), {}) for plan in plans]
    lines = []
    for name, label in (("charges_mcny", "Charges, not cost"), ("user_loss_mcny", "Users' loss")):
        base, plan = (float(one.get(name, 0.0)) for one in years)
        if (base, plan) != (0, 0):
            name_unit = f"{label:<{_LABEL_WIDTH + 2}}{'m CNY':<{_UNIT_WIDTH}}"
            lines.append(f"{name_unit}  e {base:>10.0f}  {plan:>11.0f}")
    return lines


def run_lines(comparison: Comparison) -> list[str]:
    """Return the terminal's table of one plan: freight by mode, and the busiest locks."""
    lines: list[str] = []
    for year, modes in comparison.modes.groupby("year"):
        lines.append(f"{year:<{_LABEL_WIDTH + 2}}{'Mt':>12}{'bn tkm':>12}")
        rows = modes[["mode", "kt", "tkm"]].itertuples(index=False)
        for mode, kt, tkm in sorted(rows, key=lambda row: _mode_rank(str(row[0]))):
            label = _mode_label(str(mode))
            lines.append(f"{label:<{_LABEL_WIDTH + 2}}{kt / 1e3:>12.1f}{tkm / 1e9:>12.1f}")
        lines.append("")
        locks = comparison.locks[comparison.locks["year"] == year]
        busiest = locks.sort_values("utilisation_share", ascending=False).head(5)
        lines.append(f"{'Busiest locks':<{_LABEL_WIDTH + 2}}{'wait h':>12}{'use':>12}")
        for lock, wait, use in busiest[["lock", "wait_h_mean", "utilisation_share"]].itertuples(
            index=False
        ):
            name = clip(place_label(str(lock)), _LABEL_WIDTH)
            lines.append(f"{name:<{_LABEL_WIDTH + 2}}{wait:>12.1f}{100 * use:>11.0f}%")
        plan = next(iter(comparison.titles))
        full = comparison.limits_of(plan, int(modes["year"].iloc[0]))
        lines.extend(["", *limit_lines(full, plan), ""])
    lines += [*climate_lines(comparison), *vessel_lines(comparison)]
    return [*lines, *warning_lines(comparison)]


def rounded(value: float, half_width: float, most: int = _DIGITS) -> str:
    """Write a level with the digits that its interval supports.

    Parameters
    ----------
    value : float
        The level.
    half_width : float
        Half the width of the interval of its change, in the same unit.
    most : int
        Largest number of significant digits.

    Returns
    -------
    str
        The last digit is the first significant one of `half_width`.

    Examples
    --------
    >>> rounded(28.4031, 0.37), rounded(381.7, 7.6), rounded(27.63, 0), rounded(12345.6, 0.1)
    ('28.4', '382', '27.63', '12350')
    """
    if not math.isfinite(value):
        return "-"
    if value == 0:
        return "0"
    finest = math.floor(math.log10(abs(value))) + 1 - most
    step = math.floor(math.log10(half_width)) if half_width > 0 else finest
    decimals = -max(step, finest)
    text = f"{round(value, decimals):.{max(decimals, 0)}f}"
    if float(text) == 0:
        text = f"<{10.0**-decimals:.{max(decimals, 0)}f}"
    return text if len(text) <= _BASE_WIDTH else f"{value:.{most}g}"


def percent(value: float, *, sign: str = "%") -> str:
    """Write a change in percent: one decimal below 20 %, none above; zero only for zero.

    Examples
    --------
    >>> percent(-6.12), percent(58.7), percent(float("nan"))
    ('-6.1%', '+59%', 'n/a')
    """
    if not math.isfinite(value):
        return "n/a"
    if abs(value) > _LARGEST_PERCENT:
        return (">" if value > 0 else "<-") + str(_LARGEST_PERCENT) + sign
    if 0 < abs(value) < _SMALLEST_PERCENT:
        return f"<{_SMALLEST_PERCENT}{sign}"
    if 0 < abs(value) < _TENTH_PERCENT:
        return f"{value:+.2f}{sign}"
    decimals = 1 if abs(round(value, 1)) < _WHOLE_PERCENT else 0
    return f"{value + 0.0:+.{decimals}f}{sign}"


def _ordered(block: pd.DataFrame) -> list[Mapping[str, Any]]:
    """Return the rows of a block: quantities as listed, modes in their fixed order."""
    rows: list[Mapping[str, Any]] = block.to_dict(orient="records")  # type: ignore[assignment]
    variables = list(dict.fromkeys(str(row["variable"]) for row in rows))
    return sorted(
        rows,
        key=lambda row: (variables.index(str(row["variable"])), _mode_rank(str(row["mode"]))),
    )


def _shown_unit(variable: str, stored: str) -> tuple[str, float]:
    """Return the unit that a quantity is shown in, and the factor from the stored one."""
    bare = stored.removesuffix(" CO2e")
    if variable not in _UNITS or bare not in _STORED_POWERS:
        return stored, 1.0
    unit, power = _UNITS[variable]
    return unit, 10.0 ** (_STORED_POWERS[bare] - power)


def _mode_rank(mode: str) -> int:
    """Return the place of a mode in the fixed order."""
    return MODE_ORDER.index(mode) if mode in MODE_ORDER else len(MODE_ORDER)


def _mode_label(mode: str) -> str:
    """Return a mode in words."""
    return mode.replace("_", " ")


def _label(row: Mapping[str, Any]) -> str:
    """Return the name of a quantity."""
    variable, mode, place = str(row["variable"]), str(row["mode"]), str(row["place"])
    if variable == "activity" and mode != "all":
        return "  " + _mode_label(mode)
    label = _LABELS.get(variable, variable.replace("_", " "))
    return f"{label} {place_label(place)}" if variable == "wait" and place else label


def _heading(year: int, base: str, plan: str) -> str:
    """Return the heading of a block."""
    widths = ((base, _BASE_WIDTH), (plan, _VALUE_WIDTH))
    names = (f"{clip(name, width):>{width}}" for name, width in widths)
    first = f"{year:<{_LABEL_WIDTH + _UNIT_WIDTH + 6}}"
    return f"{first}{'  '.join(names)}  change  95% interval"


def _legend(headline: pd.DataFrame, replications: int) -> list[str]:
    """Return the lines that explain the marks."""
    lines = [LEGEND]
    moved = headline[(headline["change_low"] != 0) | (headline["change_high"] != 0)]
    if replications == 1:
        lines.append("   one replication: no interval is known")
    elif not moved["decided"].all():
        runs = runs_needed(headline, replications)
        needed = f"; about {runs} replications needed" if runs else ""
        lines.append(f"?  interval includes zero: direction not shown{needed}")
    return [*lines, COVERAGE, RAISED, f"   scope: {SCOPE}"]


def runs_needed(headline: pd.DataFrame, replications: int) -> int:
    """Return how many replications would decide the open changes, or 0 when that is no help.

    Parameters
    ----------
    headline : pandas.DataFrame
        The headline table of a comparison.
    replications : int
        Replications that were run.

    Returns
    -------
    int
        An estimate: the interval narrows with the square root of the replications. Changes that
        would need more than a thousand are left out.
    """
    undecided = headline[~headline["decided"].astype(bool)]
    half = (undecided["change_high"] - undecided["change_low"]).abs() / 2
    mean = undecided["change_mean"].abs()
    runs = replications * (half[mean > 0] / mean[mean > 0]) ** 2
    useful = runs[(runs > replications) & (runs <= _MAX_USEFUL_RUNS)]
    return 0 if useful.empty else math.ceil(float(useful.max()))
