"""What answers amount to on the day of the visit: limits in force, corrected values, verdicts."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from fieldkit.model import corrections, limit_choice, limits, policy
from fieldkit.model.inspections.law import Law, judged_by

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from fieldkit.model.corrections import Corrected
    from fieldkit.model.form import FormInstance, Node
    from fieldkit.model.limits import Limit
    from fieldkit.model.policy import Policy, QuestionPolicy, Result, Verdict

_POSITION = re.compile(r"\[\d+\]")
_MEASURED = ("int", "integer", "decimal", "date")


class Judged(Protocol):
    """What is judged: answers, the policy of their checklist, the day of the visit."""

    instance: FormInstance
    policy: Policy
    qualifiers: dict[str, str]

    @property
    def date(self) -> date:
        """The day of the visit, whose law counts."""

    @property
    def judged_by(self) -> str | None:
        """The rows of law that were signed with it, None while it is not signed."""


class Judging:
    """Judges the answers of one inspection by its checklist's policy."""

    def __init__(self, inspection: Judged) -> None:
        self._inspection = inspection
        self._policy = inspection.policy

    @property
    def _on(self) -> date:
        return self._inspection.date

    @property
    def _law(self) -> Law:
        """The rows that stood when it was signed, or those that are in force for its day now."""
        return Law(self._on, self._inspection.judged_by)

    def verdict(self, node: Node) -> Verdict | None:
        """Return what the answer of ``node`` amounts to."""
        return policy.verdict(
            self._inspection.instance,
            node,
            self._policy,
            self._outcome,
            qualifier=self._inspection.qualifiers.get(node.path, ""),
        )

    def result(self) -> Result:
        """Return score, grade, outcome, failed and unanswered questions."""
        return policy.score(
            self._inspection.instance,
            self._policy,
            self._outcome,
            qualifiers=self._inspection.qualifiers,
        )

    def volatile(self, present: Iterable[str]) -> set[str]:
        """Return those of the ``present`` paths whose verdict may change with other answers."""
        wanted = self._dependent
        if not wanted:
            return set()
        return {path for path in present if (_POSITION.sub("", path) if "[" in path else path) in wanted}

    @cached_property
    def _dependent(self) -> frozenset[str]:
        """Paths (without positions) whose verdict depends on other answers: by correction, limit or XPath."""
        return frozenset(
            path
            for path, question in self._policy.items()
            if judged_by_others(question) or _reads_others(question.fail)
        )

    def judged_by(self) -> str:
        """Return the rows by which the checklist judges on the day of the visit, to be kept with the seal."""
        asked = [question for _path, question in self._policy.items()]
        return judged_by(
            self._on,
            {question.limit.split()[0] for question in asked if question.limit},
            {question.correction.split()[0] for question in asked if question.correction},
        )

    def limit(self, path: str) -> Limit | None:
        """Return the limit of a question that is in force on the day of the visit."""
        question = self._policy.get(path)
        if question is None or not question.limit:
            return None
        instance = self._inspection.instance
        try:
            return limit_choice.limit_of(instance, instance.node(path), question, self._law)
        except limits.UnknownLimit:
            return None

    def limit_text(self, path: str, language: str) -> str:
        """Return the legal limit of a question in words, marked where nobody confirmed it, or ``""``."""
        limit = self.limit(path)
        return "" if limit is None else limits.marked_text(limit, language)

    def corrected(self, path: str) -> Corrected | None:
        """Return the value at ``path`` as its checklist corrects it; None without a (known) correction."""
        question = self._policy.get(path)
        if question is None or not question.correction:
            return None
        instance = self._inspection.instance
        try:
            rule = self._law.correction(question.correction.split()[0])
            return corrections.corrected(instance, instance.node(path), question.correction, rule)
        except corrections.UnknownCorrection:
            return None

    def measured(self, node: Node) -> dict[str, Any]:
        """Return the columns of a finding that keep value and limit as they stood, by the law of that day."""
        if node.bind_type not in _MEASURED:
            return {}
        sign = self._inspection.qualifiers.get(node.path, "")
        measured = f"{sign}{node.value} {self._policy[node.path].unit}".strip()
        found = self.corrected(node.path)
        if found is not None and found.value is not None:
            measured += f" ({found.rule.name.th} {found.value:f})"
        return {"measured": measured, "limit_text": self.limit_text(node.path, "th") or None}

    def _outcome(self, node: Node, question: QuestionPolicy, qualifier: str) -> str | None:
        try:
            limit = limit_choice.limit_of(self._inspection.instance, node, question, self._law)
        except limits.UnknownLimit:
            # No limit was in force that day: the value stands for a person to judge.
            return "warning"
        if limit is None:
            return None
        found = self.corrected(node.path)
        if not question.correction:
            return limits.judge_by(limit, node.value, qualifier).outcome
        if found is None or found.value is None:
            return "warning"
        return limits.judge_by(limit, found.value, qualifier).outcome


def judged_by_others(question: QuestionPolicy) -> bool:
    """Tell whether the limit of a measured value, or the value itself, depends on other answers."""
    return bool(question.correction or question.receiving or " " in question.limit.strip())


def _reads_others(fail: str) -> bool:
    return bool(fail) and not policy.failing_choices(fail) and ("/" in fail or ".." in fail)
