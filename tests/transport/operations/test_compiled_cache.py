"""Compiled code that is kept on disk is made again when a module that it was made from changes."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CALLED = """
from transport.operations.compiled import compiled

FACTOR = {factor}

@compiled
def times(number):
    return FACTOR * number
"""
CALLER = """
from called import times
from transport.operations.compiled import compiled

@compiled
def twice(number):
    return times(number) + times(number)

print(twice(1), sum(twice.stats.cache_hits.values()))
"""


def test_a_caller_is_compiled_again_after_a_change_of_what_it_calls(tmp_path: Path) -> None:
    def told(factor: int) -> list[str]:
        (tmp_path / "called.py").write_text(CALLED.format(factor=factor))
        (tmp_path / "caller.py").write_text(CALLER)
        path = os.pathsep.join([str(tmp_path), *sys.path])
        env = os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        code = [sys.executable, "-c", "import caller"]
        return subprocess.check_output(code, env=env, text=True).split()  # noqa: S603

    # Value, and whether it came from disk.
    assert told(3) == ["6", "0"]
    assert told(3) == ["6", "1"]
    assert told(4) == ["8", "0"]
