from __future__ import annotations

from pathlib import Path

import pytest

from fieldkit.ui.settings import Settings


def test_first_start_is_thai_in_the_colours_of_the_system(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "new.ini")
    assert (settings.language, settings.scheme, settings.text_size) == ("th", "system", 100)
    assert (settings.page, settings.geometry) == ("", None)


def test_choices_are_found_again(tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    first = Settings(file)
    first.language, first.scheme, first.text_size, first.page = "en", "outdoor", 150, "sync"
    first.flush()
    again = Settings(file)
    assert (again.language, again.scheme, again.text_size, again.page) == ("en", "outdoor", 150, "sync")


@pytest.mark.parametrize(("written", "read"), [("5000", 200), ("1", 80), ("large", 100)])
def test_a_spoilt_size_is_put_right(tmp_path: Path, written: str, read: int) -> None:
    file = tmp_path / "window.ini"
    file.write_text(f"[General]\ntext_size={written}\nscheme=pink\nlanguage=xx\n")
    settings = Settings(file)
    assert (settings.text_size, settings.scheme, settings.language) == (read, "system", "th")


def test_columns_that_were_taken_away_are_found_again(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "window.ini")
    assert settings.hidden_columns("register") is None
    settings.hide_columns("register", ["hp", "workers"])
    settings.hide_columns("plan", [])
    settings.flush()
    again = Settings(tmp_path / "window.ini")
    assert again.hidden_columns("register") == ("hp", "workers")
    assert again.hidden_columns("plan") == ()


def test_unkept_settings_touch_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(None)
    settings.scheme = "dark"
    settings.flush()
    assert settings.scheme == "dark"
    assert list(tmp_path.iterdir()) == []
