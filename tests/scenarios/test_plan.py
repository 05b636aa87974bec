"""Plan files: what they give, and every fault in one error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from networks.changes import OpenLockLine, SetFairwayDepth, SetMaxDraught
from scenarios.faults import Fault, InputError
from scenarios.measures import KINDS
from scenarios.plan.plan import Plan, load_plan, shipped_plans
from scenarios.plan.text import MAX_BYTES, LineIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

    Frames = Mapping[str, pd.DataFrame]
    WritePlan = Callable[..., Path]

DREDGE = """
[[measure]]
group = "fairways"
kind = "fairway-depth"
links = ["changzhou--tengxian"]
depth_m = {depth}
opens = {opens}
"""
LOCK_LINE = """
[[measure]]
group = "locks"
kind = "lock-line"
lock = "changzhou"
chamber = { length_m = 340, width_m = 34, sill_depth_m = 5.8 }
opens = 2029
capex_cny = 5.0e9
"""


def faults_of(path: object, tables: Frames | None = None) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        load_plan(str(path), tables)
    return caught.value.faults


def dredge(depth: float, opens: int) -> str:
    return DREDGE.format(depth=depth, opens=opens)


class TestWhatAPlanGives:
    def test_changes_are_those_of_the_measures_open_in_the_year(
        self, write_plan: WritePlan, tables: Frames
    ) -> None:
        plan = load_plan(write_plan(dredge(4.5, 2028) + LOCK_LINE), tables)
        depth = SetFairwayDepth(("changzhou--tengxian",), 4.5)
        line = OpenLockLine("changzhou", "5", 340.0, 34.0, 5.8, None)
        assert plan.changes(2027) == ()
        assert plan.changes(2028) == (depth,)
        assert plan.changes(2029) == (depth, line)

    def test_capex_is_that_of_the_measures_open_in_the_year(
        self, write_plan: WritePlan, tables: Frames
    ) -> None:
        plan = load_plan(write_plan(dredge(4.5, 2028) + LOCK_LINE), tables)
        assert plan.capex(2028) == []
        assert plan.capex(2029) == [("locks", "lock-line", 5.0e9)]

    def test_the_base_comes_first_so_that_a_later_measure_wins(
        self, write_plan: WritePlan, tables: Frames
    ) -> None:
        write_plan(dredge(4.0, 2025), "base.toml", "base")
        plan = load_plan(write_plan('extends = "base.toml"\n' + dredge(5.0, 2025)), tables)
        depths = [one.depth_m for one in plan.changes(2030) if isinstance(one, SetFairwayDepth)]
        assert depths == [4.0, 5.0]

    def test_a_shipped_plan_can_be_extended(self, write_plan: WritePlan, tables: Frames) -> None:
        plan = load_plan(write_plan('extends = "reference"\n'), tables)
        assert SetMaxDraught(("pingtang--madao", "madao--qishi"), 4.0) in plan.changes(2030)

    def test_years_come_from_the_plan_or_else_from_what_it_extends(
        self, write_plan: WritePlan, tables: Frames
    ) -> None:
        write_plan("years = [2040, 2030, 2040]\n", "base.toml", "base")
        inheriting = write_plan('extends = "base.toml"\n', "a.toml", "a")
        own = write_plan('extends = "base.toml"\nyears = [2035]\n', "b.toml", "b")
        assert load_plan(inheriting, tables).years == (2030, 2040)
        assert load_plan(own, tables).years == (2035,)
        assert load_plan(write_plan(""), tables).years == ()

    def test_a_plan_without_a_title_is_called_by_its_name(self, write_plan: WritePlan) -> None:
        title = load_plan(write_plan("")).title
        assert (title.zh, title.en) == ("mine", "mine")

    def test_new_lines_of_a_lock_get_the_next_free_numbers(
        self, write_plan: WritePlan, tables: Frames
    ) -> None:
        given_number = LOCK_LINE.replace('lock = "changzhou"', 'lock = "changzhou"\nline = 5')
        plan = load_plan(write_plan(LOCK_LINE + given_number + LOCK_LINE), tables)
        lines = [one.line for one in plan.changes(2030) if isinstance(one, OpenLockLine)]
        assert lines == ["6", "5", "7"]

    def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.toml"
        path.write_bytes(b'\xef\xbb\xbfname = "mine"\r\nyears = [2030]\r\n')
        assert load_plan(path).years == (2030,)

    def test_groups_may_be_shared(self, write_plan: WritePlan, tables: Frames) -> None:
        plan = load_plan(write_plan(dredge(4, 2025) + dredge(5, 2026)), tables)
        assert [measure.group for measure in plan.measures] == ["fairways", "fairways"]


class TestFaultsOfAFile:
    def test_an_unknown_name_brings_the_nearest_plan(self) -> None:
        (fault,) = faults_of("water-frist")
        assert fault.message.startswith('unknown plan "water-frist"')
        assert '"water-first"' in fault.allowed

    def test_a_folder(self, tmp_path: Path) -> None:
        (fault,) = faults_of(tmp_path)
        assert "is a folder, not a plan file" in fault.message

    @pytest.mark.parametrize(
        ("content", "words", "line"),
        [
            (b"PK\x03\x04\x00\x00", "is not a text file", 0),
            ('\nname = "方案"'.encode("gbk"), "is not written in UTF-8", 2),
            ('name = "x"'.encode("utf-16"), "is written in UTF-16", 0),
            (b"", "it is empty", 0),
            (b"# only a comment\n\n", "it is empty", 0),
            (b'name = "a"\nyears = [2030', "not TOML", 2),
            (b'name = "a"\nyears = = 2030\n', "not TOML: Invalid value", 2),
            (b'name = "a"\nname = "b"\n\n', "not TOML: Cannot overwrite a value", 2),
            (b"a = 1" + b"0" * 5000, "not TOML", 0),
            (b"a = " + b"[" * 90_000, "nested too deeply", 0),
            (b" " * (MAX_BYTES + 1), "larger than a megabyte", 0),
        ],
    )
    def test_what_is_no_plan_file(
        self, tmp_path: Path, content: bytes, words: str, line: int
    ) -> None:
        path = tmp_path / "mine.toml"
        path.write_bytes(content)
        (fault,) = faults_of(path)
        assert words in fault.message
        assert fault.line == line

    @pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "/", "..", "", " "])
    def test_names_that_no_file_can_have(self, name: str) -> None:
        assert len(faults_of(name)) == 1

    @pytest.mark.parametrize(
        ("text", "where", "code"),
        [
            ("measure = 5", "field measure", "plan.type"),
            ("measure = [1]", "measure 1", "plan.type"),
            ("extends = 5", "field extends", "plan.type"),
            ("title = 5", "field title", "plan.type"),
            ("years = 2030", "field years", "plan.type"),
            ("years = []", "field years", "plan.year"),
            ("years = [2030, 2061]", "field years, item 2", "plan.year"),
            ("years = [true]", "field years, item 1", "plan.year"),
            ("measures = []", "field measures", "plan.key"),
            ('title = { zh = "", en = "x" }', "field title.zh", "plan.text"),
            ('title = { zh = "x", en = "\\u001b[2J" }', "field title.en", "plan.text"),
        ],
    )
    def test_wrong_types_at_the_top(
        self, write_plan: WritePlan, text: str, where: str, code: str
    ) -> None:
        (fault,) = faults_of(write_plan(text))
        assert (fault.line, fault.where, fault.code) == (2, where, code)

    @pytest.mark.parametrize("name", ["", "Water", "a b", "a/b", "-a", "a--b", "方案", "x" * 41])
    def test_names_that_no_plan_can_have(self, write_plan: WritePlan, name: str) -> None:
        (fault,) = faults_of(write_plan("", name=name))
        assert (fault.code, fault.where) == ("plan.name", "field name")


class TestFaultsOfMeasures:
    def test_the_address_the_line_the_text_and_the_nearest_name(
        self, write_plan: WritePlan, tables: Frames
    ) -> None:
        text = dredge(4.5, 2028) + LOCK_LINE.replace('"changzhou"', '"changzou"')
        path = write_plan(text)
        assert faults_of(path, tables) == (
            Fault(
                file=str(path),
                line=13,
                where="measure 2 (group locks), field lock",
                code="plan.place",
                message='unknown lock "changzou"',
                allowed='2 known; nearest "changzhou"',
                help="the ids are in networks/data/locks.csv",
                text='lock = "changzou"',
            ),
        )

    def test_one_of_few_words_is_told_with_all_that_are_allowed(
        self, write_plan: WritePlan, tables: Frames
    ) -> None:
        text = """
