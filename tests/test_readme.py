"""The commands in the pages for users exist, with the options that are written there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from scenarios.cli import app
from scenarios.plan.plan import load_plan
from scenarios.tables.reading import read_tables

ROOT = Path(__file__).parents[1]
PAGES = [page for page in sorted(ROOT.glob("README*.md")) if page.is_file()]
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


def lines_of_code(page: Path) -> list[str]:
    """Return the lines inside fenced blocks."""
    blocks = re.findall(
        r"^```[a-z]*\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_exist(page: Path) -> None:
    for line in lines_of_code(page):
        if not line.startswith("landsea "):
            continue
        name, *rest = shlex.split(line, comments=True)[1:]
        if name.startswith("--"):
            continue
        assert name in COMMANDS, line
        known = {option for one in COMMANDS[name].params for option in one.opts}
        assert {word for word in rest if word.startswith("--")} <= known, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {line.split()[1] for line in lines_of_code(page) if re.match(r"make [a-z]+", line)}
    assert named <= targets


def test_both_languages_show_the_same_commands() -> None:
    english, chinese = (ROOT / name for name in ("README.md", "README.zh.md"))
    inline = [set(re.findall(r"`(landsea [^`]+)`", page.read_text("utf-8"))) for page in PAGES]
    assert inline[0] == inline[1]
    commands = [
        {line.split("#")[0].strip() for line in lines_of_code(page) if line.startswith("make ")}
        for page in (english, chinese)
    ]
    assert commands[0] == commands[1] == {"make run", "make test"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_plan_in_the_readme_is_valid(page: Path, tmp_path: Path) -> None:
    block = re.search(r"^```toml\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert block is not None
    plan_file = tmp_path / "fifth-line.toml"
    plan_file.write_text(block[1], encoding="utf-8")
    plan = load_plan(plan_file, read_tables())
    assert [measure.kind for measure in plan.measures] == ["canal-draught", "lock-line"]
    assert len(plan.changes(2030)) == 2
