"""What others bring is what was locked, is listed, and is asked about: a planted bad package turns it red."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from tools import audit, sbom

ROOT = Path(__file__).parents[1]


# --- installing


def wheel(folder: Path, version: str = "1.0", code: str = "") -> Path:
    """Write a wheel of one module."""
    path = folder / f"planted-{version}-py3-none-any.whl"
    info = f"planted-{version}.dist-info"
    parts = {
        "planted.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: planted\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            rows.append(f"{name},sha256={digest},{len(text)}")
        archive.writestr(f"{info}/RECORD", "\n".join([*rows, f"{info}/RECORD,,"]))
    return path


def install(folder: Path, lock: str) -> tuple[int, str]:
    """Install as packaging/venv.sh does, from a folder instead of a network."""
    (folder / "lock").write_text(lock)
    command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
    command += ["--only-binary", ":all:", "--require-hashes", "-r", str(folder / "lock")]
    command += ["--no-index", "--find-links", str(folder), "--target", str(folder / "installed")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_was_locked_is_installed(tmp_path: Path) -> None:
    path = wheel(tmp_path)
    code, said = install(tmp_path, f"planted==1.0 --hash=sha256:{sha256(path)}\n")
    assert code == 0, said
    assert (tmp_path / "installed" / "planted.py").is_file()


def test_planted_a_package_with_another_hash_is_not_installed(tmp_path: Path) -> None:
    locked = sha256(wheel(tmp_path))
    wheel(tmp_path, code="print('evil')\n")
    code, said = install(tmp_path, f"planted==1.0 --hash=sha256:{locked}\n")
    assert code != 0
    assert "DO NOT MATCH THE HASHES" in said
    assert not (tmp_path / "installed").exists()


def test_planted_a_package_without_a_hash_is_not_installed(tmp_path: Path) -> None:
    wheel(tmp_path)
    code, said = install(tmp_path, "planted==1.0\n")
    assert code != 0
    assert "hash" in said.lower()


def test_the_script_of_the_setup_asks_for_hashes_and_wheels() -> None:
    script = (ROOT / "packaging" / "venv.sh").read_text(encoding="utf-8")
    assert "--require-hashes" in script
    assert "--only-binary :all:" in script


# --- the rules of bandit


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("import subprocess\nsubprocess.call('ls ' + x, shell=True)\n", "S602"),
        ("import pickle\npickle.loads(b'')\n", "S301"),
        ("eval('1')\n", "S307"),
        ("import tempfile\ntempfile.mktemp()\n", "S306"),
        ("import hashlib\nhashlib.md5(b'')\n", "S324"),
        ("import ssl\nssl._create_unverified_context()\n", "S323"),
        ("import httpx\nhttpx.get('https://x', verify=False)\n", "S501"),
        ("from xml.dom import minidom\nminidom.parseString('')\n", "S318"),
        ("password = 'geheim-1234'\n", "S105"),
        ("open('/tmp/x', 'w')\n", "S108"),
        ("import yaml\nyaml.load('')\n", "S506"),
    ],
)
def test_planted_code_is_found_by_make_check(code: str, rule: str) -> None:
    place = "fieldkit/model/planted.py"
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format", "json", "--stdin-filename", place, "-"],
        input=code,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert rule in {one["code"] for one in json.loads(done.stdout)}


# --- the bill of materials


def test_the_bill_of_materials_names_every_package_with_its_hashes(tmp_path: Path) -> None:
    document = sbom.document()
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    by_name = {(one["name"], one["version"]): one for one in document["components"]}
    for name, version, hashes in sbom.locked():
        assert [one["value"] for one in by_name[name, version]["properties"]] == hashes
        assert hashes
    references = [one["bom-ref"] for one in document["components"]]
    assert len(set(references)) == len(references)
    named = {one for row in document["dependencies"] for one in (row["ref"], *row["dependsOn"])}
    assert named <= set(references)


def test_what_is_compiled_in_is_asked_from_the_binaries() -> None:
    found = {(name, holder): version for name, version, holder in sbom.inside()}
    assert found["sqlite", "sqlcipher3"] == sqlite.sqlite_version
    assert found["openssl", "sqlcipher3"].count(".") == 2
    assert found["openssl", "cryptography"].count(".") == 2
    assert found["sqlcipher", "sqlcipher3"]
    assert {holder for _, holder in found} >= {"pillow", "lxml", "psycopg-binary"}


# --- the audit


Answer = Callable[[list[Any]], Any]


@contextmanager
def database(answer: Answer, status: int = 200) -> Iterator[str]:
    """Stand in for the database of advisories."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            body = json.dumps(answer(asked)).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def nothing(asked: list[Any]) -> Any:
    return {"results": [{} for _ in asked]}


def test_an_audit_that_finds_nothing_is_green(capsys: pytest.CaptureFixture[str]) -> None:
    with database(nothing) as url:
        assert audit.main(["--url", url]) == 0
    assert "no advisory is known" in capsys.readouterr().out


def test_every_locked_package_is_asked_about() -> None:
    seen: list[Any] = []

    def noting(asked: list[Any]) -> Any:
        seen.extend(asked)
        return nothing(asked)

    with database(noting) as url:
        audit.main(["--url", url])
    assert {(one["package"]["name"], one["version"]) for one in seen} == set(audit.packages())
    assert len(seen) >= 80


def test_planted_a_package_with_an_advisory_is_red(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "packages", lambda: [("planted", "1.0")])
    with database(lambda _asked: {"results": [{"vulns": [{"id": "PYSEC-2026-1"}]}]}) as url:
        assert audit.main(["--url", url]) == 1
    assert "planted 1.0: PYSEC-2026-1" in capsys.readouterr().out


def test_planted_another_version_than_locked_is_red(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "packages", lambda: [("click", "0.1")])
    with database(nothing) as url:
        assert audit.main(["--url", url]) == 1
    assert "0.1 is locked" in capsys.readouterr().out


def test_planted_an_old_openssl_inside_a_wheel_is_red(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sbom, "inside", lambda: iter([("openssl", "3.0.1", "sqlcipher3")]))
    with database(nothing) as url:
        assert audit.main(["--url", url]) == 1
    assert "openssl 3.0.1 inside of sqlcipher3" in capsys.readouterr().out


SKIPPED: dict[str, Answer] = {
    "answers are missing": lambda asked: {"results": [{} for _ in asked[1:]]},
    "half an answer": lambda asked: {"results": [{"next_page_token": "x"} for _ in asked]},
    "another shape": lambda _asked: {"other": []},
    "no object": lambda _asked: [],
    "null for a package": lambda asked: {"results": [None for _ in asked]},
}


@pytest.mark.parametrize("kind", SKIPPED)
def test_whatever_was_not_asked_is_red(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    with database(SKIPPED[kind]) as url:
        assert audit.main(["--url", url]) == 2
    assert "NOT AUDITED" in capsys.readouterr().out


def test_a_database_that_cannot_be_reached_is_red(capsys: pytest.CaptureFixture[str]) -> None:
    with database(nothing) as url:
        pass
    assert audit.main(["--url", url]) == 2
    assert audit.main(["--url", "ftp://example.invalid/"]) == 2
    with database(nothing, status=503) as url:
        assert audit.main(["--url", url]) == 2
    assert capsys.readouterr().out.count("NOT AUDITED") == 3