[[measure]]
group = "swap"
kind = "energy-stations"
sells = "换电"
equipment = "swap-slot"
units = 2
packs = 3
opens = 2026
"""
        told = [(one.message, one.allowed) for one in faults_of(write_plan(text), tables)]
        assert ('"换电" is not known here', "charging, swap, lng or hydrogen") in told

    def test_no_fault_hides_another(self, write_plan: WritePlan, tables: Frames) -> None:
        text = """extend = "reference"
years = [1999, 2030]
[[measure]]
group = "Water Shift"
kind = "lock-lin"
article = "(四十)"
[[measure]]
group = "locks"
kind = "lock-line"
lock = "changzou"
chamber = { length_m = "340", width = 34, sill_depth_m = 99 }
opens = 2029.5
[[measure]]
group = "ports"
kind = "terminal-handling"
mode = "inland_water"
places = [
    "GGG",
    "KMG",
    "XXX",
]
cost_factor = { 2020 = 1, 2030 = nan }
time_factor = true
opens = 2100
"""
        found = [(one.line, one.code) for one in faults_of(write_plan(text), tables)]
        assert found == [
            (2, "plan.key"),
            (3, "plan.year"),
            (4, "plan.missing"),  # opens
            (5, "plan.name"),
            (6, "plan.kind"),
            (7, "plan.article"),
            (11, "plan.place"),
            (12, "plan.missing"),  # chamber.width_m
            (12, "plan.type"),
            (12, "plan.range"),
            (12, "plan.key"),
            (13, "plan.year"),
            (20, "plan.place"),  # KMG has no water
            (21, "plan.place"),
            (23, "plan.year"),
            (23, "plan.range"),
            (24, "plan.type"),
            (25, "plan.year"),
        ]

    def test_a_place_without_the_mode_says_which_it_has(
        self, write_plan: WritePlan, tables: Frames
    ) -> None:
        text = """[[measure]]
