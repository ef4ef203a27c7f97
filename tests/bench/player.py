"""A process that times fieldkit's form engine: jobs in, times out, one JSON a line."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from fieldkit.model.form.instance import FormInstance
from fieldkit.model.form_files import files
from fieldkit.model.form_loading import load_form
from fieldkit.model.replay import FolderMedia, perform


def resident() -> int:
    """Return the bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * 4096


def measure(job: dict[str, Any]) -> dict[str, Any]:
    """Load a form and answer its script; milliseconds, bytes and counts."""
    file = Path(job["form"])
    text = file.read_text(encoding="utf-8")
    media = FolderMedia(Path(job.get("media") or file.parent))
    before = resident()
    cpu = time.process_time()
    started = time.perf_counter()
    instance = FormInstance(load_form(text, files(media)))
    load = (time.perf_counter() - started) * 1000
    cpu = (time.process_time() - cpu) * 1000
    answers, evaluations = [], []
    for operation in job["script"]:
        counted = instance.evaluations
        started = time.perf_counter()
        perform(instance, operation)
        if "read" in operation:
            len(instance.node(operation["read"]).choices)
        answers.append((time.perf_counter() - started) * 1000)
        evaluations.append(instance.evaluations - counted)
    return {
        "status": "ok",
        "load": load,
        "cpu": cpu,
        "answers": answers,
        "evaluations": evaluations,
        "memory": resident() - before,
    }


def main() -> None:
    """Answer jobs until the input ends."""
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps({"id": job["id"], **measure(job)}), flush=True)


if __name__ == "__main__":
    main()
