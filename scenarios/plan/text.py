"""Reading the text of a plan file: encodings, broken TOML, and the line of every value.

The TOML reader of the standard library says nothing of lines. :class:`LineIndex` finds them with a
scan that knows strings, comments, brackets and headings, which is enough for a document that the
reader has accepted.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from scenarios.faults import Fault, InputError

if TYPE_CHECKING:
    from pathlib import Path

Address = tuple[str | int, ...]

MAX_BYTES: Final = 1_000_000
NO_SUCH_FILE: Final = "does not exist"
_TEXT_LENGTH: Final = 160
_KEY: Final = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*""")
_TOKEN: Final = re.compile(
    r'''"""|\'\'\'|"(?:[^"\\]|\\.)*"|'[^']*'|\#.*|[\[{]|[\]}]|\\.|.''', re.DOTALL
)


@dataclass(frozen=True)
class Statement:
    """One heading or one ``key = value`` of a TOML file.

    Attributes
    ----------
    address : tuple
        Keys and list positions that lead to the value.
    first, last : int
        Lines, counted from 1.
    """

    address: Address
    first: int
    last: int


@dataclass(frozen=True)
class LineIndex:
    """Finds the line of a value in the text of a plan file."""

    lines: tuple[str, ...]
    statements: tuple[Statement, ...]

    @classmethod
    def of(cls, text: str) -> LineIndex:
        """Scan a text."""
        lines = tuple(text.split("\n"))
        return cls(lines, tuple(_Scan(lines).statements()))

    def find(self, address: Address, value: object = None) -> int:
        """Return the line of an address, or 0.

        Parameters
        ----------
        address : tuple
            Keys and positions, such as ``("measure", 1, "links", 3)``.
        value : object
            The value received, to find its line within a list of many lines.

        Returns
        -------
        int
            Line of the longest part of the address that has one.
        """
        for size in range(len(address), 0, -1):
            for statement in self.statements:
                if statement.address == address[:size]:
                    return self._within(statement, address[size:], value)
        return 0

    def _within(self, statement: Statement, rest: Address, value: object) -> int:
        """Return the line inside a statement that shows the rest of an address."""
        wanted = [str(part) for part in rest if isinstance(part, str)]
        if isinstance(value, str | int | float) and rest:
            wanted.insert(0, f'"{value}"' if isinstance(value, str) else str(value)[:_TEXT_LENGTH])
        for text in wanted:
            for number in range(statement.first, statement.last + 1):
                if text in self.lines[number - 1]:
                    return number
        return statement.first

    def text(self, line: int) -> str:
        """Return a line as written, cut to a readable length."""
        text = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        return text if len(text) <= _TEXT_LENGTH else text[: _TEXT_LENGTH - 3] + "..."


@dataclass
class _Scan:
    """The state of a scan: where the headings stand and what is still open."""

    lines: tuple[str, ...]
    prefix: Address = ()
    counts: dict[Address, int] = field(default_factory=dict)
    quote: str = ""
    depth: int = 0

    def statements(self) -> list[Statement]:
        """Return every statement of the text."""
        found: list[Statement] = []
        address: Address | None = None
        first = 0
        for number, line in enumerate(self.lines, start=1):
            if not self.quote and not self.depth:
                address, first = self._open(line), number
            self._close(line)
            if address is not None and not self.quote and not self.depth:
                found.append(Statement(address, first, number))
        return found

    def _open(self, line: str) -> Address | None:
        """Return the address that a line begins, or None for a blank line."""
        text = line.strip()
        if not text or text.startswith("#"):
            return None
        if text.startswith("[["):
            parent = self._resolve(_keys(text[2:]))
            self.counts[parent] = self.counts.get(parent, -1) + 1
            self.prefix = (*parent, self.counts[parent])
            return self.prefix
        if text.startswith("["):
            parent = self._resolve(_keys(text[1:]))
            self.prefix = (*parent, self.counts[parent]) if parent in self.counts else parent
            return self.prefix
        return (*self.prefix, *_keys(text))

    def _resolve(self, keys: list[str]) -> Address:
        """Put the current position of each list of tables into an address."""
        address: Address = ()
        for key in keys:
            if address in self.counts:
                address = (*address, self.counts[address])
            address = (*address, key)
        return address

    def _close(self, line: str) -> None:
        """Follow strings and brackets to the end of a line."""
        heading = not self.quote and not self.depth and line.lstrip().startswith("[")
        if heading:
            return
        for match in _TOKEN.finditer(line):
            piece = match[0]
            if self.quote:
                self.quote = "" if piece == self.quote else self.quote
            elif piece in {'"""', "'''"}:
                self.quote = piece
            elif piece in "[{":
                self.depth += 1
            elif piece in "]}":
                self.depth = max(0, self.depth - 1)


