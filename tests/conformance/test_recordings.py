"""Recorded answers of ODK's engines, where the recordings lie beside the project."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.conformance.compare import differences, same, score_jobs
from tests.conformance.recorded_xpath import ZONE, score_recordings

ROOT = Path(__file__).parents[2]
RECORDINGS = ROOT.parent / "shared" / "conformance"
recorded = pytest.mark.skipif(
    not (RECORDINGS / "jobs.jsonl").exists(), reason="no recordings beside the project"
)


@pytest.fixture
def recorded_zone(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its zone in a running program")
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", ZONE)
    time.tzset()
    yield
    if before is None:
        monkeypatch.delenv("TZ")
    else:
        monkeypatch.setenv("TZ", before)
    time.tzset()


ADJUDICATED = {
    "native/comparison-operator.test.ts": 16,
    "native/comparison-operator2.test.ts": 28,
    "native/lang.test.ts": 9,
    "native/nodeset.test.ts": 7,
    "xforms/date.test.ts": 2,
    "xforms/date-time.test.ts": 1,
    "xforms/regex.test.ts": 1,
}
"""Recorded evaluations that differ, by file."""


@recorded
def test_jobs_are_answered_as_odk_answers(recorded_zone):
    score = score_jobs(RECORDINGS)
    assert score.jobs >= 600
    assert score.same_agreed == score.agreed
    # chance, and groups whose relevance reads their own child: see docs/decisions/0002-form-engine.md
    assert set(score.misses) <= {"scenario-0120", "walk-000", "walk-077"}


@recorded
def test_expressions_give_what_odk_recorded(recorded_zone):
    score = score_recordings(RECORDINGS)
    assert score.total >= 2400
    left = Counter(file for file, *_ in score.misses)
    # each class stands in docs/decisions/0002-form-engine.md
    assert left <= Counter(ADJUDICATED), left - Counter(ADJUDICATED)


def step(value: str, **more: object) -> dict[str, object]:
    node = {"path": "/data/a", "relevant": True, "value": value, **more}
    return {"status": "ok", "steps": [{"nodes": [node]}]}


@pytest.mark.parametrize(
    ("ours", "theirs", "count"),
    [
        (step("1"), step("1.0"), 0),
        (step("1"), step("2"), 1),
        (step("a"), step("b", relevant=False), 1),
        (
            step("uuid:6d9b51a9-66f7-43e4-96ab-480192518b0d"),
            step("uuid:0d9b51a9-66f7-43e4-96ab-480192518b0d"),
            0,
        ),
        (step("2024-01-01T10:00:00.000+07:00"), step("2025-01-01T10:00:00Z"), 0),
        (step("a", label=" x  y "), step("a", label="x y"), 0),
        (step("a", choices=[["a", "A"]]), step("a", choices=[["a", "B"]]), 1),
        ({"status": "error"}, step("a"), 1),
    ],
)
def test_comparison_sees_what_differs(ours, theirs, count):
    assert len(list(differences("job", ours, theirs))) == count


def test_numbers_compare_by_value_and_text_does_not():
    assert same("value", "7305.000000000002", "7305")
    assert not same("value", "7305 ", "x7305")


def test_the_command_says_what_is_missing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.conformance.compare", "--recordings", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "jobs.jsonl" in done.stderr
