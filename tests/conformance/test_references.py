"""A reference is a process that may hang or end; the next job is played all the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.conformance import references
from tests.conformance.references import Missing, Reference

ENGINE = """
import json, os, sys, time
for line in sys.stdin:
    job = json.loads(line)
    if job["script"] == "hang":
        time.sleep(600)
    if job["script"] == "end":
        os._exit(3)
    print(json.dumps({"id": job["id"], "status": "ok", "zone": os.environ["TZ"]}), flush=True)
"""


@pytest.fixture
def engine() -> Iterator[Reference]:
    made = Reference("engine", [sys.executable, "-c", ENGINE])
    yield made
    made.stop()


def job(number: int, script: str = "") -> dict[str, object]:
    return {"id": number, "script": script}


def test_jobs_are_played_in_one_process_and_zone(engine):
    first = engine.play(job(1), 60)
    process = engine.process
    assert first == {"id": 1, "status": "ok", "zone": references.ZONE}
    assert engine.play(job(2), 60)["id"] == 2
    assert engine.process is process


def test_a_job_that_hangs_is_killed_and_the_next_is_played(engine):
    results = list(engine.play_all([job(1), job(2, "hang"), job(3)], 5))
    assert [result["status"] for result in results] == ["ok", "error", "ok"]
    assert "longer than 5 seconds" in results[1]["error"]
    assert engine.process is None


def test_an_engine_that_ends_is_started_again(engine):
    results = list(engine.play_all([job(1, "end"), job(2)], 60))
    assert [result["status"] for result in results] == ["error", "ok"]
    assert "ended" in results[0]["error"]


def test_what_is_missing_is_said(monkeypatch, capsys):
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert references.available() == []
    said = capsys.readouterr().err
    assert "node is not installed" in said
    assert "java is not installed" in said
    with pytest.raises(Missing):
        references.web_forms()
