"""Files of the centre in storage that speaks S3: one object for each, put when its hash has been verified.

An object appears whole or not at all. Its key is the path that it would have in a folder, ``ab/abcdef…``
below the prefix, so that tools of such storage copy one to the other. Files are read in ranges, each a
request of its own: a slow laptop holds no connection to the storage, and memory no more than one range.
"""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from fieldkit.sync import protocol
from fieldkit.sync.http_link import is_loopback
from fieldkit.sync.server.blobs import Blobs, check_name
from fieldkit.sync.server.file_store import (
    KEY,
    SECRET,
    FileStoreFails,
    FileStoreRefuses,
    NoBucket,
    NoKey,
    WrongFileStore,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import WriteableBuffer
    from obstore.store import ClientConfig, S3Config

SCHEME = "s3://"
CA = "AWS_CA_BUNDLE"
TIMEOUT = timedelta(seconds=20)
"""For one request, which carries at most :data:`PIECE`."""
PATIENCE = timedelta(seconds=15)
"""For a request that failed and is tried again: a laptop can wait better than a thread of ours."""
_TRIES = 3
_CONNECT = timedelta(seconds=5)
PIECE = 8 * protocol.MIB
"""A larger file is put in parts of this size, two at a time, which the storage joins when all are there."""
_READ = protocol.MIB
_AT_ONCE = 16
_CODE = re.compile(r"<Code>(\w{1,60})</Code>")
_STATUS = re.compile(r"status code: (\d{3})")
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the objects are; ``endpoint`` empty is Amazon's."""

    bucket: str
    prefix: str
    endpoint: str
    region: str

    @classmethod
    def of(cls, url: str) -> Place:
        """Read ``s3://bucket/prefix?endpoint=…&region=…&insecure_http=1``; raises WrongFileStore."""
        told = url.partition("?")[0].rpartition("@")[2]  # never a secret
        try:
            parts = urlsplit(url)
            pairs = parse_qsl(parts.query, strict_parsing=bool(parts.query), keep_blank_values=True)
            given = dict(pairs)
            known = len(given) == len(pairs) and given.keys() <= {"endpoint", "region", "insecure_http"}
            if parts.scheme != "s3" or parts.fragment or not known or not _BUCKET.fullmatch(parts.netloc):
                raise ValueError
            segments = parts.path.strip("/").split("/") if parts.path.strip("/") else []
            if any(segment in ("", ".", "..") for segment in segments):
                raise ValueError
            endpoint = given.get("endpoint", "").rstrip("/")
            _check_endpoint(endpoint, insecure=given.get("insecure_http") == "1")
        except ValueError as error:
            raise WrongFileStore(told) from error
        return cls(parts.netloc, "/".join(segments), endpoint, given.get("region", ""))

    def __str__(self) -> str:
        shown = "/".join(filter(None, (self.bucket, self.prefix)))
        return f"{SCHEME}{shown}" + (f" ({self.endpoint})" if self.endpoint else "")


class S3Blobs(Blobs):
    """Objects of one bucket below a prefix; what is on its way in lies in ``folder``."""

    def __init__(self, url: str, folder: Path) -> None:
        """Open the place that ``url`` names and look into it; raises FileStoreFails, OSError."""
        super().__init__(folder)
        self.place = Place.of(url)
        self._store = _store(self.place)
        with self._asking():  # a list: of one object nobody is told whether it or the bucket is missing
            next(iter(obstore.list(self._store, "incoming", chunk_size=1)), None)

    def size(self, sha256: str) -> int | None:
        """Return the size in bytes, or None when there is no such object; raises FileStoreFails."""
        try:
            with self._asking():
                return obstore.head(self._store, _key(sha256))["size"]
        except FileNotFoundError:
            return None

    def sizes(self, names: Iterable[str]) -> dict[str, int]:
        """Return the sizes of those files that are here, asked for side by side."""
        asked = list(names)
        if len(asked) < 2:
            return super().sizes(asked)
        with ThreadPoolExecutor(min(_AT_ONCE, len(asked))) as pool:
            found = zip(asked, pool.map(self.size, asked), strict=True)
            return {name: size for name, size in found if size is not None}

    def open(self, sha256: str, first: int = 0) -> BufferedReader:
        """Open an object for reading from its byte ``first`` on; raises FileNotFoundError, FileStoreFails."""
        size = self.size(sha256)
        if size is None:
            raise FileNotFoundError(sha256)
        return BufferedReader(_Ranges(self, sha256, first, size), _READ)

    def piece(self, sha256: str, first: int, end: int) -> bytes:
        """Return the bytes from ``first`` to before ``end``; raises FileNotFoundError, FileStoreFails."""
        with self._asking():
            return bytes(obstore.get_range(self._store, _key(sha256), start=first, end=end))

    def keep(self, sha256: str, file: IO[bytes], temporary: Path) -> None:
        """Put the object; then it is durable, and what lay here is not needed any more."""
        file.close()
        with self._asking():
            try:
                obstore.put(self._store, _key(sha256), temporary, chunk_size=PIECE, max_concurrency=2)
            except FileNotFoundError as error:
                raise NoBucket(str(self.place)) from error
        temporary.unlink()

    def confirm(self, sha256: str) -> None:
        """Do nothing: what has a name in the storage has it for good."""

    def set_aside(self, sha256: str) -> None:
        """Move a damaged object to ``damaged`` below the prefix."""
        with self._asking():
            obstore.rename(self._store, _key(sha256), f"damaged/{sha256}")

    def remove(self, sha256: str) -> None:
        """Delete the object, and one of that name that was set aside; earlier versions are the bucket's."""
        for key in (_key(sha256), f"damaged/{sha256}"):
            with suppress(FileNotFoundError), self._asking():
                obstore.delete(self._store, key)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn what the storage says into FileStoreFails; FileNotFoundError is an answer."""
        try:
            yield
        except BaseError as error:
            raise self._trouble(error) from error

    def _trouble(self, error: BaseError) -> FileStoreFails:
        """Return what a person is told: the storage's own word, and not what else it says, such as keys."""
        status, code = _STATUS.search(str(error)), _CODE.search(str(error))
        said = code[1] if code else status[1] if status else ""
        kind = FileStoreFails
        if isinstance(error, PermissionDeniedError | UnauthenticatedError) or (
            status and status[1] in ("401", "403")  # of a list
        ):
            kind = FileStoreRefuses
        elif said == "NoSuchBucket":
            kind = NoBucket
        return kind(": ".join(filter(None, (str(self.place), said))))


class _Ranges(RawIOBase):
    """An object as a file that is read from one byte on."""

    def __init__(self, blobs: S3Blobs, sha256: str, at: int, end: int) -> None:
        self._blobs = blobs
        self._sha256 = sha256
        self._at = at
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, into: WriteableBuffer, /) -> int:
        room = memoryview(into)
        data = self._next(len(room))
        room[: len(data)] = data
        return len(data)

    def readall(self) -> bytes:
        return b"".join(iter(lambda: self._next(PIECE), b""))

    def _next(self, most: int) -> bytes:
        end = min(self._at + most, self._end)
        if end <= self._at:
            return b""
        data = self._blobs.piece(self._sha256, self._at, end)
        self._at += len(data)
        return data


