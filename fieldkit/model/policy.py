"""What the ``fieldkit::`` columns of a checklist make of its answers: verdicts and the score."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.xlsform.policy import failing_choices as failing_choices

if TYPE_CHECKING:
    from fieldkit.model.form import FormInstance, Node

Verdict = Literal["pass", "fail", "warning", "na"]
Judge = Callable[["Node", "QuestionPolicy", str], str | None]
"""``judge(node, question, qualifier)`` says ``pass``, ``fail`` or ``warning`` of a measured value by its
limit, None where no limit is about it."""
Severity = Literal["C", "M", "m", "i"]
Grade = Literal["excellent", "good", "fair", "poor"]

WEIGHTS: Mapping[Severity, Decimal] = {"C": Decimal(5), "M": Decimal(3), "m": Decimal(1), "i": Decimal(0)}
"""Points of a question by its severity, unless ``fieldkit::weight`` says otherwise."""
SEVERITIES: Mapping[Severity, Text] = {
    "C": Text("วิกฤต", "Critical"),
    "M": Text("สำคัญ", "Major"),
    "m": Text("เล็กน้อย", "Minor"),
    "i": Text("ข้อมูล", "Information"),
}
GRADES: Mapping[Grade, Text] = {
    "excellent": Text("ดีมาก", "Excellent"),
    "good": Text("ดี", "Good"),
    "fair": Text("พอใช้", "Fair"),
    "poor": Text("ต้องปรับปรุง", "Needs improvement"),
}
NOT_APPLICABLE = "na"
"""Name of the choice that takes a question out of the score."""

_FLOORS: tuple[tuple[Decimal, Grade], ...] = (
    (Decimal(90), "excellent"),
    (Decimal(80), "good"),
    (Decimal(60), "fair"),
)
_POSITION = re.compile(r"\[\d+\]")
_ASKED = frozenset({"input", "select", "upload", "range", "rank", "trigger"})


class PolicyError(FieldkitError):
    """A ``fieldkit::`` column holds something that is not of its kind."""


@dataclass(frozen=True, slots=True)
class QuestionPolicy:
    """The ``fieldkit::`` columns of one row of the survey sheet.

    ``columns`` keeps every cell under its header without the prefix, also the translated ones
    (``action::English (en)``).
    """

    path: str
    severity: Severity = "i"
    weight: Decimal = Decimal(0)
    fail: str = ""
    limit: str = ""
    due_days: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    _texts: dict[tuple[str, str], str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def text(self, name: str, language: str) -> str:
        """Return the column ``name`` (``law``, ``action``, ``unit``, ``title``) in ``th`` or ``en``.

        The column without a language stands in for a missing translation, then any translation, then ``""``.
        """
        found = self._texts.get((name, language))
        if found is None:
            found = self._texts[name, language] = self._text(name, language)
        return found

    def _text(self, name: str, language: str) -> str:
        translated = {key: value for key, value in self.columns.items() if key.startswith(f"{name}::")}
        for key, value in translated.items():
            if key.endswith((f"({language})", f"::{language}")):
                return value
        return self.columns.get(name) or next(iter(translated.values()), "")

    @property
    def judged(self) -> bool:
        """Whether an answer can pass or fail."""
        return bool(self.fail or self.limit)

    @property
    def opens_finding(self) -> bool:
        """Whether failing it is a finding; what is asked for information only is recorded, not corrected."""
        return self.severity != "i"

    @property
    def reading(self) -> str:
        """How duplicate readings count: ``worst`` unless the checklist says ``mean``, ``max`` or ``min``."""
        return self.columns.get("reading", "").strip() or "worst"

    @property
    def correction(self) -> str:
        """The rule that a value is corrected by before it is judged, with the answers it takes."""
        return self.columns.get("correction", "").strip()

    @property
    def receiving(self) -> str:
        """The answer with the value in the receiving water, which may raise the limit."""
        return self.columns.get("receiving", "").strip()

    @property
    def decision(self) -> str:
        """What a finding of it asks for first: ``advice``, ``order37`` or ``order39``; "" by its severity."""
        return self.columns.get("decision", "").strip()

    @property
    def personal(self) -> bool:
        """Whether the answer is about a person (PDPA)."""
        return bool(self.columns.get("personal"))

    @property
    def law(self) -> str:
        """The legal basis as the checklist's own column has it (Thai)."""
        return self.text("law", "th")

    @property
    def unit(self) -> str:
        """The unit of the value as the checklist's own column has it."""
        return self.text("unit", "th")


