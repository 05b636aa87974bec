"""OpenStreetMap data asked from an Overpass server through OSMnx.

OSMnx finds the area of a place, divides it where it is large, writes the queries and keeps to the
server's pace. It is told to stop before it builds a graph of its own, since that would drop tags
and cut ways at the border of the area; the answers are taken as they come in. Its settings are
put back afterwards, nothing is cached, and no server but the ones named is asked. A server of
one's own is not asked for its pace, and one on this machine is reached without a proxy.

What comes back is checked: ways without a wanted tag, and ways that do not touch the area, are
left out. A way that crosses the border of the area is kept whole.
"""

from __future__ import annotations

import hashlib
import json
import re
import socket
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import osmnx
import shapely

from networks.osm import OsmExtract, OsmSource, extract_from_elements, merge_extracts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from networks.osm import Tag

BBox = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

_PUBLIC_OVERPASS: Final = str(osmnx.settings.overpass_url)
_PUBLIC_NOMINATIM: Final = str(osmnx.settings.nominatim_url)
_BUSY: Final = frozenset({429, 504})
_MOST_BUSY: Final = 3
_FIRST_ERROR: Final = 400
_REDIRECTS: Final = range(300, 400)


class ServerError(RuntimeError):
    """A server that cannot be reached or gives no usable answer."""


class UnknownAreaError(ValueError):
    """A place that the geocoder does not know as an area."""


@dataclass(frozen=True)
class Servers:
    """Addresses of the servers; empty ones are those that OSMnx asks by itself."""

    overpass_url: str = ""
    nominatim_url: str = ""

    @property
    def overpass(self) -> str:
        """Address of Overpass as OSMnx wants it, without ``/interpreter``."""
        return (self.overpass_url or _PUBLIC_OVERPASS).rstrip("/").removesuffix("/interpreter")

    @property
    def nominatim(self) -> str:
        """Address of Nominatim as OSMnx wants it, without ``search``."""
        given = (self.nominatim_url or _PUBLIC_NOMINATIM).rstrip("/")
        return given.removesuffix("/search") + "/"


@dataclass
class _Answers:
    """Answers of a server as they come in; a faulty one ends the asking."""

    kind: type
    contents: list[bytes] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    busy: int = 0

    def take(self, response: Any, *_: object, **__: object) -> None:  # noqa: ANN401
        """Keep an answer that holds data."""
        status, host = int(response.status_code), urlsplit(response.url).netloc
        if response.url.endswith("/status") or status in _REDIRECTS:
            return
        if status in _BUSY and self.busy < _MOST_BUSY:
            self.busy += 1
            return
        if status >= _FIRST_ERROR:
            msg = f"{host} answered {status} {response.reason}"
            raise ServerError(msg)
        try:
            document = json.loads(response.content)
        except ValueError as error:
            msg = f"{host} gave an answer that is no JSON"
            raise ServerError(msg) from error
        if not isinstance(document, self.kind):
            msg = f"{host} gave JSON of another kind than was asked for"
            raise ServerError(msg)
        if isinstance(document, dict) and "remark" in document:
            msg = f"{host} stopped early and says: {document['remark']}"
            raise ServerError(msg)
        self.contents.append(response.content)
        self.documents.append(document)


def overpass_filters(wanted: Collection[Tag]) -> list[str]:
    r"""Return the filters for ways with one of the wanted tags, one for each key.

    Examples
    --------
    >>> overpass_filters([("waterway", "river"), ("waterway", "canal"), ("lock", "yes")])
    ['["waterway"~"^(river|canal)$"]', '["lock"~"^(yes)$"]']
    """
    values: dict[str, list[str]] = {}
    for key, value in wanted:
        values.setdefault(key, []).append(re.escape(value))
    return [
        f'["{_quoted(key)}"~"^({_quoted("|".join(dict.fromkeys(found)))})$"]'
        for key, found in values.items()
    ]


