"""Files made to hang, fill or deceive a reader, each small on the disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    "</Types>"
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = (
    f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_BOOK_RELS = (
    f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/worksheet"'
    ' Target="worksheets/sheet1.xml"/>{more}</Relationships>'
)


def _cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


_HEAD = (
    f'<row r="1">{_cell("A1", "type")}{_cell("B1", "name")}{_cell("C1", "label")}</row>'
    f'<row r="2">{_cell("A2", "text")}{_cell("B2", "a")}{_cell("C2", "A")}</row>'
)


def sheet(rows: str = "", *, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{_HEAD}{rows}</sheetData>{after}</worksheet>'


def book(
    path: Path, sheet_xml: str | bytes, more: dict[str, str | bytes] | None = None, rels: str = ""
) -> Path:
    """Write a workbook of one sheet."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _BOOK_RELS.replace("{more}", rels))
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return path


def _zip_bomb(path: Path) -> Path:
    book(path, sheet())
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as part,
    ):
        for _ in range(300):
            part.write(b" " * (1 << 20))
    return path


def _many_parts(path: Path) -> Path:
    return book(path, sheet(), {f"xl/media/image{number}.png": b"" for number in range(20_000)})


def _shared_strings(path: Path) -> Path:
    """A hundred megabytes of one text, just under the ratio of a bomb, that each of many cells shows."""
    letters = "".join(chr(0x0E01 + number * 7 % 46) for number in range(4_000))
    text = "".join(letters[number % 97 :] + str(number) for number in range(2_000))
    shared = f'<sst xmlns="{_MAIN}" count="1" uniqueCount="4000000000"><si><t>{text}</t></si></sst>'
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(3, 3_000))
    rel = f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    return book(path, sheet(cells), {"xl/sharedStrings.xml": shared}, rel)


def _many_rows(path: Path) -> Path:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(3, 350_000))
    return book(path, sheet(rows))


_LOL = "<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))


def _entities(path: Path) -> Path:
    text = f"<?xml version='1.0'?><!DOCTYPE x [{_LOL}]>" + sheet(f'<row r="3">{_cell("A3", "&a9;")}</row>')
    return book(path, text)


def _outside(path: Path) -> Path:
    text = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    return book(path, text + sheet(f'<row r="3">{_cell("A3", "&a;")}</row>'))


def _quadratic(path: Path) -> Path:
    text = f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a '{'x' * 50_000}'>]>"
    return book(path, text + sheet(f'<row r="3">{_cell("A3", "&a;" * 20_000)}</row>'))


def _entities_late(path: Path) -> Path:
    """The document type begins behind the first 4,096 bytes, after a comment."""
    text = f"<?xml version='1.0'?><!--{'x' * 5000}--><!DOCTYPE x [{_LOL}]>"
    return book(path, text + sheet(f'<row r="3">{_cell("A3", "&a9;")}</row>'))


def _overlapping(path: Path) -> Path:
    """Every entry of the directory names the same bytes (as in 42.zip's successors)."""
    book(path, sheet(), {"xl/more.xml": b"x" * 200_000})
    data = bytearray(path.read_bytes())
    offset = None
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        if offset is None:
            offset = data[at + 42 : at + 46]
        else:
            data[at + 42 : at + 46] = offset
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    return path


def _lying_sizes(path: Path) -> Path:
    """The directory says that a part of 200 MB unpacks to 100 bytes."""
    _zip_bomb(path)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = struct.pack("<I", 100)
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    return path


def _deep(path: Path) -> Path:
    return book(path, f'<worksheet xmlns="{_MAIN}">' + "<a>" * 100_000 + "</a>" * 100_000 + "</worksheet>")


def _wide_attribute(path: Path) -> Path:
    attributes = " ".join(f'a{number}="x"' for number in range(200_000))
    return book(path, sheet(f'<row r="3" {attributes}/>'))


def _styles(path: Path) -> Path:
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{"0" * 60}{n}"/>' for n in range(164, 60_000))
    cells = "<xf/>" * 60_000
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'
    )
    rel = f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    return book(path, sheet(), {"xl/styles.xml": styles}, rel)