group = "ports"
kind = "terminal-handling"
mode = "inland_water"
places = ["KMG"]
cost_factor = 1
time_factor = 1
opens = 2030
"""
        (fault,) = faults_of(write_plan(text), tables)
        assert fault.message == 'place "KMG" has no inland_water terminal'
        assert fault.allowed == "it has: road, rail"

    @pytest.mark.parametrize(
        ("links", "words"),
        [
            ("[]", "the list is empty"),
            ('["madao--qishi", "madao--qishi"]', "is named twice"),
            ('"madao--qishi"', "is not a list"),
            ("[5]", "5 is not a text"),
            ('["madao-qishi"]', 'unknown waterway link "madao-qishi"'),
        ],
    )
    def test_wrong_links(
        self, write_plan: WritePlan, tables: Frames, links: str, words: str
    ) -> None:
        text = dredge(4, 2028).replace('["changzhou--tengxian"]', links)
        (fault,) = faults_of(write_plan(text), tables)
        assert words in fault.message

    def test_without_tables_only_the_form_is_checked(self, write_plan: WritePlan) -> None:
        plan = load_plan(write_plan(LOCK_LINE.replace('"changzhou"', '"atlantis"')))
        assert plan.changes(2030) == (OpenLockLine("atlantis", "1", 340.0, 34.0, 5.8, None),)

    def test_a_measure_without_anything_lists_what_it_needs(self, write_plan: WritePlan) -> None:
        faults = faults_of(write_plan("[[measure]]\n"))
        assert {fault.message for fault in faults} == {
            'required key "group" is missing',
            'required key "kind" is missing',
            'required key "opens" is missing',
        }


class TestExtends:
    def test_faults_of_the_base_are_listed_too(self, write_plan: WritePlan, tables: Frames) -> None:
        base = write_plan("years = [1]\n", "base.toml", "base")
        path = write_plan('extends = "base.toml"\nyears = [2]\n')
        faults = faults_of(path, tables)
        assert {(fault.file, fault.line) for fault in faults} == {(str(base), 2), (str(path), 3)}

    def test_a_circle_is_named_whole(self, write_plan: WritePlan) -> None:
        for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
            path = write_plan(f'extends = "{other}.toml"\n', f"{name}.toml", name)
        folder = path.parent.as_posix()
        (fault,) = faults_of(path.with_name("a.toml"))
        assert fault.file == f"{folder}/c.toml"
        named = " -> ".join(f"{folder}/{one}.toml" for one in "abca")
        assert fault.message == f"the plan extends itself: {named}"

    def test_a_plan_that_extends_itself(self, write_plan: WritePlan) -> None:
        (fault,) = faults_of(write_plan('extends = "./mine.toml"\n'))
        assert fault.message.startswith("the plan extends itself: ")

    def test_an_endless_chain_ends(self, write_plan: WritePlan) -> None:
        for number in range(30):
            write_plan(f'extends = "p{number + 1}.toml"\n', f"p{number}.toml", f"p{number}")
        (fault,) = faults_of(write_plan('extends = "p0.toml"\n'))
        assert "plans extend one another" in fault.message

    @pytest.mark.parametrize("name", ["referense", "nowhere.toml", "", ".", "a\\u0000b"])
    def test_an_unknown_base_is_a_fault_of_the_line_that_names_it(
        self, write_plan: WritePlan, name: str
    ) -> None:
        path = write_plan(f'extends = "{name}"\n')
        (fault,) = faults_of(path)
        assert (fault.file, fault.line, fault.where) == (str(path), 2, "field extends")
        assert fault.code == "plan.extends"


class TestShippedPlans:
    def test_they_are_the_reference_and_its_rivals(self) -> None:
        assert shipped_plans() == [
            "clean-fleet",
            "electric-vessels",
            "energy-corridors",
            "guangxi-2022",
            "lng-vessels",
            "rail-first",
            "reference",
            "shore-power",
            "stations",
            "water-first",
        ]

    @pytest.mark.parametrize("name", shipped_plans())
    def test_their_form_is_right_and_they_are_called_like_their_file(self, name: str) -> None:
        plan = load_plan(name)
        assert plan.name == name
        assert plan.title.zh != plan.title.en

    @pytest.mark.parametrize(
        ("name", "articles"),
        [
            ("water-first", {"(十四)"}),
            ("rail-first", {"(十四)", "(十五)"}),
            ("guangxi-2022", {"(十四)", "(十五)", "(三十一)"}),
            ("lng-vessels", {"(十五)"}),
            ("electric-vessels", {"(十五)"}),
            ("shore-power", {"(十五)"}),
            ("clean-fleet", {"(十五)", "(三十)"}),
            ("stations", {"(十五)"}),
            ("energy-corridors", {"(十五)"}),
        ],
    )
    def test_they_open_by_2030_with_an_article_and_a_cost_for_each_measure(
        self, name: str, articles: set[str | None]
    ) -> None:
        reference, plan = load_plan("reference"), load_plan(name)
        assert plan.measures[: len(reference.measures)] == reference.measures
        own = plan.measures[len(reference.measures) :]
        assert {measure.article for measure in own} == articles
        assert all(measure.opens <= 2030 for measure in own)
        named = [measure for measure in own if measure.article]
        assert len(plan.capex(2030)) == len(named)

    def test_they_show_most_kinds(self) -> None:
        used = {measure.kind for name in shipped_plans() for measure in load_plan(name).measures}
        unused = {"toll", "truck-restriction", "port-rail-access", "train-paths"}
        unused |= {"station-tariff", "sale-ban", "energy-price"}
        assert set(KINDS) - used == unused


class TestLineIndex:
    TEXT = '''a = 1 # [x]
b.c = """
[[measure]]
"""
[t]
"quoted key" = [ # one
    "]",
    'two',
]
[[measure]]
x = { y = 1, z = [1, 2] }
[measure.sub]
k = 2
[[measure]]
[[measure.deep]]
k = 3
'''

    @pytest.mark.parametrize(
        ("address", "value", "line"),
        [
            (("a",), None, 1),
            (("b", "c"), None, 2),
            (("t",), None, 5),
            (("t", "quoted key"), None, 6),
            (("t", "quoted key", 0), "]", 7),
            (("measure", 0), None, 10),
            (("measure", 0, "x", "y"), None, 11),
            (("measure", 0, "sub", "k"), None, 13),
            (("measure", 1), None, 14),
            (("measure", 1, "deep", 0, "k"), None, 16),
            (("measure", 0, "nothing"), None, 10),
            (("nothing",), None, 0),
        ],
    )
    def test_lines_are_found(
        self, address: tuple[str | int, ...], value: object, line: int
    ) -> None:
        assert LineIndex.of(self.TEXT).find(address, value) == line

    @given(st.text(alphabet="ab=[]{}\"'#.,\n\\ 1", max_size=60))
    def test_no_text_breaks_the_scan(self, text: str) -> None:
        index = LineIndex.of(text)
        assert 0 <= index.find(("a", 0, "b"), "a") <= len(index.lines)


def toml(value: object) -> str:
    """Write a value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(one):08x}" for one in value) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf"
    return repr(value)


