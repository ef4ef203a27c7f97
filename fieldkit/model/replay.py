"""Forms played from scripts: load, answer, and print every node's state after each step."""

from __future__ import annotations

import json
import multiprocessing
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldkit.errors import FieldkitError, Text
from fieldkit.model.form.instance import FormInstance
from fieldkit.model.form.problems import FormError
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_form
from fieldkit.model.form_submission import submission

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from multiprocessing.connection import Connection

    from fieldkit.model.form.definition import Form
    from fieldkit.model.form.nodes import Node

PROPERTIES = {"deviceid": "device", "username": "user", "phonenumber": "1", "email": "e@x"}
"""Who and what answers in a replay: the same as in the recordings of ODK's engines."""


class FolderMedia:
    """The files of a folder, by name, for forms that name them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str, default: Any = None, /) -> Path | None:
        """Return the path of the file called ``name``, None if there is none."""
        found = self._folder / Path(name).name
        return found if found.is_file() else default


def play(form: Form, script: Iterable[Mapping[str, Any]], *, now: datetime | None = None) -> dict[str, Any]:
    """Answer ``form`` as ``script`` says; return the result in the replay format.

    A script is a list of ``{"op": "set|add|remove|language", "path", "value", "after"}``. An operation that
    cannot be done gives ``{"error": …}`` as its step, and the play goes on.
    """
    instance = FormInstance(form, now=None if now is None else lambda: now, properties=PROPERTIES)
    steps: list[dict[str, Any]] = [{"nodes": states(instance)}]
    for operation in script:
        try:
            perform(instance, operation)
            if instance.failures:
                raise instance.failures[0]
        except FieldkitError as error:
            steps.append({"error": error.message("en")})
        else:
            steps.append({"nodes": states(instance)})
    return {
        "status": "ok",
        "languages": list(form.languages),
        "steps": steps,
        "instance": submission(instance),
    }


def perform(instance: FormInstance, operation: Mapping[str, Any]) -> None:
    """Do one operation of a script; raises `FormError` if it cannot be done."""
    word = operation.get("op")
    path, value = str(operation.get("path", "")), str(operation.get("value") or "")
    if word == "set":
        instance.answer(path, value)
    elif word == "add":
        after = operation.get("after")
        instance.add(path, None if after is None else int(after))
    elif word == "remove":
        instance.remove(path)
    elif word == "language":
        instance.set_language(value)
    else:
        raise FormError(
            Text(f"ไม่รู้จักคำสั่ง {word}", f"Unknown operation {word}"),
            Text("ใช้ set add remove language", "Use set, add, remove or language"),
        )


def states(instance: FormInstance) -> list[dict[str, Any]]:
    """Return the state of every node in document order."""
    return [state(node) for node in instance.walk()]


def state(node: Node) -> dict[str, Any]:
    """Return the state of one node as plain data."""
    kind, message = node.violation, node.message
    found: dict[str, Any] = {
        "path": node.path,
        "type": node.type,
        "relevant": node.relevant,
        "required": node.required,
        "readonly": node.readonly,
        "valid": node.valid,
    }
    if kind is not None:
        found["violation"] = kind
        if message is not None:
            found["message"] = message
    if node.leaf:
        found["value"] = node.value
    found["label"] = node.label
    found["hint"] = node.hint
    if node.choosing:
        found["choices"] = [list(choice) for choice in node.choices]
    return found


def replay_one(
    form_path: Path,
    script: Iterable[Mapping[str, Any]],
    media: Path | None = None,
    now: datetime | None = None,
) -> dict[str, Any]:
    """Play ``script`` on the form at ``form_path``, an XForm or an XLSForm.

    A form that cannot be loaded gives an error result.
    """
    try:
        form = load_form(read_xform(form_path), files(FolderMedia(media or form_path.parent)))
        return play(form, script, now=now)
    except FieldkitError as error:
        return {"status": "error", "error": error.message("en")}
    except OSError as error:
        return {"status": "error", "error": f"{form_path}: {error.strerror}"}


def read_xform(path: Path) -> str | bytes:
    """Return the XForm at ``path``, converting a workbook; raises `FormError` with what is wrong in it."""
    if path.suffix.lower() not in (".xlsx", ".xlsm", ".xls"):
        return path.read_bytes()
    # pulls in processes, which an XForm does not need
    from fieldkit.model.xlsform.conversion import convert

    conversion = convert(path)
    if not conversion.usable:
        lines = {
            code: "\n".join(problem.line(code) for problem in conversion.errors) for code in ("th", "en")
        }
        raise FormError(
            Text("แบบตรวจนี้แปลงไม่ได้", "This checklist cannot be converted"), Text(**lines), place=path.name
        )
    return conversion.xform


def replay_jobs(
    lines: Iterable[str], seconds: float = 30.0, *, folder: Path | None = None, now: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """Play jobs, one ``{"id", "form", "script", "media"?}`` in JSON a line; yield results in the same order.

    Each runs in a worker process; one that fails, crashes or takes longer than ``seconds`` gives an error
    and the rest go on. Relative paths start at ``folder``.
    """
    worker = _Worker(folder or Path(), now)
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _play_line(worker, line, number, seconds)
    finally:
        worker.stop()


def _play_line(worker: _Worker, line: str, number: int, seconds: float) -> dict[str, Any]:
    identifier: Any = number
    try:
        job = json.loads(line)
        identifier = job.get("id", number)
        job = {key: job[key] for key in ("form", "script", "media") if job.get(key) is not None}
        if "form" not in job:
            raise KeyError("form")
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        return {"id": identifier, "status": "error", "error": f"line {number}: not a job ({error!r})"}
    return {"id": identifier, **worker.run(job, seconds)}


class _Worker:
    """A process that plays jobs and can be killed."""

    def __init__(self, folder: Path, now: datetime | None) -> None:
        self.folder = folder
        self.now = now
        self.process: multiprocessing.process.BaseProcess | None = None
        self.pipe: Connection | None = None

    def run(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        if self.process is None or not self.process.is_alive():
            self._start()
        assert self.pipe is not None
        try:
            self.pipe.send(job)
            end = time.monotonic() + seconds
            while not self.pipe.poll(min(0.5, max(0.0, end - time.monotonic()))):
                if time.monotonic() >= end:
                    self.stop()
                    return {"status": "error", "error": f"took longer than {seconds:g} seconds"}
            result: dict[str, Any] = self.pipe.recv()
        except (EOFError, OSError):
            self.stop()
            return {"status": "error", "error": "the worker process ended unexpectedly"}
        return result

    def _start(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.pipe, other = spawn.Pipe()
        # Not a daemon, which could start no converter; it ends by itself when its pipe does.
        self.process = spawn.Process(target=_serve, args=(other, self.folder, self.now))
        self.process.start()
        other.close()

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
        if self.pipe is not None:
            self.pipe.close()
        self.process = self.pipe = None


def _serve(pipe: Connection, folder: Path, now: datetime | None) -> None:
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        form = folder / job["form"]
        media = folder / job["media"] if "media" in job else form.parent
        script = job.get("script") or []
        try:
            result = replay_one(form, script, media, now)
        except Exception as error:  # noqa: BLE001
            # The job's own failure is its result; the worker goes on with the next.
            result = {"status": "error", "error": f"{type(error).__name__}: {error}"}
        pipe.send(result)
