"""One database for the tests of reports; each test says what is in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fieldkit.model.database import Database


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = Database(tmp_path_factory.mktemp("reports") / "fieldkit.db")
    yield opened
    opened.close()
