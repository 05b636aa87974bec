"""Locks as users name them, and the lines that are open in a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from networks.names import plain
from scenarios.faults import nearest
from scenarios.inputs import network_of, transport_parameters
from scenarios.tables.form import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from networks import Chamber

_KIND = re.compile(r"(枢纽.*|船闸|升船机| (water-saving )?locks?| ship lifts?)$")


@dataclass(frozen=True)
class LockPlaces:
    """Names of all locks.

    Attributes
    ----------
    full : dict of str to str
        Lock by its id and by its names in both languages.
    short : dict of str to tuple of str
        Locks by their names without the word for lock; several where it is the same.
    """

    full: dict[str, str]
    short: dict[str, tuple[str, ...]]

    def resolve(self, text: str) -> str | Problem:
        """Return the lock that a text means, or what is wrong with it."""
        name = " ".join(text.split()).casefold()
        if name in self.full:
            return self.full[name]
        meant = self.short.get(_KIND.sub("", plain(text)), ())
        if len(meant) == 1:
            return meant[0]
        if meant:
            advice = "give the id of one of them"
            return Problem("months.lock", f'"{text}" is several locks', ", ".join(meant), advice)
        message, advice = f'unknown lock "{text}"', "landsea network summary lists the locks"
        return Problem("months.lock", message, nearest(name, list(self.full)), advice)


def lock_places(tables: Mapping[str, pd.DataFrame]) -> LockPlaces:
    """Gather the names of the locks of all years."""
    places = tables["places"]
    here = places[places["place_id"].isin(set(tables["locks"]["lock"]))].to_dict("records")
    full = {str(row["place_id"]): str(row["place_id"]) for row in here}
    short: dict[str, tuple[str, ...]] = {}
    for row in here:
        lock = str(row["place_id"])
        for name in (str(row["name_zh"]), str(row["name_en"])):
            full.setdefault(name.casefold(), lock)
            bare = _KIND.sub("", plain(name))
            short[bare] = tuple(dict.fromkeys([*short.get(bare, ()), lock]))
    return LockPlaces(full, short)


def open_chambers(
    tables: Mapping[str, pd.DataFrame], year: int
) -> Mapping[str, tuple[Chamber, ...]]:
    """Return the lines of every lock that is open in a year."""
    return network_of(tables, (), year, transport_parameters(tables)).chambers
