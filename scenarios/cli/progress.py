"""Progress of a run on standard error: a bar in a terminal, else a line every ten percent."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scenarios.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Progress = Callable[[int, int, str], None]


def line_progress(clock: Callable[[], float] = time.monotonic, *, work: str = "runs") -> Progress:
    """Return a callback that prints a plain line at each tenth of the work.

    Parameters
    ----------
    clock : callable
        Seconds that only rise.
    work : str
        What is counted.
    """
    started = clock()
    shown = -1

    def report(done: int, total: int, label: str) -> None:
        """Print a line for each tenth of the work."""
        nonlocal shown
        tenth = 10 * done // max(total, 1)
        if tenth <= shown:
            return
        shown = tenth
        elapsed = clock() - started
        left = f"  about {elapsed * (total - done) / done:.0f} s left" if 0 < done < total else ""
        note(f"simulated  {done} of {total} {work}  {label}{left}")

    return report


@contextmanager
def progress(work: str = "runs", *, verb: str = "simulated") -> Iterator[Progress]:
    """Give the callback that a study calls with work done, work in all and a label.

    Parameters
    ----------
    work, verb : str
        What is counted in plain lines, and what stands before the bar.
    """
    if not sys.stderr.isatty():
        yield line_progress(work=work)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn(verb),
        BarColumn(30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[label]}", markup=False),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(work, total=None, label="")

        def report(done: int, total: int, label: str) -> None:
            """Move the bar."""
            bar.update(task, completed=done, total=total, label=label)

        yield report
