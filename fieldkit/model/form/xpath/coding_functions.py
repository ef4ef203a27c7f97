"""Functions on coded text: digests, base64, signatures (xforms-spec "String Functions"; RFC 8032)."""

from __future__ import annotations

import base64
import hashlib

from fieldkit.model.form.problems import XPathError, said
from fieldkit.model.form.xpath.table import function

_ODK = "ODK XForms: Custom XPath functions"
_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_SIGNATURE = 64
"""Bytes of an Ed25519 signature (RFC 8032 §5.1.6)."""


@function("digest(string, string, string?) -> string", "XForms 1.1 §7.8.2")
def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """Return the hash of ``text`` in base64 or hex."""
    if algorithm not in _DIGESTS or encoding not in ("base64", "hex"):
        raise XPathError(*said("unknown-digest", algorithm=algorithm, encoding=encoding))
    data = hashlib.new(_DIGESTS[algorithm], text.encode(), usedforsecurity=False).digest()
    return data.hex() if encoding == "hex" else base64.b64encode(data).decode()


@function("base64-decode(string) -> string", _ODK)
def base64_decode(text: str) -> str:
    """Return the text in ``text``, ``""`` if it is no base64 of UTF-8."""
    try:
        return _decoded(text).decode()
    except ValueError:
        return ""


@function("extract-signed(string, string) -> string", "JavaRosa: extract-signed")
def extract_signed(contents: str, public_key: str) -> str:
    """Return the text behind its Ed25519 signature, ``""`` unless the key made that signature.

    Both arguments are base64; the first 64 bytes of ``contents`` are the signature.
    """
    # no other function needs it, and it takes a tenth of a second to import
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        data, key = _decoded(contents), Ed25519PublicKey.from_public_bytes(_decoded(public_key))
        key.verify(data[:_SIGNATURE], data[_SIGNATURE:])
        return data[_SIGNATURE:].decode()
    except (InvalidSignature, ValueError):
        return ""


def _decoded(text: str) -> bytes:
    """Read base64, white space aside; raises `ValueError`."""
    return base64.b64decode("".join(text.split()), validate=True)
