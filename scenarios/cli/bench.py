"""``landsea bench``: how long the parts of a run take, and the lock model beside others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from scenarios.cli.app import app
from scenarios.cli.options import Debug, Json, RivalsFolder, TablesFolder
from scenarios.cli.output import note, say, say_json
from scenarios.faults import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from scenarios.benchmarks.lock_chain import ChainRate
    from scenarios.benchmarks.result import BenchResult

Timed = TypeVar("Timed")
MIN_VESSELS = 500
MAX_VESSELS = 1_000_000


@app.command("bench")
def bench(  # noqa: PLR0913 - one for each option
    *,
    repeat: Annotated[
        int, typer.Option(min=1, max=100, help="Counted runs at the most; long ones are fewer.")
    ] = 5,
    part: Annotated[
        list[str] | None,
        typer.Option(
            "--part",
            metavar="NAME",
            help="Time this part (again for more), not all.",
            show_default=False,
        ),
    ] = None,
    vessels: Annotated[
        int,
        typer.Option(min=MIN_VESSELS, max=MAX_VESSELS, help="Vessels of the long chain of locks."),
    ] = 50_000,
    rivals: RivalsFolder = None,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Time the parts of a run, and a chain of locks beside other programs.

    Shown are the best and the median of several runs in one process, after one that is not
    counted. The chain is run by the lock model and by a plain SimPy model; with --rivals also by
    OpenTNSim, once. All but the latter takes about a minute and a half.
    """
    from scenarios.benchmarks.lock_chain import GROWTH, SMALL, time_chain, time_growth
    from scenarios.benchmarks.parts import PARTS, time_parts
    from scenarios.benchmarks.result import BenchResult
    from scenarios.cli.inputs import read_shipped

    del debug
    checked, faults = read_shipped(tables)
    faults = [*faults, *_unknown_parts(part or [], list(PARTS))]
    if faults or checked is None:
        raise InputError(faults)
    sizes = sorted({SMALL, vessels})
    count = _Count(len(part or PARTS) + 2 * len(sizes) + len(GROWTH))
    note(f"timing     {count.total} pieces, the parts of a run first")
    parts = list(count.noting(time_parts(checked, repeat, part or []), lambda one: one.name))
    chain = list(count.noting(time_chain(sizes, repeat), _chain_name))
    smallest = max(1, vessels // (2 * max(GROWTH)))
    growth = list(count.noting(time_growth(smallest, repeat), _chain_name))
    others, missing = time_rivals(rivals)
    result = BenchResult(repeat, parts, [*chain, *others], growth, missing)
    if json:
        say_json(result.document())
        return
    show(result)


def show(result: BenchResult) -> None:
    """Print everything that was measured."""
    _say_parts(result)
    _say_chain(result)
    _say_growth(result)


def time_rivals(folder: Path | None) -> tuple[list[ChainRate], dict[str, str]]:
    """Time OpenTNSim where the user wants it and it can be installed."""
    from scenarios.benchmarks.rivals import OPENTNSIM, RivalMissingError, time_opentnsim

    if folder is None:
        return [], {OPENTNSIM: "not asked for; --rivals DIR installs it in a folder of its own"}
    note(f"installing and timing {OPENTNSIM}, which takes some minutes")
    try:
        return [time_opentnsim(folder)], {}
    except RivalMissingError as error:
        return [], {OPENTNSIM: f"cannot be installed or run here: {error}"}


def _unknown_parts(asked: Sequence[str], known: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for each part that there is not."""
    for name in asked:
        if name not in known:
            message = f'"{name}" is no part of a run'
            yield Fault("--part", 0, "", "option.choice", message, ", ".join(known))


class _Count:
    """Says after each measurement how many are done."""

    def __init__(self, total: int) -> None:
        self.total = total
        self._done = 0

    def noting(self, items: Iterable[Timed], name_of: Callable[[Timed], str]) -> Iterator[Timed]:
        """Pass measurements on."""
        for item in items:
            self._done += 1
            note(f"timed      {self._done} of {self.total}  {name_of(item)}")
            yield item


def _chain_name(rate: ChainRate) -> str:
    """Program and size."""
    return f"{rate.program} with {rate.vessels:,} vessels"


def _say_parts(result: BenchResult) -> None:
    """Print the parts of a run."""
    say(f"{'':12}{'best s':>9}{'median s':>10}{'runs':>6}{'limit s':>9}")
    for one in result.parts:
        took = f"{one.best_s:>9.3f}{one.median_s:>10.3f}{one.runs:>6}"
        say(f"{one.name:12}{took}{one.limit_s:>9.1f}  {one.what}")


def _say_chain(result: BenchResult) -> None:
    """Print the programs side by side."""
    from scenarios.benchmarks.lock_chain import LEAST_PER_S

    ratios = {(one.rival, one.vessels): one for one in result.ratios()}
    say()
    say(f"chain of four locks: lock passages a second (landsea: at least {LEAST_PER_S:,.0f})")
    say(f"{'':12}{'':>9}{'':2}{'without records':^26}  {'with records':^26}".rstrip())
    head = f"{'per s':>13}{'landsea is':>13}"
    say(f"{'':12}{'vessels':>9}{'':2}{head}  {head}{'runs':>6}{'records':>9}")
    for one in result.chain:
        ratio = ratios.get((one.program, one.vessels))
        bare, recorded = (f"{ratio.bare:,.1f} x", f"{ratio.recorded:,.1f} x") if ratio else ("", "")
        line = f"{one.program:12}{one.vessels:>9,}{'':2}{one.per_s:>13,.0f}{bare:>13}"
        line += f"  {one.recorded_per_s:>13,.0f}{recorded:>13}"
        say(f"{line}{one.bare.runs:>6}{one.records_share:>+9.0%}")
    for rival, reason in result.missing.items():
        say(f"{rival}: {reason}")


def _say_growth(result: BenchResult) -> None:
    """Print the cost of a vessel by size."""
    from scenarios.benchmarks.lock_chain import MOST_RECORDS_SHARE

    say()
    say(f"cost by size, landsea (records: at most {MOST_RECORDS_SHARE:+.0%})")
    say(f"{'vessels':>12}{'us a vessel':>14}{'over smallest':>15}{'records cost':>14}")
    for one, share in zip(result.growth, result.growth_shares(), strict=True):
        us = 1e6 * one.s_per_vessel
        say(f"{one.vessels:>12,}{us:>14.2f}{share:>15.2f}{one.records_share:>14.0%}")
