"""The devices as the sheets know them; ``machine`` has the real ones, tests have their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, SignalInstance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldkit.model.nmea import Quality
    from fieldkit.ui.capture.receiver import Receiver


@dataclass(frozen=True, slots=True)
class Device:
    """One of several devices: ``key`` is remembered, ``name`` is what people see."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A measured place: WGS84 degrees, metres; ``accuracy`` is the radius that holds it in 68 of 100 cases.

    None for what the source does not say.
    """

    latitude: float
    longitude: float
    altitude: float | None = None
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """How a receiver is heard: lines understood and not, quality of its fix, satellites in use."""

    sentences: int
    spoilt: int
    quality: Quality
    satellites: int | None


class Closing(Protocol):
    """A device that is in use until it is closed; ``failed`` carries the FieldkitError that ended it."""

    @property
    def failed(self) -> SignalInstance: ...

    def start(self) -> None:
        """Begin; what goes wrong is told by ``failed``, at once or later."""

    def close(self) -> None:
        """Give the device back; a recording is finished first. Nothing is heard of it afterwards."""


class Recorder(Closing, Protocol):
    """A device that writes what it takes in to a file, continuously."""

    @property
    def stopped(self) -> SignalInstance:
        """Signal when the file is whole, asked for by ``stop`` or forced by an error told before."""

    def record(self, file: Path) -> None:
        """Begin to write; raises OSError."""

    def pause(self, on: bool) -> None:
        """Leave out what comes until ``pause(False)``."""

    def stop(self) -> None:
        """End the file; ``stopped`` follows."""

    def seconds(self) -> float:
        """Return how much has been recorded, without pauses."""


class Camera(Recorder, Protocol):
    """A camera: ``frame`` and ``taken`` carry a QImage."""

    @property
    def frame(self) -> SignalInstance: ...

    @property
    def taken(self) -> SignalInstance: ...

    def take(self) -> None:
        """Take a picture; ``taken`` or ``failed`` follows."""


class Microphone(Recorder, Protocol):
    """A microphone: ``level`` carries how loud it is, 0 to 1, while it is open."""

    @property
    def level(self) -> SignalInstance: ...


class Player(Closing, Protocol):
    """Plays one recording; ``frame`` carries the QImage of a film, ``moved`` nothing: ask for the place."""

    @property
    def frame(self) -> SignalInstance: ...

    @property
    def moved(self) -> SignalInstance: ...

    def play(self, on: bool) -> None:
        """Play or pause; at the end it begins anew."""

    def playing(self) -> bool:
        """Tell whether it plays now."""

    def seek(self, seconds: float) -> None:
        """Go to a place, at most to either end."""

    def seconds(self) -> float:
        """Return the place."""

    def length(self) -> float:
        """Return the whole length in seconds, 0 while it is not known."""


class PositionSource(Closing, Protocol):
    """Where the laptop is: ``found`` carries a Fix, ``heard`` a Reception (of receivers only)."""

    @property
    def found(self) -> SignalInstance: ...

    @property
    def heard(self) -> SignalInstance: ...


class Devices(Protocol):
    """All devices of a laptop; every method raises a FieldkitError where it has none."""

    def cameras(self) -> Sequence[Device]:
        """Return the cameras, the system's first choice first."""

    def camera(self, key: str, owner: QObject, *, films: bool = False) -> Camera:
        """Return a camera, the first one for an unknown key; with ``films`` it can record."""

    def microphones(self) -> Sequence[Device]:
        """Return the microphones, the system's first choice first."""

    def microphone(self, key: str, owner: QObject, bits: int) -> Microphone:
        """Return a microphone, the first one for an unknown key; ``bits`` a second are recorded."""

    def player(self, data: bytes, name: str, owner: QObject) -> Player:
        """Return a player of a recording."""

    def ports(self) -> Sequence[Device]:
        """Return the serial ports."""

    def position(self, receiver: Receiver, owner: QObject) -> PositionSource:
        """Return the source of positions that was chosen."""


SOUND_SUFFIX = ".aac"
FILM_SUFFIX = ".mkv"
"""Both kinds of file can be played up to their last whole second when the power fails in the middle."""
