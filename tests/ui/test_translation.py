from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from fieldkit import resources
from fieldkit.ui import translation
from fieldkit.ui.status_chip import StatusChip, SyncStatus

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations_tool", ROOT / "tools" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The translations in a folder that a test may spoil."""
    folder = tmp_path / "translations"
    shutil.copytree(resources.path("translations"), folder)
    monkeypatch.setattr(tool, "FOLDER", folder)
    return folder  # type: ignore[return-value]


def test_every_string_is_translated_and_compiled(tool: ModuleType) -> None:
    assert tool.check() == []


def test_check_finds_a_string_without_words(tool: ModuleType, copy: Path) -> None:
    file = copy / "fieldkit_th.ts"
    file.write_text(file.read_text("utf-8").replace("ทะเบียนโรงงาน", ""), "utf-8")
    assert "no words: fieldkit_th.ts: Pages: Factory register" in tool.check()


def test_check_finds_a_stale_file(tool: ModuleType, copy: Path) -> None:
    (copy / "fieldkit_th.qm").write_bytes(b"")
    assert any(line.startswith("stale: fieldkit_th.qm") for line in tool.check())


def test_fill_takes_words_and_names_what_nobody_asks_for(tool: ModuleType, copy: Path) -> None:
    words = {"Pages": {"Sync": "แลกเปลี่ยน", "Nothing": "ไม่มี"}}
    assert tool.fill(copy, words) == ["Pages: Nothing"]
    assert "<translation>แลกเปลี่ยน</translation>" in (copy / "fieldkit_th.ts").read_text("utf-8")


def test_language_is_changed_and_changed_back(qapp: QApplication) -> None:
    for language, word in (("th", "ทะเบียนโรงงาน"), ("en", "Factory register"), ("th", "ทะเบียนโรงงาน")):
        translation.use(qapp, "en" if language == "en" else "th")
        assert QCoreApplication.translate("Pages", "Factory register") == word


def test_standard_buttons_speak_thai(qapp: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    assert {button.text() for button in box.buttons()} == {"ยกเลิก", "บันทึก"}


def test_menu_of_a_field_speaks_thai(qapp: QApplication, qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    menu = edit.createStandardContextMenu()
    words = [action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()]
    menu.deleteLater()
    assert "คัดลอก (&C)" in words
    assert not [word for word in words if word.replace("&", "").isascii()]


def test_qtbase_has_only_strings_that_qt_asks_for(tool: ModuleType) -> None:
    german = QTranslator()
    if not german.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        pytest.skip("this Qt comes without translations to compare with")
    tree = tool.ET.parse(resources.path("translations", "qtbase_th.ts"))
    asked = [(context, message.findtext("source", "")) for context, message in tool._messages(tree)]
    assert len(asked) > 40
    assert [pair for pair in asked if not german.translate(*pair)] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("th", "ออฟไลน์ · รอส่ง 1,234 รายการ"), ("en", "Offline · 1,234 waiting to be sent")],
)
def test_numbers_have_commas(qapp: QApplication, qtbot: QtBot, language: str, words: str) -> None:
    translation.use(qapp, "en" if language == "en" else "th")
    chip = StatusChip()
    qtbot.addWidget(chip)
    chip.show_status(SyncStatus(enrolled=True, waiting=1234, online=False))
    assert chip.text() == words
