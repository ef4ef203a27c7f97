"""Text that is being typed: kept at every key, whatever the keyboard sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldkit.model import inspections
from tests.office import MILL, path_of

if TYPE_CHECKING:
    from fieldkit.model.workspace import Workspace


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ก\ud83d", "ก?"),  # an emoji arrives as two halves
        ("ก\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "ก😀"),
        ("a\x00b", "a\x00b"),
        ("\x0b", "\x0b"),
        ("น" * 200_000, "น" * 200_000),
    ],
)
def test_every_key_is_kept(office: Workspace, typed: str, kept: str) -> None:
    draft = inspections.start(office, MILL, "GEN")
    path = path_of(draft, "gen40")
    draft.type_text(path, typed)
    draft.type_words(path, "note", typed)
    opened = inspections.open_inspection(office, draft.id)
    assert opened.typing == {path: kept}
    assert opened.unfinished == {(path, "note"): kept}
