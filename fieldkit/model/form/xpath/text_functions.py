"""Functions on text, choices, truth and coded text (XPath 1.0 §4.2, §4.3; xforms-spec "String Functions")."""

from __future__ import annotations

import base64
import hashlib
import math
import re
import uuid as uuids
from functools import lru_cache, partial
from typing import Any

import re2

from fieldkit.model.form.problems import XPathError, said
from fieldkit.model.form.xpath.table import function
from fieldkit.model.form.xpath.values import Value, each, to_boolean, to_number, to_string

_XPATH = "XPath 1.0 §4.2"
_TRUTH = "XPath 1.0 §4.3"
_ODK = "ODK XForms: Custom XPath functions"
_WORD = re.compile(r"[^ \t\r\n]+")
LONGEST_TEXT = 1_000_000
_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_SIGNATURE = 64
"""Bytes of an Ed25519 signature (RFC 8032 §5.1.6)."""

function("string(any?) -> string", _XPATH)(to_string)
function("starts-with(string, string) -> boolean", _XPATH)(str.startswith)
function("ends-with(string, string) -> boolean", _ODK)(str.endswith)
function("contains(string, string) -> boolean", _XPATH)(str.__contains__)
function("string-length(any?) -> number", _XPATH)(lambda value: float(len(to_string(value))))
function("normalize-space(any?) -> string", _XPATH)(lambda value: " ".join(_WORD.findall(to_string(value))))
function("count-selected(string) -> number", _ODK)(lambda chosen: float(len(chosen.split())))
function("boolean(any) -> boolean", _TRUTH)(to_boolean)
function("boolean-from-string(string) -> boolean", _ODK)(lambda text: text in ("1", "true"))
function("not(any) -> boolean", _TRUTH)(lambda value: not to_boolean(value))
function("true() -> boolean", _TRUTH)(lambda: True)
function("false() -> boolean", _TRUTH)(lambda: False)


@function("join(string, any*) -> string", _ODK)
def join(separator: str, *values: Value) -> str:
    """Join the arguments with ``separator`` between them."""
    texts = each(to_string, values)
    if sum(map(len, texts)) + len(separator) * len(texts) > LONGEST_TEXT:
        raise XPathError(*said("text-too-long", most=LONGEST_TEXT))
    return separator.join(texts)


function("concat(any*) -> string", "ODK XForms: concat takes node sets")(partial(join, ""))


@function("substring-before(string, string) -> string", _XPATH)
def substring_before(text: str, mark: str) -> str:
    """Return what stands before the first ``mark``, ``""`` if it does not occur."""
    return text.partition(mark)[0] if mark and mark in text else ""


@function("substring-after(string, string) -> string", _XPATH)
def substring_after(text: str, mark: str) -> str:
    """Return what stands after the first ``mark``, ``""`` if it does not occur."""
    return text.partition(mark)[2] if mark else text


@function("substring(string, number, number?) -> string", _XPATH)
def substring(text: str, start: float, length: float | None = None) -> str:
    """Return characters by position from 1, rounding as XPath says."""
    first = _half_up(start)
    end = math.inf if length is None else first + _half_up(length)
    if first != first or end != end:
        return ""
    low, high = max(first, 1), min(end, len(text) + 1)
    return text[int(low) - 1 : int(high) - 1] if low < high else ""


def _half_up(number: float) -> float:
    return math.floor(number + 0.5) if math.isfinite(number) else number


@function("substr(string, number, number?) -> string", _ODK)
def substr(text: str, start: float, end: float = math.inf) -> str:
    """Return characters by position from 0; negative positions count from the end."""
    if start != start or end != end:
        return ""
    size = len(text)
    low, high = (max(0, min(size, place + size if place < 0 else place)) for place in (start, end))
    return text[int(low) : int(high)]


@function("translate(string, string, string) -> string", _XPATH)
def translate(text: str, old: str, new: str) -> str:
    """Replace characters of ``old`` by those of ``new`` at the same place, or drop them."""
    table: dict[int, str | None] = {}
    for index, character in enumerate(old):
        table.setdefault(ord(character), new[index] if index < len(new) else None)
    return text.translate(table)


@lru_cache(maxsize=512)
def _pattern(text: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 8 << 20
    try:
        return re2.compile(text, options=options)
    except re2.error as error:
        raise XPathError(*said("bad-pattern", text=text, error=error)) from error


@function("regex(string, string) -> boolean", _ODK)
def regex(text: str, pattern: str) -> bool:
    """Tell whether the whole of ``text`` matches ``pattern``, in time linear to its length."""
    return _pattern(pattern).fullmatch(text) is not None


@function("uuid(number?) -> string", _ODK)
def uuid(length: float | None = None) -> str:
    """Return a random UUID, or that many characters of one."""
    if length is None:
        return str(uuids.uuid4())
    size = 0 if length != length else int(max(0.0, min(length, 10_000.0)))
    return "".join(str(uuids.uuid4()) for _ in range(size // 36 + 1))[:size]


@function("is-selected(string, string) -> boolean", "JavaRosa: is-selected")
@function("selected(string, string) -> boolean", _ODK)
def selected(chosen: str, name: str) -> bool:
    """Tell whether ``name`` is among the space-separated ``chosen``."""
    name = name.strip(" \t\r\n")
    return chosen == name or name in chosen.split()


@function("selected-at(string, number) -> string", _ODK)
def selected_at(chosen: str, index: float) -> str:
    """Return the choice at ``index`` from 0, ``""`` beyond the ends."""
    parts = chosen.split()
    return parts[int(index)] if 0 <= index < len(parts) else ""


@function("checklist(number, number, any*) -> boolean", _ODK)
def checklist(least: float, most: float, *values: Value) -> bool:
    """Tell whether between ``least`` and ``most`` arguments are true; -1 leaves that side open."""
    count = sum(each(to_boolean, values))
    return (least == -1 or count >= least) and (most == -1 or count <= most)


@function("weighted-checklist(number, number, any*, any*) -> boolean", _ODK)
def weighted_checklist(least: float, most: float, *values: Value) -> bool:
    """Like `checklist`, with pairs of a truth and its weight; node sets pair up by position."""
    total = 0.0
    for truth, weight in zip(values[::2], values[1::2], strict=False):
        truths, weights = each(to_boolean, (truth,)), each(to_number, (weight,))
        if len(truths) < len(weights):
            return False
        total += sum(amount for holds, amount in zip(truths, weights, strict=False) if holds)
    return (least == -1 or total >= least) and (most == -1 or total <= most)


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
