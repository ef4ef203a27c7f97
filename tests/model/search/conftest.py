from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldkit.model.search.find import Group, search
from fieldkit.model.workspace import Workspace
from tests.model.search.records import furnish

Found = dict[str, list[str]]
Finder = Callable[[str], Found]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A folder with a factory, a checklist and an inspection."""
    opened = Workspace(tmp_path / "data")
    furnish(opened)
    yield opened
    opened.close()


@pytest.fixture
def found(workspace: Workspace) -> Finder:
    """Search, and return the ids by kind."""

    def find(text: str) -> Found:
        return {group.kind: [hit.id for hit in group.hits] for group in groups(workspace, text)}

    return find


def groups(workspace: Workspace, text: str, language: str = "th") -> list[Group]:
    with workspace.database.read() as connection:
        return search(connection, text, language)
