"""The answer in at most three sentences, written from the numbers.

Three verbs only: fall, rise, cannot be told. No sentence names a cause.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from scenarios.display import numbers
from scenarios.display.words import Text, as_text, joined, word
from scenarios.inputs import BASE_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.report.rows import Change


KINDS = (
    "queue-growth",
    "lock-full",
    "lock-utilisation",
    "facility-utilisation",
    "truck-ban",
    "vessel-range",
    "not-converged",
)
"""Kinds of warnings, the gravest first."""
_FLOORS = frozenset({"vessel-range"})
"""Kinds whose value falls short of its limit; all others lie above it."""
_LEAST_SHARE, _FEW_SHARE = 0.0005, 0.1


@dataclass(frozen=True)
class Question:
    """What the sentences are written from.

    Attributes
    ----------
    base, plan : Text
        Titles.
    year : int
        The year.
    changes : mapping of str to Change
        Rows by key: ``wtw_co2e``, ``cost``, ``wait`` and ``activity-inland_water``.
    warnings : sequence of mapping
        What stands above its limit in the plan.
    places : mapping of str to Text
        Names of places by id.
    block : str
        Id of the page's block, in which the rows are found.
    """

    base: Text
    plan: Text
    year: int
    changes: Mapping[str, Change]
    warnings: Sequence[Mapping[str, Any]]
    places: Mapping[str, Text]
    block: str

    def linked(self, key: str, text: Text) -> Text:
        """Return `text` as a link to the row of `key`."""
        return linked(f"#{self.block}-{key}", text)


def linked(target: str, text: Text) -> Text:
    """Return `text` as a link.

    Parameters
    ----------
    target : str
        Address on the page, with its hash.
    text : Text
        What is shown.

    Returns
    -------
    Text
        Escaped.
    """
    link = Markup('<a class="n" href="{}">{}</a>')
    return Text(link.format(target, text.zh), link.format(target, text.en))


def when(year: int) -> Text:
    """Return how a sentence opens: in the base year, by a later one.

    Parameters
    ----------
    year : int
        The year.

    Returns
    -------
    Text
        Without a comma.
    """
    return word("answer.when.base" if year <= BASE_YEAR else "answer.when.later", year=year)


def answer(question: Question) -> Text:
    """Return the answer.

    Parameters
    ----------
    question : Question
        Titles and numbers.

    Returns
    -------
    Text
        At most three sentences, escaped, with links to rows.
    """
    parts = [_emissions(question)] if "wtw_co2e" in question.changes else []
    opening = joined([*parts, *_clauses(question)], "；", "; ")
    sentences = [opening + word("answer.stop")] if opening else []
    if "cost" in question.changes:
        sentences.append(_cost(question))
    target = f"#{question.block}-limits"
    sentences.append(limits_sentence(question.warnings, question.places, target))
    return joined(sentences, "", " ")


def _range(change: Change) -> Text:
    """Return the interval of an absolute change, in rising order of its size."""
    if math.isnan(change.low):
        return word("answer.once")
    ends = sorted((abs(change.low), abs(change.high)))
    last, unit = change.change_last, change.change_unit
    if numbers.level(ends[0], last, unit) == numbers.level(ends[1], last, unit):
        return word("answer.narrow")
    return numbers.amount_range(ends[0], ends[1], last, unit)


def _emissions(question: Question) -> Text:
    """Return what happens to greenhouse gas."""
    change = question.changes["wtw_co2e"]
    mean = change.percents[0]
    names = {"when": when(question.year), "base": question.base, "plan": question.plan}
    if change.same:
        return word("answer.ghg.same", **names)
    if not change.decided:
        interval = question.linked("wtw_co2e", change.interval)
        return word("answer.ghg.open", **names, interval=interval)
    size = numbers.amount(abs(change.mean), change.change_last, change.change_unit)
    return word(
        "answer.ghg.fall" if change.mean < 0 else "answer.ghg.rise",
        **names,
        amount=question.linked("wtw_co2e", size),
        interval=_range(change),
        percent=numbers.percent(abs(mean), change.decimals),
    )


def _clauses(question: Question) -> list[Text]:
    """Return what is decided about inland water and the worst lock."""
    found = []
    water = question.changes.get("activity-inland_water")
    if water and water.decided:
        size = numbers.amount(abs(water.mean), water.change_last, water.change_unit)
        key = "answer.water.rise" if water.mean > 0 else "answer.water.fall"
        found.append(word(key, amount=question.linked("activity-inland_water", size)))
    wait = question.changes.get("wait")
    if wait and wait.decided:
        levels = numbers.level(wait.base, wait.last, wait.unit)
        after = numbers.amount(wait.plan, wait.last, wait.unit)
        key = "answer.wait.rise" if wait.mean > 0 else "answer.wait.fall"
        place = question.places.get(wait.place, as_text(wait.place))
        found.append(word(key, place=place, base=levels, plan=question.linked("wait", after)))
    return found


def _cost(question: Question) -> Text:
    """Return what happens to the cost of transport."""
    change = question.changes["cost"]
    if change.same or not change.decided:
        return word("answer.cost.same" if change.same else "answer.cost.open")
    size = numbers.percent(abs(change.percents[0]), change.decimals)
    key = "answer.cost.rise" if change.mean > 0 else "answer.cost.fall"
    return word(key, percent=question.linked("cost", size))


def limits_sentence(
    warnings: Sequence[Mapping[str, Any]], places: Mapping[str, Text], target: str
) -> Text:
    """Return the worst warning, or that there is none.

    Parameters
    ----------
    warnings : sequence of mapping
        What stands above its limit.
    places : mapping of str to Text
        Names of places by id.
    target : str
        Where the page lists all of them.

    Returns
    -------
    Text
        One sentence, escaped.
    """
    above = [one for one in warnings if one["kind"] not in _FLOORS]
    if not above:
        return word("answer.limits.none")
    worst = min(above, key=severity)
    others = len(above) - 1
    more = word("answer.limits.more", count=others) if others else as_text("")
    said = warning_text(worst, places, linked(target, limit_value(worst["value"])))
    return said + more + word("answer.stop")


def severity(warning: Mapping[str, Any]) -> tuple[int, float]:
    """Return what orders warnings: their kind, then how far they lie beyond their limit.

    Parameters
    ----------
    warning : mapping
        ``kind``, ``value`` and ``limit``.

    Returns
    -------
    (int, float)
        The smallest is the worst.
    """
    kind, limit = str(warning["kind"]), float(warning["limit"])
    rank = KINDS.index(kind) if kind in KINDS else len(KINDS)
    if not limit:
        return rank, -math.inf
    return rank, float(warning["value"]) / limit * (1 if kind in _FLOORS else -1)


def warning_text(
    warning: Mapping[str, Any], places: Mapping[str, Text], value: Text | None = None
) -> Text:
    """Return a warning in words, without a full stop.

    Parameters
    ----------
    warning : mapping
        ``place``, ``kind``, ``value``, ``limit`` and, of some kinds, ``feasible``.
    places : mapping of str to Text
        Names of places by id.
    value : Text, optional
        How the value is written, if not plainly.

    Returns
    -------
    Text
        Escaped.
    """
    kind = str(warning["kind"])
    shown = {
        "place": named(str(warning["place"]), places),
        "value": value or limit_value(warning["value"]),
        "limit": limit_value(warning["limit"]),
    }
    if kind == "vessel-range":
        parts = {name: float(warning[name]) for name in ("value", "limit", "feasible")}
        shown |= {name: _voyage_share(part) for name, part in parts.items()}
    if kind in KINDS:
        return word(f"warning.{kind}", **shown)
    return word("warning.other", kind=as_text(kind), **shown)


def _voyage_share(share: float) -> Text:
    """Return a share of voyages: with a tenth of a percent where it is below ten percent."""
    few = _LEAST_SHARE <= share < _FEW_SHARE
    return numbers.percent(100 * share, 1 if few else 0)


def named(place: str, places: Mapping[str, Text]) -> Text:
    """Return the name of a place, or of the two places of a rail section, ``from>to``."""
    ends = [places.get(one, as_text(one)) for one in place.split(">")]
    return joined(ends, "→", " to ")


def limit_value(value: object) -> Text:
    """Return a value or limit of a warning: shares in percent, others as they are.

    Parameters
    ----------
    value : object
        A share up to 10, or a larger number.

    Returns
    -------
    Text
        Escaped.
    """
    number = float(str(value))
    if abs(number) > 10:  # noqa: PLR2004 - no share, however far above its limit
        return as_text(numbers.plain(number))
    part = number * 100
    whole = part == round(part) or part >= numbers.WHOLE_PERCENT
    return numbers.percent(part, 0 if whole else numbers.percent_decimals(part))
