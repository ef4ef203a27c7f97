"""Bad files and expressions by the thousand: ``python -m tests.hostile.fuzz workbooks --count 6000``.

Runs as a process of its own, prints one line of JSON, and ends at once where a file holds it for too long.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import json
import random
import resource
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from fieldkit.errors import FieldkitError

HANG = 60.0
"""Seconds on a busy machine after which a file is said to hang; CPU is judged by :data:`MOST_SECONDS`."""
MOST_SECONDS = 10.0
MOST_MIB = 1024


@dataclass
class Found:
    """What came of the files; ``unknown``: what a reader raised that no person is told."""

    tried: int = 0
    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, str] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    slowest: float = 0.0
    peak_mib: int = 0
    peak_at: str = ""
    cpu: float = 0.0

    @property
    def broken(self) -> list[str]:
        """What must not be: names and reasons."""
        bad = [f"{name}: {told}" for name, told in self.unknown.items()]
        bad += [f"{name}: {seconds:.1f} s" for name, seconds in self.slow.items()]
        return bad + ([f"{self.peak_at}: {self.peak_mib} MiB"] if self.peak_mib > MOST_MIB else [])


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak() -> int:
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most // 1024


def judge(found: Found, name: str, work: Callable[[], object], hang: float) -> None:
    """Run ``work`` once: it gives a result or says for a person what is wrong."""
    faulthandler.dump_traceback_later(hang, exit=True)
    print(repr(name), file=sys.stderr, flush=True)  # the last one, where the process ends
    before = _cpu()
    found.tried += 1
    try:
        work()
        found.read += 1
    except FieldkitError as error:
        if not all((error.title.th, error.title.en, error.hint.th, error.hint.en)):
            found.unknown[name] = f"no cure: {error!r}"
        found.refused[error.title.en.partition("(")[0].strip()] += 1
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        found.unknown[name] = f"{error!r} {traceback.format_exc(limit=-2)}"
    finally:
        faulthandler.cancel_dump_traceback_later()
    took = _cpu() - before
    if (peak := _peak()) > found.peak_mib:
        found.peak_mib, found.peak_at = peak, name
    found.slowest = max(found.slowest, took)
    if took > MOST_SECONDS:
        found.slow[name] = took


# --- mutations


TOKENS = (
    *(b"<", b">", b"&", b"&amp;", b"&#0;", b"&#xFFFF;", b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE x []>"),
    *(
        b'"',
        b"\x00",
        b"\xff\xfe",
        b"</sheetData>",
        b't="s"',
        b't="e"',
        b't="b"',
        b"<v>1e999</v>",
        b"<f>1</f>",
    ),
    *(b'r="XFD1048576"', b'r="A0"', b'r=""', b'ref="A1:XFD1048576"', b"99999999999", b"-1", b"xml:space"),
)


def mutated_part(chance: random.Random, data: bytes) -> bytes:
    """Return a part with one to four places changed."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            changed[at:at] = chance.choice(TOKENS)
        elif kind == 1:
            del changed[at : at + chance.randint(1, 60)]
        elif kind == 2:
            changed[at:at] = changed[at : at + chance.randint(1, 400)] * chance.randint(1, 3)
        elif kind == 3 and changed:
            changed[at % len(changed)] = chance.randrange(256)
        elif kind == 4:
            end = min(len(changed), at + len(token := chance.choice(TOKENS)))
            changed[at:end] = token
        else:
            changed = changed[: max(at, 1)] if chance.random() < 0.2 else changed
    return bytes(changed)


