"""The page on measures: every kind and field is there, and every example is a good plan."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenarios.measures import KINDS, CommonFields
from scenarios.plan.plan import load_plan
from scenarios.tables.reading import read_tables

PAGE = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([a-z-]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_every_kind_has_a_section_and_a_line_in_the_table() -> None:
    assert set(SECTIONS) == set(KINDS)
    assert set(re.findall(r"^\| \[`([a-z-]+)`\]", PAGE, re.MULTILINE)) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_is_named(kind: str) -> None:
    text = SECTIONS[kind].split("```")[0]
    own = set(KINDS[kind].model_fields) - set(CommonFields.model_fields)
    assert own <= set(re.findall(r"`([a-z_]+)`", text))


def test_the_examples_are_read_against_the_tables(tmp_path: Path) -> None:
    tables = read_tables()
    for kind, text in SECTIONS.items():
        (example,) = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        path = tmp_path / f"{kind}.toml"
        path.write_text(f'name = "{kind}"\n{example}', encoding="utf-8")
        measures = load_plan(path, tables).measures
        assert {measure.kind for measure in measures} == {kind}
        assert all(measure.changes(2030) for measure in measures)