WORKBOOKS: dict[str, Callable[[Path], Path]] = {
    "zip bomb": _zip_bomb,
    "sizes that lie": _lying_sizes,
    "20,000 parts": _many_parts,
    "overlapping parts": _overlapping,
    "no dimension": lambda path: book(path, sheet()),
    "huge dimension": lambda path: book(path, sheet(before='<dimension ref="A1:XFD1048576"/>')),
    "a cell in XFD1048576": lambda path: book(
        path, sheet(f'<row r="1048576">{_cell("XFD1048576", "x")}</row>')
    ),
    "many rows": _many_rows,
    "merged to the last cell": lambda path: book(
        path, sheet(after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    ),
    "rows numbered backwards": lambda path: book(
        path, sheet("".join(f'<row r="{n}">{_cell(f"A{n}", "x")}</row>' for n in range(5000, 2, -1)))
    ),
    "entity expansion": _entities,
    "entity from outside": _outside,
    "quadratic entity": _quadratic,
    "entities behind a comment": _entities_late,
    "one shared text of many megabytes": _shared_strings,
    "elements 100,000 deep": _deep,
    "200,000 attributes": _wide_attribute,
    "60,000 styles": _styles,
    "formula that calls a program": lambda path: book(
        path, sheet('<row r="3"><c r="A3"><f>cmd|\'/C calc\'!A0</f></c></row>')
    ),
    "macros": lambda path: book(path, sheet(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(500)}),
    "link to another file": lambda path: book(
        path, sheet(), {"xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{_MAIN}"/>'}
    ),
    "names that climb": lambda path: book(path, sheet(), {"../../evil.xml": "x", "/etc/evil": "x"}),
    "the same part twice": lambda path: _twice(path),
}


def _twice(path: Path) -> Path:
    book(path, sheet())
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
            target.writestr(name.upper(), source.read(name))
    return path


# --- pictures


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, data: bytes, *more: bytes, colour: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = [_chunk(b"IHDR", header), *more, _chunk(b"IDAT", data), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _flat(width: int, height: int, channels: int = 3) -> bytes:
    packer = zlib.compressobj(1)
    line = bytes(1 + width * channels)
    return b"".join(packer.compress(line) for _ in range(height)) + packer.flush()


def jpeg(exif: bytes = b"", size: tuple[int, int] | None = None) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (64, 48), "steelblue").save(out, "JPEG")
    data = out.getvalue()
    if exif:
        segment = b"Exif\0\0" + exif
        data = data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:]
    if size:
        at = data.find(b"\xff\xc0")
        data = data[: at + 5] + struct.pack(">HH", size[1], size[0]) + data[at + 9 :]
    return data


def _tiff(entries: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    head = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries))
    return head + b"".join(struct.pack("<HHII", *one) for one in entries) + struct.pack("<I", following)


def _webp(width: int, height: int) -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + bytes(4)
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


PICTURES: dict[str, Callable[[], bytes]] = {
    "PNG of 360 megapixels": lambda: png(20_000, 18_000, _flat(20_000, 18_000)),
    "PNG of 51 megapixels": lambda: png(10_200, 5_000, _flat(10_200, 5_000)),
    "PNG of 50 megapixels with alpha": lambda: png(10_000, 5_000, _flat(10_000, 5_000, 4), colour=6),
    "PNG that says it is small": lambda: png(8, 8, _flat(20_000, 5_000)),
    "PNG with a text of 200 MB": lambda: png(
        8, 8, _flat(8, 8), _chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(200 << 20), 9))
    ),
    "PNG with a profile of 200 MB": lambda: png(
        8, 8, _flat(8, 8), _chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(200 << 20), 9))
    ),
    "PNG with 200,000 chunks": lambda: png(8, 8, _flat(8, 8), _chunk(b"tEXt", b"a\0b") * 200_000),
    "JPEG of 65,500 by 65,500": lambda: jpeg(size=(65_500, 65_500)),
    "JPEG that promises 49 megapixels": lambda: jpeg(size=(7_000, 7_000)),
    "EXIF that names itself": lambda: jpeg(_tiff([(0x8769, 4, 1, 8), (0x8825, 4, 1, 8)], 8)),
    "EXIF with four thousand million values": lambda: jpeg(
        _tiff([(0x0112, 3, 0xFFFFFFFF, 8), (306, 2, 0xFFFFFFFF, 0)])
    ),
    "EXIF with 5,000 entries": lambda: jpeg(_tiff([(n, 2, 60_000, 8) for n in range(5_000)])),
    "WebP of 16,384 by 16,384": lambda: _webp(16_384, 16_384),
    "PNG of no size": lambda: png(0, 0, b""),
}
