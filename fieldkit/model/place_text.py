"""Places as people type and paste them: degrees, degrees with minutes, links of maps; stored as XForms do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import unquote

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.coordinates import THAILAND, Coordinates, locate
from fieldkit.model.form.xpath.places import crosses_itself
from fieldkit.model.thai.digits import to_arabic

_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_SHORT_LINK = re.compile(r"maps\.app\.goo\.gl|goo\.gl/maps|//goo\.gl", re.IGNORECASE)
# In a link the place that was pressed (!3d…!4d…) means more than the middle of the map (@…).
_LINKS = tuple(
    re.compile(pattern.replace("N", f"({_NUMBER})"))
    for pattern in (
        r"!3dN!4dN",
        r"[?&](?:q|query|ll|destination|daddr|center|mlat)=(?:loc:)?N(?:,\s*|&mlon=)N",
        r"@N,N",
        r"/place/N,\s*N",
        r"/search/N,\s*\+?N",
        r"geo:N,N",
        r"#map=\d+(?:\.\d+)?/N/N",
    )
)
_DEGREES = re.compile(
    r"""(?P<before>[NSEW]|ละติจูด|ลองจิจูด|lat(?:itude)?|lon(?:g|gitude)?)?\.?\s*[:=]?\s*
    (?P<degrees>[+-]?\d{1,3}(?:\.\d+)?)\s*(?:°|º|องศา|d(?![a-z])|\s)?\s*
    (?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s*(?:['′’]|ลิปดา|m(?![a-z]))\s*)?
    (?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:["″”]|''|ฟิลิปดา|s(?![a-z]))\s*)?
    (?(before)|(?P<after>[NSEW](?![a-z])|เหนือ|ใต้|ตะวันออก|ตะวันตก)?)""",
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN = re.compile(r"[\s,;/|]*")
_LATITUDE = frozenset({"n", "s", "lat", "latitude", "ละติจูด", "เหนือ", "ใต้"})
_LONGITUDE = frozenset({"e", "w", "lon", "long", "longitude", "ลองจิจูด", "ตะวันออก", "ตะวันตก"})
_NEGATIVE = frozenset({"s", "w", "ใต้", "ตะวันตก"})
_SCALE = Decimal("0.000001")


class UnreadablePlace(FieldkitError):
    """A text that is no place."""

    def __init__(self, text: str, cure: Text | None = None) -> None:
        shown = text.strip()[:60]
        super().__init__(
            Text(f"อ่านพิกัด “{shown}” ไม่ได้", f"“{shown}” cannot be read as a place"),
            cure
            or Text(
                "พิมพ์เช่น 16.4398, 100.3480 หรือ 16°26'23\"N 100°20'53\"E หรือวางลิงก์แผนที่",
                "Type it like 16.4398, 100.3480 or 16°26'23\"N 100°20'53\"E, or paste a map link",
            ),
        )


class TooFewPoints(FieldkitError):
    """A line needs two points, an area three."""

    def __init__(self, least: int) -> None:
        super().__init__(
            Text(f"ต้องมีอย่างน้อย {least} จุด", f"At least {least} points are needed"),
            Text("พิมพ์จุดละบรรทัด", "Type one point a line"),
        )


class CrossesItself(FieldkitError):
    """The edge of an area crosses or touches itself, so that nobody knows what lies inside."""

    def __init__(self) -> None:
        super().__init__(
            Text("เส้นขอบพื้นที่ตัดกันเอง", "The edge of the area crosses itself"),
            Text("เรียงจุดตามแนวขอบไปทางเดียวกัน", "Put the points in order along the edge"),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """WGS84 degrees; ``swapped`` when the longitude had been written first."""

    latitude: Decimal
    longitude: Decimal
    swapped: bool = False

    @property
    def in_thailand(self) -> bool:
        """Whether it lies in the rectangle around Thailand."""
        return THAILAND.contains(Coordinates(self.latitude, self.longitude))

    @property
    def text(self) -> str:
        """``16.439800, 100.348000``."""
        return f"{self.latitude:.6f}, {self.longitude:.6f}"

    @property
    def stored(self) -> str:
        """``16.4398 100.348 0.0 0.0``: latitude, longitude, altitude, accuracy (ODK XForms, "geopoint")."""
        return f"{float(self.latitude)!r} {float(self.longitude)!r} 0.0 0.0"


def parse_place(text: str) -> Place:
    """Return the place in a typed text or a map's link; raises UnreadablePlace.

    Two plain numbers are taken in the order that lies in Thailand, otherwise latitude first.
    """
    plain = to_arabic(unquote(text)).strip(" \t\r\n()")
    if "://" in plain or plain.lower().startswith("geo:"):
        return _linked(plain, text)
    first = _DEGREES.match(plain)
    between = _BETWEEN.match(plain, first.end()) if first else None
    second = _DEGREES.match(plain, between.end()) if between else None
    if first is None or second is None or plain[second.end() :].strip(" .;,()"):
        return _with_altitude(plain, text)
    return _pair(first, second, text)


def _with_altitude(plain: str, original: str) -> Place:
    """Read what XForms stores: two or more numbers, altitude and accuracy after them."""
    parts = plain.replace(",", " ").split()
    if not 2 <= len(parts) <= 4 or not all(re.fullmatch(r"[+-]?\d+(?:\.\d+)?", part) for part in parts):
        raise UnreadablePlace(original)
    return _ordered(Decimal(parts[0]), Decimal(parts[1]), original)


def _linked(plain: str, original: str) -> Place:
    for pattern in _LINKS:
        if found := pattern.search(plain):
            return _checked(Decimal(found[1]), Decimal(found[2]), original)
    if _SHORT_LINK.search(plain):
        cure = Text(
            "ลิงก์สั้นไม่มีพิกัด เปิดลิงก์ในแผนที่ แล้วคัดลอกพิกัดหรือลิงก์เต็ม",
            "A short link holds no place: open it in the map and copy the place or the long link",
        )
        raise UnreadablePlace(original, cure)
    raise UnreadablePlace(original)


def _pair(first: re.Match[str], second: re.Match[str], original: str) -> Place:
    a, b = _value(first, original), _value(second, original)
    sides = _side(first), _side(second)
    if sides in (("lon", "lat"), ("lon", ""), ("", "lat")):
        return _checked(b, a, original)
    if sides in (("lat", "lon"), ("lat", ""), ("", "lon")):
        return _checked(a, b, original)
    if sides != ("", ""):
        raise UnreadablePlace(original)
    return _ordered(a, b, original)


def _ordered(a: Decimal, b: Decimal, original: str) -> Place:
    found = locate(a, b)
    if found is not None:
        return Place(found.latitude, found.longitude, found.swapped)
    return _checked(a, b, original)


def _checked(latitude: Decimal, longitude: Decimal, original: str) -> Place:
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise UnreadablePlace(original)
    return Place(latitude.quantize(_SCALE), longitude.quantize(_SCALE))


def _side(found: re.Match[str]) -> str:
    for name in ("before", "after"):
        word = (found[name] or "").casefold()
        if word in _LATITUDE:
            return "lat"
        if word in _LONGITUDE:
            return "lon"
    return ""


def _value(found: re.Match[str], original: str) -> Decimal:
    degrees = Decimal(found["degrees"])
    minutes, seconds = Decimal(found["minutes"] or 0), Decimal(found["seconds"] or 0)
    if minutes >= 60 or seconds >= 60:
        raise UnreadablePlace(original)
    size = abs(degrees) + minutes / 60 + seconds / 3600
    words = {(found["before"] or "").casefold(), (found["after"] or "").casefold()}
    return -size if degrees < 0 or words & _NEGATIVE else size


def parse_points(text: str) -> tuple[Place, ...]:
    """Return the points of a text, one a line or divided by ``;``, as many as there are.

    Raises UnreadablePlace.
    """
    return tuple(parse_place(part) for part in re.split(r"[;\n]", text) if part.strip())


def parse_line(text: str, *, closed: bool) -> tuple[Place, ...]:
    """Return the points of a line or (``closed``) an area, one a line or divided by ``;``.

    An area ends where it began, typed or not. Raises UnreadablePlace, TooFewPoints and, for an area,
    CrossesItself.
    """
    points = parse_points(text)
    if closed and len(points) > 1 and points[0] == points[-1]:
        points = points[:-1]
    least = 3 if closed else 2
    if len(points) < least:
        raise TooFewPoints(least)
    if not closed:
        return points
    ring = (*points, points[0])
    if crosses_itself(stored_line(ring)):
        raise CrossesItself
    return ring


def stored_line(points: tuple[Place, ...]) -> str:
    """Return the points as XForms stores a trace or a shape."""
    return ";".join(point.stored for point in points)


def stored_fix(latitude: float, longitude: float, altitude: float | None, accuracy: float | None) -> str:
    """Return what a receiver measured as XForms stores it; metres, 0.0 for what it does not know."""
    degrees = f"{round(latitude, 7)!r} {round(longitude, 7)!r}"
    return f"{degrees} {round(altitude or 0.0, 1)!r} {round(accuracy or 0.0, 1)!r}"


def accuracy_of(value: str) -> float | None:
    """Return the accuracy in metres of a stored geopoint, None when it was typed or taken from elsewhere."""
    numbers = value.split()
    try:
        found = float(numbers[3])
    except (IndexError, ValueError):
        return None
    return found if found > 0 else None


def read_stored(value: str) -> tuple[Place, ...]:
    """Return the places of a stored geopoint, trace or shape; () if it is none."""
    places = []
    for part in value.split(";"):
        numbers = part.split()
        try:
            places.append(Place(Decimal(numbers[0]), Decimal(numbers[1])))
        except (ArithmeticError, IndexError):
            return ()
    return tuple(places)
