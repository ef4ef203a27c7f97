"""The day of an inspector: the real program, a Thai keyboard, the real register, a real centre."""

from __future__ import annotations

import faulthandler
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import inspections
from fieldkit.model.workspace import Workspace
from fieldkit.ui import pages
from tests.conftest import ROOT
from tests.display import Display
from tests.lifeline import lifeline
from tests.office import picture
from tests.real_program import office_workbook
from tests.real_program.keyboard import key
from tests.real_program.program import Program, program

pytestmark = pytest.mark.long

REGISTER = ROOT / "tests" / "data" / "factory-register-prachinburi.xlsx"
FACTORIES = 632
SCREEN = 1366, 768
OFFICER, GUIDE = "กฤษณะ ใจดี", "สมชาย รักดี"
FACTORY = "บริษัท แลคตาซอย จำกัด"
OBJECTION = "ผู้ประกอบกิจการขอเวลา", " ๓๐ วัน"
FOUND = "ประตูหนีไฟล็อกกุญแจ ๑ บาน"

# The key of each choice, and what is stored for it.
BEFORE_LUNCH = (
    ("gen03", "1", "yes"), ("gen04", "1", "yes"), ("gen05", "3", "na"),
)  # fmt: skip
AFTER_LUNCH = (
    ("gen18", "1", "yes"), ("gen19", "2", "fair"), ("gen20", "1", "yes"), ("gen21", "1", "yes"),
    ("gen22", "1", "yes"), ("gen23", "2", "no"), ("gen24", "1", "none"), ("gen25", "5", "none"),
    ("gen27", "2", "no"), ("gen29", "2", "no"), ("gen30", "2", "no"), ("gen31", "2", "no"),
    ("gen32", "1", "complete"), ("gen33", "1", "sent"), ("gen34", "1", "sent"),
)  # fmt: skip
AFTER_THE_POWER_CUT = (("gen37", "1", "1"), ("gen38", "1", "yes"), ("gen39", "1", "yes"))
STAYS = {"gen25"}  # one may choose several


@pytest.fixture(autouse=True)
def _a_day_is_long() -> None:
    """Keep the stack trace for hanging tests out of a test that takes minutes and watches its own time."""
    faulthandler.cancel_dump_traceback_later()


class Checklist:
    """The open checklist: what is stored, where the inspector stands, keys that answer."""

    def __init__(self, laptop: Program) -> None:
        self._laptop = laptop

    def stands_at(self, name: str) -> None:
        self._laptop.wait(lambda: self.here() == name, f"the inspector at {name}, not at {self.here()}")

    def here(self) -> str:
        desk = self._laptop.rows("SELECT value FROM meta WHERE key = 'desk'")
        return str(json.loads(desk[0]["value"])["path"]).rpartition("/")[2] if desk else ""

    def stored(self) -> dict[str, str]:
        rows = self._laptop.rows("SELECT path, value FROM answer WHERE value IS NOT NULL")
        return {row["path"].rpartition("/")[2]: row["value"] for row in rows}

    def holds(self, name: str, value: str) -> None:
        self._laptop.wait(
            lambda: self.stored().get(name) == value, f"{name} = {value}, not {self.stored().get(name)}"
        )

    def goes_on_from(self, name: str) -> None:
        self._laptop.wait(lambda: self.here() != name, f"the question after {name}")

    def choose(self, *questions: tuple[str, str, str]) -> None:
        """Press the number of a choice, which goes on to the next question."""
        for name, number, value in questions:
            self.stands_at(name)
            self._laptop.press(key(number))
            self.holds(name, value)
            if name in STAYS:
                self._laptop.press("Return")
            self.goes_on_from(name)

    def measure(self, name: str, digits: str) -> None:
        """Type a number by the keys that have these digits on a Latin keyboard."""
        self.stands_at(name)
        self._laptop.press(*(key(digit) for digit in digits), "Return")
        self.holds(name, digits)
        self.goes_on_from(name)

    def write(self, name: str, text: str, stored: str = "") -> None:
        self.stands_at(name)
        self._laptop.write(text)
        self._laptop.press("Return")
        self.holds(name, stored or text)
        self.goes_on_from(name)


def fits_the_screen(laptop: Program) -> None:
    """The key bar at the foot of the window can be seen on the common laptop."""
    left, top, width, height = laptop.see("frame").box
    assert left >= 0
    assert top >= 0
    assert left + width <= SCREEN[0]
    assert top + height <= SCREEN[1]


def opens(page: str) -> str:
    """Return the keys that open a page: Ctrl and its place in the sidebar."""
    places = [entry.key for entry in pages.pages() if entry.numbered]
    return f"ctrl+{key(str(places.index(page) + 1))}"


def name_the_inspector(laptop: Program) -> None:
    laptop.press(f"ctrl+{key(',')}")
    laptop.see("text", "ชื่อ นามสกุล", state="focused")
    laptop.write(OFFICER)
    laptop.press("Tab")
    laptop.wait(lambda: laptop.rows("SELECT * FROM person WHERE name = ?", OFFICER), "the inspector's name")