def mutated_bytes(chance: random.Random, data: bytes) -> bytes:
    """Return bytes flipped, cut, doubled or written over."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(changed))
        kind = chance.randrange(5)
        if kind <= 1:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
        elif kind == 3:
            changed[at:at] = changed[at : at + chance.randint(1, 200)]
        elif chance.random() < 0.3:
            del changed[at:]
        if not changed:
            changed = bytearray(b"\0")
    return bytes(changed)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mutant(chance: random.Random, parts: dict[str, bytes], target: Path) -> None:
    """Write a workbook or document with a part or the container spoilt."""
    parts = dict(parts)
    if chance.random() < 0.8:
        name = chance.choice(sorted(parts))
        parts[name] = mutated_part(chance, parts[name])
    elif chance.random() < 0.5:
        del parts[chance.choice(sorted(parts))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    data = out.getvalue()
    target.write_bytes(mutated_bytes(chance, data) if chance.random() < 0.25 else data)


# --- the doors, without a process of their own for each file


def _register(path: Path) -> None:
    """Read rows as the import does; the process is this one, with the same limits."""
    from fieldkit.model.register import worker
    from fieldkit.model.register.cells import cells_of
    from fieldkit.model.register.problems import RegisterRefused

    try:
        for message in worker.messages(path):
            for _number, cells in json.loads(json.dumps(message)).get("rows", ()):
                cells_of(cells)
    except worker.Refused as refusal:
        raise RegisterRefused(refusal.title, refusal.cure, place=path.name) from refusal


def _checklist(path: Path) -> None:
    from fieldkit.model.xlsform.worker import steps

    for found in steps(path):
        json.dumps(found)
    if any(one["level"] == "error" for one in found["problems"]):
        problem = found["problems"][0]
        raise FieldkitError(_text(problem["message"]), _text(problem["cure"]))


def _template(path: Path) -> None:
    from fieldkit.model.reports.templates.filling import taken
    from fieldkit.model.reports.templates.worker import answer

    taken(path, json.loads(json.dumps(answer(path, None))))


def _text(words: Any) -> Any:
    from fieldkit.errors import Text

    return Text(words["th"], words["en"]) if isinstance(words, dict) else Text(*words)


def _openpyxl_alone(path: Path) -> None:
    """Planted: the library without what is around it."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows(max_row=sheet.max_row, max_col=sheet.max_column):
            for cell in row:
                str(cell.value)


def bases(folder: Path) -> list[tuple[str, Callable[[Path], None], dict[str, bytes]]]:
    """Return the files that mutants come from: ending, door and parts."""
    from docx import Document

    from tests.model.register.books import one_factory
    from tests.model.xlsform.workbooks import checklist

    register = one_factory(folder / "register.xlsx", แรงม้า=920.5, วันเริ่ม="2550-01-31")
    survey = [
        ["select_one yn", "a", "ก"],
        ["integer", "b", "ข", "", "", ". > 3 and ${a} = 'yes'"],
        ["begin_repeat", "r", "ซ้ำ"],
        ["text", "c", "ค"],
        ["end_repeat", "", ""],
    ]
    form = checklist(folder / "form.xlsx", survey)
    document = Document()
    document.add_paragraph("{{ factory.name }} {{ each findings }}")
    document.save(str(folder / "letter.docx"))
    table = one_factory(folder / "template.xlsx", ชื่อ="{{ factory.name }}")
    return [
        (".xlsx", _register, parts_of(register)),
        (".xlsx", _register, parts_of(register)),
        (".xlsx", _checklist, parts_of(form)),
        (".docx", _template, parts_of(folder / "letter.docx")),
        (".xlsx", _template, parts_of(table)),
    ]


def workbooks(found: Found, options: argparse.Namespace, folder: Path) -> None:
    from fieldkit.model.memory_limit import limit_memory
    from fieldkit.model.register.worker import MOST_MEMORY

    chosen = bases(folder)
    limit_memory(MOST_MEMORY)
    for number in range(options.count):
        chance = random.Random(options.seed * 1_000_003 + number)
        ending, door, parts = chosen[number % len(chosen)]
        path = folder / f"mutant{ending}"
        mutant(chance, parts, path)
        door = _openpyxl_alone if options.planted == "bare" and ending == ".xlsx" else door
        judge(
            found,
            f"workbook {options.seed} {number} {door.__name__}",
            partial(door, path),
            options.hang,
        )


def real_doors(found: Found, options: argparse.Namespace, folder: Path) -> None:
    """Mutants through what the window calls, each reader in its own killable process."""
    from fieldkit.model.register import sheet
    from fieldkit.model.xlsform.conversion import convert

    chosen = bases(folder)
    for number in range(options.count):
        ending, _, parts = chosen[number % 3]
        path = folder / f"mutant{ending}"
        mutant(random.Random(options.seed * 1_000_003 + number), parts, path)
        door: Callable[[Path], object] = sheet.read if number % 3 < 2 else convert
        judge(found, f"door {options.seed} {number}", partial(door, path), options.hang)


def pictures(found: Found, options: argparse.Namespace, folder: Path) -> None:
    """Mutants of photos through the one door; the decoder is a process of its own that is kept."""
    from PIL import Image

    from fieldkit.model.images import inspect_image
    from tests.hostile.attack_files import jpeg
    from tests.model.test_images import camera_exif, photo

    originals = [photo((96, 64), kind, exif=camera_exif()) for kind in ("JPEG", "PNG", "WEBP")]
    out = io.BytesIO()
    Image.effect_noise((64, 64), 50).convert("RGB").save(out, "JPEG", progressive=True)
    originals += [out.getvalue(), jpeg(), photo((40, 40), "PNG", "P"), photo((40, 40), "PNG", "RGBA")]
    for number in range(options.count):
        chance = random.Random(options.seed * 1_000_003 + number)
        data = mutated_bytes(chance, originals[number % len(originals)])
        judge(found, f"picture {options.seed} {number}", partial(inspect_image, data), options.hang)


