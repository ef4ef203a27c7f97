"""Recordings that a loss of power leaves behind are found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldkit.model import recordings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_recording_that_was_cut_off_is_found_for_its_inspection(tmp_path: Path) -> None:
    assert recordings.left_behind(tmp_path, "i1") == []
    made = recordings.begin(tmp_path, "i1", "/data/sound", "pump.aac")
    made.file.write_bytes(b"half a word")
    recordings.begin(tmp_path, "i2", "/data/sound", "other.aac").file.write_bytes(b"x")
    assert recordings.left_behind(tmp_path, "i1") == [made]
    assert made.file.suffix == ".aac"
    made.forget()
    assert recordings.left_behind(tmp_path, "i1") == []
    assert len(list((tmp_path / recordings.FOLDER).iterdir())) == 2


def test_a_note_without_file_or_without_end_is_passed_over(tmp_path: Path) -> None:
    recordings.begin(tmp_path, "i1", "/data/sound", "never.aac")
    cut = recordings.begin(tmp_path, "i1", "/data/sound", "cut.aac")
    cut.file.write_bytes(b"x")
    cut.file.with_suffix(".json").write_text('{"inspection": "i1", "ques')
    assert recordings.left_behind(tmp_path, "i1") == []
    assert cut.file.exists()
