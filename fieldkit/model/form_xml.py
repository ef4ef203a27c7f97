"""XML read safely for forms (XML 1.0): no entities, bounded depth, errors that name the line."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from fieldkit.errors import Text
from fieldkit.model.form.elements import Document
from fieldkit.model.form.problems import FormError

DEEPEST = 200
_ENTITY = re.compile(r"<!ENTITY|<!ELEMENT", re.IGNORECASE)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(source: str | bytes, place: str) -> Document:
    """Return the XML in ``source``; raises `FormError` with the line."""
    text = decode(source) if isinstance(source, bytes) else source
    if _ENTITY.search(text, 0, 20_000) or "<!ENTITY" in text:
        raise FormError(
            Text("ไฟล์ XML ประกาศ entity ซึ่งไม่รับ", "The XML declares entities, which are not accepted"),
            Text("ลบส่วน <!DOCTYPE …> แล้วลองใหม่", "Remove the <!DOCTYPE …> part and try again"),
            place=place,
        )
    prefixes: dict[str, str] = {}
    depth = 0
    stream = io.StringIO(_DECLARED.sub("", text.lstrip("\ufeff \t\r\n")))
    try:
        for event, item in ElementTree.iterparse(stream, events=("start", "end", "start-ns")):
            if event == "start-ns":
                prefix, uri = item
                if prefix or uri not in prefixes:
                    prefixes[str(uri)] = prefixes.get(str(uri)) or str(prefix)
            elif event == "start":
                depth += 1
                if depth > DEEPEST:
                    raise FormError(
                        Text("XML ซ้อนลึกเกินไป", "The XML is nested too deeply"),
                        Text(f"ซ้อนได้ไม่เกิน {DEEPEST} ชั้น", f"At most {DEEPEST} levels are allowed"),
                        place=place,
                    )
            else:
                depth -= 1
    except ElementTree.ParseError as error:
        line, column = error.position
        raise FormError(
            Text("ไฟล์ XML เสียหรือไม่ครบ", "The XML is broken or incomplete"),
            Text("ส่งออกไฟล์จากต้นฉบับอีกครั้ง", "Export the file again from its source"),
            place=f"{place}: {line}:{column + 1} ({error})",
        ) from error
    # What ends last is the root; XML without one is an error of the parser.
    return Document(item, prefixes)


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 if it says so by its first bytes."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    found = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w.\-]+)[\"']", data[:200])
    try:
        return data.decode(found[1].decode() if found else "utf-8-sig")
    except (LookupError, UnicodeDecodeError):
        return data.decode("utf-8-sig", errors="replace")
