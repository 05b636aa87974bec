"""The type of pictures and pages: a subset of an open-licensed Chinese font, and its measures.

The files hold the letters of all shipped tables and words and the 3,755 common characters of
GB 2312, so that Chinese is legible on a machine without any Chinese font. Licence: ``OFL.txt``.
"""

from __future__ import annotations

import base64
import csv
import struct
import zlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FAMILY = "Landsea Sans SC"
_REGULAR, _BOLD, _MORE = (
    f"LandseaSansSC-{one}.woff" for one in ("Regular-basic", "Bold-basic", "Regular-more")
)
FILES = (_REGULAR, _BOLD, _MORE)
_SQUARE = 1000
_HEADER = struct.Struct(">4sIIHHIHHIIIII")
_ENTRY = struct.Struct(">4sIIII")


def file_content(name: str) -> bytes:
    """Return one of the files of this package.

    Parameters
    ----------
    name : str
        Name of the file.

    Returns
    -------
    bytes
        Its content.
    """
    return resources.files("scenarios.fonts").joinpath(name).read_bytes()


@cache
def characters(part: str) -> frozenset[str]:
    """Return the characters of a part of the font.

    Parameters
    ----------
    part : str
        ``basic`` (in both weights) or ``more`` (regular weight alone).

    Returns
    -------
    frozenset of str
        Single characters.
    """
    return frozenset(file_content(f"{part}.txt").decode().replace("\n", ""))


@cache
def _widths() -> Mapping[str, tuple[int, int]]:
    """Return the widths of all letters that are no square, regular and bold."""
    rows = csv.DictReader(file_content("widths.csv").decode().splitlines())
    return {chr(int(row["character"], 16)): (int(row["regular"]), int(row["bold"])) for row in rows}


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is in this type.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Size of the type.
    bold : bool
        Whether it is set in bold.

    Returns
    -------
    float
        In the unit of `size`; a character that the font lacks counts as a square.

    Examples
    --------
    >>> text_width("平陆", 14.0)
    28.0
    """
    known = _widths()
    square = (_SQUARE, _SQUARE)
    return size * sum(known.get(one, square)[bold] for one in text) / _SQUARE


@cache
def _embedded(name: str) -> str:
    """Return a file as the address of its own content."""
    return "data:font/woff;base64," + base64.b64encode(file_content(name)).decode()


def font_faces(text: str) -> str:
    """Return style rules that hold the type itself, as much of it as a text needs.

    Parameters
    ----------
    text : str
        Everything that the page or picture says.

    Returns
    -------
    str
        Rules ``@font-face`` for the family :data:`FAMILY`.
    """
    rare = sorted((set(text) & characters("more")) - characters("basic"))
    rules = [_face(_REGULAR, 400, ""), _face(_BOLD, 700, "")]
    if rare:
        spans = ",".join(f"U+{ord(one):X}" for one in rare)
        rules.append(_face(_MORE, 400, f"unicode-range:{spans};"))
    return "\n".join(rules)


def _face(name: str, weight: int, span: str) -> str:
    """Return the rule of one file."""
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};{span}'
        f'src:url({_embedded(name)}) format("woff");}}'
    )


def unpack_fonts(folder: Path) -> list[Path]:
    """Write the fonts as plain OpenType files, for a renderer that reads no packed ones.

    Parameters
    ----------
    folder : Path
        An existing folder.

    Returns
    -------
    list of Path
        The files written.
    """
    paths = []
    for name in FILES:
        path = folder / name.replace(".woff", ".otf")
        path.write_bytes(unpacked(file_content(name)))
        paths.append(path)
    return paths


def unpacked(packed: bytes) -> bytes:
    """Return the OpenType font that a WOFF 1.0 file holds.

    Parameters
    ----------
    packed : bytes
        A WOFF file: a header, a directory, and tables packed one by one with zlib.

    Returns
    -------
    bytes
        The plain font.

    Raises
    ------
    ValueError
        When it is no such file.
    """
    signature, flavour, _, count, *_ = _HEADER.unpack_from(packed)
    if signature != b"wOFF":
        message = "this is no WOFF file"
        raise ValueError(message)
    tables = []
    for index in range(count):
        tag, start, length, full, checksum = _ENTRY.unpack_from(
            packed, _HEADER.size + index * _ENTRY.size
        )
        content = packed[start : start + length]
        tables.append((tag, checksum, zlib.decompress(content) if length < full else content))
    return _joined(flavour, tables)


def _joined(flavour: int, tables: Iterable[tuple[bytes, int, bytes]]) -> bytes:
    """Return a font made of tables: header, directory, and contents padded to four bytes."""
    listed = list(tables)
    power = len(listed).bit_length() - 1
    search = 16 << power
    head = struct.pack(">IHHHH", flavour, len(listed), search, power, len(listed) * 16 - search)
    directory, body = b"", b""
    start = len(head) + 16 * len(listed)
    for tag, checksum, content in listed:
        directory += struct.pack(">4sIII", tag, checksum, start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    return head + directory + body
