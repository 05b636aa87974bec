"""How tests are spread over processes: a file stays together, and so does what shares a run."""

from __future__ import annotations

import pytest

TOGETHER = ("study",)
"""Folders whose tests all read one long run, made once for each process."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group of each test, for ``--dist loadgroup``."""
    for item in items:
        folder = item.path.parent
        group = folder if folder.name in TOGETHER else item.path
        item.add_marker(pytest.mark.xdist_group(str(group.relative_to(item.config.rootpath))))
