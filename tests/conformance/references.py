"""ODK's engines as living references: processes that play jobs and can be killed."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

ZONE = "America/Phoenix"
"""The zone of the recordings."""
HERE = Path(__file__).parent
CACHE = HERE.parents[1] / "build" / "conformance" / "webforms"
"""Where packages of others are installed; outside the repository's files."""
OLDEST_NODE, OLDEST_JAVA = 20, 17


class Missing(Exception):
    """A reference cannot be started here; the message says what is missing."""


@dataclass
class Reference:
    """An engine behind a process that reads jobs and writes results, one JSON a line."""

    name: str
    command: list[str]
    # Not used before the first job: starting an engine takes seconds.
    process: subprocess.Popen[str] | None = None
    answers: queue.Queue[str] = field(default_factory=queue.Queue)

    def play(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return the result of one job; an error if it takes longer than ``seconds`` or ends the process."""
        if self.process is None or self.process.poll() is not None:
            self._start()
        assert self.process is not None
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(job, ensure_ascii=False) + "\n")
            self.process.stdin.flush()
            line = self.answers.get(timeout=seconds)
        except queue.Empty:
            self.stop()
            return {"id": job["id"], "status": "error", "error": f"took longer than {seconds:g} seconds"}
        except OSError:
            line = ""
        if not line:
            self.stop()
            return {"id": job["id"], "status": "error", "error": "the engine ended unexpectedly"}
        result: dict[str, Any] = json.loads(line)
        return result

    def play_all(self, jobs: Iterable[dict[str, Any]], seconds: float) -> Iterator[dict[str, Any]]:
        """Yield the result of each job in order; one that fails does not stop the rest."""
        try:
            for job in jobs:
                yield self.play(job, seconds)
        finally:
            self.stop()

    def _start(self) -> None:
        self.answers = queue.Queue()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TZ": ZONE},
            text=True,
            encoding="utf-8",
        )
        assert self.process.stdout is not None
        threading.Thread(target=_drain, args=(self.process.stdout, self.answers), daemon=True).start()

    def stop(self) -> None:
        """End the process; the next job starts another."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    _close(pipe)
        self.process = None


def _drain(lines: IO[str], answers: queue.Queue[str]) -> None:
    with contextlib.suppress(ValueError):  # closed while waiting
        for line in lines:
            answers.put(line)
    answers.put("")


def _close(pipe: IO[str]) -> None:
    with contextlib.suppress(OSError):  # what was buffered for a dead process
        pipe.close()


def web_forms() -> Reference:
    """Return ODK Web Forms' engine in Node, installed on first use; raises `Missing`."""
    node = _program("node", OLDEST_NODE, "--version")
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("npm is not installed")
    wanted = (HERE / "webforms" / "package.json").read_bytes()
    installed = CACHE / "package.json"
    if not (installed.exists() and installed.read_bytes() == wanted and _engine(CACHE).exists()):
        _install(npm, wanted)
    replay = HERE / "webforms" / "replay.mjs"
    return Reference("ODK Web Forms", [node, "--max-old-space-size=6000", str(replay), str(CACHE)])


def _engine(folder: Path) -> Path:
    return folder / "node_modules" / "@getodk" / "xforms-engine" / "package.json"


def _install(npm: str, wanted: bytes) -> None:
    part = CACHE.with_name(CACHE.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    (part / "package.json").write_bytes(wanted)
    quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    print("Installing ODK Web Forms' engine into", CACHE, file=sys.stderr)
    done = subprocess.run([npm, "install", *quiet], cwd=part, capture_output=True, text=True, check=False)
    if done.returncode or not _engine(part).exists():
        last = (done.stderr.strip().splitlines() or ["npm failed"])[0]
        raise Missing(f"its packages cannot be installed: {last}")
    shutil.rmtree(CACHE, ignore_errors=True)
    part.rename(CACHE)


def java_rosa() -> Reference:
    """Return JavaRosa from the jar inside pyxform; raises `Missing`."""
    java = _program("java", OLDEST_JAVA, "-version")
    # A single source file is compiled at start, which takes the compiler of a JDK.
    if shutil.which("javac") is None:
        raise Missing("there is a Java runtime, but no JDK")
    found = importlib.util.find_spec("pyxform")
    if found is None or found.origin is None:
        raise Missing("pyxform is not installed")
    jar = Path(found.origin).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
    if not jar.exists():
        raise Missing(f"pyxform came without {jar.name}")
    options = ["-Xss8m", "-Xmx6g", f"-Duser.timezone={ZONE}", "-Dfile.encoding=UTF-8"]
    return Reference("JavaRosa", [java, *options, "-cp", str(jar), str(HERE / "javarosa" / "Replay.java")])


def _program(name: str, oldest: int, question: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise Missing(f"{name} is not installed")
    said = subprocess.run([path, question], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+)\.", said.stdout + said.stderr)
    if number is None or int(number[1]) < oldest:
        raise Missing(f"{name} is older than {oldest}")
    return path


def available(makers: Iterable[Callable[[], Reference]] = (web_forms, java_rosa)) -> list[Reference]:
    """Return the references that can be started here; print why another cannot."""
    found = []
    for make in makers:
        try:
            found.append(make())
        except Missing as missing:
            print(f"{make.__name__.replace('_', ' ')}: not played live, {missing}", file=sys.stderr)
    return found
