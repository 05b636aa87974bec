"""The four packages are one program, installed once, and the only owner of their names."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("networks", "fleets", "transport", "scenarios")


def test_no_other_distribution_claims_one_of_the_names() -> None:
    owners = importlib.metadata.packages_distributions()
    rivals = {name: owners[name] for name in PACKAGES if name in owners}
    assert set().union(*rivals.values()) <= {"landsea-corridor"}, rivals


def test_the_four_packages_lie_in_one_folder() -> None:
    files = [importlib.import_module(name).__file__ for name in PACKAGES]
    assert len({Path(file or "").parents[1] for file in files}) == 1


@pytest.mark.parametrize("name", PACKAGES)
def test_each_package_is_typed(name: str) -> None:
    assert (ROOT / name / "py.typed").is_file()


def test_constraints_pin_every_dependency_to_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted.extend(extra)
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in pinned)
    names = {line.partition("==")[0].lower().replace("_", "-") for line in pinned}
    assert {re.split(r"[>=<]", one)[0].lower() for one in wanted} <= names


def test_dependencies_have_lower_bounds_only() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all(re.fullmatch(r"[a-z0-9-]+>=[0-9.]+", one) for one in project["dependencies"])
