"""Compare replays with what ODK's engines answered (``make conformance``)."""

from __future__ import annotations

import argparse
import json
import lzma
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conformance.recorded_xpath import RECORDED_AT, ZONE, score_recordings

"""The zone of the recordings."""
FIELDS = ("relevant", "required", "readonly", "valid", "violation", "value", "label", "hint", "choices")
_RELEVANT_ONLY = frozenset(FIELDS) - {"relevant"}
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_IMPLIED = re.compile(r"/[^/]+/meta(/instanceID)?")
"""What some engines add to a form that has none."""
Difference = tuple[str, int, str, str, Any, Any]
"""Job, step, path, field, ours, theirs."""


@dataclass
class Score:
    """What a comparison counted."""

    jobs: int = 0
    same_first: int = 0
    same_second: int = 0
    seconds: int = 0
    agreed: int = 0
    same_agreed: int = 0
    same_any: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    misses: dict[str, list[Difference]] = field(default_factory=dict)


def read_results(path: Path) -> dict[str, dict[str, Any]]:
    """Return recorded results by job."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return {result["id"]: result for result in map(json.loads, lines)}


def masked(value: Any, *, text: bool) -> Any:
    """Return a value with what a run stamps hidden; white space of labels folded."""
    if isinstance(value, list):
        return [
            [masked(part, text=text) for part in item] if isinstance(item, list) else item for item in value
        ]
    if not isinstance(value, str):
        return value
    value = _UUID.sub("<uuid>", _STAMP.sub("<time>", value))
    return " ".join(value.split()) if text else value


def same(name: str, ours: Any, theirs: Any) -> bool:
    """Tell whether two states of a field are the same; numbers by value."""
    text = name in ("label", "hint", "choices")
    if text:
        ours, theirs = ours or ([] if name == "choices" else ""), theirs or ([] if name == "choices" else "")
    ours, theirs = masked(ours, text=text), masked(theirs, text=text)
    if ours == theirs:
        return True
    if name == "choices":
        return len(ours) == len(theirs) and all(
            same("value", a[0], b[0]) and same("label", a[1], b[1]) for a, b in zip(ours, theirs, strict=True)
        )
    if (
        isinstance(ours, str)
        and isinstance(theirs, str)
        and _NUMBER.fullmatch(ours)
        and _NUMBER.fullmatch(theirs)
    ):
        first, second = float(ours), float(theirs)
        return abs(first - second) <= 1e-9 * max(1.0, abs(first), abs(second))
    return False


def _compared(nodes: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        node["path"]: node
        for node in nodes
        if "orx:meta" not in node["path"] and not str(node.get("type", "")).startswith("repeat-range")
    }


def steps_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps of a result; a walk may hold only its last."""
    steps = result.get("steps")
    return steps if steps is not None else [{"nodes": result.get("nodes", []), "last": True}]


def differences(job: str, ours: dict[str, Any], theirs: dict[str, Any]) -> Iterator[Difference]:
    """Yield what differs between two results of one job."""
    if ours["status"] != theirs["status"]:
        yield job, -1, "", "status", ours.get("error", ours["status"]), theirs.get("error", theirs["status"])
        return
    left, right = steps_of(ours), steps_of(theirs)
    if right and right[0].get("last"):
        left = left[-1:]
    if left and left[0].get("last"):
        right = right[-1:]
    if len(left) != len(right):
        yield job, -1, "", "steps", len(left), len(right)
        return
    for number, (first, second) in enumerate(zip(left, right, strict=True)):
        if ("error" in first) != ("error" in second):
            yield job, number, "", "error", first.get("error"), second.get("error")
        elif "error" not in first:
            for difference in _step(first["nodes"], second["nodes"]):
                yield (job, number, *difference)


