"""``make conformance``: the same jobs on fieldkit and on ODK's engines, recorded and live."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from fieldkit.model.replay import replay_jobs
from tests.conformance import adjudications
from tests.conformance import jobs as sources
from tests.conformance.adjudications import Adjudication
from tests.conformance.agreement import Agreement, Miss, agreement
from tests.conformance.compare import differences, read_results
from tests.conformance.recorded_xpath import RECORDED_AT, score_recordings
from tests.conformance.references import CACHE, ZONE, Reference, available

Results = dict[str, dict[str, Any]]
SCRIPT_KEYS = ("id", "form", "media", "script")


def main() -> int:
    """Print how many jobs each engine answers alike; 1 if the references agree and fieldkit differs."""
    chosen = _arguments()
    os.environ["TZ"] = ZONE
    if hasattr(time, "tzset"):
        time.tzset()
    live = [] if chosen.recorded_only else available()
    scores: dict[str, Agreement] = {}
    with tempfile.TemporaryDirectory() as work:
        if (chosen.recordings / "jobs.jsonl").exists():
            scores |= recorded(chosen, live)
        else:
            print(f"No recordings: {chosen.recordings / 'jobs.jsonl'} is missing", file=sys.stderr)
        if any(reference.name == "ODK Web Forms" for reference in live):
            own = list(sources.checklists(Path(work), chosen.rounds * 5, chosen.steps))
            scores["own checklists"] = drawn(own, live, chosen)
            if chosen.forms:
                real = list(sources.folder(chosen.forms, CACHE.parent / "forms", chosen.rounds, chosen.steps))
                scores[f"forms of {chosen.forms.name}"] = drawn(real, live, chosen)
        elif not chosen.recorded_only:
            print("No random answers: they are drawn from what ODK Web Forms shows", file=sys.stderr)
    return 1 if report(scores, chosen.show) or not scores else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--forms", type=Path, help="a folder of XForms and XLSForms to answer at random")
    parser.add_argument("--rounds", type=int, default=1, help="scripts drawn for each form")
    parser.add_argument("--steps", type=int, default=sources.STEPS, help="random operations a script tries")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long one job may take")
    parser.add_argument("--show", type=int, default=40, help="differing jobs to list")
    parser.add_argument("--only", default="", help="jobs whose id contains this")
    parser.add_argument("--recorded-only", action="store_true", help="start no reference")
    parser.add_argument("--keep", type=Path, help="write drawn jobs and all results there, one JSON a line")
    return parser.parse_args()


def fieldkit_results(
    played: Iterable[dict[str, Any]], seconds: float, now: datetime | None = None
) -> Results:
    """Return what fieldkit answers, as if it were ``now``."""
    lines = [json.dumps({key: job[key] for key in SCRIPT_KEYS if key in job}) for job in played]
    return {result["id"]: result for result in replay_jobs(lines, seconds, now=now)}


def _live(reference: Reference, played: list[dict[str, Any]], seconds: float) -> Results:
    return {result["id"]: result for result in reference.play_all(played, seconds)}


def recorded(chosen: argparse.Namespace, live: list[Reference]) -> dict[str, Agreement]:
    """Play the recorded jobs; compare with the recordings and with the references here and now."""
    played = [job for job in sources.recorded(chosen.recordings) if chosen.only in job["id"]]
    forms = {job["id"]: job["id"] for job in played}
    ours = fieldkit_results(played, chosen.seconds, RECORDED_AT)
    first = read_results(chosen.recordings / "reference.jsonl.xz")
    second = read_results(chosen.recordings / "reference-javarosa.jsonl.xz")
    scores = {"recorded": agreement(ours, first, second, forms)}
    expressions = score_recordings(chosen.recordings)
    share = expressions.same / max(1, expressions.total)
    print(f"recorded expressions: {expressions.same} of {expressions.total} ({share:.1%})")
    if live:
        with ThreadPoolExecutor(len(live)) as pool:
            waiting = {r.name: pool.submit(_live, r, played, chosen.seconds) for r in live}
            now = {name: future.result() for name, future in waiting.items()}
        for name, before in (("ODK Web Forms", first), ("JavaRosa", second)):
            if name in now:
                both = before.keys() & now[name].keys()
                like = sum(not any(differences(job, now[name][job], before[job])) for job in both)
                print(f"{name} today answers {like} of {len(both)} recorded jobs as it did when recorded")
        today = fieldkit_results(played, chosen.seconds)
        scores["recorded jobs, live"] = agreement(
            today, now.get("ODK Web Forms", {}), now.get("JavaRosa", {}), forms
        )
    return scores


def drawn(wanted: list[dict[str, Any]], live: list[Reference], chosen: argparse.Namespace) -> Agreement:
    """Draw answers from what ODK Web Forms shows, give them to the others, and compare the last states."""
    wanted = [job for job in wanted if chosen.only in job["id"]]
    oracle = next(reference for reference in live if reference.name == "ODK Web Forms")
    first = _live(oracle, wanted, chosen.seconds)
    played = []
    for job in wanted:
        if first[job["id"]]["status"] == "ok":
            given = {key: job[key] for key in ("id", "form", "media")}
            played.append({**given, "last": True, "script": first[job["id"]]["script"]})
    ours = fieldkit_results(played, chosen.seconds)
    others = [reference for reference in live if reference is not oracle]
    second = _live(others[0], played, chosen.seconds) if others else {}
    for job in wanted:
        if first[job["id"]]["status"] != "ok":
            print(f"{job['id']}: {oracle.name} refuses: {first[job['id']]['error'][:150]}", file=sys.stderr)
    if chosen.keep:
        _keep(chosen.keep, played, {"fieldkit": ours, "web-forms": first, "javarosa": second})
    names = {job["id"]: Path(job["form"]).name for job in wanted}
    result = agreement(ours, first, second, names, shuffled=sources.shuffled(played))
    result.refused["first"] += len(wanted) - len(played)
    return result


def _keep(folder: Path, played: list[dict[str, Any]], results: dict[str, Results]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "jobs.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(job, ensure_ascii=False) + "\n" for job in played)
    for name, found in results.items():
        with (folder / f"{name}.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(result, ensure_ascii=False) + "\n" for result in found.values())


def _share(counted: Counter[bool]) -> str:
    total = sum(counted.values())
    return f"{counted[True]} of {total} ({counted[True] / total:.1%})" if total else "—"


def report(scores: dict[str, Agreement], show: int) -> int:
    """Print the counts of every set of jobs, then what differs by form and field.

    Returns how many jobs differ from both references where these agree, and nobody has judged it.
    """
    head = ("jobs", "as ODK Web Forms", "as JavaRosa", "both agree: as both", "as at least one", "refused")
    print(f"\n{'':24}" + "".join(f"{word:>21}" for word in head))
    for name, score in scores.items():
        cells = (str(score.jobs), *map(_share, (score.first, score.second, score.both, score.either)))
        refused = f"{score.refused['first']} / {score.refused['second']}"
        print(f"{name:24}" + "".join(f"{cell:>21}" for cell in (*cells, refused)))
    table = adjudications.read()
    wrong = 0
    for name, score in scores.items():
        judged, left = _judged(score, table)
        if score.misses:
            print(f"\n{name}: {len(score.misses)} jobs are answered as no reference does, or not as both do.")
            print(f"  judged in docs/conformance.md: {dict(judged.most_common())}; not judged: {len(left)}")
        for job in left[:show]:
            _print_miss(job, score.misses[job])
        wrong += sum(score.misses[job].agreed for job in left)
    return wrong


def _judged(score: Agreement, table: list[Adjudication]) -> tuple[Counter[str], list[str]]:
    """Return how many jobs each adjudication explains whole, and the jobs that none does."""
    judged: Counter[str] = Counter()
    left = []
    for job, miss in score.misses.items():
        found = {place: adjudications.find(table, job, *place) for place in miss.by_field()}
        names = {row.name for row in found.values() if row is not None and row.verdict != "ours to fix"}
        # A group is as valid as what is relevant in it: that follows, and is no difference of its own.
        follows = [p for p, what in found if what == "valid" and any(q.startswith(f"{p}/") for q, _ in found)]
        if not names or any(row is None and place[0] not in follows for place, row in found.items()):
            left.append(job)
        else:
            judged.update(names)
    return judged, left


def _print_miss(job: str, miss: Miss) -> None:
    print(f"  {job}" + (" (both references agree)" if miss.agreed else ""))
    fields = miss.by_field()
    for (path, what), difference in list(fields.items())[:6]:
        print(f"    {path} {what}: {str(difference[4])[:90]!r}, expected {str(difference[5])[:90]!r}")
    if len(fields) > 6:
        print(f"    … and {len(fields) - 6} more fields")


if __name__ == "__main__":
    sys.exit(main())
