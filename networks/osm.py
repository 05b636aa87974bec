"""OpenStreetMap extracts: which ways are wanted, and how they are read from files.

This is the one module of the package that opens files. Compressed XML is unpacked to a temporary
file first, so that archives of several streams and cut-off archives are told apart; XML and PBF
are then read by the ``osmium`` package. Only wanted ways and the nodes they name are kept, with
all their tags. Relations are not read. Deleted objects are left out, and so are nodes without a
valid position: a way that names one is cut there later, as at any lost node.

A way or node that stands in several extracts counts once: the one of the highest version, else
the first. Nodes are put together over all extracts before any way is cut.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import re
import shutil
import tempfile
import zlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import osmium

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

ATTRIBUTION: Final = "© OpenStreetMap contributors, ODbL 1.0"

Tag = tuple[str, str]
"""Key and value of an OpenStreetMap tag."""

_ROADS: Final = ("motorway", "trunk", "primary", "secondary", "tertiary")

MODE_TAGS: Final[Mapping[str, tuple[Tag, ...]]] = {
    "rail": (("railway", "rail"),),
    "water": (("waterway", "river"), ("waterway", "canal")),
    "road": tuple(("highway", road) for road in _ROADS),
}
"""Tags of the ways that belong to each mode."""

SUFFIXES: Final = (".osm", ".osm.gz", ".osm.bz2", ".osm.pbf")
"""Endings of the files that can be read."""

_HEAD_BYTES: Final = 4096
_STARTS: Final = {b"<": "XML", b"\x1f\x8b": "gzip data", b"BZh": "bzip2 data", b"{": "JSON"}
_ROOT: Final = re.compile(rb"<\s*([A-Za-z_][\w.-]*)")
_ASIDE: Final = re.compile(rb"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_STATED: Final = re.compile(
    rb"<osm\b[^>]*\btimestamp=[\"']([^\"']+)|<meta\b[^>]*\bosm_base=[\"']([^\"']+)"
)


class OsmFileError(ValueError):
    """A file that cannot be read as an OpenStreetMap extract.

    Parameters
    ----------
    code : str
        Short name of the kind of fault.
    message : str
        What is wrong.
    remedy : str
        What to do.
    line : int
        Line of the file, counted from 1; 0 when not known.
    """

    def __init__(self, *, code: str, message: str, remedy: str, line: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
        self.line = line


@dataclass(frozen=True, slots=True)
class OsmNode:
    """A point: position in degrees (WGS 84), tags, and the version where one is stated, else 0."""

    lon_deg: float
    lat_deg: float
    tags: Mapping[str, str]
    version: int = 0


@dataclass(frozen=True, slots=True)
class OsmWay:
    """A line: ids of its nodes in order, tags, and the version where one is stated, else 0."""

    refs: tuple[int, ...]
    tags: Mapping[str, str]
    version: int = 0


@dataclass(frozen=True)
class OsmExtract:
    """Wanted ways and the nodes they name, by OpenStreetMap id."""

    ways: Mapping[int, OsmWay]
    nodes: Mapping[int, OsmNode]


@dataclass(frozen=True, slots=True)
class OsmSource:
    """Where an extract comes from.

    Attributes
    ----------
    name : str
        Name of the file, or the server and what it was asked.
    sha256 : str
        Digest of the bytes as received.
    size_bytes : int
        How many they are.
    timestamp : str
        Date of the data as the source states it; empty when it states none.
    """

    name: str
    sha256: str
    size_bytes: int
    timestamp: str


_Element = TypeVar("_Element", OsmWay, OsmNode)


def has_tag(tags: Mapping[str, str], wanted: Iterable[Tag]) -> bool:
    """Tell whether tags hold one of the wanted ones.

    Examples
    --------
    >>> has_tag({"railway": "rail", "name": "Xianggui"}, MODE_TAGS["rail"])
    True
    """
    return any(tags.get(key) == value for key, value in wanted)


def read_osm_file(path: Path, wanted: Collection[Tag]) -> tuple[OsmSource, OsmExtract]:
    """Read the ways that carry a wanted tag, and the nodes they name.

    Parameters
    ----------
    path : Path
        A file whose name ends in one of `SUFFIXES`.
    wanted : collection of tuple of str
        Key and value of each tag that is wanted.

    Returns
    -------
    OsmSource
        Name, digest, size and date of the file.
    OsmExtract
        What it holds; without ways when it holds none of those wanted.

    Raises
    ------
    OsmFileError
        If the file is missing, no file, of another kind, or broken.
    """
    with opened(path) as (plain, kind):
        ways: dict[int, OsmWay] = {}
        processor = osmium.FileProcessor(osmium.io.File(plain, kind), osmium.osm.WAY)
        timestamp = _timestamp(processor.header, plain, kind)
        for way in processor.with_filter(osmium.filter.TagFilter(*wanted)):
            if isinstance(way, osmium.osm.Way) and not way.deleted:
                refs = tuple(node.ref for node in way.nodes)
                _put(ways, way.id, OsmWay(refs, dict(way.tags), way.version))
        nodes = _read_nodes(plain, kind, {ref for way in ways.values() for ref in way.refs})
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    source = OsmSource(path.name, digest, path.stat().st_size, timestamp)
    return source, OsmExtract(ways, nodes)


def count_way_tags(path: Path) -> Counter[Tag]:
    """Count the ways of a file by key and value; the empty tag counts all ways.

    Parameters
    ----------
    path : Path
        A file that `read_osm_file` has read.

    Returns
    -------
    Counter
        Ways by tag; a way counts for each of its tags.
    """
    counts: Counter[Tag] = Counter()
    with opened(path) as (plain, kind):
        for way in osmium.FileProcessor(osmium.io.File(plain, kind), osmium.osm.WAY):
            counts["", ""] += 1
            counts.update(dict(way.tags).items())
    return counts


def extract_from_elements(
    elements: Iterable[Mapping[str, Any]], wanted: Collection[Tag]
) -> OsmExtract:
    """Take the wanted ways and their nodes out of the elements of an Overpass answer.

    Parameters
    ----------
    elements : iterable of mapping
        Elements as Overpass writes them in JSON.
    wanted : collection of tuple of str
        Key and value of each tag that is wanted; what was asked for is checked here.

    Returns
    -------
    OsmExtract
        What the answer holds.
    """
    ways: dict[int, OsmWay] = {}
    nodes: dict[int, OsmNode] = {}
    for one in elements:
        tags, version = one.get("tags", {}), int(one.get("version", 0))
        if one["type"] == "way" and has_tag(tags, wanted):
            _put(ways, one["id"], OsmWay(tuple(one["nodes"]), tags, version))
        elif one["type"] == "node":
            _put(nodes, one["id"], OsmNode(one["lon"], one["lat"], tags, version))
    named = {ref for way in ways.values() for ref in way.refs}
    return OsmExtract(ways, {ref: node for ref, node in nodes.items() if ref in named})


def merge_extracts(extracts: Iterable[OsmExtract]) -> OsmExtract:
    """Put extracts together; what stands in several counts once.

    Parameters
    ----------
    extracts : iterable of OsmExtract
        Extracts that may overlap.

    Returns
    -------
    OsmExtract
        Every way and node once: that of the highest version, else the first.
    """
    ways: dict[int, OsmWay] = {}
    nodes: dict[int, OsmNode] = {}
    for extract in extracts:
        for way_id, way in extract.ways.items():
            _put(ways, way_id, way)
        for node_id, node in extract.nodes.items():
            _put(nodes, node_id, node)
    return OsmExtract(ways, nodes)


def _put(kept: dict[int, _Element], element_id: int, element: _Element) -> None:
    """Keep an element unless it is already there in the same or a later version."""
    if element_id not in kept or kept[element_id].version < element.version:
        kept[element_id] = element


def _read_nodes(plain: Path, kind: str, named: set[int]) -> dict[int, OsmNode]:
    """Read the nodes that ways name; those without a valid position are left out."""
    nodes: dict[int, OsmNode] = {}
    processor = osmium.FileProcessor(osmium.io.File(plain, kind), osmium.osm.NODE)
    if all(ref >= 0 for ref in named):  # ids of unsaved objects are negative, the filter has none
        processor.with_filter(osmium.filter.IdFilter(named))
    for node in processor:
        if not isinstance(node, osmium.osm.Node) or node.id not in named:
            continue
        if not node.deleted and node.location.valid():
            place = node.location
            _put(nodes, node.id, OsmNode(place.lon, place.lat, dict(node.tags), node.version))
    return nodes


@contextmanager
def opened(path: Path) -> Iterator[tuple[Path, str]]:
    """Give a file that osmium can read and its format; every error becomes an `OsmFileError`."""
    suffix = _suffix(path)
    try:
        with tempfile.TemporaryDirectory(prefix="landsea-osm-") as folder:
            if suffix == ".osm.pbf":
                plain, kind = path.absolute(), "pbf"
            else:
                plain, kind = _unpacked(path, suffix, Path(folder)), "osm"
            _check_start(plain, kind)
            yield plain, kind
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _unsound(suffix, error) from error
    except (RuntimeError, osmium.InvalidLocationError, UnicodeDecodeError) as error:
        raise _broken(error) from error
    except OSError as error:
        if suffix == ".osm.bz2" and error.errno is None:
            raise _unsound(suffix, error) from error
        raise OsmFileError(
            code="osm.unreadable",
            message=f"the file cannot be read: {error.strerror or error}",
            remedy="check the path and the rights",
        ) from error


def _suffix(path: Path) -> str:
    """Return the ending that says how to read a file, or refuse what is no such file."""
    suffix = next((one for one in reversed(SUFFIXES) if path.name.lower().endswith(one)), "")
    if not path.exists():
        refusal = "missing", "there is no such file", "check the path"
    elif not path.is_file():
        kind = "a folder" if path.is_dir() else "no regular file"
        refusal = "no-file", f"this is {kind}", "name a file"
    elif not suffix:
        message = f'"{path.name}" ends in none of {", ".join(SUFFIXES)}'
        refusal = "suffix", message, "rename the file or convert it"
    elif path.stat().st_size == 0:
        refusal = "empty", "the file is empty", "download it again"
    else:
        return suffix
    code, message, remedy = refusal
    raise OsmFileError(code=f"osm.{code}", message=message, remedy=remedy)


def _unpacked(path: Path, suffix: str, folder: Path) -> Path:
    """Return the path of plain XML, unpacked into `folder` where it is compressed."""
    if suffix == ".osm":
        return path.absolute()
    plain = folder / "plain.osm"
    unpack = gzip.open if suffix == ".osm.gz" else bz2.open
    with unpack(path) as packed, plain.open("wb") as out:
        shutil.copyfileobj(packed, out, 1 << 20)
    return plain


def _unsound(suffix: str, error: Exception) -> OsmFileError:
    """Return the fault of a compressed file that cannot be unpacked."""
    kind = {".osm.gz": "gzip", ".osm.bz2": "bzip2"}.get(suffix, "compressed")
    if isinstance(error, EOFError):
        message, remedy = f"the {kind} file is cut off before its end", "download it again"
    else:
        message = f"the file is no sound {kind} file: {error}"
        remedy = "check its name, or download it again"
    return OsmFileError(code="osm.archive", message=message, remedy=remedy)


def _check_start(plain: Path, kind: str) -> None:
    """Refuse a file that begins as something else than its name says."""
    with plain.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    looks = next((name for start, name in _STARTS.items() if text.startswith(start)), "")
    expected = "" if kind == "pbf" else "XML"
    if looks != expected:
        found = f"{looks or 'something else'}, not {expected or 'PBF'}"
        raise OsmFileError(
            code="osm.no-osm",
            message=f"the file holds {found} as its name says",
            remedy=f"give an OpenStreetMap extract named by its kind: {', '.join(SUFFIXES)}",
            line=int(kind != "pbf"),
        )
    if kind != "pbf":
        _check_root(head)


def _check_root(head: bytes) -> None:
    """Refuse XML whose outermost element says that it is something else."""
    root = _ROOT.search(_ASIDE.sub(b"", head))
    if root and root[1] not in {b"osm", b"!DOCTYPE"}:
        name = root[1].decode("ascii", "replace")
        raise OsmFileError(
            code="osm.no-osm",
            message=f"the outermost element is <{name}>, not <osm>",
            remedy="give an OpenStreetMap extract, no change file and no other XML",
            line=1,
        )


def _broken(error: Exception) -> OsmFileError:
    """Return the fault of a file that the reader refuses, with its line where known."""
    text = " ".join(str(error).split())
    found = re.search(r"at line (\d+)", text)
    line = int(found[1]) if found else 0
    message, remedy = f"the file is broken: {text}", "download it again"
    return OsmFileError(code="osm.broken", message=message, remedy=remedy, line=line)


def _timestamp(header: osmium.io.Header, plain: Path, kind: str) -> str:
    """Return the date of the data that a file states, or an empty text."""
    for option in ("osmosis_replication_timestamp", "timestamp"):
        stated: str = header.get(option)
        if stated:
            return stated
    if kind == "pbf":
        return ""
    with plain.open("rb") as stream:
        found = _STATED.search(stream.read(_HEAD_BYTES))
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""