def _keys(text: str) -> list[str]:
    """Return the parts of a dotted key."""
    keys: list[str] = []
    position = 0
    while match := _KEY.match(text, position):
        key = match[1]
        keys.append(key[1:-1] if key[0] in "\"'" else key)
        if text[match.end() : match.end() + 1] != ".":
            break
        position = match.end() + 1
    return keys


def read_document(path: Path, name: str) -> tuple[dict[str, Any], LineIndex]:
    """Return the document of a TOML file and the lines of its values.

    Parameters
    ----------
    path : Path
        File to read.
    name : str
        Name of the file in faults.

    Raises
    ------
    InputError
        When the file cannot be read, is not text in UTF-8, or is not TOML.
    """
    text = _read_text(path, name)
    lines = LineIndex.of(text)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(name, lines, str(error)) from None
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise _broken(name, lines, reason) from None
    if not document:
        message = "the file holds no plan: it is empty"
        remedy = 'begin with name = "my-plan"; landsea plans lists plans to start from'
        raise InputError([Fault(name, 0, "", "plan.empty", message, help=remedy)])
    return document, lines


def _broken(name: str, lines: LineIndex, reason: str) -> InputError:
    """Return the error for a text that is not TOML."""
    match = re.search(r"at line (\d+)", reason)
    line = int(match[1]) if match else 0
    if "end of document" in reason:
        line = len("\n".join(lines.lines).rstrip().split("\n"))
    plain = re.sub(r"\s*\(at [^)]*\)$", "", reason)
    remedy = 'write key = value, with texts in "quotation marks"'
    fault = Fault(
        name, line, "", "plan.toml", f"not TOML: {plain}", "", remedy, text=lines.text(line)
    )
    return InputError([fault])


def _read_text(path: Path, name: str) -> str:
    """Return the text of a file, or say why it has none."""
    try:
        if path.is_dir():
            raise _unreadable(name, "is a folder, not a plan file", "name a .toml file")
        if path.exists() and not path.is_file():
            raise _unreadable(name, "is not a regular file", "name a .toml file")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _unreadable(name, NO_SUCH_FILE, "check the name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(name, f"cannot be read: {reason}", "check the name") from None
    if len(content) > MAX_BYTES:
        raise _unreadable(name, "is larger than a megabyte, so no plan file", "name a .toml file")
    return _decode(content, name)


def _decode(content: bytes, name: str) -> str:
    """Return text in UTF-8, with or without a byte order mark."""
    remedy = "save the file as UTF-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(name, "is written in UTF-16", remedy)
    if b"\0" in content:
        raise _unreadable(name, "is not a text file", "name a .toml file")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        fault = Fault(name, line, "", "plan.file", "is not written in UTF-8", "", remedy)
        raise InputError([fault]) from None


def _unreadable(name: str, message: str, remedy: str) -> InputError:
    """Return the error for a file that holds no text."""
    return InputError([Fault(name, 0, "", "plan.file", message, "", remedy)])
