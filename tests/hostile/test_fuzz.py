"""Bad files by the thousand end in a refusal or a right result, never in a hang or an unknown error."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model.attachments import AttachmentStore
from fieldkit.model.checklists import media_beside
from fieldkit.model.replay import FolderMedia
from tests.hostile.attack_files import PICTURES, WORKBOOKS

pytestmark = pytest.mark.long

LONG = os.environ.get("FAULTS") == "all"


def play(mode: str, *more: str) -> tuple[int, dict[str, Any], str]:
    """Run the fuzzer; returns its exit code, what it found, and the last thing it tried."""
    # Thousands of files are written and removed: in memory where the folders of tests lie there.
    folder = os.environ.get("PYTEST_DEBUG_TEMPROOT")
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.fuzz", mode, *more],
        env={**os.environ, **({"TMPDIR": folder} if folder else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if line]
    told = done.stdout.splitlines() or ["{}"]  # the last line: libraries print, too
    return done.returncode, json.loads(told[-1]), "\n".join(said[-30:])


def test_attack_files_are_refused_or_read_at_every_door() -> None:
    code, found, said = play("attacks", *(["--every-door"] if LONG else []))
    assert (code, found.get("broken")) == (0, []), (found, said)
    assert found["tried"] >= len(WORKBOOKS) + len(PICTURES) + 10
    assert found["peak_mib"] < 1024
    assert sum(found["refused"].values()) >= 20


@pytest.mark.parametrize("mode", ["workbooks", "pictures"])
def test_six_thousand_mutants(mode: str) -> None:
    code, found, said = play(mode, "--count", "6000", "--seed", str(random.randrange(10**6)))
    assert (code, found.get("broken")) == (0, []), (found, said)
    assert found["tried"] == 6000
    # Both ends are reached: what is still whole is read, the rest is told.
    assert found["read"] > 1000
    assert sum(found["refused"].values()) > 1000


def test_mutants_at_the_doors_of_the_window() -> None:
    code, found, said = play("doors", "--count", "20", "--seed", "7")
    assert (code, found.get("broken")) == (0, []), (found, said)


def test_planted_a_picture_without_its_limit_takes_too_much_memory() -> None:
    code, found, _ = play("attacks", "--planted", "no pixels", "--only", "PNG of 360 megapixels")
    assert code == 1
    assert re.fullmatch(r"PNG of 360 megapixels: \d{4,} MiB", found["broken"][0])


def test_planted_a_library_alone_raises_what_nobody_is_told() -> None:
    code, found, _ = play("workbooks", "--planted", "bare", "--count", "60")
    assert code == 1
    assert len({told.partition("(")[0] for told in found["unknown"].values()}) >= 3


def test_planted_a_function_that_raises_is_found() -> None:
    code, found, _ = play("expressions", "--planted", "function", "--count", "3000")
    assert code == 1
    assert all("IndexError" in told for told in found["unknown"].values())


def test_planted_a_reader_that_believes_the_size_of_a_sheet_hangs() -> None:
    only = ("--only", "a cell in XFD1048576")
    code, found, said = play("attacks", "--planted", "bare", *only, "--hang", "4")
    assert code == 1
    assert not found
    assert "a cell in XFD1048576 at openpyxl alone" in said
    assert "Timeout" in said


# --- names that lead out of a folder


def names() -> list[str]:
    """Return 500 names that mean something else than a file of that folder somewhere."""
    climbs = [
        "../",
        "..\\",
        "/",
        "\\",
        "C:\\",
        "C:",
        "\\\\server\\share\\",
        "file:///",
        "jr://file/../",
        "~/",
    ]
    climbs += ["./../", "a/../../", "%2e%2e/", "..%2f", "....//", "..;/", "\u2025/", "\uff0e\uff0e/", "CON/"]
    ends = ["evil.csv", "evil", "etc/passwd", "CON", "NUL.csv", "evil.csv.", "evil ", "a:b", "..", "."]
    ends += ["evil\0.csv", "évil.csv", "e\u0301vil.csv", "\u202elive.csv", "x" * 300, "lock", "fieldkit.db"]
    found = [f"{climb * count}{end}" for climb in climbs for end in ends for count in (1, 2)]
    return found[:500]


def test_no_media_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "form-media"
    folder.mkdir(parents=True)
    for place in (tmp_path, tmp_path / "deep"):
        for name in ("evil.csv", "evil", "lock", "fieldkit.db"):
            (place / name).write_text("outside")
    (folder / "list.csv").write_text("name,label\na,A\n")
    media = FolderMedia(folder)
    for name in names():
        try:
            found = media.get(name)
        except (ValueError, OSError):  # NUL, or longer than a name can be: no file
            continue
        assert found is None or found.resolve().parent == folder.resolve(), name
    assert media.get("list.csv") == folder / "list.csv"
    assert len(names()) == 500


def test_a_folder_of_media_gives_its_own_files_only(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("outside")
    folder = tmp_path / "form-media"
    folder.mkdir()
    (folder / "list.csv").write_text("name\n")
    (folder / "sub").mkdir()
    (folder / "sub" / "secret.csv").write_text("below")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert set(media_beside(tmp_path / "form.xlsx")) == {"list.csv"}


@pytest.mark.parametrize(
    "name", ["../" * 3 + "a" * 55, "A" * 64, "a" * 63, "a" * 65, "a" * 63 + "/", "a" * 63 + "\0"]
)
def test_a_stored_file_has_no_name_but_its_hash(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        AttachmentStore(tmp_path).path(name)


def test_planted_a_folder_that_joins_names_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    (tmp_path / "evil.csv").write_text("outside")
    joined = [name for name in names() if "\0" not in name and len(name) < 200]
    out = [
        name for name in joined if (folder / name).is_file() and (folder / name).resolve().parent != folder
    ]
    assert out