def import_the_register(laptop: Program) -> None:
    laptop.press(opens("register"))
    laptop.see("push button", "นำเข้าทะเบียน", state="focused")
    laptop.press("space")
    laptop.see("push button", "เลือกไฟล์", state="focused")
    laptop.press("space")
    laptop.choose_files(REGISTER)
    laptop.see("push button", f"นำเข้า {FACTORIES} รายการ", state="focused")
    assert laptop.find("panel", f"ใหม่ {FACTORIES}"), "the preview says what is new"
    assert not laptop.rows("SELECT * FROM factory"), "nothing is written before the preview is accepted"
    laptop.press("space")
    laptop.wait(lambda: len(laptop.rows("SELECT * FROM factory")) == FACTORIES, "all factories")
    laptop.see("label", f"{FACTORIES} แห่ง")
    laptop.click(laptop.see("push button", "ปิดข้อความ"))


def start_an_inspection(laptop: Program) -> None:
    """Find the factory by letters inside its name, and start from the keyboard."""
    laptop.press(f"ctrl+{key('f')}")
    field = laptop.see("text", "ชื่อ เลขทะเบียน หรือผู้ประกอบการ", state="focused")
    laptop.write("ลคตาซ")
    laptop.see("label", "1 แห่ง")
    assert laptop.text(field) == "ลคตาซ"
    laptop.see("cell", FACTORY)
    laptop.press("Down", "Return")
    laptop.see("push button", "เริ่มตรวจ", state="focused")
    laptop.press("space")
    laptop.see("list", "ข้อตรวจ", state="focused")


def answer_the_morning(laptop: Program) -> None:
    questions = Checklist(laptop)
    questions.choose(("gen01", "1", "operating"))
    questions.write("gen02_name", GUIDE)
    questions.choose(*BEFORE_LUNCH)
    questions.measure("gen06", "46224")
    questions.choose(("gen09", "2", "no"))
    questions.write("gen10", "๓๑/๑๒/๗๐", stored="2027-12-31")
    questions.choose(("gen11", "1", "yes"), ("gen12", "1", "met"), ("gen15", "1", "yes"))


def fail_the_emergency_exit(laptop: Program, photos: list[Path]) -> None:
    questions = Checklist(laptop)
    questions.stands_at("gen16")
    laptop.press(key("2"))
    laptop.see("list item", "ไม่ผ่าน", state="selected")
    questions.stands_at("gen16")
    laptop.press("F3")
    field = laptop.see("text", "สิ่งที่พบ", state="focused")
    laptop.write(FOUND)
    laptop.wait(lambda: laptop.text(field) == FOUND, "the words of the finding")
    laptop.press("F4")
    laptop.choose_files(*photos)
    for number, photo in enumerate(photos, 1):
        laptop.see("", f"ภาพที่ {number}: {photo.name}")
    laptop.wait(lambda: laptop.rows("SELECT 1 FROM finding WHERE description = ?", FOUND), "the finding")
    laptop.press("Return")


def answer_the_afternoon(laptop: Program) -> None:
    questions = Checklist(laptop)
    questions.measure("gen17", "2.5")
    laptop.wait(lambda: laptop.rows("SELECT 1 FROM finding WHERE question = 'gen17'"), "the limit to be held")
    questions.choose(*AFTER_LUNCH)
    questions.measure("gen35", "0")


def lose_power_while_writing(laptop: Program) -> None:
    """Kill the program in the middle of a sentence; it must come back to it."""
    questions = Checklist(laptop)
    laptop.press("ctrl+Next")
    questions.stands_at("gen41")
    laptop.press("Up")
    questions.stands_at("gen40")
    before = questions.stored()
    said, rest = OBJECTION
    laptop.write(said)
    laptop.wait(lambda: laptop.rows("SELECT 1 FROM typing WHERE text = ?", said), "what is being typed")
    laptop.kill()
    with closing(Workspace(laptop.folder)) as workspace:
        (row,) = workspace.rows("SELECT id FROM inspection")
        opened = inspections.open_inspection(workspace, row["id"])
        values = {path.rpartition("/")[2]: value for path, value in opened.instance.values().items()}
        assert before.items() <= values.items()
        assert list(opened.typing.values()) == [said]
    laptop.start()
    laptop.see("list item", said, state="selected")
    questions.stands_at("gen40")
    assert laptop.see("list item", "7.1", state="selected")
    assert before.items() <= questions.stored().items()
    laptop.press("ctrl+End")
    laptop.write(rest)
    laptop.press("ctrl+Return")
    questions.holds("gen40", said + rest)


def finish_the_answers(laptop: Program) -> None:
    questions = Checklist(laptop)
    questions.choose(("gen41", "3", "order37"))
    laptop.press("F8")
    questions.choose(*AFTER_THE_POWER_CUT)


