"""Child processes that end when the test run ends, however it ends."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

# The shell waits for the end of its standard input, which the system closes even if pytest is killed.
_SCRIPT = 'signal=$1; shift; "$@" </dev/null & child=$!; cat >/dev/null; kill -"$signal" $child; wait $child'


@contextmanager
def lifeline(
    command: Sequence[str | Path],
    *,
    signal: str = "TERM",
    user: str | None = None,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Run ``command`` until the block is left; what it prints can be read, or is written to ``log``."""
    output = log.open("w") if log else subprocess.PIPE
    shell = shutil.which("sh") or "/bin/sh"
    process = subprocess.Popen(
        [shell, "-c", _SCRIPT, "sh", signal, *map(str, command)],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=output if log else subprocess.DEVNULL,
        text=True,
        env=env,
        user=user,
        group=user and _group_of(user),
        extra_groups=[] if user else None,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()
        process.wait(timeout=30)
        if not isinstance(output, int):
            output.close()


def _group_of(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid
