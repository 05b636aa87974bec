"""What the tables of road, rail and sea hauls must hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenarios.from_tables.hauls import DIESEL
from scenarios.tables.gaps import missing, no_whole, outside

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scenarios.tables.gaps import Gaps

    Frames = Mapping[str, pd.DataFrame]

_HAULS: Final = "haul_classes"
_HUBS: Final = "hub_handling"


def haul_table_gaps(tables: Frames) -> Gaps:
    """Yield what hauls lack, as name of the table and a sentence.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Typed tables without faults of form or reference.

    Yields
    ------
    str
        Name of the table.
    str
        What it lacks.
    """
    wanted, known = (tables[name]["region"] for name in ("places", "assumed_grades"))
    yield from missing("assumed_grades", "regions of places", wanted, known)
    yield from _classes(tables)
    yield from _shares(tables)
    yield from _handling(tables)


def _classes(tables: Frames) -> Gaps:
    """Every class is one of its mode; trains and ships say how they are loaded."""
    trucks = tables["truck_classes"]
    known = {
        "road": set(trucks.loc[trucks["powertrain"] == DIESEL, "class_id"]),
        "rail": set(tables["train_classes"]["class_id"]),
        "sea": set(tables["sea_ships"]["class_id"]),
    }
    for row in tables[_HAULS].to_dict("records"):
        mode, name = str(row["mode"]), str(row["class_id"])
        if name not in known[mode]:
            yield _HAULS, f"{name} is no class of {mode}: {', '.join(sorted(known[mode]))}"
        lacking = row["laden_load_share"] != row["laden_load_share"]
        if mode != "road" and (lacking or row["empty_share"] != row["empty_share"]):
            yield _HAULS, f"{row['choice_group']} by {mode} lacks its load or empty share"


def _shares(tables: Frames) -> Gaps:
    """Shares of every group and mode sum to one; by rail and sea there is one class."""
    sums = tables[_HAULS].groupby(["choice_group", "mode"])["tkm_share"].agg(["sum", "size"])
    for group in tables["choice_groups"]["choice_group"]:
        for mode in ("road", "rail", "sea"):
            if (group, mode) not in sums.index:
                yield _HAULS, f"{group} has no class by {mode}"
                continue
            total, rows = sums.loc[(group, mode)]
            yield from no_whole(_HAULS, f"{group} by {mode}", float(total))
            if mode != "road" and rows > 1:
                yield _HAULS, f"{group} has {rows:g} classes by {mode}; one can be used"


def _handling(tables: Frames) -> Gaps:
    """Terminals of every mode handle both kinds of cargo, at a value inside its range."""
    table = tables[_HUBS]
    known = set(zip(table["mode"], table["cargo_kind"], strict=True))
    for mode in ("rail", "inland_water", "sea"):
        for cargo in ("bulk", "container"):
            if (mode, cargo) not in known:
                yield _HUBS, f"{cargo} by {mode} is missing"
    for row in table.to_dict("records"):
        for what, unit in (("electricity", "kwh_per_t"), ("diesel", "mj_per_t")):
            low, value, high = (row[f"{what}_{end}{unit}"] for end in ("low_", "", "high_"))
            name = f"{what}_{unit} of {row['cargo_kind']} by {row['mode']}"
            yield from outside(_HUBS, name, value, low, high)