def close_and_sign(laptop: Program) -> None:
    laptop.press("F12")
    laptop.see("label", "ไม่ผ่าน 2 ข้อ")
    laptop.draw(laptop.see("", "ผู้ตรวจ: ลายมือชื่อ"))
    laptop.click(laptop.see("text", "ผู้แทนโรงงาน: ชื่อ"))
    laptop.see("text", "ผู้แทนโรงงาน: ชื่อ", state="focused")
    laptop.write(GUIDE)
    laptop.draw(laptop.see("", "ผู้แทนโรงงาน: ลายมือชื่อ"))
    laptop.reach("push button", "ปิดและผนึก")
    laptop.press("space")
    laptop.wait(lambda: laptop.rows("SELECT 1 FROM inspection WHERE seal IS NOT NULL"), "the seal")
    laptop.see("cell", "ไม่ผ่าน")


def export(laptop: Program, file: Path) -> None:
    laptop.click(laptop.see("push button", "ส่งออก"))
    laptop.click(laptop.see("push button", "เลือกที่เก็บและส่งออก"))
    laptop.choose_files(file)
    laptop.see("label", str(file))


def fieldkit(folder: Path, *arguments: str) -> dict[str, Any]:
    """Run a command line and return its JSON."""
    command = [sys.executable, "-m", "fieldkit", "--data", str(folder), "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@contextmanager
def centre(folder: Path) -> Iterator[str]:
    """Run the central server and yield its address."""
    command: list[str | Path] = [sys.executable, "-m", "fieldkit", "--data", folder, "serve", "--port", "0"]
    with lifeline(command) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()


def sync(laptop: Program, url: str, code: str) -> None:
    laptop.press(opens("sync"))
    laptop.see("text", "ที่อยู่ของศูนย์", state="focused")
    laptop.write(url, "us")
    laptop.press("Tab")
    laptop.see("text", "รหัสลงทะเบียน", state="focused")
    laptop.write(code, "us")
    laptop.press("Return")
    laptop.see("push button", "ซิงก์เดี๋ยวนี้", state="focused")
    laptop.keyboard("th")
    laptop.press("space")
    laptop.see("label", "ส่งครบแล้ว")


def look_on_the_second_laptop(display: Display, folder: Path, photos: list[Path], logs: Path) -> None:
    """Open the inspection and see the photos at the question that failed."""
    logs.mkdir()
    with program(display, folder, logs) as second:
        second.start()
        second.keyboard("th")
        second.press(opens("inspection"))
        second.see("cell", FACTORY, state="selected")
        second.press("Return")
        second.see("list", "ข้อตรวจ")
        second.click(second.see("check box", "ไม่ผ่าน"))
        second.see("list item", "ทางออกฉุกเฉิน", state="selected")
        for number, photo in enumerate(photos, 1):
            second.see("", f"ภาพที่ {number}: {photo.name}")
        second.leave()


def compare_laptops(first: Workspace, second: Workspace, photos: list[Path]) -> None:
    for name in ("inspection", "visit", "answer", "finding", "attachment", "signature", "factory"):
        here, there = (
            {
                row["id"]: {key: row[key] for key in row if key != "row"}
                for row in laptop.rows(f"SELECT * FROM {name}")
            }
            for laptop in (first, second)
        )
        assert here
        assert here == there, name
    kept = [row["sha256"] for row in second.rows("SELECT sha256 FROM attachment ORDER BY name")]
    for photo, sha256 in zip(photos, kept, strict=True):
        data = photo.read_bytes()
        assert hashlib.sha256(data).hexdigest() == sha256
        assert second.attachments.read(sha256) == data
    for row in second.rows("SELECT image FROM signature"):
        assert second.attachments.read(row["image"]).startswith(b"\x89PNG")


@pytest.mark.real_program
def test_the_day(display: Display, tmp_path: Path) -> None:
    photos = [tmp_path / "exit-1.jpg", tmp_path / "exit-2.jpg"]
    for photo, (width, height) in zip(photos, ((1600, 1200), (900, 1600)), strict=True):
        photo.write_bytes(picture(width, height))
    first, second, file = tmp_path / "first", tmp_path / "second", tmp_path / "office.xlsx"
    with program(display, first, tmp_path) as laptop, centre(tmp_path / "centre") as url:
        laptop.start()
        laptop.keyboard("th")
        fits_the_screen(laptop)
        name_the_inspector(laptop)
        import_the_register(laptop)
        start_an_inspection(laptop)
        answer_the_morning(laptop)
        fail_the_emergency_exit(laptop, photos)
        answer_the_afternoon(laptop)
        lose_power_while_writing(laptop)
        finish_the_answers(laptop)
        close_and_sign(laptop)
        export(laptop, file)
        sync(laptop, url, fieldkit(tmp_path / "centre", "server", "code")["code"])
        laptop.leave()
        fieldkit(second, "enrol", url, "--code", fieldkit(tmp_path / "centre", "server", "code")["code"])
        assert fieldkit(second, "sync")["attachments_received"] >= len(photos)
    look_on_the_second_laptop(display, second, photos, tmp_path / "second-logs")
    with closing(Workspace(first)) as here, closing(Workspace(second)) as there:
        compare_laptops(here, there, photos)
        office_workbook.compare(file, here)
