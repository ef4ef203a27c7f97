"""How far fieldkit agrees with each of two references, job by job."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.conformance.compare import Difference, differences

_RANDOM = re.compile(r"0\.\d{8,}")
Results = Mapping[str, dict[str, Any]]


@dataclass
class Miss:
    """A job that is answered as no reference does, or not as both do."""

    form: str
    agreed: bool
    differences: list[Difference]

    def by_field(self) -> dict[tuple[str, str], Difference]:
        """Return the first difference of each node and field, positions of repeats left out."""
        found: dict[tuple[str, str], Difference] = {}
        for difference in self.differences:
            path = "/".join(step.split("[")[0] for step in difference[2].split("/"))
            found.setdefault((path, difference[3]), difference)
        return found


@dataclass
class Agreement:
    """What a comparison counted; each pair is (identical, comparable)."""

    jobs: int = 0
    first: Counter[bool] = field(default_factory=Counter)
    second: Counter[bool] = field(default_factory=Counter)
    both: Counter[bool] = field(default_factory=Counter)
    either: Counter[bool] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    misses: dict[str, Miss] = field(default_factory=dict)


def _usable(results: Results, job: str) -> dict[str, Any] | None:
    result = results.get(job)
    return result if result is not None and result["status"] == "ok" else None


def _differing(job: str, ours: dict[str, Any], theirs: dict[str, Any], *, shuffled: bool) -> list[Difference]:
    found = list(differences(job, ours, theirs))
    return [difference for difference in found if not (shuffled and _by_chance(*difference[3:]))]


def _by_chance(name: str, ours: Any, theirs: Any) -> bool:
    if name == "choices":
        return sorted(map(str, ours)) == sorted(map(str, theirs))
    if not (isinstance(ours, str) and isinstance(theirs, str)):
        return False
    left, right = ours.split(), theirs.split()
    return sorted(left) == sorted(right) or _without_fractions(left) == _without_fractions(right)


def _without_fractions(words: list[str]) -> str:
    return _RANDOM.sub("", " ".join(words))


def agreement(
    ours: Results,
    first: Results,
    second: Results,
    forms: Mapping[str, str],
    *,
    shuffled: Container[str] = (),
) -> Agreement:
    """Compare results by job; ``forms`` names the form of each.

    In jobs that are ``shuffled`` (``random()``, ``randomize()`` without a seed) the order of choices and
    long fractions are chance.

    A reference that refuses a form, or hangs on it, says nothing about its answers: such a job is compared
    with the other reference only, and counted as refused.
    """
    found = Agreement()
    for job, result in ours.items():
        left, right = _usable(first, job), _usable(second, job)
        found.jobs += 1
        found.refused["first"] += left is None and job in first
        found.refused["second"] += right is None and job in second
        if left is None and right is None:
            continue
        chance = job in shuffled
        to_first = None if left is None else _differing(job, result, left, shuffled=chance)
        to_second = None if right is None else _differing(job, result, right, shuffled=chance)
        agreed = bool(left and right) and not _differing(job, left or {}, right or {}, shuffled=chance)
        _count(found, to_first, to_second, agreed=agreed)
        if (to_first != [] and to_second != []) or (agreed and to_first):
            nearest = min((d for d in (to_first, to_second) if d is not None), key=len)
            found.misses[job] = Miss(forms.get(job, job), agreed, to_first or nearest)
    return found


def _count(
    found: Agreement, to_first: list[Difference] | None, to_second: list[Difference] | None, *, agreed: bool
) -> None:
    if to_first is not None:
        found.first[to_first == []] += 1
    if to_second is not None:
        found.second[to_second == []] += 1
    found.either[to_first == [] or to_second == []] += 1
    if agreed:
        found.both[to_first == []] += 1
