"""The form engine beside ODK's own, on the same forms with the same answers."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.bench.forms import BenchForm
from tests.bench.targets import Target
from tests.conformance.references import Reference

LONGEST = 240.0
"""Seconds one engine may take for one form."""
QUICK, ROUNDS = 1.5, 5
"""Seconds below which a form is played in that many processes: that takes the noise of other programs out."""
AGAIN = 8.0
"""Seconds below which a form is played twice, and the second, warm run counts."""


@dataclass(frozen=True)
class Timing:
    """What one engine took for one form: milliseconds, bytes; ``answers`` in the order of the script.

    ``cpu`` is the CPU time of the load, where it is known.
    """

    load: float
    answers: tuple[float, ...]
    memory: int
    evaluations: tuple[int, ...] = ()
    cpu: float = 0.0

    @property
    def median(self) -> float:
        """The median of one answer with its cascade."""
        return statistics.median(self.answers)

    @property
    def p95(self) -> float:
        """What 95 of 100 answers stay below."""
        ordered = sorted(self.answers)
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]

    @property
    def longest(self) -> float:
        """The slowest answer."""
        return max(self.answers)


Row = dict[str, Timing | str]
"""What each engine took for one form, or why it cannot do it."""


def fieldkit() -> Reference:
    """Return fieldkit's engine in a process of its own, like the others."""
    return Reference("fieldkit", [sys.executable, "-m", "tests.bench.player"])


def play(engine: Reference, form: BenchForm, *, warm: bool) -> Timing | str:
    """Return the times of one form; a sentence if the engine cannot do it.

    ``warm`` asks for a second run in the same process, which is the one that counts. Where a run is quick,
    the median of several fresh processes does, for every engine alike.
    """
    media = form.media or form.file.parent
    job = {"id": form.name, "form": str(form.file), "media": str(media), "script": form.script, "bench": True}
    firsts, seconds = [], []
    for _ in range(ROUNDS):
        first = second = engine.play(job, LONGEST)
        if first["status"] == "ok" and (warm or _seconds(first) < AGAIN):
            second = engine.play(job, LONGEST)
        engine.stop()
        failed = next((result for result in (first, second) if result["status"] != "ok"), None)
        if failed is not None:
            return str(failed["error"]).splitlines()[0]
        firsts.append(first)
        seconds.append(second)
        if _seconds(first) >= QUICK:
            break
    answers = zip(*(result["answers"] for result in seconds), strict=True)
    return Timing(
        statistics.median(result["load"] for result in seconds),
        tuple(statistics.median(times) for times in answers),
        # The memory of a warm process holds the first run's leavings.
        firsts[0]["memory"],
        tuple(firsts[0].get("evaluations", ())),
        statistics.median(result.get("cpu", 0.0) for result in seconds),
    )


def _seconds(result: dict[str, Any]) -> float:
    return float(result["load"] + sum(result["answers"])) / 1000


def compare(forms: Iterable[BenchForm], references: Iterable[Reference]) -> dict[str, Row]:
    """Return times by form and engine. Engines run one after the other, each form in a fresh process."""
    table: dict[str, Row] = {}
    for form in forms:
        row: Row = {}
        for engine in (fieldkit(), *references):
            row[engine.name] = play(engine, form, warm=engine.name != "ODK Web Forms")
            print(f"  {form.title}: {engine.name} {_short(row[engine.name])}", file=sys.stderr)
        table[form.name] = row
    return table


def _short(timing: Timing | str) -> str:
    return timing if isinstance(timing, str) else f"{timing.load:,.0f} ms"


def cell(timing: Timing | str) -> str:
    """Return a table's cell: load; median / p95 / longest answer, in milliseconds."""
    if isinstance(timing, str):
        return timing[:40]
    return f"{timing.load:,.0f}; {timing.median:.2f} / {timing.p95:.1f} / {timing.longest:,.1f}"


def ratios(row: Row) -> str:
    """Return how many times faster fieldkit loads and answers (p95) than each reference."""
    ours = row["fieldkit"]
    parts = []
    for name, theirs in row.items():
        if name != "fieldkit" and isinstance(ours, Timing) and isinstance(theirs, Timing):
            load, answer = theirs.load / ours.load, theirs.p95 / max(ours.p95, 1e-6)
            parts.append(f"{load:,.1f}x, {answer:,.1f}x")
        elif name != "fieldkit":
            parts.append("—")
    return "   ".join(parts)


def targets(forms: list[BenchForm], table: dict[str, Row]) -> Iterable[Target]:
    """Yield every target of the engine's speed with what was measured."""
    for form in forms:
        yield from _beside_references(form, table[form.name])
    ours = {name: row["fieldkit"] for name, row in table.items()}
    small, large = ours["survey-500"], ours["survey-3000"]
    if isinstance(small, Timing):
        yield Target("500 questions: load", small.load, 100, "ms")
        yield Target("500 questions: median answer", small.median, 1, "ms")
    if isinstance(large, Timing):
        yield Target("3,000 questions: load", large.load, 600, "ms")
    in_csv, grown = ours["choices-50000-csv"], ours["repeats"]
    if isinstance(in_csv, Timing):
        yield Target("50,000 choices in CSV: load", in_csv.load, 500, "ms")
        yield Target("50,000 choices in CSV: median answer with its list", in_csv.median, 2, "ms")
    for name, where in (("choices-50000-csv", "in CSV"), ("choices-50000-inside", "in the form")):
        held = ours[name]
        if isinstance(held, Timing) and held.memory:
            yield Target(f"50,000 choices {where}: memory", held.memory / 1e6, 100, "MB")
    if isinstance(grown, Timing):
        yield from _growth(grown)


def _growth(grown: Timing) -> Iterable[Target]:
    # Adds stand at even places; a handful around each is taken, for one alone is noise.
    adds, counts = grown.answers[0:200:2], grown.evaluations[0:200:2]
    early, late = statistics.median(adds[1:6]), statistics.median(adds[-5:])
    name = "100th repeat instance beside the second"
    # The form adds up and compares over all instances, which a hundred take longer for than two.
    yield Target(name, late / early, 3, "x")
    yield Target(f"{name}: evaluations", counts[-1] / max(1, counts[1]), 1.5, "x")


def _beside_references(form: BenchForm, row: Row) -> Iterable[Target]:
    ours = row["fieldkit"]
    if isinstance(ours, str):
        yield Target(f"{form.title}: {ours}", 1, 0, "")
        return
    for name, theirs in row.items():
        if name == "fieldkit" or isinstance(theirs, str):
            continue
        yield Target(f"{form.title}: load below {name}", ours.load, theirs.load, "ms")
        yield Target(f"{form.title}: p95 below {name}", ours.p95, theirs.p95, "ms")
        if name == "ODK Web Forms":
            yield Target(f"{form.title}: load a tenth of {name}'s", ours.load, theirs.load / 10, "ms")


def megabytes(timing: Timing | str) -> str:
    """Return a table's cell: memory in MB."""
    return "—" if isinstance(timing, str) else f"{timing.memory / 1e6:,.0f}"


def cpu(timing: Timing | str) -> str:
    """Return the CPU time of a load, in milliseconds."""
    return "—" if isinstance(timing, str) else f"{timing.cpu:,.0f}"
