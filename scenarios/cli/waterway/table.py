"""The table of ``landsea waterway simulate``: a row for each month in 80 columns of plain ASCII."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

from scenarios.cli.table import WIDTH, rounded
from scenarios.study.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from scenarios.waterway.answer import WaterwayAnswer

_COUNTS: Final = ("vessels", "lockages", "waiting_vessels_max")
_COLUMNS: Final = (
    ("vessels", 8),
    ("lockages", 9),
    ("vessels_per_lockage", 7),
    ("cargo_mt", 8),
    ("wait_h_mean", 8),
)
_QUEUE_COLUMNS: Final = (
    ("wait_h_p95", 6),
    ("waiting_vessels_mean", 7),
    ("waiting_vessels_max", 7),
)
_DIGITS: Final = 3


def answer_lines(answer: WaterwayAnswer) -> list[str]:
    """Return the answer as text.

    Parameters
    ----------
    answer : WaterwayAnswer
        Indicators and notes.

    Returns
    -------
    list of str
        Lines of at most 80 ASCII letters.
    """
    lines: list[str] = []
    for lock, rows in answer.months.groupby("lock", sort=False):
        lines += [str(lock), *_block(rows), ""]
    if int(answer.facts["replications"]) == 1:
        lines.append("one replication: no interval is known")
    for kind in ("warnings", "assumptions", "limits"):
        for sentence in getattr(answer, kind):
            mark = "warning: " if kind == "warnings" else "- "
            lines += _wrapped(mark, sentence)
    return lines


def _block(rows: pd.DataFrame) -> list[str]:
    """Return the rows of one lock under their heading."""
    head = (
        f"{'':8}{'vessels':>8}{'lockages':>9}{'v/lock':>7}{'Mt':>8}"
        f"{'wait h':>8} {'(95%)':<11}{'P95':>6}{'queue':>7}{'max':>7}"
    )
    found = [head]
    for month, part in rows.groupby("month", sort=False):
        values = {str(row["variable"]): _interval(row) for row in part.to_dict("records")}
        found.append(_row(str(month), values))
    return found


def _row(month: str, values: Mapping[str, Interval]) -> str:
    """Return one month."""
    cells = [f"{_shown(name, values[name]):>{width}}" for name, width in _COLUMNS]
    wait = values["wait_h_mean"]
    half = _half(wait)
    known = wait.high > wait.low
    interval = f"{rounded(wait.low, half)}-{rounded(wait.high, half)}" if known else ""
    cells.append(f" {interval:<11}")
    cells += [f"{_shown(name, values[name]):>{width}}" for name, width in _QUEUE_COLUMNS]
    return f"{month:8}{''.join(cells)}".rstrip()


def _interval(row: Mapping[Any, Any]) -> Interval:
    """Return mean and interval of a row."""
    return Interval(float(row["mean"]), float(row["low"]), float(row["high"]))


def _shown(name: str, value: Interval) -> str:
    """Return a mean with the digits that its interval supports; counts without decimals."""
    if name in _COUNTS:
        return f"{value.mean:.0f}"
    return rounded(value.mean, _half(value), _DIGITS)


def _half(value: Interval) -> float:
    """Return half the width of an interval, so small that two digits of the mean are shown."""
    return min((value.high - value.low) / 2, abs(value.mean) / 10)


def _wrapped(mark: str, sentence: str) -> list[str]:
    """Return a sentence in lines that fit, in ASCII."""
    plain = sentence.encode("ascii", "replace").decode()
    return textwrap.wrap(mark + plain, WIDTH, subsequent_indent="  ")
