"""Search everywhere, letter by letter: 150,000 factories, 300,000 findings, a million answers of words."""

from __future__ import annotations

import csv
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit import resources
from fieldkit.model.demonstration.answers import NOTES
from fieldkit.model.demonstration.factories import generate
from fieldkit.model.places_of import PLACED
from fieldkit.model.search import index
from fieldkit.model.search.find import KINDS, Group, nothing_more, search
from fieldkit.model.snippets import snippets
from fieldkit.model.workspace import Workspace
from tests.bench import program
from tests.bench.targets import Target

if TYPE_CHECKING:
    from sqlalchemy import Connection

INSPECTIONS, FINDINGS, ANSWERS = 30_000, 300_000, 1_000_000
LIMIT = 50.0
PAGE = 20_000  # rows written and indexed together
TYPED = {
    "a name": "โรงสีเจริญพาณิชย์",
    "a company": "บริษัท ทรัพย์เจริญ",
    "an old number": "จ3-9(1)-12/48พจ",
    "a new number": "10660001225480",
    "Thai digits": "๑๐๖๖๐๐๐๑",
    "a place": "ตะพานหิน",
    "a common phrase": "ไม่พบถังดับเพลิงในระยะที่กำหนด",
    "two words": "สายไฟ บริเวณคลังสินค้า",
    "a rare word": "พัดลมไอเย็น",
    "an inspector": "กฤษณะ ใจดี",
    "law": "มาตรา 37 วรรค 2",
    "English": "boiler certificate",
    "what is nowhere": "ชื่อนี้ไม่มีแน่นอน",
}


def measure(folder: Path) -> tuple[list[program.Row], list[Target]]:
    """Return the CPU time of each keystroke, by what is typed and of all together; prints sizes."""
    workspace = Workspace(folder / "search")
    started = time.monotonic()
    _fill(workspace)
    _tell_sizes(workspace, time.monotonic() - started)
    rows, every = [], list[float]()
    for name, text in TYPED.items():
        spent = list(_keystrokes(workspace, text))
        rows.append(program.row_of(f"{name}: {len(spent)} keystrokes", spent))
        every += spent
    workspace.close()
    rows.append(program.row_of("every keystroke", every))
    return rows, [Target("search everywhere, the longest keystroke (CPU)", rows[-1].longest, LIMIT, "ms")]


def _keystrokes(workspace: Workspace, text: str) -> Iterator[float]:
    """Type ``text`` as into the window, which leaves out the kinds that the letters so far have emptied."""
    groups: list[Group] = []
    for end in range(1, len(text) + 1):
        before = time.process_time()
        empty = nothing_more(text[: end - 1], groups, text[:end], KINDS)
        with workspace.database.read() as connection:
            groups = search(connection, text[:end], "th", kinds=[kind for kind in KINDS if kind not in empty])
        yield time.process_time() - before


def _tell_sizes(workspace: Workspace, seconds: float) -> None:
    pages = "pragma_page_count, pragma_page_size"
    [whole] = workspace.rows(f"SELECT page_count * page_size AS bytes FROM {pages}")
    print(f"\n{FINDINGS:,} findings and {ANSWERS:,} answers of words; made in {seconds:.0f} s")
    print(f"the file {whole['bytes'] / 1e6:,.0f} MB, without the change records")
    for name in ("factory_search", "record_search"):
        [data] = workspace.rows(f"SELECT sum(length(block)) AS bytes FROM {name}_data")
        print(f"{name} {data['bytes'] / 1e6:,.0f} MB")


def _fill(workspace: Workspace) -> None:
    """Write records past the change log, which a bench of reading does not need."""
    program.put(workspace, list(generate(program.FACTORIES // program.COPIES, program.places())))
    source = random.Random(7)
    said, spots = phrases(), words()
    with workspace.database.door() as connection:
        checklist = {"id": "GEN", "stream": "ref", "form_id": "GEN", "version": "1", "title": "แบบตรวจทั่วไป"}
        insert(connection, "checklist", [checklist | {"searched": json.dumps(["q0"])}])
        factories = [row[0] for row in connection.exec_driver_sql("SELECT id FROM factory")]
        for start in range(0, INSPECTIONS, PAGE):
            many = range(start, min(start + PAGE, INSPECTIONS))
            insert(connection, "inspection", [_inspection(n, source.choice(factories)) for n in many])
        for start in range(0, FINDINGS, PAGE):
            numbers = range(start, start + PAGE)
            insert(connection, "finding", [_finding(n, source, said, spots) for n in numbers])
        for start in range(0, ANSWERS, PAGE):
            numbers = range(start, start + PAGE)
            insert(connection, "answer", [_answer(n, source, said, spots) for n in numbers])


def insert(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if table in PLACED:  # derived where the change log is written
        rows = [row | {"place": row.get("factory")} for row in rows]
    columns = list(rows[0])
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({','.join(columns)}) VALUES ({','.join('?' * len(columns))})",
        [tuple(row.values()) for row in rows],
    )
    index.refresh(connection, [(table, row["id"], "core") for row in rows])


def _inspection(number: int, factory: str) -> dict[str, Any]:
    officer = ("นายกฤษณะ ใจดี", "นางสาวมานี รักเรียน", "นายปิติ ชูใจ")[number % 3]
    core = {"id": f"i{number}", "stream": "ins/66", "factory": factory, "checklist": "GEN", "form_id": "GEN"}
    return core | {"officer_name": officer, "started_at": "2026-10-05T09:00:00+07:00", "state": "closed"}


def _finding(number: int, source: random.Random, phrases: list[str], words: list[str]) -> dict[str, Any]:
    core = {"id": f"n{number}", "stream": "ins/66", "inspection": f"i{number % INSPECTIONS}"}
    text = {"wording": source.choice(phrases), "description": sentence(source, phrases, words)}
    law = {"law": f"กฎกระทรวง ฉบับที่ 2 (พ.ศ. 2535) ข้อ {number % 30}", "action": source.choice(phrases)}
    return core | text | law | {"state": "open" if number % 10 == 0 else "closed"}


def _answer(number: int, source: random.Random, phrases: list[str], words: list[str]) -> dict[str, Any]:
    core = {"id": f"a{number}", "stream": "ins/66", "inspection": f"i{number % INSPECTIONS}"}
    text = sentence(source, phrases, words)
    beside = {"value": text, "note": None} if number % 4 == 0 else {"value": "yes", "note": text}
    return core | {"path": f"/data/s/q{number % 4}"} | beside


def sentence(source: random.Random, phrases: list[str], words: list[str]) -> str:
    """Return one of few phrases and one to three of many words, the frequent ones more often."""
    spots = (words[int(len(words) * source.random() ** 3)] for _ in range(source.randint(1, 3)))
    return f"{source.choice(phrases)} บริเวณ{''.join(spots)}"


def phrases() -> list[str]:
    with resources.path("demonstration", "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        described = [row["description"] for row in csv.DictReader(file)]
    return [*NOTES, *described, *(snippet.text.th for snippet in snippets().values())]


def words() -> list[str]:
    lines = resources.path("thai_words.txt").read_text(encoding="utf-8").split()
    words = [word for word in lines if 3 <= len(word) <= 12]
    random.Random(5).shuffle(words)
    return words