def _key(sha256: str) -> str:
    return f"{check_name(sha256)[:2]}/{sha256}"


def _check_endpoint(endpoint: str, *, insecure: bool) -> None:
    """Raise ValueError for what is no address, or would send files in clear over a network."""
    if not endpoint:
        return
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or "@" in parts.netloc:
        raise ValueError
    if parts.scheme == "http" and not insecure and not is_loopback(parts.hostname):
        raise ValueError


def _store(place: Place) -> S3Store:
    """Return a client of the storage, which has asked it nothing; raises FileStoreFails, OSError."""
    key, secret = os.environ.get(KEY, ""), os.environ.get(SECRET, "")
    if not key or not secret:  # the library would ask the network for some
        raise NoKey(str(place))
    config: S3Config = {"access_key_id": key, "secret_access_key": secret}
    config["disable_bulk_delete"] = True  # which not every storage has; set_aside moves one at a time
    if place.endpoint:
        config["endpoint"] = config["aws_endpoint_url_s3"] = place.endpoint  # whatever the environment names
    if place.region:
        config["region"] = place.region
    client: ClientConfig = {
        "allow_http": place.endpoint.startswith("http:"),
        "timeout": TIMEOUT,
        "connect_timeout": _CONNECT,
    }
    if os.environ.get(CA):
        client["root_certificate"] = Path(os.environ[CA]).read_bytes()
    try:
        return S3Store(
            place.bucket,
            prefix=place.prefix or None,
            config=config,
            client_options=client,
            retry_config={"max_retries": _TRIES - 1, "retry_timeout": PATIENCE},
        )
    except (BaseError, ValueError) as error:
        raise WrongFileStore(str(place)) from error
