"""The section on how the answer changes with the parameters of choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.comparison.choice_sensitivity import CENTRAL, ENDS, widths
from scenarios.display import numbers
from scenarios.display.words import MODES, Text, joined, records, word
from scenarios.report.charts import NARROW, WIDE, Figure
from scenarios.report.tornado import Swing, tornado

if TYPE_CHECKING:
    import pandas as pd

_CHANGE = "wtw_co2e_change_kt"
_PERCENT = "wtw_co2e_change_percent"
_NAMES = {
    CENTRAL: "choice.central",
    "cost_coefficient": "choice.cost_coefficient",
    "nest_scale": "choice.nest_scale",
    "prior_share": "choice.prior_share",
    "demand_elasticity": "choice.demand_elasticity",
    "value_of_time": "choice.value_of_time",
}
_NOTHING_PERCENT = 1e-7
_POINT_DECIMALS = 2


@dataclass(frozen=True)
class ChoiceRow:
    """Results of a plan under one set of parameters."""

    parameter: Text
    end: Text
    greenhouse: Text
    cost: Text
    unserved: Text
    points: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """The section: what the cases say together, the picture, and the table."""

    finding: Text
    figure: Figure | None
    rows: list[ChoiceRow]
    units: tuple[Text, Text]


def choice_section(table: pd.DataFrame, year: int) -> Choice:
    """Return the section of one plan and year.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of ``Comparison.choice`` of the plan and year, the central one first.
    year : int
        The year.

    Returns
    -------
    Choice
        Without a picture where no case was computed or none changes anything.
    """
    if table.empty:
        return Choice(word("choice.none"), None, [], (Text("", ""), Text("", "")))
    gas, money = (
        numbers.unit_for(quantity, float(table[column].abs().max()) * power)
        for quantity, column, power in (
            ("greenhouse", _CHANGE, 1e3),
            ("money", "cost_change_mcny", 1e6),
        )
    )
    rows = [_row(row, table, gas, money) for row in records(table)]
    units = (gas.name, money.name)
    if float(table[_PERCENT].abs().max()) < _NOTHING_PERCENT:
        return Choice(word("choice.same"), None, rows, units)
    finding = _finding(table)
    return Choice(finding, _figure(table, year, gas, finding), rows, units)


def _finding(table: pd.DataFrame) -> Text:
    """Return between which changes the cases lie, whether the sign holds, and what is widest."""
    low, high = float(table[_PERCENT].min()), float(table[_PERCENT].max())
    decimals = numbers.percent_decimals(low, high)
    first, second = (word(_NAMES[str(name)]) for name in widths(table).index[:2])
    return word(
        "choice.turns" if low < 0 < high else "choice.stays",
        range=numbers.percent_range(low, high, decimals),
        first=first,
        second=second,
    )


def _figure(table: pd.DataFrame, year: int, unit: numbers.Unit, finding: Text) -> Figure:
    """Return the tornado of the change in greenhouse gas."""
    values = table.set_index(["parameter", "end"])[_CHANGE] * 1e3
    central = float(values[CENTRAL, CENTRAL])
    swings = [
        Swing(word(_NAMES[str(name)]), *(float(values[str(name), end]) for end in ENDS))
        for name in widths(table).index
    ]
    shown = numbers.amount(central, numbers.last_digit(0.0, abs(central), estimate=True), unit)
    return Figure(
        word("choice.title"),
        word("choice.subtitle", unit=unit.name, year=year, central=shown),
        word("choice.note"),
        tornado(swings, central, unit, WIDE, finding),
        tornado(swings, central, unit, NARROW, finding),
    )


def _row(
    row: dict[str, object], table: pd.DataFrame, gas: numbers.Unit, money: numbers.Unit
) -> ChoiceRow:
    """Return one row of the table."""

    def change(column: str, power: float, unit: numbers.Unit | None) -> Text:
        """Return a change, with the digits that the largest of its column supports."""
        largest = float(table[column].abs().max()) * power
        last = numbers.last_digit(0.0, largest, estimate=True)
        shown = unit or numbers.Unit("", "", 3, 3)
        return numbers.level(float(str(row[column])) * power, last, shown, sign=True)

    ends = {CENTRAL: "choice.central", "low": "choice.low", "high": "choice.high"}
    percent = float(str(row[_PERCENT]))
    size = numbers.percent(percent, numbers.percent_decimals(percent), sign=True)
    return ChoiceRow(
        parameter=word(_NAMES[str(row["parameter"])]),
        end=word(ends[str(row["end"])]),
        greenhouse=joined([change(_CHANGE, 1e3, gas), size], "｜", " · "),
        cost=change("cost_change_mcny", 1e6, money),
        unserved=change("unserved_change_kt", 1e3, None),
        points=tuple(
            numbers.digits(
                round(100 * float(str(row[f"{mode}_change_share"])), _POINT_DECIMALS),
                -_POINT_DECIMALS,
                sign=True,
            )
            for mode in MODES
        ),
    )
