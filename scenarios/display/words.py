"""Every on-screen word in Chinese and English, from one table (``words.csv``).

A :class:`Text` is one thing said in both languages. Templates escape it by themselves: put into a
page it becomes two ``span`` elements of which the page's language shows one.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

MODES = ("road", "rail", "inland_water", "sea")
"""The modes in the order in which they are always shown."""


@dataclass(frozen=True)
class Text:
    """One thing said in Chinese and in English.

    Attributes
    ----------
    zh : str
        Chinese; plain text, or :class:`markupsafe.Markup`.
    en : str
        English, likewise.
    """

    zh: str
    en: str

    def __html__(self) -> str:
        """Return HTML that shows the language of the page."""
        if self.zh == self.en:
            return escape(self.zh)
        return Markup('<span class="zh">{}</span><span class="en" lang="en">{}</span>').format(
            self.zh, self.en
        )

    def __add__(self, other: Text | str) -> Text:
        """Return this text followed by `other`."""
        after = as_text(other)
        return Text(escape(self.zh) + escape(after.zh), escape(self.en) + escape(after.en))

    def __bool__(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.zh or self.en)


def as_text(value: object) -> Text:
    """Return `value` as a text that is the same in both languages, unless it is one already.

    Parameters
    ----------
    value : object
        A text, a mapping with ``zh`` and ``en``, or anything that can be printed.

    Returns
    -------
    Text
        Both languages; one stands in for the other where a mapping has only one.
    """
    if isinstance(value, Text):
        return value
    if isinstance(value, dict):
        zh, en = str(value.get("zh") or ""), str(value.get("en") or "")
        return Text(zh or en, en or zh)
    text = value if isinstance(value, Markup) else str(value)
    return Text(text, text)


@cache
def words() -> Mapping[str, Text]:
    """Return the whole table of words by key.

    Returns
    -------
    mapping of str to Text
        Every key of ``words.csv``.
    """
    source = resources.files("scenarios.display").joinpath("words.csv").read_text("utf-8")
    rows = csv.DictReader(source.splitlines())
    return {row["key"]: Text(row["zh"], row["en"]) for row in rows}


def word(key: str, /, **values: object) -> Text:
    """Return the words of `key`, with `values` put into their places.

    Parameters
    ----------
    key : str
        A key of the table.
    **values : object
        What to put into ``{name}``; a text gives each language its own.

    Returns
    -------
    Text
        Escaped, ready for a page.

    Examples
    --------
    >>> word("mode.rail").en
    'Rail'
    """
    found = words()[key]
    if not values:
        return found
    texts = {name: as_text(value) for name, value in values.items()}
    return Text(
        escape(found.zh).format(**{name: text.zh for name, text in texts.items()}),
        escape(found.en).format(**{name: text.en for name, text in texts.items()}),
    )


def word_or_slug(group: str, slug: object) -> Text:
    """Return the words of ``group.slug``, or the slug itself when the table has none.

    Parameters
    ----------
    group : str
        First part of the key, such as ``mode``.
    slug : object
        Second part.

    Returns
    -------
    Text
        Never empty unless the slug is.
    """
    return words().get(f"{group}.{slug}") or as_text(slug)


def joined(parts: Iterable[Text], zh: str, en: str) -> Text:
    """Return `parts` as one text with a separator for each language.

    Parameters
    ----------
    parts : iterable of Text
        What to join.
    zh, en : str
        The separators.

    Returns
    -------
    Text
        Escaped.
    """
    listed = list(parts)
    return Text(
        Markup(escape(zh)).join(one.zh for one in listed),  # noqa: S704 - escaped
        Markup(escape(en)).join(one.en for one in listed),  # noqa: S704 - escaped
    )


def place_names(places: pd.DataFrame) -> dict[str, Text]:
    """Return the names of all places by id.

    Parameters
    ----------
    places : pandas.DataFrame
        The table of places, with ``place_id``, ``name_zh`` and ``name_en``.

    Returns
    -------
    dict of str to Text
        One language stands in for the other where a name is missing.
    """
    return {
        str(row.place_id): as_text({"zh": row.name_zh, "en": row.name_en})
        for row in places.itertuples()
    }


def powertrain_names(powertrains: pd.DataFrame) -> dict[str, Text]:
    """Return the names of the powertrains of the table ``vessel_powertrains`` by id."""
    rows = powertrains[["powertrain", "name_zh", "name_en"]].to_numpy().tolist()
    return {str(name): Text(str(zh), str(en)) for name, zh, en in rows}


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as dictionaries by column name.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.

    Returns
    -------
    list of dict
        In the order of the table.
    """
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
