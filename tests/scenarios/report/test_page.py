"""The page: whole, self-contained, in both languages, and safe with hostile titles."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import numpy as np
import pytest

from scenarios.report import render_report

if TYPE_CHECKING:
    from scenarios.comparison.comparison import Comparison

VOID = {"meta", "link", "br", "input", "img", "hr"}
LOADS = {"src", "srcset", "poster", "data", "action", "background"}


class Page(HTMLParser):
    """Reads a page, checks that elements nest, and keeps what it needs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.scripts = 0
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.scripts += tag == "script"
        for name, value in attrs:
            if name in LOADS or (name in ("href", "xlink:href") and tag != "a"):
                self.loads.append(value or "")
            if name == "id":
                self.ids.append(value or "")
            if tag == "a" and name == "href" and (value or "").startswith("#"):
                self.targets.append((value or "")[1:])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.text += data


@pytest.fixture(scope="module")
def page(comparison: Comparison) -> Page:
    return Page(render_report(comparison))


def test_elements_nest_and_ids_are_unique(page: Page) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_every_inner_link_has_a_target(page: Page) -> None:
    assert set(page.targets) <= set(page.ids)


def test_nothing_is_loaded_from_outside(page: Page, comparison: Comparison) -> None:
    assert page.loads == ["data:,"]
    styles = "".join(re.findall(r"<style>.*?</style>", render_report(comparison), re.DOTALL))
    assert set(re.findall(r"url\((.{10})", styles)) == {"data:font/"}
    assert "@import" not in styles


def test_both_languages_are_in_the_page(page: Page) -> None:
    for said in (
        "红线检查",
        "Limits",
        "不能判定",
        "cannot be told",
        "本页哪些是估计",
        "random arrivals only",
    ):
        assert said in page.text


def test_sections_stand_in_their_order(page: Page) -> None:
    order = (
        *(
            "Freight work by mode",
            "What moved, and why",
            "other demand growth",
            "Where flows change",
            "Costs",
            "utilisation of locks",
        ),
        *(
            "against published values",
            "Freight rates built beside",
            "against published forecasts",
            "Measures of each",
            "Assumptions",
            "What on this page is an estimate",
            "Limits of the model",
            "Manifest",
        ),
    )
    places = [page.text.index(said) for said in order]
    assert places == sorted(places)


def test_the_demand_table_is_the_first_estimate(page: Page) -> None:
    box = page.text[page.text.index("What on this page is an estimate") :]
    assert "of 4483 rows" in box[:300]


def test_an_undecided_cost_is_said_to_be_undecided(page: Page) -> None:
    assert "运输总费用是升是降，现有运行次数尚不能判定。" in page.text


def test_the_answer_is_written_from_the_numbers(page: Page) -> None:
    assert "170万吨二氧化碳当量" in page.text
    assert "falls from 28 to" in page.text


def test_the_largest_moves_are_shown_with_what_speaks_for_them(page: Page) -> None:
    section = page.text[page.text.index("What moved, and why") :]
    section = section[: section.index("other demand growth")]
    assert "Rail then river" in section
    assert "42.2" in section
    assert "−17.2" in section
    assert "waiting at locks" in section
    assert section.count("General cargo in containers") == 10
    assert "not provincial shares" in section
    assert not re.search(r"\bnan\b", section.lower())


def test_the_price_of_an_hour_of_queue_stands_with_the_locks(page: Page) -> None:
    locks = page.text[page.text.index("utilisation of locks") :]
    assert "costs 0.081 CNY/t in vessel time, and 0.086 to 12 CNY/t" in locks


def test_what_priority_came_to_stands_with_the_locks_of_a_plan_that_has_it(
    page: Page, comparison: Comparison
) -> None:
    after = page.text[page.text.index("Buyers reckon with") :]
    table = after[: after.index("Under this plan locks call clean vessels first")]
    # No clean vessel passed the third lock. Clean vessels wait 0.75 h where others wait 1.25 h.
    assert "Changzhou" in table
    assert "Guigang" not in table
    assert table.count("4030") == 8  # seven locks and all of them
    base = comparison.locks["plan"] != "water-first"
    locks = comparison.locks.assign(
        reckoned_cut_share=comparison.locks["reckoned_cut_share"].where(base)
    )
    without = render_report(dataclasses.replace(comparison, locks=locks))
    assert "Buyers reckon with" not in without


