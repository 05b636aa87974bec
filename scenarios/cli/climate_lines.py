"""Lines of the terminal about the weights of greenhouse gases, and about LNG with its sign."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from scenarios.cli.clip import clip
from scenarios.gwp_names import GWP_SETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.comparison.comparison import Comparison

_WIDTH: Final = 80
_BOTH: Final = GWP_SETS[:2]
_ENDS: Final = ("", "_low", "_high")
_OTHER_SHARE: Final = 0.1
"""Share by which the gas that plans burn must differ to be told of in the terminal."""


def climate_lines(comparison: Comparison, *, with_gas: bool = True) -> list[str]:
    """Return the GWP set of a result, what is a lower bound, and both horizons where LNG burns.

    Parameters
    ----------
    comparison : Comparison
        Plans that were run.
    with_gas : bool
        Whether LNG is told of here; the report always does.

    Returns
    -------
    list of str
        Lines of at most 80 ASCII letters.
    """
    gas = len(comparison.slip) > 0 and with_gas
    gwp = comparison.manifest.get("gwp")
    lines = [f"   greenhouse gas is CO2e by {gwp}"] if gwp else []
    lines.extend(_lower_bounds(comparison, {str(gwp), *(_BOTH if gas else ())}))
    lines.extend(_left_out(comparison.summary.get("climate", {}).get("not_known", [])))
    return [*lines, *_gas(comparison)] if gas else lines


def burns_other_gas(comparison: Comparison) -> bool:
    """Tell whether the plans of a year burn clearly different amounts of LNG.

    Parameters
    ----------
    comparison : Comparison
        Plans that were run.

    Returns
    -------
    bool
        Whether the most and the least that runs of a year burn lie more than a tenth apart.
    """
    if comparison.slip.empty:
        return False
    rows = comparison.results
    gas = rows["carrier"].astype(str).isin(comparison.slip["carrier"])
    part = rows[(rows["variable"] == "energy_tj") & gas & (rows["growth_case"] == "central")]
    keys = ["year", "replication", "plan"]
    burnt = part.groupby(keys, observed=True)["value"].sum().unstack("plan").fillna(0.0)
    return bool((burnt.min(axis=1) < (1 - _OTHER_SHARE) * burnt.max(axis=1)).any())


def _left_out(pollutants: Sequence[str]) -> list[str]:
    """Say which pollutants of which carriers are not known."""
    if not pollutants:
        return []
    said = f"not known and left out of sums: {'; '.join(pollutants)}"
    return textwrap.wrap(said, _WIDTH, initial_indent="   ", subsequent_indent="   ")


def _lower_bounds(comparison: Comparison, shown: set[str]) -> list[str]:
    """Say under which of the sets shown results are a lower bound."""
    table = comparison.restated
    if table.empty:
        return []
    low = [name for name in GWP_SETS if name in set(table.loc[table["lower_bound"], "gwp"])]
    named = [name for name in low if name in shown]
    if not named:
        return []
    return [
        f"   {', '.join(named)}: a lower bound; the methane of fuel supply is not published",
        "   apart from its CO2e over 100 years",
    ]


def _gas(comparison: Comparison) -> list[str]:
    """Return both horizons and the break-even slip of what burns LNG."""
    lines = ["", f"{'LNG: WTW, Mt CO2e':<28}" + "".join(f"{name:>12}" for name in _BOTH)]
    wide = comparison.restated.pivot_table(
        index=["year", "plan"], columns="gwp", values="wtw_kt", sort=False
    )
    for row in wide.reset_index().to_dict("records"):
        values = "".join(f"{float(row[name]) / 1000:>12.2f}" for name in _BOTH)
        name = clip(f"{row['year']} {row['plan']}", 28)
        lines.append(f"{name:<28}{values}")
    lines.append(f"{'break-even slip, % of fuel':<28}" + "".join(f"{n:>12}" for n in _BOTH))
    for carrier, rows in comparison.slip.groupby("carrier", sort=False):
        by_set = rows.set_index("gwp")
        values = "".join(f"{by_set['break_even_percent'][name]:>12.2f}" for name in _BOTH)
        slip, low, high = (float(rows[f"slip{end}_percent"].iloc[0]) for end in _ENDS)
        lines.append(f"{f'{carrier}, slip {slip:.1f}':<28.28}{values}")
        changes = "".join(f"{by_set['change_percent'][name]:>+12.1f}" for name in _BOTH)
        lines.append(f"{'   % against diesel, per MJ':<28.28}{changes}")
        if by_set["change_work_percent"].notna().all():
            work = "".join(f"{by_set['change_work_percent'][name]:>+12.1f}" for name in _BOTH)
            lines.append(f"{'   the same for equal work':<28.28}{work}")
        for end, value in (("low", low), ("high", high)):
            if value == slip:
                continue
            values = "".join(f"{by_set[f'change_{end}_percent'][name]:>+12.1f}" for name in _BOTH)
            lines.append(f"{f'   per MJ at slip {value:.1f}':<28.28}{values}")
    return lines
