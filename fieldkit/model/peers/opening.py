"""Opens a file of another program: tells by its content what wrote it, and reads its tables."""

from __future__ import annotations

import re
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from fieldkit.errors import Text
from fieldkit.model.peers.bundle import Bundle, Unavailable
from fieldkit.model.peers.columns import folded
from fieldkit.model.peers.record import MOST_COLUMNS, Source
from fieldkit.model.peers.safetyculture import CONDUCTED, IDENTITIES, flat
from fieldkit.model.register import sheet
from fieldkit.model.register.problems import RegisterRefused
from fieldkit.model.register.worker import MOST_CSV

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from fieldkit.model.register.sheet import Sheet

    Progress = Callable[[int, int], None]

ODK, KOBO, SAFETYCULTURE, COLLECT = "ODK Central", "KoboToolbox", "SafetyCulture", "ODK Collect"
MOST_TABLES = 200
MOST_XML = 8 * 2**20
"""Bytes of one record of ODK Collect; a long checklist with a hundred rows has a tenth."""
_KOBO_MARKS = frozenset({"_uuid", "_submission_time", "_submission__uuid", "_parent_table_name"})
_BOM = b"\xef\xbb\xbf"
_AUDIT = re.compile(r"audit( \(\d+\))?\.csv$| - audit\.csv$")

_KNOWN = Text(
    "รับได้: zip ของ ODK Central, ไฟล์ .xlsx/.csv ของ KoboToolbox หรือ SafetyCulture,"
    " โฟลเดอร์ instances ของ ODK Collect",
    "Known are: the zip of ODK Central, .xlsx or .csv of KoboToolbox or SafetyCulture,"
    " the folder instances of ODK Collect",
)


def open_source(path: Path, progress: Progress | None = None) -> Source:
    """Return what the file or folder at ``path`` holds; its bundle stays open until :meth:`Bundle.__exit__`.

    ``progress`` is called now and then; what it raises passes through. Raises RegisterRefused for what no
    program that is known has written, and for what is damaged, hostile or too large.
    """
    if path.is_dir():
        return _bundle(Bundle(path), progress)
    if path.suffix.lower() == ".xml":
        return _lone_record(path)
    if path.suffix.lower() == ".zip":
        return _bundle(Bundle(path), progress)
    return _tables(path, sheet.read(path, progress=progress, columns=MOST_COLUMNS))


def _unknown(path: Path) -> RegisterRefused:
    return RegisterRefused(
        Text("ไม่รู้จักรูปแบบของไฟล์นี้", "The shape of this file is not known"), _KNOWN, place=path.name
    )


def _tables(path: Path, sheets: list[Sheet]) -> Source:
    filled = [one for one in sheets if one.rows]
    if not filled:
        raise _unknown(path)
    first = filled[0]
    header = {folded(str(cell)) for cell in first.rows[0][1] if cell is not None}
    if header & _KOBO_MARKS:
        return Source(KOBO, title=first.name, sheets=filled)
    if header & IDENTITIES or any(key.endswith(CONDUCTED) for key in header):
        return Source(SAFETYCULTURE, sheets=[first])
    block = flat(first)
    if block is not None:
        return Source(SAFETYCULTURE, title=block[0], sheets=[block[1]])
    if {"key", "submissiondate"} <= header:
        first.name = path.name
        return Source(ODK, form_id=path.stem, sheets=[first])
    raise _unknown(path)


def _bundle(bundle: Bundle, progress: Progress | None) -> Source:
    try:
        tables = [name for name in bundle.names if name.lower().endswith(".csv") and not _AUDIT.search(name)]
        records = [name for name in bundle.names if name.lower().endswith(".xml")]
        if tables:
            return _odk(bundle, tables, progress)
        if records:
            return Source(COLLECT, files=sorted(records), bundle=bundle)
        raise _unknown(bundle.path)
    except BaseException:
        bundle.__exit__()
        raise


def _odk(bundle: Bundle, tables: list[str], progress: Progress | None) -> Source:
    if len(tables) > MOST_TABLES:
        raise RegisterRefused(
            Text("มีตารางมากเกินไป", "There are too many tables"),
            Text("ส่งออกทีละแบบฟอร์ม", "Export one form at a time"),
            place=bundle.path.name,
        )
    found = []
    armoured = False
    with tempfile.TemporaryDirectory(prefix="fieldkit-") as folder:
        # under a name of our own: those of the archive are only shown
        target = Path(folder, "table.csv")
        for name in tables:
            try:
                bundle.copy(name, target, MOST_CSV)
            except Unavailable as error:
                raise RegisterRefused(
                    Text("ตารางในไฟล์นี้อ่านไม่ได้หรือใหญ่เกินไป", "A table in the file is damaged or too large"),
                    Text("ส่งออกหรือดาวน์โหลดไฟล์ใหม่", "Export or download the file again"),
                    place=f"{bundle.path.name}, {PurePosixPath(name).name}",
                ) from error
            with target.open("rb") as file:
                armoured = file.read(len(_BOM)) == _BOM or armoured
            last = PurePosixPath(name).name
            try:
                read = sheet.read(target, progress=progress, columns=MOST_COLUMNS)
            except RegisterRefused as error:
                raise RegisterRefused(error.title, error.hint, place=f"{bundle.path.name}, {last}") from error
            for one in read:
                if one.rows:
                    one.name = last
                    found.append(one)
    roots = [one for one in found if _has(one, "KEY") and not _has(one, "PARENT_KEY")]
    if len(roots) != 1:
        raise _unknown(bundle.path)
    rest = [one for one in found if one is not roots[0] and _has(one, "PARENT_KEY")]
    form_id = roots[0].name.removesuffix(".csv")
    return Source(ODK, form_id=form_id, sheets=[roots[0], *rest], bundle=bundle, armoured=armoured)


def _has(one: Sheet, name: str) -> bool:
    return name in one.rows[0][1]


def _lone_record(path: Path) -> Source:
    """Open one record of ODK Collect: its folder holds its files."""
    if not path.is_file():
        raise RegisterRefused(
            Text("ไม่พบไฟล์", "The file does not exist"),
            Text("เลือกไฟล์ใหม่", "Choose the file again"),
            place=path.name,
        )
    return Source(COLLECT, files=[path.name], bundle=Bundle(path.parent))


def parse_record(bundle: Bundle, name: str) -> Element | None:
    """Return the XML of a record; None where it is damaged, hostile or too large."""
    with suppress(Unavailable):
        return parse_xml(bundle.read(name, MOST_XML))
    return None


def parse_xml(data: bytes) -> Element | None:
    """Return the root of a record; None where it is damaged, hostile or too large."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(data) > MOST_XML:
        return None
    with suppress(ParseError, DefusedXmlException, ValueError, RecursionError, LookupError):
        found: Element = fromstring(data, forbid_dtd=True)
        return found
    return None