def test_a_plan_that_moves_nothing_says_so(comparison: Comparison) -> None:
    still = dataclasses.replace(comparison, moves=comparison.moves.iloc[:0])
    assert "No cargo moves." in Page(render_report(still)).text


def test_hostile_titles_are_escaped(hostile: Comparison, comparison: Comparison) -> None:
    text = render_report(hostile)
    assert "<script>alert" not in text
    assert Page(text).scripts == Page(render_report(comparison)).scripts


def test_hostile_braces_are_no_format(comparison: Comparison) -> None:
    titles = {**comparison.titles, "water-first": {"zh": "{0.__class__}", "en": "{year} %s"}}
    page = Page(render_report(dataclasses.replace(comparison, titles=titles)))
    assert "{0.__class__}" in page.text


def test_each_plan_and_year_has_its_block(large: Comparison) -> None:
    text = render_report(large)
    assert re.findall(r'class="block" data-plan="([a-z-]+)" data-year="(\d+)"', text) == [
        ("water-first", "2030"),
        ("water-first", "2035"),
        ("less", "2030"),
        ("less", "2035"),
    ]
    assert len(Page(text).ids) == len(set(Page(text).ids))


def test_a_single_run_has_no_interval(comparison: Comparison) -> None:
    headline = comparison.headline.copy()
    for name in ("change", "percent"):
        for end in ("low", "high"):
            headline[f"{name}_{end}"] = headline[f"{name}_mean"]
    manifest = {**comparison.manifest, "replications": 1}
    once = dataclasses.replace(comparison, headline=headline, manifest=manifest)
    page = Page(render_report(once))
    assert "只运行一次，区间未知" in page.text
    assert "random arrivals only" not in page.text
    assert not re.search(r"\bnan\b", page.text.lower())


def test_a_single_run_without_change_has_no_interval_either(comparison: Comparison) -> None:
    headline = comparison.headline.assign(plan_mean=comparison.headline["base_mean"])
    for name in ("change", "percent"):
        headline[[f"{name}_mean", f"{name}_low", f"{name}_high"]] = 0.0
    manifest = {**comparison.manifest, "replications": 1}
    once = dataclasses.replace(comparison, headline=headline, manifest=manifest)
    text = render_report(once)
    assert "not known" in text
    assert not re.search(r"\b0 to 0(?![.\d])", text)


def test_the_base_year_is_no_later_year(comparison: Comparison) -> None:
    changed = {
        name: getattr(comparison, name).assign(year=2024)
        for name in ("headline", "modes", "link_flows", "moves", "locks", "growth")
    }
    page = Page(render_report(dataclasses.replace(comparison, **changed)))
    assert "In 2024, “" in page.text
    assert "到2024年" not in page.text


def test_a_plan_that_changes_nothing_says_so(comparison: Comparison) -> None:
    headline = comparison.headline.copy()
    headline["plan_mean"] = headline["base_mean"]
    for name in ("change", "percent"):
        headline[[f"{name}_mean", f"{name}_low", f"{name}_high"]] = 0.0
    headline["decided"] = False
    page = Page(render_report(dataclasses.replace(comparison, headline=headline)))
    assert "温室气体排放没有变化" in page.text


def test_a_base_of_zero_shows_the_change_itself(comparison: Comparison) -> None:
    headline = comparison.headline.copy()
    waits = headline["variable"] == "wait"
    headline.loc[waits, "base_mean"] = 0.0
    headline.loc[waits, ["percent_mean", "percent_low", "percent_high"]] = np.nan
    assert "nan%" not in render_report(dataclasses.replace(comparison, headline=headline))


def test_one_plan_alone_is_still_a_page(comparison: Comparison) -> None:
    alone = dataclasses.replace(
        comparison,
        titles={"reference": comparison.titles["reference"]},
        headline=comparison.headline.iloc[:0],
        measures=comparison.measures.iloc[:0],
        warnings=(),
    )
    assert "单个方案" in Page(render_report(alone)).text


def test_script_addresses_are_no_links(comparison: Comparison) -> None:
    assert 'href="javascript' not in render_report(comparison)
