"""What others know of the keys of a laptop or centre: to check what it signed, to seal for it."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fieldkit.model.meta import get_meta

if TYPE_CHECKING:
    from sqlalchemy import Connection

KEY = 32  # bytes of a key of either kind
CENTRE_KEYS = "centre keys"
"""Setting of this machine: what its centre told of its keys."""


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others know of a laptop or centre: 32 raw bytes each."""

    signing: bytes
    exchange: bytes

    def __str__(self) -> str:
        return base64.urlsafe_b64encode(self.signing + self.exchange).decode()

    @classmethod
    def parse(cls, text: str) -> PublicKeys:
        """Read what ``str`` gives; raises ValueError."""
        try:
            raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError) as error:
            raise ValueError(text) from error
        if len(raw) != 2 * KEY:
            raise ValueError(text)
        return cls(raw[:KEY], raw[KEY:])

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Tell whether ``signature`` over ``message`` is this one's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.signing).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def of_centre(connection: Connection) -> PublicKeys | None:
    """Return what this laptop's centre told of its keys, or None."""
    text = get_meta(connection, CENTRE_KEYS)
    return PublicKeys.parse(text) if text else None
