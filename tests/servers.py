"""A private PostgreSQL for tests: made, started on a free port of 127.0.0.1, and thrown away."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.lifeline import lifeline

SUPERUSER = "fieldkit"
OWNER = "centre"
"""The account of tests: it owns its databases and nothing else, as an office's does."""


@dataclass(frozen=True)
class PostgreSQL:
    """A running server that trusts whoever reaches it on 127.0.0.1."""

    port: int

    def url(self, database: str, user: str = OWNER) -> str:
        """Return the SQLAlchemy URL of one database."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        """Run one statement of administration outside a transaction."""
        with self._connect() as connection:
            connection.execute(statement)

    def answers(self) -> bool:
        """Whether the server takes connections yet."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make an empty database and yield its URL; it is dropped afterwards, whoever is still in it."""
        name = f"test_{uuid.uuid4().hex}"
        self.run(f"CREATE DATABASE {name} OWNER {OWNER}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=SUPERUSER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=10,
        )


def binaries() -> Path | None:
    """Return the newest folder that holds PostgreSQL's server programs; Debian keeps them off the PATH."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: float(path.parts[-3]))
    if newest:
        return newest[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def unprivileged_user() -> str | None:
    """Return the user to run the server as when we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return None
    return next(name for name in ("postgres", "nobody") if name in {user.pw_name for user in pwd.getpwall()})


def free_port() -> int:
    """Return a port nobody listens on; somebody may take it before it is used."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_ports(count: int) -> int:
    """Return the first of ``count`` ports in a row that nobody listens on.

    Below those that Linux gives to connections, of which the next one after a free port is seldom free.
    """
    while True:
        first = random.randrange(20_000, 32_000)
        with ExitStack() as stack, suppress(OSError):
            for port in range(first, first + count):
                stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            return first


@contextmanager
def postgresql(programs: Path, *, durable: bool = False) -> Iterator[PostgreSQL]:
    """Make a cluster in a new folder and run it; nothing of it is left afterwards.

    ``durable``: it waits for the disk as an office's does, which tests do not need.
    """
    user = unprivileged_user()
    # directly below the temporary folder: a socket's path may have 107 letters only
    folder = Path(tempfile.mkdtemp(prefix="fieldkit-pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        _initdb(programs, folder / "data", user)
        with _started(programs, folder, user, durable=durable) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initdb(programs: Path, data: Path, user: str | None) -> None:
    command: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    subprocess.run(
        [*command, "--locale=C.UTF-8", "--no-sync"],
        check=True,
        user=user,
        cwd=data.parent,
        stdout=subprocess.DEVNULL,
        timeout=120,
    )


@contextmanager
def _started(programs: Path, folder: Path, user: str | None, *, durable: bool) -> Iterator[PostgreSQL]:
    for _attempt in range(5):
        server = PostgreSQL(free_port())
        log = folder / "server.log"
        settings = {"port": server.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder}
        # the cluster does not outlive the tests, so nothing is gained by waiting for the disk
        if not durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command: list[str | Path] = [programs / "postgres", "-D", folder / "data", *options]
        with lifeline(command, signal="INT", user=user, log=log):
            if _ready(server, log):
                server.run(f"CREATE ROLE {OWNER} LOGIN")
                yield server
                return
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}")


def _ready(server: PostgreSQL, log: Path) -> bool:
    """Wait until the server answers; ``False`` when somebody else took its port."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if "Address already in use" in log.read_text():
            return False
        if server.answers():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQL]:
    """Run one PostgreSQL for the whole test run."""
    programs = binaries()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed; `make setup` installs it")
        pytest.skip("PostgreSQL is not installed; `make setup` installs it")
    with postgresql(programs) as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: PostgreSQL) -> Iterator[str]:
    """Give the test an empty database of its own, as a SQLAlchemy URL."""
    with postgresql_server.database() as url:
        yield url
