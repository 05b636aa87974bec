"""What a run over months rests on: the gaps filled, the rules that filled them, and the limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from scenarios.waterway.months import DOWN_SHARE, LOAD_DOWN, LOAD_UP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from scenarios.waterway.months import LockCase, MonthOptions

EXPLANATION_WORDS: Final = {
    "scheduling": "vessels wait in ordinary months because a schedule is made before they are "
    "called (explanation scheduling)",
    "relief": "vessels wait in ordinary months because lines 1 and 2 are used only when many wait "
    "(explanation relief)",
}
LIMITS: Final = (
    (
        "Intervals (95 %, Student's t over replications) cover random arrivals only: not the "
        "inputs, the estimated relations of the water, or the choice of explanation."
    ),
    (
        "Observations do not decide between the explanations scheduling and relief; run both and "
        "take them as a range."
    ),
    "Every lock is simulated for itself: counts at two locks do not tell which vessels pass both.",
    (
        "Not modelled: priority of some vessels, interference of lines in a shared approach, "
        "breakdowns other than the given outages, fog and floods other than by the outflow."
    ),
)


def _missing(*names: str) -> Callable[[pd.DataFrame], np.ndarray]:
    """Return a test for rows in which all of some columns are empty."""
    return lambda rows: np.asarray(rows[list(names)].isna().all(axis=1))


def _no_vessels(rows: pd.DataFrame) -> np.ndarray:
    """Rows without any count of vessels."""
    return _missing("vessels", "vessels_down", "vessels_up")(rows)


def _no_cargo(rows: pd.DataFrame) -> np.ndarray:
    """Rows without any cargo."""
    return _missing("cargo_mt", "cargo_down_mt", "cargo_up_mt")(rows)


_RULES: Final[tuple[tuple[Callable[[pd.DataFrame], np.ndarray], str], ...]] = (
    (_no_vessels, "no vessels given: as many as the cargo needs at {down} and {up} of rating"),
    (
        lambda rows: _missing("vessels_down", "vessels_up")(rows) & ~_no_vessels(rows),
        "vessels by direction not given: half each way",
    ),
    (_no_cargo, "no cargo given: {down} of the rated tonnage down, {up} up"),
    (
        lambda rows: _missing("cargo_down_mt", "cargo_up_mt")(rows) & ~_no_cargo(rows),
        "cargo by direction not given: {share:.0%} down, as at Changzhou in late 2025",
    ),
    (
        lambda rows: (
            rows["cargo_mt"].isna() & (rows["cargo_down_mt"].isna() ^ rows["cargo_up_mt"].isna())
        ).to_numpy(),
        "cargo of one direction not given: {down} of the rated tonnage down, or {up} up",
    ),
)


def gap_notes(months: pd.DataFrame, cases: Mapping[str, LockCase]) -> list[str]:
    """Return a sentence for each rule that filled gaps of a lock, with the months it filled.

    Parameters
    ----------
    months : pandas.DataFrame
        Months as read, see :func:`scenarios.waterway.months.lock_cases`.
    cases : mapping of str to LockCase
        The cases made of them.

    Returns
    -------
    list of str
        By lock.
    """
    notes = []
    for lock, case in cases.items():
        rows = months[months["lock"] == lock].sort_values(["year", "month"])
        names = np.array([month.name for month in case.plan.months])
        filled = [(test(rows), text) for test, text in _RULES]
        rated = f"mean rated tonnage not given: {_usual_t(case):.0f} t, the mix of the year"
        filled.append((rows["mean_rated_t"].isna().to_numpy(), rated))
        filled.append(_outflow(rows, case))
        values = {"down": LOAD_DOWN, "up": LOAD_UP, "share": DOWN_SHARE}
        notes += [
            f"{lock}, {spans(names[mask])}: {text.format(**values)}."
            for mask, text in filled
            if mask.any()
        ]
        notes += _start_notes(lock, case, rows)
    return notes


def _usual_t(case: LockCase) -> float:
    """Mean rated tonnage of the mix of a lock."""
    pairs = zip(case.plan.classes, case.plan.class_share, strict=True)
    return sum(share * one.dwt_t for one, share in pairs)


def _outflow(rows: pd.DataFrame, case: LockCase) -> tuple[np.ndarray, str]:
    """Rows whose outflow was filled or is of no effect, and what to say."""
    if np.isnan(list(case.head_m.values())).all():
        return rows["outflow_m3s"].notna().to_numpy(), (
            "outflow is of no effect: no relation of head and depth to outflow is known here"
        )
    text = "outflow not given: that of the month in an ordinary year (an estimate)"
    return rows["outflow_m3s"].isna().to_numpy(), text


def _start_notes(lock: str, case: LockCase, rows: pd.DataFrame) -> list[str]:
    """Say how the run begins and which network it has."""
    notes = []
    if not case.plan.leads_in:
        first = case.plan.months[0].name
        notes.append(f"{lock}: no queue given for the start, so {first} is run twice to warm up.")
    if rows["year"].min() < rows["year"].max():
        notes.append(f"{lock}: all months have the lines and the fleet of {rows['year'].min()}.")
    return notes


def general_notes(cases: Mapping[str, LockCase], options: MonthOptions) -> list[str]:
    """Return what holds for all locks of a run.

    Parameters
    ----------
    cases : mapping of str to LockCase
        The locks.
    options : MonthOptions
        Choices of the user.

    Returns
    -------
    list of str
        Sentences.
    """
    hours = sorted({case.plan.half_turn_round_h for case in cases.values()})
    up = "full and empty vessels" if options.upbound_empties else "vessels laden in part"
    arrivals = (
        "Arrivals are those of a fleet that comes again after "
        f"{' or '.join(f'{one:g}' for one in hours)} h (half a turn-round, an estimate), in the "
        "size that gets the counts of the months through."
    )
    notes = [
        arrivals,
        f"Of two explanations this run takes: {EXPLANATION_WORDS[options.explanation]}.",
        f"Upbound cargo travels in {up}.",
    ]
    if options.announce_h > 0:
        notes.append(f"Vessels are known {options.announce_h:g} h before they arrive.")
    return notes


def spans(names: Sequence[str] | np.ndarray) -> str:
    """Return months as text, those in a row as a span.

    Examples
    --------
    >>> spans(["2025-07", "2025-08", "2025-09", "2025-12"])
    '2025-07 to 2025-09, 2025-12'
    """
    runs: list[list[str]] = []
    for name in names:
        year, month = (int(part) for part in str(name).split("-"))
        before = f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}"
        if runs and runs[-1][-1] == before:
            runs[-1].append(str(name))
        else:
            runs.append([str(name)])
    return ", ".join(one[0] if len(one) == 1 else f"{one[0]} to {one[-1]}" for one in runs)