# fmt: off
KEYS = [
    "group", "kind", "lock", "line", "chamber", "cycle_min", "opens", "links", "depth_m",
    "max_draught_m", "places", "mode", "cost_factor", "time_factor", "capex_cny",
    "lifetime_years", "title", "article", "value", "low", "high", "2025", "2030", "length_m",
    "width_m", "sill_depth_m", "zh", "en", "name", "years", "extends", "measure",
]
# fmt: on
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
keys = st.sampled_from(KEYS) | texts
leaves = (
    st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([*KINDS, "changzhou", "GGG", "sea", "madao--qishi", "(十四)", "reference"])
    | st.sampled_from([4, 2030, 0.5, 100])
    | texts
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=8,
)
measures = st.lists(
    st.fixed_dictionaries(
        {"group": st.just("a") | values, "kind": st.sampled_from(list(KINDS)) | values},
        optional=dict.fromkeys(KEYS[2:16], values),
    ),
    max_size=3,
)
documents = st.fixed_dictionaries(
    {"name": st.just("mine") | values},
    optional={"measure": measures | values, "years": values, "extends": values, "extra": values},
)


def is_plan_or_faults(path: Path, tables: Frames) -> bool:
    """Tell whether a file gives a plan that can be used, or faults that can be shown."""
    try:
        plan = load_plan(path, tables)
    except InputError as error:
        return all(fault.message and fault.code for fault in error.faults)
    plan.changes(2030)
    return isinstance(plan, Plan)


class TestRandomDocuments:
    @settings(
        max_examples=300,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(documents)
    def test_a_document_is_a_plan_or_a_list_of_faults(
        self, tmp_path: Path, tables: Frames, document: dict[str, Any]
    ) -> None:
        path = tmp_path / "mine.toml"
        text = "".join(f"{toml(key)} = {toml(value)}\n" for key, value in document.items())
        path.write_text(text, encoding="utf-8")
        assert is_plan_or_faults(path, tables)

    @settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8")))
    def test_any_bytes_are_a_plan_or_a_list_of_faults(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "mine.toml"
        path.write_bytes(content)
        with pytest.raises(InputError):
            load_plan(path)
