"""Every sentence of the window is translated, and nothing else is."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import PySide6
import pytest
from defusedxml import ElementTree

from fieldkit import resources

ROOT = Path(__file__).parents[1]
FILES = sorted(resources.path("translations").glob("*.ts"))
PLACES = re.compile(r"\{\w*\}|%n|%\d")

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Message:
    """One sentence of a .ts file: context, source, comment, and its translations (one a plural form)."""

    key: Key
    translations: tuple[str, ...]
    state: str


def messages(file: Path) -> list[Message]:
    found = []
    for context in ElementTree.parse(file).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = tuple(form.text or "" for form in translation.iter("numerusform"))
            key = (
                context.findtext("name", ""),
                message.findtext("source", ""),
                message.findtext("comment", ""),
            )
            found.append(Message(key, forms or (translation.text or "",), translation.get("type", "")))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_sentence_is_translated(file: Path) -> None:
    assert [m.key for m in messages(file) if m.state == "unfinished" or not all(m.translations)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_place_for_a_value_is_kept(file: Path) -> None:
    # one language may leave the number out ("one factory"), so %n is free in plural forms
    lost = [
        m.key
        for m in messages(file)
        for form in m.translations
        if set(PLACES.findall(form)) - {"%n"} != set(PLACES.findall(m.key[1])) - {"%n"}
    ]
    assert lost == []


def collected(folder: Path) -> set[Key]:
    """Return what Qt's own collector finds in the window's modules."""
    file = folder / "collected.ts"
    sources = [str(source) for source in sorted((ROOT / "fieldkit" / "ui").rglob("*.py"))]
    lupdate = Path(PySide6.__file__).parent / "lupdate"
    subprocess.run(
        [lupdate, "-silent", "-locations", "none", "-extensions", "py", *sources, "-ts", str(file)],
        check=True,
        timeout=120,
    )
    return {message.key for message in messages(file)}


@pytest.mark.skipif(not (ROOT / "fieldkit" / "ui" / "app.py").exists(), reason="there is no window yet")
def test_the_translation_holds_what_the_window_says(tmp_path: Path) -> None:
    said = collected(tmp_path)
    translated = {m.key for m in messages(resources.path("translations", "fieldkit_th.ts"))}
    assert said - translated == set(), "not in fieldkit_th.ts"
    assert translated - said == set(), "in fieldkit_th.ts, but no longer said"


def test_the_collector_sees_sentences(tmp_path: Path) -> None:
    assert ("MessageBar", "Close message", "") in collected(tmp_path)
