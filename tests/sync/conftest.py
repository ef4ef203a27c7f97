"""Fixtures of the sync tests: a centre on either database, and laptops that are closed afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fieldkit.sync.server import app, file_store, s3_blobs
from tests.sync.forgetting import sign
from tests.sync.laptops import Laptop, RunningCentre, running_centre
from tests.sync.object_store import KEY, SECRET, ObjectStore, object_store


@pytest.fixture(params=["sqlite", "postgresql"])
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningCentre]:
    """A centre on loopback, once on SQLite and once on PostgreSQL."""
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else None
    with running_centre(tmp_path / "centre", url) as running:
        yield running


@pytest.fixture
def sqlite_centre(tmp_path: Path) -> Iterator[RunningCentre]:
    """A centre on loopback with SQLite."""
    with running_centre(tmp_path / "centre") as running:
        yield running


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Callable[[str], Laptop]]:
    """Make laptops by name."""
    made: list[Laptop] = []

    def make(name: str) -> Laptop:
        made.append(Laptop(tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectStore]:
    """Storage that speaks S3, for which the environment has the key and nobody waits long."""
    monkeypatch.setenv(file_store.KEY, KEY)
    monkeypatch.setenv(file_store.SECRET, SECRET)
    monkeypatch.setattr(app, "_AGAIN", (0.0, 0.0))  # laptops come again at once
    monkeypatch.setattr(s3_blobs, "TIMEOUT", timedelta(seconds=0.5))
    monkeypatch.setattr(s3_blobs, "PATIENCE", timedelta(seconds=0.1))
    with object_store() as running:
        yield running


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A self-signed certificate for 127.0.0.1 and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return str(folder / "cert.pem"), str(folder / "key.pem")


@pytest.fixture
def signer(furnished_folder: Path, tmp_path: Path, sqlite_centre: RunningCentre) -> Iterator[Laptop]:
    """A laptop whose inspector signed an inspection with personal answers, and took a complaint."""
    laptop = Laptop(shutil.copytree(furnished_folder, tmp_path / "writer"))
    laptop.enrol(sqlite_centre, "66")
    yield laptop
    laptop.close()


@pytest.fixture
def signed(sqlite_centre: RunningCentre, signer: Laptop, tmp_path: Path) -> str:
    """A signed inspection that the centre has."""
    record = sign(signer.workspace, tmp_path)
    signer.sync()
    return record
