"""Figures that a process beside this one reads (`fieldkit.model.select_worker`)."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import indicators as ind
from fieldkit.model.child_process import Child
from fieldkit.model.database import Database
from fieldkit.model.indicators import Scope, sources
from tests.model.indicators.offices import Draw, put

SCOPE = Scope(ind.period("2567"), date(2024, 2, 15))


def test_figures_are_whole_when_the_process_beside_ends_at_any_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(tmp_path / "fieldkit.db")
    with database.door() as connection:
        put(connection, Draw(23).office(20))
        alone = ind.compute(connection, SCOPE)
    monkeypatch.setattr(sources, "MANY", 0)
    ask, asked = Child.ask, [0]
    for last in range(1, 8):
        asked[0] = 0

        def ending(child: Child, fields: dict[str, Any], last: int = last) -> Any:
            asked[0] += 1
            if asked[0] == last:
                child.kill()
            return ask(child, fields)

        monkeypatch.setattr(Child, "ask", ending)
        with database.read() as connection:
            assert ind.compute(connection, SCOPE) == alone
        assert asked[0] >= last  # it was there to be ended
    database.close()


def test_the_process_beside_reads_an_encrypted_file_and_shows_its_key_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = bytes(range(32))
    monkeypatch.setattr(sources, "MANY", 0)
    with closing(Database(tmp_path / "sealed.db", key)) as database:
        with database.door() as connection:
            put(connection, Draw(23).office(10))
            alone = ind.compute(connection, SCOPE)
        with database.read() as connection, sources.beside(connection) as found:
            assert found is not None
            assert found.ask("SELECT count(*) AS n FROM factory") == [{"n": 10}]
            with pytest.raises(sources.BesideEnded):
                found.ask("DELETE FROM factory")
            assert key.hex() not in str(found.child.process.args)
        with database.read() as connection:
            assert ind.compute(connection, SCOPE) == alone
