"""The file of a bundle: a header in clear, frames sealed with AES-256-GCM, a signature over all of it.

Layout (docs/bundle.md)::

    "fieldkit-bundle 1" LF | length of the header, 4 bytes | header, JSON
    frames: length, 4 bytes | ciphertext; the last one is marked in its nonce
    Ed25519 signature, 64 bytes, over "fieldkit-bundle" and the SHA-256 of all before it

Numbers are big-endian. A reader checks the signature over the whole file before it opens the first frame.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from typing import IO, TYPE_CHECKING, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldkit.model.keys import letters
from fieldkit.model.keys.wrapping import Cost, NotOpened, derived, opened_once, sealed_once, stretched
from fieldkit.sync.bundle.errors import BundleDamaged, BundleTooNew, CodeNeeded, NotForUs, WrongCode
from fieldkit.sync.bundle.keys import KeyPair, PublicKeys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAGIC = b"fieldkit-bundle 1\n"
_FAMILY = b"fieldkit-bundle "
_SIGNED = b"fieldkit-bundle\0"
_SIGNATURE = 64
_HEADER_LIMIT = 64 * 1024
FRAME = 1024 * 1024  # bytes of plain text in a frame
_TAG = 16
_PURPOSE = b"fieldkit bundle"
# Said aloud over the telephone: 60 bits, and Argon2id makes each guess cost 64 MiB.
_CODE_LENGTH = 12
_COST = Cost(memory=64 * 1024, passes=3, lanes=1)

Purpose = Literal["office", "colleague", "answer"]


class Wrap(msgspec.Struct):
    """The key of the frames, sealed: by a public key (``key``) or by a code (``code``). Values are hex.

    ``public`` is the maker's key for this file alone, ``salt`` that of the code.
    """

    kind: Literal["key", "code"]
    sealed: str
    public: str = ""
    recipient: str = ""
    salt: str = ""


class Header(msgspec.Struct):
    """Who made a bundle for whom; in clear, so that a person can be told before anything is opened.

    ``device`` is the laptop that made it or, for an answer, the one it is for; ``signer`` are the maker's
    :class:`PublicKeys`.
    """

    id: str
    purpose: Purpose
    device: str
    name: str
    centre: str
    made: str
    signer: str
    wrap: Wrap


def new_code() -> str:
    """Return a code as it is told to a colleague: ``XXXX-XXXX-XXXX``."""
    return letters.grouped(letters.drawn(_CODE_LENGTH))


def wrap_for(key: bytes, recipient: PublicKeys, bundle: str) -> Wrap:
    """Seal ``key`` for who has the private half of ``recipient`` (X25519, HKDF, AES-256-GCM)."""
    once = KeyPair.new()
    public = once.public.exchange
    sealing = derived(once.agree(recipient.exchange), public + recipient.exchange, _PURPOSE)
    return Wrap(
        "key",
        sealed_once(sealing, key, bundle.encode()).hex(),
        public=public.hex(),
        recipient=recipient.exchange.hex(),
    )


def wrap_by(key: bytes, code: str, bundle: str) -> Wrap:
    """Seal ``key`` for who is told ``code`` (Argon2id, AES-256-GCM)."""
    salt = secrets.token_bytes(16)
    sealing = stretched(letters.plain(code), salt, _COST)
    return Wrap("code", sealed_once(sealing, key, bundle.encode()).hex(), salt=salt.hex())


class Writer:
    """Writes a bundle from its header to its signature; nothing is kept in memory but one frame."""

    def __init__(self, file: IO[bytes], header: Header, key: bytes, signer: KeyPair) -> None:
        self._file = file
        self._signer = signer
        self._hash = hashlib.sha256()
        self._buffer = bytearray()
        self._frames = 0
        self._cipher = AESGCM(key)
        encoded = msgspec.json.encode(header)
        self._bound = hashlib.sha256(encoded).digest()
        self._written = 0
        self._put(MAGIC + len(encoded).to_bytes(4, "big") + encoded)

    @property
    def size(self) -> int:
        """What was written so far, in bytes, the frame that is not full yet included."""
        return self._written + len(self._buffer)

    def write(self, data: bytes) -> None:
        """Add to the plain text; raises OSError."""
        self._buffer += data
        while len(self._buffer) > FRAME:
            self._frame(bytes(self._buffer[:FRAME]), last=False)
            del self._buffer[:FRAME]

    def close(self) -> None:
        """Write the last frame and the signature; the file itself stays open."""
        self._frame(bytes(self._buffer), last=True)
        self._file.write(self._signer.sign(_SIGNED + self._hash.digest()))

    def _frame(self, plain: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._frames, last=last), plain, self._bound)
        self._frames += 1
        self._put(len(sealed).to_bytes(4, "big") + sealed)

    def _put(self, data: bytes) -> None:
        self._hash.update(data)
        self._file.write(data)
        self._written += len(data)


class Reader:
    """A bundle whose signature was verified; who signed is for the caller to judge by ``header.signer``."""

    def __init__(self, file: IO[bytes], place: str) -> None:
        """Read the header and check the signature; raises BundleDamaged, BundleTooNew."""
        self._file = file
        self._place = place
        file.seek(0)
        self.header, encoded = self._read_header()
        self.signer = self._read_signer()
        self._bound = hashlib.sha256(encoded).digest()
        self._start = file.tell()
        self._end = self._check_signature()
        self._cipher: AESGCM | None = None

    def open_with(self, keys: KeyPair) -> None:
        """Open it with the private key it is sealed for; raises NotForUs."""
        wrap = self.header.wrap
        if wrap.kind != "key" or wrap.recipient != keys.public.exchange.hex():
            raise NotForUs(self._place)
        try:
            public = bytes.fromhex(wrap.public)
            sealing = derived(keys.agree(public), public + keys.public.exchange, _PURPOSE)
            self._cipher = AESGCM(self._opened(sealing))
        except (ValueError, NotOpened) as error:
            raise BundleDamaged(self._place) from error

    def open_by(self, code: str) -> None:
        """Open it by a code; raises NotForUs, CodeNeeded, WrongCode."""
        wrap = self.header.wrap
        if wrap.kind != "code":
            raise NotForUs(self._place)
        if not code.strip():
            raise CodeNeeded(self._place)
        try:
            sealing = stretched(letters.plain(code), bytes.fromhex(wrap.salt), _COST)
            self._cipher = AESGCM(self._opened(sealing))
        except NotOpened as error:
            raise WrongCode(self._place) from error
        except ValueError as error:
            raise BundleDamaged(self._place) from error

    def pieces(self) -> Iterator[bytes]:
        """Yield the plain text from its beginning; raises BundleDamaged."""
        assert self._cipher is not None, "open it first"
        self._file.seek(self._start)
        count, last = 0, False
        while not last:
            length = int.from_bytes(self._exactly(4), "big")
            if not _TAG <= length <= FRAME + _TAG:
                raise BundleDamaged(self._place)
            sealed = self._exactly(length)
            last = self._file.tell() == self._end
            try:
                yield self._cipher.decrypt(_nonce(count, last=last), sealed, self._bound)
            except InvalidTag as error:
                raise BundleDamaged(self._place) from error
            count += 1

    def _exactly(self, length: int) -> bytes:
        if self._file.tell() + length > self._end:
            raise BundleDamaged(self._place)
        return self._file.read(length)

    def _read_header(self) -> tuple[Header, bytes]:
        magic = self._file.read(len(MAGIC))
        if magic != MAGIC:
            raise (BundleTooNew if magic.startswith(_FAMILY) else BundleDamaged)(self._place)
        length = int.from_bytes(self._file.read(4), "big")
        if not 0 < length <= _HEADER_LIMIT:
            raise BundleDamaged(self._place)
        encoded = self._file.read(length)
        try:
            return msgspec.json.decode(encoded, type=Header), encoded
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BundleDamaged(self._place) from error

    def _read_signer(self) -> PublicKeys:
        try:
            return PublicKeys.parse(self.header.signer)
        except ValueError as error:
            raise BundleDamaged(self._place) from error

    def _check_signature(self) -> int:
        end = self._file.seek(0, os.SEEK_END) - _SIGNATURE
        if end <= self._start:
            raise BundleDamaged(self._place)
        self._file.seek(0)
        digest, left = hashlib.sha256(), end
        while left:
            piece = self._file.read(min(FRAME, left))
            if not piece:
                raise BundleDamaged(self._place)
            digest.update(piece)
            left -= len(piece)
        if not self.signer.signed(_SIGNED + digest.digest(), self._file.read(_SIGNATURE)):
            raise BundleDamaged(self._place)
        return end

    def _opened(self, sealing: bytes) -> bytes:
        sealed = bytes.fromhex(self.header.wrap.sealed)
        return opened_once(sealing, sealed, self.header.id.encode())


def header_of(path: Path) -> Header:
    """Return the header of a bundle after its signature was checked; raises BundleError, OSError."""
    with path.open("rb") as file:
        return Reader(file, str(path)).header


def _nonce(count: int, *, last: bool) -> bytes:
    """Number of the frame and whether it is the last: none can be moved, left out or cut off."""
    return count.to_bytes(11, "big") + bytes([last])