class Policy(Mapping[str, QuestionPolicy]):
    """The policies of a checklist by XForm path; positions of repeats do not matter when looking one up."""

    def __init__(self, columns: Mapping[str, Mapping[str, str]]) -> None:
        self._questions = {path: _question(path, cells) for path, cells in columns.items()}

    def __getitem__(self, path: str) -> QuestionPolicy:
        return self._questions[_POSITION.sub("", path) if "[" in path else path]

    def get(self, path: str, default: Any = None, /) -> Any:
        """Return the policy of a question, or ``default``; that of `Mapping` raises and catches."""
        return self._questions.get(_POSITION.sub("", path) if "[" in path else path, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)


def _question(path: str, cells: Mapping[str, str]) -> QuestionPolicy:
    severity = _severity(path, cells.get("severity", ""))
    weight = cells.get("weight", "").strip()
    due_days = cells.get("due_days", "").strip()
    return QuestionPolicy(
        path=path,
        severity=severity,
        weight=_decimal(path, weight) if weight else WEIGHTS[severity],
        fail=cells.get("fail", "").strip(),
        limit=cells.get("limit", "").strip(),
        due_days=_days(path, due_days) if due_days else None,
        columns=dict(cells),
    )


def _severity(path: str, text: str) -> Severity:
    for severity in WEIGHTS:
        if severity == text.strip():
            return severity
    if text.strip():
        raise PolicyError(
            Text(f"ไม่รู้จักระดับ {text} ใน fieldkit::severity", f"Unknown fieldkit::severity {text}"),
            Text("ใช้ C, M, m หรือ i", "Use C, M, m or i"),
            place=path,
        )
    return "i"


def _decimal(path: str, text: str) -> Decimal:
    try:
        weight = Decimal(text)
    except InvalidOperation:
        weight = Decimal(-1)
    if not weight.is_finite() or weight < 0:
        raise PolicyError(
            Text(
                f"fieldkit::weight ต้องเป็นตัวเลขตั้งแต่ 0: {text}", f"fieldkit::weight must be 0 or more: {text}"
            ),
            place=path,
        )
    return weight


