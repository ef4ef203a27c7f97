"""A translation keeps the places that values are put into."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from defusedxml import ElementTree

from fieldkit import resources

FILES = [path.name for path in sorted(resources.path("translations").glob("*.ts"))]
PLACES = re.compile(r"\{\w*\}|%\d")  # not %n: one language may say "one factory"


def sentences(name: str) -> Iterator[tuple[str, str]]:
    """Yield source and translation of each sentence that has one, each plural form for itself."""
    for message in ElementTree.parse(resources.path("translations", name)).iter("message"):
        translation = message.find("translation")
        assert translation is not None
        for form in translation.findall("numerusform") or [translation]:
            if form.text:
                yield message.findtext("source", ""), form.text


def lost(source: str, translation: str) -> set[str]:
    return set(PLACES.findall(source)) ^ set(PLACES.findall(translation))


def test_there_are_translations() -> None:
    assert "fieldkit_th.ts" in FILES


@pytest.mark.parametrize("name", FILES)
def test_each_place_for_a_value_is_kept(name: str) -> None:
    assert [source for source, translation in sentences(name) if lost(source, translation)] == []


def test_a_lost_place_would_be_seen() -> None:
    assert lost("Saved {time}", "บันทึกแล้ว") == {"{time}"}
    assert lost("%1 of %2", "%2 จาก %1") == set()
