"""OpenRosa's messages as XML: list of forms, manifest, answer to a submission, integrity of entities.

https://docs.getodk.org/openrosa/ (form list, form submission, metadata, integrity)
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VERSION_HEADER, VERSION = "X-OpenRosa-Version", "1.0"
LENGTH_HEADER = "X-OpenRosa-Accept-Content-Length"
XML = "text/xml; charset=utf-8"
SUBMISSION = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"
"""The field by which Collect says that further files of the record follow in another request."""

_FORMS = "http://openrosa.org/xforms/xformsList"
_MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class ListedForm:
    """A form as the list names it; addresses are whole, ``manifest`` is "" for a form without files."""

    form_id: str
    version: str
    name: str
    hash: str
    download: str
    manifest: str


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of a form; one with the address ``integrity`` is an entity list."""

    name: str
    hash: str
    download: str
    integrity: str = ""


def md5(data: bytes) -> str:
    """Return the hash that OpenRosa asks for; it tells versions apart and proves nothing."""
    return f"md5:{hashlib.md5(data, usedforsecurity=False).hexdigest()}"


def form_list(forms: Iterable[ListedForm]) -> bytes:
    """Return the answer to ``GET formList``."""
    rows = "".join(
        f"  <xform>\n    <formID>{escape(one.form_id)}</formID>\n    <name>{escape(one.name)}</name>\n"
        f"    <version>{escape(one.version)}</version>\n    <hash>{one.hash}</hash>\n"
        f"    <downloadUrl>{escape(one.download)}</downloadUrl>\n"
        + (f"    <manifestUrl>{escape(one.manifest)}</manifestUrl>\n" if one.manifest else "")
        + "  </xform>\n"
        for one in forms
    )
    return f'{_HEAD}<xforms xmlns="{_FORMS}">\n{rows}</xforms>\n'.encode()


def manifest(files: Iterable[ListedFile]) -> bytes:
    """Return the list of a form's files."""
    rows = "".join(
        ('  <mediaFile type="entityList">\n' if one.integrity else "  <mediaFile>\n")
        + f"    <filename>{escape(one.name)}</filename>\n    <hash>{one.hash}</hash>\n"
        f"    <downloadUrl>{escape(one.download)}</downloadUrl>\n"
        + (f"    <integrityUrl>{escape(one.integrity)}</integrityUrl>\n" if one.integrity else "")
        + "  </mediaFile>\n"
        for one in files
    )
    return f'{_HEAD}<manifest xmlns="{_MANIFEST}">\n{rows}</manifest>\n'.encode()


def integrity(deleted: Mapping[str, bool]) -> bytes:
    """Return which entities are gone, by id."""
    rows = "".join(
        f'    <entity id="{escape(id_, {chr(34): "&quot;"})}">\n'
        f"      <deleted>{str(gone).lower()}</deleted>\n    </entity>\n"
        for id_, gone in deleted.items()
    )
    return f"{_HEAD}<data>\n  <entities>\n{rows}  </entities>\n</data>\n".encode()


def response(message: str, *, nature: str = "") -> bytes:
    """Return what a phone shows after it sent something."""
    mark = f' nature="{nature}"' if nature else ""
    return (
        f'{_HEAD}<OpenRosaResponse xmlns="{RESPONSE}">\n'
        f"  <message{mark}>{escape(message)}</message>\n</OpenRosaResponse>\n"
    ).encode()