PARSED_DIFFERENTLY = (
    "zip bomb",
    "a cell in XFD1048576",
    "many rows",
    "entity expansion",
    "elements 100,000 deep",
)
"""Attack files that every reader gets in each run; the others get there in the long one."""


def attacks(found: Found, options: argparse.Namespace, folder: Path) -> None:
    """Every attack file through every door that reads such files."""
    from fieldkit.model.images import inspect_image
    from fieldkit.model.register import sheet
    from tests.hostile.attack_files import PICTURES, WORKBOOKS

    if options.planted in ("bare", "no pixels"):
        _planted(options.planted)
    for name, make in WORKBOOKS.items():
        if options.only and options.only != name:
            continue
        path = make(folder / "attack.xlsx")
        doors: dict[str, Callable[[Path], object]] = {"register": sheet.read}
        if options.every_door or name in PARSED_DIFFERENTLY:
            doors |= {"checklist": _converted, "template": _template_filled}
        if options.planted == "bare":
            doors = {"openpyxl alone": _openpyxl_alone}
        for door, read in doors.items():
            judge(found, f"{name} at {door}", partial(read, path), options.hang)
    for name, draw in PICTURES.items():
        if options.only and options.only != name:
            continue
        data = draw()
        judge(found, name, partial(inspect_image, data), options.hang)


def _converted(path: Path) -> None:
    from fieldkit.model.xlsform.conversion import convert

    found = convert(path)
    if found.errors:
        raise FieldkitError(found.errors[0].message, found.errors[0].cure)


def _template_filled(path: Path) -> None:
    from fieldkit.model.reports.templates.filling import _asked

    _asked(path, None, lambda: None)


def _planted(what: str) -> None:
    """Take a limit away, so that the figures must turn red."""
    import PIL.Image

    from fieldkit.model import image_worker, images

    if what == "no pixels":
        PIL.Image.MAX_IMAGE_PIXELS = None
        vars(images)["MAX_PIXELS"] = 1 << 40

        def here(data: bytes, header: Any, box: Any, **_more: Any) -> Any:
            return image_worker.read(data, header.format, box)

        vars(images)["decode"] = here


def expressions(found: Found, options: argparse.Namespace, _folder: Path) -> None:
    """Expressions of every shape: a value, or what is wrong."""
    from fieldkit.model.form.problems import XPathError
    from tests.model.form import test_expression_fuzz as maker

    if options.planted == "function":
        _plant_function()
    record = maker.filled_record()
    chance = random.Random(options.seed)

    def evaluate(text: str, place: str) -> None:
        try:
            record.evaluate(text, place)
        except XPathError:
            found.refused["the expression"] += 1
            found.read -= 1

    for number in range(options.count):
        text = maker.term(chance, 1 + number % 3)
        if number % 5 == 0:
            text = maker.broken(chance, text)
        place = chance.choice(("/data", "/data/a", "/data/rep[2]/x"))
        judge(found, text, partial(evaluate, text, place), options.hang)


def _plant_function() -> None:
    """Let one function of the engine raise what nobody expects."""
    from dataclasses import replace

    from fieldkit.model.form.xpath.table import TABLE

    def careless(*_arguments: object) -> object:
        return list[int]()[1]

    table: Any = TABLE
    table["round"] = replace(table["round"], call=careless)


MODES = {
    "expressions": expressions,
    "workbooks": workbooks,
    "doors": real_doors,
    "pictures": pictures,
    "attacks": attacks,
}


def run(options: argparse.Namespace) -> Found:
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        MODES[options.mode](found, options, Path(folder))
    with suppress(ImportError, AttributeError):
        from fieldkit.model import images

        images._decoder.close()
    found.peak_mib, found.cpu = max(found.peak_mib, _peak()), _cpu()
    return found


def arguments(args: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hang", type=float, default=HANG)
    parser.add_argument("--every-door", action="store_true", help="all attack files through all readers")
    parser.add_argument("--only", default="", help="one attack file by its name")
    parser.add_argument("--planted", default="", help="“bare”, “no pixels” or “function”")
    return parser.parse_args(args)


def main() -> int:
    found = run(arguments())
    print(json.dumps({**vars(found), "broken": found.broken}, ensure_ascii=False))
    return 1 if found.broken else 0


if __name__ == "__main__":
    sys.exit(main())
