"""Networks and trip tables in the TNTP format of transport research.

A file begins with lines ``<KEY> value`` up to ``<END OF METADATA>``; ``~`` begins a comment. A
network then has one link on a line: initial node, terminal node, capacity, length, free flow time,
B, power, speed, toll and type, ended by ``;``. A trip table has lines ``Origin n`` followed by
entries ``destination : trips;``. Nodes are numbered from 1, zones first; routes may not pass
through nodes below the first thru node.

References
----------
.. [1] Transportation Networks for Research Core Team. Transportation Networks for Research.
   https://github.com/bstabler/TransportationNetworks
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from scenarios.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = re.compile(r"<([^>]+)>(.*)")
_ORIGIN = re.compile(r"origin\s+(\S+)", re.IGNORECASE)
_END = "END OF METADATA"
_TOTAL = "TOTAL OD FLOW"
_TOTAL_TOLERANCE = 1e-3
_LINK_FIELDS = ("init_node", "term_node", "capacity", "length", "free_flow_time", "b", "power")
_MORE_FIELDS = ("speed", "toll", "link_type")
_LINK_COLUMNS = ("from_node", "to_node", "capacity", "length", "free_time", "alpha", "beta", "toll")


@dataclass(frozen=True)
class TntpFile:
    """A TNTP file as read.

    Attributes
    ----------
    rows : pandas.DataFrame
        Links (``from_node``, ``to_node``, ``capacity``, ``length``, ``free_time``, ``alpha``,
        ``beta``, ``toll``) or demand (``origin``, ``destination``, ``volume``), with nodes as text
        and the ``line`` of the file.
    first_thru_node : int
        First node that routes may pass; 1 in a trip table.
    faults : tuple of Fault
        Everything that is wrong with the file.
    notes : tuple of str
        What is odd but no fault.
    """

    rows: pd.DataFrame
    first_thru_node: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()


def read_tntp_links(content: bytes, file: str) -> TntpFile:
    r"""Read a network.

    Parameters
    ----------
    content : bytes
        The file.
    file : str
        Its name in faults.

    Returns
    -------
    TntpFile
        Links, the first thru node and all faults, by line.

    Examples
    --------
    >>> head = b"<NUMBER OF NODES> 2\n<NUMBER OF LINKS> 1\n<END OF METADATA>\n"
    >>> net = read_tntp_links(head + b"1 2 10 0 5 0.15 4 0 0 1 ; ~ note\n", "net.tntp")
    >>> net.rows["free_time"].to_list(), net.faults
    ([5.0], ())
    """
    reading = _Reading(content, file)
    nodes = reading.whole("NUMBER OF NODES", required=True)
    wanted = reading.whole("NUMBER OF LINKS", required=True)
    first = reading.whole("FIRST THRU NODE", required=False)
    rows, lines = [], 0
    for line, text in reading.body:
        lines += 1
        row = reading.link(line, text, nodes)
        if row is not None:
            rows.append((*row, line))
    if wanted is not None and wanted != lines:
        message = f"the header says {wanted} links, the file has {lines}"
        reading.note(reading.line_of("NUMBER OF LINKS"), message, "the number of links")
    frame = pd.DataFrame(rows, columns=[*_LINK_COLUMNS, "line"])
    return TntpFile(frame, 1 if first is None else first, tuple(reading.faults))


def read_tntp_trips(content: bytes, file: str) -> TntpFile:
    r"""Read a trip table.

    Parameters and result are those of :func:`read_tntp_links`, with demand in place of links.

    Examples
    --------
    >>> head = b"<NUMBER OF ZONES> 2\n<END OF METADATA>\n"
    >>> read_tntp_trips(head + b"Origin 1\n 1 : 0; 2 : 7.5;\n", "t.tntp").rows["volume"].to_list()
    [0.0, 7.5]
    """
    reading = _Reading(content, file)
    zones = reading.whole("NUMBER OF ZONES", required=True)
    rows: list[tuple[str, str, float, int]] = []
    origin: str | None = None
    begun = False
    for line, text in reading.body:
        found = _ORIGIN.fullmatch(text)
        if found:
            origin, begun = reading.node(line, "origin", found[1], zones), True
        elif not begun:
            reading.note(line, "trips stand before the first origin", "a line such as Origin 1")
        else:
            entries = reading.entries(line, text, zones)
            rows += [(origin or "", target, volume, line) for target, volume in entries]
    frame = pd.DataFrame(rows, columns=["origin", "destination", "volume", "line"])
    notes = reading.total_note(float(frame["volume"].sum()))
    return TntpFile(frame, 1, tuple(reading.faults), notes)


class _Reading:
    """The lines of a file and the faults found in them."""

    def __init__(self, content: bytes, file: str) -> None:
        self._file = file
        self._lines = content.decode("utf-8-sig", errors="replace").splitlines()
        self._header: dict[str, tuple[int, str]] = {}
        self.faults: list[Fault] = []
        self.body = list(self._split())
        if _END not in self._header:
            self.note(0, f"<{_END}> is missing", "header, then this line, then the rows")

    def _split(self) -> Iterator[tuple[int, str]]:
        """Yield the lines after the header, without comments; keep the header."""
        for line, written in enumerate(self._lines, start=1):
            text = written.partition("~")[0].strip()
            key = _KEY.match(text) if _END not in self._header else None
            if key:
                self._header.setdefault(key[1].strip().upper(), (line, key[2].strip()))
            elif text and _END in self._header:
                yield line, text
            elif text:
                self.note(line, "a row stands in the header", f"rows after <{_END}>")

    def note(self, line: int, message: str, allowed: str, where: str = "") -> None:
        """Add a fault of a line, or of the file with line 0."""
        text = self._lines[line - 1].strip() if line else ""
        address = f"row {line}{f', column {where}' if where else ''}" if line else ""
        advice = "see the description of the TNTP format in the manual of landsea"
        self.faults.append(
            Fault(self._file, line, address, "tntp.format", message, allowed, advice, text)
        )

    def line_of(self, key: str) -> int:
        """Return the line of a key of the header, 0 without it."""
        return self._header.get(key, (0, ""))[0]

    def whole(self, key: str, *, required: bool) -> int | None:
        """Return a whole number of the header; a fault when it is missing or wrong."""
        if key not in self._header:
            if required:
                self.note(0, f"<{key}> is missing in the header", "a whole number of at least 1")
            return None
        line, text = self._header[key]
        if text.isascii() and text.isdigit() and int(text) >= 1:
            return int(text)
        self.note(line, f'<{key}> is "{text}"', "a whole number of at least 1")
        return None

    def node(self, line: int, name: str, text: str, last: int | None) -> str | None:
        """Return a node as text, or None with a fault."""
        top = math.inf if last is None else last
        if text.isascii() and text.isdigit() and 1 <= int(text) <= top:
            return str(int(text))
        self.note(line, f'{name} is "{text}"', f"a node from 1 to {last or 'the last'}", name)
        return None

    def number(self, line: int, name: str, text: str) -> float | None:
        """Return a number that is finite and not negative, or None with a fault."""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and value >= 0:
            return value
        self.note(line, f'{name} is "{text}"', "a number of at least 0", name)
        return None

    def link(
        self, line: int, text: str, nodes: int | None
    ) -> tuple[str, str, float, float, float, float, float, float] | None:
        """Return the fields of a link, or None with its faults."""
        if not text.endswith(";"):
            self.note(line, "the link does not end with a semicolon", "fields, then ;")
            return None
        cells = text.rstrip("; \t").split()
        names = (*_LINK_FIELDS, *_MORE_FIELDS)
        if not len(_LINK_FIELDS) <= len(cells) <= len(names):
            self.note(line, f"the link has {len(cells)} fields", ", ".join(names))
            return None
        ends = [self.node(line, names[i], cells[i], nodes) for i in (0, 1)]
        given = dict(zip(names, cells, strict=False))
        wanted = (*_LINK_FIELDS[2:], "toll")
        numbers = [self.number(line, name, given.get(name, "0")) for name in wanted]
        if None in ends or None in numbers:
            return None
        start, end = (one or "" for one in ends)
        capacity, length, time, alpha, beta, toll = (one or 0.0 for one in numbers)
        return start, end, capacity, length, time, alpha, beta, toll

    def entries(self, line: int, text: str, zones: int | None) -> Iterator[tuple[str, float]]:
        """Yield destinations and trips of a line."""
        if not text.endswith(";"):
            self.note(line, "the last entry does not end with a semicolon", "destination : trips;")
        for entry in text.split(";"):
            target, colon, trips = (one.strip() for one in entry.partition(":"))
            if colon:
                node = self.node(line, "destination", target, zones)
                volume = self.number(line, "trips", trips)
                if node is not None and volume is not None:
                    yield node, volume
            elif target:
                self.note(line, f'"{target}" is no entry', "destination : trips;")

    def total_note(self, total: float) -> tuple[str, ...]:
        """Say when the trips do not sum to what the header says."""
        line, text = self._header.get(_TOTAL, (0, ""))
        if not text:
            return ()
        stated = self.number(line, _TOTAL, text)
        if stated is None or abs(total - stated) <= _TOTAL_TOLERANCE * max(stated, 1.0):
            return ()
        return (f"{self._file}: the trips sum to {total:g}, the header says {stated:g}",)
