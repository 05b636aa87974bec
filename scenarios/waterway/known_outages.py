"""Outages that are known of the months simulated, beside those that a user gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from transport.lock_sites import ANY

if TYPE_CHECKING:
    from scenarios.waterway.files import LockFiles


def with_known_outages(files: LockFiles, known: pd.DataFrame) -> LockFiles:
    """Add the known outages of the months, of lines that the user's file does not name.

    Parameters
    ----------
    files : LockFiles
        Months and outages without faults.
    known : pandas.DataFrame
        Table ``lock_outages``.

    Returns
    -------
    LockFiles
        The same with more outages, each told in ``known``.
    """
    months = files.months
    names = months["year"].astype(str) + "-" + months["month"].astype(str).str.zfill(2)
    own = set(zip(files.outages["lock"], files.outages["line"], strict=True))
    rows = [
        row
        for row in known.to_dict("records")
        if (row["lock"], str(row["line"])) not in own
        and any(
            str(row["from"])[:7] <= name <= str(row["to"])[:7]
            for name in names[months["lock"] == row["lock"]]
        )
    ]
    if not rows:
        return files
    added = pd.DataFrame(rows)[list(files.outages.columns)].astype(str)
    outages = added if files.outages.empty else pd.concat([files.outages, added])
    told = [_told(*(str(value) for value in row)) for row in added.to_numpy().tolist()]
    return replace(files, outages=outages.reset_index(drop=True), known=told)


def _told(lock: str, line: str, begin: str, end: str, reason: str) -> str:
    """Say what is shut, and that the user did not give it."""
    lines = "all lines" if line == ANY else f"line {line}"
    days = begin if begin == end else f"{begin} to {end}"
    return f"{lock}, {days}: {lines} shut ({reason}; table lock_outages, not given)."
