"""From an XLSForm workbook to an XForm, with everything its author should know at once."""

from __future__ import annotations

import json
import multiprocessing
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from fieldkit.errors import Text
from fieldkit.model.xlsform.container import refuse
from fieldkit.model.xlsform.problem import Problem, in_order
from fieldkit.model.xlsform.worker import run

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

__all__ = ["Conversion", "Problem", "convert", "convert_all"]

_LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Conversion:
    """A converted checklist.

    ``policy`` holds the ``fieldkit::`` columns by XForm path; ``languages`` begins with the default one;
    ``media`` are the names of the files that the form needs beside it, ``absent`` what to tell of those that
    are not given. ``named`` are column and cell of what names a row of a table (limits, corrections), with
    what to tell where the table has none. ``xform`` is empty when pyxform could not make one.
    """

    form_id: str = ""
    version: str = ""
    title: str = ""
    xform: str = ""
    policy: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    languages: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    absent: dict[str, Problem] = field(default_factory=dict)
    named: tuple[tuple[str, str, Problem], ...] = ()

    @property
    def title_en(self) -> str:
        """The title in English from the settings sheet (``fieldkit::title::English (en)``), or the title."""
        settings = next((cells for path, cells in self.policy.items() if path.count("/") == 1), {})
        return next(
            (text for name, text in settings.items() if name.startswith("title::") and name.endswith("(en)")),
            self.title,
        )

    @property
    def errors(self) -> list[Problem]:
        """The problems for which the checklist must not be used."""
        return [problem for problem in self.problems if problem.level == "error"]

    def missing(self, given: Container[str]) -> list[Problem]:
        """Return a problem for each file that the checklist names and that is not among ``given`` names."""
        return [problem for name, problem in self.absent.items() if name not in given]

    def beside(self, given: Container[str]) -> Conversion:
        """Return the conversion with the problems of files that are not among ``given`` names."""
        return replace(self, problems=in_order([*self.problems, *self.missing(given)]))

    def checked(self, known: Callable[[str, str], bool]) -> Conversion:
        """Return the conversion with the problems of names that ``known(column, cell)`` does not know."""
        unknown = [problem for column, cell, problem in self.named if not known(column, cell)]
        return replace(self, problems=in_order([*self.problems, *unknown]))

    @property
    def usable(self) -> bool:
        """Whether inspections may be made with it."""
        return bool(self.xform) and not self.errors


def convert(path: Path, *, timeout: float = 120, check: Callable[[], object] = bool) -> Conversion:
    """Return the conversion of the XLSForm at ``path``; nothing in the file makes it raise.

    It runs in a process of its own, which is killed after ``timeout`` seconds, or when ``check``, called
    several times a second, raises: a person does not want it any more.
    """
    [conversion] = convert_all([path], timeout=timeout, check=check)
    return conversion


def convert_all(
    paths: Sequence[Path], *, timeout: float = 120, check: Callable[[], object] = bool
) -> Iterator[Conversion]:
    """Yield the conversion of each file, as :func:`convert` does, ``timeout`` seconds for each.

    One process converts them, the next while the caller does something with one, until one of them ends it.
    """
    waiting = deque(paths)
    while waiting:
        with _converting([str(path) for path in waiting]) as receiver:
            ended: Ended = "done"
            while waiting and ended == "done":
                waiting.popleft()
                found, ended = _listen(receiver, monotonic() + timeout, check)
                conversion = _conversion(found)
                yield conversion if ended == "done" else _stopped(conversion, ended, timeout)


@contextmanager
def _converting(paths: list[str]) -> Iterator[Connection]:
    # A fork would inherit the windows, threads and database connections of the program.
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    worker = context.Process(target=run, args=(sender, paths), daemon=True)
    with receiver:
        worker.start()
        sender.close()
        try:
            yield receiver
        finally:
            worker.kill()
            worker.join()
            worker.close()


Ended = Literal["done", "late", "died"]


def _listen(
    receiver: Connection, deadline: float, check: Callable[[], object]
) -> tuple[dict[str, Any], Ended]:
    """Return the last thing the worker sent, and how it ended."""
    found: dict[str, Any] = {}
    while _arrives(receiver, deadline - monotonic(), check):
        try:
            sent = json.loads(receiver.recv_bytes())
        except (EOFError, OSError):
            return found, "died"
        if sent is None:
            return found, "done"
        found = sent
    return found, "late"


def _arrives(receiver: Connection, seconds: float, check: Callable[[], object]) -> bool:
    """Wait for a message for so long, and tell whether there is one."""
    while True:
        check()
        if receiver.poll(max(0.0, min(seconds, _LOOK))):
            return True
        seconds -= _LOOK
        if seconds <= 0:
            return False


def _conversion(found: dict[str, Any]) -> Conversion:
    return Conversion(
        form_id=found.get("form_id", ""),
        version=found.get("version", ""),
        title=found.get("title", ""),
        xform=found.get("xform", ""),
        policy=found.get("policy", {}),
        problems=[Problem.from_json(problem) for problem in found.get("problems", [])],
        languages=tuple(found.get("languages", ())),
        media=tuple(found.get("media", ())),
        named=tuple((column, cell, Problem.from_json(told)) for column, cell, told in found.get("named", ())),
        absent={name: Problem.from_json(told) for name, told in found.get("absent", {}).items()},
    )


def _stopped(conversion: Conversion, ended: Ended, timeout: float) -> Conversion:
    cure = Text(
        "ลบแถวและคอลัมน์ที่ไม่ใช้ แบ่งแบบตรวจ หรือย้ายรายการยาวไปไว้ในไฟล์ CSV",
        "Remove unused rows and columns, split the checklist, or move long lists to a CSV file",
    )
    late = Text(
        f"แปลงแบบตรวจนานเกิน {timeout:g} วินาที จึงหยุด",
        f"Converting the checklist took more than {timeout:g} seconds and was stopped",
    )
    died = Text("ตัวแปลงแบบตรวจหยุดทำงาน หน่วยความจำอาจไม่พอ", "The converter stopped; memory may have run out")
    problem = refuse(late if ended == "late" else died, cure)
    return replace(conversion, xform="", problems=[*conversion.problems, problem])