def _days(path: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise PolicyError(
            Text(
                f"fieldkit::due_days ต้องเป็นจำนวนวัน: {text}", f"fieldkit::due_days must be whole days: {text}"
            ),
            place=path,
        )
    return int(text)


def verdict(
    instance: FormInstance,
    node: Node,
    policy: Policy,
    judge: Judge,
    *,
    qualifier: str = "",
) -> Verdict | None:
    """Return what ``node``'s answer amounts to.

    None means that it is unanswered, irrelevant, invalid or not judged. The worse of ``fieldkit::fail`` and
    ``fieldkit::limit`` counts. ``qualifier`` is the ``<`` or ``>`` of a reading.
    """
    question = policy.get(node.field.path)
    if question is None or not _answered(node):
        return None
    if node.type == "select" and node.value == NOT_APPLICABLE:
        return "na"
    if not question.judged:
        return None
    if question.fail and _fails(instance, node, question.fail):
        return "fail"
    if not question.limit:
        return "pass"
    judged = judge(node, question, qualifier)
    if judged is None:
        return "pass" if question.fail else None
    return "fail" if judged == "fail" else "warning" if judged == "warning" else "pass"


def _answered(node: Node) -> bool:
    if not node.relevant or node.value == "":
        return False
    return node.field.bind.constraint is None or node.violation != "constraint"


def _fails(instance: FormInstance, node: Node, fail: str) -> bool:
    names = failing_choices(fail)
    if names:
        given = node.value.split() if node.multiple else [node.value]
        return any(name in names for name in given)
    found = instance.evaluate(fail, node.path)
    if isinstance(found, float):
        return not math.isnan(found) and found != 0
    return bool(found)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form (a group of the first level; the form itself for questions outside any)."""

    path: str
    score: Decimal | None
    answered: int
    total: int
    failed: int


@dataclass(frozen=True, slots=True)
class Result:
    """The score of an inspection, with what keeps it from passing.

    ``score`` has two decimals and is None when nothing was scored; ``grade`` goes with it.
    """

    score: Decimal | None
    grade: Grade | None
    outcome: Literal["pass", "fail", "incomplete"]
    failed: tuple[str, ...]
    unanswered: tuple[str, ...]
    by_section: Mapping[str, Section]

    @property
    def complete(self) -> bool:
        """Whether it may be signed: every applicable question is answered."""
        return not self.unanswered


@dataclass(slots=True)
class _Tally:
    passed: Decimal = Decimal(0)
    weighed: Decimal = Decimal(0)
    answered: int = 0
    total: int = 0
    failed: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    critical: bool = False

    def add(self, node: Node, question: QuestionPolicy | None, found: Verdict | None) -> None:
        answered = _answered(node)
        # A computed value is judged, but nobody is asked for it.
        self.total += _asked(node)
        self.answered += answered and _asked(node)
        weight = question.weight if question is not None and question.judged else Decimal(0)
        if not answered and (node.required or weight > 0 or node.violation == "constraint"):
            self.unanswered.append(node.path)
        if found in ("pass", "warning", "fail"):
            self.weighed += weight
            self.passed += weight if found != "fail" else 0
        if found == "fail" and question is not None:
            self.failed.append(node.path)
            self.critical = self.critical or question.severity == "C"

    @property
    def score(self) -> Decimal | None:
        if not self.weighed:
            return None
        return (100 * self.passed / self.weighed).quantize(Decimal("0.01"), ROUND_HALF_UP)


def score(
    instance: FormInstance,
    policy: Policy,
    judge: Judge,
    *,
    qualifiers: Mapping[str, str] | None = None,
) -> Result:
    """Return the score: 100 × weight passed / weight of the applicable questions answered.

    A question not applicable counts nowhere; a warning counts as passed, since no order may rest on it. A
    failed critical question fails the inspection whatever the score; otherwise an unanswered one leaves it
    incomplete. An answer that its constraint refuses counts as unanswered. ``qualifiers`` are those of
    measurements, by path.
    """
    whole = _Tally()
    sections: dict[str, _Tally] = {}
    for section, node in _by_section(instance.root, policy):
        sign = (qualifiers or {}).get(node.path, "")
        found = verdict(instance, node, policy, judge, qualifier=sign)
        for tally in (whole, sections.setdefault(section, _Tally())):
            tally.add(node, policy.get(node.path), found)
    points = whole.score
    return Result(
        score=points,
        grade=None if points is None else grade(points),
        outcome="fail" if whole.critical else "incomplete" if whole.unanswered else "pass",
        failed=tuple(whole.failed),
        unanswered=tuple(whole.unanswered),
        by_section={
            path: Section(path, tally.score, tally.answered, tally.total, len(tally.failed))
            for path, tally in sections.items()
        },
    )


def grade(points: Decimal) -> Grade:
    """Return the grade of a score: from 90 excellent, 80 good, 60 fair, below poor."""
    return next((name for floor, name in _FLOORS if points >= floor), "poor")


def _by_section(root: Node, policy: Policy) -> Iterator[tuple[str, Node]]:
    """Yield every relevant node that counts, with the path of its section."""
    for top in root.children:
        section = top.path if top.children else root.path
        pending = [top]
        while pending:
            node = pending.pop()
            if not node.relevant:
                continue
            pending.extend(reversed(node.children))
            question = policy.get(node.path)
            if _asked(node) or (question is not None and question.judged):
                yield section, node


def _asked(node: Node) -> bool:
    return node.type in _ASKED and not node.readonly
