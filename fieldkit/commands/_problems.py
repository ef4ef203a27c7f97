"""How the commands that look for damage print what they found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldkit.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldkit.invocation import Invocation
    from fieldkit.model.verify import ProblemFound

ALL_WELL = Text("ครบถ้วนและตรงกัน ไม่พบปัญหา", "Everything is there and agrees; no problem was found.")


def show(
    invocation: Invocation,
    problems: Sequence[ProblemFound],
    also: Mapping[str, Any] | None = None,
    *,
    head: str = "",
) -> int:
    """Print ``{"ok", "problems": […]}`` with ``also``, or a line each; 1 when anything is wrong.

    Notes, such as a file that has not arrived yet, are listed and are nothing wrong.
    """
    from fieldkit.model.verify.problems import CURE

    ok = all(problem.level == "note" for problem in problems)
    lines = [head] if head else []
    lines += [problem.line(invocation.language) for problem in problems] or [
        ALL_WELL.pick(invocation.language)
    ]
    if not ok:
        lines.append(CURE.pick(invocation.language))
    values = {"ok": ok, "problems": [problem.as_json() for problem in problems], **(also or {})}
    invocation.result(values, "\n".join(lines))
    return 0 if ok else 1
