"""Printing: text that any console can show, one JSON object, and the list of faults."""

from __future__ import annotations

import dataclasses
import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from scenarios.faults import Fault, InputError

_RED, _YELLOW, _PLAIN = "\x1b[1;31m", "\x1b[1;33m", "\x1b[0m"


def prepare_streams() -> None:
    """Let standard output and error write every letter, escaped where the console lacks it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def printable(text: str) -> str:
    r"""Return a text without control characters, which could rule the console.

    Examples
    --------
    >>> printable("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return "".join(
        one if one.isprintable() or one == "\n" else one.encode("unicode_escape").decode()
        for one in text
    )


def say(text: str = "") -> None:
    """Print a line of the result on standard output."""
    sys.stdout.write(printable(text) + "\n")


def note(text: str) -> None:
    """Print a line about the work on standard error."""
    sys.stderr.write(printable(text) + "\n")
    sys.stderr.flush()


def say_json(document: Mapping[str, Any]) -> None:
    """Print one JSON object on standard output; a number that is not finite becomes null."""
    text = json.dumps(_plain(document), indent=2, allow_nan=False)
    sys.stdout.write(text + "\n")


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON has it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "item"):
        return _plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def paint(text: str, kind: str, stream: TextIO) -> str:
    """Colour the first word of a message on a terminal, unless ``NO_COLOR`` is set."""
    if os.environ.get("NO_COLOR") or not stream.isatty():
        return text
    return f"{_RED if kind == 'error' else _YELLOW}{text}{_PLAIN}"


def fault_lines(fault: Fault) -> list[str]:
    """Return the lines that show a fault, the first without its leading word.

    Parameters
    ----------
    fault : Fault
        What is wrong.

    Returns
    -------
    list of str
        Message, place, offending line, what is allowed and what to do.
    """
    place = f"{fault.file}:{fault.line}" if fault.line else fault.file
    lines = [f"[{fault.code}]: {fault.message}", f" --> {place}  {fault.where}".rstrip()]
    if fault.text:
        lines.append(f"   |  {fault.text}")
    if fault.allowed:
        lines.append(f"  = allowed: {fault.allowed}")
    if fault.help:
        lines.append(f"  = help: {fault.help}")
    return [printable(line.replace("\n", " ")) for line in lines]


def count_line(faults: Sequence[Fault]) -> str:
    """Return the last line of a list of faults; what has no ending is an argument, not a file."""
    files = sum(bool(PurePath(name).suffix) for name in {fault.file for fault in faults})
    fault_word = "fault" if len(faults) == 1 else "faults"
    file_word = "file" if files == 1 else "files"
    where = f" in {files} {file_word}" if files else ""
    return f"{len(faults)} {fault_word}{where}. Nothing was run and nothing was written."


def show_faults(error: InputError, *, as_json: bool) -> None:
    """Print all faults on standard error, and as JSON on standard output when asked."""
    for fault in error.faults:
        first, *rest = fault_lines(fault)
        sys.stderr.write(paint("error", "error", sys.stderr) + first + "\n")
        sys.stderr.write("".join(line + "\n" for line in rest) + "\n")
    note(count_line(error.faults))
    if as_json:
        say_json({**error.facts, "faults": [dataclasses.asdict(fault) for fault in error.faults]})