def _step(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> Iterator[tuple[str, str, Any, Any]]:
    left, right = _compared(ours), _compared(theirs)
    for path in left.keys() | right.keys():
        if path not in left or path not in right:
            relevant = (left.get(path) or right.get(path) or {}).get("relevant", True)
            if relevant and not _IMPLIED.fullmatch(path):
                yield path, "exists", path in left, path in right
            continue
        a, b = left[path], right[path]
        both = a.get("relevant") and b.get("relevant")
        for name in FIELDS:
            if (name in _RELEVANT_ONLY and not both) or name not in a.keys() & b.keys():
                continue
            if not same(name, a[name], b[name]):
                yield path, name, a[name], b[name]


def compare(
    ours: dict[str, dict[str, Any]], first: dict[str, dict[str, Any]], second: dict[str, dict[str, Any]]
) -> Score:
    """Compare results with both references."""
    score = Score()
    for job, result in ours.items():
        if job not in first:
            continue
        score.jobs += 1
        to_first = list(differences(job, result, first[job]))
        to_second = list(differences(job, result, second[job])) if job in second else None
        agreed = job in second and not any(True for _ in differences(job, first[job], second[job]))
        score.same_first += not to_first
        score.seconds += to_second is not None
        score.same_second += to_second == []
        score.agreed += agreed
        score.same_agreed += agreed and not to_first
        score.same_any += not to_first or to_second == []
        if to_first and to_second != []:
            score.misses[job] = to_first
        for name in {difference[3] for difference in to_first}:
            score.fields[name] += 1
    return score


def play_recorded(recordings: Path, seconds: float = 30.0) -> dict[str, dict[str, Any]]:
    """Play the recorded jobs in this process's zone; raises if one line cannot be read."""
    from fieldkit.model.replay import replay_jobs

    with (recordings / "jobs.jsonl").open(encoding="utf-8") as lines:
        return {
            result["id"]: result for result in replay_jobs(lines, seconds, folder=recordings, now=RECORDED_AT)
        }


def score_jobs(recordings: Path, only: str = "") -> Score:
    """Play the recorded jobs and compare them with both references."""
    played = play_recorded(recordings)
    ours = {job: result for job, result in played.items() if only in job}
    first = read_results(recordings / "reference.jsonl.xz")
    second = read_results(recordings / "reference-javarosa.jsonl.xz")
    return compare(ours, first, second)


def report(score: Score, show: int) -> None:
    """Print a score and the first differences."""
    print(f"jobs                     {score.jobs}")
    print(f"as ODK Web Forms         {score.same_first}")
    print(f"as JavaRosa              {score.same_second} of {score.seconds}")
    print(f"as both where they agree {score.same_agreed} of {score.agreed}")
    print(f"as at least one          {score.same_any} ({score.same_any / max(1, score.jobs):.1%})")
    print("differing fields         ", dict(score.fields.most_common()))
    for job, found in list(score.misses.items())[:show]:
        print(job, f"({len(found)})")
        for difference in found[:3]:
            print("   ", *[str(part)[:110] for part in difference[1:]], sep=" | ")


def main() -> int:
    """Print how many recorded jobs fieldkit answers as ODK's engines do; 1 if an agreed one differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--show", type=int, default=0, help="differences to print")
    parser.add_argument("--only", default="", help="jobs whose id contains this")
    chosen = parser.parse_args()
    if not (chosen.recordings / "jobs.jsonl").exists():
        print(f"{chosen.recordings / 'jobs.jsonl'} is missing", file=sys.stderr)
        return 2
    os.environ["TZ"] = ZONE
    if hasattr(time, "tzset"):
        time.tzset()
    started = time.perf_counter()
    score = score_jobs(chosen.recordings, chosen.only)
    report(score, chosen.show)
    expressions = score_recordings(chosen.recordings)
    share = expressions.same / max(1, expressions.total)
    print(f"recorded expressions     {expressions.same} of {expressions.total} ({share:.1%})")
    for miss in expressions.misses[: chosen.show]:
        print("   ", *[str(part)[:110] for part in miss], sep=" | ")
    print(f"{time.perf_counter() - started:.1f} s")
    return 0 if score.same_agreed == score.agreed else 1


if __name__ == "__main__":
    sys.exit(main())
