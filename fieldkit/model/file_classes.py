"""In which order files go to the centre: what the record needs, then pictures, then large originals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldkit.model import files, kept_back

if TYPE_CHECKING:
    from sqlalchemy import Connection

KIB, MIB = 1024, 1024 * 1024

PAPERS, PHOTOS, ORIGINALS = "papers", "photos", "originals"
"""``papers``: signatures, signed records, checklists, marks over photos, and whatever is small. ``photos``:
pictures and documents. ``originals``: sound, film, and whatever is large."""
CLASSES = (PAPERS, PHOTOS, ORIGINALS)

_SMALL = 64 * KIB
_LARGE = 8 * MIB
# Every file with its class; a file that no attachment names is a signature, a signed record or a checklist.
_FILES = f"""
SELECT sha256, state, size, CASE
  WHEN NOT named OR media = 'application/json' THEN '{PAPERS}'
  WHEN media LIKE 'audio/%' OR media LIKE 'video/%' OR size > {_LARGE} THEN '{ORIGINALS}'
  WHEN size <= {_SMALL} THEN '{PAPERS}'
  ELSE '{PHOTOS}' END AS kind
FROM (
  SELECT b.sha256, b.state, coalesce(b.size, max(a.size), 0) AS size,
    coalesce(max(a.media_type), '') AS media, count(a.sha256) > 0 AS named
  FROM blob b LEFT JOIN attachment a ON a.sha256 = b.sha256 {{}}
  GROUP BY b.sha256)
"""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the store: where it stands, its bytes where they are known, and its class."""

    sha256: str
    state: str
    size: int
    kind: str


@dataclass(frozen=True, slots=True)
class ClassCount:
    """Files of one class that are on this laptop or waiting for it, and those that the centre has confirmed.

    ``waiting`` are here and not at the centre yet; ``wanted`` not here yet; ``away`` at the centre only, by
    choice. Each with its bytes as far as they are known.
    """

    kind: str
    here: int = 0
    here_bytes: int = 0
    sent: int = 0
    sent_bytes: int = 0
    wanted: int = 0
    wanted_bytes: int = 0
    away: int = 0
    away_bytes: int = 0

    @property
    def waiting(self) -> int:
        """How many are here and not at the centre yet."""
        return self.here - self.sent

    @property
    def waiting_bytes(self) -> int:
        """How large they are together."""
        return self.here_bytes - self.sent_bytes


def listing(connection: Connection, *states: str) -> list[File]:
    """Return the files of some states, of all where none is given, in the order in which they travel.

    Small ones go first within a class, so that many are safe soon.
    """
    marks = ",".join("?" * len(states))
    rows = connection.exec_driver_sql(_FILES.format(f"WHERE b.state IN ({marks})" if states else ""), states)
    found = [File(sha256, state, size, kind) for sha256, state, size, kind in rows]
    return sorted(found, key=lambda file: (CLASSES.index(file.kind), file.size, file.sha256))


def to_send(connection: Connection) -> list[File]:
    """Return the files that the centre has not got and that nobody holds back, in order."""
    kept = kept_back.files(connection)
    return [file for file in listing(connection, files.LOCAL) if file.sha256 not in kept]


def counts(connection: Connection) -> tuple[ClassCount, ...]:
    """Return how far the files of each class are, in the order in which they travel."""
    sums = {kind: dict.fromkeys(("here", "sent", "wanted", "away"), (0, 0)) for kind in CLASSES}
    places = {
        files.LOCAL: ("here",),
        files.SENT: ("here", "sent"),
        files.WANTED: ("wanted",),
        files.OFFICE: ("away",),
    }
    # Summed in SQL: the window reads it after every answer.
    rows = connection.exec_driver_sql(
        f"SELECT kind, state, count(*), sum(size) FROM ({_FILES.format('')}) GROUP BY kind, state"
    )
    for kind, state, count, size in rows:
        for place in places[state]:
            known, known_size = sums[kind][place]
            sums[kind][place] = (known + count, known_size + size)
    return tuple(
        ClassCount(
            kind,
            **{place: count for place, (count, _) in told.items()},
            **{f"{place}_bytes": size for place, (_, size) in told.items()},
        )
        for kind, told in sums.items()
    )
