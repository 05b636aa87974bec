from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.cli.table import compare_lines

if TYPE_CHECKING:
    from .conftest import Compared
else:
    Compared = object

README = Path(__file__).parents[3] / "README.md"


def shape(line: str) -> str:
    """Return a line with its numbers taken out; which moves are largest depends on the runs.

    So does which places are full.
    """
    if re.match(r"\s*(lock|rail|terminal|port) \S+\*?\s+[\d.]+\s+[\d.]+\s+\d+%", line):
        return ""
    if re.match(r"\s*[\d.]+ kt ", line):
        return "a move"
    return re.sub(r"[-+<]?\d[\d.]*%?( to)?", "", " ".join(line.split())).replace("?", "").strip()


def test_the_table_in_the_readme_has_the_shape_of_the_output(compared: Compared) -> None:
    text = README.read_text(encoding="utf-8")
    block = re.search(r"^\$ landsea compare.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert block is not None
    written = [shape(line) for line in block[1].splitlines() if line.strip()]
    printed = [shape(line) for line in compare_lines(compared.comparison) if line.strip()]
    optional = "interval includes zero: direction not shown"
    assert [line for line in written if line] == [
        line for line in printed if line and not line.startswith(optional)
    ]