def _quoted(text: str) -> str:
    """Return a text that may stand between the quotation marks of a query."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def ask_overpass(
    area: str | BBox, wanted: Collection[Tag], servers: Servers
) -> tuple[OsmSource, OsmExtract, list[dict[str, Any]]]:
    """Ask for the ways of an area that carry a wanted tag, with their nodes.

    Parameters
    ----------
    area : str or tuple of float
        Name of a place, which is looked up first, or west, south, east and north.
    wanted : collection of tuple of str
        Key and value of each tag that is wanted.
    servers : Servers
        Which servers are asked.

    Returns
    -------
    OsmSource
        Server, area, digest, size and date of the answers.
    OsmExtract
        What they hold.
    list of dict
        All elements of the answers, wanted or not.

    Raises
    ------
    UnknownAreaError
        If the geocoder knows no area of that name.
    ServerError
        If a server cannot be reached or gives no usable answer.
    """
    polygon = _polygon_of(area, servers) if isinstance(area, str) else shapely.box(*area)
    filters = overpass_filters(wanted)
    with _asking(servers.overpass, dict) as answers, suppress(InterruptedError):
        # OSMnx breaks off when it has the answers, as it is told to
        osmnx.graph_from_polygon(polygon, simplify=False, retain_all=True, custom_filter=filters)
    if not all("elements" in one for one in answers.documents):
        msg = f"{servers.overpass} gave an answer that is not of Overpass"
        raise ServerError(msg)
    extracts = [extract_from_elements(one["elements"], wanted) for one in answers.documents]
    name = area if isinstance(area, str) else ",".join(f"{one:g}" for one in area)
    source = OsmSource(
        name=f"Overpass {servers.overpass} {name}",
        sha256=hashlib.sha256(b"".join(answers.contents)).hexdigest(),
        size_bytes=sum(map(len, answers.contents)),
        timestamp=max((_date(one) for one in answers.documents), default=""),
    )
    elements = [element for one in answers.documents for element in one["elements"]]
    return source, _touching(merge_extracts(extracts), polygon), elements


def _date(document: dict[str, Any]) -> str:
    """Return the date of the data that an answer states, or an empty text."""
    return str(document.get("osm3s", {}).get("timestamp_osm_base", ""))


def _touching(extract: OsmExtract, polygon: Any) -> OsmExtract:  # noqa: ANN401
    """Keep the ways that touch the area; OSMnx asks for a little more around it."""
    shapely.prepare(polygon)
    ways = {}
    for way_id, way in extract.ways.items():
        known = [extract.nodes[ref] for ref in way.refs if ref in extract.nodes]
        points = [(node.lon_deg, node.lat_deg) for node in known]
        if len(points) > 1 and polygon.intersects(shapely.LineString(points)):
            ways[way_id] = way
    named = {ref for way in ways.values() for ref in way.refs}
    return OsmExtract(ways, {ref: node for ref, node in extract.nodes.items() if ref in named})


def _polygon_of(place: str, servers: Servers) -> Any:  # noqa: ANN401  # geometries have no stubs
    """Return the area of a place."""
    with _asking(servers.nominatim, list):
        try:
            return osmnx.geocode_to_gdf(place).geometry.iloc[0]
        except (TypeError, ValueError, KeyError) as error:
            msg = f'the geocoder knows no area named "{place}"'
            raise UnknownAreaError(msg) from error


@contextmanager
def _asking(url: str, kind: type) -> Iterator[_Answers]:
    """Set OSMnx up to ask one server, and put everything back afterwards."""
    host, settings, answers = urlsplit(url).hostname or "", osmnx.settings, _Answers(kind)
    request: dict[str, Any] = {"hooks": {"response": answers.take}}
    if host == "localhost" or host.startswith("127.") or host == "::1":
        request["proxies"] = {"http": "", "https": ""}
    wanted: dict[str, Any] = {
        "overpass_url": url,
        "nominatim_url": url,
        "overpass_rate_limit": url == _PUBLIC_OVERPASS,
        "doh_url_template": None,
        "requests_kwargs": request,
        "cache_only_mode": True,
        "use_cache": False,
    }
    before = {name: getattr(settings, name) for name in wanted}
    lookup = socket.getaddrinfo
    try:
        for name, value in wanted.items():
            setattr(settings, name, value)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="This area is", category=UserWarning)
            yield answers
    except OSError as error:
        msg = f"no answer from {host}: {' '.join(str(error).split())}"
        raise ServerError(msg) from error
    finally:
        for name, value in before.items():
            setattr(settings, name, value)
        socket.getaddrinfo = lookup
