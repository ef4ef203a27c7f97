"""Phones beside a running centre: what has arrived is taken now and then, also when no phone calls."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from fieldkit.sync.openrosa.app import settle
from fieldkit.sync.openrosa.phones import Phones

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldkit.sync.server.centre import Centre

_SECONDS = 60.0
_FOLDER = "phones"


@contextmanager
def opened(centre: Centre, folder: Path, *, slot: int | None = None) -> Iterator[Phones]:
    """Give the phones of a centre whose files are in ``folder``, without looking at what has arrived.

    ``slot`` is the number of this process where several serve.
    """
    phones = Phones(centre, folder / _FOLDER, slot=slot)
    try:
        yield phones
    finally:
        phones.close()


@contextmanager
def tended(
    centre: Centre, folder: Path, *, seconds: float = _SECONDS, slot: int | None = None
) -> Iterator[Phones]:
    """Give the phones of a centre, and take what has arrived every so many seconds."""
    stop = Event()

    def tend() -> None:
        while not stop.wait(seconds):
            settle(phones)

    with opened(centre, folder, slot=slot) as phones:
        thread = Thread(target=tend, name="phones", daemon=True)
        thread.start()
        try:
            yield phones
        finally:
            stop.set()
            thread.join()
