"""The table of words: both languages, the same places to fill, nothing unused."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import scenarios.display
from scenarios.display.words import Text, as_text, joined, word, word_or_slug, words
from scenarios.measures import KINDS
from scenarios.plan.plan import load_plan, shipped_plans

FOLDER = Path(scenarios.display.__file__).parent
GROUPS = (
    *("mode", "mark", "kind", "group", "growth", "table", "method", "confidence", "stored"),
    *(
        "manifest",
        "observed",
        "rate",
        "canal",
        "limit",
        "row",
        "map.inset",
        "map.line",
        "map.lock",
        "map.symbol",
        "river",
        "carrier",
        "grid",
        "service",
        "cause",
        "lock",
        "place",
        "cargo",
        "warning",
        "waterway.state",
    ),
)


@pytest.mark.parametrize("key", words())
def test_every_word_has_both_languages(key: str) -> None:
    found = words()[key]
    assert found.zh.strip()
    assert found.en.strip()
    places = [
        sorted({name for _, name, _, _ in Formatter().parse(text) if name})
        for text in (found.zh, found.en)
    ]
    assert places[0] == places[1]


def test_keys_are_unique() -> None:
    rows = (FOLDER / "words.csv").read_text("utf-8").splitlines()
    keys = [row.split(",", 1)[0] for row in rows]
    assert len(keys) == len(set(keys)) == len(words()) + 1


def test_every_word_asked_for_exists_and_every_word_is_used() -> None:
    code = "".join(
        path.read_text("utf-8")
        for name in (
            "display",
            "energy",
            "fleet",
            "maps",
            "report",
            "shore_power",
            "stations",
            "waterway",
        )
        for path in (FOLDER.parent / name).rglob("*")
        if path.suffix in (".py", ".html")
    )
    asked = set(re.findall(r'\b(?:word|t)\(\s*"([a-z0-9_.]*[a-z0-9_])"', code))
    quoted = set(re.findall(r'"([a-z0-9_]+(?:\.[a-z0-9_]+)+)"', code))
    known = set(words())
    assert asked - known == set()
    loose = {
        key
        for key in known - asked - quoted
        if not key.startswith(tuple(f"{one}." for one in GROUPS))
    }
    assert loose == set()


def test_every_kind_of_measure_and_every_shipped_group_has_a_word() -> None:
    groups = {one.group for name in shipped_plans() for one in load_plan(name).measures}
    asked = {f"kind.{kind}" for kind in KINDS} | {f"group.{group}" for group in groups}
    assert asked - set(words()) == set()


def test_a_text_in_a_page_is_escaped() -> None:
    assert "<script>" not in Text("<script>", "<b>").__html__()
    assert Text("a", "a").__html__() == "a"


def test_values_go_to_their_language() -> None:
    shown = word("row.of_mode", mode=word("mode.sea"))
    assert (shown.zh, shown.en) == ("：海运", ": Sea")


def test_one_language_stands_in_for_the_other() -> None:
    assert as_text({"zh": "水运"}) == Text("水运", "水运")
    assert word_or_slug("mode", "airship") == Text("airship", "airship")
    assert joined([Text("甲", "a"), Text("乙", "b")], "、", ", ") == Text("甲、乙", "a, b")
