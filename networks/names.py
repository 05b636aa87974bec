"""Places by id or by name, in Chinese or English.

An id is taken as it is written when its place has the mode asked. A city's plain name means its
main facility of that mode (table ``cities``), the city rather than its port where both exist; where
any mode will do, it also comes before the id of a lock that is spelt like it. Any other name must
be that of a place; text in brackets, the words for a city (市, 县) and a lock (枢纽, 船闸,
lock) may be left out.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from networks.network import MODES

if TYPE_CHECKING:
    import pandas as pd


_SHORT_CITY = 2
_LOCK = re.compile(r"(枢纽|船闸|升船机| locks?| ship lifts?)$")


class UnknownPlaceError(LookupError):
    """A name that no place has, or a place without the mode asked.

    Attributes
    ----------
    name : str
        What was asked.
    nearest : tuple of str
        Names that come close; empty when the place lacks the mode.
    modes : tuple of str
        Modes that the place has, when it was found.
    """

    def __init__(
        self, name: str, nearest: tuple[str, ...] = (), modes: tuple[str, ...] = ()
    ) -> None:
        self.name = name
        self.nearest = nearest
        self.modes = modes
        super().__init__(f"No place is called {name}.")


@dataclass(frozen=True)
class PlaceNames:
    """Every name of every place.

    Attributes
    ----------
    modes_of : dict of str to tuple of str
        Modes by place id.
    cities : dict of str to dict
        By plain city name, the place of each mode.
    places : dict of str to tuple of str
        By plain place name, the places that have it.
    """

    modes_of: dict[str, tuple[str, ...]]
    cities: dict[str, dict[str, str]]
    places: dict[str, tuple[str, ...]]

    def resolve(self, text: str, mode: str = "any") -> str:
        """Return the place that a text means.

        Parameters
        ----------
        text : str
            Id or name.
        mode : str
            ``road``, ``rail``, ``inland_water``, ``sea`` or ``any``.

        Returns
        -------
        str
            A place id.

        Raises
        ------
        UnknownPlaceError
            If no place has the name, or the place lacks the mode.
        """
        name = text.strip()
        is_city = mode == "any" and bool(self._city(name, mode))
        if self._has(name, mode) and not is_city:
            return name
        for candidates in (self._city(name, mode), self.places.get(plain(name), ())):
            for place in candidates:
                if self._has(place, mode):
                    return place
        for place in self.modes_of:
            if place.casefold() == name.casefold() and self._has(place, mode):
                return place
        raise self._unknown(name)

    def _has(self, place: str, mode: str) -> bool:
        """Whether a place exists and has the mode."""
        modes = self.modes_of.get(place, ())
        return bool(modes) if mode == "any" else mode in modes

    def _city(self, name: str, mode: str) -> tuple[str, ...]:
        """Facilities of a city for a mode, the main one first."""
        facilities = self.cities.get(plain(name), {})
        wanted = MODES if mode == "any" else (mode,)
        return tuple(facilities[one] for one in wanted if one in facilities)

    def _unknown(self, name: str) -> UnknownPlaceError:
        """Say what comes close to a name, or what its place has."""
        known = [*self._city(name, "any"), *self.places.get(plain(name), ())]
        if name in self.modes_of:
            known.insert(0, name)
        if known:
            modes = {mode for place in known for mode in self.modes_of[place]}
            return UnknownPlaceError(name, modes=tuple(mode for mode in MODES if mode in modes))
        names = list(
            dict.fromkeys(
                [*self.cities, *self.places, *(place.casefold() for place in self.modes_of)]
            )
        )
        close = difflib.get_close_matches(plain(name), names, n=3, cutoff=0.5)
        close += [known for known in names if plain(name) and plain(name) in known]
        close = close or difflib.get_close_matches(plain(name), names, n=3, cutoff=0.0)
        return UnknownPlaceError(name, tuple(dict.fromkeys(close))[:3])


def plain(name: str) -> str:
    """Return a name without brackets, case and needless spaces.

    Parameters
    ----------
    name : str
        A name in any language.

    Returns
    -------
    str
        What names are compared by.

    Examples
    --------
    >>> plain("  Yunfu (Liudu) ")
    'yunfu'
    """
    bare = " ".join(re.sub(r"[(（].*?[)）]", " ", name).split()).casefold()
    return bare[:-1] if len(bare) > _SHORT_CITY and bare[-1] in "市县" else bare


def place_names(places: pd.DataFrame, cities: pd.DataFrame) -> PlaceNames:
    """Gather the names of all places.

    Parameters
    ----------
    places, cities : pandas.DataFrame
        Tables ``places`` and ``cities``.

    Returns
    -------
    PlaceNames
        Names to ids.
    """
    found: dict[str, tuple[str, ...]] = {}
    modes_of: dict[str, tuple[str, ...]] = {}
    for row in places.to_dict("records"):
        place = str(row["place_id"])
        modes_of[place] = tuple(mode for mode in MODES if row[mode])
        for name in {plain(str(row["name_zh"])), plain(str(row["name_en"]))}:
            found[name] = (*found.get(name, ()), place)
    for name in [one for one in found if _LOCK.search(one)]:
        short = _LOCK.sub("", name)
        found[short] = (*found.get(short, ()), *found[name])
    facilities: dict[str, dict[str, str]] = {}
    for row in cities.to_dict("records"):
        for name in _city_names(row):
            facilities[name] = {mode: str(row[mode]) for mode in MODES if row[mode]}
    return PlaceNames(modes_of, facilities, found)


def _city_names(row: dict[Any, Any]) -> list[str]:
    """Every plain name of a city."""
    names = [row["name_zh"], row["name_en"], *str(row["other_names"]).split(";")]
    return [plain(str(name)) for name in names if str(name).strip()]
